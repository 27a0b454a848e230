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
    bool *out;               /* the money does not reach to the least order: none, whatever the multiplier */
};

static bool is_listed(const struct inv_dist *d)
{
    return d->kind == INV_DIST_TABLE || d->kind == INV_DIST_EMPIRICAL;
}

static bool is_whole(const struct inv_dist *d)
{
    for (size_t i = 0; i < d->n; i++)
        if (d->x[i] < nearbyint(d->x[i]) || d->x[i] > nearbyint(d->x[i]))
            return false;
    return true;
}

/* The step in which an item is ordered; 0: any quantity. */
static double step_of(const struct inv_newsvendor_in *in)
{
    const struct inv_dist *d = in->demand;
    bool units = is_listed(d) ? is_whole(d) : inv_dist_discrete(d);
    return in->pack_size > 0 ? in->pack_size : units ? 1 : 0;
}

/* The least order above none. */
static double least_of(const struct inv_newsvendor_in *in, double lot)
{
    return !(in->moq > 0) ? 0 : lot > 0 ? inv_lots_up(in->moq, lot) * lot : in->moq;
}

static double cost(const struct inv_newsvendor_in *in, double q)
{
    double s = inv_dist_loss(in->demand, q);
    return in->overage * (q - in->demand->mean + s) + in->underage * s;
}

/* Item i's quantity at a multiplier l. Whole lots round down: the rest is topped up.
 * Who has a least order gets that or nothing, whichever costs less at l. */
static double at(const struct budget *b, size_t i, double l)
{
    const struct inv_newsvendor_in *in = &b->in[i];
    double up = in->underage - l * b->unit[i], sum = in->underage + in->overage, lot = step_of(in);
    if (!(up > 0) || !(in->underage > 0) || b->out[i])
        return 0;
    double q = fmax(inv_dist_quantile_upper(in->demand, (in->overage + l * b->unit[i]) / sum), 0);
    double least = least_of(in, lot);
    q = lot > 0 ? inv_lots_down(q, lot) * lot : q;
    if (q >= least)
        return q;
    return cost(in, least) + l * b->unit[i] * least < cost(in, 0) ? least : 0;
}

static double spent(const struct budget *b, double l)
{
    double sum = 0;
    for (size_t i = 0; i < b->n; i++)
        sum += b->unit[i] * at(b, i, l);
    return sum;
}

/* The least multiplier whose orders the budget pays, from lo, whose orders it does not: spending falls as it rises. */
static double multiplier(const struct budget *b, double money, double *lo)
{
    double hi = *lo = 0;
    if (spent(b, 0) <= money)
        return 0;
    for (size_t i = 0; i < b->n; i++)
        hi = fmax(hi, b->in[i].underage / b->unit[i]);
    for (int i = 0; i < 200 && hi - *lo > 1e-15 * hi; i++) {
        double mid = *lo + (hi - *lo) / 2;
        if (spent(b, mid) <= money)
            hi = mid;
        else
            *lo = mid;
    }
    return hi;
}

enum { ROUNDS = 64, SHARES = 20000 };

/* As many rounds as are soon done: with many items one of them is little beside the money. */
static size_t rounds(size_t n)
{
    return n <= SHARES / ROUNDS ? ROUNDS : n < SHARES ? SHARES / n : 1;
}

/* Where an item falls from its least order to none between lo and hi its money is the others': anew, without it. */
static double share_out(struct budget *b, double money)
{
    double lo, hi = multiplier(b, money, &lo);
    for (size_t round = 0; round < rounds(b->n) && hi > 0; round++) {
        bool fell = false;
        for (size_t i = 0; i < b->n; i++)
            if (b->in[i].moq > 0 && at(b, i, hi) <= 0 && at(b, i, lo) > 0)
                fell = b->out[i] = true;
        if (!fell)
            break;
        hi = multiplier(b, money, &lo);
    }
    return hi;
}

/* ---- topping up: the next lots of the item that saves most for its money ---------------------------- */

struct offer { double gain, next; size_t item; };      /* saved per unit of money, by going on to next */

/* The first value listed above q; q where there is none. */
static double value_above(const struct inv_dist *d, double q)
{
    size_t lo = 0, hi = d->n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (d->x[mid] > q)
            hi = mid;
        else
            lo = mid + 1;
    }
    return lo < d->n ? d->x[lo] : q;
}

/* As far as one more unit saves the same: of listed values to the next of them, of others a lot. */
static struct offer offer(const struct budget *b, size_t i, double q)
{
    const struct inv_newsvendor_in *in = &b->in[i];
    double lot = step_of(in), least = least_of(in, lot), next = q + lot;
    if (is_listed(in->demand)) {
        next = value_above(in->demand, q);
        next = lot > 0 ? q + fmax(inv_lots_down(next - q, lot), 1) * lot : next;
    }
    next = q < least ? fmax(next, least) : next;
    return (struct offer){ next > q ? (cost(in, q) - cost(in, next)) / (b->unit[i] * (next - q)) : 0, next, i };
}

/* What of an offer the money left pays, the quantity; q where it pays none of it. */
static double pay(const struct budget *b, const struct offer *o, double q)
{
    const struct inv_newsvendor_in *in = &b->in[o->item];
    double lot = step_of(in), least = least_of(in, lot), most = b->left / b->unit[o->item];
    if (o->next - q <= most)
        return o->next;
    if (lot <= 0 && !is_listed(in->demand))
        return q;
    double part = lot > 0 ? q + floor(most / lot) * lot : q + most;
    return part >= least ? fmin(part, o->next) : q;
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
        if (b->in[i].underage > 0)
            heap[n++] = offer(b, i, q[i]);
    for (size_t k = n / 2; k-- > 0; )
        sift(heap, n, k);
    while (n > 0 && heap[0].gain > 0) {
        size_t i = heap[0].item;
        double next = pay(b, &heap[0], q[i]);
        bool whole = next >= heap[0].next;
        b->left -= fmin(b->unit[i] * (next - q[i]), b->left);
        q[i] = next;
        heap[0] = whole ? offer(b, i, next) : heap[--n];
        if (n > 0)
            sift(heap, n, 0);
    }
}

static enum inv_status check(const struct inv_newsvendor_in *in, const double *unit, size_t n, double budget,
                             struct inv_err *err)
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
    struct budget b = { in, unit, n, budget, NULL };
    enum inv_status st = check(in, unit, n, budget, err);
    struct offer *heap = st == INV_OK ? malloc((n + 1) * sizeof *heap) : NULL;
    b.out = heap ? calloc(n + 1, sizeof *b.out) : NULL;
    if (st == INV_OK && !b.out)
        st = inv_err_set(err, INV_ENOMEM, "out of memory");
    if (st == INV_OK) {
        *multiplier_out = share_out(&b, budget);
        for (size_t i = 0; i < n; i++) {
            q[i] = at(&b, i, *multiplier_out);
            b.left -= unit[i] * q[i];
        }
        top_up(&b, heap, q);
    }
    free(b.out);
    free(heap);
    return st;
}
