/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-echelon: one warehouse and many retailers. */
#include "config.h"
#include "echelon.h"

#include <math.h>
#include <stdlib.h>

#include "inv/mem.h"
#include "inv/metric.h"

enum { C_BASE, C_ECHELON, C_STOCK, C_BACKORDERS, C_FILL, C_WAIT, C_COST, C_TOTAL, C_COUNT };

struct metric_work {
    struct inv_metric_work solver;
    struct inv_metric_retailer *retailers; size_t cap_retailers;
    struct inv_metric_node *out; size_t cap_out;
    size_t *place; size_t cap_place;         /* of the retailers */
    double *S; size_t cap_S;
};

static void end(void *work)
{
    struct metric_work *m = work;
    inv_metric_free(&m->solver);
    free(m->retailers);
    free(m->out);
    free(m->place);
    free(m->S);
}

static enum inv_status room(struct metric_work *m, size_t n, struct inv_err *err)
{
    enum inv_status st = INV_MEM_GROW(&m->retailers, &m->cap_retailers, n, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&m->out, &m->cap_out, n, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&m->place, &m->cap_place, n, err);
    return st == INV_OK ? INV_MEM_GROW(&m->S, &m->cap_S, n, err) : st;
}

/* ---- the star --------------------------------------------------------------------------------------- */

/* All edges come from one node and go each to another. */
static enum inv_status star(const struct echelon_net *net, struct metric_work *m, size_t *warehouse, struct inv_err *err)
{
    if (net->m == 0)
        return inv_err_set(err, INV_EROW, "no edges: a warehouse has retailers");
    *warehouse = net->edges[0].from;
    for (size_t k = 0; k < net->m; k++) {
        const struct echelon_edge *e = &net->edges[k];
        if (e->from != *warehouse || e->to == *warehouse)
            return echelon_wrong_edge(e, err, "not from the warehouse to a retailer: there are two levels, and one warehouse");
        if (fabs(e->need - 1) > 0)
            return echelon_wrong_edge(e, err, "need: %g is not 1", e->need);
        for (size_t j = 0; j < k; j++)
            if (m->place[j] == e->to)
                return echelon_wrong_edge(e, err, "a second edge between the same nodes");
        m->place[k] = e->to;
    }
    return net->m + 1 == net->n ? INV_OK : inv_err_set(err, INV_EROW, "a node without an edge");
}

static enum inv_status retailer(const struct echelon_net *net, size_t i, struct inv_metric_retailer *r, struct inv_err *err)
{
    const struct echelon_node *v = net->nodes[i];
    *r = (struct inv_metric_retailer){ .demand = isnan(v->mean) ? 0 : v->mean, .holding_cost = v->holding_cost,
                                       .shortage_cost = v->shortage_cost, .lead_time = v->lead_time };
    if (isnan(v->shortage_cost))
        return echelon_wrong_node(net, i, err, "shortage_cost: no value");
    return INV_OK;
}

static enum inv_status setup(const struct echelon_net *net, struct metric_work *m, struct inv_metric_in *in, size_t *warehouse,
                             struct inv_err *err)
{
    static const enum inv_metric methods[] = { [METHOD_METRIC] = INV_METRIC_POISSON, [METHOD_TWO_MOMENT] = INV_METRIC_TWO_MOMENT,
                                               [METHOD_METRIC_EXACT] = INV_METRIC_EXACT };
    enum inv_status st = room(m, net->n, err);
    if (st == INV_OK)
        st = star(net, m, warehouse, err);
    if (st != INV_OK)
        return st;
    const struct echelon_node *v = net->nodes[*warehouse];
    if (v->mean > 0)
        return echelon_wrong_node(net, *warehouse, err, "demand: give its customers a node of their own, without lead time");
    *in = (struct inv_metric_in){ .method = methods[net->w->o->method], .holding_cost = v->holding_cost, .lead_time = v->lead_time,
                                  .retailers = m->retailers, .n = net->m };
    for (size_t k = 0; k < net->m && st == INV_OK; k++)
        st = retailer(net, m->place[k], &m->retailers[k], err);
    return st;
}

/* ---- levels ------------------------------------------------------------------------------------------- */

static enum inv_status given(const struct echelon_net *net, const struct metric_work *m, size_t warehouse, struct inv_err *err)
{
    for (size_t k = 0; k <= net->m; k++) {
        size_t i = k < net->m ? m->place[k] : warehouse;
        m->S[k] = net->nodes[i]->given;
        if (isnan(m->S[k]))
            return echelon_wrong_node(net, i, err, "no base_stock to evaluate");
    }
    return INV_OK;
}

static void put(struct echelon_node *v, const struct inv_metric_node *o, double total)
{
    const double x[C_COUNT] = { [C_BASE] = o->base_stock, [C_ECHELON] = o->echelon_base_stock, [C_STOCK] = o->on_hand,
                                [C_BACKORDERS] = o->backorders, [C_FILL] = o->fill_rate, [C_WAIT] = o->wait, [C_COST] = o->cost,
                                [C_TOTAL] = total };
    for (size_t c = 0; c < C_COUNT; c++)
        v->out[c] = x[c];
}

static enum inv_status solve(struct echelon_net *net, void *work, struct inv_err *err)
{
    struct metric_work *m = work;
    struct inv_metric_in in;
    size_t warehouse = 0, where = 0;
    enum inv_status st = setup(net, m, &in, &warehouse, err);
    if (st == INV_OK && net->w->o->evaluate)
        st = given(net, m, warehouse, err);
    if (st != INV_OK)
        return st;
    struct inv_metric_out out = { .retailers = m->out };
    st = net->w->o->evaluate ? inv_metric_at(&m->solver, &in, m->S[net->m], m->S, &out, &where, err)
                             : inv_metric_solve(&m->solver, &in, &out, &where, err);
    if (st == INV_EARG)
        return echelon_blame(net, where == INV_METRIC_WAREHOUSE ? warehouse : m->place[where], false, err);
    if (st != INV_OK)
        return st;
    put(net->nodes[warehouse], &out.warehouse, out.cost);
    for (size_t k = 0; k < net->m; k++)
        put(net->nodes[m->place[k]], &out.retailers[k], out.cost);
    return INV_OK;
}

const struct echelon_method echelon_metric = {
    .columns = { "base_stock", "echelon_base_stock", "mean_stock", "mean_backorders", "fill_rate", "wait", "cost", "total" },
    .ncolumns = C_COUNT, .solve = solve, .work = sizeof(struct metric_work), .end = end,
};
