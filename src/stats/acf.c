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

void inv_acf_partial(double *r, size_t lags, double *work)
{
    double *phi = work, *rho = work + lags, v = 1;
    for (size_t k = 0; k < lags; k++)
        rho[k] = r[k + 1];
    for (size_t k = 1; k <= lags; k++) {
        double s = rho[k - 1];
        for (size_t j = 1; j < k; j++)
            s -= phi[j - 1] * rho[k - j - 1];
        double p = v > 0 ? s / v : 0;
        for (size_t i = 0; 2 * i + 2 <= k; i++) {     /* from both ends; they meet in the middle */
            double a = phi[i], b = phi[k - 2 - i];
            phi[i] = a - p * b;
            phi[k - 2 - i] = b - p * a;
        }
        phi[k - 1] = p;
        v *= 1 - p * p;
        r[k] = p;
    }
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
