/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules that look a few periods ahead. They need no search, give quiet plans, and
 * cost a few per cent more than the cheapest one where demand is uneven
 * (Silver, Pyke and Thomas 2017, ch. 5). */
#include "config.h"

#include "lotsize.h"

#include <float.h>
#include <math.h>

#include "inv/lots.h"

struct rules {
    const struct inv_lotsize_in *in;
    const double *net;          /* demand that the opening stock leaves */
    double *needed;             /* cumulated orders that must have been made by the end of t */
    double eoq;                 /* of the mean demand; 0: none is, or an order is free, HUGE_VAL: holding is */
    double mean;                /* demand a period */
};

/* The first period after those that an order in t covers, by a criterion that
 * is followed while it does not rise. Carrying to s costs hold[t] + ... + hold[s-1] a unit.
 * Beyond `limit` units there is no need to look: a capacity could leave every period with all the rest. */
static size_t while_falling(const struct rules *r, size_t t, double limit, bool by_unit)
{
    const struct inv_lotsize_in *in = r->in;
    double carry = 0, held = 0, units = 0, best = HUGE_VAL;
    for (size_t s = t; s < in->n; s++) {
        held += carry * r->net[s];
        units += r->net[s];
        double by = by_unit ? units : (double)(s - t + 1), cost = (in->setup[t] + held) / by;
        if (by > 0 && cost > best * (1 + 4 * DBL_EPSILON))
            return s;
        best = by > 0 ? cost : best;
        carry += in->hold[s];
        if (units >= limit)
            return s + 1;
    }
    return in->n;
}

static size_t part_period(const struct rules *r, size_t t, double limit)
{
    const struct inv_lotsize_in *in = r->in;
    double carry = 0, held = 0, units = 0, K = in->setup[t];
    for (size_t s = t; s < in->n; s++) {
        double before = held;
        held += carry * r->net[s];
        units += r->net[s];
        if (held > K)       /* the closer of the two sides of K; of equals the smaller lot */
            return s > t && held - K < K - before ? s + 1 : s > t ? s : t + 1;
        carry += in->hold[s];
        if (units >= limit)
            return s + 1;
    }
    return in->n;
}

static size_t fixed_periods(const struct rules *r, size_t t)
{
    double p = r->in->periods > 0 ? (double)r->in->periods : r->mean > 0 ? fmax(rint(r->eoq / r->mean), 1) : 1;
    return p < (double)(r->in->n - t) ? t + (size_t)p : r->in->n;
}

/* The most that may be ordered in t: whole packs; nothing where the least order is more. */
static double most(const struct inv_lotsize_in *in, size_t t)
{
    double cap = in->capacity ? in->capacity[t] : HUGE_VAL;
    if (in->pack > 0 && isfinite(cap))
        cap = inv_lots_down(cap, in->pack) * in->pack;
    return cap < in->min_lot ? 0 : cap;
}

/* Units that the rule orders in t, where `short_by` of them are needed at once. */
static double rule(const struct rules *r, enum inv_lotsize method, size_t t, double stock, double short_by)
{
    size_t to = t + 1;
    double limit = most(r->in, t) + stock;
    switch (method) {
    case INV_LOTSIZE_SILVER_MEAL: to = while_falling(r, t, limit, false); break;
    case INV_LOTSIZE_LEAST_UNIT_COST: to = while_falling(r, t, limit, true); break;
    case INV_LOTSIZE_PART_PERIOD: to = part_period(r, t, limit); break;
    case INV_LOTSIZE_FIXED_PERIOD: to = fixed_periods(r, t); break;
    case INV_LOTSIZE_EOQ:
        if (isfinite(r->eoq))
            return fmax(r->eoq, short_by);
        to = r->in->n;
        break;
    case INV_LOTSIZE_LOT_FOR_LOT: case INV_LOTSIZE_WAGNER_WHITIN: break;
    }
    double units = -stock;
    for (size_t s = t; s < to && units < limit; s++)
        units += r->net[s];
    return fmax(units, short_by);
}

/* Whole packs, the least order, no more than the capacity. */
static double lots(const struct inv_lotsize_in *in, size_t t, double q)
{
    q = fmax(q, in->min_lot);
    if (in->pack > 0)
        q = inv_lots_up(q, in->pack) * in->pack;
    return fmin(q, most(in, t));
}

/* What later capacities cannot make must be there before; backwards. */
static enum inv_status look_back(struct rules *r, struct inv_err *err)
{
    const struct inv_lotsize_in *in = r->in;
    double sum = 0;
    for (size_t t = 0; t < in->n; t++) {
        sum += r->net[t];
        r->needed[t] = in->pack > 0 ? inv_lots_up(sum, in->pack) * in->pack : sum;
    }
    for (size_t t = in->n; t-- > 1; )
        r->needed[t - 1] = fmax(r->needed[t - 1], r->needed[t] - most(in, t));
    double first = most(in, 0);
    if (r->needed[0] <= first * (1 + INV_LOTS_TOLERANCE))
        return INV_OK;
    inv_err_set(err, INV_EROW, "the capacities are %g units short of the demand", r->needed[0] - first);
    return inv_err_column(err, "capacity", 8);
}

/* EOQ of the mean demand at the mean costs: sqrt(2 K d / h) (Harris 1913). */
static void economic(struct rules *r)
{
    const struct inv_lotsize_in *in = r->in;
    double K = 0, h = 0, d = 0, n = (double)in->n;
    for (size_t t = 0; t < in->n; t++) {
        K += in->setup[t] / n;
        h += in->hold[t] / n;
        d += r->net[t] / n;
    }
    r->mean = d;
    r->eoq = K > 0 && d > 0 ? h > 0 ? sqrt(2 * K) * sqrt(d / h) : HUGE_VAL : 0;
}

enum inv_status inv_lotsize_rule(const struct inv_lotsize_in *in, enum inv_lotsize method, struct inv_lotsize_work *w,
                                 double *order, struct inv_err *err)
{
    enum inv_status st = inv_lotsize_room(w, 2 * in->n, err);
    if (st != INV_OK)
        return st;
    struct rules r = { .in = in, .net = w->x, .needed = w->x + in->n };
    inv_lotsize_net(in, w->x);
    economic(&r);
    st = look_back(&r, err);
    double stock = 0, ordered = 0, scale = 0;
    for (size_t t = 0; t < in->n && st == INV_OK; t++) {
        double short_by = fmax(r.net[t] - stock, r.needed[t] - ordered);
        scale += r.net[t];
        order[t] = short_by > scale * 1e-12 ? lots(in, t, rule(&r, method, t, stock, short_by)) : 0;
        ordered += order[t];
        stock += order[t] - r.net[t];
    }
    return st;
}
