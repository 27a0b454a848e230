/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/compare.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

#include "inv/dist.h"

/* ---- loss differences ------------------------------------------------------------------------ */

/* x[0] values, x[1] their sum; then of each lag the pairs, and the sums of their products and values. */
enum { COUNT, SUM, LAGS };
enum { PAIRS, PRODUCTS, VALUES, LAG_SIZE };

size_t inv_dm_room(size_t h)
{
    return LAGS + LAG_SIZE * h;
}

void inv_dm_add(struct inv_dm *dm, const double *d, size_t n)
{
    for (size_t t = 0; t < n; t++) {
        if (isnan(d[t]))
            continue;
        dm->x[COUNT]++;
        dm->x[SUM] += d[t];
        for (size_t l = 0; l < dm->h && l <= t; l++) {
            double *lag = dm->x + LAGS + LAG_SIZE * l, before = d[t - l];
            if (isnan(before))
                continue;
            lag[PAIRS]++;
            lag[PRODUCTS] += d[t] * before;
            lag[VALUES] += d[t] + before;
        }
    }
}

/* Of the mean: autocovariances around it up to lag h - 1. */
static double variance(const struct inv_dm *dm, size_t h, double mean)
{
    double sum = 0;
    for (size_t l = 0; l < h; l++) {
        const double *lag = dm->x + LAGS + LAG_SIZE * l;
        double g = lag[PRODUCTS] - mean * lag[VALUES] + lag[PAIRS] * mean * mean;
        sum += l ? 2 * g : g;
    }
    return sum / (dm->x[COUNT] * dm->x[COUNT]);
}

struct inv_dm_test inv_dm_test(const struct inv_dm *dm)
{
    double n = dm->x[COUNT], mean = dm->x[SUM] / n, h = (double)dm->h;
    struct inv_dm_test t = { n, mean, (double)NAN, (double)NAN };
    if (n < 2)
        return t;
    double var = variance(dm, dm->h, mean), floor = 1e-14 * dm->x[LAGS + PRODUCTS] / (n * n);
    if (!(var > floor)) {
        var = variance(dm, 1, mean);
        h = 1;
    }
    double correction = (n + 1 - 2 * h + h * (h - 1) / n) / n;
    if (!(var > floor) || !(correction > 0))
        return t;
    t.stat = mean / sqrt(var) * sqrt(correction);
    t.p = 2 * gsl_cdf_tdist_Q(fabs(t.stat), n - 1);
    return t;
}

/* ---- ranks --------------------------------------------------------------------------------------- */

void inv_ranks_add(struct inv_ranks *r, const double *loss, double *rank)
{
    double least = INFINITY;
    for (size_t i = 0; i < r->k; i++) {
        if (isnan(loss[i]))
            return;
        least = loss[i] < least ? loss[i] : least;
        rank[i] = 0.5;
        for (size_t j = 0; j < r->k; j++)
            rank[i] += loss[j] < loss[i] ? 1 : loss[j] == loss[i] ? 0.5 : 0;
    }
    r->n++;
    for (size_t i = 0; i < r->k; i++) {
        r->sum[i] += rank[i];
        r->wins[i] += loss[i] == least;
    }
}

struct inv_friedman inv_ranks_friedman(const struct inv_ranks *r)
{
    double k = (double)r->k, sum = 0;
    if (r->k < 2 || r->n < 1)
        return (struct inv_friedman){ (double)NAN, (double)NAN };
    for (size_t i = 0; i < r->k; i++) {
        double off = r->sum[i] / r->n - (k + 1) / 2;
        sum += off * off;
    }
    double chi = 12 * r->n / (k * (k + 1)) * sum;
    return (struct inv_friedman){ chi, gsl_cdf_chisq_Q(chi, k - 1) };
}

/* P(range of k standard normals < q) = k integral phi(z) (Phi(z) - Phi(z - q))^(k-1) dz
 * (Pearson and Hartley 1942), by Simpson's rule over the greatest of them. */
static double range_cdf(size_t k, double q)
{
    enum { STEPS = 400 };
    double lo = -8, hi = 8, step = (hi - lo) / STEPS, sum = 0;
    for (int i = 0; i <= STEPS; i++) {
        double z = lo + i * step, f = inv_normal_pdf(z) * pow(inv_normal_cdf(z) - inv_normal_cdf(z - q), (double)k - 1);
        sum += i == 0 || i == STEPS ? f : i % 2 ? 4 * f : 2 * f;
    }
    return (double)k * sum * step / 3;
}

double inv_ranks_distance(size_t k, double n, double alpha)
{
    double lo = 0, hi = 16;
    if (k < 2 || !(n > 0))
        return (double)NAN;
    for (int i = 0; i < 60; i++) {
        double mid = (lo + hi) / 2;
        *(range_cdf(k, mid) < 1 - alpha ? &lo : &hi) = mid;
    }
    double m = (double)k;
    return lo / sqrt(2) * sqrt(m * (m + 1) / (6 * n));
}
