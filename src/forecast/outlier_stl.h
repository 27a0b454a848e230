/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The methods of inv/outlier.h that decompose the series. */
#ifndef INV_FORECAST_OUTLIER_STL_H
#define INV_FORECAST_OUTLIER_STL_H

#include "inv/outlier.h"

#define INV_OUTLIER_LEAST 5         /* values to judge by */

/* Arrays of o have room for n; flags are clear; o->x is what is decomposed of y. Nothing lies below `floor`. */
enum inv_status inv_outlier_by_stl(struct inv_outlier *o, bool esd, double threshold, size_t m, const double *y,
                                   size_t n, bool intermittent, double floor, struct inv_err *err);

#endif
