/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "models.h"

#include <stdlib.h>
#include <string.h>

#include "inv/mem.h"

/* What is learned of a group: how its regressors look, then the evidence of its series
 * for each way in which they may enter. */
struct group_lesson {
    struct inv_lesson_looks looks;
    struct inv_lesson lesson;
    double *evidence; size_t n, cap;          /* n series */
    double merit;
    bool *flags;
};

enum round { LOOK, LOGS, LEVELS };

struct teacher { struct lessons *l; struct models *m; enum round round; };

/* ---- groups ----------------------------------------------------------------------------------- */

static struct inv_cell group_cell(const struct lessons *l, const struct inv_group *g)
{
    return l->key != INV_NO_COLUMN ? g->key[l->key] : l->carry != INV_NO_COLUMN ? g->carry[l->carry] : (struct inv_cell){ "", 0 };
}

static enum inv_status new_group(struct lessons *l, size_t nx, struct inv_err *err)
{
    enum inv_status st = INV_MEM_GROW(&l->group, &l->cap, l->n + 1, err);
    if (st != INV_OK)
        return st;
    struct group_lesson *g = &l->group[l->n++];
    *g = (struct group_lesson){ .flags = calloc(2 * nx + 1, sizeof *g->flags) };
    g->lesson.terms.term = calloc(nx + INV_TERMS_CROSSED, sizeof *g->lesson.terms.term);
    if (!g->flags || !g->lesson.terms.term)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    g->looks = (struct inv_lesson_looks){ .nx = nx, .share = g->flags, .positive = g->flags + nx };
    for (size_t i = 0; i < 2 * nx; i++)
        g->flags[i] = true;
    return INV_OK;
}

static enum inv_status begin(void *ctx, struct batch *b, size_t k, struct inv_err *err)
{
    const struct teacher *t = ctx;
    struct inv_cell c = group_cell(t->l, &b->groups[k]);
    bool fresh;
    enum inv_status st = inv_keys_add(t->l->names, c.s, c.n, &b->row[k][0], &fresh, err);
    return st == INV_OK && fresh ? new_group(t->l, t->m->regressors.n, err) : st;
}

const struct inv_lesson *lessons_of(const struct lessons *l, const struct inv_group *g)
{
    size_t id;
    struct inv_cell c = group_cell(l, g);
    if (l->n == 0 || !inv_keys_find(l->names, c.s, c.n, &id))
        return NULL;
    return l->group[id].lesson.series > 0 ? &l->group[id].lesson : NULL;
}

/* ---- a key -------------------------------------------------------------------------------------- */

/* Terms as the group's looks suggest them in this round; term: room for them. */
static struct inv_terms terms_of(const struct teacher *t, const struct group_lesson *g, struct inv_term *term)
{
    struct inv_terms terms = { .term = term };
    inv_terms_suggest(&terms, &g->looks, t->m->m, t->round == LOGS);
    return terms;
}

static void look_at(const struct teacher *t, const struct inv_series *s, double *out)
{
    size_t nx = t->m->regressors.n;
    bool *flags = (bool *)(void *)out;         /* written over from the end by numbers below */
    struct inv_lesson_looks l = { .nx = nx, .share = flags, .positive = flags + nx };
    for (size_t i = 0; i < 2 * nx; i++)
        flags[i] = true;
    inv_lesson_look(&l, s);
    for (size_t i = 2 * nx; i-- > 0;)
        out[i] = flags[i];
    out[2 * nx] = (double)l.above;
}

static enum inv_status study(const struct teacher *t, struct worker *wk, struct batch *b, size_t k, struct inv_series *s, struct inv_err *err)
{
    const struct group_lesson *g = &t->l->group[b->row[k][0]];
    size_t nx = t->m->regressors.n;
    enum inv_status st = INV_MEM_GROW(&wk->path, &wk->cap_path, 3 * (nx + INV_TERMS_CROSSED), err);
    if (st != INV_OK)
        return st;
    struct inv_terms terms = terms_of(t, g, (struct inv_term *)(void *)wk->path);
    size_t width = inv_lesson_width(inv_terms_width(&terms));
    st = INV_MEM_GROW(&b->sum, &b->cap_sum, b->nsum + width, err);
    if (st == INV_OK)
        st = inv_lesson_study(&terms, s, &wk->work, b->sum + b->nsum, err);
    b->nsum += st == INV_OK ? width : 0;
    return st;
}

