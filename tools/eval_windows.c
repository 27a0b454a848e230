/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-eval: rolling origins of a key's history. */
#include "config.h"
#include "eval.h"

#include <math.h>
#include <string.h>

#include "inv/mem.h"

/* A model's way through the windows of a part. */
struct walk {
    const struct evaluator *e;
    struct worker *wk;
    struct eval_block block;
};

/* Bounds contain the forecast, as they do in inv-forecast's table. */
static void fill_bounds(const struct walk *w, const struct inv_outlook *o)
{
    const struct inv_accuracy *a = &w->e->what;
    double *q = w->wk->q;
    size_t h = o->h;
    for (size_t i = 0; i < a->nlevels; i++) {
        double tail = (1 - a->levels[i]) / 2, *lo = q + 2 * i * h, *hi = lo + h;
        inv_outlook_quantile(o, tail, lo);
        inv_outlook_quantile(o, 1 - tail, hi);
        for (size_t k = 0; k < h; k++) {
            lo[k] = fmin(lo[k], o->forecast[k]);
            hi[k] = fmax(hi[k], o->forecast[k]);
        }
    }
    for (size_t i = 0; i < a->nprobs; i++)
        inv_outlook_quantile(o, a->probs[i], q + (2 * a->nlevels + i) * h);
}

/* The total of the window is one value with one scale: that of a period, N times. */
static void add_total(struct walk *w, const struct inv_backtest_window *win, const struct inv_outlook *o, struct inv_scale scale)
{
    const struct inv_accuracy *a = &w->e->what;
    struct inv_total total = inv_outlook_total(o, win->h);
    double *q = w->wk->q, mean = o->whole ? round(total.mean) : total.mean, sum = 0;
    for (size_t k = 0; k < win->h; k++)
        sum += win->y[k];
    for (size_t i = 0; i < 2 * a->nlevels + a->nprobs; i++) {
        double tail = i < 2 * a->nlevels ? (1 - a->levels[i / 2]) / 2 : 0;
        double p = i >= 2 * a->nlevels ? a->probs[i - 2 * a->nlevels] : i % 2 ? 1 - tail : tail;
        q[i] = inv_total_quantile(o, &total, p);
        q[i] = o->whole ? round(q[i]) : q[i];
        if (i < 2 * a->nlevels)
            q[i] = i % 2 ? fmax(q[i], mean) : fmin(q[i], mean);
    }
    scale.mean *= (double)win->h;
    scale.root *= (double)win->h;
    eval_block_add(w->e, &w->block, &scale, &(struct inv_outcome){ 1, &sum, &mean, q, 1 }, (double)win->origin);
}

static enum inv_status visit(void *ctx, const struct inv_backtest_window *win, const struct inv_forecast *f, struct inv_err *err)
{
    struct walk *w = ctx;
    (void)err;
    struct inv_scale scale = inv_scale_of(win->x, win->n, w->e->models.m);
    if (w->e->o->sum > 0) {
        add_total(w, win, &f->outlook, scale);
        return INV_OK;
    }
    fill_bounds(w, &f->outlook);
    struct inv_outcome o = { win->h, win->y, f->outlook.forecast, w->wk->q, win->h };
    eval_block_add(w->e, &w->block, &scale, &o, (double)win->origin);
    return INV_OK;
}

/* ---- parts ------------------------------------------------------------------------------------------- */

/* Where a part's values begin and end, and its origins. */
struct span { size_t from, to, windows; struct inv_backtest plan; };

static size_t cut(const struct evaluator *e, size_t part, size_t n)
{
    return part + 1 == e->nparts ? n : (size_t)llround(e->split[part] * (double)n);
}

/* The training part is looked at as often as the test part is. */
static void spans(const struct evaluator *e, size_t n, struct span *s)
{
    size_t first;
    for (size_t part = e->nparts; part-- > 0; ) {
        s[part] = (struct span){ part > 0 ? cut(e, part - 1, n) : 0, cut(e, part, n), 0, e->plan };
        if (e->nparts > 1 && part == 0)
            s[0].plan.windows = s[e->nparts - 1].windows;
        s[part].windows = inv_backtest_origins(&s[part].plan, s[part].from, s[part].to, e->models.h, &first);
    }
}

