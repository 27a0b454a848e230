/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/layout.h"

#include <stdlib.h>
#include <string.h>

#include "inv/keys.h"
#include "inv/mem.h"

void inv_layout_free(struct inv_layout *l)
{
    for (size_t i = 0; i < l->width; i++)
        free((void *)(uintptr_t)l->names[i].s);
    free(l->names);
    free(l->slots);
    inv_keys_free(l->index);
    *l = (struct inv_layout){ 0 };
}

/* Makes room and appends: nothing has changed where it fails. */
static enum inv_status append(struct inv_layout *l, struct inv_cell name, struct inv_slot slot, struct inv_err *err)
{
    enum inv_status st = INV_MEM_GROW(&l->names, &l->cap_names, l->width + 1, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&l->slots, &l->cap_slots, l->width + 1, err);
    if (st != INV_OK)
        return st;
    char *copy = malloc(name.n + 1);
    if (!copy)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    if (name.n > 0)
        memcpy(copy, name.s, name.n);
    copy[name.n] = '\0';
    l->names[l->width] = (struct inv_cell){ copy, name.n };
    l->slots[l->width++] = slot;
    return INV_OK;
}

enum inv_status inv_layout_add(struct inv_layout *l, struct inv_cell name, enum inv_source from, size_t index,
                               struct inv_err *err)
{
    struct inv_slot slot = { from, index };
    size_t at;
    bool fresh;
    enum inv_status st = l->index ? INV_OK : inv_keys_alloc(&l->index, err);
    if (st == INV_OK)
        st = inv_keys_add(l->index, name.s ? name.s : "", name.n, &at, &fresh, err);
    if (st != INV_OK)
        return st;
    if (at < l->width) {
        l->slots[at] = slot;
        return INV_OK;
    }
    return append(l, name, slot, err);
}
