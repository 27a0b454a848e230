/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Simulation of a network of stocks: serial, assembly, distribution, or any mixture
 * without a cycle, each node with a base stock of its own (local base-stock policies).
 *
 * In every period each node, from the customers up, orders what its successors and
 * customers have asked for since its last order, so that its position (on hand + on order -
 * what waits) is its base stock again: `need` units a unit from each predecessor, or
 * from a supplier that has all, where it has none. Then, from the suppliers down, what is
 * due arrives, units are made of complete sets of components, and what was asked
 * for is sent: to customers first, then along the edges in the order in which they were given.
 * What cannot be sent waits. Customers' demand comes at the end of the period,
 * before it is charged, or with demand_first at its start (the convention of Snyder and Shen
 * 2019, s. 6.2): see inv/sim.h for what that means for the interval that stock must cover.
 *
 * A period charges each node holding_cost for each unit on hand, and for each that waits
 * as a component further down; transit_cost for each on its way from it; shortage_cost for each
 * unit that it owes at the period's end.
 */
#ifndef INV_SIMNET_H
#define INV_SIMNET_H

#include "inv/status.h"

struct inv_simnet_node {
    double base_stock;         /* units, >= 0; the stock at the start, with nothing on order */
    double holding_cost;       /* money a unit and period, >= 0 */
    double shortage_cost;      /* money a unit and period, >= 0 */
    size_t lead_time;          /* periods from outside; of a node without predecessors */
};

struct inv_simnet_edge {
    size_t from, to;           /* nodes */
    size_t lead_time;          /* periods on the way */
    double need;               /* units of `from` in a unit of `to`, > 0 */
    double transit_cost;       /* money a unit and period on the way; NAN: the holding cost of `from` */
};

/* What happened at a node, added up over periods; cost is money, the rest units. */
struct inv_simnet_sums {
    double periods;
    double holding, transit, shortage;    /* costs */
    double demand, met;                   /* of customers and successors; met: in its period */
    double stock, waiting;                /* on hand, owed: at the ends of periods */
    double short_periods;
};

struct inv_simnet;

/* Checks and sorts the network, which is copied. INV_EARG: an argument out of range (err's column names
 * it, its text the node or edge by its place from 0), an edge to a node that does not exist, a
 * second edge between two nodes, a cycle; *where (may be NULL) is the node or edge. */
enum inv_status inv_simnet_alloc(struct inv_simnet **net, const struct inv_simnet_node *nodes, size_t n,
                                 const struct inv_simnet_edge *edges, size_t m, bool demand_first, size_t *where,
                                 struct inv_err *err);
void inv_simnet_free(struct inv_simnet *net);
/* Back to the start; alloc does it, too. */
void inv_simnet_start(struct inv_simnet *net);
/* Goes on for some periods and adds to sums[n]. demand[i]: a period's demand of customers at node i; NULL: it has none. */
void inv_simnet_run(struct inv_simnet *net, const double *const *demand, size_t periods, struct inv_simnet_sums *sums);

#endif
