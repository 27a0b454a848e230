/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-balance: stock levels and their value from movements. */
#include "config.h"
#include "balance.h"

#include <stdlib.h>

#include "inv/mem.h"

#define O(member) offsetof(struct balance_options, member)

static const struct tool_option option_table[] = {
    { 0, "type", OPT_TEXT, O(type), "COL", "what a movement is: opening, receipt, sale, return, adjustment, "
      "transfer_in, transfer_out, count "
      "(default type, where there is one; else the sign of the quantity)", NULL, 0, 0 },
    { 0, "opening", OPT_TEXT, O(opening), "FILE", "stock before the first movement: key, qty or on_hand, "
      "unit_cost, date", NULL, 0, 0 },
    { 0, "warehouse", OPT_TEXT, O(warehouse), "COL", "the key column that transfers go between (default "
      "warehouse, where it is one)", NULL, 0, 0 },
    { 0, "valuation", OPT_CHOICE, O(valuation), "METHOD", "what goes out costs: fifo (default), lifo or "
      "average (moving)", "fifo|lifo|average", 0, 0 },
    { 0, "stocktake", OPT_CHOICE, O(stocktake), "WAY", "counts are booked (book, default), or their difference "
      "is reported", "book|report", 0, 0 },
    { 0, "periods", OPT_FLAG, O(periods), NULL, "a row a key and period (--freq, default days) instead", NULL, 0, 0 },
    { 0, "layers", OPT_FLAG, O(layers), NULL, "what is left at the end instead, by the date that it came", NULL, 0, 0 },
};

static const enum inv_param parameters[] = { INV_P_UNIT_COST };

static const char *const movement_columns[] = { "change", "on_hand", "difference", "negative", "movement_value",
    "stock_value", "cogs" };

/* ---- items --------------------------------------------------------------------------------------- */

static enum inv_status book(struct balance *b, struct inv_err *err)
{
    size_t at;
    enum inv_status st = INV_MEM_GROW(&b->moved, &b->cap_moved, b->n, err);
    if (st == INV_OK)
        st = inv_balance_item(&b->book, b->moves, b->n, b->nplaces, b->moved, &at, err);
    if (st != INV_OK)
        return st;
    balance_note(b);
    b->remarks.unsent += b->book.unsent;
    b->remarks.transit += inv_layers_on_hand(&b->book.transit);
    b->remarks.transit_value += inv_layers_value(&b->book.transit);
    return balance_write(b, err);
}

static enum inv_status one_item(struct balance *b, struct inv_err *err)
{
    enum inv_status st = balance_read(b, err);
    if (st == INV_OK)
        st = book(b, err);
    if (st != INV_EROW && st != INV_EARG)
        return st;
    err->status = INV_EROW;
    if (!err->file)
        series_where(&b->series, &b->g, err);
    return tool_reject_group(b->run, &b->g, err);
}

/* Keys of the opening table that did not move. */
static enum inv_status unmoved(struct balance *b, struct inv_err *err)
{
    enum inv_status st = INV_OK;
    for (size_t row = 0; b->opening && row < join_count(b->opening) && st == INV_OK; row++) {
        if (b->opened[row])
            continue;
        b->opened[row] = true;
        st = balance_read_opening(b, row, err);
        b->remarks.unmoved += st == INV_OK && b->n > 0;
        if (st == INV_OK && b->n > 0)
            st = book(b, err);
        if (st != INV_EROW && st != INV_EARG)
            continue;
        err->status = INV_EROW;
        inv_err_at(err, join_file(b->opening), join_line(b->opening, row));
        st = tool_reject_other(b->run, NULL, err);
    }
    return st;
}

static enum inv_status all_items(struct balance *b, struct inv_err *err)
{
    enum inv_status st;
    while ((st = series_next(&b->series, &b->g, err)) == INV_OK) {
        st = one_item(b, err);
        if (st != INV_OK)
            return st;
        tool_progress(b->run);
    }
    return st == INV_END ? unmoved(b, err) : st;
}

/* ---- the filter ------------------------------------------------------------------------------------ */

/* Days, unless the dates are something longer, or --freq says so. */
static enum inv_status set_grid(struct balance *b, struct inv_err *err)
{
    enum inv_form unit = b->series.fmt.unit;
    enum inv_freq freq = tool_freq(b->run);
    if (freq == INV_FREQ_NONE)
        freq = unit == INV_FORM_DAY || unit == INV_FORM_STAMP || b->series.freq == INV_FREQ_NONE ? INV_FREQ_D
            : b->series.freq;
    return inv_grid_fit(&b->grid, freq, unit, false, NULL, 0, err);
}

static enum inv_status open_output(struct balance *b, struct inv_err *err)
{
    const struct common *c = &b->run->common;
    const char *const periods[P_FIXED] = { c->time, "opening", "received", c->value, "adjusted", "transferred",
        "on_hand", "negative",
                                           "stock_value", "cogs" };
    const char *const layers[L_FIXED] = { c->time, c->value, "unit_cost", "stock_value", "age" };
    size_t n = b->o->periods ? P_FIXED : L_FIXED;
    for (size_t i = 0; i < n; i++)
        b->columns[i] = b->o->periods ? periods[i] : layers[i];
    b->cells = calloc(inv_input_width(b->run->in) + 1, sizeof *b->cells);
    if (!b->cells)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    if (!b->o->periods && !b->o->layers)
        return carry_open(&b->rows, b->run, movement_columns, M_FIXED, err);
    enum inv_status st = b->o->periods ? set_grid(b, err) : INV_OK;
    return st == INV_OK ? reduce_header(&b->out, b->columns, n, err) : st;
}

static void close_all(struct balance *b)
{
    series_close(&b->series);
    inv_group_free(&b->g);
    join_free(b->opening);
    inv_keys_free(b->places);
    inv_balance_free(&b->book);
    carry_close(&b->rows);
    reduce_close(&b->out);
    free(b->opened);
    free(b->first_row);
    free(b->otherwise);
    free(b->moves);
    free(b->moved);
    free(b->order);
    free(b->begin);
    free(b->cells);
}

static enum inv_status run_balance(struct run *run, struct inv_err *err)
{
    struct balance b = { .run = run, .o = run->options };
    b.book.valuation = (enum inv_valuation)b.o->valuation;
    b.book.report = b.o->stocktake == 1;
    if (b.o->periods && b.o->layers)
        return inv_err_set(err, INV_EUSAGE, "--periods and --layers are two tables: one of them");
    enum inv_status st = tool_open_input(run, err);
    if (st == INV_OK)
        st = balance_open(&b, err);
    if (st == INV_OK)
        st = open_output(&b, err);
    if (st == INV_OK)
        st = all_items(&b, err);
    if (st == INV_OK)
        st = b.o->periods || b.o->layers ? reduce_flush(&b.out, err) : carry_flush(&b.rows, err);
    if (st == INV_OK)
        balance_remark(&b);
    close_all(&b);
    return st;
}

static const struct tool tool = {
    .name = "inv-balance",
    .summary = "Stock levels and their value from movements.",
    .example = "  inv-balance --opening stock.csv movements.csv",
    .options = option_table, .noptions = COUNT(option_table),
    .params = parameters, .nparams = COUNT(parameters),
    .size = sizeof(struct balance_options),
    .run = run_balance,
};

TOOL_MAIN(tool)
