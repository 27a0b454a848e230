/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Order quantities where what comes is not what was ordered.
 *
 * An order of Q brings R units, of mean m and variance v; the next is placed
 * when the stock has run out, so that a cycle takes m / D years and holds
 * E[R^2] / (2 D) unit-years. The cost of a year,
 *     K D / m + h (m + v / m) / 2,
 * follows from renewal reward (Silver 1976, "Establishing the order quantity
 * when the amount received is uncertain"; Snyder and Shen 2019,
 * eqs. 9.22 to 9.25).
 *
 * - Additive: R = Q + Y. Least at m = sqrt(2 K D / h + sd^2), Q = m - mean.
 * - Multiplicative: R = Q Z. Least at Q = sqrt(2 K D / (h (mean^2 + sd^2))).
 *
 * That an order brings less than nothing must be so rare that it does not matter.
 */
#ifndef INV_YIELD_H
#define INV_YIELD_H

#include "inv/eoq.h"

enum inv_yield_kind {
    INV_YIELD_ADDITIVE,         /* Q + Y: units more (or, below 0, fewer) than ordered */
    INV_YIELD_MULTIPLICATIVE    /* Q Z: a share of what was ordered */
};

struct inv_yield {
    enum inv_yield_kind kind;
    double mean;    /* of Y, units; of Z, > 0 */
    double sd;      /* >= 0, the same */
};

/* The cheapest quantity (of those that the lots of `in` allow) and what it
 * costs. eoq is what is ordered; orders_per_year, cycle_time and max_inventory
 * are those of the mean receipt. No demand: order nothing, at no cost. Where
 * suppliers send more than is needed without being asked, eoq is 0.
 * INV_EARG: as inv_eoq_solve; also planned backorders, a production rate or
 * discounts, which do not go with it. */
enum inv_status inv_yield_solve(const struct inv_eoq_in *in, const struct inv_yield *yield, struct inv_eoq_out *out,
                                struct inv_err *err);
/* What an order of q (>= 0, of a mean receipt above 0) costs. */
enum inv_status inv_yield_at(const struct inv_eoq_in *in, const struct inv_yield *yield, double q,
                             struct inv_eoq_out *out, struct inv_err *err);

#endif
