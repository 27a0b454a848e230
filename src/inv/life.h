/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where an item stands in its life, by the demand of it. */
#ifndef INV_LIFE_H
#define INV_LIFE_H

#include "inv/status.h"

enum inv_life { INV_LIFE_NEW, INV_LIFE_GROWING, INV_LIFE_STEADY, INV_LIFE_DECLINING, INV_LIFE_DEAD };
const char *inv_life_name(enum inv_life life);    /* new growing steady declining dead */

struct inv_life_args {
    size_t season;         /* periods; 1: none */
    size_t dead_after;     /* periods without demand at the end: dead */
    size_t new_within;     /* periods since the first demand, at most: new */
    size_t window;         /* periods at the end in which a trend is looked for */
    size_t per_year;       /* periods of a year */
    double level;          /* of significance, 0.05 */
    double least;          /* change in a year, as a share of the mean, below which a trend is none: 0.1 */
};

struct inv_life_out {
    enum inv_life life;
    /* of the trend: level of significance, change a year as a share of the mean; NAN: not looked for */
    double p, change;
    size_t age, silence;   /* periods from the first demand's, itself counted; periods after the last demand */
};

/* y[n]: demand a period, NAN is not known; before: periods of the table before y[0], in which nothing was sold. In
 * this order:
 *
 * dead       no demand in the last dead_after periods, or none ever.
 * new        its first demand was at most new_within periods ago, and before it were more
 *            periods than chance leaves empty: (1 - q)^k < level, q the share of periods with
 *            demand since, k the periods of the table before.
 * declining  it has gone silent: (1 - q)^k < level / 50, q the share of periods with demand up to
 *            the last one (with one more period and no demand added: Laplace), k the periods since,
 *            and k more than any gap between demands before;
 *            or the test of Mann and Kendall (inv/kendall.h; by season where there are two)
 *            finds a trend at `level`, and Sen's slope amounts to `least` or more a year.
 * growing    the same, upwards.
 * steady     else, also where fewer than 8 values are known.
 *
 * Long windows are added up to at most 200 values first, whole seasons each, so that days of a week
 * do not count as trend. work: inv_life_room(&args) doubles. INV_EARG: an argument out of range. */
size_t inv_life_room(const struct inv_life_args *a);
enum inv_status inv_life_of(const double *y, size_t n, size_t before, const struct inv_life_args *a, double *work,
                            struct inv_life_out *out, struct inv_err *err);

#endif
