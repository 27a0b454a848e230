/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-sim of rows with demand and demand_sd: demand is drawn. */
#include "config.h"
#include "sim.h"

#include <stdlib.h>

#include "rows_jobs.h"

struct rows {
    struct sim *s;
    struct sim_room *rooms;                            /* one a thread */
    struct inv_cell *key; size_t *key_column, nkey;    /* those of the key columns that there are */
    /* --trace */
    struct reduce out;
    struct inv_groups *groups;
    struct inv_buf leads;
};

/* What the replications of a row or key need. */
struct state { struct sim_case c; struct inv_dist dist; uint64_t key; };

static enum inv_status read_state(struct rows *w, const struct inv_param_row *p, const struct inv_cell *cells, enum inv_freq freq,
                                  struct state *z, struct inv_buf *leads, struct inv_err *err)
{
    struct sim *s = w->s;
    struct inv_cell word = s->dist_in != INV_NO_COLUMN ? cells[s->dist_in] : (struct inv_cell){ "", 0 };
    for (size_t i = 0; i < w->nkey; i++)
        w->key[i] = cells[w->key_column[i]];
    z->key = sim_key(w->key, w->nkey);
    enum inv_status st = sim_demand_dist(s->o, s->steps, p, word, &z->dist, err);
    return st == INV_OK ? sim_setup_read(s, p, freq, cells, &z->c, leads, err) : st;
}

static enum inv_status simulate(const struct sim *s, struct sim_room *r, const struct state *z, const char *leads,
                                struct sim_demand *d, sim_look *look, void *ctx, struct inv_err *err)
{
    double warm = s->o->warm_up >= 0 ? (double)s->o->warm_up : 100, periods = s->o->periods > 0 ? (double)s->o->periods : 1000;
    *d = (struct sim_demand){ .warm_up = (size_t)(warm * s->steps), .draws = &r->draws,
                              .runs = s->o->runs > 0 ? (size_t)s->o->runs : 20 };
    d->n = d->warm_up + (size_t)(periods * s->steps);
    enum inv_status st = inv_draws_init(&r->draws, &z->dist, err);
    return st == INV_OK ? sim_runs(s, &z->c, (const double *)(const void *)leads, d, z->key, r, look, ctx, err) : st;
}

static enum inv_status begin(void *ctx, const struct inv_record *rec, const struct inv_param_row *p, void *row,
                             struct inv_buf *kept, struct inv_err *err)
{
    struct rows *w = ctx;
    return read_state(w, p, rec->cells, tool_freq_of(w->s->run, rec->cells, w->s->freq_in), row, kept, err);
}

static enum inv_status work(void *ctx, size_t thread, const void *row, const char *kept, struct value *out, struct inv_err *err)
{
    const struct rows *w = ctx;
    const struct state *z = row;
    struct sim_demand d;
    enum inv_status st = simulate(w->s, &w->rooms[thread], z, kept, &d, NULL, NULL, err);
    return st == INV_OK ? sim_values(w->s, &z->c, &d, &w->rooms[thread], NULL, out, err) : st;
}

static double days(void *ctx, const struct inv_record *rec)
{
    struct rows *w = ctx;
    return inv_freq_days(tool_freq_of(w->s->run, rec->cells, w->s->freq_in));
}

static enum inv_status find_key(struct rows *w, struct inv_err *err)
{
    const struct run *run = w->s->run;
    w->key = calloc(run->keys.n + 1, sizeof *w->key);
    w->key_column = calloc(run->keys.n + 1, sizeof *w->key_column);
    if (!w->key || !w->key_column)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    for (size_t i = 0; i < run->keys.n; i++) {
        size_t column = inv_input_find(run->in, run->keys.s[i]);
        if (column != INV_NO_COLUMN)
            w->key_column[w->nkey++] = column;
    }
    return INV_OK;
}

/* ---- --trace: a key is its last row ------------------------------------------------------------------ */

static enum inv_status look(void *ctx, const struct sim_view *v, struct inv_err *err)
{
    struct rows *w = ctx;
    struct reduce *r = &w->out;
    enum inv_status st = INV_OK;
    for (size_t i = 0; i < v->n && st == INV_OK; i++) {
        for (size_t k = 0; k < r->nkey; k++)
            inv_row_cell(&r->row, r->cells[r->key[k]]);
        inv_row_int(&r->row, (int64_t)v->run + 1);
        inv_row_int(&r->row, (int64_t)i + 1);
        sim_trace_row(&r->row, v, i);
        st = inv_row_end(&r->row, err);
        if (st == INV_OK)
            st = tool_write(w->s->run, &r->buf, false, err);
    }
    return st;
}

