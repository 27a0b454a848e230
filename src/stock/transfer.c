/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/transfer.h"

#include <math.h>
#include <stdlib.h>

#include "inv/lots.h"
#include "inv/mem.h"
#include "stock/check.h"

/* Beyond so many givers the one that fits best is not looked for. */
#define MOST_LOOKED_AT 1000

void inv_transfer_work_free(struct inv_transfer_work *w)
{
    free(w->givers);
    free(w->takers);
    free(w->left);
    *w = (struct inv_transfer_work){ 0 };
}

static enum inv_status check(const struct inv_transfer_place *p, size_t n, double step, struct inv_err *err)
{
    enum inv_status st = inv_check_from_zero(step, "pack_size", err);
    for (size_t i = 0; i < n && st == INV_OK; i++) {
        st = inv_check_from_zero(p[i].surplus, "surplus", err);
        if (st == INV_OK)
            st = inv_check_from_zero(p[i].lack, "need", err);
        if (st == INV_OK && p[i].surplus > 0 && p[i].lack > 0)
            st = inv_check_wrong(err, "surplus", p[i].surplus, "stands beside a need");
    }
    return st;
}

/* Heap sort of indices by a key, of equals by index: no state outside, no worst case. */
static bool after(const double *key, size_t a, size_t b)
{
    return key[a] > key[b] || (!(key[a] < key[b]) && a > b);
}

static void sift(size_t *v, size_t n, size_t at, const double *key)
{
    for (;;) {
        size_t child = 2 * at + 1;
        if (child >= n)
            return;
        if (child + 1 < n && after(key, v[child + 1], v[child]))
            child++;
        if (!after(key, v[child], v[at]))
            return;
        size_t t = v[at];
        v[at] = v[child];
        v[child] = t;
        at = child;
    }
}

static void sort(size_t *v, size_t n, const double *key)
{
    for (size_t i = n / 2; i-- > 0; )
        sift(v, n, i, key);
    for (size_t i = n; i-- > 1; ) {
        size_t t = v[0];
        v[0] = v[i];
        v[i] = t;
        sift(v, i, 0, key);
    }
}

/* The giver that covers the lack alone and keeps least; else the one that has most. */
static size_t giver(const struct inv_transfer_work *w, size_t n, double lack)
{
    size_t best = 0, most = 0;
    bool fits = false;
    for (size_t k = 0; k < n; k++) {
        double left = w->left[w->givers[k]];
        if (left > w->left[w->givers[most]])
            most = k;
        if (left >= lack && (!fits || left < w->left[w->givers[best]])) {
            best = k;
            fits = true;
        }
    }
    return fits ? best : most;
}

static void serve(size_t to, double lack, double step, size_t *ngivers, struct inv_transfer_move *moves, size_t *nmoves,
                  struct inv_transfer_work *w)
{
    while (lack > 0 && *ngivers > 0) {
        size_t k = *ngivers > MOST_LOOKED_AT ? *ngivers - 1 : giver(w, *ngivers, lack), from = w->givers[k];
        bool all = w->left[from] <= lack;
        double units = all ? w->left[from] : lack;
        moves[(*nmoves)++] = (struct inv_transfer_move){ from, to, step > 0 ? units * step : units };
        w->left[from] -= units;
        lack -= units;
        if (all || !(w->left[from] > 0))
            w->givers[k] = w->givers[--*ngivers];
    }
}

enum inv_status inv_transfer_allocate(const struct inv_transfer_place *place, size_t n, double step,
                                      struct inv_transfer_move *moves, size_t *nmoves, struct inv_transfer_work *w,
                                      struct inv_err *err)
{
    size_t ngivers = 0, ntakers = 0;
    *nmoves = 0;
    enum inv_status st = check(place, n, step, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&w->givers, &w->cap_givers, n + 1, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&w->takers, &w->cap_takers, n + 1, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&w->left, &w->cap_left, n + 1, err);
    if (st != INV_OK)
        return st;
    for (size_t i = 0; i < n; i++) {
        if (place[i].lack > 0)
            w->takers[ntakers++] = i;
        w->left[i] = isnan(place[i].urgency) ? INFINITY : place[i].urgency;
    }
    sort(w->takers, ntakers, w->left);
    for (size_t i = 0; i < n; i++) {
        w->left[i] = step > 0 ? inv_lots_down(place[i].surplus, step) : place[i].surplus;
        if (w->left[i] > 0)
            w->givers[ngivers++] = i;
    }
    for (size_t k = 0; k < ntakers; k++) {
        double lack = place[w->takers[k]].lack;
        serve(w->takers[k], step > 0 ? inv_lots_up(lack, step) : lack, step, &ngivers, moves, nmoves, w);
    }
    return INV_OK;
}
