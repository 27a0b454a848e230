/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-newsvendor: one order for one season. */
#include "config.h"
#include "newsvendor.h"

#include <math.h>
#include <stdlib.h>

#include "given.h"

#define O(member) offsetof(struct newsvendor_options, member)

static const struct newsvendor_options defaults = { .at = (double)NAN, .budget = (double)NAN, .discount = 1,
                                                    .recovery = (double)NAN };

static const struct tool_option option_table[] = {
    { 0, "dist", OPT_CHOICE, O(dist), "DIST",
      "of the season's demand: auto (default), normal, lognormal, gamma, poisson or negbin",
      "auto|normal|lognormal|gamma|poisson|negbin", 0, 0 },
    { 0, "integer", OPT_FLAG, O(integer), NULL, "demand is whole units: auto takes negbin", NULL, 0, 0 },
    { 0, "table", OPT_TEXT, O(table), "FILE", "demand by its values: key, value, probability", NULL, 0, 0 },
    { 0, "at", OPT_NUM, O(at), "Q", "what an order of Q units comes to, in place of the best", NULL, 0, 1e300 },
    { 0, "budget", OPT_NUM, O(budget), "M", "money for all rows or keys together, at their unit_cost", NULL, 0, 1e300 },
    { 0, "next-cost", OPT_TEXT, O(next_cost), "C",
      "more periods follow: what a unit costs in the next, a number or a column",
      NULL, 0, 0 },
    { 0, "discount", OPT_NUM, O(discount), "N", "with --next-cost: worth of the next period's money in this one's (1)",
      NULL, 1e-9, 1 },
    { 0, "yield", OPT_CHOICE, O(yield), "DIST",
      "normal or uniform: demand is known, but yield_mean, give or take yield_sd, comes beyond the order",
      "none|normal|uniform", 0, 0 },
    { 0, "disruption-prob", OPT_NUM, O(disruption), "P",
      "demand is known, but supply fails with this probability in a period", NULL, 0, 1 },
    { 0, "recovery-prob", OPT_NUM, O(recovery), "P", "and is back in the next with this one", NULL, 1e-6, 1 },
};

static const enum inv_param parameters[] = {
    INV_P_DEMAND, INV_P_DEMAND_SD, INV_P_PRICE, INV_P_UNIT_COST, INV_P_SALVAGE, INV_P_PENALTY, INV_P_OVERAGE_COST,
    INV_P_UNDERAGE_COST, INV_P_MOQ, INV_P_PACK_SIZE, INV_P_YIELD_MEAN, INV_P_YIELD_SD,
};

const char *const newsvendor_columns[C_ALL] = {
    "order_qty", "critical_ratio", "expected_cost", "expected_profit", "expected_sales", "expected_left",
    "expected_short",
    "fill_rate", "stockout_probability", "dist", "spent", "marginal_saving",
};

void newsvendor_values(const struct item *it, const struct inv_newsvendor_out *o, struct value *out)
{
    out[C_QTY] = value_num(o->order_qty);
    out[C_RATIO] = value_num(o->critical_ratio);
    out[C_COST] = value_num(o->expected_cost);
    out[C_PROFIT] = value_num(o->expected_profit);
    out[C_SALES] = value_num(o->expected_sales);
    out[C_LEFT] = value_num(o->expected_left);
    out[C_SHORT] = value_num(o->expected_short);
    out[C_FILL] = value_num(o->fill_rate);
    out[C_STOCKOUT] = value_num(o->stockout_probability);
    out[C_DIST] = value_text(inv_dist_name(it->in.demand->kind));
}

enum inv_status newsvendor_solve(const struct newsvendor *v, const struct item *it, struct value *out,
                                 struct inv_err *err)
{
    struct inv_newsvendor_out o;
    enum inv_status st = isnan(v->o->at) ? inv_newsvendor_solve(&it->in, &o, err)
                                         : inv_newsvendor_at(&it->in, v->o->at, &o, err);
    if (st == INV_OK)
        newsvendor_values(it, &o, out);
    return st;
}

/* ---- row by row ----------------------------------------------------------------------------------------- */

struct rows { struct newsvendor *v; struct table_work table; };

static enum inv_status newsvendor_row(void *ctx, struct run *run, const struct inv_record *rec,
                                      const struct inv_param_row *p,
                                      struct value *out, struct inv_err *err)
{
    (void)run;
    struct rows *w = ctx;
    struct item it;
    struct inv_dist d;
    if (newsvendor_is_period(w->v->o))
        return newsvendor_period(w->v, rec, p, &w->table, out, err);
    enum inv_status st = newsvendor_costs(p, &it, err);
    if (st == INV_OK)
        st = newsvendor_demand(w->v, rec, p, &w->table, &d, err);
    if (st != INV_OK)
        return st;
    newsvendor_bind(&it, &d);
    newsvendor_note(w->v, d.mean);
    return newsvendor_solve(w->v, &it, out, err);
}

