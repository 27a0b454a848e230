/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-clean: periods whose demand could not be met, by a column or a file. */
#include "config.h"
#include "clean.h"

#include <string.h>

/* A column of that name, else a file. Without the option: the column stockout,
 * where there is one. */
enum inv_status clean_open_stockout(struct clean *c, struct inv_err *err)
{
    const char *name = c->o->stockout ? c->o->stockout : "stockout";
    c->num[N_STOCKOUT] = inv_input_find(c->run->in, name);
    c->stockouts = c->o->stockout || c->num[N_STOCKOUT] != INV_NO_COLUMN;
    if (!c->o->stockout || c->num[N_STOCKOUT] != INV_NO_COLUMN)
        return INV_OK;
    enum inv_status st = join_load(c->run, name, &c->file, err);
    if (st == INV_EIO) {
        char why[sizeof err->text];
        snprintf(why, sizeof why, "%s", err->text);
        return inv_err_set(err, INV_EUSAGE, "--stockout: \"%.80s\" is no column of the input, and as a file: %.180s", name, why);
    }
    if (st == INV_OK)
        st = join_need(c->file, c->run->common.time, &c->file_date, err);
    if (st == INV_OK)
        c->file_flag = join_column(c->file, "stockout");
    return st;
}

/* One row of the file: marks every period that its date lies in or covers. */
static enum inv_status mark_row(struct clean *c, size_t row, struct inv_err *err)
{
    struct inv_cell cell = join_cell(c->file, row, c->file_date);
    int64_t first, after;
    double flag = 1;
    if (c->file_flag != INV_NO_COLUMN) {
        enum inv_status st = join_number(c->file, row, c->file_flag, &flag, err);
        if (st != INV_OK || !(flag > 0))
            return st;
    }
    if (inv_time_parse_span(&c->series.fmt, cell.s, cell.n, &first, &after, err) != INV_OK) {
        err->status = INV_EROW;
        inv_err_at(err, join_file(c->file), join_line(c->file, row));
        return inv_err_column(err, c->run->common.time, strlen(c->run->common.time));
    }
    int64_t last = inv_grid_index(&c->grid, after - 1), end = c->reg.first + (int64_t)c->reg.n - 1;
    int64_t from = inv_grid_index(&c->grid, first);
    for (int64_t p = from > c->reg.first ? from : c->reg.first; p <= last && p <= end; p++)
        inv_regular_mark(&c->reg, &p, NULL, 1);
    return INV_OK;
}

enum inv_status clean_mark_stockouts(struct clean *c, const struct inv_group *g, struct inv_err *err)
{
    if (!c->file) {
        inv_regular_mark(&c->reg, c->index, g->num[N_STOCKOUT], g->n);
        return INV_OK;
    }
    enum inv_status st = INV_OK;
    for (size_t row = join_find(c->file, clean_probe(c, g)); row != JOIN_NONE && st == INV_OK; row = join_next(c->file, row)) {
        st = mark_row(c, row, err);
        if (st == INV_EROW)
            st = tool_reject_other(c->run, NULL, err);
    }
    return st;
}
