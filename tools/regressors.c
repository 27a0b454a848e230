/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "regressors.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/mem.h"

/* ---- opening ------------------------------------------------------------------------------- */

static enum inv_status open_future(struct regressors *r, struct run *run, const char *path, struct inv_err *err)
{
    enum inv_status st = join_load(run, path, &r->future, err);
    r->path = path;
    if (st == INV_OK)
        st = join_need(r->future, run->common.time, &r->future_time, err);
    r->future_column = calloc(r->ncolumns + 1, sizeof *r->future_column);
    if (st == INV_OK && !r->future_column)
        st = inv_err_set(err, INV_ENOMEM, "out of memory");
    for (size_t i = 0; i < r->ncolumns && st == INV_OK; i++)
        st = join_need(r->future, r->names.s[i], &r->future_column[i], err);
    return st;
}

enum inv_status regressors_begin(struct regressors *r, struct run *run, const struct regressors_spec *spec, bool history,
                                 struct inv_err *err)
{
    *r = (struct regressors){ 0 };
    if (spec->future && !spec->columns)
        return inv_err_set(err, INV_EUSAGE, "--future without --regressors");
    if (!spec->columns)
        return INV_OK;
    enum inv_status st = tool_split(run, spec->columns, &r->names, err);
    r->n = r->ncolumns = r->names.n;
    r->column = calloc(r->n + 1, sizeof *r->column);
    if (st == INV_OK && !r->column)
        st = inv_err_set(err, INV_ENOMEM, "out of memory");
    for (size_t i = 0; i < r->n && st == INV_OK; i++) {
        r->column[i] = INV_NO_COLUMN;
        st = history ? inv_input_need(run->in, r->names.s[i], &r->column[i], err) : INV_OK;
    }
    return st == INV_OK && spec->future ? open_future(r, run, spec->future, err) : st;
}

/* The place of a holiday's name behind the columns. */
static enum inv_status name_place(struct regressors *r, struct run *run, struct inv_cell name, size_t *place, struct inv_err *err)
{
    for (*place = 0; *place < r->nholidays; (*place)++) {
        const char *s = r->names.s[r->ncolumns + *place];
        if (strlen(s) == name.n && memcmp(s, name.s, name.n) == 0)
            return INV_OK;
    }
    struct inv_buf text = { 0 };
    enum inv_status st = inv_buf_add(&text, name.s, name.n, err);
    const char *s = st == INV_OK ? inv_buf_cstr(&text, err) : NULL;
    st = s ? texts_add(&run->split, s, err) : INV_ENOMEM;     /* the run frees it */
    if (st != INV_OK) {
        inv_buf_free(&text);
        return st;
    }
    r->nholidays++;
    return texts_add(&r->names, s, err);
}

static enum inv_status add_holiday(struct regressors *r, struct series *s, struct inv_cell date, struct inv_cell name, struct inv_err *err)
{
    int64_t first, after;
    if (inv_time_parse_span(&s->fmt, date.s, date.n, &first, &after, err) != INV_OK) {
        if (err)
            err->status = INV_EROW;
        return INV_EROW;
    }
    enum inv_status st = INV_MEM_GROW(&r->holiday, &r->cap_days, r->ndays + 1, err);
    struct holiday *h = st == INV_OK ? &r->holiday[r->ndays] : NULL;
    if (st == INV_OK)
        st = name_place(r, s->run, name, &h->name, err);
    if (st == INV_OK) {
        h->time = first;
        r->ndays++;
    }
    return st;
}

/* date,name: a regressor for each name. */
static enum inv_status open_holidays(struct regressors *r, struct series *s, const char *path, struct inv_err *err)
{
    if (s->freq == INV_FREQ_INT)
        return inv_err_set(err, INV_EUSAGE, "--holidays: numbered periods have no calendar");
    struct inv_input *in = NULL;
    size_t date, name;
    enum inv_status st = tool_open_table(s->run, path, &in, err);
    if (st == INV_OK)
        st = inv_input_need(in, "date", &date, err);
    if (st == INV_OK)
        st = inv_input_need(in, "name", &name, err);
    while (st == INV_OK) {
        struct inv_record rec;
        struct inv_err what;
        st = inv_input_next(in, &rec, &what);
        if (st == INV_END)
            break;
        if (st == INV_OK)
            st = add_holiday(r, s, rec.cells[date], rec.cells[name], &what);
        if (st == INV_EROW) {
            inv_err_at(&what, rec.file, rec.line);
            st = tool_reject_other(s->run, &rec, &what);
        }
        if (st != INV_OK && err)
            *err = what;
    }
    inv_input_close(in);
    return st == INV_END ? INV_OK : st;
}

