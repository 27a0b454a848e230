/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stock level over time, and turnover. */
#ifndef INV_LEVEL_H
#define INV_LEVEL_H

#include <stddef.h>

/* level[t] = level[t - 1] + received[t] - sold[t], from `start`: units at the
 * end of each of n periods. Missing (NAN) movements count as none. level may
 * be received or sold. Returns the last level, start where n is 0. */
double inv_level_path(double start, const double *received, const double *sold, size_t n, double *level);

/* Turnover: what was sold in a span over the mean stock of that span, both in
 * units or both in money. NAN where there was no stock. */
double inv_level_turnover(double sold, double mean_stock);

#endif
