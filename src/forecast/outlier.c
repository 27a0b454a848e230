/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/outlier.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/mem.h"
#include "inv/quantile.h"
#include "outlier_stl.h"

#define LEAST INV_OUTLIER_LEAST
#define FAR_OUT 5
#define NORMAL_MAD 1.4826      /* sd of a normal in its MADs, .. */
#define NORMAL_MEAN_AD 1.2533  /* .. its mean absolute deviations (sqrt(pi / 2)), .. */
#define NORMAL_IQR 1.349       /* and its IQR in sds */
#define RESIDUE 1e-9           /* closer to the expected than this part of it is rounding */

/* The k values that are judged, in order, as the steps below see them. */
struct view {
    struct inv_outlier *o;
    size_t k, m;               /* m: 1 where there is no season */
    bool intermittent;         /* zeros are left out */
    bool ratios;               /* the season is a factor, else a term */
    double floor;              /* no limit lies below: 0 or the least number */
    double slope, spread;      /* of the seasonal differences: a period's growth, a value's sd */
};

double inv_outlier_threshold(enum inv_outlier_method method)
{
    static const double usual[] = { 3, 1.5, 3, 0.05 };
    return usual[method];
}

void inv_outlier_free(struct inv_outlier *o)
{
    free(o->flag);
    free(o->expected);
    free(o->lo);
    free(o->hi);
    free(o->at);
    free(o->x);
    free(o->level);
    free(o->scale);
    free(o->season);
    free(o->scratch);
    free(o->work);
    *o = (struct inv_outlier){ 0 };
}

/* ---- order statistics ------------------------------------------------------------ */

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Windows are short: insertion beats a call a comparison. */
static void sort(double *v, size_t n)
{
    if (n > 32) {
        qsort(v, n, sizeof *v, ascending);
        return;
    }
    for (size_t i = 1; i < n; i++) {
        double x = v[i];
        size_t j = i;
        for (; j > 0 && v[j - 1] > x; j--)
            v[j] = v[j - 1];
        v[j] = x;
    }
}

static double median(double *v, size_t n)
{
    return inv_quantile_select(v, n, 0.5);
}

/* The median of `width` of the values around the i-th; at the ends the window
 * is pushed inside. The window is left in scratch. */
static double window_median(const struct view *v, const double *x, size_t i, size_t width)
{
    size_t w = width < v->k ? width : v->k;
    size_t first = i < w / 2 ? 0 : i - w / 2;
    if (first + w > v->k)
        first = v->k - w;
    memcpy(v->o->scratch, x + first, w * sizeof *x);
    return median(v->o->scratch, w);
}

/* What the whole series says of a deviation's size; 0 where all are equal. */
static double whole_scale(const struct view *v, const double *x)
{
    double *s = v->o->scratch, sum = 0;
    memcpy(s, x, v->k * sizeof *x);
    double middle = median(s, v->k);
    for (size_t i = 0; i < v->k; i++) {
        s[i] = fabs(x[i] - middle);
        sum += s[i] / (double)v->k;
    }
    double mad = median(s, v->k);
    return mad > 0 ? NORMAL_MAD * mad : NORMAL_MEAN_AD * sum;
}

/* ---- season ---------------------------------------------------------------------- */

/* Over one season; where the window does not fit, on by the slope. */
static void running_median(const struct view *v, const double *x, double *out)
{
    size_t width = v->m + 1 - v->m % 2, half = v->m / 2;     /* odd */
    for (size_t i = 0; i < v->k; i++)
        out[i] = window_median(v, x, i, width);
    const size_t *at = v->o->at;
    for (size_t i = 0; i < half && 2 * half < v->k; i++) {
        size_t first = half, last = v->k - 1 - half, end = v->k - 1 - i;
        out[i] -= v->slope * (double)(at[first] - at[i]);
        out[end] += v->slope * (double)(at[end] - at[last]);
    }
}

/* Values one season apart, of x: their growth and spread. */
static void seasonal_differences(struct view *v, const double *x)
{
    const size_t *at = v->o->at;
    double *d = v->o->scratch;
    size_t n = 0;
    for (size_t i = 0, j = 0; i < v->k; i++) {
        while (j < v->k && at[j] < at[i] + v->m)
            j++;
        if (j < v->k && at[j] == at[i] + v->m)
            d[n++] = x[j] - x[i];
    }
    v->slope = v->spread = 0;
    if (n < LEAST)
        return;
    double middle = median(d, n);
    for (size_t i = 0; i < n; i++)
        d[i] = fabs(d[i] - middle);
    v->slope = middle / (double)v->m;
    v->spread = NORMAL_MAD * median(d, n) / sqrt(2);
}

