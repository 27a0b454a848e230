/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-eoq: how much to order, row by row, and what it costs. */
#include "config.h"
#include "common.h"

#include <math.h>
#include <stdlib.h>

#include "inv/eoq.h"
#include "inv/mem.h"
#include "join.h"
#include "year.h"

struct options {
    bool backorders, round_lots;
    const char *discounts;
    int discount_type;
};

#define O(member) offsetof(struct options, member)

static const struct tool_option option_table[] = {
    { 0, "backorders", OPT_FLAG, O(backorders), NULL, "allow planned backorders at shortage_cost", NULL, 0, 0 },
    { 0, "discounts", OPT_TEXT, O(discounts), "FILE", "price breaks: key, min_qty, unit_cost", NULL, 0, 0 },
    { 0, "discount-type", OPT_CHOICE, O(discount_type), "TYPE", "all-units (default) or incremental", "all-units|incremental", 0, 0 },
    { 0, "round-lots", OPT_FLAG, O(round_lots), NULL, "round to pack_size and moq: the cheaper neighbour", NULL, 0, 0 },
};

static const enum inv_param parameters[] = {
    INV_P_ANNUAL_DEMAND, INV_P_DEMAND, INV_P_PERIODS_PER_YEAR, INV_P_ORDER_COST, INV_P_HOLDING_COST,
    INV_P_HOLDING_RATE, INV_P_UNIT_COST, INV_P_SHORTAGE_COST, INV_P_PRODUCTION_RATE, INV_P_PACK_SIZE, INV_P_MOQ,
};

enum { C_EOQ, C_ORDERS, C_CYCLE, C_MAX_INVENTORY, C_ORDER_COST, C_HOLDING_COST, C_COST, C_FIXED };
static const char *const fixed_columns[] = {
    "eoq", "orders_per_year", "cycle_time", "max_inventory", "annual_order_cost", "annual_holding_cost", "annual_cost",
};

struct work {
    struct run *run;
    const struct options *o;
    struct join *discounts;
    size_t min_qty, unit_cost;              /* their columns */
    struct inv_eoq_break *breaks; size_t nbreaks, cap_breaks;
    size_t freq;                            /* column, or INV_NO_COLUMN */
    bool year_told;
    const char *columns[C_FIXED + 3]; size_t ncolumns;
    size_t purchase, backorder, shortage;   /* places of the optional ones */
};

/* ---- one row's input -------------------------------------------------------------------- */

static enum inv_status annual_demand(struct work *w, const struct inv_record *rec, const struct inv_param_row *p,
                                     double *demand, struct inv_err *err)
{
    enum inv_status st = inv_param_get(p, INV_P_ANNUAL_DEMAND, demand, err);
    if (st == INV_OK && !isnan(*demand)) {
        tool_note_set(w->run, INV_P_DEMAND, "annual_demand");
        tool_note_set(w->run, INV_P_PERIODS_PER_YEAR, "annual_demand");
    }
    if (st != INV_OK || !isnan(*demand))
        return st;
    double a_period, n;
    st = inv_param_get(p, INV_P_DEMAND, &a_period, err);
    if (st == INV_OK && isnan(a_period))
        return inv_param_need(p, INV_P_ANNUAL_DEMAND, demand, err);
    if (st == INV_OK)
        st = tool_periods_per_year(w->run, p, tool_freq_of(w->run, rec->cells, w->freq), &w->year_told, &n, err);
    if (st == INV_OK)
        *demand = a_period * n;
    return st;
}

