/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stock in the periods to come: when it runs out, when to order.
 *
 * Period 1 is the first after the stock was taken. What arrives in a period
 * serves its demand. */
#ifndef INV_PROJECT_H
#define INV_PROJECT_H

#include "inv/status.h"

/* Demand of period t: step[t - 1] for t <= h, then mean (NAN: nothing is known beyond). */
struct inv_demand { const double *step; size_t h; double mean; };

/* qty units that arrive in a period; those of periods below 1 are overdue and counted in period 1. */
struct inv_receipt { int64_t period; double qty; };

/* The first period in which cumulated demand exceeds stock (on hand less
 * backordered) and receipts (n, ascending periods) so far. false: in none. */
bool inv_project_stockout(const struct inv_demand *d, double stock, const struct inv_receipt *receipts, size_t n,
                          int64_t *period);
/* The first period in which the position falls to the trigger or below; 0: it is there already. */
bool inv_project_order(const struct inv_demand *d, double position, double trigger, int64_t *period);
/* Demand of the time from `from` to `to`, in periods from now (>= 0): a part of a
 * period has its share. NAN where a part of it is not known. */
double inv_project_total(const struct inv_demand *d, double from, double to);
/* Periods that the net stock covers at a demand of mean a period; NAN without demand. */
double inv_project_cover(double stock, double mean);

#endif
