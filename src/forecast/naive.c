/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The benchmarks: naive, seasonal naive, drift and mean.
 * Hyndman and Athanasopoulos (2021), Forecasting: principles and practice, 3rd
 * ed., sections 5.2 and 5.5 (their table 5.2 gives the standard deviations). */
#include <math.h>

#include "models.h"

static size_t one(size_t m) { (void)m; return 1; }
static size_t two(size_t m) { (void)m; return 2; }
static size_t three(size_t m) { (void)m; return 3; }
static size_t season_and_one(size_t m) { return m + 1; }

static size_t room(size_t n, size_t m, size_t h, const struct inv_model_args *a)
{
    (void)n;
    (void)a;
    return 2 * m + h + 2;
}

/* psi_j = 1 where j is a multiple of `every`. */
static enum inv_status walk(size_t every, size_t h, struct inv_work *w, struct inv_outlook *o, struct inv_err *err)
{
    double *psi = inv_work_take(w, h);
    if (!psi)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for a random walk");
    for (size_t j = 0; j < h; j++)
        psi[j] = j % every == 0;
    o->kind = INV_OUTLOOK_LINEAR;
    o->psi = psi;
    return INV_OK;
}

/* ---- naive, drift ---------------------------------------------------------------- */

/* A random walk with slope b. Over a gap of g periods its increment has
 * variance g sigma^2, so each error is divided by sqrt(g). `last` was known
 * `age` periods before y[0] (0: nothing was). The errors, where e is not NULL, and
 * the sum of their squares. */
static double walk_errors(const struct inv_series *s, double b, double last, size_t age, double *e)
{
    double sse = 0;
    for (size_t t = 0; t < s->n; t++) {
        double r = NAN;
        if (isfinite(s->y[t])) {
            if (age > 0)
                r = (s->y[t] - last - (double)age * b) / sqrt((double)age);
            last = s->y[t];
            age = 0;
        }
        age += age > 0 || isfinite(s->y[t]);
        sse += isfinite(r) ? r * r : 0;
        if (e)
            e[t] = r;
    }
    return sse;
}

static enum inv_status fit_walk(const struct inv_series *s, bool drift, struct inv_work *w, struct inv_fit *fit,
                                struct inv_err *err)
{
    double *x = inv_work_take(w, 2);
    if (!x)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for a random walk");
    x[0] = s->y[s->n - 1];
    x[1] = drift ? (s->y[s->n - 1] - s->y[0]) / (double)(s->n - 1) : 0;
    fit->state = x;
    fit->nstate = 2;
    fit->par[0] = x[1];
    fit->k = drift;
    fit->sse = walk_errors(s, x[1], 0, 0, NULL);
    fit->seen = s->seen - 1;    /* increments */
    inv_fit_gaussian(fit, 0);
    return INV_OK;
}

static enum inv_status fit_naive(const struct inv_series *s, const struct inv_model_args *a, struct inv_work *w,
                                 struct inv_fit *fit, struct inv_err *err)
{
    (void)a;
    inv_fit_start(fit, &inv_model_naive, s);
    return fit_walk(s, false, w, fit, err);
}

static enum inv_status fit_drift(const struct inv_series *s, const struct inv_model_args *a, struct inv_work *w,
                                 struct inv_fit *fit, struct inv_err *err)
{
    (void)a;
    inv_fit_start(fit, &inv_model_drift, s);
    return fit_walk(s, true, w, fit, err);
}

static enum inv_status residuals_walk(const struct inv_fit *fit, const struct inv_series *s, struct inv_work *w, double *e,
                                      struct inv_err *err)
{
    (void)w;
    (void)err;
    walk_errors(s, fit->state[1], 0, 0, e);
    return INV_OK;
}

static enum inv_status update_walk(struct inv_fit *fit, const struct inv_series *more, struct inv_err *err)
{
    (void)err;
    fit->sse += walk_errors(more, fit->state[1], fit->state[0], 1, NULL);
    fit->state[0] = more->y[more->n - 1];
    fit->seen += more->seen;
    fit->n += more->n;
    inv_fit_gaussian(fit, 0);
    return INV_OK;
}

static void add_walk(const struct inv_fit *fit, double weight, size_t h, double *mean)
{
    for (size_t k = 0; k < h; k++)
        mean[k] += weight * (fit->state[0] + (double)(k + 1) * fit->state[1]);
}

