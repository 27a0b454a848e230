/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Box and Cox (1964), JRSS B 26, 211, with signs as in Bickel and Doksum (1981):
 * (sign(y) |y|^lambda - 1) / lambda, log y for lambda 0. */
#ifndef INV_BOXCOX_H
#define INV_BOXCOX_H

#include "inv/status.h"

double inv_boxcox(double y, double lambda);
/* The y of a transformed z. Where there is none, the nearest: -INFINITY or INFINITY. */
double inv_boxcox_back(double z, double lambda);
/* d y / d z at z. */
double inv_boxcox_slope(double z, double lambda);

/* Guerrero (1993), Journal of Forecasting 12, 37: the lambda in [-1, 2] at which the
 * spread of groups of m values (2 where m < 2) is the least uneven: the coefficient
 * of variation of sd / mean^(1 - lambda). Where some values are not positive, in [0.1, 2].
 * Groups with fewer than two known values are left out; 1 where less than two
 * are left. work: 2 (n / 2 + 1). */
double inv_boxcox_guerrero(const double *y, size_t n, size_t m, double *work);

#endif
