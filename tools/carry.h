/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Output rows that carry the input's: every column in place, what the items
 * have, and what the filter computes. */
#ifndef TOOLS_CARRY_H
#define TOOLS_CARRY_H

#include "common.h"

struct carry {
    struct run *run;
    struct inv_layout layout;
    struct inv_buf buf;
    struct inv_row row;
    struct value *values;      /* ncolumns: of the row at hand */
    size_t ncolumns;
    size_t *runs;              /* from a slot on: how many are columns that stand side by side in the input */
    bool same;                 /* a plain cell of the input needs no quotes in the output */
};

/* After tool_open_input: writes the header. columns are borrowed until then. */
enum inv_status carry_open(struct carry *c, struct run *run, const char *const *columns, size_t n, struct inv_err *err);
void carry_close(struct carry *c);
/* Makes all values missing. */
void carry_clear(struct carry *c);
/* Writes rec's cells (of the input's width), the item of params and c->values. */
enum inv_status carry_write(struct carry *c, const struct inv_record *rec, const struct inv_param_row *params,
                            struct inv_err *err);
enum inv_status carry_flush(struct carry *c, struct inv_err *err);

#endif
