/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/params.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/num.h"
#include "table/cells.h"
#include "table/paramset.h"

enum inv_status inv_params_alloc(struct inv_params **p, const struct inv_format *format, struct inv_err *err)
{
    *p = calloc(1, sizeof **p);
    if (!*p)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    (*p)->format = format;
    for (int i = 0; i < INV_P_COUNT; i++)
        (*p)->column[i] = (*p)->item[i] = INV_NO_COLUMN;
    return INV_OK;
}

void inv_params_free(struct inv_params *p)
{
    if (!p)
        return;
    inv_items_free(p->items);
    inv_arena_free(&p->arena);
    free(p->key);
    free(p->shared);
    free(p->extra);
    free(p);
}

/* ---- values and ranges ------------------------------------------------------------- */

static enum inv_status out_of_range(const struct inv_params *p, const struct inv_param_def *def, double v,
                                    struct inv_cell c, struct inv_err *err)
{
    char text[64], bound[INV_NUM_MAX + 1];
    bool low = v < def->lo || (v <= def->lo && def->lo_open);
    bool open = low ? def->lo_open && !p->zero[def - inv_param_defs] : def->hi_open;
    inv_err_quote(text, sizeof text, c.s, c.n);
    bound[inv_num_format(low ? def->lo : def->hi, 0, '.', bound)] = '\0';
    if (low)
        return inv_err_set(err, INV_EROW, "%s is %s %s", text, open ? "not above" : "below", bound);
    const char *why = !open || def->hi < 1 || def->hi > 1 ? ""
                    : v > 1 ? " (a share: 95 % is 0.95)" : " (no finite stock gives certainty)";
    return inv_err_set(err, INV_EROW, "%s is %s %s%s", text, open ? "not below" : "above", bound, why);
}

static inline bool in_range(const struct inv_param_def *def, double v)
{
    return (v > def->lo && v < def->hi) || (!def->lo_open && v <= def->lo && v >= def->lo)
        || (!def->hi_open && v <= def->hi && v >= def->hi);
}

static enum inv_status check_range(const struct inv_params *p, const struct inv_param_def *def, double v,
                                   struct inv_cell c, struct inv_err *err)
{
    return in_range(def, v) || (v == 0 && p->zero[def - inv_param_defs]) ? INV_OK : out_of_range(p, def, v, c, err);
}

void inv_params_take_zero(struct inv_params *p, enum inv_param param)
{
    p->zero[param] = true;
}

/* A cell that is not missing. */
static enum inv_status read_cell(const struct inv_params *p, const struct inv_param_def *def, struct inv_cell c,
                                 double days_per_period, double *v, struct inv_err *err)
{
    const struct inv_format *f = p->format;
    enum inv_status st = INV_OK;
    if (inv_num_parse(c.s, c.n, f->decimal, v) != INV_NUM_OK)
        st = def->kind == INV_KIND_DURATION ? inv_duration_parse(c, f->decimal, days_per_period, v, err)
                                            : inv_cell_number(f, c, v, err);
    return st == INV_OK ? check_range(p, def, *v, c, err) : st;
}

enum inv_status inv_params_read(const struct inv_params *p, enum inv_param param, struct inv_cell c, double days_per_period,
                                double *v, struct inv_err *err)
{
    *v = (double)NAN;
    if (inv_cell_missing(p->format, c))
        return INV_OK;
    enum inv_status st = read_cell(p, &inv_param_defs[param], c, days_per_period, v, err);
    if (st != INV_OK)
        *v = (double)NAN;
    return st;
}

/* Says where a value came from. */
static enum inv_status blame(const struct inv_param_row *row, const struct inv_param_def *def, const char *file, uint64_t line,
                             struct inv_err *err)
{
    inv_err_at(err, file, line);
    inv_err_column(err, def->name, strlen(def->name));
    return row->cells ? inv_cells_name(err, row->cells, row->params->key, row->params->nkey) : INV_EROW;
}

static enum inv_status read_fixed(const struct inv_param_row *row, const struct inv_param_def *def, const struct inv_param_fixed *f,
                                  double *v, struct inv_err *err)
{
    if (inv_duration_periods(f->d, f->text, row->days_per_period, v, err) == INV_OK)
        return INV_OK;
    *v = (double)NAN;
    blame(row, def, row->file, row->line, err);
    if (err)
        err->status = INV_EUSAGE;   /* true of every row of this table */
    return INV_EUSAGE;
}

static bool present(const struct inv_params *p, const struct inv_cell *cells, size_t column)
{
    return column != INV_NO_COLUMN && cells && !inv_cell_missing(p->format, cells[column]);
}

size_t inv_params_item_find(const struct inv_params *p, const char *name)
{
    return p->items ? inv_items_find(p->items, name) : INV_NO_COLUMN;
}

bool inv_param_text(const struct inv_param_row *row, enum inv_param param, struct inv_cell *text)
{
    const struct inv_params *p = row->params;
    if (p->set[param].given)
        *text = p->set[param].text;
    else if (present(p, row->cells, p->column[param]))
        *text = row->cells[p->column[param]];
    else if (present(p, row->item, p->item[param]))
        *text = row->item[p->item[param]];
    else if (p->option[param].given)
        *text = p->option[param].text;
    else
        return false;
    return true;
}

