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
    return INV_OK;
}

/* One row of the receipts; what is wrong with it is told once, here. */
static enum inv_status read_receipt(struct dates *d, size_t row, size_t date, size_t qty, struct inv_err *err)
{
    int64_t after;
    struct dated *r = &d->dated[row];
    enum inv_status st = join_number(d->receipts, row, qty, &r->qty, err);
    if (st == INV_OK && isnan(r->qty)) {
        inv_err_set(err, INV_EROW, "a missing value");
        st = INV_EROW;
    }
    size_t column = qty;
    if (st == INV_OK) {
        struct inv_cell c = join_cell(d->receipts, row, date);
        column = date;
        st = inv_time_parse_span(&d->fmt, c.s, c.n, &r->day, &after, err);
    }
    if (st != INV_EROW && st != INV_EARG)
        return st;
    struct inv_record rec = { .file = join_file(d->receipts), .line = join_line(d->receipts, row) };
    err->status = INV_EROW;
    inv_err_at(err, rec.file, rec.line);
    struct inv_cell name = join_name(d->receipts, column);
    inv_err_column(err, name.s, name.n);
    r->qty = NAN;
    return tool_reject_other(d->run, &rec, err);
}

static enum inv_status open_receipts(struct dates *d, const char *path, struct inv_err *err)
{
    size_t date, qty;
    if (!path)
        return INV_OK;
    enum inv_status st = join_load(d->run, path, &d->receipts, err);
    if (st == INV_OK)
        st = join_need(d->receipts, d->run->common.time, &date, err);
    if (st == INV_OK)
        st = join_need(d->receipts, d->run->common.value, &qty, err);
    if (st != INV_OK)
        return st;
    size_t n = join_count(d->receipts);
    d->dated = calloc(n + 1, sizeof *d->dated);
    if (!d->dated)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    for (size_t i = 0; i < n && st == INV_OK; i++)
        st = read_receipt(d, i, date, qty, err);
    return st;
}

enum inv_status dates_open(struct dates *d, struct run *run, const struct reorder_options *o, struct inv_err *err)
{
    *d = (struct dates){ .run = run, .today = clock_date() };
    d->freq_in = inv_input_find(run->in, "freq");
    d->as_of_in = inv_input_find(run->in, "as_of");
    d->model_in = inv_input_find(run->in, "model");
    enum inv_status st = open_as_of(d, err);
    if (st == INV_OK)
        st = open_forecast(d, o->forecast, err);
    return st == INV_OK ? open_receipts(d, o->receipts, err) : st;
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
    d->as_of = d->today;
}

static enum inv_status calendar(struct dates *d, const struct inv_record *rec, struct inv_err *err)
{
    enum inv_freq freq = tool_freq_of(d->run, rec->cells, d->freq_in);
    enum inv_status st = INV_OK;
    d->known = false;
    if (d->as_of_in != INV_NO_COLUMN && !missing(d, rec->cells[d->as_of_in])) {
        struct inv_cell c = rec->cells[d->as_of_in];
        st = inv_time_parse(&d->fmt, c.s, c.n, &d->as_of, err);
        if (st != INV_OK) {
            inv_err_column(err, "as_of", 5);
            return st;
        }
        if (d->given)
            d->as_of = d->today;
    } else {
        without_as_of(d, freq);
    }
    if (d->fmt.form == INV_FORM_INTEGER)
        freq = INV_FREQ_INT;
    else if (d->fmt.form == INV_FORM_NONE || inv_freq_days(freq) <= 0)
        return INV_OK;
    st = inv_grid_fit(&d->grid, freq, d->fmt.unit, true, &d->as_of, 1, err);
    d->period = inv_grid_index(&d->grid, d->as_of);
    d->known = st == INV_OK;
    return st;
}

struct value dates_instant(const struct dates *d, int64_t t, char text[INV_TIME_MAX])
{
    size_t n = d->known ? inv_time_format(&d->fmt, t, text) : 0;
    return n > 0 ? value_cell((struct inv_cell){ text, n }) : (struct value){ 0 };
}

