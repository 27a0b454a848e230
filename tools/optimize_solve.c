/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-optimize: the policy of a row or key. */
#include "config.h"
#include "optimize.h"

#include <math.h>

static const char *const policy_names[] = { "basestock", "rq", "ss" };
static const char *const method_names[] = { "exact", "eil", "eoqb", "eoqss", "loss", "power", "dp", "ga", "rl" };

enum { C_REORDER_POINT, C_ORDER, C_COST, C_FILL_RATE, C_POLICY, C_METHOD, C_DIST };
enum {
    C_LTD_MEAN = OPTIMIZE_FIXED, C_LTD_SD, C_RATIO, C_SERVICE, C_STOCK, C_BACKORDERS, C_ORDERS, C_ORDER_COST,
    C_HOLDING_COST, C_SHORTAGE_COST, C_UNIT, C_STEPS
};

void optimize_columns(struct optimize *z)
{
    static const char *const more[] = {
        "ltd_mean", "ltd_sd", "critical_ratio", "cycle_service", "mean_stock", "mean_backorders", "orders_per_period",
        "period_order_cost", "period_holding_cost", "period_shortage_cost", "unit", "steps"
    };
    const char *const fixed[OPTIMIZE_FIXED] = {
        "reorder_point", z->policy == POLICY_RQ ? "order_qty" : "order_up_to", "expected_cost", "fill_rate", "policy",
        "method", "dist"
    };
    for (z->ncolumns = 0; z->ncolumns < OPTIMIZE_FIXED; z->ncolumns++)
        z->columns[z->ncolumns] = fixed[z->ncolumns];
    for (size_t i = 0; z->o->explain && i < COUNT(more); i++)
        z->columns[z->ncolumns++] = more[i];
}

/* ---- each policy ------------------------------------------------------------------------------------ */

static enum inv_status solve_rq(struct optimize *z, const struct problem *q, struct answer *a, struct inv_err *err)
{
    enum inv_status st = optimize_demand(z, q, q->L, 0, 1, err);
    if (st != INV_OK)
        return st;
    const struct inv_dist *x = &z->ltd[0];
    bool whole = q->history || inv_dist_discrete(x);
    struct inv_rq_in in = { q->demand, q->K, q->h, q->p, x, whole };
    if (z->o->lost_sales)
        return isnan(q->q) ? inv_rq_lost(&in, &a->c, err) : inv_rq_lost_at(&in, q->r, q->q, &a->c, err);
    if (z->o->evaluate)
        return isnan(q->r) ? inv_rq_best(&in, q->q, &a->c, err) : inv_rq_at(&in, q->r, q->q, &a->c, err);
    if (z->o->target == TARGET_FILL_RATE)
        return inv_rq_fill(&in, q->asked, &a->c, err);
    if (z->o->target == TARGET_SERVICE_LEVEL)
        return inv_rq_level(&in, q->asked, &a->c, err);
    switch (z->method) {
    case METHOD_EIL: return inv_rq_eil(&in, &a->c, err);
    case METHOD_EOQB: return inv_rq_near(&in, INV_RQ_EOQB, &a->c, err);
    case METHOD_EOQSS: return inv_rq_near(&in, INV_RQ_EOQSS, &a->c, err);
    case METHOD_LOSS: return inv_rq_near(&in, INV_RQ_LOSS, &a->c, err);
    default: return inv_rq_solve(&in, &a->c, err);
    }
}

/* Base stock with lost sales counts periods of the lead time and units one by one. */
static enum inv_status solve_lost(struct optimize *z, const struct problem *q, struct answer *a, struct inv_err *err)
{
    if (q->L > rint(q->L) || q->L < rint(q->L) || q->L_sd > 0 || q->L > 1000)
        return inv_err_set(err, INV_EARG, "lost sales: the lead time must be a known whole number of periods");
    if (q->R > 1)
        return inv_err_set(err, INV_EARG, "lost sales: a review every period only");
    struct problem one = *q;
    one.L = 0;
    enum inv_status st = optimize_demand(z, &one, 1, 0, 1, err);
    if (st == INV_OK)
        st = optimize_whole(&z->review, &z->ltd[0], 1e-12, err);
    struct inv_basestock_lost in = { &z->review, (size_t)q->L, q->h, q->p };
    if (st != INV_OK)
        return st;
    return isnan(q->S) ? inv_basestock_lost_solve(&in, &a->c, err) : inv_basestock_lost_at(&in, q->S, &a->c, err);
}

