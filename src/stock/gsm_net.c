/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The best promises in a network that is no tree: room for the search, and its start. */
#include "stock/gsm_search.h"

#include <math.h>

#include "inv/mem.h"

#define PRICES_MOST ((size_t)1 << 26)

static double *numbers(double **d, size_t n)
{
    *d += n;
    return *d - n;
}

static size_t *indexes(size_t **u, size_t n)
{
    *u += n;
    return *u - n;
}

/* As make_room counts; what is left of d and u is the dynamic program's. */
static void place(struct gsm_search *q, double *d, size_t *u, size_t prices)
{
    size_t n = q->all.n, m = q->all.m, entries = q->all.at[n];
    q->unit = numbers(&d, n);
    q->promised = numbers(&d, n);
    q->apart = numbers(&d, m);
    q->price_in = numbers(&d, entries);
    q->price_out = numbers(&d, entries);
    q->price = numbers(&d, prices);
    q->si = indexes(&u, n);
    q->s = indexes(&u, n);
    q->best_si = indexes(&u, n);
    q->best_s = indexes(&u, n);
    q->set = indexes(&u, n);
    q->in_tree = indexes(&u, m);
    q->loose = indexes(&u, m);
    q->price_at = indexes(&u, m + 1);
    q->tree = q->all;
    q->tree.edges = q->spanning = q->w->e;
    q->tree.m = n - 1;
    q->tree.first = indexes(&u, n + 1);
    q->tree.near = indexes(&u, 2 * n);
    q->tree.order = indexes(&u, n);
    q->tree.parent = indexes(&u, n);
    q->range = q->w->r;
    q->widest = q->w->r + n;
    q->dp = (struct gsm_dp){ .g = &q->tree, .unit = q->unit, .range = q->range,
                             .price_in = q->price_in, .price_out = q->price_out };
    inv_gsm_place(&q->dp, d, u);
}

/* mean and sd [n] stand before all the search's. */
static enum inv_status make_room(struct gsm_search *q, struct inv_err *err)
{
    const struct gsm_net *g = &q->all;
    struct inv_gsm *w = q->w;
    size_t n = g->n, m = g->m, entries = g->at[n], prices = 0;
    for (size_t e = 0; e < m; e++)
        prices += prices < PRICES_MOST ? g->most[g->edges[e].from] : 0;
    if (prices >= PRICES_MOST)
        return inv_err_set(err, INV_EARG, "promises of up to %zu periods along %zu edges are too many: "
                           "take longer periods", g->longest, m);
    enum inv_status st = INV_MEM_GROW(&w->d, &w->cap_d,
                                      4 * n + m + 2 * entries + prices + GSM_DP_D(entries, g->longest), err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&w->u, &w->cap_u, 10 * n + 3 * m + 2 + GSM_DP_U(n, entries), err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&w->r, &w->cap_r, 2 * n, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&w->e, &w->cap_e, n, err);
    if (st != INV_OK)
        return st;
    place(q, w->d + 2 * n, w->u, prices);
    q->price_at[0] = 0;
    for (size_t e = 0; e < m; e++)
        q->price_at[e + 1] = q->price_at[e] + g->most[g->edges[e].from];
    for (size_t x = 0; x < prices; x++)
        q->price[x] = 0;
    for (size_t e = 0; e < m; e++)
        q->in_tree[e] = 0;
    return INV_OK;
}

static size_t set_of(size_t *set, size_t k)
{
    for (; set[k] != k; k = set[k])
        set[k] = set[set[k]];
    return k;
}

/* Kruskal (1956). in_tree: bit 0 was, bit 1 is. */
void inv_gsm_span(struct gsm_search *q, size_t first, bool loose_first)
{
    const struct gsm_net *g = &q->all;
    size_t taken = 0;
    for (size_t k = 0; k < g->n; k++)
        q->set[k] = k;
    for (size_t i = loose_first ? 0 : g->m; i < 2 * g->m; i++) {
        size_t e = (first + i) % g->m;
        size_t from = set_of(q->set, g->edges[e].from), to = set_of(q->set, g->edges[e].to);
        if (from == to || (i < g->m && (q->in_tree[e] & 1)))
            continue;
        q->set[from] = to;
        q->in_tree[e] |= 2;
        q->spanning[taken++] = g->edges[e];
    }
    q->nloose = 0;
    for (size_t e = 0; e < g->m; e++)
        if ((q->in_tree[e] >>= 1) == 0)
            q->loose[q->nloose++] = e;
    inv_gsm_link(&q->tree);
}

