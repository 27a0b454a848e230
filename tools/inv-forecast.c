/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-forecast: demand of the coming periods, a series at a time, in parallel. */
#include "config.h"
#include "forecast.h"

#define O(member) offsetof(struct forecast_options, member)

static const struct tool_option option_table[] = {
    { 0, "future", OPT_TEXT, O(future), "FILE", "the regressors of the coming periods: keys, dates, columns; sets the horizon unless -H does", NULL, 0, 0 },
    { 0, "sum", OPT_TEXT, O(sum), "N|COLUMN", "forecast the total of the next N periods instead", NULL, 0, 0 },
    { 0, "paths", OPT_INT, O(paths), "N", "write N sample paths instead", NULL, 1, 1e7 },
    { 0, "explain", OPT_FLAG, O(explain), NULL, "say what each forecast rests on instead: parameters, criteria, tests", NULL, 0, 0 },
    { 0, "like", OPT_TEXT, O(like), "FILE", "new items start from old ones (key, like, factor)", NULL, 0, 0 },
    { 0, "adjust", OPT_TEXT, O(adjust), "FILE", "planners' corrections (key, date, add or factor), to a column adjusted", NULL, 0, 0 },
    { 0, "save-model", OPT_TEXT, O(save), "FILE", "keep the fits there", NULL, 0, 0 },
    { 0, "load-model", OPT_TEXT, O(load), "FILE", "forecast from fits that were kept, without a table", NULL, 0, 0 },
    { 0, "update", OPT_FLAG, O(update), NULL, "with --load-model: the table has new rows, which carry the fits on", NULL, 0, 0 },
};

static const struct forecast_options defaults = { .models = MODEL_DEFAULTS };

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

/* Rows that a key gives, so that many paths are not all in memory. */
static size_t rows_of_a_key(const struct forecaster *f)
{
    size_t paths = f->o->paths > 0 ? (size_t)f->o->paths : 1;
    return f->o->sum ? f->models.n : f->models.n * f->models.h * paths;
}

static enum inv_status run_forecast(struct run *run, struct inv_err *err)
{
    struct forecaster f = { .run = run, .o = run->options };
    if (f.o->models.list_models)
        return models_list(run, err);
    enum inv_status st = forecast_open(&f, err);
    if (st == INV_OK)
        st = write_header(&f, err);
    struct key_jobs jobs = { .models = &f.models, .ctx = &f, .rows = rows_of_a_key(&f), .more = forecast_fits_more,
                             .begin = forecast_begin, .key = forecast_rows, .end = forecast_fits_end };
    if (st == INV_OK)
        st = models_run(&jobs, err);
    if (st == INV_OK)
        st = forecast_fits_finish(&f, err);
    forecast_close(&f);
    return st;
}

static const struct tool tool = {
    .name = "inv-forecast",
    .summary = "Demand of the coming periods with its uncertainty, a row a key and step.",
    .example = "  inv-clean --freq W sales.csv | inv-forecast -H 8",
    .options = option_table, .noptions = COUNT(option_table),
    .shared = &model_option_set, .shared_at = O(models),
    .defaults = &defaults, .size = sizeof(struct forecast_options),
    .run = run_forecast,
};

TOOL_MAIN(tool)
