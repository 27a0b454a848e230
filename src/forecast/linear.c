/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Regression on a straight line, with a dummy for each position of the season
 * (linear) or without (trend).
 *
 * Least squares has a closed form here: with means tbar_s and ybar_s of the n_s
 * values at position s, the slope is
 *   b = sum (t - tbar_s)(y - ybar_s) / S,   S = sum (t - tbar_s)^2,
 * the forecast ybar_s + b (t - tbar_s), and its variance
 *   sigma^2 (1 + 1 / n_s + (t - tbar_s)^2 / S)
 * with errors of ybar_s independent between positions and that of b common to
 * all steps (Frisch and Waugh 1933; Draper and Smith 1998, 1.4). With regressors, or a
 * season so long that waves stand for it, linear is a regression on all columns
 * (regress.h), which gives the same where both can serve. */
#include <math.h>
#include <stdio.h>

#include "regress.h"

static size_t three(size_t m) { (void)m; return 3; }
static size_t season_and_three(size_t m) { return m <= INV_DESIGN_DUMMIES ? m + 3 : 5; }

static size_t room(size_t n, size_t m, size_t h, const struct inv_model_args *a)
{
    return 3 * m + 2 + 2 * h + inv_regress_room(n, m, h, a);
}

/* State: b, S, then for each position ybar, tbar, n. */
struct line { double *b, *S, *ybar, *tbar, *count; };

static struct line lay(double *x, size_t m)
{
    return (struct line){ x, x + 1, x + 2, x + 2 + m, x + 2 + 2 * m };
}

static bool centre(const struct inv_series *s, size_t m, struct line *l)
{
    for (size_t i = 0; i < m; i++) {
        double y = 0, tt = 0, n = 0;
        for (size_t t = i; t < s->n; t += m)
            if (isfinite(s->y[t])) {
                n++;
                y += (s->y[t] - y) / n;
                tt += ((double)t - tt) / n;
            }
        if (n == 0)
            return false;
        l->ybar[i] = y;
        l->tbar[i] = tt;
        l->count[i] = n;
    }
    return true;
}

static void slope(const struct inv_series *s, size_t m, struct line *l)
{
    double ty = 0;
    *l->S = 0;
    for (size_t t = 0; t < s->n; t++)
        if (isfinite(s->y[t])) {
            double dt = (double)t - l->tbar[t % m];
            ty += dt * (s->y[t] - l->ybar[t % m]);
            *l->S += dt * dt;
        }
    *l->b = *l->S > 0 ? ty / *l->S : 0;
}

static enum inv_status fit_line(const struct inv_series *s, size_t m, struct inv_work *w, struct inv_fit *fit,
                                struct inv_err *err)
{
    double *x = inv_work_take(w, 3 * m + 2);
    if (!x)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for a regression");
    struct line l = lay(x, m);
    if (!centre(s, m, &l))
        return inv_err_set(err, INV_EFIT, "a position of the season without a value");
    slope(s, m, &l);
    fit->k = m + 1;
    if (!(*l.S > 0) || s->seen <= fit->k)
        return inv_err_set(err, INV_EFIT, "fewer values than coefficients");
    for (size_t t = 0; t < s->n; t++)
        if (isfinite(s->y[t])) {
            double e = s->y[t] - l.ybar[t % m] - *l.b * ((double)t - l.tbar[t % m]);
            fit->sse += e * e;
        }
    fit->m = m;
    fit->state = x;
    fit->nstate = 3 * m + 2;
    fit->par[0] = *l.b;
    inv_fit_gaussian(fit, 0);
    return INV_OK;
}

static enum inv_status fit_linear(const struct inv_series *s, const struct inv_model_args *a, struct inv_work *w,
                                  struct inv_fit *fit, struct inv_err *err)
{
    (void)a;
    inv_fit_start(fit, &inv_model_linear, s);
    if (s->nx > 0 || s->m > INV_DESIGN_DUMMIES)
        return inv_regress_fit(INV_CURVE_LINE, 0, s, w, fit, err);
    return fit_line(s, s->m, w, fit, err);
}

static enum inv_status fit_trend(const struct inv_series *s, const struct inv_model_args *a, struct inv_work *w,
                                 struct inv_fit *fit, struct inv_err *err)
{
    (void)a;
    inv_fit_start(fit, &inv_model_trend, s);
    return fit_line(s, 1, w, fit, err);
}

static void add_line(const struct inv_fit *fit, double weight, size_t h, double *mean)
{
    size_t m = fit->m;
    const double *x = fit->state;
    if (fit->kind > 0) {
        inv_regress_add(fit, weight, h, mean);
        return;
    }
    for (size_t k = 0; k < h; k++) {
        size_t t = fit->n + k, i = t % m;
        mean[k] += weight * (x[2 + i] + x[0] * ((double)t - x[2 + m + i]));
    }
}

