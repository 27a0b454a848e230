/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several items out of one budget. */
#include "config.h"

#include "inv/newsvendor.h"

#include <math.h>
#include <stdlib.h>

#include "inv/lots.h"

struct budget {
    const struct inv_newsvendor_in *in;
    const double *unit;
    size_t n;
    double left;             /* money that is not spent */
};

/* The step in which an item is ordered; 0: any quantity. */
static double step_of(const struct inv_newsvendor_in *in)
{
    bool listed = in->demand->kind == INV_DIST_TABLE || in->demand->kind == INV_DIST_EMPIRICAL;
    return in->pack_size > 0 ? in->pack_size : inv_dist_discrete(in->demand) || listed ? 1 : 0;
}

/* Item i's quantity at a multiplier l. Whole lots round down: the rest is topped up. */
static double at(const struct budget *b, size_t i, double l)
{
    const struct inv_newsvendor_in *in = &b->in[i];
    double up = in->underage - l * b->unit[i], sum = in->underage + in->overage, lot = step_of(in);
    if (!(up > 0) || !(in->underage > 0))
        return 0;
    double q = fmax(inv_dist_quantile_upper(in->demand, (in->overage + l * b->unit[i]) / sum), 0);
    q = lot > 0 ? inv_lots_down(q, lot) * lot : q;
    return q < in->moq ? 0 : q;
}

static double spent(const struct budget *b, double l)
{
    double sum = 0;
    for (size_t i = 0; i < b->n; i++)
        sum += b->unit[i] * at(b, i, l);
    return sum;
}

/* The least multiplier whose orders the budget pays: spending falls as it rises. */
static double multiplier(const struct budget *b, double money)
{
    double lo = 0, hi = 0;
    if (spent(b, 0) <= money)
        return 0;
    for (size_t i = 0; i < b->n; i++)
        hi = fmax(hi, b->in[i].underage / b->unit[i]);
    for (int i = 0; i < 200 && hi - lo > 1e-15 * hi; i++) {
        double mid = lo + (hi - lo) / 2;
        if (spent(b, mid) <= money)
            hi = mid;
        else
            lo = mid;
    }
    return hi;
}

static double cost(const struct inv_newsvendor_in *in, double q)
{
    double s = inv_dist_loss(in->demand, q);
    return in->overage * (q - in->demand->mean + s) + in->underage * s;
}

/* ---- topping up: the next lot of the item that saves most for its money ----------------------------- */

struct offer { double gain; size_t item; };      /* saved per unit of money */

static double gain(const struct budget *b, size_t i, double q)
{
    const struct inv_newsvendor_in *in = &b->in[i];
    double lot = step_of(in), next = fmax(q + lot, in->moq > 0 ? inv_lots_up(in->moq, lot) * lot : 0);
    return (cost(in, q) - cost(in, next)) / (b->unit[i] * (next - q));
}

static void sift(struct offer *heap, size_t n, size_t k)
{
    struct offer x = heap[k];
    for (size_t c; (c = 2 * k + 1) < n; k = c) {
        c += c + 1 < n && heap[c + 1].gain > heap[c].gain;
        if (heap[c].gain <= x.gain)
            break;
        heap[k] = heap[c];
    }
    heap[k] = x;
}

static void top_up(struct budget *b, struct offer *heap, double *q)
{
    size_t n = 0;
    for (size_t i = 0; i < b->n; i++)
        if (step_of(&b->in[i]) > 0 && b->in[i].underage > 0)
            heap[n++] = (struct offer){ gain(b, i, q[i]), i };
    for (size_t k = n / 2; k-- > 0; )
        sift(heap, n, k);
    while (n > 0 && heap[0].gain > 0) {
        size_t i = heap[0].item;
        const struct inv_newsvendor_in *in = &b->in[i];
        double lot = step_of(in), next = fmax(q[i] + lot, in->moq > 0 ? inv_lots_up(in->moq, lot) * lot : 0);
        double price = b->unit[i] * (next - q[i]);
        if (price <= b->left) {
            b->left -= price;
            q[i] = next;
            heap[0].gain = gain(b, i, next);
        } else
            heap[0] = heap[--n];
        if (n > 0)
            sift(heap, n, 0);
    }
}

static enum inv_status check(const struct inv_newsvendor_in *in, const double *unit, size_t n, double budget, struct inv_err *err)
{
    struct inv_newsvendor_out out;
    if (!(budget >= 0) || isinf(budget))
        return inv_err_set(err, INV_EARG, "a budget of %g", budget);
    for (size_t i = 0; i < n; i++) {
        enum inv_status st = inv_newsvendor_at(&in[i], 0, &out, err);
        if (st != INV_OK)
            return st;
        if (!(unit[i] > 0) || isinf(unit[i]))
            return inv_err_set(err, INV_EARG, "a unit cost of %g under a budget", unit[i]);
    }
    return INV_OK;
}

enum inv_status inv_newsvendor_budget(const struct inv_newsvendor_in *in, const double *unit, size_t n, double budget,
                                      double *q, double *multiplier_out, struct inv_err *err)
{
    struct budget b = { in, unit, n, budget };
    enum inv_status st = check(in, unit, n, budget, err);
    struct offer *heap = st == INV_OK ? malloc((n + 1) * sizeof *heap) : NULL;
    if (st == INV_OK && !heap)
        st = inv_err_set(err, INV_ENOMEM, "out of memory");
    if (st != INV_OK)
        return st;
    double l = multiplier(&b, budget);
    for (size_t i = 0; i < n; i++) {
        q[i] = at(&b, i, l);
        b.left -= unit[i] * q[i];
    }
    top_up(&b, heap, q);
    *multiplier_out = l;
    free(heap);
    return INV_OK;
}