static enum inv_status outlook_naive(const struct inv_fit *fit, size_t h, const struct inv_model_args *a,
                                     struct inv_work *w, struct inv_rng *r, struct inv_outlook *o, struct inv_err *err)
{
    (void)a;
    (void)r;
    o->sigma = fit->sigma;
    return walk(1, h, w, o, err);
}

/* The slope's standard error is sigma / sqrt(n - 1), felt k times at step k. */
static enum inv_status outlook_drift(const struct inv_fit *fit, size_t h, const struct inv_model_args *a,
                                     struct inv_work *w, struct inv_rng *r, struct inv_outlook *o, struct inv_err *err)
{
    double *rank = inv_work_take(w, h);
    if (!rank)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for a random walk");
    for (size_t k = 0; k < h; k++)
        rank[k] = (double)(k + 1) * fit->sigma / sqrt((double)(fit->n - 1));
    o->rank = rank;
    return outlook_naive(fit, h, a, w, r, o, err);
}

static size_t room_drift(size_t n, size_t m, size_t h, const struct inv_model_args *a)
{
    return room(n, m, h, a) + h;
}

/* ---- seasonal naive --------------------------------------------------------------- */

/* State: last[t % m], the latest value of each position in the season, and by how
 * many seasons the period after the series is later than it; 0: there is none. A
 * missing value leaves that of a season before: the error of s seasons has the variance
 * of s, so it is divided by sqrt(s). */
static void season_errors(struct inv_fit *fit, const struct inv_series *s, double *e)
{
    size_t m = fit->m;
    double *last = fit->state, *age = fit->state + m;
    for (size_t t = 0, at = fit->n % m; t < s->n; t++, at = at + 1 == m ? 0 : at + 1) {
        double r = NAN;
        bool known = isfinite(s->y[t]);
        if (known && age[at] > 0) {
            r = (s->y[t] - last[at]) / sqrt(age[at]);
            fit->sse += r * r;
            fit->seen++;
        }
        if (known)
            last[at] = s->y[t];
        age[at] = known ? 1 : age[at] > 0 ? age[at] + 1 : 0;
        if (e)
            e[t] = r;
    }
    fit->n += s->n;
}

/* A fit to nothing yet. */
static void start_season(struct inv_fit *fit, size_t m, double *state)
{
    fit->m = m;
    fit->n = fit->seen = 0;
    fit->state = state;
    fit->nstate = 2 * m;
    for (size_t i = 0; i < m; i++)
        state[i] = state[m + i] = 0;
}

static enum inv_status fit_snaive(const struct inv_series *s, const struct inv_model_args *a, struct inv_work *w,
                                  struct inv_fit *fit, struct inv_err *err)
{
    (void)a;
    inv_fit_start(fit, &inv_model_snaive, s);
    double *state = inv_work_take(w, 2 * s->m);
    if (!state)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for a season");
    start_season(fit, s->m, state);
    season_errors(fit, s, NULL);
    for (size_t i = 0; i < s->m; i++)
        if (!(state[s->m + i] > 0))
            return inv_err_set(err, INV_EFIT, "a position of the season without a value");
    if (fit->seen == 0 || s->m < 2)
        return inv_err_set(err, INV_EFIT, "no two values a season apart");
    inv_fit_gaussian(fit, 0);
    return INV_OK;
}

static enum inv_status residuals_snaive(const struct inv_fit *fit, const struct inv_series *s, struct inv_work *w, double *e,
                                        struct inv_err *err)
{
    struct inv_fit again = { 0 };
    double *state = inv_work_take(w, 2 * fit->m);
    if (!state)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for a season");
    start_season(&again, fit->m, state);
    season_errors(&again, s, e);
    return INV_OK;
}

static enum inv_status update_snaive(struct inv_fit *fit, const struct inv_series *more, struct inv_err *err)
{
    (void)err;
    season_errors(fit, more, NULL);
    inv_fit_gaussian(fit, 0);
    return INV_OK;
}

static void add_snaive(const struct inv_fit *fit, double weight, size_t h, double *mean)
{
    for (size_t k = 0; k < h; k++)
        mean[k] += weight * fit->state[(fit->n + k) % fit->m];
}

/* A value that is s seasons old is s - 1 errors further away, which all steps of its position share. */
static enum inv_status outlook_snaive(const struct inv_fit *fit, size_t h, const struct inv_model_args *a,
                                      struct inv_work *w, struct inv_rng *r, struct inv_outlook *o, struct inv_err *err)
{
    (void)a;
    (void)r;
    const double *age = fit->state + fit->m;
    double *own = inv_work_take(w, h);
    if (!own)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for a season");
    for (size_t k = 0; k < h; k++)
        own[k] = fit->sigma * sqrt(age[(fit->n + k) % fit->m] - 1);
    o->own = own;
    o->period = fit->m;
    o->sigma = fit->sigma;
    return walk(fit->m, h, w, o, err);
}