static enum inv_status too_short(const struct evaluator *e, const struct inv_group *g, const struct span *s, size_t part,
                                 struct inv_err *err)
{
    if (part > 0)
        inv_err_set(err, INV_EROW, "a %s part of %zu has no window of %zu (-H)", eval_part(e, part),
                    s[part].to - s[part].from, e->models.h);
    else
        inv_err_set(err, INV_EROW, "a series of %zu has no window of %zu (-H) after a history of %zu (--least)", s[part].to,
                    e->models.h, e->plan.least);
    return series_where(&e->models.series, g, err);
}

/* ---- a key --------------------------------------------------------------------------------------------- */

static enum inv_status one_model(const struct evaluator *e, struct worker *wk, struct batch *b, size_t k, size_t model,
                                 const struct span *s, size_t part, struct inv_err *err)
{
    const struct models *m = &e->models;
    struct inv_forecast_spec spec = models_spec(m, model, m->h);
    models_spec_values(m, wk, 0, &spec);
    struct walk w = { .e = e, .wk = wk };
    struct inv_backtest plan = s->plan;
    spec.args.lesson = lessons_of(&m->lessons, &b->groups[k]);
    struct inv_rng r;
    plan.conformal = &wk->conformal;
    models_seed(m, &b->groups[k], &r);
    enum inv_status st = eval_block_new(e, b, model, part, s->windows, m->h, &w.block, err);
    if (st == INV_OK)
        st = inv_backtest(wk->reg.y, s->from, s->to, m->m, &plan, &spec, &wk->work, &r, visit, &w, err);
    return st;
}

/* What each part of the model has that did best in the validation part. */
static enum inv_status choose(const struct evaluator *e, struct batch *b, size_t k, struct inv_err *err)
{
    size_t best = 0, end = b->nsum;
    double least = INFINITY;
    for (size_t at = b->begin_sum[k]; at < end; at += (size_t)b->sum[at + BLOCK_LENGTH]) {
        struct eval_block block = eval_block_at(e, b->sum + at);
        double loss = eval_loss(e, block.all);
        if (isnan(loss))
            loss = inv_accuracy_value(&block.all[INV_MAE], INV_MAE);
        if ((size_t)block.head[BLOCK_PART] == e->nparts - 2 && loss < least) {
            least = loss;
            best = (size_t)block.head[BLOCK_METHOD];
        }
    }
    enum inv_status st = INV_OK;
    for (size_t at = b->begin_sum[k]; at < end && st == INV_OK; at += (size_t)b->sum[at + BLOCK_LENGTH])
        if ((size_t)b->sum[at + BLOCK_METHOD] == best)
            st = eval_block_copy(b, at, e->models.n, err);
    return st;
}

/* A forecast asks for the regressors of all its periods, also of those that lack
 * a row and are not scored: they have the values of the period before. */
static void bridge_regressors(const struct models *m, struct worker *wk)
{
    size_t nx = m->regressors.n;
    double *x = wk->values.x;
    for (size_t t = 0; t < wk->reg.n; t++)
        for (size_t j = 0; j < nx; j++)
            if (!isfinite(x[t * nx + j]))
                x[t * nx + j] = t > 0 ? x[(t - 1) * nx + j] : 0;
}

