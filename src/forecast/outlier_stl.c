/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Outliers of what a robust decomposition leaves: see inv/outlier.h. */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cdf.h>

#include "inv/mem.h"
#include "inv/outlier.h"
#include "inv/quantile.h"
#include "inv/stl.h"
#include "outlier_stl.h"

#define CYCLES 11           /* that the season's loess spans */
#define TREND_SPAN 15       /* values that the trend's does, where there is no season */
#define ROUNDS 15
#define NORMAL_IQR 1.349
#define NORMAL_MEAN_AD 1.2533
#define RESIDUE 1e-9        /* closer to the expected than this part of the data's size is rounding */
#define LOST 1e-4           /* of a sum of squares: what is left after a removal is found anew */

/* ---- generalised ESD ---------------------------------------------------------------------- */

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Moments of x[first .. end), in shares of `scale`. */
struct core { const double *x; size_t first, end; double scale, mean, m2, whole; };

static void measure(struct core *c)
{
    double n = 0;
    c->mean = c->m2 = 0;
    for (size_t i = c->first; i < c->end; i++) {
        double x = c->x[i] / c->scale, d = x - c->mean;
        c->mean += d / ++n;
        c->m2 += d * (x - c->mean);
    }
    c->whole = c->m2;
}

/* Without the value further from the mean. */
static void shrink(struct core *c)
{
    double n = (double)(c->end - c->first), lo = c->x[c->first] / c->scale, hi = c->x[c->end - 1] / c->scale;
    double x = c->mean - lo > hi - c->mean ? lo : hi, mean = c->mean;
    if (c->mean - lo > hi - c->mean)
        c->first++;
    else
        c->end--;
    c->mean -= (x - mean) / (n - 1);
    c->m2 -= (x - mean) * (x - c->mean);
    if (c->m2 < LOST * c->whole)
        measure(c);
}

static double furthest(const struct core *c)
{
    double lo = c->mean - c->x[c->first] / c->scale, hi = c->x[c->end - 1] / c->scale - c->mean;
    return lo > hi ? lo : hi;
}

/* Rosner (1983), eq. 2.5, of n values of which i - 1 are gone. */
static double critical(double n, double i, double alpha)
{
    double t = gsl_cdf_tdist_Qinv(alpha / (2 * (n - i + 1)), n - i - 1);
    return (n - i) * t / sqrt((n - i - 1 + t * t) * (n - i + 1));
}

static double spread(const struct core *c)
{
    return sqrt(c->m2 / (double)(c->end - c->first - 1));
}

size_t inv_outlier_esd(double *x, size_t n, double alpha, size_t most, struct inv_esd *out)
{
    qsort(x, n, sizeof *x, ascending);
    struct core c = { .x = x, .end = n, .scale = fmax(fabs(x[0]), fabs(x[n - 1])) }, kept;
    c.scale = c.scale > DBL_MIN ? c.scale : 1;
    measure(&c);
    kept = c;
    size_t found = 0;
    for (size_t i = 1; i <= most && n >= i + 3 && c.m2 > 0; i++) {
        bool outside = furthest(&c) > critical((double)n, (double)i, alpha) * spread(&c);
        shrink(&c);
        if (outside) {
            found = i;
            kept = c;
        }
    }
    double reach = n >= found + 3 ? critical((double)n, (double)(found + 1), alpha) * spread(&kept) : furthest(&kept);
    double least = furthest(&kept);         /* rounding leaves nothing outside that was kept */
    reach = (reach > least ? reach : least) * kept.scale;
    *out = (struct inv_esd){ kept.mean * kept.scale, kept.mean * kept.scale - reach, kept.mean * kept.scale + reach };
    return found;
}

/* ---- on a series ---------------------------------------------------------------------------- */

/* Trend and season to expected[n]; false where there is nothing to go by. Robust
 * weights lengthen the tails of the remainders: a test that takes them for normal
 * must do without. */
static bool decompose(const double *y, size_t n, size_t m, bool robust, double *expected, double *work)
{
    double *season = work, *trend = season + n, *weight = trend + n;
    struct inv_stl_spec spec = inv_stl_usual(m, CYCLES, robust, n);
    bool has = m > 1 && n >= 2 * m && inv_stl(&spec, y, n, season, trend, weight, weight + n, NULL) == INV_OK;
    if (!has && inv_stl_trend(y, n, TREND_SPAN, robust ? ROUNDS : 0, trend, weight, weight + n, NULL) != INV_OK)
        return false;
    for (size_t t = 0; t < n; t++)
        expected[t] = trend[t] + (has ? season[t] : 0);
    return true;
}

/* Hyndman and Athanasopoulos (2021), 13.9: beyond the quartiles by this many times their distance. */
static struct inv_esd fences(double *x, size_t n, double threshold)
{
    double q1 = inv_quantile_select(x, n, 0.25), q3 = inv_quantile_select(x, n, 0.75);
    double middle = inv_quantile_select(x, n, 0.5);
    double iqr = q3 - q1, sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += fabs(x[i] - middle) / (double)n;
    iqr = iqr > 0 ? iqr : NORMAL_IQR * NORMAL_MEAN_AD * sum;
    return (struct inv_esd){ middle, q1 - threshold * iqr, q3 + threshold * iqr };
}

static double limited(double x, double floor)
{
    return x > floor ? fmin(x, DBL_MAX) : floor;
}

/* What is judged: all known values, or the non-zero ones of intermittent demand. */
static size_t remainders(const double *y, size_t n, bool intermittent, const double *expected, double *rest)
{
    size_t k = 0;
    for (size_t t = 0; t < n; t++)
        if (!isnan(y[t]) && !(intermittent && y[t] == 0))
            rest[k++] = y[t] - expected[t];
    return k;
}

static void flag(struct inv_outlier *o, const double *y, size_t t, const struct inv_esd *e, double floor, double size)
{
    double r = y[t] - o->level[t];
    if ((r >= e->lo && r <= e->hi) || fabs(r - e->mean) <= RESIDUE * size)
        return;
    o->flag[t] = 1;
    o->count++;
    o->expected[t] = limited(o->level[t] + e->mean, floor);
    o->lo[t] = limited(o->level[t] + e->lo, floor);
    o->hi[t] = limited(o->level[t] + e->hi, floor);
}

enum inv_status inv_outlier_by_stl(struct inv_outlier *o, bool esd, double threshold, size_t m, const double *y,
                                   size_t n, bool intermittent, double floor, struct inv_err *err)
{
    size_t used = m > 1 && n >= 2 * m && !intermittent ? m : 1;
    enum inv_status st = INV_MEM_GROW(&o->work, &o->cap_work, 3 * n + inv_stl_room(n, used), err);
    if (st != INV_OK)
        return st;
    double *rest = o->scratch, size = 0;
    if (intermittent)
        memset(o->level, 0, n * sizeof *o->level);
    else if (!decompose(o->x, n, used, !esd, o->level, o->work))
        return INV_OK;
    size_t k = remainders(y, n, intermittent, o->level, rest);
    struct inv_esd e;
    if (k < INV_OUTLIER_LEAST)
        return INV_OK;
    if (!esd)
        e = fences(rest, k, threshold);
    else if (inv_outlier_esd(rest, k, threshold, k / 10 > 1 ? k / 10 : 1, &e) == 0)
        return INV_OK;
    for (size_t t = 0; t < n; t++)
        size = fabs(y[t]) > size ? fabs(y[t]) : size;
    for (size_t t = 0; t < n; t++)
        if (!isnan(y[t]) && !(intermittent && y[t] == 0))
            flag(o, y, t, &e, floor, size);
    return INV_OK;
}
