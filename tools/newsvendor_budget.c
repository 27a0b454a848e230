/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-newsvendor --budget: items that share the money. */
#include "config.h"
#include "newsvendor.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/mem.h"
#include "kept.h"

struct one { struct item item; struct inv_dist demand; };

struct budget {
    struct newsvendor *v;
    struct one *items; size_t cap;
    struct inv_newsvendor_in *in;
    double *unit, *qty, marginal;
    double **lists; size_t nlists, cap_lists;      /* values and probabilities of tables */
};

/* A table's values and probabilities in memory of their own. */
static enum inv_status own_table(struct budget *b, struct inv_dist *d, struct inv_err *err)
{
    enum inv_status st = INV_MEM_GROW(&b->lists, &b->cap_lists, b->nlists + 1, err);
    double *x = st == INV_OK ? malloc(2 * d->n * sizeof *x) : NULL;
    if (st == INV_OK && !x)
        st = inv_err_set(err, INV_ENOMEM, "out of memory");
    if (st != INV_OK)
        return st;
    b->lists[b->nlists++] = x;
    memcpy(x, d->x, d->n * sizeof *x);
    memcpy(x + d->n, d->w, d->n * sizeof *x);
    d->x = x;
    d->w = x + d->n;
    return INV_OK;
}

static enum inv_status take(void *ctx, struct run *run, size_t i, const struct inv_record *rec,
                            const struct inv_param_row *p, struct inv_err *err)
{
    (void)run;
    struct budget *b = ctx;
    struct table_work t = { 0 };
    enum inv_status st = INV_MEM_GROW(&b->items, &b->cap, i + 1, err);
    if (st != INV_OK)
        return st;
    struct one *o = &b->items[i];
    st = newsvendor_costs(p, &o->item, err);
    if (st == INV_OK)
        st = newsvendor_demand(b->v, rec, p, &t, &o->demand, err);
    if (st == INV_OK && o->demand.kind == INV_DIST_TABLE)
        st = own_table(b, &o->demand, err);
    if (st == INV_OK && isnan(o->item.unit_cost))
        st = inv_param_need(p, INV_P_UNIT_COST, &o->item.unit_cost, err);
    if (st == INV_OK && !(o->item.unit_cost > 0)) {
        inv_err_set(err, INV_EROW, "0 under a budget: any number can be had");
        st = inv_err_column(err, "unit_cost", 9);
    }
    if (st == INV_OK)
        newsvendor_note(b->v, o->demand.mean);
    free(t.x);
    free(t.w);
    return st;
}

static enum inv_status all(void *ctx, struct run *run, size_t n, struct inv_err *err)
{
    (void)run;
    struct budget *b = ctx;
    b->in = calloc(n + 1, sizeof *b->in);
    b->unit = calloc(2 * (n + 1), sizeof *b->unit);
    if (!b->in || !b->unit)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    b->qty = b->unit + n + 1;
    for (size_t i = 0; i < n; i++) {
        newsvendor_bind(&b->items[i].item, &b->items[i].demand);
        b->in[i] = b->items[i].item.in;
        b->unit[i] = b->items[i].item.unit_cost;
    }
    return inv_newsvendor_budget(b->in, b->unit, n, b->v->o->budget, b->qty, &b->marginal, err);
}

static enum inv_status give(void *ctx, struct run *run, size_t i, struct value *out, struct inv_err *err)
{
    (void)run;
    struct budget *b = ctx;
    struct inv_newsvendor_out o;
    enum inv_status st = inv_newsvendor_at(&b->in[i], b->qty[i], &o, err);
    if (st != INV_OK)
        return st;
    newsvendor_values(&b->items[i].item, &o, out);
    out[C_FIXED] = value_num(b->unit[i] * b->qty[i]);
    out[C_FIXED + 1] = value_num(b->marginal);
    return INV_OK;
}

enum inv_status newsvendor_on_budget(struct newsvendor *v, struct inv_err *err)
{
    const char *columns[C_FIXED + 2];
    struct budget b = { .v = v };
    for (size_t i = 0; i < C_FIXED; i++)
        columns[i] = newsvendor_columns[i];
    columns[C_FIXED] = "spent";
    columns[C_FIXED + 1] = "marginal_saving";
    struct kept_filter f = { .columns = columns, .ncolumns = C_FIXED + 2, .ctx = &b, .take = take, .all = all,
                             .give = give };
    enum inv_status st = tool_rows_kept(v->run, &f, true, err);
    for (size_t i = 0; i < b.nlists; i++)
        free(b.lists[i]);
    free(b.lists);
    free(b.items);
    free(b.in);
    free(b.unit);
    return st;
}