static enum inv_status outlook_line(const struct inv_fit *fit, size_t h, const struct inv_model_args *a,
                                    struct inv_work *w, struct inv_rng *r, struct inv_outlook *o, struct inv_err *err)
{
    (void)a;
    (void)r;
    if (fit->kind > 0)
        return inv_regress_outlook(fit, h, w, o, err);
    double *rank = inv_work_take(w, h), *own = inv_work_take(w, h);
    if (!rank || !own)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for a regression");
    size_t m = fit->m;
    const double *x = fit->state;
    for (size_t k = 0; k < h; k++) {
        size_t t = fit->n + k, i = t % m;
        rank[k] = fit->sigma * ((double)t - x[2 + m + i]) / sqrt(x[1]);
        own[k] = fit->sigma / sqrt(x[2 + 2 * m + i]);
    }
    o->kind = INV_OUTLOOK_LINEAR;
    o->sigma = fit->sigma;
    o->rank = rank;
    o->own = own;
    o->period = m;
    return INV_OK;
}

/* ---- what there is to say, and new values ------------------------------------------ */

/* The positions' intercepts are what the line through them has at time 0. */
static void explain_line(const struct inv_fit *fit, const struct inv_facts *out)
{
    if (fit->kind > 0) {
        inv_regress_explain(fit, out);
        return;
    }
    size_t m = fit->m;
    const double *x = fit->state;
    double df = (double)fit->seen - (double)fit->k;
    for (size_t i = 0; i < m; i++) {
        char name[32];
        snprintf(name, sizeof name, m > 1 ? "intercept%zu" : "intercept", i + 1);
        double tbar = x[2 + m + i], se = fit->sigma * sqrt(1 / x[2 + 2 * m + i] + tbar * tbar / x[1]);
        inv_regress_say(out, name, x[2 + i] - x[0] * tbar, se, df);
    }
    inv_regress_say(out, "trend", x[0], fit->sigma / sqrt(x[1]), df);
}

static enum inv_status residuals_line(const struct inv_fit *fit, const struct inv_series *s, struct inv_work *w, double *e,
                                      struct inv_err *err)
{
    if (fit->kind > 0)
        return inv_regress_residuals(fit, s, w, e, err);
    size_t m = fit->m;
    const double *x = fit->state;
    for (size_t t = 0; t < s->n; t++)
        e[t] = s->y[t] - x[2 + t % m] - x[0] * ((double)t - x[2 + m + t % m]);
    return INV_OK;
}

/* A value more at position i with n values before it: with dt, dy its distances from
 * their means and e = dy - b dt, S grows by c dt^2 and S b by c dt dy, c = n / (n + 1);
 * the squared errors grow by e^2 / (1 + 1 / n + dt^2 / S). */
static void take_value(struct line *l, double *sse, size_t i, double t, double y)
{
    double n = l->count[i], dt = t - l->tbar[i], e = y - l->ybar[i] - *l->b * dt, c = n / (n + 1);
    *sse += e * e / (1 + 1 / n + dt * dt / *l->S);
    *l->S += c * dt * dt;
    *l->b += c * dt * e / *l->S;
    l->ybar[i] += (y - l->ybar[i]) / (n + 1);
    l->tbar[i] += dt / (n + 1);
    l->count[i]++;
}

static enum inv_status update_line(struct inv_fit *fit, const struct inv_series *more, struct inv_err *err)
{
    if (fit->kind > 0)
        return inv_regress_update(fit, more, err);
    struct line l = lay(fit->state, fit->m);
    for (size_t t = 0; t < more->n; t++)
        if (isfinite(more->y[t])) {
            take_value(&l, &fit->sse, (fit->n + t) % fit->m, (double)(fit->n + t), more->y[t]);
            fit->seen++;
        }
    fit->n += more->n;
    fit->par[0] = *l.b;
    inv_fit_gaussian(fit, 0);
    return INV_OK;
}

static const char *const parameters[] = { "slope", NULL };

const struct inv_model inv_model_linear = {
    .name = "linear", .title = "regression on a line, the season and regressors",
    .source = "Hyndman and Athanasopoulos (2021), 7.4",
    .flags = INV_MODEL_SEASONAL, .parameters = parameters, .shorter = &inv_model_trend,
    .least = season_and_three, .room = room, .fit = fit_linear, .add = add_line, .outlook = outlook_line,
    .explain = explain_line, .residuals = residuals_line, .update = update_line
};

const struct inv_model inv_model_trend = {
    .name = "trend", .title = "regression on a line, without season",
    .source = "Hyndman and Athanasopoulos (2021), 7.4",
    .flags = INV_MODEL_HIDDEN, .parameters = parameters, .shorter = &inv_model_naive,
    .least = three, .room = room, .fit = fit_trend, .add = add_line, .outlook = outlook_line,
    .explain = explain_line, .residuals = residuals_line, .update = update_line
};
