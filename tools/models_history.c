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
    for (size_t i = 1; i < 3 && i < m->nnum; i++)
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

static enum inv_status values(const struct models *m, struct worker *wk, const struct inv_group *g, size_t row, size_t h,
                              bool blind, struct inv_err *err)
{
    const struct regressors *r = &m->regressors;
    struct regressors_key key = {
        .series = &m->series, .g = g, .grid = &wk->grid, .row = row, .index = wk->index, .num = 3,
        .first = wk->reg.first, .n = wk->reg.n, .h = h, .holes = m->o->fill == FILL_NA, .blind = blind
    };
    enum inv_status st = regressors_key(r, &key, &wk->values, err);
    for (size_t t = 0; t < wk->reg.n && st == INV_OK; t++)
        for (size_t j = 0; j < r->n; j++)
            if (!isfinite(wk->values.x[t * r->n + j]))
                wk->reg.y[t] = NAN;
    return st;
}

enum inv_status models_values(const struct models *m, struct worker *wk, const struct inv_group *g, size_t row, size_t h,
                              struct inv_err *err)
{
    const struct regressors *r = &m->regressors;
    bool by_table = r->future && h == 0 && m->o->horizon == 0;
    wk->values.h = h > 0 ? h : m->h;
    if (r->n == 0)
        return INV_OK;
    return values(m, wk, g, row, by_table ? 0 : wk->values.h, r->ncolumns > 0 && !r->future, err);
}

enum inv_status models_past(const struct models *m, struct worker *wk, const struct inv_group *g, struct inv_err *err)
{
    return m->regressors.n > 0 ? values(m, wk, g, JOIN_NONE, 0, true, err) : INV_OK;
}

void models_spec_values(const struct models *m, const struct worker *wk, size_t first, struct inv_forecast_spec *spec)
{
    int64_t season = (int64_t)m->m, at = (wk->reg.first + (int64_t)first) % season;
    spec->x = m->regressors.n > 0 ? wk->values.x + first * m->regressors.n : NULL;
    spec->phase = (size_t)(at < 0 ? at + season : at);
}

/* ---- regressors that are left out ------------------------------------------------------------- */

struct dropping { const struct regressors *r; uint64_t names; };

static void look(void *ctx, const struct inv_fact *fact)
{
    struct dropping *d = ctx;
    if (fact->kind != INV_FACT_COEFFICIENT || isfinite(fact->value))
        return;
    for (size_t i = 0; i < d->r->n; i++)
        if (strcmp(d->r->names.s[i], fact->name) == 0)
            d->names |= UINT64_C(1) << (i < 63 ? i : 63);
}

void models_dropped(const struct models *m, const struct inv_fit *fit, struct batch *b)
{
    struct dropping d = { &m->regressors, 0 };
    struct inv_facts facts = { look, &d };
    if (d.r->n == 0)
        return;
    if (fit->model->explain && fit->nx > 0)
        fit->model->explain(fit, &facts);
    for (size_t i = 0; i < fit->nparts; i++)
        if (fit->parts[i].model->explain && fit->parts[i].nx > 0)
            fit->parts[i].model->explain(&fit->parts[i], &facts);
    b->dropped += d.names != 0;
    b->dropped_names |= d.names;
}
