/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Discount tables as a row of tiers, in each of which an order of q units
 * costs fixed + unit * q. */
#ifndef INV_STOCK_PRICE_H
#define INV_STOCK_PRICE_H

#include "inv/eoq.h"

struct inv_price_tier {
    double from, below;    /* quantities, from <= q < below */
    double fixed;          /* money an order; > 0 beyond the first break of incremental discounts, and where unit is 0 */
    double unit;           /* money a unit; 0: paid as for the break at which the tier ends; NAN: no price is known */
    size_t next;           /* the break at which it ends */
};

/* The first tier; without breaks it is the only one. */
struct inv_price_tier inv_price_first(const struct inv_eoq_in *in);
/* Goes on to the next; false after the last. */
bool inv_price_next(const struct inv_eoq_in *in, struct inv_price_tier *t);
/* The tier in which an order of q lies. */
struct inv_price_tier inv_price_of(const struct inv_eoq_in *in, double q);

#endif
