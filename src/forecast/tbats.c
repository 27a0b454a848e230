/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The row: see tbats.h. */
#include "tbats.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <gsl/gsl_sort.h>

#include "inv/dist.h"
#include "inv/stl.h"
#include "models.h"

#define PATHS 2000          /* simulated where the data were transformed */
#define PATH_VALUES 2000000
#define LEAST_PATHS 200
#define LOOK_BACK 1000      /* periods that a fit looks back over, or .. */
#define LOOK_SEASONS 4      /* .. this many of the longest season */

enum { OMEGA, ALPHA, BETA, PHI };

static size_t wanted_paths(size_t h, const struct inv_model_args *a)
{
    size_t n = PATHS < PATH_VALUES / h ? PATHS : PATH_VALUES / h;
    n = n > LEAST_PATHS ? n : LEAST_PATHS;
    n = n > a->paths ? n : a->paths;
    return n + n % 2;
}

/* ---- fit ----------------------------------------------------------------------------------- */

/* The end of a long series: each pass takes time for every state and period. */
static struct inv_series recent(const struct inv_series *s, const size_t *m, size_t nm)
{
    size_t most = nm > 0 && LOOK_SEASONS * m[nm - 1] > LOOK_BACK ? LOOK_SEASONS * m[nm - 1] : LOOK_BACK;
    if (s->n <= most)
        return *s;
    struct inv_series tail = inv_series_tail(s, most);
    return inv_series_core(&tail);
}

static size_t seasons_of(const struct inv_series *s, const struct inv_model_args *a, const size_t **m)
{
    *m = a->nseasons > 0 ? a->seasons : &s->m;
    size_t n = inv_mstl_seasons(*m, a->nseasons > 0 ? a->nseasons : 1, s->n);
    return n < INV_TBATS_SEASONS ? n : INV_TBATS_SEASONS;
}

static void adopt(struct inv_fit *fit, const struct inv_tbats *t, double *state)
{
    inv_tbats_keep(t, state);
    fit->state = state;
    fit->nstate = inv_tbats_nstate();
    fit->par[OMEGA] = inv_tbats_get(t, t->at.omega, 1);
    fit->par[ALPHA] = inv_tbats_get(t, t->at.alpha, 0);
    fit->par[BETA] = inv_tbats_get(t, t->at.beta, 0);
    fit->par[PHI] = inv_tbats_get(t, t->at.phi, 1);
    fit->k = inv_tbats_count(t);
    fit->sse = t->sse;
    inv_fit_gaussian(fit, 0);
}

static enum inv_status fit_tbats(const struct inv_series *all, const struct inv_model_args *a, struct inv_work *w,
                                 struct inv_fit *fit, struct inv_err *err)
{
    const size_t *m;
    size_t nm = seasons_of(all, a, &m);
    struct inv_series s = recent(all, m, nm);
    struct inv_tbats t;
    double *state = inv_work_take(w, inv_tbats_nstate());
    nm = seasons_of(&s, a, &m);
    inv_fit_start(fit, &inv_model_tbats, &s);
    if (!state)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for tbats");
    enum inv_status st = INV_EFIT;
    if (a->near && a->near->state) {
        inv_tbats_kept(&t, a->near->state);
        if (inv_tbats_count(&t) + 3 <= s.seen && (!t.form.power || s.lo > 0))
            st = inv_tbats_fit(&t, &s, INFINITY, w, err);
    }
    if (st == INV_EFIT)
        st = inv_tbats_choose(&t, &s, m, nm, w, err);
    if (st != INV_OK)
        return st;
    fit->m = s.m;
    adopt(fit, &t, state);
    return INV_OK;
}

/* ---- forecasts ------------------------------------------------------------------------------- */

static void add_tbats(const struct inv_fit *fit, double weight, size_t h, double *mean)
{
    struct inv_tbats t;
    inv_tbats_kept(&t, fit->state);
    for (size_t k = 0; k < h; k++) {
        mean[k] += weight * inv_tbats_back(&t, inv_tbats_ahead(&t));
        inv_tbats_step(&t, NAN);
    }
}

/* Medians of z go back to those of y; the errors to the first order by dy / dz. */
static void scale_errors(const struct inv_tbats *t, size_t h, double *scale)
{
    struct inv_tbats ahead = *t;
    for (size_t k = 0; k < h; k++) {
        scale[k] = inv_tbats_slope(t, inv_tbats_ahead(&ahead));
        inv_tbats_step(&ahead, NAN);
    }
}