/* An order for each review after demand: its cost decides nothing, but is paid. */
static enum inv_status charge_orders(struct optimize *z, const struct problem *q, struct answer *a, struct inv_err *err)
{
    struct problem p = *q;
    p.L_sd = 0;
    enum inv_status st = INV_OK;
    if (isnan(a->c.orders)) {
        st = optimize_demand(z, &p, q->R, 0, 1, err);
        a->c.orders = st == INV_OK ? inv_dist_sf(&z->ltd[0], 0) / q->R : 0;
    }
    a->c.order_cost = isnan(q->K) ? 0 : q->K * a->c.orders;
    a->c.cost += a->c.order_cost;
    if (st == INV_OK && !isfinite(a->c.cost))
        return inv_err_set(err, INV_EARG, "the costs are out of the range of numbers");
    return st;
}

static enum inv_status find_basestock(struct optimize *z, const struct problem *q, struct answer *a,
                                      struct inv_err *err)
{
    size_t R = (size_t)q->R;
    if (z->o->lost_sales)
        return solve_lost(z, q, a, err);
    enum inv_status st = optimize_demand(z, q, q->L, R, 1, err);
    if (st != INV_OK)
        return st;
    bool whole = q->history || inv_dist_discrete(&z->ltd[R]);
    struct inv_basestock_in in = { q->demand, q->h, q->p, R, &z->ltd[1], &z->ltd[0], whole };
    if (z->o->evaluate)
        return inv_basestock_at(&in, q->S, &a->c, err);
    if (z->o->target == TARGET_FILL_RATE)
        return inv_basestock_fill(&in, q->asked, &a->c, err);
    if (z->o->target == TARGET_SERVICE_LEVEL)
        return inv_basestock_level(&in, q->asked, &a->c, err);
    return inv_basestock_solve(&in, &a->c, err);
}

static enum inv_status solve_basestock(struct optimize *z, const struct problem *q, struct answer *a,
                                       struct inv_err *err)
{
    enum inv_status st = find_basestock(z, q, a, err);
    return st == INV_OK ? charge_orders(z, q, a, err) : st;
}

/* The demand between two reviews: that of R periods without lead time. */
static enum inv_status between(struct optimize *z, const struct problem *q, double unit, struct inv_err *err)
{
    struct problem p = *q;
    p.L_sd = 0;
    enum inv_status st = optimize_demand(z, &p, q->R, 0, unit, err);
    double tail = 1e-12 * fmin(q->demand / unit, 1);      /* where demand is rare it is not a tail */
    return st == INV_OK ? optimize_whole(&z->review, &z->ltd[0], fmax(tail, 1e-300), err) : st;
}

/* Costs of a review interval, for it stands in the place of a period. */
static enum inv_status power(struct optimize *z, const struct problem *q, double unit, double *s, double *S,
                             struct inv_err *err)
{
    const struct inv_dist *x = &z->ltd[(size_t)q->R];
    struct inv_ss_power in = {
        .order_cost = q->K, .holding_cost = q->h * q->R, .shortage_cost = q->p * q->R, .demand = q->demand * q->R,
        .mean = x->mean * unit, .sd = x->sd * unit, .correction = !z->o->no_correction
    };
    return inv_ss_power(&in, s, S, err);
}

/* Whole ones back to what was given: tenths and hundredths as they are printed. */
static double in_units(double n, double unit)
{
    return unit < 1 ? n / rint(1 / unit) : n * unit;
}

