/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A network of promised times: has it cycles, is it a tree, and in which order is it walked? */
#include "stock/gsm.h"

#include <math.h>

#include "inv/mem.h"
#include "stock/check.h"

#define ENTRIES_MOST ((size_t)1 << 26)
#define STEPS_MOST 4294967296.0
#define NODES_MOST ((size_t)1 << 14)   /* of networks that are no trees */
#define EDGES_MOST ((size_t)1 << 16)

static enum inv_status check_node(const struct inv_gsm_node *v, struct inv_err *err)
{
    enum inv_status st = inv_check_from_zero(v->holding_cost, "holding_cost", err);
    if (st == INV_OK)
        st = inv_check_from_zero(v->mean, "demand", err);
    if (st == INV_OK)
        st = inv_check_from_zero(v->sd, "demand_sd", err);
    if (st == INV_OK)
        st = inv_check_from_zero(v->z, "z", err);
    if (st == INV_OK && v->time > INV_GSM_TIME_MOST)
        st = inv_check_wrong(err, "lead_time", (double)v->time, "is more periods than can be planned");
    if (st == INV_OK && v->inbound > INV_GSM_TIME_MOST)
        st = inv_check_wrong(err, "supplier_time", (double)v->inbound, "is more periods than can be planned");
    if (st == INV_OK && v->outbound == INV_GSM_NONE && (v->mean > 0 || v->sd > 0))
        st = inv_check_wrong(err, "service_time", NAN, "");
    return st;
}

static enum inv_status check(const struct gsm_net *g, size_t *where, bool *edge, struct inv_err *err)
{
    enum inv_status st = g->n > 0 ? INV_OK : inv_err_set(err, INV_EARG, "a network without nodes");
    for (size_t i = 0; i < g->n && st == INV_OK; i++) {
        *where = i;
        st = check_node(&g->nodes[i], err);
    }
    for (size_t i = 0; i < g->m && st == INV_OK; i++) {
        *where = i;
        *edge = true;
        st = g->edges[i].from >= g->n || g->edges[i].to >= g->n
             ? inv_err_set(err, INV_EARG, "an edge to no node")
             : inv_check_from_zero(g->edges[i].need, "need", err);
    }
    *edge = *edge && st != INV_OK;
    return st;
}

static void join(struct gsm_net *g)
{
    for (size_t k = 0; k <= g->n; k++)
        g->first[k] = 0;
    for (size_t i = 0; i < g->m; i++) {
        g->first[g->edges[i].from]++;
        g->first[g->edges[i].to]++;
    }
    for (size_t k = 1; k <= g->n; k++)
        g->first[k] += g->first[k - 1];
    for (size_t i = g->m; i-- > 0; ) {         /* the ends of all shares become their beginnings */
        g->near[--g->first[g->edges[i].from]] = i;
        g->near[--g->first[g->edges[i].to]] = i;
    }
}

/* Of the nodes that stay open each has an open supplier; back along these leads into a cycle. */
static enum inv_status cycle(struct gsm_net *g, size_t *where, struct inv_err *err)
{
    for (size_t i = 0; i < g->m; i++)
        if (g->open[g->edges[i].from] > 0 && g->open[g->edges[i].to] > 0) {
            g->parent[g->edges[i].to] = g->edges[i].from;
            *where = g->edges[i].to;
        }
    for (size_t k = 0; k < g->n; k++)
        *where = g->parent[*where];
    return inv_err_set(err, INV_EARG, "the network has a cycle");
}

/* Kahn (1962): a node follows when all of its suppliers have. */
static enum inv_status sort(struct gsm_net *g, size_t *where, struct inv_err *err)
{
    size_t tail = 0;
    for (size_t k = 0; k < g->n; k++)
        g->open[k] = 0;
    for (size_t i = 0; i < g->m; i++)
        g->open[g->edges[i].to]++;
    for (size_t k = 0; k < g->n; k++)
        if (g->open[k] == 0)
            g->topo[tail++] = k;
    for (size_t at = 0; at < tail; at++)
        for (size_t j = g->first[g->topo[at]]; j < g->first[g->topo[at] + 1]; j++) {
            const struct inv_gsm_edge *e = &g->edges[g->near[j]];
            if (e->from == g->topo[at] && --g->open[e->to] == 0)
                g->topo[tail++] = e->to;
        }
    return tail < g->n ? cycle(g, where, err) : INV_OK;
}

/* Breadth first from node 0, against edges as well; gives the first edge that a tree has not, else m.
 * open: whether a node was seen. */
