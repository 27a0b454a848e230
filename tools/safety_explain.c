/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-safety --explain: the numbers that led to the answer, and what it costs a year. */
#include "config.h"
#include "safety.h"

#include <math.h>

#include "year.h"

enum {
    X_Z, X_SD_DEMAND, X_SD_LEAD_TIME, X_LOSS, X_SHORT, X_SERVICE, X_FILL, X_CYCLES, X_SAFETY_COST, X_SHORTAGE_COST,
    X_COUNT
};

void safety_explain_columns(struct safety *s)
{
    static const char *const names[X_COUNT] = {
        "z", "ltd_sd_demand", "ltd_sd_lead_time", "expected_loss", "short_per_cycle", "service_achieved",
        "fill_achieved", "cycles_per_year", "annual_safety_cost", "annual_shortage_cost"
    };
    if (!s->o->explain)
        return;
    s->explain = s->ncolumns;
    for (size_t i = 0; i < X_COUNT; i++)
        s->columns[s->ncolumns++] = names[i];
}

/* Orders in a year: of lots, or one a review period. */
static enum inv_status cycles(struct safety *s, const struct inv_param_row *p, enum inv_freq freq,
                              const struct demand *d, const struct inv_safety_in *in, double *n, struct inv_err *err)
{
    *n = (double)NAN;
    if (in->order_qty > 0)
        *n = d->annual / in->order_qty;
    if (in->order_qty > 0 || !(d->supply.review_period > 0))
        return INV_OK;
    enum inv_status st = tool_periods_per_year(s->run, p, freq, &s->year_told, n, err);
    *n /= d->supply.review_period;
    return st;
}

static double shortage_cost(const struct safety *s, const struct safety_costs *c, const struct inv_safety_served *v,
                            double cycles)
{
    double each = s->method == INV_SAFETY_COST_PER_OCCASION ? 1 - v->service_level : v->short_per_cycle;
    return c->shortage * each * cycles;
}

static struct value number(double x)
{
    return value_num(isfinite(x) ? x : (double)NAN);
}

enum inv_status safety_explain(struct safety *s, const struct inv_param_row *p, enum inv_freq freq,
                               const struct demand *d, struct inv_safety_in *in, const struct inv_safety_out *o,
                               const struct safety_costs *costs, struct value *out, struct inv_err *err)
{
    struct inv_safety_served v;
    struct safety_costs c = *costs;
    double n, supply = d->ltd.demand * d->supply.lead_time_sd;
    enum inv_status st = INV_OK;
    if (isnan(c.holding))
        st = safety_holding_cost(p, false, &c.holding, err);
    if (st == INV_OK && isnan(c.shortage))
        st = inv_param_get(p, INV_P_SHORTAGE_COST, &c.shortage, err);
    if (st == INV_OK && isnan(in->order_qty))
        st = safety_order_qty(p, false, &in->order_qty, err);
    if (st == INV_OK)
        st = cycles(s, p, freq, d, in, &n, err);
    if (s->method == INV_SAFETY_SERVICE_DAYS)
        in->dist = INV_SAFETY_AUTO;
    if (st == INV_OK)
        st = inv_safety_serves(in, o->reorder_point, &v, err);
    if (st != INV_OK)
        return st;
    double share = in->sd > 0 ? fmin(supply / in->sd, 1) : 0;
    out += s->explain;
    out[X_Z] = number(v.z);
    out[X_SD_DEMAND] = number(in->sd * sqrt((1 - share) * (1 + share)));
    out[X_SD_LEAD_TIME] = number(fmin(supply, in->sd));
    out[X_LOSS] = number(v.loss);
    out[X_SHORT] = number(v.short_per_cycle);
    out[X_SERVICE] = number(v.service_level);
    out[X_FILL] = number(v.fill_rate);
    out[X_CYCLES] = number(n);
    out[X_SAFETY_COST] = number(c.holding * o->safety_stock);
    out[X_SHORTAGE_COST] = number(shortage_cost(s, &c, &v, n));
    return INV_OK;
}
