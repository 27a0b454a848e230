/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exponential smoothing with trend and season: holt, damped, hw.
 *
 * Holt-Winters here is six forms: season additive or multiplicative (where all
 * values are positive), trend full, damped or none. AICc chooses, as a trend
 * that is not needed costs more than any other mistake. */
#include <math.h>
#include <string.h>

#include "ets.h"
#include "models.h"

#define PATHS 2000          /* simulated where there is no formula */
#define PATH_VALUES 2000000 /* but no more values than this ... */
#define LEAST_PATHS 200     /* ... or paths than this */

enum { ALPHA, BETA, GAMMA, PHI, L0, B0 };

/* State: l, b, the season at the end and at the start. The fit's form is kept in `kind`. */
static const struct inv_ets_form forms[] = {
    { false, INV_ETS_TREND, INV_ETS_NONE },
    { false, INV_ETS_DAMPED, INV_ETS_NONE },
    { false, INV_ETS_LEVEL, INV_ETS_ADDITIVE },
    { false, INV_ETS_TREND, INV_ETS_ADDITIVE },
    { false, INV_ETS_DAMPED, INV_ETS_ADDITIVE },
    { true, INV_ETS_LEVEL, INV_ETS_MULTIPLICATIVE },
    { true, INV_ETS_TREND, INV_ETS_MULTIPLICATIVE },
    { true, INV_ETS_DAMPED, INV_ETS_MULTIPLICATIVE }
};
enum { HOLT, DAMPED, ADDITIVE, MULTIPLICATIVE = ADDITIVE + 3 };

/* Each form with season begins where the one with less trend ended, and from
 * as many starts of its own. */
static const size_t own_starts[] = { INV_ETS_ALL_STARTS, 2, 1 };

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
    return inv_ets_room(&forms[DAMPED], 1) + 4 + h;
}

static size_t room_season(size_t n, size_t m, size_t h, const struct inv_model_args *a)
{
    (void)n;
    size_t paths = wanted_paths(h, a);
    return 3 * inv_ets_room(&forms[MULTIPLICATIVE + 2], m) + 3 * m + 2 + 2 * h + (a->linear ? 0 : paths * (h + 1));
}

static size_t five(size_t m) { (void)m; return 5; }
static size_t seven(size_t m) { (void)m; return 7; }
static size_t two_seasons(size_t m) { return 2 * m > m + 7 ? 2 * m : m + 7; }

/* ---- fits ------------------------------------------------------------------------- */

static struct inv_ets as_ets(const struct inv_fit *fit)
{
    return (struct inv_ets){
        .form = forms[fit->kind], .m = fit->m,
        .alpha = fit->par[ALPHA], .beta = fit->par[BETA], .gamma = fit->par[GAMMA], .phi = fit->par[PHI],
        .l = fit->par[L0], .b = fit->par[B0], .l_end = fit->state[0], .b_end = fit->state[1],
        .s_end = (double *)(uintptr_t)(fit->state + 2), .s = (double *)(uintptr_t)(fit->state + 2 + fit->m)
    };
}

/* Takes over what was fitted; `state` has room for 2 + 2 m doubles. */
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
        memcpy(state + 2 + e->m, e->s, e->m * sizeof *state);
        fit->nstate += 2 * e->m;
    }
    fit->state = state;
    fit->k = e->k;
    fit->sse = e->sse;
    inv_fit_gaussian(fit, e->log_scale);
}

/* One form, from `near` alone where that is given. */
static enum inv_status fit_form(size_t kind, const struct inv_series *s, const struct inv_fit *near, double *state,
                                struct inv_work *w, struct inv_fit *fit, struct inv_err *err)
{
    struct inv_ets e, warm;
    size_t mark = inv_work_mark(w);
    if (near)
        warm = as_ets(near);
    enum inv_status st = inv_ets_fit(&e, &forms[kind], s, near ? &warm : NULL, near ? 0 : INV_ETS_ALL_STARTS, w, err);
    if (st == INV_OK)
        adopt(fit, kind, &e, state);
    inv_work_release(w, mark);
    return st;
}

static enum inv_status fit_trend(const struct inv_model *model, size_t kind, const struct inv_series *all,
                                 const struct inv_fit *near, struct inv_work *w, struct inv_fit *fit, struct inv_err *err)
{
    struct inv_series s = inv_fit_recent(all);
    inv_fit_start(fit, model, &s);
    double *state = inv_work_take(w, 4);
    if (!state)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for smoothing");
    if (s.seen < model->least(1))
        return inv_err_set(err, INV_EFIT, "too few known values in its last part");
    return fit_form(kind, &s, near, state, w, fit, err);
}

static enum inv_status fit_holt(const struct inv_series *s, const struct inv_model_args *a, struct inv_work *w,
                                struct inv_fit *fit, struct inv_err *err)
{
    return fit_trend(&inv_model_holt, HOLT, s, a->near, w, fit, err);
}

static enum inv_status fit_damped(const struct inv_series *s, const struct inv_model_args *a, struct inv_work *w,
                                  struct inv_fit *fit, struct inv_err *err)
{
    return fit_trend(&inv_model_damped, DAMPED, s, a->near, w, fit, err);
}

