/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A distribution given value by value. */
#include "config.h"

#include "kinds.h"

#include <float.h>
#include <math.h>

/* How far printed probabilities may be from adding up to 1. */
#define ROUNDING 1e-6

static enum inv_status check(const double *x, const double *w, size_t n, double *sum, struct inv_err *err)
{
    *sum = 0;
    for (size_t i = 0; i < n; i++) {
        if (!isfinite(x[i]))
            return inv_err_set(err, INV_EARG, "distribution: value %zu is not finite", i + 1);
        if (i > 0 && !(x[i] > x[i - 1]))
            return inv_err_set(err, INV_EARG, "distribution: value %g does not come after %g", x[i], x[i - 1]);
        if (!(w[i] >= 0 && w[i] <= 1))
            return inv_err_set(err, INV_EARG, "distribution: probability %g of %g is outside 0..1", w[i], x[i]);
        *sum += w[i];
    }
    if (n == 0)
        return inv_err_set(err, INV_EARG, "distribution: no values");
    if (!(fabs(*sum - 1) <= ROUNDING))
        return inv_err_set(err, INV_EARG, "distribution: its probabilities add up to %.9g, not to 1", *sum);
    return INV_OK;
}

enum inv_status inv_dist_table(struct inv_dist *d, const double *x, double *w, size_t n, struct inv_err *err)
{
    double sum, m = 0, s = 0, unit = 0;
    *d = (struct inv_dist){ .kind = INV_DIST_TABLE, .x = x, .w = w, .n = n };
    enum inv_status st = check(x, w, n, &sum, err);
    if (st != INV_OK)
        return st;
    for (size_t i = 0; i < n; i++) {
        w[i] /= sum;
        unit = fmax(unit, fabs(x[i]));
    }
    if (unit <= 0)
        return INV_OK;
    for (size_t i = 0; i < n; i++)      /* in units of the largest: no square overflows */
        m += w[i] * (x[i] / unit);
    for (size_t i = 0; i < n; i++)
        s += w[i] * (x[i] / unit - m) * (x[i] / unit - m);
    d->mean = m * unit;
    d->sd = sqrt(s) * unit;
    return INV_OK;
}

static double table_cdf(const struct inv_dist *d, double x)
{
    double sum = 0;
    for (size_t i = 0; i < d->n && d->x[i] <= x; i++)
        sum += d->w[i];
    return fmin(sum, 1);
}

static double table_sf(const struct inv_dist *d, double x)
{
    double sum = 0;
    for (size_t i = d->n; i-- > 0 && d->x[i] > x; )
        sum += d->w[i];
    return fmin(sum, 1);
}

/* From the end whose tail is the smaller; a few units in the last place count as reached. */
static double table_quantile(const struct inv_dist *d, double p, double q)
{
    double fuzz = 16 * DBL_EPSILON, sum = 0;
    if (p < q) {
        for (size_t i = 0; i < d->n; i++)
            if ((sum += d->w[i]) >= p * (1 - fuzz))
                return d->x[i];
        return d->x[d->n - 1];
    }
    for (size_t i = d->n; i-- > 1; )
        if ((sum += d->w[i]) > q * (1 + fuzz) + fuzz)
            return d->x[i];
    return d->x[0];
}

static double table_loss(const struct inv_dist *d, double x)
{
    double sum = 0;
    for (size_t i = d->n; i-- > 0 && d->x[i] > x; )
        sum += d->w[i] * (d->x[i] - x);
    return sum;
}

const struct inv_dist_ops inv_ops_table = { "table", table_cdf, table_sf, table_quantile, table_loss };
