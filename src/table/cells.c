/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/cells.h"

/* Each cell is hashed by itself, then mixed in order: multiplying by an odd
 * number (of splitmix64, Steele and others 2014) keeps every bit. */
struct inv_hash128 inv_cells_hash(const struct inv_cell *cells, const size_t *col, size_t n)
{
    if (n == 0)
        return (struct inv_hash128){ 0, 0 };
    struct inv_hash128 h = inv_hash_bytes(cells[col[0]].s, cells[col[0]].n);
    for (size_t i = 1; i < n; i++) {
        struct inv_hash128 x = inv_hash_bytes(cells[col[i]].s, cells[col[i]].n);
        h.hi = (h.hi ^ (h.hi >> 29)) * 0xbf58476d1ce4e5b9U + x.hi;
        h.lo = (h.lo ^ (h.lo >> 31)) * 0x94d049bb133111ebU + x.lo;
    }
    return h;
}

enum inv_status inv_cells_name(struct inv_err *err, const struct inv_cell *cells, const size_t *col, size_t n)
{
    if (!err)
        return INV_OK;
    size_t at = 0;
    err->key[0] = '\0';
    for (size_t i = 0; i < n && at + 8 < sizeof err->key; i++) {
        if (i > 0)
            err->key[at++] = ',';
        inv_err_quote(err->key + at, sizeof err->key - at, cells[col[i]].s, cells[col[i]].n);
        at += strlen(err->key + at);
    }
    return err->status;
}
