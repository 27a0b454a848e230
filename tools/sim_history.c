/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-sim of a demand history, keys in parallel. */
#include "config.h"
#include "sim.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/ltd.h"
#include "inv/mem.h"

enum { N_ORDERS = 3, N_LEVELS = 3 };        /* behind what models.h reads: value, stockout, --skip */

struct history {
    struct sim *s;
    struct models models;
    struct model_options options;           /* the run's, with a model where it names none */
    struct reduce kept;                     /* for the columns that a key's row keeps */
    struct inv_layout layout;
};

/* A key at work. */
struct scene {
    const struct history *h;
    struct worker *wk;
    struct batch *b;
    size_t k, first;                        /* the first period that is simulated */
    size_t warm_up;                         /* after it, not counted */
    struct sim_case c;
    struct sim_room room;
    struct inv_row row;
    const char *model;
};

/* ---- parameters, under the lock: they are kept as bytes for the thread ------------------------- */

static enum inv_status begin(void *ctx, struct batch *b, size_t k, struct inv_err *err)
{
    struct history *h = ctx;
    struct sim_case c;
    memset(&c, 0, sizeof c);
    size_t at = b->row[k][1] = b->kept.n;
    enum inv_status st = inv_buf_add(&b->kept, (const char *)&c, sizeof c, err);
    if (st == INV_OK)
        st = sim_setup_read(h->s, &b->params[k], h->models.series.freq, h->models.cells, &c, &b->kept, err);
    if (st == INV_OK)
        memcpy(b->kept.s + at, &c, sizeof c);
    return st;
}

static enum inv_status end(void *ctx, const struct batch *b, size_t k, struct inv_err *err)
{
    struct history *h = ctx;
    (void)err;
    h->s->missing += b->count[k][0];
    return INV_OK;
}

/* The case and its lead times, in wk->adjusted. */
static enum inv_status recall(struct scene *z, struct inv_err *err)
{
    const char *at = z->b->kept.s + z->b->row[z->k][1];
    memcpy(&z->c, at, sizeof z->c);
    size_t n = 2 * z->c.one.leads;
    enum inv_status st = INV_MEM_GROW(&z->wk->adjusted, &z->wk->cap_adjusted, n + 1, err);
    if (st == INV_OK && n > 0)
        memcpy(z->wk->adjusted, at + sizeof z->c, n * sizeof (double));
    return st;
}

/* ---- demand ------------------------------------------------------------------------------------------- */

/* What is not known is demanded all the same: the mean of what is known. */
static enum inv_status fill(struct scene *z, struct inv_err *err)
{
    const struct inv_regular *g = &z->wk->reg;
    enum inv_status st = INV_MEM_GROW(&z->wk->q, &z->wk->cap_q, g->n, err);
    double sum = 0, known = 0;
    for (size_t t = 0; t < g->n; t++) {
        known += !isnan(g->y[t]);
        sum += isnan(g->y[t]) ? 0 : g->y[t];
    }
    if (st == INV_OK && known == 0)
        return inv_err_set(err, INV_EROW, "no demand is known");
    double other = z->h->s->o->missing == MISSING_ZERO ? 0 : sum / known;
    if (inv_ltd_whole(g->y, g->n))
        other = round(other);
    for (size_t t = 0; t < g->n && st == INV_OK; t++) {
        z->b->count[z->k][0] += isnan(g->y[t]) ? 1 : 0;
        z->wk->q[t] = isnan(g->y[t]) ? other : g->y[t];
    }
    return st;
}

/* --orders by period. */
static enum inv_status orders(struct scene *z, struct inv_err *err)
{
    const struct inv_group *g = &z->b->groups[z->k];
    const struct inv_regular *r = &z->wk->reg;
    enum inv_status st = INV_MEM_GROW(&z->room.orders, &z->room.cap_orders, r->n, err);
    for (size_t t = 0; t < r->n && st == INV_OK; t++)
        z->room.orders[t] = 0;
    for (size_t i = 0; i < g->n && st == INV_OK; i++) {
        double q = g->num[N_ORDERS][i];
        int64_t t = z->wk->index[i] - r->first;
        if (q < 0) {
            inv_err_set(err, INV_EROW, "an order of %g is below 0", q);
            inv_err_column(err, z->h->s->o->orders, strlen(z->h->s->o->orders));
            return INV_EROW;
        }
        if (q > 0 && t >= 0 && (size_t)t < r->n)
            z->room.orders[t] += q;
    }
    return st;
}

/* ---- rows ------------------------------------------------------------------------------------------------ */

static void write_key(struct scene *z)
{
    for (size_t i = 0; i < z->h->s->run->keys.n; i++)
        inv_row_cell(&z->row, z->b->groups[z->k].key[i]);
}

