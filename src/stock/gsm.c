/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dynamic program of Graves and Willems (2000, s. 3) over a tree, from its leaves to its first node:
 * what the part behind an edge costs at best, by the promise that is made along the edge. A supplier
 * may promise less than its customer counts on, so that the tables are monotone. */
#include "inv/gsm.h"

#include <math.h>
#include <stdlib.h>

#include "inv/mem.h"
#include "stock/gsm.h"

void inv_gsm_free(struct inv_gsm *w)
{
    free(w->d);
    free(w->u);
    *w = (struct inv_gsm){ 0 };
}

struct dp {
    struct gsm_net g;
    double *table;             /* node k's at g.at[k] */
    size_t *cst, *inbound;     /* the best S and SI of each entry */
    double *root;              /* square roots of 0, 1, ... longest */
    double *in, *out;          /* what supply by SI, and promises of S, cost behind other edges */
    double *mean, *variance;
};

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

static double needed(const struct inv_gsm_edge *e) { return e->need > 0 ? e->need : 1; }

/* Mean and variance of what each node serves: customers outside and inside. */
static void demand(struct dp *p)
{
    for (size_t q = p->g.n; q-- > 0; ) {
        size_t k = p->g.topo[q];
        p->mean[k] = p->g.nodes[k].mean;
        p->variance[k] = p->g.nodes[k].sd * p->g.nodes[k].sd;
        for (size_t j = p->g.first[k]; j < p->g.first[k + 1]; j++) {
            const struct inv_gsm_edge *e = &p->g.edges[p->g.near[j]];
            if (e->from == k) {
                p->mean[k] += needed(e) * p->mean[e->to];
                p->variance[k] += needed(e) * needed(e) * p->variance[e->to];
            }
        }
    }
}

/* What lies behind the edges of k but its parent's. */
static void gather(struct dp *p, size_t k)
{
    const struct gsm_net *g = &p->g;
    size_t most = g->most[k];
    for (size_t x = 0; x <= most; x++) {
        p->in[x] = x < g->nodes[k].inbound ? INFINITY : 0;
        p->out[x] = 0;
    }
    for (size_t j = g->first[k]; j < g->first[k + 1]; j++) {
        const struct inv_gsm_edge *e = &g->edges[g->near[j]];
        size_t other = e->from == k ? e->to : e->from;
        const double *t = p->table + g->at[other];
        if (g->near[j] == g->parent[k])
            continue;
        if (e->to == k)
            for (size_t x = 0; x <= most; x++)
                p->in[x] += t[least(x, g->most[other])];
        else
            for (size_t x = 0; x <= most; x++)
                p->out[x] += t[x];
    }
}

/* By its promise: the parent is a customer, which counts on S or more. */
static void by_promise(struct dp *p, size_t k, double unit)
{
    size_t time = p->g.nodes[k].time, at = p->g.at[k], most = p->g.most[k], last = least(most, p->g.nodes[k].outbound);
    double best = INFINITY;
    size_t cst = 0, inbound = 0;
    for (size_t s = 0; s <= most; s++) {
        for (size_t i = s > time ? s - time : 0; s <= last && i <= most - time; i++) {
            double c = unit * p->root[i + time - s] + p->in[i] + p->out[s];
            if (c < best) {
                best = c;
                cst = s;
                inbound = i;
            }
        }
        p->table[at + s] = best;
        p->cst[at + s] = cst;
        p->inbound[at + s] = inbound;
    }
}

/* By what it counts on: the parent is a supplier, which promises SI or less. */
static void by_supply(struct dp *p, size_t k, double unit)
{
    size_t time = p->g.nodes[k].time, at = p->g.at[k], most = p->g.most[k];
    double best = INFINITY;
    size_t cst = 0, inbound = most - time;
    for (size_t x = most + 1; x-- > 0; ) {
        size_t last = least(x + time, p->g.nodes[k].outbound);
        for (size_t s = 0; x <= most - time && s <= last; s++) {
            double c = unit * p->root[x + time - s] + p->in[x] + p->out[s];
            if (c < best) {
                best = c;
                cst = s;
                inbound = x;
            }
        }
        p->table[at + x] = best;
        p->cst[at + x] = cst;
        p->inbound[at + x] = inbound;
    }
}

static bool supplies_parent(const struct gsm_net *g, size_t k)
{
    return g->parent[k] == g->m || g->edges[g->parent[k]].from == k;
}

static void solve(struct dp *p, struct inv_gsm_out *out)
{
    const struct gsm_net *g = &p->g;
    for (size_t x = 0; x <= g->longest; x++)
        p->root[x] = sqrt((double)x);
    for (size_t q = g->n; q-- > 0; ) {
        size_t k = g->order[q];
        double unit = g->nodes[k].holding_cost * g->nodes[k].z * sqrt(p->variance[k]);
        gather(p, k);
        if (supplies_parent(g, k))
            by_promise(p, k, unit);
        else
            by_supply(p, k, unit);
    }
    for (size_t q = 0; q < g->n; q++) {
        size_t k = g->order[q], x = g->most[k];
        if (g->parent[k] != g->m) {
            const struct inv_gsm_edge *e = &g->edges[g->parent[k]];
            x = e->from == k ? least(out[e->to].inbound, x) : out[e->from].cst;
        }
        out[k].cst = p->cst[g->at[k] + x];
        out[k].inbound = p->inbound[g->at[k] + x];
    }
}

