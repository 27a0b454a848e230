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

static size_t column(struct safety *s, const char *name)
{
    s->columns[s->ncolumns] = name;
    return s->ncolumns++;
}

static bool weighs(enum inv_safety method)
{
    return method == INV_SAFETY_NEWSVENDOR || method == INV_SAFETY_COST_PER_UNIT
        || method == INV_SAFETY_COST_PER_OCCASION;
}

void safety_columns(struct safety *s)
{
    bool direct = s->method != INV_SAFETY_FILL_RATE && !weighs(s->method);
    for (s->ncolumns = 0; s->ncolumns < S_FIXED; s->ncolumns++)
        s->columns[s->ncolumns] = fixed_columns[s->ncolumns];
    if (weighs(s->method)) {
        use(s, INV_P_SHORTAGE_COST);
        use(s, INV_P_HOLDING_COST);
    } else {
        use(s, s->method == INV_SAFETY_SERVICE_DAYS ? INV_P_SERVICE_DAYS
             : s->method == INV_SAFETY_FILL_RATE ? INV_P_FILL_RATE : INV_P_SERVICE_LEVEL);
    }
    if (!direct)
        s->dist_column = column(s, "dist");
    if (s->o->correlated || inv_params_known(s->run->params, INV_P_AUTOCORRELATION))
        s->rho_column = column(s, "autocorrelation");
    safety_explain_columns(s);
    s->freq = column(s, "freq");
    s->as_of = column(s, "as_of");
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

/* A level: --by's of the row's class, or the parameter's. */
static enum inv_status level(const struct safety *s, const struct inv_param_row *p, enum inv_param param, double *v,
                             struct inv_err *err)
{
    return safety_class_level(s, p, param, v) ? INV_OK : inv_param_need(p, param, v, err);
}

static enum inv_status service(struct safety *s, const struct inv_param_row *p, enum inv_freq freq, const struct demand *d,
                               struct inv_safety_in *in, struct safety_costs *costs, double *used, struct inv_err *err)
{
    enum inv_status st;
    if (weighs(s->method))
        return safety_weigh(s, p, freq, d, in, costs, err);
    if (s->method == INV_SAFETY_SERVICE_DAYS) {
        st = inv_param_need(p, INV_P_SERVICE_DAYS, used, err);
        in->days = p->days_per_period > 0 ? *used / p->days_per_period : *used;
        return st;
    }
    if (s->method == INV_SAFETY_FILL_RATE) {
        st = level(s, p, INV_P_FILL_RATE, used, err);
        in->fill_rate = *used;
        return st == INV_OK ? safety_order_qty(p, !in->periodic, &in->order_qty, err) : st;
    }
    st = level(s, p, INV_P_SERVICE_LEVEL, used, err);
    in->service_level = *used;
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
    out[S_METHOD] = value_text(inv_safety_name(!s->dist_column ? o->dist : s->method));
    out[S_LEAD_TIME] = value_num(d->supply.lead_time);
    out[S_LEAD_TIME_SD] = value_num(d->supply.lead_time_sd);
    out[S_REVIEW_PERIOD] = value_num(d->supply.review_period);
    for (size_t i = 0; i < s->nused; i++)
        out[S_FIXED + i] = value_num(used[i]);
    if (s->dist_column)
        out[s->dist_column] = value_text(inv_safety_name(o->dist));
    if (s->rho_column)
        out[s->rho_column] = value_num(d->rho);
    out[s->freq] = d->freq;
    out[s->as_of] = d->as_of;
}

/* Under periodic review what the order before brings is not short again. */
static void review(const struct demand *d, struct inv_safety_in *in)
{
    in->periodic = d->supply.review_period > 0;
    in->lead_mean = d->ltd.lead_mean;
    in->lead_sd = d->ltd.lead_sd;
}

/* No stock is an answer: the reason is said once. */
static void note_no_demand(struct safety *s, const struct inv_ltd *ltd)
{
    if (ltd->mean > 0 || ltd->sd > 0 || ltd->demand > 0 || s->none_told)
        return;
    tool_note(s->run, "there are items without demand: no stock is to be kept");
    s->none_told = true;
}

enum inv_status safety_solve(struct safety *s, const struct inv_param_row *p, enum inv_freq freq, const struct demand *d,
                             struct value *out, struct inv_err *err)
{
    double used[2] = { NAN, NAN };
    struct safety_costs costs = { NAN, NAN };
    struct inv_safety_out o;
    struct inv_safety_in in = {
        .method = s->method, .dist = s->dist, .mean = d->ltd.mean, .sd = d->ltd.sd, .demand = d->ltd.demand,
        .whole = d->whole || s->o->integer, .sums = d->sums, .n = d->nsums, .parts = d->parts, .nparts = d->nparts,
        .work = d->work, .order_qty = NAN
    };
    review(d, &in);
    enum inv_status st = service(s, p, freq, d, &in, &costs, used, err);
    /* Some methods do not ask how demand spreads. */
    if (isnan(in.sd) && (s->method == INV_SAFETY_SERVICE_DAYS || s->method == INV_SAFETY_POISSON))
        in.sd = 0;
    if (st == INV_OK)
        st = inv_safety_solve(&in, &o, err);
    if (weighs(s->method)) {
        used[0] = costs.shortage;
        used[1] = costs.holding;
    }
    if (st == INV_OK) {
        fill_values(s, d, &o, used, out);
        note_no_demand(s, &d->ltd);
    }
    return st == INV_OK && s->explain ? safety_explain(s, p, freq, d, &in, &o, &costs, out, err) : st;
}
