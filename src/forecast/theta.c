/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The theta method and its optimised and dynamic forms.
 *
 * theta   V. Assimakopoulos, K. Nikolopoulos (2000), International Journal of
 *         Forecasting 16, 521: the mean of the theta lines 0 (the straight line
 *         through the values) and 2 (smoothed). That is simple exponential
 *         smoothing, fitted by itself, with half of the line's slope as drift (R. J.
 *         Hyndman, B. Billah 2003, International Journal of Forecasting 19, 287).
 * otm     the second line's theta is fitted, too, and all to the errors of what is
 *         forecast (Fiorucci et al. 2016).
 * dotm    the same with the straight line of the values so far.
 *
 * A season that is found is taken out first and put back at the end: errors and
 * sigma are those of the series without it. */
#include "theta.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "models.h"
#include "season.h"

enum { ALPHA, L0, THETA, INTERCEPT, SLOPE };

/* State: level, w, the line of the values so far; the season where fit->kind has one. */
enum { LEVEL, WEIGHT, LINE, FIGURE = LINE + 5 };

/* otm and dotm count errors from this period on, as their authors do: by then there is a line. */
#define FIRST 3

static struct inv_theta load(const struct inv_fit *fit)
{
    const double *x = fit->state + LINE;
    return (struct inv_theta){
        .dynamic = fit->model == &inv_model_dotm, .alpha = fit->par[ALPHA], .share = 1 - 1 / fit->par[THETA],
        .a = fit->par[INTERCEPT], .b = fit->par[SLOPE], .l = fit->state[LEVEL], .w = fit->state[WEIGHT],
        .t = (double)fit->n, .line = { x[0], x[1], x[2], x[3], x[4] }
    };
}

static void store(const struct inv_theta *th, double *x)
{
    const struct inv_line *l = &th->line;
    const double values[] = { th->l, th->w, l->count, l->t, l->y, l->tt, l->ty };
    memcpy(x, values, sizeof values);
}

/* The model before the first value. */
static struct inv_theta at_start(const struct inv_fit *fit)
{
    struct inv_theta th = load(fit);
    th.l = fit->par[L0];
    th.w = 1;
    th.t = 0;
    th.line = (struct inv_line){ 0, 0, 0, 0, 0 };
    return th;
}

static double figure_at(const struct inv_fit *fit, size_t t)
{
    return fit->kind == INV_SEASON_NONE ? 0 : fit->state[FIGURE + t % fit->m];
}

static double without_season(const struct inv_fit *fit, double y, size_t t)
{
    return inv_season_take((enum inv_season)fit->kind, y, figure_at(fit, t));
}

/* Runs over n values that begin with period t of the fit: errors are added to fit->sse
 * and fit->seen from period `skip` on, and written to e where that is not NULL. */
static void run(struct inv_theta *th, const double *y, size_t n, size_t t, size_t skip, struct inv_fit *fit, double *e)
{
    for (size_t i = 0; i < n; i++) {
        double z = without_season(fit, y[i], t + i), error = z - inv_theta_expect(th);
        if (t + i >= skip && !isnan(z)) {
            fit->sse += error * error;
            fit->seen++;
        }
        if (e)
            e[i] = t + i >= skip ? error : NAN;
        inv_theta_step(th, z);
    }
}

static size_t skip_of(const struct inv_fit *fit)
{
    return fit->model == &inv_model_theta ? 0 : FIRST;
}

/* ---- fits -------------------------------------------------------------------------- */

static size_t room(size_t n, size_t m, size_t h, const struct inv_model_args *a)
{
    size_t ses = inv_model_ses.room(n, 1, 0, a), own = INV_THETA_ROOM(n);
    return FIGURE + m + n + (own > ses ? own : ses) + m + 1 + 3 * h;
}

static void take_season_out(const struct inv_series *s, double *work, struct inv_fit *fit, double *z)
{
    if (inv_season_found(s, work))
        fit->kind = inv_season_remove(s, INV_SEASON_MULTIPLICATIVE, fit->state + FIGURE, z);
    else
        memcpy(z, s->y, s->n * sizeof *z);
    fit->m = fit->kind == INV_SEASON_NONE ? 1 : s->m;
    fit->nstate = FIGURE + (fit->kind == INV_SEASON_NONE ? 0 : s->m);
}

/* z as it was: the density of y is that of z divided by the index. */
static double sum_log_figure(const struct inv_fit *fit, const double *z)
{
    double sum = 0;
    for (size_t t = skip_of(fit); t < fit->n && fit->kind == INV_SEASON_MULTIPLICATIVE; t++)
        sum += isnan(z[t]) ? 0 : log(figure_at(fit, t));
    return sum;
}

/* Smoothing as if there were no line, and half of its slope. */
static enum inv_status fit_halves(const double *z, size_t n, const struct inv_model_args *a, struct inv_work *w,
                                  struct inv_theta *th, struct inv_err *err)
{
    struct inv_series s;
    struct inv_fit ses;
    inv_series_look(&s, z, n, 1);
    enum inv_status st = inv_model_ses.fit(&s, a, w, &ses, err);
    if (st == INV_OK) {
        struct inv_line line = inv_line_of(z, n, z[0]);
        *th = (struct inv_theta){ .alpha = ses.par[0], .share = 0.5, .l = ses.par[1], .b = inv_line_slope(&line) };
    }
    return st;
}

