/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/records.h"

#include <stdlib.h>

#include "inv/mem.h"

void inv_records_free(struct inv_records *r)
{
    inv_split_free(&r->split);
    inv_scan_free(&r->scan);
    free(r->cells);
    *r = (struct inv_records){ 0 };
}

enum inv_status inv_records_open(struct inv_records *r, struct inv_block *block, enum inv_syntax syntax, char delimiter,
                                 size_t width, uint64_t line, size_t most, struct inv_err *err)
{
    r->block = block;
    r->width = width;
    r->line = line;
    r->most = most;
    r->window = NULL;
    inv_split_free(&r->split);
    inv_split_init(&r->split, syntax, delimiter);
    enum inv_status st = INV_MEM_GROW(&r->cells, &r->cap, width, err);
    return st == INV_OK ? inv_scan_init(&r->scan, delimiter, syntax == INV_TSV ? '\\' : '"', err) : st;
}

size_t inv_records_at(const struct inv_records *r)
{
    return r->window ? (size_t)(r->window - r->block->s) + r->scan.at : r->block->at;
}

/* ---- windows -------------------------------------------------------------------------- */

/* After a record that the splitter has taken: the window goes on behind it,
 * unless the block has moved or the record ended outside. */
static void reenter(struct inv_records *r)
{
    struct inv_block *b = r->block;
    if (r->window && r->fills == b->fills && b->at <= (size_t)(r->window - b->s) + r->most) {
        inv_scan_skip(&r->scan, b->at - (size_t)(r->window - b->s));
    } else {
        r->window = NULL;
        inv_scan_clear(&r->scan);
    }
}

/* Scans what the block has from its `at` on. False where no line ends in it. */
static bool look(struct inv_records *r)
{
    struct inv_block *b = r->block;
    size_t n = b->end - b->at;
    r->window = n > 0 ? b->s + b->at : NULL;
    r->fills = b->fills;
    if (n > 0)
        inv_scan_look(&r->scan, r->window, n < r->most ? n : r->most);
    return n > 0 && r->scan.nend > 0;
}

/* A window that begins at the block's `at` and in which a line ends. *found is
 * false where the record there is too long, or the last without a line end. */
static enum inv_status next_window(struct inv_records *r, bool *found, struct inv_err *err)
{
    struct inv_block *b = r->block;
    *found = look(r);
    if (*found || b->eof || b->end - b->at >= r->most)
        return INV_OK;
    enum inv_status st = inv_block_fill(b, err);
    *found = st == INV_OK && look(r);
    return st;
}

/* ---- records -------------------------------------------------------------------------- */

static enum inv_status ragged(const struct inv_records *r, struct inv_err *err)
{
    size_t n = r->split.n;
    return inv_err_set(err, INV_EROW, "%zu cell%s where the header has %zu", n, n == 1 ? "" : "s", r->width);
}

/* One record from the splitter. A blank line is passed by: *blank says so. */
static enum inv_status split(struct inv_records *r, struct inv_record *rec, bool *blank, struct inv_err *err)
{
    struct inv_block *b = r->block;
    const struct inv_split *p = &r->split;
    enum inv_status st = inv_split_next(&r->split, b, err);
    *blank = st == INV_OK && p->raw == 0 && r->width > 1;
    if (st == INV_OK || st == INV_EROW) {
        *rec = (struct inv_record){ .cells = p->cells, .n = st == INV_OK ? p->n : 0, .line = r->line,
                                    .raw = { b->s + b->at, p->raw }, .plain = p->plain };
        b->at += p->next;
        r->line += p->lines;
        if (st == INV_OK && p->n != r->width && !*blank)
            st = ragged(r, err);
    }
    reenter(r);
    return st;
}

enum inv_status inv_records_other(struct inv_records *r, struct inv_record *rec, struct inv_err *err)
{
    bool again;
    do {
        again = false;
        r->block->at = inv_records_at(r);
        enum inv_status st = INV_OK;
        if (r->scan.at_end >= r->scan.nend)
            st = next_window(r, &again, err);
        if (st == INV_OK && !(again && inv_records_plain(r, rec)))
            st = split(r, rec, &again, err);
        else
            again = false;
        if (!again)
            return st;
    } while (!inv_records_plain(r, rec));
    return INV_OK;
}
