/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-eoq: the quantity of a row, and the columns that say so. */
#include "config.h"
#include "eoq.h"

#include <math.h>
#include <string.h>

static const char *const names[C_ALL] = {
    "eoq", "orders_per_year", "cycle_time", "max_inventory", "annual_order_cost", "annual_holding_cost", "annual_cost",
    "annual_purchase_cost", "annual_transport_cost", "annual_safety_cost", "max_backorder", "annual_shortage_cost",
    "annual_lost_sales", "cycle_periods", "joint_cycle", "joint_multiple", "joint_cost", "joint_method", "holding_rate",
    "investment", "at_cost", "at_ratio",
};

void eoq_columns(struct eoq_work *w)
{
    const struct eoq_options *o = w->o;
    const bool lost = o->disruptions != NOT_ASKED;
    const bool asked[C_ALL] = {
        [C_PURCHASE] = o->discounts || o->logistics, [C_TRANSPORT] = o->logistics, [C_SAFETY] = o->logistics,
        [C_BACKORDER] = o->backorders, [C_SHORTAGE] = o->backorders || lost, [C_LOST] = lost,
        [C_PERIODS] = o->power_of_two && !o->joint,
        [C_JOINT_CYCLE] = o->joint, [C_JOINT_MULTIPLE] = o->joint, [C_JOINT_COST] = o->joint,
        [C_JOINT_METHOD] = o->joint,
        [C_RATE] = w->one_rate, [C_INVESTMENT] = w->one_rate, [C_AT_COST] = o->at, [C_AT_RATIO] = o->at,
    };
    for (size_t c = 0; c < C_ALL; c++)
        if (c < C_FIXED || asked[c]) {
            w->place[c] = w->ncolumns;
            w->columns[w->ncolumns++] = names[c];
        } else
            w->place[c] = C_ALL;
}

/* ---- finding ------------------------------------------------------------------------------- */

static enum inv_status best(const struct eoq_work *w, const struct eoq_row *row, struct eoq_found *f,
                            struct inv_err *err)
{
    if (w->o->yield != NOT_ASKED)
        return inv_yield_solve(&row->in, &row->yield, &f->q, err);
    if (w->o->disruptions != NOT_ASKED) {
        struct inv_disruption_out d;
        enum inv_status st = inv_disruption_solve(&row->in, &row->dis, &d, err);
        f->q = d.cost;
        f->lost = d.lost_sales;
        return st;
    }
    if (w->o->power_of_two)
        return inv_eoq_power_of_two(&row->in, row->period, &f->q, &f->periods, err);
    return inv_eoq_solve(&row->in, &f->q, err);
}

static enum inv_status other(const struct eoq_work *w, const struct eoq_row *row, struct inv_eoq_out *o,
                             struct inv_err *err)
{
    if (w->o->yield != NOT_ASKED)
        return inv_yield_at(&row->in, &row->yield, row->at, o, err);
    if (w->o->disruptions == NOT_ASKED)
        return inv_eoq_at(&row->in, row->at, o, err);
    struct inv_disruption_out d;
    enum inv_status st = inv_disruption_at(&row->in, &row->dis, row->at, &d, err);
    *o = d.cost;
    return st;
}

/* Of holding the safety stock, which is valued like the rest. */
static double safety_cost(const struct eoq_row *row, const struct inv_eoq_out *o)
{
    const struct inv_eoq_in *in = &row->in;
    double price = in->annual_demand > 0 ? o->annual_purchase_cost / in->annual_demand
                 : in->nbreaks > 0 ? in->breaks[0].unit_cost : in->unit_cost;
    return in->safety_stock * (isnan(in->holding_cost) ? in->holding_rate * price : in->holding_cost);
}

enum inv_status eoq_find(const struct eoq_work *w, const struct eoq_row *row, struct eoq_found *f, struct inv_err *err)
{
    struct inv_eoq_out o;
    f->lost = f->periods = f->safety = f->at_cost = NAN;
    enum inv_status st = best(w, row, f, err);
    if (st != INV_OK)
        return st;
    if (w->o->logistics) {
        f->safety = safety_cost(row, &f->q);
        f->q.annual_cost += f->safety;
    }
    if (isnan(row->at))
        return INV_OK;
    st = other(w, row, &o, err);
    if (st != INV_OK)
        return inv_err_column(err, "at", 2);
    f->at_cost = o.annual_cost + (w->o->logistics ? safety_cost(row, &o) : 0);
    return INV_OK;
}

/* ---- writing ------------------------------------------------------------------------------- */

static void put(const struct eoq_work *w, struct value *out, size_t column, double x)
{
    if (w->place[column] < C_ALL)
        out[w->place[column]] = value_num(x);
}

void eoq_put(const struct eoq_work *w, const struct eoq_row *row, const struct eoq_found *f, struct value *out)
{
    const struct inv_eoq_out *q = &f->q;
    out[C_EOQ] = value_num(q->eoq);
    out[C_ORDERS] = value_num(q->orders_per_year);
    out[C_CYCLE] = value_num(q->cycle_time);
    out[C_MAX_INVENTORY] = value_num(q->max_inventory);
    out[C_ORDER_COST] = value_num(q->annual_order_cost);
    out[C_HOLDING_COST] = value_num(q->annual_holding_cost);
    out[C_COST] = value_num(q->annual_cost);
    if (w->ncolumns == C_FIXED)
        return;
    double transport = row->transport_cost * row->in.annual_demand;
    put(w, out, C_PURCHASE, q->annual_purchase_cost - transport);
    put(w, out, C_TRANSPORT, transport);
    put(w, out, C_SAFETY, f->safety);
    put(w, out, C_BACKORDER, q->max_backorder);
    put(w, out, C_SHORTAGE, q->annual_shortage_cost);
    put(w, out, C_LOST, f->lost);
    put(w, out, C_PERIODS, f->periods);
    put(w, out, C_RATE, row->in.holding_rate);
    put(w, out, C_INVESTMENT, q->annual_holding_cost / row->in.holding_rate);
    put(w, out, C_AT_COST, f->at_cost);
    put(w, out, C_AT_RATIO, q->annual_cost > 0 ? f->at_cost / q->annual_cost : NAN);
}
