/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A stock policy and what it does in the long run: what inv/rq.h, inv/ss.h and
 * inv/basestock.h find. */
#ifndef INV_CONTROL_H
#define INV_CONTROL_H

#include <stddef.h>

/* Quantities are units, money and orders a period's. NAN: not known. */
struct inv_control {
    double reorder_point;     /* an order is placed when the position is at or below it */
    double order_qty;         /* (r,Q): Q. Otherwise order_up_to - reorder_point */
    double order_up_to;       /* (s,S) and base stock: S. (r,Q): reorder_point + order_qty */
    double cost;              /* expected: the three below */
    double order_cost, holding_cost, shortage_cost;
    double on_hand;           /* mean stock that holding is paid for */
    double backorders;        /* mean units owed, or lost a period where demand that is not met is lost */
    double orders;            /* a period */
    double fill_rate;         /* share of demand met from stock, 0..1 */
    double service;           /* probability of no stock-out: see the policy */
    size_t steps;             /* that the search took */
};

#endif
