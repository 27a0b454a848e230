/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-forecast: demand of the coming periods, a series at a time, in parallel. */
#include "config.h"
#include "forecast.h"

#define O(member) offsetof(struct forecast_options, member)

static const struct tool_option option_table[] = {
    { 'H', "horizon", OPT_INT, O(horizon), "N", "periods to forecast (default: one season; 8 where there is none)", NULL, 1, 100000 },
    { 'm', "model", OPT_TEXT, O(model), "NAME[,NAME...]", "auto (default) or others of --list-models, rows for each", NULL, 0, 0 },
    { 0, "list-models", OPT_FLAG, O(list_models), NULL, "list the models that there are", NULL, 0, 0 },
    { 0, "window", OPT_INT, O(window), "N", "sma: periods of the mean (default: fitted)", NULL, 1, 1e9 },
    { 0, "weights", OPT_TEXT, O(weights), "W1,W2...", "wma: weights, the newest period's first", NULL, 0, 0 },
    { 0, "level", OPT_TEXT, O(level), "P[,P...]", "bounds that hold P % (default 95)", NULL, 0, 0 },
    { 0, "quantiles", OPT_TEXT, O(quantiles), "P[,P...]", "quantiles of demand, such as 0.5,0.9", NULL, 0, 0 },
    { 0, "sum", OPT_TEXT, O(sum), "N|COLUMN", "forecast the total of the next N periods instead", NULL, 0, 0 },
    { 0, "paths", OPT_INT, O(paths), "N", "write N sample paths instead", NULL, 1, 1e7 },
    { 0, "fill", OPT_CHOICE, O(fill), "F", "periods without a row are zero (default) or na", "zero|na", 0, 0 },
    { 0, "integer", OPT_FLAG, O(integer), NULL, "whole units", NULL, 0, 0 },
    { 0, "allow-negative", OPT_FLAG, O(allow_negative), NULL, "negatives also where the history has none", NULL, 0, 0 },
    { 0, "cap", OPT_NUM, O(cap), "X", "no forecast above X times the largest value (default 10; 0: none)", NULL, 0, 1e300 },
};

static const struct forecast_options defaults = { .model = "auto", .level = "95", .cap = 10 };

/* ---- the filter ------------------------------------------------------------------------------ */

static enum inv_status list_models(struct run *run, struct inv_err *err)
{
    size_t n;
    const struct inv_model *const *models = inv_model_list(&n);
    struct inv_buf out = { 0 };
    enum inv_status st = INV_OK;
    for (size_t i = 0; i < n && st == INV_OK; i++)
        st = inv_buf_printf(&out, err, "%-8s %s\n%-8s   %s\n", models[i]->name, models[i]->title, "", models[i]->source);
    if (st == INV_OK)
        st = tool_write(run, &out, true, err);
    inv_buf_free(&out);
    return st;
}

static enum inv_status write_header(struct forecaster *f, struct inv_err *err)
{
    struct inv_buf buf = { 0 };
    struct inv_row row;
    inv_row_init(&row, &buf, &f->run->out_format, f->layout.names, f->layout.width);
    enum inv_status st = inv_row_header(&row, err);
    if (st == INV_OK)
        st = tool_write(f->run, &buf, true, err);
    inv_buf_free(&buf);
    return st;
}

static enum inv_status run_forecast(struct run *run, struct inv_err *err)
{
    struct forecaster f = { .run = run, .o = run->options };
    if (f.o->list_models)
        return list_models(run, err);
    enum inv_status st = forecast_open(&f, err);
    if (st == INV_OK)
        st = write_header(&f, err);
    if (st == INV_OK)
        st = forecast_all(&f, err);
    if (st == INV_OK && f.doubled > 0)
        tool_note(run, "periods with several rows, which are summed: %llu", (unsigned long long)f.doubled);
    forecast_close(&f);
    return st;
}

static const struct tool tool = {
    .name = "inv-forecast",
    .summary = "Demand of the coming periods with its uncertainty, a row a key and step.",
    .example = "  inv-clean --freq W sales.csv | inv-forecast -H 8",
    .options = option_table, .noptions = COUNT(option_table),
    .defaults = &defaults, .size = sizeof(struct forecast_options),
    .run = run_forecast,
};

TOOL_MAIN(tool)
