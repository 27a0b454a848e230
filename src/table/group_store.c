/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one group holds: arrays of its rows, bytes of its cells. */
#include <stdlib.h>
#include <string.h>

#include "inv/mem.h"
#include "table/groups.h"

struct inv_group_store {
    size_t cap, nnum;              /* rows, arrays of numbers */
    struct inv_buf key, carry, raw;
    bool packed;                   /* raw has a length in front and cells behind each row */
};

void inv_group_free(struct inv_group *g)
{
    struct inv_group_store *s = g->store;
    if (s) {
        for (size_t i = 0; g->num && i < s->nnum; i++)
            free(g->num[i]);
        inv_buf_free(&s->key);
        inv_buf_free(&s->carry);
        inv_buf_free(&s->raw);
    }
    free(s);
    free(g->key);
    free(g->carry);
    free(g->num);
    free(g->time);
    free(g->raw);
    *g = (struct inv_group){ 0 };
}

static enum inv_status shape(struct inv_group *g, const struct inv_group_spec *spec, struct inv_err *err)
{
    g->store = calloc(1, sizeof *g->store);
    g->key = calloc(spec->nkey + 1, sizeof *g->key);
    g->carry = calloc(spec->ncarry + 1, sizeof *g->carry);
    g->num = calloc(spec->nnum + 1, sizeof *g->num);
    if (g->store && g->key && g->carry && g->num) {
        g->store->nnum = spec->nnum;
        return INV_OK;
    }
    inv_group_free(g);
    return inv_err_set(err, INV_ENOMEM, "out of memory");
}

enum inv_status inv_group_begin(struct inv_group *g, const struct inv_group_spec *spec, struct inv_err *err)
{
    enum inv_status st = g->store ? INV_OK : shape(g, spec, err);
    if (st != INV_OK)
        return st;
    g->n = 0;
    g->file = g->latest_file = NULL;
    g->line = g->latest_line = 0;
    g->store->raw.n = 0;
    g->store->packed = spec->keep_cells;
    for (size_t i = 0; i < spec->ncarry; i++)
        g->carry[i] = (struct inv_cell){ "", 0 };
    return INV_OK;
}

/* All arrays have one capacity: each grows from the old one to the same new one. */
enum inv_status inv_group_room(struct inv_group *g, const struct inv_group_spec *spec, size_t n, struct inv_err *err)
{
    size_t cap = g->store->cap, grown = cap;
    if (n <= cap)
        return INV_OK;
    enum inv_status st = INV_OK;
    if (spec->time != INV_NO_COLUMN)
        st = INV_MEM_GROW(&g->time, &grown, n, err);
    for (size_t i = 0; st == INV_OK && i < spec->nnum; i++) {
        grown = cap;
        st = INV_MEM_GROW(&g->num[i], &grown, n, err);
    }
    if (st == INV_OK && inv_groups_keep(spec)) {
        grown = cap;
        st = INV_MEM_GROW(&g->raw, &grown, n, err);
    }
    if (st == INV_OK)
        g->store->cap = grown > cap ? grown : n;
    return st;
}

static enum inv_status keep_cells(struct inv_buf *b, struct inv_cell *to, const struct inv_cell *from, const size_t *col,
                                  size_t n, struct inv_err *err)
{
    size_t bytes = 1;
    for (size_t i = 0; i < n; i++)
        bytes += from[col ? col[i] : i].n;
    b->n = 0;
    enum inv_status st = inv_buf_reserve(b, bytes, err);
    for (size_t i = 0; st == INV_OK && i < n; i++) {
        struct inv_cell c = from[col ? col[i] : i];
        to[i] = (struct inv_cell){ b->s + b->n, c.n };
        if (c.n > 0)
            memcpy(b->s + b->n, c.s, c.n);
        b->n += c.n;
    }
    return st;
}

enum inv_status inv_group_keep_key(struct inv_group *g, const struct inv_cell *from, const size_t *col, size_t n, struct inv_err *err)
{
    return keep_cells(&g->store->key, g->key, from, col, n, err);
}

enum inv_status inv_group_keep_carry(struct inv_group *g, const struct inv_cell *from, const size_t *col, size_t n, struct inv_err *err)
{
    return keep_cells(&g->store->carry, g->carry, from, col, n, err);
}

enum inv_status inv_group_keep_raw(struct inv_group *g, size_t i, struct inv_cell raw, struct inv_err *err)
{
    g->raw[i].n = raw.n;
    return inv_buf_add(&g->store->raw, raw.s, raw.n, err);
}

void inv_group_end(struct inv_group *g)
{
    size_t at = 0;
    for (size_t i = 0; g->raw && i < g->n; i++) {
        g->raw[i].s = g->store->raw.n ? g->store->raw.s + at : "";
        at += g->raw[i].n;
        if (g->store->packed) {
            const char *s = g->raw[i].s;
            memcpy(&g->raw[i].n, s, sizeof g->raw[i].n);
            g->raw[i].s = s + sizeof g->raw[i].n;
        }
    }
}

void inv_group_cells(const struct inv_group *g, size_t i, struct inv_cell *cells)
{
    const char *end = i + 1 < g->n ? g->raw[i + 1].s - sizeof(size_t) : g->store->raw.s + g->store->raw.n;
    for (const char *s = g->raw[i].s + g->raw[i].n; s < end; cells++) {
        memcpy(&cells->n, s, sizeof cells->n);
        cells->s = s + sizeof cells->n;
        s = cells->s + cells->n;
    }
}

enum inv_status inv_group_none(struct inv_group *g, const struct inv_group_spec *spec, const struct inv_cell *key, struct inv_err *err)
{
    enum inv_status st = inv_group_begin(g, spec, err);
    return st == INV_OK ? inv_group_keep_key(g, key, NULL, spec->nkey, err) : st;
}
