/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-reorder: what to order today, row by row. */
#include "config.h"
#include "reorder.h"

#include <math.h>
#include <stdlib.h>

#include "inv/reorder.h"

#define O(member) offsetof(struct reorder_options, member)

static const struct tool_option option_table[] = {
    { 0, "policy", OPT_CHOICE, O(policy), "POLICY", "rq (default), ss, rs, minmax or formula", "rq|ss|rs|minmax|formula", 0, 0 },
    { 0, "round", OPT_CHOICE, O(round), "WAY", "to packs: up (default), down or nearest", "up|down|nearest", 0, 0 },
    { 0, "stock", OPT_TEXT, O(stock), "FILE", "the stock: key, on_hand, on_order, backordered", NULL, 0, 0 },
    { 0, "forecast", OPT_TEXT, O(forecast), "FILE", "demand to come: key, step, forecast (default: the mean)", NULL, 0, 0 },
    { 0, "receipts", OPT_TEXT, O(receipts), "FILE", "what is on order, by date: key, date, qty", NULL, 0, 0 },
    { 0, "only-orders", OPT_FLAG, O(only_orders), NULL, "write only rows with something to order", NULL, 0, 0 },
};

static const enum inv_param parameters[] = {
    INV_P_ON_HAND, INV_P_ON_ORDER, INV_P_BACKORDERED, INV_P_DEMAND, INV_P_MOQ, INV_P_PACK_SIZE, INV_P_MIN_STOCK, INV_P_MAX_STOCK,
};

enum { C_POSITION, C_UP_TO, C_NEED, C_ORDER_QTY, C_REASON, C_COVER, C_STOCKOUT, C_ORDER_BY, C_FIXED };
static const char *const fixed_columns[] = {
    "inventory_position", "order_up_to", "need", "order_qty", "reason", "cover", "stockout_date", "order_by",
};

/* Parts of the position: columns where no table has them, or --set changes them. */
enum { P_ON_HAND, P_ON_ORDER, P_BACKORDERED, P_COUNT };

struct work {
    struct run *run;
    const struct reorder_options *o;
    struct stock stock;
    struct dates dates;
    const char **columns; size_t ncolumns;
    size_t first;                        /* of C_FIXED; those of the stock table stand before */
    size_t next_receipt, as_of, freq;    /* the optional ones; 0: none */
    size_t parts[P_COUNT];
    bool on_order_dated;                 /* only the receipts say what is on order */
    char text[4][INV_TIME_MAX];
};

/* ---- one row's input -------------------------------------------------------------------------- */

/* What the policy uses is needed, the rest is taken where it is. */
static enum inv_status policy_params(struct work *w, const struct inv_param_row *p, struct inv_reorder_in *in, struct inv_err *err)
{
    const struct stock *s = &w->stock;
    enum inv_policy policy = in->policy;
    bool triggered = policy == INV_POLICY_RQ || policy == INV_POLICY_SS || policy == INV_POLICY_RS;
    enum inv_status st = triggered ? stock_need(s, p, INV_P_REORDER_POINT, &in->reorder_point, err) : INV_OK;
    if (st == INV_OK && policy == INV_POLICY_SS)
        st = stock_get(s, p, INV_P_ORDER_UP_TO, &in->order_up_to, err);
    if (st == INV_OK && (policy == INV_POLICY_RQ || (policy == INV_POLICY_SS && isnan(in->order_up_to))))
        st = stock_need(s, p, INV_P_EOQ, &in->lot, err);
    if (st == INV_OK && (policy == INV_POLICY_MINMAX || policy == INV_POLICY_FORMULA))
        st = stock_need(s, p, INV_P_MIN_STOCK, &in->min_stock, err);
    if (st == INV_OK)
        st = policy == INV_POLICY_MINMAX ? stock_need(s, p, INV_P_MAX_STOCK, &in->max_stock, err)
                                         : stock_get(s, p, INV_P_MAX_STOCK, &in->max_stock, err);
    if (st == INV_OK && policy == INV_POLICY_FORMULA && isnan(in->demand))
        st = stock_need(s, p, INV_P_DEMAND, &in->demand, err);
    return st;
}

static enum inv_status read_row(struct work *w, const struct inv_record *rec, const struct inv_param_row *p,
                                struct inv_reorder_in *in, struct inv_err *err)
{
    const struct stock *s = &w->stock;
    *in = inv_reorder_defaults();
    in->policy = (enum inv_policy)w->o->policy;
    in->round = (enum inv_round)w->o->round;
    enum inv_status st = stock_find(&w->stock, rec, err);
    if (st == INV_OK)
        st = stock_need(s, p, INV_P_ON_HAND, &in->on_hand, err);
    if (st == INV_OK)
        st = stock_get(s, p, INV_P_ON_ORDER, &in->on_order, err);
    if (st == INV_OK)
        st = stock_get(s, p, INV_P_BACKORDERED, &in->backordered, err);
    if (st == INV_OK)
        st = stock_get(s, p, INV_P_MOQ, &in->moq, err);
    if (st == INV_OK)
        st = stock_get(s, p, INV_P_PACK_SIZE, &in->pack_size, err);
    if (st == INV_OK)
        st = stock_get(s, p, INV_P_DEMAND, &in->demand, err);
    if (st == INV_OK)
        st = dates_of_row(&w->dates, rec, in->demand, err);
    if (st == INV_OK && isnan(in->demand) && w->dates.demand.h > 0)
        in->demand = w->dates.demand.mean;
    if (st == INV_OK && w->on_order_dated)
        in->on_order = w->dates.due_total;
    return st == INV_OK ? policy_params(w, p, in, err) : st;
}

/* ---- the filter --------------------------------------------------------------------------------- */

