/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Autocorrelation, and whether a series has any. */
#ifndef INV_ACF_H
#define INV_ACF_H

#include "inv/status.h"

/* r[0..lags] of x[n], r[0] = 1, as R's acf(x, na.action = na.pass): deviations
 * from the one mean, the sum of products over all pairs that are both there
 * divided by their number plus the lag, which is n where nothing is missing
 * (Box and Jenkins 1976, eq. 2.1.11). NAN is missing. A lag without a pair, and every lag
 * of a constant series, is 0. Returns how many values there are. */
size_t inv_acf(const double *x, size_t n, size_t lags, double *r);
/* The same for one lag. */
double inv_acf_lag(const double *x, size_t n, size_t lag);

/* Partial autocorrelations r[1..lags] from autocorrelations r[0..lags], in place, by the
 * recursion of Durbin (1960); r[0] stays. work: 2 lags. */
void inv_acf_partial(double *r, size_t lags, double *work);

/* Ljung and Box (1978), Biometrika 65, 297: Q = n (n + 2) sum r[k]^2 / (n - k),
 * k = 1..lags; n is the number of values there are. p is the probability of a
 * Q at least so large under no autocorrelation: chi-squared with lags - fitted
 * degrees of freedom (1 where that would be less). */
struct inv_ljung_box { double q, p; };
struct inv_ljung_box inv_acf_ljung_box(const double *r, size_t n, size_t lags, size_t fitted);

#endif
