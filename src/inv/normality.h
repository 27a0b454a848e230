/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether values look like draws from a normal distribution. */
#ifndef INV_NORMALITY_H
#define INV_NORMALITY_H

#include "inv/status.h"

/* Jarque and Bera (1980), Economics Letters 6, 255: n (S^2 / 6 + (K - 3)^2 / 24) with
 * skewness S and kurtosis K (divisor n), chi-squared with 2 degrees of freedom where
 * the values are normal and many. NAN is missing. Fewer than 3 different from their
 * mean, or all equal: NAN. */
struct inv_jarque_bera { double stat, p; size_t n; };
struct inv_jarque_bera inv_normality_jarque_bera(const double *x, size_t n);

#endif
