/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Filters that work row by row, several rows at a time: for work that takes longer than
 * reading and writing the row. The same comes out as of tool_rows, in the same order. */
#ifndef TOOLS_ROWS_JOBS_H
#define TOOLS_ROWS_JOBS_H

#include "common.h"

struct rows_jobs {
    const char *const *columns; size_t ncolumns;     /* those it computes */
    void *ctx;
    size_t size;                                     /* of what `begin` finds for a row; plain bytes */
    /* Reads what a row's work needs into row (cleared before), one row at a time; more of it may be
     * added to kept, in multiples of 8 bytes. INV_EROW or INV_EARG rejects the row. */
    enum inv_status (*begin)(void *ctx, const struct inv_record *rec, const struct inv_param_row *params, void *row,
                             struct inv_buf *kept, struct inv_err *err);
    /* Works on it alone: out[ncolumns] (all missing before). thread (below tool_jobs) names the
     * workspace it may use; kept is where begin's additions stand. */
    enum inv_status (*work)(void *ctx, size_t thread, const void *row, const char *kept, struct value *out,
                            struct inv_err *err);
    double (*days)(void *ctx, const struct inv_record *rec);    /* as in row_filter */
};
enum inv_status tool_rows_jobs(struct run *run, const struct rows_jobs *f, struct inv_err *err);

#endif
