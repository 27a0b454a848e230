/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-balance: a row a movement, or a row a layer that is left. */
#include "config.h"
#include "balance.h"

#include <math.h>

#include "inv/mem.h"

static struct value money(const struct balance *b, double x)
{
    return value_num(b->valued ? x : (double)NAN);
}

/* What is not more than rounding is nothing. */
static double clean(double x, double size)
{
    return fabs(x) <= 1e-12 * fabs(size) ? 0 : x;
}

static enum inv_status write_movement(struct balance *b, const struct inv_movement *m, const struct inv_moved *o,
                                      struct inv_err *err)
{
    struct value *v = b->rows.values;
    struct inv_param_row p;
    inv_group_cells(&b->g, m->seq - FIRST_ROW, b->cells);
    inv_params_join(b->run->params, b->cells, &p);
    v[M_CHANGE] = value_num(o->change);
    v[M_ON_HAND] = value_num(clean(o->on_hand, o->change));
    v[M_DIFFERENCE] = value_num(o->difference);
    v[M_NEGATIVE] = value_num(o->on_hand < 0);
    v[M_VALUE] = money(b, o->cost);
    v[M_STOCK_VALUE] = money(b, clean(o->value, o->cost));
    v[M_COGS] = money(b, clean(o->cogs, o->cost));
    return carry_write(&b->rows, &(struct inv_record){ .cells = b->cells }, &p, err);
}

/* Of each key its movements by date; those of the opening table have no row. */
static enum inv_status write_movements(struct balance *b, struct inv_err *err)
{
    enum inv_status st = INV_OK;
    for (size_t k = 0; k < b->n && st == INV_OK; k++) {
        size_t i = b->order[k];
        if (b->moves[i].seq >= FIRST_ROW)
            st = write_movement(b, &b->moves[i], &b->moved[i], err);
    }
    return st;
}

/* ---- layers ------------------------------------------------------------------------------------------ */

static double age_of(const struct balance *b, int64_t time)
{
    double unit = b->series.fmt.unit == INV_FORM_INTEGER ? 1 : (double)INV_TIME_DAY;
    if (time == INT64_MIN || !b->series.end_known)
        return (double)NAN;
    return fmax(0, floor((double)(b->series.end - 1 - time) / unit));
}

static enum inv_status write_layer(struct balance *b, int64_t time, double qty, double cost, struct inv_err *err)
{
    struct value *v = b->out.values;
    struct inv_param_row p;
    char text[INV_TIME_MAX + 1] = "";
    inv_params_join(b->run->params, b->out.cells, &p);
    if (time != INT64_MIN)
        series_text(&b->series, time, text);
    v[L_DATE] = value_text(text);
    v[L_QTY] = value_num(qty);
    v[L_COST] = money(b, cost);
    v[L_VALUE] = money(b, qty * cost);
    v[L_AGE] = value_num(age_of(b, time));
    return reduce_write(&b->out, &p, err);
}

/* What is owed is a layer of less than nothing: the values add up to the stock's. */
static enum inv_status write_layers(struct balance *b, struct inv_err *err)
{
    enum inv_status st = INV_OK;
    for (size_t place = 0; place < b->nplaces && st == INV_OK; place++) {
        const struct inv_layers *l = &b->book.place[place];
        balance_cells(b, place);
        for (size_t i = 0; i < inv_input_width(b->run->in); i++)
            b->out.cells[i] = b->cells[i];
        for (size_t i = l->first; i < l->end && st == INV_OK; i++)
            st = write_layer(b, l->layer[i].time, l->layer[i].qty, inv_layers_cost_of(l, i), err);
        if (l->owed > 0 && st == INV_OK)
            st = write_layer(b, INT64_MIN, -l->owed, l->owed_value / l->owed, err);
    }
    return st;
}

/* Place by place, in their order. */
static enum inv_status order_by_place(struct balance *b, struct inv_err *err)
{
    enum inv_status st = INV_MEM_GROW(&b->order, &b->cap_order, b->n, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&b->begin, &b->cap_begin, b->nplaces + 2, err);
    if (st != INV_OK)
        return st;
    for (size_t p = 0; p < b->nplaces + 2; p++)
        b->begin[p] = 0;
    for (size_t i = 0; i < b->n; i++)
        b->begin[b->moves[i].place + 2]++;
    for (size_t p = 2; p < b->nplaces + 2; p++)
        b->begin[p] += b->begin[p - 1];
    for (size_t i = 0; i < b->n; i++)
        b->order[b->begin[b->moves[i].place + 1]++] = i;
    return INV_OK;
}

enum inv_status balance_write(struct balance *b, struct inv_err *err)
{
    enum inv_status st = order_by_place(b, err);
    if (st != INV_OK)
        return st;
    if (b->o->periods)
        return balance_write_periods(b, err);
    return b->o->layers ? write_layers(b, err) : write_movements(b, err);
}
