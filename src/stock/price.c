/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stock/price.h"

#include <math.h>

/* What an order at the least quantity of a break costs. */
static double order_at(const struct inv_eoq_break *b)
{
    return b->min_qty * b->unit_cost;
}

/* Modified all-units discounts: of the breaks from t->next on, t->next becomes
 * that whose order costs least. None of those before it has a tier of its own. */
static void seek_cheapest(const struct inv_eoq_in *in, struct inv_price_tier *t)
{
    for (size_t i = t->next + 1; i < in->nbreaks; i++)
        if (order_at(&in->breaks[i]) <= order_at(&in->breaks[t->next]))
            t->next = i;
}

/* A tier ends at the next break, or, modified, where the order costs as much as one at that break. */
static void find_end(const struct inv_eoq_in *in, struct inv_price_tier *t)
{
    if (t->next >= in->nbreaks) {
        t->below = INFINITY;
        return;
    }
    if (in->discount == INV_DISCOUNT_MODIFIED)
        seek_cheapest(in, t);
    const struct inv_eoq_break *b = &in->breaks[t->next];
    t->below = in->discount == INV_DISCOUNT_MODIFIED ? fmin(order_at(b) / t->unit, b->min_qty) : b->min_qty;
}

/* From there on an order costs what it does at the break, however few units it has. */
static bool next_is_flat(const struct inv_eoq_in *in, const struct inv_price_tier *t)
{
    return in->discount == INV_DISCOUNT_MODIFIED && t->unit > 0 && t->below < in->breaks[t->next].min_qty;
}

struct inv_price_tier inv_price_first(const struct inv_eoq_in *in)
{
    struct inv_price_tier t = { .unit = in->unit_cost };
    /* A table that begins at one unit begins at the first fraction of it. */
    if (in->nbreaks > 0 && in->breaks[0].min_qty <= 1) {
        t.unit = in->breaks[0].unit_cost;
        t.next = 1;
    }
    find_end(in, &t);
    return t;
}

bool inv_price_next(const struct inv_eoq_in *in, struct inv_price_tier *t)
{
    if (t->next >= in->nbreaks)
        return false;
    const struct inv_eoq_break *b = &in->breaks[t->next];
    if (next_is_flat(in, t)) {
        *t = (struct inv_price_tier){ t->below, b->min_qty, order_at(b), 0, t->next };
        return true;
    }
    if (in->discount != INV_DISCOUNT_INCREMENTAL)
        t->fixed = 0;
    /* The units before the break keep their prices: what they cost above the
     * new one is owed however large the order (Hadley and Whitin 1963, ch. 2). */
    if (in->discount == INV_DISCOUNT_INCREMENTAL)
        t->fixed += (t->unit - b->unit_cost) * b->min_qty;
    t->from = b->min_qty;
    t->unit = b->unit_cost;
    t->next++;
    find_end(in, t);
    return true;
}

struct inv_price_tier inv_price_of(const struct inv_eoq_in *in, double q)
{
    struct inv_price_tier t = inv_price_first(in);
    while (q >= t.below && inv_price_next(in, &t))
        ;
    return t;
}

static enum inv_status bad_break(struct inv_err *err, const char *column, size_t length)
{
    inv_err_column(err, column, length);
    return INV_EARG;
}

static enum inv_status check_break(const struct inv_eoq_break *b, const struct inv_eoq_break *before, struct inv_err *err)
{
    if (isnan(b->min_qty) || isnan(b->unit_cost)) {
        inv_err_set(err, INV_EARG, "no value in a row of the discounts");
        return isnan(b->min_qty) ? bad_break(err, "min_qty", 7) : bad_break(err, "unit_cost", 9);
    }
    if (!isfinite(b->min_qty) || b->min_qty < 0) {
        inv_err_set(err, INV_EARG, "%g is not a quantity of 0 or more", b->min_qty);
        return bad_break(err, "min_qty", 7);
    }
    if (!isfinite(b->unit_cost) || b->unit_cost <= 0) {
        inv_err_set(err, INV_EARG, "%g is not above 0", b->unit_cost);
        return bad_break(err, "unit_cost", 9);
    }
    if (before && b->min_qty <= before->min_qty) {
        inv_err_set(err, INV_EARG, b->min_qty < before->min_qty ? "%g comes after %g" : "%g comes twice",
                    b->min_qty, before->min_qty);
        return bad_break(err, "min_qty", 7);
    }
    if (before && b->unit_cost > before->unit_cost) {
        inv_err_set(err, INV_EARG, "%g from %g units is above %g from %g: no discount",
                    b->unit_cost, b->min_qty, before->unit_cost, before->min_qty);
        return bad_break(err, "unit_cost", 9);
    }
    return INV_OK;
}

enum inv_status inv_eoq_breaks_check(const struct inv_eoq_break *breaks, size_t n, double unit_cost, struct inv_err *err)
{
    struct inv_eoq_break base = { 0, unit_cost };
    bool gap = n > 0 && !(breaks[0].min_qty <= 1);
    if (gap && isnan(unit_cost)) {
        inv_err_set(err, INV_EARG, "the discounts begin at %g units, and no unit_cost is known below", breaks[0].min_qty);
        return bad_break(err, "min_qty", 7);
    }
    for (size_t i = 0; i < n; i++) {
        enum inv_status st = check_break(&breaks[i], i > 0 ? &breaks[i - 1] : gap ? &base : NULL, err);
        if (st != INV_OK)
            return st;
    }
    return INV_OK;
}
