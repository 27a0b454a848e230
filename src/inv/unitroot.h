/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many differences make a series stationary. NAN is missing. */
#ifndef INV_UNITROOT_H
#define INV_UNITROOT_H

#include "inv/status.h"

/* Kwiatkowski, Phillips, Schmidt and Shin (1992), Journal of Econometrics 54, 159,
 * eq. 13, around a level: sum of squared partial sums of the deviations over n^2
 * times their long-run variance, with Bartlett weights up to `lags`. Large:
 * not stationary. Missing values are passed over. NAN where nothing varies. */
double inv_unitroot_kpss(const double *x, size_t n, size_t lags);
/* Its level of significance, on the line between the values of table 1; 0.01 and 0.1
 * at the ends. */
double inv_unitroot_kpss_p(double statistic);

/* The first differences, 0..most, that the test does not reject at 5 % (Hyndman and
 * Khandakar 2008, 3.1), with lags up to 3 sqrt(n) / 13. work: 2 n. */
size_t inv_unitroot_ndiffs(const double *x, size_t n, size_t most, double *work);

/* Wang, Smith and Hyndman (2006): the strength of the season in a decomposition
 * (inv_mstl), 0..1. INV_EARG: fewer than two seasons, m < 2. work: inv_unitroot_season_room. */
size_t inv_unitroot_season_room(size_t n, size_t m);
enum inv_status inv_unitroot_season(const double *x, size_t n, size_t m, double *work, double *strength,
                                    struct inv_err *err);

/* The seasonal differences, 0..most: those that take the strength to 0.64 or below. As long as two
 * seasons are left. work: n + inv_unitroot_season_room(n, m). */
size_t inv_unitroot_nsdiffs(const double *x, size_t n, size_t m, size_t most, double *work);

#endif
