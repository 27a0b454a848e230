/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-reorder: the columns that it writes. */
#include "config.h"
#include "reorder.h"

#include <math.h>
#include <stdlib.h>

enum { C_POSITION, C_UP_TO, C_NEED, C_ORDER_QTY, C_REASON, C_COVER, C_STOCKOUT, C_ORDER_BY, C_FIXED };
static const char *const fixed_columns[] = {
    "inventory_position", "order_up_to", "need", "order_qty", "reason", "cover", "stockout_date", "order_by",
};
enum { C_ORDER_DATE, C_ARRIVAL_DATE, C_NEXT_DATE, C_PROTECT, C_DAYS };
static const char *const day_columns[] = { "order_date", "arrival_date", "next_order_date", "protection" };
static const char *const transfer_columns[] = { "transfer_in", "transfer_out", "transfer_from" };

/* ---- which there are -------------------------------------------------------------------------- */

static size_t add(struct work *w, const char *const *names, size_t n)
{
    size_t first = w->ncolumns;
    for (size_t i = 0; i < n; i++)
        w->columns[w->ncolumns++] = names[i];
    return first;
}

/* Parts of the position: columns where no table has them, or --set changes them. */
static void choose_parts(struct work *w)
{
    static const enum inv_param params[P_COUNT] = { INV_P_ON_HAND, INV_P_ON_ORDER, INV_P_BACKORDERED };
    for (size_t i = 0; i < P_COUNT; i++) {
        const char *name = inv_param_table()[params[i]].name;
        bool known = inv_params_known(w->run->params, params[i]) || (i == P_ON_ORDER && w->on_order_dated);
        bool there = inv_input_find(w->run->in, name) != INV_NO_COLUMN || w->stock.of_param[params[i]] != INV_NO_COLUMN;
        if (inv_params_is_set(w->run->params, params[i]) || (known && !there))
            w->parts[i] = add(w, &name, 1);
    }
}

enum inv_status columns_choose(struct work *w, struct inv_err *err)
{
    const struct dates *d = &w->dates;
    w->first = w->stock.ncolumns;
    w->columns = calloc(w->first + C_FIXED + C_DAYS + COUNT(transfer_columns) + 8 + P_COUNT, sizeof *w->columns);
    if (!w->columns)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    for (; w->ncolumns < w->first; w->ncolumns++)
        w->columns[w->ncolumns] = w->stock.columns[w->ncolumns].name;
    add(w, fixed_columns, C_FIXED);
    choose_parts(w);
    if (w->o->receipts) {
        w->next_receipt = add(w, (const char *const[]){ "next_receipt" }, 1);
        w->overdue = add(w, (const char *const[]){ "overdue" }, 1);
    }
    if (w->dated)
        w->days = add(w, day_columns, C_DAYS);
    if (w->o->transfers)
        w->transfer = add(w, transfer_columns, COUNT(transfer_columns));
    if (w->o->suppliers || w->o->group || !isnan(w->o->budget))
        w->money = add(w, (const char *const[]){ "order_value" }, 1);
    if (!isnan(w->o->budget))
        w->at_risk = add(w, (const char *const[]){ "at_risk" }, 1);
    bool calendar = d->freq_in != INV_NO_COLUMN || tool_freq(w->run) != INV_FREQ_NONE;
    if (d->given || (d->as_of_in == INV_NO_COLUMN && calendar))
        w->as_of = add(w, (const char *const[]){ "as_of" }, 1);
    if (d->freq_in == INV_NO_COLUMN && calendar)
        w->freq = add(w, (const char *const[]){ "freq" }, 1);
    return INV_OK;
}

/* ---- what stands in them ------------------------------------------------------------------------ */

static void project(struct work *w, const struct line *l, struct value *out)
{
    const struct dates *d = &w->dates;
    double net = l->in.on_hand - (isnan(l->in.backordered) ? 0 : l->in.backordered);
    int64_t period;
    out[C_COVER] = value_num(inv_project_cover(net, l->in.demand));
    if (inv_project_stockout(&d->row.demand, net + l->transfer_in - l->transfer_out, d->row.due, d->row.ndue, &period))
        out[C_STOCKOUT] = dates_value(d, period, w->text[0]);
    if (inv_project_order(&d->row.demand, l->out.asked + l->transfer_in - l->transfer_out, l->out.trigger, &period))
        out[C_ORDER_BY] = dates_value(d, period, w->text[1]);
}

static struct value day(struct work *w, int64_t t, char text[INV_TIME_MAX])
{
    return t == NO_DAY ? (struct value){ 0 } : dates_instant(&w->dates, t * INV_TIME_DAY, text);
}

static void days(struct work *w, const struct line *l, struct value *out)
{
    out[C_ORDER_DATE] = day(w, l->order_day, w->text[4]);
    out[C_ARRIVAL_DATE] = day(w, l->arrival_day, w->text[5]);
    out[C_NEXT_DATE] = day(w, l->next_day, w->text[6]);
    out[C_PROTECT] = value_num(l->now.protect);
}

void columns_fill(struct work *w, struct line *l, struct value *out)
{
    const struct dates_row *r = &w->dates.row;
    struct value *fixed = out + w->first;
    fixed[C_POSITION] = value_num(l->out.position);
    fixed[C_UP_TO] = value_num(l->out.order_up_to);
    fixed[C_NEED] = value_num(l->out.need);
    fixed[C_ORDER_QTY] = value_num(l->out.order_qty);
    fixed[C_REASON] = value_text(inv_bound_name(l->out.bound));
    project(w, l, fixed);
    const double parts[P_COUNT] = { l->in.on_hand, l->in.on_order, l->in.backordered };
    for (size_t i = 0; i < P_COUNT; i++)
        if (w->parts[i])
            out[w->parts[i]] = value_num(parts[i]);
    if (w->next_receipt && r->next != INT64_MIN)
        out[w->next_receipt] = dates_instant(&w->dates, r->next, w->text[2]);
    if (w->overdue)
        out[w->overdue] = value_num(r->overdue);
    if (w->days)
        days(w, l, out + w->days);
    if (w->transfer) {
        out[w->transfer] = value_num(l->transfer_in);
        out[w->transfer + 1] = value_num(l->transfer_out);
        if (l->transfer_from)
            out[w->transfer + 2] = value_text(l->transfer_from);
    }
    if (w->money)
        out[w->money] = value_num(l->out.order_qty * l->unit_cost);
    if (w->at_risk)
        out[w->at_risk] = value_num(l->at_risk);
    if (w->as_of)
        out[w->as_of] = dates_instant(&w->dates, r->as_of, w->text[3]);
    if (w->freq)
        out[w->freq] = value_text(inv_freq_name(tool_freq(w->run)));
}
