/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Base stock: at every review, order what brings the stock position up to S.
 *
 * Orders cost nothing beyond their units. S decides on what is in stock, or owed,
 * at the ends of the periods L + 1, ..., L + R later (L lead time, R periods between
 * reviews), so that a period costs the mean of
 *
 *     h E max(S - X, 0) + p E max(X - S, 0)
 *
 * over the demands X of so many periods; with R = 1 the best S is the newsvendor's,
 * P(X <= S) = p / (p + h), X the demand of L + 1 periods (Arrow, Harris and Marschak
 * 1951; Zipkin 2000, ch. 9). With R > 1 it is the mean of the P(X <= S) that is p / (p + h).
 */
#ifndef INV_BASESTOCK_H
#define INV_BASESTOCK_H

#include "inv/pmf.h"
#include "inv/control.h"

struct inv_basestock_in {
    double demand;                /* mean of a period, units, > 0 */
    double holding_cost;          /* h, money a unit held at the end of a period, > 0 */
    double shortage_cost;         /* p, money a unit backordered at the end of a period, > 0; lost: a unit lost */
    size_t periods;               /* R >= 1 */
    const struct inv_dist *ltd;   /* R of them: demand of L + 1, ..., L + R periods; borrowed */
    const struct inv_dist *lead;  /* demand of L periods; NULL: none (L = 0) */
    bool whole;                   /* demand is whole units: so is S */
};

/* reorder_point and order_up_to are S; service is P(X <= S), R = 1, else the mean
 * of the R. orders are NAN (one a review with demand).
 * lost: the share of periods that sell, and so order.
 * INV_EARG: an argument missing or outside its range (err's column names it). */
enum inv_status inv_basestock_solve(const struct inv_basestock_in *in, struct inv_control *out, struct inv_err *err);
enum inv_status inv_basestock_at(const struct inv_basestock_in *in, double S, struct inv_control *out,
                                 struct inv_err *err);
/* The least S with service (the mean P(X <= S)) >= level, or fill rate >= rate; p may be NAN. */
enum inv_status inv_basestock_level(const struct inv_basestock_in *in, double level, struct inv_control *out,
                                    struct inv_err *err);
enum inv_status inv_basestock_fill(const struct inv_basestock_in *in, double rate, struct inv_control *out,
                                   struct inv_err *err);

/* Lost sales, reviewed every period, whole units, lead time of L whole periods: a
 * period's order is what the period before sold, and arrives L periods later (L = 0: at
 * once). Exact by the Markov chain of what is on order (Zipkin 2008, "Old and new
 * methods for lost-sales inventory systems"), whose states are the ways to spread S
 * units over L periods and the shelf: up to so many of them. Cost is convex in S
 * (Janakiraman and Roundy 2004). */
#define INV_BASESTOCK_STATES ((size_t)5000)
struct inv_basestock_lost {
    const struct inv_pmf *demand; /* of a period */
    size_t lead_time;             /* L */
    double holding_cost;          /* h, money a unit held at the end of a period, > 0 */
    double shortage_cost;         /* p, money a unit lost, > 0 */
};
/* INV_EARG also where the best S would need more states. */
enum inv_status inv_basestock_lost_solve(const struct inv_basestock_lost *in, struct inv_control *out,
                                         struct inv_err *err);
enum inv_status inv_basestock_lost_at(const struct inv_basestock_lost *in, double S, struct inv_control *out,
                                      struct inv_err *err);

#endif
