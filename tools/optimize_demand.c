/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-optimize: distributions of the demand of so many periods. */
#include "config.h"
#include "optimize.h"

#include <math.h>

#include "inv/mem.h"

#define TAIL 1e-13
#define ROUNDED 1e-3      /* by what share rounding demand to whole units may change its mean */

enum inv_dist_kind optimize_kind(const struct optimize *z, double mean, double sd, bool whole)
{
    switch (z->dist) {
    case INV_SAFETY_NORMAL: return INV_DIST_NORMAL;
    case INV_SAFETY_POISSON: return INV_DIST_POISSON;
    case INV_SAFETY_NEGBIN: return INV_DIST_NEGBIN;
    case INV_SAFETY_GAMMA: return INV_DIST_GAMMA;
    default: break;
    }
    if (sd <= mean / 2)
        return INV_DIST_NORMAL;
    return whole || z->o->integer ? INV_DIST_NEGBIN : INV_DIST_GAMMA;
}

/* Of (s,S) by the orders that demand, spread and costs make likely: of more than 20,000
 * whole units (a service: 4000) a power of ten of them counts as one; of less than two to a standard
 * deviation of what is no whole numbers a part of one. */
double optimize_unit(const struct optimize *z, const struct problem *q)
{
    double p = q->p > 0 ? q->p : 9 * q->h, span = q->R + q->L + q->L_sd, unit = 1;
    double spread = q->demand_sd * sqrt(span) + q->demand * q->L_sd;
    double lot = sqrt(2 * q->K * q->demand * (1 / q->h + 1 / p));
    if (z->o->target != TARGET_COST)           /* what is not asked to be met waits, and orders grow */
        lot = sqrt(2 * q->K * q->demand / q->h) / q->asked;
    double range = lot + 10 * spread + q->demand * q->R;
    enum inv_dist_kind kind = optimize_kind(z, q->demand, q->demand_sd, q->whole);
    struct inv_dist all;
    if (q->history)
        return 1;
    if (inv_dist_init(&all, kind, q->demand * span, spread, NULL) == INV_OK)
        range += inv_dist_quantile_upper(&all, 1e-12) - q->demand * span;
    double most = z->o->target == TARGET_COST ? 20000 : 4000;
    while (range / unit > most && unit < 1e300)
        unit *= 10;
    if (kind == INV_DIST_NORMAL || kind == INV_DIST_GAMMA)
        while (unit > 1e-300 && q->demand_sd > 0 && q->demand_sd / unit < 2 && range / unit <= 2000)
            unit /= 10;
    return unit;
}

/* By its moments. Counts taken several at a time, or with an uncertain lead time, are
 * no longer what they were. */
static enum inv_status by_moments(const struct optimize *z, const struct problem *q, double periods, double L_sd,
                                  double unit, struct inv_dist *d, struct inv_err *err)
{
    double mean = q->demand * periods, sd = q->demand_sd * sqrt(periods), late = q->demand * L_sd;
    bool one = z->policy == POLICY_SS;         /* the kind is that of a period: periods must go together */
    enum inv_dist_kind kind = one ? optimize_kind(z, q->demand, q->demand_sd, q->whole)
        : optimize_kind(z, mean, hypot(sd, late), q->whole);
    if (kind == INV_DIST_POISSON)
        sd = sqrt(mean);
    sd = hypot(sd, late);
    if (kind == INV_DIST_POISSON && late > 0)
        kind = INV_DIST_NEGBIN;
    if (unit > 1 && (kind == INV_DIST_POISSON || kind == INV_DIST_NEGBIN))
        kind = sd <= mean / 2 ? INV_DIST_NORMAL : INV_DIST_GAMMA;
    return inv_dist_init(d, kind, mean / unit, sd / unit, err);
}

/* z->sum += weight * the demand of `periods`; a part of a period: the whole ones on both sides. */
static enum inv_status mix(struct optimize *z, const struct inv_pmf *one, double periods, double weight,
                           struct inv_err *err)
{
    double whole = floor(periods), part = periods - whole;
    if (!(periods <= 1e6))
        return inv_err_set(err, INV_EARG, "%g periods are too many to add up", periods);
    for (int i = 0; i < 2; i++) {
        double w = weight * (i ? part : 1 - part);
        if (w <= 0)
            continue;
        enum inv_status st = inv_pmf_times(&z->part, one, (size_t)whole + (size_t)i, TAIL, z->power, err);
        if (st == INV_OK)
            st = inv_pmf_mix(&z->sum, &z->part, w, err);
        if (st != INV_OK)
            return st;
    }
    return INV_OK;
}

