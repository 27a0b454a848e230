/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/yield.h"

#include <math.h>

#include "stock/check.h"
#include "stock/problem.h"

static enum inv_status check(const struct inv_eoq_in *in, const struct inv_yield *y, struct inv_problem *p,
                             struct inv_err *err)
{
    enum inv_status st = inv_problem_state(p, in, err);
    if (st == INV_OK)
        st = inv_problem_plain(in, "random yield", err);
    if (st == INV_OK)
        st = y->kind == INV_YIELD_ADDITIVE ? inv_check_finite(y->mean, "yield_mean", err)
                                           : inv_check_positive(y->mean, "yield_mean", err);
    return st == INV_OK ? inv_check_from_zero(y->sd, "yield_sd", err) : st;
}

/* The mean receipt of an order of q. */
static double receipt(const struct inv_yield *y, double q)
{
    return y->kind == INV_YIELD_ADDITIVE ? q + y->mean : q * y->mean;
}

static void cost(const struct inv_problem *p, const struct inv_yield *y, double q, struct inv_eoq_out *o)
{
    const struct inv_eoq_in *in = p->in;
    struct inv_price_tier t = inv_price_first(in);
    double d = in->annual_demand, m = receipt(y, q);
    double sd = y->kind == INV_YIELD_ADDITIVE ? y->sd : q * y->sd;
    inv_problem_cost(p, &t, m, 0, o);
    o->eoq = q;
    if (m > 0 && d > 0) {
        o->annual_holding_cost = inv_problem_holding(in, &t, m) / 2 * (m + sd * (sd / m));
        o->annual_cost = o->annual_order_cost + o->annual_holding_cost;
    }
}

/* The cheapest quantity, were every one allowed. */
static double optimum(const struct inv_eoq_in *in, const struct inv_yield *y)
{
    struct inv_price_tier t = inv_price_first(in);
    double h = inv_problem_holding(in, &t, 1), k = in->order_cost, d = in->annual_demand;
    if (y->kind == INV_YIELD_ADDITIVE)
        return fmax(0, hypot(inv_problem_harris(k, d, h), y->sd) - y->mean);
    double cv = y->sd / y->mean;
    return inv_problem_harris(k, d, h * (1 + cv * cv)) / y->mean;
}

enum inv_status inv_yield_solve(const struct inv_eoq_in *in, const struct inv_yield *yield, struct inv_eoq_out *out,
                                struct inv_err *err)
{
    struct inv_problem p;
    enum inv_status st = check(in, yield, &p, err);
    if (st != INV_OK)
        return st;
    struct inv_eoq_out o;
    if (in->annual_demand == 0) {
        struct inv_price_tier t = inv_price_first(in);
        inv_problem_cost(&p, &t, 0, 0, out);
        return inv_problem_finish(out, err);
    }
    /* Nothing that is expected to bring less than nothing will do. */
    double least = yield->kind == INV_YIELD_ADDITIVE ? fmax(0, -yield->mean) : 0;
    double q = fmax(optimum(in, yield), least), x[5];
    *out = (struct inv_eoq_out){ .eoq = NAN, .annual_cost = INFINITY };
    size_t n = isfinite(q) ? inv_lots_near(&p.lots, q, least, INFINITY, x) : 0;
    if (isfinite(q) && receipt(yield, 0) > 0)
        x[n++] = 0;    /* what comes unasked may be enough, whatever the lots */
    /* To order nothing at all is right where orders are free and nothing else speaks for them. */
    bool spared = in->order_cost == 0 && (yield->sd == 0 || yield->kind == INV_YIELD_MULTIPLICATIVE);
    for (size_t i = 0; i < n; i++) {
        if (!(receipt(yield, x[i]) > 0) && !spared)
            continue;
        cost(&p, yield, x[i], &o);
        if (isnan(out->eoq) || o.annual_cost < out->annual_cost)
            *out = o;
    }
    return inv_problem_finish(out, err);
}

enum inv_status inv_yield_at(const struct inv_eoq_in *in, const struct inv_yield *yield, double q,
                             struct inv_eoq_out *out, struct inv_err *err)
{
    struct inv_problem p;
    enum inv_status st = check(in, yield, &p, err);
    if (st == INV_OK)
        st = inv_check_from_zero(q, "eoq", err);
    if (st == INV_OK && in->annual_demand > 0 && !(receipt(yield, q) > 0))
        st = inv_check_wrong(err, "eoq", q, "brings nothing");
    if (st != INV_OK)
        return st;
    cost(&p, yield, q, out);
    return inv_problem_finish(out, err);
}
