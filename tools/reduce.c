/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "reduce.h"

#include <stdlib.h>
#include <string.h>

void reduce_close(struct reduce *r)
{
    inv_layout_free(&r->layout);
    inv_buf_free(&r->buf);
    free(r->key);
    free(r->carry);
    free(r->cells);
    free(r->values);
}

static enum inv_status out_of_memory(struct inv_err *err)
{
    return inv_err_set(err, INV_ENOMEM, "out of memory");
}

/* Whether a column says something about the key that computing needs. */
static bool is_planning(struct inv_cell name)
{
    static const char *const words[] = { "freq", "as_of", "policy", "dist" };
    enum inv_param p;
    for (size_t i = 0; i < COUNT(words); i++)
        if (name.n == strlen(words[i]) && memcmp(name.s, words[i], name.n) == 0)
            return true;
    return inv_param_by_name(name.s, name.n, &p);
}

static enum inv_status find_carried(struct reduce *r, struct inv_err *err)
{
    size_t *kept, width = inv_input_width(r->run->in);
    enum inv_status st = tool_columns(r->run, r->run->in, r->run->common.carry, &kept, &r->nkept, err);
    if (st != INV_OK)
        return st;
    r->carry = calloc(r->nkept + width + 1, sizeof *r->carry);
    for (size_t i = 0; r->carry && i < r->nkept; i++)
        r->carry[r->ncarry++] = kept[i];
    free(kept);
    if (!r->carry)
        return out_of_memory(err);
    for (size_t i = 0; i < width; i++)
        if (is_planning(inv_input_name(r->run->in, i)))
            r->carry[r->ncarry++] = i;
    return INV_OK;
}

enum inv_status reduce_open(struct reduce *r, struct run *run, const char *extra, struct inv_err *err)
{
    *r = (struct reduce){ .run = run, .nkey = run->keys.n };
    size_t *key, more = extra ? inv_input_find(run->in, extra) : INV_NO_COLUMN;
    enum inv_status st = tool_key_columns(run, run->in, &key, err);
    if (st != INV_OK)
        return st;
    r->key = realloc(key, (r->nkey + 1) * sizeof *key);
    r->cells = calloc(inv_input_width(run->in) + 1, sizeof *r->cells);
    if (!r->key) {
        free(key);
        return out_of_memory(err);
    }
    if (!r->cells)
        return out_of_memory(err);
    if (more != INV_NO_COLUMN)
        r->key[r->nkey++] = more;
    return find_carried(r, err);
}

void reduce_keep(struct reduce *r, size_t column)
{
    if (column != INV_NO_COLUMN)
        r->carry[r->ncarry++] = column;      /* find_carried leaves room for it */
}

enum inv_status reduce_header(struct reduce *r, const char *const *columns, size_t n, struct inv_err *err)
{
    const size_t *extra;
    size_t items = inv_params_extra(r->run->params, &extra);
    enum inv_status st = INV_OK;
    r->columns = columns;
    r->ncolumns = n;
    r->values = calloc(n + 1, sizeof *r->values);
    if (!r->values)
        return out_of_memory(err);
    for (size_t i = 0; i < r->nkey && st == INV_OK; i++)
        st = inv_layout_add(&r->layout, inv_input_name(r->run->in, r->key[i]), INV_FROM_INPUT, r->key[i], err);
    for (size_t i = 0; i < r->nkept && st == INV_OK; i++)
        st = inv_layout_add(&r->layout, inv_input_name(r->run->in, r->carry[i]), INV_FROM_INPUT, r->carry[i], err);
    for (size_t i = 0; i < items && st == INV_OK; i++)
        st = inv_layout_add(&r->layout, inv_params_item_name(r->run->params, extra[i]), INV_FROM_ITEM, extra[i], err);
    for (size_t i = 0; i < n && st == INV_OK; i++)
        st = inv_layout_add(&r->layout, (struct inv_cell){ columns[i], strlen(columns[i]) }, INV_FROM_FILTER, i, err);
    if (st != INV_OK)
        return st;
    inv_row_init(&r->row, &r->buf, &r->run->out_format, r->layout.names, r->layout.width);
    return inv_row_header(&r->row, err);
}

void reduce_join(struct reduce *r, const struct inv_group *g, struct inv_param_row *params)
{
    for (size_t i = 0; i < r->nkey; i++)
        r->cells[r->key[i]] = g->key[i];
    for (size_t i = 0; i < r->ncarry; i++)
        r->cells[r->carry[i]] = g->carry[i];
    for (size_t i = 0; i < r->ncolumns; i++)
        r->values[i].kind = VALUE_MISSING;
    inv_params_join(r->run->params, r->cells, params);
    params->file = g->latest_file ? g->latest_file : g->file;
    params->line = g->latest_file ? g->latest_line : g->line;
}

enum inv_status reduce_write(struct reduce *r, const struct inv_param_row *params, struct inv_err *err)
{
    for (size_t i = 0; i < r->layout.width; i++) {
        const struct inv_slot *s = &r->layout.slots[i];
        if (s->from == INV_FROM_FILTER)
            value_write(&r->row, &r->values[s->index]);
        else if (s->from == INV_FROM_INPUT)
            inv_row_cell(&r->row, r->cells[s->index]);
        else if (params->item)
            inv_row_cell(&r->row, params->item[s->index]);
        else
            inv_row_missing(&r->row);
    }
    enum inv_status st = inv_row_end(&r->row, err);
    return st == INV_OK ? tool_write(r->run, &r->buf, false, err) : st;
}

enum inv_status reduce_flush(struct reduce *r, struct inv_err *err)
{
    return tool_write(r->run, &r->buf, true, err);
}
