/* SPDX-License-Identifier: GPL-3.0-or-later */
/* New items start from old ones: a history for an item that has little or none. */
#ifndef INV_LIKE_H
#define INV_LIKE_H

#include "inv/status.h"

/* The new item is expected to sell `factor` times what the old one does, and that
 * guess counts as much as `weight` periods of its own. */
struct inv_like { double factor, weight; };

/* Share c of the old item's demand x that the new one has, from the periods in which
 * its own y[n] is known. Demand in a period given c is Poisson with mean c x, or like it; c
 * is gamma a priori with mean `factor`, as `weight` periods of the old item's mean
 * demand would have it. The mean a posteriori (Gelman et al. 2013, 2.6) is
 *   c = (factor weight xbar + sum y) / (weight xbar + sum x)
 * x[i]: the old item's demand in the same period, NAN where it is not known: then xbar.
 * Never below 0; `factor` where xbar is not above 0. */
double inv_like_share(const struct inv_like *like, double xbar, const double *x, const double *y, size_t n);

/* The mean of the last known values, of at most so many periods; NAN where none is. */
double inv_like_mean(const double *x, size_t nx, size_t last);

/* out[0 .. at + n): c times x[nx], the old item's history, and from `at` on the new item's own
 * y[n], where it is known. What lies between their ends is NAN. Returns c. */
double inv_like_history(const struct inv_like *like, size_t season, const double *x, size_t nx, size_t at, const double *y,
                        size_t n, double *out);

#endif
