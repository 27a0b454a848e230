/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What exponential smoothing knows of the coming periods' spread. */
#include <math.h>
#include <string.h>

#include "ets_form.h"
#include "ets_local.h"

#define PATHS 2000          /* simulated where there is no formula */
#define PATH_VALUES 2000000 /* but no more values than this ... */
#define LEAST_PATHS 200     /* ... or paths than this */
#define EXACT_STEPS 1000    /* relative variances beyond stay what they are there */
#define MOST_SPREAD 1e6     /* an sd of so many times the forecasts says no more than a larger one */
#define LEAST_ERROR (-0.999)   /* relative errors that are simulated leave values positive */

static size_t wanted_paths(size_t h, const struct inv_model_args *a)
{
    size_t n = PATHS < PATH_VALUES / h ? PATHS : PATH_VALUES / h;
    n = n > LEAST_PATHS ? n : LEAST_PATHS;
    n = n > a->paths ? n : a->paths;
    return n + n % 2;
}

size_t inv_ets_outlook_room(size_t m, size_t h, const struct inv_model_args *a, bool simulated)
{
    return 3 * h + 3 * m + (a->linear || !simulated ? 0 : wanted_paths(h, a) * (h + 1));
}

/* ---- formulas ----------------------------------------------------------------------- */

static enum inv_status linear(const struct inv_fit *fit, size_t h, struct inv_work *w, struct inv_outlook *o,
                              double **psi, struct inv_err *err)
{
    struct inv_ets e = inv_ets_kept(fit);
    *psi = inv_work_take(w, h);
    if (!*psi)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for smoothing");
    inv_ets_psi(&e, h, *psi);
    o->kind = INV_OUTLOOK_LINEAR;
    o->sigma = fit->sigma;
    o->psi = *psi;
    return INV_OK;
}

/* Relative errors, trend and season additive or none (class 2 of Hyndman et al.
 * 2008, 6.3): theta_k = E mu_k^2 = mu_k^2 + sigma^2 sum_{0<j<=k} psi_j^2
 * theta_{k-j}, var_k = (1 + sigma^2) theta_k - mu_k^2. */
static void sums_variances(const double *mean, const double *psi, double sigma, size_t h, double *var)
{
    double ss = sigma * sigma;
    for (size_t k = 0; k < h; k++) {
        double sum = 0;
        for (size_t j = 1; j <= k; j++)
            sum += psi[j] * psi[j] * (var[k - j] + mean[k - j] * mean[k - j]) / (1 + ss);
        var[k] = (1 + ss) * (mean[k] * mean[k] + ss * sum) - mean[k] * mean[k];
    }
}

/* The outlook has the psi of the additive form, scaled to the right variance at
 * every step. */
static enum inv_status relative(const struct inv_fit *fit, size_t h, struct inv_work *w, struct inv_outlook *o,
                                struct inv_err *err)
{
    struct inv_ets e = inv_ets_kept(fit);
    size_t exact = h < EXACT_STEPS ? h : EXACT_STEPS;
    double *psi, *scale = inv_work_take(w, h), size = 0, norm = 0, last = 0;
    enum inv_status st = linear(fit, h, w, o, &psi, err);
    if (st != INV_OK)
        return st;
    if (!scale)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for smoothing");
    for (size_t k = 0; k < h; k++)
        size += fabs(o->mean[k]) / (double)h;
    if (inv_ets_products(&e.form))
        inv_ets_product_moments(&e, fit->n, fit->sigma, exact, 1, NULL, scale);
    else
        sums_variances(o->mean, psi, fit->sigma, exact, scale);
    for (size_t k = 0; k < h; k++) {
        double level = fabs(o->mean[k]), spread;
        norm += psi[k] * psi[k];
        if (k < exact && level > 0 && isfinite(scale[k]))
            last = sqrt(fmax(scale[k], 0)) / (level * fit->sigma * sqrt(norm));
        spread = fmin(last, MOST_SPREAD / (fit->sigma * sqrt(norm)));
        scale[k] = size > 0 ? spread * level / size : 1;
    }
    o->sigma = fit->sigma * size;
    o->scale = scale;
    return INV_OK;
}

/* ---- simulation ----------------------------------------------------------------------- */

/* Keeps states that must be positive so, and all of them finite. */
static void hold(const struct inv_ets *e, struct inv_ets_state *x, const struct inv_ets_state *was)
{
    bool ratio = e->form.season == INV_ETS_MULTIPLICATIVE, grows = inv_ets_grows(e->form.trend);
    if (!(fabs(x->l) < 1e200) || (grows && !(x->l > 0)))
        x->l = was->l;
    if (!(fabs(x->b) < 1e200) || (grows && !(x->b > 0)))
        x->b = was->b;
    if (!(fabs(x->s) < 1e200) || (ratio && !(x->s > 0)))
        x->s = was->s;
}

/* One path; `sign` mirrors the errors of its twin, which takes the sampling
 * error out of means and totals to the first order (Hammersley and Morton 1956). */
static void simulate(const struct inv_fit *fit, const struct inv_ets *e, size_t h, struct inv_rng *r, double sign,
                     double *s, double *path)
{
    bool season = e->form.season != INV_ETS_NONE;
    struct inv_ets_state x = { e->l_end, e->b_end, 0 };
    if (season)
        memcpy(s, e->s_end, e->m * sizeof *s);
    for (size_t k = 0; k < h; k++) {
        size_t at = (fit->n + k) % e->m;
        double error = sign * fit->sigma * inv_rng_normal(r);
        x.s = season ? s[at] : 0;
        struct inv_ets_state was = x;
        struct inv_ets_ahead a = inv_ets_look_ahead(e, &x);
        path[k] = e->form.relative ? a.mu * (1 + fmax(error, LEAST_ERROR)) : a.mu + error;
        inv_ets_move(e, &x, &a, path[k]);
        hold(e, &x, &was);
        if (season)
            s[at] = x.s;
    }
}

static enum inv_status paths(const struct inv_fit *fit, size_t h, const struct inv_model_args *a, struct inv_work *w,
                             struct inv_rng *r, struct inv_outlook *o, struct inv_err *err)
{
    struct inv_ets e = inv_ets_kept(fit);
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
        simulate(fit, &e, h, r, 1, s, o->path + i * h);
        simulate(fit, &e, h, &twin, -1, s, o->path + (i + 1) * h);
    }
    return INV_OK;
}

/* ---- which ---------------------------------------------------------------------------- */

enum inv_status inv_ets_fit_outlook(const struct inv_fit *fit, size_t h, const struct inv_model_args *a,
                                    struct inv_work *w, struct inv_rng *r, struct inv_outlook *o, struct inv_err *err)
{
    struct inv_ets_form f = inv_ets_form_of(fit->kind);
    double *psi;
    if (!(fit->sigma > 0) || (!f.relative && (a->linear || inv_ets_linear(&f))))
        return linear(fit, h, w, o, &psi, err);
    if (a->linear || (f.relative && !inv_ets_grows(f.trend)))
        return relative(fit, h, w, o, err);
    return paths(fit, h, a, w, r, o, err);
}
