/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What to order now: policies, and what bounds an order.
 *
 * All quantities are units. The inventory position is on_hand + on_order -
 * backordered: an order is placed against it, since what is on its way counts
 * (Hadley and Whitin 1963, ch. 4; Silver, Pyke and Thomas 2017, ch. 6).
 */
#ifndef INV_REORDER_H
#define INV_REORDER_H

#include "inv/status.h"

enum inv_policy {
    INV_POLICY_RQ,        /* at or below reorder_point: the least multiple of lot that brings it above */
    INV_POLICY_SS,        /* at or below reorder_point: up to order_up_to, else reorder_point + lot */
    INV_POLICY_RS,        /* at every review: up to reorder_point */
    INV_POLICY_MINMAX,    /* at or below min_stock: up to max_stock */
    INV_POLICY_FORMULA,   /* max(0, L + S - I - P): min_stock L, expected sales S, position I + P */
    INV_POLICY_DEMAND,    /* at every review: up to the mean demand of the interval to protect + safety_stock */
    INV_POLICY_FORECAST   /* the same of a forecast, period by period */
};
const char *inv_policy_name(enum inv_policy policy);      /* rq ss rs minmax formula demand forecast */

enum inv_round { INV_ROUND_UP, INV_ROUND_DOWN, INV_ROUND_NEAREST };

/* What made an order differ from the policy's quantity; of several, what moved it most. */
enum inv_bound {
    INV_BOUND_NONE, INV_BOUND_MOQ, INV_BOUND_PACK, INV_BOUND_MAX_STOCK, INV_BOUND_BUDGET, INV_BOUND_SUPPLIER,
    INV_BOUND_TRANSFER, INV_BOUND_END_OF_LIFE, INV_BOUND_SUBSTITUTE
};
/* none moq pack max_stock budget supplier transfer end_of_life substitute */
const char *inv_bound_name(enum inv_bound bound);

/* NAN: not given. What a policy does not use it does not look at. */
struct inv_reorder_in {
    enum inv_policy policy;
    double on_hand, on_order, backordered;   /* on_hand is needed; NAN of the others is 0 */
    double reorder_point;                    /* rq, ss, rs */
    double lot;                              /* rq, ss: order quantity >= 0; 0: any quantity will do */
    double order_up_to;                      /* ss */
    double min_stock;                        /* minmax, formula */
    double max_stock;                        /* minmax; else a limit that the position does not pass */
    double demand;                           /* formula: expected sales */
    double protect, safety_stock;            /* demand, forecast: demand of the interval to protect; NAN safety is 0 */
    double late;                             /* demand, forecast: of on_order, what arrives too late for the interval */
    double moved;                            /* units that come from other places (below 0: go there) instead of orders */
    double others;                           /* units that items lack which this one replaces: ordered as well */
    bool replaced;                           /* by another item: nothing is ordered */
    double to_come;                          /* demand until the item's end: no order goes beyond it */
    double moq, pack_size;                   /* 0 or NAN: none */
    enum inv_round round;                    /* to packs; never below moq */
};
struct inv_reorder_in inv_reorder_defaults(void);   /* policy rq, nothing given */

struct inv_reorder_out {
    double position;
    double asked;            /* what the policy is asked with: the position less `late` and `others` */
    double trigger;          /* the position at or below which the policy orders */
    double order_up_to;      /* the level it aims at: reorder_point + lot for rq */
    double need;             /* the policy's quantity, >= 0 */
    double order_qty;        /* after what bounds it */
    double room;             /* the most that may be ordered: max_stock, end of life; INFINITY: no limit */
    enum inv_bound bound;
};

/* INV_EARG: what the policy needs is missing, or out of range (err's column names it). */
enum inv_status inv_reorder_solve(const struct inv_reorder_in *in, struct inv_reorder_out *out, struct inv_err *err);

#endif