static void project(struct work *w, const struct inv_reorder_in *in, const struct inv_reorder_out *o, struct value *out)
{
    const struct dates *d = &w->dates;
    double net = in->on_hand - in->backordered;
    int64_t period;
    out[C_COVER] = value_num(inv_project_cover(net, in->demand));
    if (inv_project_stockout(&d->demand, net, d->due, d->ndue, &period))
        out[C_STOCKOUT] = dates_value(d, period, w->text[0]);
    if (inv_project_order(&d->demand, o->position, o->trigger, &period))
        out[C_ORDER_BY] = dates_value(d, period, w->text[1]);
}

static enum inv_status reorder_row(void *ctx, struct run *run, const struct inv_record *rec, const struct inv_param_row *p,
                                   struct value *out, struct inv_err *err)
{
    struct work *w = ctx;
    struct inv_reorder_in in;
    struct inv_reorder_out o;
    enum inv_status st = read_row(w, rec, p, &in, err);
    if (st == INV_OK)
        st = inv_reorder_solve(&in, &o, err);
    if (st == INV_OK && w->o->only_orders && !(o.order_qty > 0))
        return INV_END;
    if (st == INV_OK)
        st = stock_values(&w->stock, p, out, err);
    if (st != INV_OK)
        return st;
    struct value *fixed = out + w->first;
    fixed[C_POSITION] = value_num(o.position);
    fixed[C_UP_TO] = value_num(o.order_up_to);
    fixed[C_NEED] = value_num(o.need);
    fixed[C_ORDER_QTY] = value_num(o.order_qty);
    fixed[C_REASON] = value_text(inv_bound_name(o.bound));
    project(w, &in, &o, fixed);
    const double parts[P_COUNT] = { in.on_hand, in.on_order, in.backordered };
    for (size_t i = 0; i < P_COUNT; i++)
        if (w->parts[i])
            out[w->parts[i]] = value_num(parts[i]);
    if (w->next_receipt && w->dates.next != INT64_MIN)
        out[w->next_receipt] = dates_instant(&w->dates, w->dates.next, w->text[2]);
    if (w->as_of)
        out[w->as_of] = dates_instant(&w->dates, w->dates.as_of, w->text[3]);
    if (w->freq)
        out[w->freq] = value_text(inv_freq_name(tool_freq(run)));
    return INV_OK;
}

static void choose_parts(struct work *w)
{
    static const enum inv_param params[P_COUNT] = { INV_P_ON_HAND, INV_P_ON_ORDER, INV_P_BACKORDERED };
    for (size_t i = 0; i < P_COUNT; i++) {
        const char *name = inv_param_table()[params[i]].name;
        bool known = inv_params_known(w->run->params, params[i]) || (i == P_ON_ORDER && w->on_order_dated);
        bool there = inv_input_find(w->run->in, name) != INV_NO_COLUMN || w->stock.of_param[params[i]] != INV_NO_COLUMN;
        if (inv_params_is_set(w->run->params, params[i]) || (known && !there))
            w->columns[w->parts[i] = w->ncolumns++] = name;
    }
}

static enum inv_status choose_columns(struct work *w, struct inv_err *err)
{
    w->first = w->stock.ncolumns;
    w->columns = calloc(w->first + C_FIXED + 3 + P_COUNT, sizeof *w->columns);
    if (!w->columns)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    for (; w->ncolumns < w->first; w->ncolumns++)
        w->columns[w->ncolumns] = w->stock.columns[w->ncolumns].name;
    for (size_t i = 0; i < C_FIXED; i++)
        w->columns[w->ncolumns++] = fixed_columns[i];
    const struct dates *d = &w->dates;
    choose_parts(w);
    if (w->o->receipts)
        w->columns[w->next_receipt = w->ncolumns++] = "next_receipt";
    bool calendar = d->freq_in != INV_NO_COLUMN || tool_freq(w->run) != INV_FREQ_NONE;
    if (d->given || (d->as_of_in == INV_NO_COLUMN && calendar))
        w->columns[w->as_of = w->ncolumns++] = "as_of";
    if (d->freq_in == INV_NO_COLUMN && calendar)
        w->columns[w->freq = w->ncolumns++] = "freq";
    return INV_OK;
}

static double days(void *ctx, const struct inv_record *rec)
{
    struct work *w = ctx;
    return inv_freq_days(tool_freq_of(w->run, rec->cells, w->dates.freq_in));
}

static enum inv_status run_reorder(struct run *run, struct inv_err *err)
{
    struct work w = { .run = run, .o = run->options };
    enum inv_status st = tool_open_input(run, err);
    if (st == INV_OK)
        st = stock_open(&w.stock, run, w.o->stock, err);
    if (st == INV_OK)
        st = dates_open(&w.dates, run, w.o, err);
    w.on_order_dated = w.o->receipts && w.stock.of_param[INV_P_ON_ORDER] == INV_NO_COLUMN
        && !inv_params_known(run->params, INV_P_ON_ORDER);
    if (st == INV_OK)
        st = choose_columns(&w, err);
    if (st == INV_OK) {
        struct row_filter f = { .columns = w.columns, .ncolumns = w.ncolumns, .ctx = &w, .row = reorder_row, .days = days };
        st = tool_rows(run, &f, err);
    }
    stock_close(&w.stock);
    dates_close(&w.dates);
    free(w.columns);
    return st;
}

static const struct tool tool = {
    .name = "inv-reorder",
    .summary = "What to order today: the inventory position against a policy, row by row.",
    .example = "  inv-reorder --stock stock.csv --only-orders plan.csv",
    .options = option_table, .noptions = COUNT(option_table),
    .params = parameters, .nparams = COUNT(parameters),
    .size = sizeof(struct reorder_options),
    .run = run_reorder,
};

TOOL_MAIN(tool)