/* Nobody waits longer than for the latest promise: where stock is free, the tables do not care. */
static void tighten(const struct gsm_net *g, struct inv_gsm_out *out)
{
    for (size_t k = 0; k < g->n; k++)
        out[k].inbound = g->nodes[k].inbound;
    for (size_t q = 0; q < g->n; q++) {
        size_t k = g->topo[q];
        struct inv_gsm_out *o = &out[k];
        o->cst = least(o->cst, o->inbound + g->nodes[k].time);
        o->net_lead_time = o->inbound + g->nodes[k].time - o->cst;
        for (size_t j = g->first[k]; j < g->first[k + 1]; j++) {
            const struct inv_gsm_edge *e = &g->edges[g->near[j]];
            if (e->from == k && out[e->to].inbound < o->cst)
                out[e->to].inbound = o->cst;
        }
    }
}

static enum inv_status price(const struct dp *p, struct inv_gsm_out *out, double *cost, size_t *where,
                             struct inv_err *err)
{
    const struct gsm_net *g = &p->g;
    *cost = 0;
    for (size_t q = g->n; q-- > 0; ) {
        size_t k = g->topo[q];
        struct inv_gsm_out *o = &out[k];
        o->mean = p->mean[k];
        o->sd = sqrt(p->variance[k]);
        o->safety_stock = g->nodes[k].z * o->sd * sqrt((double)o->net_lead_time);
        o->base_stock = o->mean * (double)o->net_lead_time + o->safety_stock;
        o->cost = g->nodes[k].holding_cost * o->safety_stock;
        o->echelon_base_stock = o->base_stock;
        for (size_t j = g->first[k]; j < g->first[k + 1]; j++) {
            const struct inv_gsm_edge *e = &g->edges[g->near[j]];
            if (e->from == k)
                o->echelon_base_stock += needed(e) * out[e->to].echelon_base_stock;
        }
        *cost += o->cost;
        *where = k;
        double unit = g->nodes[k].holding_cost * g->nodes[k].z * o->sd;
        if (!isfinite(o->echelon_base_stock) || !isfinite(*cost) || !isfinite(unit))
            return inv_err_set(err, INV_EARG, "the costs are out of the range of numbers");
    }
    return INV_OK;
}

static enum inv_status make_room(struct inv_gsm *w, struct dp *p, struct inv_err *err)
{
    size_t n = p->g.n, entries = p->g.at[n], wide = p->g.longest + 1;
    size_t *before = w->u;
    enum inv_status st = INV_MEM_GROW(&w->d, &w->cap_d, entries + 3 * wide + 2 * n, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&w->u, &w->cap_u, GSM_NET_ROOM(n, p->g.m) + 2 * entries, err);
    if (st != INV_OK)
        return st;
    size_t **moved[] = { &p->g.first, &p->g.near, &p->g.topo, &p->g.order,
                         &p->g.parent, &p->g.most, &p->g.at, &p->g.open };
    if (w->u != before) {                      /* the contents went along, the places in it are others */
        size_t room_at[8] = { 0, 7 * n + 2, n + 1, 2 * n + 1, 3 * n + 1, 4 * n + 1, 5 * n + 1, 6 * n + 2 };
        for (size_t i = 0; i < 8; i++)
            *moved[i] = w->u + room_at[i];
    }
    p->cst = w->u + GSM_NET_ROOM(n, p->g.m);
    p->inbound = p->cst + entries;
    p->table = w->d;
    p->root = w->d + entries;
    p->in = p->root + wide;
    p->out = p->in + wide;
    p->mean = p->out + wide;
    p->variance = p->mean + n;
    return INV_OK;
}

enum inv_status inv_gsm_tree(struct inv_gsm *w, const struct inv_gsm_node *nodes, size_t n,
                             const struct inv_gsm_edge *edges, size_t m, struct inv_gsm_out *out, double *cost,
                             size_t *where, bool *edge, struct inv_err *err)
{
    struct dp p = { .g = { .nodes = nodes, .n = n, .edges = edges, .m = m } };
    size_t nowhere;
    bool no_edge;
    where = where ? where : &nowhere;
    edge = edge ? edge : &no_edge;
    *where = 0;
    *edge = false;
    if (n > SIZE_MAX / 64 || m > SIZE_MAX / 64)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    enum inv_status st = INV_MEM_GROW(&w->u, &w->cap_u, GSM_NET_ROOM(n, m), err);
    if (st == INV_OK)
        st = inv_gsm_lay(&p.g, w->u, where, edge, err);
    if (st == INV_OK)
        st = make_room(w, &p, err);
    if (st != INV_OK)
        return st;
    demand(&p);
    solve(&p, out);
    tighten(&p.g, out);
    return price(&p, out, cost, where, err);
}
