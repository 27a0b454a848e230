/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a series has a season, and the series without it. */
#ifndef INV_FORECAST_SEASON_H
#define INV_FORECAST_SEASON_H

#include "inv/series.h"

enum inv_season { INV_SEASON_NONE, INV_SEASON_ADDITIVE, INV_SEASON_MULTIPLICATIVE };

/* The season is there where the autocorrelation at lag m is above 1.645 times its
 * standard error by Bartlett's formula, sqrt((1 + 2 (r_1^2 + ... + r_{m-1}^2)) / n)
 * (Assimakopoulos and Nikolopoulos 2000; Fiorucci et al. 2016). Fewer values than
 * two seasons and one show none. `work`: m + 1 doubles. */
bool inv_season_found(const struct inv_series *s, double *work);

/* Classical decomposition (Kendall and Stuart 1983, ch. 46; Hyndman and
 * Athanasopoulos 2021, 3.4): the trend is a centred moving average over a season,
 * figure[m] the means of what is left of each position, of mean 0 where it is
 * added and 1 where it is multiplied; z[n] is the series less it, or divided by
 * it. `kind`: what it is to be; additive also where values are not positive or an
 * index is below 0.01. A missing value stays missing; for the moving average alone it
 * is the mean of those a season before and after it. INV_SEASON_NONE, and z the
 * series as it is: a position without a value whose trend is known. */
enum inv_season inv_season_remove(const struct inv_series *s, enum inv_season kind, double *figure, double *z);

/* A value with its season: position i of the season is figure[i]. */
static inline double inv_season_put(enum inv_season kind, double z, double figure)
{
    return kind == INV_SEASON_ADDITIVE ? z + figure : kind == INV_SEASON_MULTIPLICATIVE ? z * figure : z;
}
static inline double inv_season_take(enum inv_season kind, double y, double figure)
{
    return kind == INV_SEASON_ADDITIVE ? y - figure : kind == INV_SEASON_MULTIPLICATIVE ? y / figure : y;
}

#endif
