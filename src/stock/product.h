/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sum of a[i] b[i]: what the recursions over vectors of probabilities spend their time on. */
#ifndef STOCK_PRODUCT_H
#define STOCK_PRODUCT_H

#include <stddef.h>

/* Four sums at a time: an addition need not wait for the one before. */
static inline double inv_product(const double *a, const double *b, size_t n)
{
    double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
    size_t i = 0;
    for (; i + 4 <= n; i += 4) {
        s0 += a[i] * b[i];
        s1 += a[i + 1] * b[i + 1];
        s2 += a[i + 2] * b[i + 2];
        s3 += a[i + 3] * b[i + 3];
    }
    for (; i < n; i++)
        s0 += a[i] * b[i];
    return (s0 + s1) + (s2 + s3);
}

#endif
