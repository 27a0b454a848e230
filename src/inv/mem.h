/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory that grows: sizes are checked for overflow, capacity doubles. */
#ifndef INV_MEM_H
#define INV_MEM_H

#include "inv/status.h"

/* Makes room for at least `need` items of `size` bytes in *p, whose capacity
 * in items is *cap. Contents stay. INV_ENOMEM leaves *p and *cap as they were. */
enum inv_status inv_mem_grow(void **p, size_t *cap, size_t need, size_t size, struct inv_err *err);

/* The same for a typed pointer: INV_MEM_GROW(&v->x, &v->cap, n, err). */
#define INV_MEM_GROW(p, cap, need, err) \
    inv_mem_grow((void **)(p), (cap), (need), sizeof **(p), (err))

#endif
