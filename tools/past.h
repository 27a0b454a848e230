/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A key's demand history as one value a period. */
#ifndef TOOLS_PAST_H
#define TOOLS_PAST_H

#include "inv/regular.h"
#include "series.h"

/* Zeroed by { 0 }; memory only grows. */
struct past {
    struct inv_grid grid;
    struct inv_regular regular;              /* y: NAN where it is missing, or could not be met */
    int64_t last;                            /* period in the grid */
    int64_t *index; size_t cap_index;
};

/* value, stockout: places among the numbers that in reads. A period without a row is
 * none (`zero`) or unknown. Without --as-of a series ends at its own last row, with it at
 * the last period that it completes. INV_EROW: there is none. */
enum inv_status past_lay(struct past *p, const struct series *in, const struct inv_group *g, size_t value,
                         size_t stockout, bool zero, struct inv_err *err);
void past_free(struct past *p);

#endif
