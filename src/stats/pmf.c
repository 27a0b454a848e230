/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Vectors of probabilities of whole units. */
#include "config.h"

#include "inv/pmf.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/mem.h"

void inv_pmf_free(struct inv_pmf *v)
{
    free(v->p);
    *v = (struct inv_pmf){ 0 };
}

static enum inv_status room(struct inv_pmf *v, double n, struct inv_err *err)
{
    if (!(n <= (double)INV_PMF_MAX))
        return inv_err_set(err, INV_EARG, "demand spreads over %.3g whole units; no more than %zu can be told apart "
                           "(count in larger units)", n, INV_PMF_MAX);
    return INV_MEM_GROW(&v->p, &v->cap, (size_t)fmax(n, 1), err);
}

/* ---- from a distribution --------------------------------------------------------------- */

/* Outwards from the mode by the ratio of neighbours: one logarithm in all. */
static void fill_counts(struct inv_pmf *v, const struct inv_dist *d)
{
    double slope = d->kind == INV_DIST_NEGBIN ? 1 / d->a : 0, up = d->mean / (1 + d->mean * slope);
    size_t mode = (size_t)fmin(fmax(floor(d->mean), (double)v->lo), (double)(v->lo + v->n - 1)), i = mode - v->lo;
    v->p[i] = inv_dist_pmf(d, (double)mode);
    for (size_t j = i; j + 1 < v->n; j++) {
        double k = (double)(v->lo + j);
        v->p[j + 1] = v->p[j] * (up * (1 + k * slope) / (k + 1));
    }
    for (size_t j = i; j > 0; j--) {
        double k = (double)(v->lo + j - 1);
        v->p[j - 1] = v->p[j] * ((k + 1) / (up * (1 + k * slope)));
    }
}

/* Differences of the smaller tail, which keeps their digits. */
static void fill_rounded(struct inv_pmf *v, const struct inv_dist *d)
{
    double cdf = 0, sf = 1;
    for (size_t i = 0; i < v->n; i++) {
        double edge = (double)(v->lo + i) + 0.5, c = inv_dist_cdf(d, edge), s = inv_dist_sf(d, edge);
        v->p[i] = fmax(c < 0.5 ? c - cdf : sf - s, 0);
        cdf = c;
        sf = s;
    }
}

/* What the ends leave out is theirs. */
static void close_ends(struct inv_pmf *v)
{
    double sum = 0;
    for (size_t i = 0; i < v->n; i++)
        sum += v->p[i];
    double rest = 1 - sum;
    if (rest > 0)
        v->p[v->n - 1] += rest;
    else
        for (size_t i = 0; i < v->n; i++)
            v->p[i] /= sum;
}

enum inv_status inv_pmf_of(struct inv_pmf *v, const struct inv_dist *d, double tail, struct inv_err *err)
{
    bool counts = inv_dist_discrete(d) && d->sd > 0;
    double lo = fmax(floor(inv_dist_quantile(d, tail) + (counts ? 0 : 0.5)), 0);
    double hi = fmax(floor(inv_dist_quantile_upper(d, tail) + (counts ? 0 : 0.5)), lo);
    enum inv_status st = room(v, hi - lo + 1, err);
    if (st == INV_OK && !(hi < 4503599627370496.0))
        st = inv_err_set(err, INV_EARG, "demand of %.3g is too large to be counted in whole units", hi);
    if (st != INV_OK)
        return st;
    v->lo = (size_t)lo;
    v->n = (size_t)(hi - lo) + 1;
    if (counts)
        fill_counts(v, d);
    else
        fill_rounded(v, d);
    close_ends(v);
    return INV_OK;
}

enum inv_status inv_pmf_copy(struct inv_pmf *v, const double *p, size_t n, size_t lo, struct inv_err *err)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        if (!(p[i] >= 0 && p[i] <= 1))
            return inv_err_set(err, INV_EARG, "probability %g of %zu is outside 0..1", p[i], lo + i);
        sum += p[i];
    }
    if (!(fabs(sum - 1) <= 1e-6))
        return inv_err_set(err, INV_EARG, "the probabilities add up to %.9g, not to 1", sum);
    enum inv_status st = room(v, (double)n, err);
    if (st != INV_OK)
        return st;
    for (size_t i = 0; i < n; i++)
        v->p[i] = p[i] / sum;
    v->n = n;
    v->lo = lo;
    return INV_OK;
}

/* ---- sums and mixtures --------------------------------------------------------------------- */

