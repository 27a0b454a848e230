/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a fitted ARIMA model says of itself, and how it goes on. */
#include <float.h>
#include <math.h>
#include <stdio.h>

#include "arima.h"
#include "arima_state.h"
#include "inv/boxcox.h"
#include "inv/dist.h"

#define TWO_PI 6.283185307179586

void inv_arima_form(const struct inv_fit *fit, char out[INV_FORM_MAX])
{
    struct inv_arima_model m;
    inv_arima_open(fit, &m);
    const struct inv_arima_order *o = &m.order;
    char season[96] = "", linear[48] = "";
    if (o->P + o->D + o->Q > 0)
        snprintf(season, sizeof season, "(%zu,%zu,%zu)[%zu]", o->P, o->D, o->Q, o->m);
    if (fit->nx > 0)
        snprintf(linear, sizeof linear, " on %zu regressor%s", fit->nx, fit->nx > 1 ? "s" : "");
    snprintf(out, INV_FORM_MAX, "ARIMA(%zu,%zu,%zu)%s%s%s%s", o->p, o->d, o->q, season,
             !o->constant ? "" : o->d + o->D > 0 ? " with drift" : " with mean", linear,
             isnan(*m.lambda) ? "" : ", transformed");
}

static void say(const struct inv_facts *out, enum inv_fact_kind kind, const char *name, double value, double se)
{
    double t = se > 0 ? value / se : NAN;
    struct inv_fact fact = { kind, name, value, se, t, isnan(t) ? NAN : 2 * inv_normal_cdf(-fabs(t)) };
    out->say(out->ctx, &fact);
}

void inv_arima_explain(const struct inv_fit *fit, const struct inv_facts *out)
{
    struct inv_arima_model m;
    char name[32];
    inv_arima_open(fit, &m);
    const struct inv_arima_order *o = &m.order;
    const char *const part[] = { "ar", "ma", "sar", "sma" };
    size_t n[] = { o->p, o->q, o->P, o->Q }, at = 0;
    for (size_t i = 0; i < 4; i++)
        for (size_t k = 0; k < n[i]; k++, at++) {
            snprintf(name, sizeof name, "%s%zu", part[i], k + 1);
            say(out, INV_FACT_COEFFICIENT, name, m.coef[at], m.se[at]);
        }
    if (o->constant)
        say(out, INV_FACT_COEFFICIENT, o->d + o->D > 0 ? "drift" : "mean", m.linear[0], m.linear_se[0]);
    for (size_t i = 0; i < fit->nx; i++) {
        snprintf(name, sizeof name, "x%zu", i + 1);
        say(out, INV_FACT_COEFFICIENT, fit->xname ? fit->xname[i] : name, m.linear[i + o->constant], m.linear_se[i + o->constant]);
    }
    if (!isnan(*m.lambda))
        say(out, INV_FACT_PARAMETER, "lambda", *m.lambda, NAN);
}

size_t inv_arima_dynamics(const struct inv_fit *fit)
{
    struct inv_arima_model m;
    inv_arima_open(fit, &m);
    return m.k;
}

/* The series in the units of the model. */
static void transform(const struct inv_arima_model *m, const struct inv_series *s, double *y)
{
    for (size_t t = 0; t < s->n; t++)
        y[t] = isnan(*m->lambda) ? s->y[t] : inv_boxcox(s->y[t], *m->lambda);
}

enum inv_status inv_arima_residuals(const struct inv_fit *fit, const struct inv_series *s, struct inv_work *w, double *e,
                                    struct inv_err *err)
{
    struct inv_fit own = *fit;
    struct inv_arima_model old, m;
    size_t mark = inv_work_mark(w);
    inv_arima_open(fit, &old);
    own.state = inv_work_take(w, fit->nstate);
    double *y = inv_work_take(w, s->n), *work = inv_work_take(w, inv_arima_begin_room(&old.order));
    if (!own.state || !y || !work)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for ARIMA");
    for (size_t i = 0; i < fit->nstate; i++)
        own.state[i] = fit->state[i];
    inv_arima_open(&own, &m);
    transform(&m, s, y);
    struct inv_arima_sums sums = { 0 };
    inv_arima_begin(&m, y, s->n, work);
    inv_arima_run(&m, y, s->x, s->nx, 0, s->n, e, &sums);
    inv_work_release(w, mark);
    return INV_OK;
}

/* -2 log L = n (log (2 pi SSE / n) + 1) + log |V|, as in arima_fit.c. */
static double two_pi_part(double n, double sse)
{
    return n * (log(TWO_PI / n) + log(sse > DBL_MIN ? sse : DBL_MIN) + 1);
}

static void more_innovations(struct inv_fit *fit, const struct inv_arima_sums *sums)
{
    double logdet = -2 * fit->loglik - two_pi_part((double)fit->seen, fit->sse) + sums->logdet;
    fit->seen += sums->count;
    fit->sse += sums->sse;
    double n = (double)fit->seen, k = (double)fit->k + 1;
    fit->sigma = fit->seen > fit->k ? sqrt(fit->sse / (double)(fit->seen - fit->k)) : 0;
    fit->loglik = -0.5 * (two_pi_part(n, fit->sse) + logdet);
    fit->aicc = n > k + 1 ? -2 * fit->loglik + 2 * k + 2 * k * (k + 1) / (n - k - 1) : INFINITY;
}

enum inv_status inv_arima_update(struct inv_fit *fit, const struct inv_series *more, struct inv_err *err)
{
    struct inv_arima_model m;
    struct inv_arima_sums sums = { 0 };
    inv_arima_open(fit, &m);
    if (more->nx != fit->nx)
        return inv_err_set(err, INV_EARG, "%zu regressors instead of %zu", more->nx, fit->nx);
    for (size_t t = 0; t < more->n; t++) {
        double y = isnan(*m.lambda) ? more->y[t] : inv_boxcox(more->y[t], *m.lambda);
        const double *x = more->x ? more->x + t * more->nx : NULL;
        inv_arima_run(&m, &y, x, more->nx, fit->n + t, 1, NULL, &sums);
    }
    more_innovations(fit, &sums);
    fit->n += more->n;
    fit->ahead = more->x ? more->x + more->n * more->nx : NULL;
    return INV_OK;
}
