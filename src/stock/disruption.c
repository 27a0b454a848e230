/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/disruption.h"

#include <math.h>

#include "stock/check.h"
#include "stock/problem.h"

struct model {
    const struct inv_disruption *dis;
    double d, k, h;      /* D, K, h */
    double both;         /* l + u */
    double down;         /* l / (l + u): share of time in which the supplier is down */
};

static enum inv_status state(struct model *m, struct inv_problem *p, const struct inv_eoq_in *in,
                             const struct inv_disruption *dis, struct inv_err *err)
{
    enum inv_status st = inv_problem_state(p, in, err);
    if (st == INV_OK)
        st = inv_problem_plain(in, "supply disruptions", err);
    if (st == INV_OK)
        st = inv_check_from_zero(dis->rate, "disruption_rate", err);
    if (st == INV_OK)
        st = inv_check_positive(dis->recovery, "recovery_rate", err);
    if (st == INV_OK)
        st = inv_check_positive(dis->lost_cost, "shortage_cost", err);
    if (st != INV_OK)
        return st;
    struct inv_price_tier t = inv_price_first(in);
    double both = dis->rate + dis->recovery;
    *m = (struct model){ dis, in->annual_demand, in->order_cost, inv_problem_holding(in, &t, 1), both,
                         dis->rate / both };
    return isfinite(both) ? INV_OK : inv_err_set(err, INV_EARG, "the rates are out of the range of numbers");
}

/* f: that the supplier is down when the stock of x years has run out. */
static double absence(const struct model *m, double x)
{
    return m->dis->approximate ? m->down : m->down * -expm1(-m->both * x);
}

/* ---- costs of a quantity ----------------------------------------------------------- */

static void cost(const struct model *m, const struct inv_problem *p, double q, struct inv_disruption_out *out)
{
    struct inv_price_tier t = inv_price_first(p->in);
    inv_problem_cost(p, &t, q, 0, &out->cost);
    struct inv_eoq_out *o = &out->cost;
    out->lost_sales = o->annual_shortage_cost = 0;
    if (m->d == 0)
        return;
    double x = q / m->d, wait = absence(m, x) / m->dis->recovery, cycle = x + wait;
    if (cycle > 0) {
        o->cycle_time = cycle;
        o->orders_per_year = 1 / cycle;
        o->annual_order_cost = m->k / cycle;
        o->annual_holding_cost = m->h / 2 * q * (x / cycle);
        out->lost_sales = m->d * (wait / cycle);
    } else    /* an order for each unit: what comes while he is down is lost */
        out->lost_sales = m->d * m->down;
    o->annual_shortage_cost = m->dis->lost_cost * out->lost_sales;
    o->annual_cost = o->annual_order_cost + o->annual_holding_cost + o->annual_shortage_cost;
}

/* ---- the best quantity ------------------------------------------------------------- */

/* 1 - (1 + y) exp(-y), to all digits also where y is small: the sum of (-1)^n y^n (n - 1) / n!, n >= 2. */
static double second(double y)
{
    if (y > 0.1)
        return -expm1(-y) - y * exp(-y);
    return y * y * (1. / 2 - y * (1. / 3 - y * (1. / 8 - y * (1. / 30 - y * (1. / 144 - y * (1. / 840 - y * (1. / 5760
                 - y / 45360)))))));
}

/* A multiple of g's slope (that is above 0): N' T - N T' of g = N / T, divided by D. */
static double slope(const struct model *m, double x)
{
    double u = m->dis->recovery, share = m->dis->rate / u * exp(-m->both * x);    /* f' / u */
    double f = m->down * -expm1(-m->both * x);
    return m->h * x * (x / 2 * (1 - share) + f / u) - m->dis->lost_cost * m->down / u * second(m->both * x)
         - m->k / m->d * (1 + share);
}

/* Years of demand in the best order. */
static double exact(const struct model *m)
{
    double lo = inv_problem_harris(m->k / m->d, 1, m->h);
    if (lo <= 0)
        lo = 1 / m->both;
    if (!isfinite(lo))
        return INFINITY;
    double hi = lo;
    while (!(slope(m, lo) < 0) && lo > 0)
        lo /= 2;
    while (slope(m, hi) < 0 && hi < INFINITY)
        hi *= 2;
    for (;;) {
        double x = lo + (hi - lo) / 2;
        if (!(x > lo && x < hi))
            return lo == 0 ? 0 : x;
        if (slope(m, x) < 0)
            lo = x;
        else
            hi = x;
    }
}

/* The same with f = l / (l + u). a / (sqrt(b^2 + a) + b) loses nothing where sqrt(b^2 + a) - b would. */
static double approximate(const struct model *m)
{
    double b = m->down / m->dis->recovery;
    double a = 2 / m->h * (m->k / m->d + m->dis->lost_cost * b);
    return a == 0 ? 0 : a / (sqrt(b * b + a) + b);
}

static enum inv_status finish(const struct model *m, const struct inv_disruption_out *out, struct inv_err *err)
{
    enum inv_status st = inv_problem_finish(&out->cost, err);
    if (st == INV_OK && !isfinite(out->lost_sales))
        st = inv_err_set(err, INV_EARG, "the costs are out of the range of numbers");
    double none = m->dis->lost_cost * m->d;
    if (st == INV_OK && m->d > 0 && out->cost.annual_cost > none) {
        inv_err_set(err, INV_EARG, "to lose every sale costs %g a year, the best order %g", none,
                    out->cost.annual_cost);
        inv_err_column(err, "shortage_cost", 13);
        st = INV_EARG;
    }
    return st;
}

enum inv_status inv_disruption_solve(const struct inv_eoq_in *in, const struct inv_disruption *dis,
                                     struct inv_disruption_out *out, struct inv_err *err)
{
    struct inv_problem p;
    struct model m;
    enum inv_status st = state(&m, &p, in, dis, err);
    if (st != INV_OK)
        return st;
    double years = m.d == 0 ? 0 : dis->approximate ? approximate(&m) : exact(&m);
    double q = years * m.d, x[4] = { 0 };
    size_t n = m.d == 0 ? 1 : isfinite(q) ? inv_lots_near(&p.lots, q, 0, INFINITY, x) : 0;
    *out = (struct inv_disruption_out){ .cost = { .eoq = NAN, .annual_cost = INFINITY } };
    for (size_t i = 0; i < n; i++) {
        struct inv_disruption_out o;
        cost(&m, &p, x[i], &o);
        if (isnan(out->cost.eoq) || o.cost.annual_cost < out->cost.annual_cost)
            *out = o;
    }
    return finish(&m, out, err);
}

enum inv_status inv_disruption_at(const struct inv_eoq_in *in, const struct inv_disruption *dis, double q,
                                  struct inv_disruption_out *out, struct inv_err *err)
{
    struct inv_problem p;
    struct model m;
    enum inv_status st = state(&m, &p, in, dis, err);
    bool none = q == 0 && st == INV_OK && (m.d == 0 || m.k == 0);
    if (st == INV_OK && !none)
        st = inv_check_positive(q, "eoq", err);
    if (st != INV_OK)
        return st;
    cost(&m, &p, q, out);
    st = inv_problem_finish(&out->cost, err);
    if (st == INV_OK && !isfinite(out->lost_sales))
        st = inv_err_set(err, INV_EARG, "the costs are out of the range of numbers");
    return st;
}
