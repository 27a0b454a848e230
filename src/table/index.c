/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/index.h"

#include <stdlib.h>

void inv_index_free(struct inv_index *ix)
{
    free(ix->slots);
    *ix = (struct inv_index){ 0 };
}

void *inv_index_find(const struct inv_index *ix, uint64_t hash, inv_index_same *same, const void *wanted)
{
    if (ix->size == 0)
        return NULL;
    size_t mask = ix->size - 1;
    for (size_t i = (size_t)hash & mask; ix->slots[i].thing; i = (i + 1) & mask)
        if (ix->slots[i].hash == hash && same(wanted, ix->slots[i].thing))
            return ix->slots[i].thing;
    return NULL;
}

static void put(struct inv_index_slot *slots, size_t size, struct inv_index_slot slot)
{
    size_t i = (size_t)slot.hash & (size - 1);
    while (slots[i].thing)
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
        if (ix->slots[i].thing)
            put(slots, size, ix->slots[i]);
    free(ix->slots);
    ix->slots = slots;
    ix->size = size;
    return INV_OK;
}

enum inv_status inv_index_add(struct inv_index *ix, uint64_t hash, void *thing, struct inv_err *err)
{
    enum inv_status st = ix->n + 1 > ix->size / 4 * 3 ? widen(ix, err) : INV_OK;
    if (st == INV_OK) {
        put(ix->slots, ix->size, (struct inv_index_slot){ hash, thing });
        ix->n++;
    }
    return st;
}
