/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Groups of an input in any order: the whole of it is read, each key has a
 * chain of blocks of rows.
 *
 * A row is a few words: its time, its numbers, the place of its bytes. Blocks
 * double from 4 rows to 64, so that a key of ten rows wastes two of them and a
 * key of a thousand a twentieth. Most tables are sorted by key or by date:
 * the key of the row before, then the key that came first after it, are tried
 * before the index.
 */
#include <stdlib.h>
#include <string.h>

#include "inv/mem.h"
#include "table/arena.h"
#include "table/cells.h"
#include "table/groups.h"
#include "table/index.h"

#define FIRST_BLOCK 4u
#define LAST_BLOCK 64u

union word { int64_t t; double x; const size_t *raw; };   /* raw: a length, then so many bytes */

struct block {
    struct block *next;
    union word rows[];             /* a block's rows, stride words each */
};

struct carried {
    size_t cap;                    /* bytes at s */
    char *s;
    struct inv_cell cells[];
};

struct key {
    struct block *head, *tail;
    size_t n;                      /* rows in all */
    uint32_t used, cap;            /* rows in the tail block */
    int64_t latest;
    uint64_t line, latest_line;
    const char *file, *latest_file;
    struct carried *carried;
};

struct inv_hashed {
    struct inv_arena arena;
    struct inv_index index;
    struct key *keys;
    struct inv_cell *cells;        /* nkey a key */
    size_t n, cap_keys, cap_cells;
    size_t stride;                 /* words a row */
    size_t last;                   /* the key of the row before */
    size_t at;                     /* the key that comes out next */
};

static enum inv_status no_memory(struct inv_err *err)
{
    return inv_err_set(err, INV_ENOMEM, "out of memory");
}

void inv_hashed_free(struct inv_hashed *h)
{
    if (!h)
        return;
    inv_arena_free(&h->arena);
    inv_index_free(&h->index);
    free(h->keys);
    free(h->cells);
    free(h);
}

/* ---- keys ------------------------------------------------------------------------------- */

static bool same_key(const void *ctx, size_t id)
{
    const struct inv_groups *gs = ctx;
    size_t nkey = gs->spec->nkey;
    return inv_cells_are(gs->rec.cells, gs->spec->key, nkey, gs->hashed->cells + id * nkey);
}

static enum inv_status add_key(struct inv_groups *gs, uint32_t hash, struct inv_err *err)
{
    struct inv_hashed *h = gs->hashed;
    size_t nkey = gs->spec->nkey;
    enum inv_status st = INV_MEM_GROW(&h->keys, &h->cap_keys, h->n + 1, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&h->cells, &h->cap_cells, (h->n + 1) * nkey, err);
    for (size_t i = 0; st == INV_OK && i < nkey; i++) {
        struct inv_cell c = inv_arena_copy(&h->arena, gs->rec.cells[gs->spec->key[i]]);
        h->cells[h->n * nkey + i] = c;
        if (!c.s)
            st = no_memory(err);
    }
    if (st == INV_OK)
        st = inv_index_add(&h->index, hash, h->n, err);
    if (st == INV_OK)
        h->keys[h->n++] = (struct key){ 0 };
    return st;
}

/* The number of gs->rec's key, which is added where it is new. */
static enum inv_status find_key(struct inv_groups *gs, size_t *id, struct inv_err *err)
{
    struct inv_hashed *h = gs->hashed;
    if (h->n > 0) {
        *id = h->last;
        if (same_key(gs, *id))
            return INV_OK;
        *id = h->last + 1 < h->n ? h->last + 1 : 0;
        if (same_key(gs, *id))
            return INV_OK;
    }
    uint32_t hash = (uint32_t)inv_cells_hash(gs->rec.cells, gs->spec->key, gs->spec->nkey).lo;
    *id = inv_index_find(&h->index, hash, same_key, gs);
    if (*id != INV_INDEX_NONE)
        return INV_OK;
    *id = h->n;
    return add_key(gs, hash, err);
}

/* ---- rows ------------------------------------------------------------------------------- */

/* Room for one more row of k. */
static union word *new_row(struct inv_hashed *h, struct key *k)
{
    if (k->used == k->cap) {
        uint32_t cap = k->cap == 0 ? FIRST_BLOCK : k->cap < LAST_BLOCK ? k->cap * 2 : LAST_BLOCK;
        struct block *b = inv_arena_words(&h->arena, sizeof *b + cap * h->stride * sizeof b->rows[0]);
        if (!b)
            return NULL;
        b->next = NULL;
        if (k->tail)
            k->tail->next = b;
        else
            k->head = b;
        k->tail = b;
        k->cap = cap;
        k->used = 0;
    }
    k->n++;
    return k->tail->rows + k->used++ * h->stride;
}

static enum inv_status keep_raw(struct inv_hashed *h, struct inv_cell raw, union word *w, struct inv_err *err)
{
    size_t *p = raw.n < SIZE_MAX / 2 ? inv_arena_words(&h->arena, sizeof *p + raw.n) : NULL;
    if (!p)
        return no_memory(err);
    *p = raw.n;
    if (raw.n > 0)
        memcpy(p + 1, raw.s, raw.n);
    w->raw = p;
    return INV_OK;
}

/* Room for the carried cells' bytes: twice what is needed, so that a cell that
 * keeps growing costs no more than it is long. */
