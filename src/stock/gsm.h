/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A network of promised times: laid out, planned on a tree, searched where it is none. */
#ifndef STOCK_GSM_H
#define STOCK_GSM_H

#include "inv/gsm.h"

struct gsm_net {
    const struct inv_gsm_node *nodes; size_t n;
    const struct inv_gsm_edge *edges; size_t m;
    size_t *first, *near;      /* edges at node k: near[first[k] .. first[k + 1]) */
    size_t *topo;              /* nodes, suppliers first */
    size_t *order, *parent;    /* a walk from node order[0]; the edge towards it, m at the first */
    size_t *most;              /* longest time from outside to the end of node k */
    size_t *at;                /* where its tables begin; at[n]: their size */
    size_t *open;              /* scratch[n] */
    size_t longest;
};

/* Lays the net out in w->net; tree: it has to be one. */
enum inv_status inv_gsm_lay(struct gsm_net *g, struct inv_gsm *w, bool tree, size_t *where, bool *edge,
                            struct inv_err *err);
/* The edges at each node and the walk along them, of a tree that has the rest from the net it is part of. */
void inv_gsm_link(struct gsm_net *g);

static inline size_t inv_gsm_least(size_t a, size_t b) { return a < b ? a : b; }
static inline size_t inv_gsm_greatest(size_t a, size_t b) { return a > b ? a : b; }

/* SI and S of node k lie between least and most. */
struct inv_gsm_range { size_t least_in, most_in, least_out, most_out; };

struct gsm_dp {
    const struct gsm_net *g;   /* a tree */
    const double *unit;        /* money, of one period's net lead time, by node */
    const struct inv_gsm_range *range;
    const double *price_in, *price_out; /* what SI and S cost besides, node k's at g->at[k]; NULL: nothing */
    double *table;             /* node k's at g->at[k] */
    size_t *cst, *inbound;     /* the best S and SI of each entry */
    double *root;              /* square roots of 0, 1, ... longest */
    double *in, *out;          /* what supply by SI, and promises of S, cost behind other edges */
    size_t *si, *s;            /* the plan */
    double steps;              /* that it took so far */
};

/* Room for the pointers that are not const, of trees of n nodes; and their places in it. */
#define GSM_DP_D(entries, longest) ((entries) + 3 * ((longest) + 1))
#define GSM_DP_U(n, entries) (2 * (entries) + 2 * (n))
void inv_gsm_place(struct gsm_dp *p, double *d, size_t *u);

/* The least cost within the ranges, and its plan; INFINITY: there is none. */
double inv_gsm_plan(struct gsm_dp *p);

/* Ranges that hold every plan worth to be looked at. */
void inv_gsm_widest(const struct gsm_net *g, struct inv_gsm_range *range);
/* Nobody waits longer than for the latest promise: si from s, of which what cannot be kept longer is cut. */
void inv_gsm_tighten(const struct gsm_net *g, size_t *si, size_t *s);
/* Mean and sd of what each node serves; units[n]: scratch. */
void inv_gsm_demand(const struct gsm_net *g, bool tree, double *mean, double *sd, double *units);
/* Money of one period's net lead time, by node; and what a plan holds and costs. */
enum inv_status inv_gsm_units(const struct gsm_net *g, const double *sd, double *unit, size_t *where,
                              struct inv_err *err);
enum inv_status inv_gsm_report(const struct gsm_net *g, const double *mean, const double *sd, const size_t *si,
                               const size_t *s, struct inv_gsm_out *out, double *cost, size_t *where,
                               struct inv_err *err);

#endif
