/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-echelon: stochastic service of an assembly, of which a serial system is the plain case. */
#include "config.h"
#include "echelon.h"

#include <math.h>
#include <stdlib.h>

#include "inv/assembly.h"
#include "inv/mem.h"
#include "inv/serial.h"

enum { C_SAFETY, C_BASE, C_ECHELON, C_STOCK, C_BACKORDERS, C_COST, C_TOTAL, C_COUNT };

struct serial_work {
    struct inv_assembly solver;
    struct inv_assembly_item *items; size_t cap_items;
    struct inv_assembly_edge *edges; size_t cap_edges;
    struct inv_assembly_out *out; size_t cap_out;
    struct inv_serial_stage *stages; size_t cap_stages;      /* the chain, from the customers up */
    size_t *order; size_t cap_order;                         /* places of its stages */
    double *x; size_t cap_x;
};

static void end(void *work)
{
    struct serial_work *s = work;
    inv_assembly_free(&s->solver);
    free(s->items);
    free(s->edges);
    free(s->out);
    free(s->stages);
    free(s->order);
    free(s->x);
}

static enum inv_status room(struct serial_work *s, size_t n, size_t m, struct inv_err *err)
{
    enum inv_status st = INV_MEM_GROW(&s->items, &s->cap_items, n, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&s->edges, &s->cap_edges, m + 1, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&s->out, &s->cap_out, n, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&s->stages, &s->cap_stages, n, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&s->order, &s->cap_order, n, err);
    return st == INV_OK ? INV_MEM_GROW(&s->x, &s->cap_x, n, err) : st;
}

/* ---- the system -------------------------------------------------------------------------------------- */

/* The one stage that supplies no other, from which customers buy. */
static enum inv_status last_stage(const struct echelon_net *net, size_t *last, struct inv_err *err)
{
    size_t found = 0;
    for (size_t i = 0; i < net->n; i++) {
        const struct echelon_node *v = net->nodes[i];
        if (v->customers > 1)
            return echelon_wrong_node(net, i, err, "it supplies several stages: no chain, no assembly");
        if (v->customers == 0 && found++ > 0)
            return echelon_wrong_node(net, i, err, "another stage, too, supplies no other: no chain, no assembly");
        if (v->customers == 0)
            *last = i;
    }
    if (found == 0)
        return inv_err_set(err, INV_EROW, "the network has a cycle");
    for (size_t i = 0; i < net->n; i++)
        if (i != *last && net->nodes[i]->mean > 0)
            return echelon_wrong_node(net, i, err, "demand: only the last stage has customers outside");
    return INV_OK;
}

/* Echelon holding costs: what a stage adds to its suppliers'. */
static enum inv_status items_of(const struct echelon_net *net, struct serial_work *s, struct inv_err *err)
{
    for (size_t i = 0; i < net->n; i++)
        s->items[i] = (struct inv_assembly_item){ net->nodes[i]->holding_cost, net->nodes[i]->lead_time };
    for (size_t k = 0; k < net->m; k++) {
        const struct echelon_edge *e = &net->edges[k];
        s->edges[k] = (struct inv_assembly_edge){ e->from, e->to, e->need };
        s->items[e->to].echelon_holding -= e->need * net->nodes[e->from]->holding_cost;
    }
    for (size_t i = 0; i < net->n; i++) {
        double own = net->nodes[i]->holding_cost;
        if (!(s->items[i].echelon_holding > 1e-9 * own))
            return echelon_wrong_node(net, i, err, "holding_cost: %g is not above its suppliers' %g: then all stock would be here",
                                      own, own - s->items[i].echelon_holding);
    }
    return INV_OK;
}

/* auto: counts where no spread is known, normal where the shortest lead time's demand hardly goes below zero. */
static enum inv_dist_kind kind_of(const struct echelon_net *net, double mean, double sd)
{
    double least = HUGE_VAL;
    switch (net->w->o->dist) {
    case DIST_NORMAL: return INV_DIST_NORMAL;
    case DIST_GAMMA: return INV_DIST_GAMMA;
    case DIST_POISSON: return INV_DIST_POISSON;
    default: break;
    }
    if (isnan(sd))
        return INV_DIST_POISSON;
    for (size_t i = 0; i < net->n; i++)
        if (net->nodes[i]->lead_time > 0)
            least = fmin(least, net->nodes[i]->lead_time);
    return sd <= mean * sqrt(least) / 2 ? INV_DIST_NORMAL : INV_DIST_GAMMA;
}

