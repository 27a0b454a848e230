/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/draws.h"

#include <math.h>
#include <stdlib.h>

#include "inv/mem.h"
#include "inv/pmf.h"

/* A larger table leaves the cache, and is drawn from otherwise as fast. */
#define TABLE_MOST 16384

void inv_draws_stream(struct inv_rng *r, uint64_t seed, uint64_t key, uint64_t replication, enum inv_purpose purpose)
{
    struct inv_rng mixed;
    inv_rng_seed(&mixed, seed, key);
    uint64_t base = inv_rng_next(&mixed);
    inv_rng_seed(r, base, replication * 4 + (uint64_t)purpose);
}

void inv_draws_free(struct inv_draws *d)
{
    free(d->keep);
    free(d->other);
    free(d->scratch);
    free(d->stack);
    *d = (struct inv_draws){ 0 };
}

/* ---- the table -------------------------------------------------------------------------------- */

static enum inv_status room(struct inv_draws *d, size_t n, struct inv_err *err)
{
    enum inv_status st = INV_MEM_GROW(&d->keep, &d->cap_keep, n, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&d->other, &d->cap_other, n, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&d->scratch, &d->cap_scratch, n, err);
    return st == INV_OK ? INV_MEM_GROW(&d->stack, &d->cap_stack, n, err) : st;
}

/* Vose (1991): places below their share take what they lack from one above it. The
 * stack has those below at its start and those above at its end. */
static void alias(struct inv_draws *d, const double *p, size_t n)
{
    size_t low = 0, high = n;
    for (size_t i = 0; i < n; i++) {
        d->scratch[i] = p[i] * (double)n;
        d->keep[i] = 1;
        d->other[i] = i;
        if (d->scratch[i] < 1)
            d->stack[low++] = i;
        else
            d->stack[--high] = i;
    }
    while (low > 0 && high < n) {
        size_t below = d->stack[--low], above = d->stack[high];
        d->keep[below] = d->scratch[below];
        d->other[below] = above;
        d->scratch[above] -= 1 - d->scratch[below];
        if (d->scratch[above] < 1) {
            high++;
            d->stack[low++] = above;
        }
    }
    d->n = n;
}

/* P(X = k) from the least to the largest whole number that matters. */
static enum inv_status counts(struct inv_draws *d, struct inv_err *err)
{
    struct inv_pmf v = { 0 };
    enum inv_status st = inv_pmf_of(&v, &d->dist, 1e-16, err);
    if (st == INV_OK && v.n <= TABLE_MOST)
        st = room(d, v.n, err);
    if (st == INV_OK && v.n <= TABLE_MOST) {
        d->first = (double)v.lo;
        alias(d, v.p, v.n);
    }
    inv_pmf_free(&v);
    return st;
}

static bool is_listed(const struct inv_dist *dist)
{
    return dist->kind == INV_DIST_EMPIRICAL || dist->kind == INV_DIST_TABLE;
}

enum inv_status inv_draws_init(struct inv_draws *d, const struct inv_dist *dist, struct inv_err *err)
{
    d->dist = *dist;
    d->n = 0;
    if (is_listed(dist) && dist->w) {
        enum inv_status st = room(d, dist->n, err);
        if (st == INV_OK)
            alias(d, dist->w, dist->n);
        return st;
    }
    bool whole = (dist->kind == INV_DIST_POISSON || dist->kind == INV_DIST_NEGBIN) && dist->mean > 0;
    return whole && dist->mean + 45 * dist->sd < TABLE_MOST ? counts(d, err) : INV_OK;
}

/* ---- drawing ------------------------------------------------------------------------------------ */

/* Both places are read, and one is taken by a mask: which of them is what nobody can predict. */
static inline size_t place(const double *keep, const size_t *other, double u)
{
    size_t i = (size_t)(int64_t)u, k = other[i];
    return i ^ ((i ^ k) & (0 - (size_t)!(u - (double)(int64_t)i < keep[i])));
}

void inv_draws_fill(const struct inv_draws *d, struct inv_rng *r, double *out, size_t n)
{
    if (d->n == 0) {
        for (size_t i = 0; i < n; i++)
            out[i] = inv_dist_draw(&d->dist, r);
        return;
    }
    const double *keep = d->keep, *x = d->dist.x;
    const size_t *other = d->other;
    double places = (double)d->n, first = d->first;
    inv_rng_uniforms(r, out, n);
    if (is_listed(&d->dist))
        for (size_t i = 0; i < n; i++)
            out[i] = x[place(keep, other, out[i] * places)];
    else
        for (size_t i = 0; i < n; i++)
            out[i] = first + (double)(int64_t)place(keep, other, out[i] * places);
}

void inv_draws_whole(const struct inv_draws *d, struct inv_rng *r, unsigned *out, size_t n, unsigned most)
{
    for (size_t i = 0; i < n; i++) {
        double x;
        inv_draws_fill(d, r, &x, 1);
        out[i] = x < 0.5 ? 0 : x > most ? most : (unsigned)(x + 0.5);
    }
}

void inv_draws_disruptions(struct inv_rng *r, double fail, double repair, bool *is_down, unsigned char *down, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        double u = inv_rng_uniform(r);
        *is_down = *is_down ? !(u < repair) : u < fail;
        down[i] = *is_down;
    }
}
