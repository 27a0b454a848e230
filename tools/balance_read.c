/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-balance: rows as movements. */
#include "config.h"
#include "balance.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/mem.h"

/* ---- cells ------------------------------------------------------------------------------------ */

static enum inv_status read_type(struct words *w, struct inv_cell c, double *x, struct inv_err *err)
{
    char text[64];
    if (inv_balance_move_by_name(c.s, c.n, &w->type)) {
        *x = (double)w->type;
        return INV_OK;
    }
    if (inv_cell_missing(&w->run->in_format, c))
        return inv_err_set(err, INV_EROW, "no value");
    inv_err_quote(text, sizeof text, c.s, c.n);
    return inv_err_set(err, INV_EROW, "%s is no movement: opening, receipt, sale, return, adjustment, "
                       "transfer_in, transfer_out "
                       "or count", text);
}

static enum inv_status read_qty(struct words *w, struct inv_cell c, double *x, struct inv_err *err)
{
    enum inv_status st = inv_cell_number(&w->run->in_format, c, x, err);
    bool never = w->typed && (w->type == INV_MOVE_TRANSFER_IN || w->type == INV_MOVE_TRANSFER_OUT
                              || w->type == INV_MOVE_COUNT);
    if (st == INV_OK && isnan(*x))
        return inv_err_set(err, INV_EROW, "no value");
    if (st == INV_OK && never && *x < 0)
        return inv_err_set(err, INV_EROW, "%g is below 0, as no %s is", *x, inv_balance_move_name(w->type));
    return st;
}

/* Called for the columns that are there, in their order; a cell that cannot be used ends its row. */
static enum inv_status read_word(void *ctx, struct inv_cell c, double *x, struct inv_err *err)
{
    struct words *w = ctx;
    enum word what = w->present[w->at];
    enum inv_status st = what == W_TYPE ? read_type(w, c, x, err) : what == W_QTY ? read_qty(w, c, x, err)
                       : inv_cell_number(&w->run->in_format, c, x, err);
    if (st == INV_OK && what == W_COST && *x < 0)
        st = inv_err_set(err, INV_EROW, "%g is below 0", *x);
    w->at = st == INV_OK && w->at + 1 < w->n ? w->at + 1 : 0;
    return st;
}

/* ---- opening -------------------------------------------------------------------------------------- */

static enum inv_status open_opening(struct balance *b, struct inv_err *err)
{
    if (!b->o->opening)
        return INV_OK;
    enum inv_status st = join_load(b->run, b->o->opening, &b->opening, err);
    if (st != INV_OK)
        return st;
    b->opened = calloc(join_count(b->opening) + 1, sizeof *b->opened);
    if (!b->opened)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    b->open_qty = join_column(b->opening, "on_hand");
    b->open_cost = join_column(b->opening, "unit_cost");
    b->open_date = join_column(b->opening, b->run->common.time);
    b->valued = b->valued || b->open_cost != INV_NO_COLUMN;
    return b->open_qty == INV_NO_COLUMN ? join_need(b->opening, b->run->common.value, &b->open_qty, err) : INV_OK;
}

static enum inv_status find_warehouse(struct balance *b, struct inv_err *err)
{
    struct texts *keys = &b->run->keys;
    const char *name = b->o->warehouse ? b->o->warehouse : "warehouse";
    size_t i = 0;
    while (i < keys->n && strcmp(keys->s[i], name) != 0)
        i++;
    if (i == keys->n && b->o->warehouse)
        return inv_err_set(err, INV_EUSAGE, "--warehouse: %s is not one of the key columns (-k sku,%s)", name, name);
    if (i == keys->n || keys->n == 1)
        return INV_OK;
    b->book.linked = true;
    return inv_input_need(b->run->in, name, &b->warehouse, err);
}

/* The series are those of the items: all of their warehouses together. */
static enum inv_status open_series(struct balance *b, const struct series_spec *spec, struct inv_err *err)
{
    struct texts *keys = &b->run->keys;
    size_t n = keys->n;
    if (!b->book.linked)
        return series_open(&b->series, b->run, spec, err);
    struct inv_cell name = inv_input_name(b->run->in, b->warehouse);
    size_t at = 0;
    while (strlen(keys->s[at]) != name.n || memcmp(keys->s[at], name.s, name.n) != 0)
        at++;
    const char *warehouse = keys->s[at];
    for (size_t i = at; i + 1 < n; i++)
        keys->s[i] = keys->s[i + 1];
    keys->n = n - 1;
    enum inv_status st = series_open(&b->series, b->run, spec, err);
    keys->n = n;
    for (size_t i = n - 1; i > at; i--)
        keys->s[i] = keys->s[i - 1];
    keys->s[at] = warehouse;
    return st;
}

