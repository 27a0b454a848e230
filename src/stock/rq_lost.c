/* SPDX-License-Identifier: GPL-3.0-or-later */
/* (r,Q) with lost sales, Poisson demand, at most one order outstanding.
 *
 * A cycle runs from one arrival to the next (Hadley and Whitin 1963, ch. 4).
 * It begins with Q + I in stock, I = max(r - X, 0); units go one by one, each after
 * 1 / d on average, until r are left and the order is placed; X is demanded until
 * it arrives. With n = E max(X - r, 0) lost a cycle, Q + n are demanded, so that it
 * takes (Q + n) / d. Stock over the cycle is the sum of y / d for y = r + 1, ..., Q + I,
 * and over the lead time L the integral of E max(r - X(t), 0), where the time at
 * k units demanded is P(X > k) / d on average.
 */
#include "config.h"

#include "stock/rq.h"

#include "stock/check.h"

#include <math.h>

/* More reorder points than that are not tried. */
#define MOST 1000000.0

/* What a reorder point fixes, moved up one by one. */
struct point {
    double r;
    double pmf, cdf;       /* P(X = r), P(X <= r) */
    double sf;             /* P(X > r) */
    double lost;           /* n = E max(X - r, 0) */
    double left, left2;    /* E I, E I (I + 1) */
    double wait;           /* d times the stock over the lead time: sum of (r - k) P(X > k), k < r */
    double tails;          /* sum of P(X > k), k < r + 1 */
};

static struct point first(const struct inv_dist *x)
{
    double pmf = inv_dist_pmf(x, 0), sf = inv_dist_sf(x, 0);
    return (struct point){ .pmf = pmf, .cdf = pmf, .sf = sf, .lost = x->mean, .tails = sf };
}

static void next(struct point *p, const struct inv_dist *x)
{
    /* E I of r + 1 is E I + P(X <= r); E I (I + 1) grows by 2 E (I + 1) 1(X <= r). */
    p->left2 += 2 * (p->left + p->cdf);
    p->left += p->cdf;
    p->wait += p->tails;
    p->lost = p->r + 1 < x->mean + 2 * x->sd ? p->lost - p->sf : inv_dist_loss(x, p->r + 1);
    p->r++;
    p->pmf *= x->mean / p->r;
    if (p->pmf < 1e-280)                    /* began too far out: no digits to go on with */
        p->pmf = inv_dist_pmf(x, p->r);
    p->cdf = fmin(p->cdf + p->pmf, 1);
    p->sf = p->r < x->mean ? fmax(1 - p->cdf, 0) : inv_dist_sf(x, p->r);
    p->tails += p->sf;
}

static void price(const struct inv_rq_in *in, const struct point *p, double q, struct inv_control *out)
{
    double units = q + p->lost, r = p->r;
    double area = 0.5 * (q * (q + 1 + 2 * p->left) + p->left2 - r * (r + 1)) + p->wait;
    *out = (struct inv_control){ .reorder_point = r, .order_qty = q, .order_up_to = r + q, .steps = out->steps };
    out->orders = in->demand / units;
    out->on_hand = fmax(area, 0) / units;
    out->backorders = p->lost * in->demand / units;
    out->order_cost = in->order_cost * out->orders;
    out->holding_cost = in->holding_cost * out->on_hand;
    out->shortage_cost = in->shortage_cost * out->backorders;
    out->cost = out->order_cost + out->holding_cost + out->shortage_cost;
    out->fill_rate = q / units;
    out->service = p->cdf;
}

/* The best Q for r: cost is (c + h Q (Q + 1 + 2 E I) / 2) / (Q + n), which falls and then rises. */
static double best_q(const struct inv_rq_in *in, const struct point *p)
{
    double h = in->holding_cost, r = p->r, n = p->lost;
    double c = (in->order_cost + in->shortage_cost * n) * in->demand + h * (0.5 * (p->left2 - r * (r + 1)) + p->wait);
    /* h (Q^2 / 2 + b Q) + c over Q + n: Q^2 / 2 + n Q + b n = c / h at the root. */
    double b = 0.5 * (1 + 2 * p->left);
    double root = n * n + 2 * (c / h - b * n);
    return fmax(root > 0 ? sqrt(root) - n : 0, r + 1);
}

static enum inv_status check(const struct inv_rq_in *in, struct inv_err *err)
{
    enum inv_status st = inv_rq_check(in, true, err);
    if (st == INV_OK && in->ltd->kind != INV_DIST_POISSON)
        st = inv_err_set(err, INV_EARG, "lost sales under (r,Q) are for Poisson demand alone");
    return st;
}

enum inv_status inv_rq_lost_at(const struct inv_rq_in *in, double r, double q, struct inv_control *out,
                               struct inv_err *err)
{
    enum inv_status st = check(in, err);
    if (st == INV_OK)
        st = inv_check_from_zero(r, "reorder_point", err);
    if (st == INV_OK)
        st = inv_check_positive(q, "order_qty", err);
    if (st == INV_OK && q > floor(q))
        st = inv_check_wrong(err, "order_qty", q, "is not a whole number, as demand is");
    r = floor(r);
    if (st == INV_OK && !(q > r))
        st = inv_check_wrong(err, "order_qty", q,
                             "is not above the reorder point: several orders would be outstanding");
    if (st == INV_OK && r > MOST)
        st = inv_check_wrong(err, "reorder_point", r, "is too large to be enumerated");
    if (st != INV_OK)
        return st;
    struct point p = first(in->ltd);
    while (p.r < r)
        next(&p, in->ltd);
    out->steps = 1;
    price(in, &p, q, out);
    return inv_rq_finish(out, err);
}

/* r from 0 on; once next to nothing is lost more stock only costs. */
enum inv_status inv_rq_lost(const struct inv_rq_in *in, struct inv_control *out, struct inv_err *err)
{
    enum inv_status st = check(in, err);
    if (st != INV_OK)
        return st;
    double last = inv_dist_quantile_upper(in->ltd, 1e-12);
    if (!(last <= MOST))
        return inv_err_set(err, INV_EARG, "lead-time demand of %g is too large to be enumerated", in->ltd->mean);
    struct inv_control best = { .cost = INFINITY }, at = { 0 };
    size_t steps = 0;
    for (struct point p = first(in->ltd); p.r <= last; next(&p, in->ltd)) {
        double q = best_q(in, &p);
        for (double k = floor(q); k <= floor(q) + 1; k++, steps++) {
            price(in, &p, fmax(k, p.r + 1), &at);
            if (at.cost < best.cost)
                best = at;
        }
    }
    *out = best;
    out->steps = steps;
    return inv_rq_finish(out, err);
}
