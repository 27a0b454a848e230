/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-eoq --total-budget and --exchange-curve: one holding rate for all rows. */
#include "config.h"
#include "eoq.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/exchange.h"
#include "inv/mem.h"
#include "inv/num.h"
#include "kept.h"

struct budget_work {
    struct eoq_work *w;
    struct inv_eoq_in *items; size_t cap_items;
    double *at; size_t cap_at;                          /* --at's quantities */
    struct inv_eoq_break *breaks; size_t nbreaks, cap_breaks;
};

static enum inv_status take(void *ctx, struct run *run, size_t i, const struct inv_record *rec,
                            const struct inv_param_row *p, struct inv_err *err)
{
    (void)run;
    struct budget_work *b = ctx;
    struct eoq_row row;
    struct eoq_found f;
    enum inv_status st = eoq_read(b->w, rec, p, &row, err);
    if (st == INV_OK)
        st = eoq_find(b->w, &row, &f, err);     /* whether its figures can be used */
    if (st == INV_OK)
        st = INV_MEM_GROW(&b->items, &b->cap_items, i + 1, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&b->at, &b->cap_at, i + 1, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&b->breaks, &b->cap_breaks, b->nbreaks + row.in.nbreaks + 1, err);
    if (st != INV_OK)
        return st;
    if (row.in.nbreaks > 0)
        memcpy(b->breaks + b->nbreaks, row.in.breaks, row.in.nbreaks * sizeof *row.in.breaks);
    b->nbreaks += row.in.nbreaks;
    row.in.breaks = NULL;                       /* set when none of them moves any more */
    b->items[i] = row.in;
    b->at[i] = row.at;
    return INV_OK;
}

static void settle_breaks(struct budget_work *b, size_t n)
{
    size_t at = 0;
    for (size_t i = 0; i < n; i++) {
        b->items[i].breaks = b->breaks + at;
        at += b->items[i].nbreaks;
    }
}

/* ---- a budget -------------------------------------------------------------------------------- */

static enum inv_status meet(void *ctx, struct run *run, size_t n, struct inv_err *err)
{
    struct budget_work *b = ctx;
    struct inv_exchange x;
    if (n == 0)
        return INV_OK;
    settle_breaks(b, n);
    struct inv_err why = { 0 };
    enum inv_status st = inv_exchange_budget(b->items, n, b->w->o->total_budget, &x, &why);
    if (st != INV_OK)
        return inv_err_set(err, INV_EUSAGE, "--total-budget: %s", why.text);
    tool_note(run, "a holding rate of %.6g meets the budget: %.6g in cycle stock, %.6g orders a year", x.holding_rate,
              x.investment, x.orders_per_year);
    return INV_OK;
}

static enum inv_status give(void *ctx, struct run *run, size_t i, struct value *out, struct inv_err *err)
{
    (void)run;
    struct budget_work *b = ctx;
    struct eoq_row row = { .in = b->items[i], .at = b->at[i] };
    struct eoq_found f;
    enum inv_status st = eoq_find(b->w, &row, &f, err);
    if (st == INV_OK)
        eoq_put(b->w, &row, &f, out);
    return st;
}

/* ---- the curve ------------------------------------------------------------------------------- */

struct curve_column { const char *name; size_t at; bool shown; };    /* at: of its double in struct inv_exchange */
#define AT(member) offsetof(struct inv_exchange, member)
enum { CURVE_MOST = 8 };

static size_t curve_columns(const struct eoq_options *o, struct curve_column shown[CURVE_MOST])
{
    const struct curve_column all[CURVE_MOST] = {
        { "holding_rate", AT(holding_rate), true }, { "investment", AT(investment), true },
        { "orders_per_year", AT(orders_per_year), true }, { "annual_order_cost", AT(annual_order_cost), true },
        { "annual_holding_cost", AT(annual_holding_cost), true },
        { "annual_shortage_cost", AT(annual_shortage_cost), o->backorders },
        { "annual_purchase_cost", AT(annual_purchase_cost), o->discounts != NULL },
        { "annual_cost", AT(annual_cost), true },
    };
    size_t n = 0;
    for (size_t i = 0; i < CURVE_MOST; i++)
        if (all[i].shown)
            shown[n++] = all[i];
    return n;
}

static enum inv_status write_point(struct inv_row *row, const struct curve_column *c, const struct inv_exchange *x,
                                   struct inv_err *err)
{
    for (size_t i = 0; i < row->width; i++)
        inv_row_num(row, *(const double *)((const char *)x + c[i].at));
    return inv_row_end(row, err);
}

static enum inv_status read_rate(const char *s, double *rate, struct inv_err *err)
{
    if (inv_num_parse(s, strlen(s), '.', rate) == INV_NUM_OK && *rate > 0 && isfinite(*rate))
        return INV_OK;
    char text[64];
    inv_err_quote(text, sizeof text, s, strlen(s));
    return inv_err_set(err, INV_EUSAGE, "--rates: %s is not a rate above 0", text);
}

static enum inv_status curve(void *ctx, struct run *run, size_t n, struct inv_err *err)
{
    struct budget_work *b = ctx;
    struct texts rates = { 0 };
    struct curve_column columns[CURVE_MOST];
    struct inv_cell names[CURVE_MOST];
    struct inv_buf buf = { 0 };
    struct inv_row row;
    size_t width = curve_columns(b->w->o, columns);
    for (size_t i = 0; i < width; i++)
        names[i] = (struct inv_cell){ columns[i].name, strlen(columns[i].name) };
    settle_breaks(b, n);
    const char *list = b->w->o->rates ? b->w->o->rates : "0.01,0.02,0.05,0.1,0.15,0.2,0.25,0.3,0.4,0.5,0.75,1";
    enum inv_status st = tool_split(run, list, &rates, err);
    inv_row_init(&row, &buf, &run->out_format, names, width);
    if (st == INV_OK)
        st = inv_row_header(&row, err);
    for (size_t i = 0; i < rates.n && st == INV_OK; i++) {
        struct inv_exchange x;
        double rate;
        st = read_rate(rates.s[i], &rate, err);
        if (st == INV_OK)
            st = inv_exchange_at(b->items, n, rate, &x, err);
        if (st == INV_EARG)
            st = inv_err_set(err, INV_EUSAGE, "at a holding rate of %g the costs are out of the range of numbers",
                             rate);
        if (st == INV_OK)
            st = write_point(&row, columns, &x, err);
    }
    if (st == INV_OK)
        st = tool_write(run, &buf, true, err);
    inv_buf_free(&buf);
    texts_free(&rates);
    return st;
}

enum inv_status eoq_one_rate(struct eoq_work *w, struct inv_err *err)
{
    struct budget_work b = { .w = w };
    struct kept_filter f = {
        .columns = w->columns, .ncolumns = w->ncolumns, .ctx = &b, .take = take,
        .all = w->o->exchange_curve ? curve : meet, .give = give,
    };
    if (inv_params_known(w->run->params, INV_P_HOLDING_COST) || inv_params_known(w->run->params, INV_P_HOLDING_RATE))
        tool_note(w->run, "holding_cost and holding_rate are not used: one rate is found for all rows");
    enum inv_status st = tool_rows_kept(w->run, &f, !w->o->exchange_curve, err);
    free(b.items);
    free(b.at);
    free(b.breaks);
    return st;
}
