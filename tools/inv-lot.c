/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-lot: lot sizes for demand that changes, period by period. */
#include "config.h"
#include "lot.h"

#include <math.h>
#include <stdlib.h>

#define O(member) offsetof(struct lot_options, member)
#define METHODS "wagner-whitin|silver-meal|part-period|least-unit-cost|lot-for-lot|eoq|fixed-period"

static const struct lot_options defaults = { .frozen = -1 };

static const struct tool_option option_table[] = {
    { 'm', "method", OPT_CHOICE, O(method), "METHOD",
      "wagner-whitin (default: the cheapest plan), silver-meal, part-period, "
      "least-unit-cost, lot-for-lot, eoq or fixed-period", METHODS, 0, 0 },
    { 0, "backlog", OPT_FLAG, O(backlog), NULL,
      "demand may be met late, at shortage_cost (wagner-whitin)", NULL, 0, 0 },
    { 0, "fixed-periods", OPT_INT, O(fixed_periods), "N",
      "periods that an order of fixed-period covers (default: the EOQ's)", NULL, 1, 1e6 },
    { 0, "firm", OPT_TEXT, O(firm), "COL",
      "orders already placed: planning begins after the last of them", NULL, 0, 0 },
    { 0, "rolling", OPT_INT, O(rolling), "N", "plan again and again, with a view of N periods", NULL, 1, 1e6 },
    { 0, "frozen", OPT_INT, O(frozen), "N",
      "periods of a plan that are kept (with --rolling: 1), or that are firm", NULL, 1, 1e6 },
    { 0, "summary", OPT_FLAG, O(summary), NULL,
      "one row a key: its costs, and those of the cheapest plan", NULL, 0, 0 },
};

static const enum inv_param parameters[] = {
    INV_P_ORDER_COST, INV_P_HOLDING_COST, INV_P_HOLDING_RATE, INV_P_UNIT_COST, INV_P_SHORTAGE_COST,
    INV_P_PERIODS_PER_YEAR, INV_P_ON_HAND, INV_P_BACKORDERED, INV_P_MOQ, INV_P_PACK_SIZE, INV_P_CAPACITY,
};

/* A plan has an end: stock that costs nothing is bought at once. A period of capacity 0 makes nothing. */
static const enum inv_param from_zero[] = { INV_P_HOLDING_COST, INV_P_HOLDING_RATE, INV_P_CAPACITY };

/* ---- the filter -------------------------------------------------------------------------------------- */

static enum inv_status where(struct lot *l, const struct inv_group *g, struct inv_err *err)
{
    struct inv_buf name = { 0 };
    for (size_t i = 0; i < l->out.nkey; i++) {
        if (i > 0)
            inv_buf_addc(&name, ' ', NULL);
        inv_buf_add(&name, g->key[i].s, g->key[i].n, NULL);
    }
    inv_err_at(err, g->file, g->line);
    inv_err_key(err, name.s ? name.s : "", name.n);
    inv_buf_free(&name);
    return err->status;
}

static enum inv_status one_key(struct lot *l, const struct inv_group *g, struct inv_err *err)
{
    struct inv_lotsize_cost cost;
    enum inv_status st = lot_read(l, g, err);
    if (st == INV_OK)
        st = lot_plan(l, &cost, err);
    if (st == INV_OK)
        return l->o->summary ? lot_summary(l, g, &cost, err) : lot_rows(l, g, err);
    if (st != INV_EROW && st != INV_EARG)
        return st;
    err->status = INV_EROW;
    if (!err->file)
        where(l, g, err);
    return tool_reject_group(l->run, g, err);
}

static enum inv_status all_keys(struct lot *l, struct inv_err *err)
{
    struct inv_group g = { 0 };
    enum inv_status st;
    while ((st = l->forecast ? inv_groups_next(l->groups, &g, err) : series_next(&l->series, &g, err)) == INV_OK) {
        st = one_key(l, &g, err);
        if (st != INV_OK)
            break;
        tool_progress(l->run);
    }
    inv_group_free(&g);
    if (st != INV_END)
        return st;
    return l->o->summary ? reduce_flush(&l->out, err) : carry_flush(&l->rows, err);
}

