/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-eval --actual: forecasts that are made, against what happened since. */
#include "config.h"
#include "eval.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/mem.h"

/* The forecast's columns in e->num: these, lo and hi of each level, quantiles, the model. */
enum { N_STEP, N_FORECAST, N_ADJUSTED, N_BOUNDS };

/* ---- the key's rows and values -------------------------------------------------------------------- */

static int by_time(const void *a, const void *b)
{
    const struct eval_point *x = a, *y = b;
    return (x->t > y->t) - (x->t < y->t);
}

static int by_window(const void *a, const void *b)
{
    const struct eval_line *x = a, *y = b;
    if (x->method != y->method)
        return x->method < y->method ? -1 : 1;
    if (x->origin != y->origin)
        return x->origin < y->origin ? -1 : 1;
    return (x->step > y->step) - (x->step < y->step);
}

/* Several rows of a date are added up; a value missing beside others is none, but
 * one that is not to count (infinite) leaves nothing known. Returns how many there were of such. */
static size_t add_up(struct eval_point *p, size_t *n)
{
    size_t kept = 0, several = 0;
    for (size_t i = 0, end; i < *n; i = end) {
        struct eval_point sum = p[i];
        for (end = i + 1; end < *n && p[end].t == sum.t; end++)
            sum.v = isnan(sum.v) ? p[end].v : isnan(p[end].v) ? sum.v : sum.v + p[end].v;
        several += end > i + 1;
        sum.v = isfinite(sum.v) ? sum.v : (double)NAN;
        p[kept++] = sum;
    }
    *n = kept;
    return several;
}

static enum inv_status collect(const struct eval_table *t, size_t row, struct eval_point **p, size_t *cap, size_t *n,
                               uint64_t *doubled, struct inv_err *err)
{
    *n = 0;
    for (; row != JOIN_NONE; row = join_next(t->join, row)) {
        if (!t->used[row])
            continue;
        enum inv_status st = INV_MEM_GROW(p, cap, *n + 1, err);
        if (st != INV_OK)
            return st;
        (*p)[(*n)++] = (struct eval_point){ t->t[row], t->v[row] };
    }
    if (*n > 0)
        qsort(*p, *n, sizeof **p, by_time);
    *doubled += add_up(*p, n);
    return INV_OK;
}

static enum inv_status bad_step(const struct evaluator *e, const struct inv_group *g, double x, struct inv_err *err)
{
    const char *column = e->sums ? "periods" : "step";
    inv_err_set(err, INV_EROW, isnan(x) ? "a missing value" : e->sums ? "%g is no number of periods" : "%g is not a step", x);
    inv_err_column(err, column, strlen(column));
    return series_where(&e->models.series, g, err);
}

/* Lines by method, origin and step. Without a column step each date is one, from the first on. */
static enum inv_status lines(struct evaluator *e, struct worker *wk, const struct inv_group *g, struct inv_err *err)
{
    struct eval_scratch *s = &e->scratch;
    const double *step = g->num[N_STEP], *method = g->num[e->nnum - 1];
    enum inv_status st = series_grid(&e->models.series, g, e->models.own, &wk->grid, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&s->lines, &s->cap_lines, g->n, err);
    int64_t first = INT64_MAX;
    for (size_t i = 0; i < g->n && st == INV_OK; i++) {
        int64_t at = inv_grid_index(&wk->grid, g->time[i]);
        first = at < first ? at : first;
    }
    for (size_t i = 0; i < g->n && st == INV_OK; i++) {
        int64_t at = inv_grid_index(&wk->grid, g->time[i]);
        if (e->sums && !(step[i] > 0 && step[i] <= 100000))
            return bad_step(e, g, step[i], err);
        double k = e->sums ? 1 : e->num[N_STEP] == INV_NO_COLUMN ? (double)(at - first + 1) : step[i];
        if (!(k >= 1 && k <= 100000 && k == floor(k)))
            return bad_step(e, g, k, err);
        s->lines[i] = (struct eval_line){ isnan(method[i]) ? 0 : (size_t)method[i], i, at - (int64_t)k, (size_t)k };
    }
    if (st == INV_OK)
        qsort(s->lines, g->n, sizeof *s->lines, by_window);
    return st;
}

/* ---- one window ------------------------------------------------------------------------------------- */

/* Lines from..to of one method and origin. */
struct window { const struct inv_group *g; const struct eval_line *line; size_t n, h; };

