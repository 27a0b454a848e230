/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Forecasts of a fitted ARIMA model (Box and Jenkins 1976, ch. 5). */
#include <math.h>
#include <string.h>

#include <gsl/gsl_sort.h>

#include "arima.h"
#include "arima_state.h"
#include "inv/boxcox.h"
#include "inv/dist.h"

#define PATH_VALUES 2000000 /* no more values than this in all paths ... */
#define LEAST_PATHS 200     /* ... or paths than this */

/* ---- means --------------------------------------------------------------------------------- */

/* w(n+k) = x[k-1] + sum phi_i w(n+k-i), then y(n+k) = w(n+k) + sum by_i y(n+k-i), the last of
 * both kept in two rings. */
void inv_arima_add(const struct inv_fit *fit, double weight, size_t h, double *mean)
{
    struct inv_arima_model m;
    struct inv_arma a;
    struct inv_arima_delta delta;
    inv_arima_open(fit, &m);
    inv_arima_lags(&m, &a, &delta);
    size_t p = a.phi_most, d = m.memory;
    double *w = m.ring, *y = m.ring + p;
    for (size_t i = 0; i < d; i++)
        y[d - 1 - i] = m.x[m.r + i];
    for (size_t k = 0; k < h; k++) {
        double now = k < m.r ? m.x[k] : 0;
        for (size_t i = 0; i < a.nphi; i++)
            if (a.phi_lag[i] <= k)
                now += a.phi[i][0] * w[(k - a.phi_lag[i]) % p];
        if (p > 0)
            w[k % p] = now;
        for (size_t i = 0; i < delta.n; i++)
            now += delta.by[i] * y[(k + d - delta.lag[i]) % d];
        if (d > 0)
            y[k % d] = now;
        const double *x = fit->ahead ? fit->ahead + k * fit->nx : NULL;
        now += inv_arima_linear(&m, x, (double)(fit->n + k));
        mean[k] += weight * (isnan(*m.lambda) ? now : inv_boxcox_back(now, *m.lambda));
    }
}

/* ---- errors ----------------------------------------------------------------------------------- */

/* psi of the differenced process, then summed up again, in place. */
static void psi_weights(const struct inv_arma *a, const struct inv_arima_delta *delta, size_t h, double *psi)
{
    for (size_t j = 0; j < h; j++)
        psi[j] = j == 0;
    for (size_t i = 0; i < a->ntheta; i++)
        if (a->theta_lag[i] < h)
            psi[a->theta_lag[i]] += a->theta[i][0];
    for (size_t j = 1; j < h; j++)
        for (size_t i = 0; i < a->nphi; i++)
            if (a->phi_lag[i] <= j)
                psi[j] += a->phi[i][0] * psi[j - a->phi_lag[i]];
    for (size_t j = 1; j < h; j++)
        for (size_t i = 0; i < delta->n; i++)
            if (delta->lag[i] <= j)
                psi[j] += delta->by[i] * psi[j - delta->lag[i]];
}

/* An errors' path from nothing: e[h] in, what it makes of the values out, in place of w. */
static void shake(const struct inv_arma *a, const struct inv_arima_delta *delta, size_t h, const double *e, double *w)
{
    for (size_t t = 0; t < h; t++) {
        w[t] = e[t];
        for (size_t i = 0; i < a->ntheta; i++)
            if (a->theta_lag[i] <= t)
                w[t] += a->theta[i][0] * e[t - a->theta_lag[i]];
        for (size_t i = 0; i < a->nphi; i++)
            if (a->phi_lag[i] <= t)
                w[t] += a->phi[i][0] * w[t - a->phi_lag[i]];
    }
    for (size_t t = 0; t < h; t++)
        for (size_t i = 0; i < delta->n; i++)
            if (delta->lag[i] <= t)
                w[t] += delta->by[i] * w[t - delta->lag[i]];
}

