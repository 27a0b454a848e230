/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/sim.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/lots.h"
#include "inv/mem.h"

#include "stock/check.h"
#include "stock/sim_plain.h"

struct inv_sim_in inv_sim_defaults(void)
{
    return (struct inv_sim_in){ .rule = INV_SIM_UP_TO, .review = 1, .capacity = INFINITY };
}

void inv_sim_free(struct inv_sim_state *s)
{
    free(s->due);
    *s = (struct inv_sim_state){ 0 };
}

/* ---- checking ------------------------------------------------------------------------------- */

static enum inv_status check_rule(const struct inv_sim_in *in, struct inv_err *err)
{
    enum inv_status st = INV_OK;
    if (in->rule != INV_SIM_GIVEN)
        st = inv_check_finite(in->trigger, "reorder_point", err);
    if (st == INV_OK && in->rule == INV_SIM_LOTS)
        st = inv_check_positive(in->lot, "order_qty", err);
    if (st == INV_OK && in->rule == INV_SIM_UP_TO)
        st = inv_check_finite(in->level, "order_up_to", err);
    if (st == INV_OK && in->rule == INV_SIM_UP_TO && in->level < in->trigger)
        st = inv_check_wrong(err, "order_up_to", in->level, "is below reorder_point");
    return st;
}

static enum inv_status check_supply(const struct inv_sim_in *in, size_t lead_most, struct inv_err *err)
{
    enum inv_status st = INV_OK;
    if (in->review < 1)
        st = inv_check_wrong(err, "review_period", 0, "is no number of periods");
    else if (in->lead_time > INV_SIM_LEAD_MOST || lead_most > INV_SIM_LEAD_MOST)
        st = inv_check_wrong(err, "lead_time", (double)(in->lead_time > lead_most ? in->lead_time : lead_most),
                             "is more periods than can be simulated");
    if (st == INV_OK)
        st = inv_check_from_zero(in->moq, "moq", err);
    if (st == INV_OK)
        st = inv_check_from_zero(in->pack_size, "pack_size", err);
    if (st == INV_OK && !(in->capacity > 0))
        return inv_check_wrong(err, "capacity", in->capacity, "is not above 0: nothing could ever be ordered");
    if (st == INV_OK && in->capacity < in->moq)
        return inv_check_wrong(err, "capacity", in->capacity, "is below moq: nothing could ever be ordered");
    if (st == INV_OK && in->capacity < in->pack_size)
        return inv_check_wrong(err, "capacity", in->capacity, "is below pack_size: nothing could ever be ordered");
    return st;
}

static enum inv_status check(const struct inv_sim_in *in, size_t lead_most, struct inv_err *err)
{
    const struct { double v; const char *column; } from_zero[] = {
        { in->on_hand, "on_hand" }, { in->backordered, "backordered" }, { in->on_order, "on_order" },
        { in->order_cost, "order_cost" }, { in->holding_cost, "holding_cost" }, { in->shortage_cost, "shortage_cost" },
    };
    enum inv_status st = check_rule(in, err);
    if (st == INV_OK)
        st = check_supply(in, lead_most, err);
    for (size_t i = 0; i < sizeof from_zero / sizeof *from_zero && st == INV_OK; i++)
        st = inv_check_from_zero(from_zero[i].v, from_zero[i].column, err);
    return st;
}

enum inv_status inv_sim_begin(const struct inv_sim_in *in, size_t lead_most, struct inv_sim_state *s, struct inv_err *err)
{
    enum inv_status st = check(in, lead_most, err);
    size_t room = 2, most = lead_most > in->lead_time ? lead_most : in->lead_time;
    while (room < most + 2)                    /* shipments that are stopped wait for the next period */
        room *= 2;
    if (st == INV_OK)
        st = INV_MEM_GROW(&s->due, &s->cap, room, err);
    if (st != INV_OK)
        return st;
    memset(s->due, 0, room * sizeof *s->due);
    s->mask = room - 1;
    s->t = 0;
    s->latest = in->on_order > 0 ? in->lead_time : 0;
    s->short_cycle = false;
    s->net = in->on_hand - in->backordered;
    s->position = s->net + in->on_order;
    s->due[in->lead_time] = in->on_order;
    return INV_OK;
}

/* fmax(x, 0) and the like are calls in C, since NAN has a say in them: not here. */
static inline double above_0(double x) { return x > 0 ? x : 0; }

static inline double smaller(double a, double b) { return a < b ? a : b; }

/* ---- what is ordered ----------------------------------------------------------------------------- */

/* To the least order and whole packs, then to what supply can do. */
static double bounded(const struct inv_sim_in *in, double q)
{
    if (in->moq > 0)
        q = fmax(q, in->moq);
    if (in->pack_size > 0)
        q = inv_lots_up(q, in->pack_size) * in->pack_size;
    if (q <= in->capacity)
        return q;
    q = in->pack_size > 0 ? inv_lots_down(in->capacity, in->pack_size) * in->pack_size : in->capacity;
    return q < in->moq ? 0 : q;
}

static double lots(double gap, double lot)
{
    return (gap < lot * (1 - INV_LOTS_TOLERANCE) ? 1 : inv_lots_down(gap, lot) + 1) * lot;
}

static inline double quantity(const struct inv_sim_in *in, const struct inv_sim_path *p, size_t i, double position)
{
    if (in->rule == INV_SIM_GIVEN)
        return p->orders[i];
    double trigger = p->trigger ? p->trigger[i] : in->trigger;
    if (!inv_sim_reached(position, trigger))
        return 0;
    double level = p->level ? p->level[i] : in->level;
    double q = in->rule == INV_SIM_LOTS ? lots(above_0(trigger - position), in->lot) : level - position;
    return (in->rule == INV_SIM_LOTS ? q > 0 : inv_sim_is_some(q, position, level)) ? bounded(in, q) : 0;
}

