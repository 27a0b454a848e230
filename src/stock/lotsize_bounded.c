/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cheapest plan of whole lots within bounds.
 *
 * State: the lots ordered so far, k; a lot is a pack, or one unit. Orders being
 * whole lots, the stock at the end of t is opening stock + k lots - demand so far,
 * which need not be whole. F(k) after t is
 *
 *     min over q of F'(k - q) + setup[t] [q > 0] + unit[t] q lot  +  cost of the stock,
 *
 * q = 0 or least..most: a minimum over a window that slides with k (a queue of
 * candidates, each entered and left once), so that a period costs O(N). No plan
 * is cheaper for ordering more than the last demand and one least lot.
 */
#include "config.h"

#include "lotsize.h"

#include <math.h>
#include <string.h>

#include "inv/lots.h"
#include "inv/mem.h"

struct bounded {
    const struct inv_lotsize_in *in;
    double lot;
    size_t least, N;                 /* least lots of an order; most lots in all */
    double *before, *after;          /* F, N + 1 each */
    uint32_t *queue;                 /* N + 1 */
    uint32_t *qty;                   /* n x (N + 1): lots ordered in t to be at k after it */
};

static size_t most(const struct bounded *b, size_t t)
{
    double cap = b->in->capacity ? b->in->capacity[t] : HUGE_VAL;
    return isfinite(cap) ? (size_t)fmin(inv_lots_down(cap, b->lot), (double)b->N) : b->N;
}

/* What the stock of x units at the end of t costs; HUGE_VAL where it may not be. */
static double stock_cost(const struct bounded *b, size_t t, double x, double scale)
{
    if (x >= -INV_LOTS_TOLERANCE * scale)
        return b->in->hold[t] * fmax(x, 0);
    return b->in->backlog && t + 1 < b->in->n ? -b->in->backlog[t] * x : HUGE_VAL;
}

/* The price of the lots before k, taken off, makes candidates comparable. */
static double net_of_price(const struct bounded *b, size_t t, size_t k)
{
    return b->before[k] - (b->in->unit ? b->in->unit[t] * b->lot * (double)k : 0);
}

static void step(const struct bounded *b, size_t t, double demanded)
{
    const struct inv_lotsize_in *in = b->in;
    size_t cap = most(b, t), head = 0, tail = 0;
    double price = in->unit ? in->unit[t] * b->lot : 0;
    uint32_t *qty = b->qty + t * (b->N + 1);
    for (size_t k = 0; k <= b->N; k++) {
        if (k >= b->least && cap >= b->least && b->before[k - b->least] < HUGE_VAL) {
            size_t from = k - b->least;
            while (tail > head && net_of_price(b, t, b->queue[tail - 1]) >= net_of_price(b, t, from))
                tail--;
            b->queue[tail++] = (uint32_t)from;
        }
        while (tail > head && k - b->queue[head] > cap)
            head++;
        double best = b->before[k];
        qty[k] = 0;
        if (tail > head) {
            double f = in->setup[t] + net_of_price(b, t, b->queue[head]) + price * (double)k;
            if (f < best) {
                best = f;
                qty[k] = (uint32_t)(k - b->queue[head]);
            }
        }
        double units = b->lot * (double)k;
        b->after[k] = best + stock_cost(b, t, in->stock + units - demanded, fabs(in->stock) + units + demanded);
    }
}

static enum inv_status short_of(const struct bounded *b, struct inv_err *err)
{
    const struct inv_lotsize_in *in = b->in;
    double made = 0, demanded = -in->stock;
    for (size_t t = 0; t < in->n; t++) {
        made += (double)most(b, t) * b->lot;
        demanded += in->demand[t];
        if (made < demanded * (1 - INV_LOTS_TOLERANCE) && (!in->backlog || t + 1 == in->n)) {
            inv_err_set(err, INV_EROW, "%g units can be ordered up to period %zu, %g are needed", made, t + 1,
                        demanded);
            return inv_err_column(err, "capacity", 8);
        }
    }
    return inv_err_set(err, INV_EROW, 
                       "no plan of whole lots meets the demand within the least order and the capacities");
}

static enum inv_status size_up(struct bounded *b, struct inv_err *err)
{
    const struct inv_lotsize_in *in = b->in;
    double demanded = -in->stock;
    for (size_t t = 0; t < in->n; t++)
        demanded += in->demand[t];
    b->lot = in->pack > 0 ? in->pack : 1;
    double least = fmax(inv_lots_up(in->min_lot, b->lot), 1), N = fmax(inv_lots_up(demanded, b->lot), 0) + least - 1;
    if (!((N + 1) * (double)in->n <= (double)INV_LOTSIZE_CELLS)) {
        inv_err_set(err, INV_EARG, "%g lots over %zu periods are too many for an exact plan (at most %zu in all); "
                    "give a larger pack_size, or another --method", N, in->n, INV_LOTSIZE_CELLS / in->n);
        return inv_err_column(err, "pack_size", 9);
    }
    b->least = (size_t)least;
    b->N = (size_t)N;
    return INV_OK;
}

static enum inv_status room(struct bounded *b, struct inv_lotsize_work *w, struct inv_err *err)
{
    size_t m = b->N + 1;
    enum inv_status st = inv_lotsize_room(w, 2 * m, err);
    if (st == INV_OK)
        st = inv_mem_grow(&w->cells, &w->cap_cells, (b->in->n + 1) * m * sizeof *b->qty, 1, err);
    if (st != INV_OK)
        return st;
    b->before = w->x;
    b->after = w->x + m;
    b->queue = w->cells;
    b->qty = b->queue + m;
    return INV_OK;
}

static void trace(const struct bounded *b, size_t k, double *order)
{
    for (size_t t = b->in->n; t-- > 0; ) {
        uint32_t q = b->qty[t * (b->N + 1) + k];
        order[t] = q * b->lot;
        k -= q;
    }
}

enum inv_status inv_lotsize_bounded(const struct inv_lotsize_in *in, struct inv_lotsize_work *w, double *order,
                                    struct inv_err *err)
{
    struct bounded b = { .in = in };
    enum inv_status st = size_up(&b, err);
    if (st == INV_OK)
        st = room(&b, w, err);
    if (st != INV_OK)
        return st;
    for (size_t k = 0; k <= b.N; k++)
        b.before[k] = k == 0 ? 0 : HUGE_VAL;
    double demanded = 0;
    for (size_t t = 0; t < in->n; t++) {
        demanded += in->demand[t];
        step(&b, t, demanded);
        double *f = b.before;
        b.before = b.after;
        b.after = f;
    }
    size_t best = 0;
    for (size_t k = 1; k <= b.N; k++)
        if (b.before[k] < b.before[best])
            best = k;
    if (!(b.before[best] < HUGE_VAL))
        return short_of(&b, err);
    trace(&b, best, order);
    return INV_OK;
}
