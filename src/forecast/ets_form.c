/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ets_form.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "models.h"

static const char *const error_names[] = { "A", "M", NULL };
static const char *const trend_names[] = { "N", "A", "Ad", "M", "Md", NULL };
static const char *const season_names[] = { "N", "A", "M", NULL };
const char *const inv_ets_parameters[] = { "alpha", "beta", "gamma", "phi", "l0", "b0", NULL };
enum { ALPHA, BETA, GAMMA, PHI, L0, B0 };

/* ---- numbers and names ------------------------------------------------------------- */

size_t inv_ets_kind(const struct inv_ets_form *f)
{
    return ((size_t)f->relative * INV_ETS_TRENDS + (size_t)f->trend) * INV_ETS_SEASONS + (size_t)f->season;
}

struct inv_ets_form inv_ets_form_of(size_t kind)
{
    return (struct inv_ets_form){ kind / (INV_ETS_SEASONS * INV_ETS_TRENDS) > 0,
                                  (enum inv_ets_trend)(kind / INV_ETS_SEASONS % INV_ETS_TRENDS),
                                  (enum inv_ets_season)(kind % INV_ETS_SEASONS) };
}

/* Reads one of the names, the longest that fits, or Z, and moves on behind it. */
static bool read_letter(const char **s, const char *const *names, unsigned *set)
{
    size_t longest = 0;
    *set = 0;
    for (unsigned i = 0; names[i]; i++)
        if (strncmp(*s, names[i], strlen(names[i])) == 0 && strlen(names[i]) > longest) {
            longest = strlen(names[i]);
            *set = 1u << i;
        }
    longest = longest == 0 && **s == 'Z' ? 1 : longest;
    *s += longest;
    return longest > 0;
}

enum inv_status inv_ets_choice_parse(const char *text, struct inv_ets_choice *c, struct inv_err *err)
{
    const char *s = text;
    *c = (struct inv_ets_choice){ 0 };
    if (read_letter(&s, error_names, &c->error) && read_letter(&s, trend_names, &c->trend)
        && read_letter(&s, season_names, &c->season) && *s == '\0')
        return INV_OK;
    return inv_err_set(err, INV_EUSAGE, "\"%s\" is not an error (A, M or Z), a trend (N, A, Ad, M, Md or Z) and a"
                       " season (N, A, M or Z)", text);
}

/* Additive errors with multiplicative trend or season have infinite variances,
 * and so has MMA (Hyndman et al. 2008, 15.2): they are left to those who name
 * both letters. */
bool inv_ets_chosen(const struct inv_ets_form *f, const struct inv_ets_choice *c)
{
    unsigned error = 1u << f->relative, trend = 1u << f->trend, season = 1u << f->season;
    bool grows = inv_ets_grows(f->trend), times = f->season == INV_ETS_MULTIPLICATIVE;
    if ((c->error && !(c->error & error)) || (c->trend && !(c->trend & trend)) || (c->season && !(c->season & season)))
        return false;
    if (grows && !c->trend)
        return false;
    if (!f->relative && ((grows && !c->error) || (times && !(c->error && c->season))))
        return false;
    return !(grows && f->season == INV_ETS_ADDITIVE && !c->season);
}

void inv_ets_fit_form(const struct inv_fit *fit, char out[INV_FORM_MAX])
{
    struct inv_ets_form f = inv_ets_form_of(fit->kind);
    snprintf(out, INV_FORM_MAX, "ETS(%s,%s,%s)", error_names[f.relative], trend_names[f.trend], season_names[f.season]);
}

/* ---- keeping a fit ------------------------------------------------------------------ */

size_t inv_ets_nstate(size_t m)
{
    return 2 + 2 * m;
}

void inv_ets_keep(struct inv_fit *fit, const struct inv_ets *e, double *state)
{
    const double par[] = { e->alpha, e->beta, e->gamma, e->phi, e->l, e->b };
    memcpy(fit->par, par, sizeof par);
    fit->kind = inv_ets_kind(&e->form);
    fit->m = e->m;
    state[0] = e->l_end;
    state[1] = e->b_end;
    fit->nstate = 2;
    if (e->form.season != INV_ETS_NONE) {
        memcpy(state + 2, e->s_end, e->m * sizeof *state);
        memcpy(state + 2 + e->m, e->s, e->m * sizeof *state);
        fit->nstate = inv_ets_nstate(e->m);
    }
    fit->state = state;
    fit->k = e->k;
    fit->sse = e->sse;
    inv_fit_gaussian(fit, e->log_scale);
}

