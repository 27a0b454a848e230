/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One order for one season: the newsvendor.
 *
 * Demand X of the season is a distribution; q units are ordered before it is
 * known. A unit left over costs `overage`, a unit short `underage`; the expected
 * cost  overage E(q - X)+ + underage E(X - q)+  is least at the least q with
 * P(X <= q) >= underage / (underage + overage)  (Edgeworth 1888; Arrow, Harris and
 * Marschak 1951; Snyder and Shen 2019, s. 4.3).
 */
#ifndef INV_NEWSVENDOR_H
#define INV_NEWSVENDOR_H

#include "inv/dist.h"
#include "inv/status.h"

/* What a unit brings and costs, money a unit, >= 0 (salvage: below 0 where getting rid of it costs). */
struct inv_newsvendor_prices {
    double price;          /* of a unit sold */
    double unit_cost;      /* of a unit ordered */
    double salvage;        /* what a unit left over still brings */
    double penalty;        /* of a unit short, above the sale that is lost */
    double holding;        /* of a unit left over */
};
/* overage = unit_cost - salvage + holding, underage = price - unit_cost + penalty.
 * INV_EARG: out of range, or a unit left over costs nothing, so that no quantity is too large. */
enum inv_status inv_newsvendor_costs(const struct inv_newsvendor_prices *p, double *overage, double *underage,
                                     struct inv_err *err);

struct inv_newsvendor_in {
    const struct inv_dist *demand;               /* of the season, units */
    double overage;                              /* money a unit, > 0 */
    double underage;                             /* money a unit; 0 or less: not worth ordering */
    const struct inv_newsvendor_prices *prices;  /* NULL: no profit, only cost */
    double pack_size, moq;                       /* order multiple, least order: units; 0: none */
};

struct inv_newsvendor_out {
    double order_qty;              /* units, >= 0 */
    double critical_ratio;         /* underage / (underage + overage), 0..1 */
    double expected_cost;          /* of units left over and units short */
    double expected_profit;        /* with prices; else NAN */
    double expected_sales, expected_left, expected_short;    /* units */
    double fill_rate;              /* expected sales / mean demand; 1 where there is none */
    double stockout_probability;   /* P(X > q) */
};

/* The best quantity: with packs and a least order the cheaper neighbour, or none. INV_EARG: out of range. */
enum inv_status inv_newsvendor_solve(const struct inv_newsvendor_in *in, struct inv_newsvendor_out *out,
                                     struct inv_err *err);
/* What an order of q >= 0 comes to. */
enum inv_status inv_newsvendor_at(const struct inv_newsvendor_in *in, double q, struct inv_newsvendor_out *out,
                                  struct inv_err *err);

/* Several items out of one budget: q[n] of least total expected cost with sum of unit[i] q[i] <= budget
 * (Hadley and Whitin 1963, ch. 6): the ratios fall to (underage - l unit) / (underage + overage) with one
 * multiplier l, which goes to *multiplier: what one more unit of money would save (0: the budget does
 * not bind). Demands in whole units, packs and listed values are topped up by what saves most for its money.
 * An item whose share would be less than its moq gets that or none, whichever costs less at l; what it
 * does not get is the others'. unit[i] > 0, budget >= 0. */
enum inv_status inv_newsvendor_budget(const struct inv_newsvendor_in *in, const double *unit, size_t n, double budget,
                                      double *q, double *multiplier, struct inv_err *err);

/* ---- close kin: base-stock levels of a period's demand ------------------------------------------ */

/* The myopic level when the purchase cost changes from c to c_next, discounted by 0 < factor <= 1: ratio
 * (p - c + factor c_next) / (p + h), cost c y + g(y) - factor c_next (y - E X) (Veinott 1966; Zipkin 2000).
 * h, p: money a unit held or short at the end of the period. INV_EARG: the ratio is not within 0..1.
 * level, here and below: NAN in: the best, which may be below 0, is found; else the cost is that of level. */
enum inv_status inv_newsvendor_myopic(const struct inv_dist *demand, double h, double p, double c, double c_next,
                                      double factor, double *level, double *cost, struct inv_err *err);
/* The base-stock level for a demand of d a period, for certain, when supply fails with probability
 * `disruption` and comes back with `recovery` in each period (Snyder and Shen 2019,
 * eqs. 9.14 and 9.18), 0 <= disruption <= 1, 0 < recovery <= 1; the expected cost of a period. */
enum inv_status inv_newsvendor_disrupted(double h, double p, double d, double disruption, double recovery,
                                         double *level, double *cost, struct inv_err *err);
/* The same when an order of q brings q + Y, Y normal with `mean` and `sd`, or uniform on lo..hi (ibid.,
 * eqs. 9.27 and 9.28). */
enum inv_status inv_newsvendor_yield(double h, double p, double d, double mean, double sd, double *level, double *cost,
                                     struct inv_err *err);
enum inv_status inv_newsvendor_yield_uniform(double h, double p, double d, double lo, double hi, double *level,
                                             double *cost, struct inv_err *err);

#endif
