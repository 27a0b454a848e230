/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/shape.h"

#include <math.h>

#include "inv/moments.h"

const char *inv_shape_pattern_name(enum inv_pattern p)
{
    static const char *const names[] = { "none", "smooth", "erratic", "intermittent", "lumpy" };
    return names[p];
}

enum inv_pattern inv_shape_pattern(double adi, double cv2)
{
    if (isnan(adi) || isnan(cv2))
        return INV_PATTERN_NONE;
    if (adi <= INV_SHAPE_ADI)
        return cv2 <= INV_SHAPE_CV2 ? INV_PATTERN_SMOOTH : INV_PATTERN_ERRATIC;
    return cv2 <= INV_SHAPE_CV2 ? INV_PATTERN_INTERMITTENT : INV_PATTERN_LUMPY;
}

struct inv_shape inv_shape_of(const double *y, size_t n)
{
    struct inv_moments all = { 0 }, sizes = { 0 };
    struct inv_shape s = { 0 };
    for (size_t i = 0; i < n; i++) {
        if (isnan(y[i]))
            continue;
        inv_moments_add(&all, y[i]);
        s.total += y[i];
        if (y[i] > 0)
            inv_moments_add(&sizes, y[i]);
    }
    s.periods = all.n;
    s.demands = sizes.n;
    s.mean = all.n ? all.mean : (double)NAN;
    s.sd = all.n ? inv_moments_sd(&all) : (double)NAN;
    s.cv = s.mean > 0 ? s.sd / s.mean : (double)NAN;
    s.adi = sizes.n ? (double)all.n / (double)sizes.n : (double)NAN;
    double cv = inv_moments_cv(&sizes);
    s.cv2 = sizes.n ? cv * cv : (double)NAN;
    s.pattern = inv_shape_pattern(s.adi, s.cv2);
    return s;
}
