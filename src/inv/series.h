/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A demand series: one value a period, NAN where it is not known. */
#ifndef INV_SERIES_H
#define INV_SERIES_H

#include "inv/status.h"

struct inv_series {
    const double *y;      /* n values in order of time, borrowed; NAN: missing, which is not zero */
    size_t n;
    size_t m;             /* periods of a season; 1: none */
    /* Regressors: period t's values are x[t * nx .. t * nx + nx), also of the periods
     * after n that will be forecast. Borrowed; x NULL and nx 0: none. */
    const double *x;
    size_t nx;
    size_t phase;         /* y[0]'s place in the season by the calendar, which other series share; 0: not known */
    const char *const *xname;   /* nx names; NULL: x1, x2, ... */
    /* What inv_series_look found. */
    size_t first, end;    /* the observed part: y[first] and y[end - 1] are the first and last known values */
    size_t seen;          /* known values */
    size_t zeros;         /* of them exactly zero */
    double lo, hi;        /* least and largest known value */
    double scale;         /* largest magnitude; 1 where all are zero */
    bool whole;           /* every known value is a whole number below 2^53 */
    bool dense;           /* nothing is missing between first and end */
};

/* Looks at a series once, without regressors. m = 0 counts as 1. */
void inv_series_look(struct inv_series *s, const double *y, size_t n, size_t m);

/* The observed part alone: y[first..end) as a series of its own. */
struct inv_series inv_series_core(const struct inv_series *s);

/* The first n values of a series, and the last n, looked at anew; regressors stay with them. */
struct inv_series inv_series_head(const struct inv_series *s, size_t n);
struct inv_series inv_series_tail(const struct inv_series *s, size_t n);

/* Share of known values that are zero; 0 where none is known. */
double inv_series_zero_share(const struct inv_series *s);

#endif
