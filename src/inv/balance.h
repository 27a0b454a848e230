/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stock levels from movements: I_t = I_(t-1) + P_t - S_t, units and money, of
 * one item in one place or in several that it is moved between.
 *
 * Money moves as inv/layers.h says:
 * - opening, receipt: come at their cost, else at the last known one. Below zero: go back.
 * - sale: goes at the cost that the valuation gives, which is its cogs. Below zero: a return.
 * - return (by a customer): comes at its cost, else at what a unit was last sold at there, else as an
 *   adjustment; its cogs are negative. Below zero: a sale.
 * - adjustment: above zero comes at its cost, else at the average of what is there,
 *   else the last known; below zero goes at the valuation's. No cogs.
 * - transfer_out: goes on its way with its layers, their dates and costs. transfer_in takes from what
 *   is on its way, oldest first, so that no value is made or lost; what nobody sent (or all,
 *   where there is one place) comes at its cost, else as an adjustment.
 *   Neither is below zero.
 * - count: what is there, by a stocktake. Booked as an adjustment of the difference, or only reported.
 * Where no cost is known at all, 0 is taken, and counted in `uncosted`.
 */
#ifndef INV_BALANCE_H
#define INV_BALANCE_H

#include "inv/layers.h"
#include "inv/status.h"

enum inv_move {
    INV_MOVE_OPENING, INV_MOVE_RECEIPT, INV_MOVE_SALE, INV_MOVE_RETURN, INV_MOVE_ADJUSTMENT,
    INV_MOVE_TRANSFER_IN, INV_MOVE_TRANSFER_OUT, INV_MOVE_COUNT
};
const char *inv_balance_move_name(enum inv_move type);    /* opening receipt ... count */
/* Any case, - for _; issue is a sale, stocktake a count. */
bool inv_balance_move_by_name(const char *s, size_t n, enum inv_move *type);

struct inv_movement {
    int64_t time;
    size_t seq;              /* its place in the file: earlier ones of one time come first */
    size_t place;            /* 0.. */
    enum inv_move type;
    double qty;              /* units, finite */
    double cost;             /* money a unit, of this movement; NAN: not said */
    double otherwise;        /* what a unit is known to cost where nothing else is; NAN: not known */
};

struct inv_moved {           /* what became of it */
    double change;           /* of on_hand, units */
    double on_hand;          /* after it */
    double cost;             /* change of the stock's value */
    double value;            /* after it */
    double cogs;             /* cost of goods sold: of a sale, taken back by a return, made good by a receipt */
    double difference;       /* count: counted less book; else NAN */
};

/* Workspace, {0} at first. After inv_balance_item the stock of each place is in place[]. */
struct inv_balance {
    enum inv_valuation valuation;
    bool report;                  /* counts are reported, not booked */
    bool linked;                  /* transfers of the item go from place to place */
    struct inv_layers *place; size_t nplaces, cap_places;
    struct inv_layers transit;    /* sent and not arrived */
    double *sold; size_t cap_sold;    /* what a unit was last sold at, a place */
    struct inv_movement *scratch, *held; size_t cap_scratch, cap_held;
    uint64_t uncosted;            /* movements valued at 0; added up over items */
    double unsent;                /* units of this item that arrived without having been sent */
};
void inv_balance_free(struct inv_balance *b);

/* Puts m[n] in order (of time, then seq; a transfer in waits for the transfers out of its time that it
 * needs) and goes through them; out[i] is m[i]'s. INV_EARG: sums that no double holds; err's line is not set, *at is
 * the movement. */
enum inv_status inv_balance_item(struct inv_balance *b, struct inv_movement *m, size_t n, size_t nplaces,
                                 struct inv_moved *out, size_t *at, struct inv_err *err);

#endif
