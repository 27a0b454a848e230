/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Better plans beside the best: where the promise along each loose edge keeps to one side of what it is,
 * the tree's best plan keeps all of them and costs no more. Another tree leaves other edges loose. */
#include "stock/gsm_search.h"

#define IDLE_MOST 12
#define STRIDE 7919            /* a prime, so that trees begin all over the edges */

static void hold(struct gsm_search *q, bool low)
{
    for (size_t k = 0; k < q->all.n; k++)
        q->range[k] = q->widest[k];
    for (size_t l = 0; l < q->nloose; l++) {
        const struct inv_gsm_edge *e = &q->all.edges[q->loose[l]];
        struct inv_gsm_range *from = &q->range[e->from], *to = &q->range[e->to];
        size_t v = low ? q->best_s[e->from] : q->best_si[e->to];
        from->most_out = inv_gsm_least(from->most_out, v);
        to->least_in = inv_gsm_greatest(to->least_in, v);
    }
}

void inv_gsm_near(struct gsm_search *q)
{
    q->dp.price_in = q->dp.price_out = NULL;
    for (size_t round = 0, idle = 0; idle < IDLE_MOST && !inv_gsm_spent(q, 4); round++) {
        double before = q->best;
        inv_gsm_span(q, round * STRIDE % q->all.m, round % 3 != 0);
        hold(q, round % 2 != 0);
        inv_gsm_plan(&q->dp);
        q->trees++;
        inv_gsm_offer(q);
        idle = q->best < before * (1 - GSM_CLOSE) ? 0 : idle + 1;
    }
    q->dp.price_in = q->price_in;
    q->dp.price_out = q->price_out;
}
