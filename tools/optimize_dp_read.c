/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-optimize --method dp: the rows of a key as periods. */
#include "config.h"
#include "optimize_dp.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/mem.h"
#include "year.h"

enum inv_status optimize_dp_find(struct periods *d, size_t num[N_COUNT], struct inv_err *err)
{
    static const char *const names[N_COUNT] = { "demand", "demand_sd", "order_cost", "unit_cost", "holding_cost",
                                               "shortage_cost", "on_hand", "on_order", "backordered" };
    const struct inv_input *in = d->z->run->in;
    for (size_t k = 0; k < N_COUNT; k++)
        num[k] = inv_input_find(in, names[k]);
    if (num[N_DEMAND] != INV_NO_COLUMN || inv_params_known(d->z->run->params, INV_P_DEMAND))
        return INV_OK;
    num[N_SD] = inv_input_find(in, "sd");
    num[N_DEMAND] = inv_input_find(in, "forecast");
    return num[N_DEMAND] != INV_NO_COLUMN ? INV_OK : inv_input_need(in, "demand", &num[N_DEMAND], err);
}

static int by_time(const void *a, const void *b)
{
    const struct row *x = a, *y = b;
    return x->time != y->time ? (x->time > y->time) - (x->time < y->time) : (x->at > y->at) - (x->at < y->at);
}

/* The rows in the order of time, each period once and none left out. */
static enum inv_status rows(struct periods *d, const struct inv_group *g, struct inv_err *err)
{
    struct inv_grid grid;
    char text[INV_TIME_MAX + 1];
    enum inv_status st = series_grid(&d->in, g, d->in.has, &grid, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&d->row, &d->cap, g->n, err);
    if (st != INV_OK)
        return st;
    d->n = g->n;
    for (size_t i = 0; i < d->n; i++) {
        d->row[i].time = g->time[i];
        d->row[i].at = i;
        for (size_t k = 0; k < N_COUNT; k++)
            d->row[i].v[k] = g->num[k][i];
    }
    qsort(d->row, d->n, sizeof *d->row, by_time);
    for (size_t i = 1; i < d->n; i++) {
        int64_t step = inv_grid_index(&grid, d->row[i].time) - inv_grid_index(&grid, d->row[i - 1].time);
        if (step != 1)
            return inv_err_set(err, INV_EROW,
                               step == 0 ? "two rows for the period of %s" : "the period before %s has no row",
                               series_text(&d->in, d->row[i].time, text));
    }
    return INV_OK;
}

/* The period's own cell, unless --set says otherwise; else the key's. */
static enum inv_status value(const struct inv_param_row *p, enum inv_param param, double own, double *v,
                             struct inv_err *err)
{
    if (!isnan(own) && !inv_params_is_set(p->params, param)) {
        *v = own;
        return INV_OK;
    }
    return inv_param_get(p, param, v, err);
}

static enum inv_status wrong(const char *column, struct inv_err *err, const char *text, double v)
{
    inv_err_set(err, INV_EROW, text, v);
    inv_err_column(err, column, strlen(column));
    return INV_EROW;
}

/* What is needed of each period; holding and shortage cost become a period's. */
static enum inv_status complete(struct periods *d, const struct inv_param_row *p, struct row *r, struct inv_err *err)
{
    static const enum inv_param params[N_NEEDED] = {
        INV_P_DEMAND, INV_P_DEMAND_SD, INV_P_ORDER_COST, INV_P_UNIT_COST, INV_P_HOLDING_COST, INV_P_SHORTAGE_COST
    };
    double rate;
    enum inv_status st = INV_OK;
    for (size_t k = 0; k < N_NEEDED && st == INV_OK; k++)
        st = value(p, params[k], r->v[k], &r->v[k], err);
    if (st == INV_OK)
        st = inv_param_get(p, INV_P_HOLDING_RATE, &rate, err);
    if (st != INV_OK)
        return st;
    if (isnan(r->v[N_HOLDING]))
        r->v[N_HOLDING] = rate * r->v[N_UNIT];
    if (isnan(r->v[N_UNIT]))
        r->v[N_UNIT] = 0;
    if (d->z->dist == INV_SAFETY_POISSON)
        r->v[N_SD] = r->v[N_DEMAND] >= 0 ? sqrt(r->v[N_DEMAND]) : 0;
    for (size_t k = 0; k < N_NEEDED; k++) {
        double unused;
        if (isnan(r->v[k]))
            return inv_param_need(p, params[k], &unused, err);
        if (r->v[k] < 0)
            return wrong(inv_param_table()[params[k]].name, err, "%g is below 0", r->v[k]);
    }
    r->v[N_HOLDING] /= d->n_year;
    r->v[N_SHORTAGE] /= d->n_year;
    return INV_OK;
}

static enum inv_status lead_time(struct periods *d, const struct inv_param_row *p, struct inv_err *err)
{
    enum inv_status st = inv_param_need(p, INV_P_LEAD_TIME, &d->L, err);
    if (st != INV_OK)
        return st;
    if (d->L > rint(d->L) || d->L < rint(d->L))
        return wrong("lead_time", err, "%g is not a whole number of periods", d->L);
    return d->L < (double)d->n ? INV_OK : wrong("lead_time", err,
                                                "%g: no order would arrive before the last period ends", d->L);
}

enum inv_status optimize_dp_stock(const struct periods *d, const struct inv_param_row *p, double *position,
                                  struct inv_err *err)
{
    static const enum inv_param params[] = { INV_P_ON_HAND, INV_P_ON_ORDER, INV_P_BACKORDERED };
    double units[COUNT(params)] = { 0 };
    enum inv_status st = INV_OK;
    for (size_t i = 0; i < COUNT(params) && st == INV_OK; i++)
        st = value(p, params[i], d->row[0].v[N_ON_HAND + i], &units[i], err);
    for (size_t i = 1; i < COUNT(params) && st == INV_OK; i++)
        if (units[i] < 0)
            st = wrong(inv_param_table()[params[i]].name, err, "%g is below 0", units[i]);
    *position = (isnan(units[0]) ? 0 : units[0]) + units[1] - units[2];
    return st;
}

enum inv_status optimize_dp_read(struct periods *d, const struct inv_group *g, const struct inv_param_row *p,
                                 struct inv_err *err)
{
    enum inv_status st = rows(d, g, err);
    if (st == INV_OK)
        st = tool_periods_per_year(d->z->run, p, d->in.freq, &d->z->year_told, &d->n_year, err);
    if (st == INV_OK)
        st = lead_time(d, p, err);
    for (size_t t = 0; t < d->n && st == INV_OK; t++)
        st = complete(d, p, &d->row[t], err);
    return st;
}
