/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/regular.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/mem.h"

/* What 0.1 + 0.2 - 0.3 leaves is no demand: less than this part of what went in. */
#define RESIDUE 1e-12

void inv_regular_free(struct inv_regular *r)
{
    free(r->y);
    free(r->rows);
    free(r->used);
    free(r->stockout);
    free(r->at);
    free(r->stack);
    free(r->size);
    *r = (struct inv_regular){ 0 };
}

void inv_regular_range(const int64_t *index, size_t n, int64_t *least, int64_t *greatest)
{
    int64_t lo = index[0], hi = index[0];
    for (size_t i = 1; i < n; i++) {
        lo = index[i] < lo ? index[i] : lo;
        hi = index[i] > hi ? index[i] : hi;
    }
    *least = lo;
    *greatest = hi;
}

static enum inv_status make_room(struct inv_regular *r, size_t n, bool at, struct inv_err *err)
{
    enum inv_status st = INV_MEM_GROW(&r->y, &r->cap_y, n, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&r->rows, &r->cap_rows, n, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&r->used, &r->cap_used, n, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&r->stockout, &r->cap_stockout, n, err);
    if (st == INV_OK && at)
        st = INV_MEM_GROW(&r->at, &r->cap_at, n, err);
    return st;
}

/* Sums in runs, since rows mostly come in the order of time. Whether values
 * below zero were among them. */
static bool add_sums(struct inv_regular *r, enum inv_returns returns, const int64_t *index, const double *value, size_t n)
{
    bool negative = false;
    for (size_t i = 0; i < n; ) {
        const int64_t period = index[i];
        uint64_t slot = (uint64_t)period - (uint64_t)r->first;
        double sum = 0;
        uint32_t rows = 0, used = 0;
        for (; i < n && index[i] == period; i++) {
            double v = value[i];
            rows++;
            if (v != v)
                continue;
            used++;
            if (v < 0) {
                negative = true;
                v = returns == INV_RETURNS_DROP ? 0 : v;
            }
            sum += v;
        }
        if (slot >= r->n)
            continue;
        r->rows[slot] += rows;
        r->used[slot] += used;
        r->y[slot] += sum;
    }
    return negative;
}

/* Sums of both signs: what only rounding has left is zero. */
static enum inv_status clear_residues(struct inv_regular *r, const int64_t *index, const double *value, size_t n,
                                      struct inv_err *err)
{
    enum inv_status st = INV_MEM_GROW(&r->size, &r->cap_size, r->n, err);
    if (st != INV_OK)
        return st;
    memset(r->size, 0, r->n * sizeof *r->size);
    for (size_t i = 0; i < n; i++) {
        uint64_t slot = (uint64_t)index[i] - (uint64_t)r->first;
        if (slot < r->n && !isnan(value[i]))
            r->size[slot] += RESIDUE * fabs(value[i]);      /* scaled here: the sum of sizes may be no double */
    }
    for (size_t i = 0; i < r->n; i++)
        if (fabs(r->y[i]) <= r->size[i])
            r->y[i] = 0;
    return INV_OK;
}

/* Absent periods and those without a value are missing. */
static enum inv_status finish(struct inv_regular *r, struct inv_err *err)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->used[i] == 0)
            r->y[i] = NAN;
        else if (!isfinite(r->y[i]))
            return inv_err_set(err, INV_EROW, "the values of a period add up to more than a number can hold");
    return INV_OK;
}

static void add_others(struct inv_regular *r, enum inv_agg agg, enum inv_returns returns, const int64_t *index,
                       const int64_t *t, const double *value, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        uint64_t slot = (uint64_t)index[i] - (uint64_t)r->first;
        if (slot >= r->n)
            continue;
        r->rows[slot]++;
        double v = value[i];
        if (isnan(v))
            continue;
        if (v < 0 && returns == INV_RETURNS_DROP)
            v = 0;
        bool fresh = r->used[slot]++ == 0;
        int64_t when = t ? t[i] : 0;
        if (agg == INV_AGG_MEAN)
            r->y[slot] += (v - r->y[slot]) / r->used[slot];     /* Welford (1962): no large sums */
        else if (agg == INV_AGG_MAX && (fresh || v > r->y[slot]))
            r->y[slot] = v;
        else if (agg == INV_AGG_LAST && (fresh || when >= r->at[slot])) {
            r->y[slot] = v;
            r->at[slot] = when;
        }
    }
}

enum inv_status inv_regular_fill(struct inv_regular *r, enum inv_agg agg, enum inv_returns returns,
                                 int64_t first, int64_t last,
                                 const int64_t *index, const int64_t *t, const double *value, size_t n,
                                 struct inv_err *err)
{
    uint64_t span = last < first ? 0 : (uint64_t)last - (uint64_t)first + 1;
    if (span > INV_REGULAR_MAX || (last >= first && span == 0))
        return inv_err_set(err, INV_EROW, "the series has more than %d periods", INV_REGULAR_MAX);
    r->first = first;
    r->n = 0;
    r->unmatched = 0;
    enum inv_status st = make_room(r, (size_t)span, agg == INV_AGG_LAST, err);
    if (st != INV_OK || span == 0)
        return st;
    r->n = (size_t)span;
    memset(r->y, 0, r->n * sizeof *r->y);
    memset(r->rows, 0, r->n * sizeof *r->rows);
    memset(r->used, 0, r->n * sizeof *r->used);
    memset(r->stockout, 0, r->n);
    if (agg != INV_AGG_SUM)
        add_others(r, agg, returns, index, t, value, n);
    else if (add_sums(r, returns, index, value, n))
        st = clear_residues(r, index, value, n, err);
    return st == INV_OK ? finish(r, err) : st;
}

void inv_regular_mark(struct inv_regular *r, const int64_t *index, const double *flag, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        uint64_t slot = (uint64_t)index[i] - (uint64_t)r->first;
        if (slot < r->n && (!flag || flag[i] > 0))
            r->stockout[slot] = 1;
    }
}

/* Periods with something left wait on a stack, the latest on top; each is put
 * there and taken away once, so that the work is linear. */
enum inv_status inv_regular_net(struct inv_regular *r, struct inv_err *err)
{
    enum inv_status st = INV_MEM_GROW(&r->stack, &r->cap_stack, r->n, err);
    if (st != INV_OK)
        return st;
    size_t top = 0;
    r->unmatched = 0;
    for (size_t i = 0; i < r->n; i++) {
        if (r->y[i] > 0)
            r->stack[top++] = i;
        if (!(r->y[i] < 0))
            continue;
        double owed = -r->y[i];
        r->y[i] = 0;
        while (owed > 0 && top > 0) {
            double *y = &r->y[r->stack[top - 1]];
            double taken = *y < owed ? *y : owed;
            *y = *y - taken <= RESIDUE * taken ? 0 : *y - taken;
            owed = owed - taken <= RESIDUE * taken ? 0 : owed - taken;
            top -= *y == 0;
        }
        r->unmatched += owed;
    }
    return INV_OK;
}

size_t inv_regular_cut_leading(struct inv_regular *r)
{
    size_t cut = 0;
    while (cut < r->n && !(r->y[cut] > 0))
        cut++;
    if (cut == r->n || cut == 0)
        return 0;
    r->n -= cut;
    r->first += (int64_t)cut;
    memmove(r->y, r->y + cut, r->n * sizeof *r->y);
    memmove(r->rows, r->rows + cut, r->n * sizeof *r->rows);
    memmove(r->used, r->used + cut, r->n * sizeof *r->used);
    memmove(r->stockout, r->stockout + cut, r->n);
    return cut;
}
