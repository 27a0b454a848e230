/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lot sizes for demand that changes from period to period.
 *
 * Period t = 0 .. n-1 has demand d[t]. What is ordered in a period is there for
 * its demand; what is left at its end costs hold[t] a unit, each period its own.
 * An order costs setup[t] and unit[t] a unit. Without `backlog` demand is never
 * late; with it a unit that is owed at the end of t costs backlog[t], and all is
 * delivered by the end of the last period.
 *
 * - INV_LOTSIZE_WAGNER_WHITIN is the cheapest plan. Without bounds on a lot:
 *   Wagner and Whitin's (1958) recursion over the lower hull of the costs to go
 *   (Wagelmans, Van Hoesel and Kolen 1992), O(n log n); with backlogging
 *   (Zangwill 1969) O(n log n) by a hull and a Li Chao tree. With packs, a least
 *   order or capacities: dynamic programming over cumulated lots with a sliding
 *   minimum, O(n N), N the lots of the whole horizon; orders are whole packs, or
 *   whole units where there is no pack. n (N + 1) is at most INV_LOTSIZE_CELLS.
 * - The rules look ahead from a period that lacks stock, and cover periods
 *   t..j: Silver and Meal (1973) while the cost a period falls; least unit cost
 *   while the cost a unit does (Silver, Pyke and Thomas 2017, ch. 5); part-period
 *   balancing to where the cost of carrying comes closest to the order's
 *   (DeMatteis 1968); lot-for-lot t alone; fixed-period `periods` of them, else
 *   EOQ / mean demand, rounded (POQ); eoq orders that quantity of the mean
 *   demand, or what t needs. Packs, least order and capacity then apply; what a
 *   later capacity cannot make is made before. They never backlog.
 */
#ifndef INV_LOTSIZE_H
#define INV_LOTSIZE_H

#include "inv/status.h"

enum inv_lotsize {
    INV_LOTSIZE_WAGNER_WHITIN, INV_LOTSIZE_SILVER_MEAL, INV_LOTSIZE_PART_PERIOD, INV_LOTSIZE_LEAST_UNIT_COST,
    INV_LOTSIZE_LOT_FOR_LOT, INV_LOTSIZE_EOQ, INV_LOTSIZE_FIXED_PERIOD
};
/* wagner-whitin silver-meal part-period least-unit-cost lot-for-lot eoq fixed-period */
const char *inv_lotsize_name(enum inv_lotsize method);

/* The most cells of the bounded recursion, four bytes each. */
#define INV_LOTSIZE_CELLS ((size_t)1 << 24)
/* The most steps of a rolling schedule: plans times the periods of each, times lots where they are bounded. */
#define INV_LOTSIZE_WORK 2e9

/* Arrays are borrowed and have n values. */
struct inv_lotsize_in {
    size_t n;                    /* periods, >= 1 */
    const double *demand;        /* units, >= 0 */
    double stock;                /* units at the beginning; below 0: owed, which adds to the first demand */
    const double *setup;         /* money an order, >= 0 */
    const double *hold;          /* money a unit at the end of the period, >= 0 */
    const double *unit;          /* money a unit bought, >= 0; NULL: the same in all periods, left out */
    const double *backlog;       /* money a unit owed at the end of the period, >= 0; NULL: none may be owed */
    const double *capacity;      /* most units ordered in the period, >= 0 (INFINITY: any); NULL: any */
    double min_lot, pack;        /* least order, order multiple: units; 0: none */
    size_t periods;              /* fixed-period: 0 for the rounded EOQ's */
};

struct inv_lotsize_cost {
    size_t orders;
    double setup, holding, purchase, backlog, total;   /* money over all periods */
};

/* Workspace: the caller's, only grows; {0} at first. */
struct inv_lotsize_work { double *x; size_t cap; void *cells; size_t cap_cells; };
void inv_lotsize_free(struct inv_lotsize_work *w);

/* The plan, to order[n]. INV_EARG: an argument outside its range (err's column
 * names it), more cells than INV_LOTSIZE_CELLS, costs too large for a double.
 * INV_EROW: no plan can meet the demand; the text says which capacity is short. */
enum inv_status inv_lotsize_plan(const struct inv_lotsize_in *in, enum inv_lotsize method, struct inv_lotsize_work *w,
                                 double *order, struct inv_err *err);
/* A rolling schedule: a plan is made every `frozen` (>= 1) periods over the next `window` (>= frozen), and
 * its first `frozen` orders are kept: what planning with that much foresight comes to.
 * INV_EARG: more steps than INV_LOTSIZE_WORK. */
enum inv_status inv_lotsize_roll(const struct inv_lotsize_in *in, enum inv_lotsize method, size_t window, size_t frozen,
                                 struct inv_lotsize_work *w, double *order, struct inv_err *err);
/* What a plan costs, period by period: stock at the ends to ending[n] (below 0: owed). INV_EROW: it leaves
 * demand unmet that must not be (in the first period where it does). */
enum inv_status inv_lotsize_evaluate(const struct inv_lotsize_in *in, const double *order, double *ending,
                                     struct inv_lotsize_cost *cost, struct inv_err *err);
/* Wagner and Whitin without bounds or backlogging: also the least cost from each period on, togo[n + 1],
 * with no stock at its beginning, and the period of the order after one placed there, next[n]. stock is 0. */
enum inv_status inv_lotsize_to_go(const struct inv_lotsize_in *in, struct inv_lotsize_work *w, double *togo,
                                  size_t *next, struct inv_err *err);

#endif
