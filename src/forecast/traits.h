/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Traits of a series by which auto knows how far to trust which model. None
 * depends on the unit of the data, and each is bounded, so that weights learned
 * from some series say something sensible of every other. */
#ifndef INV_FORECAST_TRAITS_H
#define INV_FORECAST_TRAITS_H

#include "inv/series.h"

enum inv_trait {
    INV_TRAIT_ONE,          /* 1, the constant */
    INV_TRAIT_LENGTH,       /* log(n / 30), n known values */
    INV_TRAIT_TREND,        /* share of the variance that a straight line takes away */
    INV_TRAIT_SEASON,       /* share of the rest's that the season takes away (Wang, Smith and Hyndman 2006) */
    INV_TRAIT_NOISE,        /* log of the period-to-period changes' sd, in shares of the mean size */
    INV_TRAIT_PERSISTENCE,  /* first autocorrelation around line and season */
    INV_TRAIT_REVERSION,    /* first autocorrelation of the changes */
    INV_TRAIT_SEASONAL,     /* 1 where the season can be told */
    INV_TRAIT_CYCLES,       /* then: log of the seasons seen, less log 5 */
    INV_TRAIT_PERIOD,       /* then: log(m / 12), m periods of a season */
    INV_TRAITS
};

/* Doubles of scratch. */
size_t inv_traits_room(size_t n, size_t m);
/* Of a series with at least 3 known values that are not all equal; n > 0 values. */
void inv_traits_look(const struct inv_series *s, double *scratch, double x[INV_TRAITS]);

#endif