/* holding_cost, else holding_rate x unit_cost; a tier of a discount brings its own unit_cost. */
static enum inv_status holding(struct work *w, const struct inv_param_row *p, struct inv_eoq_in *in, struct inv_err *err)
{
    enum inv_status st = inv_param_get(p, INV_P_HOLDING_COST, &in->holding_cost, err);
    if (st == INV_OK)
        st = inv_param_get(p, INV_P_HOLDING_RATE, &in->holding_rate, err);
    if (st == INV_OK)
        st = inv_param_get(p, INV_P_UNIT_COST, &in->unit_cost, err);
    if (st == INV_OK && !isnan(in->holding_cost)) {
        tool_note_set(w->run, INV_P_HOLDING_RATE, "holding_cost");
        if (!w->discounts)
            tool_note_set(w->run, INV_P_UNIT_COST, "holding_cost");
    }
    if (st != INV_OK || !isnan(in->holding_cost))
        return st;
    if (isnan(in->holding_rate) || (isnan(in->unit_cost) && w->nbreaks == 0))
        return inv_param_need(p, INV_P_HOLDING_COST, &in->holding_cost, err);
    if (w->nbreaks == 0)
        in->holding_cost = in->holding_rate * in->unit_cost;
    if (w->nbreaks == 0 && in->holding_cost <= 0) {
        inv_err_set(err, INV_EROW, "holding_rate x unit_cost is not above 0");
        return inv_err_column(err, "holding_cost", 12);
    }
    return INV_OK;
}

static enum inv_status breaks(struct work *w, const struct inv_record *rec, struct inv_err *err)
{
    w->nbreaks = 0;
    size_t row = w->discounts ? join_find(w->discounts, rec->cells) : JOIN_NONE;
    for (; row != JOIN_NONE; row = join_next(w->discounts, row)) {
        struct inv_eoq_break b;
        enum inv_status st = INV_MEM_GROW(&w->breaks, &w->cap_breaks, w->nbreaks + 1, err);
        if (st == INV_OK)
            st = join_number(w->discounts, row, w->min_qty, &b.min_qty, err);
        if (st == INV_OK)
            st = join_number(w->discounts, row, w->unit_cost, &b.unit_cost, err);
        if (st != INV_OK)
            return st;
        w->breaks[w->nbreaks++] = b;
    }
    return INV_OK;
}

/* With --discounts all that is bought is in annual_cost, also what has one price. */
static enum inv_status one_price(struct work *w, const struct inv_eoq_in *in, struct inv_err *err)
{
    if (!w->discounts || w->nbreaks > 0 || !(in->unit_cost > 0))
        return INV_OK;
    enum inv_status st = INV_MEM_GROW(&w->breaks, &w->cap_breaks, 1, err);
    if (st == INV_OK)
        w->breaks[w->nbreaks++] = (struct inv_eoq_break){ 0, in->unit_cost };
    return st;
}

static enum inv_status lots(struct work *w, const struct inv_param_row *p, struct inv_eoq_in *in, struct inv_err *err)
{
    in->round_lots = w->o->round_lots;
    enum inv_status st = inv_param_get(p, INV_P_PACK_SIZE, &in->pack_size, err);
    if (st == INV_OK)
        st = inv_param_get(p, INV_P_MOQ, &in->moq, err);
    in->pack_size = isnan(in->pack_size) ? 0 : in->pack_size;
    in->moq = isnan(in->moq) ? 0 : in->moq;
    return st;
}

static enum inv_status read_row(struct work *w, const struct inv_record *rec, const struct inv_param_row *p,
                                struct inv_eoq_in *in, struct inv_err *err)
{
    *in = inv_eoq_defaults();
    enum inv_status st = annual_demand(w, rec, p, &in->annual_demand, err);
    if (st == INV_OK)
        st = inv_param_need(p, INV_P_ORDER_COST, &in->order_cost, err);
    if (st == INV_OK)
        st = breaks(w, rec, err);
    if (st == INV_OK)
        st = holding(w, p, in, err);
    if (st == INV_OK)
        st = one_price(w, in, err);
    if (st == INV_OK && w->o->backorders)
        st = inv_param_need(p, INV_P_SHORTAGE_COST, &in->shortage_cost, err);
    if (st == INV_OK)
        st = inv_param_get(p, INV_P_PRODUCTION_RATE, &in->production_rate, err);
    if (st == INV_OK)
        st = inv_param_get(p, INV_P_SAFETY_STOCK, &in->safety_stock, err);
    if (st == INV_OK)
        st = lots(w, p, in, err);
    in->safety_stock = isnan(in->safety_stock) ? 0 : in->safety_stock;
    in->breaks = w->breaks;
    in->nbreaks = w->nbreaks;
    in->discount = w->o->discount_type == 0 ? INV_DISCOUNT_ALL_UNITS : INV_DISCOUNT_INCREMENTAL;
    return st;
}

