/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/eoq.h"

#include <math.h>
#include <string.h>

#include "stock/check.h"
#include "stock/problem.h"

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
    if (st == INV_OK && in->round_lots && !isnan(in->pallet_size))
        st = inv_check_from_zero(in->pallet_size, "pallet_size", err);
    if (st == INV_OK && !isfinite(in->safety_stock))
        st = inv_check_wrong(err, "safety_stock", in->safety_stock, "is not finite");
    return st;
}

enum inv_status inv_problem_state(struct inv_problem *p, const struct inv_eoq_in *in, struct inv_err *err)
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
    *p = (struct inv_problem){ .in = in, .stacking = isnan(rate) ? 1 : (rate - in->annual_demand) / rate };
    if (in->round_lots) {
        p->lots.pack = isnan(in->pack_size) ? 0 : in->pack_size;
        p->lots.moq = isnan(in->moq) ? 0 : in->moq;
        p->lots.pallet = isnan(in->pallet_size) ? 0 : in->pallet_size;
    }
    return st;
}

enum inv_status inv_problem_plain(const struct inv_eoq_in *in, const char *what, struct inv_err *err)
{
    const char *other = !isnan(in->shortage_cost) ? "planned backorders" : !isnan(in->production_rate) ? "a production rate"
                      : in->nbreaks > 0 ? "discounts" : NULL;
    return other ? inv_err_set(err, INV_EARG, "%s and %s do not go together", what, other) : INV_OK;
}

/* ---- costs of a quantity ----------------------------------------------------------- */

/* h: of a unit of an order of q at the prices of t. */
double inv_problem_holding(const struct inv_eoq_in *in, const struct inv_price_tier *t, double q)
{
    if (!isnan(in->holding_cost))
        return in->holding_cost;
    return in->holding_rate * (t->fixed > 0 ? t->unit + t->fixed / q : t->unit);
}

/* The best number of backorders at the end of a cycle: B = Q f h / (h + p). */
double inv_problem_backorder(const struct inv_problem *p, const struct inv_price_tier *t, double q)
{
    double h = inv_problem_holding(p->in, t, q), s = p->in->shortage_cost;
    return isnan(s) || q == 0 ? 0 : q * p->stacking * (h / (h + s));
}

static void sum_costs(struct inv_eoq_out *o)
{
    o->annual_cost = o->annual_order_cost + o->annual_holding_cost
        + (isnan(o->annual_purchase_cost) ? 0 : o->annual_purchase_cost)
        + (isnan(o->annual_shortage_cost) ? 0 : o->annual_shortage_cost);
}

void inv_problem_cost(const struct inv_problem *p, const struct inv_price_tier *t, double q, double b,
                      struct inv_eoq_out *o)
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
        o->annual_holding_cost = inv_problem_holding(in, t, q) / 2 * stock * (stock / peak);
        if (backorders)
            o->annual_shortage_cost = in->shortage_cost / 2 * b * (b / peak);
    }
    sum_costs(o);
}

enum inv_status inv_problem_finish(const struct inv_eoq_out *out, struct inv_err *err)
{
    if (isfinite(out->annual_cost) && isfinite(out->eoq) && isfinite(out->max_inventory) && !isinf(out->orders_per_year)
        && !isinf(out->cycle_time))
        return INV_OK;
    return inv_err_set(err, INV_EARG, "the costs are out of the range of numbers");
}

/* ---- a given quantity -------------------------------------------------------------- */

static enum inv_status check_quantity(const struct inv_problem *p, double q, struct inv_err *err)
{
    bool free_orders = p->in->annual_demand == 0 || p->in->order_cost == 0;
    return q == 0 && free_orders ? INV_OK : inv_check_positive(q, "eoq", err);
}

enum inv_status inv_eoq_at(const struct inv_eoq_in *in, double q, struct inv_eoq_out *out, struct inv_err *err)
{
    struct inv_problem p;
    enum inv_status st = inv_problem_state(&p, in, err);
    if (st == INV_OK)
        st = check_quantity(&p, q, err);
    if (st != INV_OK)
        return st;
    struct inv_price_tier t = inv_price_of(in, q);
    inv_problem_cost(&p, &t, q, inv_problem_backorder(&p, &t, q), out);
    return inv_problem_finish(out, err);
}

enum inv_status inv_eoq_at_backorder(const struct inv_eoq_in *in, double q, double b, struct inv_eoq_out *out,
                                     struct inv_err *err)
{
    struct inv_problem p;
    enum inv_status st = inv_problem_state(&p, in, err);
    if (st == INV_OK)
        st = check_quantity(&p, q, err);
    if (st == INV_OK)
        st = inv_check_positive(in->shortage_cost, "shortage_cost", err);
    if (st == INV_OK && !(b >= 0 && b <= q * p.stacking))
        st = inv_check_wrong(err, "max_backorder", b, "is not between 0 and the peak of the cycle");
    if (st != INV_OK)
        return st;
    struct inv_price_tier t = inv_price_of(in, q);
    inv_problem_cost(&p, &t, q, b, out);
    return inv_problem_finish(out, err);
}
