/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-safety from a forecast table, or from sample paths: each model its own row. */
#include "config.h"
#include "safety.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/mem.h"
#include "reduce.h"
#include "year.h"

/* Columns read as numbers: of a forecast, and of sample paths. */
enum { N_STEP, N_FORECAST, N_SD, N_CUM_SD, N_COUNT };
enum { P_PATH = N_FORECAST, P_VALUE = N_SD };

struct table {
    struct safety *s;
    struct reduce out;
    struct inv_groups *groups;
    bool paths;
    double *work; size_t cap_work;    /* arrays by step */
};

/* ---- rows by step ------------------------------------------------------------------------------- */

static enum inv_status bad(struct inv_err *err, const char *column, const char *format, double x)
{
    inv_err_set(err, INV_EROW, format, x);
    return inv_err_column(err, column, strlen(column));
}

/* The horizon: steps are 1..h; n rows of `each` series hold each step once. */
static enum inv_status horizon(const double *step, size_t n, size_t each, size_t *h, struct inv_err *err)
{
    double most = 0;
    for (size_t i = 0; i < n; i++) {
        if (!(step[i] >= 1) || step[i] != floor(step[i]))
            return bad(err, "step", isnan(step[i]) ? "a missing value" : "%g is not a step", step[i]);
        most = fmax(most, step[i]);
    }
    if (most > (double)n)
        return bad(err, "step", "%g is there, but not each step before it", most);
    *h = (size_t)most;
    if (*h * each == n)
        return INV_OK;
    return each > 1 ? inv_err_set(err, INV_EROW, "the paths do not all have the steps 1 to %zu once", *h)
                    : bad(err, "step", "there twice, up to step %g", most);
}

/* forecast, sd and cum_sd of the rows in the order of their steps, one after the other in t->work. */
static enum inv_status by_step(struct table *t, const struct inv_group *g, size_t *h, struct inv_err *err)
{
    static const char *const names[] = { "step", "forecast", "sd", "cum_sd" };
    enum inv_status st = horizon(g->num[N_STEP], g->n, 1, h, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&t->work, &t->cap_work, 3 * g->n, err);
    if (st != INV_OK)
        return st;
    for (size_t i = 0; i < 3 * g->n; i++)
        t->work[i] = NAN;
    for (size_t i = 0; i < g->n; i++)
        for (size_t c = N_FORECAST; c <= N_CUM_SD; c++) {
            double v = g->num[c][i];
            if (!isfinite(v) || v < 0)
                return bad(err, names[c], isnan(v) ? "a missing value" : "%g is below 0", v);
            t->work[(c - 1) * g->n + (size_t)g->num[N_STEP][i] - 1] = v;
        }
    for (size_t i = 0; i < g->n; i++)
        if (isnan(t->work[i]))
            return bad(err, "step", "%g is missing, another is there twice", (double)(i + 1));
    return INV_OK;
}

/* ---- paths by number ---------------------------------------------------------------------------- */

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The distinct numbers in path[n], ascending, in ids; returns how many. */
static size_t distinct(const double *path, size_t n, double *ids)
{
    size_t count = 0;
    memcpy(ids, path, n * sizeof *ids);
    qsort(ids, n, sizeof *ids, compare);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || ids[i] > ids[count - 1])
            ids[count++] = ids[i];
    return count;
}

/* The paths as rows of a matrix at t->work, with room for sums and means after it. */
static enum inv_status by_path(struct table *t, const struct inv_group *g, size_t *paths, size_t *h, struct inv_err *err)
{
    size_t n = g->n;
    enum inv_status st = INV_MEM_GROW(&t->work, &t->cap_work, 4 * n + 1, err);
    if (st != INV_OK)
        return st;
    for (size_t i = 0; i < n; i++)
        if (isnan(g->num[P_PATH][i]))
            return bad(err, "path", "a missing value", 0);
    double *ids = t->work + n;
    *paths = distinct(g->num[P_PATH], n, ids);
    st = horizon(g->num[N_STEP], n, *paths, h, err);
    if (st != INV_OK)
        return st;
    for (size_t i = 0; i < n; i++)
        t->work[i] = NAN;
    for (size_t i = 0; i < n; i++) {
        const double *id = bsearch(&g->num[P_PATH][i], ids, *paths, sizeof *ids, compare);
        t->work[(size_t)(id - ids) * *h + (size_t)g->num[N_STEP][i] - 1] = g->num[P_VALUE][i];
    }
    for (size_t i = 0; i < n; i++)
        if (isnan(t->work[i]))
            return inv_err_set(err, INV_EROW, "a path has a missing value, or a step twice");
    return INV_OK;
}

/* ---- a key ---------------------------------------------------------------------------------------- */

/* The steps at t->work, for safety_over_lead. */
struct steps { const double *at; size_t h; };

static enum inv_status over(void *ctx, const struct inv_supply *supply, struct inv_ltd *ltd, struct inv_err *err)
{
    const struct steps *x = ctx;
    return inv_ltd_forecast(supply, x->at, x->at + x->h, x->at + 2 * x->h, x->h, ltd, err);
}

static enum inv_status demand_of_steps(struct table *t, const struct inv_group *g, const struct inv_param_row *p,
                                       double year, struct demand *d, struct inv_err *err)
{
    size_t h = 0;
    enum inv_status st = by_step(t, g, &h, err);
    struct steps x = { t->work, h };
    if (st == INV_OK)
        st = safety_over_lead(t->s, p, d, over, &x, err);
    if (st == INV_OK)
        d->annual = inv_ltd_annual(t->work, h, year);
    return st;
}

