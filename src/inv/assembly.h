/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stochastic service on an assembly system: each item but the end item goes into one other, customers buy the end
 * item, what is bought outside is always there. Rosling (1989), "Optimal inventory policies for assembly systems under
 * random demands": with M_i the lead times from item i's order to the end item, added up, and items sorted by M, the
 * system costs what a serial one does whose stages have the items' echelon holding costs and the lead times
 * L_j = M_j - M_{j-1}, but for what is being made:
 *
 *   cost = C_n(S_n) - sum h_i (l_i - L_i) D       (inv/serial.h)
 *
 * if items are ordered in balance: item i's echelon position is brought to S_i, but no higher than what there will be
 * of the item of next longer M, j, when it is made: j's echelon stock with what was ordered M_j - M_i periods ago or
 * before, which never leaves an order without its components. That policy is optimal. What is being made, or on its
 * way, is charged the holding costs of what went into it.
 */
#ifndef INV_ASSEMBLY_H
#define INV_ASSEMBLY_H

#include "inv/dist.h"
#include "inv/serial.h"
#include "inv/status.h"

struct inv_assembly_item {
    double echelon_holding;    /* h, money a unit and period, > 0: its local holding cost less its components' */
    double lead_time;          /* l, periods to make or to buy it, >= 0 */
};

struct inv_assembly_edge {
    size_t from, to;           /* items */
    double need;               /* units of `from` in a unit of `to`, > 0 */
};

struct inv_assembly_in {
    const struct inv_assembly_item *items; size_t n;    /* 1 <= n <= INV_SERIAL_MAX */
    const struct inv_assembly_edge *edges; size_t m;    /* n - 1, so that all lead to one end item */
    double penalty;            /* p, money a unit of the end item owed and period, > 0 */
    enum inv_dist_kind demand; /* of the end item: normal, gamma or Poisson (which ignores sd) */
    double mean, sd;           /* of a period's demand, units; mean > 0, sd >= 0 */
};

struct inv_assembly_out {      /* in units of the item */
    double total_lead;         /* M, periods */
    double need;               /* units of it in one of the end item */
    size_t stage;              /* its place by M, from 0; the next in balance is stage + 1 */
    double echelon;            /* base stock S; items of the same M share theirs */
    double local;              /* base stock of its own: its least S from here up less that of the item it goes into */
};

struct inv_assembly_place { double lead; size_t item; };

/* Scratch that only grows; zeroed by { 0 }. */
struct inv_assembly {
    struct inv_serial serial;
    struct inv_serial_stage *stages;
    struct inv_assembly_place *place;
    double *S;
    size_t *next;
    size_t cap[4];
};
void inv_assembly_free(struct inv_assembly *w);

/* The optimal policy, out[n], and its cost a period. INV_EARG: inv_serial_solve's, no items or more than
 * INV_SERIAL_MAX, an edge to no item, an item with two successors, a cycle, parts that are not joined; *where (may be
 * NULL) is the item, or the edge where *edge (may be NULL). */
enum inv_status inv_assembly_solve(struct inv_assembly *w, const struct inv_assembly_in *in,
                                   struct inv_assembly_out *out, double *cost, size_t *where, bool *edge,
                                   struct inv_err *err);
/* The cost a period of ordering in balance to echelon base stocks out[i].echelon, with Poisson demand for a whole
 * number of end items; fills the rest of out. */
enum inv_status inv_assembly_cost(struct inv_assembly *w, const struct inv_assembly_in *in,
                                  struct inv_assembly_out *out, double *cost, size_t *where, bool *edge,
                                  struct inv_err *err);

#endif