static const char *const weekday_names[] = { "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday" };

/* Days of a month, quarter or year; the day of the week where the season has it not. */
static enum inv_status open_calendar(struct regressors *r, const struct series *s, size_t season, struct inv_err *err)
{
    enum inv_status st = INV_OK;
    bool days = s->freq == INV_FREQ_M || s->freq == INV_FREQ_Q || s->freq == INV_FREQ_Y;
    bool weekday = s->freq == INV_FREQ_H || (s->freq == INV_FREQ_D && season % 7 != 0);
    if (days)
        st = texts_add(&r->names, "days", err);
    for (size_t i = 0; i < COUNT(weekday_names) && weekday && st == INV_OK; i++)
        st = texts_add(&r->names, weekday_names[i], err);
    r->ncalendar = days ? 1 : weekday ? COUNT(weekday_names) : 0;
    return st;
}

enum inv_status regressors_open(struct regressors *r, struct series *s, const struct regressors_spec *spec, size_t season,
                                struct inv_err *err)
{
    enum inv_status st = spec->holidays ? open_holidays(r, s, spec->holidays, err) : INV_OK;
    if (st == INV_OK && spec->calendar)
        st = open_calendar(r, s, season, err);
    r->n = r->ncolumns + r->nholidays + r->ncalendar;
    return st;
}

void regressors_free(struct regressors *r)
{
    join_free(r->future);
    texts_free(&r->names);
    free(r->column);
    free(r->future_column);
    free(r->holiday);
    *r = (struct regressors){ 0 };
}

/* ---- the calendar of a key ------------------------------------------------------------------------ */

/* The period that an instant lies in, where labels may be last days. */
static int64_t period_of(const struct inv_grid *g, int64_t t)
{
    return inv_grid_starts(g) ? inv_grid_index(g, t) : inv_grid_index(g, t - 1) + 1;
}

static void put_holidays(const struct regressors *r, const struct regressors_key *k, struct regressors_values *v)
{
    for (size_t i = 0; i < r->ndays; i++) {
        int64_t at = period_of(k->grid, r->holiday[i].time) - k->first;
        if (at >= 0 && (uint64_t)at < k->n + v->h)
            v->x[(size_t)at * r->n + r->ncolumns + r->holiday[i].name] += 1;
    }
}

static void put_calendar(const struct regressors *r, const struct regressors_key *k, struct regressors_values *v)
{
    int64_t back = inv_grid_starts(k->grid) ? 0 : -1;
    for (size_t t = 0; t < k->n + v->h; t++) {
        double *x = v->x + t * r->n + r->ncolumns + r->nholidays;
        int64_t at = k->first + (int64_t)t, from = inv_grid_time(k->grid, at);
        if (r->ncalendar == 1) {
            int64_t start = inv_grid_time(k->grid, at + back), end = inv_grid_time(k->grid, at + back + 1);
            *x = (double)(end - start) / (double)INV_TIME_DAY;
            continue;
        }
        int64_t day = from / INV_TIME_DAY - (from % INV_TIME_DAY < 0), weekday = ((day + 3) % 7 + 7) % 7;    /* 1970-01-01: Thursday */
        for (size_t i = 0; i < r->ncalendar; i++)
            x[i] = weekday == (int64_t)i + 1;
    }
}

/* ---- columns of a key ------------------------------------------------------------------------------ */

/* The mean of a period's rows. */
static void put_history(const struct regressors *r, const struct regressors_key *k, struct regressors_values *v)
{
    for (size_t i = 0; i < k->g->n; i++) {
        int64_t at = k->index[i] - k->first;
        if (at < 0 || (uint64_t)at >= k->n)
            continue;
        for (size_t j = 0; j < r->ncolumns; j++) {
            double value = k->g->num[k->num + j][i], *x = &v->x[(size_t)at * r->n + j];
            double *count = &v->count[(size_t)at * r->ncolumns + j];
            if (!isfinite(value))
                continue;
            *count += 1;
            *x = *count > 1 ? *x + (value - *x) / *count : value;
        }
    }
}