/* The three trends with one kind of season; the best by AICc replaces fit. */
static enum inv_status fit_season(size_t first, const struct inv_series *s, double *state, struct inv_work *w,
                                  struct inv_fit *fit, struct inv_err *err)
{
    struct inv_ets e[3];
    const struct inv_ets *warm = NULL;
    enum inv_status st = INV_OK;
    size_t mark = inv_work_mark(w);
    for (size_t i = 0; i < 3 && st != INV_ENOMEM; i++) {
        st = inv_ets_fit(&e[i], &forms[first + i], s, warm, own_starts[i], w, err);
        if (st != INV_OK)
            continue;
        warm = &e[i];
        struct inv_fit tried;
        inv_fit_start(&tried, fit->model, s);
        tried.k = e[i].k;
        tried.sse = e[i].sse;
        inv_fit_gaussian(&tried, e[i].log_scale);
        if (!fit->state || tried.aicc < fit->aicc)
            adopt(fit, first + i, &e[i], state);
    }
    inv_work_release(w, mark);
    return st;
}

static enum inv_status fit_hw(const struct inv_series *all, const struct inv_model_args *a, struct inv_work *w,
                              struct inv_fit *fit, struct inv_err *err)
{
    struct inv_series s = inv_fit_recent(all);
    inv_fit_start(fit, &inv_model_hw, &s);
    double *state = inv_work_take(w, 2 * s.m + 2);
    if (!state)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for smoothing");
    if (s.m < 2 || s.seen < two_seasons(s.m))
        return inv_err_set(err, INV_EFIT, "no season");
    if (a->near && a->near->m == s.m)
        return fit_form(a->near->kind, &s, a->near, state, w, fit, err);
    enum inv_status st = fit_season(ADDITIVE, &s, state, w, fit, err);
    if (st != INV_ENOMEM && s.lo > 0)
        st = fit_season(MULTIPLICATIVE, &s, state, w, fit, err);
    return fit->state && st != INV_ENOMEM ? INV_OK : st;
}

/* ---- forecasts -------------------------------------------------------------------- */

static void add_ets(const struct inv_fit *fit, double weight, size_t h, double *mean)
{
    struct inv_ets e = as_ets(fit);
    inv_ets_add(&e, fit->n, weight, h, mean);
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
        double e = sign * fit->sigma * inv_rng_normal(r), trend = fit->par[PHI] * b, q = l + trend;
        path[k] = q * s[at] * (1 + e);
        l = q * (1 + fit->par[ALPHA] * e);
        b = trend + fit->par[BETA] * q * e;
        s[at] *= 1 + fit->par[GAMMA] * e;
    }
}

static enum inv_status outlook_paths(const struct inv_fit *fit, size_t h, const struct inv_model_args *a,
                                     struct inv_work *w, struct inv_rng *r, struct inv_outlook *o, struct inv_err *err)
{
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

/* To the first order a relative error e moves the coming values by the shares
 * psi_j e of themselves, with the psi of the additive form. */
static enum inv_status outlook_shares(const struct inv_fit *fit, size_t h, struct inv_work *w, struct inv_outlook *o,
                                      struct inv_err *err)
{
    double *scale = inv_work_take(w, h), size = 0;
    if (!scale)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for smoothing");
    for (size_t k = 0; k < h; k++)
        size += fabs(o->mean[k]) / (double)h;
    for (size_t k = 0; k < h; k++)
        scale[k] = size > 0 ? fabs(o->mean[k]) / size : 1;
    enum inv_status st = outlook_linear(fit, h, w, o, err);
    o->sigma = fit->sigma * size;
    o->scale = scale;
    return st;
}

static enum inv_status outlook_season(const struct inv_fit *fit, size_t h, const struct inv_model_args *a,
                                      struct inv_work *w, struct inv_rng *r, struct inv_outlook *o, struct inv_err *err)
{
    if (!forms[fit->kind].relative)
        return outlook_linear(fit, h, w, o, err);
    if (a->linear)
        return outlook_shares(fit, h, w, o, err);
    return outlook_paths(fit, h, a, w, r, o, err);
}

/* ---- rows ------------------------------------------------------------------------- */


static const char *const parameters[] = { "alpha", "beta", "gamma", "phi", "l0", "b0", NULL };

const struct inv_model inv_model_holt = {
    .name = "holt", .title = "exponential smoothing with trend",
    .source = "Holt (1957); Hyndman et al. (2008), ETS(A,A,N)",
    .parameters = parameters, .shorter = &inv_model_ses,
    .least = five, .room = room_trend, .fit = fit_holt, .add = add_ets, .outlook = outlook_trend
};

const struct inv_model inv_model_damped = {
    .name = "damped", .title = "exponential smoothing with damped trend",
    .source = "Gardner and McKenzie (1985); Hyndman et al. (2008), ETS(A,Ad,N)",
    .parameters = parameters, .shorter = &inv_model_ses,
    .least = seven, .room = room_trend, .fit = fit_damped, .add = add_ets, .outlook = outlook_trend
};

const struct inv_model inv_model_hw = {
    .name = "hw", .title = "Holt-Winters: season, additive or multiplicative, and trend",
    .source = "Winters (1960); Hyndman et al. (2008), ETS(A,*,A) and ETS(M,*,M)",
    .flags = INV_MODEL_SEASONAL, .parameters = parameters, .shorter = &inv_model_damped,
    .least = two_seasons, .room = room_season, .fit = fit_hw, .add = add_ets, .outlook = outlook_season
};
