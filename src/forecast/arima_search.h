/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Choosing the order (Hyndman and Khandakar 2008, Journal of Statistical Software 27, 3). */
#ifndef INV_FORECAST_ARIMA_SEARCH_H
#define INV_FORECAST_ARIMA_SEARCH_H

#include "arima_fit.h"
#include "inv/arima.h"

/* What is needed at most, of p .. Q, for a series with `seen` known values. */
void inv_arima_limits(const struct inv_arima_choice *choice, size_t seen, size_t m, struct inv_arima_order *most);

/* Doubles for inv_arima_differences. */
size_t inv_arima_differences_room(size_t n, size_t m, size_t nx);
/* d and D, two in all at most, into *o by the strength of the season and KPSS tests, of s less what its
 * regressors explain. `seasonal`: D is 1 where there are three seasons of it. */
void inv_arima_differences(const struct inv_series *s, bool seasonal, double *work, struct inv_arima_order *o);

/* At the differences of x: the order with the least AICc, and a price for each term, among those whose roots
 * are beyond 1.01, by steps from the best of four to its neighbours, or all of them. */
bool inv_arima_search(struct inv_arima_data *x, const struct inv_arima_order *most, bool full, bool seasonal,
                      struct inv_arima_found *best);
/* Whether its second difference is undone by moving averages with a root near 1 (Plosser
 * and Schwert 1977, Journal of Econometrics 6, 199). */
bool inv_arima_overdifferenced(const struct inv_arima_found *f);

#endif
