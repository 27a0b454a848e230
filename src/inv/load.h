/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A joint order of one supplier: filled up to its least value, weight or
 * volume, and to full containers.
 *
 * Packs are added one at a time to the item that would run out first: the one
 * whose position with what is ordered lasts least (equal time supply: Silver,
 * Pyke and Thomas 2017, ch. 10, on coordinated replenishment), until the
 * least order is reached and no pack fits in the last container. Items without
 * demand are not added to.
 */
#ifndef INV_LOAD_H
#define INV_LOAD_H

#include "inv/status.h"

struct inv_load_item {
    double demand;       /* units a period, >= 0 */
    double position;     /* units before the order */
    double first, pack;  /* the least order and the steps beyond it; pack 0: units */
    double most;         /* the order may not exceed it (max_stock, end of life); INFINITY: no limit. out: lowered
                            to qty where a container has no room of it to fill */
    double value, weight, volume;   /* of one unit; NAN: not known (counts as 0) */
    double qty;          /* in: what is ordered for its own sake; out: with what was added, never less */
};

/* 0: no such limit. */
struct inv_load_terms {
    double min_value, min_weight, min_volume;
    double container_volume, container_weight;   /* what one holds; as many as needed, the last one full */
};

struct inv_load {
    double value, weight, volume;   /* of the whole order */
    double containers;              /* whole ones that it takes; 0 where they have no size */
    bool reached;                   /* the least order; false: nothing more could be added */
};

struct inv_load_work { double *steps; struct heap_entry *heap; size_t cap_steps, cap_heap; };   /* {0} at first */
void inv_load_work_free(struct inv_load_work *w);

/* An order of nothing (all qty 0) stays one. INV_EARG: an argument that is not
 * finite or below 0 (err's column names it), or containers beyond 1e9. */
enum inv_status inv_load_fill(const struct inv_load_terms *terms, struct inv_load_item *item, size_t n, struct inv_load *out,
                              struct inv_load_work *w, struct inv_err *err);

#endif
