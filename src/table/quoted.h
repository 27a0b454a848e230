/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records with quotes, by libcsv in strict mode. Internal.
 *
 * libcsv's callbacks know no position, it trims spaces, drops blank lines and
 * takes a lone CR for a line end; so it is fed one physical line a call, with
 * no byte counted as a space and only LF as an end, and the caller says which
 * line ends are data.
 */
#ifndef INV_TABLE_QUOTED_H
#define INV_TABLE_QUOTED_H

#include "inv/table.h"

struct inv_quoted;

enum inv_status inv_quoted_alloc(struct inv_quoted **q, char delimiter, struct inv_err *err);
void inv_quoted_free(struct inv_quoted *q);

/* Forgets what there was of a record. */
enum inv_status inv_quoted_reset(struct inv_quoted *q, struct inv_err *err);
/* One physical line of n bytes, its end (of `tail` bytes) behind them. *open:
 * a quote is open at its end, which is data then, and the record goes on.
 * INV_EROW: a quote where none may be; the record ends with this line. */
enum inv_status inv_quoted_line(struct inv_quoted *q, const char *s, size_t n, size_t tail, bool *open, struct inv_err *err);
/* The cells of a record whose last line was not open; until the next line. */
const struct inv_cell *inv_quoted_cells(const struct inv_quoted *q, size_t *n);

#endif
