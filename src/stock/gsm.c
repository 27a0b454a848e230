/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a network of promised times serves, holds and costs; with the best promises where it is a tree. */
#include "inv/gsm.h"

#include <math.h>
#include <stdlib.h>

#include "inv/mem.h"
#include "stock/check.h"
#include "stock/gsm.h"

void inv_gsm_free(struct inv_gsm *w)
{
    free(w->d);
    free(w->net);
    free(w->u);
    free(w->e);
    free(w->r);
    free(w->s);
    *w = (struct inv_gsm){ 0 };
}

static double needed(const struct inv_gsm_edge *e) { return e->need > 0 ? e->need : 1; }

/* x_k = x_k + (need x of its customers), all in any order that adds up: numbers of parts, or means. */
static double ordered(const struct gsm_net *g, const double *x, size_t k)
{
    double sum = 0;
    for (size_t j = g->first[k]; j < g->first[k + 1]; j++) {
        const struct inv_gsm_edge *e = &g->edges[g->near[j]];
        if (e->from == k)
            sum += needed(e) * x[e->to];
    }
    return sum;
}

/* In a tree no two customers' demands have a part in common. */
static void apart(const struct gsm_net *g, double *sd)
{
    for (size_t q = g->n; q-- > 0; ) {
        size_t k = g->topo[q];
        sd[k] = g->nodes[k].sd;
        for (size_t j = g->first[k]; j < g->first[k + 1]; j++) {
            const struct inv_gsm_edge *e = &g->edges[g->near[j]];
            if (e->from == k)
                sd[k] = hypot(sd[k], needed(e) * sd[e->to]);
        }
    }
}

/* Elsewhere: the demand of one place outside after the other. */
static void together(const struct gsm_net *g, double *sd, double *units)
{
    for (size_t k = 0; k < g->n; k++)
        sd[k] = units[k] = 0;
    for (size_t last = g->n; last-- > 0; ) {
        size_t source = g->topo[last];
        if (g->nodes[source].sd <= 0)
            continue;
        units[source] = 1;
        for (size_t q = last + 1; q-- > 0; ) {
            size_t k = g->topo[q];
            units[k] += ordered(g, units, k);
            sd[k] = hypot(sd[k], units[k] * g->nodes[source].sd);
        }
        for (size_t q = 0; q <= last; q++)
            units[g->topo[q]] = 0;
    }
}

void inv_gsm_demand(const struct gsm_net *g, bool tree, double *mean, double *sd, double *units)
{
    for (size_t q = g->n; q-- > 0; ) {
        size_t k = g->topo[q];
        mean[k] = g->nodes[k].mean + ordered(g, mean, k);
    }
    if (tree)
        apart(g, sd);
    else
        together(g, sd, units);
}

enum inv_status inv_gsm_units(const struct gsm_net *g, const double *sd, double *unit, size_t *where,
                              struct inv_err *err)
{
    for (size_t k = 0; k < g->n; k++) {
        unit[k] = g->nodes[k].holding_cost * g->nodes[k].z * sd[k];
        *where = k;
        if (!isfinite(unit[k] * (double)g->n * (double)(g->longest + 1)))
            return inv_err_set(err, INV_EARG, "the costs are out of the range of numbers");
    }
    return INV_OK;
}

void inv_gsm_widest(const struct gsm_net *g, struct inv_gsm_range *range)
{
    for (size_t k = 0; k < g->n; k++) {
        const struct inv_gsm_node *v = &g->nodes[k];
        size_t most = g->most[k];
        range[k] = (struct inv_gsm_range){ v->inbound, most - v->time, 0, most < v->outbound ? most : v->outbound };
    }
}

void inv_gsm_tighten(const struct gsm_net *g, size_t *si, size_t *s)
{
    for (size_t k = 0; k < g->n; k++)
        si[k] = g->nodes[k].inbound;
    for (size_t q = 0; q < g->n; q++) {
        size_t k = g->topo[q], longest = si[k] + g->nodes[k].time;
        s[k] = s[k] < longest ? s[k] : longest;
        for (size_t j = g->first[k]; j < g->first[k + 1]; j++) {
            const struct inv_gsm_edge *e = &g->edges[g->near[j]];
            if (e->from == k && si[e->to] < s[k])
                si[e->to] = s[k];
        }
    }
}

