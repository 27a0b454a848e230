/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-newsvendor from sample paths: each path's total is a season as it may be. */
#include "config.h"
#include "newsvendor.h"

#include <math.h>
#include <stdlib.h>

#include "hold.h"
#include "inv/mem.h"
#include "reduce.h"

enum { N_PATH, N_VALUE, N_COUNT };

struct line { double path, value; };

struct paths {
    struct newsvendor *v;
    struct reduce out;
    struct inv_groups *groups;
    struct line *lines; size_t cap_lines;
    double *total; size_t cap_total;
    struct purse purse; struct hold kept;      /* --budget: the keys' cells until the money is shared out */
};

static int by_path(const void *a, const void *b)
{
    const struct line *x = a, *y = b;
    return (x->path > y->path) - (x->path < y->path);
}

/* The paths' totals; n of them. All have as many steps. */
static enum inv_status totals(struct paths *t, const struct inv_group *g, size_t *n, struct inv_err *err)
{
    enum inv_status st = INV_MEM_GROW(&t->lines, &t->cap_lines, g->n, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&t->total, &t->cap_total, g->n, err);
    for (size_t i = 0; i < g->n && st == INV_OK; i++) {
        t->lines[i] = (struct line){ g->num[N_PATH][i], g->num[N_VALUE][i] };
        if (isnan(t->lines[i].path) || isnan(t->lines[i].value))
            st = inv_err_set(err, INV_EROW, "a path has a missing value");
    }
    if (st != INV_OK)
        return st;
    qsort(t->lines, g->n, sizeof *t->lines, by_path);
    size_t steps = 0;
    *n = 0;
    for (size_t i = 0, from = 0; i < g->n; i++) {
        if (i > 0 && t->lines[i].path > t->lines[i - 1].path)
            from = i;
        if (i == from)
            t->total[(*n)++] = 0;
        t->total[*n - 1] += t->lines[i].value;
        steps += from == 0;
    }
    for (size_t i = 0; i < *n; i++)
        t->total[i] = fmax(t->total[i], 0);      /* more came back than went out: no demand */
    return steps * *n == g->n ? INV_OK : inv_err_set(err, INV_EROW, "the paths do not all have as many steps");
}

static enum inv_status solve(struct paths *t, const struct inv_group *g, const struct inv_param_row *p,
                             struct inv_err *err)
{
    struct item it;
    struct inv_dist d;
    size_t n;
    enum inv_status st = totals(t, g, &n, err);
    if (st == INV_OK)
        st = newsvendor_costs(p, &it, err);
    if (st == INV_OK)
        st = inv_dist_empirical(&d, t->total, n, err);
    if (st != INV_OK)
        return st;
    newsvendor_note(t->v, d.mean);
    if (!isnan(t->v->o->budget))
        return purse_add(&t->purse, p, &it, &d, err);
    newsvendor_bind(&it, &d);
    return newsvendor_solve(t->v, &it, t->out.values, err);
}

static enum inv_status one_key(struct paths *t, const struct inv_group *g, struct inv_err *err)
{
    struct inv_param_row p;
    reduce_join(&t->out, g, &p);
    p.days_per_period = 0;
    enum inv_status st = solve(t, g, &p, err);
    if (st == INV_OK)
        return isnan(t->v->o->budget) ? reduce_write(&t->out, &p, err) : hold_add(&t->kept, t->out.cells, err);
    if (st != INV_EROW && st != INV_EARG)
        return st;
    err->status = INV_EROW;
    if (!err->file)
        inv_err_at(err, g->file, g->line);
    return tool_reject_group(t->v->run, g, err);
}

static enum inv_status all_keys(struct paths *t, struct inv_err *err)
{
    struct inv_group g = { 0 };
    enum inv_status st;
    while ((st = inv_groups_next(t->groups, &g, err)) == INV_OK) {
        st = one_key(t, &g, err);
        if (st != INV_OK)
            break;
        tool_progress(t->v->run);
    }
    inv_group_free(&g);
    return st == INV_END ? reduce_flush(&t->out, err) : st;
}

/* The keys whose paths could be used, each with its part of the money. */
static enum inv_status share(struct paths *t, struct inv_err *err)
{
    struct inv_param_row p;
    enum inv_status st = purse_share(&t->purse, t->v->o->budget, err);
    for (size_t i = 0; i < t->kept.n && st == INV_OK; i++) {
        hold_row(&t->kept, i, t->out.cells);
        inv_params_join(t->v->run->params, t->out.cells, &p);
        st = purse_values(&t->purse, i, t->out.values, err);
        if (st == INV_OK)
            st = reduce_write(&t->out, &p, err);
    }
    return st == INV_OK ? reduce_flush(&t->out, err) : st;
}

enum inv_status newsvendor_from_paths(struct newsvendor *v, struct inv_err *err)
{
    struct run *run = v->run;
    struct paths t = { .v = v };
    size_t num[N_COUNT] = { 0 };
    enum inv_status st = reduce_open(&t.out, run, "model", err);
    if (st == INV_OK)
        st = inv_input_need(run->in, "path", &num[N_PATH], err);
    if (st == INV_OK)
        st = inv_input_need(run->in, run->common.value, &num[N_VALUE], err);
    struct inv_group_spec spec = {
        .key = t.out.key, .nkey = t.out.nkey, .time = INV_NO_COLUMN, .num = num, .nnum = N_COUNT,
        .carry = t.out.carry, .ncarry = t.out.ncarry, .sorted = run->common.sorted, .keep_raw = tool_keeps_raw(run),
        .reject = tool_reject, .reject_ctx = run
    };
    if (st == INV_OK)
        st = inv_groups_open(&t.groups, run->in, &run->in_format, &spec, err);
    if (st == INV_OK)
        st = reduce_header(&t.out, newsvendor_columns, isnan(v->o->budget) ? C_FIXED : C_ALL, err);
    t.kept.width = inv_input_width(run->in);
    if (st == INV_OK)
        st = all_keys(&t, err);
    if (st == INV_OK && !isnan(v->o->budget))
        st = share(&t, err);
    inv_groups_close(t.groups);
    reduce_close(&t.out);
    purse_free(&t.purse);
    hold_free(&t.kept);
    free(t.lines);
    free(t.total);
    return st;
}
