/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-safety from a demand history. */
#include "config.h"
#include "safety.h"

#include <math.h>
#include <stdlib.h>

#include "inv/mem.h"
#include "inv/regular.h"
#include "reduce.h"
#include "series.h"
#include "year.h"

enum { N_VALUE, N_STOCKOUT, N_COUNT };

struct history {
    struct safety *s;
    struct reduce out;
    struct series in;
    struct inv_grid grid;
    struct inv_regular regular;
    int64_t *index; size_t cap_index;
    double *sums; size_t cap_sums;
};

/* Without --as-of a series ends at its own last row; with it, at the last
 * period that it completes. */
static enum inv_status span(struct history *h, const struct inv_group *g, int64_t *first, int64_t *last, struct inv_err *err)
{
    inv_regular_range(h->index, g->n, first, last);
    if (!h->in.as_of_given)
        return INV_OK;
    *last = inv_grid_index(&h->grid, h->in.end - 1);
    if (inv_grid_end(&h->grid, *last) > h->in.end)
        (*last)--;
    return *last >= *first ? INV_OK : inv_err_set(err, INV_EROW, "no history up to --as-of");
}

/* The rows as one value a period; NAN where it is missing, or could not be met. */
static enum inv_status lay(struct history *h, const struct inv_group *g, int64_t *last, struct inv_err *err)
{
    int64_t first;
    enum inv_status st = series_grid(&h->in, g, h->in.has, &h->grid, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&h->index, &h->cap_index, g->n, err);
    if (st != INV_OK)
        return st;
    for (size_t i = 0; i < g->n; i++)
        h->index[i] = inv_grid_index(&h->grid, g->time[i]);
    st = span(h, g, &first, last, err);
    if (st == INV_OK)
        st = inv_regular_fill(&h->regular, INV_AGG_SUM, INV_RETURNS_KEEP, first, *last, h->index, g->time, g->num[N_VALUE],
                              g->n, err);
    if (st != INV_OK)
        return st;
    struct inv_regular *r = &h->regular;
    inv_regular_mark(r, h->index, g->num[N_STOCKOUT], g->n);
    for (size_t t = 0; t < r->n; t++)
        if (r->stockout[t])
            r->y[t] = NAN;
        else if (r->rows[t] == 0 && h->s->o->fill == FILL_ZERO)
            r->y[t] = 0;
    return INV_OK;
}

static enum inv_status moments(struct history *h, const struct inv_param_row *p, struct demand *d, struct inv_err *err)
{
    const struct inv_regular *r = &h->regular;
    double n;
    enum inv_status st = safety_supply(p, true, &d->supply, err);
    if (st == INV_OK)
        st = inv_ltd_history(&d->supply, r->y, r->n, &d->ltd, err);
    if (st == INV_OK)
        st = tool_periods_per_year(h->s->run, p, h->in.freq, &h->s->year_told, &n, err);
    if (st != INV_OK)
        return st;
    d->annual = d->ltd.demand * n;
    d->whole = inv_ltd_whole(r->y, r->n);
    if (h->s->method != INV_SAFETY_EMPIRICAL && h->s->dist != INV_SAFETY_EMPIRICAL)
        return INV_OK;
    st = INV_MEM_GROW(&h->sums, &h->cap_sums, 2 * r->n, err);
    d->sums = h->sums;
    d->nsums = st == INV_OK ? inv_ltd_supply_sums(&d->supply, r->y, r->n, h->sums) : 0;
    return st;
}

static enum inv_status one_key(struct history *h, const struct inv_group *g, struct inv_err *err)
{
    struct inv_param_row p;
    struct demand d = { 0 };
    char text[INV_TIME_MAX + 1];
    int64_t last = 0;
    reduce_join(&h->out, g, &p);
    p.days_per_period = inv_freq_days(h->in.freq);
    enum inv_status st = lay(h, g, &last, err);
    if (st == INV_OK)
        st = moments(h, &p, &d, err);
    if (st == INV_OK) {
        d.freq = value_text(inv_freq_name(h->in.freq));
        d.as_of = value_text(series_text(&h->in, inv_grid_time(&h->grid, last), text));
        st = safety_solve(h->s, &p, h->in.freq, &d, h->out.values, err);
    }
    if (st == INV_OK)
        return reduce_write(&h->out, &p, err);
    if (st != INV_EROW && st != INV_EARG)
        return st;
    err->status = INV_EROW;
    if (!err->file)
        series_where(&h->in, g, err);
    return tool_reject_group(h->s->run, g, err);
}

static enum inv_status all_keys(struct history *h, struct inv_err *err)
{
    struct inv_group g = { 0 };
    enum inv_status st;
    while ((st = series_next(&h->in, &g, err)) == INV_OK) {
        st = one_key(h, &g, err);
        if (st != INV_OK)
            break;
        tool_progress(h->s->run);
    }
    inv_group_free(&g);
    return st == INV_END ? reduce_flush(&h->out, err) : st;
}

enum inv_status safety_from_history(struct safety *s, struct inv_err *err)
{
    struct history h = { .s = s };
    size_t num[N_COUNT];
    enum inv_status st = reduce_open(&h.out, s->run, NULL, err);
    if (st == INV_OK)
        st = inv_input_need(s->run->in, s->run->common.value, &num[N_VALUE], err);
    num[N_STOCKOUT] = inv_input_find(s->run->in, "stockout");
    struct series_spec spec = { .num = num, .nnum = N_COUNT, .carry = h.out.carry, .ncarry = h.out.ncarry };
    if (st == INV_OK)
        st = series_open(&h.in, s->run, &spec, err);
    if (st == INV_OK)
        st = reduce_header(&h.out, s->columns, s->ncolumns, err);
    if (st == INV_OK)
        st = all_keys(&h, err);
    series_close(&h.in);
    reduce_close(&h.out);
    inv_regular_free(&h.regular);
    free(h.index);
    free(h.sums);
    return st;
}
