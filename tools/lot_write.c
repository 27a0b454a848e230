/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-lot: what comes out. */
#include "config.h"
#include "lot.h"

#include <math.h>

enum { C_ORDER, C_STOCK, C_COST, C_ROWS };
static const char *const row_columns[] = { "order_qty", "ending_stock", "period_cost" };

enum { S_METHOD, S_PERIODS, S_DEMAND, S_ORDERED, S_ORDERS, S_ORDERING, S_HOLDING, S_BACKORDER, S_PURCHASE, S_TOTAL,
       S_LEAST, S_EXCESS, S_COUNT };
static const char *const summary_columns[] = {
    "method", "periods", "demand", "ordered", "orders", "ordering_cost", "carrying_cost", "backorder_cost",
    "purchase_cost", "total_cost", "least_cost", "excess",
};

enum inv_status lot_header(struct lot *l, struct inv_err *err)
{
    return l->o->summary ? reduce_header(&l->out, summary_columns, S_COUNT, err)
                         : carry_open(&l->rows, l->run, row_columns, C_ROWS, err);
}

/* Written for a period that has no row of its own, too: the next filter finds all of them. */
static void fill_in(struct lot *l, size_t t, char *date)
{
    size_t value = inv_input_find(l->run->in, l->run->common.value);
    int64_t time = inv_grid_time(&l->grid, l->first + (int64_t)t);
    l->cells[l->series.time] = (struct inv_cell){ date, inv_time_format(&l->series.fmt, time, date) };
    l->cells[value] = (struct inv_cell){ "0", 1 };
}

enum inv_status lot_rows(struct lot *l, const struct inv_group *g, struct inv_err *err)
{
    char date[INV_TIME_MAX + 1];
    enum inv_status st = INV_OK;
    for (size_t t = 0; t < l->n && st == INV_OK; t++) {
        struct inv_param_row p;
        lot_cells(l, g, t);
        if (l->row[t] == SIZE_MAX)
            fill_in(l, t, date);
        inv_params_join(l->run->params, l->cells, &p);
        double stock = l->ending[t], cost = l->order[t] > 0 ? l->in.setup[t] : 0;
        cost += stock > 0 ? l->in.hold[t] * stock : stock < 0 ? -l->in.backlog[t] * stock : 0;
        cost += l->in.unit ? l->in.unit[t] * l->order[t] : 0;
        l->rows.values[C_ORDER] = value_num(l->order[t]);
        l->rows.values[C_STOCK] = value_num(stock);
        l->rows.values[C_COST] = value_num(cost);
        st = carry_write(&l->rows, &(struct inv_record){ .cells = l->cells }, &p, err);
    }
    return st;
}

enum inv_status lot_summary(struct lot *l, const struct inv_group *g, const struct inv_lotsize_cost *c,
                            struct inv_err *err)
{
    struct inv_param_row p;
    double demand = 0, ordered = 0;
    for (size_t t = 0; t < l->n; t++) {
        demand += l->in.demand[t];
        ordered += l->order[t];
    }
    double least = lot_least(l);
    reduce_join(&l->out, g, &p);
    struct value *v = l->out.values;
    v[S_METHOD] = value_text(inv_lotsize_name((enum inv_lotsize)l->o->method));
    v[S_PERIODS] = value_num((double)l->n);
    v[S_DEMAND] = value_num(demand);
    v[S_ORDERED] = value_num(ordered);
    v[S_ORDERS] = value_num((double)c->orders);
    v[S_ORDERING] = value_num(c->setup);
    v[S_HOLDING] = value_num(c->holding);
    v[S_BACKORDER] = value_num(l->in.backlog ? c->backlog : (double)NAN);
    v[S_PURCHASE] = value_num(l->in.unit ? c->purchase : (double)NAN);
    v[S_TOTAL] = value_num(c->total);
    v[S_LEAST] = value_num(least);
    v[S_EXCESS] = value_num(least > 0 ? c->total / least - 1 : (double)NAN);
    return reduce_write(&l->out, &p, err);
}
