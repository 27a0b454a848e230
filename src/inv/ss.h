/* SPDX-License-Identifier: GPL-3.0-or-later */
/* (s,S) policies under periodic review: at a review with the stock position at
 * or below s, order up to S. Demand that is not met is backordered.
 *
 * Positions are whole units. From S the demands between reviews, p(j), bring the
 * position down; m(j) = (sum of p(l) m(j - l), l = 1..j) / (1 - p(0)), m(0) = 1 / (1 -
 * p(0)), is how many reviews see it at S - j before an order, so that with D = S - s and
 * M(D) = m(0) + ... + m(D - 1) a period costs
 *
 *     c(s,S) = (K / R + sum of m(j) G(S - j), j < D) / M(D),
 *     G(y) = h E max(y - X, 0) + p E max(X - y, 0)
 *
 * (Zheng and Federgruen 1991). A position y after a review decides on
 * the ends of the periods L + 1, ..., L + R later (R periods between reviews, L lead
 * time): G is the mean over the demands X of so many periods. With R = 1, X is the
 * demand of L + 1 periods.
 */
#ifndef INV_SS_H
#define INV_SS_H

#include "inv/pmf.h"
#include "inv/control.h"

struct inv_ss_in {
    double order_cost;              /* K, money an order, >= 0 */
    double holding_cost;            /* h, money a unit held at the end of a period, > 0 */
    double shortage_cost;           /* p, money a unit backordered at the end of a period, > 0 */
    const struct inv_pmf *review;   /* demand between two reviews, not always 0 */
    size_t periods;                 /* R >= 1 */
    const struct inv_dist *ltd;     /* R of them: demand of L + 1, ..., L + R periods; borrowed */
    const struct inv_dist *lead;    /* demand of L periods, for the fill rate; NULL (L = 0): none */
};

/* Scratch that only grows; zeroed by { 0 }. */
struct inv_ss_work;
enum inv_status inv_ss_open(struct inv_ss_work **w, struct inv_err *err);
void inv_ss_close(struct inv_ss_work *w);

/* S - s and the range of S that is searched may be so many units; what needs more
 * is an INV_EARG that says so. */
#define INV_SS_MOST ((size_t)50000)

/* Results: fill_rate is 1 - E[B(L + R) - B(L)] / (demand of R periods), B what
 * is owed so many periods after a review; service the share of periods that end without
 * backorders, for R = 1, else NAN. INV_EARG: an argument missing or outside its range. */

/* The policy that costs least, by the algorithm of Zheng and Federgruen (1991):
 * one pass over S, each cost in D additions, m once for all. */
enum inv_status inv_ss_solve(const struct inv_ss_in *in, struct inv_ss_work *w, struct inv_control *out,
                             struct inv_err *err);
/* What s <= S cost; they need not be whole (orders are placed at S - j <= s); s = S: whenever there was demand. */
enum inv_status inv_ss_at(const struct inv_ss_in *in, double s, double S, struct inv_ss_work *w,
                          struct inv_control *out, struct inv_err *err);
/* The least cost of orders and stock with at least `rate` of the demand met from
 * stock, 0 < rate < 1 (shortage_cost may be NAN): the least such s for each D, up to
 * where no larger D can be cheaper. */
enum inv_status inv_ss_fill(const struct inv_ss_in *in, double rate, struct inv_ss_work *w, struct inv_control *out,
                            struct inv_err *err);
/* The same with at least the share `level` of periods that end without backorders (R = 1). */
enum inv_status inv_ss_level(const struct inv_ss_in *in, double level, struct inv_ss_work *w, struct inv_control *out,
                             struct inv_err *err);

/* The power approximation (Ehrhardt and Mosier 1984). */
struct inv_ss_power {
    double order_cost, holding_cost, shortage_cost;   /* as above, for a review interval */
    double demand;                  /* mean between reviews, > 0 */
    double mean, sd;                /* of the demand of lead time + review interval, sd > 0 */
    bool correction;                /* where D / demand <= 1.5: S at most the newsvendor's level */
};
enum inv_status inv_ss_power(const struct inv_ss_power *in, double *s, double *S, struct inv_err *err);

#endif
