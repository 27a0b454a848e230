/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-echelon: stochastic service of a serial system. */
#include "config.h"
#include "echelon.h"

#include <math.h>
#include <stdlib.h>

#include "inv/mem.h"
#include "inv/serial.h"

enum { C_SAFETY, C_BASE, C_ECHELON, C_STOCK, C_BACKORDERS, C_COST, C_TOTAL, C_COUNT };

/* Stages from the customers up. What follows is in units of the last stage: a unit of stage j is in `units[j]` of them. */
struct serial_work {
    struct inv_serial solver;
    struct inv_serial_stage *stages; size_t cap_stages;
    size_t *order; size_t cap_order;         /* places of the stages */
    double *S; size_t cap_S;                 /* echelon base stocks; then local ones; units; echelon stocks */
    double *local, *units, *stock;
};

static void end(void *work)
{
    struct serial_work *s = work;
    inv_serial_free(&s->solver);
    free(s->stages);
    free(s->order);
    free(s->S);
}

static enum inv_status room(struct serial_work *s, size_t n, struct inv_err *err)
{
    enum inv_status st = INV_MEM_GROW(&s->stages, &s->cap_stages, n, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&s->order, &s->cap_order, n, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&s->S, &s->cap_S, 4 * n, err);
    s->local = s->S + n;
    s->units = s->S + 2 * n;
    s->stock = s->S + 3 * n;
    return st;
}

/* ---- the chain -------------------------------------------------------------------------------------- */

/* The one stage that supplies no other. */
static enum inv_status last_stage(const struct echelon_net *net, size_t *last, struct inv_err *err)
{
    size_t found = 0;
    for (size_t i = 0; i < net->n; i++) {
        const struct echelon_node *v = net->nodes[i];
        if (v->customers > 1 || v->suppliers > 1)
            return echelon_wrong_node(net, i, err, "%s: no serial system", v->customers > 1 ? "it supplies several stages"
                                                                                        : "several stages supply it");
        if (v->customers == 0 && found++ > 0)
            return echelon_wrong_node(net, i, err, "another stage, too, supplies no other: no serial system");
        if (v->customers == 0)
            *last = i;
    }
    return found > 0 ? INV_OK : inv_err_set(err, INV_EROW, "the network has a cycle");
}

static enum inv_status chain(const struct echelon_net *net, struct serial_work *s, struct inv_err *err)
{
    size_t n = 1;
    enum inv_status st = last_stage(net, &s->order[0], err);
    if (st != INV_OK)
        return st;
    s->units[0] = 1;
    for (const struct echelon_edge *e; (e = net->nodes[s->order[n - 1]]->supply); n++) {
        if (!(e->need > 0))
            return echelon_wrong_edge(e, err, "need: %g is not above 0", e->need);
        s->units[n] = s->units[n - 1] * e->need;
        s->order[n] = e->from;
    }
    return n == net->n ? INV_OK : inv_err_set(err, INV_EROW, "the network is not joined, or has a cycle");
}

/* ---- demand and costs -------------------------------------------------------------------------------- */

/* Echelon holding costs: what a stage adds to its supplier's. */
static enum inv_status stages_of(const struct echelon_net *net, struct serial_work *s, struct inv_err *err)
{
    for (size_t j = 0; j < net->n; j++) {
        size_t i = s->order[j];
        bool source = j + 1 == net->n;
        double own = net->nodes[i]->holding_cost * s->units[j];
        double above = source ? 0 : net->nodes[s->order[j + 1]]->holding_cost * s->units[j + 1];
        s->stages[j].echelon_holding = own - above;
        if (!(own > above))
            return echelon_wrong_node(net, i, err, "holding_cost: %g is not above its supplier's %g: then all stock would be here",
                                      own, above);
        if (j > 0 && net->nodes[i]->mean > 0)
            return echelon_wrong_node(net, i, err, "demand: in a serial system only the last stage has customers outside");
        s->stages[j].lead_time = net->nodes[i]->lead_time;
    }
    return INV_OK;
}

/* auto: counts where no spread is known, normal where the shortest lead time's demand hardly goes below zero. */
static enum inv_dist_kind kind_of(const struct echelon_net *net, const struct serial_work *s, double mean, double sd)
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
    for (size_t j = 0; j < net->n; j++)
        if (s->stages[j].lead_time > 0)
            least = fmin(least, s->stages[j].lead_time);
    return sd <= mean * sqrt(least) / 2 ? INV_DIST_NORMAL : INV_DIST_GAMMA;
}

static enum inv_status setup(const struct echelon_net *net, struct serial_work *s, struct inv_serial_in *in, struct inv_err *err)
{
    enum inv_status st = room(s, net->n, err);
    if (st == INV_OK)
        st = chain(net, s, err);
    if (st == INV_OK)
        st = stages_of(net, s, err);
    if (st != INV_OK)
        return st;
    const struct echelon_node *last = net->nodes[s->order[0]];
    *in = (struct inv_serial_in){ .stages = s->stages, .n = net->n, .penalty = last->shortage_cost, .mean = last->mean, .sd = last->sd };
    if (!(in->mean > 0))
        return INV_OK;
    if (!(last->shortage_cost > 0))
        return echelon_wrong_node(net, s->order[0], err, "shortage_cost: stock is worth holding only where a shortage costs something");
    in->demand = kind_of(net, s, last->mean, last->sd);
    if (in->demand != INV_DIST_POISSON && isnan(last->sd))
        return echelon_wrong_node(net, s->order[0], err, "demand_sd: no value");
    in->sd = in->demand == INV_DIST_POISSON ? sqrt(in->mean) : in->sd;
    return INV_OK;
}

