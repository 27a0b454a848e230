/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "stock/losses.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/mem.h"

void inv_losses_free(struct inv_losses *l)
{
    free(l->v);
    inv_pmf_free(&l->pmf);
    *l = (struct inv_losses){ 0 };
}

double inv_losses_at(const struct inv_losses *l, double y)
{
    double k = floor(y), part = y - k, v = inv_losses_whole(l, k);
    return part > 0 ? v + part * (inv_losses_whole(l, k + 1) - v) : v;
}

/* The whole numbers at which the loss is neither mean - y nor 0. */
static void window(const struct inv_dist *d, double tail, double *lo, double *hi)
{
    *lo = floor(d->sd > 0 ? inv_dist_quantile(d, tail) : d->mean);
    *hi = ceil(d->sd > 0 ? inv_dist_quantile_upper(d, tail) : d->mean) + 1;
}

static enum inv_status room(struct inv_losses *l, const struct inv_dist *d, size_t k, double tail, struct inv_err *err)
{
    double lo = INFINITY, hi = -INFINITY, a, b;
    l->mean = 0;
    for (size_t i = 0; i < k; i++) {
        window(&d[i], tail, &a, &b);
        lo = fmin(lo, a);
        hi = fmax(hi, b);
        l->mean += d[i].mean / (double)k;
    }
    if (!(hi - lo < (double)INV_LOSSES_MOST && fabs(hi) < 0x1p53))
        return inv_err_set(err, INV_EARG, "demand spreads over %.3g whole units; no more than %zu can be told apart "
                           "(count in larger units)", hi - lo, INV_LOSSES_MOST);
    l->lo = lo;
    l->n = (size_t)(hi - lo) + 1;
    enum inv_status st = INV_MEM_GROW(&l->v, &l->cap, l->n, err);
    if (st == INV_OK)
        memset(l->v, 0, l->n * sizeof *l->v);
    return st;
}

/* From the top down: sums of what is positive. */
static enum inv_status add_counts(struct inv_losses *l, const struct inv_dist *d, double weight, double tail,
                                  struct inv_err *err)
{
    enum inv_status st = inv_pmf_of(&l->pmf, d, tail, err);
    if (st != INV_OK)
        return st;
    double sf = 0, loss = 0, low = (double)l->pmf.lo - l->lo, top = low + (double)l->pmf.n - 1;
    for (size_t i = (size_t)fmin(top, (double)l->n); i-- > 0; ) {
        double j = (double)i + 1 - low;      /* P(X > y) of the y before, y + 1 being lo + i + 1 */
        if (j >= 0)
            sf += l->pmf.p[(size_t)j];
        else
            sf = 1;
        loss += sf;
        l->v[i] += weight * loss;
    }
    return INV_OK;
}

static bool whole_table(const struct inv_dist *d)
{
    bool whole = d->kind == INV_DIST_TABLE;
    for (size_t i = 0; i < d->n && whole; i++)
        whole = d->x[i] <= floor(d->x[i]);
    return whole;
}

static void add_table(struct inv_losses *l, const struct inv_dist *d, double weight)
{
    double sf = 0, loss = 0;
    size_t j = d->n;
    for (size_t i = l->n; i-- > 0; ) {
        double y = l->lo + (double)i;
        while (j > 0 && d->x[j - 1] > y)
            sf += d->w[--j];
        loss += y >= d->x[d->n - 1] ? 0 : sf;
        l->v[i] += weight * loss;
    }
}

static void add_rest(struct inv_losses *l, const struct inv_dist *d, double weight, double tail)
{
    double lo, hi;
    window(d, tail, &lo, &hi);
    for (size_t i = 0; i < l->n && l->lo + (double)i < hi; i++)
        l->v[i] += weight * inv_dist_loss(d, l->lo + (double)i);
}

double inv_losses_tail(double h, double p)
{
    return h > 0 && p > 0 ? fmax(fmin(1e-13, 1e-4 * (h / (h + p))), 1e-300) : 1e-13;
}

enum inv_status inv_losses_of(struct inv_losses *l, const struct inv_dist *d, size_t k, double tail,
                              struct inv_err *err)
{
    enum inv_status st = room(l, d, k, tail, err);
    for (size_t i = 0; i < k && st == INV_OK; i++)
        if (whole_table(&d[i]))
            add_table(l, &d[i], 1 / (double)k);
        else if (d[i].sd > 0 && (inv_dist_discrete(&d[i]) || d[i].kind >= INV_DIST_EMPIRICAL))
            st = add_counts(l, &d[i], 1 / (double)k, tail, err);
        else
            add_rest(l, &d[i], 1 / (double)k, tail);
    return st;
}