static enum inv_status look(void *ctx, const struct sim_view *v, struct inv_err *err)
{
    struct scene *z = ctx;
    char text[INV_TIME_MAX + 1];
    int64_t first = z->wk->reg.first + (int64_t)(z->first + z->warm_up);
    enum inv_status st = INV_OK;
    for (size_t i = 0; i < v->n && st == INV_OK; i++) {
        write_key(z);
        if (z->h->s->o->models.model)
            inv_row_text(&z->row, z->model);
        inv_row_int(&z->row, (int64_t)v->run + 1);
        inv_row_text(&z->row, series_text(&z->h->models.series, inv_grid_time(&z->wk->grid, first + (int64_t)i), text));
        sim_trace_row(&z->row, v, i);
        st = inv_row_end(&z->row, err);
    }
    return st;
}

static enum inv_status write_summary(struct scene *z, const struct sim_demand *d, struct inv_err *err)
{
    const struct history *h = z->h;
    const struct inv_group *g = &z->b->groups[z->k];
    const struct inv_param_row *p = &z->b->params[z->k];
    struct value out[COUNT(h->s->columns)] = { { .kind = VALUE_MISSING } };
    size_t nkeys = h->s->run->keys.n;
    enum inv_status st = sim_values(h->s, &z->c, d, &z->room, z->model, out, err);
    if (st != INV_OK)
        return st;
    for (size_t i = 0; i < h->layout.width; i++) {
        const struct inv_slot *slot = &h->layout.slots[i];
        if (slot->from == INV_FROM_INPUT)
            inv_row_cell(&z->row, g->carry[slot->index]);
        else if (slot->from == INV_FROM_ITEM)
            inv_row_cell(&z->row, p->item ? p->item[slot->index] : (struct inv_cell){ "", 0 });
        else if (slot->index < nkeys)
            inv_row_cell(&z->row, g->key[slot->index]);
        else
            value_write(&z->row, &out[slot->index - nkeys]);
    }
    return inv_row_end(&z->row, err);
}

/* ---- a key --------------------------------------------------------------------------------------------- */

/* Those of --by-period; the start is the first of them, where nothing else says so. */
static enum inv_status levels(struct scene *z, struct sim_demand *d, struct inv_err *err)
{
    static const size_t at[2] = { N_LEVELS, N_LEVELS + 1 };
    enum inv_status st = sim_levels(z->h->s, &z->b->groups[z->k], at, z->wk->index, &z->wk->reg, &z->room, err);
    if (st == INV_OK && !z->c.one.started)
        z->c.one.in.on_hand = fmax(z->room.level[0], 0);
    d->trigger = z->room.trigger;
    d->level = z->room.level;
    return st;
}

static enum inv_status one_model(struct scene *z, size_t model, struct inv_err *err)
{
    const struct sim *s = z->h->s;
    char name[INV_FORECAST_NAME] = "";
    const struct inv_group *g = &z->b->groups[z->k];
    struct sim_demand d = { .n = z->wk->reg.n, .warm_up = z->warm_up };
    enum inv_status st = INV_OK;
    z->first = 0;
    if (s->o->models.model) {
        size_t n = d.n, least = s->o->least > 0 ? (size_t)s->o->least : n / 2 < 2 * z->h->models.m ? n / 2 : 2 * z->h->models.m;
        z->first = least > 2 ? least : 2;
        struct sim_replay replay = { &z->h->models, z->wk, g, model, z->first };
        if (z->first >= n)
            return inv_err_set(err, INV_EROW, "%zu periods are no more than are forecast from (--least: %zu)", n, z->first);
        st = sim_replay(s, &replay, &z->c, &z->room, name, err);
        if (st == INV_OK && !z->c.one.started)
            z->c.one.in.on_hand = fmax(z->room.level[z->first] + (z->c.one.policy == POLICY_RQ ? z->c.one.in.lot : 0), 0);
        d.trigger = z->room.trigger + z->first;
        d.level = z->room.level + z->first;
    }
    if (st == INV_OK && s->o->orders)
        st = orders(z, err);
    if (st == INV_OK && s->o->by_period)
        st = levels(z, &d, err);
    if (st != INV_OK)
        return st;
    d.n -= z->first;
    d.path = z->wk->q + z->first;
    d.orders = s->o->orders ? z->room.orders + z->first : NULL;
    d.runs = s->o->runs > 0 ? (size_t)s->o->runs : sim_random(s, &z->c) ? 100 : 1;
    z->model = name;
    st = sim_runs(s, &z->c, z->wk->adjusted, &d, sim_key(g->key, s->run->keys.n), &z->room, s->o->trace ? look : NULL, z, err);
    return st == INV_OK && !s->o->trace ? write_summary(z, &d, err) : st;
}