/* ---- the filter ------------------------------------------------------------------------------ */

static enum inv_status eoq_row(void *ctx, struct run *run, const struct inv_record *rec, const struct inv_param_row *p,
                               struct value *out, struct inv_err *err)
{
    (void)run;
    struct work *w = ctx;
    struct inv_eoq_in in;
    struct inv_eoq_out q;
    enum inv_status st = read_row(w, rec, p, &in, err);
    if (st == INV_OK)
        st = inv_eoq_solve(&in, &q, err);
    if (st != INV_OK)
        return st;
    out[C_EOQ] = value_num(q.eoq);
    out[C_ORDERS] = value_num(q.orders_per_year);
    out[C_CYCLE] = value_num(q.cycle_time);
    out[C_MAX_INVENTORY] = value_num(q.max_inventory);
    out[C_ORDER_COST] = value_num(q.annual_order_cost);
    out[C_HOLDING_COST] = value_num(q.annual_holding_cost);
    out[C_COST] = value_num(q.annual_cost);
    if (w->purchase)
        out[w->purchase] = value_num(q.annual_purchase_cost);
    if (w->backorder) {
        out[w->backorder] = value_num(q.max_backorder);
        out[w->shortage] = value_num(q.annual_shortage_cost);
    }
    return INV_OK;
}

static void choose_columns(struct work *w)
{
    for (w->ncolumns = 0; w->ncolumns < C_FIXED; w->ncolumns++)
        w->columns[w->ncolumns] = fixed_columns[w->ncolumns];
    if (w->o->discounts) {
        w->purchase = w->ncolumns;
        w->columns[w->ncolumns++] = "annual_purchase_cost";
    }
    if (w->o->backorders) {
        w->backorder = w->ncolumns;
        w->columns[w->ncolumns++] = "max_backorder";
        w->shortage = w->ncolumns;
        w->columns[w->ncolumns++] = "annual_shortage_cost";
    }
}

static enum inv_status open_discounts(struct work *w, struct inv_err *err)
{
    if (!w->o->discounts)
        return INV_OK;
    enum inv_status st = join_load(w->run, w->o->discounts, &w->discounts, err);
    if (st == INV_OK)
        st = join_need(w->discounts, "min_qty", &w->min_qty, err);
    if (st == INV_OK)
        st = join_need(w->discounts, "unit_cost", &w->unit_cost, err);
    return st;
}

static enum inv_status run_eoq(struct run *run, struct inv_err *err)
{
    struct work w = { .run = run, .o = run->options };
    choose_columns(&w);
    enum inv_status st = tool_open_input(run, err);
    if (st == INV_OK)
        st = open_discounts(&w, err);
    if (st == INV_OK) {
        w.freq = inv_input_find(run->in, "freq");
        struct row_filter f = { .columns = w.columns, .ncolumns = w.ncolumns, .ctx = &w, .row = eoq_row };
        st = tool_rows(run, &f, err);
    }
    join_free(w.discounts);
    free(w.breaks);
    return st;
}

static const struct tool tool = {
    .name = "inv-eoq",
    .summary = "How much to order: the economic order quantity of each row and what it costs.",
    .example = "  inv-eoq --order-cost 100 --holding-rate 0.2 items.csv",
    .options = option_table, .noptions = COUNT(option_table),
    .params = parameters, .nparams = COUNT(parameters),
    .size = sizeof(struct options),
    .run = run_eoq,
};

TOOL_MAIN(tool)
