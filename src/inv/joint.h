/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Joint replenishment: items that share the cost of an order.
 *
 * Every T years there is an order at S (major), and item i is in each k_i-th of
 * them at s_i more (minor). With demands D_i and holding costs h_i a year costs
 *     (S + sum s_i / k_i) / T + T / 2 sum k_i D_i h_i,
 * for given multiples k_i = 1, 2, 3, ... least at
 *     T = sqrt(2 (S + sum s_i / k_i) / sum k_i D_i h_i),
 * for given T at k_i (k_i - 1) <= 2 s_i / (D_i h_i T^2) <= k_i (k_i + 1).
 *
 * - Exact: as T falls from where all k_i are 1, one multiple after the other
 *   rises by one; of all sets that come by, the best, at its own T, is the best
 *   of all (Goyal 1974, whose enumeration it is; Wildeman, Frenk and Dekker
 *   1997). Below T = S / (cost found - sum sqrt(2 s_i D_i h_i)) none can be better.
 * - Silver's heuristic (1976): the item of least s / (D h) is in every order,
 *   k_i = sqrt(s_i / (D_i h_i) D_1 h_1 / (S + s_1)) rounded, at least 1.
 * - Powers of two: k_i = 1, 2, 4, ..., the best of these by the same walk. It
 *   costs at most 2.1 % more than any policy whatever (Roundy 1985; Jackson,
 *   Maxwell and Muckstadt 1985): 1 / (sqrt(2) ln 2) = 1.0202 of `bound`.
 */
#ifndef INV_JOINT_H
#define INV_JOINT_H

#include "inv/status.h"

struct inv_joint_item {
    double annual_demand;    /* D, units a year, >= 0; 0: not ordered */
    double order_cost;       /* s, money an order that holds the item, >= 0 */
    double holding_cost;     /* h, money a unit and year, > 0 */
};

enum inv_joint_method { INV_JOINT_EXACT, INV_JOINT_SILVER, INV_JOINT_POWER_OF_TWO };

/* How the answer came about. */
enum inv_joint_how {
    INV_JOINT_IS_EXACT,          /* the best of all multiples */
    INV_JOINT_IS_SILVER,
    INV_JOINT_IS_POWER_OF_TWO,   /* the best of all powers of two */
    INV_JOINT_IS_BOUNDED,        /* the best of the first sets: S so small that more than INV_JOINT_STEPS were to be tried */
    INV_JOINT_IS_OWN             /* S is 0: each item at its own EOQ */
};
/* Sets of multiples that are tried, besides 256 an item. */
#define INV_JOINT_STEPS 100000

struct inv_joint_out {
    enum inv_joint_how how;
    double cycle;                /* T, years; NAN where each has its own, or nothing is ordered */
    double annual_major_cost;    /* S / T */
    double annual_cost;          /* of the group: with the items' orders and their stock */
    double bound;                /* no policy costs less (relaxation: cycles that are no multiples) */
};

/* A workspace, made as {0}; only grows. */
struct inv_joint {
    struct inv_joint_walker *walkers;
    size_t cap;
};
void inv_joint_free(struct inv_joint *w);

/* Cycles of n items, years: cycle[i] = k_i T, so that cycle[i] D_i is ordered at
 * a time (0: free orders, buy as needed); NAN without demand. multiple[i]: k_i,
 * NAN where there is none.
 * INV_EARG: an argument outside its range (err's column), costs too large for a double. INV_ENOMEM. */
enum inv_status inv_joint_solve(struct inv_joint *w, const struct inv_joint_item *items, size_t n, double major,
                                enum inv_joint_method method, double *multiple, double *cycle,
                                struct inv_joint_out *out, struct inv_err *err);

#endif
