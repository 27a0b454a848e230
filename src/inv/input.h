/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several delimited files read as one table: columns matched by name.
 *
 * Records without quotes are split by our own scanner, those with quotes by
 * libcsv in strict mode, one physical line a call, so that line numbers are
 * exact. Both give the same cells. Every file's header is read when the input
 * is opened (regular files are closed again until their turn), so the united
 * header is known before the first record.
 */
#ifndef INV_INPUT_H
#define INV_INPUT_H

#include "inv/table.h"

struct inv_record {
    const struct inv_cell *cells;  /* in the order of the united header */
    size_t n;
    const char *file;              /* as named on the command line; "-" is standard input */
    uint64_t line;                 /* physical line on which it starts, from 1 */
    struct inv_cell raw;           /* its bytes as they came, without the line end */
    bool plain;                    /* no quotes, escapes or lone CR, the format's own syntax: no cell needs quoting there */
    bool straight;                 /* plain, and its cells stand side by side as the united header has them */
};

struct inv_input;
struct inv_buf;

/* paths: n names ("-": standard input; n = 0 means "-"). A name that ends in
 * .tsv is read as TSV whatever format says, when by_name. The strings and
 * format are borrowed. INV_EUSAGE: no header, a column name twice. INV_EIO:
 * cannot be read (a directory too). */
enum inv_status inv_input_open(struct inv_input **in, const char *const *paths, size_t n,
                               const struct inv_format *format, bool by_name, struct inv_err *err);
void inv_input_close(struct inv_input *in);

size_t inv_input_width(const struct inv_input *in);
struct inv_cell inv_input_name(const struct inv_input *in, size_t column);
/* INV_NO_COLUMN where there is none. */
size_t inv_input_find(const struct inv_input *in, const char *name);
/* The same, but INV_EUSAGE where any of the files lacks it; the text says
 * which file, which column, and which there are. */
enum inv_status inv_input_need(const struct inv_input *in, const char *name, size_t *column, struct inv_err *err);

/* The next record; its cells live until the next call. INV_END after the last.
 * INV_EROW: this record cannot be used (ragged, a quote inside a cell, an open
 * quote); rec's file, line and raw are set and the next call goes on (after an
 * open quote: with the next file). Anything else ends the run. */
enum inv_status inv_input_next(struct inv_input *in, struct inv_record *rec, struct inv_err *err);

/* Appends the record as a row of the united table, without a line end: its
 * bytes as they came where its file has that order and this format, else its
 * cells written anew (a record without cells: its bytes as one cell). */
enum inv_status inv_input_row(const struct inv_input *in, const struct inv_record *rec, struct inv_buf *out,
                              struct inv_err *err);

/* Bytes read so far and in all (0 where it is not known), for a progress bar. */
void inv_input_progress(const struct inv_input *in, uint64_t *done, uint64_t *total);

#endif