static size_t room_snaive(size_t n, size_t m, size_t h, const struct inv_model_args *a)
{
    return room(n, m, h, a) + h;
}

/* ---- mean ------------------------------------------------------------------------- */

static void add_values(struct inv_fit *fit, const struct inv_series *s)
{
    double *mean = fit->state;
    for (size_t t = 0; t < s->n; t++)
        if (isfinite(s->y[t])) {
            double d = s->y[t] - *mean;     /* Welford (1962) */
            *mean += d / (double)++fit->seen;
            fit->sse += d * (s->y[t] - *mean);
        }
    fit->par[0] = *mean;
}

static enum inv_status fit_mean(const struct inv_series *s, const struct inv_model_args *a, struct inv_work *w,
                                struct inv_fit *fit, struct inv_err *err)
{
    (void)a;
    inv_fit_start(fit, &inv_model_mean, s);
    double *x = inv_work_take(w, 1);
    if (!x)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for a mean");
    fit->seen = 0;
    x[0] = 0;
    fit->state = x;
    fit->nstate = fit->k = 1;
    add_values(fit, s);
    inv_fit_gaussian(fit, 0);
    return INV_OK;
}

static enum inv_status residuals_mean(const struct inv_fit *fit, const struct inv_series *s, struct inv_work *w, double *e,
                                      struct inv_err *err)
{
    (void)w;
    (void)err;
    for (size_t t = 0; t < s->n; t++)
        e[t] = s->y[t] - fit->state[0];
    return INV_OK;
}

/* The mean stays that of all values. */
static enum inv_status update_mean(struct inv_fit *fit, const struct inv_series *more, struct inv_err *err)
{
    (void)err;
    add_values(fit, more);
    fit->n += more->n;
    inv_fit_gaussian(fit, 0);
    return INV_OK;
}

/* The mean's standard error is the same at every step. */
static enum inv_status outlook_mean(const struct inv_fit *fit, size_t h, const struct inv_model_args *a,
                                    struct inv_work *w, struct inv_rng *r, struct inv_outlook *o, struct inv_err *err)
{
    (void)a;
    (void)r;
    double *own = inv_work_take(w, h);
    if (!own)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for a mean");
    for (size_t k = 0; k < h; k++)
        own[k] = fit->sigma / sqrt((double)fit->seen);
    o->kind = INV_OUTLOOK_LINEAR;
    o->sigma = fit->sigma;
    o->own = own;
    o->period = 1;
    return INV_OK;
}

static const char *const drift_parameters[] = { "drift", NULL };
static const char *const mean_parameters[] = { "mean", NULL };

const struct inv_model inv_model_naive = {
    .name = "naive", .title = "last value",
    .source = "Hyndman and Athanasopoulos (2021), 5.2",
    .least = one, .room = room, .fit = fit_naive, .add = add_walk, .outlook = outlook_naive,
    .residuals = residuals_walk, .update = update_walk
};

const struct inv_model inv_model_snaive = {
    .name = "snaive", .title = "value of a season ago",
    .source = "Hyndman and Athanasopoulos (2021), 5.2",
    .flags = INV_MODEL_SEASONAL, .shorter = &inv_model_naive,
    .least = season_and_one, .room = room_snaive, .fit = fit_snaive, .add = add_snaive, .outlook = outlook_snaive,
    .residuals = residuals_snaive, .update = update_snaive
};

const struct inv_model inv_model_drift = {
    .name = "drift", .title = "last value and mean change",
    .source = "Hyndman and Athanasopoulos (2021), 5.2",
    .parameters = drift_parameters, .shorter = &inv_model_naive,
    .least = three, .room = room_drift, .fit = fit_drift, .add = add_walk, .outlook = outlook_drift,
    .residuals = residuals_walk, .update = update_walk
};

const struct inv_model inv_model_mean = {
    .name = "mean", .title = "mean of all values",
    .source = "Hyndman and Athanasopoulos (2021), 5.2",
    .parameters = mean_parameters, .shorter = &inv_model_naive,
    .least = two, .room = room, .fit = fit_mean, .add = inv_fit_flat, .outlook = outlook_mean,
    .residuals = residuals_mean, .update = update_mean
};
