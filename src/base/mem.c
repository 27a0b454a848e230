/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/mem.h"

#include <stdlib.h>
#include <string.h>

enum inv_status inv_mem_grow(void **p, size_t *cap, size_t need, size_t size, struct inv_err *err)
{
    if (need <= *cap)
        return INV_OK;
    size_t want = *cap > SIZE_MAX / 2 ? need : *cap * 2;
    if (want < need)
        want = need;
    if (want < 8 && size <= 64)
        want = 8;
    if (size != 0 && want > SIZE_MAX / 2 / size)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    void *old;                      /* p points to a typed pointer: no aliasing through void ** */
    memcpy(&old, p, sizeof old);
    void *grown = realloc(old, want * size);
    if (!grown)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    memcpy(p, &grown, sizeof grown);
    *cap = want;
    return INV_OK;
}