enum inv_status inv_gsm_report(const struct gsm_net *g, const double *mean, const double *sd, const size_t *si,
                               const size_t *s, struct inv_gsm_out *out, double *cost, size_t *where,
                               struct inv_err *err)
{
    *cost = 0;
    for (size_t q = g->n; q-- > 0; ) {
        size_t k = g->topo[q];
        struct inv_gsm_out *o = &out[k];
        *o = (struct inv_gsm_out){ .inbound = si[k], .cst = s[k], .net_lead_time = si[k] + g->nodes[k].time - s[k],
                                   .mean = mean[k], .sd = sd[k] };
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
        if (!isfinite(o->echelon_base_stock) || !isfinite(*cost))
            return inv_err_set(err, INV_EARG, "the costs are out of the range of numbers");
    }
    return INV_OK;
}

enum inv_status inv_gsm_tree(struct inv_gsm *w, const struct inv_gsm_node *nodes, size_t n,
                             const struct inv_gsm_edge *edges, size_t m, struct inv_gsm_out *out, double *cost,
                             size_t *where, bool *edge, struct inv_err *err)
{
    struct gsm_net g = { .nodes = nodes, .n = n, .edges = edges, .m = m };
    size_t nowhere;
    bool no_edge;
    where = where ? where : &nowhere;
    edge = edge ? edge : &no_edge;
    enum inv_status st = inv_gsm_lay(&g, w, true, where, edge, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&w->d, &w->cap_d, GSM_DP_D(g.at[n], g.longest) + 3 * n, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&w->u, &w->cap_u, GSM_DP_U(n, g.at[n]), err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&w->r, &w->cap_r, n, err);
    if (st != INV_OK)
        return st;
    double *mean = w->d, *sd = w->d + n, *unit = w->d + 2 * n;
    struct gsm_dp p = { .g = &g, .unit = unit, .range = w->r };
    inv_gsm_demand(&g, true, mean, sd, NULL);
    st = inv_gsm_units(&g, sd, unit, where, err);
    if (st != INV_OK)
        return st;
    inv_gsm_widest(&g, w->r);
    inv_gsm_place(&p, w->d + 3 * n, w->u);
    inv_gsm_plan(&p);
    inv_gsm_tighten(&g, p.si, p.s);
    return inv_gsm_report(&g, mean, sd, p.si, p.s, out, cost, where, err);
}

/* s as cst has it, where all can be kept. */
static enum inv_status check_promises(const struct gsm_net *g, const size_t *cst, size_t *si, size_t *s,
                                      size_t *where, struct inv_err *err)
{
    for (size_t k = 0; k < g->n; k++) {
        *where = k;
        if (cst[k] > g->nodes[k].outbound)
            return inv_check_wrong(err, "cst", (double)cst[k], "is more than customers outside are promised");
        s[k] = cst[k];
    }
    inv_gsm_tighten(g, si, s);
    for (size_t q = 0; q < g->n; q++) {
        *where = g->topo[q];
        if (s[*where] < cst[*where])
            return inv_check_wrong(err, "cst", (double)cst[*where],
                                   "is more than its suppliers' promises and its own time");
    }
    return INV_OK;
}

enum inv_status inv_gsm_at(struct inv_gsm *w, const struct inv_gsm_node *nodes, size_t n,
                           const struct inv_gsm_edge *edges, size_t m, const size_t *cst, struct inv_gsm_out *out,
                           double *cost, size_t *where, bool *edge, struct inv_err *err)
{
    struct gsm_net g = { .nodes = nodes, .n = n, .edges = edges, .m = m };
    size_t nowhere;
    bool no_edge;
    where = where ? where : &nowhere;
    edge = edge ? edge : &no_edge;
    enum inv_status st = inv_gsm_lay(&g, w, false, where, edge, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&w->d, &w->cap_d, 3 * n, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&w->u, &w->cap_u, 2 * n, err);
    if (st == INV_OK)
        st = check_promises(&g, cst, w->u, w->u + n, where, err);
    if (st != INV_OK)
        return st;
    inv_gsm_demand(&g, m == n - 1, w->d, w->d + n, w->d + 2 * n);
    return inv_gsm_report(&g, w->d, w->d + n, w->u, w->u + n, out, cost, where, err);
}
