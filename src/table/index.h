/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An open-addressing table of numbers by hash; what they stand for is the
 * caller's, who compares. 8 bytes a slot, linear probing, load up to 3/4. */
#ifndef INV_TABLE_INDEX_H
#define INV_TABLE_INDEX_H

#include "inv/status.h"

/* Made as {0}. */
struct inv_index {
    struct inv_index_slot { uint32_t hash, id; } *slots;   /* id is one more than it says; 0: free */
    size_t size, n;                                        /* size: 0 or a power of two */
};

#define INV_INDEX_NONE ((size_t)-1)

typedef bool inv_index_same(const void *ctx, size_t id);

void inv_index_free(struct inv_index *ix);
/* The id under this hash for which same() is true, or INV_INDEX_NONE. */
size_t inv_index_find(const struct inv_index *ix, uint32_t hash, inv_index_same *same, const void *ctx);
/* Adds an id that is not there yet. */
enum inv_status inv_index_add(struct inv_index *ix, uint32_t hash, size_t id, struct inv_err *err);

#endif
