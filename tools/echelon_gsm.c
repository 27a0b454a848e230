/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-echelon: guaranteed service. */
#include "config.h"
#include "echelon.h"

#include <math.h>
#include <stdlib.h>

#include "inv/dist.h"
#include "inv/gsm.h"
#include "inv/lots.h"
#include "inv/mem.h"

enum { C_INBOUND, C_CST, C_NET, C_SAFETY, C_BASE, C_ECHELON, C_COST, C_TOTAL, C_GAP, C_COUNT };

struct gsm_work {
    struct inv_gsm solver;
    struct inv_gsm_node *nodes; size_t cap_nodes;
    struct inv_gsm_edge *edges; size_t cap_edges;
    struct inv_gsm_out *out; size_t cap_out;
    size_t *cst; size_t cap_cst;             /* --evaluate */
};

static void end(void *work)
{
    struct gsm_work *g = work;
    inv_gsm_free(&g->solver);
    free(g->nodes);
    free(g->edges);
    free(g->out);
    free(g->cst);
}

/* Promises are whole periods: a part of one is a whole one in a lead time, and none in what customers get. */
static size_t whole(struct echelon_net *net, double x, bool up)
{
    double slack = INV_LOTS_TOLERANCE * fmax(1, x), n = up ? ceil(x - slack) : floor(x + slack);
    net->fraction = net->fraction || fabs(n - x) > slack;
    return n < 1e9 ? (size_t)n : 1000000000;
}

static enum inv_status node_of(struct echelon_net *net, size_t i, struct inv_gsm_node *g, struct inv_err *err)
{
    const struct echelon_node *v = net->nodes[i];
    /* who supplies no other promises to customers, also where there are none just now */
    bool served = v->mean > 0 || v->sd > 0 || v->promises || v->customers == 0;
    if (v->mean > 0 && isnan(v->sd))
        return echelon_wrong_node(net, i, err, "demand_sd: no value");
    if (v->service_level < 0.5)
        return echelon_wrong_node(net, i, err, "service_level: %g is below 0.5: the stock would not last for mean demand",
                                  v->service_level);
    *g = (struct inv_gsm_node){ .holding_cost = v->holding_cost, .time = whole(net, v->lead_time, true),
                                .inbound = whole(net, v->supplier_time, true),
                                .outbound = served ? whole(net, isnan(v->service_time) ? 0 : v->service_time, false) : INV_GSM_NONE,
                                .mean = isnan(v->mean) ? 0 : v->mean, .sd = isnan(v->sd) ? 0 : v->sd,
                                .z = fmax(inv_normal_quantile(v->service_level), 0) };
    return INV_OK;
}

static enum inv_status build(struct echelon_net *net, struct gsm_work *g, struct inv_err *err)
{
    enum inv_status st = INV_MEM_GROW(&g->nodes, &g->cap_nodes, net->n, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&g->edges, &g->cap_edges, net->m + 1, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&g->out, &g->cap_out, net->n, err);
    for (size_t i = 0; i < net->n && st == INV_OK; i++)
        st = node_of(net, i, &g->nodes[i], err);
    for (size_t k = 0; k < net->m && st == INV_OK; k++)
        g->edges[k] = (struct inv_gsm_edge){ net->edges[k].from, net->edges[k].to, net->edges[k].need };
    return st;
}

/* --evaluate: the promises as given. */
static enum inv_status given(const struct echelon_net *net, struct gsm_work *g, struct inv_err *err)
{
    enum inv_status st = INV_MEM_GROW(&g->cst, &g->cap_cst, net->n, err);
    for (size_t i = 0; i < net->n && st == INV_OK; i++) {
        double x = net->nodes[i]->given;
        if (isnan(x))
            return echelon_wrong_node(net, i, err, "no cst to evaluate");
        if (x > 1e9 || floor(x) < x)
            return echelon_wrong_node(net, i, err, "cst: %g is no whole number of periods", x);
        g->cst[i] = (size_t)x;
    }
    return st;
}

static void put(const struct echelon_net *net, const struct gsm_work *g, double cost, double gap)
{
    for (size_t i = 0; i < net->n; i++) {
        const struct inv_gsm_out *o = &g->out[i];
        const double x[C_COUNT] = { [C_INBOUND] = (double)o->inbound, [C_CST] = (double)o->cst, [C_NET] = (double)o->net_lead_time,
                                    [C_SAFETY] = o->safety_stock, [C_BASE] = o->base_stock, [C_ECHELON] = o->echelon_base_stock,
                                    [C_COST] = o->cost, [C_TOTAL] = cost, [C_GAP] = gap };
        for (size_t c = 0; c < C_COUNT; c++)
            net->nodes[i]->out[c] = x[c];
    }
}

static enum inv_status solve(struct echelon_net *net, void *work, struct inv_err *err)
{
    struct gsm_work *g = work;
    struct inv_gsm_search found = { .exact = true };
    size_t where = net->n;
    bool edge = false, evaluate = net->w->o->evaluate;
    double cost;
    enum inv_status st = build(net, g, err);
    if (st == INV_OK && evaluate)
        st = given(net, g, err);
    if (st != INV_OK)
        return st;
    st = evaluate ? inv_gsm_at(&g->solver, g->nodes, net->n, g->edges, net->m, g->cst, g->out, &cost, &where, &edge, err)
                  : inv_gsm_network(&g->solver, g->nodes, net->n, g->edges, net->m, 0, g->out, &cost, &found, &where, &edge, err);
    if (st == INV_EARG)
        return echelon_blame(net, where, edge, err);
    if (st == INV_OK)
        put(net, g, cost, evaluate ? (double)NAN : found.exact ? 0 : (cost - found.bound) / cost);
    return st;
}

const struct echelon_method echelon_gsm = {
    .columns = { "inbound", "cst", "net_lead_time", "safety_stock", "base_stock", "echelon_base_stock", "cost", "total", "gap" },
    .ncolumns = C_COUNT, .solve = solve, .work = sizeof(struct gsm_work), .end = end,
};
