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
    return 3 * n + h + a->nweights + 8;
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

/* k < n */
static void finish(const double *x, size_t n, const double *weight, size_t k, double *level, struct inv_fit *fit)
{
    for (size_t t = k; t < n; t++) {
        double f = 0;
        for (size_t i = 0; i < k; i++)
            f += weight[i] * x[t - 1 - i];
        fit->sse += (x[t] - f) * (x[t] - f);
    }
    *level = 0;
    for (size_t i = 0; i < k; i++)
        *level += weight[i] * x[n - 1 - i];
    fit->par[0] = (double)k;
    fit->seen = n - k;
    fit->state = level;         /* the weights stand behind it */
    fit->nstate = k + 1;
    inv_fit_gaussian(fit, 0);
}

static enum inv_status too_long(struct inv_err *err)
{
    return inv_err_set(err, INV_EFIT, "a window longer than the series");
}

static enum inv_status fit_sma(const struct inv_series *s, const struct inv_model_args *a, struct inv_work *w,
                               struct inv_fit *fit, struct inv_err *err)
{
    inv_fit_start(fit, &inv_model_sma, s);
    double *state = inv_work_take(w, s->n + 1), *x = inv_work_take(w, s->n);
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
    finish(x, n, state + 1, k, state, fit);
    return INV_OK;
}

static enum inv_status fit_wma(const struct inv_series *s, const struct inv_model_args *a, struct inv_work *w,
                               struct inv_fit *fit, struct inv_err *err)
{
    static const double three_two_one[] = { 3, 2, 1 };
    const double *given = a->weights ? a->weights : three_two_one;
    size_t k = a->weights ? a->nweights : 3;
    inv_fit_start(fit, &inv_model_wma, s);
    double *state = inv_work_take(w, k + 1), *x = inv_work_take(w, s->n), sum = 0;
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
    finish(x, n, state + 1, k, state, fit);
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
    size_t k = fit->nstate - 1;
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
    .least = three, .room = room, .fit = fit_sma, .add = inv_fit_flat, .outlook = outlook_window
};

const struct inv_model inv_model_wma = {
    .name = "wma", .title = "mean of the last values with --weights, newest first",
    .source = "Hanke and Wichern (2014), 4",
    .parameters = parameters, .shorter = &inv_model_mean,
    .least = three, .room = room, .fit = fit_wma, .add = inv_fit_flat, .outlook = outlook_window
};
