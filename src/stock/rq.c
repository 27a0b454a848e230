/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "stock/rq.h"

#include "stock/check.h"

#include <math.h>

/* ---- what a policy costs ------------------------------------------------------------------ */

double inv_rq_cost(const struct inv_rq_in *in, double y)
{
    double h = in->holding_cost, p = in->shortage_cost;
    return h * (y - in->ltd->mean) + (h + p) * inv_dist_loss(in->ltd, y);
}

double inv_rq_loss2(const struct inv_rq_in *in, double y)
{
    double v = inv_dist_loss2(in->ltd, y);
    if (in->whole && !inv_dist_discrete(in->ltd))     /* E (X - y)+ (X - y - 1)+ / 2, as of counts */
        v = fmax(v - 0.5 * inv_dist_loss(in->ltd, y), 0);
    return v;
}

/* Q -> 0: the position stays at r. */
static void price_point(const struct inv_rq_in *in, double r, struct inv_control *out)
{
    out->backorders = inv_dist_loss(in->ltd, r);
    out->on_hand = fmax(r - in->ltd->mean + out->backorders, 0);
    out->fill_rate = inv_dist_cdf(in->ltd, r);
    out->orders = NAN;
    out->order_cost = 0;
}

static void price_range(const struct inv_rq_in *in, double r, double q, struct inv_control *out)
{
    double middle = r + (in->whole ? 0.5 * (q + 1) : 0.5 * q);
    out->backorders = fmax(inv_rq_loss2(in, r) - inv_rq_loss2(in, r + q), 0) / q;
    out->on_hand = fmax(middle - in->ltd->mean + out->backorders, 0);
    double shortage = (inv_dist_loss(in->ltd, r) - inv_dist_loss(in->ltd, r + q)) / q;
    out->fill_rate = fmin(fmax(1 - shortage, 0), 1);
    if (q <= 1e-8 * in->ltd->sd)                      /* no digits are left in the difference */
        out->fill_rate = inv_dist_cdf(in->ltd, r);
    out->orders = in->demand / q;
    out->order_cost = in->order_cost * (in->demand / q);
}

void inv_rq_price(const struct inv_rq_in *in, double r, double q, struct inv_control *out)
{
    size_t steps = out->steps;
    *out = (struct inv_control){ .reorder_point = r, .order_qty = q, .order_up_to = r + q, .steps = steps };
    if (q > 0)
        price_range(in, r, q, out);
    else
        price_point(in, r, out);
    out->service = inv_dist_cdf(in->ltd, r);
    out->holding_cost = in->holding_cost * out->on_hand;
    out->shortage_cost = isnan(in->shortage_cost) ? 0 : in->shortage_cost * out->backorders;
    out->cost = out->order_cost + out->holding_cost + out->shortage_cost;
}

/* ---- checks ---------------------------------------------------------------------------------- */

enum inv_status inv_rq_check(const struct inv_rq_in *in, bool shortage, struct inv_err *err)
{
    enum inv_status st = inv_check_positive(in->demand, "demand", err);
    if (st == INV_OK)
        st = inv_check_from_zero(in->order_cost, "order_cost", err);
    if (st == INV_OK)
        st = inv_check_positive(in->holding_cost, "holding_cost", err);
    if (st == INV_OK && shortage)
        st = inv_check_positive(in->shortage_cost, "shortage_cost", err);
    if (st == INV_OK && !shortage && !isnan(in->shortage_cost))
        st = inv_check_from_zero(in->shortage_cost, "shortage_cost", err);
    return st;
}

enum inv_status inv_rq_finish(const struct inv_control *out, struct inv_err *err)
{
    if (isfinite(out->cost) && isfinite(out->reorder_point) && isfinite(out->order_up_to) && isfinite(out->on_hand))
        return INV_OK;
    return inv_err_set(err, INV_EARG, "the costs are out of the range of numbers");
}

double inv_rq_root(double k, double d, double h)
{
    double x = 2 * k * d / h;
    return k == 0 || isnormal(x) ? sqrt(x) : sqrt(2) * sqrt(k) * (sqrt(d) / sqrt(h));
}

double inv_rq_ratio(const struct inv_dist *d, double a, double b)
{
    double p = a / (a + b);
    return p > 0.5 ? inv_dist_quantile_upper(d, b / (a + b)) : inv_dist_quantile(d, p);
}

/* ---- the optimum ------------------------------------------------------------------------------- */

/* The y at which G falls to c, from the side of `y`, where G is c or more. G is
 * convex: a tangent never goes too far. */
static double level(const struct inv_rq_in *in, double c, double y, size_t *steps)
{
    double h = in->holding_cost, p = in->shortage_cost;
    for (int i = 0; i < 200; i++) {
        double over = inv_rq_cost(in, y) - c, slope = h - (h + p) * inv_dist_sf(in->ltd, y);
        double next = y - over / slope;
        (*steps)++;
        if (!(over > 0) || !isfinite(next) || fabs(next - y) <= 1e-15 * fmax(fabs(y), fabs(over / h)))
            break;
        y = next;
    }
    return y;
}

