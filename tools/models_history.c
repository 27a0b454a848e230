/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a key's rows to its series. */
#include "config.h"
#include "models.h"

#include <math.h>
#include <string.h>

#include "inv/mem.h"

/* The last period that --as-of completes. One that has a row is over when its
 * label is; one without is not continued before the next one begins, or else a
 * month labelled by its first day would be without demand from that day on. */
int64_t models_last(const struct models *m, const struct inv_grid *g, int64_t last_row)
{
    if (!m->series.as_of_given)
        return last_row;
    int64_t end = m->series.end, last = inv_grid_index(g, end - 1);
    if (inv_grid_end(g, last) > end)
        last--;
    bool over = last_row >= last || !inv_grid_starts(g) || inv_grid_time(g, last + 1) <= end;
    return over ? last : last - 1;
}

/* Periods of the rows; the last one of the series. Rows after --as-of do not count. */
static enum inv_status periods(const struct models *m, struct worker *wk, const struct inv_group *g,
                               int64_t *first, int64_t *last, struct inv_err *err)
{
    enum inv_status st = series_grid(&m->series, g, m->own, &wk->grid, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&wk->index, &wk->cap_index, g->n, err);
    if (st != INV_OK)
        return st;
    for (size_t i = 0; i < g->n; i++)
        wk->index[i] = inv_grid_index(&wk->grid, g->time[i]);
    inv_regular_range(wk->index, g->n, first, last);
    if (!m->series.as_of_given)
        return INV_OK;
    *last = models_last(m, &wk->grid, *last);
    if (*last >= *first)
        return INV_OK;
    inv_err_set(err, INV_EROW, "no complete period before --as-of");
    return series_where(&m->series, g, err);
}

enum inv_status models_periods(const struct models *m, struct worker *wk, const struct inv_group *g, int64_t first, int64_t last,
                               uint64_t *doubled, struct inv_err *err)
{
    enum inv_status st = inv_regular_fill(&wk->reg, INV_AGG_SUM, INV_RETURNS_KEEP, first, last, wk->index, g->time, g->num[0],
                                          g->n, err);
    if (st == INV_EROW)
        series_where(&m->series, g, err);
    if (st != INV_OK)
        return st;
    for (size_t i = 1; i < m->nnum; i++)
        inv_regular_mark(&wk->reg, wk->index, g->num[i], g->n);
    for (size_t i = 0; i < wk->reg.n; i++) {
        *doubled += wk->reg.rows[i] > 1;
        if (wk->reg.rows[i] == 0)
            wk->reg.y[i] = m->o->fill == FILL_ZERO ? 0 : NAN;
        if (wk->reg.stockout[i])
            wk->reg.y[i] = NAN;                /* sold less than was wanted, nobody knows how much less; or left out */
    }
    return INV_OK;
}

enum inv_status models_history(const struct models *m, struct worker *wk, const struct inv_group *g, uint64_t *doubled,
                               struct inv_err *err)
{
    int64_t first, last;
    enum inv_status st = periods(m, wk, g, &first, &last, err);
    return st == INV_OK ? models_periods(m, wk, g, first, last, doubled, err) : st;
}