struct value dates_value(const struct dates *d, int64_t period, char text[INV_TIME_MAX])
{
    if (!d->known || period > INT64_MAX - (d->period > 0 ? d->period : 0))
        return (struct value){ 0 };
    return dates_instant(d, inv_grid_time(&d->grid, d->period + period), text);
}

/* ---- demand to come ------------------------------------------------------------------------------- */

static enum inv_status bad_step(const struct dates *d, size_t row, struct inv_err *err, const char *text)
{
    inv_err_set(err, INV_EROW, "%s", text);
    inv_err_at(err, join_file(d->forecast), join_line(d->forecast, row));
    return inv_err_column(err, "step", 4);
}

/* Periods between the forecast's as_of and the row's: so many steps are gone by. */
static int64_t shift(const struct dates *d, size_t row)
{
    int64_t t, after;
    if (!d->known || d->forecast_as_of == INV_NO_COLUMN)
        return 0;
    struct inv_cell c = join_cell(d->forecast, row, d->forecast_as_of);
    if (missing(d, c) || inv_time_parse_span(&d->fmt, c.s, c.n, &t, &after, NULL) != INV_OK)
        return 0;
    int64_t gone = d->period - inv_grid_index(&d->grid, t);
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
    step -= (double)shift(d, row);
    if (step < 1 || isnan(mean))
        return INV_OK;
    size_t h = d->demand.h, at = (size_t)step - 1;
    st = INV_MEM_GROW(&d->steps, &d->cap_steps, at + 1, err);
    for (; st == INV_OK && h <= at; h++)
        d->steps[h] = NAN;
    if (st != INV_OK)
        return st;
    if (!isnan(d->steps[at]))
        return bad_step(d, row, err, "there twice for the key (several models? the input has no column model)");
    d->steps[at] = mean;
    d->demand.h = h;
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
    while (h < d->demand.h && !isnan(d->steps[h]))    /* up to the first that is not there */
        sum += d->steps[h++];
    d->demand.h = h;
    d->demand.step = d->steps;
    if (h > 0)
        d->demand.mean = sum / (double)h;
    return INV_OK;
}

/* ---- receipts --------------------------------------------------------------------------------------- */

/* The period in which a day's goods can be sold: that which the day lies in.
 * Where labels are not the first days of their periods (Fridays, month ends)
 * they may be the last as well: then the first label not before the day. */
static int64_t period_of(const struct dates *d, int64_t day)
{
    int64_t index = inv_grid_index(&d->grid, day);
    return !inv_grid_starts(&d->grid) && inv_grid_time(&d->grid, index) < day ? index + 1 : index;
}

static int by_period(const void *a, const void *b)
{
    int64_t x = ((const struct inv_receipt *)a)->period, y = ((const struct inv_receipt *)b)->period;
    return (x > y) - (x < y);
}

static enum inv_status receipts(struct dates *d, const struct inv_record *rec, struct inv_err *err)
{
    size_t row = d->receipts ? join_find(d->receipts, rec->cells) : JOIN_NONE;
    for (; row != JOIN_NONE; row = join_next(d->receipts, row)) {
        const struct dated *r = &d->dated[row];
        if (isnan(r->qty))
            continue;
        enum inv_status st = INV_MEM_GROW(&d->due, &d->cap_due, d->ndue + 1, err);
        if (st != INV_OK)
            return st;
        d->due[d->ndue++] = (struct inv_receipt){ d->known ? period_of(d, r->day) - d->period : 1, r->qty };
        d->due_total += r->qty;
        if (d->next == INT64_MIN || r->day < d->next)
            d->next = r->day;
    }
    if (d->ndue > 1)
        qsort(d->due, d->ndue, sizeof *d->due, by_period);
    return INV_OK;
}

enum inv_status dates_of_row(struct dates *d, const struct inv_record *rec, double mean, struct inv_err *err)
{
    d->demand = (struct inv_demand){ .mean = mean };
    d->ndue = 0;
    d->due_total = 0;
    d->next = INT64_MIN;
    enum inv_status st = calendar(d, rec, err);
    if (st == INV_OK)
        st = forecast(d, rec, err);
    return st == INV_OK ? receipts(d, rec, err) : st;
}
