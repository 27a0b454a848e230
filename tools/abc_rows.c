/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-abc: items from rows, one each; and what each item is worth. */
#include "config.h"
#include "abc.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/mem.h"
#include "year.h"

/* ---- worth --------------------------------------------------------------------------------- */

/* units x (price - cost); what the measure needs must be there. */
static enum inv_status money(const struct criterion *c, const struct inv_param_row *p, double units, double *v,
                             struct inv_err *err)
{
    double cost = 0, price = 0;
    enum inv_status st = INV_OK;
    if (c->measure == BY_VALUE || c->measure == BY_MARGIN)
        st = inv_param_need(p, INV_P_UNIT_COST, &cost, err);
    if (st == INV_OK && c->measure != BY_VALUE)
        st = inv_param_need(p, INV_P_PRICE, &price, err);
    *v = units * (c->measure == BY_VALUE ? cost : price - cost);
    return st;
}

static enum inv_status read_cell(struct abc *a, const struct item *it, const struct inv_cell *cells, size_t column,
                                 double *v, struct inv_err *err)
{
    enum inv_status st = inv_cell_number(&a->run->in_format, cells[column], v, err);
    if (st == INV_OK && isnan(*v))
        st = inv_err_set(err, INV_EROW, "no value");
    if (st == INV_OK)
        return st;
    struct inv_cell name = inv_input_name(a->run->in, column);
    inv_err_at(err, it->file, it->line);
    return inv_err_column(err, name.s, name.n);
}

static enum inv_status worth(struct abc *a, const struct item *it, const struct inv_cell *cells,
                             const struct inv_param_row *p,
                             double units, const double *column, double *x, struct inv_err *err)
{
    enum inv_status st = INV_OK;
    for (size_t i = 0, at = 0; i < a->ncriteria && st == INV_OK; i++) {
        const struct criterion *c = &a->criteria[i];
        if (c->measure == BY_COLUMN && column)
            x[i] = column[at++];
        else if (c->measure == BY_COLUMN)
            st = read_cell(a, it, cells, c->column, &x[i], err);
        else if (c->measure == BY_PARAM)
            st = inv_param_need(p, c->param, &x[i], err);
        else if (isnan(units))
            st = inv_param_need(p, INV_P_ANNUAL_DEMAND, &x[i], err);    /* which says that it is missing */
        else if (c->measure == BY_QTY)
            x[i] = units;
        else
            st = money(c, p, units, &x[i], err);
        if (st == INV_OK && !isfinite(x[i]))
            st = inv_err_set(err, INV_EROW, "%s is too large for a number", c->name);
    }
    return st;
}

enum inv_status abc_hold(struct abc *a, const struct item *it, const struct inv_cell *cells,
                         const struct inv_param_row *p, double total, const double *column, struct inv_err *err)
{
    size_t n = a->cells.n;
    enum inv_status st = INV_MEM_GROW(&a->items, &a->cap_items, n + 1, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&a->x, &a->cap_x, (n + 1) * a->ncriteria, err);
    if (st == INV_OK)
        st = worth(a, it, cells, p, isnan(total) ? it->annual : total, column, a->x + n * a->ncriteria, err);
    if (st != INV_OK)
        return st;
    a->items[n] = *it;
    return hold_add(&a->cells, cells, err);
}

/* ---- rows -------------------------------------------------------------------------------------- */

/* The mean and the spread of demand, as far as they are there. */
static enum inv_status demand_of(struct abc *a, const struct inv_record *rec, const struct inv_param_row *p,
                                 struct item *it, size_t cv_in, size_t freq_in, struct inv_err *err)
{
    double n;
    enum inv_status st = inv_param_get(p, INV_P_DEMAND, &it->demand, err);
    if (st == INV_OK)
        st = inv_param_get(p, INV_P_DEMAND_SD, &it->sd, err);
    if (st == INV_OK)
        st = inv_param_get(p, INV_P_ANNUAL_DEMAND, &it->annual, err);
    if (st == INV_OK && isnan(it->annual) && !isnan(it->demand)) {
        st = tool_periods_per_year(a->run, p, tool_freq_of(a->run, rec->cells, freq_in), &a->year_told, &n, err);
        it->annual = it->demand * n;
    }
    if (st != INV_OK)
        return st;
    it->cv = it->demand > 0 ? it->sd / it->demand : (double)NAN;
    if (isnan(it->demand) || isnan(it->sd))
        return cv_in == INV_NO_COLUMN ? INV_OK : inv_cell_number(&a->run->in_format, rec->cells[cv_in], &it->cv, err);
    return INV_OK;
}

static enum inv_status one_row(struct abc *a, const struct inv_record *rec, size_t cv_in, size_t freq_in,
                               struct inv_err *err)
{
    struct item it = { .file = rec->file, .line = rec->line };
    struct inv_param_row p;
    inv_params_join(a->run->params, rec->cells, &p);
    p.file = rec->file;
    p.line = rec->line;
    p.days_per_period = inv_freq_days(tool_freq_of(a->run, rec->cells, freq_in));
    enum inv_status st = demand_of(a, rec, &p, &it, cv_in, freq_in, err);
    if (st == INV_OK)
        st = abc_hold(a, &it, rec->cells, &p, (double)NAN, NULL, err);
    if (st != INV_EROW && st != INV_EARG)
        return st;
    err->status = INV_EROW;
    if (!err->file)
        inv_err_at(err, rec->file, rec->line);
    return tool_reject(a->run, rec, err);
}

/* A key that the user names must be there; the default one need not. */
static enum inv_status named_keys(struct run *run, struct inv_err *err)
{
    size_t *columns = NULL;
    bool usual = run->keys.n == 1 && strcmp(run->keys.s[0], "sku") == 0;
    enum inv_status st = usual ? INV_OK : tool_key_columns(run, run->in, &columns, err);
    free(columns);
    return st;
}

enum inv_status abc_from_rows(struct abc *a, struct inv_err *err)
{
    struct run *run = a->run;
    size_t cv_in = inv_input_find(run->in, "cv"), freq_in = inv_input_find(run->in, "freq");
    a->cells.width = inv_input_width(run->in);
    a->pattern_in = inv_input_find(run->in, "pattern");
    a->life_in = inv_input_find(run->in, "lifecycle");
    enum inv_status st = named_keys(run, err);
    if (st == INV_OK)
        st = carry_open(&a->rows, run, a->columns, a->ncolumns, err);
    for (size_t count = 1; st == INV_OK; count++) {
        struct inv_record rec;
        st = inv_input_next(run->in, &rec, err);
        if (st == INV_END)
            return INV_OK;
        st = st == INV_EROW ? tool_reject(run, &rec, err) : st == INV_OK ? one_row(a, &rec, cv_in, freq_in, err) : st;
        if (count % 8192 == 0)
            tool_progress(run);
    }
    return st;
}
