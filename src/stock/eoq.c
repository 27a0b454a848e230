/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/eoq.h"

#include <math.h>
#include <string.h>

#include "inv/lots.h"
#include "stock/price.h"
#include "stock/check.h"

/* The input, checked, and what follows from it for every quantity. */
struct problem {
    const struct inv_eoq_in *in;
    double stacking;       /* f: share of an order that is in stock at its peak */
    double pack, moq;      /* 0: none */
};

struct inv_eoq_in inv_eoq_defaults(void)
{
    return (struct inv_eoq_in){
        .annual_demand = NAN, .order_cost = NAN, .holding_cost = NAN, .holding_rate = NAN,
        .unit_cost = NAN, .shortage_cost = NAN, .production_rate = NAN
    };
}

/* ---- checking ---------------------------------------------------------------------- */

static enum inv_status check_holding(const struct inv_eoq_in *in, struct inv_err *err)
{
    if (!isnan(in->holding_cost))
        return inv_check_positive(in->holding_cost, "holding_cost", err);
    if (isnan(in->holding_rate) || (in->nbreaks == 0 && isnan(in->unit_cost))) {
        inv_err_set(err, INV_EARG, "no value, and no holding_rate and unit_cost");
        inv_err_column(err, "holding_cost", 12);
        return INV_EARG;
    }
    enum inv_status st = inv_check_positive(in->holding_rate, "holding_rate", err);
    if (st == INV_OK && in->nbreaks == 0)
        st = inv_check_positive(in->unit_cost, "unit_cost", err);
    return st;
}

static enum inv_status check_optional(const struct inv_eoq_in *in, struct inv_err *err)
{
    enum inv_status st = INV_OK;
    if (!isnan(in->shortage_cost))
        st = inv_check_positive(in->shortage_cost, "shortage_cost", err);
    if (st == INV_OK && !isnan(in->production_rate) && !(isfinite(in->production_rate) && in->production_rate > in->annual_demand)) {
        inv_err_set(err, INV_EARG, "%g is not above the annual demand of %g", in->production_rate, in->annual_demand);
        inv_err_column(err, "production_rate", 15);
        st = INV_EARG;
    }
    if (st == INV_OK && in->round_lots && !isnan(in->pack_size))
        st = inv_check_from_zero(in->pack_size, "pack_size", err);
    if (st == INV_OK && in->round_lots && !isnan(in->moq))
        st = inv_check_from_zero(in->moq, "moq", err);
    if (st == INV_OK && !isfinite(in->safety_stock))
        st = inv_check_wrong(err, "safety_stock", in->safety_stock, "is not finite");
    return st;
}

static enum inv_status state(struct problem *p, const struct inv_eoq_in *in, struct inv_err *err)
{
    enum inv_status st = inv_check_from_zero(in->annual_demand, "annual_demand", err);
    if (st == INV_OK)
        st = inv_check_from_zero(in->order_cost, "order_cost", err);
    if (st == INV_OK)
        st = check_holding(in, err);
    if (st == INV_OK)
        st = check_optional(in, err);
    if (st == INV_OK)
        st = inv_eoq_breaks_check(in->breaks, in->nbreaks, in->unit_cost, err);
    /* (P - D) / P keeps its digits where D is close to P; 1 - D / P does not. */
    double rate = in->production_rate;
    *p = (struct problem){ .in = in, .stacking = isnan(rate) ? 1 : (rate - in->annual_demand) / rate };
    if (in->round_lots) {
        p->pack = isnan(in->pack_size) ? 0 : in->pack_size;
        p->moq = isnan(in->moq) ? 0 : in->moq;
    }
    return st;
}

/* ---- costs of a quantity ----------------------------------------------------------- */

/* h: of a unit of an order of q at the prices of t. */
static double holding(const struct inv_eoq_in *in, const struct inv_price_tier *t, double q)
{
    if (!isnan(in->holding_cost))
        return in->holding_cost;
    return in->holding_rate * (t->fixed > 0 ? t->unit + t->fixed / q : t->unit);
}

/* The best number of backorders at the end of a cycle: B = Q f h / (h + p). */
static double best_backorder(const struct problem *p, const struct inv_price_tier *t, double q)
{
    double h = holding(p->in, t, q), s = p->in->shortage_cost;
    return isnan(s) || q == 0 ? 0 : q * p->stacking * (h / (h + s));
}

/* annual_cost alone: what candidates are compared by. */
static double sum_costs(struct inv_eoq_out *o)
{
    o->annual_cost = o->annual_order_cost + o->annual_holding_cost
        + (isnan(o->annual_purchase_cost) ? 0 : o->annual_purchase_cost)
        + (isnan(o->annual_shortage_cost) ? 0 : o->annual_shortage_cost);
    return o->annual_cost;
}

static void cost(const struct problem *p, const struct inv_price_tier *t, double q, double b, struct inv_eoq_out *o)
{
    const struct inv_eoq_in *in = p->in;
    double d = in->annual_demand, peak = q * p->stacking, stock = peak - b;
    bool backorders = !isnan(in->shortage_cost);
    *o = (struct inv_eoq_out){
        .eoq = q,
        .orders_per_year = d == 0 ? 0 : q > 0 ? d / q : NAN,
        .cycle_time = d == 0 ? NAN : q / d,
        .max_inventory = in->safety_stock + stock,
        .annual_purchase_cost = in->nbreaks == 0 ? NAN : 0,
        .max_backorder = backorders ? b : NAN,
        .annual_shortage_cost = backorders ? 0 : NAN
    };
    if (in->nbreaks > 0 && d > 0)
        o->annual_purchase_cost = d * t->unit + (t->fixed > 0 ? d / q * t->fixed : 0);
    if (q > 0 && d > 0) {
        o->annual_order_cost = in->order_cost * (d / q);
        o->annual_holding_cost = holding(in, t, q) / 2 * stock * (stock / peak);
        if (backorders)
            o->annual_shortage_cost = in->shortage_cost / 2 * b * (b / peak);
    }
    sum_costs(o);
}

