/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Guaranteed service: where to hold safety stock in a network whose stages promise times.
 *
 * Each stage k orders what its customers order, takes T_k periods to make it once all of its
 * supplies are there, which its suppliers promise within SI_k, and promises S_k itself. Its stock covers
 * the demand of its net lead time, tau_k = SI_k + T_k - S_k >= 0, up to the bound
 * mean_k tau_k + z_k sd_k sqrt(tau_k); what is beyond it is met by other means. The promises are
 * chosen that cost the least: sum of h_k z_k sd_k sqrt(tau_k), with SI_k >= S_j for each supplier j
 * (Simpson 1958; Graves and Willems 2000, "Optimizing strategic safety stock placement in supply
 * chains"). On a tree their dynamic program is exact for times in whole periods; networks without cycles take
 * a search (Humair and Willems 2011, "Optimizing strategic safety stock placement in general acyclic networks").
 *
 * What a stage serves is its own customers' demand and what its customers inside order, need units for each of
 * theirs. Demand outside is independent from stage to stage, so that the variances add up: sd_k^2 = sum over j
 * of (u_kj sd_j)^2, where u_kj units of k are in one of j. Where two ways lead from k to j, both carry the same
 * demand: u_kj is the sum over the ways of the products of their needs, and orders along them do not offset
 * each other. In a tree there is one way, and this is sd_k^2 + the sum of (need sd)^2 of its customers.
 */
#ifndef INV_GSM_H
#define INV_GSM_H

#include "inv/status.h"

#define INV_GSM_NONE ((size_t)-1)        /* no promise to customers outside */
#define INV_GSM_TIME_MOST 1000000        /* periods of one stage */
#define INV_GSM_TREES_MOST 20000         /* dynamic programs of a search, unless said otherwise */

struct inv_gsm_node {
    double holding_cost;       /* h, money a unit and period, >= 0 */
    size_t time;               /* T, periods */
    size_t inbound;            /* periods that suppliers outside promise; 0: at once */
    size_t outbound;           /* periods promised to customers outside, at most; INV_GSM_NONE: there are none */
    double mean, sd;           /* demand of customers outside, units a period, >= 0; 0 where there are none */
    double z;                  /* of the demand bound, >= 0 */
};

struct inv_gsm_edge { size_t from, to; double need; };      /* units of `from` in one of `to`, >= 0; 0: 1 */

struct inv_gsm_out {
    size_t inbound, cst;       /* SI and S, periods */
    size_t net_lead_time;      /* tau */
    double mean, sd;           /* of all demand that the stage serves */
    double safety_stock;       /* units, z sd sqrt(tau) */
    double base_stock;         /* units, mean tau + safety_stock */
    double echelon_base_stock; /* units, with those in the base stocks of all stages that it supplies */
    double cost;               /* money a period, h x safety_stock */
};

/* How far a search came. */
struct inv_gsm_search {
    bool exact;                /* the promises are proved to be the best, to 1e-9 of their cost */
    double bound;              /* no promises cost less, money a period; exact: the cost */
    size_t trees;              /* dynamic programs that it took */
};

/* A workspace, zeroed by { 0 }; it only grows. */
struct inv_gsm {
    double *d; size_t *net, *u; struct inv_gsm_edge *e; struct inv_gsm_range *r; struct inv_gsm_split *s;
    size_t cap_d, cap_net, cap_u, cap_e, cap_r, cap_s;
};
void inv_gsm_free(struct inv_gsm *w);

/* The best promises in a tree of n nodes and n - 1 edges, and their cost a period. out[n].
 * INV_EARG: an argument out of range (err's column names it), no node, an edge to no node, two edges between
 * the same nodes, a cycle, parts that are not joined, more edges than a tree has, a node without customers that
 * promises nothing, times whose tables are too large (2^26 entries, 2^32 steps). *where (may be NULL): the
 * node, or the edge where *edge. */
enum inv_status inv_gsm_tree(struct inv_gsm *w, const struct inv_gsm_node *nodes, size_t n,
                             const struct inv_gsm_edge *edges, size_t m, struct inv_gsm_out *out, double *cost,
                             size_t *where, bool *edge, struct inv_err *err);

/* The same for a network of n nodes and m edges without cycles, a tree or not. Branch and bound: edges beside a
 * spanning tree are left out, at a price where the plan breaks them (Lagrange), and where that does not prove a
 * plan the promise of a node is split into less and more. It ends after `trees` dynamic programs (0:
 * INV_GSM_TREES_MOST), or when they have taken 2^32 steps, so that the same input gives the same plan: *found
 * (may be NULL) says whether the plan is proved, and what the best one costs at least. n <= 2^14, m <= 2^16.
 * Errors as above but for edges beyond a tree's, and an edge that is there twice. */
enum inv_status inv_gsm_network(struct inv_gsm *w, const struct inv_gsm_node *nodes, size_t n,
                                const struct inv_gsm_edge *edges, size_t m, size_t trees, struct inv_gsm_out *out,
                                double *cost, struct inv_gsm_search *found, size_t *where, bool *edge,
                                struct inv_err *err);

/* What given promises cost in such a network: node k promises cst[k] periods, to customers outside as well.
 * Errors as above, and for a promise, column "cst": one beyond SI + T, the soonest that a stage without stock has
 * its goods, and one beyond what customers outside are promised at most. */
enum inv_status inv_gsm_at(struct inv_gsm *w, const struct inv_gsm_node *nodes, size_t n,
                           const struct inv_gsm_edge *edges, size_t m, const size_t *cst, struct inv_gsm_out *out,
                           double *cost, size_t *where, bool *edge, struct inv_err *err);

#endif
