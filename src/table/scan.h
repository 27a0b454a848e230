/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the delimiters and line ends of a stretch of bytes are. Internal.
 *
 * The stretch is looked at 64 bytes at a time: four comparisons of whole
 * vectors give four masks of 64 bits, whose set bits are written out as
 * positions (Langdale and Lemire 2019, "Parsing gigabytes of JSON per second",
 * section 3.1). A record is then a run of positions that ends in a line end.
 */
#ifndef INV_TABLE_SCAN_H
#define INV_TABLE_SCAN_H

#include "inv/status.h"

/* Bytes scanned at a time: their positions stay in the first-level cache. */
#define INV_SCAN_BYTES ((size_t)16 << 10)

struct inv_scan {
    char delimiter, mark;      /* mark: what makes a record more than plain, '"' or '\\' */
    void (*run)(struct inv_scan *s, const char *p, size_t n);   /* for this processor */
    uint32_t *cut; size_t ncut;     /* delimiters and line ends, in order */
    uint32_t *end; size_t nend;     /* line ends */
    uint32_t *odd; size_t nodd;     /* marks, and bytes behind a CR that is no part of a line end */
    size_t at_cut, at_end, at_odd;  /* the first of each that is not used yet */
    uint32_t at;                    /* where the next record begins */
};

/* Made as {0}, it may be initialised again for another table. */
enum inv_status inv_scan_init(struct inv_scan *s, char delimiter, char mark, struct inv_err *err);
void inv_scan_free(struct inv_scan *s);
/* Finds them all in the n bytes at p (at most INV_SCAN_BYTES); 64 bytes behind them may be read. */
void inv_scan_look(struct inv_scan *s, const char *p, size_t n);
/* Passes by what stands before `at`. */
void inv_scan_skip(struct inv_scan *s, size_t at);
/* Forgets what was found. */
void inv_scan_clear(struct inv_scan *s);

/* All ways of scanning that this processor has, for tests: NULL behind the last. */
typedef void inv_scan_run(struct inv_scan *s, const char *p, size_t n);
inv_scan_run *inv_scan_way(size_t i);

#endif
