/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Demand distributions: cdf, survival, inverses of both tails, first-order loss. */
#ifndef INV_DIST_H
#define INV_DIST_H

#include "inv/rng.h"
#include "inv/status.h"

enum inv_dist_kind {
    INV_DIST_NORMAL, INV_DIST_LOGNORMAL, INV_DIST_GAMMA,
    INV_DIST_POISSON, INV_DIST_NEGBIN, INV_DIST_EMPIRICAL,
    INV_DIST_TABLE
};

/* Made by inv_dist_init or inv_dist_empirical; read it freely. sd 0 is a
 * point mass at the mean for every kind but Poisson. */
struct inv_dist {
    enum inv_dist_kind kind;
    double mean, sd;
    double a, b;         /* normal: mean, sd; lognormal: mu, sigma; gamma: shape, scale;
                            Poisson: mean, 0; negbin: size r, probability p (mean r(1-p)/p) */
    const double *x;     /* empirical, table: borrowed, ascending, n values */
    const double *w;     /* table: borrowed, their probabilities; empirical: equal weights, NULL */
    size_t n;
};

/* By moments. Poisson ignores sd; negbin with sd^2 <= mean becomes Poisson.
 * INV_EARG: not finite, sd < 0, mean < 0 where the kind has no negatives,
 * mean 0 with sd > 0 where that cannot be, or sd / mean so large that the
 * parameters are no doubles (beyond 1e145). */
enum inv_status inv_dist_init(struct inv_dist *d, enum inv_dist_kind kind, double mean, double sd, struct inv_err *err);
/* Sorts x in place; x must outlive d. mean and sd (divisor n) are those of the
 * values themselves. INV_EARG: n = 0, a value that is not finite. */
enum inv_status inv_dist_empirical(struct inv_dist *d, double *x, size_t n, struct inv_err *err);
/* A table of values x[n], ascending, and their probabilities w[n]; both must
 * outlive d. Probabilities that are printed with few digits add up to 1 within
 * 1e-6: w is scaled in place to 1. INV_EARG: n = 0, values that do not ascend or
 * are not finite, a probability outside 0..1, a sum that is not 1. */
enum inv_status inv_dist_table(struct inv_dist *d, const double *x, double *w, size_t n, struct inv_err *err);

/* Results are finite for every x and p; NAN gives NAN. A p or q outside (0, 1)
 * is taken for the nearest double inside. Quantiles beyond DBL_MAX are DBL_MAX.
 * An empirical quantile is type 1 of Hyndman and Fan (1996). Poisson and negbin
 * with a mean from 1e15 up are computed as gamma of the same mean and sd. */
bool inv_dist_discrete(const struct inv_dist *d);
double inv_dist_cdf(const struct inv_dist *d, double x);        /* P(X <= x) */
double inv_dist_sf(const struct inv_dist *d, double x);         /* P(X > x), accurate in the far tail */
double inv_dist_quantile(const struct inv_dist *d, double p);   /* least x with P(X <= x) >= p; 0 < p < 1 */
double inv_dist_quantile_upper(const struct inv_dist *d, double q); /* the same for p = 1 - q, accurate for tiny q */
double inv_dist_loss(const struct inv_dist *d, double x);       /* E max(X - x, 0) */
/* P(X = k) of the discrete kinds, empirical and table; 0 for the others. */
double inv_dist_pmf(const struct inv_dist *d, double k);
/* The density of the continuous kinds (0 of a point mass); P(X = x) of the others. */
double inv_dist_density(const struct inv_dist *d, double x);
/* Second-order loss, what a backlog integrates to: E (max(X - x, 0))^2 / 2; for
 * Poisson and negbin at a whole x the counts' own, E max(X - x, 0) max(X - x - 1, 0) / 2,
 * which is the sum of the losses at x + 1, x + 2, ... (Zipkin 2000, s. C.2). In the
 * far tail absolute, not relative accuracy: the square of x in rounding errors. */
double inv_dist_loss2(const struct inv_dist *d, double x);
double inv_dist_draw(const struct inv_dist *d, struct inv_rng *r);
const char *inv_dist_name(enum inv_dist_kind kind);

/* The standard normal, used everywhere. Inverse: Wichura (1988), AS 241. */
double inv_normal_cdf(double z);
double inv_normal_pdf(double z);
double inv_normal_quantile(double p);
/* Student's t with nu > 0 degrees of freedom, by GSL. */
double inv_student_quantile(double p, double nu);
double inv_student_size(double nu);   /* E |T|, nu > 1 */
double inv_normal_loss(double z);    /* G(z) = phi(z) - z (1 - Phi(z)), accurate in both tails */

#endif
