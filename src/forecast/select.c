/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "select.h"

#include <math.h>

static double middle(double a, double b, double c)
{
    if (a > b)
        return b > c ? b : a > c ? c : a;
    return a > c ? a : b > c ? c : b;
}

/* Puts the k-th smallest at x[k], no larger ones before it and no smaller ones
 * after it (Hoare 1961, algorithm 65, FIND; the pivot is the middle of three). */
static void find(double *x, ptrdiff_t n, ptrdiff_t k)
{
    ptrdiff_t lo = 0, hi = n - 1;
    while (lo < hi) {
        double pivot = middle(x[lo], x[lo + (hi - lo) / 2], x[hi]);
        ptrdiff_t i = lo, j = hi;
        do {
            while (x[i] < pivot)
                i++;
            while (pivot < x[j])
                j--;
            if (i <= j) {
                double t = x[i];
                x[i++] = x[j];
                x[j--] = t;
            }
        } while (i <= j);
        lo = j < k ? i : lo;
        hi = k < i ? j : hi;
    }
}

double inv_select_quantile(double *x, size_t n, double p)
{
    double at = p * (double)(n - 1);
    size_t k = (size_t)at;
    find(x, (ptrdiff_t)n, (ptrdiff_t)k);
    double lower = x[k];
    if (k + 1 >= n)
        return lower;
    double upper = INFINITY;
    for (size_t i = k + 1; i < n; i++)
        upper = x[i] < upper ? x[i] : upper;
    return lower + (at - (double)k) * (upper - lower);
}
