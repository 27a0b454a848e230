/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells of several columns taken as one key. */
#ifndef INV_TABLE_CELLS_H
#define INV_TABLE_CELLS_H

#include <string.h>

#include "inv/keys.h"
#include "inv/table.h"

struct inv_buf;

/* Two loads that may overlap, for n of at least their width. */
static inline bool inv_cells_same8(const char *a, const char *b, size_t n)
{
    uint64_t x[2], y[2];
    memcpy(&x[0], a, 8);
    memcpy(&y[0], b, 8);
    memcpy(&x[1], a + n - 8, 8);
    memcpy(&y[1], b + n - 8, 8);
    return ((x[0] ^ y[0]) | (x[1] ^ y[1])) == 0;
}

static inline bool inv_cells_same4(const char *a, const char *b, size_t n)
{
    uint32_t x[2], y[2];
    memcpy(&x[0], a, 4);
    memcpy(&y[0], b, 4);
    memcpy(&x[1], a + n - 4, 4);
    memcpy(&y[1], b + n - 4, 4);
    return ((x[0] ^ y[0]) | (x[1] ^ y[1])) == 0;
}

/* Keys are short and mostly equal to the one before: no call to memcmp for them. */
static inline bool inv_cell_same(struct inv_cell a, struct inv_cell b)
{
    if (a.n != b.n)
        return false;
    if (a.n > 16)
        return memcmp(a.s, b.s, a.n) == 0;
    if (a.n >= 8)
        return inv_cells_same8(a.s, b.s, a.n);
    if (a.n >= 4)
        return inv_cells_same4(a.s, b.s, a.n);
    for (size_t i = 0; i < a.n; i++)
        if (a.s[i] != b.s[i])
            return false;
    return true;
}

/* Whether columns col[0..n-1] of cells are key[0..n-1]. */
static inline bool inv_cells_are(const struct inv_cell *cells, const size_t *col, size_t n, const struct inv_cell *key)
{
    for (size_t i = 0; i < n; i++)
        if (!inv_cell_same(cells[col[i]], key[i]))
            return false;
    return true;
}

/* One hash of them all; where one cell ends and the next begins matters. */
struct inv_hash128 inv_cells_hash(const struct inv_cell *cells, const size_t *col, size_t n);

/* The key's text for a message, cells separated by commas, into err->key. */
enum inv_status inv_cells_name(struct inv_err *err, const struct inv_cell *cells, const size_t *col, size_t n);

#endif
