/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The theta models as one recursion (J. A. Fiorucci, T. R. Pellegrini, F. Louzada,
 * F. Petropoulos, A. B. Koehler 2016, International Journal of Forecasting 32,
 * 1151). With the straight line a + b t through the values, t = 0 at the first, of
 * which the forecast has the share 1 - 1/theta:
 *   mu = l + share D,   D = a w + b (1 - w) / alpha,   w = (1 - alpha)^t
 *   l' = l + alpha (y - l).
 * The line is that of all values, or in the dynamic model that of the values so
 * far. A missing value counts as its forecast mu for l, and not at all for the
 * line. All is linear in the values. */
#ifndef INV_FORECAST_THETA_H
#define INV_FORECAST_THETA_H

#include "inv/series.h"

/* A least-squares line, updated value by value (Welford 1962). */
struct inv_line { double count, t, y, tt, ty; };    /* values, means, sums of squares and products */

struct inv_theta {
    bool dynamic;
    double alpha, share;
    double a, b;            /* the line, where it is not dynamic */
    double l, w, t;         /* level, (1 - alpha)^t, periods so far */
    struct inv_line line;   /* of the values so far, where it is dynamic */
};

void inv_line_add(struct inv_line *l, double t, double y);
static inline double inv_line_slope(const struct inv_line *l) { return l->tt > 0 ? l->ty / l->tt : 0; }
/* The line through n values at t = 0, 1, ..., less `from`; NAN: missing. */
struct inv_line inv_line_of(const double *z, size_t n, double from);

/* What is expected of the next period; the step over it, y NAN where it is missing. */
double inv_theta_expect(const struct inv_theta *th);
void inv_theta_step(struct inv_theta *th, double y);
/* The step over a period to come, as if it would be as expected. */
void inv_theta_ahead(struct inv_theta *th, double mu);

/* Least squares of the one-step errors from period `skip` on, at least 1, in alpha
 * and theta. The start is such that the first value, z[0], which must be known, is
 * as expected; th is the model there. work: INV_THETA_ROOM(n) doubles. */
#define INV_THETA_ROOM(n) (3 * (n))
void inv_theta_fit(const double *z, size_t n, size_t skip, bool dynamic, double *work, struct inv_theta *th);

#endif