static enum inv_status key(void *ctx, struct worker *wk, struct batch *b, size_t k, struct inv_err *err)
{
    const struct history *h = ctx;
    const struct models *m = &h->models;
    struct scene z = { .h = h, .wk = wk, .b = b, .k = k, .warm_up = h->s->o->warm_up > 0 ? (size_t)h->s->o->warm_up : 0 };
    inv_row_init(&z.row, &b->buf, &h->s->run->out_format, h->layout.names, h->layout.width);
    enum inv_status st = models_history(m, wk, &b->groups[k], &b->doubled, err);
    if (st == INV_OK)
        st = fill(&z, err);
    if (st == INV_OK)
        st = recall(&z, err);
    for (size_t i = 0; i < m->n && st == INV_OK; i++)
        st = one_model(&z, i, err);
    sim_room_free(&z.room);
    if (st != INV_EROW && st != INV_EARG && st != INV_EFIT)
        return st;
    err->status = INV_EROW;
    return err->file ? INV_EROW : series_where(&m->series, &b->groups[k], err);
}

/* ---- opening --------------------------------------------------------------------------------------------- */

static enum inv_status open_more(struct history *h, struct inv_err *err)
{
    struct models *m = &h->models;
    const char *name = h->s->o->orders;
    if (!name && !h->s->o->by_period)
        return INV_OK;
    size_t *num = realloc(m->num, (N_LEVELS + 2) * sizeof *num);
    if (!num)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    m->num = num;
    m->nnum = name ? N_ORDERS + 1 : N_LEVELS + 2;
    return name ? inv_input_need(h->s->run->in, name, &m->num[N_ORDERS], err) : sim_levels_open(h->s, &m->num[N_LEVELS], err);
}

static enum inv_status columns(struct history *h, struct inv_err *err)
{
    struct sim *s = h->s;
    const char *const place[] = { "model", "run", s->run->common.time };
    enum inv_status st = INV_OK;
    size_t nkeys = s->run->keys.n;
    for (size_t i = 0; i < nkeys && st == INV_OK; i++)
        st = inv_layout_add(&h->layout, value_text(s->run->keys.s[i]).text, INV_FROM_FILTER, i, err);
    for (size_t i = s->o->models.model ? 0 : 1; i < COUNT(place) && s->o->trace && st == INV_OK; i++)
        st = tool_column_add(&h->layout, value_text(place[i]).text, err);
    if (st == INV_OK && !s->o->trace)
        st = models_kept_columns(&h->models, &h->layout, h->kept.nkept, err);
    for (size_t i = 0; i < s->ncolumns && st == INV_OK; i++)
        st = s->o->trace ? tool_column_add(&h->layout, value_text(s->columns[i]).text, err)
                         : inv_layout_add(&h->layout, value_text(s->columns[i]).text, INV_FROM_FILTER, nkeys + i, err);
    return st;
}

static enum inv_status open_all(struct history *h, struct inv_err *err)
{
    struct sim *s = h->s;
    h->options = s->o->models;
    if (!h->options.model)
        h->options.model = "naive";
    enum inv_status st = models_begin(&h->models, s->run, &h->options, err);
    if (st == INV_OK)
        st = open_more(h, err);
    if (st == INV_OK)
        st = reduce_open(&h->kept, s->run, NULL, err);
    if (st == INV_OK)
        st = models_open(&h->models, h->kept.carry, h->kept.ncarry, err);
    return st == INV_OK ? columns(h, err) : st;
}

static enum inv_status header(struct history *h, struct inv_err *err)
{
    struct inv_buf buf = { 0 };
    struct inv_row row;
    inv_row_init(&row, &buf, &h->s->run->out_format, h->layout.names, h->layout.width);
    enum inv_status st = inv_row_header(&row, err);
    if (st == INV_OK)
        st = tool_write(h->s->run, &buf, true, err);
    inv_buf_free(&buf);
    return st;
}

static void note_missing(const struct sim *s)
{
    if (s->missing > 0)
        tool_note(s->run, "periods whose demand is not known (no value, or a stock-out), simulated with %s: %llu",
                  s->o->missing == MISSING_ZERO ? "none" : "their key's mean", (unsigned long long)s->missing);
}

enum inv_status sim_from_history(struct sim *s, struct inv_err *err)
{
    struct history h = { .s = s };
    enum inv_status st = open_all(&h, err);
    if (st == INV_OK)
        st = header(&h, err);
    struct key_jobs jobs = { .models = &h.models, .ctx = &h, .rows = s->o->trace ? BATCH_ROWS / 4 : 1,
                             .begin = begin, .key = key, .end = end };
    if (st == INV_OK)
        st = models_run(&jobs, err);
    if (st == INV_OK)
        note_missing(s);
    models_close(&h.models);
    reduce_close(&h.kept);
    inv_layout_free(&h.layout);
    return st;
}
