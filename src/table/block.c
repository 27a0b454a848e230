/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "table/block.h"

#include <stdlib.h>
#include <string.h>

#include "table/sys.h"

void inv_block_init(struct inv_block *b, const char *file, int fd, size_t size)
{
    *b = (struct inv_block){ .file = file, .fd = fd, .size = size > 0 ? size : 1 };
}

void inv_block_free(struct inv_block *b)
{
    if (b->s)
        free(b->s - INV_BLOCK_PAD);
    b->s = NULL;
    b->cap = b->at = b->end = 0;
}

static enum inv_status grow(struct inv_block *b, struct inv_err *err)
{
    size_t cap = b->cap == 0 ? b->size : b->cap * 2;
    if (b->cap > SIZE_MAX / 4)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    char *raw = realloc(b->s ? b->s - INV_BLOCK_PAD : NULL, cap + (size_t)2 * INV_BLOCK_PAD);
    if (!raw)
        return inv_err_set(err, INV_ENOMEM, "out of memory for a record of more than %zu bytes", b->cap);
    if (!b->s)
        memset(raw, 0, INV_BLOCK_PAD);
    b->s = raw + INV_BLOCK_PAD;
    b->cap = cap;
    return INV_OK;
}

enum inv_status inv_block_fill(struct inv_block *b, struct inv_err *err)
{
    b->fills++;
    if (b->at > 0) {
        memmove(b->s, b->s + b->at, b->end - b->at);
        b->end -= b->at;
        b->at = 0;
    }
    if (b->cap - b->end <= b->cap / 2) {     /* a long record: at least as much again */
        enum inv_status st = grow(b, err);
        if (st != INV_OK) {
            inv_err_at(err, b->file, 0);
            return st;
        }
    }
    size_t got = 0;
    int error = inv_sys_read(b->fd, b->s + b->end, b->cap - b->end, &got);
    if (error)
        return inv_sys_error(err, b->file, error);
    b->eof = got == 0;
    b->end += got;
    b->offset += got;
    memset(b->s + b->end, 0, INV_BLOCK_PAD);
    return INV_OK;
}