enum inv_status balance_open(struct balance *b, struct inv_err *err)
{
    struct run *run = b->run;
    const char *type = b->o->type ? b->o->type : "type";
    b->warehouse = INV_NO_COLUMN;
    b->cost = inv_input_find(run->in, "unit_cost");
    b->num[W_COST] = b->cost;
    b->num[W_TYPE] = inv_input_find(run->in, type);
    b->words = (struct words){ .run = run, .typed = b->num[W_TYPE] != INV_NO_COLUMN };
    b->valued = inv_params_known(run->params, INV_P_UNIT_COST);
    enum inv_status st = b->o->type ? inv_input_need(run->in, type, &b->num[W_TYPE], err) : INV_OK;
    if (st == INV_OK)
        st = inv_input_need(run->in, run->common.value, &b->num[W_QTY], err);
    for (enum word w = W_TYPE; w < W_COUNT; w++)
        if (b->num[w] != INV_NO_COLUMN)
            b->words.present[b->words.n++] = w;
    if (st == INV_OK)
        st = find_warehouse(b, err);
    if (st == INV_OK)
        st = open_opening(b, err);
    if (st == INV_OK && (b->o->periods || b->o->layers))
        st = reduce_open(&b->out, run, NULL, err);
    struct series_spec spec = {
        .num = b->num, .nnum = W_COUNT, .nwords = W_COUNT, .word = read_word, .word_ctx = &b->words, .keep_cells = true,
        .carry = b->out.carry, .ncarry = b->out.ncarry
    };
    return st == INV_OK ? open_series(b, &spec, err) : st;
}

/* ---- movements -------------------------------------------------------------------------------------- */

/* Without a type the sign says what a movement is. */
static struct inv_movement movement(const struct balance *b, size_t i)
{
    const struct inv_group *g = &b->g;
    double qty = g->num[W_QTY][i];
    struct inv_movement m = { .time = g->time[i], .seq = FIRST_ROW + i, .qty = qty, .cost = g->num[W_COST][i] };
    m.type = b->words.typed ? (enum inv_move)g->num[W_TYPE][i] : qty < 0 ? INV_MOVE_SALE : INV_MOVE_RECEIPT;
    if (!b->words.typed)
        m.qty = fabs(qty);
    return m;
}

void balance_cells(struct balance *b, size_t place)
{
    if (b->g.n > 0)
        inv_group_cells(&b->g, b->first_row[place], b->cells);
}

/* What a unit costs where no movement says so: the item's, or the option. */
static enum inv_status known_otherwise(struct balance *b, size_t place, double *cost, struct inv_err *err)
{
    struct inv_param_row p;
    balance_cells(b, place);
    struct inv_cell own = b->cost == INV_NO_COLUMN ? (struct inv_cell){ NULL, 0 } : b->cells[b->cost];
    if (b->cost != INV_NO_COLUMN)
        b->cells[b->cost] = (struct inv_cell){ "", 0 };
    inv_params_join(b->run->params, b->cells, &p);
    p.file = b->g.file;
    p.line = b->g.line;
    p.days_per_period = 0;
    enum inv_status st = inv_param_get(&p, INV_P_UNIT_COST, cost, err);
    if (b->cost != INV_NO_COLUMN)
        b->cells[b->cost] = own;
    return st;
}

static enum inv_status add(struct balance *b, struct inv_movement m, struct inv_err *err)
{
    enum inv_status st = INV_MEM_GROW(&b->moves, &b->cap_moves, b->n + 1, err);
    if (st == INV_OK)
        b->moves[b->n++] = m;
    return st;
}

static enum inv_status opening_row(struct balance *b, size_t row, size_t place, struct inv_err *err)
{
    struct inv_movement m = { .time = INT64_MIN, .seq = b->n, .place = place, .type = INV_MOVE_OPENING,
        .cost = (double)NAN };
    enum inv_status st = join_number(b->opening, row, b->open_qty, &m.qty, err);
    b->opened[row] = true;
    if (st == INV_OK && b->open_cost != INV_NO_COLUMN)
        st = join_number(b->opening, row, b->open_cost, &m.cost, err);
    if (st == INV_OK && b->open_date != INV_NO_COLUMN) {
        struct inv_cell c = join_cell(b->opening, row, b->open_date);
        struct inv_timefmt fmt = b->series.fmt;
        if (!inv_cell_missing(&b->run->in_format, c))
            st = inv_time_parse(&fmt, c.s, c.n, &m.time, err);
        if (st == INV_EROW) {
            inv_err_at(err, join_file(b->opening), join_line(b->opening, row));
            inv_err_column(err, b->run->common.time, strlen(b->run->common.time));
        }
    }
    if (st == INV_OK && (m.cost < 0 || isnan(m.qty))) {
        inv_err_set(err, INV_EROW, m.cost < 0 ? "the unit_cost is below 0" : "no stock");
        st = inv_err_at(err, join_file(b->opening), join_line(b->opening, row));
    }
    if (st == INV_EROW)
        return tool_reject_other(b->run, NULL, err);
    if (b->run->params && inv_params_is_set(b->run->params, INV_P_UNIT_COST))
        m.cost = b->otherwise[place];
    m.otherwise = st == INV_OK ? b->otherwise[place] : 0;
    return st == INV_OK ? add(b, m, err) : st;
}

