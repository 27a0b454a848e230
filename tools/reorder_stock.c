/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-reorder: the stock table. */
#include "config.h"
#include "reorder.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void stock_close(struct stock *s)
{
    for (size_t i = 0; i < s->ncolumns; i++)
        free((void *)(uintptr_t)s->columns[i].name);
    free(s->columns);
    join_free(s->table);
}

static enum inv_status add_column(struct stock *s, size_t column, struct inv_err *err)
{
    struct inv_cell name = join_name(s->table, column);
    struct stock_column c = { .column = column };
    c.is_param = inv_param_by_name(name.s, name.n, &c.param);
    char *copy = malloc(name.n + 1);
    if (!copy)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    memcpy(copy, name.s, name.n);
    copy[name.n] = '\0';
    c.name = copy;
    if (c.is_param)
        s->of_param[c.param] = column;
    if (c.is_param || inv_input_find(s->run->in, copy) == INV_NO_COLUMN)
        s->columns[s->ncolumns++] = c;
    else
        free(copy);
    return INV_OK;
}

enum inv_status stock_open(struct stock *s, struct run *run, const char *path, struct inv_err *err)
{
    *s = (struct stock){ .run = run, .row = JOIN_NONE };
    for (int i = 0; i < INV_P_COUNT; i++)
        s->of_param[i] = INV_NO_COLUMN;
    if (!path)
        return INV_OK;
    enum inv_status st = join_load(run, path, &s->table, err);
    if (st != INV_OK)
        return st;
    size_t width = join_width(s->table);
    s->columns = calloc(width, sizeof *s->columns);
    if (!s->columns)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    for (size_t i = 0; i < width && st == INV_OK; i++)
        if (!join_is_key(s->table, i))
            st = add_column(s, i, err);
    return st;
}

static enum inv_status blame(const struct stock *s, size_t row, size_t column, struct inv_err *err)
{
    struct inv_cell name = join_name(s->table, column);
    inv_err_at(err, join_file(s->table), join_line(s->table, row));
    inv_err_column(err, name.s, name.n);
    return INV_EROW;
}

enum inv_status stock_find(struct stock *s, const struct inv_record *rec, struct inv_err *err)
{
    s->row = s->table ? join_find(s->table, rec->cells) : JOIN_NONE;
    size_t again = s->row == JOIN_NONE ? JOIN_NONE : join_next(s->table, s->row);
    if (again == JOIN_NONE)
        return INV_OK;
    inv_err_set(err, INV_EROW, "the key is there already, on line %llu", (unsigned long long)join_line(s->table, s->row));
    inv_err_at(err, join_file(s->table), join_line(s->table, again));
    return INV_EROW;
}

static enum inv_status from_stock(const struct stock *s, const struct inv_param_row *p, enum inv_param param, double *v,
                                  struct inv_err *err)
{
    size_t column = s->of_param[param];
    *v = NAN;
    if (s->row == JOIN_NONE || column == INV_NO_COLUMN || inv_params_is_set(s->run->params, param))
        return INV_OK;
    enum inv_status st = inv_params_read(s->run->params, param, join_cell(s->table, s->row, column), p->days_per_period, v, err);
    return st == INV_EROW ? blame(s, s->row, column, err) : st;
}

enum inv_status stock_get(const struct stock *s, const struct inv_param_row *p, enum inv_param param, double *v,
                          struct inv_err *err)
{
    enum inv_status st = from_stock(s, p, param, v, err);
    return st == INV_OK && isnan(*v) ? inv_param_get(p, param, v, err) : st;
}

enum inv_status stock_need(const struct stock *s, const struct inv_param_row *p, enum inv_param param, double *v,
                           struct inv_err *err)
{
    enum inv_status st = stock_get(s, p, param, v, err);
    if (st != INV_OK || !isnan(*v))
        return st;
    if (!s->table || s->row != JOIN_NONE || s->of_param[param] == INV_NO_COLUMN)
        return inv_param_need(p, param, v, err);
    inv_err_set(err, INV_EROW, "the key is not in %s", join_file(s->table));
    inv_err_at(err, p->file, p->line);
    const char *name = inv_param_table()[param].name;
    inv_err_column(err, name, strlen(name));
    return INV_EROW;
}

bool stock_says(const struct stock *s, const struct inv_param_row *p, enum inv_param param)
{
    size_t column = s->of_param[param];
    struct inv_cell c;
    if (s->row != JOIN_NONE && column != INV_NO_COLUMN
        && !inv_cell_missing(&s->run->in_format, join_cell(s->table, s->row, column)))
        return true;
    return inv_param_text(p, param, &c);
}

enum inv_status stock_values(const struct stock *s, const struct inv_param_row *p,
                             struct value *out, struct inv_err *err)
{
    for (size_t i = 0; i < s->ncolumns; i++) {
        const struct stock_column *c = &s->columns[i];
        struct inv_cell cell = { "", 0 };
        if (s->row != JOIN_NONE)
            cell = join_cell(s->table, s->row, c->column);
        if (c->is_param && (inv_params_is_set(s->run->params, c->param) || inv_cell_missing(&s->run->in_format, cell))) {
            double v;
            enum inv_status st = stock_get(s, p, c->param, &v, err);
            if (st != INV_OK)
                return st;
            out[i] = value_num(v);
        } else {
            out[i] = value_cell(cell);
        }
    }
    return INV_OK;
}

/* ---- texts ----------------------------------------------------------------------------------- */

struct text_column stock_text_column(const struct stock *s, const char *name)
{
    struct text_column c = { INV_NO_COLUMN, inv_input_find(s->run->in, name), INV_NO_COLUMN };
    const size_t *extra;
    size_t n = inv_params_extra(s->run->params, &extra);
    if (s->table)
        c.stock = join_column(s->table, name);
    for (size_t i = 0; i < n; i++) {
        struct inv_cell item = inv_params_item_name(s->run->params, extra[i]);
        if (item.n == strlen(name) && memcmp(item.s, name, item.n) == 0)
            c.item = extra[i];
    }
    return c;
}

bool stock_text_known(struct text_column c)
{
    return c.stock != INV_NO_COLUMN || c.in != INV_NO_COLUMN || c.item != INV_NO_COLUMN;
}

struct inv_cell stock_text(const struct stock *s, const struct inv_param_row *p, struct text_column c)
{
    struct inv_cell cell = { "", 0 };
    const struct inv_format *f = &s->run->in_format;
    if (c.stock != INV_NO_COLUMN && s->row != JOIN_NONE)
        cell = join_cell(s->table, s->row, c.stock);
    if (c.in != INV_NO_COLUMN && inv_cell_missing(f, cell))
        cell = p->cells[c.in];
    if (c.item != INV_NO_COLUMN && p->item && inv_cell_missing(f, cell))
        cell = p->item[c.item];
    return inv_cell_missing(f, cell) ? (struct inv_cell){ "", 0 } : cell;
}

bool stock_working_days(const struct stock *s, const struct inv_param_row *p, enum inv_param param)
{
    size_t column = s->of_param[param];
    struct inv_cell c = { "", 0 };
    if (s->row != JOIN_NONE && column != INV_NO_COLUMN && !inv_params_is_set(s->run->params, param))
        c = join_cell(s->table, s->row, column);
    if (inv_cell_missing(&s->run->in_format, c) && !inv_param_text(p, param, &c))
        return false;
    return c.n > 2 && (c.s[c.n - 2] | 0x20) == 'w' && (c.s[c.n - 1] | 0x20) == 'd';
}
