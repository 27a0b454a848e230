/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A network of stocks as its simulation has it: how it lies, and where it stands. */
#ifndef STOCK_SIMNET_H
#define STOCK_SIMNET_H

#include "inv/simnet.h"

#define OUTSIDE ((size_t)-1)

/* An edge, or a node's supply from outside. Quantities are units of `from`. */
struct link {
    size_t from, to;           /* places in the order from suppliers down; OUTSIDE */
    size_t lead, mask, ring;   /* what arrives in period t at due[ring + (t & mask)] */
    double need, cost;
    double waiting;            /* asked for and not sent */
    double stored;             /* arrived, not yet part of a unit of `to` */
    double under_way;
};

struct node {
    struct inv_simnet_node is;
    size_t name;               /* its place in the caller's arrays */
    size_t in, nin;            /* its links from above: links[in ..] */
    size_t out, nout;          /* below: outward[out ..] */
    double stock, owed, position;   /* owed: to customers */
    double wanted;             /* this period, by all */
};

struct inv_simnet {
    struct node *nodes; size_t n;          /* suppliers first */
    struct link *links; size_t nlinks;     /* by `to` */
    size_t *outward;                       /* links by `from`, as the caller ordered them */
    double *due; size_t ndue;
    size_t t;
    bool demand_first;
};

#endif
