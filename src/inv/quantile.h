/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sample quantiles, type 7 of Hyndman and Fan (1996), American Statistician 50,
 * 361: R's and numpy's default. With h = (n - 1) p counted from 0, the value is
 * x[floor h] + (h - floor h) (x[floor h + 1] - x[floor h]) of the sorted values. */
#ifndef INV_QUANTILE_H
#define INV_QUANTILE_H

#include "inv/status.h"

/* The p-quantile, 0 <= p <= 1, of x[n], which is partly sorted in place (Hoare's
 * selection: linear in n). NAN values are moved to the end and not counted;
 * NAN where there are no others. */
double inv_quantile_select(double *x, size_t n, double p);
/* The same of values in ascending order, without NAN. */
double inv_quantile_sorted(const double *x, size_t n, double p);
/* The same, x untouched; scratch holds n doubles. */
double inv_quantile(const double *x, size_t n, double p, double *scratch);
double inv_quantile_median(const double *x, size_t n, double *scratch);
/* Median absolute deviation from the median, times 1.4826 (R's mad: the sd of
 * normal data). */
double inv_quantile_mad(const double *x, size_t n, double *scratch);

#endif