/* Paths of errors e, twice: mirrored the second time. */
static void simulate(const struct inv_tbats *t, double sigma, size_t h, struct inv_rng *r, double *e, double *path,
                     double *twin)
{
    struct inv_tbats one = *t, two = *t;
    for (size_t k = 0; k < h; k++) {
        e[k] = sigma * inv_rng_normal(r);
        double z = inv_tbats_ahead(&one) + e[k], mirrored = inv_tbats_ahead(&two) - e[k];
        path[k] = z;
        twin[k] = mirrored;
        inv_tbats_step(&one, z);
        inv_tbats_step(&two, mirrored);
    }
}

/* A step's values put at the quantiles that the normal z has, in the order that they
 * have: bounds are exact, and what goes with what over the steps stays. */
static void straighten(const struct inv_tbats *t, struct inv_outlook *o, size_t k, double mean, double sd, double *x,
                       size_t *order)
{
    for (size_t i = 0; i < o->npaths; i++)
        x[i] = o->path[i * o->stride + k];
    gsl_sort_index(order, x, 1, o->npaths);
    for (size_t i = 0; i < o->npaths; i++) {
        double p = ((double)i + 0.5) / (double)o->npaths;
        o->path[order[i] * o->stride + k] = inv_tbats_back(t, mean + sd * inv_normal_quantile(p));
    }
}

static enum inv_status outlook_paths(const struct inv_tbats *t, const struct inv_fit *fit, size_t h,
                                     const struct inv_model_args *a, const double *psi, struct inv_work *w,
                                     struct inv_rng *r, struct inv_outlook *o, struct inv_err *err)
{
    size_t n = wanted_paths(h, a);
    double *path = inv_work_take(w, n * h), *e = inv_work_take(w, h), var = 0;
    double *order = inv_work_take(w, n);
    *o = (struct inv_outlook){ .kind = INV_OUTLOOK_PATHS, .mean = o->mean, .npaths = n, .stride = h, .path = path,
                               .scratch = inv_work_take(w, n) };
    if (!path || !e || !order || !o->scratch)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for sample paths");
    for (size_t i = 0; i < n; i += 2)
        simulate(t, fit->sigma, h, r, e, path + i * h, path + (i + 1) * h);
    struct inv_tbats ahead = *t;
    for (size_t k = 0; k < h; k++) {
        var += psi[k] * psi[k];
        straighten(t, o, k, inv_tbats_ahead(&ahead), fit->sigma * sqrt(var), o->scratch, (size_t *)(void *)order);
        inv_tbats_step(&ahead, NAN);
    }
    return INV_OK;
}

static enum inv_status outlook_tbats(const struct inv_fit *fit, size_t h, const struct inv_model_args *a,
                                     struct inv_work *w, struct inv_rng *r, struct inv_outlook *o, struct inv_err *err)
{
    struct inv_tbats t;
    double *psi = inv_work_take(w, h), *scale = inv_work_take(w, h);
    if (!psi || !scale)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for tbats");
    inv_tbats_kept(&t, fit->state);
    inv_tbats_psi(&t, h, psi);
    if (t.form.power && !a->linear)
        return outlook_paths(&t, fit, h, a, psi, w, r, o, err);
    o->kind = INV_OUTLOOK_LINEAR;
    o->sigma = fit->sigma;
    o->psi = psi;
    if (t.form.power) {
        scale_errors(&t, h, scale);
        o->scale = scale;
    }
    return INV_OK;
}

/* ---- what is said of it ------------------------------------------------------------------------ */

/* As the authors write it: TBATS(omega, {p,q}, phi, {<m,k>,...}). */
static void form_tbats(const struct inv_fit *fit, char out[INV_FORM_MAX])
{
    struct inv_tbats t;
    inv_tbats_kept(&t, fit->state);
    char phi[24] = "-";
    if (t.form.trend != INV_TBATS_LEVEL)
        snprintf(phi, sizeof phi, "%.3g", fit->par[PHI]);
    size_t at = (size_t)snprintf(out, INV_FORM_MAX, "TBATS(%.3g, {%zu,%zu}, %s, {", fit->par[OMEGA], t.form.p,
                                 t.form.q, phi);
    for (size_t i = 0; i < t.form.ns && at + 30 < INV_FORM_MAX; i++)
        at += (size_t)snprintf(out + at, INV_FORM_MAX - at, "%s<%zu,%zu>", i > 0 ? ", " : "", t.form.m[i], t.form.k[i]);
    snprintf(out + at, INV_FORM_MAX - at, "})");
}

static void say_value(const struct inv_facts *out, const char *name, size_t i, double value)
{
    char text[40];
    snprintf(text, sizeof text, i > 0 ? "%s_%zu" : "%s", name, i);
    struct inv_fact f = { INV_FACT_PARAMETER, text, value, NAN, NAN, NAN };
    out->say(out->ctx, &f);
}

