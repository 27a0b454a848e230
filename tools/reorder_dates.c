/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-reorder: the calendar of a row, its demand to come and its receipts. */
#include "config.h"
#include "reorder.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "inv/date.h"
#include "inv/mem.h"

void dates_close(struct dates *d)
{
    join_free(d->forecast);
    join_free(d->receipts);
    free(d->dated);
    free(d->steps);
    free(d->due);
}

/* ---- opening --------------------------------------------------------------------------------- */

/* The clock's civil date, here: a table without dates is of today. */
static int64_t clock_date(void)
{
    time_t now = time(NULL);
    struct tm tm = { 0 };
    localtime_r(&now, &tm);
    return inv_date_from_civil(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday) * INV_TIME_DAY;
}

static enum inv_status open_as_of(struct dates *d, struct inv_err *err)
{
    const char *as_of = d->run->common.as_of;
    enum inv_status st = inv_timefmt_init(&d->fmt, tool_freq(d->run), d->run->common.date_format, err);
    if (st != INV_OK || !as_of)
        return st;
    int64_t after;
    st = inv_time_parse_span(&d->fmt, as_of, strlen(as_of), &d->today, &after, err);
    if (st != INV_OK) {
        struct inv_err why = *err;
        return inv_err_set(err, INV_EUSAGE, "--as-of: %.300s", why.text);
    }
    d->given = true;
    return INV_OK;
}

static enum inv_status open_forecast(struct dates *d, const char *path, struct inv_err *err)
{
    if (!path)
        return INV_OK;
    enum inv_status st = join_load(d->run, path, &d->forecast, err);
    if (st == INV_OK)
        st = join_need(d->forecast, "step", &d->step, err);
    if (st == INV_OK)
        st = join_need(d->forecast, "forecast", &d->mean, err);
    if (st != INV_OK)
        return st;
    d->model = join_column(d->forecast, "model");
    d->forecast_as_of = join_column(d->forecast, "as_of");
    d->forecast_date = join_column(d->forecast, d->run->common.time);
    return INV_OK;
}

enum inv_status dates_open(struct dates *d, struct run *run, const struct reorder_options *o, struct inv_err *err)
{
    *d = (struct dates){ .run = run, .today = clock_date(), .drop_overdue = o->overdue == 1 };
    d->freq_in = inv_input_find(run->in, "freq");
    d->as_of_in = inv_input_find(run->in, "as_of");
    d->date_in = d->as_of_in == INV_NO_COLUMN ? inv_input_find(run->in, run->common.time) : d->as_of_in;
    d->model_in = inv_input_find(run->in, "model");
    enum inv_status st = open_as_of(d, err);
    if (st == INV_OK)
        st = open_forecast(d, o->forecast, err);
    return st == INV_OK ? receipts_open(d, o->receipts, err) : st;
}

/* ---- a row's calendar -------------------------------------------------------------------------- */

static bool missing(const struct dates *d, struct inv_cell c)
{
    return inv_cell_missing(&d->run->in_format, c);
}

/* A table without dates is of today, and its dates are days. */
static void without_as_of(struct dates *d, enum inv_freq freq)
{
    if (d->fmt.form == INV_FORM_NONE && inv_freq_days(freq) > 0)
        d->fmt.form = d->fmt.unit = freq == INV_FREQ_H ? INV_FORM_STAMP : INV_FORM_DAY;
    d->row.as_of = d->today;
}

