/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/acf.h"

#include "inv/moments.h"
#include "special.h"

#include <math.h>

/* Sum over pairs there are, over (their number + lag); R's acf divides so. */
static double covariance(const double *x, size_t n, double mean, size_t lag)
{
    double sum = 0;
    size_t pairs = 0;
    for (size_t i = lag; i < n; i++) {
        double t = (x[i] - mean) * (x[i - lag] - mean);
        if (!isnan(t)) {
            sum += t;
            pairs++;
        }
    }
    return pairs > 0 ? sum / (double)(pairs + lag) : 0;
}

size_t inv_acf(const double *x, size_t n, size_t lags, double *r)
{
    struct inv_moments m = { 0 };
    inv_moments_add_array(&m, x, n);
    double v = m.m2 / (double)(m.n > 0 ? m.n : 1);
    for (size_t k = 1; k <= lags; k++)
        r[k] = v > 0 && k < n ? covariance(x, n, m.mean, k) / v : 0;
    r[0] = 1;
    return m.n;
}

double inv_acf_lag(const double *x, size_t n, size_t lag)
{
    struct inv_moments m = { 0 };
    inv_moments_add_array(&m, x, n);
    double v = m.m2 / (double)(m.n > 0 ? m.n : 1);
    if (lag == 0)
        return 1;
    return v > 0 && lag < n ? covariance(x, n, m.mean, lag) / v : 0;
}

struct inv_ljung_box inv_acf_ljung_box(const double *r, size_t n, size_t lags, size_t fitted)
{
    double q = 0, count = (double)n;
    size_t used = lags < n ? lags : n > 0 ? n - 1 : 0;
    for (size_t k = 1; k <= used; k++)
        q += r[k] * r[k] / (count - (double)k);
    q *= count * (count + 2);
    struct inv_igamma g;
    struct inv_tails t;
    inv_igamma_init(&g, 0.5 * (double)(used > fitted ? used - fitted : 1));
    inv_igamma_tails(&g, 0.5 * q, &t);
    return (struct inv_ljung_box){ q, t.upper };
}
