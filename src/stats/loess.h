/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loess on values at the places 0, 1, ..., n - 1 (Cleveland 1979; Cleveland,
 * Cleveland, McRae and Terpenning 1990, sec. 2.2): the value at x of a constant
 * or a line fitted to its q nearest neighbours j, each with the weight
 *   (1 - (|j - x| / h)^3)^3,   h the distance of the furthest of them,
 * times its own. With q > n all values count and h grows by (q - n) / 2, as in
 * the authors' program. */
#ifndef INV_STATS_LOESS_H
#define INV_STATS_LOESS_H

#include "inv/status.h"

struct inv_loess {
    const double *y, *w;        /* values and their weights; w NULL: all 1 */
    size_t n, q;
    int degree;                 /* 0 or 1 */
    size_t jump;                /* fitted at every jump-th place, on lines between these */
    double *kernel;             /* scratch, n + 2 */
    size_t reach;               /* that the kernel was made for, + 1; start with 0 */
};

/* At every place. Where no neighbour has a weight the value itself stays. */
void inv_loess_smooth(struct inv_loess *l, double *out);
/* At one place before (-1) the first or after (n) the last one; `otherwise` where no neighbour has a weight. */
double inv_loess_before(struct inv_loess *l, double otherwise);
double inv_loess_after(struct inv_loess *l, double otherwise);

/* A constant fitted at place i of n: the share of the value there in it, and its
 * variance where all values vary by 1. */
double inv_loess_own(size_t n, size_t q, size_t i, double *variance);

#endif