/* ---- the best quantity ------------------------------------------------------------- */

/* sqrt(2 k d / h), also where the product leaves the range of a double. */
static double harris(double k, double d, double h)
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
static double averaged_optimum(const struct problem *m, const struct inv_price_tier *t)
{
    const struct inv_eoq_in *in = m->in;
    double p = in->shortage_cost, a = in->holding_rate * t->unit, b = in->holding_rate * t->fixed, s = a + p;
    double k = in->order_cost + t->fixed, d = in->annual_demand, f = m->stacking;
    double lo = harris(k, d, f * p), hi = harris(k, d, f * p * (a / s));
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
static double tier_optimum(const struct problem *p, const struct inv_price_tier *t)
{
    const struct inv_eoq_in *in = p->in;
    bool averaged = isnan(in->holding_cost) && t->fixed > 0;
    if (averaged && !isnan(in->shortage_cost))
        return averaged_optimum(p, t);
    double h = averaged ? in->holding_rate * t->unit : holding(in, t, 1);
    double share = isnan(in->shortage_cost) ? 1 : in->shortage_cost / (h + in->shortage_cost);
    return harris(in->order_cost + t->fixed, in->annual_demand, h * p->stacking * share);
}

/* Keeps the cheaper of *best and q. */
static void consider(const struct problem *p, const struct inv_price_tier *t, double q, struct inv_eoq_out *best)
{
    struct inv_eoq_out o;
    cost(p, t, q, best_backorder(p, t, q), &o);
    if (isnan(best->eoq) || o.annual_cost < best->annual_cost)
        *best = o;
}

/* The whole lots next to q on both sides, within the tier and not below the least order. */
static void consider_lots(const struct problem *p, const struct inv_price_tier *t, double q, struct inv_eoq_out *best)
{
    double least = fmax(1, inv_lots_up(fmax(t->from, p->moq), p->pack));
    double most = inv_lots_up(t->below, p->pack) - 1;
    double down = fmin(fmax(inv_lots_down(q, p->pack), least), most);
    double up = fmin(fmax(inv_lots_up(q, p->pack), least), most);
    if (!(least <= most))
        return;
    /* A multiple that rounding left just short of the break has reached it. */
    consider(p, t, fmax(down * p->pack, t->from), best);
    if (up > down)
        consider(p, t, fmax(up * p->pack, t->from), best);
}

static void consider_tier(const struct problem *p, const struct inv_price_tier *t, struct inv_eoq_out *best)
{
    double q = tier_optimum(p, t), least = fmax(t->from, p->moq);
    /* Beyond 2^53 packs every double is a whole number of them. */
    if (p->pack > 0 && fmax(q, least) / p->pack < 0x1p53)
        consider_lots(p, t, q, best);
    else if (fmax(q, least) < t->below)
        consider(p, t, fmax(q, least), best);
}

static enum inv_status finish(const struct inv_eoq_out *out, struct inv_err *err)
{
    if (isfinite(out->annual_cost) && isfinite(out->eoq) && isfinite(out->max_inventory) && !isinf(out->orders_per_year)
        && !isinf(out->cycle_time))
        return INV_OK;
    return inv_err_set(err, INV_EARG, "the costs are out of the range of numbers");
}

enum inv_status inv_eoq_solve(const struct inv_eoq_in *in, struct inv_eoq_out *out, struct inv_err *err)
{
    struct problem p;
    enum inv_status st = state(&p, in, err);
    if (st != INV_OK)
        return st;
    struct inv_price_tier t = inv_price_first(in);
    *out = (struct inv_eoq_out){ .eoq = NAN };
    if (in->annual_demand == 0)
        cost(&p, &t, 0, 0, out);
    else
        do
            consider_tier(&p, &t, out);
        while (inv_price_next(in, &t));
    return finish(out, err);
}

/* ---- a given quantity -------------------------------------------------------------- */

static enum inv_status check_quantity(const struct problem *p, double q, struct inv_err *err)
{
    bool free_orders = p->in->annual_demand == 0 || p->in->order_cost == 0;
    return q == 0 && free_orders ? INV_OK : inv_check_positive(q, "eoq", err);
}

enum inv_status inv_eoq_at(const struct inv_eoq_in *in, double q, struct inv_eoq_out *out, struct inv_err *err)
{
    struct problem p;
    enum inv_status st = state(&p, in, err);
    if (st == INV_OK)
        st = check_quantity(&p, q, err);
    if (st != INV_OK)
        return st;
    struct inv_price_tier t = inv_price_of(in, q);
    cost(&p, &t, q, best_backorder(&p, &t, q), out);
    return finish(out, err);
}

enum inv_status inv_eoq_at_backorder(const struct inv_eoq_in *in, double q, double b, struct inv_eoq_out *out,
                                     struct inv_err *err)
{
    struct problem p;
    enum inv_status st = state(&p, in, err);
    if (st == INV_OK)
        st = check_quantity(&p, q, err);
    if (st == INV_OK)
        st = inv_check_positive(in->shortage_cost, "shortage_cost", err);
    if (st == INV_OK && !(b >= 0 && b <= q * p.stacking))
        st = inv_check_wrong(err, "max_backorder", b, "is not between 0 and the peak of the cycle");
    if (st != INV_OK)
        return st;
    struct inv_price_tier t = inv_price_of(in, q);
    cost(&p, &t, q, b, out);
    return finish(out, err);
}
