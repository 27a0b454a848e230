/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/exchange.h"

#include <math.h>

#include "stock/check.h"

enum inv_status inv_exchange_at(struct inv_eoq_in *items, size_t n, double rate, struct inv_exchange *out,
                                struct inv_err *err)
{
    enum inv_status st = inv_check_positive(rate, "holding_rate", err);
    *out = (struct inv_exchange){ .holding_rate = rate };
    for (size_t i = 0; i < n && st == INV_OK; i++) {
        struct inv_eoq_out o;
        items[i].holding_rate = rate;
        st = inv_eoq_solve(&items[i], &o, err);
        if (st != INV_OK)
            break;
        out->annual_order_cost += o.annual_order_cost;
        out->annual_holding_cost += o.annual_holding_cost;
        out->orders_per_year += o.orders_per_year;
        out->annual_shortage_cost += isnan(o.annual_shortage_cost) ? 0 : o.annual_shortage_cost;
        out->annual_purchase_cost += isnan(o.annual_purchase_cost) ? 0 : o.annual_purchase_cost;
    }
    out->annual_cost = out->annual_order_cost + out->annual_holding_cost + out->annual_shortage_cost
                     + out->annual_purchase_cost;
    out->investment = out->annual_holding_cost / rate;
    if (st == INV_OK && !(isfinite(out->investment) && isfinite(out->annual_cost)))
        st = inv_err_set(err, INV_EARG, "the costs are out of the range of numbers");
    return st;
}

/* Rates between which the budget is met: too low, and high enough. */
struct bracket { double lo, lo_investment, hi, hi_investment; };

#define LEAST 1e-9    /* a rate of next to nothing */

static enum inv_status bracket(struct inv_eoq_in *items, size_t n, double budget, struct bracket *b,
                               struct inv_err *err)
{
    struct inv_exchange x;
    enum inv_status st = inv_exchange_at(items, n, 0.2, &x, err);
    *b = (struct bracket){ 0.2, x.investment, 0.2, x.investment };
    while (st == INV_OK && b->hi_investment > budget) {
        if (b->hi >= INV_EXCHANGE_MOST)
            return inv_err_set(err, INV_EARG, "%g is less than the %g that lots and prices leave at any holding rate",
                               budget, b->hi_investment);
        b->lo = b->hi;
        b->lo_investment = b->hi_investment;
        b->hi = fmin(b->hi * 16, INV_EXCHANGE_MOST);
        st = inv_exchange_at(items, n, b->hi, &x, err);
        b->hi_investment = x.investment;
    }
    while (st == INV_OK && b->lo_investment <= budget) {
        if (b->lo <= LEAST)
            return inv_err_set(err, INV_EARG, "%g is more than the %g invested at a holding rate of next to nothing",
                               budget, b->lo_investment);
        b->hi = b->lo;
        b->hi_investment = b->lo_investment;
        b->lo = fmax(b->lo / 16, LEAST);
        st = inv_exchange_at(items, n, b->lo, &x, err);
        b->lo_investment = x.investment;
    }
    return st;
}

/* Where the hyperbola through both ends meets the budget, every other turn the
 * middle: of logarithms, in which the curve of plain EOQs is a line. */
static double between(const struct bracket *b, double budget, bool middle)
{
    double share = log(b->lo_investment / budget) / log(b->lo_investment / b->hi_investment);
    if (middle || !(share > 0 && share < 1))
        share = 0.5;
    return b->lo * pow(b->hi / b->lo, share);
}

enum inv_status inv_exchange_budget(struct inv_eoq_in *items, size_t n, double budget, struct inv_exchange *out,
                                    struct inv_err *err)
{
    struct bracket b = { 0 };
    enum inv_status st = inv_check_positive(budget, "total_budget", err);
    if (st == INV_OK)
        st = bracket(items, n, budget, &b, err);
    bool middle = false;
    while (st == INV_OK && b.hi > b.lo * (1 + 1e-13) && b.hi_investment < budget * (1 - 1e-12)) {
        double rate = between(&b, budget, middle);
        if (!(rate > b.lo && rate < b.hi))
            break;
        st = inv_exchange_at(items, n, rate, out, err);
        if (out->investment <= budget) {
            b.hi = rate;
            b.hi_investment = out->investment;
        } else {
            b.lo = rate;
            b.lo_investment = out->investment;
        }
        middle = !middle;
    }
    return st == INV_OK ? inv_exchange_at(items, n, b.hi, out, err) : st;
}
