/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/normality.h"

#include <math.h>

#include "inv/moments.h"

struct inv_jarque_bera inv_normality_jarque_bera(const double *x, size_t n)
{
    struct inv_moments m = { 0 };
    inv_moments_add_array(&m, x, n);
    struct inv_jarque_bera jb = { NAN, NAN, m.n };
    double sd = m.n > 0 ? sqrt(m.m2 / (double)m.n) : 0, s = 0, k = 0, count = (double)m.n;
    if (m.n < 3 || !(sd > 0) || !isfinite(sd))
        return jb;
    for (size_t i = 0; i < n; i++)
        if (isfinite(x[i])) {
            double z = (x[i] - m.mean) / sd;
            s += z * z * z;
            k += z * z * z * z;
        }
    s /= count;
    k = k / count - 3;
    jb.stat = count * (s * s / 6 + k * k / 24);
    jb.p = exp(-jb.stat / 2);       /* chi-squared's tail with 2 degrees of freedom */
    return jb;
}
