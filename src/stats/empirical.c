/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The distribution of values seen, or simulated. */
#include "config.h"

#include "kinds.h"

#include <float.h>
#include <gsl/gsl_sort.h>
#include <math.h>

/* Welford (1962), divisor n: the moments of this distribution, no estimate.
 * In units of the largest value, so that no square overflows. */
static void moments(struct inv_dist *d)
{
    double unit = fmax(fabs(d->x[0]), fabs(d->x[d->n - 1])), m = 0, s = 0;
    if (unit == 0)
        return;
    for (size_t i = 0; i < d->n; i++) {
        double x = d->x[i] / unit, e = x - m;
        m += e / (double)(i + 1);
        s += e * (x - m);
    }
    d->mean = m * unit;
    d->sd = sqrt(s / (double)d->n) * unit;
}

enum inv_status inv_dist_empirical(struct inv_dist *d, double *x, size_t n, struct inv_err *err)
{
    *d = (struct inv_dist){ .kind = INV_DIST_EMPIRICAL, .x = x, .n = n };
    if (n == 0)
        return inv_err_set(err, INV_EARG, "empirical distribution: no values");
    for (size_t i = 0; i < n; i++)
        if (!isfinite(x[i]))
            return inv_err_set(err, INV_EARG, "empirical distribution: value %zu is not finite", i + 1);
    gsl_sort(x, 1, n);      /* heapsort: in place, n log n whatever comes */
    moments(d);
    return INV_OK;
}

/* How many values are <= x. */
static size_t count_to(const struct inv_dist *d, double x)
{
    size_t lo = 0, hi = d->n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (d->x[mid] <= x)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static double empirical_cdf(const struct inv_dist *d, double x)
{
    return (double)count_to(d, x) / (double)d->n;
}

static double empirical_sf(const struct inv_dist *d, double x)
{
    return (double)(d->n - count_to(d, x)) / (double)d->n;
}

/* Type 1 of Hyndman and Fan (1996): the least value with a share p at or
 * below it, or with at most a share q above it. */
static double empirical_quantile(const struct inv_dist *d, double p, double q)
{
    double n = (double)d->n, fuzz = 4 * DBL_EPSILON;      /* so that i/n finds value i */
    double at = p < q ? ceil(n * (p - fuzz)) : n - floor(n * (q + fuzz));
    return d->x[(size_t)fmin(fmax(at, 1), n) - 1];
}

static double empirical_loss(const struct inv_dist *d, double x)
{
    double sum = 0;
    for (size_t i = count_to(d, x); i < d->n; i++)
        sum += (d->x[i] - x) / (double)d->n;
    return sum;
}

const struct inv_dist_ops inv_ops_empirical = {
    "empirical", empirical_cdf, empirical_sf, empirical_quantile, empirical_loss
};
