/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of one key to a regular series: one value a period.
 *
 * Three things are kept apart: a period without a row (absent), a period whose
 * rows all lack their value (missing), and a value, zero included.
 */
#ifndef INV_REGULAR_H
#define INV_REGULAR_H

#include "inv/status.h"

enum inv_agg { INV_AGG_SUM, INV_AGG_MEAN, INV_AGG_MAX, INV_AGG_LAST };

/* What negative rows are. NET: returns; they are netted within their period,
 * and what stays below zero is carried back. DROP: they count as zero. KEEP:
 * values like others. NET is a matter of sums: elsewhere it is KEEP. */
enum inv_returns { INV_RETURNS_NET, INV_RETURNS_DROP, INV_RETURNS_KEEP };

/* More periods than this are taken for an error in a date. */
#ifndef INV_REGULAR_MAX      /* tests take a smaller one */
#define INV_REGULAR_MAX 20000000
#endif

/* A series from period `first` on. Owns its arrays, which only grow: start
 * with {0}, use it again and again. */
struct inv_regular {
    int64_t first;
    size_t n, cap_y, cap_rows, cap_used, cap_stockout, cap_at, cap_stack, cap_size;
    double *y;                 /* n values; NAN where absent or missing */
    uint32_t *rows;            /* n: rows in the period, 0 where it is absent */
    uint32_t *used;            /* n: rows with a value */
    unsigned char *stockout;   /* n: 1 where demand could not be met; all 0 at first */
    double unmatched;          /* units returned that no sale came before (inv_regular_net) */
    int64_t *at;               /* scratch: when the value of LAST was read */
    size_t *stack;             /* scratch of inv_regular_net */
    double *size;              /* scratch: the part of what went into a sum that may be rounding */
};
void inv_regular_free(struct inv_regular *r);

/* The least and the greatest of index[n]; n >= 1. */
void inv_regular_range(const int64_t *index, size_t n, int64_t *least, int64_t *greatest);

/* Puts n rows (period number, instant, value; NAN is missing) into the periods
 * first..last; rows outside are passed over. t may be NULL: then a later row
 * is the later one. The last of equal instants counts for LAST.
 * A sum that cancels out but for rounding is zero. INV_EROW: more than
 * INV_REGULAR_MAX periods, or sums that no double holds. last < first is an empty series. */
enum inv_status inv_regular_fill(struct inv_regular *r, enum inv_agg agg, enum inv_returns returns,
                                 int64_t first, int64_t last,
                                 const int64_t *index, const int64_t *t, const double *value, size_t n,
                                 struct inv_err *err);
/* Marks the periods of rows whose flag is above 0 (flag NULL: of all rows). */
void inv_regular_mark(struct inv_regular *r, const int64_t *index, const double *flag, size_t n);

/* Carries what is below zero back to the nearest periods before that have
 * something left; values become >= 0, the total stays but for `unmatched`. */
enum inv_status inv_regular_net(struct inv_regular *r, struct inv_err *err);

/* Cuts the periods before the first value above zero; a series without any
 * stays whole. Returns how many were cut. */
size_t inv_regular_cut_leading(struct inv_regular *r);

#endif
