/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/moments.h"

#include <float.h>
#include <math.h>

void inv_moments_add(struct inv_moments *m, double x)
{
    if (isnan(x))
        return;
    if (m->n == 0)
        m->min = m->max = x;
    m->min = fmin(m->min, x);
    m->max = fmax(m->max, x);
    m->n++;
    double n = (double)m->n, d = x - m->mean, dn = d / n, t = d * dn * (n - 1);
    m->mean += dn;
    m->m3 += t * dn * (n - 2) - 3 * dn * m->m2;
    m->m2 += t;
}

void inv_moments_add_array(struct inv_moments *m, const double *x, size_t n)
{
    for (size_t i = 0; i < n; i++)
        inv_moments_add(m, x[i]);
}

void inv_moments_merge(struct inv_moments *m, const struct inv_moments *from)
{
    if (from->n == 0)
        return;
    if (m->n == 0) {
        *m = *from;
        return;
    }
    double a = (double)m->n, b = (double)from->n, n = a + b, d = from->mean - m->mean, dn = d / n;
    m->m3 += from->m3 + dn * dn * d * (a * b * (a - b)) + 3 * dn * (a * from->m2 - b * m->m2);
    m->m2 += from->m2 + d * dn * a * b;
    m->mean += dn * b;
    m->n += from->n;
    m->min = fmin(m->min, from->min);
    m->max = fmax(m->max, from->max);
}

double inv_moments_variance(const struct inv_moments *m)
{
    if (m->n < 2)
        return 0;
    double v = m->m2 / (double)(m->n - 1);
    return v <= DBL_MAX ? v : DBL_MAX;      /* values beyond 1e154 have squares beyond a double */
}

double inv_moments_sd(const struct inv_moments *m)
{
    return sqrt(inv_moments_variance(m));
}

double inv_moments_skew(const struct inv_moments *m)
{
    if (m->n < 2 || !(m->m2 > 0))
        return 0;
    double v = m->m2 / (double)m->n;
    double skew = m->m3 / (double)m->n / v / sqrt(v);
    return isfinite(skew) ? skew : 0;
}

double inv_moments_cv(const struct inv_moments *m)
{
    return m->mean != 0 ? inv_moments_sd(m) / fabs(m->mean) : NAN;
}
