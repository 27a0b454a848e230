/* SPDX-License-Identifier: GPL-3.0-or-later */
/* (r,Q) policies under continuous review: when the stock position falls to r,
 * order Q; the order arrives after the lead time, in which X is demanded.
 *
 * The position is uniform over (r, r + Q] and independent of the demand of the
 * lead time that follows, so that a period costs
 *
 *     C(r,Q) = (K d + integral of G(y) over r..r + Q) / Q,
 *     G(y) = h E max(y - X, 0) + p E max(X - y, 0)
 *
 * (Hadley and Whitin 1963, ch. 4; Zheng 1992); for demand in whole units
 * the integral is the sum over y = r + 1, ..., r + Q (Federgruen and Zheng
 * 1992). G is convex, and the optimum takes all y with G(y) below C itself:
 * G(r) = G(r + Q) = C(r,Q). So a policy's cost c gives the next policy, {y:
 * G(y) < c}, which costs less; this ends at the optimum, after a few steps that
 * depend on neither r nor Q (Newton's method on the sum of max(c - G(y), 0) - K d,
 * Zheng 1992). The sums are differences of second-order losses.
 *
 * All money is a period's, like the demand. Demand is backordered but in rq_lost.
 */
#ifndef INV_RQ_H
#define INV_RQ_H

#include "inv/dist.h"
#include "inv/control.h"

struct inv_rq_in {
    double demand;              /* d, units a period, > 0 */
    double order_cost;          /* K, money an order, >= 0 */
    double holding_cost;        /* h, money a unit and period, > 0 */
    double shortage_cost;       /* p, money a unit backordered and period, > 0; inv_rq_eil, inv_rq_lost: a unit short */
    const struct inv_dist *ltd; /* X; borrowed */
    bool whole;                 /* X is whole units (Poisson, negbin, a table of whole numbers): so are r and Q */
};

/* Each: INV_EARG where an argument is missing or outside its range (err's
 * column names it) or a result is out of the range of numbers. service is
 * P(X <= r). Q is 0 where orders are free and demand is not whole: order what is demanded. */

/* The policy that costs least. */
enum inv_status inv_rq_solve(const struct inv_rq_in *in, struct inv_control *out, struct inv_err *err);
/* What r and Q cost (Q > 0, or 0 where an order is free). */
enum inv_status inv_rq_at(const struct inv_rq_in *in, double r, double q, struct inv_control *out, struct inv_err *err);
/* The best r for Q > 0: G(r) = G(r + Q) (Snyder and Shen 2019, eq. 5.9); whole: the largest with G(r + Q) <= G(r). */
enum inv_status inv_rq_best(const struct inv_rq_in *in, double q, struct inv_control *out, struct inv_err *err);

/* Approximations (Snyder and Shen 2019, ch. 5), with their exact cost. Whole
 * units: Q to the nearest, r by its rule the least whole number. */
enum inv_rq_near {
    INV_RQ_EOQB,    /* Q = sqrt(2 K d (h + p) / (h p)), the best r for it (Zheng 1992) */
    INV_RQ_EOQSS,   /* Q = sqrt(2 K d / h), P(X <= r) = p / (p + h) */
    INV_RQ_LOSS     /* E max(X - r, 0) = h Q / (h + p), Q = sqrt(2 (K d + (h + p) n2(r)) / h), n2 the second-order loss:
                       what is short at r + Q is neglected (Hadley and Whitin 1963, ch. 4) */
};
enum inv_status inv_rq_near(const struct inv_rq_in *in, enum inv_rq_near how, struct inv_control *out,
                            struct inv_err *err);
/* Expected inventory level (Hadley and Whitin 1963, ch. 4): p is paid once a
 * unit, P(X > r) = h Q / (p d), Q = sqrt(2 d (K + p n(r)) / h), n the loss. The
 * cost is that of the approximation: h (r - E X + Q / 2) + (K + p n(r)) d / Q.
 * INV_EARG at shortage_cost: h Q >= p d, a shortage costs less than any stock. */
enum inv_status inv_rq_eil(const struct inv_rq_in *in, struct inv_control *out, struct inv_err *err);

/* The least cost of orders and stock with a service; p is not asked for (NAN, or
 * >= 0: shortage_cost is then reported, not weighed).
 * P(X <= r) >= level, 0 < level < 1: */
enum inv_status inv_rq_level(const struct inv_rq_in *in, double level, struct inv_control *out, struct inv_err *err);
/* At least `rate` of the demand met from stock, 0 < rate < 1: the least such r
 * for each Q, then the cheapest Q. */
enum inv_status inv_rq_fill(const struct inv_rq_in *in, double rate, struct inv_control *out, struct inv_err *err);

/* Lost sales, at most one order outstanding (r < Q), Poisson demand: exact
 * (Hadley and Whitin 1963, ch. 4), by enumeration of r. ltd is Poisson; whole
 * is taken for granted. p is paid once for each unit lost; backorders of the
 * result are units lost a period. INV_EARG: another distribution. */
enum inv_status inv_rq_lost(const struct inv_rq_in *in, struct inv_control *out, struct inv_err *err);
enum inv_status inv_rq_lost_at(const struct inv_rq_in *in, double r, double q, struct inv_control *out,
                               struct inv_err *err);

#endif
