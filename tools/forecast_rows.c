/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-forecast: what goes out of a key, a row a step, path or total. */
#include "config.h"
#include "forecast.h"

#include <math.h>
#include <string.h>

#include "inv/mem.h"
#include "inv/num.h"

/* ---- columns -------------------------------------------------------------------------------- */

enum inv_status forecast_column(struct forecaster *f, const char *name, struct inv_err *err)
{
    return tool_column_add(&f->layout, (struct inv_cell){ name, strlen(name) }, err);
}

static enum inv_status add_number(struct forecaster *f, const char *prefix, double x, struct inv_err *err)
{
    char name[8 + INV_NUM_MAX];
    size_t n = strlen(prefix);
    memcpy(name, prefix, n);
    n += inv_num_format(x, 15, '.', name + n);
    name[n] = '\0';
    return forecast_column(f, name, err);
}

static enum inv_status numbers_columns(struct forecaster *f, struct inv_err *err)
{
    enum inv_status st = forecast_column(f, "forecast", err);
    if (st == INV_OK && f->o->adjust)
        st = forecast_column(f, "adjusted", err);
    if (st == INV_OK)
        st = forecast_column(f, "sd", err);
    if (st == INV_OK && f->sum <= 0)
        st = forecast_column(f, "cum_sd", err);
    for (size_t i = 0; i < f->models.nlevels && st == INV_OK; i++) {
        st = add_number(f, "lo", f->models.levels[i] * 100, err);
        if (st == INV_OK)
            st = add_number(f, "hi", f->models.levels[i] * 100, err);
    }
    for (size_t i = 0; i < f->models.nprobs && st == INV_OK; i++)
        st = add_number(f, "q", f->models.probs[i], err);
    return st;
}

enum inv_status forecast_columns(struct forecaster *f, struct inv_err *err)
{
    bool total = f->sum > 0 || isnan(f->sum), paths = f->o->paths > 0;
    enum inv_status st = INV_OK;
    for (size_t i = 0; i < f->run->keys.n && st == INV_OK; i++)
        st = forecast_column(f, f->run->keys.s[i], err);
    if (st == INV_OK && f->o->explain) {
        st = explain_columns(f, err);
        return st == INV_OK ? models_kept_columns(&f->models, &f->layout, f->nkept, err) : st;
    }
    if (st == INV_OK && paths)
        st = forecast_column(f, "path", err);
    if (st == INV_OK && paths)
        st = forecast_column(f, "step", err);
    if (st == INV_OK && total)
        st = forecast_column(f, "periods", err);
    if (st == INV_OK && !total)
        st = forecast_column(f, f->run->common.time, err);
    if (st == INV_OK && !total && !paths)
        st = forecast_column(f, "step", err);
    if (st == INV_OK)
        st = paths ? forecast_column(f, f->run->common.value, err) : numbers_columns(f, err);
    if (st == INV_OK)
        st = forecast_column(f, "model", err);
    if (st == INV_OK)
        st = forecast_column(f, "freq", err);
    if (st == INV_OK)
        st = forecast_column(f, "as_of", err);
    return st == INV_OK ? models_kept_columns(&f->models, &f->layout, f->nkept, err) : st;
}

/* ---- rows ---------------------------------------------------------------------------------------- */

void scene_key(struct scene *s)
{
    for (size_t i = 0; i < s->f->run->keys.n; i++)
        inv_row_cell(&s->row, s->g->key[i]);
}

static void write_date(struct scene *s, size_t step)
{
    char date[INV_TIME_MAX];
    size_t n = inv_time_format(&s->f->models.series.fmt, inv_grid_time(&s->wk->grid, s->last + (int64_t)step), date);
    inv_row_cell(&s->row, (struct inv_cell){ date, n });
}

enum inv_status scene_end(struct scene *s, struct inv_err *err)
{
    models_kept_cells(&s->f->layout, &s->row, s->g, s->params);
    return inv_row_end(&s->row, err);
}

