/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mixtures: with the probability `weight` the distribution `dist`. Demand over
 * a lead time that is random itself is one: given the lead time it is normal,
 * gamma, Poisson ..., and no distribution of one kind has the sum's tail
 * (a random sum; Hadley and Whitin 1963, ch. 3; Eppen and Martin 1988).
 */
#ifndef INV_MIXTURE_H
#define INV_MIXTURE_H

#include "inv/dist.h"

struct inv_mixture_part { double weight; struct inv_dist dist; };

/* The parts are borrowed. mean and sd are the mixture's. */
struct inv_mixture { const struct inv_mixture_part *part; size_t n; double mean, sd; };

/* Weights that are printed with few digits add up to 1 within 1e-6 and are
 * scaled in place to 1. INV_EARG: n = 0, a weight outside 0..1, a sum that is not 1. */
enum inv_status inv_mixture_init(struct inv_mixture *m, struct inv_mixture_part *part, size_t n, struct inv_err *err);

bool inv_mixture_discrete(const struct inv_mixture *m);               /* all parts are Poisson or negbin */
double inv_mixture_cdf(const struct inv_mixture *m, double x);        /* P(X <= x) */
double inv_mixture_sf(const struct inv_mixture *m, double x);         /* P(X > x) */
double inv_mixture_loss(const struct inv_mixture *m, double x);       /* E max(X - x, 0) */
double inv_mixture_loss2(const struct inv_mixture *m, double x);      /* as inv_dist_loss2 */
double inv_mixture_density(const struct inv_mixture *m, double x);    /* the discrete kinds: P(X = x) */
/* The least x with P(X <= x) >= p, 0 < p < 1: between the parts' own. */
double inv_mixture_quantile(const struct inv_mixture *m, double p);

#endif