static enum inv_status columns(struct lot *l, size_t num[N_COUNT], struct inv_err *err)
{
    struct run *run = l->run;
    num[N_STEP] = num[N_FIRM] = INV_NO_COLUMN;
    enum inv_status st = inv_input_need(run->in, l->forecast ? "forecast" : run->common.value, &num[N_DEMAND], err);
    if (st == INV_OK && l->forecast)
        st = inv_input_need(run->in, "step", &num[N_STEP], err);
    if (st == INV_OK && l->o->firm)
        st = inv_input_need(run->in, l->o->firm, &num[N_FIRM], err);
    return st;
}

static enum inv_status read_table(struct lot *l, struct inv_err *err)
{
    struct run *run = l->run;
    size_t num[N_COUNT];
    enum inv_status st = columns(l, num, err);
    if (st == INV_OK)
        st = reduce_open(&l->out, run, l->forecast ? "model" : NULL, err);
    struct inv_group_spec spec = {
        .key = l->out.key, .nkey = l->out.nkey, .time = INV_NO_COLUMN, .num = num, .nnum = N_COUNT, .keep_cells = true,
        .carry = l->out.carry, .ncarry = l->out.ncarry, .sorted = run->common.sorted, .keep_raw = tool_keeps_raw(run),
        .reject = tool_reject, .reject_ctx = run
    };
    struct series_spec dated = { .num = num, .nnum = N_COUNT, .keep_cells = true, .carry = l->out.carry,
                                 .ncarry = l->out.ncarry };
    if (st == INV_OK)
        st = l->forecast ? inv_groups_open(&l->groups, run->in, &run->in_format, &spec, err)
                         : series_open(&l->series, run, &dated, err);
    l->cells = st == INV_OK ? calloc(inv_input_width(run->in), sizeof *l->cells) : NULL;
    if (st == INV_OK && !l->cells)
        st = inv_err_set(err, INV_ENOMEM, "out of memory");
    if (st == INV_OK)
        st = lot_header(l, err);
    return st == INV_OK ? all_keys(l, err) : st;
}

static enum inv_status check_options(struct lot_options *o, struct inv_err *err)
{
    if (o->backlog && o->method != INV_LOTSIZE_WAGNER_WHITIN)
        return inv_err_set(err, INV_EUSAGE, "--backlog is for --method wagner-whitin");
    if (o->frozen > 0 && !o->rolling && !o->firm)
        return inv_err_set(err, INV_EUSAGE, "--frozen is for --rolling and --firm");
    if (o->rolling > 0 && o->frozen > o->rolling)
        return inv_err_set(err, INV_EUSAGE, "--frozen keeps more periods than --rolling plans");
    o->frozen = o->frozen < 0 ? (o->rolling > 0 ? 1 : 0) : o->frozen;
    return INV_OK;
}

static enum inv_status run_lot(struct run *run, struct inv_err *err)
{
    struct lot l = { .run = run, .o = run->options };
    enum inv_status st = check_options(run->options, err);
    if (st == INV_OK)
        st = tool_open_input(run, err);
    if (st == INV_OK) {
        l.forecast = inv_input_find(run->in, "step") != INV_NO_COLUMN
            && inv_input_find(run->in, "forecast") != INV_NO_COLUMN;
        l.freq_in = inv_input_find(run->in, "freq");
        st = read_table(&l, err);
    }
    series_close(&l.series);
    inv_groups_close(l.groups);
    reduce_close(&l.out);
    carry_close(&l.rows);
    inv_lotsize_free(&l.work);
    free(l.cells);
    free(l.a);
    free(l.row);
    return st;
}

static const struct tool tool = {
    .name = "inv-lot",
    .summary = "Lot sizes for demand that changes: what to order in each period.",
    .example = "  inv-forecast -H 26 sales.csv | inv-lot --items items.csv",
    .options = option_table, .noptions = COUNT(option_table),
    .params = parameters, .nparams = COUNT(parameters),
    .zero = from_zero, .nzero = COUNT(from_zero),
    .defaults = &defaults, .size = sizeof(struct lot_options),
    .run = run_lot,
};

TOOL_MAIN(tool)
