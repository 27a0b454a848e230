/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-reorder: one row, read and asked. */
#include "config.h"
#include "reorder.h"

#include <math.h>
#include <string.h>

/* ---- reading ------------------------------------------------------------------------------------- */

/* What the policy uses is needed, the rest is taken where it is. */
static enum inv_status policy_params(struct work *w, const struct inv_param_row *p, struct inv_reorder_in *in, struct inv_err *err)
{
    const struct stock *s = &w->stock;
    enum inv_policy policy = in->policy;
    bool triggered = policy == INV_POLICY_RQ || policy == INV_POLICY_SS || policy == INV_POLICY_RS;
    enum inv_status st = triggered ? stock_need(s, p, INV_P_REORDER_POINT, &in->reorder_point, err) : INV_OK;
    if (st == INV_OK && policy == INV_POLICY_SS)
        st = stock_get(s, p, INV_P_ORDER_UP_TO, &in->order_up_to, err);
    if (st == INV_OK && (policy == INV_POLICY_RQ || (policy == INV_POLICY_SS && isnan(in->order_up_to))))
        st = stock_need(s, p, INV_P_EOQ, &in->lot, err);
    if (st == INV_OK && (policy == INV_POLICY_MINMAX || policy == INV_POLICY_FORMULA))
        st = stock_need(s, p, INV_P_MIN_STOCK, &in->min_stock, err);
    if (st == INV_OK)
        st = policy == INV_POLICY_MINMAX ? stock_need(s, p, INV_P_MAX_STOCK, &in->max_stock, err)
                                         : stock_get(s, p, INV_P_MAX_STOCK, &in->max_stock, err);
    bool sold = policy == INV_POLICY_FORMULA || policy >= INV_POLICY_DEMAND;
    if (st == INV_OK && sold && isnan(in->demand))
        st = stock_need(s, p, INV_P_DEMAND, &in->demand, err);
    if (st == INV_OK && policy == INV_POLICY_FORECAST && w->dates.row.demand.h == 0) {
        st = w->dates.row.overtaken ? inv_err_set(err, INV_EROW, "its forecast in %s ends before as_of", w->o->forecast)
                                    : inv_err_set(err, INV_EROW, "the key has no forecast in %s", w->o->forecast);
        inv_err_at(err, p->file, p->line);
    }
    return st;
}

static enum inv_status position(struct work *w, const struct inv_param_row *p, struct inv_reorder_in *in, struct inv_err *err)
{
    const struct { enum inv_param param; double *v; } parts[] = {
        { INV_P_ON_ORDER, &in->on_order }, { INV_P_BACKORDERED, &in->backordered }, { INV_P_MOQ, &in->moq },
        { INV_P_PACK_SIZE, &in->pack_size }, { INV_P_DEMAND, &in->demand },
    };
    enum inv_status st = stock_need(&w->stock, p, INV_P_ON_HAND, &in->on_hand, err);
    for (size_t i = 0; i < COUNT(parts) && st == INV_OK; i++)
        st = stock_get(&w->stock, p, parts[i].param, parts[i].v, err);
    return st;
}

/* What plans over time and joint decisions use besides. */
static enum inv_status planned(struct work *w, const struct inv_param_row *p, struct line *l, struct inv_err *err)
{
    const struct reorder_options *o = w->o;
    double price = NAN, n = 0;
    bool lead = w->dated || o->projection || !isnan(o->budget), joint = o->group || o->suppliers;
    const struct { enum inv_param param; double *v; bool wanted, needed; } more[] = {
        { INV_P_LEAD_TIME, &l->lead, lead, lead }, { INV_P_REVIEW_PERIOD, &l->review, lead, false },
        { INV_P_SAFETY_STOCK, &l->in.safety_stock, lead, false }, { INV_P_LTD_SD, &l->demand_sd, !isnan(o->budget), false },
        { INV_P_UNIT_COST, &l->unit_cost, joint || o->projection || !isnan(o->budget), !isnan(o->budget) },
        { INV_P_PRICE, &price, !isnan(o->budget), false }, { INV_P_WEIGHT, &l->weight, joint, false },
        { INV_P_VOLUME, &l->volume, joint, false }, { INV_P_CAPACITY, &l->capacity, joint, false },
        { INV_P_PAYMENT_DAYS, &l->payment_days, o->projection, false }, { INV_P_DEMAND_SD, &n, !isnan(o->budget), false },
    };
    enum inv_status st = INV_OK;
    for (size_t i = 0; i < COUNT(more) && st == INV_OK; i++)
        if (more[i].wanted)
            st = more[i].needed ? stock_need(&w->stock, p, more[i].param, more[i].v, err)
                                : stock_get(&w->stock, p, more[i].param, more[i].v, err);
    if (st != INV_OK)
        return st;
    l->margin = !isnan(price) && price > l->unit_cost ? price - l->unit_cost : l->unit_cost;
    l->interval = lead ? l->lead + l->review : NAN;
    if (isnan(l->demand_sd) && !isnan(n))
        l->demand_sd = n * sqrt(fmax(0, l->interval));
    l->working = lead && stock_working_days(&w->stock, p, INV_P_LEAD_TIME);
    return INV_OK;
}

