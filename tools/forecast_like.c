/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-forecast --like: items that are new start from old ones. */
#include "config.h"
#include "forecast.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/keys.h"
#include "inv/like.h"
#include "inv/mem.h"

enum { FEW = 8, WORTH = 4 };    /* own periods that are few (or a season); periods that the guess counts as much as */

/* An old item's periods. */
struct old { size_t at, n; int64_t first; struct inv_grid grid; };

struct like {
    struct join *rows;
    size_t like, factor;        /* columns */
    size_t replaced;            /* the key column that `like` names another item of */
    bool whole_key;             /* the file has all key columns */
    struct inv_keys *names;     /* of old items */
    struct inv_keys *keys;      /* of those found */
    struct old *old; size_t cap_old;
    double *y; size_t ny, cap_y;
    struct inv_buf key;
    bool *asked; size_t rest;   /* rows of the file */
    uint64_t lost;              /* items whose old one has no rows */
};

void like_close(struct forecaster *f)
{
    struct like *l = f->like;
    if (!l)
        return;
    join_free(l->rows);
    inv_keys_free(l->names);
    inv_keys_free(l->keys);
    inv_buf_free(&l->key);
    free(l->old);
    free(l->y);
    free(l->asked);
    free(l);
    f->like = NULL;
}

/* ---- opening ---------------------------------------------------------------------------------- */

static enum inv_status check_options(const struct forecaster *f, struct inv_err *err)
{
    const struct forecast_options *o = f->o;
    const char *other = o->load ? "load-model" : o->models.regressors ? "regressors" : o->models.holidays ? "holidays"
        : o->models.calendar ? "calendar" : f->run->common.sorted ? "sorted" : NULL;
    return other ? inv_err_set(err, INV_EUSAGE, "--like and --%s contradict each other", other) : INV_OK;
}

static enum inv_status find_columns(struct forecaster *f, struct like *l, struct inv_err *err)
{
    size_t shared = 0;
    enum inv_status st = join_need(l->rows, "like", &l->like, err);
    if (st != INV_OK)
        return st;
    l->factor = join_column(l->rows, "factor");
    l->replaced = f->run->keys.n;
    for (size_t i = f->run->keys.n; i-- > 0; )
        if (join_column(l->rows, f->run->keys.s[i]) != INV_NO_COLUMN) {
            l->replaced = i;
            shared++;
        }
    l->whole_key = shared == f->run->keys.n;
    return INV_OK;
}

static enum inv_status read_names(struct like *l, struct inv_err *err)
{
    enum inv_status st = inv_keys_alloc(&l->names, err);
    for (size_t i = 0; i < join_count(l->rows) && st == INV_OK; i++) {
        struct inv_cell c = join_cell(l->rows, i, l->like);
        size_t id;
        bool fresh;
        st = inv_keys_add(l->names, c.s, c.n, &id, &fresh, err);
    }
    l->asked = calloc(join_count(l->rows) + 1, sizeof *l->asked);
    return st == INV_OK && !l->asked ? inv_err_set(err, INV_ENOMEM, "out of memory") : st;
}

/* Before the series are opened. */
enum inv_status like_open(struct forecaster *f, struct inv_err *err)
{
    if (!f->o->like)
        return INV_OK;
    enum inv_status st = check_options(f, err);
    struct like *l = f->like = st == INV_OK ? calloc(1, sizeof *l) : NULL;
    if (!l)
        return st == INV_OK ? inv_err_set(err, INV_ENOMEM, "out of memory") : st;
    st = inv_keys_alloc(&l->keys, err);
    if (st == INV_OK)
        st = join_load(f->run, f->o->like, &l->rows, err);
    if (st == INV_OK)
        st = find_columns(f, l, err);
    return st == INV_OK ? read_names(l, err) : st;
}

/* The bytes of a key, each cell's length in front, with `like` in its place. */
static enum inv_status key_bytes(const struct forecaster *f, const struct inv_cell *key, const struct inv_cell *like, struct inv_err *err)
{
    struct like *l = f->like;
    enum inv_status st = INV_OK;
    l->key.n = 0;
    for (size_t i = 0; i < f->run->keys.n && st == INV_OK; i++) {
        struct inv_cell c = like && i == l->replaced ? *like : key[i];
        st = inv_buf_add(&l->key, (const char *)&c.n, sizeof c.n, err);
        if (st == INV_OK)
            st = inv_buf_add(&l->key, c.s, c.n, err);
    }
    return st;
}

static enum inv_status keep(struct forecaster *f, const struct worker *wk, const struct inv_group *g, struct inv_err *err)
{
    struct like *l = f->like;
    size_t id;
    bool fresh;
    enum inv_status st = key_bytes(f, g->key, NULL, err);
    if (st == INV_OK)
        st = inv_keys_add(l->keys, l->key.s, l->key.n, &id, &fresh, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&l->old, &l->cap_old, id + 1, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&l->y, &l->cap_y, l->ny + wk->reg.n + 1, err);
    if (st != INV_OK)
        return st;
    l->old[id] = (struct old){ l->ny, wk->reg.n, wk->reg.first, wk->grid };
    memcpy(l->y + l->ny, wk->reg.y, wk->reg.n * sizeof *l->y);
    l->ny += wk->reg.n;
    return INV_OK;
}