static enum inv_status solve_ss(struct optimize *z, const struct problem *q, struct answer *a, struct inv_err *err)
{
    double u = a->unit = optimize_unit(z, q), s = q->r, S = q->S;
    size_t R = (size_t)q->R;
    enum inv_status st = between(z, q, u, err);
    if (st == INV_OK)
        st = optimize_demand(z, q, q->L, R, u, err);
    if (st == INV_OK && z->method == METHOD_POWER)
        st = power(z, q, u, &s, &S, err);
    if (st != INV_OK)
        return st;
    struct inv_ss_in in = { q->K, q->h * u, q->p * u, &z->review, R, &z->ltd[1], &z->ltd[0] };
    if (z->o->evaluate || z->method == METHOD_POWER)
        st = inv_ss_at(&in, s / u, S / u, z->ss, &a->c, err);
    else if (z->o->target == TARGET_FILL_RATE)
        st = inv_ss_fill(&in, q->asked, z->ss, &a->c, err);
    else if (z->o->target == TARGET_SERVICE_LEVEL)
        st = inv_ss_level(&in, q->asked, z->ss, &a->c, err);
    else
        st = inv_ss_solve(&in, z->ss, &a->c, err);
    a->c.reorder_point = isnan(s) ? in_units(a->c.reorder_point, u) : s;
    a->c.order_up_to = isnan(S) ? in_units(a->c.order_up_to, u) : S;
    a->c.on_hand *= u;
    a->c.backorders *= u;
    return st;
}

/* ---- the answer ----------------------------------------------------------------------------------------- */

static void explain(const struct optimize *z, const struct problem *q, const struct answer *a, struct value *out)
{
    out[C_LTD_MEAN] = value_num(a->mean);
    out[C_LTD_SD] = value_num(a->sd);
    out[C_RATIO] = value_num(z->method == METHOD_EIL || z->o->lost_sales ? NAN : q->p / (q->p + q->h));
    out[C_SERVICE] = value_num(a->c.service);
    out[C_STOCK] = value_num(a->c.on_hand);
    out[C_BACKORDERS] = value_num(a->c.backorders);
    out[C_ORDERS] = value_num(a->c.orders);
    out[C_ORDER_COST] = value_num(a->c.order_cost);
    out[C_HOLDING_COST] = value_num(a->c.holding_cost);
    out[C_SHORTAGE_COST] = value_num(a->c.shortage_cost);
    out[C_UNIT] = value_num(a->unit);
    out[C_STEPS] = value_num((double)a->c.steps);
}

static void no_demand(struct optimize *z, struct value *out)
{
    if (!z->none_told)
        tool_note(z->run, "there are items without demand: nothing is to be ordered (method none)");
    z->none_told = true;
    out[C_REORDER_POINT] = out[C_ORDER] = out[C_COST] = value_num(0);
    out[C_POLICY] = value_text(policy_names[z->policy]);
    out[C_METHOD] = value_text("none");
}

static const char *name_of(const struct inv_dist *d)
{
    return d->kind == INV_DIST_TABLE ? "empirical" : inv_dist_name(d->kind);
}

enum inv_status optimize_solve(struct optimize *z, const struct problem *q, struct value *out, struct inv_err *err)
{
    struct answer a = { .method = method_names[z->o->evaluate ? METHOD_EXACT : z->method], .unit = 1 };
    if (q->demand <= 0) {
        no_demand(z, out);
        return INV_OK;
    }
    enum inv_status st = z->policy == POLICY_RQ ? solve_rq(z, q, &a, err)
        : z->policy == POLICY_SS ? solve_ss(z, q, &a, err) : solve_basestock(z, q, &a, err);
    if (st != INV_OK)
        return st;
    const struct inv_dist *x = &z->ltd[z->policy == POLICY_RQ || z->o->lost_sales ? 0 : (size_t)q->R];
    a.dist = name_of(x);
    a.mean = x->mean * a.unit;
    a.sd = x->sd * a.unit;
    out[C_REORDER_POINT] = value_num(a.c.reorder_point);
    out[C_ORDER] = value_num(z->policy == POLICY_RQ ? a.c.order_qty : a.c.order_up_to);
    out[C_COST] = value_num(a.c.cost);
    out[C_FILL_RATE] = value_num(a.c.fill_rate);
    out[C_POLICY] = value_text(policy_names[z->policy]);
    out[C_METHOD] = value_text(a.method);
    out[C_DIST] = value_text(a.dist);
    if (z->o->explain)
        explain(z, q, &a, out);
    return INV_OK;
}
