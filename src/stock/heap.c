/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stock/heap.h"

#include <stdbool.h>

static bool before(struct heap_entry a, struct heap_entry b)
{
    return a.key < b.key || (!(b.key < a.key) && a.i < b.i);
}

void inv_heap_push(struct heap_entry *entries, size_t *n, double key, size_t i)
{
    struct heap_entry e = { key, i };
    size_t at = (*n)++;
    for (; at > 0 && before(e, entries[(at - 1) / 2]); at = (at - 1) / 2)
        entries[at] = entries[(at - 1) / 2];
    entries[at] = e;
}

struct heap_entry inv_heap_pop(struct heap_entry *entries, size_t *n)
{
    struct heap_entry top = entries[0], e = entries[--*n];
    size_t at = 0;
    for (;;) {
        size_t child = 2 * at + 1;
        if (child >= *n)
            break;
        if (child + 1 < *n && before(entries[child + 1], entries[child]))
            child++;
        if (!before(entries[child], e))
            break;
        entries[at] = entries[child];
        at = child;
    }
    entries[at] = e;
    return top;
}
