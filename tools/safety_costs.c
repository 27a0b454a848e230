/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-safety: what the methods that weigh costs need of a row or key. */
#include "config.h"
#include "safety.h"

#include <math.h>
#include <string.h>

#include "year.h"

static enum inv_status reject(const struct inv_param_row *p, const char *column, struct inv_err *err)
{
    inv_err_at(err, p->file, p->line);
    inv_err_column(err, column, strlen(column));
    return INV_EROW;
}

enum inv_status safety_order_qty(const struct inv_param_row *p, bool needed, double *q, struct inv_err *err)
{
    enum inv_status st = inv_param_get(p, INV_P_ORDER_QTY, q, err);
    if (st == INV_OK && isnan(*q))
        st = inv_param_get(p, INV_P_EOQ, q, err);
    if (st != INV_OK || !needed || !isnan(*q))
        return st;
    inv_err_set(err, INV_EROW, "no value, and no eoq");
    return reject(p, "order_qty", err);
}

enum inv_status safety_holding_cost(const struct inv_param_row *p, bool needed, double *h, struct inv_err *err)
{
    double rate, cost;
    enum inv_status st = inv_param_get(p, INV_P_HOLDING_COST, h, err);
    if (st != INV_OK || !isnan(*h))
        return st;
    st = inv_param_get(p, INV_P_HOLDING_RATE, &rate, err);
    if (st == INV_OK)
        st = inv_param_get(p, INV_P_UNIT_COST, &cost, err);
    if (st != INV_OK)
        return st;
    *h = rate * cost;
    return needed && isnan(*h) ? inv_param_need(p, INV_P_HOLDING_COST, h, err) : INV_OK;
}

static bool no_demand(const struct demand *d)
{
    return d->ltd.mean <= 0 && !(d->ltd.sd > 0);
}

static enum inv_status in_proportion(const struct inv_param_row *p, const struct demand *d, double shortage,
                                     double *ratio, struct inv_err *err)
{
    if (no_demand(d))
        *ratio = 0.5;
    if (*ratio > 0 && *ratio < 1)
        return INV_OK;
    inv_err_set(err, INV_EROW, *ratio > 0 ? "%g a unit is out of proportion to the cost of holding one"
                                          : "%g a unit is less than what stock costs that could prevent it", shortage);
    return reject(p, "shortage_cost", err);
}

/* The size of an order: order_qty or eoq; under a periodic review that has neither, its demand. */
static enum inv_status lot(const struct inv_param_row *p, const struct demand *d, double *q, struct inv_err *err)
{
    bool periodic = d->supply.review_period > 0;
    enum inv_status st = safety_order_qty(p, !periodic, q, err);
    if (st == INV_OK && isnan(*q))
        *q = d->ltd.demand * d->supply.review_period;
    if (st != INV_OK || *q > 0 || no_demand(d))
        return st;
    inv_err_set(err, INV_EROW, "%g is not above 0", *q);
    return reject(p, "order_qty", err);
}

/* p / (p + h) with h over one review period; 1 - h Q / (p D) under continuous review. */
static enum inv_status newsvendor(struct safety *s, const struct inv_param_row *p, enum inv_freq freq,
                                  const struct demand *d, const struct safety_costs *c, double *ratio,
                                  struct inv_err *err)
{
    double n, q;
    enum inv_status st;
    if (d->supply.review_period > 0) {
        st = tool_periods_per_year(s->run, p, freq, &s->year_told, &n, err);
        *ratio = inv_safety_ratio_periodic(c->shortage, c->holding * d->supply.review_period / n);
    } else {
        st = safety_order_qty(p, true, &q, err);
        *ratio = inv_safety_ratio_continuous(c->shortage, c->holding, q, d->annual);
    }
    return st == INV_OK ? in_proportion(p, d, c->shortage, ratio, err) : st;
}

static enum inv_status occasion(const struct inv_param_row *p, const struct demand *d, const struct safety_costs *c,
                                struct inv_safety_in *in, struct inv_err *err)
{
    enum inv_status st = lot(p, d, &in->order_qty, err);
    if (st != INV_OK)
        return st;
    in->occasion = no_demand(d) ? 1 : inv_safety_occasion(c->shortage, c->holding, in->order_qty, d->annual);
    if (isfinite(in->occasion) && in->occasion > 0)
        return INV_OK;
    inv_err_set(err, INV_EROW, "%g a stock-out is out of proportion to the cost of holding stock", c->shortage);
    return reject(p, "shortage_cost", err);
}

enum inv_status safety_weigh(struct safety *s, const struct inv_param_row *p, enum inv_freq freq,
                             const struct demand *d, struct inv_safety_in *in, struct safety_costs *c,
                             struct inv_err *err)
{
    enum inv_status st = inv_param_need(p, INV_P_SHORTAGE_COST, &c->shortage, err);
    if (st == INV_OK)
        st = safety_holding_cost(p, true, &c->holding, err);
    if (st == INV_OK && s->method == INV_SAFETY_NEWSVENDOR)
        return newsvendor(s, p, freq, d, c, &in->ratio, err);
    if (st == INV_OK && s->method == INV_SAFETY_COST_PER_OCCASION)
        return occasion(p, d, c, in, err);
    if (st == INV_OK)
        st = lot(p, d, &in->order_qty, err);
    if (st != INV_OK)
        return st;
    in->ratio = inv_safety_ratio_short(c->shortage, c->holding, in->order_qty, d->annual);
    return in_proportion(p, d, c->shortage, &in->ratio, err);
}
