/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/unitroot.h"

#include <math.h>
#include <string.h>

#include "inv/stl.h"

#define STRONG 0.64         /* a season's strength that asks for a difference (Hyndman and
                               Khandakar's successors: forecast::nsdiffs, chosen on the M3 data) */

/* ---- KPSS ------------------------------------------------------------------------------ */

/* Known values only, to the front; how many. */
static size_t known(double *x, size_t n)
{
    size_t k = 0;
    for (size_t t = 0; t < n; t++)
        if (isfinite(x[t]))
            x[k++] = x[t];
    return k;
}

/* Mean and number of the known values, and whether they vary. */
static bool varies(const double *x, size_t n, double *mean, size_t *seen)
{
    double lo = INFINITY, hi = -INFINITY;
    *mean = 0;
    *seen = 0;
    for (size_t t = 0; t < n; t++)
        if (isfinite(x[t])) {
            *mean += (x[t] - *mean) / (double)++*seen;
            lo = x[t] < lo ? x[t] : lo;
            hi = x[t] > hi ? x[t] : hi;
        }
    return lo < hi;
}

/* The sum of products of deviations that are `lag` known values apart. */
static double product_sum(const double *x, size_t n, double mean, size_t lag)
{
    double s = 0;
    size_t from = 0, behind = 0;
    for (size_t t = 0; t < n; t++) {
        if (!isfinite(x[t]))
            continue;
        if (behind++ < lag)
            continue;
        while (!isfinite(x[from]))
            from++;
        s += (x[t] - mean) * (x[from++] - mean);
    }
    return s;
}

double inv_unitroot_kpss(const double *x, size_t n, size_t lags)
{
    double mean, sum = 0, eta = 0;
    size_t seen;
    if (!varies(x, n, &mean, &seen))
        return NAN;
    for (size_t t = 0; t < n; t++)
        if (isfinite(x[t])) {
            sum += x[t] - mean;
            eta += sum * sum;
        }
    double v = product_sum(x, n, mean, 0), count = (double)seen;
    for (size_t k = 1; k <= lags && k < seen; k++)
        v += 2 * (1 - (double)k / ((double)lags + 1)) * product_sum(x, n, mean, k);
    return v > 0 ? eta / (count * v) : NAN;
}

double inv_unitroot_kpss_p(double statistic)
{
    static const double at[] = { 0.347, 0.463, 0.574, 0.739 }, p[] = { 0.1, 0.05, 0.025, 0.01 };
    if (!(statistic > at[0]))
        return p[0];
    for (size_t i = 1; i < 4; i++)
        if (statistic <= at[i])
            return p[i - 1] + (statistic - at[i - 1]) / (at[i] - at[i - 1]) * (p[i] - p[i - 1]);
    return p[3];
}

/* ---- differences --------------------------------------------------------------------------- */

static size_t difference(double *x, size_t n, size_t lag)
{
    for (size_t t = 0; t + lag < n; t++)
        x[t] = x[t + lag] - x[t];
    return n > lag ? n - lag : 0;
}

static bool rejected(const double *x, size_t n, double *work, bool *unknown)
{
    memcpy(work, x, n * sizeof *x);
    size_t seen = known(work, n);
    double statistic = inv_unitroot_kpss(work, seen, (size_t)(3 * sqrt((double)seen) / 13));
    *unknown = isnan(statistic);
    return !*unknown && inv_unitroot_kpss_p(statistic) < 0.05;
}

size_t inv_unitroot_ndiffs(const double *x, size_t n, size_t most, double *work)
{
    double *y = work, mean;
    size_t d = 0, seen;
    bool unknown;
    memcpy(y, x, n * sizeof *y);
    while (d < most && rejected(y, n, work + n, &unknown)) {
        size_t left = difference(y, n, 1);
        if (left < 3)
            return d;
        n = left;
        d++;
        if (!varies(y, n, &mean, &seen))
            return d;
    }
    return d;
}

/* ---- season ---------------------------------------------------------------------------------- */

size_t inv_unitroot_season_room(size_t n, size_t m)
{
    return 4 * n + inv_stl_room(n, m);
}

enum inv_status inv_unitroot_season(const double *x, size_t n, size_t m, double *work, double *strength,
                                    struct inv_err *err)
{
    double *season = work, *trend = season + n, *weight = trend + n;
    if (m < 2 || n < 2 * m)
        return inv_err_set(err, INV_EARG, "fewer values than two seasons");
    enum inv_status st = inv_mstl(&m, 1, false, x, n, season, trend, weight, weight + n, err);
    if (st != INV_OK)
        return st;
    for (size_t t = 0; t < n; t++)
        trend[t] = x[t] - trend[t] - season[t];
    *strength = inv_stl_strength(season, trend, n);
    return INV_OK;
}

size_t inv_unitroot_nsdiffs(const double *x, size_t n, size_t m, size_t most, double *work)
{
    double *y = work, strength, mean;
    size_t D = 0, seen;
    memcpy(y, x, n * sizeof *y);
    while (D < most && n > 2 * m && varies(y, n, &mean, &seen)
           && inv_unitroot_season(y, n, m, work + n, &strength, NULL) == INV_OK && strength > STRONG) {
        n = difference(y, n, m);
        D++;
    }
    return D;
}