static enum inv_status demand_of(const struct echelon_net *net, size_t last, struct inv_assembly_in *in, struct inv_err *err)
{
    const struct echelon_node *v = net->nodes[last];
    if (!(v->mean > 0)) {
        in->mean = in->penalty = 1;          /* nobody buys, but the network is looked at */
        in->demand = INV_DIST_POISSON;
        return INV_OK;
    }
    if (!(v->shortage_cost > 0))
        return echelon_wrong_node(net, last, err, "shortage_cost: stock is worth holding only where a shortage costs something");
    in->mean = v->mean;
    in->penalty = v->shortage_cost;
    in->demand = kind_of(net, v->mean, v->sd);
    if (in->demand != INV_DIST_POISSON && isnan(v->sd))
        return echelon_wrong_node(net, last, err, "demand_sd: no value");
    in->sd = in->demand == INV_DIST_POISSON ? sqrt(in->mean) : v->sd;
    return INV_OK;
}

static enum inv_status setup(const struct echelon_net *net, struct serial_work *s, struct inv_assembly_in *in, size_t *last,
                             struct inv_err *err)
{
    enum inv_status st = room(s, net->n, net->m, err);
    *in = (struct inv_assembly_in){ .items = s->items, .n = net->n, .edges = s->edges, .m = net->m };
    if (st == INV_OK)
        st = last_stage(net, last, err);
    if (st == INV_OK)
        st = items_of(net, s, err);
    return st == INV_OK ? demand_of(net, *last, in, err) : st;
}

/* ---- base stocks --------------------------------------------------------------------------------------- */

/* --evaluate: echelon base stocks as given, or local ones with those of all that comes after. */
static enum inv_status given(const struct echelon_net *net, struct serial_work *s, struct inv_err *err)
{
    for (size_t i = 0; i < net->n; i++) {
        const struct echelon_edge *e;
        double need = 1, sum = 0;
        size_t steps = 0;
        for (size_t at = i;; at = e->to) {
            const struct echelon_node *v = net->nodes[at];
            if (isnan(v->given))
                return echelon_wrong_node(net, at, err, "no base_stock to evaluate");
            sum += need * v->given;
            e = net->nodes[at]->sale;
            if (v->given_echelon || !e || ++steps > net->n)      /* a cycle is told of later */
                break;
            need *= e->need;
        }
        s->out[i].echelon = sum;
    }
    return INV_OK;
}

/* The chain with its stages' numbers in units of the last one. */
static enum inv_status chain(const struct echelon_net *net, struct serial_work *s, size_t last, struct inv_err *err)
{
    size_t n = 1;
    double need = 1;
    s->order[0] = last;
    for (size_t i = 0; i < net->n; i++)
        if (net->nodes[i]->suppliers > 1)
            return echelon_wrong_node(net, i, err, "several stages supply it: the heuristic is for a chain");
    for (const struct echelon_edge *e; (e = net->nodes[s->order[n - 1]]->supply) && n < net->n; n++)
        s->order[n] = e->from;
    if (n < net->n)
        return inv_err_set(err, INV_EROW, "the network is not joined, or has a cycle");
    for (size_t j = 0; j < n; j++) {
        const struct inv_assembly_item *item = &s->items[s->order[j]];
        need *= j > 0 ? net->nodes[s->order[j]]->sale->need : 1;
        s->stages[j] = (struct inv_serial_stage){ item->echelon_holding * need, item->lead_time };
        s->out[s->order[j]].need = need;
    }
    return INV_OK;
}

static enum inv_status heuristic(const struct echelon_net *net, struct serial_work *s, const struct inv_assembly_in *a, size_t last,
                                 struct inv_err *err)
{
    const struct inv_serial_in in = { .stages = s->stages, .n = a->n, .penalty = a->penalty, .demand = a->demand, .mean = a->mean,
                                      .sd = a->sd };
    enum inv_status st = chain(net, s, last, err);
    if (st == INV_OK)
        st = inv_serial_heuristic(&in, s->x, err);
    for (size_t j = 0; j < in.n && st == INV_OK; j++) {
        struct inv_assembly_out *o = &s->out[s->order[j]];
        o->echelon = (in.demand == INV_DIST_POISSON ? round(s->x[j]) : s->x[j]) * o->need;
    }
    return st;
}

/* Who changed the one and forgot the other is told; digits that --precision left out are no change. */
static bool two_answers(const struct echelon_node *v, const struct inv_assembly_out *o)
{
    return v->given_echelon && fabs(v->given_local - o->local) > 0.01 * fmax(fabs(o->echelon), fabs(o->local));
}

static enum inv_status levels(struct echelon_net *net, struct serial_work *s, const struct inv_assembly_in *in, size_t last,
                              double *cost, struct inv_err *err)
{
    size_t where = net->n;
    bool edge = false;
    enum inv_status st = INV_OK;
    if (net->w->o->evaluate)
        st = given(net, s, err);
    else if (net->w->o->method == METHOD_SHANG_SONG)
        st = heuristic(net, s, in, last, err);
    if (st == INV_OK)
        st = net->w->o->method == METHOD_SSM && !net->w->o->evaluate
           ? inv_assembly_solve(&s->solver, in, s->out, cost, &where, &edge, err)
           : inv_assembly_cost(&s->solver, in, s->out, cost, &where, &edge, err);
    for (size_t i = 0; i < net->n && st == INV_OK && net->w->o->evaluate; i++)
        net->two_answers = net->two_answers || two_answers(net->nodes[i], &s->out[i]);
    return st == INV_EARG ? echelon_blame(net, where, edge, err) : st;
}

