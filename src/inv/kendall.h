/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a series rises or falls: the rank test of Mann (1945, Econometrica 13,
 * 245) and Kendall (1975, Rank Correlation Methods), by season as Hirsch, Slack
 * and Smith (1982, Water Resources Research 18, 107), and Sen's slope (1968). */
#ifndef INV_KENDALL_H
#define INV_KENDALL_H

#include "inv/status.h"

struct inv_kendall {
    size_t pairs;        /* pairs of known values that were compared */
    double s;            /* those that rise less those that fall */
    double variance;     /* of s where there is no trend, ties of the values counted (Kendall 1975, ch. 4) */
    double z;            /* s, one nearer to 0, in standard deviations; 0 where nothing can be told */
    double p;            /* two-sided: how often chance alone gives as much; 1 where nothing can be told */
    double slope;        /* median change from one value to the next; 0 without pairs */
};

/* More values than this are an INV_EARG: all pairs are looked at. */
#define INV_KENDALL_MAX 4096

/* y[n] in order of time, NAN is missing; m: periods of a season, whose places are
 * compared with their own kind only (0, 1: none). work: inv_kendall_room(n, m) doubles. */
size_t inv_kendall_room(size_t n, size_t m);
enum inv_status inv_kendall_test(const double *y, size_t n, size_t m, double *work, struct inv_kendall *out,
                                 struct inv_err *err);

#endif
