/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One record at a time, the long way: of any length, with quotes, escapes,
 * carriage returns, a missing last line end. Internal. The scanner (scan.h)
 * takes the records that need none of this. */
#ifndef INV_TABLE_SPLIT_H
#define INV_TABLE_SPLIT_H

#include "inv/buf.h"
#include "inv/table.h"
#include "table/block.h"
#include "table/quoted.h"

struct inv_split {
    enum inv_syntax syntax;
    char delimiter;
    struct inv_quoted *quoted;         /* made when the first quote is met */
    struct inv_cell *own; size_t cap;  /* cells of a record without quotes */
    struct inv_buf text;               /* cells that had escapes */
    /* the record, until the next call */
    const struct inv_cell *cells; size_t n;
    size_t raw;                        /* its length from the block's `at`, without its line end */
    size_t next;                       /* where the next one begins, from there */
    uint64_t lines;                    /* physical lines that it took */
    bool plain;                        /* no quotes, escapes or carriage returns */
};

void inv_split_init(struct inv_split *s, enum inv_syntax syntax, char delimiter);
void inv_split_free(struct inv_split *s);
/* Reads the record that begins at b->at; does not advance. A blank line has
 * one empty cell. INV_END: there is none. INV_EROW: it cannot be used; raw,
 * next and lines are set. */
enum inv_status inv_split_next(struct inv_split *s, struct inv_block *b, struct inv_err *err);

#endif
