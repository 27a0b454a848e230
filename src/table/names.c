/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/names.h"

#include <stdlib.h>

#include "inv/mem.h"

void inv_names_free(struct inv_names *m)
{
    inv_keys_free(m->keys);
    free(m->cells);
    *m = (struct inv_names){ 0 };
}

size_t inv_names_find(const struct inv_names *m, struct inv_cell name)
{
    size_t column;
    return m->keys && inv_keys_find(m->keys, name.s, name.n, &column) ? column : INV_NO_COLUMN;
}

enum inv_status inv_names_add(struct inv_names *m, struct inv_cell name, size_t *column, struct inv_err *err)
{
    bool fresh;
    enum inv_status st = m->keys ? INV_OK : inv_keys_alloc(&m->keys, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&m->cells, &m->cap, m->n + 1, err);
    if (st == INV_OK)
        st = inv_keys_add(m->keys, name.s, name.n, column, &fresh, err);
    if (st != INV_OK || !fresh)
        return st;
    size_t n;
    const char *s = inv_keys_get(m->keys, *column, &n);
    m->cells[m->n++] = (struct inv_cell){ s, n };
    return INV_OK;
}
