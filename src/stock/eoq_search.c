/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cheapest quantity: of each price its own optimum, or the lots next to it. */
#include <math.h>

#include "stock/check.h"
#include "stock/problem.h"

/* sqrt(2 k d / h), also where the product leaves the range of a double. */
double inv_problem_harris(double k, double d, double h)
{
    double x = 2 * k * d / h;
    if (k == 0 || isnormal(x))
        return sqrt(x);
    return sqrt(2) * sqrt(k) * (sqrt(d) / sqrt(h));
}

/* Incremental prices, a holding rate and backorders together: stock is valued
 * at H(Q) = r (c + A / Q), so that the cost of stock and shortage is f g(Q) / 2,
 * g = p (a Q^2 + b Q) / (s Q + b) with a = r c, b = r A, s = a + p. Its slope
 * falls from p to p a / s while Q^2 g' rises, so that D (K + A) = Q^2 g' f / 2
 * has one root, between the EOQs of those two slopes: bisect. */
static double averaged_optimum(const struct inv_problem *m, const struct inv_price_tier *t)
{
    const struct inv_eoq_in *in = m->in;
    double p = in->shortage_cost, a = in->holding_rate * t->unit, b = in->holding_rate * t->fixed, s = a + p;
    double k = in->order_cost + t->fixed, d = in->annual_demand, f = m->stacking;
    double lo = inv_problem_harris(k, d, f * p), hi = inv_problem_harris(k, d, f * p * (a / s));
    for (;;) {
        double q = lo + (hi - lo) / 2, w = s * q + b;
        if (!(q > lo && q < hi))
            return q;
        double slope = p * (a * s * q / w * (q / w) + 2 * a * b / w * (q / w) + b / w * (b / w));
        if (f / 2 * q * slope < d / q * k)
            lo = q;
        else
            hi = q;
    }
}

/* Where the cost at the prices of t is least, were they those of every quantity. */
static double tier_optimum(const struct inv_problem *p, const struct inv_price_tier *t)
{
    const struct inv_eoq_in *in = p->in;
    bool averaged = isnan(in->holding_cost) && t->fixed > 0;
    if (averaged && !isnan(in->shortage_cost))
        return averaged_optimum(p, t);
    double h = averaged ? in->holding_rate * t->unit : inv_problem_holding(in, t, 1);
    double share = isnan(in->shortage_cost) ? 1 : in->shortage_cost / (h + in->shortage_cost);
    return inv_problem_harris(in->order_cost + t->fixed, in->annual_demand, h * p->stacking * share);
}

/* Keeps the cheaper of *best and q. */
static void consider(const struct inv_problem *p, const struct inv_price_tier *t, double q, struct inv_eoq_out *best)
{
    struct inv_eoq_out o;
    inv_problem_cost(p, t, q, inv_problem_backorder(p, t, q), &o);
    if (isnan(best->eoq) || o.annual_cost < best->annual_cost)
        *best = o;
}

static void consider_tier(const struct inv_problem *p, const struct inv_price_tier *t, struct inv_eoq_out *best)
{
    double x[4];
    size_t n = inv_lots_near(&p->lots, tier_optimum(p, t), t->from, t->below, x);
    for (size_t i = 0; i < n; i++)
        consider(p, t, x[i], best);
}

enum inv_status inv_eoq_solve(const struct inv_eoq_in *in, struct inv_eoq_out *out, struct inv_err *err)
{
    struct inv_problem p;
    enum inv_status st = inv_problem_state(&p, in, err);
    if (st != INV_OK)
        return st;
    struct inv_price_tier t = inv_price_first(in);
    *out = (struct inv_eoq_out){ .eoq = NAN };
    if (in->annual_demand == 0)
        inv_problem_cost(&p, &t, 0, 0, out);
    else
        do
            consider_tier(&p, &t, out);
        while (inv_price_next(in, &t));
    return inv_problem_finish(out, err);
}

enum inv_status inv_eoq_power_of_two(const struct inv_eoq_in *in, double period, struct inv_eoq_out *out,
                                     double *periods, struct inv_err *err)
{
    struct inv_eoq_out o;
    enum inv_status st = inv_check_positive(period, "periods_per_year", err);
    if (st == INV_OK && in->round_lots)
        st = inv_err_set(err, INV_EARG, "a cycle of whole periods and rounded lots do not go together");
    if (st == INV_OK)
        st = inv_eoq_solve(in, out, err);
    *periods = NAN;
    if (st != INV_OK || in->annual_demand == 0)
        return st;
    double one = in->annual_demand * period, most = out->eoq;
    if (in->nbreaks > 0)
        most = fmax(most, in->breaks[in->nbreaks - 1].min_qty);
    /* Beyond the last break and the best quantity costs only rise. */
    for (double n = 1; st == INV_OK && (n <= 1 || n / 2 * one < most); n *= 2) {
        st = inv_eoq_at(in, n * one, &o, err);
        if (st == INV_OK && (isnan(*periods) || o.annual_cost < out->annual_cost)) {
            *out = o;
            *periods = n;
        }
    }
    return st;
}
