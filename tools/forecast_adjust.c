/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-forecast --adjust: planners' corrections, kept apart from what the model says. */
#include "config.h"
#include "forecast.h"

#include <math.h>
#include <string.h>

#include "inv/mem.h"

enum inv_status adjust_open(struct forecaster *f, struct inv_err *err)
{
    if (!f->o->adjust)
        return INV_OK;
    if (f->o->paths > 0 || f->o->explain)
        return inv_err_set(err, INV_EUSAGE, "--adjust and --%s contradict each other", f->o->explain ? "explain" : "paths");
    enum inv_status st = join_load(f->run, f->o->adjust, &f->adjust, err);
    if (st == INV_OK)
        st = join_need(f->adjust, f->run->common.time, &f->adjust_date, err);
    if (st != INV_OK)
        return st;
    f->adjust_add = join_column(f->adjust, "add");
    f->adjust_factor = join_column(f->adjust, "factor");
    if (f->adjust_add != INV_NO_COLUMN || f->adjust_factor != INV_NO_COLUMN)
        return INV_OK;
    inv_err_set(err, INV_EUSAGE, "has neither a column add nor factor");
    return inv_err_at(err, f->o->adjust, 0);
}

/* models.cells has the key's cells by now. */
size_t adjust_find(struct forecaster *f)
{
    return f->adjust ? join_find(f->adjust, f->models.cells) : JOIN_NONE;
}

static enum inv_status number(const struct forecaster *f, size_t row, size_t column, double missing, double *x, struct inv_err *err)
{
    *x = missing;
    if (column == INV_NO_COLUMN)
        return INV_OK;
    enum inv_status st = join_number(f->adjust, row, column, x, err);
    *x = isnan(*x) ? missing : *x;
    return st;
}

/* The step that a row corrects; 0 or beyond the horizon: none of ours. */
static enum inv_status step_of(const struct scene *s, size_t row, int64_t *step, struct inv_err *err)
{
    const struct forecaster *f = s->f;
    struct inv_cell c = join_cell(f->adjust, row, f->adjust_date);
    int64_t first, after;
    if (inv_time_parse_span(&f->models.series.fmt, c.s, c.n, &first, &after, err) != INV_OK) {
        err->status = INV_EROW;
        inv_err_at(err, join_file(f->adjust), join_line(f->adjust, row));
        return inv_err_column(err, f->run->common.time, strlen(f->run->common.time));
    }
    *step = inv_grid_index(&s->wk->grid, first) - s->last;
    return INV_OK;
}

/* All factors of a period, then what is added; nothing goes below what demand can be. */
enum inv_status adjust_steps(struct scene *s, size_t row, const struct inv_outlook *o, uint64_t *met, struct inv_err *err)
{
    const struct forecaster *f = s->f;
    enum inv_status st = INV_MEM_GROW(&s->wk->adjusted, &s->wk->cap_adjusted, 2 * o->h, err);
    if (st != INV_OK)
        return st;
    double *x = s->wk->adjusted, *more = x + o->h;
    for (size_t k = 0; k < o->h; k++) {
        x[k] = o->forecast[k];
        more[k] = 0;
    }
    *met = 0;
    for (; row != JOIN_NONE && st == INV_OK; row = join_next(f->adjust, row)) {
        double add = 0, factor = 1;
        int64_t step = 0;
        st = step_of(s, row, &step, err);
        if (st == INV_OK)
            st = number(f, row, f->adjust_add, 0, &add, err);
        if (st == INV_OK)
            st = number(f, row, f->adjust_factor, 1, &factor, err);
        if (st != INV_OK || step < 1 || step > (int64_t)o->h)
            continue;
        x[step - 1] *= factor;
        more[step - 1] += add;
        ++*met;
    }
    for (size_t k = 0; k < o->h; k++) {
        x[k] += more[k];
        x[k] = o->whole ? round(x[k]) : x[k];
        x[k] = x[k] < o->lo ? o->lo : x[k];
    }
    return st;
}

double adjust_total(const struct scene *s, const struct inv_outlook *o, double n)
{
    double total = 0;
    for (size_t k = 0; k < o->h; k++) {
        double part = n - (double)k;
        total += s->wk->adjusted[k] * (part < 1 ? part : 1);
    }
    return o->whole ? round(total) : total;
}

void adjust_note(const struct forecaster *f)
{
    size_t n = f->adjust ? join_count(f->adjust) : 0;
    if (n > f->met)
        tool_note(f->run, "corrections of %s that meet no forecast: %llu", f->o->adjust, (unsigned long long)(n - f->met));
}
