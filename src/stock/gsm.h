/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A network of promised times, checked and laid out. */
#ifndef STOCK_GSM_H
#define STOCK_GSM_H

#include "inv/gsm.h"

struct gsm_net {
    const struct inv_gsm_node *nodes; size_t n;
    const struct inv_gsm_edge *edges; size_t m;
    size_t *first, *near;      /* edges at node k: near[first[k] .. first[k + 1]) */
    size_t *topo;              /* nodes, suppliers first */
    size_t *order, *parent;    /* a walk from node order[0]; the edge towards it */
    size_t *most;              /* longest time from outside to the end of node k */
    size_t *at;                /* where its tables begin; at[n]: their size */
    size_t *open;              /* scratch[n] */
    size_t longest;
};

#define GSM_NET_ROOM(n, m) (7 * (n) + 2 * (m) + 2)

/* Lays the net out in room[GSM_NET_ROOM(n, m)]. */
enum inv_status inv_gsm_lay(struct gsm_net *g, size_t *room, size_t *where, bool *edge, struct inv_err *err);

#endif
