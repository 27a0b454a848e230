/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Simple exponential smoothing, ETS(A,N,N) of Hyndman, Koehler, Ord and Snyder
 * (2008), ch. 2 and 5: e_t = y_t - l_{t-1}, l_t = l_{t-1} + alpha e_t.
 *
 * The error is linear in the starting level: with a first guess g of it,
 * e_t = a_t - w_t (l_0 - g), where a_t are the errors from g and w_t =
 * (1 - alpha)^(t-1). So the best start and its sum of squares come out of one
 * pass for a given alpha:
 *   l_0 - g = sum a w / sum w^2,   SSE = sum a^2 - (sum a w)^2 / sum w^2.
 * What is left is a search in alpha alone, eight values side by side in each of
 * four passes (the likelihood may have more than one top). A missing value
 * changes nothing but the count. */
#include <math.h>
#include <string.h>

#include "models.h"

#define LEAST_ALPHA 1e-4    /* the usual region, as R's ets takes it */
#define MOST_ALPHA 0.9999

/* Two doubles side by side (gcc and clang). */
typedef double pair __attribute__((vector_size(16)));
#define PAIRS 4
#define ZOOMS 3             /* grids after the first; the last one is 0.005 apart at most */

struct values {
    const double *y;        /* known values less the first one */
    size_t n;
};

static double concentrated(double aa, double aw, double ww)
{
    double sse = aa - aw * aw / ww;
    return sse > 0 ? sse : 0;
}

static void sse_of_eight(const struct values *v, const double *alpha, double *sse)
{
    pair a[PAIRS], l[PAIRS], w[PAIRS], aa[PAIRS], aw[PAIRS], ww[PAIRS];
    for (size_t i = 0; i < PAIRS; i++) {
        a[i] = (pair){ alpha[2 * i], alpha[2 * i + 1] };
        w[i] = (pair){ 1, 1 };
        l[i] = aa[i] = aw[i] = ww[i] = (pair){ 0, 0 };
    }
    for (size_t t = 0; t < v->n; t++) {
        pair y = { v->y[t], v->y[t] };
        for (size_t i = 0; i < PAIRS; i++) {
            pair e = y - l[i];
            l[i] += a[i] * e;
            aa[i] += e * e;
            aw[i] += e * w[i];
            ww[i] += w[i] * w[i];
            w[i] -= a[i] * w[i];
        }
    }
    for (size_t i = 0; i < 2 * PAIRS; i++)
        sse[i] = concentrated(aa[i / 2][i % 2], aw[i / 2][i % 2], ww[i / 2][i % 2]);
}

/* The bottom of a parabola through three points, the middle one of which is the
 * lowest; they are so close by then that nothing else is needed. */
static double bottom(const double *x, const double *f)
{
    double l = x[1] - x[0], r = x[1] - x[2], p = l * (f[1] - f[2]), q = r * (f[1] - f[0]);
    return p - q < 0 ? x[1] - (l * p - r * q) / (2 * (p - q)) : x[1];
}

/* Eight values from end to end, then again between the neighbours of the best. */
static double search_alpha(const struct values *v)
{
    double x[2 * PAIRS] = { LEAST_ALPHA, 0.06, 0.15, 0.28, 0.45, 0.65, 0.85, MOST_ALPHA }, sse[2 * PAIRS];
    size_t best = 0, last = 2 * PAIRS - 1;
    for (int zoom = 0; ; zoom++) {
        sse_of_eight(v, x, sse);
        best = 0;
        for (size_t i = 1; i <= last; i++)
            best = sse[i] < sse[best] ? i : best;
        if (zoom == ZOOMS)
            break;
        double lo = x[best > 0 ? best - 1 : 0], hi = x[best < last ? best + 1 : last];
        for (size_t i = 0; i <= last; i++)
            x[i] = lo + (hi - lo) * (double)i / (double)last;
    }
    return best == 0 || best == last ? x[best] : bottom(x + best - 1, sse + best - 1);
}

