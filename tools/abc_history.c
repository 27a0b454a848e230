/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-abc: items from a demand history. */
#include "config.h"
#include "abc.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/mem.h"
#include "inv/regular.h"
#include "series.h"
#include "year.h"

enum { N_VALUE, N_STOCKOUT, N_MORE, N_MOST = N_MORE + CRITERIA };
enum { FILL_ZERO, FILL_NA };

struct history {
    struct abc *a;
    struct series in;
    struct inv_grid grid;
    struct inv_regular y;
    struct inv_life_args life;
    int64_t *index; size_t cap_index;
    double *work;
    size_t num[N_MOST], nnum;
    int64_t earliest;                 /* of all rows; INT64_MAX: not known */
    uint64_t early, short_keys;
};

/* ---- one key ----------------------------------------------------------------------------------- */

/* To --as-of or the last date of the table, where that is known; a last period
 * that it does not complete counts where the key has rows in it. */
static enum inv_status span(struct history *h, const struct inv_group *g, int64_t *first, int64_t *last,
                            struct inv_err *err)
{
    inv_regular_range(h->index, g->n, first, last);
    if (!h->in.end_known)
        return INV_OK;
    int64_t end = inv_grid_index(&h->grid, h->in.end - 1);
    if (inv_grid_end(&h->grid, end) > h->in.end && (h->in.as_of_given || end > *last))
        end--;
    *last = h->in.as_of_given || end > *last ? end : *last;
    return *last >= *first ? INV_OK : inv_err_set(err, INV_EROW, "no history up to --as-of");
}

/* One value a period; NAN where it is missing, or could not be met. */
static enum inv_status lay(struct history *h, const struct inv_group *g, int64_t *first, int64_t *last,
                           struct inv_err *err)
{
    enum inv_status st = series_grid(&h->in, g, h->in.has, &h->grid, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&h->index, &h->cap_index, g->n, err);
    if (st != INV_OK)
        return st;
    inv_grid_indices(&h->grid, g->time, g->n, h->index);
    st = span(h, g, first, last, err);
    if (st == INV_OK)
        st = inv_regular_fill(&h->y, INV_AGG_SUM, INV_RETURNS_KEEP, *first, *last, h->index, g->time, g->num[N_VALUE],
                              g->n, err);
    if (st != INV_OK)
        return st;
    struct inv_regular *r = &h->y;
    inv_regular_mark(r, h->index, g->num[N_STOCKOUT], g->n);
    for (size_t t = 0; t < r->n; t++)
        if (r->stockout[t])
            r->y[t] = (double)NAN;
        else if (r->rows[t] == 0 && h->a->o->fill == FILL_ZERO)
            r->y[t] = 0;
    return INV_OK;
}

/* Units, and sums of columns, of the periods from `from` to the last; what was sold in a stock-out counts. */
static double totals(struct history *h, const struct inv_group *g, int64_t from, int64_t last, double *column)
{
    double units = 0;
    for (size_t c = N_MORE; c < h->nnum; c++)
        column[c - N_MORE] = 0;
    for (size_t i = 0; i < g->n; i++) {
        if (h->index[i] < from || h->index[i] > last)
            continue;
        units += isnan(g->num[N_VALUE][i]) ? 0 : g->num[N_VALUE][i];
        for (size_t c = N_MORE; c < h->nnum; c++)
            column[c - N_MORE] += isnan(g->num[c][i]) ? 0 : g->num[c][i];
    }
    return units;
}

static enum inv_status life_of(struct history *h, int64_t first, struct item *it, struct inv_err *err)
{
    struct inv_life_out out;
    size_t before = 0;
    if (h->earliest != INT64_MAX) {
        int64_t begin = inv_grid_index(&h->grid, h->earliest);
        before = begin < first ? (size_t)(first - begin) : 0;
    }
    enum inv_status st = inv_life_of(h->y.y, h->y.n, before, &h->life, h->work, &out, err);
    it->life = out.life;
    return st;
}

static enum inv_status one_item(struct history *h, const struct inv_group *g, const struct inv_param_row *p,
                                struct inv_err *err)
{
    struct abc *a = h->a;
    struct item it = { .file = p->file, .line = p->line, .shaped = true, .as_of = a->texts.n };
    double column[CRITERIA], n;
    char text[INV_TIME_MAX + 1];
    int64_t first, last;
    enum inv_status st = lay(h, g, &first, &last, err);
    if (st == INV_OK)
        st = life_of(h, first, &it, err);
    if (st == INV_OK)
        st = tool_periods_per_year(a->run, p, h->in.freq, &a->year_told, &n, err);
    if (st != INV_OK)
        return st;
    size_t kept = a->o->last > 0 && (size_t)a->o->last < h->y.n ? (size_t)a->o->last : h->y.n;
    it.shape = inv_shape_of(h->y.y + (h->y.n - kept), kept);
    it.demand = it.shape.mean;
    it.sd = it.shape.sd;
    it.annual = it.demand * n;
    it.cv = it.shape.cv;
    double units = totals(h, g, last - (int64_t)kept + 1, last, column);
    series_text(&h->in, inv_grid_time(&h->grid, last), text);
    it.as_of_n = strlen(text);
    st = inv_buf_adds(&a->texts, text, err);
    return st == INV_OK ? abc_hold(a, &it, a->out.cells, p, units, column, err) : st;
}

