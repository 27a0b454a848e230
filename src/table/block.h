/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What has been read of one file and not yet used: bytes that grow to hold a
 * record of any length. Internal. */
#ifndef INV_TABLE_BLOCK_H
#define INV_TABLE_BLOCK_H

#include "inv/status.h"

/* A scanner may look at this many bytes past the end (they are zero), and at
 * this many before the beginning. */
#define INV_BLOCK_PAD 64

struct inv_block {
    const char *file;       /* its name, for messages; borrowed */
    int fd;                 /* -1: none */
    char *s;                /* the bytes; between pads of one allocation */
    size_t cap;
    size_t at, end;         /* the next record begins at `at`; bytes after `end` are not there yet */
    size_t size;            /* how much is read at a time, while records are shorter */
    bool eof;
    uint64_t offset;        /* of `end` in the file */
    uint64_t fills;         /* how often the bytes have moved */
};

void inv_block_init(struct inv_block *b, const char *file, int fd, size_t size);
void inv_block_free(struct inv_block *b);        /* leaves fd alone */
/* Reads more behind what is left; moves `at` to the beginning. At the end of
 * the file sets eof and adds nothing. */
enum inv_status inv_block_fill(struct inv_block *b, struct inv_err *err);

#endif
