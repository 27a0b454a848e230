/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Outliers of a series: values too far from what their neighbours, and their
 * season, let expect.
 *
 * Season. Where n >= 1.5 m and m > 1, the series is freed of its season first, so
 * that December is no outlier: the season at a place is the median of what
 * deviates from a running median over one season (of ratios where nothing is
 * below zero and neither the running median nor a season is zero, else of
 * differences). Where the count is even, the middle value that is closer to
 * none is taken (none itself where they are on both sides of it): of two
 * Decembers the smaller deviation, so that a spike in one year is not half
 * excused by itself. A place seen once has no season.
 *
 * Since a season fits what it is taken from, a seasonal series' spread is also
 * measured on differences of values one season apart, which know no season:
 * 1.4826 MAD / sqrt 2. Their median is the slope (Hirsch, Slack and Smith 1982)
 * by which the running median goes on to the ends.
 *
 * HAMPEL (Hampel 1974; Liu, Shah and Jiang 2004): a value further than
 * threshold x 1.4826 MAD from the median of the 15 values around it. The MAD is
 * the largest of the window's, that of the seasonal differences and, with three
 * or more of them, that of the deviations at the same place of the season. A
 * window's MAD of zero (more than half are equal) is taken from the whole
 * series, then as 1.2533 times the mean absolute deviation (Iglewicz and
 * Hoaglin 1993).
 *
 * IQR (Tukey 1977): a value outside [Q1 - threshold x IQR, Q3 + threshold x IQR]
 * of the whole series; with a season, of its remainder (less the running
 * median), its IQR being at least that of the seasonal differences. Quartiles
 * are of type 7 (Hyndman and Fan 1996). An IQR of zero is taken as 1.349 x
 * 1.2533 times the mean absolute deviation.
 *
 * STL (Cleveland et al. 1990; Hyndman and Athanasopoulos 2021, 13.9): a value whose
 * remainder in a robust decomposition by loess (inv/stl.h; with fewer than two
 * seasons in one by trend alone) is outside [Q1 - threshold x IQR, Q3 + threshold x IQR].
 *
 * ESD (Rosner 1983, Technometrics 25, 165): the remainders of the same without robust
 * weights by the generalised extreme Studentized deviate test, at the level
 * `threshold`, up to a tenth of the values.
 *
 * Both decompose the series without what hampel finds 5 MADs away.
 *
 * Intermittent demand (more than half of the values are zero) is judged by its
 * non-zero values alone, without season; zeros are no outliers then. With fewer
 * than 5 values to judge by there are none.
 */
#ifndef INV_OUTLIER_H
#define INV_OUTLIER_H

#include "inv/status.h"

enum inv_outlier_method { INV_OUTLIER_HAMPEL, INV_OUTLIER_IQR, INV_OUTLIER_STL, INV_OUTLIER_ESD };

#define INV_OUTLIER_WINDOW 15

/* 3 (MADs), 1.5 (IQRs), 3 (IQRs), 0.05 (probability). */
double inv_outlier_threshold(enum inv_outlier_method method);

/* Memory of a caller and the last result: start with {0}. */
struct inv_outlier {
    unsigned char *flag;            /* n: 1 for an outlier */
    double *expected, *lo, *hi;     /* n: what was expected and the limits, where flag is 1 */
    size_t count;
    size_t cap_flag, cap_expected, cap_lo, cap_hi;
    size_t *at;                     /* scratch: places of the values judged, and so on */
    double *x, *level, *scale, *season, *scratch;
    double *work;
    size_t cap_at, cap_x, cap_level, cap_scale, cap_season, cap_scratch, cap_work;
};
void inv_outlier_free(struct inv_outlier *o);

/* Judges y[n] (NAN: missing, passed over) with season m (1: none). Limits and
 * expected values of demand without negatives are not negative. */
enum inv_status inv_outlier_find(struct inv_outlier *o, enum inv_outlier_method method, double threshold, size_t m,
                                 const double *y, size_t n, struct inv_err *err);

/* Rosner (1983): how many of x[n], n >= 3, are outliers (at most `most`) at the level alpha,
 * 0 < alpha < 1; they are those below lo or above hi. mean: of the others. Sorts x. */
struct inv_esd { double mean, lo, hi; };
size_t inv_outlier_esd(double *x, size_t n, double alpha, size_t most, struct inv_esd *out);

#endif