/* Most cells are plain numbers: those first. A token of the user's may look like one. */
static inline bool plain_number(const struct inv_params *p, const struct inv_cell *cells, size_t column, double *v)
{
    return cells && column != INV_NO_COLUMN && p->format->n_na == 0
        && inv_num_parse(cells[column].s, cells[column].n, p->format->decimal, v) == INV_NUM_OK;
}

/* Of a parameter that the command line or a column knows; *v is its default. */
static enum inv_status look_up(const struct inv_param_row *row, enum inv_param param, double *v, struct inv_err *err)
{
    const struct inv_params *p = row->params;
    const struct inv_param_def *def = &inv_param_defs[param];
    const struct inv_cell *cells = row->cells;
    const char *file = row->file;
    uint64_t line = row->line;
    size_t column = p->column[param];
    if (p->set[param].given)
        return read_fixed(row, def, &p->set[param], v, err);
    if (plain_number(p, cells, column, v) && in_range(def, *v))
        return INV_OK;
    *v = def->otherwise;
    if (!present(p, cells, column)) {
        column = p->item[param];
        cells = row->item;
        if (!present(p, cells, column))
            return p->option[param].given ? read_fixed(row, def, &p->option[param], v, err) : INV_OK;
        file = p->items->file;
        line = row->item_line;
    }
    enum inv_status st = read_cell(p, def, cells[column], row->days_per_period, v, err);
    if (st == INV_OK)
        return INV_OK;
    *v = (double)NAN;
    blame(row, def, file, line, err);
    return st;
}

enum inv_status inv_param_get(const struct inv_param_row *row, enum inv_param param, double *v, struct inv_err *err)
{
    *v = inv_param_defs[param].otherwise;
    return row->params->known[param] ? look_up(row, param, v, err) : INV_OK;
}

enum inv_status inv_param_need(const struct inv_param_row *row, enum inv_param param, double *v, struct inv_err *err)
{
    enum inv_status st = inv_param_get(row, param, v, err);
    if (st != INV_OK || !isnan(*v))
        return st;
    const struct inv_param_def *def = &inv_param_defs[param];
    struct inv_err key = { 0 };
    if (row->cells)
        inv_cells_name(&key, row->cells, row->params->key, row->params->nkey);
    char option[64] = "";
    for (size_t i = 0; def->option && i + 1 < sizeof option && def->name[i]; i++)
        option[i] = def->name[i] == '_' ? '-' : def->name[i];
    inv_err_set(err, INV_EROW, "no value%s%s (a column, --items%s%s or --set)", key.key[0] ? " for key " : "", key.key,
                option[0] ? ", --" : "", option);
    blame(row, def, row->file, row->line, err);
    return INV_EROW;
}

bool inv_params_is_set(const struct inv_params *p, enum inv_param param)
{
    return p->set[param].given;
}

bool inv_params_known(const struct inv_params *p, enum inv_param param)
{
    return p->known[param];
}

/* ---- from the command line ---------------------------------------------------------- */

/* what: how the user wrote it, for the message. */
static enum inv_status fix(struct inv_params *p, struct inv_param_fixed *f, enum inv_param param, const char *text, const char *what,
                           struct inv_err *err)
{
    const struct inv_param_def *def = &inv_param_defs[param];
    struct inv_cell c = { text, strlen(text) };
    struct inv_err why = { 0 };
    struct inv_duration d = { 0, 0 };
    enum inv_status st = def->kind == INV_KIND_DURATION ? inv_duration_read(c, '.', &d, &why) : INV_OK;
    if (def->kind == INV_KIND_NUMBER) {
        struct inv_format plain = inv_format_default();
        st = inv_cell_number(&plain, c, &d.x, &why);
        if (st == INV_OK && isnan(d.x))
            st = inv_err_set(&why, INV_EROW, "\"%s\" is not a number", text);
    }
    if (st == INV_OK)
        st = check_range(p, def, d.x, c, &why);
    if (st != INV_OK)
        return inv_err_set(err, INV_EUSAGE, "%s: %s", what, why.text);
    struct inv_cell copy = inv_arena_copy(&p->arena, c);
    if (!copy.s)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    *f = (struct inv_param_fixed){ true, d, copy };
    p->known[param] = true;
    return INV_OK;
}

enum inv_status inv_params_set(struct inv_params *p, const char *assignment, struct inv_err *err)
{
    const char *equals = strchr(assignment, '=');
    enum inv_param param;
    char text[128], what[144] = "--set ";
    inv_err_quote(text, sizeof text, assignment, strlen(assignment));
    strcat(what, text);
    if (!equals)
        return inv_err_set(err, INV_EUSAGE, "%s: wanted is NAME=VALUE", what);
    if (!inv_param_by_name(assignment, (size_t)(equals - assignment), &param))
        return inv_err_set(err, INV_EUSAGE, "%s: there is no such parameter", what);
    return fix(p, &p->set[param], param, equals + 1, what, err);
}

enum inv_status inv_params_option(struct inv_params *p, enum inv_param param, const char *text, struct inv_err *err)
{
    const char *name = inv_param_defs[param].name;
    char what[64] = "--";
    for (size_t i = 0; name[i] && i + 3 < sizeof what; i++)
        what[i + 2] = name[i] == '_' ? '-' : name[i];
    return fix(p, &p->option[param], param, text, what, err);
}
