/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Filters whose rows depend on each other (joint orders, budgets): all rows are
 * read and kept, then each is written with what was found. */
#ifndef TOOLS_KEPT_H
#define TOOLS_KEPT_H

#include "common.h"

struct kept_filter {
    const char *const *columns; size_t ncolumns;     /* those it computes */
    void *ctx;
    /* Takes a row as it is read, the i-th of those taken. INV_EROW or INV_EARG rejects it. */
    enum inv_status (*take)(void *ctx, struct run *run, size_t i, const struct inv_record *rec,
                            const struct inv_param_row *params, struct inv_err *err);
    /* After the last of n rows. */
    enum inv_status (*all)(void *ctx, struct run *run, size_t n, struct inv_err *err);
    /* Computes out[ncolumns] of the i-th row (all missing before). INV_EROW or INV_EARG rejects it. */
    enum inv_status (*give)(void *ctx, struct run *run, size_t i, struct value *out, struct inv_err *err);
    /* Instead of give: with the row as it was read; INV_END leaves it out. Called also where nothing is written. */
    enum inv_status (*give_row)(void *ctx, struct run *run, const struct inv_record *rec, const struct inv_param_row *params,
                                struct value *out, struct inv_err *err);
    /* Whether what rejects the i-th row was said with an earlier one, as for all of a group; may be NULL. */
    bool (*told)(void *ctx, size_t i);
    double (*days)(void *ctx, const struct inv_record *rec);    /* as in row_filter; may be NULL */
};
/* write false: the rows are read, nothing is written (the filter writes a table of its own in `all`). */
enum inv_status tool_rows_kept(struct run *run, const struct kept_filter *f, bool write, struct inv_err *err);

#endif
