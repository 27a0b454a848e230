/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/forecast.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "models.h"

/* Squares must neither overflow nor vanish: beyond this, data are scaled. */
#define HUGE_SCALE 0x1p300
#define TINY_SCALE 0x1p-300

struct task {
    const struct inv_forecast_spec *spec;
    struct inv_work *w;
    struct inv_rng *r;
    struct inv_forecast *f;
};

static bool can_serve(const struct inv_model *model, const struct inv_series *s)
{
    return s->seen >= model->least(s->m) && !((model->flags & INV_MODEL_LUMPY) && s->lo < 0);
}

size_t inv_forecast_room(size_t h, size_t gap)
{
    return 3 * (gap + h) + 1 + inv_outlook_room(h, gap);
}

/* Doubles for a fit or none, and a forecast from it; `own` more are the caller's. */
static size_t room(const struct task *t, size_t fit, size_t own)
{
    return own + fit + inv_forecast_room(t->spec->h, t->f->gap);
}

/* The most that any model of the chain of fallbacks takes, those for which there are
 * negatives included: scaled down they may vanish. */
static size_t room_of_chain(const struct task *t)
{
    size_t most = 0, h = t->f->gap + t->spec->h;
    const struct inv_series *s = &t->f->s;
    for (const struct inv_model *m = t->spec->model; m; m = m->shorter)
        if (s->seen >= m->least(s->m)) {
            size_t need = m->room(s->n, s->m, h, &t->spec->args);
            most = need > most ? need : most;
        }
    return most;
}

/* In powers of two, so that scaling loses nothing. Values are then at most 2. */
static enum inv_status scale_down(const struct task *t, struct inv_err *err)
{
    struct inv_series *s = &t->f->s;
    if (s->scale < HUGE_SCALE && s->scale > TINY_SCALE)
        return INV_OK;
    int exponent;
    (void)frexp(s->scale, &exponent);
    double *y = inv_work_take(t->w, s->n);
    if (!y)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for a series");
    for (size_t i = 0; i < s->n; i++)
        y[i] = ldexp(s->y[i], 1 - exponent);
    struct inv_series scaled;
    inv_series_look(&scaled, y, s->n, s->m);
    scaled.x = s->x;
    scaled.nx = s->nx;
    scaled.xname = s->xname;
    scaled.phase = s->phase;
    scaled.whole = false;
    *s = scaled;
    t->f->unit = ldexp(1, exponent - 1);
    return INV_OK;
}

/* Limits in the data's units. */
static void set_limits(const struct task *t, struct inv_outlook *o)
{
    if (t->f->fit.model->flags & INV_MODEL_SHARE) {
        o->lo = 0;
        o->hi = o->unit = 1;
        o->whole = t->spec->whole;
        return;
    }
    double most = t->spec->cap > 0 ? t->spec->cap * t->f->s.scale : DBL_MAX;
    o->unit = t->f->unit;
    o->hi = most < DBL_MAX / o->unit ? most * o->unit : DBL_MAX;
    o->lo = t->spec->allow_negative || t->f->s.lo < 0 ? -o->hi : 0;
    o->whole = t->spec->whole;
    if (o->whole) {
        o->lo = ceil(o->lo);
        o->hi = floor(o->hi);
    }
}

static bool finite_outlook(const struct inv_outlook *o, size_t h)
{
    for (size_t k = 0; k < h; k++)
        if (!isfinite(o->mean[k]))
            return false;
    return o->kind != INV_OUTLOOK_LINEAR || isfinite(o->sigma);
}

/* The model sees the gap as its first steps; they are cut off again. */
static enum inv_status look_ahead(const struct task *t, struct inv_err *err)
{
    struct inv_forecast *f = t->f;
    struct inv_outlook *o = &f->outlook;
    size_t h = f->gap + t->spec->h;
    *o = (struct inv_outlook){ .mean = inv_work_take(t->w, h) };
    if (!o->mean)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for a forecast");
    enum inv_status st = inv_fit_expect(&f->fit, h, t->w, o->mean, err);
    if (st == INV_OK)
        st = f->fit.model->outlook(&f->fit, h, &t->spec->args, t->w, t->r, o, err);
    if (st == INV_OK && !finite_outlook(o, h))
        st = f->fit.nx > 0 && !f->fit.ahead
            ? inv_err_set(err, INV_EFIT, "its model has %zu regressors, of which nothing is known ahead", f->fit.nx)
            : inv_err_set(err, INV_EFIT, "a forecast that is not finite");
    o->h = t->spec->h;
    o->gap = f->gap;
    o->mean += f->gap;
    o->scale = o->scale ? o->scale + f->gap : NULL;
    o->rank = o->rank ? o->rank + f->gap : NULL;
    o->own = o->own ? o->own + f->gap : NULL;
    o->path = o->path ? o->path + f->gap : NULL;
    return st;
}

