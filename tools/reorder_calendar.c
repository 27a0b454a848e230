/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-reorder: suppliers' calendars, and the times of orders that follow from them. */
#include "config.h"
#include "reorder.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/date.h"
#include "inv/mem.h"

/* ---- the table ------------------------------------------------------------------------------------- */

/* What a row of it says; day NO_DAY: no date. days 0: not said. */
struct day_rule { int64_t day; bool closed, bad; unsigned order, work; };

struct calendar_columns { size_t date, closed, order, work; };

static enum inv_status bad(struct suppliers *s, size_t row, size_t column, struct inv_err *err)
{
    struct inv_record rec = { .file = join_file(s->calendar), .line = join_line(s->calendar, row) };
    struct inv_cell name = join_name(s->calendar, column);
    s->rules[row].bad = true;
    err->status = INV_EROW;
    inv_err_at(err, rec.file, rec.line);
    inv_err_column(err, name.s, name.n);
    return tool_reject_other(s->run, &rec, err);
}

static struct inv_cell cell_at(const struct suppliers *s, size_t row, size_t column)
{
    struct inv_cell c = { "", 0 };
    if (column != INV_NO_COLUMN)
        c = join_cell(s->calendar, row, column);
    return inv_cell_missing(&s->run->in_format, c) ? (struct inv_cell){ "", 0 } : c;
}

static enum inv_status read_rule(struct suppliers *s, size_t row, const struct calendar_columns *c, struct inv_err *err)
{
    struct day_rule *r = &s->rules[row];
    struct inv_cell date = cell_at(s, row, c->date), closed = cell_at(s, row, c->closed);
    struct inv_timefmt any = { 0 };
    int64_t first, after;
    *r = (struct day_rule){ .day = NO_DAY, .closed = !(closed.n == 1 && closed.s[0] == '0') };
    if (closed.n > 0 && !(closed.n == 1 && (closed.s[0] == '0' || closed.s[0] == '1'))) {
        inv_err_set(err, INV_EROW, "not 0 or 1");
        return bad(s, row, c->closed, err);
    }
    enum inv_status st = inv_timefmt_init(&any, INV_FREQ_NONE, s->run->common.date_format, err);
    if (st == INV_OK && date.n > 0) {
        if (inv_time_parse_span(&any, date.s, date.n, &first, &after, err) != INV_OK)
            return bad(s, row, c->date, err);
        r->day = (first - (first % INV_TIME_DAY + INV_TIME_DAY) % INV_TIME_DAY) / INV_TIME_DAY;
    }
    const struct { size_t column; unsigned *days; } weeks[] = { { c->order, &r->order }, { c->work, &r->work } };
    for (size_t i = 0; i < COUNT(weeks) && st == INV_OK; i++) {
        struct inv_cell days = cell_at(s, row, weeks[i].column);
        char text[96];
        inv_err_quote(text, sizeof text, days.s, days.n);
        if (days.n > 0 && !inv_workdays_read(days.s, days.n, weeks[i].days)) {
            inv_err_set(err, INV_EROW, "\"%s\" is not days of the week such as Mon;Thu or Mon-Fri", text);
            return bad(s, row, weeks[i].column, err);
        }
    }
    return st;
}

enum inv_status calendar_open(struct suppliers *s, const char *path, struct inv_err *err)
{
    enum inv_status st = join_load_by(s->run, path, s->name, &s->calendar, err);
    if (st != INV_OK)
        return st;
    struct calendar_columns c = {
        join_column(s->calendar, s->run->common.time), join_column(s->calendar, "closed"),
        join_column(s->calendar, "order_days"), join_column(s->calendar, "work_days"),
    };
    if (c.date == INV_NO_COLUMN && c.order == INV_NO_COLUMN && c.work == INV_NO_COLUMN) {
        inv_err_set(err, INV_EUSAGE, "no column %s, order_days or work_days", s->run->common.time);
        return inv_err_at(err, path, 0);
    }
    size_t n = join_count(s->calendar);
    s->rules = calloc(n + 1, sizeof *s->rules);
    if (!s->rules)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    for (size_t i = 0; i < n && st == INV_OK; i++)
        st = read_rule(s, i, &c, err);
    return st;
}

