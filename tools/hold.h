/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of cells in memory, until all are known: for filters that rank. */
#ifndef TOOLS_HOLD_H
#define TOOLS_HOLD_H

#include "common.h"

struct hold {
    size_t width, n;                       /* cells of a row; rows */
    struct inv_buf bytes;                  /* of all cells, one after the other */
    size_t *ends; size_t nends, cap_ends;  /* where each cell ends in bytes */
};

void hold_free(struct hold *h);
/* One more row of h->width cells, which are copied. */
enum inv_status hold_add(struct hold *h, const struct inv_cell *cells, struct inv_err *err);
struct inv_cell hold_cell(const struct hold *h, size_t row, size_t column);
/* All cells of a row; they live until the next hold_add. */
void hold_row(const struct hold *h, size_t row, struct inv_cell *cells);

#endif
