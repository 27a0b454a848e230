/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-clean --check: a row a key of what is odd about its data. */
#include "config.h"
#include "clean.h"

#include <stdlib.h>
#include <string.h>

#include "inv/date.h"
#include "inv/mem.h"
#include "inv/quality.h"

#define YEAR (365 * INV_TIME_DAY)

static const char *const columns[] = {
    "n", "first", "last", "periods", "gaps", "longest_gap", "duplicates", "missing", "negatives", "outliers",
    "zero_share", "constant", "dead", "suspicious", "suspicious_date", "suspicious_why", "freq",
};

struct dates { int64_t *t; size_t n, cap; };

struct check {
    struct clean *c;
    struct dates all;                 /* the table's different dates, where it is not sorted */
    struct dates own;                 /* a key's */
    int64_t lo, hi;                   /* the plausible ones */
    struct inv_layout layout;
    struct inv_buf buf;
    struct inv_row row;
};

/* What a program writes for a date that it does not know. */
static bool is_default(int64_t t)
{
    static const struct { int y, m, d; } dates[] = {
        { 1, 1, 1 }, { 1899, 12, 30 }, { 1899, 12, 31 }, { 1900, 1, 1 }, { 1970, 1, 1 }, { 9999, 12, 31 },
    };
    for (size_t i = 0; i < COUNT(dates); i++) {
        int64_t day = inv_date_from_civil(dates[i].y, dates[i].m, dates[i].d) * INV_TIME_DAY;
        if (t >= day && t < day + INV_TIME_DAY)
            return true;
    }
    return false;
}

/* ---- plausible dates -------------------------------------------------------------------------- */

