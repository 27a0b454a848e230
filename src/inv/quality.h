/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is odd about the rows of a key: the figures of a data-quality report. */
#ifndef INV_QUALITY_H
#define INV_QUALITY_H

#include "inv/status.h"

struct inv_quality {
    size_t rows, periods;        /* rows; periods from the first row's to the last's */
    size_t gaps, longest_gap;    /* periods without a row; the most in a run */
    size_t duplicates;           /* rows beyond the first of their period */
    size_t missing, negatives;   /* rows without a value; below zero */
    double zero_share;           /* of the periods with a value: those that are zero; NAN: none has one */
    bool constant;               /* at least two periods with a value, all equal */
    bool dead;                   /* some demand once, none in the last dead_after periods */
};

/* index[n], value[n] (NAN: missing): the rows. y[periods]: the series from the
 * first row's period to the last one's, NAN where it has no value; rows_in[i]
 * says how many rows period i has. idle: periods that have gone by since the
 * last row's; dead_after: without demand for so long a key is dead (0: never). */
struct inv_quality inv_quality_of(const double *value, size_t n, const double *y, const uint32_t *rows_in, size_t periods,
                                  size_t idle, size_t dead_after);

/* Which instants are plausible, of t[n] ascending and different: those at an
 * end (at most a tenth, or one) are not where a gap cuts them off that is longer
 * than `gap` and than the middle eight tenths of all together. *lo and *hi are
 * the first and the last that are plausible. Of fewer than 5 all are. n >= 1. */
void inv_quality_plausible(const int64_t *t, size_t n, int64_t gap, int64_t *lo, int64_t *hi);

#endif