static enum inv_status fit_row(const struct inv_model *model, const struct inv_series *all,
                               const struct inv_model_args *a, struct inv_work *w, struct inv_fit *fit,
                               struct inv_err *err)
{
    struct inv_series s = inv_fit_recent(all);
    inv_fit_start(fit, model, &s);
    fit->state = inv_work_take(w, FIGURE + s.m);
    double *z = inv_work_take(w, s.n), *test = inv_work_take(w, s.m + 1);
    size_t mark = inv_work_mark(w), skip = skip_of(fit);
    double *work = inv_work_take(w, INV_THETA_ROOM(s.n));
    if (!fit->state || !z || !test || !work)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for a theta model");
    take_season_out(&s, test, fit, z);
    struct inv_theta th;
    enum inv_status st = INV_OK;
    if (model != &inv_model_theta)
        inv_theta_fit(z, s.n, skip, model == &inv_model_dotm, work, &th);
    inv_work_release(w, mark);
    if (model == &inv_model_theta)
        st = fit_halves(z, s.n, a, w, &th, err);
    inv_work_release(w, mark);
    if (st != INV_OK)
        return st;
    const double par[] = { th.alpha, th.l, 1 / (1 - th.share), th.a, th.b };
    memcpy(fit->par, par, sizeof par);
    fit->seen = 0;
    th = at_start(fit);
    run(&th, s.y, s.n, 0, skip, fit, NULL);
    store(&th, fit->state);
    fit->k = (model == &inv_model_dotm ? 2 : model == &inv_model_otm ? 4 : 3) + fit->m - 1;
    if (fit->seen <= fit->k)
        return inv_err_set(err, INV_EFIT, "fewer values than parameters");
    inv_fit_gaussian(fit, sum_log_figure(fit, z));
    return INV_OK;
}

static enum inv_status fit_theta(const struct inv_series *s, const struct inv_model_args *a, struct inv_work *w,
                                 struct inv_fit *fit, struct inv_err *err)
{
    return fit_row(&inv_model_theta, s, a, w, fit, err);
}

static enum inv_status fit_otm(const struct inv_series *s, const struct inv_model_args *a, struct inv_work *w,
                               struct inv_fit *fit, struct inv_err *err)
{
    return fit_row(&inv_model_otm, s, a, w, fit, err);
}

static enum inv_status fit_dotm(const struct inv_series *s, const struct inv_model_args *a, struct inv_work *w,
                                struct inv_fit *fit, struct inv_err *err)
{
    return fit_row(&inv_model_dotm, s, a, w, fit, err);
}

/* A fit to the end of a longer history has no errors before it. */
static enum inv_status residuals_theta(const struct inv_fit *fit, const struct inv_series *s, struct inv_work *w,
                                       double *e, struct inv_err *err)
{
    (void)w;
    (void)err;
    struct inv_fit again = *fit;
    struct inv_theta th = at_start(fit);
    size_t before = s->n > fit->n ? s->n - fit->n : 0;
    for (size_t t = 0; t < before; t++)
        e[t] = NAN;
    run(&th, s->y + before, s->n - before, 0, skip_of(fit), &again, e + before);
    return INV_OK;
}

static enum inv_status update_theta(struct inv_fit *fit, const struct inv_series *more, struct inv_err *err)
{
    (void)err;
    struct inv_theta th = load(fit);
    double log_scale = -fit->loglik - (double)fit->seen / 2 * log(fit->sse > DBL_MIN ? fit->sse : DBL_MIN);
    run(&th, more->y, more->n, fit->n, skip_of(fit), fit, NULL);
    for (size_t i = 0; i < more->n && fit->kind == INV_SEASON_MULTIPLICATIVE; i++)
        log_scale += isnan(more->y[i]) ? 0 : log(figure_at(fit, fit->n + i));
    store(&th, fit->state);
    fit->n += more->n;
    inv_fit_gaussian(fit, log_scale);
    return INV_OK;
}

/* ---- forecasts --------------------------------------------------------------------- */

static void add_theta(const struct inv_fit *fit, double weight, size_t h, double *mean)
{
    struct inv_theta th = load(fit);
    for (size_t k = 0; k < h; k++) {
        double mu = inv_theta_expect(&th);
        mean[k] += weight * inv_season_put((enum inv_season)fit->kind, mu, figure_at(fit, fit->n + k));
        inv_theta_ahead(&th, mu);
    }
}

/* As the model is linear in the values: what it would forecast after values of 0 and
 * then a 1. Where the line is that of the values so far, a later shock moves it a
 * little less than an earlier one; they are all taken for the first. */
