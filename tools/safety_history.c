/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-safety from a demand history. */
#include "config.h"
#include "safety.h"

#include <math.h>
#include <stdlib.h>

#include "inv/keys.h"
#include "inv/mem.h"
#include "past.h"
#include "reduce.h"
#include "series.h"
#include "year.h"

enum { N_VALUE, N_STOCKOUT, N_COUNT };

struct history {
    struct safety *s;
    struct reduce out;
    struct series in;
    struct past past;
    double *sums; size_t cap_sums;
    double *acf; size_t cap_acf;
};

/* What a key's history says of the demand over a lead time. */
struct said { struct history *h; double rho; };

/* As many lags as the longest lead time asks for and the history tells of. */
static enum inv_status correlations(struct history *h, double span, struct inv_correlation *c, struct inv_err *err)
{
    const struct inv_regular *r = &h->past.regular;
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
    enum inv_status st = inv_ltd_history(supply, w->h->past.regular.y, w->h->past.regular.n, ltd, err);
    if (st == INV_OK && isnan(w->rho) && w->h->s->o->correlated)
        st = correlations(w->h, supply->lead_time + supply->review_period, &c, err);
    return st == INV_OK && (c.acf || !isnan(w->rho)) ? inv_ltd_correlate(supply, &c, ltd, err) : st;
}

/* Sums that were, or that might have been. */
static enum inv_status draw(struct history *h, const struct inv_group *g, struct demand *d, struct inv_err *err)
{
    const struct inv_regular *r = &h->past.regular;
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
    const struct inv_regular *r = &h->past.regular;
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
    reduce_join(&h->out, g, &p);
    p.days_per_period = inv_freq_days(h->in.freq);
    enum inv_status st = past_lay(&h->past, &h->in, g, N_VALUE, N_STOCKOUT, h->s->o->fill == FILL_ZERO, err);
    if (st == INV_OK)
        st = moments(h, g, &p, &d, err);
    if (st == INV_OK) {
        d.freq = value_text(inv_freq_name(h->in.freq));
        d.as_of = value_text(series_text(&h->in, inv_grid_time(&h->past.grid, h->past.last), text));
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
    past_free(&h.past);
    free(h.sums);
    free(h.acf);
    return st;
}
