/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Order quantities where the supplier is not always there.
 *
 * He is up for a time that is exponential with rate l and then down for one
 * with rate u. What was ordered comes at once; when the stock has run out while
 * he is down, demand is lost, at p a unit, until he is back. He is down when an
 * order of Q has been sold with probability
 *     f(Q) = l / (l + u) (1 - exp(-(l + u) Q / D)),
 * and a year costs
 *     g(Q) = (K + h Q^2 / (2 D) + p D f / u) / (Q / D + f / u)
 * (Parlar and Berkin 1991, corrected by Berk and Arreola-Risa 1994). g falls,
 * then rises: where its slope is 0 the slope's own is that of h (1 + f'/u) +
 * (l + u) (f'/u) (h x - p), x = Q / D, which is above 0 from the first such
 * place on. Approximate: f = l / (l + u), which holds where cycles are long
 * beside disruptions; then
 *     Q = (sqrt((D f h)^2 + 2 h u (K D u + D^2 p f)) - D f h) / (h u), at h Q a year
 * (Snyder 2014, "A tight approximation for an EOQ model with supply disruptions").
 */
#ifndef INV_DISRUPTION_H
#define INV_DISRUPTION_H

#include "inv/eoq.h"

struct inv_disruption {
    double rate;          /* l: disruptions a year of being up, >= 0; 0: never */
    double recovery;      /* u: recoveries a year of being down, > 0 */
    double lost_cost;     /* p: of a unit of demand that is lost, > 0 */
    bool approximate;     /* Snyder's */
};

struct inv_disruption_out {
    struct inv_eoq_out cost;    /* annual_shortage_cost: of what is lost; cycle_time: with the waiting at its end */
    double lost_sales;          /* units a year */
};

/* The cheapest quantity (of those that the lots of `in` allow) and what it costs.
 * No demand: order nothing, at no cost. Orders are free and losing what the
 * supplier's absence costs is cheaper than any stock: quantity 0 (buy as needed).
 * INV_EARG: as inv_eoq_solve; planned backorders, a production rate or
 * discounts, which do not go with it; every sale lost costs no more than the
 * best of orders (err's column: shortage_cost). */
enum inv_status inv_disruption_solve(const struct inv_eoq_in *in, const struct inv_disruption *dis,
                                     struct inv_disruption_out *out, struct inv_err *err);
/* What an order of q (> 0, or 0 where nothing is demanded or an order is free) costs. */
enum inv_status inv_disruption_at(const struct inv_eoq_in *in, const struct inv_disruption *dis, double q,
                                  struct inv_disruption_out *out, struct inv_err *err);

#endif