/* Nobody promises less than all customers count on if it can: what it supplies counts on it anyway. */
static size_t raised(const struct gsm_search *q, size_t k)
{
    const struct gsm_net *g = &q->all;
    size_t s = inv_gsm_least(q->si[k] + g->nodes[k].time, g->nodes[k].outbound);
    for (size_t j = g->first[k]; j < g->first[k + 1]; j++) {
        const struct inv_gsm_edge *e = &g->edges[g->near[j]];
        if (e->from == k)
            s = inv_gsm_least(s, q->si[e->to]);
    }
    return s;
}

void inv_gsm_offer(struct gsm_search *q)
{
    const struct gsm_net *g = &q->all;
    double cost = 0;
    for (size_t k = 0; k < g->n; k++)
        q->s[k] = q->dp.s[k];
    inv_gsm_tighten(g, q->si, q->s);
    for (size_t k = 0; k < g->n; k++) {
        q->s[k] = raised(q, k);
        cost += q->unit[k] * q->dp.root[q->si[k] + g->nodes[k].time - q->s[k]];
    }
    if (cost >= q->best)
        return;
    q->best = cost;
    for (size_t k = 0; k < g->n; k++) {
        q->best_si[k] = q->si[k];
        q->best_s[k] = q->s[k];
    }
}

/* First all stages hold stock for themselves. Prices are added and compared in the dearest stage's units, so that
 * money of any size is as good; *bound is in money. */
static enum inv_status search(struct gsm_search *q, double *bound, bool *exact, struct inv_err *err)
{
    double dearest = 0;
    for (size_t k = 0; k < q->all.n; k++)
        dearest = fmax(dearest, q->unit[k]);
    for (size_t k = 0; k < q->all.n; k++) {
        q->unit[k] = dearest > 0 ? q->unit[k] / dearest : 0;
        q->dp.s[k] = 0;
    }
    q->best = INFINITY;
    inv_gsm_offer(q);
    inv_gsm_widest(&q->all, q->widest);
    inv_gsm_narrow(q, q->widest);
    inv_gsm_near(q);
    inv_gsm_span(q, 0, false);
    enum inv_status st = inv_gsm_divide(q, bound, err);
    *exact = inv_gsm_beaten(q, *bound);
    *bound *= dearest;
    return st;
}

enum inv_status inv_gsm_network(struct inv_gsm *w, const struct inv_gsm_node *nodes, size_t n,
                                const struct inv_gsm_edge *edges, size_t m, size_t trees, struct inv_gsm_out *out,
                                double *cost, struct inv_gsm_search *found, size_t *where, bool *edge,
                                struct inv_err *err)
{
    struct gsm_search q = { .all = { .nodes = nodes, .n = n, .edges = edges, .m = m }, .w = w,
                            .trees_most = trees > 0 ? trees : INV_GSM_TREES_MOST };
    size_t nowhere;
    bool no_edge, exact = false;
    double bound = 0;
    where = where ? where : &nowhere;
    edge = edge ? edge : &no_edge;
    enum inv_status st = inv_gsm_lay(&q.all, w, false, where, edge, err);
    if (st == INV_OK && m == n - 1) {
        st = inv_gsm_tree(w, nodes, n, edges, m, out, cost, where, edge, err);
        if (st == INV_OK && found)
            *found = (struct inv_gsm_search){ .exact = true, .bound = *cost, .trees = 1 };
        return st;
    }
    if (st == INV_OK)
        st = make_room(&q, err);
    if (st != INV_OK)
        return st;
    double *mean = w->d, *sd = w->d + n;
    inv_gsm_demand(&q.all, false, mean, sd, q.promised);
    st = inv_gsm_units(&q.all, sd, q.unit, where, err);
    if (st == INV_OK)
        st = search(&q, &bound, &exact, err);
    if (st == INV_OK)
        st = inv_gsm_report(&q.all, mean, sd, q.best_si, q.best_s, out, cost, where, err);
    if (st == INV_OK && found)
        *found = (struct inv_gsm_search){ .exact = exact, .bound = exact ? *cost : fmin(bound, *cost),
                                          .trees = q.trees };
    return st;
}
