/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exponential smoothing with trend and season: holt, damped, hw.
 *
 * Holt-Winters here is six forms: season additive or multiplicative (where all
 * values are positive), trend full, damped or none. AICc chooses, as a trend
 * that is not needed costs more than any other mistake. */
#include <math.h>
#include <string.h>

#include "ets_form.h"
#include "models.h"

enum { LINEAR_TRENDS = 3 };

/* Each form with season begins where the one with less trend ended, and from
 * as many starts of its own. */
static const size_t own_starts[] = { INV_ETS_ALL_STARTS, 2, 1 };

static const struct inv_ets_form holt = { false, INV_ETS_TREND, INV_ETS_NONE };
static const struct inv_ets_form damped = { false, INV_ETS_DAMPED, INV_ETS_NONE };
static const struct inv_ets_form largest = { true, INV_ETS_DAMPED, INV_ETS_MULTIPLICATIVE };

static size_t room_trend(size_t n, size_t m, size_t h, const struct inv_model_args *a)
{
    (void)n;
    (void)m;
    return inv_ets_room(&damped, 1) + inv_ets_nstate(1) + inv_ets_outlook_room(1, h, a, false);
}

static size_t room_season(size_t n, size_t m, size_t h, const struct inv_model_args *a)
{
    (void)n;
    return inv_ets_room(&largest, m) + 2 * m * LINEAR_TRENDS + inv_ets_nstate(m) + inv_ets_outlook_room(m, h, a, false);
}

static size_t five(size_t m) { (void)m; return 5; }
static size_t seven(size_t m) { (void)m; return 7; }
static size_t two_seasons(size_t m) { return 2 * m > m + 7 ? 2 * m : m + 7; }

/* ---- fits ------------------------------------------------------------------------- */

/* One form, from `near` alone where that is given. */
static enum inv_status fit_form(const struct inv_ets_form *form, const struct inv_series *s,
                                const struct inv_fit *near, double *state, struct inv_work *w, struct inv_fit *fit,
                                struct inv_err *err)
{
    struct inv_ets e, warm;
    size_t mark = inv_work_mark(w);
    if (near)
        warm = inv_ets_kept(near);
    struct inv_ets_plan plan = { .warm = near ? &warm : NULL, .cold = near ? 0 : INV_ETS_ALL_STARTS };
    enum inv_status st = inv_ets_fit(&e, form, s, &plan, w, err);
    if (st == INV_OK)
        inv_ets_keep(fit, &e, state);
    inv_work_release(w, mark);
    return st;
}

static enum inv_status fit_trend(const struct inv_model *model, const struct inv_ets_form *form,
                                 const struct inv_series *all, const struct inv_fit *near, struct inv_work *w,
                                 struct inv_fit *fit, struct inv_err *err)
{
    struct inv_series s = inv_fit_recent(all);
    inv_fit_start(fit, model, &s);
    double *state = inv_work_take(w, inv_ets_nstate(1));
    if (!state)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for smoothing");
    if (s.seen < model->least(1))
        return inv_err_set(err, INV_EFIT, "too few known values in its last part");
    return fit_form(form, &s, near, state, w, fit, err);
}

static enum inv_status fit_holt(const struct inv_series *s, const struct inv_model_args *a, struct inv_work *w,
                                struct inv_fit *fit, struct inv_err *err)
{
    return fit_trend(&inv_model_holt, &holt, s, a->near, w, fit, err);
}

static enum inv_status fit_damped(const struct inv_series *s, const struct inv_model_args *a, struct inv_work *w,
                                  struct inv_fit *fit, struct inv_err *err)
{
    return fit_trend(&inv_model_damped, &damped, s, a->near, w, fit, err);
}

