/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-safety: the parameters of a row or key, and its answer. */
#include "config.h"
#include "safety.h"

#include <math.h>

#include "year.h"

static const char *const fixed_columns[] = {
    "demand", "demand_sd", "annual_demand", "ltd_mean", "ltd_sd", "safety_stock", "reorder_point", "method",
    "lead_time", "lead_time_sd", "review_period",
};

static void use(struct safety *s, enum inv_param p)
{
    s->used[s->nused++] = p;
    s->columns[s->ncolumns++] = inv_param_table()[p].name;
}

void safety_columns(struct safety *s)
{
    for (s->ncolumns = 0; s->ncolumns < S_FIXED; s->ncolumns++)
        s->columns[s->ncolumns] = fixed_columns[s->ncolumns];
    if (s->method == INV_SAFETY_SERVICE_DAYS) {
        use(s, INV_P_SERVICE_DAYS);
    } else if (s->method == INV_SAFETY_FILL_RATE) {
        use(s, INV_P_FILL_RATE);
    } else if (s->method == INV_SAFETY_NEWSVENDOR) {
        use(s, INV_P_SHORTAGE_COST);
        use(s, INV_P_HOLDING_COST);
    } else {
        use(s, INV_P_SERVICE_LEVEL);
    }
    if (s->method == INV_SAFETY_FILL_RATE || s->method == INV_SAFETY_NEWSVENDOR) {
        s->dist_column = s->ncolumns;
        s->columns[s->ncolumns++] = "dist";
    }
    s->freq = s->ncolumns;
    s->columns[s->ncolumns++] = "freq";
    s->as_of = s->ncolumns;
    s->columns[s->ncolumns++] = "as_of";
}

enum inv_status safety_supply(const struct inv_param_row *p, bool needed, struct inv_supply *supply, struct inv_err *err)
{
    enum inv_status st = needed ? inv_param_need(p, INV_P_LEAD_TIME, &supply->lead_time, err)
                                : inv_param_get(p, INV_P_LEAD_TIME, &supply->lead_time, err);
    if (st == INV_OK)
        st = inv_param_get(p, INV_P_LEAD_TIME_SD, &supply->lead_time_sd, err);
    if (st == INV_OK)
        st = inv_param_get(p, INV_P_REVIEW_PERIOD, &supply->review_period, err);
    return st;
}

/* ---- what each method needs ------------------------------------------------------------------ */

/* order_qty, else eoq. */
static enum inv_status order_qty(const struct inv_param_row *p, double *q, struct inv_err *err)
{
    enum inv_status st = inv_param_get(p, INV_P_ORDER_QTY, q, err);
    if (st == INV_OK && isnan(*q))
        st = inv_param_get(p, INV_P_EOQ, q, err);
    if (st == INV_OK && isnan(*q)) {
        inv_err_set(err, INV_EROW, "no value, and no eoq");
        inv_err_at(err, p->file, p->line);
        inv_err_column(err, "order_qty", 9);
    }
    return st == INV_OK && isnan(*q) ? INV_EROW : st;
}

static enum inv_status holding_cost(const struct inv_param_row *p, double *h, struct inv_err *err)
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
    return isnan(*h) ? inv_param_need(p, INV_P_HOLDING_COST, h, err) : INV_OK;
}

/* p / (p + h) with h over one review period; 1 - h Q / (p D) under continuous review. */
static enum inv_status newsvendor(struct safety *s, const struct inv_param_row *p, enum inv_freq freq, const struct demand *d,
                                  double *shortage, double *holding, double *ratio, struct inv_err *err)
{
    double n, q;
    enum inv_status st = inv_param_need(p, INV_P_SHORTAGE_COST, shortage, err);
    if (st == INV_OK)
        st = holding_cost(p, holding, err);
    if (st != INV_OK)
        return st;
    if (d->supply.review_period > 0) {
        st = tool_periods_per_year(s->run, p, freq, &s->year_told, &n, err);
        *ratio = inv_safety_ratio_periodic(*shortage, *holding * d->supply.review_period / n);
    } else {
        st = order_qty(p, &q, err);
        *ratio = d->annual > 0 || q > 0 ? inv_safety_ratio_continuous(*shortage, *holding, q, d->annual) : 0.5;
    }
    if (st != INV_OK || (*ratio > 0 && *ratio < 1))
        return st;
    inv_err_set(err, INV_EROW, *ratio > 0 ? "%g a unit is out of proportion to the cost of holding one"
                                          : "%g a unit is less than what stock costs that could prevent it", *shortage);
    inv_err_at(err, p->file, p->line);
    inv_err_column(err, "shortage_cost", 13);
    return INV_EROW;
}

