/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exponential smoothing with trend and season: holt, damped, hw. */
#include <math.h>
#include <string.h>

#include "ets.h"
#include "models.h"

#define PATHS 2000          /* simulated where there is no formula */
#define PATH_VALUES 2000000 /* but no more values than this ... */
#define LEAST_PATHS 200     /* ... or paths than this */

enum { ALPHA, BETA, GAMMA, PHI, L0, B0 };

/* State: l, b, then the season. The fit's form is kept in `kind`. */
static const struct inv_ets_form forms[] = {
    { false, INV_ETS_TREND, INV_ETS_NONE },
    { false, INV_ETS_DAMPED, INV_ETS_NONE },
    { false, INV_ETS_TREND, INV_ETS_ADDITIVE },
    { true, INV_ETS_TREND, INV_ETS_MULTIPLICATIVE }
};
enum { HOLT, DAMPED, ADDITIVE, MULTIPLICATIVE };

static size_t wanted_paths(size_t h, const struct inv_model_args *a)
{
    size_t n = PATHS < PATH_VALUES / h ? PATHS : PATH_VALUES / h;
    n = n > LEAST_PATHS ? n : LEAST_PATHS;
    n = n > a->paths ? n : a->paths;
    return n + n % 2;
}

static size_t room_trend(size_t n, size_t m, size_t h, const struct inv_model_args *a)
{
    (void)n;
    (void)m;
    (void)a;
    return inv_ets_room(&forms[DAMPED], 1) + 2 + h;
}

static size_t room_season(size_t n, size_t m, size_t h, const struct inv_model_args *a)
{
    (void)n;
    size_t paths = wanted_paths(h, a);
    return 2 * inv_ets_room(&forms[MULTIPLICATIVE], m) + 2 * (m + 2) + h + paths * (h + 1) + m;
}

/* ---- fits ------------------------------------------------------------------------- */

static struct inv_ets as_ets(const struct inv_fit *fit)
{
    return (struct inv_ets){
        .form = forms[fit->kind], .m = fit->m,
        .alpha = fit->par[ALPHA], .beta = fit->par[BETA], .gamma = fit->par[GAMMA], .phi = fit->par[PHI],
        .l_end = fit->state[0], .b_end = fit->state[1], .s_end = (double *)(uintptr_t)(fit->state + 2)
    };
}

/* Takes over what was fitted; `state` has room for 2 + m doubles. */
static void adopt(struct inv_fit *fit, size_t kind, const struct inv_ets *e, double *state)
{
    fit->kind = kind;
    fit->m = e->m;
    fit->par[ALPHA] = e->alpha;
    fit->par[BETA] = e->beta;
    fit->par[GAMMA] = e->gamma;
    fit->par[PHI] = e->phi;
    fit->par[L0] = e->l;
    fit->par[B0] = e->b;
    state[0] = e->l_end;
    state[1] = e->b_end;
    fit->nstate = 2;
    if (e->form.season != INV_ETS_NONE) {
        memcpy(state + 2, e->s_end, e->m * sizeof *state);
        fit->nstate += e->m;
    }
    fit->state = state;
    fit->k = e->k;
    fit->sse = e->sse;
    inv_fit_gaussian(fit, e->log_scale);
}

static enum inv_status fit_form(size_t kind, const struct inv_series *s, double *state, struct inv_work *w,
                                struct inv_fit *fit, struct inv_err *err)
{
    struct inv_ets e;
    size_t mark = inv_work_mark(w);
    enum inv_status st = inv_ets_fit(&e, &forms[kind], s, NULL, w, err);
    if (st == INV_OK)
        adopt(fit, kind, &e, state);
    inv_work_release(w, mark);
    return st;
}

static enum inv_status fit_trend(const struct inv_model *model, size_t kind, const struct inv_series *s,
                                 struct inv_work *w, struct inv_fit *fit, struct inv_err *err)
{
    inv_fit_start(fit, model, s);
    double *state = inv_work_take(w, 2);
    if (!state)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for smoothing");
    return fit_form(kind, s, state, w, fit, err);
}

static enum inv_status fit_holt(const struct inv_series *s, const struct inv_model_args *a, struct inv_work *w,
                                struct inv_fit *fit, struct inv_err *err)
{
    (void)a;
    return fit_trend(&inv_model_holt, HOLT, s, w, fit, err);
}

static enum inv_status fit_damped(const struct inv_series *s, const struct inv_model_args *a, struct inv_work *w,
                                  struct inv_fit *fit, struct inv_err *err)
{
    (void)a;
    return fit_trend(&inv_model_damped, DAMPED, s, w, fit, err);
}

/* Both seasons where the values allow it; the likelier one stays (they have
 * equally many parameters, so AICc says the same). */
