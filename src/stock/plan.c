/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/plan.h"

#include <math.h>
#include <stdlib.h>

#include "inv/mem.h"
#include "stock/check.h"

/* Periods beyond the horizon that an interval may reach; what comes later counts as late, so that the dated policies
 * would order it again: they are refused. */
#define FARTHEST 2e4

void inv_plan_work_free(struct inv_plan_work *w)
{
    free(w->due);
    free(w->cash);
    *w = (struct inv_plan_work){ 0 };
}

void inv_plan_times(double lead, double review, double pay, size_t h, struct inv_plan_time *time)
{
    /* Of each order the arrival of the one after it; first that of the first beyond h. */
    double after = review > 1 ? ceil((floor((double)h / review) + 1) * review) : (double)h + 1;
    int64_t next = (int64_t)fmin(1e15, ceil(after + lead));
    for (size_t t = h + 1; t-- > 0; ) {
        double now = (double)t, arrives = fmin(1e15, ceil(now + lead));
        time[t] = (struct inv_plan_time){
            .order = review <= 1 || t == 0 || floor(now / review) > floor((now - 1) / review),
            .arrival = (int64_t)fmax(now + 1, arrives),
            .protect = fmax(now + lead + review, (double)next - 1),
            .pay = (int64_t)fmin(1e15, now + ceil(pay)),
        };
        if (time[t].order)
            next = time[t].arrival;
    }
}

double inv_plan_stretch(double reorder_point, double safety_stock, double interval, double longer, double added_demand)
{
    if (!(longer > interval))
        return reorder_point;
    double more = interval > 0 && !isnan(safety_stock) ? safety_stock * (sqrt(longer / interval) - 1) : 0;
    return reorder_point + (isnan(added_demand) ? 0 : added_demand) + more;
}

/* What is due, by period; what is overdue comes in the first. */
static void fill_due(const struct inv_plan_in *in, size_t end, double *due, double *beyond)
{
    *beyond = 0;
    for (size_t i = 0; i < in->nreceipts; i++) {
        int64_t t = in->receipts[i].period < 1 ? 1 : in->receipts[i].period;
        if (t <= (int64_t)end)
            due[t] += in->receipts[i].qty;
        else
            *beyond += in->receipts[i].qty;
    }
}

/* Of the demand from t on, that which stock must still serve. */
static double total(const struct inv_plan_in *in, double from, double to)
{
    double d = inv_project_total(&in->demand, from, fmin(to, isnan(in->end_of_life) ? INFINITY : in->end_of_life));
    return isnan(d) ? 0 : d;
}

/* Demand of one period. */
static double one(const struct inv_plan_in *in, size_t k)
{
    double d = k - 1 < in->demand.h ? in->demand.step[k - 1] : in->demand.mean;
    return isnan(d) || (double)k > in->end_of_life ? 0 : d;
}

/* Stock must not only last until the end of the interval: what is due late in it
 * does not help its beginning. Finds where least is left of what comes in time:
 * the demand until then, and what has arrived by then. */
static void tightest(const struct inv_plan_in *in, const double *due, size_t end, size_t t, double last, double *demand,
                     double *arrived)
{
    double d = 0, a = 0;
    *demand = total(in, (double)t, last);
    *arrived = 0;
    for (size_t k = t + 1; k <= end && (double)k <= last; k++)
        *arrived += due[k];
    for (size_t k = t + 1; k <= end && (double)k <= last; k++) {
        d += one(in, k);
        a += due[k];
        if (d - a > *demand - *arrived) {
            *demand = d;
            *arrived = a;
        }
    }
}

/* What the policy is asked at the end of period t. */
static struct inv_reorder_in question(const struct inv_plan_in *in, const struct inv_plan_time *now, size_t t, double stock,
                                      double on_order, const double *due, size_t end)
{
    struct inv_reorder_in p = in->policy;
    double at = (double)t, arrived;
    p.on_hand = stock;
    p.on_order = fmax(0, on_order);
    p.backordered = NAN;
    if (t > 0)
        p.moved = p.others = NAN;
    tightest(in, due, end, t, now->protect, &p.protect, &arrived);
    p.late = fmax(0, p.on_order - arrived);
    if (!isnan(in->end_of_life))
        p.to_come = total(in, at, in->end_of_life);
    if (!isnan(in->interval) && !isnan(p.reorder_point))
        p.reorder_point = inv_plan_stretch(p.reorder_point, p.safety_stock, in->interval, now->protect - at,
                                           total(in, at + in->interval, now->protect));
    return p;
}

static void place(const struct inv_plan_time *now, size_t h, size_t end, double qty, double money, struct inv_plan_work *w)
{
    if (now->arrival <= (int64_t)end)
        w->due[now->arrival] += qty;
    if (now->pay <= (int64_t)h)
        w->cash[now->pay] += money;
}