/* The values at place p of the season that `f` gives, gathered in scratch. */
static size_t gather(const struct view *v, const double *f, size_t p)
{
    size_t n = 0;
    for (size_t i = 0; i < v->k; i++)
        if (v->o->at[i] % v->m == p)
            v->o->scratch[n++] = f[i];
    return n;
}

/* The middle of n deviations; of two middles the one closer to none, and none
 * where it lies between them. One alone would only excuse itself. */
static double cautious_median(double *d, size_t n, double none)
{
    if (n < 2)
        return none;
    sort(d, n);
    double a = d[(n - 1) / 2], b = d[n / 2];
    if (a < none && none < b)
        return none;
    return fabs(a - none) < fabs(b - none) ? a : b;
}

/* Sets season[m] from the deviations in scale[k]; false where a factor is of no use. */
static bool find_season(struct view *v, bool ratios)
{
    struct inv_outlier *o = v->o;
    for (size_t i = 0; i < v->k; i++)
        o->scale[i] = ratios ? o->x[i] / o->level[i] : o->x[i] - o->level[i];
    for (size_t p = 0; p < v->m; p++) {
        o->season[p] = cautious_median(o->scratch, gather(v, o->scale, p), ratios ? 1 : 0);
        if (ratios && !(o->season[p] > 1e-9 && o->season[p] < 1e9))
            return false;
    }
    return true;
}

static void take_season_out(struct view *v)
{
    struct inv_outlier *o = v->o;
    bool ratios = true;
    seasonal_differences(v, o->x);
    running_median(v, o->x, o->level);
    for (size_t i = 0; i < v->k; i++)
        ratios &= o->x[i] >= 0 && o->level[i] > 0;
    v->ratios = ratios && find_season(v, true);
    if (!v->ratios)
        find_season(v, false);
    for (size_t i = 0; i < v->k; i++) {
        double s = o->season[o->at[i] % v->m];
        o->x[i] = v->ratios ? o->x[i] / s : o->x[i] - s;
    }
    seasonal_differences(v, o->x);
}

/* A number of the deseasonalised series as the series would have it. */
static double with_season(const struct view *v, size_t i, double x)
{
    if (v->m > 1) {
        double s = v->o->season[v->o->at[i] % v->m];
        x = v->ratios ? x * s : x + s;
    }
    return x > v->floor ? fmin(x, DBL_MAX) : v->floor;
}

/* ---- the two rules ----------------------------------------------------------------- */

static void judge(struct view *v, size_t i, double expected, double lo, double hi)
{
    struct inv_outlier *o = v->o;
    double x = o->x[i];
    if ((x >= lo && x <= hi) || fabs(x - expected) <= RESIDUE * fabs(expected))
        return;
    size_t at = o->at[i];
    o->flag[at] = 1;
    o->count++;
    o->expected[at] = with_season(v, i, expected);
    o->lo[at] = with_season(v, i, lo);
    o->hi[at] = with_season(v, i, hi);
}

/* Local medians to level[], their MADs as standard deviations to scale[]. */
static void local_scales(struct view *v)
{
    struct inv_outlier *o = v->o;
    double whole = whole_scale(v, o->x);
    for (size_t i = 0; i < v->k; i++) {
        size_t w = INV_OUTLIER_WINDOW < v->k ? INV_OUTLIER_WINDOW : v->k;
        o->level[i] = window_median(v, o->x, i, INV_OUTLIER_WINDOW);
        for (size_t j = 0; j < w; j++)
            o->scratch[j] = fabs(o->scratch[j] - o->level[i]);
        double mad = median(o->scratch, w);
        o->scale[i] = mad > 0 ? NORMAL_MAD * mad : whole;
    }
}

/* A place of the season that varies more is given more room. */
static void widen_by_place(struct view *v)
{
    struct inv_outlier *o = v->o;
    for (size_t p = 0; p < v->m; p++) {
        size_t n = 0;
        for (size_t i = 0; i < v->k; i++)
            if (o->at[i] % v->m == p)
                o->scratch[n++] = fabs(o->x[i] - o->level[i]);
        double own = n >= 3 ? NORMAL_MAD * median(o->scratch, n) : 0;
        own = own > v->spread ? own : v->spread;
        for (size_t i = 0; i < v->k; i++)
            if (o->at[i] % v->m == p && own > o->scale[i])
                o->scale[i] = own;
    }
}