/* Start, errors and last level at the chosen alpha. */
static void run(const struct values *v, double alpha, struct inv_fit *fit, double *level)
{
    double l = 0, w = 1, aw = 0, ww = 0;
    for (size_t t = 0; t < v->n; t++) {
        double e = v->y[t] - l;
        l += alpha * e;
        aw += e * w;
        ww += w * w;
        w -= alpha * w;
    }
    double start = aw / ww;
    l = start;
    for (size_t t = 0; t < v->n; t++) {
        double e = v->y[t] - l;
        fit->sse += e * e;
        l += alpha * e;
    }
    fit->par[0] = alpha;
    fit->par[1] = start;
    *level = l;
}

static enum inv_status fit_ses(const struct inv_series *s, const struct inv_model_args *a, struct inv_work *w,
                               struct inv_fit *fit, struct inv_err *err)
{
    (void)a;
    inv_fit_start(fit, &inv_model_ses, s);
    double *level = inv_work_take(w, 1), *y = inv_work_take(w, s->seen);
    if (!level || !y)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for smoothing");
    struct values v = { y, 0 };
    for (size_t t = 0; t < s->n; t++)
        if (isfinite(s->y[t]))
            y[v.n++] = s->y[t] - s->y[0];
    run(&v, search_alpha(&v), fit, level);
    fit->par[1] += s->y[0];
    *level += s->y[0];
    fit->state = level;
    fit->nstate = 1;
    fit->k = 2;
    inv_fit_gaussian(fit, 0);
    return INV_OK;
}

static enum inv_status outlook_ses(const struct inv_fit *fit, size_t h, const struct inv_model_args *a,
                                   struct inv_work *w, struct inv_rng *r, struct inv_outlook *o, struct inv_err *err)
{
    (void)a;
    (void)r;
    double *psi = inv_work_take(w, h);
    if (!psi)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for smoothing");
    for (size_t j = 0; j < h; j++)
        psi[j] = j == 0 ? 1 : fit->par[0];
    o->kind = INV_OUTLOOK_LINEAR;
    o->sigma = fit->sigma;
    o->psi = psi;
    return INV_OK;
}

static void form(const struct inv_fit *fit, char out[INV_FORM_MAX])
{
    (void)fit;
    memcpy(out, "ETS(A,N,N)", sizeof "ETS(A,N,N)");
}

/* The level moves on over y; returns the error, NAN where y is missing. */
static double follow(double alpha, double y, double *level)
{
    double e = y - *level;
    *level += isnan(e) ? 0 : alpha * e;
    return e;
}

static enum inv_status residuals(const struct inv_fit *fit, const struct inv_series *s, struct inv_work *w, double *e,
                                 struct inv_err *err)
{
    (void)w;
    (void)err;
    double level = fit->par[1];
    for (size_t t = 0; t < s->n; t++)
        e[t] = follow(fit->par[0], s->y[t], &level);
    return INV_OK;
}

static enum inv_status update(struct inv_fit *fit, const struct inv_series *more, struct inv_err *err)
{
    (void)err;
    for (size_t t = 0; t < more->n; t++) {
        double e = follow(fit->par[0], more->y[t], &fit->state[0]);
        fit->sse += isnan(e) ? 0 : e * e;
    }
    fit->n += more->n;
    fit->seen += more->seen;
    inv_fit_gaussian(fit, 0);
    return INV_OK;
}

static size_t one(const struct inv_fit *fit) { (void)fit; return 1; }
static size_t three(size_t m) { (void)m; return 3; }

static size_t room(size_t n, size_t m, size_t h, const struct inv_model_args *a)
{
    (void)m;
    (void)a;
    return n + h + 1;
}

static const char *const parameters[] = { "alpha", "l0", NULL };

const struct inv_model inv_model_ses = {
    .name = "ses", .title = "simple exponential smoothing",
    .source = "Brown (1959); Hyndman et al. (2008), ETS(A,N,N)",
    .parameters = parameters, .shorter = &inv_model_naive,
    .least = three, .room = room, .fit = fit_ses, .add = inv_fit_flat, .outlook = outlook_ses,
    .form = form, .residuals = residuals, .update = update, .dynamics = one
};