enum inv_status inv_pmf_add(struct inv_pmf *v, const struct inv_pmf *a, const struct inv_pmf *b, struct inv_err *err)
{
    if (a->n < b->n)                    /* the longer one inside: it is read in order */
        return inv_pmf_add(v, b, a, err);
    enum inv_status st = room(v, (double)a->n + (double)b->n - 1, err);
    if (st != INV_OK)
        return st;
    v->n = a->n + b->n - 1;
    v->lo = a->lo + b->lo;
    memset(v->p, 0, v->n * sizeof *v->p);
    for (size_t j = 0; j < b->n; j++) {
        double w = b->p[j], *to = v->p + j;
        if (w > 0)
            for (size_t i = 0; i < a->n; i++)
                to[i] += w * a->p[i];
    }
    return INV_OK;
}

static enum inv_status assign(struct inv_pmf *v, const struct inv_pmf *a, struct inv_err *err)
{
    enum inv_status st = room(v, (double)a->n, err);
    if (st != INV_OK)
        return st;
    memcpy(v->p, a->p, a->n * sizeof *v->p);
    v->n = a->n;
    v->lo = a->lo;
    return INV_OK;
}

static void swap(struct inv_pmf *a, struct inv_pmf *b)
{
    struct inv_pmf c = *a;
    *a = *b;
    *b = c;
}

/* By squaring: the logarithm of `times` additions. */
enum inv_status inv_pmf_times(struct inv_pmf *v, const struct inv_pmf *a, size_t times, double tail,
                              struct inv_pmf work[2], struct inv_err *err)
{
    double one[] = { 1 };
    struct inv_pmf point = { .p = one, .n = 1 };
    struct inv_pmf *square = &work[0], *next = &work[1];
    enum inv_status st = assign(v, &point, err);
    if (st == INV_OK)
        st = assign(square, a, err);
    for (; times > 0 && st == INV_OK; times /= 2) {
        if (times % 2) {
            st = inv_pmf_add(next, v, square, err);
            if (st == INV_OK)
                swap(next, v);
            inv_pmf_cut(v, tail);
        }
        if (times > 1 && st == INV_OK) {
            st = inv_pmf_add(next, square, square, err);
            if (st == INV_OK)
                swap(next, square);
            inv_pmf_cut(square, tail);
        }
    }
    return st;
}

enum inv_status inv_pmf_mix(struct inv_pmf *v, const struct inv_pmf *a, double weight, struct inv_err *err)
{
    if (v->n == 0)
        v->lo = a->lo;
    size_t lo = v->lo < a->lo ? v->lo : a->lo, hi = v->lo + v->n;
    hi = hi > a->lo + a->n ? hi : a->lo + a->n;
    enum inv_status st = room(v, (double)(hi - lo), err);
    if (st != INV_OK)
        return st;
    memmove(v->p + (v->lo - lo), v->p, v->n * sizeof *v->p);
    memset(v->p, 0, (v->lo - lo) * sizeof *v->p);
    memset(v->p + (v->lo - lo) + v->n, 0, (hi - v->lo - v->n) * sizeof *v->p);
    v->lo = lo;
    v->n = hi - lo;
    for (size_t i = 0; i < a->n; i++)
        v->p[a->lo - lo + i] += weight * a->p[i];
    return INV_OK;
}

void inv_pmf_cut(struct inv_pmf *v, double tail)
{
    size_t from = 0, to = v->n;
    double low = 0, high = 0;
    while (from + 1 < to && low + v->p[from] <= tail)
        low += v->p[from++];
    while (to > from + 1 && high + v->p[to - 1] <= tail)
        high += v->p[--to];
    if (v->n == 0)
        return;
    v->p[from] += low;
    v->p[to - 1] += high;
    memmove(v->p, v->p + from, (to - from) * sizeof *v->p);
    v->lo += from;
    v->n = to - from;
}

/* ---- what it says ------------------------------------------------------------------------ */

double inv_pmf_mean(const struct inv_pmf *v)
{
    double m = 0;
    for (size_t i = 0; i < v->n; i++)
        m += v->p[i] * (double)i;
    return m + (double)v->lo;
}

double inv_pmf_variance(const struct inv_pmf *v)
{
    double m = inv_pmf_mean(v) - (double)v->lo, s = 0;
    for (size_t i = 0; i < v->n; i++)
        s += v->p[i] * ((double)i - m) * ((double)i - m);
    return s;
}

enum inv_status inv_pmf_dist(const struct inv_pmf *v, double *x, struct inv_dist *d, struct inv_err *err)
{
    for (size_t i = 0; i < v->n; i++)
        x[i] = (double)(v->lo + i);
    return inv_dist_table(d, x, v->p, v->n, err);
}
