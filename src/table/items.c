/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/items.h"

#include <stdlib.h>
#include <string.h>

#include "inv/mem.h"
#include "table/cells.h"

static enum inv_status no_memory(struct inv_err *err)
{
    return inv_err_set(err, INV_ENOMEM, "out of memory");
}

void inv_items_free(struct inv_items *items)
{
    if (!items)
        return;
    inv_arena_free(&items->arena);
    inv_index_free(&items->index);
    free(items->names);
    free(items->rows);
    free(items->key);
    free(items);
}

static enum inv_status keep_names(struct inv_items *items, const struct inv_input *in, struct inv_err *err)
{
    items->width = inv_input_width(in);
    items->names = calloc(items->width + 1, sizeof *items->names);
    if (!items->names)
        return no_memory(err);
    for (size_t i = 0; i < items->width; i++) {
        struct inv_cell name = inv_input_name(in, i);
        char *copy = inv_arena_words(&items->arena, name.n + 1);
        if (!copy)
            return no_memory(err);
        memcpy(copy, name.n ? name.s : "", name.n);
        copy[name.n] = '\0';
        items->names[i] = (struct inv_cell){ copy, name.n };
    }
    return INV_OK;
}

/* A cell that lies in the record's own bytes is found again in their copy. */
static struct inv_cell keep_cell(struct inv_items *items, struct inv_cell c, const struct inv_record *rec, struct inv_cell raw)
{
    uintptr_t from = (uintptr_t)rec->raw.s, at = (uintptr_t)c.s;
    if (c.n == 0)
        return (struct inv_cell){ "", 0 };
    if (at >= from && at - from <= rec->raw.n && c.n <= rec->raw.n - (at - from))
        return (struct inv_cell){ raw.s + (at - from), c.n };
    return inv_arena_copy(&items->arena, c);
}

static enum inv_status keep_row(struct inv_items *items, const struct inv_record *rec, struct inv_err *err)
{
    enum inv_status st = INV_MEM_GROW(&items->rows, &items->cap, items->n + 1, err);
    if (st != INV_OK)
        return st;
    struct inv_cell raw = inv_arena_copy(&items->arena, rec->raw);
    struct inv_cell *cells = inv_arena_words(&items->arena, items->width * sizeof *cells);
    if (!cells || !raw.s)
        return no_memory(err);
    for (size_t i = 0; i < items->width; i++) {
        cells[i] = keep_cell(items, rec->cells[i], rec, raw);
        if (!cells[i].s)
            return no_memory(err);
    }
    items->rows[items->n++] = (struct inv_item){ cells, raw, rec->line, rec->plain };
    return INV_OK;
}

static enum inv_status keep_rows(struct inv_items *items, struct inv_input *in, inv_items_reject *reject, void *ctx,
                                 struct inv_err *err)
{
    for (;;) {
        struct inv_record rec;
        enum inv_status st = inv_input_next(in, &rec, err);
        if (st == INV_END)
            return INV_OK;
        if (st == INV_OK)
            st = keep_row(items, &rec, err);
        else if (st == INV_EROW && reject)
            st = reject(ctx, &rec, err);
        if (st != INV_OK)
            return st;
    }
}

enum inv_status inv_items_alloc(struct inv_items **out, const char *path, const struct inv_format *format,
                                inv_items_reject *reject, void *ctx, struct inv_err *err)
{
    struct inv_items *items = calloc(1, sizeof *items);
    *out = NULL;
    if (!items)
        return no_memory(err);
    items->file = path;
    struct inv_input *in = NULL;
    enum inv_status st = inv_input_open(&in, &path, 1, format, true, err);
    if (st == INV_OK) {
        st = keep_names(items, in, err);
        if (st == INV_OK)
            st = keep_rows(items, in, reject, ctx, err);
        inv_input_close(in);
    }
    if (st == INV_OK)
        *out = items;
    else
        inv_items_free(items);
    return st;
}

size_t inv_items_find(const struct inv_items *items, const char *name)
{
    size_t n = strlen(name);
    for (size_t i = 0; i < items->width; i++)
        if (items->names[i].n == n && memcmp(items->names[i].s, name, n) == 0)
            return i;
    return INV_NO_COLUMN;
}

/* A key looked for: columns col of cells, against the rows' own key columns. */
struct wanted {
    const struct inv_items *items;
    const struct inv_cell *cells;
    const size_t *col;
};

static bool same_key(const void *ctx, const void *thing)
{
    const struct wanted *w = ctx;
    const struct inv_item *row = thing;
    for (size_t i = 0; i < w->items->nkey; i++)
        if (!inv_cell_same(w->cells[w->col[i]], row->cells[w->items->key[i]]))
            return false;
    return true;
}

static struct inv_item *find_row(const struct inv_items *items, const struct inv_cell *cells, const size_t *col, uint64_t *hash)
{
    struct wanted w = { items, cells, col };
    *hash = inv_cells_hash(cells, col, items->nkey).lo;
    return inv_index_find(&items->index, *hash, same_key, &w);
}

const struct inv_item *inv_items_join(const struct inv_items *items, const struct inv_cell *cells, const size_t *col)
{
    uint64_t hash;
    return find_row(items, cells, col, &hash);
}

/* Tells of a row whose key an earlier one has. */
static enum inv_status twice(const struct inv_items *items, const struct inv_item *row, const struct inv_item *first,
                             inv_items_reject *reject, void *ctx, struct inv_err *err)
{
    struct inv_record rec = { row->cells, items->width, items->file, row->line, row->raw, row->plain, false };
    struct inv_err why;
    inv_err_set(&why, INV_EROW, "the key is there already, at line %llu", (unsigned long long)first->line);
    inv_err_at(&why, items->file, row->line);
    inv_err_column(&why, items->names[items->key[0]].s, items->names[items->key[0]].n);
    inv_cells_name(&why, row->cells, items->key, items->nkey);
    if (reject)
        return reject(ctx, &rec, &why);
    if (err)
        *err = why;
    return INV_EROW;
}

enum inv_status inv_items_index(struct inv_items *items, const size_t *key, size_t nkey,
                                inv_items_reject *reject, void *ctx, struct inv_err *err)
{
    size_t *copy = malloc((nkey + 1) * sizeof *copy);
    if (!copy)
        return no_memory(err);
    memcpy(copy, key, nkey * sizeof *copy);
    free(items->key);
    items->key = copy;
    items->nkey = nkey;
    inv_index_free(&items->index);
    for (size_t i = 0; i < items->n; i++) {
        struct inv_item *row = &items->rows[i];
        uint64_t hash;
        const struct inv_item *first = find_row(items, row->cells, items->key, &hash);
        enum inv_status st = first ? twice(items, row, first, reject, ctx, err) : inv_index_add(&items->index, hash, row, err);
        if (st != INV_OK)
            return st;
    }
    return INV_OK;
}
