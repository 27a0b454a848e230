/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "inv/basestock.h"

#include "stock/check.h"

#include <math.h>

static enum inv_status check(const struct inv_basestock_in *in, bool shortage, struct inv_err *err)
{
    enum inv_status st = inv_check_positive(in->demand, "demand", err);
    if (st == INV_OK)
        st = inv_check_positive(in->holding_cost, "holding_cost", err);
    if (st == INV_OK && shortage)
        st = inv_check_positive(in->shortage_cost, "shortage_cost", err);
    if (st == INV_OK && !shortage && !isnan(in->shortage_cost))
        st = inv_check_from_zero(in->shortage_cost, "shortage_cost", err);
    if (st == INV_OK && in->periods < 1)
        st = inv_check_wrong(err, "review_period", 0, "is below 1");
    return st;
}

/* Means over the ends of periods that S decides on. */
static double below(const struct inv_basestock_in *in, double S)
{
    double sum = 0;
    for (size_t i = 0; i < in->periods; i++)
        sum += inv_dist_cdf(&in->ltd[i], S);
    return sum / (double)in->periods;
}

static double above(const struct inv_basestock_in *in, double S)
{
    double sum = 0;
    for (size_t i = 0; i < in->periods; i++)
        sum += inv_dist_sf(&in->ltd[i], S);
    return sum / (double)in->periods;
}

/* What a period's (of a review's R) demand is not met at once, by what is owed before and after. */
static double fill_rate(const struct inv_basestock_in *in, double S)
{
    double before = in->lead ? inv_dist_loss(in->lead, S) : fmax(-S, 0);
    double unmet = inv_dist_loss(&in->ltd[in->periods - 1], S) - before;
    return fmin(fmax(1 - unmet / ((double)in->periods * in->demand), 0), 1);
}

static enum inv_status price(const struct inv_basestock_in *in, double S, struct inv_control *out, struct inv_err *err)
{
    size_t steps = out->steps;
    *out = (struct inv_control){ .reorder_point = S, .order_up_to = S, .orders = NAN, .steps = steps };
    for (size_t i = 0; i < in->periods; i++) {
        double owed = inv_dist_loss(&in->ltd[i], S), n = (double)in->periods;
        out->backorders += owed / n;
        out->on_hand += fmax(S - in->ltd[i].mean + owed, 0) / n;
    }
    out->fill_rate = fill_rate(in, S);
    out->service = below(in, S);
    out->holding_cost = in->holding_cost * out->on_hand;
    out->shortage_cost = isnan(in->shortage_cost) ? 0 : in->shortage_cost * out->backorders;
    out->cost = out->holding_cost + out->shortage_cost;
    return isfinite(out->cost) && isfinite(S) ? INV_OK
        : inv_err_set(err, INV_EARG, "the costs are out of the range of numbers");
}

/* ---- the least S with as much ------------------------------------------------------------------ */

/* Of a probability p = 1 - q: from the tail that has digits. */
static double point(const struct inv_dist *d, double p, double q)
{
    return p > 0.5 ? inv_dist_quantile_upper(d, q) : inv_dist_quantile(d, p);
}

struct search { const struct inv_basestock_in *in; double p, q; bool fill; size_t steps; };

static bool enough(struct search *f, double S)
{
    f->steps++;
    if (f->fill)
        return fill_rate(f->in, S) >= f->p * (1 - 1e-14);
    return f->q < f->p ? above(f->in, S) <= f->q * (1 + 1e-14) : below(f->in, S) >= f->p * (1 - 1e-14);
}

/* Outwards from S, then halved. */
static double least(struct search *f, double S)
{
    const struct inv_dist *d = &f->in->ltd[f->in->periods - 1];
    bool whole = f->in->whole;
    double unit = whole ? 1 : fmax(d->sd, 1e-12 * d->mean), lo = whole ? floor(S) : S, hi = lo;
    for (double step = unit; !enough(f, hi) && isfinite(hi); step *= 2) {
        lo = hi;
        hi += step;
    }
    if (lo >= hi)
        for (double step = unit; isfinite(lo); step *= 2) {
            lo = hi - step;
            if (!enough(f, lo))
                break;
            hi = lo;
        }
    for (int i = 0; i < 200; i++) {
        double m = whole ? floor(lo + (hi - lo) / 2) : lo + (hi - lo) / 2;
        if (!(m > lo && m < hi))
            break;
        if (enough(f, m))
            hi = m;
        else
            lo = m;
    }
    return hi;
}

static enum inv_status reach(const struct inv_basestock_in *in, double p, double q, bool fill, struct inv_control *out,
                             struct inv_err *err)
{
    struct search f = { in, p, q, fill, 1 };
    double S = point(&in->ltd[0], p, q);
    if (fill || in->periods > 1)
        S = least(&f, S);
    out->steps = f.steps;
    return price(in, S, out, err);
}

/* ---- calls ----------------------------------------------------------------------------------------- */

enum inv_status inv_basestock_solve(const struct inv_basestock_in *in, struct inv_control *out, struct inv_err *err)
{
    enum inv_status st = check(in, true, err);
    double h = in->holding_cost, p = in->shortage_cost;
    return st == INV_OK ? reach(in, p / (p + h), h / (p + h), false, out, err) : st;
}

enum inv_status inv_basestock_at(const struct inv_basestock_in *in, double S, struct inv_control *out,
                                 struct inv_err *err)
{
    enum inv_status st = check(in, false, err);
    if (st == INV_OK)
        st = inv_check_finite(S, "order_up_to", err);
    out->steps = 1;
    return st == INV_OK ? price(in, S, out, err) : st;
}

enum inv_status inv_basestock_level(const struct inv_basestock_in *in, double level, struct inv_control *out,
                                    struct inv_err *err)
{
    enum inv_status st = check(in, false, err);
    if (st == INV_OK)
        st = inv_check_share(level, "service_level", err);
    return st == INV_OK ? reach(in, level, 1 - level, false, out, err) : st;
}

enum inv_status inv_basestock_fill(const struct inv_basestock_in *in, double rate, struct inv_control *out,
                                   struct inv_err *err)
{
    enum inv_status st = check(in, false, err);
    if (st == INV_OK)
        st = inv_check_share(rate, "fill_rate", err);
    return st == INV_OK ? reach(in, rate, 1 - rate, true, out, err) : st;
}