static size_t walk(struct gsm_net *g)
{
    size_t extra = g->m;
    size_t tail = 1;
    for (size_t k = 0; k < g->n; k++)
        g->open[k] = 0;
    g->order[0] = 0;
    g->parent[0] = g->m;
    g->open[0] = 1;
    for (size_t at = 0; at < tail; at++)
        for (size_t k = g->order[at], j = g->first[k]; j < g->first[k + 1]; j++) {
            size_t i = g->near[j], other = g->edges[i].from == k ? g->edges[i].to : g->edges[i].from;
            if (i == g->parent[k])
                continue;
            if (g->open[other]) {
                extra = extra < g->m ? extra : i;
                continue;
            }
            g->open[other] = 1;
            g->parent[other] = i;
            g->order[tail++] = other;
        }
    return extra;
}

static enum inv_status span(struct gsm_net *g, bool tree, size_t *where, bool *edge, struct inv_err *err)
{
    size_t extra = walk(g);
    if (tree && extra < g->m) {
        *where = extra;
        *edge = true;
        return inv_err_set(err, INV_EARG, "the network is no tree: its nodes are joined without this edge");
    }
    for (size_t k = 0; k < g->n; k++)
        if (!g->open[k]) {
            *where = k;
            return inv_err_set(err, INV_EARG, "the network is not connected: no edges join this node to the first");
        }
    return INV_OK;
}

/* open: the last node that is known to supply another. */
static enum inv_status check_twice(struct gsm_net *g, size_t *where, bool *edge, struct inv_err *err)
{
    for (size_t k = 0; k < g->n; k++)
        g->open[k] = g->n;
    for (size_t k = 0; k < g->n; k++)
        for (size_t j = g->first[k]; j < g->first[k + 1]; j++) {
            const struct inv_gsm_edge *e = &g->edges[g->near[j]];
            if (e->from == k && g->open[e->to] == k) {
                *where = g->near[j];
                *edge = true;
                return inv_err_set(err, INV_EARG, "this edge is there twice");
            }
            if (e->from == k)
                g->open[e->to] = k;
        }
    return INV_OK;
}

/* Longest times; a node without customers inside must have some outside. */
static enum inv_status reach(struct gsm_net *g, size_t *where, struct inv_err *err)
{
    double steps = 0;
    size_t entries = 0;
    for (size_t k = 0; k < g->n; k++)
        g->most[k] = g->nodes[k].inbound;
    for (size_t q = 0; q < g->n; q++) {
        size_t k = g->topo[q], customers = 0;
        *where = k;
        g->most[k] += g->nodes[k].time;
        for (size_t j = g->first[k]; j < g->first[k + 1]; j++) {
            const struct inv_gsm_edge *e = &g->edges[g->near[j]];
            customers += e->from == k;
            if (e->from == k && g->most[e->to] < g->most[k])
                g->most[e->to] = g->most[k];
        }
        if (customers == 0 && g->nodes[k].outbound == INV_GSM_NONE)
            return inv_check_wrong(err, "service_time", NAN, "");
        steps += ((double)g->most[k] + 1) * ((double)g->most[k] + 1);
        if (g->most[k] >= ENTRIES_MOST - entries || steps > STEPS_MOST)
            return inv_err_set(err, INV_EARG, "times of up to %zu periods in %zu nodes are too long: "
                               "take longer periods", g->most[k], g->n);
        g->at[k] = entries;
        entries += g->most[k] + 1;
        g->longest = g->most[k] > g->longest ? g->most[k] : g->longest;
    }
    g->at[g->n] = entries;
    return INV_OK;
}

void inv_gsm_link(struct gsm_net *g)
{
    join(g);
    walk(g);
}

enum inv_status inv_gsm_lay(struct gsm_net *g, struct inv_gsm *w, bool tree, size_t *where, bool *edge,
                            struct inv_err *err)
{
    size_t n = g->n;
    *where = 0;
    *edge = false;
    if (n > SIZE_MAX / 64 || g->m > SIZE_MAX / 64)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    enum inv_status st = INV_MEM_GROW(&w->net, &w->cap_net, 7 * n + 2 * g->m + 2, err);
    if (st != INV_OK)
        return st;
    g->first = w->net;
    g->topo = g->first + n + 1;
    g->order = g->topo + n;
    g->parent = g->order + n;
    g->most = g->parent + n;
    g->at = g->most + n;
    g->open = g->at + n + 1;
    g->near = g->open + n;
    g->longest = 0;
    st = check(g, where, edge, err);
    if (st != INV_OK)
        return st;
    if (!tree && g->m >= n && (n > NODES_MOST || g->m > EDGES_MOST))
        return inv_err_set(err, INV_EARG, "a network of %zu nodes and %zu edges is too large", n, g->m);
    join(g);
    st = sort(g, where, err);
    if (st == INV_OK && !tree)
        st = check_twice(g, where, edge, err);
    if (st == INV_OK)
        st = span(g, tree, where, edge, err);
    return st == INV_OK ? reach(g, where, err) : st;
}
