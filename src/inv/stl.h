/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Decomposition of a series into trend, season and remainder by loess.
 *
 * STL: Cleveland, Cleveland, McRae and Terpenning (1990), Journal of Official
 * Statistics 6, 3. The inner loop smooths what is left of the trend at each
 * place of the season (loess over the cycles), takes the slow part of that off
 * again (moving averages over m, m and 3 periods, loess), and smooths what is left
 * of the season for the trend. The outer loop gives weights from the bisquare
 * of remainder / (6 medians of its size), so that single values that are off
 * move neither season nor trend.
 *
 * MSTL: Bandara, Hyndman and Bergmeir (2021), International Journal of
 * Operational Research: several seasons, one after the other, the shortest
 * first, each on the series less all others, twice over.
 *
 * A missing value (NAN) has no weight; the pieces are known there too. Units
 * of all parts are the series'.
 */
#ifndef INV_STL_H
#define INV_STL_H

#include "inv/status.h"

/* How loess smooths: over `span` values (odd, or more than there are), as a
 * constant or a line (degree 0, 1), at every jump-th place. */
struct inv_stl_loess { size_t span, jump; int degree; };

struct inv_stl_spec {
    size_t m;                   /* periods of a season, at least 2 */
    struct inv_stl_loess season, trend, low;   /* of a cycle's place, of the trend, of the low-pass filter */
    bool periodic;              /* the same season in every cycle: its mean is taken at the end */
    size_t inner, outer;        /* passes; outer 0: not robust */
};

/* What R's stl takes by default. season: the span over cycles, odd, at least
 * 7; 0: periodic. */
struct inv_stl_spec inv_stl_usual(size_t m, size_t season, bool robust, size_t n);

/* Doubles of scratch for one call of either. */
size_t inv_stl_room(size_t n, size_t m);

/* y = season + trend + remainder; season, trend and weight have n. weight: of
 * robustness, 0 where y is missing. INV_EARG: m < 2, n < 2 m, no value known. */
enum inv_status inv_stl(const struct inv_stl_spec *spec, const double *y, size_t n, double *season, double *trend,
                        double *weight, double *work, struct inv_err *err);

/* The trend alone: robust loess over `span` values (odd), `rounds` times weighed. work: inv_stl_room(n, 1). */
enum inv_status inv_stl_trend(const double *y, size_t n, size_t span, size_t rounds, double *trend, double *weight,
                              double *work, struct inv_err *err);

/* The seasons m[0] < m[1] < ... of which n has two and more; the others are left
 * out. How many there are of them. */
size_t inv_mstl_seasons(const size_t *m, size_t nm, size_t n);
/* Season i is season[i * n .. i * n + n); the spans over cycles are 11, 15, 19,
 * ... (ibid.). work: n + inv_stl_room(n, m[nm - 1]). nm as inv_mstl_seasons says, at least 1. */
enum inv_status inv_mstl(const size_t *m, size_t nm, bool robust, const double *y, size_t n, double *season,
                         double *trend, double *weight, double *work, struct inv_err *err);

/* What inv_mstl's i-th season costs: the degrees of freedom that it takes from the
 * remainder (m - 1 times the trace of the smoother over the cycles; Cleveland and
 * Devlin 1988), and the variance of its last cycle in variances of the remainder. */
struct inv_mstl_cost { double freedom, last; };
struct inv_mstl_cost inv_mstl_cost(size_t m, size_t i, size_t n);

/* Wang, Smith and Hyndman (2006): 1 - var(remainder) / var(part + remainder),
 * 0..1, over the known y; rest = y - all parts. */
double inv_stl_strength(const double *part, const double *rest, size_t n);

#endif