static enum inv_status trace_key(struct rows *w, const struct inv_group *g, struct inv_err *err)
{
    struct inv_param_row p;
    struct state z = { .key = 0 };
    struct sim_demand d;
    reduce_join(&w->out, g, &p);
    enum inv_freq freq = tool_freq_of(w->s->run, w->out.cells, w->s->freq_in);
    p.days_per_period = inv_freq_days(freq);
    w->leads.n = 0;
    enum inv_status st = read_state(w, &p, w->out.cells, freq, &z, &w->leads, err);
    if (st == INV_OK)
        st = simulate(w->s, w->rooms, &z, w->leads.s, &d, look, w, err);
    if (st != INV_EROW && st != INV_EARG)
        return st;
    err->status = INV_EROW;
    if (!err->file)
        inv_err_at(err, g->file, g->line);
    return tool_reject_group(w->s->run, g, err);
}

/* keys, run, step, then the events. */
static enum inv_status trace_header(struct rows *w, struct inv_err *err)
{
    struct reduce *r = &w->out;
    struct sim *s = w->s;
    enum inv_status st = INV_OK;
    for (size_t i = 0; i < r->nkey && st == INV_OK; i++)
        st = inv_layout_add(&r->layout, inv_input_name(s->run->in, r->key[i]), INV_FROM_INPUT, r->key[i], err);
    if (st == INV_OK)
        st = tool_column_add(&r->layout, (struct inv_cell){ "run", 3 }, err);
    if (st == INV_OK)
        st = tool_column_add(&r->layout, (struct inv_cell){ "step", 4 }, err);
    for (size_t i = 0; i < s->ncolumns && st == INV_OK; i++)
        st = tool_column_add(&r->layout, value_text(s->columns[i]).text, err);
    if (st != INV_OK)
        return st;
    inv_row_init(&r->row, &r->buf, &s->run->out_format, r->layout.names, r->layout.width);
    return inv_row_header(&r->row, err);
}

static enum inv_status trace_all(struct rows *w, struct inv_err *err)
{
    struct run *run = w->s->run;
    enum inv_status st = reduce_open(&w->out, run, NULL, err);
    struct inv_group_spec spec = {
        .key = w->out.key, .nkey = w->out.nkey, .time = INV_NO_COLUMN, .carry = w->out.carry, .ncarry = w->out.ncarry,
        .sorted = run->common.sorted, .keep_raw = tool_keeps_raw(run), .reject = tool_reject, .reject_ctx = run
    };
    struct inv_group g = { 0 };
    if (st == INV_OK)
        st = inv_groups_open(&w->groups, run->in, &run->in_format, &spec, err);
    if (st == INV_OK)
        st = trace_header(w, err);
    while (st == INV_OK && (st = inv_groups_next(w->groups, &g, err)) == INV_OK)
        st = trace_key(w, &g, err);
    inv_group_free(&g);
    inv_groups_close(w->groups);
    st = st == INV_END ? reduce_flush(&w->out, err) : st;
    reduce_close(&w->out);
    return st;
}

enum inv_status sim_from_rows(struct sim *s, struct inv_err *err)
{
    size_t threads = tool_jobs(s->run);
    struct rows w = { .s = s, .rooms = calloc(threads, sizeof *w.rooms) };
    enum inv_status st = w.rooms ? find_key(&w, err) : inv_err_set(err, INV_ENOMEM, "out of memory");
    if (st == INV_OK && s->o->trace) {
        st = trace_all(&w, err);
    } else if (st == INV_OK) {
        struct rows_jobs f = { .columns = s->columns, .ncolumns = s->ncolumns, .ctx = &w, .size = sizeof (struct state),
                               .begin = begin, .work = work, .days = days };
        st = tool_rows_jobs(s->run, &f, err);
    }
    for (size_t i = 0; w.rooms && i < threads; i++)
        sim_room_free(&w.rooms[i]);
    inv_buf_free(&w.leads);
    free(w.rooms);
    free(w.key);
    free(w.key_column);
    return st;
}
