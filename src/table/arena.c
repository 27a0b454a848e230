/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/arena.h"

#include <stdlib.h>
#include <string.h>

/* Chunks double up to this: little waste for few keys, few calls for many. */
#define FIRST_CHUNK ((size_t)4096)
#define LAST_CHUNK ((size_t)1 << 20)

struct inv_arena_chunk { struct inv_arena_chunk *older; };

void inv_arena_free(struct inv_arena *a)
{
    while (a->top) {
        struct inv_arena_chunk *older = a->top->older;
        free(a->top);
        a->top = older;
    }
    *a = (struct inv_arena){ 0 };
}

static bool new_chunk(struct inv_arena *a, size_t n)
{
    size_t size = a->size == 0 ? FIRST_CHUNK : a->size < LAST_CHUNK ? a->size * 2 : LAST_CHUNK;
    size_t head = sizeof(struct inv_arena_chunk);
    if (n > SIZE_MAX / 2 - head)
        return false;
    size_t whole = n + head > size ? n + head : size;
    struct inv_arena_chunk *c = malloc(whole);
    if (!c)
        return false;
    c->older = a->top;
    a->top = c;
    a->at = (char *)c + head;
    a->end = (char *)c + whole;
    a->size = size;
    return true;
}

static void *take(struct inv_arena *a, size_t n)
{
    if (n > (size_t)(a->end - a->at) && !new_chunk(a, n))
        return NULL;
    char *p = a->at;
    a->at += n;
    return p;
}

void *inv_arena_words(struct inv_arena *a, size_t n)
{
    size_t odd = (size_t)((uintptr_t)a->at & 7);
    size_t skip = odd ? 8 - odd : 0;
    if (a->at && skip + n >= n && skip + n <= (size_t)(a->end - a->at)) {
        a->at += skip;
        return take(a, n);
    }
    return new_chunk(a, n) ? take(a, n) : NULL;
}

struct inv_cell inv_arena_copy(struct inv_arena *a, struct inv_cell c)
{
    char *p = take(a, c.n);
    if (!p && c.n == 0)
        return (struct inv_cell){ "", 0 };
    if (p && c.n > 0)
        memcpy(p, c.s, c.n);
    return (struct inv_cell){ p, c.n };
}