/* --evaluate: echelon base stocks as given, or the sums of local ones. */
static enum inv_status given(const struct echelon_net *net, struct serial_work *s, struct inv_err *err)
{
    double sum = 0;
    for (size_t j = 0; j < net->n; j++) {
        const struct echelon_node *v = net->nodes[s->order[j]];
        if (isnan(v->given))
            return echelon_wrong_node(net, s->order[j], err, "no base_stock to evaluate");
        sum = v->given_echelon ? v->given / s->units[j] : sum + v->given / s->units[j];
        s->S[j] = sum;
    }
    return INV_OK;
}

static enum inv_status levels(struct echelon_net *net, struct serial_work *s, const struct inv_serial_in *in, double *cost,
                              struct inv_err *err)
{
    enum inv_status st;
    if (net->w->o->method == METHOD_SSM && !net->w->o->evaluate)
        return inv_serial_solve(&s->solver, in, s->S, cost, err);
    st = net->w->o->evaluate ? given(net, s, err) : inv_serial_heuristic(in, s->S, err);
    for (size_t j = 0; j < in->n && !net->w->o->evaluate && in->demand == INV_DIST_POISSON; j++)
        s->S[j] = round(s->S[j]);
    return st == INV_OK ? inv_serial_cost(&s->solver, in, s->S, cost, err) : st;
}

/* ---- what each stage holds ---------------------------------------------------------------------------- */

/* At given base stocks the cost is linear in the rates: with h_j doubled it rises by h_j times the mean echelon stock of
 * stage j, with p doubled by p times the mean backorders. */
static enum inv_status holdings(struct serial_work *s, struct inv_serial_in *in, double cost, double *backorders, struct inv_err *err)
{
    double more = 0, p = in->penalty;
    in->penalty = 2 * p;
    enum inv_status st = inv_serial_cost(&s->solver, in, s->S, &more, err);
    in->penalty = p;
    *backorders = fmax((more - cost) / p, 0);
    for (size_t j = 0; j < in->n && st == INV_OK; j++) {
        double h = s->stages[j].echelon_holding;
        s->stages[j].echelon_holding = 2 * h;
        st = inv_serial_cost(&s->solver, in, s->S, &more, err);
        s->stages[j].echelon_holding = h;
        s->stock[j] = (more - cost) / h;
    }
    return st;
}

static void put(struct echelon_net *net, const struct serial_work *s, const struct inv_serial_in *in, double backorders, double cost)
{
    for (size_t j = 0; j < net->n; j++) {
        struct echelon_node *v = net->nodes[s->order[j]];
        double units = s->units[j];
        /* with what is on its way to the next stage */
        double held = j > 0 ? fmax(s->stock[j] - s->stock[j - 1], 0) : fmax(s->stock[0], 0);
        double moving = j > 0 ? in->mean * s->stages[j - 1].lead_time : 0;
        v->out[C_BASE] = s->local[j] * units;
        v->out[C_ECHELON] = s->S[j] * units;
        v->out[C_SAFETY] = (s->local[j] - in->mean * s->stages[j].lead_time) * units;
        v->out[C_STOCK] = fmax(held - moving, 0) * units;
        v->out[C_BACKORDERS] = j == 0 ? backorders : (double)NAN;
        v->out[C_COST] = held * units * v->holding_cost + (j == 0 ? backorders * in->penalty : 0);
        v->out[C_TOTAL] = cost;
    }
}

/* Nobody buys, or all is there at once. */
static bool needs_nothing(const struct echelon_net *net, const struct inv_serial_in *in)
{
    double time = 0;
    for (size_t j = 0; j < in->n; j++)
        time += in->stages[j].lead_time;
    return !(in->mean > 0) || (!(time > 0) && !net->w->o->evaluate);
}

static enum inv_status put_nothing(struct echelon_net *net)
{
    for (size_t i = 0; i < net->n; i++) {
        for (size_t c = 0; c < C_COUNT; c++)
            net->nodes[i]->out[c] = 0;
        net->nodes[i]->out[C_BACKORDERS] = net->nodes[i]->customers == 0 ? 0 : (double)NAN;
    }
    return INV_OK;
}

static enum inv_status solve(struct echelon_net *net, void *work, struct inv_err *err)
{
    struct serial_work *s = work;
    struct inv_serial_in in;
    double cost, backorders;
    enum inv_status st = setup(net, s, &in, err);
    if (st == INV_OK && needs_nothing(net, &in))
        return put_nothing(net);
    if (st != INV_OK)
        return st;
    st = levels(net, s, &in, &cost, err);
    if (st == INV_OK)
        st = holdings(s, &in, cost, &backorders, err);
    if (st == INV_EARG)
        return echelon_blame(net, net->n, false, err);
    if (st != INV_OK)
        return st;
    inv_serial_local(s->S, net->n, s->local);
    put(net, s, &in, backorders, cost);
    return INV_OK;
}

const struct echelon_method echelon_serial = {
    .columns = { "safety_stock", "base_stock", "echelon_base_stock", "mean_stock", "mean_backorders", "cost", "total" },
    .ncolumns = C_COUNT, .solve = solve, .work = sizeof(struct serial_work), .end = end,
};
