/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Filters that make one row of the rows of a key: what they keep of them, and
 * the key's planning parameters. */
#ifndef TOOLS_REDUCE_H
#define TOOLS_REDUCE_H

#include "common.h"

struct reduce {
    struct run *run;
    size_t *key; size_t nkey;            /* input columns of the key; and the extra one */
    size_t *carry; size_t ncarry;        /* input columns to keep the latest cell of: for group or series specs */
    size_t nkept;                        /* the first of them are --carry's, and go out */
    const char *const *columns; size_t ncolumns;    /* computed; borrowed */
    struct inv_layout layout;
    struct inv_buf buf;
    struct inv_row row;
    struct inv_cell *cells;              /* of the input's width: those kept */
    struct value *values;                /* ncolumns */
};

/* After tool_open_input: finds the key, --carry's columns, those that are
 * planning parameters, and freq and as_of. extra: one more key column, or NULL. */
enum inv_status reduce_open(struct reduce *r, struct run *run, const char *extra, struct inv_err *err);
/* The header: key, carried columns, items' parameters, computed columns. */
enum inv_status reduce_header(struct reduce *r, const char *const *columns, size_t n, struct inv_err *err);
/* Keeps a column's latest cell for the parameters; INV_NO_COLUMN: none. Once, after reduce_open. */
void reduce_keep(struct reduce *r, size_t column);
void reduce_close(struct reduce *r);
/* The key's parameters; r->values are cleared. */
void reduce_join(struct reduce *r, const struct inv_group *g, struct inv_param_row *params);
/* Writes key, kept cells and r->values. */
enum inv_status reduce_write(struct reduce *r, const struct inv_param_row *params, struct inv_err *err);
enum inv_status reduce_flush(struct reduce *r, struct inv_err *err);

#endif
