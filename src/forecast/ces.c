/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Complex exponential smoothing: of the four forms the one with the least AICc. A season's
 * starting states count as m parameters, those of the level, which hardly matter after
 * backcasting, as none. */
#include "ces.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "models.h"
#include "season.h"

#define MOST_PSI 1e100      /* a fit whose errors grow beyond that says nothing */

/* State: the states at the end, then those at the start. */

static size_t most_states(size_t m) { return 2 + 2 * m; }

static size_t room(size_t n, size_t m, size_t h, const struct inv_model_args *a)
{
    (void)a;
    return 5 * most_states(m) + m + n + INV_CES_ROOM(n, m) + h;
}

/* ---- fits -------------------------------------------------------------------------- */

/* Runs over n values from period t on with the states x; errors are added to fit->sse and
 * fit->seen, and written to e where that is not NULL. */
static void run(struct inv_fit *fit, double *x, const double *y, size_t n, size_t t, double *e)
{
    enum inv_ces_form form = (enum inv_ces_form)fit->kind;
    for (size_t i = 0; i < n; i++) {
        size_t at = (t + i) % fit->m;
        double error = y[i] - inv_ces_expect(form, x, at);
        if (e)
            e[i] = error;
        if (!isnan(error)) {
            fit->sse += error * error;
            fit->seen++;
        }
        inv_ces_step(form, fit->m, fit->par, x, at, isnan(error) ? 0 : error);
    }
}

/* One form; `state` has room for two times its states. */
static bool fit_form(enum inv_ces_form form, const struct inv_series *s, const double *figure, const double *near,
                     double *work, double *state, struct inv_fit *fit)
{
    size_t m = form == INV_CES_NONE ? 1 : s->m, states = inv_ces_states(form, m);
    inv_fit_start(fit, &inv_model_ces, s);
    fit->kind = form;
    fit->m = m;
    fit->state = state;
    fit->nstate = 2 * states;
    fit->k = inv_ces_shapes[form].constants + (form == INV_CES_NONE ? 0 : m);
    struct inv_ces_task task = { form, m, s->m, s->y, s->n, figure, near };
    if (s->seen <= fit->k + 1 || !inv_ces_fit(&task, work, fit->par, state + states))
        return false;
    memcpy(state, state + states, states * sizeof *state);
    fit->seen = 0;
    run(fit, state, s->y, s->n, 0, NULL);
    inv_fit_gaussian(fit, 0);
    return isfinite(fit->aicc);
}

static enum inv_status fit_ces(const struct inv_series *all, const struct inv_model_args *a, struct inv_work *w,
                               struct inv_fit *fit, struct inv_err *err)
{
    struct inv_series s = inv_fit_recent(all);
    struct inv_fit tried;
    double *best = inv_work_take(w, 2 * most_states(s.m)), *next = inv_work_take(w, 2 * most_states(s.m));
    double *figure = inv_work_take(w, s.m), *z = inv_work_take(w, s.n);
    double *work = inv_work_take(w, INV_CES_ROOM(s.n, s.m));
    if (!best || !next || !figure || !z || !work)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for complex smoothing");
    bool season = s.m > 1 && s.seen > 2 * s.m
        && inv_season_remove(&s, INV_SEASON_ADDITIVE, figure, z) != INV_SEASON_NONE;
    const struct inv_fit *near = a->near && a->near->model == &inv_model_ces ? a->near : NULL;
    if (near && near->kind != INV_CES_NONE && (!season || near->m != s.m))
        near = NULL;
    inv_fit_start(fit, NULL, &s);
    for (size_t i = 0; i < (season ? INV_CES_FORMS : 1); i++) {
        if (near && near->kind != i)
            continue;
        bool fitted = fit_form((enum inv_ces_form)i, &s, figure, near ? near->par : NULL, work, next, &tried);
        if (fitted && (!fit->model || tried.aicc < fit->aicc)) {
            double *spare = best;
            *fit = tried;
            best = next;
            next = spare;
        }
    }
    return fit->model ? INV_OK : inv_err_set(err, INV_EFIT, "no form can be fitted");
}

/* A fit to the end of a longer history has no errors before it. */
static enum inv_status residuals_ces(const struct inv_fit *fit, const struct inv_series *s, struct inv_work *w,
                                     double *e, struct inv_err *err)
{
    struct inv_fit again = *fit;
    size_t states = fit->nstate / 2, before = s->n > fit->n ? s->n - fit->n : 0;
    double *x = inv_work_take(w, states);
    if (!x)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for complex smoothing");
    memcpy(x, fit->state + states, states * sizeof *x);
    for (size_t t = 0; t < before; t++)
        e[t] = NAN;
    run(&again, x, s->y + before, s->n - before, 0, e + before);
    return INV_OK;
}

