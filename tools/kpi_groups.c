/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-kpi: sums of groups, and of all keys. */
#include "config.h"
#include "kpi.h"

#include <stdlib.h>
#include <string.h>

#include "inv/mem.h"

/* A column of the input, whose latest cell of each key is kept, or of the items. */
static enum inv_status find_column(struct kpi *c, size_t i, struct inv_err *err)
{
    const char *name = c->by.s[i];
    const size_t *extra;
    size_t n = inv_params_extra(c->run->params, &extra), column = inv_input_find(c->run->in, name);
    c->by_item[i] = INV_NO_COLUMN;
    for (size_t k = 0; k < n && column == INV_NO_COLUMN; k++) {
        struct inv_cell item = inv_params_item_name(c->run->params, extra[k]);
        if (item.n == strlen(name) && memcmp(item.s, name, item.n) == 0)
            c->by_item[i] = extra[k];
    }
    c->by_input[i] = column;
    if (c->by_item[i] != INV_NO_COLUMN)
        return INV_OK;
    return inv_input_need(c->run->in, name, &c->by_input[i], err);
}

enum inv_status kpi_open_groups(struct kpi *c, struct inv_err *err)
{
    inv_kpi_none(&c->all.sums);
    if (!c->o->by)
        return INV_OK;
    enum inv_status st = tool_split(c->run, c->o->by, &c->by, err);
    if (st == INV_OK)
        st = inv_keys_alloc(&c->groups, err);
    c->by_input = calloc(c->by.n + 1, sizeof *c->by_input);
    c->by_item = calloc(c->by.n + 1, sizeof *c->by_item);
    c->cells = calloc(c->by.n + 1, sizeof *c->cells);
    size_t *carry = st == INV_OK ? realloc(c->out.carry, (c->out.ncarry + c->by.n + 1) * sizeof *carry) : NULL;
    if (carry)
        c->out.carry = carry;
    if (!c->by_input || !c->by_item || !c->cells || !carry)
        return st != INV_OK ? st : inv_err_set(err, INV_ENOMEM, "out of memory");
    c->names.width = c->by.n;
    for (size_t i = 0; i < c->by.n && st == INV_OK; i++) {
        st = find_column(c, i, err);
        if (st == INV_OK && c->by_input[i] != INV_NO_COLUMN)
            c->out.carry[c->out.ncarry++] = c->by_input[i];
    }
    return st;
}

/* The cells of the group that the key at hand is in, each with its length in front. */
static enum inv_status group_of(struct kpi *c, const struct inv_param_row *p, size_t *id, bool *fresh,
                                struct inv_err *err)
{
    enum inv_status st = INV_OK;
    c->key.n = 0;
    for (size_t i = 0; i < c->by.n && st == INV_OK; i++) {
        struct inv_cell cell = c->by_input[i] != INV_NO_COLUMN ? c->out.cells[c->by_input[i]]
                             : p->item ? p->item[c->by_item[i]] : (struct inv_cell){ "", 0 };
        c->cells[i] = cell;
        st = inv_buf_add(&c->key, (const char *)&cell.n, sizeof cell.n, err);
        if (st == INV_OK && cell.n > 0)
            st = inv_buf_add(&c->key, cell.s, cell.n, err);
    }
    return st == INV_OK ? inv_keys_add(c->groups, c->key.s, c->key.n, id, fresh, err) : st;
}

enum inv_status kpi_add(struct kpi *c, const struct inv_param_row *p, const struct inv_kpi_sums *sums,
                        struct inv_err *err)
{
    size_t id;
    bool fresh;
    inv_kpi_add(&c->all.sums, sums);
    c->all.items++;
    if (!c->o->by)
        return INV_OK;
    enum inv_status st = group_of(c, p, &id, &fresh, err);
    if (st == INV_OK && fresh)
        st = INV_MEM_GROW(&c->group, &c->cap_group, id + 1, err);
    if (st == INV_OK && fresh) {
        inv_kpi_none(&c->group[id].sums);
        c->group[id].items = 0;
        st = hold_add(&c->names, c->cells, err);
    }
    if (st != INV_OK)
        return st;
    inv_kpi_add(&c->group[id].sums, sums);
    c->group[id].items++;
    return INV_OK;
}

/* ---- rows ------------------------------------------------------------------------------------------ */

struct table { struct inv_layout layout; struct inv_row row; struct inv_buf buf; struct value *values; };

static enum inv_status write_group(struct kpi *c, struct table *t, const struct kpi_group *g, size_t id,
                                   struct inv_err *err)
{
    t->values[0] = value_num(g->items);
    kpi_values(c, &g->sums, t->values + 1);
    for (size_t i = 0; i < t->layout.width; i++) {
        const struct inv_slot *s = &t->layout.slots[i];
        if (s->from == INV_FROM_FILTER)
            value_write(&t->row, &t->values[s->index]);
        else
            inv_row_cell(&t->row, id == SIZE_MAX ? (struct inv_cell){ "", 0 } : hold_cell(&c->names, id, s->index));
    }
    enum inv_status st = inv_row_end(&t->row, err);
    return st == INV_OK ? tool_write(c->run, &t->buf, false, err) : st;
}

static enum inv_status lay_out(struct kpi *c, struct table *t, struct inv_err *err)
{
    enum inv_status st = INV_OK;
    for (size_t i = 0; i < c->by.n && st == INV_OK; i++)
        st = inv_layout_add(&t->layout, (struct inv_cell){ c->by.s[i], strlen(c->by.s[i]) }, INV_FROM_INPUT, i, err);
    if (st == INV_OK)
        st = tool_column_add(&t->layout, (struct inv_cell){ "items", 5 }, err);
    t->layout.slots[t->layout.width - 1].index = 0;
    for (size_t i = 0; i < c->ncolumns && st == INV_OK; i++) {
        st = tool_column_add(&t->layout, (struct inv_cell){ c->columns[i], strlen(c->columns[i]) }, err);
        t->layout.slots[t->layout.width - 1].index = i + 1;
    }
    t->values = calloc(c->ncolumns + 1, sizeof *t->values);
    if (st == INV_OK && !t->values)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    if (st != INV_OK)
        return st;
    inv_row_init(&t->row, &t->buf, &c->run->out_format, t->layout.names, t->layout.width);
    return inv_row_header(&t->row, err);
}

enum inv_status kpi_write_groups(struct kpi *c, struct inv_err *err)
{
    struct table t = { 0 };
    enum inv_status st = lay_out(c, &t, err);
    for (size_t id = 0; id < c->names.n && st == INV_OK; id++)
        st = write_group(c, &t, &c->group[id], id, err);
    if (st == INV_OK && c->o->total)
        st = write_group(c, &t, &c->all, SIZE_MAX, err);
    if (st == INV_OK)
        st = tool_write(c->run, &t.buf, true, err);
    inv_layout_free(&t.layout);
    inv_buf_free(&t.buf);
    free(t.values);
    return st;
}
