/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/index.h"

#include <stdlib.h>

void inv_index_free(struct inv_index *ix)
{
    free(ix->slots);
    *ix = (struct inv_index){ 0 };
}

size_t inv_index_find(const struct inv_index *ix, uint32_t hash, inv_index_same *same, const void *ctx)
{
    if (ix->size == 0)
        return INV_INDEX_NONE;
    for (size_t i = hash & (ix->size - 1); ix->slots[i].id != 0; i = (i + 1) & (ix->size - 1))
        if (ix->slots[i].hash == hash && same(ctx, ix->slots[i].id - 1))
            return ix->slots[i].id - 1;
    return INV_INDEX_NONE;
}

static void put(struct inv_index_slot *slots, size_t size, struct inv_index_slot slot)
{
    size_t i = slot.hash & (size - 1);
    while (slots[i].id != 0)
        i = (i + 1) & (size - 1);
    slots[i] = slot;
}

static enum inv_status widen(struct inv_index *ix, struct inv_err *err)
{
    size_t size = ix->size ? ix->size * 2 : 64;
    struct inv_index_slot *slots = size > ix->size ? calloc(size, sizeof *slots) : NULL;
    if (!slots)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    for (size_t i = 0; i < ix->size; i++)
        if (ix->slots[i].id != 0)
            put(slots, size, ix->slots[i]);
    free(ix->slots);
    ix->slots = slots;
    ix->size = size;
    return INV_OK;
}

enum inv_status inv_index_add(struct inv_index *ix, uint32_t hash, size_t id, struct inv_err *err)
{
    if (id >= UINT32_MAX)
        return inv_err_set(err, INV_ENOMEM, "more keys than can be numbered");
    enum inv_status st = ix->n + 1 > ix->size / 4 * 3 ? widen(ix, err) : INV_OK;
    if (st == INV_OK) {
        put(ix->slots, ix->size, (struct inv_index_slot){ hash, (uint32_t)id + 1 });
        ix->n++;
    }
    return st;
}
