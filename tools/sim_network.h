/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-sim: a network as its two tables have it. */
#ifndef TOOLS_SIM_NETWORK_H
#define TOOLS_SIM_NETWORK_H

#include "sim.h"

#include "inv/keys.h"
#include "inv/simnet.h"

struct network {
    struct run *run;
    const struct sim_options *o;
    double level;
    struct inv_keys *names;
    struct inv_simnet_node *nodes; size_t cap_nodes;
    struct inv_dist *dists; size_t cap_dists;         /* mean 0: no customers */
    const char *file; uint64_t *lines; size_t cap_lines;
    struct inv_simnet_edge *edges; size_t nedges, cap_edges;
    uint64_t *edge_lines; size_t cap_edge_lines;
    struct inv_simnet_sums *sums;                     /* run k's of node i at k n + i */
    size_t runs;
    bool year_told, fraction_told;
};

/* Reads the nodes, which are the run's input, and --edges. What cannot be read ends the run: a
 * network that lacks something is none. */
enum inv_status network_read(struct network *w, struct inv_err *err);

#endif
