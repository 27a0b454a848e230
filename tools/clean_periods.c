/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-clean: a key's rows to its periods. */
#include "config.h"
#include "clean.h"

#include "inv/mem.h"

#define OUTSIDE INT64_MIN      /* period number of a row that does not count */

/* Rows before --from, after --to or after --as-of do not count. */
static void leave_out(struct clean *c, const struct inv_group *g)
{
    bool late_rows = c->series.as_of_given;
    if (!c->has_from && !c->bounded)
        return;
    for (size_t i = 0; i < g->n; i++) {
        int64_t t = g->time[i];
        if ((c->has_from && t < c->from) || (c->bounded && t >= c->until))
            c->index[i] = OUTSIDE;
        if (late_rows && t >= c->series.end)
            c->remarks.later++;
    }
}

static bool find_range(const int64_t *index, size_t n, int64_t *least, int64_t *greatest)
{
    int64_t lo = INT64_MAX, hi = OUTSIDE;
    for (size_t i = 0; i < n; i++) {
        hi = index[i] > hi ? index[i] : hi;
        lo = index[i] < lo && index[i] != OUTSIDE ? index[i] : lo;
    }
    *least = lo;
    *greatest = hi;
    return hi != OUTSIDE;
}

/* A period that began before --from is only a part of one. */
static int64_t first_period(struct clean *c, int64_t least)
{
    if (!c->has_from || c->grid.own || c->o->partial == KEEP || inv_grid_time(&c->grid, least) >= c->from)
        return least;
    struct remarks *r = &c->remarks;
    r->partial_first = inv_grid_time(&c->grid, least);
    r->has_partial_first = true;
    return least + 1;
}

/* The key's own last period, or that of --as-of; and the one before where it
 * is not complete. */
static int64_t last_period(struct clean *c, int64_t greatest)
{
    int64_t last = greatest;
    if (!c->bounded)
        return last;
    if (c->common)
        last = inv_grid_index(&c->grid, c->until - 1);
    if (c->o->partial == KEEP || inv_grid_end(&c->grid, last) <= c->until)
        return last;
    struct remarks *r = &c->remarks;
    int64_t label = inv_grid_time(&c->grid, last);
    r->partial = !r->has_partial || label > r->partial ? label : r->partial;
    r->has_partial = true;
    return last - 1;
}

/* What was sold in a stock-out is kept in qty_raw by an earlier run. */
static void take_raw(struct clean *c, const struct inv_group *g)
{
    if (c->num[N_RAW] == INV_NO_COLUMN || c->num[N_STOCKOUT] == INV_NO_COLUMN)
        return;
    for (size_t i = 0; i < g->n; i++)
        if (g->num[N_STOCKOUT][i] > 0 && g->num[N_VALUE][i] != g->num[N_VALUE][i])
            g->num[N_VALUE][i] = g->num[N_RAW][i];
}

enum inv_status clean_periods(struct clean *c, const struct inv_group *g, struct inv_err *err)
{
    enum inv_status st = series_grid(&c->series, g, c->own, &c->grid, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&c->index, &c->cap_index, g->n, err);
    if (st != INV_OK)
        return st;
    inv_grid_indices(&c->grid, g->time, g->n, c->index);
    leave_out(c, g);
    take_raw(c, g);
    int64_t least, greatest;
    if (!find_range(c->index, g->n, &least, &greatest))
        return INV_END;
    int64_t first = first_period(c, least), last = last_period(c, greatest);
    if (last < first)
        return INV_END;
    st = inv_regular_fill(&c->reg, (enum inv_agg)c->o->agg, (enum inv_returns)c->o->returns, first, last,
                          c->index, g->time, g->num[N_VALUE], g->n, err);
    if (st == INV_OK && c->stockouts)
        st = clean_mark_stockouts(c, g, err);
    if (st == INV_OK && c->o->returns == INV_RETURNS_NET && c->o->agg == INV_AGG_SUM)
        st = inv_regular_net(&c->reg, err);
    if (st == INV_OK && c->o->leading == DROP)
        inv_regular_cut_leading(&c->reg);
    return st == INV_EROW ? series_where(&c->series, g, err) : st;
}
