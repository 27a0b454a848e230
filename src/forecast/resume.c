/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Forecasts from a saved fit, carried on over what has come since. */
#include <math.h>
#include <string.h>

#include "comb.h"
#include "models.h"
#include "saved.h"

#define REMEMBERED 4096         /* equal values of which a fit anew takes account */

static const struct inv_model *stuck(const struct inv_fit *fit)
{
    if (!fit->model->update)
        return fit->model;
    for (size_t i = 0; i < fit->nparts; i++) {
        const struct inv_model *m = stuck(&fit->parts[i]);
        if (m)
            return m;
    }
    return NULL;
}

bool inv_saved_updates(const struct inv_forecast *f, const struct inv_model **which)
{
    *which = f->special == INV_FORECAST_FITTED ? stuck(&f->fit) : NULL;
    return !*which;
}

/* The regressors of the coming periods, for all that know any. */
static void set_ahead(struct inv_fit *fit, const double *ahead, const char *const *names)
{
    struct inv_fit *part = (struct inv_fit *)(uintptr_t)fit->parts;
    fit->ahead = fit->nx > 0 ? ahead : NULL;
    fit->xname = fit->nx > 0 ? names : NULL;
    for (size_t i = 0; i < fit->nparts; i++)
        set_ahead(&part[i], ahead, names);
}

static size_t regressors(const struct inv_fit *fit)
{
    size_t nx = fit->nx;
    for (size_t i = 0; i < fit->nparts; i++) {
        size_t of_part = regressors(&fit->parts[i]);
        nx = of_part > nx ? of_part : nx;
    }
    return nx;
}

/* The series then has these values, too. */
static void count_in(struct inv_series *s, const struct inv_series *more)
{
    if (more->seen == 0)
        return;
    s->lo = more->lo < s->lo ? more->lo : s->lo;
    s->hi = more->hi > s->hi ? more->hi : s->hi;
    double big = fabs(s->lo) > fabs(s->hi) ? fabs(s->lo) : fabs(s->hi);
    s->scale = big > 0 ? big : 1;
    s->whole = s->whole && more->whole;
    s->seen += more->seen;
    s->zeros += more->zeros;
    s->n = s->end = s->n + more->n;
}

static bool finite_fit(const struct inv_fit *fit)
{
    for (size_t i = 0; i < fit->nparts; i++)
        if (!finite_fit(&fit->parts[i]))
            return false;
    return isfinite(fit->sse) && isfinite(fit->sigma);
}

static bool without_negatives(const struct inv_fit *fit)
{
    bool lumpy = fit->model->flags & INV_MODEL_LUMPY;
    for (size_t i = 0; i < fit->nparts && !lumpy; i++)
        lumpy = without_negatives(&fit->parts[i]);
    return lumpy;
}

/* Over the gap and the new values up to the last known one; what is missing after
 * it is the new gap. y has room for all of them. */
static enum inv_status carry_on(struct inv_forecast *f, const struct inv_series *more, double *y, struct inv_err *err)
{
    struct inv_series s;
    const struct inv_model *which;
    if (!inv_saved_updates(f, &which))
        return inv_err_set(err, INV_EUSAGE, "model %s cannot be carried on over new rows", which->name);
    if (f->gap > 0 && regressors(&f->fit) > 0)
        return inv_err_set(err, INV_EFIT, "regressors of the periods before are not known any more");
    for (size_t i = 0; i < f->gap; i++)
        y[i] = NAN;
    for (size_t i = 0; i < more->n; i++)
        y[f->gap + i] = more->y[i] / f->unit;
    inv_series_look(&s, y, f->gap + more->n, f->s.m);
    size_t all = s.n;
    s.n = s.end;
    s.x = more->x;
    s.nx = more->nx;
    s.xname = more->xname;
    if (s.lo < 0 && without_negatives(&f->fit))
        return inv_err_set(err, INV_EFIT, "model %s takes no negatives", f->fit.model->name);
    enum inv_status st = s.seen > 0 ? f->fit.model->update(&f->fit, &s, err) : INV_OK;
    if (st == INV_OK && !finite_fit(&f->fit))
        st = inv_err_set(err, INV_EFIT, "values too large to be carried on over");
    f->gap = s.seen > 0 ? all - s.n : all;
    set_ahead(&f->fit, more->x ? more->x + s.n * more->nx : NULL, more->xname);
    count_in(&f->s, &s);
    return st;
}

/* Equal values need no record: they are known. The last ones, the gap, and what is new. */
static enum inv_status fit_anew(const struct inv_forecast *old, const struct inv_series *more,
                                const struct inv_forecast_spec *spec, struct inv_work *w, struct inv_rng *r,
                                struct inv_forecast *f, struct inv_err *err)
{
    size_t seen = old->s.seen < REMEMBERED ? old->s.seen : REMEMBERED, n = seen + old->gap + more->n;
    struct inv_work own = { 0 };
    enum inv_status st = inv_work_reserve(&own, n, err);
    double *y = st == INV_OK ? inv_work_take(&own, n) : NULL;
    if (!y)
        return st;
    for (size_t i = 0; i < n; i++)
        y[i] = i < seen ? old->fit.state[0] * old->unit : i < seen + old->gap ? NAN : more->y[i - seen - old->gap];
    struct inv_forecast_spec like = *spec;
    like.model = old->asked;
    st = inv_forecast(y, n, old->s.m, &like, w, r, f, err);
    f->s.y = NULL;
    inv_work_free(&own);
    return st;
}

enum inv_status inv_saved_forecast(const char *line, size_t len, const struct inv_series *more,
                                   const struct inv_forecast_spec *spec, struct inv_work *w, struct inv_rng *r,
                                   struct inv_forecast *f, struct inv_err *err)
{
    enum inv_status st = inv_saved_read(line, len, w, f, err);
    if (st != INV_OK)
        return st;
    size_t nx = regressors(&f->fit);
    if (nx > 0 && (!more->x || more->nx != nx))
        return inv_err_set(err, INV_EUSAGE, "the fit has %zu regressors, and there are %zu", nx, more->x ? more->nx : 0);
    if (f->special != INV_FORECAST_FITTED && more->n > 0) {
        struct inv_forecast old = *f;
        double level = f->fit.state[0];
        old.fit.state = &level;
        return fit_anew(&old, more, spec, w, r, f, err);
    }
    size_t y = f->gap + more->n, h = y + spec->h;
    size_t fit = inv_saved_room(len) + inv_comb_room_of(&f->fit, f->fit.n + y, f->s.m, h, &spec->args);
    st = inv_work_reserve(w, fit + inv_forecast_room(h, 0) + inv_forecast_room(spec->h, y) + y, err);
    if (st == INV_OK)
        st = inv_saved_parse(line, len, w, f, err);
    if (st == INV_OK && more->n > 0) {
        double *known = inv_work_take(w, y);
        st = known ? carry_on(f, more, known, err) : inv_err_set(err, INV_ENOMEM, "a workspace too small for new values");
    }
    if (st == INV_OK && more->n == 0)
        set_ahead(&f->fit, more->x, more->xname);
    return st == INV_OK ? inv_forecast_ahead(spec, w, r, f, err) : st;
}