static void hampel(struct view *v, double threshold)
{
    struct inv_outlier *o = v->o;
    local_scales(v);
    if (v->m > 1)
        widen_by_place(v);
    for (size_t i = 0; i < v->k; i++)
        judge(v, i, o->level[i], o->level[i] - threshold * o->scale[i], o->level[i] + threshold * o->scale[i]);
}

static void tukey(struct view *v, double threshold)
{
    struct inv_outlier *o = v->o;
    double *rest = o->scale;
    if (v->m > 1)
        running_median(v, o->x, o->level);
    else
        memset(o->level, 0, v->k * sizeof *o->level);
    for (size_t i = 0; i < v->k; i++)
        rest[i] = o->x[i] - o->level[i];
    double whole = whole_scale(v, rest);
    double q1 = inv_quantile_select(rest, v->k, 0.25), q3 = inv_quantile_select(rest, v->k, 0.75), middle = median(rest, v->k);
    double iqr = q3 > q1 ? q3 - q1 : NORMAL_IQR * whole;
    if (NORMAL_IQR * v->spread > iqr) {
        iqr = NORMAL_IQR * v->spread;
        q1 = middle - iqr / 2;
        q3 = middle + iqr / 2;
    }
    for (size_t i = 0; i < v->k; i++)
        judge(v, i, o->level[i] + middle, o->level[i] + q1 - threshold * iqr, o->level[i] + q3 + threshold * iqr);
}

/* ---- the series ----------------------------------------------------------------------- */

static enum inv_status make_room(struct inv_outlier *o, size_t n, size_t m, struct inv_err *err)
{
    enum inv_status st = INV_MEM_GROW(&o->flag, &o->cap_flag, n, err);
    double **const arrays[] = { &o->expected, &o->lo, &o->hi, &o->x, &o->level, &o->scale, &o->scratch };
    size_t *const caps[] = { &o->cap_expected, &o->cap_lo, &o->cap_hi, &o->cap_x, &o->cap_level, &o->cap_scale, &o->cap_scratch };
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays && st == INV_OK; i++)
        st = INV_MEM_GROW(arrays[i], caps[i], n, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&o->at, &o->cap_at, n, err);
    return st == INV_OK ? INV_MEM_GROW(&o->season, &o->cap_season, m, err) : st;
}

/* Picks the values to judge: all there are, or the non-zero ones of intermittent demand. */
static struct view choose(struct inv_outlier *o, const double *y, size_t n, size_t m)
{
    size_t seen = 0, zeros = 0;
    double least = INFINITY;
    for (size_t i = 0; i < n; i++) {
        seen += isnan(y[i]) ? 0 : 1;
        zeros += y[i] == 0 ? 1 : 0;
        least = y[i] < least ? y[i] : least;
    }
    bool intermittent = zeros > seen / 2;
    struct view v = { .o = o, .m = intermittent || m < 2 || n < m + m / 2 || m > n ? 1 : m, .intermittent = intermittent,
                      .floor = least < 0 ? -DBL_MAX : 0 };
    for (size_t i = 0; i < n; i++)
        if (!isnan(y[i]) && !(intermittent && y[i] == 0)) {
            o->at[v.k] = i;
            o->x[v.k++] = y[i];
        }
    return v;
}

/* What lies far out by hampel's rule is left out of the decomposition: of a few
 * cycles its season would make one of such a value. */
static enum inv_status decomposed(struct view *v, enum inv_outlier_method method, double threshold, size_t m,
                                  const double *y, size_t n, struct inv_err *err)
{
    struct inv_outlier *o = v->o;
    hampel(v, FAR_OUT);
    for (size_t i = 0; i < n; i++)
        o->x[i] = o->flag[i] ? NAN : y[i];
    memset(o->flag, 0, n);
    o->count = 0;
    return inv_outlier_by_stl(o, method == INV_OUTLIER_ESD, threshold, m, y, n, v->intermittent, v->floor, err);
}

enum inv_status inv_outlier_find(struct inv_outlier *o, enum inv_outlier_method method, double threshold, size_t m,
                                 const double *y, size_t n, struct inv_err *err)
{
    o->count = 0;
    enum inv_status st = make_room(o, n, m < n ? m : n, err);
    if (st != INV_OK || n == 0)
        return st;
    memset(o->flag, 0, n);
    struct view v = choose(o, y, n, m);
    if (v.k < LEAST)
        return INV_OK;
    if (v.m > 1)
        take_season_out(&v);
    if (method == INV_OUTLIER_HAMPEL)
        hampel(&v, threshold);
    else if (method == INV_OUTLIER_IQR)
        tukey(&v, threshold);
    else
        return decomposed(&v, method, threshold, m, y, n, err);
    return INV_OK;
}
