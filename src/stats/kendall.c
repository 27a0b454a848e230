/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/kendall.h"

#include <math.h>
#include <stdlib.h>

#include "inv/dist.h"
#include "inv/quantile.h"

/* The values of one place of the season, at most `per` of them: pairs below a triangle. */
static size_t per_place(size_t n, size_t m)
{
    return (n + m - 1) / m;
}

size_t inv_kendall_room(size_t n, size_t m)
{
    m = m > 1 ? m : 1;
    size_t per = per_place(n, m);
    return per + m * (per * (per > 0 ? per - 1 : 0) / 2);
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* n (n - 1) (2 n + 5) / 18 less the same of every group of ties. */
static double variance(double *x, size_t n)
{
    double v = (double)n * ((double)n - 1) * (2 * (double)n + 5);
    qsort(x, n, sizeof *x, ascending);
    for (size_t i = 0, j; i < n; i = j) {
        for (j = i + 1; j < n && !(x[j] > x[i]); j++)
            ;
        double t = (double)(j - i);
        v -= t * (t - 1) * (2 * t + 5);
    }
    return v / 18;
}

/* All pairs of one place; returns where the slopes go on. */
static double *compare(const double *y, size_t n, size_t m, size_t place, double *slopes, double *known, struct inv_kendall *out)
{
    size_t count = 0;
    for (size_t j = place; j < n; j += m) {
        if (isnan(y[j]))
            continue;
        for (size_t i = place; i < j; i += m) {
            if (isnan(y[i]))
                continue;
            out->s += (y[j] > y[i]) - (y[j] < y[i]);
            *slopes++ = y[j] / (double)(j - i) - y[i] / (double)(j - i);
            out->pairs++;
        }
        known[count++] = y[j];
    }
    out->variance += variance(known, count);
    return slopes;
}

enum inv_status inv_kendall_test(const double *y, size_t n, size_t m, double *work, struct inv_kendall *out, struct inv_err *err)
{
    *out = (struct inv_kendall){ .p = 1 };
    if (n > INV_KENDALL_MAX)
        return inv_err_set(err, INV_EARG, "%zu values are more than %d", n, INV_KENDALL_MAX);
    m = m > 1 ? m : 1;
    double *slopes = work + per_place(n, m), *end = slopes;
    for (size_t place = 0; place < m && place < n; place++)
        end = compare(y, n, m, place, end, work, out);
    if (out->pairs > 0)
        out->slope = inv_quantile_select(slopes, out->pairs, 0.5);
    if (!(out->variance > 0))
        return INV_OK;
    double s = out->s > 0 ? out->s - 1 : out->s < 0 ? out->s + 1 : 0;
    out->z = s / sqrt(out->variance);
    out->p = fmin(1, 2 * inv_normal_cdf(-fabs(out->z)));
    return INV_OK;
}