/* ---- all keys ------------------------------------------------------------------------------------- */

static enum inv_status one_key(struct history *h, const struct inv_group *g, struct inv_err *err)
{
    struct abc *a = h->a;
    struct inv_param_row p;
    reduce_join(&a->out, g, &p);
    p.days_per_period = inv_freq_days(h->in.freq);
    enum inv_status st = one_item(h, g, &p, err);
    if (st != INV_EROW && st != INV_EARG)
        return st;
    err->status = INV_EROW;
    if (!err->file)
        series_where(&h->in, g, err);
    return tool_reject_group(a->run, g, err);
}

static enum inv_status all_keys(struct history *h, struct inv_err *err)
{
    struct inv_group g = { 0 };
    enum inv_status st = INV_OK;
    if (!h->a->run->common.sorted) {    /* where the table begins */
        while ((st = series_next(&h->in, &g, err)) == INV_OK)
            for (size_t i = 0; i < g.n; i++)
                h->earliest = g.time[i] < h->earliest ? g.time[i] : h->earliest;
        series_rewind(&h->in);
        st = st == INV_END ? INV_OK : st;
    }
    while (st == INV_OK && (st = series_next(&h->in, &g, err)) == INV_OK) {
        st = one_key(h, &g, err);
        tool_progress(h->a->run);
    }
    inv_group_free(&g);
    return st == INV_END ? INV_OK : st;
}

static enum inv_status set_life(struct history *h, struct inv_err *err)
{
    const struct abc_options *o = h->a->o;
    size_t year = (size_t)inv_freq_per_year(h->in.freq);
    year = year > 1 || h->in.freq == INV_FREQ_Y ? year : 12;    /* numbered periods: as months */
    size_t least = year > 4 ? year : 4;
    h->life = (struct inv_life_args){
        .dead_after = o->dead_after > 0 ? (size_t)o->dead_after : year > 1 ? year : 2,
        .new_within = o->new_within > 0 ? (size_t)o->new_within : (year + 1) / 2,
        .window = 3 * least, .per_year = year, .level = 0.05, .least = 0.1
    };
    enum inv_status st = series_season(&h->in, &h->life.season, err);
    h->work = st == INV_OK ? malloc(inv_life_room(&h->life) * sizeof *h->work) : NULL;
    return st != INV_OK ? st : h->work ? INV_OK : inv_err_set(err, INV_ENOMEM, "out of memory");
}

static enum inv_status open_all(struct history *h, struct inv_err *err)
{
    struct abc *a = h->a;
    struct run *run = a->run;
    enum inv_status st = reduce_open(&a->out, run, NULL, err);
    if (st == INV_OK)
        st = inv_input_need(run->in, run->common.value, &h->num[N_VALUE], err);
    h->num[N_STOCKOUT] = inv_input_find(run->in, "stockout");
    for (size_t i = 0; i < a->ncriteria; i++)
        if (a->criteria[i].measure == BY_COLUMN)
            h->num[h->nnum++] = a->criteria[i].column;
    struct series_spec spec = { .num = h->num, .nnum = h->nnum, .carry = a->out.carry, .ncarry = a->out.ncarry };
    if (st == INV_OK)
        st = series_open(&h->in, run, &spec, err);
    if (st == INV_OK)
        st = set_life(h, err);
    if (st == INV_OK)
        st = reduce_header(&a->out, a->columns, a->ncolumns, err);
    a->cells.width = inv_input_width(run->in);
    a->freq = h->in.freq;
    return st;
}

enum inv_status abc_from_history(struct abc *a, struct inv_err *err)
{
    struct history h = { .a = a, .nnum = N_MORE, .earliest = INT64_MAX };
    enum inv_status st = open_all(&h, err);
    if (st == INV_OK && a->run->common.sorted && !h.in.end_known)
        tool_note(a->run, "--sorted without --as-of: each key ends at its own last row");
    if (st == INV_OK && a->run->common.sorted)
        tool_note(a->run, "--sorted: when the table begins is not known; new is only what has zeros before its first demand");
    if (st == INV_OK)
        st = all_keys(&h, err);
    series_close(&h.in);
    inv_regular_free(&h.y);
    free(h.index);
    free(h.work);
    return st;
}