static enum inv_status update_ces(struct inv_fit *fit, const struct inv_series *more, struct inv_err *err)
{
    (void)err;
    run(fit, fit->state, more->y, more->n, fit->n, NULL);
    fit->n += more->n;
    inv_fit_gaussian(fit, 0);
    return INV_OK;
}

/* ---- forecasts --------------------------------------------------------------------- */

/* The level by itself, then each position of the season. */
static void add_ces(const struct inv_fit *fit, double weight, size_t h, double *mean)
{
    const struct inv_ces_shape *f = &inv_ces_shapes[fit->kind];
    const double *s = fit->state + (f->level ? 2 : 0), *b = fit->par + (f->level ? 2 : 0);
    double l = fit->state[0], c = fit->state[1];
    for (size_t k = 0; k < h && f->level; k++) {
        mean[k] += weight * l;
        inv_ces_turn(&l, &c, fit->par[0], fit->par[1], 0);
    }
    for (size_t i = 0; i < fit->m && i < h && f->real; i++) {
        size_t at = (fit->n + i) % fit->m;
        double x = s[at], d = f->complex ? s[at + fit->m] : 0;
        for (size_t k = i; k < h; k += fit->m) {
            mean[k] += weight * x;
            if (f->complex)
                inv_ces_turn(&x, &d, b[0], b[1], 0);
        }
    }
}

/* psi: what is expected after states of zero and an error of 1. */
static enum inv_status outlook_ces(const struct inv_fit *fit, size_t h, const struct inv_model_args *a,
                                   struct inv_work *w, struct inv_rng *r, struct inv_outlook *o, struct inv_err *err)
{
    (void)a;
    (void)r;
    enum inv_ces_form form = (enum inv_ces_form)fit->kind;
    size_t states = fit->nstate / 2;
    double *psi = inv_work_take(w, h), *x = inv_work_take(w, states);
    if (!psi || !x)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for complex smoothing");
    memset(x, 0, states * sizeof *x);
    for (size_t j = 0; j < h; j++) {
        psi[j] = j == 0 ? 1 : inv_ces_expect(form, x, j % fit->m);
        if (!(fabs(psi[j]) < MOST_PSI))
            return inv_err_set(err, INV_EFIT, "errors that grow without limit");
        inv_ces_step(form, fit->m, fit->par, x, j % fit->m, j == 0);
    }
    o->kind = INV_OUTLOOK_LINEAR;
    o->sigma = fit->sigma;
    o->psi = psi;
    return INV_OK;
}

/* ---- what there is to say ----------------------------------------------------------- */

static void form_ces(const struct inv_fit *fit, char out[INV_FORM_MAX])
{
    static const char *const name[] = { "none", "simple", "partial", "full" };
    if (fit->kind == INV_CES_NONE)
        snprintf(out, INV_FORM_MAX, "CES(none)");
    else
        snprintf(out, INV_FORM_MAX, "CES(%s)[%zu]", name[fit->kind], fit->m);
}

static void say(const struct inv_facts *out, const char *name, double value)
{
    out->say(out->ctx, &(struct inv_fact){ INV_FACT_PARAMETER, name, value, NAN, NAN, NAN });
}

static void explain_ces(const struct inv_fit *fit, const struct inv_facts *out)
{
    static const char *const constants[] = { "a0", "a1", "b0", "b1" }, *const level[] = { "l0", "c0" };
    const struct inv_ces_shape *f = &inv_ces_shapes[fit->kind];
    const double *x = fit->state + fit->nstate / 2;
    for (size_t i = 0; i < f->constants; i++)
        say(out, constants[i], fit->par[i]);
    for (size_t i = 0; i < 2 && f->level; i++)
        say(out, level[i], *x++);
    for (size_t i = 0; i < (f->real ? fit->m : 0) + (f->complex ? fit->m : 0); i++) {
        char name[2 + 3 * sizeof i];
        snprintf(name, sizeof name, "%c%zu", i < fit->m ? 's' : 'd', i % fit->m + 1);
        say(out, name, x[i]);
    }
}

static size_t constants_of(const struct inv_fit *fit) { return inv_ces_shapes[fit->kind].constants; }

static size_t five(size_t m) { (void)m; return 5; }

const struct inv_model inv_model_ces = {
    .name = "ces", .title = "complex exponential smoothing: no season, simple, partial or full",
    .source = "Svetunkov, Kourentzes and Ord (2022)",
    .flags = INV_MODEL_SEASONAL, .shorter = &inv_model_ses,
    .least = five, .room = room, .fit = fit_ces, .add = add_ces, .outlook = outlook_ces,
    .form = form_ces, .explain = explain_ces, .residuals = residuals_ces, .update = update_ces,
    .dynamics = constants_of
};
