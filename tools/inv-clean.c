/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-clean: sales lines, or a demand table with holes, to regular series. */
#include "config.h"
#include "clean.h"

#include <stdlib.h>

#define O(member) offsetof(struct clean_options, member)

static const struct tool_option option_table[] = {
    { 0, "agg", OPT_CHOICE, O(agg), "A", "rows of one period become their sum (default), mean, max or last",
      "sum|mean|max|last", 0, 0 },
    { 0, "end", OPT_CHOICE, O(end), "E", "all keys end together, at --as-of (common, default), or each at its own last row (own)",
      "common|own", 0, 0 },
    { 0, "from", OPT_TEXT, O(from), "DATE", "leave out what is before", NULL, 0, 0 },
    { 0, "to", OPT_TEXT, O(to), "DATE", "leave out what is after", NULL, 0, 0 },
    { 0, "leading", OPT_CHOICE, O(leading), "L", "keep (default) or drop periods before a key's first demand", "keep|drop", 0, 0 },
    { 0, "partial", OPT_CHOICE, O(partial), "P", "keep or drop (default) a last period that is not complete", "keep|drop", 0, 0 },
    { 0, "fill", OPT_CHOICE, O(fill), "F", "periods without a row are zero (default), na, previous, linear or seasonal",
      "zero|na|previous|linear|seasonal", 0, 0 },
    { 0, "returns", OPT_CHOICE, O(returns), "R", "negative quantities: net (default: off their own and earlier periods), drop or keep",
      "net|drop|keep", 0, 0 },
    { 0, "outliers", OPT_CHOICE, O(outliers), "O", "none (default), flag, clip or replace unusual values",
      "none|flag|clip|replace", 0, 0 },
    { 0, "method", OPT_CHOICE, O(method), "M", "how outliers are found: hampel (default), iqr, stl or esd", "hampel|iqr|stl|esd", 0, 0 },
    { 0, "threshold", OPT_NUM, O(threshold), "X", "how far out: hampel 3 MADs, iqr 1.5 IQRs, stl 3 IQRs; esd: its level 0.05", NULL, 1e-6, 1e6 },
    { 0, "stockout", OPT_TEXT, O(stockout), "COL|FILE", "periods without stock: a column of 0 and 1 (default stockout, where there is one),"
      " or a file of key and date", NULL, 0, 0 },
    { 0, "stockout-fill", OPT_CHOICE, O(stockout_fill), "S", "leave their demand missing (na, default), or estimate it", "na|estimate", 0, 0 },
    { 0, "check", OPT_FLAG, O(check), NULL, "write a data-quality report instead, a row a key", NULL, 0, 0 },
};

static const struct clean_options defaults = { .partial = DROP };

/* ---- opening ------------------------------------------------------------------------------ */

static enum inv_status open_columns(struct clean *c, struct inv_err *err)
{
    struct run *run = c->run;
    enum inv_status st = inv_input_need(run->in, run->common.value, &c->num[N_VALUE], err);
    if (st == INV_OK)
        st = clean_open_stockout(c, err);
    if (st == INV_OK)
        st = tool_columns(run, run->in, run->common.carry, &c->carry, &c->ncarry, err);
    c->probe = calloc(inv_input_width(run->in) + 1, sizeof *c->probe);
    if (st == INV_OK && !c->probe)
        st = inv_err_set(err, INV_ENOMEM, "out of memory");
    c->num[N_RAW] = c->num[N_STOCKOUT] == INV_NO_COLUMN ? INV_NO_COLUMN : inv_input_find(run->in, "qty_raw");
    c->raw = c->stockouts || c->o->outliers != OUTLIERS_NONE;
    return st;
}

/* The columns behind the value are read only where they are there. */
static size_t numbers(const struct clean *c)
{
    return c->num[N_RAW] != INV_NO_COLUMN ? 3 : c->num[N_STOCKOUT] != INV_NO_COLUMN ? 2 : 1;
}

/* --from and --to, and --as-of before which all that counts lies. */
static enum inv_status open_dates(struct clean *c, struct inv_err *err)
{
    const struct series *s = &c->series;
    int64_t first, after;
    enum inv_status st = INV_OK;
    c->bounded = s->end_known;
    c->until = s->end;
    if (c->o->from) {
        st = series_date(s, "from", c->o->from, &c->from, &after, err);
        c->has_from = true;
    }
    if (st == INV_OK && c->o->to) {
        st = series_date(s, "to", c->o->to, &first, &after, err);
        c->until = !c->bounded || after < c->until ? after : c->until;
        c->bounded = true;
    }
    if (st == INV_OK && c->has_from && c->bounded && c->from >= c->until)
        return inv_err_set(err, INV_EUSAGE, "--from: nothing lies between %s and the end", c->o->from);
    return st;
}

/* A probability with esd, a number of spreads with the others. */
static enum inv_status check_threshold(const struct clean_options *o, struct inv_err *err)
{
    bool esd = o->method == INV_OUTLIER_ESD;
    if (o->threshold > 0 && (esd ? o->threshold >= 1 : o->threshold < 0.1))
        return inv_err_set(err, INV_EUSAGE, "--threshold: %g is not %s", o->threshold,
                           esd ? "a level below 1, as esd takes it" : "0.1 or more");
    return INV_OK;
}

static enum inv_status open_all(struct clean *c, struct inv_err *err)
{
    enum inv_status st = check_threshold(c->o, err);
    if (st == INV_OK)
        st = tool_open_input(c->run, err);
    if (st == INV_OK)
        st = open_columns(c, err);
    struct series_spec spec = { .num = c->num, .nnum = st == INV_OK ? numbers(c) : 0, .carry = c->carry, .ncarry = c->ncarry };
    if (st == INV_OK)
        st = series_open(&c->series, c->run, &spec, err);
    if (st == INV_OK)
        st = open_dates(c, err);
    if (st == INV_OK)
        st = series_season(&c->series, &c->season, err);
    c->own = c->series.has && !c->series.guess;
    c->common = c->o->end == END_COMMON && c->series.end_known;
    return st;
}

const struct inv_cell *clean_probe(struct clean *c, const struct inv_group *g)
{
    for (size_t i = 0; i < c->run->keys.n; i++)
        c->probe[c->series.key[i]] = g->key[i];
    return c->probe;
}

static void close_all(struct clean *c)
{
    series_close(&c->series);
    join_free(c->file);
    inv_regular_free(&c->reg);
    inv_outlier_free(&c->outlier);
    inv_fill_work_free(&c->fill);
    free(c->carry);
    free(c->probe);
    free(c->index);
    free(c->sold);
    free(c->want);
}

/* ---- the filter ----------------------------------------------------------------------------- */

static enum inv_status run_clean(struct run *run, struct inv_err *err)
{
    struct clean c = { .run = run, .o = run->options };
    enum inv_status st = open_all(&c, err);
    if (st == INV_OK && !c.o->check)
        clean_remark_end(&c);
    if (st == INV_OK)
        st = c.o->check ? clean_check(&c, err) : clean_write(&c, err);
    if (st == INV_OK)
        clean_remark(&c);
    close_all(&c);
    return st;
}

static const struct tool tool = {
    .name = "inv-clean",
    .summary = "Sales lines, or a demand table with holes, to one value a key and period.",
    .example = "  inv-clean --freq W sales.csv",
    .options = option_table, .noptions = COUNT(option_table),
    .defaults = &defaults, .size = sizeof(struct clean_options),
    .run = run_clean,
};

TOOL_MAIN(tool)
