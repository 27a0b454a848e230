/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An open-addressing table of things by hash; comparing them is the caller's.
 * 16 bytes a slot, linear probing, load up to 3/4. The hash is kept, so that
 * a miss and a move touch nothing but slots. */
#ifndef INV_TABLE_INDEX_H
#define INV_TABLE_INDEX_H

#include "inv/status.h"

/* Made as {0}. */
struct inv_index {
    struct inv_index_slot { uint64_t hash; void *thing; } *slots;   /* NULL: free */
    size_t size, n;                                                 /* size: 0 or a power of two */
};

typedef bool inv_index_same(const void *wanted, const void *thing);

void inv_index_free(struct inv_index *ix);
/* The thing under this hash for which same() is true, or NULL. */
void *inv_index_find(const struct inv_index *ix, uint64_t hash, inv_index_same *same, const void *wanted);
/* Adds a thing (borrowed) that is not there yet. */
enum inv_status inv_index_add(struct inv_index *ix, uint64_t hash, void *thing, struct inv_err *err);

#endif
