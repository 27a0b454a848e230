/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parameters meet a table: which columns they are, which item belongs to a row. */
#include <stdlib.h>
#include <string.h>

#include "inv/buf.h"
#include "table/paramset.h"

/* No numbers, but carried from the items like parameters. */
static const char *const texts[] = { "supplier", "end_of_life" };

enum inv_status inv_params_items(struct inv_params *p, const char *path, inv_items_reject *reject, void *ctx,
                                 struct inv_err *err)
{
    inv_items_free(p->items);
    p->reject = reject;
    p->reject_ctx = ctx;
    return inv_items_alloc(&p->items, path, p->format, reject, ctx, err);
}

/* A fresh array of n sizes in *a, or INV_ENOMEM. */
static enum inv_status remake(size_t **a, size_t n, struct inv_err *err)
{
    free(*a);
    *a = calloc(n + 1, sizeof **a);
    return *a ? INV_OK : inv_err_set(err, INV_ENOMEM, "out of memory");
}

/* Parameters (and texts) that the items have and the input lacks. */
static void find_extra(struct inv_params *p, const struct inv_input *in)
{
    p->nextra = 0;
    for (size_t c = 0; c < p->items->width; c++) {
        const char *name = p->items->names[c].s;
        bool known = false;
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
            known = known || inv_items_find(p->items, texts[i]) == c;
        for (int i = 0; i < INV_P_COUNT && !known; i++)
            known = p->item[i] == c && inv_param_table()[i].item;
        if (known && inv_input_find(in, name) == INV_NO_COLUMN)
            p->extra[p->nextra++] = c;
    }
}

/* "none of the key columns sku is in both tables; there are item, order_cost" */
static enum inv_status share_none(const struct inv_params *p, const char *const *keys, size_t nkeys, struct inv_err *err)
{
    struct inv_buf wanted = { 0 }, there = { 0 };
    enum inv_status st = INV_OK;
    for (size_t i = 0; i < nkeys && st == INV_OK; i++)
        st = inv_buf_printf(&wanted, err, "%s%s", i ? "," : "", keys[i]);
    for (size_t i = 0; i < p->items->width && st == INV_OK; i++)
        st = inv_buf_printf(&there, err, "%s%s", i ? ", " : "", p->items->names[i].s);
    const char *a = inv_buf_cstr(&wanted, err), *b = inv_buf_cstr(&there, err);
    char text[160];
    if (st == INV_OK && a && b) {
        inv_err_quote(text, sizeof text, b, there.n);
        st = inv_err_set(err, INV_EUSAGE, "no key column that the input has too (of -k %.80s); there are %s", a, text);
        inv_err_at(err, p->items->file, 0);
    }
    inv_buf_free(&wanted);
    inv_buf_free(&there);
    return st == INV_OK ? INV_ENOMEM : st;
}

static enum inv_status bind_items(struct inv_params *p, const struct inv_input *in, const char *const *keys, size_t nkeys,
                                  struct inv_err *err)
{
    size_t *in_items = NULL;
    enum inv_status st = remake(&p->shared, nkeys, err);
    if (st == INV_OK)
        st = remake(&p->extra, p->items->width, err);
    if (st == INV_OK)
        st = remake(&in_items, nkeys, err);
    p->nshared = 0;
    for (size_t i = 0; st == INV_OK && i < nkeys; i++) {
        size_t a = inv_input_find(in, keys[i]), b = inv_items_find(p->items, keys[i]);
        if (a != INV_NO_COLUMN && b != INV_NO_COLUMN) {
            in_items[p->nshared] = b;
            p->shared[p->nshared++] = a;
        }
    }
    if (st == INV_OK && p->nshared == 0)
        st = share_none(p, keys, nkeys, err);
    if (st == INV_OK)
        st = inv_items_index(p->items, in_items, p->nshared, p->reject, p->reject_ctx, err);
    free(in_items);
    if (st == INV_OK)
        find_extra(p, in);
    return st;
}

enum inv_status inv_params_bind(struct inv_params *p, const struct inv_input *in, const char *const *keys, size_t nkeys,
                                struct inv_err *err)
{
    enum inv_status st = remake(&p->key, nkeys, err);
    if (st != INV_OK)
        return st;
    p->nkey = 0;
    for (size_t i = 0; i < nkeys; i++)
        if ((p->key[p->nkey] = inv_input_find(in, keys[i])) != INV_NO_COLUMN)
            p->nkey++;
    for (int i = 0; i < INV_P_COUNT; i++) {
        p->column[i] = inv_input_find(in, inv_param_table()[i].name);
        p->item[i] = p->items ? inv_items_find(p->items, inv_param_table()[i].name) : INV_NO_COLUMN;
        p->known[i] = p->known[i] || p->column[i] != INV_NO_COLUMN || p->item[i] != INV_NO_COLUMN;
    }
    return p->items ? bind_items(p, in, keys, nkeys, err) : INV_OK;
}

size_t inv_params_extra(const struct inv_params *p, const size_t **item_columns)
{
    *item_columns = p->extra;
    return p->nextra;
}

struct inv_cell inv_params_item_name(const struct inv_params *p, size_t item_column)
{
    return p->items->names[item_column];
}

void inv_params_join(const struct inv_params *p, const struct inv_cell *cells, struct inv_param_row *row)
{
    row->params = p;
    row->cells = cells;
    const struct inv_item *item = p->items && cells ? inv_items_join(p->items, cells, p->shared) : NULL;
    row->item = item ? item->cells : NULL;
    row->item_line = item ? item->line : 0;
}
