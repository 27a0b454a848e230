/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-balance: a row a period, from the first movement on. */
#include "config.h"
#include "balance.h"

#include <math.h>

#define MOST_PERIODS ((uint64_t)1 << 22)

/* What moved in a period, and what is there at its end. */
struct period { double opening, received, sold, adjusted, transferred, on_hand, value, cogs; bool negative; };

static void take(struct period *p, const struct inv_movement *m, const struct inv_moved *o)
{
    switch (m->type) {
    case INV_MOVE_OPENING:
    case INV_MOVE_RECEIPT: p->received += o->change; break;
    case INV_MOVE_SALE:
    case INV_MOVE_RETURN: p->sold -= o->change; break;
    case INV_MOVE_ADJUSTMENT:
    case INV_MOVE_COUNT: p->adjusted += o->change; break;
    case INV_MOVE_TRANSFER_IN:
    case INV_MOVE_TRANSFER_OUT: p->transferred += o->change; break;
    }
    p->on_hand = o->on_hand;
    p->value = o->value;
    p->cogs += o->cogs;
    p->negative = p->negative || o->on_hand < 0;
}

static enum inv_status write_period(struct balance *b, int64_t index, const struct period *p, struct inv_err *err)
{
    struct value *v = b->out.values;
    struct inv_param_row params;
    char text[INV_TIME_MAX + 1];
    double unknown = (double)NAN;
    inv_params_join(b->run->params, b->out.cells, &params);
    v[P_DATE] = value_text(series_text(&b->series, inv_grid_time(&b->grid, index), text));
    v[P_OPENING] = value_num(p->opening);
    v[P_RECEIVED] = value_num(p->received);
    v[P_SOLD] = value_num(p->sold);
    v[P_ADJUSTED] = value_num(p->adjusted);
    v[P_TRANSFERRED] = value_num(p->transferred);
    v[P_ON_HAND] = value_num(p->on_hand);
    v[P_NEGATIVE] = value_num(p->negative);
    v[P_STOCK_VALUE] = value_num(b->valued ? p->value : unknown);
    v[P_COGS] = value_num(b->valued ? p->cogs : unknown);
    return reduce_write(&b->out, &params, err);
}

/* The first and the last period of a place; false: it has none. */
static bool span(const struct balance *b, size_t place, int64_t *first, int64_t *last)
{
    *first = INT64_MAX;
    *last = INT64_MIN;
    for (size_t k = b->begin[place]; k < b->begin[place + 1]; k++) {
        const struct inv_movement *m = &b->moves[b->order[k]];
        if (m->seq < FIRST_ROW)    /* of the opening table: was there before */
            continue;
        int64_t p = inv_grid_index(&b->grid, m->time);
        *first = p < *first ? p : *first;
        *last = p > *last ? p : *last;
    }
    if (b->series.end_known) {
        int64_t end = inv_grid_index(&b->grid, b->series.end - 1);
        *last = end > *last ? end : *last;
        *first = *first == INT64_MAX ? end : *first;
    }
    return *first <= *last;
}

static enum inv_status write_place(struct balance *b, size_t place, struct inv_err *err)
{
    struct period p = { 0 };
    int64_t first, last;
    enum inv_status st = INV_OK;
    if (!span(b, place, &first, &last))
        return INV_OK;
    if ((uint64_t)last - (uint64_t)first >= MOST_PERIODS)
        return inv_err_set(err, INV_EROW, "more than %llu periods from the first date to the last",
                           (unsigned long long)MOST_PERIODS);
    size_t k = b->begin[place], end = b->begin[place + 1];
    for (; k < end && b->moves[b->order[k]].seq < FIRST_ROW; k++) {
        p.opening = p.on_hand = b->moved[b->order[k]].on_hand;
        p.value = b->moved[b->order[k]].value;
    }
    for (int64_t t = first; t <= last && st == INV_OK; t++) {
        for (; k < end && inv_grid_index(&b->grid, b->moves[b->order[k]].time) <= t; k++)
            take(&p, &b->moves[b->order[k]], &b->moved[b->order[k]]);
        st = write_period(b, t, &p, err);
        p = (struct period){ .opening = p.on_hand, .on_hand = p.on_hand, .value = p.value, .negative = p.on_hand < 0 };
    }
    return st;
}

enum inv_status balance_write_periods(struct balance *b, struct inv_err *err)
{
    enum inv_status st = INV_OK;
    for (size_t place = 0; place < b->nplaces && st == INV_OK; place++) {
        balance_cells(b, place);
        for (size_t i = 0; i < inv_input_width(b->run->in); i++)
            b->out.cells[i] = b->cells[i];
        st = write_place(b, place, err);
    }
    return st;
}
