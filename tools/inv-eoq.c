/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-eoq: how much to order, row by row or jointly, and what it costs. */
#include "config.h"
#include "eoq.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "given.h"
#include "inv/num.h"

#define O(member) offsetof(struct eoq_options, member)

static const struct tool_option option_table[] = {
    { 0, "backorders", OPT_FLAG, O(backorders), NULL, "allow planned backorders at shortage_cost", NULL, 0, 0 },
    { 0, "discounts", OPT_TEXT, O(discounts), "FILE", "price breaks: key, min_qty, unit_cost", NULL, 0, 0 },
    { 0, "discount-type", OPT_CHOICE, O(discount_type), "TYPE",
      "all-units (default), incremental, or modified-all-units: pay for the break's units where that is cheaper",
      "all-units|incremental|modified-all-units", 0, 0 },
    { 0, "round-lots", OPT_FLAG, O(round_lots), NULL,
      "round to pack_size, moq and pallet_size: the cheaper neighbour", NULL, 0, 0 },
    { 0, "yield", OPT_CHOICE, O(yield), "KIND",
      "what comes is the order plus yield_mean, or times it, give or take yield_sd",
      "additive|multiplicative", 0, 0 },
    { 0, "disruptions", OPT_CHOICE, O(disruptions), "HOW",
      "the supplier fails at disruption_rate and is back at recovery_rate; sales are lost at shortage_cost",
      "exact|approximate", 0, 0 },
    { 0, "joint", OPT_TEXT, O(joint), "COL", "rows of one COL share joint_order_cost of each order", NULL, 0, 0 },
    { 0, "joint-method", OPT_CHOICE, O(joint_method), "M",
      "with --joint: the best multiples (exact, default) or Silver's",
      "exact|silver", 0, 0 },
    { 0, "power-of-two", OPT_FLAG, O(power_of_two), NULL,
      "cycles of 1, 2, 4, ... periods; with --joint: base cycles", NULL, 0, 0 },
    { 0, "at", OPT_TEXT, O(at), "Q", "what another quantity, a number or a column, costs", NULL, 0, 0 },
    { 0, "logistics", OPT_FLAG, O(logistics), NULL, "add purchase, transport_cost and the safety stock's cost", NULL,
      0, 0 },
    { 0, "total-budget", OPT_NUM, O(total_budget), "M", "the holding rate at which all cycle stock is worth M", NULL,
      0, 1e300 },
    { 0, "exchange-curve", OPT_FLAG, O(exchange_curve), NULL, "instead: stock and orders of all rows by holding rate",
      NULL, 0, 0 },
    { 0, "rates", OPT_TEXT, O(rates), "R,R", "with --exchange-curve: these rates", NULL, 0, 0 },
};

static const enum inv_param parameters[] = {
    INV_P_ANNUAL_DEMAND, INV_P_DEMAND, INV_P_PERIODS_PER_YEAR, INV_P_ORDER_COST, INV_P_JOINT_ORDER_COST,
    INV_P_HOLDING_COST,
    INV_P_HOLDING_RATE, INV_P_UNIT_COST, INV_P_TRANSPORT_COST, INV_P_SHORTAGE_COST, INV_P_PRODUCTION_RATE,
    INV_P_PACK_SIZE,
    INV_P_MOQ, INV_P_PALLET_SIZE, INV_P_YIELD_MEAN, INV_P_YIELD_SD, INV_P_DISRUPTION_RATE, INV_P_RECOVERY_RATE,
};

static const struct eoq_options defaults = { .yield = NOT_ASKED, .disruptions = NOT_ASKED, .total_budget = (double)NAN };

/* ---- what goes together --------------------------------------------------------------------- */

enum { BACKORDERS, DISCOUNTS, ROUND_LOTS, YIELD, DISRUPTIONS, JOINT, POWER_OF_TWO, AT, LOGISTICS, BUDGET, CURVE,
       FEATURES };
#define F(feature) (1u << (feature))
static const struct { const char *name; unsigned not_with; } features[FEATURES] = {
    [BACKORDERS] = { "backorders", F(YIELD) | F(DISRUPTIONS) | F(JOINT) },
    [DISCOUNTS] = { "discounts", F(YIELD) | F(DISRUPTIONS) | F(JOINT) },
    [ROUND_LOTS] = { "round-lots", F(JOINT) | F(POWER_OF_TWO) },
    [YIELD] = { "yield", F(DISRUPTIONS) | F(JOINT) | F(POWER_OF_TWO) | F(LOGISTICS) | F(BUDGET) | F(CURVE) },
    [DISRUPTIONS] = { "disruptions", F(JOINT) | F(POWER_OF_TWO) | F(LOGISTICS) | F(BUDGET) | F(CURVE) },
    [JOINT] = { "joint", F(AT) | F(LOGISTICS) | F(BUDGET) | F(CURVE) },
    [POWER_OF_TWO] = { "power-of-two", F(BUDGET) | F(CURVE) },
    [AT] = { "at", F(CURVE) },
    [LOGISTICS] = { "logistics", F(BUDGET) | F(CURVE) },
    [BUDGET] = { "total-budget", F(CURVE) },
    [CURVE] = { "exchange-curve", 0 },
};

