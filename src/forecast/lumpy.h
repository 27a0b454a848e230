/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The distribution of lumpy demand: struct inv_lumpy of inv/outlook.h.
 *
 * In each of n periods demand occurs with probability p, and is then a size
 * with mean z and sd s. Both rates come from few observations, so they are
 * uncertain: p is Beta(p b, (1 - p) b) with b = behind_p, and the mean size has
 * variance s^2 / behind_size. Given the rates, periods are independent. The
 * number of demands is then beta-binomial; the total of k demands is gamma, or
 * where sizes are whole k plus a negative binomial number (a larger whole number
 * plus a Poisson one where the sizes vary less), with mean k z and variance
 * k s^2 + k^2 s^2 / behind_size.
 */
#ifndef INV_FORECAST_LUMPY_H
#define INV_FORECAST_LUMPY_H

#include "inv/outlook.h"

/* Variance of one period's demand, and covariance of two. */
double inv_lumpy_variance(const struct inv_lumpy *l);
double inv_lumpy_covariance(const struct inv_lumpy *l);
/* p-quantile of the total of n periods. */
double inv_lumpy_quantile(const struct inv_lumpy *l, size_t n, double p);
/* One path of h periods. */
void inv_lumpy_path(const struct inv_lumpy *l, struct inv_rng *r, size_t h, double *q);

#endif
