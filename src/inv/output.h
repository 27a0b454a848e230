/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing tables: rows are formatted into a buffer (by any thread), buffers go
 * to a sink (one thread), and a sink that is a file appears whole or not at all. */
#ifndef INV_OUTPUT_H
#define INV_OUTPUT_H

#include "inv/buf.h"
#include "inv/table.h"

/* ---- rows ------------------------------------------------------------------------ */

/* Formats rows of one table. Errors (memory) stick in err.status and are
 * reported by inv_row_end. */
struct inv_row {
    struct inv_buf *buf;                 /* where it goes; borrowed */
    const struct inv_format *format;     /* borrowed; stays as it is */
    const struct inv_cell *names;        /* header, for JSONL; borrowed */
    size_t width, at;                    /* columns in all, next one */
    char delimiter;                      /* what stands between cells */
    bool bare;                           /* a number needs no quotes, whatever it is */
    struct inv_err err;
};

void inv_row_init(struct inv_row *r, struct inv_buf *buf, const struct inv_format *format,
                  const struct inv_cell *names, size_t width);
/* The header record, with the BOM where asked; nothing for JSONL or header = false. */
enum inv_status inv_row_header(struct inv_row *r, struct inv_err *err);
void inv_row_cell(struct inv_row *r, struct inv_cell c);    /* quoted where needed */
void inv_row_plain(struct inv_row *r, struct inv_cell c);   /* known to need no quotes */
/* n such cells of one record, which stand there side by side: as they came, at once. Only where it has this format. */
void inv_row_plain_run(struct inv_row *r, const struct inv_cell *c, size_t n);
void inv_row_text(struct inv_row *r, const char *s);
void inv_row_num(struct inv_row *r, double x);              /* NAN: missing; precision applies */
void inv_row_int(struct inv_row *r, int64_t x);
void inv_row_missing(struct inv_row *r);
/* Once more some cells of an earlier row at the same columns, which stand at `from` in
 * the buffer with what separates them, n bytes. */
void inv_row_again(struct inv_row *r, size_t from, size_t n, size_t cells);
enum inv_status inv_row_end(struct inv_row *r, struct inv_err *err);

/* ---- sinks ----------------------------------------------------------------------- */

struct inv_sink;

/* path NULL: standard output. Another path: written beside it (O_TMPFILE where
 * the file system has it), synced and renamed by inv_sink_commit, its mode kept;
 * a path that is no regular file (a pipe, /dev/null) is written directly. */
enum inv_status inv_sink_open(struct inv_sink **s, const char *path, struct inv_err *err);
/* Buffers; writes large blocks. INV_EIO with errno's words; INV_END when the
 * reader of a pipe has gone. */
enum inv_status inv_sink_write(struct inv_sink *s, const char *p, size_t n, struct inv_err *err);
enum inv_status inv_sink_flush(struct inv_sink *s, struct inv_err *err);
/* Writes what is left, checks the close, renames. Frees s, whatever comes back. */
enum inv_status inv_sink_commit(struct inv_sink *s, struct inv_err *err);
/* Leaves the old file. Frees s. */
void inv_sink_abort(struct inv_sink *s);

#endif
