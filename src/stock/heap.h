/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A heap of things by a number: the least comes first, of equals the one of the
 * lower index, so that the order of the input decides. */
#ifndef STOCK_HEAP_H
#define STOCK_HEAP_H

#include <stddef.h>

struct heap_entry { double key; size_t i; };

/* entries has room for one more; *n counts. The key is no NAN. */
void inv_heap_push(struct heap_entry *entries, size_t *n, double key, size_t i);
/* *n > 0. */
struct heap_entry inv_heap_pop(struct heap_entry *entries, size_t *n);

#endif
