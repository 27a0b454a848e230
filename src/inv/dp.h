/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A finite horizon with demand and costs that change: dynamic programming.
 *
 * In period t the stock position x (whole units; below 0: owed) may be raised to
 * y > x for K + c (y - x); then D is demanded. The least expected cost from t on is
 *
 *     V_t(x) = min over y >= x of { K 1(y > x) + c (y - x) + G_t(y) + a E V_{t+1}(y - D_t) },
 *     G_t(y) = h E max(y - X_t, 0) + p E max(X_t - y, 0)
 *
 * (Scarf 1960; Snyder and Shen 2019, eq. 4.66), a the discount factor. Without lead
 * time X_t is D_t. With a lead time of L periods, X_t is the demand of t to t + L, and
 * h and p are those of t + L, discounted to t. After the last period each unit
 * left, or owed, costs terminal_holding, or terminal_shortage.
 *
 * The recursion is exact for whatever costs: the minimum is taken over all y. V
 * and G are straight lines left of a least and right of a largest position
 * (below no demand, or its orders, no bend is left; above the largest total demand
 * there is none), which bounds the table without loss; positions outside, a starting stock
 * too, are on the lines. Where K never rises (K_t >= a K_{t+1}) the policy is (s,S) in
 * each period; where it does, reorder_point and order_up_to are those of the lowest
 * positions, and `simple` says whether that is all.
 */
#ifndef INV_DP_H
#define INV_DP_H

#include "inv/pmf.h"

struct inv_dp_period {
    double order_cost;              /* K >= 0, money an order */
    double unit_cost;               /* c >= 0, money a unit */
    double holding_cost;            /* h >= 0, money a unit left at the end of the period */
    double shortage_cost;           /* p >= 0, money a unit owed at the end of the period */
    const struct inv_pmf *demand;   /* D_t */
    const struct inv_dist *ltd;     /* X_t */
    const struct inv_dist *lead;    /* X_t without the last period's demand; NULL: none (L = 0) */
};

struct inv_dp_in {
    const struct inv_dp_period *period; size_t n;     /* those in which can be ordered; n >= 1 */
    double discount;                /* 0 < a <= 1 */
    double terminal_holding, terminal_shortage;       /* >= 0, money a unit after the last period */
    double stock;                   /* the position at the beginning; between whole units the mean of both counts */
};

/* What is best in a period, and what is expected of it seen from the first. */
struct inv_dp_level {
    double reorder_point;           /* s; NAN: never order */
    double order_up_to;             /* S; NAN likewise */
    bool simple;                    /* (s,S) is all */
    double cost;                    /* E V_t, not discounted to the first period; in the first: V_1(stock) */
    double orders;                  /* the probability that one is placed */
    double on_hand, backorders;     /* at the end of the period that is charged, means */
    double fill_rate;               /* of the demand of the last period of X_t; NAN without any */
};

/* Scratch that only grows. */
struct inv_dp_work;
enum inv_status inv_dp_open(struct inv_dp_work **w, struct inv_err *err);
void inv_dp_close(struct inv_dp_work *w);

/* The most positions of all periods together, and additions, beyond which is an
 * INV_EARG that says so. */
#define INV_DP_MOST ((size_t)1 << 24)
#define INV_DP_WORK 4e9

/* level[n]. INV_EARG: an argument outside its range (err's column names it), or sizes. */
enum inv_status inv_dp_solve(const struct inv_dp_in *in, struct inv_dp_work *w, struct inv_dp_level *level,
                             struct inv_err *err);

#endif
