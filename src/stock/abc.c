/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/abc.h"

#include <math.h>
#include <stdlib.h>

#include "stock/check.h"

#define ROUNDING 1e-9    /* shares are sums of many */

enum inv_status inv_abc_thresholds(const double *thresholds, size_t n, struct inv_err *err)
{
    if (n >= INV_ABC_CLASSES)
        return inv_err_set(err, INV_EARG, "%zu thresholds make more than %d classes", n, INV_ABC_CLASSES);
    for (size_t i = 0; i < n; i++) {
        if (!(thresholds[i] > 0 && thresholds[i] < 1))
            return inv_err_set(err, INV_EARG, "%g is not between 0 and 1", thresholds[i]);
        if (i > 0 && !(thresholds[i] > thresholds[i - 1]))
            return inv_err_set(err, INV_EARG, "%g is not above %g, which it follows", thresholds[i], thresholds[i - 1]);
    }
    return INV_OK;
}

enum inv_status inv_abc_xyz_thresholds(const double *thresholds, size_t n, struct inv_err *err)
{
    if (n >= INV_ABC_CLASSES)
        return inv_err_set(err, INV_EARG, "%zu thresholds make more than %d classes", n, INV_ABC_CLASSES);
    for (size_t i = 0; i < n; i++) {
        if (!(thresholds[i] > 0 && isfinite(thresholds[i])))
            return inv_err_set(err, INV_EARG, "%g is not above 0", thresholds[i]);
        if (i > 0 && !(thresholds[i] > thresholds[i - 1]))
            return inv_err_set(err, INV_EARG, "%g is not above %g, which it follows", thresholds[i], thresholds[i - 1]);
    }
    return INV_OK;
}

/* ---- order by value ------------------------------------------------------------------ */

static bool before(const double *value, size_t a, size_t b)
{
    return value[a] > value[b] || (!(value[a] < value[b]) && a < b);
}

static void sift(const double *value, size_t *order, size_t at, size_t n)
{
    size_t item = order[at];
    for (size_t child; (child = 2 * at + 1) < n; at = child) {
        if (child + 1 < n && before(value, order[child], order[child + 1]))
            child++;
        if (!before(value, item, order[child]))
            break;
        order[at] = order[child];
    }
    order[at] = item;
}

/* Heapsort: no memory, and qsort cannot be told of the values. */
static void rank(const double *value, size_t *order, size_t n)
{
    for (size_t i = 0; i < n; i++)
        order[i] = i;
    for (size_t i = n / 2; i-- > 0;)
        sift(value, order, i, n);
    for (size_t end = n; end-- > 1;) {
        size_t last = order[0];
        order[0] = order[end];
        order[end] = last;
        sift(value, order, 0, end);
    }
}

/* ---- classes --------------------------------------------------------------------------- */

/* In the order in which they are added up again, so that the last share is 1. The scale keeps large values
 * within a double. */
static double total_of(const double *value, const size_t *order, size_t n, double scale)
{
    double sum = 0;
    for (size_t r = 0; r < n && value[order[r]] > 0; r++)
        sum += value[order[r]] / scale;
    return sum;
}

static int class_of(double share, const double *thresholds, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (share <= thresholds[i] + ROUNDING)
            return (int)i;
    return (int)n;
}

enum inv_status inv_abc_classes(const double *value, size_t n, const double *thresholds, size_t nthresholds,
                                bool by_count, struct inv_abc *out, size_t *order, struct inv_err *err)
{
    enum inv_status st = inv_abc_thresholds(thresholds, nthresholds, err);
    for (size_t i = 0; i < n && st == INV_OK; i++)
        st = inv_check_finite(value[i], "value", err);
    if (st != INV_OK || n == 0)
        return st;
    rank(value, order, n);
    double scale = fmax(value[order[0]], 0), total = scale > 0 ? total_of(value, order, n, scale) : 0, sum = 0;
    for (size_t r = 0; r < n; r++) {
        struct inv_abc *a = &out[order[r]];
        double v = value[order[r]];
        sum += v > 0 ? v / scale : 0;
        a->rank = r;
        a->share = !(total > 0) ? (double)NAN : v > 0 ? v / scale / total : 0;
        a->cum_share = !(total > 0) ? (double)NAN : fmin(sum / total, 1);
        a->cls = class_of(by_count ? (double)(r + 1) / (double)n : a->cum_share, thresholds, nthresholds);
        if (r == 0)
            a->cls = 0;
        else if (!(v < value[order[r - 1]]))
            a->cls = out[order[r - 1]].cls;
        if (!(v > 0))
            a->cls = (int)nthresholds;
    }
    return INV_OK;
}

int inv_abc_xyz(double cv, const double *thresholds, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (cv <= thresholds[i] * (1 + ROUNDING))
            return (int)i;
    return (int)n;
}

/* ---- several criteria --------------------------------------------------------------------- */

void inv_abc_normalise(double *x, size_t n, bool less_is_better)
{
    double lo = INFINITY, hi = -INFINITY;
    for (size_t i = 0; i < n; i++) {
        lo = fmin(lo, x[i]);
        hi = fmax(hi, x[i]);
    }
    double range = hi / 2 - lo / 2;    /* of halves: hi - lo may be beyond a double */
    for (size_t i = 0; i < n; i++)
        x[i] = !(range > 0) ? 0 : (less_is_better ? hi / 2 - x[i] / 2 : x[i] / 2 - lo / 2) / range;
}

double inv_abc_score_ng(const double *x, size_t k)
{
    double sum = 0, best = 0;
    for (size_t j = 0; j < k; j++) {
        sum += x[j];
        best = fmax(best, sum / (double)(j + 1));
    }
    return best;
}

double inv_abc_score_weighted(const double *x, const double *weight, size_t k)
{
    double sum = 0, total = 0;
    for (size_t j = 0; j < k; j++) {
        sum += weight[j] * x[j];
        total += weight[j];
    }
    return total > 0 ? sum / total : 0;
}
