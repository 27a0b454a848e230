/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which of several forecasts is better, and whether that may be chance. */
#ifndef INV_COMPARE_H
#define INV_COMPARE_H

#include "inv/status.h"

/* Diebold and Mariano (1995), Journal of Business & Economic Statistics 13, 253:
 * the mean of loss differences d_t = loss of A - loss of B over its standard
 * error, from autocovariances up to lag h - 1 where forecasts of h steps overlap:
 *   DM = mean d / sqrt((g_0 + 2 sum_{l<h} g_l) / n)
 * times sqrt((n + 1 - 2h + h (h - 1) / n) / n), against Student's t with n - 1
 * degrees of freedom (Harvey, Leybourne and Newbold 1997, International Journal
 * of Forecasting 13, 281, eq. 9). Several series are pooled: products are within
 * each, the mean is common. The sums stay small, however many there are.
 * Where the variance comes out negative, h is taken for 1, as R's dm.test does. */
struct inv_dm { size_t h; double *x; };      /* x: inv_dm_room(h) doubles of the caller, zero at first */
size_t inv_dm_room(size_t h);
/* Adds the differences of one series, in order of time; NAN: none. */
void inv_dm_add(struct inv_dm *dm, const double *d, size_t n);
struct inv_dm_test { double n, mean, stat, p; };    /* p: two-sided; NAN with fewer than 2, or no variance */
struct inv_dm_test inv_dm_test(const struct inv_dm *dm);

/* Ranks of k methods over n cases, 1 the least loss, ties share theirs
 * (Friedman 1937; Demsar 2006, Journal of Machine Learning Research 7, 1). */
struct inv_ranks { size_t k; double n; double *sum, *wins; };   /* k each, of the caller, zero at first */
/* loss[k] of one case, which counts where all are known. rank[k]: scratch. */
void inv_ranks_add(struct inv_ranks *r, const double *loss, double *rank);
/* Friedman's chi-squared with k - 1 degrees of freedom, ties not corrected for, and its p. */
struct inv_friedman { double chi, p; };
struct inv_friedman inv_ranks_friedman(const struct inv_ranks *r);
/* Mean ranks that differ by more are different at level alpha (Nemenyi 1963):
 * q sqrt(k (k + 1) / 6n), q the upper quantile of the range of k normals over sqrt 2. */
double inv_ranks_distance(size_t k, double n, double alpha);

#endif