static size_t wanted_paths(size_t h, const struct inv_model_args *a)
{
    size_t n = INV_ARIMA_PATHS < PATH_VALUES / h ? INV_ARIMA_PATHS : PATH_VALUES / h;
    n = n > LEAST_PATHS ? n : LEAST_PATHS;
    n = n > a->paths ? n : a->paths;
    return n + n % 2;
}

size_t inv_arima_outlook_room(size_t h, const struct inv_model_args *a)
{
    if (a->linear || h == 0)    /* a fit that was kept in a file says itself whether it is transformed */
        return 2 * h;
    return 4 * h + wanted_paths(h, a) * (h + 3);
}

/* Each step's values are put at the quantiles that the normal distribution of the
 * transformed value gives, in the order that they have: bounds are then exact, and what
 * goes with what over the steps stays. */
static void straighten(struct inv_outlook *o, size_t k, double mean, double sd, double lambda, size_t *order, double *x)
{
    for (size_t i = 0; i < o->npaths; i++)
        x[i] = o->path[i * o->stride + k];
    gsl_sort_index(order, x, 1, o->npaths);
    for (size_t i = 0; i < o->npaths; i++) {
        double z = inv_normal_quantile(((double)i + 0.5) / (double)o->npaths);
        o->path[order[i] * o->stride + k] = inv_boxcox_back(mean + sd * z, lambda);
    }
}

static enum inv_status outlook_paths(const struct inv_arima_model *m, const struct inv_arma *a,
                                     const struct inv_arima_delta *delta, const struct inv_model_args *args, double sigma,
                                     const double *psi, size_t h, struct inv_work *w, struct inv_rng *r,
                                     struct inv_outlook *o, struct inv_err *err)
{
    o->kind = INV_OUTLOOK_PATHS;
    o->npaths = wanted_paths(h, args);
    o->stride = h;
    o->path = inv_work_take(w, o->npaths * h);
    o->scratch = inv_work_take(w, o->npaths);
    size_t *order = (size_t *)(void *)inv_work_take(w, o->npaths);
    double *e = inv_work_take(w, h), *x = inv_work_take(w, o->npaths), var = 0;
    if (!o->path || !o->scratch || !order || !e || !x)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for sample paths");
    for (size_t i = 0; i < o->npaths; i += 2) {
        double *path = o->path + i * h;
        for (size_t k = 0; k < h; k++)
            e[k] = inv_rng_normal(r);
        shake(a, delta, h, e, path);
        for (size_t k = 0; k < h; k++)
            path[h + k] = -path[k];     /* its twin */
    }
    for (size_t k = 0; k < h; k++) {
        var += psi[k] * psi[k];
        straighten(o, k, inv_boxcox(o->mean[k], *m->lambda), sigma * sqrt(var), *m->lambda, order, x);
    }
    return INV_OK;
}

enum inv_status inv_arima_outlook(const struct inv_fit *fit, size_t h, const struct inv_model_args *args,
                                  struct inv_work *w, struct inv_rng *r, struct inv_outlook *o, struct inv_err *err)
{
    struct inv_arima_model m;
    struct inv_arma a;
    struct inv_arima_delta delta;
    double *psi = inv_work_take(w, h);
    if (!psi)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for ARIMA");
    inv_arima_open(fit, &m);
    inv_arima_lags(&m, &a, &delta);
    psi_weights(&a, &delta, h, psi);
    if (!isnan(*m.lambda) && !args->linear)
        return outlook_paths(&m, &a, &delta, args, fit->sigma, psi, h, w, r, o, err);
    o->kind = INV_OUTLOOK_LINEAR;
    o->sigma = fit->sigma;
    o->psi = psi;
    if (isnan(*m.lambda))
        return INV_OK;
    double *scale = inv_work_take(w, h);        /* to the first order */
    if (!scale)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for ARIMA");
    for (size_t k = 0; k < h; k++)
        scale[k] = inv_boxcox_slope(inv_boxcox(o->mean[k], *m.lambda), *m.lambda);
    o->scale = scale;
    return INV_OK;
}
