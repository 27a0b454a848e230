/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-sim of sample paths (inv-forecast --paths): each path is a replication. */
#include "config.h"
#include "sim.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/mem.h"

enum { N_PATH, N_STEP, N_VALUE, N_COUNT };

struct paths {
    struct sim *s;
    struct reduce out;
    struct inv_groups *groups;
    struct sim_room room;
    struct inv_buf leads;
    double *path; size_t cap_path;      /* a row a path */
    struct line { double path, step, value; } *lines; size_t cap_lines;
};

static int by_path_and_step(const void *a, const void *b)
{
    const struct line *x = a, *y = b;
    if (x->path < y->path || x->path > y->path)
        return x->path < y->path ? -1 : 1;
    return (x->step > y->step) - (x->step < y->step);
}

static enum inv_status missing(const char *column, struct inv_err *err)
{
    inv_err_set(err, INV_EROW, "a missing value");
    return inv_err_column(err, column, strlen(column));
}

static enum inv_status read_lines(struct paths *t, const struct inv_group *g, struct inv_err *err)
{
    enum inv_status st = INV_MEM_GROW(&t->lines, &t->cap_lines, g->n, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&t->path, &t->cap_path, g->n, err);
    for (size_t i = 0; i < g->n && st == INV_OK; i++) {
        t->lines[i] = (struct line){ g->num[N_PATH][i], g->num[N_STEP][i], g->num[N_VALUE][i] };
        if (isnan(t->lines[i].path) || isnan(t->lines[i].step))
            st = missing(isnan(t->lines[i].path) ? "path" : "step", err);
        else if (isnan(t->lines[i].value))
            st = missing(t->s->run->common.value, err);
    }
    return st;
}

/* The matrix of paths, whose steps are 1..h each. */
static enum inv_status by_path(struct paths *t, const struct inv_group *g, size_t *runs, size_t *h, struct inv_err *err)
{
    enum inv_status st = read_lines(t, g, err);
    if (st != INV_OK)
        return st;
    qsort(t->lines, g->n, sizeof *t->lines, by_path_and_step);
    *h = 0;
    while (*h < g->n && t->lines[*h].path <= t->lines[0].path)
        ++*h;
    *runs = g->n / *h;
    for (size_t i = 0; i < g->n; i++) {
        const struct line *first = &t->lines[i - i % *h];
        if (t->lines[i].step != (double)(i % *h + 1) || t->lines[i].path != first->path || g->n % *h != 0)
            return inv_err_set(err, INV_EROW, "the paths do not all have the steps 1 to %zu once", *h);
        t->path[i] = t->lines[i].value;
    }
    return INV_OK;
}

static enum inv_status look(void *ctx, const struct sim_view *v, struct inv_err *err)
{
    struct paths *t = ctx;
    struct reduce *r = &t->out;
    enum inv_status st = INV_OK;
    size_t from = t->s->o->warm_up > 0 ? (size_t)t->s->o->warm_up : 0;
    for (size_t i = 0; i < v->n && st == INV_OK; i++) {
        for (size_t k = 0; k < r->nkey; k++)
            inv_row_cell(&r->row, r->cells[r->key[k]]);
        inv_row_num(&r->row, t->lines[v->run * (from + v->n)].path);
        inv_row_int(&r->row, (int64_t)(from + i) + 1);
        sim_trace_row(&r->row, v, i);
        st = inv_row_end(&r->row, err);
        if (st == INV_OK)
            st = tool_write(t->s->run, &r->buf, false, err);
    }
    return st;
}

static enum inv_status simulate(struct paths *t, const struct inv_group *g, const struct inv_param_row *p, enum inv_freq freq,
                                struct inv_err *err)
{
    struct sim *s = t->s;
    struct sim_case c;
    struct sim_demand d = { .path = NULL, .each = true, .warm_up = s->o->warm_up > 0 ? (size_t)s->o->warm_up : 0 };
    t->leads.n = 0;
    enum inv_status st = by_path(t, g, &d.runs, &d.n, err);
    d.path = t->path;
    if (st == INV_OK)
        st = sim_setup_read(s, p, freq, t->out.cells, &c, &t->leads, err);
    if (st == INV_OK)
        st = sim_runs(s, &c, (const double *)(const void *)t->leads.s, &d, sim_key(g->key, s->run->keys.n), &t->room,
                      s->o->trace ? look : NULL, t, err);
    if (st == INV_OK && !s->o->trace)
        st = sim_values(s, &c, &d, &t->room, NULL, t->out.values, err);
    return st == INV_OK && !s->o->trace ? reduce_write(&t->out, p, err) : st;
}

static enum inv_status one_key(struct paths *t, const struct inv_group *g, struct inv_err *err)
{
    struct inv_param_row p;
    reduce_join(&t->out, g, &p);
    enum inv_freq freq = tool_freq_of(t->s->run, t->out.cells, t->s->freq_in);
    p.days_per_period = inv_freq_days(freq);
    enum inv_status st = simulate(t, g, &p, freq, err);
    if (st != INV_EROW && st != INV_EARG)
        return st;
    err->status = INV_EROW;
    if (!err->file)
        inv_err_at(err, g->file, g->line);
    return tool_reject_group(t->s->run, g, err);
}

static enum inv_status header(struct paths *t, struct inv_err *err)
{
    static const char *const place[] = { "path", "step" };
    struct reduce *r = &t->out;
    struct sim *s = t->s;
    enum inv_status st = INV_OK;
    if (!s->o->trace)
        return reduce_header(r, s->columns, s->ncolumns, err);
    for (size_t i = 0; i < r->nkey && st == INV_OK; i++)
        st = inv_layout_add(&r->layout, inv_input_name(s->run->in, r->key[i]), INV_FROM_INPUT, r->key[i], err);
    for (size_t i = 0; i < COUNT(place) && st == INV_OK; i++)
        st = tool_column_add(&r->layout, value_text(place[i]).text, err);
    for (size_t i = 0; i < s->ncolumns && st == INV_OK; i++)
        st = tool_column_add(&r->layout, value_text(s->columns[i]).text, err);
    if (st != INV_OK)
        return st;
    inv_row_init(&r->row, &r->buf, &s->run->out_format, r->layout.names, r->layout.width);
    return inv_row_header(&r->row, err);
}

static enum inv_status all_keys(struct paths *t, struct inv_err *err)
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

enum inv_status sim_from_paths(struct sim *s, struct inv_err *err)
{
    struct run *run = s->run;
    struct paths t = { .s = s };
    size_t num[N_COUNT] = { 0 };
    enum inv_status st = reduce_open(&t.out, run, "model", err);
    if (st == INV_OK)
        st = inv_input_need(run->in, "path", &num[N_PATH], err);
    if (st == INV_OK)
        st = inv_input_need(run->in, "step", &num[N_STEP], err);
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
        st = header(&t, err);
    if (st == INV_OK)
        st = all_keys(&t, err);
    inv_groups_close(t.groups);
    reduce_close(&t.out);
    sim_room_free(&t.room);
    inv_buf_free(&t.leads);
    free(t.path);
    free(t.lines);
    return st;
}
