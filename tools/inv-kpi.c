/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-kpi: how well stock has served, and what it cost. */
#include "config.h"
#include "kpi.h"

#include <math.h>
#include <stdlib.h>

#define O(member) offsetof(struct kpi_options, member)

static const struct tool_option option_table[] = {
    { 0, "at", OPT_CHOICE, O(at), "VALUE", "turnover at cost (default): cost of goods sold over stock at cost; "
      "at price: sales over stock at "
      "price", "cost|price", 0, 0 },
    { 0, "annual", OPT_FLAG, O(annual), NULL, "bring turnover and gmroi to a year", NULL, 0, 0 },
    { 0, "by", OPT_TEXT, O(by), "COLS", "a row a group instead of a key: columns of the input, or of the items", NULL,
      0, 0 },
    { 0, "total", OPT_FLAG, O(total), NULL, "one row for all, or after those of --by", NULL, 0, 0 },
    { 0, "ages", OPT_TEXT, O(ages), "LIST", "days at which age buckets end (30,90,180,365)", NULL, 0, 0 },
    { 0, "layers", OPT_TEXT, O(layers), "FILE", "what the stock is made of: key, qty, date or age, unit_cost "
      "(inv-balance --layers)", NULL, 0, 0 },
    { 0, "dead-after", OPT_NUM, O(dead_after), "DAYS", "stock without a sale for so long is dead (365)", NULL, 0, 1e9 },
    { 0, "slow-after", OPT_NUM, O(slow_after), "DAYS", "and slow (90)", NULL, 0, 1e9 },
    { 0, "cover-days", OPT_NUM, O(cover_days), "DAYS", "stock beyond the mean sales of so many days is excess (180)",
      NULL, 0, 1e9 },
    { 0, "fill", OPT_CHOICE, O(fill), "zero|na", "periods without a row: nothing sold (default), or unknown",
      "zero|na", 0, 0 },
};

static const struct kpi_options defaults = { .dead_after = 365, .slow_after = 90, .cover_days = 180 };

static const enum inv_param parameters[] = { INV_P_UNIT_COST, INV_P_PRICE, INV_P_PERIODS_PER_YEAR };

/* ---- keys ------------------------------------------------------------------------------------------ */

static enum inv_status write_key(struct kpi *c, const struct inv_param_row *p, const struct inv_kpi_sums *sums,
                                 struct inv_err *err)
{
    char text[INV_TIME_MAX + 1];
    size_t at = c->ncolumns;
    kpi_values(c, sums, c->out.values);
    c->out.values[at] = value_num((double)c->in.n);
    c->out.values[at + 1] = value_text(inv_freq_name(c->series.freq));
    c->out.values[at + 2] = value_text(series_text(&c->series, inv_grid_time(&c->grid, c->last), text));
    return reduce_write(&c->out, p, err);
}

static enum inv_status one_key(struct kpi *c, const struct inv_group *g, struct inv_err *err)
{
    struct inv_param_row p;
    struct inv_kpi_sums sums;
    reduce_join(&c->out, g, &p);
    p.days_per_period = inv_freq_days(c->series.freq);
    if (c->layers)
        join_find(c->layers, c->out.cells);    /* known, also where it is rejected */
    enum inv_status st = kpi_read(c, g, &p, err);
    if (st == INV_OK)
        st = inv_kpi_of(&c->in, &sums, err);
    if (st == INV_OK) {
        c->keys++;
        for (size_t k = 0; k < INV_KPI_COUNT; k++)
            c->known[k] = c->known[k] || !isnan(inv_kpi_value(&sums, (enum inv_kpi)k));
        return c->o->by || c->o->total ? kpi_add(c, &p, &sums, err) : write_key(c, &p, &sums, err);
    }
    if (st != INV_EROW && st != INV_EARG)
        return st;
    err->status = INV_EROW;
    if (!err->file)
        series_where(&c->series, g, err);
    return tool_reject_group(c->run, g, err);
}

static enum inv_status all_keys(struct kpi *c, struct inv_err *err)
{
    struct inv_group g = { 0 };
    enum inv_status st;
    while ((st = series_next(&c->series, &g, err)) == INV_OK) {
        st = one_key(c, &g, err);
        if (st != INV_OK)
            break;
        tool_progress(c->run);
    }
    inv_group_free(&g);
    if (st != INV_END)
        return st;
    return c->o->by || c->o->total ? kpi_write_groups(c, err) : reduce_flush(&c->out, err);
}

/* ---- the filter -------------------------------------------------------------------------------------- */

static void close_all(struct kpi *c)
{
    series_close(&c->series);
    reduce_close(&c->out);
    join_free(c->layers);
    inv_regular_free(&c->regular);
    inv_fill_work_free(&c->fill);
    inv_keys_free(c->groups);
    inv_buf_free(&c->key);
    hold_free(&c->names);
    texts_free(&c->by);
    free(c->index);
    free(c->x);
    free(c->out_of_stock);
    free(c->layer);
    free(c->by_input);
    free(c->by_item);
    free(c->cells);
    free(c->group);
}

static void set_up(struct kpi *c)
{
    const struct kpi_options *o = c->o;
    double days = inv_freq_days(c->series.freq);
    c->in = inv_kpi_defaults();
    c->in.days = days > 0 ? days : 1;
    c->in.at_price = o->at == 1;
    c->in.dead_after = o->dead_after;
    c->in.slow_after = o->slow_after;
    c->in.cover_days = o->cover_days;
    c->in.age_edges = c->edges;
    c->in.nedges = c->nedges;
}

static enum inv_status run_kpi(struct run *run, struct inv_err *err)
{
    struct kpi c = { .run = run, .o = run->options };
    enum inv_status st = kpi_read_ages(&c, err);
    kpi_choose_columns(&c);
    if (st == INV_OK)
        st = tool_open_input(run, err);
    if (st == INV_OK)
        st = kpi_open(&c, err);
    if (st == INV_OK && !c.o->by && !c.o->total) {
        c.columns[c.ncolumns] = "periods";
        c.columns[c.ncolumns + 1] = "freq";
        c.columns[c.ncolumns + 2] = "as_of";
        st = reduce_header(&c.out, c.columns, c.ncolumns + 3, err);
    }
    if (st == INV_OK) {
        set_up(&c);
        st = all_keys(&c, err);
    }
    if (st == INV_OK) {
        kpi_remark(&c);
        kpi_remark_layers(&c);
    }
    close_all(&c);
    return st;
}

static const struct tool tool = {
    .name = "inv-kpi",
    .summary = "Key figures of stock: turnover, service, lost sales, age, dead stock.",
    .example = "  inv-kpi --items items.csv --by supplier --total daily.csv",
    .options = option_table, .noptions = COUNT(option_table),
    .params = parameters, .nparams = COUNT(parameters),
    .defaults = &defaults, .size = sizeof(struct kpi_options),
    .run = run_kpi,
};

TOOL_MAIN(tool)