static bool carry_room(struct inv_hashed *h, struct key *k, size_t ncarry, size_t bytes)
{
    if (!k->carried) {
        struct carried *c = inv_arena_words(&h->arena, sizeof *c + ncarry * sizeof c->cells[0]);
        if (!c)
            return false;
        *c = (struct carried){ 0, NULL };
        k->carried = c;
    }
    if (bytes > k->carried->cap) {
        size_t cap = k->carried->cap ? bytes * 2 : bytes;
        char *s = inv_arena_words(&h->arena, cap);
        if (!s)
            return false;
        k->carried->s = s;
        k->carried->cap = cap;
    }
    return true;
}

static enum inv_status keep_carry(struct inv_groups *gs, struct key *k, struct inv_err *err)
{
    const struct inv_group_spec *spec = gs->spec;
    const struct inv_cell *cells = gs->rec.cells;
    if (k->carried && inv_cells_are(cells, spec->carry, spec->ncarry, k->carried->cells))
        return INV_OK;
    size_t bytes = 1;
    for (size_t i = 0; i < spec->ncarry; i++)
        bytes += cells[spec->carry[i]].n;
    if (!carry_room(gs->hashed, k, spec->ncarry, bytes))
        return no_memory(err);
    char *s = k->carried->s;
    for (size_t i = 0; i < spec->ncarry; i++) {
        struct inv_cell c = cells[spec->carry[i]];
        k->carried->cells[i] = (struct inv_cell){ s, c.n };
        if (c.n > 0)
            memcpy(s, c.s, c.n);
        s += c.n;
    }
    return INV_OK;
}

static enum inv_status append(struct inv_groups *gs, struct key *k, struct inv_err *err)
{
    const struct inv_group_spec *spec = gs->spec;
    bool timed = spec->time != INV_NO_COLUMN;
    union word *w = new_row(gs->hashed, k);
    if (!w)
        return no_memory(err);
    if (timed)
        (w++)->t = gs->time;
    for (size_t i = 0; i < spec->nnum; i++)
        (w++)->x = gs->num[i];
    enum inv_status st = spec->keep_raw ? keep_raw(gs->hashed, gs->rec.raw, w, err) : INV_OK;
    if (k->n == 1) {
        k->file = gs->rec.file;
        k->line = gs->rec.line;
    }
    if (st != INV_OK || (timed && k->n > 1 && gs->time < k->latest))
        return st;
    k->latest = gs->time;
    k->latest_file = gs->rec.file;
    k->latest_line = gs->rec.line;
    return spec->ncarry > 0 ? keep_carry(gs, k, err) : INV_OK;
}

static enum inv_status read_all(struct inv_groups *gs, struct inv_err *err)
{
    struct inv_hashed *h = calloc(1, sizeof *h);
    if (!h)
        return no_memory(err);
    gs->hashed = h;
    h->stride = (gs->spec->time != INV_NO_COLUMN) + gs->spec->nnum + gs->spec->keep_raw;
    for (;;) {
        enum inv_status st = inv_groups_fetch(gs, err);
        if (st == INV_END)
            return INV_OK;
        bool used = false;
        if (st == INV_OK)
            st = find_key(gs, &h->last, err);
        if (st == INV_OK)
            st = inv_groups_parse(gs, &used, err);
        if (used)
            st = append(gs, &h->keys[h->last], err);
        if (st != INV_OK)
            return st;
    }
}

/* ---- out -------------------------------------------------------------------------------- */

static enum inv_status copy_rows(const struct inv_groups *gs, const struct key *k, struct inv_group *g, struct inv_err *err)
{
    const struct inv_group_spec *spec = gs->spec;
    uint32_t cap = FIRST_BLOCK;
    size_t i = 0;
    for (const struct block *b = k->head; b; b = b->next) {
        const union word *w = b->rows;
        for (uint32_t r = 0; r < cap && i < k->n; r++, i++) {
            if (spec->time != INV_NO_COLUMN)
                g->time[i] = (w++)->t;
            for (size_t c = 0; c < spec->nnum; c++)
                g->num[c][i] = (w++)->x;
            if (spec->keep_raw) {
                const size_t *raw = (w++)->raw;
                enum inv_status st = inv_group_keep_raw(g, i, (struct inv_cell){ (const char *)(raw + 1), *raw }, err);
                if (st != INV_OK)
                    return st;
            }
        }
        cap = cap < LAST_BLOCK ? cap * 2 : LAST_BLOCK;
    }
    g->n = i;
    return INV_OK;
}

static enum inv_status emit(const struct inv_groups *gs, size_t id, struct inv_group *g, struct inv_err *err)
{
    const struct inv_group_spec *spec = gs->spec;
    const struct key *k = &gs->hashed->keys[id];
    enum inv_status st = inv_group_begin(g, spec, err);
    if (st == INV_OK)
        st = inv_group_room(g, spec, k->n, err);
    if (st == INV_OK)
        st = inv_group_keep_key(g, gs->hashed->cells + id * spec->nkey, NULL, spec->nkey, err);
    if (st == INV_OK && k->carried)
        st = inv_group_keep_carry(g, k->carried->cells, NULL, spec->ncarry, err);
    if (st == INV_OK)
        st = copy_rows(gs, k, g, err);
    if (st != INV_OK)
        return st;
    g->file = k->file;
    g->line = k->line;
    g->latest_file = k->latest_file;
    g->latest_line = k->latest_line;
    inv_group_end(g);
    return INV_OK;
}

enum inv_status inv_groups_next_hashed(struct inv_groups *gs, struct inv_group *g, struct inv_err *err)
{
    enum inv_status st = gs->hashed ? INV_OK : read_all(gs, err);
    if (st != INV_OK)
        return st;
    struct inv_hashed *h = gs->hashed;
    while (h->at < h->n && h->keys[h->at].n == 0)
        h->at++;
    return h->at < h->n ? emit(gs, h->at++, g, err) : INV_END;
}
