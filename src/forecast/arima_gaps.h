/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The likelihood of a series of which values are missing: Kalman's filter on the
 * series as it is, its differences being part of the states (Kohn and Ansley 1986,
 * JASA 81, 751; Harvey 1989, 3.4). They start from the first values, or where some of them are missing from
 * a variance of 1e6 var(e).
 */
#ifndef INV_FORECAST_ARIMA_GAPS_H
#define INV_FORECAST_ARIMA_GAPS_H

#include "arima_arma.h"

/* y_t = w_t + sum by[i] y(t - lag[i]): what (1 - B)^d (1 - B^m)^D is. */
struct inv_arima_delta { size_t n, lag[8]; double by[8]; };
void inv_arima_delta(struct inv_arima_delta *x, const struct inv_arima_order *o);

size_t inv_arma_gaps_room(size_t r, size_t memory, size_t ncol);
/* As inv_arma_pass, of values that are not differenced. u is 0 where nothing is known
 * or the value only settles where the series starts. How many u count. */
size_t inv_arma_pass_gaps(const struct inv_arma *a, const struct inv_arima_order *o, const struct inv_arma_columns *w,
                          double *work, inv_four *u, double logdet[INV_FOUR]);

/* P of the r states from first = P[.][0], per var(e): P[i * stride + j]. */
void inv_arma_spread(const struct inv_arma *a, const inv_four *first, inv_four *P, size_t stride);

#endif
