/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One holding rate for a whole range of items: what is tied up in stock against
 * how often is ordered.
 *
 * With order quantities that are best at a rate r, the average cycle stock of
 * all items is worth I(r), and N(r) orders a year are placed. For plain EOQs
 * I = sum sqrt(K D c / 2) / sqrt(r) and N = sqrt(r) sum sqrt(D c / (2 K)): a
 * hyperbola, the exchange curve, on which a budget for stock picks a rate
 * (Silver, Pyke and Thomas 2017, ch. 4). I falls with r whatever the
 * prices, lots, backorders and production rates are, in steps where there are lots.
 */
#ifndef INV_EXCHANGE_H
#define INV_EXCHANGE_H

#include "inv/eoq.h"

/* Of all items; money and orders a year. */
struct inv_exchange {
    double holding_rate;
    double investment;               /* average cycle stock, at what its units cost */
    double orders_per_year;          /* missing (NAN) where an item's orders are free and of any size */
    double annual_order_cost, annual_holding_cost, annual_shortage_cost;
    double annual_purchase_cost;     /* of the items with breaks */
    double annual_cost;              /* of all these */
};

/* A point of the curve: all items at that rate (> 0). Their holding_rate is
 * set, their holding_cost is to be NAN, and unit_cost or breaks given.
 * INV_EARG: as inv_eoq_solve for the first item that fails. */
enum inv_status inv_exchange_at(struct inv_eoq_in *items, size_t n, double rate, struct inv_exchange *out,
                                struct inv_err *err);

/* The lowest rate at which the investment is within the budget (> 0); the items are left at it.
 * INV_EARG: the budget is below what lots and breaks leave at any rate (up to
 * INV_EXCHANGE_MOST), or above what is invested at a rate of next to nothing. */
#define INV_EXCHANGE_MOST 1e6
enum inv_status inv_exchange_budget(struct inv_eoq_in *items, size_t n, double budget, struct inv_exchange *out,
                                    struct inv_err *err);

#endif