static void say(const struct inv_facts *out, const char *name, size_t i, const struct inv_tbats *t, size_t at)
{
    if (at < INV_TBATS_CONSTANTS)
        say_value(out, name, i, t->constant[at]);
}

static void explain_tbats(const struct inv_fit *fit, const struct inv_facts *out)
{
    struct inv_tbats t;
    inv_tbats_kept(&t, fit->state);
    say(out, "omega", 0, &t, t.at.omega);
    say(out, "alpha", 0, &t, t.at.alpha);
    say(out, "beta", 0, &t, t.at.beta);
    say(out, "phi", 0, &t, t.at.phi);
    for (size_t i = 0; i < t.form.ns; i++)
        if (t.form.k[i] > 0) {
            say_value(out, "gamma1", t.form.m[i], t.gamma[i][0]);
            say_value(out, "gamma2", t.form.m[i], t.gamma[i][1]);
        }
    for (size_t i = 0; i < t.form.p; i++)
        say(out, "ar", i + 1, &t, t.at.ar + i);
    for (size_t i = 0; i < t.form.q; i++)
        say(out, "ma", i + 1, &t, t.at.ma + i);
}

static enum inv_status residuals_tbats(const struct inv_fit *fit, const struct inv_series *s, struct inv_work *w,
                                       double *e, struct inv_err *err)
{
    struct inv_tbats t;
    size_t n = fit->n < s->n ? fit->n : s->n, before = s->n - n, mark = inv_work_mark(w);
    double *z = inv_work_take(w, n);
    if (!z)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for tbats");
    inv_tbats_kept(&t, fit->state);
    for (size_t i = 0; i < before; i++)
        e[i] = NAN;
    for (size_t i = 0; i < n; i++)
        z[i] = isnan(s->y[before + i]) ? NAN : inv_tbats_transform(&t, s->y[before + i]);
    inv_tbats_run(&t, z, n, e + before);
    inv_work_release(w, mark);
    return INV_OK;
}

/* A value that the transform cannot take counts as missing. */
static enum inv_status update_tbats(struct inv_fit *fit, const struct inv_series *more, struct inv_err *err)
{
    struct inv_tbats t;
    (void)err;
    inv_tbats_kept(&t, fit->state);
    for (size_t i = 0; i < more->n; i++) {
        bool known = !isnan(more->y[i]) && (!t.form.power || more->y[i] > 0);
        double e = inv_tbats_step(&t, known ? inv_tbats_transform(&t, more->y[i]) : NAN);
        fit->sse += known ? e * e : 0;
        fit->seen += known;
    }
    fit->n += more->n;
    inv_fit_gaussian(fit, 0);
    inv_tbats_keep(&t, fit->state);
    return INV_OK;
}

static size_t dynamics_tbats(const struct inv_fit *fit)
{
    struct inv_tbats t;
    inv_tbats_kept(&t, fit->state);
    return t.at.n - t.form.power;
}

/* ---- row --------------------------------------------------------------------------------------- */

static size_t eight(size_t m) { (void)m; return 8; }

static size_t room(size_t n, size_t m, size_t h, const struct inv_model_args *a)
{
    const size_t *seasons = a->nseasons > 0 ? a->seasons : &m;
    size_t nm = inv_mstl_seasons(seasons, a->nseasons > 0 ? a->nseasons : 1, n), harmonics = 0;
    for (size_t i = 0; i < nm && i < INV_TBATS_SEASONS; i++)
        harmonics += seasons[i] / 2 < INV_TBATS_HARMONICS ? seasons[i] / 2 : INV_TBATS_HARMONICS;
    harmonics = harmonics < INV_TBATS_HARMONICS ? harmonics : INV_TBATS_HARMONICS;
    size_t paths = a->linear || h == 0 ? 0 : wanted_paths(h, a) * (h + 2);
    return n + inv_tbats_nstate() + inv_tbats_fit_room(n, 2 + 2 * harmonics) + 3 * h + paths;
}

static const char *const parameters[] = { "omega", "alpha", "beta", "phi", NULL };

const struct inv_model inv_model_tbats = {
    .name = "tbats", .title = "trigonometric seasons, Box-Cox transform, trend and ARMA errors",
    .source = "De Livera, Hyndman and Snyder (2011)",
    .flags = INV_MODEL_SEASONAL, .parameters = parameters, .shorter = &inv_model_ets,
    .least = eight, .room = room, .fit = fit_tbats, .add = add_tbats, .outlook = outlook_tbats,
    .form = form_tbats, .explain = explain_tbats, .residuals = residuals_tbats, .update = update_tbats,
    .dynamics = dynamics_tbats
};