static enum inv_status calendar(struct dates *d, const struct inv_record *rec, struct inv_err *err)
{
    enum inv_freq freq = tool_freq_of(d->run, rec->cells, d->freq_in);
    enum inv_status st = INV_OK;
    d->row.known = false;
    if (d->date_in != INV_NO_COLUMN && !missing(d, rec->cells[d->date_in])) {
        struct inv_cell c = rec->cells[d->date_in];
        st = inv_time_parse(&d->fmt, c.s, c.n, &d->row.as_of, err);
        if (st != INV_OK) {
            struct inv_cell name = inv_input_name(d->run->in, d->date_in);
            return inv_err_column(err, name.s, name.n);
        }
        if (d->given)
            d->row.as_of = d->today;
    } else {
        without_as_of(d, freq);
    }
    if (d->fmt.form == INV_FORM_INTEGER)
        freq = INV_FREQ_INT;
    else if (d->fmt.form == INV_FORM_NONE || inv_freq_days(freq) <= 0)
        return INV_OK;
    st = inv_grid_fit(&d->row.grid, freq, d->fmt.unit, true, &d->row.as_of, 1, err);
    d->row.period = inv_grid_index(&d->row.grid, d->row.as_of);
    d->row.known = st == INV_OK;
    return st;
}

struct value dates_instant(const struct dates *d, int64_t t, char text[INV_TIME_MAX])
{
    size_t n = d->row.known ? inv_time_format(&d->fmt, t, text) : 0;
    return n > 0 ? value_cell((struct inv_cell){ text, n }) : (struct value){ 0 };
}

struct value dates_value(const struct dates *d, int64_t period, char text[INV_TIME_MAX])
{
    if (!d->row.known || period > INT64_MAX - (d->row.period > 0 ? d->row.period : 0))
        return (struct value){ 0 };
    return dates_instant(d, inv_grid_time(&d->row.grid, d->row.period + period), text);
}

/* ---- demand to come ------------------------------------------------------------------------------- */

static enum inv_status bad_step(const struct dates *d, size_t row, struct inv_err *err, const char *text)
{
    inv_err_set(err, INV_EROW, "%s", text);
    inv_err_at(err, join_file(d->forecast), join_line(d->forecast, row));
    return inv_err_column(err, "step", 4);
}

/* Periods between the forecast's as_of and the row's: so many steps are gone by.
 * Without as_of the step's own date says when it was made. */
static int64_t shift(const struct dates *d, size_t row, double step)
{
    int64_t t, after;
    bool made = d->forecast_as_of != INV_NO_COLUMN;
    size_t column = made ? d->forecast_as_of : d->forecast_date;
    if (!d->row.known || column == INV_NO_COLUMN)
        return 0;
    struct inv_cell c = join_cell(d->forecast, row, column);
    if (missing(d, c) || inv_time_parse_span(&d->fmt, c.s, c.n, &t, &after, NULL) != INV_OK)
        return 0;
    int64_t gone = d->row.period - inv_grid_index(&d->row.grid, t) + (made ? 0 : (int64_t)step);
    return gone > 0 ? gone : 0;
}

static bool same_model(const struct dates *d, const struct inv_record *rec, size_t row)
{
    if (d->model == INV_NO_COLUMN || d->model_in == INV_NO_COLUMN)
        return true;
    struct inv_cell a = join_cell(d->forecast, row, d->model), b = rec->cells[d->model_in];
    return a.n == b.n && memcmp(a.s, b.s, a.n) == 0;
}

static enum inv_status one_step(struct dates *d, size_t row, struct inv_err *err)
{
    double step, mean;
    enum inv_status st = join_number(d->forecast, row, d->step, &step, err);
    if (st == INV_OK)
        st = join_number(d->forecast, row, d->mean, &mean, err);
    if (st != INV_OK)
        return st;
    if (!(step >= 1) || step != floor(step) || step > 1e7)
        return bad_step(d, row, err, "not a step of a forecast: 1, 2, 3 ...");
    step -= (double)shift(d, row, step);
    d->row.overtaken = d->row.overtaken || step < 1;
    if (step < 1 || isnan(mean))
        return INV_OK;
    size_t h = d->row.demand.h, at = (size_t)step - 1;
    st = INV_MEM_GROW(&d->steps, &d->cap_steps, at + 1, err);
    for (; st == INV_OK && h <= at; h++)
        d->steps[h] = NAN;
    if (st != INV_OK)
        return st;
    if (!isnan(d->steps[at]))
        return bad_step(d, row, err, "there twice for the key (several models? the input has no column model)");
    d->steps[at] = mean;
    d->row.demand.h = h;
    return INV_OK;
}

