/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-kpi: the rows of a key as periods. */
#include "config.h"
#include "kpi.h"

#include <math.h>
#include <string.h>

#include "inv/mem.h"
#include "year.h"

enum { FILL_ZERO, FILL_NA };
enum { MOST_PERIODS = 1 << 22 };

/* How rows of one period become one value; what a period without a row has. */
static const struct { const char *name; enum inv_agg agg; bool zero; } columns[N_COUNT] = {
    [N_SALES] = { NULL, INV_AGG_SUM, true },
    [N_STOCKOUT] = { "stockout", INV_AGG_MAX, false },
    [N_ON_HAND] = { "on_hand", INV_AGG_LAST, false },
    [N_RECEIVED] = { "received", INV_AGG_SUM, true },
    [N_DEMAND] = { "demand", INV_AGG_SUM, true },
    [N_SHIPPED] = { "shipped", INV_AGG_SUM, true },
    [N_UNIT_COST] = { "unit_cost", INV_AGG_LAST, false },
    [N_PRICE] = { "price", INV_AGG_LAST, false },
    [N_COGS] = { "cogs", INV_AGG_SUM, true },
    [N_STOCK_VALUE] = { "stock_value", INV_AGG_LAST, false },
    [N_FORECAST] = { "forecast", INV_AGG_SUM, false },
    [N_NAIVE] = { "naive", INV_AGG_SUM, false },
    [N_RAW] = { "qty_raw", INV_AGG_SUM, false },
};

enum inv_status kpi_open(struct kpi *c, struct inv_err *err)
{
    struct run *run = c->run;
    enum inv_status st = reduce_open(&c->out, run, NULL, err);
    if (st == INV_OK)
        st = inv_input_need(run->in, run->common.value, &c->num[N_SALES], err);
    for (size_t i = 1; i < N_COUNT; i++) {
        c->num[i] = inv_input_find(run->in, columns[i].name);
        if (c->num[i] == c->num[N_SALES])    /* -y demand: what was asked for was sold */
            c->num[i] = INV_NO_COLUMN;
    }
    if (st == INV_OK)
        st = kpi_open_groups(c, err);        /* which may carry more columns */
    struct series_spec spec = { .num = c->num, .nnum = N_COUNT, .carry = c->out.carry, .ncarry = c->out.ncarry };
    if (st == INV_OK)
        st = series_open(&c->series, run, &spec, err);
    return st == INV_OK ? kpi_open_layers(c, err) : st;
}

/* ---- periods -------------------------------------------------------------------------------------- */

/* To --as-of or the last date of the table, where that is known. */
static enum inv_status span(struct kpi *c, const struct inv_group *g, int64_t *first, int64_t *last,
                            struct inv_err *err)
{
    inv_regular_range(c->index, g->n, first, last);
    if (!c->series.end_known)
        return INV_OK;
    int64_t end = inv_grid_index(&c->grid, c->series.end - 1);
    *last = c->series.as_of_given || end > *last ? end : *last;
    return *last >= *first ? INV_OK : inv_err_set(err, INV_EROW, "no history up to --as-of");
}

static double *array(const struct kpi *c, size_t column)
{
    return c->x + column * c->in.n;
}

static bool has(const struct kpi *c, size_t column)
{
    return c->num[column] != INV_NO_COLUMN;
}

/* One column, a value a period. */
static enum inv_status lay(struct kpi *c, const struct inv_group *g, size_t column, int64_t first, int64_t last,
                           struct inv_err *err)
{
    struct inv_regular *r = &c->regular;
    if (!has(c, column))
        return INV_OK;
    enum inv_status st = inv_regular_fill(r, columns[column].agg, INV_RETURNS_KEEP, first, last, c->index, g->time,
                                          g->num[column],
                                          g->n, err);
    bool zero = columns[column].zero && (column != N_SALES || c->o->fill == FILL_ZERO);
    for (size_t t = 0; t < c->in.n && st == INV_OK; t++)
        array(c, column)[t] = r->rows[t] == 0 && zero ? 0 : r->y[t];
    return st;
}

/* The arrays of all columns. */
static enum inv_status lay_all(struct kpi *c, const struct inv_group *g, struct inv_err *err)
{
    int64_t first;
    enum inv_status st = series_grid(&c->series, g, c->series.has, &c->grid, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&c->index, &c->cap_index, g->n, err);
    if (st != INV_OK)
        return st;
    inv_grid_indices(&c->grid, g->time, g->n, c->index);
    st = span(c, g, &first, &c->last, err);
    if (st == INV_OK && (uint64_t)c->last - (uint64_t)first >= MOST_PERIODS)
        st = inv_err_set(err, INV_EROW, "more than %d periods from the first date to the last", MOST_PERIODS);
    if (st != INV_OK)
        return st;
    c->in.n = (size_t)(c->last - first) + 1;
    st = INV_MEM_GROW(&c->x, &c->cap_x, X_COUNT * c->in.n, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&c->out_of_stock, &c->cap_out, c->in.n, err);
    for (size_t i = 0; i < N_COUNT && st == INV_OK; i++)
        st = lay(c, g, i, first, c->last, err);
    return st;
}

