/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-clean: the series, a row a key and period. */
#include "config.h"
#include "clean.h"

#include <stdlib.h>
#include <string.h>

struct out {
    struct inv_layout layout;
    struct inv_buf buf;
    struct inv_row row;
    size_t *carry, ncarry;        /* of the carried columns, those that are not written anyhow */
    const size_t *item; size_t nitem;   /* parameter columns of --items */
    struct inv_param_row params;  /* the key's item */
};

static enum inv_status lay_out(struct clean *c, struct out *out, struct inv_err *err)
{
    const struct inv_input *in = c->run->in;
    const struct { bool there; const char *name; } more[] = {
        { c->o->outliers != OUTLIERS_NONE, "outlier" }, { c->raw, "qty_raw" }, { c->stockouts, "stockout" },
    };
    enum inv_status st = INV_OK;
    for (size_t i = 0; i < c->run->keys.n && st == INV_OK; i++)
        st = tool_column_add(&out->layout, inv_input_name(in, c->series.key[i]), err);
    if (st == INV_OK)
        st = tool_column_add(&out->layout, inv_input_name(in, c->series.time), err);
    if (st == INV_OK)
        st = tool_column_add(&out->layout, inv_input_name(in, c->num[N_VALUE]), err);
    for (size_t i = 0; i < COUNT(more) && st == INV_OK; i++)
        if (more[i].there)
            st = tool_column_add(&out->layout, (struct inv_cell){ more[i].name, strlen(more[i].name) }, err);
    out->carry = calloc(c->ncarry + 1, sizeof *out->carry);
    if (!out->carry)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    for (size_t i = 0; i < c->ncarry && st == INV_OK; i++) {
        size_t width = out->layout.width;
        st = inv_layout_add(&out->layout, inv_input_name(in, c->carry[i]), INV_FROM_FILTER, 0, err);
        if (out->layout.width > width)
            out->carry[out->ncarry++] = i;
    }
    out->nitem = inv_params_extra(c->run->params, &out->item);
    for (size_t i = 0; i < out->nitem && st == INV_OK; i++)
        st = inv_layout_add(&out->layout, inv_params_item_name(c->run->params, out->item[i]), INV_FROM_FILTER, 0, err);
    return st;
}

static enum inv_status write_period(struct clean *c, struct out *out, const struct inv_group *g, size_t i, struct inv_err *err)
{
    struct inv_row *row = &out->row;
    char date[INV_TIME_MAX];
    size_t n = inv_time_format(&c->series.fmt, inv_grid_time(&c->grid, c->reg.first + (int64_t)i), date);
    for (size_t k = 0; k < c->run->keys.n; k++)
        inv_row_cell(row, g->key[k]);
    inv_row_cell(row, (struct inv_cell){ date, n });
    inv_row_num(row, c->reg.y[i]);
    if (c->o->outliers != OUTLIERS_NONE)
        inv_row_int(row, c->outlier.flag[i]);
    if (c->raw)
        inv_row_num(row, c->sold[i]);
    if (c->stockouts)
        inv_row_int(row, c->reg.stockout[i]);
    for (size_t k = 0; k < out->ncarry; k++)
        inv_row_cell(row, g->carry[out->carry[k]]);
    for (size_t k = 0; k < out->nitem; k++)
        inv_row_cell(row, out->params.item ? out->params.item[out->item[k]] : (struct inv_cell){ "", 0 });
    return inv_row_end(row, err);
}

static void note_key(struct clean *c, const struct inv_group *g, uint64_t *count, char first[96])
{
    struct inv_err where = { 0 };
    if ((*count)++ == 0) {
        series_where(&c->series, g, &where);
        memcpy(first, where.key, sizeof where.key);
    }
}

static enum inv_status one_key(struct clean *c, struct out *out, const struct inv_group *g, struct inv_err *err)
{
    enum inv_status st = clean_periods(c, g, err);
    if (st == INV_END) {
        note_key(c, g, &c->remarks.empty, c->remarks.first_empty);
        return INV_OK;
    }
    if (st == INV_EROW)
        return tool_reject_group(c->run, g, err);
    if (c->reg.unmatched > 0) {
        note_key(c, g, &c->remarks.returned, c->remarks.first_returned);
        c->remarks.units += c->reg.unmatched;
    }
    if (st == INV_OK)
        st = clean_values(c, err);
    if (out->nitem > 0)
        inv_params_join(c->run->params, clean_probe(c, g), &out->params);
    for (size_t i = 0; i < c->reg.n && st == INV_OK; i++) {
        st = write_period(c, out, g, i, err);
        if (st == INV_OK)
            st = tool_write(c->run, &out->buf, false, err);
    }
    return st;
}

static enum inv_status write_series(struct clean *c, struct out *out, struct inv_err *err)
{
    struct inv_group g = { 0 };
    inv_row_init(&out->row, &out->buf, &c->run->out_format, out->layout.names, out->layout.width);
    enum inv_status st = inv_row_header(&out->row, err);
    while (st == INV_OK && (st = series_next(&c->series, &g, err)) == INV_OK) {
        st = one_key(c, out, &g, err);
        tool_progress(c->run);
    }
    inv_group_free(&g);
    enum inv_status end = st == INV_END || st == INV_EROW ? tool_write(c->run, &out->buf, true, st == INV_END ? err : NULL) : INV_OK;
    return st != INV_END ? st : end;
}

enum inv_status clean_write(struct clean *c, struct inv_err *err)
{
    struct out out = { 0 };
    enum inv_status st = lay_out(c, &out, err);
    if (st == INV_OK)
        st = write_series(c, &out, err);
    inv_layout_free(&out.layout);
    inv_buf_free(&out.buf);
    free(out.carry);
    return st;
}