static enum inv_status service(struct safety *s, const struct inv_param_row *p, enum inv_freq freq, const struct demand *d,
                               struct inv_safety_in *in, double used[2], struct inv_err *err)
{
    enum inv_status st;
    switch (s->method) {
    case INV_SAFETY_SERVICE_DAYS:
        st = inv_param_need(p, INV_P_SERVICE_DAYS, &used[0], err);
        in->days = p->days_per_period > 0 ? used[0] / p->days_per_period : used[0];
        return st;
    case INV_SAFETY_FILL_RATE:
        st = inv_param_need(p, INV_P_FILL_RATE, &used[0], err);
        in->fill_rate = used[0];
        return st == INV_OK ? order_qty(p, &in->order_qty, err) : st;
    case INV_SAFETY_NEWSVENDOR:
        return newsvendor(s, p, freq, d, &used[0], &used[1], &in->ratio, err);
    case INV_SAFETY_AUTO: case INV_SAFETY_NORMAL: case INV_SAFETY_POISSON:
    case INV_SAFETY_NEGBIN: case INV_SAFETY_GAMMA: case INV_SAFETY_EMPIRICAL:
    case INV_SAFETY_COST_PER_UNIT: case INV_SAFETY_COST_PER_OCCASION: case INV_SAFETY_BOOTSTRAP:
        break;
    }
    st = inv_param_need(p, INV_P_SERVICE_LEVEL, &used[0], err);
    in->service_level = used[0];
    return st;
}

/* ---- the answer --------------------------------------------------------------------------------- */

static void fill_values(const struct safety *s, const struct demand *d, const struct inv_safety_out *o, const double *used,
                        struct value *out)
{
    out[S_DEMAND] = value_num(d->ltd.demand);
    out[S_DEMAND_SD] = value_num(d->ltd.demand_sd);
    out[S_ANNUAL_DEMAND] = value_num(d->annual);
    out[S_LTD_MEAN] = value_num(d->ltd.mean);
    out[S_LTD_SD] = value_num(d->ltd.sd);
    out[S_SAFETY_STOCK] = value_num(o->safety_stock);
    out[S_REORDER_POINT] = value_num(o->reorder_point);
    bool direct = s->method != INV_SAFETY_FILL_RATE && s->method != INV_SAFETY_NEWSVENDOR;
    out[S_METHOD] = value_text(inv_safety_name(direct ? o->dist : s->method));
    out[S_LEAD_TIME] = value_num(d->supply.lead_time);
    out[S_LEAD_TIME_SD] = value_num(d->supply.lead_time_sd);
    out[S_REVIEW_PERIOD] = value_num(d->supply.review_period);
    for (size_t i = 0; i < s->nused; i++)
        out[S_FIXED + i] = value_num(used[i]);
    if (s->dist_column)
        out[s->dist_column] = value_text(inv_safety_name(o->dist));
    out[s->freq] = d->freq;
    out[s->as_of] = d->as_of;
}

enum inv_status safety_solve(struct safety *s, const struct inv_param_row *p, enum inv_freq freq, const struct demand *d,
                             struct value *out, struct inv_err *err)
{
    double used[2] = { NAN, NAN };
    struct inv_safety_out o;
    struct inv_safety_in in = {
        .method = s->method, .dist = s->dist, .mean = d->ltd.mean, .sd = d->ltd.sd, .demand = d->ltd.demand,
        .whole = d->whole || s->o->integer, .sums = d->sums, .n = d->nsums
    };
    enum inv_status st = service(s, p, freq, d, &in, used, err);
    /* Some methods do not ask how demand spreads. */
    if (isnan(in.sd) && (s->method == INV_SAFETY_SERVICE_DAYS || s->method == INV_SAFETY_POISSON))
        in.sd = 0;
    if (st == INV_OK)
        st = inv_safety_solve(&in, &o, err);
    if (st == INV_OK)
        fill_values(s, d, &o, used, out);
    return st;
}
