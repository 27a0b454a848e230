/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory that is handed out in small pieces, stays where it is, and is freed at once. */
#ifndef INV_TABLE_ARENA_H
#define INV_TABLE_ARENA_H

#include "inv/table.h"

/* Made as {0}. */
struct inv_arena {
    struct inv_arena_chunk *top;   /* the newest; older ones behind it */
    char *at, *end;                /* free bytes of the newest */
    size_t size;                   /* of the newest */
};

void inv_arena_free(struct inv_arena *a);
/* n bytes, aligned for 8-byte words; NULL when out of memory. */
void *inv_arena_words(struct inv_arena *a, size_t n);
/* A copy of c's bytes (not aligned); s is NULL when out of memory. */
struct inv_cell inv_arena_copy(struct inv_arena *a, struct inv_cell c);

#endif