/* The three trends with one kind of season; the best by AICc replaces fit. */
static enum inv_status fit_season(bool relative, const struct inv_series *s, double *state, struct inv_work *w,
                                  struct inv_fit *fit, struct inv_err *err)
{
    struct inv_ets e[LINEAR_TRENDS];
    const struct inv_ets *warm = NULL;
    enum inv_status st = INV_OK;
    size_t mark = inv_work_mark(w);
    for (size_t i = 0; i < LINEAR_TRENDS && st != INV_ENOMEM; i++) {
        struct inv_ets_form form = { relative, (enum inv_ets_trend)i,
                                     relative ? INV_ETS_MULTIPLICATIVE : INV_ETS_ADDITIVE };
        st = inv_ets_fit(&e[i], &form, s, &(struct inv_ets_plan){ .warm = warm, .cold = own_starts[i] }, w, err);
        if (st != INV_OK)
            continue;
        warm = &e[i];
        struct inv_fit tried;
        inv_fit_start(&tried, fit->model, s);
        tried.k = e[i].k;
        tried.sse = e[i].sse;
        inv_fit_gaussian(&tried, e[i].log_scale);
        if (!fit->state || tried.aicc < fit->aicc)
            inv_ets_keep(fit, &e[i], state);
    }
    inv_work_release(w, mark);
    return st;
}

static enum inv_status fit_hw(const struct inv_series *all, const struct inv_model_args *a, struct inv_work *w,
                              struct inv_fit *fit, struct inv_err *err)
{
    struct inv_series s = inv_fit_recent(all);
    inv_fit_start(fit, &inv_model_hw, &s);
    double *state = inv_work_take(w, inv_ets_nstate(s.m));
    if (!state)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for smoothing");
    if (s.m < 2 || s.seen < two_seasons(s.m))
        return inv_err_set(err, INV_EFIT, "no season");
    if (a->near && a->near->m == s.m) {
        struct inv_ets_form form = inv_ets_form_of(a->near->kind);
        return fit_form(&form, &s, a->near, state, w, fit, err);
    }
    enum inv_status st = fit_season(false, &s, state, w, fit, err);
    if (st != INV_ENOMEM && s.lo > 0)
        st = fit_season(true, &s, state, w, fit, err);
    return fit->state && st != INV_ENOMEM ? INV_OK : st;
}

/* ---- rows ------------------------------------------------------------------------- */

const struct inv_model inv_model_holt = {
    .name = "holt", .title = "exponential smoothing with trend",
    .source = "Holt (1957); Hyndman et al. (2008), ETS(A,A,N)",
    .parameters = inv_ets_parameters, .shorter = &inv_model_ses,
    .least = five, .room = room_trend, .fit = fit_holt, .add = inv_ets_fit_add, .outlook = inv_ets_fit_outlook,
    .form = inv_ets_fit_form, .explain = inv_ets_fit_explain, .residuals = inv_ets_fit_residuals,
    .update = inv_ets_fit_update, .dynamics = inv_ets_fit_dynamics
};

const struct inv_model inv_model_damped = {
    .name = "damped", .title = "exponential smoothing with damped trend",
    .source = "Gardner and McKenzie (1985); Hyndman et al. (2008), ETS(A,Ad,N)",
    .parameters = inv_ets_parameters, .shorter = &inv_model_ses,
    .least = seven, .room = room_trend, .fit = fit_damped, .add = inv_ets_fit_add, .outlook = inv_ets_fit_outlook,
    .form = inv_ets_fit_form, .explain = inv_ets_fit_explain, .residuals = inv_ets_fit_residuals,
    .update = inv_ets_fit_update, .dynamics = inv_ets_fit_dynamics
};

const struct inv_model inv_model_hw = {
    .name = "hw", .title = "Holt-Winters: season, additive or multiplicative, and trend",
    .source = "Winters (1960); Hyndman et al. (2008), ETS(A,*,A) and ETS(M,*,M)",
    .flags = INV_MODEL_SEASONAL, .parameters = inv_ets_parameters, .shorter = &inv_model_damped,
    .least = two_seasons, .room = room_season, .fit = fit_hw, .add = inv_ets_fit_add, .outlook = inv_ets_fit_outlook,
    .form = inv_ets_fit_form, .explain = inv_ets_fit_explain, .residuals = inv_ets_fit_residuals,
    .update = inv_ets_fit_update, .dynamics = inv_ets_fit_dynamics
};
