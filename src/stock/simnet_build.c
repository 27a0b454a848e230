/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A network checked and sorted, so that its simulation goes straight through arrays. */
#include "inv/simnet.h"

#include <math.h>
#include <stdlib.h>

#include "inv/sim.h"

#include "stock/check.h"
#include "stock/simnet.h"

void inv_simnet_free(struct inv_simnet *net)
{
    if (!net)
        return;
    free(net->nodes);
    free(net->links);
    free(net->outward);
    free(net->due);
    free(net);
}

/* ---- checking and sorting ------------------------------------------------------------------------- */

static enum inv_status check_node(const struct inv_simnet_node *v, struct inv_err *err)
{
    enum inv_status st = inv_check_from_zero(v->base_stock, "base_stock", err);
    if (st == INV_OK)
        st = inv_check_from_zero(v->holding_cost, "holding_cost", err);
    if (st == INV_OK)
        st = inv_check_from_zero(v->shortage_cost, "shortage_cost", err);
    if (st == INV_OK && v->lead_time > INV_SIM_LEAD_MOST)
        st = inv_check_wrong(err, "lead_time", (double)v->lead_time, "is more periods than can be simulated");
    return st;
}

static enum inv_status check_edge(const struct inv_simnet_edge *e, size_t n, struct inv_err *err)
{
    if (e->from >= n || e->to >= n)
        return inv_check_wrong(err, e->from >= n ? "from" : "to", (double)(e->from >= n ? e->from : e->to), "is no node");
    enum inv_status st = inv_check_positive(e->need, "need", err);
    if (st == INV_OK && !isnan(e->transit_cost))
        st = inv_check_from_zero(e->transit_cost, "transit_cost", err);
    if (st == INV_OK && e->lead_time > INV_SIM_LEAD_MOST)
        st = inv_check_wrong(err, "lead_time", (double)e->lead_time, "is more periods than can be simulated");
    return st;
}

static enum inv_status check(const struct inv_simnet_node *nodes, size_t n, const struct inv_simnet_edge *edges, size_t m,
                             size_t *where, struct inv_err *err)
{
    enum inv_status st = n > 0 ? INV_OK : inv_err_set(err, INV_EARG, "a network without nodes");
    for (size_t i = 0; i < n && st == INV_OK; i++) {
        *where = i;
        st = check_node(&nodes[i], err);
    }
    for (size_t i = 0; i < m && st == INV_OK; i++) {
        *where = i;
        st = check_edge(&edges[i], n, err);
    }
    return st;
}

struct sorting { size_t *head, *next, *left, *place, *queue; };

/* Of the nodes that stay open each has an open predecessor; back along these leads into a cycle. */
static enum inv_status cycle(struct sorting *s, size_t n, const struct inv_simnet_edge *edges, size_t m, size_t *where,
                             struct inv_err *err)
{
    for (size_t i = 0; i < m; i++)
        if (s->left[edges[i].from] > 0 && s->left[edges[i].to] > 0) {
            s->place[edges[i].to] = edges[i].from;
            *where = edges[i].to;
        }
    for (size_t k = 0; k < n; k++)
        *where = s->place[*where];
    return inv_err_set(err, INV_EARG, "the network has a cycle");
}

/* Kahn (1962): a node follows when all of its predecessors have. place[v] is where node v comes,
 * head and next chain the edges of each `from`, left counts those into a node that are open. */
static enum inv_status sort(struct sorting *s, size_t n, const struct inv_simnet_edge *edges, size_t m, size_t *where,
                            struct inv_err *err)
{
    for (size_t v = 0; v < n; v++) {
        s->head[v] = m;
        s->left[v] = 0;
    }
    for (size_t i = m; i-- > 0; ) {
        s->next[i] = s->head[edges[i].from];
        s->head[edges[i].from] = i;
        s->left[edges[i].to]++;
    }
    size_t tail = 0;
    for (size_t v = 0; v < n; v++)
        if (s->left[v] == 0)
            s->queue[tail++] = v;
    for (size_t at = 0; at < tail; at++) {
        s->place[s->queue[at]] = at;
        for (size_t i = s->head[s->queue[at]]; i < m; i = s->next[i])
            if (--s->left[edges[i].to] == 0)
                s->queue[tail++] = edges[i].to;
    }
    return tail < n ? cycle(s, n, edges, m, where, err) : INV_OK;
}

/* Links and due arrivals of an edge, or of supply from outside. */
static size_t ring_of(size_t lead)
{
    size_t size = 1;
    while (size < lead + 1)
        size *= 2;
    return size;
}

static void add_link(struct inv_simnet *net, struct link l)
{
    l.mask = ring_of(l.lead) - 1;
    l.ring = net->ndue;
    net->ndue += l.mask + 1;
    net->links[net->nlinks++] = l;
}