/* The period ahead, from 0, of a row of the future. INV_END: it is none. */
static enum inv_status step_of(const struct regressors *r, const struct regressors_key *k, size_t row, size_t *step, struct inv_err *err)
{
    struct inv_timefmt fmt = k->series->fmt;
    struct inv_cell c = join_cell(r->future, row, r->future_time);
    int64_t t;
    if (inv_time_parse(&fmt, c.s, c.n, &t, err) != INV_OK) {
        inv_err_column(err, k->series->run->common.time, strlen(k->series->run->common.time));
        inv_err_at(err, join_file(r->future), join_line(r->future, row));
        return INV_EROW;
    }
    int64_t at = inv_grid_index(k->grid, t) - k->first - (int64_t)k->n;
    *step = (size_t)at;
    return at >= 0 && at < 100000 ? INV_OK : INV_END;
}

/* How far the table of the future goes. */
static enum inv_status reach(const struct regressors *r, const struct regressors_key *k, size_t *h, struct inv_err *err)
{
    *h = 0;
    for (size_t row = k->row; row != JOIN_NONE; row = join_next(r->future, row)) {
        size_t step;
        enum inv_status st = step_of(r, k, row, &step, err);
        if (st == INV_EROW)
            return st;
        if (st == INV_OK && step + 1 > *h)
            *h = step + 1;
    }
    if (*h > 0)
        return INV_OK;
    inv_err_set(err, INV_EROW, "--future %.200s has no row of it after its last period", r->path);
    return series_where(k->series, k->g, err);
}

static enum inv_status put_future(const struct regressors *r, const struct regressors_key *k, struct regressors_values *v, struct inv_err *err)
{
    enum inv_status st = INV_OK;
    for (size_t row = k->row; row != JOIN_NONE && st == INV_OK; row = join_next(r->future, row)) {
        size_t step;
        st = step_of(r, k, row, &step, err);
        if (st == INV_END || (st == INV_OK && step >= v->h)) {
            st = INV_OK;
            continue;
        }
        if (st == INV_OK)
            v->given[step] = 1;
        for (size_t j = 0; j < r->ncolumns && st == INV_OK; j++)
            st = join_number(r->future, row, r->future_column[j], &v->x[(k->n + step) * r->n + j], err);
    }
    return st;
}

/* Every period that is asked for has all its values; what lies between takes those before it. */
static enum inv_status check_future(const struct regressors *r, const struct regressors_key *k, struct regressors_values *v,
                                    struct inv_err *err)
{
    for (size_t step = 0; step < v->h; step++) {
        bool hole = k->h == 0 && k->holes && !v->given[step];
        v->given[step] = !hole;
        for (size_t j = 0; j < r->ncolumns; j++) {
            double *x = &v->x[(k->n + step) * r->n + j];
            if (isfinite(*x))
                continue;
            for (size_t back = 1; hole && back <= k->n + step && !isfinite(*x); back++)
                *x = x[-(ptrdiff_t)(back * r->n)];
            for (size_t on = 1; hole && step + on < v->h && !isfinite(*x); on++)
                *x = x[on * r->n];      /* after kept fits there may be no period before */
            if (hole)
                continue;
            char date[INV_TIME_MAX + 1];
            series_text(k->series, inv_grid_time(k->grid, k->first + (int64_t)(k->n + step)), date);
            inv_err_set(err, INV_EROW, "regressor %.80s has no value on %.40s in --future %.120s", r->names.s[j], date, r->path ? r->path : "");
            return series_where(k->series, k->g, err);
        }
    }
    return INV_OK;
}

enum inv_status regressors_key(const struct regressors *r, const struct regressors_key *k, struct regressors_values *v, struct inv_err *err)
{
    enum inv_status st = INV_OK;
    v->h = k->blind ? 0 : k->h;
    if (!k->blind && k->h == 0)
        st = reach(r, k, &v->h, err);
    size_t all = (k->n + v->h) * r->n;
    if (st == INV_OK)
        st = INV_MEM_GROW(&v->x, &v->cap_x, all, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&v->given, &v->cap_given, v->h + 1, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&v->count, &v->cap_count, k->n * r->ncolumns + 1, err);
    if (st != INV_OK)
        return st;
    for (size_t i = 0; i < all; i++)
        v->x[i] = i % r->n < r->ncolumns ? NAN : 0;
    memset(v->given, 0, v->h + 1);
    memset(v->count, 0, (k->n * r->ncolumns + 1) * sizeof *v->count);
    put_history(r, k, v);
    put_holidays(r, k, v);
    if (r->ncalendar > 0)
        put_calendar(r, k, v);
    st = r->future && !k->blind ? put_future(r, k, v, err) : INV_OK;
    return st == INV_OK ? check_future(r, k, v, err) : st;
}
