/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Moving averages, plain (sma) and weighted (wma): the mean of the last k known
 * values is the forecast of every step.
 *
 * A forecast sum w_i y(t-i) is that of an autoregression of order k with the
 * coefficients w (Svetunkov and Petropoulos 2018, for equal weights); its
 * psi-weights psi_j = sum_i w_i psi_{j-i} say how errors add up. They settle at
 * 2 / (k + 1) for equal weights: exponential smoothing of the same mean age. */
#include <math.h>
#include <string.h>

#include "models.h"

#define MOST_FITTED 24      /* windows tried where none is given: up to this, or a season */

static size_t three(size_t m) { (void)m; return 3; }

static size_t room(size_t n, size_t m, size_t h, const struct inv_model_args *a)
{
    (void)m;
    return 3 * n + h + 2 * a->nweights + 16;
}

/* The known values, one after the other. */
static size_t known(const struct inv_series *s, double *x)
{
    size_t n = 0;
    for (size_t t = 0; t < s->n; t++)
        if (isfinite(s->y[t]))
            x[n++] = s->y[t];
    return n;
}

/* Sum of squared one-step errors at x[from..n) of the mean of the k before;
 * sum[i] is the sum of the first i values. */
static double window_sse(const double *x, const double *sum, size_t n, size_t k, size_t from)
{
    double sse = 0, share = 1 / (double)k;
    for (size_t t = from; t < n; t++) {
        double e = x[t] - (sum[t] - sum[t - k]) * share;
        sse += e * e;
    }
    return sse;
}

/* The window of least squared error, all judged on the same values. */
static size_t best_window(const double *x, const double *sum, size_t n, size_t m)
{
    size_t most = m > MOST_FITTED ? m : MOST_FITTED;
    most = most < n / 2 ? most : n / 2;
    size_t best = 1;
    double least = INFINITY;
    for (size_t k = 1; k <= most; k++) {
        double sse = window_sse(x, sum, n, k, most);
        if (sse < least) {
            least = sse;
            best = k;
        }
    }
    return best;
}

/* State: the forecast, the k weights, the last k known values (newest first). */
static double forecast_of(const double *weight, const double *last, size_t k)
{
    double f = 0;
    for (size_t i = 0; i < k; i++)
        f += weight[i] * last[i];
    return f;
}

/* Another known value: its error. */
static double take_in(struct inv_fit *fit, double y)
{
    size_t k = (size_t)fit->par[0];
    double *level = fit->state, *weight = level + 1, *last = weight + k, e = y - *level;
    memmove(last + 1, last, (k - 1) * sizeof *last);
    last[0] = y;
    *level = forecast_of(weight, last, k);
    fit->sse += e * e;
    fit->seen++;
    return e;
}

/* k < n values x; the weights stand in state[1..k]. */
static void finish(const double *x, size_t n, size_t k, double *state, struct inv_fit *fit)
{
    const double *weight = state + 1;
    for (size_t t = k; t < n; t++) {
        double f = 0;
        for (size_t i = 0; i < k; i++)
            f += weight[i] * x[t - 1 - i];
        fit->sse += (x[t] - f) * (x[t] - f);
    }
    double *last = state + 1 + k;
    for (size_t i = 0; i < k; i++)
        last[i] = x[n - 1 - i];
    state[0] = forecast_of(weight, last, k);
    fit->par[0] = (double)k;
    fit->seen = n - k;
    fit->state = state;
    fit->nstate = 2 * k + 1;
    inv_fit_gaussian(fit, 0);
}

static enum inv_status residuals_window(const struct inv_fit *fit, const struct inv_series *s, struct inv_work *w, double *e,
                                        struct inv_err *err)
{
    size_t k = (size_t)fit->par[0], n = 0;
    struct inv_fit again = { .state = inv_work_take(w, 2 * k + 1), .par = { fit->par[0] } };
    if (!again.state)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for a window");
    memset(again.state, 0, (2 * k + 1) * sizeof *again.state);
    memcpy(again.state + 1, fit->state + 1, k * sizeof *again.state);
    for (size_t t = 0; t < s->n; t++) {
        double r = isfinite(s->y[t]) ? take_in(&again, s->y[t]) : NAN;
        n += isfinite(s->y[t]) != 0;
        e[t] = n > k ? r : NAN;
    }
    return INV_OK;
}

