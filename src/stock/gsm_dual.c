/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What promises cost at least (Lagrangian relaxation: Held and Karp 1971; Polyak 1969).
 *
 * An edge i -> j that the tree lacks asks for S_i <= SI_j: for each t, S_i > t only where SI_j > t. A plan pays
 * price_t >= 0 for each t that it promises beyond, and is paid it for each t that it counts on. Plans that keep
 * the promise gain from that, if anything, so that none costs less than the tree's best. By t, not per period:
 * costs are concave, and where a promise is best at either end one price for all periods leaves a gap. */
#include "stock/gsm_search.h"

#include <math.h>

/* Only for t where S_i may be t or more: other prices tell no plan within range from another. */
static void charge(struct gsm_search *q)
{
    const struct gsm_net *g = &q->all;
    for (size_t x = 0; x < g->at[g->n]; x++)
        q->price_in[x] = q->price_out[x] = 0;
    for (size_t l = 0; l < q->nloose; l++) {
        const struct inv_gsm_edge *e = &g->edges[q->loose[l]];
        const struct inv_gsm_range *r = &q->range[e->from];
        const double *price = q->price + q->price_at[q->loose[l]];
        double *in = q->price_in + g->at[e->to], *out = q->price_out + g->at[e->from], sum = 0;
        for (size_t t = r->least_out; t < r->most_out; t++) {
            in[t] -= sum;
            out[t] += sum;
            sum += price[t];
        }
        out[r->most_out] += sum;
        for (size_t t = r->most_out; t <= g->most[e->to]; t++)
            in[t] -= sum;
        q->dp.steps += (double)g->most[e->to];
    }
}

/* Prices that the plan would have changed. */
static double wrong(const struct gsm_search *q)
{
    double sum = 0;
    for (size_t l = 0; l < q->nloose; l++) {
        const struct inv_gsm_edge *e = &q->all.edges[q->loose[l]];
        const double *price = q->price + q->price_at[q->loose[l]];
        size_t s = q->dp.s[e->from], si = q->dp.si[e->to];
        sum += s > si ? (double)(s - si) : 0;
        for (size_t t = s, end = inv_gsm_least(si, q->range[e->from].most_out); t < end; t++)
            sum += price[t] > 0;
    }
    return sum;
}

static void move(struct gsm_search *q, double step)
{
    for (size_t l = 0; l < q->nloose; l++) {
        const struct inv_gsm_edge *e = &q->all.edges[q->loose[l]];
        double *price = q->price + q->price_at[q->loose[l]];
        size_t s = q->dp.s[e->from], si = q->dp.si[e->to];
        for (size_t t = si; t < s; t++)
            price[t] += step;
        for (size_t t = s, end = inv_gsm_least(si, q->range[e->from].most_out); t < end; t++)
            price[t] = fmax(0, price[t] - step);
    }
}

/* How far the plan, the `seen`-th, is from keeping each promise to the letter. */
static void watch(struct gsm_search *q, size_t seen)
{
    for (size_t l = 0; l < q->nloose; l++) {
        const struct inv_gsm_edge *e = &q->all.edges[q->loose[l]];
        double by = fabs((double)q->dp.s[e->from] - (double)q->dp.si[e->to]);
        q->apart[l] = seen > 0 ? q->apart[l] + by : by;
    }
    for (size_t k = 0; k < q->all.n; k++) {
        double s = (double)q->dp.s[k];
        q->promised[k] = seen > 0 ? q->promised[k] + (s - q->promised[k]) / (double)(seen + 1) : s;
    }
}

/* The step is halved after five moves that were no gain. */
double inv_gsm_climb(struct gsm_search *q, size_t most)
{
    double bound = -INFINITY, share = 1;
    size_t idle = 0;
    for (size_t i = 0; i == 0 || (i < most && !inv_gsm_spent(q, 1)); i++) {
        charge(q);
        double v = inv_gsm_plan(&q->dp), by;
        q->trees++;
        if (v == INFINITY)
            return v;
        inv_gsm_offer(q);
        idle = v > bound ? 0 : idle + 1;
        bound = fmax(bound, v);
        watch(q, i);
        if (inv_gsm_beaten(q, bound) || (by = wrong(q)) == 0)
            break;
        if (idle == 5) {
            share /= 2;
            idle = 0;
        }
        move(q, share * (q->best - v) / by);
    }
    return bound;
}