static enum inv_status demand_of_paths(struct table *t, const struct inv_group *g, double year, struct demand *d,
                                       struct inv_err *err)
{
    size_t n = 0, h = 0;
    enum inv_status st = by_path(t, g, &n, &h, err);
    double *mean = t->work + g->n;
    d->sums = mean + g->n;
    if (st == INV_OK)
        st = inv_ltd_paths(&d->supply, t->work, n, h, d->sums, &d->nsums, mean, &d->ltd, err);
    if (st == INV_OK)
        d->annual = inv_ltd_annual(mean, h, year);
    d->whole = st == INV_OK && inv_ltd_whole(t->work, g->n);
    return st;
}

static enum inv_status solve_key(struct table *t, const struct inv_group *g, struct inv_param_row *p, struct inv_err *err)
{
    struct safety *s = t->s;
    struct demand d = { .rho = NAN };
    double year;
    enum inv_freq freq = tool_freq_of(s->run, t->out.cells, s->freq_in);
    p->days_per_period = inv_freq_days(freq);
    enum inv_status st = t->paths ? safety_supply(p, true, &d.supply, err) : INV_OK;
    if (st == INV_OK)
        st = tool_periods_per_year(s->run, p, freq, &s->year_told, &year, err);
    if (st == INV_OK)
        st = t->paths ? demand_of_paths(t, g, year, &d, err) : demand_of_steps(t, g, p, year, &d, err);
    if (st != INV_OK)
        return st;
    if (s->freq_in != INV_NO_COLUMN)
        d.freq = value_cell(t->out.cells[s->freq_in]);
    else if (freq != INV_FREQ_NONE)
        d.freq = value_text(inv_freq_name(freq));
    if (s->as_of_in != INV_NO_COLUMN)
        d.as_of = value_cell(t->out.cells[s->as_of_in]);
    else if (s->run->common.as_of)
        d.as_of = value_text(s->run->common.as_of);
    return safety_solve(s, p, freq, &d, t->out.values, err);
}

static enum inv_status where(struct table *t, const struct inv_group *g, struct inv_err *err)
{
    struct inv_buf name = { 0 };
    for (size_t i = 0; i < t->out.nkey; i++) {
        if (i > 0)
            inv_buf_addc(&name, ' ', NULL);
        inv_buf_add(&name, g->key[i].s, g->key[i].n, NULL);
    }
    inv_err_at(err, g->file, g->line);
    inv_err_key(err, name.s ? name.s : "", name.n);
    inv_buf_free(&name);
    return err->status;
}

static enum inv_status one_key(struct table *t, const struct inv_group *g, struct inv_err *err)
{
    struct inv_param_row p;
    reduce_join(&t->out, g, &p);
    enum inv_status st = solve_key(t, g, &p, err);
    if (st == INV_OK)
        return reduce_write(&t->out, &p, err);
    if (st != INV_EROW && st != INV_EARG)
        return st;
    err->status = INV_EROW;
    if (!err->file)
        where(t, g, err);
    return tool_reject_group(t->s->run, g, err);
}

static enum inv_status all_keys(struct table *t, struct inv_err *err)
{
    struct inv_group g = { 0 };
    enum inv_status st;
    while ((st = inv_groups_next(t->groups, &g, err)) == INV_OK) {
        st = one_key(t, &g, err);
        if (st != INV_OK)
            break;
        tool_progress(t->s->run);
    }
    inv_group_free(&g);
    return st == INV_END ? reduce_flush(&t->out, err) : st;
}

static enum inv_status read_table(struct table *t, const char *const names[N_COUNT], struct inv_err *err)
{
    struct run *run = t->s->run;
    size_t num[N_COUNT];
    enum inv_status st = reduce_open(&t->out, run, "model", err);
    for (size_t i = 0; i < N_COUNT && st == INV_OK; i++)
        if (names[i])
            st = inv_input_need(run->in, names[i], &num[i], err);
        else
            num[i] = INV_NO_COLUMN;
    if (st == INV_OK && t->s->o->by)
        reduce_keep(&t->out, t->s->class_in);
    struct inv_group_spec spec = {
        .key = t->out.key, .nkey = t->out.nkey, .time = INV_NO_COLUMN, .num = num, .nnum = N_COUNT,
        .carry = t->out.carry, .ncarry = t->out.ncarry, .sorted = run->common.sorted, .keep_raw = tool_keeps_raw(run),
        .reject = tool_reject, .reject_ctx = run
    };
    if (st == INV_OK)
        st = inv_groups_open(&t->groups, run->in, &run->in_format, &spec, err);
    if (st == INV_OK)
        st = reduce_header(&t->out, t->s->columns, t->s->ncolumns, err);
    if (st == INV_OK)
        st = all_keys(t, err);
    inv_groups_close(t->groups);
    reduce_close(&t->out);
    free(t->work);
    return st;
}

enum inv_status safety_from_forecast(struct safety *s, struct inv_err *err)
{
    static const char *const names[N_COUNT] = { "step", "forecast", "sd", "cum_sd" };
    struct table t = { .s = s };
    return read_table(&t, names, err);
}

enum inv_status safety_from_paths(struct safety *s, struct inv_err *err)
{
    const char *const names[N_COUNT] = { "step", "path", s->run->common.value, NULL };
    struct table t = { .s = s, .paths = true };
    return read_table(&t, names, err);
}
