/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-newsvendor --budget: items, of rows or of sample paths, that share the money. */
#include "config.h"
#include "newsvendor.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/mem.h"
#include "kept.h"

/* ---- the items and the money ------------------------------------------------------------------------ */

/* Values and probabilities of a listed demand in memory of their own. */
static enum inv_status own_values(struct purse *b, struct inv_dist *d, struct inv_err *err)
{
    size_t weights = d->w ? d->n : 0;
    enum inv_status st = INV_MEM_GROW(&b->lists, &b->cap_lists, b->nlists + 1, err);
    double *x = st == INV_OK ? malloc((d->n + weights) * sizeof *x) : NULL;
    if (st == INV_OK && !x)
        st = inv_err_set(err, INV_ENOMEM, "out of memory");
    if (st != INV_OK)
        return st;
    b->lists[b->nlists++] = x;
    memcpy(x, d->x, d->n * sizeof *x);
    if (weights > 0)
        memcpy(x + d->n, d->w, weights * sizeof *x);
    d->x = x;
    d->w = weights > 0 ? x + d->n : NULL;
    return INV_OK;
}

enum inv_status purse_add(struct purse *b, const struct inv_param_row *p, const struct item *it, const struct inv_dist *d,
                          struct inv_err *err)
{
    double unit = it->unit_cost;
    enum inv_status st = isnan(unit) ? inv_param_need(p, INV_P_UNIT_COST, &unit, err) : INV_OK;
    if (st == INV_OK && !(unit > 0)) {
        inv_err_set(err, INV_EROW, "0 under a budget: any number can be had");
        st = inv_err_column(err, "unit_cost", 9);
    }
    if (st == INV_OK)
        st = INV_MEM_GROW(&b->items, &b->cap, b->n + 1, err);
    if (st != INV_OK)
        return st;
    struct purse_item *one = &b->items[b->n];
    *one = (struct purse_item){ .item = *it, .demand = *d };
    one->item.unit_cost = unit;
    st = d->kind == INV_DIST_TABLE || d->kind == INV_DIST_EMPIRICAL ? own_values(b, &one->demand, err) : INV_OK;
    b->n += st == INV_OK;
    return st;
}

enum inv_status purse_share(struct purse *b, double money, struct inv_err *err)
{
    b->in = calloc(b->n + 1, sizeof *b->in);
    b->unit = calloc(2 * (b->n + 1), sizeof *b->unit);
    if (!b->in || !b->unit)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    b->qty = b->unit + b->n + 1;
    for (size_t i = 0; i < b->n; i++) {
        newsvendor_bind(&b->items[i].item, &b->items[i].demand);
        b->in[i] = b->items[i].item.in;
        b->unit[i] = b->items[i].item.unit_cost;
    }
    return inv_newsvendor_budget(b->in, b->unit, b->n, money, b->qty, &b->marginal, err);
}

enum inv_status purse_values(const struct purse *b, size_t i, struct value *out, struct inv_err *err)
{
    struct inv_newsvendor_out o;
    enum inv_status st = inv_newsvendor_at(&b->in[i], b->qty[i], &o, err);
    if (st != INV_OK)
        return st;
    newsvendor_values(&b->items[i].item, &o, out);
    out[C_SPENT] = value_num(b->unit[i] * b->qty[i]);
    out[C_MARGINAL] = value_num(b->marginal);
    return INV_OK;
}

void purse_free(struct purse *b)
{
    for (size_t i = 0; i < b->nlists; i++)
        free(b->lists[i]);
    free(b->lists);
    free(b->items);
    free(b->in);
    free(b->unit);
}

/* ---- rows ------------------------------------------------------------------------------------------- */

struct budget { struct newsvendor *v; struct purse purse; };

static enum inv_status take(void *ctx, struct run *run, size_t i, const struct inv_record *rec,
                            const struct inv_param_row *p, struct inv_err *err)
{
    (void)run;
    (void)i;
    struct budget *b = ctx;
    struct table_work t = { 0 };
    struct item it;
    struct inv_dist d;
    enum inv_status st = newsvendor_costs(p, &it, err);
    if (st == INV_OK)
        st = newsvendor_demand(b->v, rec, p, &t, &d, err);
    if (st == INV_OK)
        st = purse_add(&b->purse, p, &it, &d, err);
    if (st == INV_OK)
        newsvendor_note(b->v, d.mean);
    free(t.x);
    free(t.w);
    return st;
}

static enum inv_status all(void *ctx, struct run *run, size_t n, struct inv_err *err)
{
    (void)run;
    (void)n;
    struct budget *b = ctx;
    return purse_share(&b->purse, b->v->o->budget, err);
}

static enum inv_status give(void *ctx, struct run *run, size_t i, struct value *out, struct inv_err *err)
{
    (void)run;
    struct budget *b = ctx;
    return purse_values(&b->purse, i, out, err);
}

enum inv_status newsvendor_on_budget(struct newsvendor *v, struct inv_err *err)
{
    struct budget b = { .v = v };
    struct kept_filter f = { .columns = newsvendor_columns, .ncolumns = C_ALL, .ctx = &b, .take = take, .all = all,
                             .give = give };
    enum inv_status st = tool_rows_kept(v->run, &f, true, err);
    purse_free(&b.purse);
    return st;
}
