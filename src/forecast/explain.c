/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/explain.h"

#include <math.h>
#include <string.h>

#include "inv/acf.h"
#include "inv/normality.h"

#define MOST_LAGS 1000          /* of a test, however long the season is */

/* What is being explained, and to whom. */
struct scene {
    const struct inv_forecast *f;
    const struct inv_model_args *args;
    struct inv_work *w;
    const struct inv_explain *out;
    const char *form;
};

static void say(const struct scene *c, enum inv_fact_kind kind, const char *name, double value, double stat, double p)
{
    struct inv_fact fact = { .kind = kind, .name = name, .value = value, .se = NAN, .stat = stat, .p = p };
    c->out->say(c->out->ctx, c->form, &fact);
}

static void pass_on(void *ctx, const struct inv_fact *fact)
{
    const struct scene *c = ctx;
    c->out->say(c->out->ctx, c->form, fact);
}

void inv_explain_form(const struct inv_fit *fit, char out[INV_FORM_MAX])
{
    if (fit->model->form) {
        fit->model->form(fit, out);
        return;
    }
    size_t n = strlen(fit->model->name);
    n = n < INV_FORM_MAX ? n : INV_FORM_MAX - 1;
    memcpy(out, fit->model->name, n);
    out[n] = '\0';
}

static void parameters(struct scene *c, const struct inv_fit *fit)
{
    struct inv_facts facts = { pass_on, c };
    if (fit->model->explain)
        fit->model->explain(fit, &facts);
    else
        for (size_t i = 0; fit->model->parameters && fit->model->parameters[i]; i++)
            say(c, INV_FACT_PARAMETER, fit->model->parameters[i], fit->par[i], NAN, NAN);
    for (size_t i = 0; fit->nparts > 1 && i < fit->nparts; i++) {
        char form[INV_FORM_MAX];
        inv_explain_form(&fit->parts[i], form);
        struct inv_fact weight = { INV_FACT_PARAMETER, "weight", fit->weight[i], NAN, NAN, NAN };
        c->out->say(c->out->ctx, form, &weight);
    }
}

static void criteria(const struct scene *c, const struct inv_fit *fit)
{
    say(c, INV_FACT_CRITERION, "n", (double)fit->seen, NAN, NAN);
    if (fit->nparts > 1)
        return;                 /* the rest is a matter of the parts */
    say(c, INV_FACT_CRITERION, "k", (double)fit->k, NAN, NAN);
    say(c, INV_FACT_CRITERION, "sigma", fit->sigma, NAN, NAN);
    if (isfinite(fit->loglik))
        say(c, INV_FACT_CRITERION, "loglik", fit->loglik, NAN, NAN);
    if (isfinite(fit->aicc))
        say(c, INV_FACT_CRITERION, "aicc", fit->aicc, NAN, NAN);
    if (c->f->unit != 1)
        say(c, INV_FACT_CRITERION, "unit", c->f->unit, NAN, NAN);
}

/* How far the errors are looked back over: see the header. At least three lags stay
 * for the test, however many the model's coefficients take. */
static size_t lags_for(size_t m, size_t known, size_t fitted)
{
    size_t lags = m > 1 ? 2 * m : 10, most = (known + 2) / 5;
    lags = lags < most ? lags : most;
    lags = lags < MOST_LAGS ? lags : MOST_LAGS;
    return lags > fitted + 3 ? lags : fitted + 3;
}

static void ljung_box(const struct scene *c, const struct inv_fit *fit, const double *e, size_t n, size_t known, double *r)
{
    size_t fitted = fit->model->dynamics ? fit->model->dynamics(fit) : 0;
    size_t lags = lags_for(c->f->s.m, known, fitted);
    if (lags >= known || lags > MOST_LAGS)
        return;                 /* too few errors to tell */
    inv_acf(e, n, lags, r);
    struct inv_ljung_box q = inv_acf_ljung_box(r, known, lags, fitted);
    say(c, INV_FACT_TEST, "ljung_box", (double)(lags - fitted), q.q, q.p);
}

/* The errors on the part of the series that was fitted to. */
static enum inv_status tests(const struct scene *c, const struct inv_fit *fit, struct inv_err *err)
{
    if (!c->f->s.y || !fit->model->residuals || fit->n > c->f->s.n)
        return INV_OK;
    struct inv_series s = inv_series_tail(&c->f->s, fit->n);
    size_t mark = inv_work_mark(c->w), known = 0;
    double *e = inv_work_take(c->w, s.n), *r = inv_work_take(c->w, MOST_LAGS + 1);
    if (!e || !r)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for errors");
    enum inv_status st = fit->model->residuals(fit, &s, c->w, e, err);
    if (st == INV_OK) {
        for (size_t t = 0; t < s.n; t++)
            known += isfinite(e[t]) != 0;
        ljung_box(c, fit, e, s.n, known, r);
        struct inv_jarque_bera jb = inv_normality_jarque_bera(e, s.n);
        if (isfinite(jb.stat))
            say(c, INV_FACT_TEST, "jarque_bera", 2, jb.stat, jb.p);
    }
    inv_work_release(c->w, mark);
    return st;
}

/* Parts are tested where they are fitted to the series itself: those of a whole that
 * has errors of its own need not be. */
static enum inv_status explain(struct scene *c, const struct inv_fit *fit, bool tested, struct inv_err *err)
{
    char form[INV_FORM_MAX];
    inv_explain_form(fit, form);
    c->form = form;
    parameters(c, fit);
    criteria(c, fit);
    enum inv_status st = tested ? tests(c, fit, err) : INV_OK;
    for (size_t i = 0; fit->nparts > 1 && i < fit->nparts && st == INV_OK; i++)
        st = explain(c, &fit->parts[i], tested && !fit->model->residuals, err);
    return st;
}

enum inv_status inv_explain_forecast(const struct inv_forecast *f, const struct inv_model_args *args, struct inv_work *w,
                                     const struct inv_explain *out, struct inv_err *err)
{
    struct scene c = { f, args, w, out, "" };
    size_t most = 0;
    const struct inv_fit *fit = &f->fit;
    for (size_t i = 0; i <= fit->nparts; i++) {
        const struct inv_model *model = i < fit->nparts ? fit->parts[i].model : fit->model;
        size_t need = model->room(f->s.n, f->s.m, 1, args);
        most = need > most ? need : most;
    }
    enum inv_status st = inv_work_reserve(w, most + f->s.n + MOST_LAGS + 1, err);
    return st == INV_OK ? explain(&c, fit, true, err) : st;
}
