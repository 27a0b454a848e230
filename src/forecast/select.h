/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A quantile without sorting all. */
#ifndef INV_FORECAST_SELECT_H
#define INV_FORECAST_SELECT_H

#include <stddef.h>

/* The p-quantile of x[n], n >= 1, by type 7 of Hyndman and Fan (1996). Reorders x. */
double inv_select_quantile(double *x, size_t n, double p);

#endif