static enum inv_status opening_of(struct balance *b, size_t place, struct inv_err *err)
{
    enum inv_status st = INV_OK;
    balance_cells(b, place);
    size_t row = b->opening ? join_find(b->opening, b->cells) : JOIN_NONE;
    for (; row != JOIN_NONE && st == INV_OK; row = join_next(b->opening, row))
        st = opening_row(b, row, place, err);
    return st;
}

/* The place of a row; a new one has what is known of it read first. */
static enum inv_status place_of(struct balance *b, size_t row, size_t *place, struct inv_err *err)
{
    struct inv_cell c = { "", 0 };
    bool fresh = b->nplaces == 0;
    enum inv_status st = INV_OK;
    *place = 0;
    if (b->book.linked) {
        inv_group_cells(&b->g, row, b->cells);
        c = b->cells[b->warehouse];
        st = inv_keys_add(b->places, c.s, c.n, place, &fresh, err);
    }
    if (st != INV_OK || !fresh)
        return st;
    st = INV_MEM_GROW(&b->first_row, &b->cap_first, b->nplaces + 1, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&b->otherwise, &b->cap_otherwise, b->nplaces + 1, err);
    if (st != INV_OK)
        return st;
    b->first_row[b->nplaces++] = row;
    st = known_otherwise(b, *place, &b->otherwise[*place], err);
    return st == INV_OK ? opening_of(b, *place, err) : st;
}

static enum inv_status begin(struct balance *b, struct inv_err *err)
{
    b->n = b->nplaces = 0;
    inv_keys_free(b->places);
    b->places = NULL;
    return b->book.linked ? inv_keys_alloc(&b->places, err) : INV_OK;
}

/* Of the rows of a place. */
static int64_t first_time(const struct balance *b, size_t place)
{
    int64_t earliest = INT64_MAX;
    for (size_t i = 0; i < b->n; i++)
        if (b->moves[i].place == place && b->moves[i].seq >= FIRST_ROW && b->moves[i].time < earliest)
            earliest = b->moves[i].time;
    return earliest;
}

/* The opening table is of what was there before the first movement, and its dates
 * say how old that is: one that is later is that movement's. */
static void opening_first(struct balance *b)
{
    size_t place = SIZE_MAX;
    int64_t earliest = 0;
    for (size_t i = 0; i < b->n; i++) {
        struct inv_movement *o = &b->moves[i];
        if (o->seq >= FIRST_ROW)
            continue;
        if (o->place != place)       /* those of a place follow each other */
            earliest = first_time(b, place = o->place);
        b->remarks.after_first += o->time > earliest;
        o->time = o->time > earliest ? earliest : o->time;
    }
}

enum inv_status balance_read(struct balance *b, struct inv_err *err)
{
    bool set = inv_params_is_set(b->run->params, INV_P_UNIT_COST);
    enum inv_status st = begin(b, err);
    for (size_t i = 0; i < b->g.n && st == INV_OK; i++) {
        struct inv_movement m = movement(b, i);
        if (b->series.as_of_given && m.time >= b->series.end) {
            b->remarks.later++;
            continue;
        }
        st = place_of(b, i, &m.place, err);
        if (st != INV_OK)
            return st;
        m.otherwise = b->otherwise[m.place];
        m.cost = set ? m.otherwise : m.cost;
        st = add(b, m, err);
    }
    if (st == INV_OK && b->opening)
        opening_first(b);
    return st;
}

enum inv_status balance_read_opening(struct balance *b, size_t row, struct inv_err *err)
{
    enum inv_status st = begin(b, err);
    for (size_t i = 0; i < inv_input_width(b->run->in); i++)
        b->cells[i] = (struct inv_cell){ "", 0 };
    for (size_t i = 0; i < b->run->keys.n && st == INV_OK; i++) {
        const char *name = b->run->keys.s[i];
        size_t column = join_column(b->opening, name), mine = inv_input_find(b->run->in, name);
        if (column != INV_NO_COLUMN)
            b->cells[mine] = join_cell(b->opening, row, column);
    }
    b->g.n = 0;
    b->nplaces = 1;
    if (st == INV_OK)
        st = INV_MEM_GROW(&b->first_row, &b->cap_first, 1, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&b->otherwise, &b->cap_otherwise, 1, err);
    if (st == INV_OK)
        st = known_otherwise(b, 0, &b->otherwise[0], err);
    return st == INV_OK ? opening_of(b, 0, err) : st;
}
