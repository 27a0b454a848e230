/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finite horizon: the best policy, followed from the starting stock. */
#include "config.h"

#include "stock/dp.h"

#include <math.h>
#include <string.h>

#include "inv/mem.h"

/* Probabilities at the ends of a distribution that say nothing any more. */
#define NOTHING 1e-16

/* P(position = lo + i) = p[i], i < n. */
struct spread { double *p; size_t n; double lo; };

static void trim(struct spread *s)
{
    while (s->n > 1 && s->p[s->n - 1] < NOTHING)
        s->n--;
    size_t from = 0;
    while (from + 1 < s->n && s->p[from] < NOTHING)
        from++;
    memmove(s->p, s->p + from, (s->n - from) * sizeof *s->p);
    s->n -= from;
    s->lo += (double)from;
}

/* Whole units on both sides of the stock. */
static enum inv_status begin(struct inv_dp_work *w, double stock, struct spread *x, struct inv_err *err)
{
    enum inv_status st = INV_MEM_GROW(&w->x, &w->cap_x, 2, err);
    if (st != INV_OK)
        return st;
    double part = stock - floor(stock);
    *x = (struct spread){ w->x, part > 0 ? 2 : 1, floor(stock) };
    w->x[0] = 1 - part;
    w->x[1] = part;
    return INV_OK;
}

/* The positions after ordering, y, and E V_t. Of several positions above that are
 * as good, the lowest. */
static enum inv_status order(const struct inv_dp_period *p, struct inv_dp_work *w, const struct inv_dp_line *j,
                             const struct spread *x, struct spread *y, struct inv_dp_level *level, struct inv_err *err)
{
    double last = j->lo + (double)j->n - 1, hi = fmax(x->lo + (double)x->n - 1, last);
    double above = INFINITY, at = NAN, k = p->order_cost;
    *y = (struct spread){ .n = (size_t)(hi - x->lo) + 1, .lo = x->lo };
    enum inv_status st = hi - x->lo < (double)INV_DP_MOST ? INV_MEM_GROW(&w->y, &w->cap_y, y->n, err)
        : inv_err_set(err, INV_EARG, "a stock of %g is too far from what is best to enumerate", x->lo);
    if (st != INV_OK)
        return st;
    y->p = w->y;
    memset(y->p, 0, y->n * sizeof *y->p);
    level->cost = level->orders = 0;
    for (double z = hi; z >= x->lo; z--) {
        double stay = inv_dp_value(j, z), i = z - x->lo, weight = i < (double)x->n ? x->p[(size_t)i] : 0;
        bool raise = k + above < stay;
        level->cost += weight * ((raise ? k + above : stay) - p->unit_cost * z);
        level->orders += raise ? weight : 0;
        y->p[(size_t)((raise ? at : z) - x->lo)] += weight;
        if (stay <= above) {
            above = stay;
            at = z;
        }
    }
    trim(y);
    return INV_OK;
}

static enum inv_status serve(const struct inv_dp_period *p, struct inv_dp_work *w, const struct spread *y,
                             struct inv_dp_level *level, struct inv_err *err)
{
    enum inv_status st = inv_losses_of(&w->ltd, p->ltd, 1, inv_losses_tail(p->holding_cost, p->shortage_cost), err);
    if (st == INV_OK && p->lead)
        st = inv_losses_of(&w->lead, p->lead, 1, inv_losses_tail(p->holding_cost, p->shortage_cost), err);
    if (st != INV_OK)
        return st;
    double unmet = 0, demand = p->ltd->mean - (p->lead ? p->lead->mean : 0);
    level->on_hand = level->backorders = 0;
    for (size_t i = 0; i < y->n; i++) {
        double z = y->lo + (double)i, owed = inv_losses_whole(&w->ltd, z);
        level->backorders += y->p[i] * owed;
        level->on_hand += y->p[i] * (z - w->ltd.mean + owed);
        unmet += y->p[i] * (owed - (p->lead ? inv_losses_whole(&w->lead, z) : fmax(-z, 0)));
    }
    level->on_hand = fmax(level->on_hand, 0);
    level->fill_rate = demand > 0 ? fmin(fmax(1 - unmet / demand, 0), 1) : NAN;
    return INV_OK;
}

/* y - D. */
static enum inv_status demand(const struct inv_pmf *d, struct inv_dp_work *w, const struct spread *y, struct spread *x,
                              struct inv_err *err)
{
    *x = (struct spread){ .n = y->n + d->n - 1, .lo = y->lo - (double)(d->lo + d->n - 1) };
    enum inv_status st = INV_MEM_GROW(&w->x, &w->cap_x, x->n + 1, err);
    if (st != INV_OK)
        return st;
    x->p = w->x;
    memset(x->p, 0, x->n * sizeof *x->p);
    for (size_t i = 0; i < y->n; i++) {
        double weight = y->p[i], *to = x->p + i;
        if (weight > 0)
            for (size_t k = 0; k < d->n; k++)
                to[k] += weight * d->p[d->n - 1 - k];
    }
    trim(x);
    return INV_OK;
}

enum inv_status inv_dp_forward(const struct inv_dp_in *in, struct inv_dp_work *w, struct inv_dp_level *level,
                               struct inv_err *err)
{
    struct spread x, y;
    enum inv_status st = begin(w, in->stock, &x, err);
    for (size_t t = 0; t < in->n && st == INV_OK; t++) {
        struct inv_dp_line j = inv_dp_table(w, t);
        st = order(&in->period[t], w, &j, &x, &y, &level[t], err);
        if (st == INV_OK)
            st = serve(&in->period[t], w, &y, &level[t], err);
        if (st == INV_OK && t + 1 < in->n)
            st = demand(in->period[t].demand, w, &y, &x, err);
    }
    return st;
}
