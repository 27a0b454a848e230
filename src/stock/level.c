/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/level.h"

#include <math.h>

static double movement(double x) { return isnan(x) ? 0 : x; }

double inv_level_path(double start, const double *received, const double *sold, size_t n, double *level)
{
    for (size_t t = 0; t < n; t++) {
        start += movement(received[t]) - movement(sold[t]);
        level[t] = start;
    }
    return start;
}

double inv_level_turnover(double sold, double mean_stock)
{
    return mean_stock > 0 ? sold / mean_stock : NAN;
}