static enum inv_status check_options(const struct eoq_options *o, struct inv_err *err)
{
    const bool on[FEATURES] = {
        o->backorders, o->discounts != NULL, o->round_lots, o->yield != NOT_ASKED, o->disruptions != NOT_ASKED,
        o->joint != NULL,
        o->power_of_two, o->at != NULL, o->logistics, !isnan(o->total_budget), o->exchange_curve,
    };
    for (int i = 0; i < FEATURES; i++)
        for (int j = i + 1; j < FEATURES; j++)
            if (on[i] && on[j] && features[i].not_with & F(j))
                return inv_err_set(err, INV_EUSAGE, "--%s and --%s do not go together", features[i].name,
                                   features[j].name);
    if (o->total_budget <= 0)
        return inv_err_set(err, INV_EUSAGE, "--total-budget: 0 is not above 0");
    if (o->rates && !o->exchange_curve)
        return inv_err_set(err, INV_EUSAGE, "--rates is for --exchange-curve");
    if (o->joint_method != 0 && o->power_of_two)
        return inv_err_set(err, INV_EUSAGE, "--joint-method silver and --power-of-two do not go together");
    return INV_OK;
}

/* ---- the filter ------------------------------------------------------------------------------ */

static enum inv_status eoq_one(void *ctx, struct run *run, const struct inv_record *rec, const struct inv_param_row *p,
                               struct value *out, struct inv_err *err)
{
    (void)run;
    struct eoq_work *w = ctx;
    struct eoq_row row;
    struct eoq_found f;
    enum inv_status st = eoq_read(w, rec, p, &row, err);
    if (st == INV_OK)
        st = eoq_find(w, &row, &f, err);
    if (st == INV_OK)
        eoq_put(w, &row, &f, out);
    return st;
}

static enum inv_status open_discounts(struct eoq_work *w, struct inv_err *err)
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

static enum inv_status open_at(struct eoq_work *w, struct inv_err *err)
{
    w->at_column = INV_NO_COLUMN;
    w->at = NAN;
    if (!w->o->at || (inv_num_parse(w->o->at, strlen(w->o->at), '.', &w->at) == INV_NUM_OK && isfinite(w->at)))
        return INV_OK;
    return inv_input_need(w->run->in, w->o->at, &w->at_column, err);
}

static enum inv_status by_row(struct eoq_work *w, struct inv_err *err)
{
    struct row_filter f = { .columns = w->columns, .ncolumns = w->ncolumns, .ctx = w, .row = eoq_one };
    return tool_rows(w->run, &f, err);
}

static void note_unused(const struct eoq_options *o, struct run *run)
{
    const struct { enum inv_param param; bool used; const char *taker; } all[] = {
        { INV_P_SHORTAGE_COST, o->backorders || o->disruptions != NOT_ASKED, "--backorders or --disruptions" },
        { INV_P_PACK_SIZE, o->round_lots, "--round-lots" }, { INV_P_MOQ, o->round_lots, "--round-lots" },
        { INV_P_PALLET_SIZE, o->round_lots, "--round-lots" }, { INV_P_TRANSPORT_COST, o->logistics, "--logistics" },
        { INV_P_JOINT_ORDER_COST, o->joint != NULL, "--joint" },
        { INV_P_YIELD_MEAN, o->yield != NOT_ASKED, "--yield" }, { INV_P_YIELD_SD, o->yield != NOT_ASKED, "--yield" },
        { INV_P_DISRUPTION_RATE, o->disruptions != NOT_ASKED, "--disruptions" },
        { INV_P_RECOVERY_RATE, o->disruptions != NOT_ASKED, "--disruptions" },
    };
    for (size_t i = 0; i < COUNT(all); i++)
        if (!all[i].used)
            tool_note_unused(run, all[i].param, all[i].taker);
}

static enum inv_status run_eoq(struct run *run, struct inv_err *err)
{
    struct eoq_work w = { .run = run, .o = run->options };
    enum inv_status st = check_options(w.o, err);
    w.one_rate = !isnan(w.o->total_budget) || w.o->exchange_curve;
    eoq_columns(&w);
    if (st == INV_OK)
        st = tool_open_input(run, err);
    if (st == INV_OK)
        st = open_discounts(&w, err);
    if (st == INV_OK)
        st = open_at(&w, err);
    if (st == INV_OK) {
        note_unused(w.o, run);
        w.freq = inv_input_find(run->in, "freq");
        st = w.o->joint ? eoq_jointly(&w, err) : w.one_rate ? eoq_one_rate(&w, err) : by_row(&w, err);
    }
    join_free(w.discounts);
    free(w.breaks);
    free(w.break_rows);
    return st;
}

static const struct tool tool = {
    .name = "inv-eoq",
    .summary = "How much to order: the economic order quantity of each row and what it costs.",
    .example = "  inv-eoq --order-cost 100 --holding-rate 0.2 items.csv",
    .options = option_table, .noptions = COUNT(option_table),
    .params = parameters, .nparams = COUNT(parameters),
    .defaults = &defaults, .size = sizeof(struct eoq_options),
    .run = run_eoq,
};

TOOL_MAIN(tool)
