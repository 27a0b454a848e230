/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The likelihood at four places at once. */
#ifndef INV_FORECAST_ARIMA_LOOK_H
#define INV_FORECAST_ARIMA_LOOK_H

#include "arima_fit.h"

struct inv_arima_places {
    const struct inv_arima_order *order;
    double z[INV_FOUR][INV_ARIMA_COEF];
    double value[INV_FOUR];     /* n log S + log |V| */
    double sse[INV_FOUR], logdet[INV_FOUR];
};

/* From order and z all else; x->u: standardised innovations, what is linear taken out. */
void inv_arima_look(struct inv_arima_data *x, struct inv_arima_places *p);
/* Where the value is the least. */
size_t inv_arima_best_of(const struct inv_arima_places *p);

#endif
