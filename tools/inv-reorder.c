/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-reorder: what to order today, row by row, or all rows together. */
#include "config.h"
#include "reorder.h"
#include "kept.h"

#include <math.h>
#include <stdlib.h>

#define O(member) offsetof(struct reorder_options, member)
#define POLICIES "rq|ss|rs|minmax|formula|demand|forecast"

static const struct tool_option option_table[] = {
    { 0, "policy", OPT_CHOICE, O(policy), "POLICY", "rq (default), ss, rs, minmax, formula, demand or forecast", POLICIES, 0, 0 },
    { 0, "round", OPT_CHOICE, O(round), "WAY", "to packs: up (default), down or nearest", "up|down|nearest", 0, 0 },
    { 0, "stock", OPT_TEXT, O(stock), "FILE", "the stock: key, on_hand, on_order, backordered", NULL, 0, 0 },
    { 0, "forecast", OPT_TEXT, O(forecast), "FILE", "demand to come: key, step, forecast (default: the mean)", NULL, 0, 0 },
    { 0, "receipts", OPT_TEXT, O(receipts), "FILE", "what is on order, by date: key, date, qty", NULL, 0, 0 },
    { 0, "overdue", OPT_CHOICE, O(overdue), "WAY", "receipts before as_of: come next (default) or drop", "next|drop", 0, 0 },
    { 0, "calendar", OPT_TEXT, O(calendar), "FILE", "suppliers' days: supplier, date, closed, order_days", NULL, 0, 0 },
    { 0, "group", OPT_TEXT, O(group), "COL", "joint orders of the items with the same COL (supplier)", NULL, 0, 0 },
    { 0, "suppliers", OPT_TEXT, O(suppliers), "FILE", "terms: supplier, min_value, container_volume ...", NULL, 0, 0 },
    { 0, "budget", OPT_NUM, O(budget), "M", "money for all orders, spent where most is at risk", NULL, 0, 1e300 },
    { 0, "transfers", OPT_TEXT, O(transfers), "COL", "move surplus between the places in COL before buying", NULL, 0, 0 },
    { 0, "substitutes", OPT_TEXT, O(substitutes), "FILE", "replaced items: key, substitute, factor", NULL, 0, 0 },
    { 0, "projection", OPT_FLAG, O(projection), NULL, "write stock, orders and cash by period instead", NULL, 0, 0 },
    { 'H', "horizon", OPT_INT, O(horizon), "N", "periods of --projection (default: those of --forecast)", NULL, 1, 10000 },
    { 0, "only-orders", OPT_FLAG, O(only_orders), NULL, "write only rows with something to order", NULL, 0, 0 },
};

static const struct reorder_options defaults = { .budget = (double)NAN };

static const enum inv_param parameters[] = {
    INV_P_ON_HAND, INV_P_ON_ORDER, INV_P_BACKORDERED, INV_P_DEMAND, INV_P_DEMAND_SD, INV_P_LEAD_TIME, INV_P_REVIEW_PERIOD,
    INV_P_MOQ, INV_P_PACK_SIZE, INV_P_MIN_STOCK, INV_P_MAX_STOCK, INV_P_UNIT_COST, INV_P_PRICE, INV_P_WEIGHT, INV_P_VOLUME,
    INV_P_CAPACITY, INV_P_PAYMENT_DAYS,
};

/* One that waits is decided already; its dates are its own. */
static enum inv_status decided(struct work *w, const struct inv_record *rec, const struct inv_param_row *p, struct line **line,
                               struct inv_err *err)
{
    if (w->together) {
        *line = &w->lines[w->at++];
        w->dates.row = (*line)->time;
        return stock_find(&w->stock, rec, err);
    }
    *line = &w->now;
    enum inv_status st = line_read(w, rec, p, *line, err);
    return st == INV_OK ? line_solve(w, *line, err) : st;
}