enum inv_status eval_windows_key(void *ctx, struct worker *wk, struct batch *b, size_t k, struct inv_err *err)
{
    const struct evaluator *e = ctx;
    const struct models *m = &e->models;
    struct span s[PARTS];
    enum inv_status st = models_history(m, wk, &b->groups[k], &b->doubled, err);
    if (st == INV_OK)
        st = models_values(m, wk, &b->groups[k], JOIN_NONE, 0, err);
    if (st == INV_OK)
        bridge_regressors(m, wk);
    if (st == INV_OK)
        st = INV_MEM_GROW(&wk->q, &wk->cap_q, (2 * e->what.nlevels + e->what.nprobs) * m->h + 1, err);
    if (st != INV_OK)
        return st;
    spans(e, wk->reg.n, s);
    for (size_t part = e->nparts > 1; part < e->nparts; part++)
        if (s[part].windows == 0)
            return too_short(e, &b->groups[k], s, part, err);
    for (size_t i = 0; i < m->n; i++)
        for (size_t part = 0; part < e->nparts && st == INV_OK; part++)
            st = one_model(e, wk, b, k, i, &s[part], part, err);
    if (st == INV_OK && e->nparts > 2 && m->n > 1)
        st = choose(e, b, k, err);
    return st == INV_OK ? eval_rows(e, b, k, err) : st;
}

/* ---- opening -------------------------------------------------------------------------------------------- */

/* What series may learn from each other ends where the first forecast begins,
 * with --split with the training part. */
static size_t past(void *ctx, size_t n)
{
    const struct evaluator *e = ctx;
    size_t first, h = e->o->sum > 0 ? (size_t)e->o->sum : e->models.h;
    if (e->nparts > 1)
        return cut(e, 0, n);
    return inv_backtest_origins(&e->plan, 0, n, h, &first) > 0 ? first : n;
}

static enum inv_status open_carry(struct evaluator *e, struct inv_err *err)
{
    const char *group = e->o->models.group;
    size_t column;
    enum inv_status st = tool_columns(e->run, e->run->in, e->run->common.carry, &e->carry, &e->ncarry, err);
    e->nkept = e->ncarry;
    if (st != INV_OK || !group)
        return st;
    size_t cap = e->ncarry;
    st = inv_input_need(e->run->in, group, &column, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&e->carry, &cap, e->ncarry + 1, err);
    if (st == INV_OK)
        e->carry[e->ncarry++] = column;
    return st;
}

static enum inv_status name_methods(struct evaluator *e, struct inv_err *err)
{
    const struct models *m = &e->models;
    enum inv_status st = INV_OK;
    size_t id;
    bool fresh;
    for (size_t i = 0; i < m->n && st == INV_OK; i++) {
        st = inv_keys_add(e->methods, m->model[i]->name, strlen(m->model[i]->name), &id, &fresh, err);
        if (st == INV_OK && !fresh)
            st = inv_err_set(err, INV_EUSAGE, "--model: %s is named twice", m->model[i]->name);
    }
    if (st == INV_OK && e->nparts > 2 && m->n > 1)
        st = inv_keys_add(e->methods, "best", 4, &id, &fresh, err);
    return st;
}

enum inv_status eval_windows_open(struct evaluator *e, struct inv_err *err)
{
    struct models *m = &e->models;
    const struct eval_options *o = e->o;
    size_t windows = o->windows > 0 ? (size_t)o->windows : e->nparts > 1 ? 0 : 1;
    e->plan = (struct inv_backtest){ windows, o->step > 0 ? (size_t)o->step : 1, (size_t)o->sliding, (size_t)o->least, NULL };
    enum inv_status st = models_begin(m, e->run, &o->models, err);
    if (st == INV_OK)
        st = name_methods(e, err);
    if (st == INV_OK)
        st = open_carry(e, err);
    m->learns = true;
    m->past = past;
    m->past_ctx = e;
    if (st == INV_OK)
        st = models_open(m, e->carry, e->ncarry, err);
    if (st != INV_OK)
        return st;
    if (o->sum > 0)
        m->h = (size_t)o->sum;
    e->what = (struct inv_accuracy){ m->levels, m->nlevels, m->probs, m->nprobs };
    e->compare.k = m->n;
    e->compare.h = (m->h + e->plan.step - 1) / e->plan.step;
    if (windows > 0 && e->compare.h > windows)
        e->compare.h = windows;
    return INV_OK;
}