/* Once over all keys: the histories of the old ones are kept. A key that cannot be used is
 * told when its turn comes. */
enum inv_status like_read(struct forecaster *f, struct inv_err *err)
{
    struct worker wk = { 0 };
    struct inv_group g = { 0 };
    enum inv_status st = INV_OK;
    uint64_t doubled = 0;
    while (f->like && st == INV_OK) {
        size_t id;
        st = series_next(&f->models.series, &g, err);
        if (st != INV_OK || !inv_keys_find(f->like->names, g.key[f->like->replaced].s, g.key[f->like->replaced].n, &id))
            continue;
        st = models_history(&f->models, &wk, &g, &doubled, err);
        st = st == INV_OK ? keep(f, &wk, &g, err) : st == INV_EROW ? INV_OK : st;
    }
    if (f->like)
        series_rewind(&f->models.series);
    inv_regular_free(&wk.reg);
    inv_group_free(&g);
    free(wk.index);
    return st == INV_END ? INV_OK : st;
}

/* ---- keys, under the lock ------------------------------------------------------------------------- */

/* The number of a key's old item and its factor; JOIN_NONE where it has none. models.cells has the key's cells. */
enum inv_status like_find(struct forecaster *f, const struct inv_group *g, size_t *old, double *factor, struct inv_err *err)
{
    struct like *l = f->like;
    size_t row = l ? join_find(l->rows, f->models.cells) : JOIN_NONE;
    *old = JOIN_NONE;
    *factor = 1;
    if (row == JOIN_NONE)
        return INV_OK;
    for (size_t i = row; i != JOIN_NONE; i = join_next(l->rows, i))
        l->asked[i] = true;
    struct inv_cell name = join_cell(l->rows, row, l->like);
    enum inv_status st = key_bytes(f, g->key, &name, err);
    if (st == INV_OK && l->factor != INV_NO_COLUMN)
        st = join_number(l->rows, row, l->factor, factor, err);
    *factor = isnan(*factor) ? 1 : *factor;
    if (st == INV_OK && *factor < 0) {
        inv_err_set(err, INV_EROW, "%g is below 0", *factor);
        inv_err_column(err, "factor", 6);
        return inv_err_at(err, join_file(l->rows), join_line(l->rows, row));
    }
    if (st != INV_OK || inv_keys_find(l->keys, l->key.s, l->key.n, old))
        return st;
    *old = JOIN_NONE;
    if (g->n > 0) {
        l->lost++;
        return INV_OK;
    }
    inv_err_set(err, INV_EROW, "the item that it is like has no rows");
    return inv_err_at(err, join_file(l->rows), join_line(l->rows, row));
}

/* The next new item without rows of its own. */
enum inv_status like_more(struct forecaster *f, struct inv_cell *key)
{
    struct like *l = f->like;
    size_t n = l && l->whole_key ? join_count(l->rows) : 0;
    while (l && l->rest < n && l->asked[l->rest])
        l->rest++;
    if (!l || l->rest >= n)
        return INV_END;
    for (size_t i = 0; i < f->run->keys.n; i++)
        key[i] = join_cell(l->rows, l->rest, join_column(l->rows, f->run->keys.s[i]));
    return INV_OK;              /* like_find marks it, and all rows of its key */
}

void like_note(const struct forecaster *f)
{
    if (f->like && f->like->lost > 0)
        tool_note(f->run, "new items whose like item has no rows: %llu", (unsigned long long)f->like->lost);
}

/* ---- a key, in parallel --------------------------------------------------------------------------- */

static size_t known(const struct inv_regular *r)
{
    size_t n = 0;
    for (size_t t = 0; t < r->n; t++)
        n += isfinite(r->y[t]) != 0;
    return n;
}

/* In front of the key's own values, which stand in wk->reg (none for an item without rows), come the old
 * item's; wk->reg is then the whole. */
enum inv_status like_history(const struct forecaster *f, struct worker *wk, size_t item, double factor, struct inv_err *err)
{
    const struct old *old = &f->like->old[item];
    struct inv_like how = { factor, WORTH };
    size_t season = f->models.m > FEW ? f->models.m : FEW;
    int64_t at = wk->reg.n > 0 ? wk->reg.first - old->first : (int64_t)old->n;
    if (wk->reg.n == 0)
        wk->grid = old->grid;
    if (at < 0 || known(&wk->reg) >= season)
        return INV_OK;          /* old enough to go by itself */
    size_t n = (size_t)at + wk->reg.n;
    enum inv_status st = INV_MEM_GROW(&wk->path, &wk->cap_path, n, err);
    if (st != INV_OK)
        return st;
    inv_like_history(&how, season, f->like->y + old->at, old->n, (size_t)at, wk->reg.y, wk->reg.n, wk->path);
    st = inv_regular_fill(&wk->reg, INV_AGG_SUM, INV_RETURNS_KEEP, old->first, old->first + (int64_t)n - 1, NULL, NULL, NULL, 0, err);
    if (st == INV_OK)
        memcpy(wk->reg.y, wk->path, n * sizeof *wk->reg.y);
    return st;
}
