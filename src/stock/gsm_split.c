/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Branch and bound (Land and Doig 1960), the least bound first: a node's promise is at most this, or more. */
#include "stock/gsm_search.h"

#include <math.h>

#include "inv/mem.h"

#define CLIMB_FIRST 60
#define CLIMB_LATER 10
#define SWEEPS 3

/* Nobody counts on more than the latest promise: with less it would hold less. */
static bool narrow_node(const struct gsm_net *g, struct inv_gsm_range *range, size_t k)
{
    struct inv_gsm_range *r = &range[k];
    size_t latest = g->nodes[k].inbound, time = g->nodes[k].time;
    for (size_t j = g->first[k]; j < g->first[k + 1]; j++) {
        const struct inv_gsm_edge *e = &g->edges[g->near[j]];
        if (e->to == k) {
            latest = inv_gsm_greatest(latest, range[e->from].most_out);
            r->least_in = inv_gsm_greatest(r->least_in, range[e->from].least_out);
        } else {
            r->most_out = inv_gsm_least(r->most_out, range[e->to].most_in);
        }
    }
    r->most_in = inv_gsm_least(r->most_in, latest);
    r->most_out = inv_gsm_least(r->most_out, r->most_in + time);
    if (r->least_out > time)
        r->least_in = inv_gsm_greatest(r->least_in, r->least_out - time);
    return r->least_in <= r->most_in && r->least_out <= r->most_out;
}

bool inv_gsm_narrow(const struct gsm_search *q, struct inv_gsm_range *range)
{
    bool some = true;
    for (size_t round = 0; round < SWEEPS && some; round++) {
        for (size_t i = 0; i < q->all.n && some; i++)
            some = narrow_node(&q->all, range, q->all.topo[i]);
        for (size_t i = q->all.n; i-- > 0 && some; )
            some = narrow_node(&q->all, range, q->all.topo[i]);
    }
    return some;
}

static bool restrict_to(struct gsm_search *q, size_t i)
{
    for (size_t k = 0; k < q->all.n; k++)
        q->range[k] = q->widest[k];
    for (; i != 0; i = q->w->s[i].parent) {
        const struct inv_gsm_split *s = &q->w->s[i];
        struct inv_gsm_range *r = &q->range[s->node];
        r->least_out = inv_gsm_greatest(r->least_out, s->least);
        r->most_out = inv_gsm_least(r->most_out, s->most);
    }
    return inv_gsm_narrow(q, q->range);
}

/* Splits at its mean the promise along the edge whose ends were apart the most. Where no loose edge's promise
 * is open the tree's best plan keeps all of them, and the bound has beaten itself. */
static bool choose(const struct gsm_search *q, struct inv_gsm_split *low, struct inv_gsm_split *high)
{
    double most = -1;
    for (size_t l = 0; l < q->nloose; l++) {
        size_t k = q->all.edges[q->loose[l]].from;
        const struct inv_gsm_range *r = &q->range[k];
        if (r->least_out >= r->most_out || q->apart[l] <= most)
            continue;
        most = q->apart[l];
        size_t at = inv_gsm_least(inv_gsm_greatest((size_t)q->promised[k], r->least_out), r->most_out - 1);
        *low = (struct inv_gsm_split){ .node = k, .least = r->least_out, .most = at };
        *high = (struct inv_gsm_split){ .node = k, .least = at + 1, .most = r->most_out };
    }
    return most >= 0;
}

/* The heap of Williams (1964), the least bound on top. */
static void push(struct inv_gsm_split *s, size_t open, size_t i)
{
    size_t at = open;
    for (; at > 0 && s[s[(at - 1) / 2].open].bound > s[i].bound; at = (at - 1) / 2)
        s[at].open = s[(at - 1) / 2].open;
    s[at].open = i;
}

static size_t pop(struct inv_gsm_split *s, size_t open)
{
    size_t top = s[0].open, last = s[open - 1].open, at = 0;
    for (size_t c; (c = 2 * at + 1) < open - 1; at = c) {
        c += c + 1 < open - 1 && s[s[c + 1].open].bound < s[s[c].open].bound;
        if (s[s[c].open].bound >= s[last].bound)
            break;
        s[at].open = s[c].open;
    }
    s[at].open = last;
    return top;
}

/* Bounds the plans of split i and, if they may be better than the best, leaves them in two parts. */
static enum inv_status divide(struct gsm_search *q, size_t i, size_t *n, size_t *open, struct inv_err *err)
{
    struct inv_gsm_split half[2];
    if (!restrict_to(q, i))
        return INV_OK;
    double bound = fmax(q->w->s[i].bound, inv_gsm_climb(q, i == 0 ? CLIMB_FIRST : CLIMB_LATER));
    if (inv_gsm_beaten(q, bound) || !choose(q, &half[0], &half[1]))
        return INV_OK;
    enum inv_status st = INV_MEM_GROW(&q->w->s, &q->w->cap_s, *n + 2, err);
    for (size_t k = 0; k < 2 && st == INV_OK; k++) {
        q->w->s[*n] = half[k];
        q->w->s[*n].bound = bound;
        q->w->s[*n].parent = i;
        push(q->w->s, (*open)++, (*n)++);
    }
    return st;
}

enum inv_status inv_gsm_divide(struct gsm_search *q, double *bound, struct inv_err *err)
{
    size_t n = 1, open = 1;                    /* so many splits; so many of them in the heap */
    enum inv_status st = INV_MEM_GROW(&q->w->s, &q->w->cap_s, 1, err);
    if (st == INV_OK)
        q->w->s[0] = (struct inv_gsm_split){ .open = 0 };
    while (st == INV_OK && open > 0) {
        size_t i = pop(q->w->s, open--);
        *bound = q->w->s[i].bound;
        if (inv_gsm_beaten(q, *bound) || (i > 0 && inv_gsm_spent(q, 1)))
            return INV_OK;
        st = divide(q, i, &n, &open, err);
    }
    *bound = q->best;
    return st;
}