static enum inv_status fit_hw(const struct inv_series *s, const struct inv_model_args *a, struct inv_work *w,
                              struct inv_fit *fit, struct inv_err *err)
{
    (void)a;
    inv_fit_start(fit, &inv_model_hw, s);
    double *state = inv_work_take(w, s->m + 2), *other = inv_work_take(w, s->m + 2);
    if (!state || !other)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for smoothing");
    if (s->m < 2)
        return inv_err_set(err, INV_EFIT, "no season");
    enum inv_status st = fit_form(ADDITIVE, s, state, w, fit, err);
    if (st != INV_OK || !(s->lo > 0))
        return st;
    struct inv_fit multi;
    inv_fit_start(&multi, &inv_model_hw, s);
    st = fit_form(MULTIPLICATIVE, s, other, w, &multi, err);
    if (st == INV_OK && multi.loglik > fit->loglik)
        *fit = multi;
    return st == INV_ENOMEM ? st : INV_OK;
}

/* ---- forecasts -------------------------------------------------------------------- */

static void mean_ets(const struct inv_fit *fit, size_t h, double *mean)
{
    struct inv_ets e = as_ets(fit);
    inv_ets_mean(&e, fit->n, h, mean);
}

static enum inv_status outlook_linear(const struct inv_fit *fit, size_t h, struct inv_work *w,
                                      struct inv_outlook *o, struct inv_err *err)
{
    struct inv_ets e = as_ets(fit);
    double *psi = inv_work_take(w, h);
    if (!psi)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for smoothing");
    inv_ets_psi(&e, h, psi);
    o->kind = INV_OUTLOOK_LINEAR;
    o->sigma = fit->sigma;
    o->psi = psi;
    return INV_OK;
}

static enum inv_status outlook_trend(const struct inv_fit *fit, size_t h, const struct inv_model_args *a,
                                     struct inv_work *w, struct inv_rng *r, struct inv_outlook *o, struct inv_err *err)
{
    (void)a;
    (void)r;
    return outlook_linear(fit, h, w, o, err);
}

/* One path; `sign` mirrors the errors of its twin, which takes the sampling
 * error out of means and totals to the first order (Hammersley and Morton 1956). */
static void simulate(const struct inv_fit *fit, size_t h, struct inv_rng *r, double sign, double *s, double *path)
{
    double l = fit->state[0], b = fit->state[1];
    size_t m = fit->m;
    memcpy(s, fit->state + 2, m * sizeof *s);
    for (size_t k = 0; k < h; k++) {
        size_t at = (fit->n + k) % m;
        double e = sign * fit->sigma * inv_rng_normal(r), q = l + b;
        path[k] = q * s[at] * (1 + e);
        l = q * (1 + fit->par[ALPHA] * e);
        b += fit->par[BETA] * q * e;
        s[at] *= 1 + fit->par[GAMMA] * e;
    }
}

static enum inv_status outlook_season(const struct inv_fit *fit, size_t h, const struct inv_model_args *a,
                                      struct inv_work *w, struct inv_rng *r, struct inv_outlook *o, struct inv_err *err)
{
    if (fit->kind == ADDITIVE)
        return outlook_linear(fit, h, w, o, err);
    o->kind = INV_OUTLOOK_PATHS;
    o->npaths = wanted_paths(h, a);
    o->stride = h;
    o->path = inv_work_take(w, o->npaths * h);
    o->scratch = inv_work_take(w, o->npaths);
    double *s = inv_work_take(w, fit->m);
    if (!o->path || !o->scratch || !s)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for sample paths");
    for (size_t i = 0; i < o->npaths; i += 2) {
        struct inv_rng twin = *r;
        simulate(fit, h, r, 1, s, o->path + i * h);
        simulate(fit, h, &twin, -1, s, o->path + (i + 1) * h);
    }
    return INV_OK;
}

/* ---- rows ------------------------------------------------------------------------- */

static size_t five(size_t m) { (void)m; return 5; }
static size_t seven(size_t m) { (void)m; return 7; }
static size_t two_seasons(size_t m) { return 2 * m > m + 7 ? 2 * m : m + 7; }

static const char *const parameters[] = { "alpha", "beta", "gamma", "phi", "l0", "b0", NULL };

const struct inv_model inv_model_holt = {
    .name = "holt", .title = "exponential smoothing with trend",
    .source = "Holt (1957); Hyndman et al. (2008), ETS(A,A,N)",
    .parameters = parameters, .shorter = &inv_model_ses,
    .least = five, .room = room_trend, .fit = fit_holt, .mean = mean_ets, .outlook = outlook_trend
};

const struct inv_model inv_model_damped = {
    .name = "damped", .title = "exponential smoothing with damped trend",
    .source = "Gardner and McKenzie (1985); Hyndman et al. (2008), ETS(A,Ad,N)",
    .parameters = parameters, .shorter = &inv_model_ses,
    .least = seven, .room = room_trend, .fit = fit_damped, .mean = mean_ets, .outlook = outlook_trend
};

const struct inv_model inv_model_hw = {
    .name = "hw", .title = "Holt-Winters: trend and season, additive or multiplicative",
    .source = "Winters (1960); Hyndman et al. (2008), ETS(A,A,A) and ETS(M,A,M)",
    .flags = INV_MODEL_SEASONAL, .parameters = parameters, .shorter = &inv_model_damped,
    .least = two_seasons, .room = room_season, .fit = fit_hw, .mean = mean_ets, .outlook = outlook_season
};