/* ---- a period ------------------------------------------------------------------------------------- */

/* Where an order of period t is to arrive. */
static size_t arrival(const struct inv_sim_in *in, const struct inv_sim_path *p, size_t i, struct inv_sim_state *s)
{
    size_t at = s->t + (p->lead ? p->lead[i] : in->lead_time);
    if (in->no_crossing && at < s->latest)
        at = s->latest;
    s->latest = at > s->latest ? at : s->latest;
    return at;
}

/* Places what the policy wants; returns it. *now: it arrives at once. */
static inline double place(const struct inv_sim_in *in, const struct inv_sim_path *p, size_t i, struct inv_sim_state *s,
                           struct inv_sim_sums *sums, double *now)
{
    bool stopped = p->down && p->down[i] && in->stop == INV_SIM_STOP_ORDERS;
    double q = stopped ? 0 : quantity(in, p, i, s->position);
    if (!(q > 0))
        return 0;
    size_t at = arrival(in, p, i, s);
    if (at == s->t && !(p->down && p->down[i]))
        *now = q;
    else
        s->due[(at > s->t ? at : at + 1) & s->mask] += q;
    s->position += q;
    sums->ordered += q;
    sums->orders++;
    return q;
}

/* What is due now; nothing where shipments are stopped: it is due in the next period then. */
static inline double receive(const struct inv_sim_in *in, const struct inv_sim_path *p, size_t i, struct inv_sim_state *s)
{
    double *due = &s->due[s->t & s->mask], q = *due;
    *due = 0;
    if (!(q > 0 && p->down && p->down[i] && in->stop == INV_SIM_STOP_SHIPMENTS))
        return q;
    s->due[(s->t + 1) & s->mask] += q;
    return 0;
}

static void write_trace(const struct inv_sim_in *in, const struct inv_sim_trace *t, size_t i, double opening, double receipts,
                        double q, double net, double lost)
{
    double stock = above_0(net), waiting = above_0(-net);
    if (t->opening)
        t->opening[i] = opening;
    if (t->receipts)
        t->receipts[i] = receipts;
    if (t->order_qty)
        t->order_qty[i] = q;
    if (t->ending)
        t->ending[i] = stock;
    if (t->backorders)
        t->backorders[i] = waiting;
    if (t->lost)
        t->lost[i] = lost;
    if (t->cost)
        t->cost[i] = (q > 0 ? in->order_cost : 0) + in->holding_cost * stock
                   + in->shortage_cost * (in->lost_sales ? lost : waiting);
}

/* Demand against net stock; returns what is lost. */
static inline double serve(const struct inv_sim_in *in, struct inv_sim_state *s, double demand)
{
    s->net -= demand;
    s->position -= demand;
    if (!in->lost_sales || s->net >= 0)
        return 0;
    double lost = smaller(-s->net, above_0(demand));
    s->net += lost;
    s->position += lost;
    return lost;
}

/* A cycle ends when an order arrives. */
static inline void close_cycle(struct inv_sim_state *s, struct inv_sim_sums *sums)
{
    sums->cycles++;
    sums->short_cycles += s->short_cycle;
    s->short_cycle = false;
}

static inline void period(const struct inv_sim_in *in, const struct inv_sim_path *p, size_t i, bool review,
                          struct inv_sim_state *s, struct inv_sim_sums *sums, const struct inv_sim_trace *trace)
{
    double opening = s->net, now = 0, q = 0, lost = 0, demand = p->demand[i], receipts = receive(in, p, i, s);
    s->net += receipts;
    if (in->demand_first)
        lost = serve(in, s, demand);
    if (review)
        q = place(in, p, i, s, sums, &now);
    receipts += now;
    s->net += now;
    if (receipts > 0)
        close_cycle(s, sums);
    if (!in->demand_first)
        lost = serve(in, s, demand);
    double net = s->net, wanted = above_0(demand), missed = in->lost_sales ? lost : smaller(above_0(-net), wanted);
    if (inv_sim_is_short(missed, wanted)) {
        sums->short_periods++;
        s->short_cycle = true;
    }
    sums->demand += wanted;
    sums->met += wanted - missed;
    sums->lost += lost;
    sums->stock += above_0(net);
    sums->backorders += above_0(-net);
    if (trace)
        write_trace(in, trace, i, opening, receipts, q, net, lost);
    s->t++;
}

void inv_sim_run(const struct inv_sim_in *in, const struct inv_sim_path *path, struct inv_sim_state *s,
                 struct inv_sim_sums *sums, const struct inv_sim_trace *trace)
{
    size_t wait = in->phase >= s->t ? in->phase - s->t
                                    : (in->review - (s->t - in->phase) % in->review) % in->review;
    if (!trace && inv_sim_plain(in, path, wait, s, sums))
        return;
    struct inv_sim_state at = *s;              /* copies that stay in registers */
    struct inv_sim_sums to = *sums;
    for (size_t i = 0; i < path->n; i++) {
        period(in, path, i, wait == 0, &at, &to, trace);
        wait = wait == 0 ? in->review - 1 : wait - 1;
    }
    to.periods += (double)path->n;
    *s = at;
    *sums = to;
}

void inv_sim_add(struct inv_sim_sums *a, const struct inv_sim_sums *b)
{
    a->periods += b->periods;
    a->demand += b->demand;
    a->met += b->met;
    a->lost += b->lost;
    a->stock += b->stock;
    a->backorders += b->backorders;
    a->ordered += b->ordered;
    a->orders += b->orders;
    a->short_periods += b->short_periods;
    a->cycles += b->cycles;
    a->short_cycles += b->short_cycles;
}