/* What is the same in all rows of a forecast. */
static void write_origin(struct scene *s)
{
    const char *freq = inv_freq_name(s->f->models.series.freq);
    inv_row_cell(&s->row, (struct inv_cell){ s->model, s->nmodel });
    inv_row_plain(&s->row, (struct inv_cell){ freq, strlen(freq) });
    inv_row_cell(&s->row, (struct inv_cell){ s->as_of, s->nas_of });
    models_kept_cells(&s->f->layout, &s->row, s->g, s->params);
}

static enum inv_status write_end(struct scene *s, struct inv_err *err)
{
    write_origin(s);
    return inv_row_end(&s->row, err);
}

/* Bounds contain the forecast, also where rounding would put it a hair outside. */
static void write_bounds(struct scene *s, double forecast, const double *q, size_t stride)
{
    for (size_t i = 0; i < s->f->models.nlevels; i++) {
        inv_row_num(&s->row, fmin(q[2 * i * stride], forecast));
        inv_row_num(&s->row, fmax(q[(2 * i + 1) * stride], forecast));
    }
    for (size_t i = 0; i < s->f->models.nprobs; i++)
        inv_row_num(&s->row, q[(2 * s->f->models.nlevels + i) * stride]);
}

/* The probability of the i-th of all bounds and quantiles. */
static double prob(const struct forecaster *f, size_t i)
{
    if (i >= 2 * f->models.nlevels)
        return f->models.probs[i - 2 * f->models.nlevels];
    double tail = (1 - f->models.levels[i / 2]) / 2;
    return i % 2 ? 1 - tail : tail;
}

/* A period that the table of the regressors' future lacks is none. */
static bool asked_for(const struct scene *s, size_t k)
{
    return s->f->models.regressors.n == 0 || s->wk->values.given[k];
}

/* Cells of the step written before, where they stand in the buffer. Writing the same
 * numbers and words anew for each step took a sixth of the time of quick models. */
struct cells { size_t from, n, count; };
struct before { bool any; size_t k; struct cells level, bounds, origin; };

static struct cells cells_begin(const struct scene *s)
{
    return (struct cells){ .from = s->row.buf->n, .count = s->row.at };
}

static void cells_end(const struct scene *s, struct cells *c)
{
    c->n = s->row.buf->n - c->from;
    c->count = s->row.at - c->count;
}

static void again(struct scene *s, const struct cells *c)
{
    inv_row_again(&s->row, c->from, c->n, c->count);
}

/* Whether step k differs from step j in its date and cum_sd only. */
static bool alike(const struct scene *s, const struct inv_outlook *o, size_t nq, size_t k, size_t j)
{
    bool same = o->forecast[k] == o->forecast[j] && o->sd[k] == o->sd[j];
    same = same && (!s->f->o->adjust || s->wk->adjusted[k] == s->wk->adjusted[j]);
    for (size_t i = 0; i < nq && same; i++)
        same = s->wk->q[i * o->h + k] == s->wk->q[i * o->h + j];
    return same;
}

static void write_level(struct scene *s, const struct inv_outlook *o, size_t k)
{
    inv_row_num(&s->row, o->forecast[k]);
    if (s->f->o->adjust)
        inv_row_num(&s->row, s->wk->adjusted[k]);
    inv_row_num(&s->row, o->sd[k]);
}

static enum inv_status write_step(struct scene *s, const struct inv_outlook *o, size_t nq, size_t k, struct before *b,
                                  struct inv_err *err)
{
    bool same = b->any && alike(s, o, nq, k, b->k);
    struct before now = { .any = true, .k = k };
    scene_key(s);
    write_date(s, k + 1);
    inv_row_int(&s->row, (int64_t)k + 1);
    now.level = cells_begin(s);
    same ? again(s, &b->level) : write_level(s, o, k);
    cells_end(s, &now.level);
    inv_row_num(&s->row, o->cum_sd[k]);
    now.bounds = cells_begin(s);
    same ? again(s, &b->bounds) : write_bounds(s, o->forecast[k], s->wk->q + k, o->h);
    cells_end(s, &now.bounds);
    now.origin = cells_begin(s);
    b->any ? again(s, &b->origin) : write_origin(s);
    cells_end(s, &now.origin);
    *b = now;
    return inv_row_end(&s->row, err);
}

