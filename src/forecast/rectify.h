/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A normal variable that is set to zero where it is negative: demand for which
 * a model of the mean is right but negatives make no sense.
 *
 * X = max(0, loc + scale Z), Z standard normal. With a = loc / scale,
 *   E X   = scale (phi(a) + a Phi(a))
 *   E X^2 = scale^2 ((1 + a^2) Phi(a) + a phi(a))
 * (Tobin 1958; Maddala 1983, appendix), so the coefficient of variation depends
 * on a alone and falls in it: loc and scale are matched to a mean and an sd. For
 * cv below 0.3 it is taken for the normal itself.
 */
#ifndef INV_FORECAST_RECTIFY_H
#define INV_FORECAST_RECTIFY_H

struct inv_rectify { double loc, scale; };

/* Above a cv of INV_RECTIFY_CV (a mean that a trend takes to zero and below) the
 * shape stays that of INV_RECTIFY_CV and moves down with the mean, so that the
 * upper quantiles sink to zero steadily and not at once. */
#define INV_RECTIFY_CV 3.0

struct inv_rectify inv_rectify_match(double mean, double sd);

#endif
