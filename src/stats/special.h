/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Special functions behind the distributions. Private to src/stats. */
#ifndef INV_STATS_SPECIAL_H
#define INV_STATS_SPECIAL_H

#include <stdbool.h>

/* log(1 + m) - m without cancellation; m > -1. */
double inv_special_log1pmx(double m);
/* log Gamma(1 + a), accurate relative to a as a goes to 0; a >= 0. */
double inv_special_lgamma1p(double a);
/* log of a! over Stirling's sqrt(2 pi a) (a/e)^a; a > 0. */
double inv_special_stirling(double a);

/* Mills' ratio Q(z) / phi(z), and G(z) / phi(z) = 1 - z Q(z) / phi(z);
 * both for z > -30, without cancellation. */
double inv_special_mills(double z);
double inv_special_gap(double z);

/* Both tails and the weight at a point. */
struct inv_tails { double lower, upper, weight; };

/* The regularised incomplete gamma functions of one shape a. What depends
 * on the shape alone is worked out once. */
struct inv_igamma { double a, lead, lgamma; };
void inv_igamma_init(struct inv_igamma *g, double a);
/* lower P(a, x), upper Q(a, x), weight x^a e^-x / Gamma(a + 1); x >= 0. */
void inv_igamma_tails(const struct inv_igamma *g, double x, struct inv_tails *t);
/* E max(X - x, 0) / Q(a, x) for X of scale 1, x beyond the mean. */
double inv_igamma_gap(const struct inv_igamma *g, double x);
/* scale times the x with P(a, x) = p and Q(a, x) = q; p + q = 1, both in (0, 1). */
double inv_igamma_inverse(const struct inv_igamma *g, double p, double q, double scale);
/* The logarithm of that x (scale 1), to a few per cent. */
double inv_igamma_start(const struct inv_igamma *g, double p, double q);

/* Negative binomial, size r > 0, mean m > 0, at whole k >= 0:
 * lower P(X <= k), upper P(X > k), weight P(X = k). */
void inv_negbin_tails(double r, double m, double k, struct inv_tails *t);
double inv_negbin_pmf(double r, double m, double k);

#endif
