/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-abc: items in classes, by what they are worth and by what their demand is like. */
#include "config.h"
#include "abc.h"

#include <stdlib.h>
#include <string.h>

#define O(member) offsetof(struct abc_options, member)

static const struct tool_option option_table[] = {
    { 0, "by", OPT_TEXT, O(by), "LIST", "what an item is worth: value (units x unit_cost, default), qty, "
      "margin, revenue, a parameter or "
      "a column; several make a score, the most important first, -NAME where less is better", NULL, 0, 0 },
    { 0, "weights", OPT_TEXT, O(weights), "LIST", "of several criteria (default: each item's best, by Ng)", NULL, 0,
      0 },
    { 0, "thresholds", OPT_TEXT, O(thresholds), "LIST", "shares at which class A ends, B ends, ... (0.8,0.95)", NULL,
      0, 0 },
    { 0, "basis", OPT_CHOICE, O(basis), "value|items", "shares of what: of the value (default), or of the "
      "number of items", "value|items", 0, 0 },
    { 0, "cv-thresholds", OPT_TEXT, O(cv_thresholds), "LIST", "coefficients of variation at which class X "
      "ends, Y ends, ... (0.5,1)", NULL, 0, 0 },
    { 0, "policy", OPT_TEXT, O(policy), "FILE", "adds the columns of the row for an item's class_abc, "
      "class_xyz, pattern, lifecycle", NULL, 0, 0 },
    { 0, "ranked", OPT_FLAG, O(ranked), NULL, "in order of falling value", NULL, 0, 0 },
    { 0, NULL, OPT_HEADING, 0, NULL, "Of a history:", NULL, 0, 0 },
    { 0, "last", OPT_INT, O(last), "N", "value, variation and pattern of the last N periods (default: all)", NULL, 1,
      1e9 },
    { 0, "dead-after", OPT_INT, O(dead_after), "N", "periods without demand: dead (default: a year's)", NULL, 1, 1e9 },
    { 0, "new-within", OPT_INT, O(new_within), "N", "periods since the first demand: new (default: half a year's)",
      NULL, 1, 1e9 },
    { 0, "fill", OPT_CHOICE, O(fill), "zero|na", "periods without a row: no demand (default), or unknown", "zero|na",
      0, 0 },
};

static const enum inv_param parameters[] = {
    INV_P_ANNUAL_DEMAND, INV_P_DEMAND, INV_P_DEMAND_SD, INV_P_PERIODS_PER_YEAR, INV_P_UNIT_COST, INV_P_PRICE,
};

static const char *const fixed_columns[] = {
    "class_abc", "class_xyz", "share", "cum_share", "cv",
    "demand", "demand_sd", "annual_demand", "adi", "cv2", "pattern", "lifecycle", "freq", "as_of",
};

static enum inv_status choose_columns(struct abc *a, struct inv_err *err)
{
    const struct policy *p = &a->policy;
    size_t fixed = a->history ? H_FIXED : R_FIXED;
    a->columns = calloc(fixed + 1 + p->nadded, sizeof *a->columns);
    if (!a->columns)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    for (; a->ncolumns < fixed; a->ncolumns++)
        a->columns[a->ncolumns] = fixed_columns[a->ncolumns];
    if (a->ncriteria > 1)
        a->columns[a->score = a->ncolumns++] = "score";
    for (size_t i = 0; i < p->nadded; i++)
        a->columns[a->ncolumns++] = p->names[i];
    return INV_OK;
}

static enum inv_status nothing_to_read(const struct run *run, struct inv_err *err)
{
    size_t column;
    struct inv_err which = { 0 };     /* says which columns there are */
    bool value = inv_input_find(run->in, run->common.value) != INV_NO_COLUMN;
    inv_input_need(run->in, value ? run->common.time : run->common.value, &column, &which);
    inv_err_set(err, INV_EUSAGE, "neither rows with demand, nor a history (%.60s, %.60s): %.180s", run->common.time,
                run->common.value, which.text);
    err->file = which.file;
    return INV_EUSAGE;
}

/* Whether units are asked for that nobody can tell. */
static bool needs_units(const struct abc *a)
{
    bool known = inv_params_known(a->run->params, INV_P_ANNUAL_DEMAND) || inv_params_known(a->run->params,
                                                                                           INV_P_DEMAND);
    for (size_t i = 0; i < a->ncriteria && !known; i++)
        if (a->criteria[i].measure != BY_PARAM && a->criteria[i].measure != BY_COLUMN)
            return true;
    return false;
}

/* A table with dates and values is a history, unless it has demand: then its rows are items. */
static bool is_history(const struct run *run)
{
    const struct common *c = &run->common;
    bool demand = inv_input_find(run->in, "annual_demand") != INV_NO_COLUMN
        || (inv_input_find(run->in, "demand") != INV_NO_COLUMN && strcmp(c->value, "demand") != 0);
    return !demand && inv_input_find(run->in, c->time) != INV_NO_COLUMN && inv_input_find(run->in,
                                                                                          c->value) != INV_NO_COLUMN;
}

static void close_all(struct abc *a)
{
    abc_policy_close(&a->policy);
    reduce_close(&a->out);
    carry_close(&a->rows);
    hold_free(&a->cells);
    inv_buf_free(&a->texts);
    free(a->columns);
    free(a->items);
    free(a->x);
    free(a->classes);
    free(a->values);
    free(a->order);
}

static enum inv_status run_abc(struct run *run, struct inv_err *err)
{
    struct abc a = { .run = run, .o = run->options, .pattern_in = INV_NO_COLUMN, .life_in = INV_NO_COLUMN };
    enum inv_status st = abc_read_options(&a, err);
    if (st == INV_OK)
        st = tool_open_input(run, err);
    if (st == INV_OK)
        st = abc_find_criteria(&a, err);
    if (st == INV_OK)
        st = abc_policy_open(&a.policy, run, a.o->policy, err);
    a.history = st == INV_OK && is_history(run);
    if (st == INV_OK && !a.history && needs_units(&a))
        st = nothing_to_read(run, err);
    if (st == INV_OK)
        st = choose_columns(&a, err);
    if (st == INV_OK)
        st = a.history ? abc_from_history(&a, err) : abc_from_rows(&a, err);
    if (st == INV_OK)
        st = abc_write(&a, err);
    close_all(&a);
    return st;
}

static const struct tool tool = {
    .name = "inv-abc",
    .summary = "Items in classes by worth (ABC) and variation (XYZ), by pattern and life.",
    .example = "  inv-abc --items items.csv sales.csv",
    .options = option_table, .noptions = COUNT(option_table),
    .params = parameters, .nparams = COUNT(parameters),
    .size = sizeof(struct abc_options),
    .run = run_abc,
};

TOOL_MAIN(tool)