static int ascending(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void sort_different(struct dates *d)
{
    size_t n = 0;
    if (d->n > 0)
        qsort(d->t, d->n, sizeof *d->t, ascending);
    for (size_t i = 0; i < d->n; i++)
        if (i == 0 || d->t[i] != d->t[i - 1])
            d->t[n++] = d->t[i];
    d->n = n;
}

/* Days are enough, and are few however many rows there are. */
static enum inv_status add_dates(struct dates *d, const struct inv_group *g, bool integers, struct inv_err *err)
{
    if (d->n + g->n > d->cap && d->n > 1 << 16)
        sort_different(d);
    enum inv_status st = INV_MEM_GROW(&d->t, &d->cap, d->n + g->n, err);
    for (size_t i = 0; i < g->n && st == INV_OK; i++) {
        int64_t t = g->time[i];
        if (!integers)
            t -= ((t % INV_TIME_DAY) + INV_TIME_DAY) % INV_TIME_DAY;
        if (d->n == 0 || d->t[d->n - 1] != t)
            d->t[d->n++] = t;
    }
    return st;
}

static void find_plausible(struct check *k, struct dates *d)
{
    bool integers = k->c->series.fmt.unit == INV_FORM_INTEGER;
    sort_different(d);
    inv_quality_plausible(d->t, d->n, integers ? 100 : 2 * YEAR, &k->lo, &k->hi);
    if (!integers)
        k->hi += INV_TIME_DAY - 1;
}

/* All keys' dates together: a slow item's are few and far between. */
static enum inv_status gather(struct check *k, struct inv_err *err)
{
    struct series *s = &k->c->series;
    struct inv_group g = { 0 };
    enum inv_status st = INV_OK;
    bool any = false;
    while (st == INV_OK && (st = series_next(s, &g, err)) == INV_OK) {
        any = true;
        st = add_dates(&k->all, &g, s->fmt.unit == INV_FORM_INTEGER, err);
    }
    inv_group_free(&g);
    if (st == INV_END && any)
        find_plausible(k, &k->all);
    series_rewind(s);
    return st == INV_END ? INV_OK : st;
}

/* ---- one key -------------------------------------------------------------------------------------- */

struct suspects { size_t n; int64_t first; const char *why; };

static const char *why_suspicious(const struct check *k, int64_t t)
{
    const struct series *s = &k->c->series;
    bool calendar = s->fmt.unit != INV_FORM_INTEGER, apart = t < k->lo || t > k->hi;
    if (s->as_of_given && t >= s->end)
        return "future";
    if (calendar && is_default(t) && (apart || t != inv_date_from_civil(1970, 1, 1) * INV_TIME_DAY))
        return "default";
    return apart ? "isolated" : NULL;
}

static struct suspects find_suspects(const struct check *k, const struct inv_group *g)
{
    struct suspects found = { 0 };
    for (size_t i = 0; i < g->n; i++) {
        const char *why = why_suspicious(k, g->time[i]);
        if (!why)
            continue;
        if (found.n++ == 0 || g->time[i] < found.first) {
            found.first = g->time[i];
            found.why = why;
        }
    }
    return found;
}

/* A year without demand; two seasons where periods are only numbered. */
static size_t dead_after(const struct clean *c)
{
    if (inv_freq_days(c->series.freq) > 0)
        return (size_t)inv_freq_per_year(c->series.freq);
    return c->season > 1 ? 2 * c->season : 0;
}

static void write_date(struct check *k, int64_t t)
{
    char text[INV_TIME_MAX];
    inv_row_cell(&k->row, (struct inv_cell){ text, inv_time_format(&k->c->series.fmt, t, text) });
}

static enum inv_status write_key(struct check *k, const struct inv_group *g, const struct inv_quality *q,
                                 const struct suspects *odd, struct inv_err *err)
{
    struct inv_row *row = &k->row;
    struct inv_freqscan scan = { 0 };
    enum inv_form unit = k->c->series.fmt.unit;
    int64_t first, last;
    inv_regular_range(g->time, g->n, &first, &last);
    inv_freqscan_add(&scan, unit, g->time, g->n);
    for (size_t i = 0; i < k->c->run->keys.n; i++)
        inv_row_cell(row, g->key[i]);
    inv_row_int(row, (int64_t)q->rows);
    write_date(k, first);
    write_date(k, last);
    const size_t counts[] = { q->periods, q->gaps, q->longest_gap, q->duplicates, q->missing, q->negatives, k->c->outlier.count };
    for (size_t i = 0; i < COUNT(counts); i++)
        inv_row_int(row, (int64_t)counts[i]);
    inv_row_num(row, q->zero_share);
    inv_row_int(row, q->constant);
    inv_row_int(row, q->dead);
    inv_row_int(row, (int64_t)odd->n);
    if (odd->n)
        write_date(k, odd->first);
    else
        inv_row_missing(row);
    inv_row_text(row, odd->n ? odd->why : "");
    inv_row_text(row, inv_freqscan_guess(&scan, unit) ? "" : inv_freq_name(inv_freqscan_freq(&scan, unit)));
    enum inv_status st = inv_row_end(row, err);
    return st == INV_OK ? tool_write(k->c->run, &k->buf, false, err) : st;
}

/* The key's periods, on its own dates where they have them. */
static enum inv_status lay_periods(struct clean *c, const struct inv_group *g, struct inv_err *err)
{
    const struct series *s = &c->series;
    int64_t first, last;
    enum inv_status st = inv_grid_fit(&c->grid, s->freq, s->fmt.unit, c->own, g->time, g->n, err);
    if (st == INV_EROW)      /* --sorted: not as the first keys; that is no reason not to report on it */
        st = inv_grid_fit(&c->grid, s->freq, s->fmt.unit, false, g->time, g->n, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&c->index, &c->cap_index, g->n, err);
    if (st != INV_OK)
        return st;
    inv_grid_indices(&c->grid, g->time, g->n, c->index);
    inv_regular_range(c->index, g->n, &first, &last);
    return inv_regular_fill(&c->reg, (enum inv_agg)c->o->agg, INV_RETURNS_KEEP, first, last, c->index, g->time,
                            g->num[N_VALUE], g->n, err);
}

static enum inv_status check_key(struct check *k, const struct inv_group *g, struct inv_err *err)
{
    struct clean *c = k->c;
    const struct series *s = &c->series;
    struct inv_regular *r = &c->reg;
    enum inv_status st = INV_OK;
    if (c->run->common.sorted) {
        k->own.n = 0;
        st = add_dates(&k->own, g, s->fmt.unit == INV_FORM_INTEGER, err);
        if (st == INV_OK)
            find_plausible(k, &k->own);
    }
    if (st == INV_OK)
        st = lay_periods(c, g, err);
    if (st != INV_OK)
        return st == INV_EROW ? series_where(s, g, err) : st;
    if (c->o->fill == INV_FILL_ZERO)
        for (size_t i = 0; i < r->n; i++)
            r->y[i] = r->rows[i] ? r->y[i] : 0;
    enum inv_outlier_method method = (enum inv_outlier_method)c->o->method;
    double threshold = c->o->threshold > 0 ? c->o->threshold : inv_outlier_threshold(method);
    st = inv_outlier_find(&c->outlier, method, threshold, c->season, r->y, r->n, err);
    if (st != INV_OK)
        return st;
    int64_t idle = s->end_known ? inv_grid_index(&c->grid, s->end - 1) - (r->first + (int64_t)r->n - 1) : 0;
    struct inv_quality q = inv_quality_of(g->num[N_VALUE], g->n, r->y, r->rows, r->n, idle > 0 ? (size_t)idle : 0, dead_after(c));
    struct suspects odd = find_suspects(k, g);
    return write_key(k, g, &q, &odd, err);
}

/* ---- the table -------------------------------------------------------------------------------------- */

static enum inv_status lay_out(struct check *k, struct inv_err *err)
{
    const struct clean *c = k->c;
    enum inv_status st = INV_OK;
    for (size_t i = 0; i < c->run->keys.n && st == INV_OK; i++)
        st = tool_column_add(&k->layout, inv_input_name(c->run->in, c->series.key[i]), err);
    for (size_t i = 0; i < COUNT(columns) && st == INV_OK; i++)
        st = tool_column_add(&k->layout, (struct inv_cell){ columns[i], strlen(columns[i]) }, err);
    return st;
}

static enum inv_status check_all(struct check *k, struct inv_err *err)
{
    struct clean *c = k->c;
    struct inv_group g = { 0 };
    enum inv_status st = c->run->common.sorted ? INV_OK : gather(k, err);
    inv_row_init(&k->row, &k->buf, &c->run->out_format, k->layout.names, k->layout.width);
    if (st == INV_OK)
        st = inv_row_header(&k->row, err);
    while (st == INV_OK && (st = series_next(&c->series, &g, err)) == INV_OK) {
        st = check_key(k, &g, err);
        if (st == INV_EROW)
            st = tool_reject_group(c->run, &g, err);
        tool_progress(c->run);
    }
    inv_group_free(&g);
    return st == INV_END ? tool_write(c->run, &k->buf, true, err) : st;
}

enum inv_status clean_check(struct clean *c, struct inv_err *err)
{
    struct check k = { .c = c, .lo = INT64_MIN, .hi = INT64_MAX };
    enum inv_status st = lay_out(&k, err);
    if (st == INV_OK)
        st = check_all(&k, err);
    inv_layout_free(&k.layout);
    inv_buf_free(&k.buf);
    free(k.all.t);
    free(k.own.t);
    return st;
}