/* What its supplier's limits are in must be known of it: without, the row is of no use, but others are. */
static enum inv_status measured(const struct work *w, const struct inv_param_row *p, struct line *l, struct inv_err *err)
{
    const struct terms *t = &w->suppliers.all[l->supplier].terms;
    if (t->min_value > 0 && isnan(l->unit_cost))
        return stock_need(&w->stock, p, INV_P_UNIT_COST, &l->unit_cost, err);
    if ((t->min_weight > 0 || t->container_weight > 0) && isnan(l->weight))
        return stock_need(&w->stock, p, INV_P_WEIGHT, &l->weight, err);
    if ((t->min_volume > 0 || t->container_volume > 0 || l->capacity > 0) && isnan(l->volume))
        return stock_need(&w->stock, p, INV_P_VOLUME, &l->volume, err);
    return INV_OK;
}

static enum inv_status whom(struct work *w, const struct inv_param_row *p, struct line *l, struct inv_err *err)
{
    if (!w->suppliers.name)
        return INV_OK;
    enum inv_status st = suppliers_find(&w->suppliers, stock_text(&w->stock, p, w->suppliers.column), &l->supplier, err);
    if (st != INV_OK)
        return st;
    double days = w->suppliers.all[l->supplier].terms.payment_days;
    if (!isnan(days) && !inv_params_is_set(w->run->params, INV_P_PAYMENT_DAYS))
        l->payment_days = days;
    return measured(w, p, l, err);
}

enum inv_status line_read(struct work *w, const struct inv_record *rec, const struct inv_param_row *p, struct line *l,
                          struct inv_err *err)
{
    struct dates *d = &w->dates;
    *l = (struct line){
        .in = inv_reorder_defaults(), .interval = NAN, .order_day = NO_DAY, .arrival_day = NO_DAY, .next_day = NO_DAY,
        .unit_cost = NAN, .margin = NAN, .demand_sd = NAN, .weight = NAN, .volume = NAN, .capacity = NAN, .at_risk = NAN,
    };
    l->in.policy = (enum inv_policy)w->o->policy;
    l->in.round = (enum inv_round)w->o->round;
    enum inv_status st = stock_find(&w->stock, rec, err);
    if (st == INV_OK)
        st = position(w, p, &l->in, err);
    if (st != INV_OK)
        dates_seen(d, rec);
    if (st == INV_OK)
        st = dates_of_row(d, rec, l->in.demand, err);
    if (st == INV_OK && isnan(l->in.demand) && d->row.demand.h > 0)
        l->in.demand = d->row.demand.mean;
    if (st == INV_OK && stock_text_known(w->end_of_life))
        st = dates_end_of_life(d, stock_text(&w->stock, p, w->end_of_life), err);
    if (st == INV_OK && !isnan(d->row.end_of_life))
        l->in.to_come = inv_project_total(&d->row.demand, 0, d->row.end_of_life);
    if (st == INV_OK && (w->on_order_dated || (d->receipts && !stock_says(&w->stock, p, INV_P_ON_ORDER))))
        l->in.on_order = d->row.due_total;
    else if (st == INV_OK && d->drop_overdue && !isnan(l->in.on_order))
        l->in.on_order = fmax(0, l->in.on_order - d->row.overdue);
    d->nmore += d->row.due_total > l->in.on_order * (1 + 1e-9);
    if (st == INV_OK)
        st = policy_params(w, p, &l->in, err);
    if (st == INV_OK)
        st = planned(w, p, l, err);
    return st == INV_OK ? whom(w, p, l, err) : st;
}

/* ---- asking -------------------------------------------------------------------------------------- */

struct inv_plan_in line_plan(const struct work *w, const struct line *l)
{
    const struct dates_row *r = &w->dates.row;
    struct inv_plan_in in = {
        .policy = l->in, .demand = r->demand, .receipts = r->due, .nreceipts = r->ndue, .first = NAN,
        .interval = w->o->calendar ? l->interval : NAN, .end_of_life = r->end_of_life, .unit_cost = l->unit_cost,
    };
    return in;
}

enum inv_status line_solve(struct work *w, struct line *l, struct inv_err *err)
{
    enum inv_status st = isnan(l->interval) ? INV_OK : line_times(w, l, 0, &l->now, err);
    if (st == INV_OK && !w->dated)
        return inv_reorder_solve(&l->in, &l->out, err);
    struct inv_plan_in in = line_plan(w, l);
    struct inv_reorder_in asked;
    return st == INV_OK ? inv_plan_now(&in, &l->now, &asked, &l->out, &w->plan, err) : st;
}
