/* SPDX-License-Identifier: GPL-3.0-or-later */
/* (r,Q) that gives a service at the least cost of orders and stock. */
#include "config.h"

#include "stock/rq.h"

#include "inv/optim.h"
#include "stock/check.h"

#include <math.h>

/* Up to so many quantities are all tried; of more, those around Brent's minimum. */
#define ALL 20000
#define AROUND 50

/* Orders and stock; what is short is the constraint's. */
static double bill(const struct inv_control *p)
{
    return p->order_cost + p->holding_cost;
}

/* ---- no stock-out in a cycle -------------------------------------------------------------------- */

/* (K d + sum of h E(y - X)+ over r..r + q) / q falls as long as the next term is below it. */
static bool enough(const struct inv_rq_in *in, double r, double q)
{
    struct inv_control at = { 0 };
    inv_rq_price(in, r, q, &at);
    double y = r + q + (in->whole ? 1 : 0);
    return in->holding_cost * (y - in->ltd->mean + inv_dist_loss(in->ltd, y)) >= bill(&at);
}

static double level_quantity(const struct inv_rq_in *in, double r, size_t *steps)
{
    double hi = fmax(inv_rq_root(in->order_cost, in->demand, in->holding_cost), 1), lo = 0;
    while (!enough(in, r, ceil(hi)) && isfinite(hi))
        hi *= 2;
    hi = ceil(hi);
    for (int i = 0; i < 200; i++) {
        double q = in->whole ? floor(lo + (hi - lo) / 2) : lo + (hi - lo) / 2;
        if (!(q > lo && q < hi))
            break;
        if (enough(in, r, q))
            hi = q;
        else
            lo = q;
        (*steps)++;
    }
    return hi;
}

enum inv_status inv_rq_level(const struct inv_rq_in *in, double service, struct inv_control *out, struct inv_err *err)
{
    enum inv_status st = inv_rq_check(in, false, err);
    if (st == INV_OK)
        st = inv_check_share(service, "service_level", err);
    if (st != INV_OK)
        return st;
    double r = inv_rq_ratio(in->ltd, service, 1 - service);
    size_t steps = 1;
    double q = in->order_cost > 0 || in->whole ? level_quantity(in, r, &steps) : 0;
    inv_rq_price(in, r, q, out);
    out->steps = steps;
    return inv_rq_finish(out, err);
}

/* ---- a fill rate ---------------------------------------------------------------------------------- */

struct search {
    const struct inv_rq_in *in;
    double rate;
    double r;               /* that of the quantity before: where the next search begins */
    size_t steps;
};

static bool filled(struct search *s, double r, double q)
{
    const struct inv_dist *d = s->in->ltd;
    s->steps++;
    if (q <= 1e-8 * d->sd || q == 0)
        return inv_dist_cdf(d, r) >= s->rate * (1 - 1e-14);
    return inv_dist_loss(d, r) - inv_dist_loss(d, r + q) <= (1 - s->rate) * q * (1 + 1e-14);
}

/* The least r for q, outwards from the last one, then halved. */
static double least_r(struct search *s, double q)
{
    double unit = s->in->whole ? 1 : fmax(s->in->ltd->sd, 1e-12 * s->in->ltd->mean), lo = s->r, hi = s->r;
    for (double step = unit; !filled(s, hi, q) && isfinite(hi); step *= 2) {
        lo = hi;
        hi += step;
    }
    if (lo >= hi)
        for (double step = unit; isfinite(lo); step *= 2) {
            lo = hi - step;
            if (!filled(s, lo, q))
                break;
            hi = lo;
        }
    for (int i = 0; i < 200; i++) {
        double m = s->in->whole ? floor(lo + (hi - lo) / 2) : lo + (hi - lo) / 2;
        if (!(m > lo && m < hi) || (!s->in->whole && hi - lo <= 1e-13 * fmax(fabs(hi), unit)))
            break;
        if (filled(s, m, q))
            hi = m;
        else
            lo = m;
    }
    return s->r = hi;
}

static double fill_bill(void *ctx, double x)
{
    struct search *s = ctx;
    struct inv_control at = { 0 };
    double q = s->in->whole ? fmax(rint(exp(x)), 1) : exp(x);
    inv_rq_price(s->in, least_r(s, q), q, &at);
    return bill(&at);
}

static void consider(struct search *s, double q, struct inv_control *best)
{
    struct inv_control at = { 0 };
    inv_rq_price(s->in, least_r(s, q), q, &at);
    if (best->order_qty <= 0 || bill(&at) < bill(best))
        *best = at;
}

/* Each of the levels of net stock has at most the probability 1 / Q, and `rate`
 * of it lies above 0: the stock is rate^2 Q / 2 at least. Quantities for which that
 * alone costs more than the best so far need not be tried. */
static double bound(const struct search *s, const struct inv_control *best)
{
    return 2 * bill(best) / (s->in->holding_cost * s->rate * s->rate) + 1;
}

static enum inv_status cheapest_fill(struct search *s, struct inv_control *best, struct inv_err *err)
{
    double q = inv_rq_root(s->in->order_cost, s->in->demand, s->in->holding_cost);
    q = s->in->whole ? fmax(rint(q), 1) : q;
    consider(s, q, best);
    double hi = bound(s, best);
    if (s->in->whole && hi <= ALL) {
        for (q = 1; q <= bound(s, best); q++)
            consider(s, q, best);
        return INV_OK;
    }
    struct inv_stop stop = inv_stop_default();
    double x = log(q), f;
    stop.xtol_rel = 0;
    stop.xtol_abs = 1e-9;
    stop.max_eval = 200;
    enum inv_status st = inv_optim_brent(fill_bill, s, log(q) - 12, log(hi), &stop, &x, &f, err);
    if (st != INV_OK)
        return st;
    q = s->in->whole ? fmax(rint(exp(x)), 1) : exp(x);
    consider(s, q, best);
    for (int k = -AROUND; s->in->whole && q < 0x1p53 && k <= AROUND; k++)
        consider(s, fmax(q + k, 1), best);
    return INV_OK;
}

enum inv_status inv_rq_fill(const struct inv_rq_in *in, double rate, struct inv_control *out, struct inv_err *err)
{
    enum inv_status st = inv_rq_check(in, false, err);
    if (st == INV_OK)
        st = inv_check_share(rate, "fill_rate", err);
    if (st != INV_OK)
        return st;
    struct search s = { in, rate, inv_rq_ratio(in->ltd, rate, 1 - rate), 0 };
    *out = (struct inv_control){ 0 };
    if (in->order_cost > 0 || in->whole)
        st = cheapest_fill(&s, out, err);
    else
        inv_rq_price(in, least_r(&s, 0), 0, out);
    out->steps = s.steps;
    return st == INV_OK ? inv_rq_finish(out, err) : st;
}
