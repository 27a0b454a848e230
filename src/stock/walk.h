/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Joint replenishment's multiples, as the base cycle falls: see inv/joint.h. */
#ifndef STOCK_WALK_H
#define STOCK_WALK_H

#include <stdbool.h>
#include <stddef.h>

struct inv_joint_walker {
    size_t item;       /* whose it is */
    double s, flow;    /* cost of its order, D h */
    double own;        /* the cycle it would have alone: sqrt(2 s / flow) */
    double k;          /* its multiple */
    double next;       /* the base cycle at which that rises */
};

struct inv_walk {
    struct inv_joint_walker *w; size_t n;    /* at least one; a heap after the walk */
    double major;                            /* > 0 */
    bool doubling;                           /* powers of two only */
    double cycle;                            /* the answer, with the multiples */
};

/* The best cycle of the multiples. */
void inv_walk_cycle(struct inv_walk *k);
/* The best multiples and their cycle. w comes in the order of own cycles, the shortest first. false where there were too many sets to try them all. */
bool inv_walk_best(struct inv_walk *k);

#endif