/* ---- what follows ----------------------------------------------------------------------------------- */

/* Of inv-clean: what was sold in a period without stock. */
static void take_raw(struct kpi *c)
{
    double *sales = array(c, N_SALES), *raw = array(c, N_RAW);
    for (size_t t = 0; t < c->in.n && has(c, N_RAW) && has(c, N_STOCKOUT); t++)
        if (isnan(sales[t]) && array(c, N_STOCKOUT)[t] > 0)
            sales[t] = raw[t];
}

/* Periods without stock: as the column says, else those that end without any. */
static bool mark_stockouts(struct kpi *c)
{
    double stock = (double)NAN;
    for (size_t t = 0; t < c->in.n; t++) {
        double now = has(c, N_ON_HAND) ? array(c, N_ON_HAND)[t] : (double)NAN;
        stock = isnan(now) ? stock : now;
        c->out_of_stock[t] = has(c, N_STOCKOUT) ? array(c, N_STOCKOUT)[t] > 0 : stock <= 0;
    }
    return has(c, N_STOCKOUT);
}

/* What would have been sold in periods without stock, by those with. */
static enum inv_status expect(struct kpi *c, struct inv_err *err)
{
    size_t m;
    enum inv_fill used;
    double *expected = array(c, X_EXPECTED);
    enum inv_status st = series_season(&c->series, &m, err);
    if (st != INV_OK)
        return st;
    for (size_t t = 0; t < c->in.n; t++)
        expected[t] = c->out_of_stock[t] ? (double)NAN : array(c, N_SALES)[t];
    c->in.expected = expected;
    return inv_fill_gaps(&c->fill, INV_FILL_SEASONAL, m, expected, c->out_of_stock, c->in.n, &used, err);
}

/* What a unit costs or brings in each period: the last one known; --set's, or where no row says so the item's. */
static enum inv_status price_of(struct kpi *c, size_t column, enum inv_param param, const struct inv_param_row *p,
                                const double **out, struct inv_err *err)
{
    double otherwise, *x = array(c, column);
    enum inv_status st = inv_param_get(p, param, &otherwise, err);
    bool fixed = !has(c, column) || inv_params_is_set(c->run->params, param);
    double last = otherwise;
    for (size_t t = 0; t < c->in.n && has(c, column) && !fixed && isnan(x[0]); t++)
        if (!isnan(x[t])) {
            last = x[t];             /* before the first that is known: that one */
            break;
        }
    for (size_t t = 0; t < c->in.n && st == INV_OK; t++) {
        if (!fixed && !isnan(x[t]) && x[t] < 0) {
            inv_err_set(err, INV_EROW, "%g is below 0", x[t]);
            return inv_err_column(err, columns[column].name, strlen(columns[column].name));
        }
        last = fixed ? otherwise : isnan(x[t]) ? last : x[t];
        x[t] = last;
    }
    *out = isnan(last) ? NULL : x;
    return st;
}

static const double *given(const struct kpi *c, size_t column)
{
    return has(c, column) ? array(c, column) : NULL;
}

enum inv_status kpi_read(struct kpi *c, const struct inv_group *g, const struct inv_param_row *p, struct inv_err *err)
{
    enum inv_status st = lay_all(c, g, err);
    if (st != INV_OK)
        return st;
    take_raw(c);
    bool said = mark_stockouts(c);
    c->in.sales = array(c, N_SALES);
    c->in.on_hand = given(c, N_ON_HAND);
    c->in.received = given(c, N_RECEIVED);
    c->in.demand = given(c, N_DEMAND);
    c->in.shipped = given(c, N_SHIPPED);
    c->in.cogs = given(c, N_COGS);
    c->in.stock_value = given(c, N_STOCK_VALUE);
    c->in.forecast = given(c, N_FORECAST);
    c->in.naive = given(c, N_NAIVE);
    c->in.stockout = said ? c->out_of_stock : NULL;
    st = expect(c, err);
    if (st == INV_OK)
        st = price_of(c, N_UNIT_COST, INV_P_UNIT_COST, p, &c->in.unit_cost, err);
    if (st == INV_OK)
        st = price_of(c, N_PRICE, INV_P_PRICE, p, &c->in.price, err);
    if (st == INV_OK && c->o->annual)
        st = tool_periods_per_year(c->run, p, c->series.freq, &c->year_told, &c->in.a_year, err);
    return st == INV_OK ? kpi_find_layers(c, err) : st;
}