static enum inv_status learn_from(void *ctx, struct worker *wk, struct batch *b, size_t k, struct inv_err *err)
{
    const struct teacher *t = ctx;
    uint64_t doubled = 0;
    size_t nx = t->m->regressors.n;
    enum inv_status st = models_history(t->m, wk, &b->groups[k], &doubled, err);
    if (st == INV_OK)
        st = models_past(t->m, wk, &b->groups[k], err);
    if (st != INV_OK)
        return st;
    struct inv_forecast_spec spec = { 0 };
    models_spec_values(t->m, wk, 0, &spec);
    struct inv_series all, s;
    inv_series_look(&all, wk->reg.y, t->m->past ? t->m->past(t->m->past_ctx, wk->reg.n) : wk->reg.n, t->m->m);
    all.x = spec.x;
    all.nx = nx;
    all.phase = spec.phase;
    if (all.seen == 0)
        return INV_OK;
    s = inv_series_core(&all);
    if (t->round != LOOK)
        return study(t, wk, b, k, &s, err);
    st = INV_MEM_GROW(&b->sum, &b->cap_sum, b->nsum + 2 * nx + 1, err);
    if (st == INV_OK) {
        look_at(t, &s, b->sum + b->nsum);
        b->nsum += 2 * nx + 1;
    }
    return st;
}

/* A key that cannot be used is told of when it is forecast. */
static enum inv_status key(void *ctx, struct worker *wk, struct batch *b, size_t k, struct inv_err *err)
{
    enum inv_status st = learn_from(ctx, wk, b, k, err);
    if (st == INV_OK || st == INV_EROW || st == INV_EFIT)
        err->status = st = INV_OK;
    return st;
}

/* In the order of the keys, whatever the threads were. */
static enum inv_status end(void *ctx, const struct batch *b, size_t k, struct inv_err *err)
{
    const struct teacher *t = ctx;
    struct group_lesson *g = &t->l->group[b->row[k][0]];
    const double *x = b->sum + b->begin_sum[k];
    size_t n = b->begin_sum[k + 1] - b->begin_sum[k], nx = t->m->regressors.n;
    if (n == 0)
        return INV_OK;
    if (t->round == LOOK) {
        for (size_t i = 0; i < 2 * nx; i++)
            g->flags[i] = g->flags[i] && x[i] > 0;
        g->looks.series++;
        g->looks.above += x[2 * nx] > 0;
        return INV_OK;
    }
    enum inv_status st = INV_MEM_GROW(&g->evidence, &g->cap, (g->n + 1) * n, err);
    if (st == INV_OK)
        memcpy(g->evidence + g->n++ * n, x, n * sizeof *x);
    return st;
}

/* ---- rounds --------------------------------------------------------------------------------------- */

/* Learns from the evidence of this round where it explains more than that of the one before. */
static enum inv_status conclude(const struct teacher *t, struct group_lesson *g, struct inv_work *w, struct inv_err *err)
{
    struct inv_lesson next = { .terms = { .term = calloc(t->m->regressors.n + INV_TERMS_CROSSED, sizeof *next.terms.term) } };
    if (!next.terms.term)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    next.terms = terms_of(t, g, next.terms.term);
    size_t p = inv_terms_width(&next.terms);
    double merit = inv_lesson_merit(g->evidence, g->n, p);
    if (t->round == LEVELS && merit <= g->merit) {
        free(next.terms.term);
        return INV_OK;
    }
    g->merit = merit;
    free(g->lesson.terms.term);
    free(g->lesson.mean);
    next.mean = calloc(p + p * p + 1, sizeof *next.mean);
    next.root = next.mean ? next.mean + p : NULL;
    g->lesson = next;
    return next.mean ? inv_lesson_learn(&g->lesson, g->evidence, g->n, w, err) : inv_err_set(err, INV_ENOMEM, "out of memory");
}

enum inv_status lessons_learn(struct lessons *l, struct models *m, struct inv_err *err)
{
    struct teacher t = { l, m, LOOK };
    struct inv_work w = { 0 };
    enum inv_status st = inv_keys_alloc(&l->names, err);
    for (; t.round <= LEVELS && st == INV_OK; t.round++) {
        struct key_jobs jobs = { .models = m, .ctx = &t, .rows = 1, .begin = begin, .key = key, .end = end };
        for (size_t i = 0; i < l->n; i++)
            l->group[i].n = 0;
        st = models_run(&jobs, err);
        series_rewind(&m->series);
        for (size_t i = 0; i < l->n && st == INV_OK && t.round != LOOK; i++)
            st = conclude(&t, &l->group[i], &w, err);
    }
    for (size_t i = 0; i < l->n; i++) {
        free(l->group[i].evidence);
        l->group[i].evidence = NULL;
    }
    inv_work_free(&w);
    return st;
}

void lessons_free(struct lessons *l)
{
    for (size_t i = 0; i < l->n; i++) {
        free(l->group[i].flags);
        free(l->group[i].lesson.terms.term);
        free(l->group[i].lesson.mean);
        free(l->group[i].evidence);
    }
    free(l->group);
    inv_keys_free(l->names);
}
