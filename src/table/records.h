/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The records of one file, in the order of its own columns. Internal.
 *
 * Plain records come from a window of the file's block in which the scanner
 * has found the delimiters and line ends; all others from the splitter.
 */
#ifndef INV_TABLE_RECORDS_H
#define INV_TABLE_RECORDS_H

#include "inv/input.h"
#include "table/block.h"
#include "table/scan.h"
#include "table/split.h"

struct inv_records {
    struct inv_block *block;       /* borrowed; its `at` stands still while a window is open */
    size_t width;                  /* cells that a record must have */
    uint64_t line;                 /* where the next record begins */
    struct inv_split split;
    struct inv_scan scan;
    const char *window;            /* what was scanned; NULL: nothing is */
    size_t most;                   /* bytes of a window */
    uint64_t fills;                /* the block's, when the window was scanned */
    struct inv_cell *cells; size_t cap;   /* of a plain record */
};

/* Records of block from its `at` on, where line `line` begins. most: bytes to
 * scan at a time, not above INV_SCAN_BYTES. Made as {0}, opened again and again. */
enum inv_status inv_records_open(struct inv_records *r, struct inv_block *block, enum inv_syntax syntax, char delimiter,
                                 size_t width, uint64_t line, size_t most, struct inv_err *err);
void inv_records_free(struct inv_records *r);
/* Where the next record begins in the block. */
size_t inv_records_at(const struct inv_records *r);
/* What inv_records_next does where inv_records_plain says no. */
enum inv_status inv_records_other(struct inv_records *r, struct inv_record *rec, struct inv_err *err);

/* The next record, where it is plain and has as many cells as it must: the cut
 * that would end its last cell is the line end then. */
static inline bool inv_records_plain(struct inv_records *r, struct inv_record *rec)
{
    struct inv_scan *w = &r->scan;
    size_t n = r->width;
    if (w->at_end >= w->nend || n > w->ncut - w->at_cut)
        return false;
    const uint32_t *cut = w->cut + w->at_cut;
    uint32_t end = w->end[w->at_end], from = w->at;
    if (cut[n - 1] != end || (w->at_odd < w->nodd && w->odd[w->at_odd] <= end))
        return false;
    const char *s = r->window;
    struct inv_cell *cells = r->cells;
    for (size_t i = 0; i < n; i++) {
        cells[i] = (struct inv_cell){ s + from, cut[i] - from };
        from = cut[i] + 1;
    }
    size_t cr = end > w->at && s[end - 1] == '\r';
    cells[n - 1].n -= cr;
    rec->cells = cells;
    rec->n = n;
    rec->line = r->line++;
    rec->raw = (struct inv_cell){ s + w->at, end - w->at - cr };
    rec->plain = true;
    w->at = from;
    w->at_cut += n;
    w->at_end++;
    return true;
}

/* The next record but for its file's name; blank lines are passed by where
 * width is above 1. INV_END, INV_EROW as inv_input_next has them; after
 * INV_EROW rec->n is how many cells there were, 0 where that cannot be said. */
static inline enum inv_status inv_records_next(struct inv_records *r, struct inv_record *rec, struct inv_err *err)
{
    return inv_records_plain(r, rec) ? INV_OK : inv_records_other(r, rec, err);
}

#endif
