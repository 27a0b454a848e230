/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-eval: how good forecasts are, from rolling origins or from what happened. */
#include "config.h"
#include "eval.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define O(member) offsetof(struct eval_options, member)

static const struct tool_option option_table[] = {
    { 0, "windows", OPT_INT, O(windows), "K", "origins to forecast from, the last ones (default 1; with --split all)", NULL, 1, 1e6 },
    { 0, "step", OPT_INT, O(step), "S", "periods between two origins (default 1)", NULL, 1, 1e6 },
    { 0, "sliding", OPT_INT, O(sliding), "N", "fit to the last N periods before an origin (default: to all)", NULL, 1, 1e9 },
    { 0, "sum", OPT_INT, O(sum), "N", "score the total of N periods: a lead time's demand", NULL, 1, 100000 },
    { 0, "least", OPT_INT, O(least), "N", "periods that must lie before an origin (default 2)", NULL, 1, 1e9 },
    { 0, "split", OPT_TEXT, O(split), "A,B[,C]", "shares for training, validation and test: 0.7,0.15,0.15", NULL, 0, 0 },
    { 0, "actual", OPT_TEXT, O(actual), "FILE", "the input is forecasts: score them by what happened", NULL, 0, 0 },
    { 0, "history", OPT_TEXT, O(history), "FILE", "with --actual: the past, for scaled errors (default: its rows before)", NULL, 0, 0 },
    { 0, "match", OPT_CHOICE, O(match), "C", "find actual values by date (default) or step", "date|step", 0, 0 },
    { 0, "by", OPT_CHOICE, O(by), "C", "a row a key and model (default), a model and step, or all three", "key|step|key,step", 0, 0 },
    { 0, "summary", OPT_FLAG, O(summary), NULL, "a row a model, over all keys; models are compared", NULL, 0, 0 },
    { 0, "rank", OPT_TEXT, O(rank), "MEASURE", "compare models by it (default mase)", NULL, 0, 0 },
    { 0, "gate", OPT_TEXTS, O(gate), "COND", "end with 4 where the summary does not hold it: mase<1", NULL, 0, 0 },
};

static const struct eval_options defaults = { .models = MODEL_DEFAULTS, .least = 2, .rank = "mase" };

/* Shares become the places of their ends. */
static enum inv_status parse_split(struct evaluator *e, struct inv_err *err)
{
    double *share, sum = 0;
    size_t n = 0;
    e->nparts = 1;
    if (!e->o->split)
        return INV_OK;
    enum inv_status st = models_numbers(e->run, "split", e->o->split, 1, 0, 1, &share, &n, err);
    for (size_t i = 0; st == INV_OK && i < n && i < PARTS; i++)
        e->split[i] = sum += share[i];
    if (st == INV_OK && (n < 2 || n > PARTS || fabs(sum - 1) > 1e-9))
        st = inv_err_set(err, INV_EUSAGE, "--split: \"%.80s\" is not two or three shares that make 1", e->o->split);
    free(share);
    e->nparts = n;
    return st;
}

static enum inv_status check_options(struct evaluator *e, struct inv_err *err)
{
    const struct eval_options *o = e->o;
    if (o->actual && (o->windows || o->sliding || o->split))
        return inv_err_set(err, INV_EUSAGE, "--actual goes without --windows, --sliding and --split: the forecasts are made");
    if (o->sum && (o->actual || o->models.horizon || o->by != BY_KEY))
        return inv_err_set(err, INV_EUSAGE, "--sum goes without --actual, --horizon and --by: its totals are one step");
    if (o->history && !o->actual)
        return inv_err_set(err, INV_EUSAGE, "--history needs --actual");
    if (o->summary && o->by != BY_KEY)
        return inv_err_set(err, INV_EUSAGE, "--summary and --by contradict each other");
    return parse_split(e, err);
}

static enum inv_status open_all(struct evaluator *e, struct inv_err *err)
{
    enum inv_status st = check_options(e, err);
    if (st == INV_OK)
        st = inv_keys_alloc(&e->methods, err);
    if (st == INV_OK)
        st = e->o->actual ? eval_actual_open(e, err) : eval_windows_open(e, err);
    if (st != INV_OK)
        return st;
    e->width = inv_accuracy_width(&e->what);
    e->rank = eval_measure_find(e, e->o->rank, strlen(e->o->rank));
    if (e->rank == NO_MEASURE || e->rank == INV_COVERAGE || e->rank >= INV_MEASURES)
        return inv_err_set(err, INV_EUSAGE, "--rank: \"%.80s\" is no measure of the table that is the less the better", e->o->rank);
    st = eval_gate_check(e, err);
    return st == INV_OK ? eval_columns(e, err) : st;
}

static enum inv_status write_header(struct evaluator *e, struct inv_err *err)
{
    struct inv_buf buf = { 0 };
    struct inv_row row;
    inv_row_init(&row, &buf, &e->run->out_format, e->layout.names, e->layout.width);
    enum inv_status st = inv_row_header(&row, err);
    if (st == INV_OK)
        st = tool_write(e->run, &buf, true, err);
    inv_buf_free(&buf);
    return st;
}

static void close_all(struct evaluator *e)
{
    eval_actual_close(e);
    models_close(&e->models);
    eval_totals_free(e);
    eval_compare_free(&e->compare);
    inv_keys_free(e->methods);
    inv_layout_free(&e->layout);
    free(e->carry);
}

static enum inv_status run_eval(struct run *run, struct inv_err *err)
{
    struct evaluator e = { .run = run, .o = run->options };
    if (e.o->models.list_models)
        return models_list(run, err);
    enum inv_status st = open_all(&e, err);
    if (st == INV_OK)
        st = write_header(&e, err);
    struct key_jobs jobs = { .models = &e.models, .ctx = &e, .end = eval_end, .serial = e.o->actual != NULL };
    jobs.begin = e.o->actual ? eval_actual_begin : NULL;
    jobs.key = e.o->actual ? eval_actual_key : eval_windows_key;
    jobs.rows = e.models.n * e.models.h * (e.plan.windows > 0 ? e.plan.windows : 10);
    if (st == INV_OK)
        st = models_run(&jobs, err);
    if (st == INV_OK)
        st = eval_tables(&e, err);
    if (st == INV_OK)
        eval_actual_rest(&e);
    if (st == INV_OK && !eval_gate_holds(&e))
        run->status = 4;
    close_all(&e);
    return st;
}

static const struct tool tool = {
    .name = "inv-eval",
    .summary = "How good forecasts are: from rolling origins, or against what happened.",
    .example = "  inv-eval -H 8 --windows 6 -m auto,ses,snaive --summary demand.csv\n"
               "  inv-forecast old.csv | inv-eval --actual new.csv --history old.csv",
    .options = option_table, .noptions = COUNT(option_table),
    .shared = &model_option_set, .shared_at = O(models),
    .defaults = &defaults, .size = sizeof(struct eval_options),
    .run = run_eval,
};

TOOL_MAIN(tool)