static enum inv_status by_row(struct newsvendor *v, struct inv_err *err)
{
    struct rows w = { .v = v };
    struct row_filter f = { .columns = newsvendor_columns, .ncolumns = C_FIXED, .ctx = &w, .row = newsvendor_row };
    enum inv_status st = tool_rows(v->run, &f, err);
    free(w.table.x);
    free(w.table.w);
    return st;
}

/* ---- the filter ------------------------------------------------------------------------------------------- */

/* Which columns have the season's demand. */
static enum inv_status find_demand(struct newsvendor *v, struct inv_err *err)
{
    const struct inv_input *in = v->run->in;
    v->mean = v->sd = INV_NO_COLUMN;
    if (inv_input_find(in, "demand") != INV_NO_COLUMN || inv_input_find(in, "forecast") == INV_NO_COLUMN)
        return INV_OK;
    if (inv_input_find(in, "step") != INV_NO_COLUMN)
        return inv_err_set(err, INV_EUSAGE,
                           "a forecast period by period: the season's total is needed "
                           "(inv-forecast --sum N, or --paths N)");
    enum inv_status st = inv_input_need(in, "forecast", &v->mean, err);
    return st == INV_OK ? inv_input_need(in, "sd", &v->sd, err) : st;
}

static enum inv_status open_table(struct newsvendor *v, struct inv_err *err)
{
    if (!v->o->table)
        return INV_OK;
    enum inv_status st = join_load(v->run, v->o->table, &v->table, err);
    if (st == INV_OK)
        st = join_need(v->table, "value", &v->value, err);
    return st == INV_OK ? join_need(v->table, "probability", &v->probability, err) : st;
}

/* What sample paths, each of which is a season, leave no choice in. */
static enum inv_status check_paths(const struct newsvendor_options *o, struct inv_err *err)
{
    if (o->table)
        return inv_err_set(err, INV_EUSAGE, "--table is for rows, not for sample paths");
    if (o->dist != DIST_AUTO || o->integer)
        return inv_err_set(err, INV_EUSAGE,
                           "--dist and --integer are for rows: sample paths are a distribution of their own");
    if (newsvendor_is_period(o))
        return inv_err_set(err, INV_EUSAGE,
                           "--next-cost, --yield and --disruption-prob are for rows, not for sample paths");
    return INV_OK;
}

static void note_unused(const struct newsvendor_options *o, struct run *run)
{
    if (o->yield != 0)
        return;
    tool_note_unused(run, INV_P_YIELD_MEAN, "--yield");
    tool_note_unused(run, INV_P_YIELD_SD, "--yield");
}

static enum inv_status from_rows(struct newsvendor *v, struct inv_err *err)
{
    enum inv_status st = find_demand(v, err);
    if (st == INV_OK)
        st = open_table(v, err);
    if (st == INV_OK)
        st = newsvendor_open_next(v, err);
    if (st != INV_OK)
        return st;
    return isnan(v->o->budget) ? by_row(v, err) : newsvendor_on_budget(v, err);
}

static enum inv_status run_newsvendor(struct run *run, struct inv_err *err)
{
    struct newsvendor v = { .run = run, .o = run->options };
    enum inv_status st = newsvendor_check_period(v.o, err);
    if (st == INV_OK && !isnan(v.o->budget) && !isnan(v.o->at))
        st = inv_err_set(err, INV_EUSAGE, "--at and --budget do not go together");
    if (st == INV_OK)
        st = tool_open_input(run, err);
    if (st != INV_OK)
        return st;
    note_unused(v.o, run);
    if (inv_input_find(run->in, "path") != INV_NO_COLUMN && inv_input_find(run->in, "step") != INV_NO_COLUMN) {
        st = check_paths(v.o, err);
        return st == INV_OK ? newsvendor_from_paths(&v, err) : st;
    }
    st = from_rows(&v, err);
    join_free(v.table);
    return st;
}

static const struct tool tool = {
    .name = "inv-newsvendor",
    .summary = "One order for one season: how much, and what it brings.",
    .example = "  inv-newsvendor --price 24 --unit-cost 11 --salvage 7 season.csv",
    .options = option_table, .noptions = COUNT(option_table),
    .params = parameters, .nparams = COUNT(parameters),
    .defaults = &defaults, .size = sizeof(struct newsvendor_options),
    .run = run_newsvendor,
};

TOOL_MAIN(tool)
