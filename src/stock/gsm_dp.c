/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dynamic program of Graves and Willems (2000, s. 3) over a tree, from its leaves to its first node:
 * what the part behind an edge costs at best, by the promise that is made along the edge. A supplier
 * may promise less than its customer counts on, so that the tables are monotone. */
#include "stock/gsm.h"

#include <math.h>

void inv_gsm_place(struct gsm_dp *p, double *d, size_t *u)
{
    size_t entries = p->g->at[p->g->n], wide = p->g->longest + 1;
    p->table = d;
    p->root = d + entries;
    p->in = p->root + wide;
    p->out = p->in + wide;
    p->cst = u;
    p->inbound = u + entries;
    p->si = p->inbound + entries;
    p->s = p->si + p->g->n;
    for (size_t x = 0; x < wide; x++)
        p->root[x] = sqrt((double)x);
}

/* What lies behind the edges of k but its parent's. */
static void gather(struct gsm_dp *p, size_t k)
{
    const struct gsm_net *g = p->g;
    size_t most = g->most[k], at = g->at[k];
    for (size_t x = 0; x <= most; x++) {
        p->in[x] = p->price_in ? p->price_in[at + x] : 0;
        p->out[x] = p->price_out ? p->price_out[at + x] : 0;
    }
    for (size_t j = g->first[k]; j < g->first[k + 1]; j++) {
        const struct inv_gsm_edge *e = &g->edges[g->near[j]];
        size_t other = e->from == k ? e->to : e->from;
        const double *t = p->table + g->at[other];
        if (g->near[j] == g->parent[k])
            continue;
        if (e->to == k)
            for (size_t x = 0; x <= most; x++)
                p->in[x] += t[inv_gsm_least(x, g->most[other])];
        else
            for (size_t x = 0; x <= most; x++)
                p->out[x] += t[x];
    }
    p->steps += (double)(most + 1) * (double)(g->first[k + 1] - g->first[k]);
}

/* By its promise: the parent is a customer, which counts on S or more. */
static void by_promise(struct gsm_dp *p, size_t k)
{
    const struct inv_gsm_range *r = &p->range[k];
    size_t time = p->g->nodes[k].time, at = p->g->at[k];
    double best = INFINITY, unit = p->unit[k];
    size_t cst = 0, inbound = 0;
    for (size_t s = 0; s <= p->g->most[k]; s++) {
        size_t from = s > time + r->least_in ? s - time : r->least_in;
        size_t to = s < r->least_out || s > r->most_out ? 0 : r->most_in + 1;
        for (size_t i = from; i < to; i++) {
            double c = unit * p->root[i + time - s] + p->in[i] + p->out[s];
            if (c < best) {
                best = c;
                cst = s;
                inbound = i;
            }
        }
        p->steps += to > from ? (double)(to - from) : 0;
        p->table[at + s] = best;
        p->cst[at + s] = cst;
        p->inbound[at + s] = inbound;
    }
}

/* By what it counts on: the parent is a supplier, which promises SI or less. */
static void by_supply(struct gsm_dp *p, size_t k)
{
    const struct inv_gsm_range *r = &p->range[k];
    size_t time = p->g->nodes[k].time, at = p->g->at[k];
    double best = INFINITY, unit = p->unit[k];
    size_t cst = 0, inbound = 0;
    for (size_t x = p->g->most[k] + 1; x-- > 0; ) {
        size_t to = x < r->least_in || x > r->most_in ? 0 : inv_gsm_least(x + time, r->most_out) + 1;
        for (size_t s = r->least_out; s < to; s++) {
            double c = unit * p->root[x + time - s] + p->in[x] + p->out[s];
            if (c < best) {
                best = c;
                cst = s;
                inbound = x;
            }
        }
        p->steps += to > r->least_out ? (double)(to - r->least_out) : 0;
        p->table[at + x] = best;
        p->cst[at + x] = cst;
        p->inbound[at + x] = inbound;
    }
}

static bool supplies_parent(const struct gsm_net *g, size_t k)
{
    return g->parent[k] == g->m || g->edges[g->parent[k]].from == k;
}

double inv_gsm_plan(struct gsm_dp *p)
{
    const struct gsm_net *g = p->g;
    for (size_t q = g->n; q-- > 0; ) {
        gather(p, g->order[q]);
        if (supplies_parent(g, g->order[q]))
            by_promise(p, g->order[q]);
        else
            by_supply(p, g->order[q]);
    }
    for (size_t q = 0; q < g->n; q++) {
        size_t k = g->order[q], x = g->most[k];
        if (g->parent[k] != g->m) {
            const struct inv_gsm_edge *e = &g->edges[g->parent[k]];
            x = e->from == k ? inv_gsm_least(p->si[e->to], x) : p->s[e->from];
        }
        p->s[k] = p->cst[g->at[k] + x];
        p->si[k] = p->inbound[g->at[k] + x];
    }
    return p->table[g->at[g->order[0]] + g->most[g->order[0]]];
}