static enum inv_status write_steps(struct scene *s, const struct inv_outlook *o, struct inv_err *err)
{
    struct before b = { .any = false };
    size_t nq = 2 * s->f->models.nlevels + s->f->models.nprobs, h = o->h;
    enum inv_status st = INV_MEM_GROW(&s->wk->q, &s->wk->cap_q, nq * h, err);
    for (size_t i = 0; i < nq && st == INV_OK; i++)
        inv_outlook_quantile(o, prob(s->f, i), s->wk->q + i * h);
    for (size_t k = 0; k < h && st == INV_OK; k++) {
        if (asked_for(s, k))
            st = write_step(s, o, nq, k, &b, err);
    }
    return st;
}

static enum inv_status write_paths(struct scene *s, const struct inv_outlook *o, struct inv_rng *r, struct inv_err *err)
{
    size_t room = inv_outlook_path_room(o);
    enum inv_status st = INV_MEM_GROW(&s->wk->path, &s->wk->cap_path, room + o->h, err);
    double *q = s->wk->path;
    for (size_t i = 0; i < (size_t)s->f->o->paths && st == INV_OK; i++) {
        inv_outlook_path(o, i, r, q + o->h, q);
        for (size_t k = 0; k < o->h && st == INV_OK; k++) {
            if (!asked_for(s, k))
                continue;
            scene_key(s);
            inv_row_int(&s->row, (int64_t)i + 1);
            inv_row_int(&s->row, (int64_t)k + 1);
            write_date(s, k + 1);
            inv_row_num(&s->row, q[k]);
            st = write_end(s, err);
        }
    }
    return st;
}

/* Totals of whole periods; parts of one are interpolated, the variance too. */
struct totals { size_t whole; double part; struct inv_total lo, hi; };

static double total_quantile(const struct inv_outlook *o, const struct totals *t, double p)
{
    double x = t->whole > 0 ? inv_total_quantile(o, &t->lo, p) : 0;
    if (t->part > 0)
        x += t->part * (inv_total_quantile(o, &t->hi, p) - x);
    return o->whole ? round(x) : x;
}

static enum inv_status write_total(struct scene *s, const struct inv_outlook *o, double n, struct inv_err *err)
{
    struct totals t = { .whole = (size_t)floor(n), .part = n - floor(n) };
    if (t.whole > 0)
        t.lo = inv_outlook_total(o, t.whole);
    if (t.part > 0)
        t.hi = inv_outlook_total(o, t.whole + 1);
    double mean = t.lo.mean + t.part * (t.hi.mean - t.lo.mean);
    mean = o->whole ? round(mean) : mean;
    double sd = t.part > 0 ? hypot(sqrt(1 - t.part) * t.lo.sd, sqrt(t.part) * t.hi.sd) : t.lo.sd;   /* no square overflows */
    size_t nq = 2 * s->f->models.nlevels + s->f->models.nprobs;
    enum inv_status st = INV_MEM_GROW(&s->wk->q, &s->wk->cap_q, nq + 1, err);
    if (st != INV_OK)
        return st;
    for (size_t i = 0; i < nq; i++)
        s->wk->q[i] = total_quantile(o, &t, prob(s->f, i));
    scene_key(s);
    inv_row_num(&s->row, n);
    inv_row_num(&s->row, mean);
    if (s->f->o->adjust)
        inv_row_num(&s->row, adjust_total(s, o, n));
    inv_row_num(&s->row, sd);
    write_bounds(s, mean, s->wk->q, 1);
    return write_end(s, err);
}

size_t forecast_whole(const struct scene *s, double sum)
{
    return s->f->o->sum ? (size_t)ceil(sum) : 0;
}

struct inv_forecast_spec forecast_spec(const struct scene *s, size_t i)
{
    struct inv_forecast_spec spec = models_spec(&s->f->models, i, s->wk->values.h);
    models_spec_values(&s->f->models, s->wk, 0, &spec);
    spec.args.lesson = lessons_of(&s->f->models.lessons, s->g);
    spec.args.paths = (size_t)s->f->o->paths;
    return spec;
}

