/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the demand of an item is like: how it varies, how often it comes. */
#ifndef INV_SHAPE_H
#define INV_SHAPE_H

#include "inv/status.h"

/* Syntetos, Boylan and Croston (2005, Journal of the Operational Research Society 56,
 * 495): the mean interval between periods with demand, ADI, against 1.32, and the squared
 * coefficient of variation of the sizes of demand, where there is some, against 0.49. */
enum inv_pattern {
    INV_PATTERN_NONE,            /* no demand at all */
    INV_PATTERN_SMOOTH,          /* ADI <= 1.32, CV2 <= 0.49 */
    INV_PATTERN_ERRATIC,         /* ADI <= 1.32, CV2 > 0.49 */
    INV_PATTERN_INTERMITTENT,    /* ADI > 1.32, CV2 <= 0.49 */
    INV_PATTERN_LUMPY            /* both above */
};
#define INV_SHAPE_ADI 1.32
#define INV_SHAPE_CV2 0.49
const char *inv_shape_pattern_name(enum inv_pattern p);    /* none smooth erratic intermittent lumpy */
enum inv_pattern inv_shape_pattern(double adi, double cv2);    /* NAN: none */

struct inv_shape {
    size_t periods;      /* with a known value */
    size_t demands;      /* of them those with demand above 0 */
    double total;        /* of the known values */
    double mean, sd;     /* a period's; sd with divisor n - 1, 0 for one value; NAN for none */
    double cv;           /* sd / mean; NAN where the mean is not above 0 */
    double adi;          /* periods / demands; NAN without demand */
    double cv2;          /* of the sizes; 0 for a single demand, NAN without */
    enum inv_pattern pattern;
};

/* y[n]: demand a period, NAN is not known (no row, no stock). Negative values
 * count in the mean, and as no demand. */
struct inv_shape inv_shape_of(const double *y, size_t n);

#endif