static enum inv_status fit_chain(const struct task *t, struct inv_err *err)
{
    enum inv_status st = INV_EFIT;
    struct inv_err tried;       /* a model that hands over to its fallback is no error */
    size_t mark = inv_work_mark(t->w);
    for (const struct inv_model *m = t->spec->model; m; m = m->shorter) {
        if (!can_serve(m, &t->f->s))
            continue;
        inv_work_release(t->w, mark);
        st = m->fit(&t->f->s, &t->spec->args, t->w, &t->f->fit, &tried);
        if (st == INV_OK)
            st = look_ahead(t, &tried);
        if (st == INV_OK)
            return st;
        if (st != INV_EFIT)
            break;
    }
    if (st != INV_EFIT && err)
        *err = tried;
    return st == INV_EFIT ? inv_err_set(err, INV_EFIT, "no model can serve this series") : st;
}

static enum inv_status fit_equal(const struct task *t, struct inv_err *err)
{
    struct inv_forecast *f = t->f;
    f->special = f->s.hi == 0 ? INV_FORECAST_ZERO : f->s.seen > 2 ? INV_FORECAST_CONSTANT : INV_FORECAST_FEW;
    enum inv_status st = inv_model_flat.fit(&f->s, &t->spec->args, t->w, &f->fit, err);
    return st == INV_OK ? look_ahead(t, err) : st;
}

static enum inv_status finish(const struct task *t, struct inv_err *err)
{
    set_limits(t, &t->f->outlook);
    return inv_outlook_finish(&t->f->outlook, t->w, err);
}

enum inv_status inv_forecast(const double *y, size_t n, size_t m, const struct inv_forecast_spec *spec,
                             struct inv_work *w, struct inv_rng *r, struct inv_forecast *f, struct inv_err *err)
{
    struct inv_series s;
    *f = (struct inv_forecast){ .asked = spec->model, .unit = 1 };
    if (spec->h == 0)
        return inv_err_set(err, INV_EARG, "a horizon of 0");
    inv_series_look(&s, y, n, m);
    if (s.seen == 0)
        return inv_err_set(err, INV_EFIT, "no known value");
    if (spec->x && spec->args.nx > 0) {
        s.x = spec->x;
        s.nx = spec->args.nx;
        s.xname = spec->xname;
    }
    s.phase = spec->phase;
    f->s = inv_series_core(&s);
    f->gap = n - s.end;
    struct task t = { .spec = spec, .w = w, .r = r, .f = f };
    enum inv_status st = inv_work_reserve(w, room(&t, room_of_chain(&t), n), err);
    if (st == INV_OK)
        st = scale_down(&t, err);
    if (st == INV_OK)
        st = f->s.lo == f->s.hi && !(spec->model->flags & INV_MODEL_SHARE) ? fit_equal(&t, err) : fit_chain(&t, err);
    return st == INV_OK ? finish(&t, err) : st;
}

enum inv_status inv_forecast_ahead(const struct inv_forecast_spec *spec, struct inv_work *w, struct inv_rng *r,
                                   struct inv_forecast *f, struct inv_err *err)
{
    struct task t = { .spec = spec, .w = w, .r = r, .f = f };
    if (spec->h == 0)
        return inv_err_set(err, INV_EARG, "a horizon of 0");
    enum inv_status st = look_ahead(&t, err);
    return st == INV_OK ? finish(&t, err) : st;
}

/* What served in the end. */
static const char *served(const struct inv_forecast *f)
{
    switch (f->special) {
    case INV_FORECAST_ZERO:
        return "zero";
    case INV_FORECAST_CONSTANT:
        return "constant";
    case INV_FORECAST_FEW:
        return inv_model_naive.name;
    default:
        return f->fit.model->name;
    }
}

size_t inv_forecast_name(const struct inv_forecast *f, char out[INV_FORECAST_NAME])
{
    const char *used = served(f);
    size_t n = strlen(f->asked->name), more = strlen(used);
    memcpy(out, f->asked->name, n);
    if (strcmp(f->asked->name, used) != 0) {
        out[n++] = '>';
        memcpy(out + n, used, more);
        n += more;
    }
    out[n] = '\0';
    return n;
}