/* ---- what each stage holds ---------------------------------------------------------------------------- */

/* Stages beyond which it is not asked what each holds: the work grows with their cube. */
#define HOLDINGS_MOST 32

/* At given base stocks the cost is linear in the rates: with more for a stage's echelon holding cost it rises by that times
 * its mean echelon stock, with more for p by that times the mean backorders. As much as the highest holding cost (for p, as
 * p too): what a tiny one adds is lost in rounding, and in a lattice that moves with the rates. */
static enum inv_status holdings(struct serial_work *s, struct inv_assembly_in *in, double cost, double *backorders,
                                struct inv_err *err)
{
    double more = 0, p = in->penalty, rise, most = 0;
    *backorders = (double)NAN;
    if (in->n > HOLDINGS_MOST)
        return INV_OK;
    for (size_t i = 0; i < in->n; i++)
        most = fmax(most, s->items[i].echelon_holding);
    rise = fmax(p, most);
    in->penalty = p + rise;
    enum inv_status st = inv_assembly_cost(&s->solver, in, s->out, &more, NULL, NULL, err);
    in->penalty = p;
    *backorders = fmax((more - cost) / rise, 0);
    for (size_t i = 0; i < in->n && st == INV_OK; i++) {
        double h = s->items[i].echelon_holding;
        s->items[i].echelon_holding = h + most;
        st = inv_assembly_cost(&s->solver, in, s->out, &more, NULL, NULL, err);
        s->items[i].echelon_holding = h;
        s->x[i] = fmax((more - cost) / most, 0);
    }
    return st;
}

static void put(struct echelon_net *net, const struct serial_work *s, const struct inv_assembly_in *in, double backorders, double cost)
{
    for (size_t i = 0; i < net->n; i++) {
        struct echelon_node *v = net->nodes[i];
        const struct inv_assembly_out *o = &s->out[i];
        const struct echelon_edge *e = net->nodes[i]->sale;
        double demand = in->mean * o->need;
        bool known = !isnan(backorders);
        /* with what is on its way to the next stage, or being made there */
        double held = e ? fmax(s->x[i] - e->need * s->x[e->to], 0) : s->x[i];
        v->out[C_BASE] = o->local;
        v->out[C_ECHELON] = o->echelon;
        v->out[C_SAFETY] = o->local - demand * v->lead_time;
        v->out[C_STOCK] = !known ? (double)NAN : fmax(held - (e ? demand * net->nodes[e->to]->lead_time : 0), 0);
        v->out[C_BACKORDERS] = e ? (double)NAN : backorders;
        v->out[C_COST] = !known ? (double)NAN : held * v->holding_cost + (e ? 0 : backorders * in->penalty);
        v->out[C_TOTAL] = cost;
    }
}

/* Nobody buys, or all is there at once. */
static bool needs_nothing(const struct echelon_net *net, size_t last)
{
    double time = 0;
    for (size_t i = 0; i < net->n; i++)
        time += net->nodes[i]->lead_time;
    return !(net->nodes[last]->mean > 0) || (!(time > 0) && !net->w->o->evaluate);
}

static enum inv_status put_nothing(struct echelon_net *net)
{
    for (size_t i = 0; i < net->n; i++) {
        for (size_t c = 0; c < C_COUNT; c++)
            net->nodes[i]->out[c] = 0;
        net->nodes[i]->out[C_BACKORDERS] = net->nodes[i]->sale ? (double)NAN : 0;
    }
    return INV_OK;
}

static enum inv_status solve(struct echelon_net *net, void *work, struct inv_err *err)
{
    struct serial_work *s = work;
    struct inv_assembly_in in;
    double cost, backorders;
    size_t last = 0;
    enum inv_status st = setup(net, s, &in, &last, err);
    if (st == INV_OK)
        st = levels(net, s, &in, last, &cost, err);
    if (st == INV_OK && needs_nothing(net, last))
        return put_nothing(net);
    net->many = in.n > HOLDINGS_MOST;
    if (st == INV_OK)
        st = holdings(s, &in, cost, &backorders, err);
    if (st == INV_OK)
        put(net, s, &in, backorders, cost);
    return st;
}

const struct echelon_method echelon_serial = {
    .columns = { "safety_stock", "base_stock", "echelon_base_stock", "mean_stock", "mean_backorders", "cost", "total" },
    .ncolumns = C_COUNT, .solve = solve, .work = sizeof(struct serial_work), .end = end,
};