static enum inv_status forecast(struct dates *d, const struct inv_record *rec, struct inv_err *err)
{
    size_t row = d->forecast ? join_find(d->forecast, rec->cells) : JOIN_NONE, h = 0;
    for (; row != JOIN_NONE; row = join_next(d->forecast, row)) {
        enum inv_status st = same_model(d, rec, row) ? one_step(d, row, err) : INV_OK;
        if (st != INV_OK)
            return st;
    }
    double sum = 0;
    while (h < d->row.demand.h && !isnan(d->steps[h]))    /* up to the first that is not there */
        sum += d->steps[h++];
    d->row.demand.h = h;
    d->row.demand.step = d->steps;
    d->nover += h == 0 && d->row.overtaken;
    if (h > 0)
        d->row.demand.mean = sum / (double)h;
    return INV_OK;
}

void dates_seen(struct dates *d, const struct inv_record *rec)
{
    if (d->forecast)
        join_find(d->forecast, rec->cells);
    if (d->receipts)
        join_find(d->receipts, rec->cells);
}

enum inv_status dates_of_row(struct dates *d, const struct inv_record *rec, double mean, struct inv_err *err)
{
    d->row = (struct dates_row){ .demand.mean = mean, .end_of_life = NAN };
    d->row.next = INT64_MIN;
    enum inv_status st = calendar(d, rec, err);
    if (st == INV_OK)
        st = forecast(d, rec, err);
    return st == INV_OK ? receipts_of_row(d, rec, err) : st;
}

/* ---- the end of a life ------------------------------------------------------------------------------- */

#define FARTHEST 100000     /* periods to an end that is looked at: demand until then is laid out */

/* Demand of its own beyond the steps, up to the end; then none. */
static enum inv_status lay_out(struct dates *d, size_t end, struct inv_err *err)
{
    struct inv_demand *m = &d->row.demand;
    enum inv_status st = INV_MEM_GROW(&d->steps, &d->cap_steps, end + 1, err);
    if (st != INV_OK)
        return st;
    double mean = isnan(m->mean) ? 0 : m->mean;
    for (size_t i = m->h; i < end; i++)
        d->steps[i] = mean;
    *m = (struct inv_demand){ d->steps, end, 0 };
    return INV_OK;
}

enum inv_status dates_end_of_life(struct dates *d, struct inv_cell c, struct inv_err *err)
{
    int64_t first, after;
    if (missing(d, c))
        return INV_OK;
    enum inv_status st = inv_time_parse_span(&d->fmt, c.s, c.n, &first, &after, err);
    if (st == INV_OK && !d->row.known)
        st = inv_err_set(err, INV_EROW, "a date, but this row has no calendar (--freq)");
    if (st != INV_OK) {
        err->status = INV_EROW;
        inv_err_column(err, "end_of_life", 11);
        return INV_EROW;
    }
    int64_t end = inv_grid_index(&d->row.grid, after - 1) - d->row.period;
    d->row.end_of_life = end > 0 ? (double)end : 0;
    return end <= FARTHEST ? lay_out(d, end > 0 ? (size_t)end : 0, err) : INV_OK;
}

/* ---- rows that wait ------------------------------------------------------------------------------------ */

enum inv_status dates_keep(const struct dates *d, struct dates_row *kept, struct inv_err *err)
{
    const struct dates_row *r = &d->row;
    *kept = *r;
    double *step = malloc((r->demand.h + 1) * sizeof *step);
    struct inv_receipt *due = malloc((r->ndue + 1) * sizeof *due);
    kept->demand.step = step;
    kept->due = due;
    if (!step || !due)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    if (r->demand.h > 0)
        memcpy(step, r->demand.step, r->demand.h * sizeof *step);
    if (r->ndue > 0)
        memcpy(due, r->due, r->ndue * sizeof *due);
    return INV_OK;
}

void dates_row_free(struct dates_row *kept)
{
    free((void *)(uintptr_t)kept->demand.step);
    free(kept->due);
}
