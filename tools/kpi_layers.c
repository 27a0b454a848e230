/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-kpi: what the stock is made of, where another table says so (inv-balance --layers). */
#include "config.h"
#include "kpi.h"

#include <math.h>
#include <string.h>

#include "inv/mem.h"

enum inv_status kpi_open_layers(struct kpi *c, struct inv_err *err)
{
    const struct common *o = &c->run->common;
    if (!c->o->layers)
        return INV_OK;
    enum inv_status st = join_load(c->run, c->o->layers, &c->layers, err);
    if (st == INV_OK)
        st = join_need(c->layers, o->value, &c->layer_qty, err);
    if (st != INV_OK)
        return st;
    c->layer_cost = join_column(c->layers, "unit_cost");
    c->layer_age = join_column(c->layers, "age");
    c->layer_date = INV_NO_COLUMN;
    return c->layer_age == INV_NO_COLUMN ? join_need(c->layers, o->time, &c->layer_date, err) : INV_OK;
}

static enum inv_status age_of(const struct kpi *c, size_t row, double *age, struct inv_err *err)
{
    if (c->layer_age != INV_NO_COLUMN)
        return join_number(c->layers, row, c->layer_age, age, err);
    struct inv_cell cell = join_cell(c->layers, row, c->layer_date);
    struct inv_timefmt fmt = c->series.fmt;
    int64_t t;
    enum inv_status st = inv_time_parse(&fmt, cell.s, cell.n, &t, err);
    if (st == INV_OK) {
        double unit = fmt.unit == INV_FORM_INTEGER ? 1 : (double)INV_TIME_DAY;
        *age = floor((double)(c->series.end - 1 - t) / unit);
        return INV_OK;
    }
    inv_err_at(err, join_file(c->layers), join_line(c->layers, row));
    return inv_err_column(err, c->run->common.time, strlen(c->run->common.time));
}

/* Layers of less than nothing are owed, and as old as nothing is. sum: of all. */
static enum inv_status add_layer(struct kpi *c, size_t row, double *sum, struct inv_err *err)
{
    struct inv_kpi_layer l = { .cost = (double)NAN };
    enum inv_status st = join_number(c->layers, row, c->layer_qty, &l.qty, err);
    *sum += st == INV_OK && !isnan(l.qty) ? l.qty : 0;
    if (st != INV_OK || !(l.qty > 0))
        return st;
    st = age_of(c, row, &l.age, err);
    if (st == INV_OK && c->layer_cost != INV_NO_COLUMN)
        st = join_number(c->layers, row, c->layer_cost, &l.cost, err);
    if (st == INV_OK && isnan(l.cost) && c->in.unit_cost)
        l.cost = c->in.unit_cost[c->in.n - 1];
    if (st == INV_OK)
        st = INV_MEM_GROW(&c->layer, &c->cap_layer, c->in.nlayers + 1, err);
    if (st == INV_OK && !isnan(l.age))
        c->layer[c->in.nlayers++] = l;
    return st;
}

/* The stock at the end; NAN where it is not known. */
static double last_stock(const struct kpi *c)
{
    for (size_t t = c->in.n; c->in.on_hand && t-- > 0;)
        if (!isnan(c->in.on_hand[t]))
            return c->in.on_hand[t];
    return (double)NAN;
}

/* A key that the table does not have is aged by its receipts, as if there were no table. */
enum inv_status kpi_find_layers(struct kpi *c, struct inv_err *err)
{
    c->in.nlayers = 0;
    c->in.layers = NULL;
    if (!c->layers)
        return INV_OK;
    double sum = 0, stock = last_stock(c);
    size_t row = join_find(c->layers, c->out.cells);
    if (row == JOIN_NONE) {
        c->unlayered += stock > 0;
        return INV_OK;
    }
    enum inv_status st = INV_MEM_GROW(&c->layer, &c->cap_layer, 1, err);
    for (; row != JOIN_NONE && st == INV_OK; row = join_next(c->layers, row)) {
        st = add_layer(c, row, &sum, err);
        if (st == INV_EROW)
            st = tool_reject_other(c->run, NULL, err);
    }
    c->in.layers = c->layer;
    c->astray += fabs(sum - stock) > 1e-6 * (fabs(sum) + fabs(stock));
    return st;
}

void kpi_remark_layers(const struct kpi *c)
{
    join_note_unused(c->layers, "layers");
    if (c->unlayered > 0)
        tool_note(c->run, "%s has nothing of %llu key%s with stock: aged by receipts", c->o->layers,
                  (unsigned long long)c->unlayered, c->unlayered == 1 ? "" : "s");
    if (c->astray > 0)
        tool_note(c->run, "%s: layers of %llu key%s do not add up to on_hand", c->o->layers,
                  (unsigned long long)c->astray, c->astray == 1 ? "" : "s");
}
