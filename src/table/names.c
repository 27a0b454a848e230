/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/names.h"

#include <stdlib.h>
#include <string.h>

#include "inv/mem.h"

void inv_names_free(struct inv_names *m)
{
    for (size_t i = 0; i < m->n; i++)
        free((char *)(uintptr_t)m->cells[i].s);
    free(m->cells);
    *m = (struct inv_names){ 0 };
}

size_t inv_names_find(const struct inv_names *m, struct inv_cell name)
{
    for (size_t i = 0; i < m->n; i++)
        if (m->cells[i].n == name.n && memcmp(m->cells[i].s, name.s, name.n) == 0)
            return i;
    return INV_NO_COLUMN;
}

enum inv_status inv_names_add(struct inv_names *m, struct inv_cell name, size_t *column, struct inv_err *err)
{
    *column = inv_names_find(m, name);
    if (*column != INV_NO_COLUMN)
        return INV_OK;
    enum inv_status st = INV_MEM_GROW(&m->cells, &m->cap, m->n + 1, err);
    if (st != INV_OK)
        return st;
    char *copy = malloc(name.n + 1);
    if (!copy)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    memcpy(copy, name.s, name.n);
    copy[name.n] = '\0';
    m->cells[m->n] = (struct inv_cell){ copy, name.n };
    *column = m->n++;
    return INV_OK;
}
