/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Key figures of stock and of service over the periods of one item. Private to src/stock. */
#ifndef STOCK_KPI_STOCK_H
#define STOCK_KPI_STOCK_H

#include "inv/kpi.h"

struct inv_kpi_stock {
    double mean, mean_at_cost, mean_at_price;    /* of the periods' ends; NAN: not known */
    double on_hand, value;                       /* at the end */
    double dead, slow, excess;                   /* of the value */
    double age[INV_KPI_AGES];                    /* money, or units without a cost */
    double age_sum, age_weight;                  /* days x these; these */
};
void inv_kpi_stock_of(const struct inv_kpi_in *in, struct inv_kpi_stock *out);

struct inv_kpi_service {
    size_t known, out;            /* periods of which it is known whether there was a stock-out; with one */
    size_t cycles, failed;        /* replenishment cycles; with a stock-out */
    double demand, met;           /* where demand is known; 0 */
    double lost, lost_revenue;    /* NAN: not known */
};
void inv_kpi_service_of(const struct inv_kpi_in *in, struct inv_kpi_service *out);

/* What came in period t, whose stock `after` is known: by the receipts, else by the stock known last before
 * and the sales since. NAN: not known. */
double inv_kpi_received(const struct inv_kpi_in *in, size_t t, double before, double sold, double after);

#endif