/* The whole numbers y with G(y) < c are r + 1, ..., r + Q. Lines through (EX, 0)
 * with the slopes -p and h bound G from below: outside of where they reach c none is. */
static void level_set(const struct inv_rq_in *in, double c, double *r, double *q, size_t *steps)
{
    double low = level(in, c, in->ltd->mean - c / in->shortage_cost, steps);
    double high = level(in, c, in->ltd->mean + c / in->holding_cost, steps);
    if (in->whole) {
        double down = floor(low), up = ceil(high);
        if (inv_rq_cost(in, down + 1) >= c)           /* the root itself was a whole number, but for rounding */
            down++;
        if (inv_rq_cost(in, up - 1) >= c)
            up--;
        low = down;
        high = up - 1;
    }
    *r = low;
    *q = high - low;
}

/* Deterministic demand's quantity, around the cheapest position: not far off (Zheng 1992). */
static void start(const struct inv_rq_in *in, struct inv_control *out)
{
    double h = in->holding_cost, p = in->shortage_cost, best = inv_rq_ratio(in->ltd, p, h);
    double q = inv_rq_root(in->order_cost, in->demand, h) * sqrt(1 + h / p), r = best - q * (h / (h + p));
    if (in->whole) {
        q = fmax(rint(q), 1);
        r = fmin(floor(r), best - 1);
    } else if (q <= 0) {
        r = best;
    }
    inv_rq_price(in, r, q, out);
}

enum inv_status inv_rq_solve(const struct inv_rq_in *in, struct inv_control *out, struct inv_err *err)
{
    enum inv_status st = inv_rq_check(in, true, err);
    if (st != INV_OK)
        return st;
    out->steps = 0;
    start(in, out);
    for (int i = 0; i < 100 && isfinite(out->cost) && out->order_qty > 0; i++) {
        struct inv_control next = { .steps = out->steps };
        double r, q;
        level_set(in, out->cost, &r, &q, &next.steps);
        if (!(q > 0) || !isfinite(r + q))
            break;
        inv_rq_price(in, r, q, &next);
        bool better = next.cost < out->cost * (1 - 1e-15);
        if (!(next.cost <= out->cost))
            break;
        *out = next;
        if (!better)
            break;
    }
    return inv_rq_finish(out, err);
}

/* ---- a given quantity ------------------------------------------------------------------------- */

/* G(r + q) - G(r), rising in r. */
static double rise(const struct inv_rq_in *in, double r, double q)
{
    return in->holding_cost * q
        + (in->holding_cost + in->shortage_cost) * (inv_dist_loss(in->ltd, r + q) - inv_dist_loss(in->ltd, r));
}

/* G is least at `best`, in r..r + q: halve where r is. */
double inv_rq_point(const struct inv_rq_in *in, double q)
{
    double best = inv_rq_ratio(in->ltd, in->shortage_cost, in->holding_cost), lo = best - q, hi = best;
    if (in->whole) {
        lo -= 1;
        while (hi - lo > 1) {
            double m = floor(lo + (hi - lo) / 2);
            if (!(m > lo && m < hi))
                break;
            if (rise(in, m, q) <= 0)
                lo = m;
            else
                hi = m;
        }
        return lo;
    }
    for (int i = 0; i < 200; i++) {
        double m = lo + (hi - lo) / 2;
        if (!(m > lo && m < hi))
            break;
        if (rise(in, m, q) <= 0)
            lo = m;
        else
            hi = m;
    }
    return lo + (hi - lo) / 2;
}

static enum inv_status check_quantity(const struct inv_rq_in *in, double q, struct inv_err *err)
{
    if (q == 0 && in->order_cost == 0 && !in->whole)
        return INV_OK;
    enum inv_status st = inv_check_positive(q, "order_qty", err);
    if (st == INV_OK && in->whole && q > floor(q))
        st = inv_check_wrong(err, "order_qty", q, "is not a whole number, as demand is");
    return st;
}

enum inv_status inv_rq_at(const struct inv_rq_in *in, double r, double q, struct inv_control *out, struct inv_err *err)
{
    enum inv_status st = inv_rq_check(in, false, err);
    if (st == INV_OK)
        st = check_quantity(in, q, err);
    if (st == INV_OK)
        st = inv_check_finite(r, "reorder_point", err);
    if (st == INV_OK && in->whole)
        r = floor(r);                       /* positions are whole: at or below r is at or below that */
    if (st != INV_OK)
        return st;
    out->steps = 1;
    inv_rq_price(in, r, q, out);
    return inv_rq_finish(out, err);
}

enum inv_status inv_rq_best(const struct inv_rq_in *in, double q, struct inv_control *out, struct inv_err *err)
{
    enum inv_status st = inv_rq_check(in, true, err);
    if (st == INV_OK)
        st = check_quantity(in, q, err);
    if (st != INV_OK)
        return st;
    out->steps = 1;
    inv_rq_price(in, inv_rq_point(in, q), q, out);
    return inv_rq_finish(out, err);
}