enum inv_status forecast_out(struct scene *s, enum inv_status st, const struct inv_forecast *out,
                             const struct inv_forecast_spec *spec, struct inv_rng *r, double sum, struct inv_err *err)
{
    if (st == INV_EFIT || st == INV_EARG) {
        err->status = INV_EROW;
        return series_where(&s->f->models.series, s->g, err);
    }
    if (st == INV_OK)
        st = forecast_fits_save(s, out, err);
    if (st == INV_OK && s->f->o->adjust)
        st = adjust_steps(s, s->adjust, &out->outlook, s->met, err);
    if (st != INV_OK)
        return st;
    s->nmodel = inv_forecast_name(out, s->model);
    if (s->f->o->explain)
        return explain_rows(s, out, &spec->args, err);
    return sum > 0 ? write_total(s, &out->outlook, sum, err)
         : s->f->o->paths > 0 ? write_paths(s, &out->outlook, r, err) : write_steps(s, &out->outlook, err);
}

static enum inv_status one_model(struct scene *s, struct batch *b, size_t i, double sum, struct inv_err *err)
{
    const struct models *m = &s->f->models;
    struct inv_rng r;
    struct inv_forecast out;
    struct inv_forecast_spec spec = forecast_spec(s, i);
    models_seed(m, s->g, &r);
    enum inv_status st = inv_conformal_forecast(&s->wk->conformal, s->wk->reg.y, s->wk->reg.n, m->m, &spec, &s->wk->work, &r, &out, err);
    if (st == INV_OK)
        models_dropped(m, &out.fit, b);
    return forecast_out(s, st, &out, &spec, &r, sum, err);
}

enum inv_status forecast_dates(struct scene *s, struct inv_err *err)
{
    char date[INV_TIME_MAX];
    const struct models *m = &s->f->models;
    s->nas_of = inv_time_format(&m->series.fmt, inv_grid_time(&s->wk->grid, s->last), s->as_of);
    if (s->f->o->sum || inv_time_format(&m->series.fmt, inv_grid_time(&s->wk->grid, s->last + (int64_t)s->wk->values.h), date) > 0)
        return INV_OK;
    inv_err_set(err, INV_EROW, "a horizon of %zu goes beyond the year 9999", s->wk->values.h);
    return series_where(&m->series, s->g, err);
}

static enum inv_status fit_rows(struct scene *s, struct batch *b, size_t k, struct inv_err *err)
{
    const struct models *m = &s->f->models;
    struct worker *wk = s->wk;
    enum inv_status st = INV_OK;
    wk->reg.n = 0;              /* a new item has no rows */
    if (s->g->n > 0)
        st = models_history(m, wk, s->g, &b->doubled, err);
    if (st == INV_OK && b->row[k][2] != JOIN_NONE)
        st = like_history(s->f, wk, b->row[k][2], b->number[k][1], err);
    if (st != INV_OK)
        return st;
    st = models_values(m, wk, s->g, b->future[k], forecast_whole(s, b->number[k][0]), err);
    if (st != INV_OK)
        return st;
    s->last = wk->reg.first + (int64_t)wk->reg.n - 1;
    st = forecast_dates(s, err);
    for (size_t i = 0; i < m->n && st == INV_OK; i++)
        st = one_model(s, b, i, b->number[k][0], err);
    return st;
}

enum inv_status forecast_rows(void *ctx, struct worker *wk, struct batch *b, size_t k, struct inv_err *err)
{
    const struct forecaster *f = ctx;
    struct scene s = { .f = f, .wk = wk, .g = &b->groups[k], .params = &b->params[k], .kept = &b->kept,
                       .adjust = b->row[k][1], .met = &b->count[k][1] };
    inv_row_init(&s.row, &b->buf, &f->run->out_format, f->layout.names, f->layout.width);
    return b->row[k][0] != FITS_NONE ? forecast_fits_rows(&s, b, k, err) : fit_rows(&s, b, k, err);
}
