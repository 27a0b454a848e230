/* SPDX-License-Identifier: GPL-3.0-or-later */
/* E max(X - y, 0) at whole numbers y as a table, also of several X on average:
 * recursions ask for it again and again. Memory only grows. */
#ifndef STOCK_LOSSES_H
#define STOCK_LOSSES_H

#include "inv/dist.h"
#include "inv/pmf.h"

/* The most whole numbers between certainly less and certainly more: an INV_EARG says so. */
#define INV_LOSSES_MOST ((size_t)1 << 20)

/* v[i] at lo + i, i < n; below it is mean - y, above it 0. Zeroed by { 0 }. */
struct inv_losses { double *v; size_t n, cap; double lo, mean; struct inv_pmf pmf; };
void inv_losses_free(struct inv_losses *l);
/* The mean of the losses of d[k]; tails of at most `tail` are left out. */
enum inv_status inv_losses_of(struct inv_losses *l, const struct inv_dist *d, size_t k, double tail,
                              struct inv_err *err);
/* A tail that matters neither to the costs h of stock and p of shortage nor in itself. */
double inv_losses_tail(double h, double p);

static inline double inv_losses_whole(const struct inv_losses *l, double y)
{
    double i = y - l->lo;
    return i < 0 ? l->mean - y : i < (double)l->n ? l->v[(size_t)i] : 0;
}

/* Between whole numbers the straight line, which is exact where demand is whole. */
double inv_losses_at(const struct inv_losses *l, double y);

#endif
