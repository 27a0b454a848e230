/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-reorder: --projection, a row a key and period. */
#include "config.h"
#include "reorder.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/mem.h"

static const char *const columns[] = { "opening", "demand", "receipts", "order_qty", "closing", "cash" };

static struct inv_cell cell(const char *s) { return (struct inv_cell){ s, strlen(s) }; }

enum inv_status projection_open(struct work *w, struct inv_err *err)
{
    struct run *run = w->run;
    enum inv_status st = w->key_in ? INV_OK : tool_key_columns(run, run->in, &w->key_in, err);
    for (size_t i = 0; i < run->keys.n && st == INV_OK; i++)
        st = tool_column_add(&w->layout, cell(run->keys.s[i]), err);
    if (st == INV_OK)
        st = tool_column_add(&w->layout, cell("step"), err);
    if (st == INV_OK)
        st = tool_column_add(&w->layout, cell(run->common.time), err);
    for (size_t i = 0; i < COUNT(columns) && st == INV_OK; i++)
        st = tool_column_add(&w->layout, cell(columns[i]), err);
    if (st != INV_OK)
        return st;
    inv_row_init(&w->out_row, &w->out, &run->out_format, w->layout.names, w->layout.width);
    return inv_row_header(&w->out_row, err);
}

void projection_close(struct work *w)
{
    inv_layout_free(&w->layout);
    inv_buf_free(&w->out);
    inv_plan_work_free(&w->plan);
    free(w->time);
    free(w->rows);
}

/* The steps of the forecast, else a season, else 8. */
static size_t horizon(const struct work *w)
{
    if (w->o->horizon > 0)
        return (size_t)w->o->horizon;
    if (w->dates.forecast && w->dates.row.demand.h > 0 && isnan(w->dates.row.end_of_life))
        return w->dates.row.demand.h;
    size_t season = w->dates.row.known ? inv_freq_season(w->dates.row.grid.freq) : 1;
    return season > 1 ? season : 8;
}

static enum inv_status write_step(struct work *w, const struct inv_record *rec, size_t t, struct inv_err *err)
{
    const struct inv_plan_row *r = &w->rows[t];
    const double v[] = { r->opening, r->demand, r->receipts, r->order_qty, r->closing, r->cash };
    struct value date = dates_value(&w->dates, (int64_t)t, w->text[0]);
    for (size_t i = 0; i < w->run->keys.n; i++)
        inv_row_cell(&w->out_row, rec->cells[w->key_in[i]]);
    inv_row_int(&w->out_row, (int64_t)t);
    value_write(&w->out_row, &date);
    for (size_t i = 0; i < COUNT(v); i++)
        inv_row_num(&w->out_row, v[i]);
    enum inv_status st = inv_row_end(&w->out_row, err);
    return st == INV_OK ? tool_write(w->run, &w->out, false, err) : st;
}

enum inv_status projection_write(struct work *w, const struct inv_record *rec, struct line *l, struct inv_err *err)
{
    size_t h = horizon(w);
    enum inv_status st = INV_MEM_GROW(&w->time, &w->cap_time, h + 1, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&w->rows, &w->cap_rows, h + 1, err);
    if (st == INV_OK)
        st = line_times(w, l, h, w->time, err);
    struct inv_plan_in in = line_plan(w, l);
    in.first = l->out.order_qty;
    if (st == INV_OK)
        st = inv_plan_run(&in, w->time, h, w->rows, &w->plan, err);
    for (size_t t = 0; t <= h && st == INV_OK; t++)
        st = write_step(w, rec, t, err);
    return st == INV_OK ? INV_END : st;
}
