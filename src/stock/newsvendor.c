/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One order for one season, of one item. */
#include "config.h"

#include "inv/newsvendor.h"

#include <math.h>
#include <string.h>

#include "inv/lots.h"

static enum inv_status bad(struct inv_err *err, const char *column, const char *format, double x)
{
    inv_err_set(err, INV_EARG, format, x);
    return inv_err_column(err, column, strlen(column));
}

enum inv_status inv_newsvendor_costs(const struct inv_newsvendor_prices *p, double *overage, double *underage,
                                     struct inv_err *err)
{
    const struct { const char *name; double x; } all[] = {
        { "price", p->price }, { "unit_cost", p->unit_cost }, { "penalty", p->penalty }, { "holding_cost", p->holding },
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (!(all[i].x >= 0) || isinf(all[i].x))
            return bad(err, all[i].name, "%g is not a cost", all[i].x);
    if (!isfinite(p->salvage))
        return bad(err, "salvage", "%g is not a value", p->salvage);
    *overage = p->unit_cost - p->salvage + p->holding;
    *underage = p->price - p->unit_cost + p->penalty;
    if (!(*overage > 0))
        return bad(err, "salvage",
                   "a unit left over brings %g, no less than it cost: it is worth ordering without end", p->salvage);
    return INV_OK;
}

static enum inv_status check(const struct inv_newsvendor_in *in, struct inv_err *err)
{
    if (!(in->overage > 0) || isinf(in->overage))
        return bad(err, "overage_cost", "%g is not above 0", in->overage);
    if (!isfinite(in->underage))
        return bad(err, "underage_cost", "%g is not a cost", in->underage);
    if (!(in->pack_size >= 0) || isinf(in->pack_size))
        return bad(err, "pack_size", "%g is below 0", in->pack_size);
    if (!(in->moq >= 0) || isinf(in->moq))
        return bad(err, "moq", "%g is below 0", in->moq);
    return INV_OK;
}

/* What an order of q comes to; arguments are checked. */
static void evaluate(const struct inv_newsvendor_in *in, double q, struct inv_newsvendor_out *o)
{
    const struct inv_dist *d = in->demand;
    double u = fmax(in->underage, 0);
    *o = (struct inv_newsvendor_out){ .order_qty = q, .critical_ratio = u / (u + in->overage) };
    /* A normal demand may be negative: no sales. */
    o->expected_sales = q > 0 ? fmax(d->mean - inv_dist_loss(d, q), 0) : 0;
    o->expected_short = o->expected_sales > 0 ? inv_dist_loss(d, q) : fmax(d->mean, 0);
    o->expected_left = fmax(q - o->expected_sales, 0);
    o->expected_cost = in->overage * o->expected_left + u * o->expected_short;
    o->stockout_probability = inv_dist_sf(d, q);
    o->fill_rate = d->mean > 0 ? fmin(fmax(o->expected_sales / d->mean, 0), 1) : 1;
    o->expected_profit = (double)NAN;
    if (in->prices) {
        const struct inv_newsvendor_prices *p = in->prices;
        o->expected_profit = p->price * o->expected_sales - p->unit_cost * q
                           + (p->salvage - p->holding) * o->expected_left - p->penalty * o->expected_short;
    }
}

static enum inv_status computable(const struct inv_newsvendor_out *o, struct inv_err *err)
{
    bool good = isfinite(o->expected_cost) && isfinite(o->order_qty) && !isinf(o->expected_profit)
        && !isnan(o->stockout_probability);
    return good ? INV_OK : inv_err_set(err, INV_EARG, "costs too large to be computed");
}

enum inv_status inv_newsvendor_at(const struct inv_newsvendor_in *in, double q, struct inv_newsvendor_out *out,
                                  struct inv_err *err)
{
    enum inv_status st = check(in, err);
    if (st == INV_OK && (!(q >= 0) || isinf(q)))
        st = bad(err, "order_qty", "%g is not a quantity", q);
    if (st != INV_OK)
        return st;
    evaluate(in, q, out);
    return computable(out, err);
}

/* The quantity without lots: the smaller tail is asked for, so that ratios near 1 keep their digits. */
static double quantile(const struct inv_newsvendor_in *in)
{
    if (!(in->underage > 0))
        return 0;
    double sum = in->underage + in->overage;
    return fmax(inv_dist_quantile_upper(in->demand, in->overage / sum), 0);
}

/* Costs are convex in q: beside the best quantity stand the best lots; below the least order is none. */
enum inv_status inv_newsvendor_solve(const struct inv_newsvendor_in *in, struct inv_newsvendor_out *out,
                                     struct inv_err *err)
{
    enum inv_status st = check(in, err);
    if (st != INV_OK)
        return st;
    double q = quantile(in), lot = in->pack_size, least = in->moq;
    double tries[3] = { q, fmax(q, least), 0 };
    if (lot > 0) {
        least = inv_lots_up(least, lot) * lot;
        tries[0] = inv_lots_down(q, lot) * lot;
        tries[1] = fmax(inv_lots_up(q, lot) * lot, least);
    }
    evaluate(in, 0, out);
    for (size_t i = 0; i < 2; i++) {
        struct inv_newsvendor_out o;
        if (tries[i] < least || !(in->underage > 0))
            continue;
        evaluate(in, tries[i], &o);
        if (o.expected_cost < out->expected_cost)
            *out = o;
    }
    return computable(out, err);
}
