/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-safety from a demand history. */
#include "config.h"
#include "safety.h"

#include <math.h>
#include <stdlib.h>

#include "inv/keys.h"
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
    double *acf; size_t cap_acf;
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

/* What a key's history says of the demand over a lead time. */
struct said { struct history *h; double rho; };

/* As many lags as the longest lead time asks for and the history tells of. */
static enum inv_status correlations(struct history *h, double span, struct inv_correlation *c, struct inv_err *err)
{
    const struct inv_regular *r = &h->regular;
    c->n = (size_t)fmin(fmax(1, ceil(span)), (double)(r->n / 4 + 1));
    enum inv_status st = INV_MEM_GROW(&h->acf, &h->cap_acf, c->n, err);
    if (st == INV_OK)
        inv_ltd_acf(r->y, r->n, c->n, h->acf);
    c->acf = h->acf;
    return st;
}

static enum inv_status over(void *ctx, const struct inv_supply *supply, struct inv_ltd *ltd, struct inv_err *err)
{
    struct said *w = ctx;
    struct inv_correlation c = { .rho = w->rho };
    enum inv_status st = inv_ltd_history(supply, w->h->regular.y, w->h->regular.n, ltd, err);
    if (st == INV_OK && isnan(w->rho) && w->h->s->o->correlated)
        st = correlations(w->h, supply->lead_time + supply->review_period, &c, err);
    return st == INV_OK && (c.acf || !isnan(w->rho)) ? inv_ltd_correlate(supply, &c, ltd, err) : st;
}

/* Sums that were, or that might have been. */
static enum inv_status draw(struct history *h, const struct inv_group *g, struct demand *d, struct inv_err *err)
{
    const struct inv_regular *r = &h->regular;
    const struct safety_options *o = h->s->o;
    bool bootstrap = h->s->method == INV_SAFETY_BOOTSTRAP;
    if (!bootstrap && h->s->method != INV_SAFETY_EMPIRICAL && h->s->dist != INV_SAFETY_EMPIRICAL)
        return INV_OK;
    size_t most = bootstrap ? (size_t)o->draws + r->n : 2 * r->n;
    enum inv_status st = INV_MEM_GROW(&h->sums, &h->cap_sums, most, err);
    if (st != INV_OK)
        return st;
    d->sums = h->sums;
    if (!bootstrap) {
        d->nsums = inv_ltd_supply_sums(&d->supply, r->y, r->n, h->sums);
        return INV_OK;
    }
    uint64_t key = 0;
    for (size_t i = 0; i < h->out.nkey; i++)
        key = key * 0x9e3779b97f4a7c15u + inv_hash_bytes(g->key[i].s, g->key[i].n).lo;
    struct inv_rng rng;
    inv_rng_seed(&rng, (uint64_t)h->s->run->common.seed, key);
    d->nsums = (size_t)o->draws;
    return inv_ltd_bootstrap(&d->supply, r->y, r->n, (size_t)o->block, d->nsums, &rng, h->sums + d->nsums, h->sums,
                             err);
}

static enum inv_status moments(struct history *h, const struct inv_group *g, const struct inv_param_row *p,
                               struct demand *d, struct inv_err *err)
{
    const struct inv_regular *r = &h->regular;
    double n;
    struct said w = { .h = h };
    enum inv_status st = inv_param_get(p, INV_P_AUTOCORRELATION, &w.rho, err);
    if (st == INV_OK)
        st = safety_over_lead(h->s, p, d, over, &w, err);
    if (st == INV_OK)
        st = tool_periods_per_year(h->s->run, p, h->in.freq, &h->s->year_told, &n, err);
    if (st != INV_OK)
        return st;
    d->rho = isnan(w.rho) && h->s->o->correlated ? h->acf[0] : w.rho;
    d->annual = d->ltd.demand * n;
    d->whole = inv_ltd_whole(r->y, r->n);
    return draw(h, g, d, err);
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
        st = moments(h, g, &p, &d, err);
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
    if (st == INV_OK && s->o->by)
        reduce_keep(&h.out, s->class_in);
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
    free(h.acf);
    return st;
}