static enum inv_status reorder_row(void *ctx, struct run *run, const struct inv_record *rec, const struct inv_param_row *p,
                                   struct value *out, struct inv_err *err)
{
    struct work *w = ctx;
    struct line *l;
    (void)run;
    enum inv_status st = decided(w, rec, p, &l, err);
    bool idle = w->o->only_orders && st == INV_OK && !(l->out.order_qty > 0) && !(l->transfer_in > 0);
    if (idle)
        return INV_END;
    if (st == INV_OK && w->o->projection)
        return projection_write(w, rec, l, err);
    if (st == INV_OK)
        st = stock_values(&w->stock, p, out, err);
    if (st == INV_OK)
        columns_fill(w, l, out);
    return st;
}

static double days(void *ctx, const struct inv_record *rec)
{
    struct work *w = ctx;
    return inv_freq_days(tool_freq_of(w->run, rec->cells, w->dates.freq_in));
}

/* ---- the run ------------------------------------------------------------------------------------- */

static enum inv_status check_options(const struct reorder_options *o, struct inv_err *err)
{
    if (o->policy == INV_POLICY_FORECAST && !o->forecast)
        return inv_err_set(err, INV_EUSAGE, "--policy forecast needs --forecast FILE");
    if (o->horizon > 0 && !o->projection)
        return inv_err_set(err, INV_EUSAGE, "--horizon is that of --projection");
    return INV_OK;
}

static enum inv_status open_work(struct work *w, struct inv_err *err)
{
    struct run *run = w->run;
    enum inv_status st = check_options(w->o, err);
    if (st == INV_OK)
        st = tool_open_input(run, err);
    if (st == INV_OK)
        st = stock_open(&w->stock, run, w->o->stock, err);
    if (st == INV_OK)
        st = dates_open(&w->dates, run, w->o, err);
    if (st == INV_OK)
        st = suppliers_open(&w->suppliers, run, w->o, &w->stock, err);
    if (st == INV_OK)
        st = transfers_open(w, err);
    if (st != INV_OK)
        return st;
    w->end_of_life = stock_text_column(&w->stock, "end_of_life");
    w->on_order_dated = w->o->receipts && w->stock.of_param[INV_P_ON_ORDER] == INV_NO_COLUMN
        && !inv_params_known(run->params, INV_P_ON_ORDER);
    w->dated = w->o->calendar || w->o->policy >= INV_POLICY_DEMAND;
    w->together = w->o->group || w->o->suppliers || w->o->transfers || w->o->substitutes || !isnan(w->o->budget);
    return w->o->projection ? projection_open(w, err) : columns_choose(w, err);
}

static void close_work(struct work *w)
{
    together_close(w);
    suppliers_close(&w->suppliers);
    stock_close(&w->stock);
    dates_close(&w->dates);
    projection_close(w);
    free(w->columns);
}

static enum inv_status all_rows(struct work *w, struct inv_err *err)
{
    const struct row_filter each = { .columns = w->columns, .ncolumns = w->ncolumns, .ctx = w, .row = reorder_row, .days = days,
                                     .own_table = w->o->projection };
    const struct kept_filter kept = { .columns = w->columns, .ncolumns = w->ncolumns, .ctx = w, .take = together_take,
                                      .all = together_decide, .give_row = reorder_row, .days = days };
    return w->together ? tool_rows_kept(w->run, &kept, !w->o->projection, err) : tool_rows(w->run, &each, err);
}

static enum inv_status run_reorder(struct run *run, struct inv_err *err)
{
    struct work w = { .run = run, .o = run->options };
    enum inv_status st = open_work(&w, err);
    if (st == INV_OK)
        st = all_rows(&w, err);
    if (st == INV_OK && w.o->projection)
        st = tool_write(run, &w.out, true, err);
    if (st == INV_OK) {
        join_note_unused(w.stock.table, "stock");
        join_note_unused(w.dates.receipts, "receipts");
        join_note_unused(w.dates.forecast, "forecasts");
        receipts_note(&w.dates);
    }
    close_work(&w);
    return st;
}

static const struct tool tool = {
    .name = "inv-reorder",
    .summary = "What to order today: the inventory position against a policy, row by row.",
    .example = "  inv-reorder --stock stock.csv --only-orders plan.csv",
    .options = option_table, .noptions = COUNT(option_table),
    .params = parameters, .nparams = COUNT(parameters),
    .defaults = &defaults, .size = sizeof(struct reorder_options),
    .run = run_reorder,
};

TOOL_MAIN(tool)
