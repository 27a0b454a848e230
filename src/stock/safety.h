/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of inv/safety.h share. Private to src/stock. */
#ifndef INV_STOCK_SAFETY_H
#define INV_STOCK_SAFETY_H

#include "inv/safety.h"

/* X, and where the stock is reviewed from time to time the demand over the lead time alone. */
struct law {
    struct inv_mixture all, lead;
    bool periodic;
    struct inv_mixture_part one[2];    /* of all and lead, where there is one lead time */
};

/* The least s at which the share `rate` of demand is met, with orders of q (0, NAN: as small as can be). */
double inv_safety_fill_point(const struct law *law, double q, double rate);
/* short_per_cycle and fill_rate at s. */
void inv_safety_fill_served(const struct law *law, double q, double s, struct inv_safety_served *out);

/* The s >= mean that costs least where a stock-out costs as much as holding 1 / price
 * units; false: none is better than the mean. */
bool inv_safety_occasion_point(const struct inv_mixture *all, double price, double *s);

#endif
