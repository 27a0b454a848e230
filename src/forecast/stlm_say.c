/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said of a fit of stlm, and what new values do to it. */
#include <math.h>
#include <stdio.h>

#include "stlm.h"

void inv_stlm_form(const struct inv_fit *fit, char out[INV_FORM_MAX])
{
    const struct inv_fit *rest = fit->parts;
    char name[INV_FORM_MAX] = "";
    size_t nm = (size_t)fit->state[0], at = (size_t)snprintf(out, INV_FORM_MAX, "%s(", nm > 1 ? "MSTL" : "STL");
    for (size_t i = 0; i < nm && at + 20 < INV_FORM_MAX; i++)
        at += (size_t)snprintf(out + at, INV_FORM_MAX - at, "%s%.0f", i > 0 ? "," : "", fit->state[1 + i]);
    if (rest->model->form)
        rest->model->form(rest, name);
    snprintf(out + at, INV_FORM_MAX - at, ")%s%s", fit->kind == INV_STLM_FACTORS ? " x " : " + ",
             *name ? name : rest->model->name);
}

static void say(const struct inv_facts *out, const char *name, double value)
{
    struct inv_fact f = { .kind = INV_FACT_PARAMETER, .name = name, .value = value, .se = NAN, .stat = NAN, .p = NAN };
    out->say(out->ctx, &f);
}

void inv_stlm_explain(const struct inv_fit *fit, const struct inv_facts *out)
{
    const struct inv_fit *rest = fit->parts;
    say(out, "strength_trend", fit->par[INV_STLM_TREND]);
    for (size_t i = 0; i < (size_t)fit->state[0] && i < INV_STLM_SEASONS; i++) {
        char name[40];
        snprintf(name, sizeof name, "strength_season_%.0f", fit->state[1 + i]);
        say(out, name, fit->par[INV_STLM_SEASON + i]);
    }
    if (rest->model->explain)
        rest->model->explain(rest, out);
    else
        for (size_t i = 0; rest->model->parameters && rest->model->parameters[i]; i++)
            say(out, rest->model->parameters[i], rest->par[i]);
}

/* The rest's; the seasons are found once more. */
enum inv_status inv_stlm_residuals(const struct inv_fit *fit, const struct inv_series *all, struct inv_work *w,
                                      double *e, struct inv_err *err)
{
    const struct inv_fit *rest = fit->parts;
    size_t m[INV_STLM_MOST], nm = (size_t)fit->state[0] < INV_STLM_MOST ? (size_t)fit->state[0] : INV_STLM_MOST;
    struct inv_series s = inv_series_tail(all, fit->n < all->n ? fit->n : all->n), left;
    double log_scale;
    for (size_t i = 0; i < nm; i++)
        m[i] = (size_t)fit->state[1 + i];
    for (size_t t = 0; t < all->n; t++)
        e[t] = NAN;
    struct inv_stlm_parts p = inv_stlm_parts(&s, m, nm, w);
    if (!rest->model->residuals || !p.work)
        return p.work ? INV_OK : inv_err_set(err, INV_ENOMEM, "a workspace too small for a decomposition");
    enum inv_status st = inv_stlm_decompose(&p, fit->kind, err);
    if (st != INV_OK)
        return st;
    inv_stlm_take_off(&p, fit->kind, &log_scale);
    inv_series_look(&left, p.y, s.n, 1);
    left.x = s.x;
    left.nx = s.nx;
    return rest->model->residuals(rest, &left, w, e + (all->n - s.n), err);
}

/* The seasons stay; the rest goes on over y less them. */
enum inv_status inv_stlm_update(struct inv_fit *fit, const struct inv_series *more, struct inv_err *err)
{
    struct inv_fit *rest = (struct inv_fit *)(uintptr_t)fit->parts;
    if (!rest->model->update)
        return inv_err_set(err, INV_EFIT, "%s cannot be updated", rest->model->name);
    for (size_t t = 0; t < more->n; t++) {
        struct inv_series one;
        double x = inv_stlm_season(fit, fit->n), y = fit->kind == INV_STLM_FACTORS ? more->y[t] / x : more->y[t] - x;
        inv_series_look(&one, &y, 1, 1);
        one.x = more->x ? more->x + t * more->nx : NULL;
        one.nx = more->nx;
        double sigma = rest->sigma;
        enum inv_status st = rest->model->update(rest, &one, err);
        if (st != INV_OK)
            return st;
        fit->n++;
        fit->seen += one.seen;
        fit->sse = rest->sse;
        if (rest->sigma != sigma)       /* found anew, without what the seasons took */
            inv_stlm_widen(fit, rest);
    }
    return INV_OK;
}

size_t inv_stlm_dynamics(const struct inv_fit *fit)
{
    const struct inv_fit *rest = fit->parts;
    return rest->model->dynamics ? rest->model->dynamics(rest) : 0;
}