/* The first at or after t. */
static size_t find(const struct eval_point *p, size_t n, int64_t t)
{
    size_t lo = 0;
    for (size_t hi = n; lo < hi; ) {
        size_t mid = lo + (hi - lo) / 2;
        if (p[mid].t < t)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* The total of the periods after as_of; of a part of one, that part. */
static double happened_in_all(const struct evaluator *e, const struct window *w, double periods)
{
    const struct eval_scratch *s = &e->scratch;
    double sum = 0;
    for (size_t i = find(s->actual, s->nactual, w->g->time[w->line[0].i] + 1); periods > 0; i++, periods--) {
        if (i >= s->nactual)
            return (double)NAN;
        sum += fmin(periods, 1) * s->actual[i].v;
    }
    return sum;
}

static double happened(const struct evaluator *e, const struct window *w, const struct eval_line *line)
{
    const struct eval_scratch *s = &e->scratch;
    if (e->sums)
        return happened_in_all(e, w, w->g->num[N_STEP][line->i]);
    size_t at = e->o->match == MATCH_STEP ? line->step - 1 : find(s->actual, s->nactual, w->g->time[line->i]);
    bool there = at < s->nactual && (e->o->match == MATCH_STEP || s->actual[at].t == w->g->time[line->i]);
    return there ? s->actual[at].v : (double)NAN;
}

static enum inv_status lacks(const struct evaluator *e, const struct inv_group *g, size_t step, int64_t t, struct inv_err *err)
{
    char text[INV_TIME_MAX + 1];
    if (e->o->match == MATCH_STEP)
        inv_err_set(err, INV_EROW, "no forecast of step %zu, which happened", step);
    else
        inv_err_set(err, INV_EROW, "no forecast of %s, which happened", series_text(&e->models.series, t, text));
    return series_where(&e->models.series, g, err);
}

/* Every value from the first to the last period forecast must have its forecast. */
static enum inv_status complete(const struct evaluator *e, const struct window *w, const double *forecast, struct inv_err *err)
{
    const struct eval_scratch *s = &e->scratch;
    const struct eval_line *last = &w->line[w->n - 1];
    size_t next = 0;
    if (e->sums)
        return INV_OK;
    if (e->o->match == MATCH_STEP) {
        for (size_t k = 0; k < w->h && k < s->nactual; k++)
            if (isfinite(s->actual[k].v) && !isfinite(forecast[k]))
                return lacks(e, w->g, k + 1, 0, err);
        return INV_OK;
    }
    for (size_t i = find(s->actual, s->nactual, w->g->time[w->line[0].i]);
         i < s->nactual && s->actual[i].t <= w->g->time[last->i]; i++) {
        while (next < w->n && w->g->time[w->line[next].i] < s->actual[i].t)
            next++;
        bool there = next < w->n && w->g->time[w->line[next].i] == s->actual[i].t && isfinite(forecast[w->line[next].step - 1]);
        if (isfinite(s->actual[i].v) && !there)
            return lacks(e, w->g, 0, s->actual[i].t, err);
    }
    return INV_OK;
}

/* What errors are compared with: --history's rows before the first period forecast, or those of --actual. */
static struct inv_scale scale_of(struct evaluator *e, const struct window *w, double *x)
{
    const struct eval_scratch *s = &e->scratch;
    const struct eval_point *p = e->has_history ? s->history : s->actual;
    size_t n = e->has_history ? s->nhistory : s->nactual;
    if (e->o->match == MATCH_DATE)
        n = find(p, n, w->g->time[w->line[0].i] + e->sums);
    else if (!e->has_history)
        n = 0;
    for (size_t i = 0; i < n; i++)
        x[i] = p[i].v;
    struct inv_scale scale = inv_scale_of(x, n, e->models.m);
    double periods = e->sums ? w->g->num[N_STEP][w->line[0].i] : 1;
    scale.mean *= periods;
    scale.root *= periods;
    return scale;
}

/* Arrays by step: what happened, column c of the forecast, bounds and quantiles. */
static enum inv_status score(struct evaluator *e, const struct window *w, size_t c, struct eval_block *block, struct inv_err *err)
{
    struct eval_scratch *s = &e->scratch;
    size_t rows = 2 * e->what.nlevels + e->what.nprobs, past = s->nhistory + s->nactual;
    enum inv_status st = INV_MEM_GROW(&s->x, &s->cap_x, (rows + 2) * w->h + past, err);
    if (st != INV_OK)
        return st;
    double *actual = s->x, *forecast = actual + w->h, *bounds = forecast + w->h;
    for (size_t i = 0; i < (rows + 2) * w->h; i++)
        s->x[i] = (double)NAN;
    for (size_t i = 0; i < w->n; i++) {
        const struct eval_line *line = &w->line[i];
        size_t k = line->step - 1;
        if (i > 0 && w->line[i - 1].step == line->step) {
            inv_err_set(err, INV_EROW, "step %zu is there twice", line->step);
            return series_where(&e->models.series, w->g, err);
        }
        actual[k] = happened(e, w, line);
        forecast[k] = w->g->num[c][line->i];
        for (size_t r = 0; r < rows; r++)
            bounds[r * w->h + k] = w->g->num[N_BOUNDS + r][line->i];
    }
    st = complete(e, w, forecast, err);
    if (st != INV_OK)
        return st;
    struct inv_scale scale = scale_of(e, w, bounds + rows * w->h);
    struct inv_outcome o = { w->h, actual, forecast, c == N_FORECAST ? bounds : NULL, w->h };
    eval_block_add(e, block, &scale, &o, (double)w->line[0].origin);
    return INV_OK;
}

/* ---- a key -------------------------------------------------------------------------------------------- */

/* Windows of line[n], all of one method; the longest horizon. */
static size_t windows(const struct eval_line *line, size_t n, size_t most, size_t *h)
{
    size_t count = 0;
    *h = 0;
    for (size_t i = 0; i < n; i++) {
        count += i == 0 || line[i].origin != line[i - 1].origin;
        if (line[i].step <= most && line[i].step > *h)
            *h = line[i].step;
    }
    return count;
}

/* All windows of a method, of the forecast or as it was adjusted. */
static enum inv_status one_method(struct evaluator *e, struct batch *b, const struct inv_group *g, const struct eval_line *line,
                                  size_t n, size_t c, struct inv_err *err)
{
    size_t most = e->o->models.horizon > 0 ? (size_t)e->o->models.horizon : SIZE_MAX, h;
    size_t count = windows(line, n, most, &h);
    struct eval_block block;
    enum inv_status st = eval_block_new(e, b, line[0].method + (c == N_ADJUSTED), 0, count, h, &block, err);
    for (size_t i = 0, end; i < n && st == INV_OK; i = end) {
        size_t use = 0;
        for (end = i; end < n && line[end].origin == line[i].origin; end++)
            use += line[end].step <= most;
        if (use > 0)
            st = score(e, &(struct window){ g, line + i, use, line[i + use - 1].step }, c, &block, err);
    }
    return st;
}

enum inv_status eval_actual_begin(void *ctx, struct batch *b, size_t k, struct inv_err *err)
{
    struct evaluator *e = ctx;
    (void)err;
    b->row[k][0] = join_find(e->actual.join, e->models.cells);
    b->row[k][1] = e->has_history ? join_find(e->history.join, e->models.cells) : JOIN_NONE;
    return INV_OK;
}

static enum inv_status values(struct evaluator *e, struct batch *b, size_t k, struct inv_err *err)
{
    struct eval_scratch *s = &e->scratch;
    enum inv_status st = collect(&e->actual, b->row[k][0], &s->actual, &s->cap_actual, &s->nactual, &b->doubled, err);
    s->nhistory = 0;
    if (st == INV_OK && e->has_history)
        st = collect(&e->history, b->row[k][1], &s->history, &s->cap_history, &s->nhistory, &b->doubled, err);
    for (size_t row = b->row[k][0]; row != JOIN_NONE; row = join_next(e->actual.join, row))
        e->met++;
    return st;
}

enum inv_status eval_actual_key(void *ctx, struct worker *wk, struct batch *b, size_t k, struct inv_err *err)
{
    struct evaluator *e = ctx;
    const struct inv_group *g = &b->groups[k];
    enum inv_status st = values(e, b, k, err);
    if (st == INV_OK)
        st = lines(e, wk, g, err);
    for (size_t i = 0, end; st == INV_OK && i < g->n; i = end) {
        const struct eval_line *line = e->scratch.lines + i;
        for (end = i; end < g->n && e->scratch.lines[end].method == line->method; end++)
            ;
        st = one_method(e, b, g, line, end - i, N_FORECAST, err);
        if (st == INV_OK && e->adjusted)
            st = one_method(e, b, g, line, end - i, N_ADJUSTED, err);
    }
    return st == INV_OK ? eval_rows(e, b, k, err) : st;
}

void eval_actual_rest(const struct evaluator *e)
{
    size_t rows = e->actual.join ? join_count(e->actual.join) : 0;
    if (rows > e->met)
        tool_note(e->run, "rows of %s whose key has no forecast: %zu", e->o->actual, rows - e->met);
}