static void echo(const struct inv_fit *fit, size_t h, double *psi)
{
    struct inv_theta th = load(fit);
    th.l = th.a = th.b = th.line.y = th.line.ty = 0;
    psi[0] = 1;
    inv_theta_ahead(&th, 1);
    for (size_t k = 1; k < h; k++) {
        psi[k] = inv_theta_expect(&th);
        inv_theta_ahead(&th, psi[k]);
    }
}

/* What an error of the slope does to step k: share ((1 - w) / alpha + k) of it. Its
 * standard error, of a line through n values that are a random walk with steps of
 * alpha sigma (S. N. Durlauf, P. C. B. Phillips 1988, Econometrica 56, 1333:
 * variance 6/5 over n) and noise around it (12 over n^3). */
static void slope_error(const struct inv_fit *fit, size_t h, double *rank)
{
    struct inv_theta th = load(fit);
    double n = (double)fit->n, se = fit->sigma * sqrt((1.2 * th.alpha * th.alpha + 12 / (n * n)) / n);
    for (size_t k = 0; k < h; k++)
        rank[k] = th.share * ((1 - th.w) / th.alpha + (double)k) * se;
}

static enum inv_status outlook_theta(const struct inv_fit *fit, size_t h, const struct inv_model_args *a,
                                     struct inv_work *w, struct inv_rng *r, struct inv_outlook *o, struct inv_err *err)
{
    (void)a;
    (void)r;
    double *psi = inv_work_take(w, h), *rank = inv_work_take(w, h), *scale = inv_work_take(w, h);
    if (!psi || !rank || !scale)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for a theta model");
    echo(fit, h, psi);
    o->kind = INV_OUTLOOK_LINEAR;
    o->sigma = fit->sigma;
    o->psi = psi;
    if (fit->model != &inv_model_dotm) {
        slope_error(fit, h, rank);
        o->rank = rank;
    }
    if (fit->kind == INV_SEASON_MULTIPLICATIVE) {
        for (size_t k = 0; k < h; k++) {
            scale[k] = figure_at(fit, fit->n + k);
            rank[k] *= o->rank ? scale[k] : 1;
        }
        o->scale = scale;
    }
    return INV_OK;
}

/* ---- what there is to say ----------------------------------------------------------- */

static const char *const parameters[] = { "alpha", "l0", "theta", "intercept", "slope", NULL };

static void form_theta(const struct inv_fit *fit, char out[INV_FORM_MAX])
{
    static const char *const season[] = { "", ", additive season", ", multiplicative season" };
    const char *name = fit->model == &inv_model_theta ? "Theta" : fit->model == &inv_model_otm ? "OTM" : "DOTM";
    strcpy(out, name);
    strcat(out, season[fit->kind]);
}

static void explain_theta(const struct inv_fit *fit, const struct inv_facts *out)
{
    for (size_t i = 0; parameters[i] && !(i > THETA && fit->model == &inv_model_dotm); i++)
        out->say(out->ctx, &(struct inv_fact){ INV_FACT_PARAMETER, parameters[i], fit->par[i], NAN, NAN, NAN });
    for (size_t i = 0; i < fit->m && fit->kind != INV_SEASON_NONE; i++) {
        char name[2 + 3 * sizeof i];
        snprintf(name, sizeof name, "s%zu", i + 1);
        out->say(out->ctx, &(struct inv_fact){ INV_FACT_PARAMETER, name, figure_at(fit, i), NAN, NAN, NAN });
    }
}

static size_t one_constant(const struct inv_fit *fit) { (void)fit; return 1; }

static size_t four(size_t m) { (void)m; return 4; }
static size_t eight(size_t m) { (void)m; return 8; }
static size_t six(size_t m) { (void)m; return 6; }

const struct inv_model inv_model_theta = {
    .name = "theta", .title = "theta method: smoothing, and half of the line's slope",
    .source = "Assimakopoulos and Nikolopoulos (2000)",
    .flags = INV_MODEL_SEASONAL, .parameters = parameters, .shorter = &inv_model_ses,
    .least = four, .room = room, .fit = fit_theta, .add = add_theta, .outlook = outlook_theta,
    .form = form_theta, .explain = explain_theta, .residuals = residuals_theta,
    .update = update_theta, .dynamics = one_constant
};

const struct inv_model inv_model_otm = {
    .name = "otm", .title = "optimised theta method",
    .source = "Fiorucci et al. (2016)",
    .flags = INV_MODEL_SEASONAL, .parameters = parameters, .shorter = &inv_model_theta,
    .least = eight, .room = room, .fit = fit_otm, .add = add_theta, .outlook = outlook_theta,
    .form = form_theta, .explain = explain_theta, .residuals = residuals_theta,
    .update = update_theta, .dynamics = one_constant
};

const struct inv_model inv_model_dotm = {
    .name = "dotm", .title = "dynamic optimised theta method",
    .source = "Fiorucci et al. (2016)",
    .flags = INV_MODEL_SEASONAL, .parameters = parameters, .shorter = &inv_model_theta,
    .least = six, .room = room, .fit = fit_dotm, .add = add_theta, .outlook = outlook_theta,
    .form = form_theta, .explain = explain_theta, .residuals = residuals_theta,
    .update = update_theta, .dynamics = one_constant
};
