/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Running moments: one pass, no cancellation, missing values skipped. */
#ifndef INV_MOMENTS_H
#define INV_MOMENTS_H

#include "inv/status.h"

/* Updates after Welford (1962), Technometrics 4, 419; higher moments and merging
 * after Chan, Golub and LeVeque (1983) and Pebay (2008), eqs. 2.1 and 3.1. Begin
 * with {0}; read n, min and max (when n > 0) freely. */
struct inv_moments {
    size_t n;                  /* values counted; NAN is not */
    double mean, min, max;
    double m2, m3;             /* sums of (x - mean)^2, (x - mean)^3 */
};

void inv_moments_add(struct inv_moments *m, double x);
void inv_moments_add_array(struct inv_moments *m, const double *x, size_t n);
/* As if the values of `from` had been added to m. */
void inv_moments_merge(struct inv_moments *m, const struct inv_moments *from);

/* Divisor n - 1; 0 for one value or none; at most DBL_MAX. */
double inv_moments_variance(const struct inv_moments *m);
double inv_moments_sd(const struct inv_moments *m);
/* m3 / n over (m2 / n)^(3/2), R's e1071 type 1; 0 where all values
 * are equal, or so large or small that their cubes are no doubles. */
double inv_moments_skew(const struct inv_moments *m);
/* sd / |mean|; NAN where the mean is 0. */
double inv_moments_cv(const struct inv_moments *m);

#endif