/* ---- a supplier's days ------------------------------------------------------------------------------- */

static int by_day(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

struct day_list { int64_t *day; size_t n, cap; };

/* Those of one name; its own words on a week stand over those of all suppliers, which came before. */
static enum inv_status collect(struct suppliers *s, struct inv_cell name, struct inv_workdays *w, struct day_list *closed,
                               struct day_list *open, struct inv_err *err)
{
    enum inv_status st = INV_OK;
    size_t row = join_find_by(s->calendar, name);
    for (; row != JOIN_NONE && st == INV_OK; row = join_next(s->calendar, row)) {
        const struct day_rule *r = &s->rules[row];
        struct day_list *l = r->closed ? closed : open;
        if (r->bad)
            continue;
        if (r->order)
            w->order = r->order;
        if (r->work)
            w->work = r->work;
        if (r->day == NO_DAY)
            continue;
        st = INV_MEM_GROW(&l->day, &l->cap, l->n + 1, err);
        if (st == INV_OK)
            l->day[l->n++] = r->day;
    }
    return st;
}

enum inv_status calendar_of(struct suppliers *s, struct inv_cell name, struct inv_workdays *w, struct inv_err *err)
{
    struct day_list closed = { 0 }, open = { 0 };
    *w = (struct inv_workdays){ .work = INV_WORKDAYS_MON_FRI, .order = INV_WORKDAYS_ALL };
    enum inv_status st = INV_OK;
    if (s->calendar)
        st = collect(s, (struct inv_cell){ "", 0 }, w, &closed, &open, err);
    if (st == INV_OK && s->calendar && name.n > 0)
        st = collect(s, name, w, &closed, &open, err);
    if (closed.n > 1)
        qsort(closed.day, closed.n, sizeof *closed.day, by_day);
    if (open.n > 1)
        qsort(open.day, open.n, sizeof *open.day, by_day);
    w->closed = closed.day;
    w->nclosed = closed.n;
    w->open = open.day;
    w->nopen = open.n;
    return st;
}

/* ---- the times of a line -------------------------------------------------------------------------------- */

static const struct inv_workdays every_day = { .work = INV_WORKDAYS_ALL, .order = INV_WORKDAYS_ALL };
static const struct inv_workdays weekdays = { .work = INV_WORKDAYS_MON_FRI, .order = INV_WORKDAYS_ALL };

static const struct inv_workdays *days_of(const struct work *w, const struct line *l)
{
    return w->o->calendar ? &w->suppliers.all[l->supplier].days : l->working ? &weekdays : &every_day;
}

/* Whole days of a length: a part of one counts whole, but for rounding. */
static double whole_days(double days)
{
    double near = nearbyint(days);
    return fabs(days - near) <= 1e-9 * fmax(1, days) ? near : ceil(days);
}

static bool arrival_of(const struct work *w, const struct line *l, int64_t order, int64_t *arrival)
{
    const struct inv_workdays *days = days_of(w, l);
    double length = l->lead * inv_freq_days(w->dates.row.grid.freq);
    if (l->working)
        return inv_workdays_add(days, order, whole_days(length * 5 / 7), arrival);
    length = whole_days(length);
    return length <= 1e6 && inv_workdays_next(days, order + (int64_t)length, arrival);
}

static int64_t day_of(int64_t t)
{
    return (t - ((t % INV_TIME_DAY) + INV_TIME_DAY) % INV_TIME_DAY) / INV_TIME_DAY;
}

/* The first order day from `day` on, its arrival, and the first that a review later allows. */
static bool order_from(const struct work *w, const struct line *l, int64_t day, int64_t *order, int64_t *arrival, int64_t *next)
{
    const struct inv_workdays *days = days_of(w, l);
    double review = whole_days(l->review * inv_freq_days(w->dates.row.grid.freq));
    return inv_workdays_next_order(days, day, order) && arrival_of(w, l, *order, arrival) && review <= 1e6
        && inv_workdays_next_order(days, *order + (int64_t)fmax(1, review), next);
}

static enum inv_status no_day(const struct line *l, struct inv_err *err)
{
    (void)l;
    inv_err_set(err, INV_EROW, "no day to order or to arrive within ten years");
    return inv_err_column(err, "lead_time", 9);
}

/* A moment's order of a supplier with a calendar: from `day` on, of period t. */
static bool one_time(const struct work *w, const struct line *l, int64_t day, size_t t, struct inv_plan_time *time, int64_t *next)
{
    int64_t order, arrival, then;
    const struct dates *d = &w->dates;
    if (!order_from(w, l, day, &order, &arrival, next) || !arrival_of(w, l, *next, &then))
        return false;
    double periods = inv_freq_days(d->row.grid.freq), waits = (double)(order - day) / periods, days = (double)(arrival - order);
    /* What working days and closed ones make longer than it is called. */
    double lead = l->working ? days / periods : l->lead + (days - whole_days(l->lead * periods)) / periods;
    int64_t at = dates_period_of(d, arrival * INV_TIME_DAY), after = dates_period_of(d, then * INV_TIME_DAY);
    *time = (struct inv_plan_time){
        .order = true,
        .arrival = at > (int64_t)t ? at : (int64_t)t + 1,
        .protect = fmax((double)t + waits + lead + l->review, (double)after - 1),
        .pay = dates_period_of(d, (order + (int64_t)fmin(1e6, ceil(l->payment_days))) * INV_TIME_DAY),
    };
    if (time->pay < (int64_t)t)
        time->pay = (int64_t)t;
    return true;
}

static enum inv_status dated_times(struct work *w, struct line *l, size_t h, struct inv_plan_time *time, struct inv_err *err)
{
    const struct dates *d = &w->dates;
    int64_t next, today = day_of(d->row.as_of);
    if (!order_from(w, l, today, &l->order_day, &l->arrival_day, &l->next_day) || !one_time(w, l, today, 0, &time[0], &next))
        return no_day(l, err);
    for (size_t t = 1; t <= h; t++) {
        int64_t day = day_of(inv_grid_time(&d->row.grid, d->row.period + (int64_t)t)), order, skip;
        int64_t end = day_of(inv_grid_time(&d->row.grid, d->row.period + (int64_t)t + 1) - 1);
        if (day < next)
            day = next;
        time[t] = (struct inv_plan_time){ .protect = (double)t };
        if (day > end || !inv_workdays_next_order(days_of(w, l), day, &order) || order > end)
            continue;
        if (!one_time(w, l, order, t, &time[t], &skip))
            return no_day(l, err);
        next = skip;
    }
    return INV_OK;
}

enum inv_status line_times(struct work *w, struct line *l, size_t h, struct inv_plan_time *time, struct inv_err *err)
{
    enum inv_freq freq = w->dates.row.grid.freq;
    bool calendar = w->dates.row.known && inv_freq_days(freq) >= 1;
    if (w->o->calendar && !calendar) {
        inv_err_set(err, INV_EROW, "a supplier's calendar needs dates: as_of and --freq D, W, M ...");
        return inv_err_column(err, "as_of", 5);
    }
    if (w->o->calendar || (calendar && l->working && w->dated))
        return dated_times(w, l, h, time, err);
    double pay = l->payment_days / (calendar ? inv_freq_days(freq) : 1);
    inv_plan_times(l->lead, l->review, pay, h, time);
    int64_t next;
    if (calendar && w->dated && !order_from(w, l, day_of(w->dates.row.as_of), &l->order_day, &l->arrival_day, &next))
        return no_day(l, err);
    l->next_day = calendar && w->dated ? next : NO_DAY;
    return INV_OK;
}
