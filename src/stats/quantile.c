/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/quantile.h"

#include <gsl/gsl_sort.h>
#include <math.h>
#include <string.h>

static void swap(double *a, double *b)
{
    double t = *a;
    *a = *b;
    *b = t;
}

/* Puts the value of rank k into x[k], no smaller one after it and no larger one
 * before it: Hoare (1961), Algorithm 65, the pivot a median of three; heapsort
 * ends a run of unlucky pivots, so that no input takes quadratic time. */
static void place(double *x, size_t n, size_t k)
{
    size_t lo = 0, hi = n - 1, left = 8 * n;
    while (lo < hi) {
        size_t width = hi - lo + 1;
        if (left < width) {
            gsl_sort(x + lo, 1, width);
            return;
        }
        left -= width;
        size_t mid = lo + (hi - lo) / 2;
        if (x[mid] < x[lo])
            swap(x + mid, x + lo);
        if (x[hi] < x[lo])
            swap(x + hi, x + lo);
        if (x[hi] < x[mid])
            swap(x + hi, x + mid);
        double pivot = x[mid];
        size_t i = lo, j = hi;
        for (;;) {
            while (x[i] < pivot)
                i++;
            while (pivot < x[j])
                j--;
            if (i >= j)
                break;
            swap(x + i++, x + j--);
        }
        /* lo..j are <= pivot, i..hi are >= pivot, what is between is pivot */
        if (i == j)
            i++, j -= j > lo;
        if (k <= j)
            hi = j;
        else if (k >= i)
            lo = i;
        else
            return;
    }
}

/* NANs to the end; how many others there are. */
static size_t drop_missing(double *x, size_t n)
{
    size_t m = 0;
    for (size_t i = 0; i < n; i++)
        if (!isnan(x[i]))
            swap(x + m++, x + i);
    return m;
}

static double blend(double low, double high, double part)
{
    return part > 0 && low != high ? (1 - part) * low + part * high : low;
}

double inv_quantile_select(double *x, size_t n, double p)
{
    n = drop_missing(x, n);
    if (n == 0)
        return NAN;
    double h = (double)(n - 1) * fmin(fmax(p, 0), 1);
    size_t k = (size_t)h;
    double part = h - (double)k;
    place(x, n, k);
    if (part == 0 || k + 1 == n)
        return x[k];
    double next = x[k + 1];
    for (size_t i = k + 2; i < n; i++)
        next = fmin(next, x[i]);
    return blend(x[k], next, part);
}

double inv_quantile_sorted(const double *x, size_t n, double p)
{
    if (n == 0)
        return NAN;
    double h = (double)(n - 1) * fmin(fmax(p, 0), 1);
    size_t k = (size_t)h;
    return k + 1 < n ? blend(x[k], x[k + 1], h - (double)k) : x[n - 1];
}

double inv_quantile(const double *x, size_t n, double p, double *scratch)
{
    if (n == 0)
        return NAN;
    memcpy(scratch, x, n * sizeof *x);
    return inv_quantile_select(scratch, n, p);
}

double inv_quantile_median(const double *x, size_t n, double *scratch)
{
    return inv_quantile(x, n, 0.5, scratch);
}

double inv_quantile_mad(const double *x, size_t n, double *scratch)
{
    double centre = inv_quantile_median(x, n, scratch);
    for (size_t i = 0; i < n; i++)
        scratch[i] = fabs(x[i] - centre);
    return 1.4826 * inv_quantile_select(scratch, n, 0.5);
}