/* left[v]: the links into node v, chained through next. */
static void lay_links(struct inv_simnet *net, const struct sorting *s, const struct inv_simnet_node *nodes,
                      const struct inv_simnet_edge *edges, size_t m, size_t *at)
{
    for (size_t k = 0; k < net->n; k++) {
        struct node *v = &net->nodes[k];
        v->in = net->nlinks;
        for (size_t i = s->left[v->name]; i < m; i = s->next[i]) {
            const struct inv_simnet_edge *e = &edges[i];
            double cost = isnan(e->transit_cost) ? nodes[e->from].holding_cost : e->transit_cost;
            at[i] = net->nlinks;
            add_link(net, (struct link){ .from = s->place[e->from], .to = k, .lead = e->lead_time, .need = e->need,
                                         .cost = cost });
            net->nodes[s->place[e->from]].nout++;
        }
        if (net->nlinks == v->in)
            add_link(net, (struct link){ .from = OUTSIDE, .to = k, .lead = v->is.lead_time, .need = 1 });
        v->nin = net->nlinks - v->in;
    }
}

static enum inv_status twice(const struct sorting *s, const struct inv_simnet_edge *edges, size_t m, size_t n, size_t *where,
                             struct inv_err *err)
{
    for (size_t v = 0; v < n; v++)
        s->queue[v] = n;                       /* the last node that it was seen to supply */
    for (size_t v = 0; v < n; v++)
        for (size_t i = s->head[v]; i < m; i = s->next[i]) {
            if (s->queue[edges[i].to] == v) {
                *where = i;
                return inv_err_set(err, INV_EARG, "a second edge between the same nodes");
            }
            s->queue[edges[i].to] = v;
        }
    return INV_OK;
}

static void lay_outward(struct inv_simnet *net, const struct sorting *s, const struct inv_simnet_edge *edges, size_t m,
                        const size_t *at)
{
    size_t sum = 0;
    for (size_t k = 0; k < net->n; k++) {
        net->nodes[k].out = sum;
        sum += net->nodes[k].nout;
        net->nodes[k].nout = 0;
    }
    for (size_t i = 0; i < m; i++) {
        struct node *v = &net->nodes[s->place[edges[i].from]];
        net->outward[v->out + v->nout++] = at[i];
    }
}

static enum inv_status build(struct inv_simnet *net, struct sorting *s, const struct inv_simnet_node *nodes,
                             const struct inv_simnet_edge *edges, size_t m, size_t *at, size_t *where, struct inv_err *err)
{
    size_t n = net->n;
    enum inv_status st = sort(s, n, edges, m, where, err);
    if (st == INV_OK)
        st = twice(s, edges, m, n, where, err);
    if (st != INV_OK)
        return st;
    for (size_t v = 0; v < n; v++) {
        net->nodes[s->place[v]] = (struct node){ .is = nodes[v], .name = v };
        s->left[v] = m;
    }
    for (size_t i = m; i-- > 0; ) {            /* now by `to` */
        s->next[i] = s->left[edges[i].to];
        s->left[edges[i].to] = i;
    }
    lay_links(net, s, nodes, edges, m, at);
    lay_outward(net, s, edges, m, at);
    net->due = calloc(net->ndue, sizeof *net->due);
    return net->due ? INV_OK : inv_err_set(err, INV_ENOMEM, "out of memory");
}

enum inv_status inv_simnet_alloc(struct inv_simnet **out, const struct inv_simnet_node *nodes, size_t n,
                                 const struct inv_simnet_edge *edges, size_t m, bool demand_first, size_t *where,
                                 struct inv_err *err)
{
    size_t nowhere;
    *out = NULL;
    where = where ? where : &nowhere;
    enum inv_status st = check(nodes, n, edges, m, where, err);
    if (st != INV_OK)
        return st;
    struct inv_simnet *net = calloc(1, sizeof *net);
    size_t *room = calloc(4 * n + 2 * m + 1, sizeof *room);
    if (net && room) {
        *net = (struct inv_simnet){ .n = n, .demand_first = demand_first, .nodes = calloc(n, sizeof *net->nodes),
                                    .links = calloc(n + m, sizeof *net->links), .outward = calloc(m + 1, sizeof *net->outward) };
        struct sorting s = { room, room + 4 * n, room + n, room + 2 * n, room + 3 * n };
        st = net->nodes && net->links && net->outward ? build(net, &s, nodes, edges, m, room + 4 * n + m, where, err)
                                                      : inv_err_set(err, INV_ENOMEM, "out of memory");
    } else {
        st = inv_err_set(err, INV_ENOMEM, "out of memory");
    }
    free(room);
    if (st != INV_OK) {
        inv_simnet_free(net);
        return st;
    }
    inv_simnet_start(net);
    *out = net;
    return INV_OK;
}
