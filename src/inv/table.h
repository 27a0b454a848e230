/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Delimited tables: what a cell, a format and a record are. */
#ifndef INV_TABLE_H
#define INV_TABLE_H

#include "inv/status.h"

/* Bytes of a cell, unquoted; not terminated. */
struct inv_cell { const char *s; size_t n; };

enum inv_syntax { INV_CSV, INV_TSV, INV_JSONL };   /* JSONL is for output only */

struct inv_format {
    enum inv_syntax syntax;
    char delimiter;            /* ',' for CSV unless -d says otherwise; TSV has a tab, whatever stands here */
    char decimal;              /* '.' or ',' */
    bool header;               /* false: columns are named 1, 2, 3 */
    bool bom;                  /* output: begin with a byte-order mark */
    int precision;             /* output: 0 shortest, else significant digits */
    const char *const *na;     /* further tokens that mean missing; borrowed */
    size_t n_na;
};

/* CSV, comma, point, header, shortest. */
struct inv_format inv_format_default(void);
/* Empty, NA, NaN, null in any case, and the format's own tokens. */
bool inv_cell_missing(const struct inv_format *f, struct inv_cell c);
/* A number, or NAN where missing. INV_EROW with a text such as
 * "12x" is not a number; the caller adds file, line and column. */
enum inv_status inv_cell_number(const struct inv_format *f, struct inv_cell c, double *v, struct inv_err *err);

#define INV_NO_COLUMN ((size_t)-1)

#endif
