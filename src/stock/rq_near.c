/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Approximations of (r,Q): each fixes one of the two and finds the other. */
#include "config.h"

#include "stock/rq.h"

#include "stock/check.h"

#include <math.h>

/* Turns of r and Q; they converge by a factor a turn that is small where Q is large beside the spread. */
#define TURNS 1000

static double whole_q(const struct inv_rq_in *in, double q)
{
    return in->whole ? fmax(rint(q), 1) : q;
}

/* The y at which E max(X - y, 0) has fallen to n > 0: tangents from the left, where it is convex. */
static double loss_inverse(const struct inv_rq_in *in, double n)
{
    double y = in->ltd->mean - n;
    for (int i = 0; i < 200; i++) {
        double over = inv_dist_loss(in->ltd, y) - n, next = y + over / inv_dist_sf(in->ltd, y);
        if (!(over > 0) || !isfinite(next) || next - y <= 1e-15 * fmax(fabs(y), in->ltd->sd))
            break;
        y = next;
    }
    return in->whole ? ceil(y - 1e-9) : y;
}

/* The two equations in turn, from the order quantity without shortages. */
static void loss_function(const struct inv_rq_in *in, double *r, double *q, size_t *steps)
{
    double h = in->holding_cost, p = in->shortage_cost, kd = in->order_cost * in->demand;
    *q = inv_rq_root(in->order_cost, in->demand, h) * sqrt(1 + h / p);
    for (int i = 0; i < TURNS; i++) {
        double n = h * *q / (h + p);
        *r = n > 0 ? loss_inverse(in, n) : inv_rq_ratio(in->ltd, p, h);
        double next = sqrt(2 * (kd + (h + p) * inv_rq_loss2(in, *r)) / h);
        (*steps)++;
        bool same = fabs(next - *q) <= 1e-14 * next || n <= 0;
        *q = n > 0 ? next : 0;
        if (same)
            break;
    }
    *q = whole_q(in, *q);
}

enum inv_status inv_rq_near(const struct inv_rq_in *in, enum inv_rq_near how, struct inv_control *out,
                            struct inv_err *err)
{
    double r = 0, q = 0, h = in->holding_cost, p = in->shortage_cost;
    enum inv_status st = inv_rq_check(in, true, err);
    if (st != INV_OK)
        return st;
    out->steps = 1;
    switch (how) {
    case INV_RQ_EOQB:
        q = whole_q(in, inv_rq_root(in->order_cost, in->demand, h) * sqrt(1 + h / p));
        r = inv_rq_point(in, q);
        break;
    case INV_RQ_EOQSS:
        q = whole_q(in, inv_rq_root(in->order_cost, in->demand, h));
        r = inv_rq_ratio(in->ltd, p, h);
        break;
    case INV_RQ_LOSS:
        loss_function(in, &r, &q, &out->steps);
        break;
    }
    inv_rq_price(in, r, q, out);
    return inv_rq_finish(out, err);
}

/* ---- a cost once a unit short ----------------------------------------------------------------- */

static enum inv_status too_cheap(double p, struct inv_err *err)
{
    inv_err_set(err, INV_EARG, "%g a unit is less than what stock costs that could prevent it", p);
    inv_err_column(err, "shortage_cost", 13);
    return INV_EARG;
}

enum inv_status inv_rq_eil(const struct inv_rq_in *in, struct inv_control *out, struct inv_err *err)
{
    double h = in->holding_cost, p = in->shortage_cost, d = in->demand, mean = in->ltd->mean, r = 0, short_of = 0;
    enum inv_status st = inv_rq_check(in, true, err);
    if (st != INV_OK)
        return st;
    double q = inv_rq_root(in->order_cost, d, h);
    if (!(q > 0)) {                        /* orders are free: as small as can be, and no shortage is worth it */
        inv_err_set(err, INV_EARG, "0: there is no expected inventory level without a cost of ordering");
        inv_err_column(err, "order_cost", 10);
        return INV_EARG;
    }
    size_t steps = 0;
    for (double next = 0; steps < TURNS; q = next) {
        double beyond = h * q / (p * d);
        if (!(beyond < 1))
            return too_cheap(p, err);
        r = beyond < 0.5 ? inv_dist_quantile_upper(in->ltd, beyond) : inv_dist_quantile(in->ltd, 1 - beyond);
        short_of = inv_dist_loss(in->ltd, r);
        next = inv_rq_root(in->order_cost + p * short_of, d, h);
        steps++;
        if (fabs(next - q) <= 1e-14 * next) {
            q = next;
            break;
        }
    }
    q = whole_q(in, q);
    inv_rq_price(in, r, q, out);           /* stock, fill rate and orders are exact */
    out->steps = steps;
    out->on_hand = r - mean + q / 2;
    out->holding_cost = h * out->on_hand;
    out->backorders = short_of * d / q;
    out->shortage_cost = p * out->backorders;
    out->cost = out->order_cost + out->holding_cost + out->shortage_cost;
    return inv_rq_finish(out, err);
}