/* A history's: added up; an uncertain lead time is one standard deviation shorter or longer. */
static enum inv_status by_history(struct optimize *z, const struct problem *q, double periods, struct inv_dist *d,
                                  size_t *used, struct inv_err *err)
{
    z->sum.n = 0;
    enum inv_status st;
    if (q->L_sd > 0) {
        st = mix(z, q->history, fmax(periods - q->L_sd, 0), 0.5, err);
        if (st == INV_OK)
            st = mix(z, q->history, periods + q->L_sd, 0.5, err);
    } else {
        st = mix(z, q->history, periods, 1, err);
    }
    if (st != INV_OK)
        return st;
    for (size_t i = 0; i < z->sum.n; i++) {
        z->x[*used + i] = (double)(z->sum.lo + i);
        z->x[z->cap_x / 2 + *used + i] = z->sum.p[i];
    }
    st = inv_dist_table(d, z->x + *used, z->x + z->cap_x / 2 + *used, z->sum.n, err);
    *used += z->sum.n;
    return st;
}

/* Room for values and probabilities of all: they are pointed to. */
static enum inv_status room(struct optimize *z, const struct problem *q, double L, size_t R, struct inv_err *err)
{
    double n = 0, effort = 0;
    for (size_t i = 0; i <= R; i++) {
        double values = (ceil(L + (double)i + q->L_sd) + 1) * (double)(q->history->lo + q->history->n) + 2;
        n += values;
        effort += values * values;
    }
    if (!(effort <= 4e9))
        return inv_err_set(err, INV_EARG, "a lead time of %g periods over demands of up to %zu is too much to add up",
                           L, q->history->lo + q->history->n - 1);
    return INV_MEM_GROW(&z->x, &z->cap_x, 2 * (size_t)n, err);
}

enum inv_status optimize_demand(struct optimize *z, const struct problem *q, double L, size_t R, double unit,
                                struct inv_err *err)
{
    size_t used = 0;
    enum inv_status st = INV_MEM_GROW(&z->ltd, &z->cap_ltd, R + 1, err);
    if (st == INV_OK && q->history)
        st = room(z, q, L, R, err);
    for (size_t i = 0; i <= R && st == INV_OK; i++) {
        double periods = L + (double)i;
        st = q->history ? by_history(z, q, periods, &z->ltd[i], &used, err)
                        : by_moments(z, q, periods, q->L_sd, unit, &z->ltd[i], err);
    }
    return st;
}

/* ---- whole units --------------------------------------------------------------------------------- */

/* In place of rounding: what lies between two whole units is shared by both, which keeps the mean.
 * P(more than k) is the loss at k less that at k + 1. */
static enum inv_status share(struct inv_pmf *v, const struct inv_dist *d, struct inv_err *err)
{
    size_t lo = v->lo > 0 ? v->lo - 1 : 0, n = v->lo + v->n + 1 - lo;
    enum inv_status st = INV_MEM_GROW(&v->p, &v->cap, n, err);
    if (st != INV_OK)
        return st;
    double beyond = 1, loss = inv_dist_loss(d, (double)lo);
    for (size_t i = 0; i < n; i++) {
        double next = inv_dist_loss(d, (double)(lo + i + 1)), sf = i + 1 < n ? fmax(loss - next, 0) : 0;
        v->p[i] = fmax(beyond - sf, 0);
        beyond = sf;
        loss = next;
    }
    v->lo = lo;
    v->n = n;
    return INV_OK;
}

enum inv_status optimize_whole(struct inv_pmf *v, const struct inv_dist *d, double tail, struct inv_err *err)
{
    enum inv_status st = inv_pmf_of(v, d, tail, err);
    if (st != INV_OK || inv_dist_discrete(d) || d->kind == INV_DIST_TABLE)
        return st;
    double mean = inv_dist_loss(d, 0);
    return fabs(inv_pmf_mean(v) - mean) > ROUNDED * mean ? share(v, d, err) : INV_OK;
}
