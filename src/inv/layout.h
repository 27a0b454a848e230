/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which columns go out: the input's in place, a filter's own appended, one
 * that it computes anew replaced in place. */
#ifndef INV_LAYOUT_H
#define INV_LAYOUT_H

#include "inv/table.h"

struct inv_keys;

/* Where an output column comes from. */
enum inv_source { INV_FROM_INPUT, INV_FROM_ITEM, INV_FROM_FILTER };
struct inv_slot { enum inv_source from; size_t index; };

/* Made as {0}. */
struct inv_layout {
    struct inv_cell *names;    /* width; owned copies */
    struct inv_slot *slots;    /* width */
    size_t width, cap_names, cap_slots;
    struct inv_keys *index;    /* name to place */
};

void inv_layout_free(struct inv_layout *l);
/* Adds a column, or takes over the place of one of that name (case matters). */
enum inv_status inv_layout_add(struct inv_layout *l, struct inv_cell name, enum inv_source from, size_t index,
                               struct inv_err *err);

#endif
