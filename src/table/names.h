/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The united header of several files. Internal. */
#ifndef INV_TABLE_NAMES_H
#define INV_TABLE_NAMES_H

#include "inv/keys.h"
#include "inv/table.h"

struct inv_names {
    struct inv_keys *keys;     /* owns the bytes; a key's number is its column */
    struct inv_cell *cells;
    size_t n, cap;
};

void inv_names_free(struct inv_names *m);
/* The column of that name, or INV_NO_COLUMN. */
size_t inv_names_find(const struct inv_names *m, struct inv_cell name);
/* The same, added behind the others where there is none. */
enum inv_status inv_names_add(struct inv_names *m, struct inv_cell name, size_t *column, struct inv_err *err);

#endif