static enum inv_status update_window(struct inv_fit *fit, const struct inv_series *more, struct inv_err *err)
{
    (void)err;
    for (size_t t = 0; t < more->n; t++)
        if (isfinite(more->y[t]))
            take_in(fit, more->y[t]);
    fit->n += more->n;
    inv_fit_gaussian(fit, 0);
    return INV_OK;
}

static enum inv_status too_long(struct inv_err *err)
{
    return inv_err_set(err, INV_EFIT, "a window longer than the series");
}

static enum inv_status fit_sma(const struct inv_series *s, const struct inv_model_args *a, struct inv_work *w,
                               struct inv_fit *fit, struct inv_err *err)
{
    inv_fit_start(fit, &inv_model_sma, s);
    double *state = inv_work_take(w, 2 * s->n + 1), *x = inv_work_take(w, s->n);
    if (!state || !x)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for a window");
    size_t n = known(s, x), k = a->window;
    if (k == 0) {
        double *sum = state;        /* not needed any more when the weights are written */
        sum[0] = 0;
        for (size_t i = 0; i < n; i++)
            sum[i + 1] = sum[i] + x[i];
        k = best_window(x, sum, n, s->m);
    }
    if (k >= n)
        return too_long(err);
    for (size_t i = 0; i < k; i++)
        state[1 + i] = 1 / (double)k;
    finish(x, n, k, state, fit);
    return INV_OK;
}

static enum inv_status fit_wma(const struct inv_series *s, const struct inv_model_args *a, struct inv_work *w,
                               struct inv_fit *fit, struct inv_err *err)
{
    static const double three_two_one[] = { 3, 2, 1 };
    const double *given = a->weights ? a->weights : three_two_one;
    size_t k = a->weights ? a->nweights : 3;
    inv_fit_start(fit, &inv_model_wma, s);
    double *state = inv_work_take(w, 2 * k + 1), *x = inv_work_take(w, s->n), sum = 0;
    if (!state || !x)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for a window");
    for (size_t i = 0; i < k; i++)
        sum += given[i];
    if (!(sum > 0))
        return inv_err_set(err, INV_EARG, "weights that do not add up to more than zero");
    size_t n = known(s, x);
    if (k >= n)
        return too_long(err);
    for (size_t i = 0; i < k; i++)
        state[1 + i] = given[i] / sum;
    finish(x, n, k, state, fit);
    return INV_OK;
}

static enum inv_status outlook_window(const struct inv_fit *fit, size_t h, const struct inv_model_args *a,
                                      struct inv_work *w, struct inv_rng *r, struct inv_outlook *o, struct inv_err *err)
{
    (void)a;
    (void)r;
    double *psi = inv_work_take(w, h);
    if (!psi)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for a window");
    const double *weight = fit->state + 1;
    size_t k = (size_t)fit->par[0];
    psi[0] = 1;
    for (size_t j = 1; j < h; j++) {
        psi[j] = 0;
        for (size_t i = 1; i <= k && i <= j; i++)
            psi[j] += weight[i - 1] * psi[j - i];
    }
    o->kind = INV_OUTLOOK_LINEAR;
    o->sigma = fit->sigma;
    o->psi = psi;
    return INV_OK;
}

static const char *const parameters[] = { "window", NULL };

const struct inv_model inv_model_sma = {
    .name = "sma", .title = "mean of the last --window values (fitted where not given)",
    .source = "Svetunkov and Petropoulos (2018)",
    .parameters = parameters, .shorter = &inv_model_mean,
    .least = three, .room = room, .fit = fit_sma, .add = inv_fit_flat, .outlook = outlook_window,
    .residuals = residuals_window, .update = update_window
};

const struct inv_model inv_model_wma = {
    .name = "wma", .title = "mean of the last values with --weights, newest first",
    .source = "Hanke and Wichern (2014), 4",
    .parameters = parameters, .shorter = &inv_model_mean,
    .least = three, .room = room, .fit = fit_wma, .add = inv_fit_flat, .outlook = outlook_window,
    .residuals = residuals_window, .update = update_window
};
