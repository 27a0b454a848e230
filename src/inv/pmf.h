/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Demand in whole units as a vector of probabilities: what exact recursions
 * (s,S policies, finite horizons, random sums) work on. The memory is the
 * caller's and only grows; free it with inv_pmf_free. */
#ifndef INV_PMF_H
#define INV_PMF_H

#include "inv/dist.h"

/* P(X = lo + i) = p[i], i < n; they add up to 1. Zeroed by { 0 }. */
struct inv_pmf { double *p; size_t n, lo, cap; };
void inv_pmf_free(struct inv_pmf *v);

/* The most values that a vector may have: what needs more is an INV_EARG that says so. */
#define INV_PMF_MAX ((size_t)1 << 26)

/* Of a distribution. A continuous one is rounded to whole units, P(k) = F(k + 1/2) -
 * F(k - 1/2), a listed one likewise. Demand is not negative: what lies below 0
 * is put on 0. Tails of at most `tail` (say 1e-12) on either side are put on
 * the outermost values. */
enum inv_status inv_pmf_of(struct inv_pmf *v, const struct inv_dist *d, double tail, struct inv_err *err);
/* Of given probabilities p[n] of lo, lo + 1, ...; checked as inv_dist_table does. */
enum inv_status inv_pmf_copy(struct inv_pmf *v, const double *p, size_t n, size_t lo, struct inv_err *err);
/* v = a + b, independent; v is neither of them. */
enum inv_status inv_pmf_add(struct inv_pmf *v, const struct inv_pmf *a, const struct inv_pmf *b, struct inv_err *err);
/* v = the sum of `times` independent copies of a (0: a point mass at 0), cut to tails of at
 * most `tail`; v is not a. work[2] are scratch. */
enum inv_status inv_pmf_times(struct inv_pmf *v, const struct inv_pmf *a, size_t times, double tail,
                              struct inv_pmf work[2], struct inv_err *err);
/* v += weight * a, for mixtures: begin with { .n = 0 }, end when the weights add up to 1. */
enum inv_status inv_pmf_mix(struct inv_pmf *v, const struct inv_pmf *a, double weight, struct inv_err *err);
/* Puts tails of at most `tail` on either side on the outermost values that stay. */
void inv_pmf_cut(struct inv_pmf *v, double tail);

double inv_pmf_mean(const struct inv_pmf *v);
double inv_pmf_variance(const struct inv_pmf *v);
/* As a distribution with its loss, quantiles and tails; x[n] is filled with the values. v and x outlive d. */
enum inv_status inv_pmf_dist(const struct inv_pmf *v, double *x, struct inv_dist *d, struct inv_err *err);

#endif
