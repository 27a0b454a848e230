/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search for the best promises in a network that is no tree: gsm_net sets it up, gsm_dual tells what plans cost
 * at least, gsm_split divides them, gsm_near looks for better ones beside the best. */
#ifndef STOCK_GSM_SEARCH_H
#define STOCK_GSM_SEARCH_H

#include "stock/gsm.h"

#define GSM_STEPS_MOST 4294967296.0
#define GSM_CLOSE 1e-9                 /* of the best plan's cost; nothing closer is looked for */

/* Plans: those of parent in which node promises least to most. Element i's open is the heap's place i. */
struct inv_gsm_split { double bound; size_t parent, node, least, most, open; };

struct gsm_search {
    struct gsm_net all, tree;           /* the network, and a spanning tree of it */
    struct inv_gsm_edge *spanning;      /* the tree's edges[n - 1] */
    size_t *in_tree;                    /* [m] */
    size_t *loose, nloose;              /* edges that the tree has not */
    size_t *set;                        /* scratch[n] */
    struct gsm_dp dp;                   /* of the tree, within range, at the prices below or none */
    struct inv_gsm_range *range;        /* of the plans that are looked at */
    struct inv_gsm_range *widest;       /* of all */
    double *price;                      /* edge e's at price_at[e] + t: of promising more than t */
    size_t *price_at;                   /* [m + 1] */
    double *price_in, *price_out;       /* what loose edges charge their ends, as dp has it */
    double *unit;                       /* of net lead time, by node; the dearest is 1 */
    size_t *si, *s;                     /* scratch[n]: a plan that keeps all promises */
    size_t *best_si, *best_s;           /* the best such plan, and */
    double best;                        /* its cost */
    double *apart, *promised;           /* of loose[i], how far its ends were apart; of nodes, their mean promise */
    size_t trees, trees_most;
    struct inv_gsm *w;
};

/* A spanning tree: edges from `first` on, in turn, before them those that are loose now if these are to go in. */
void inv_gsm_span(struct gsm_search *q, size_t first, bool loose_first);
/* What follows from the ranges of some for those of others; false: there is no plan. */
bool inv_gsm_narrow(const struct gsm_search *q, struct inv_gsm_range *range);
/* dp's plan, made to keep all promises, is the best if it costs less. */
void inv_gsm_offer(struct gsm_search *q);
/* Better plans beside the best; leaves another tree, and ranges. */
void inv_gsm_near(struct gsm_search *q);
/* What plans within range cost at least, INFINITY where there are none, by `most` moves of the prices. */
double inv_gsm_climb(struct gsm_search *q, size_t most);
/* What all plans cost at least: the best one's cost, or less when the search was cut. */
enum inv_status inv_gsm_divide(struct gsm_search *q, double *bound, struct inv_err *err);

static inline bool inv_gsm_spent(const struct gsm_search *q, size_t share)
{
    return q->trees >= q->trees_most / share || q->dp.steps >= GSM_STEPS_MOST / (double)share;
}

static inline bool inv_gsm_beaten(const struct gsm_search *q, double bound)
{
    return bound >= q->best * (1 - GSM_CLOSE);
}

#endif
