/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Filters that work row by row: every column carried through, theirs added. */
#include "config.h"
#include "common.h"
#include "carry.h"

#include <stdlib.h>
#include <string.h>

enum inv_status tool_column_add(struct inv_layout *layout, struct inv_cell name, struct inv_err *err)
{
    size_t width = layout->width;
    char text[96];
    enum inv_status st = inv_layout_add(layout, name, INV_FROM_FILTER, 0, err);
    if (st != INV_OK || layout->width > width)
        return st;
    inv_err_quote(text, sizeof text, name.s, name.n);
    return inv_err_set(err, INV_EUSAGE, "the output would have two columns %s: give the key, time or value another name", text);
}

void value_write(struct inv_row *row, const struct value *v)
{
    switch (v->kind) {
    case VALUE_MISSING: inv_row_missing(row); break;
    case VALUE_NUM: inv_row_num(row, v->num); break;
    case VALUE_TEXT: inv_row_cell(row, v->text); break;
    }
}

/* ---- the driver --------------------------------------------------------------------------- */

struct driver {
    struct run *run;
    const struct row_filter *filter;
    struct carry out;
};

enum inv_status tool_reject_row(struct run *run, const struct inv_record *rec, enum inv_status st, struct inv_err *err)
{
    if (st != INV_EROW && st != INV_EARG)
        return st;
    err->status = INV_EROW;
    if (!err->file)
        inv_err_at(err, rec->file, rec->line);
    return tool_reject(run, rec, err);
}

static enum inv_status one_row(struct driver *d, const struct inv_record *rec, struct inv_err *err)
{
    const struct row_filter *f = d->filter;
    struct inv_param_row params;
    inv_params_join(d->run->params, rec->cells, &params);
    params.file = rec->file;
    params.line = rec->line;
    params.days_per_period = f->days ? f->days(f->ctx, rec) : f->days_per_period;
    carry_clear(&d->out);
    enum inv_status st = f->row(f->ctx, d->run, rec, &params, d->out.values, err);
    if (st == INV_OK)
        return carry_write(&d->out, rec, &params, err);
    if (st == INV_END)
        return INV_OK;
    return tool_reject_row(d->run, rec, st, err);
}

static enum inv_status all_rows(struct driver *d, struct inv_err *err)
{
    struct inv_record rec;
    for (size_t count = 1;; count++) {
        enum inv_status st = inv_input_next(d->run->in, &rec, err);
        if (st == INV_END)
            return INV_OK;
        if (st == INV_EROW)
            st = tool_reject(d->run, &rec, err);
        else if (st == INV_OK)
            st = one_row(d, &rec, err);
        if (st != INV_OK)
            return st;
        if (count % 8192 == 0)
            tool_progress(d->run);
    }
}

enum inv_status tool_named_keys(struct run *run, struct inv_err *err)
{
    size_t *columns = NULL;
    bool usual = run->keys.n == 1 && strcmp(run->keys.s[0], "sku") == 0;
    enum inv_status st = usual ? INV_OK : tool_key_columns(run, run->in, &columns, err);
    free(columns);
    return st;
}

enum inv_status tool_rows(struct run *run, const struct row_filter *f, struct inv_err *err)
{
    struct driver d = { .run = run, .filter = f };
    enum inv_status st = tool_named_keys(run, err);
    if (st == INV_OK && !f->own_table)
        st = carry_open(&d.out, run, f->columns, f->ncolumns, err);
    if (st == INV_OK)
        st = all_rows(&d, err);
    enum inv_status end = st == INV_OK || st == INV_EROW ? carry_flush(&d.out, st == INV_OK ? err : NULL) : INV_OK;
    carry_close(&d.out);
    return st != INV_OK ? st : end;
}