/* The last period that must be looked at: intervals reach beyond the horizon. */
static size_t last_period(const struct inv_plan_time *time, size_t h)
{
    double end = (double)h;
    for (size_t t = 0; t <= h; t++)
        end = fmax(end, time[t].protect);
    return (size_t)fmin(ceil(end), (double)h + FARTHEST);
}

static enum inv_status within_reach(const struct inv_plan_in *in, const struct inv_plan_time *time, size_t h, struct inv_err *err)
{
    if (in->policy.policy != INV_POLICY_DEMAND && in->policy.policy != INV_POLICY_FORECAST)
        return INV_OK;
    for (size_t t = 0; t <= h; t++)
        if (time[t].protect > (double)h + FARTHEST)
            return inv_check_wrong(err, "lead_time", time[t].protect, "is more periods than can be planned for");
    return INV_OK;
}

static enum inv_status make_room(struct inv_plan_work *w, size_t h, size_t end, struct inv_err *err)
{
    enum inv_status st = INV_MEM_GROW(&w->due, &w->cap_due, end + 1, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&w->cash, &w->cap_cash, h + 1, err);
    for (size_t t = 0; t <= end && st == INV_OK; t++)
        w->due[t] = 0;
    for (size_t t = 0; t <= h && st == INV_OK; t++)
        w->cash[t] = 0;
    return st;
}

static double or_zero(double v) { return isnan(v) ? 0 : v; }

/* Fills what is due; on order without a date is so as if it were ordered now. */
static enum inv_status begin(const struct inv_plan_in *in, const struct inv_plan_time *time, size_t h, size_t end,
                             struct inv_plan_work *w, struct inv_err *err)
{
    double beyond, undated = or_zero(in->policy.on_order);
    enum inv_status st = within_reach(in, time, h, err);
    if (st == INV_OK)
        st = make_room(w, h, end, err);
    if (st != INV_OK)
        return st;
    fill_due(in, end, w->due, &beyond);
    for (size_t t = 1; t <= end; t++)
        undated -= w->due[t];
    place(&time[0], h, end, fmax(0, undated - beyond), 0, w);
    return INV_OK;
}

enum inv_status inv_plan_now(const struct inv_plan_in *in, const struct inv_plan_time *now, struct inv_reorder_in *asked,
                             struct inv_reorder_out *out, struct inv_plan_work *w, struct inv_err *err)
{
    size_t end = last_period(now, 0);
    enum inv_status st = begin(in, now, 0, end, w, err);
    if (st != INV_OK)
        return st;
    double owed = or_zero(in->policy.backordered);
    *asked = question(in, now, 0, in->policy.on_hand - owed, or_zero(in->policy.on_order), w->due, end);
    asked->on_hand = in->policy.on_hand;
    asked->on_order = in->policy.on_order;
    asked->backordered = in->policy.backordered;
    return inv_reorder_solve(asked, out, err);
}

/* The orders of a period, and what it leaves on order. */
static enum inv_status review(const struct inv_plan_in *in, const struct inv_plan_time *now, size_t t, double stock, double on_order,
                              const double *due, size_t end, double *qty, struct inv_err *err)
{
    struct inv_reorder_out o = { 0 };
    *qty = 0;
    if (t == 0 && !isnan(in->first))
        *qty = in->first;
    if (!now->order || (t == 0 && !isnan(in->first)))
        return INV_OK;
    struct inv_reorder_in p = question(in, now, t, stock, on_order, due, end);
    enum inv_status st = inv_reorder_solve(&p, &o, err);
    *qty = o.order_qty;
    return st;
}

enum inv_status inv_plan_run(const struct inv_plan_in *in, const struct inv_plan_time *time, size_t h, struct inv_plan_row *row,
                             struct inv_plan_work *w, struct inv_err *err)
{
    double stock = in->policy.on_hand - or_zero(in->policy.backordered), on_order = or_zero(in->policy.on_order);
    size_t end = last_period(time, h);
    enum inv_status st = begin(in, time, h, end, w, err);
    for (size_t t = 0; t <= h && st == INV_OK; t++) {
        struct inv_plan_row *r = &row[t];
        double moved = t == 1 ? or_zero(in->policy.moved) : 0, came = t > 0 ? w->due[t] : 0;
        *r = (struct inv_plan_row){ .opening = stock, .receipts = came + moved, .demand = t > 0 ? one(in, t) : 0 };
        stock += r->receipts - r->demand;
        on_order -= came;
        r->closing = stock;
        st = review(in, &time[t], t, stock, on_order, w->due, end, &r->order_qty, err);
        on_order += r->order_qty;
        if (st == INV_OK && !isfinite(stock + on_order + r->order_qty * or_zero(in->unit_cost)))
            st = inv_check_wrong(err, "order_qty", INFINITY, "");
        place(&time[t], h, end, r->order_qty, r->order_qty * or_zero(in->unit_cost), w);
    }
    for (size_t t = 0; t <= h && st == INV_OK; t++)
        row[t].cash = isnan(in->unit_cost) ? NAN : w->cash[t];
    return st;
}
