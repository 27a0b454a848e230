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
    struct inv_series s;            /* from the first to the last known value */
    size_t gap;                     /* periods after it that are missing */
    double unit;                    /* the series is in multiples of this */
    struct inv_work *w;
    struct inv_rng *r;
};

static bool can_serve(const struct inv_model *model, const struct inv_series *s)
{
    return s->seen >= model->least(s->m) && !((model->flags & INV_MODEL_LUMPY) && s->lo < 0);
}

/* The most that any model of the chain of fallbacks takes, and what is shared. */
static size_t room(const struct task *t, size_t n)
{
    size_t most = 0, h = t->gap + t->spec->h;
    for (const struct inv_model *m = t->spec->model; m; m = m->shorter)
        if (can_serve(m, &t->s)) {
            size_t need = m->room(t->s.n, t->s.m, h, &t->spec->args);
            most = need > most ? need : most;
        }
    return n + most + 3 * h + inv_outlook_room(t->spec->h, t->gap);
}

/* In powers of two, so that scaling loses nothing. Values are then at most 2. */
static enum inv_status scale_down(struct task *t, struct inv_err *err)
{
    t->unit = 1;
    if (t->s.scale < HUGE_SCALE && t->s.scale > TINY_SCALE)
        return INV_OK;
    int exponent;
    (void)frexp(t->s.scale, &exponent);
    double *y = inv_work_take(t->w, t->s.n);
    if (!y)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for a series");
    for (size_t i = 0; i < t->s.n; i++)
        y[i] = ldexp(t->s.y[i], 1 - exponent);
    struct inv_series scaled;
    inv_series_look(&scaled, y, t->s.n, t->s.m);
    scaled.x = t->s.x;
    scaled.nx = t->s.nx;
    scaled.whole = false;
    t->s = scaled;
    t->unit = ldexp(1, exponent - 1);
    return INV_OK;
}

/* Limits in the data's units. */
static void set_limits(const struct task *t, struct inv_outlook *o)
{
    double most = t->spec->cap > 0 ? t->spec->cap * t->s.scale : DBL_MAX;
    o->unit = t->unit;
    o->hi = most < DBL_MAX / t->unit ? most * t->unit : DBL_MAX;
    o->lo = t->spec->allow_negative || t->s.lo < 0 ? -o->hi : 0;
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
static enum inv_status look_ahead(const struct task *t, struct inv_forecast *f, struct inv_err *err)
{
    struct inv_outlook *o = &f->outlook;
    size_t h = t->gap + t->spec->h;
    o->mean = inv_work_take(t->w, h);
    if (!o->mean)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for a forecast");
    inv_fit_mean(&f->fit, h, o->mean);
    enum inv_status st = f->fit.model->outlook(&f->fit, h, &t->spec->args, t->w, t->r, o, err);
    if (st == INV_OK && !finite_outlook(o, h))
        st = inv_err_set(err, INV_EFIT, "a forecast that is not finite");
    o->h = t->spec->h;
    o->gap = t->gap;
    o->mean += t->gap;
    o->scale = o->scale ? o->scale + t->gap : NULL;
    o->rank = o->rank ? o->rank + t->gap : NULL;
    o->own = o->own ? o->own + t->gap : NULL;
    o->path = o->path ? o->path + t->gap : NULL;
    return st;
}

/* A level of which nothing varies, or of which too little is known: the same
 * mean at all steps, with an error of its own in every period and one of the
 * level that all share. */
static enum inv_status flat(const struct task *t, double sigma, struct inv_forecast *f, struct inv_err *err)
{
    struct inv_outlook *o = &f->outlook;
    size_t h = t->spec->h;
    double *own = inv_work_take(t->w, h);
    o->mean = inv_work_take(t->w, h);
    if (!own || !o->mean)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for a forecast");
    for (size_t k = 0; k < h; k++) {
        o->mean[k] = t->s.y[t->s.n - 1];
        own[k] = sigma / sqrt((double)t->s.seen);
    }
    o->h = h;
    o->sigma = sigma;
    o->own = own;
    o->period = 1;
    f->fit = (struct inv_fit){ .model = &inv_model_naive, .n = t->s.n, .m = 1, .seen = t->s.seen, .sigma = sigma,
                               .loglik = NAN, .aicc = NAN };
    return INV_OK;
}

/* One value, or twice the same, says nothing of the spread: as a guess it is
 * that of Poisson counts for whole numbers, else as large as the value. */
static double guessed_sigma(const struct inv_series *s)
{
    return s->whole ? sqrt(s->scale) : s->scale;
}

static enum inv_status fit_chain(const struct task *t, struct inv_forecast *f, struct inv_err *err)
{
    enum inv_status st = INV_EFIT;
    struct inv_err tried;       /* a model that hands over to its fallback is no error */
    size_t mark = inv_work_mark(t->w);
    for (const struct inv_model *m = t->spec->model; m; m = m->shorter) {
        if (!can_serve(m, &t->s))
            continue;
        inv_work_release(t->w, mark);
        f->outlook = (struct inv_outlook){ 0 };
        st = m->fit(&t->s, &t->spec->args, t->w, &f->fit, &tried);
        if (st == INV_OK)
            st = look_ahead(t, f, &tried);
        if (st == INV_OK)
            return st;
        if (st != INV_EFIT)
            break;
    }
    if (st != INV_EFIT && err)
        *err = tried;
    return st == INV_EFIT ? inv_err_set(err, INV_EFIT, "no model can serve this series") : st;
}

enum inv_status inv_forecast(const double *y, size_t n, size_t m, const struct inv_forecast_spec *spec,
                             struct inv_work *w, struct inv_rng *r, struct inv_forecast *f, struct inv_err *err)
{
    struct inv_series s;
    *f = (struct inv_forecast){ .asked = spec->model };
    if (spec->h == 0)
        return inv_err_set(err, INV_EARG, "a horizon of 0");
    inv_series_look(&s, y, n, m);
    if (s.seen == 0)
        return inv_err_set(err, INV_EFIT, "no known value");
    struct task t = { .spec = spec, .s = inv_series_core(&s), .gap = n - s.end, .w = w, .r = r };
    enum inv_status st = inv_work_reserve(w, room(&t, n), err);
    if (st == INV_OK)
        st = scale_down(&t, err);
    if (st != INV_OK)
        return st;
    bool constant = t.s.lo == t.s.hi;
    if (constant && (t.s.seen > 2 || t.s.hi == 0)) {
        f->special = t.s.hi == 0 ? INV_FORECAST_ZERO : INV_FORECAST_CONSTANT;
        st = flat(&t, 0, f, err);
    } else if (constant)
        st = flat(&t, guessed_sigma(&t.s), f, err);
    else
        st = fit_chain(&t, f, err);
    if (st != INV_OK)
        return st;
    set_limits(&t, &f->outlook);
    return inv_outlook_finish(&f->outlook, w, err);
}

size_t inv_forecast_name(const struct inv_forecast *f, char out[INV_FORECAST_NAME])
{
    const char *used = f->special == INV_FORECAST_ZERO ? "zero"
        : f->special == INV_FORECAST_CONSTANT ? "constant" : f->fit.model->name;
    size_t n = strlen(f->asked->name), more = strlen(used);
    memcpy(out, f->asked->name, n);
    if (f->asked != f->fit.model || f->special != INV_FORECAST_FITTED) {
        out[n++] = '>';
        memcpy(out + n, used, more);
        n += more;
    }
    out[n] = '\0';
    return n;
}