struct inv_ets inv_ets_kept(const struct inv_fit *fit)
{
    bool season = fit->nstate > 2;
    return (struct inv_ets){
        .form = inv_ets_form_of(fit->kind), .m = fit->m,
        .alpha = fit->par[ALPHA], .beta = fit->par[BETA], .gamma = fit->par[GAMMA], .phi = fit->par[PHI],
        .l = fit->par[L0], .b = fit->par[B0], .l_end = fit->state[0], .b_end = fit->state[1],
        .s_end = season ? fit->state + 2 : NULL, .s = season ? fit->state + 2 + fit->m : NULL,
        .k = fit->k, .sse = fit->sse
    };
}

/* ---- what a kept fit can do ----------------------------------------------------------- */

void inv_ets_fit_add(const struct inv_fit *fit, double weight, size_t h, double *mean)
{
    struct inv_ets e = inv_ets_kept(fit);
    if (inv_ets_products(&e.form) && h > e.m)
        inv_ets_product_moments(&e, fit->n, fit->sigma, h, weight, mean, NULL);
    else
        inv_ets_add(&e, fit->n, weight, h, mean);
}

static void say(const struct inv_facts *out, const char *name, double value)
{
    out->say(out->ctx, &(struct inv_fact){ INV_FACT_PARAMETER, name, value, NAN, NAN, NAN });
}

void inv_ets_fit_explain(const struct inv_fit *fit, const struct inv_facts *out)
{
    struct inv_ets_form f = inv_ets_form_of(fit->kind);
    const bool there[] = { true, f.trend != INV_ETS_LEVEL, f.season != INV_ETS_NONE, inv_ets_fades(f.trend), true,
                           f.trend != INV_ETS_LEVEL };
    for (size_t i = 0; inv_ets_parameters[i]; i++)
        if (there[i])
            say(out, inv_ets_parameters[i], fit->par[i]);
    for (size_t i = 0; i < fit->m && f.season != INV_ETS_NONE; i++) {
        char name[32];
        snprintf(name, sizeof name, "s%zu", i + 1);
        say(out, name, fit->state[2 + fit->m + i]);
    }
}

size_t inv_ets_fit_dynamics(const struct inv_fit *fit)
{
    struct inv_ets_form f = inv_ets_form_of(fit->kind);
    return 1u + (f.trend != INV_ETS_LEVEL) + (f.season != INV_ETS_NONE) + inv_ets_fades(f.trend);
}

/* The fit may have left out an old beginning of the series. */
enum inv_status inv_ets_fit_residuals(const struct inv_fit *fit, const struct inv_series *s, struct inv_work *w,
                                      double *error, struct inv_err *err)
{
    struct inv_ets e = inv_ets_kept(fit);
    size_t skip = s->n > fit->n ? s->n - fit->n : 0;
    struct inv_series part = { .y = s->y + skip, .n = s->n - skip, .m = s->m };
    e.s_end = inv_work_take(w, e.m);
    if (!e.s_end)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for smoothing");
    e.l_end = e.l;
    e.b_end = e.b;
    if (e.s)
        memcpy(e.s_end, e.s, e.m * sizeof *e.s);
    for (size_t t = 0; t < skip; t++)
        error[t] = NAN;
    inv_ets_go_on(&e, &part, 0, error + skip);
    return INV_OK;
}

enum inv_status inv_ets_fit_update(struct inv_fit *fit, const struct inv_series *more, struct inv_err *err)
{
    (void)err;
    struct inv_ets e = inv_ets_kept(fit);
    e.log_scale = inv_fit_log_scale(fit);
    inv_ets_go_on(&e, more, fit->n % fit->m, NULL);
    fit->state[0] = e.l_end;
    fit->state[1] = e.b_end;
    fit->n += more->n;
    fit->seen += more->seen;
    fit->sse = e.sse;
    inv_fit_gaussian(fit, e.log_scale);
    return INV_OK;
}
