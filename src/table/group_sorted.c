/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Groups of a sorted input: one at a time, and a hash of each key gone by.
 *
 * The row that opens the next group stays in the reader, whose cells live until
 * its next call: no row is copied whole.
 */
#include <string.h>

#include "table/cells.h"
#include "table/groups.h"

static enum inv_status comes_back(const struct inv_groups *gs, struct inv_err *err)
{
    struct inv_err key = { 0 };
    inv_cells_name(&key, gs->rec.cells, gs->spec->key, gs->spec->nkey);
    inv_err_set(err, INV_EUSAGE, "key %s comes back: the input is not sorted by key; leave out --sorted", key.key);
    inv_err_at(err, gs->rec.file, gs->rec.line);
    if (err)
        memcpy(err->key, key.key, sizeof key.key);
    return INV_EUSAGE;
}

/* Opens a group for gs->rec's key. */
static enum inv_status begin(struct inv_groups *gs, struct inv_group *g, struct inv_err *err)
{
    const struct inv_group_spec *spec = gs->spec;
    enum inv_status st = inv_group_begin(g, spec, err);
    if (st == INV_OK)
        st = inv_group_keep_key(g, gs->rec.cells, spec->key, spec->nkey, err);
    if (st == INV_OK && !gs->seen)
        st = inv_seen_alloc(&gs->seen, err);
    bool fresh = true;
    if (st == INV_OK && spec->nkey > 0)
        st = inv_seen_add(gs->seen, inv_cells_hash(gs->rec.cells, spec->key, spec->nkey), &fresh, err);
    return st == INV_OK && !fresh ? comes_back(gs, err) : st;
}

/* The row at hand is the latest yet: its carried cells are copied where they changed. */
static enum inv_status keep_latest(struct inv_groups *gs, struct inv_group *g, struct inv_err *err)
{
    const struct inv_group_spec *spec = gs->spec;
    g->latest_file = gs->rec.file;
    g->latest_line = gs->rec.line;
    if (spec->ncarry == 0 || inv_cells_are(gs->rec.cells, spec->carry, spec->ncarry, g->carry))
        return INV_OK;
    return inv_group_keep_carry(g, gs->rec.cells, spec->carry, spec->ncarry, err);
}

/* Appends the row at hand; *latest is the latest time yet. */
static enum inv_status append(struct inv_groups *gs, struct inv_group *g, int64_t *latest, struct inv_err *err)
{
    const struct inv_group_spec *spec = gs->spec;
    bool used;
    enum inv_status st = inv_groups_parse(gs, &used, err);
    if (st != INV_OK || !used)
        return st;
    size_t i = g->n;
    st = inv_group_room(g, spec, i + 1, err);
    struct inv_cell raw;
    if (st == INV_OK && inv_groups_keep(spec))
        st = inv_groups_raw(gs, &raw, err);
    if (st == INV_OK && inv_groups_keep(spec))
        st = inv_group_keep_raw(g, i, raw, err);
    if (st != INV_OK)
        return st;
    bool timed = spec->time != INV_NO_COLUMN;
    if (timed)
        g->time[i] = gs->time;
    for (size_t k = 0; k < spec->nnum; k++)
        g->num[k][i] = gs->num[k];
    if (i == 0) {
        g->file = gs->rec.file;
        g->line = gs->rec.line;
    }
    g->n++;
    if (timed && i > 0 && gs->time < *latest)
        return INV_OK;
    *latest = gs->time;
    return keep_latest(gs, g, err);
}

/* All rows of the key that gs->rec has; gs->rec is then the next key's first. */
static enum inv_status collect(struct inv_groups *gs, struct inv_group *g, struct inv_err *err)
{
    int64_t latest = 0;
    for (;;) {
        enum inv_status st = append(gs, g, &latest, err);
        if (st == INV_OK)
            st = inv_groups_fetch(gs, err);
        if (st == INV_END)
            gs->ended = true;
        if (st == INV_OK && inv_cells_are(gs->rec.cells, gs->spec->key, gs->spec->nkey, g->key))
            continue;
        gs->pending = st == INV_OK;
        return st == INV_END ? INV_OK : st;
    }
}

enum inv_status inv_groups_next_sorted(struct inv_groups *gs, struct inv_group *g, struct inv_err *err)
{
    for (;;) {
        if (gs->ended)
            return INV_END;
        enum inv_status st = gs->pending ? INV_OK : inv_groups_fetch(gs, err);
        gs->pending = false;
        if (st == INV_END)
            gs->ended = true;
        if (st == INV_OK)
            st = begin(gs, g, err);
        if (st == INV_OK)
            st = collect(gs, g, err);
        if (st != INV_OK)
            return st;
        if (g->n == 0)
            continue;   /* every row of it was rejected */
        inv_group_end(g);
        return INV_OK;
    }
}
