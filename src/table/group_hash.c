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

/* One piece of memory a key: what a row needs of it lies together. */
struct key {
    struct key *next;              /* the one that came after it */
    struct block *head, *tail;
    size_t n;                      /* rows in all */
    uint32_t used, cap;            /* rows in the tail block */
    int64_t latest;
    uint64_t latest_line, line;
    const char *latest_file, *file;
    struct carried *carried;
    struct inv_cell cells[];       /* nkey of them, then their bytes */
};

struct inv_hashed {
    struct inv_arena arena;
    struct inv_index index;
    struct key *first, *newest;
    struct key *last;              /* the key of the row before */
    bool follows;                  /* and that was the one after the key before it */
    struct key *at;                /* the key that comes out next */
    size_t stride;                 /* words a row */
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
    free(h);
}

/* ---- keys ------------------------------------------------------------------------------- */

static bool same_key(const void *ctx, const void *thing)
{
    const struct inv_groups *gs = ctx;
    const struct key *k = thing;
    return inv_cells_are(gs->rec.cells, gs->spec->key, gs->spec->nkey, k->cells);
}

/* A key of gs->rec's cells, in a piece of its own. */
static struct key *make_key(struct inv_groups *gs)
{
    const struct inv_group_spec *spec = gs->spec;
    const struct inv_cell *cells = gs->rec.cells;
    size_t bytes = 0;
    for (size_t i = 0; i < spec->nkey; i++)
        bytes += cells[spec->key[i]].n;
    struct key *k = inv_arena_words(&gs->hashed->arena, sizeof *k + spec->nkey * sizeof k->cells[0] + bytes);
    if (!k)
        return NULL;
    *k = (struct key){ 0 };
    char *s = (char *)(k->cells + spec->nkey);
    for (size_t i = 0; i < spec->nkey; i++) {
        struct inv_cell c = cells[spec->key[i]];
        k->cells[i] = (struct inv_cell){ s, c.n };
        if (c.n > 0)
            memcpy(s, c.s, c.n);
        s += c.n;
    }
    return k;
}

static enum inv_status add_key(struct inv_groups *gs, uint64_t hash, struct key **out, struct inv_err *err)
{
    struct inv_hashed *h = gs->hashed;
    struct key *k = make_key(gs);
    if (!k)
        return no_memory(err);
    if (h->newest)
        h->newest->next = k;
    else
        h->first = k;
    h->newest = k;
    *out = k;
    return inv_index_add(&h->index, hash, k, err);
}

/* gs->rec's key, which is added where it is new. The one that may follow is
 * tried only where keys do follow: in any other order it would be a cache miss
 * for nothing. */
static enum inv_status find_key(struct inv_groups *gs, struct key **out, struct inv_err *err)
{
    struct inv_hashed *h = gs->hashed;
    *out = h->last;
    if (h->last && same_key(gs, h->last))
        return INV_OK;
    struct key *next = h->last && h->last->next ? h->last->next : h->first;
    *out = next;
    if (h->follows && same_key(gs, next))
        return INV_OK;
    uint64_t hash = inv_cells_hash(gs->rec.cells, gs->spec->key, gs->spec->nkey).lo;
    *out = inv_index_find(&h->index, hash, same_key, gs);
    h->follows = next && *out == next;
    return *out ? INV_OK : add_key(gs, hash, out, err);
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

static enum inv_status keep_raw(struct inv_groups *gs, union word *w, struct inv_err *err)
{
    struct inv_cell raw;
    enum inv_status st = inv_groups_raw(gs, &raw, err);
    if (st != INV_OK)
        return st;
    size_t *p = raw.n < SIZE_MAX / 2 ? inv_arena_words(&gs->hashed->arena, sizeof *p + raw.n) : NULL;
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
    enum inv_status st = inv_groups_keep(spec) ? keep_raw(gs, w, err) : INV_OK;
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
    h->stride = (gs->spec->time != INV_NO_COLUMN) + gs->spec->nnum + inv_groups_keep(gs->spec);
    for (;;) {
        enum inv_status st = inv_groups_fetch(gs, err);
        if (st == INV_END) {
            h->at = h->first;
            return INV_OK;
        }
        bool used = false;
        if (st == INV_OK)
            st = find_key(gs, &h->last, err);
        if (st == INV_OK)
            st = inv_groups_parse(gs, &used, err);
        if (used)
            st = append(gs, h->last, err);
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
            if (inv_groups_keep(spec)) {
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

static enum inv_status emit(const struct inv_groups *gs, const struct key *k, struct inv_group *g, struct inv_err *err)
{
    const struct inv_group_spec *spec = gs->spec;
    enum inv_status st = inv_group_begin(g, spec, err);
    if (st == INV_OK)
        st = inv_group_room(g, spec, k->n, err);
    if (st == INV_OK)
        st = inv_group_keep_key(g, k->cells, NULL, spec->nkey, err);
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

void inv_hashed_rewind(struct inv_hashed *h)
{
    h->at = h->first;
}

enum inv_status inv_groups_next_hashed(struct inv_groups *gs, struct inv_group *g, struct inv_err *err)
{
    enum inv_status st = gs->hashed ? INV_OK : read_all(gs, err);
    if (st != INV_OK)
        return st;
    struct inv_hashed *h = gs->hashed;
    while (h->at && h->at->n == 0)
        h->at = h->at->next;   /* every row of it was rejected */
    const struct key *k = h->at;
    if (!k)
        return INV_END;
    h->at = k->next;
    return emit(gs, k, g, err);
}
