/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comb: a combination of named models by a simple rule.
 *
 * Simple rules are hard to beat: the mean (Bates and Granger 1969), and the median
 * or trimmed mean, which no single member that goes wrong can pull along (Jose and
 * Winkler 2008). The median of ets, dotm, ces and arima did well in the M4
 * competition (Petropoulos and Svetunkov 2020). */
#include <math.h>
#include <stdio.h>

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>

#include "comb.h"
#include "models.h"
#include "panel.h"

#define SHRINKAGE 0.5       /* of weights to equal ones, which those of short trials hardly beat */

static const struct inv_model *const usual[] = { &inv_model_ets, &inv_model_dotm, &inv_model_ces, &inv_model_theta };
#define USUAL (sizeof usual / sizeof usual[0])

static const struct inv_model *const *members(const struct inv_model_args *a, size_t *n)
{
    *n = a->members ? a->nmembers : USUAL;
    return a->members ? a->members : usual;
}

/* ---- weights ------------------------------------------------------------------------- */

/* Equal ones, 0 of what cannot serve. Returns how many can. */
static size_t weigh_equally(const struct inv_panel *p, double *weight)
{
    size_t served = 0;
    for (size_t i = 0; i < p->n; i++)
        served += p->fit[i].model != NULL;
    for (size_t i = 0; i < p->n; i++)
        weight[i] = p->fit[i].model && served > 0 ? 1 / (double)served : 0;
    return served;
}

/* Inversely to the mean squared errors of the trials (Bates and Granger 1969, method (i),
 * over all trials), w_i = (1 / mse_i) / sum 1 / mse, then halfway to equal weights. loss is
 * log sqrt mse but for a constant. */
static void weigh_by_errors(const struct inv_panel *p, double *weight)
{
    double least = INFINITY, sum = 0;
    for (size_t i = 0; i < p->n; i++)
        least = p->fit[i].model && p->loss[i] < least ? p->loss[i] : least;
    for (size_t i = 0; i < p->n; i++)
        sum += p->fit[i].model ? exp(-2 * (p->loss[i] - least)) : 0;
    for (size_t i = 0; i < p->n; i++)
        if (p->fit[i].model)
            weight[i] = SHRINKAGE * weight[i] + (1 - SHRINKAGE) * exp(-2 * (p->loss[i] - least)) / sum;
}

/* ---- fitting ------------------------------------------------------------------------- */

/* What serves becomes the parts; one that is alone, the fit. */
static enum inv_status combine(struct inv_panel *p, const struct inv_series *s, enum inv_comb_rule rule,
                               struct inv_work *w, struct inv_fit *fit, struct inv_err *err)
{
    double *weight = inv_work_take(w, p->n);
    if (!weight)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for a combination");
    size_t served = weigh_equally(p, weight);
    if (rule == INV_COMB_ERRORS)
        weigh_by_errors(p, weight);
    inv_fit_start(fit, &inv_model_comb, s);
    fit->kind = rule;
    for (size_t i = 0; i < p->n; i++)
        if (p->fit[i].model) {
            p->fit[fit->nparts] = p->fit[i];
            weight[fit->nparts++] = weight[i];
        }
    fit->parts = p->fit;
    fit->weight = weight;
    if (served == 1)
        *fit = p->fit[0];
    return INV_OK;
}

static enum inv_status fit_comb(const struct inv_series *all, const struct inv_model_args *a, struct inv_work *w,
                                struct inv_fit *fit, struct inv_err *err)
{
    struct inv_series s = inv_fit_recent(all);
    struct inv_panel p;
    size_t n;
    const struct inv_model *const *member = members(a, &n);
    if (s.lo == s.hi)
        return inv_err_set(err, INV_EFIT, "equal values");
    enum inv_status st = inv_panel_hear(&p, member, n, &s, a, w, err);
    if (st == INV_OK && a->rule == INV_COMB_ERRORS)
        st = inv_panel_try(&p, &s, a, w, err);
    return st == INV_OK ? combine(&p, &s, a->rule, w, fit, err) : st;
}

/* ---- forecasting --------------------------------------------------------------------- */

/* Of n ascending values, n > 0: the mean without a quarter of them, but at least one, at each end, as
 * far as any are left. */
static double trimmed_mean(const double *x, size_t n)
{
    size_t cut = n < 3 ? 0 : n < 8 ? 1 : n / 4;
    return gsl_stats_mean(x + cut, 1, n - 2 * cut);
}

/* Of a step: of[i * stride] are the parts' forecasts. What is not finite is left out. */
static double middle(enum inv_comb_rule rule, const double *of, size_t stride, size_t nparts, double *scratch)
{
    size_t n = 0;
    for (size_t i = 0; i < nparts; i++)
        if (isfinite(of[i * stride]))
            scratch[n++] = of[i * stride];
    if (n == 0)
        return NAN;
    gsl_sort(scratch, 1, n);
    return rule == INV_COMB_MEDIAN ? gsl_stats_median_from_sorted_data(scratch, 1, n) : trimmed_mean(scratch, n);
}

static enum inv_status mean_comb(const struct inv_fit *fit, size_t h, struct inv_work *w, double *mean,
                                 struct inv_err *err)
{
    enum inv_comb_rule rule = (enum inv_comb_rule)fit->kind;
    if (rule != INV_COMB_MEDIAN && rule != INV_COMB_TRIMMED) {
        inv_fit_mean(fit, h, mean);
        return INV_OK;
    }
    size_t mark = inv_work_mark(w);
    double *of = inv_work_take(w, fit->nparts * h), *scratch = inv_work_take(w, fit->nparts);
    if (!of || !scratch)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for a combination");
    for (size_t i = 0; i < fit->nparts; i++)
        inv_fit_mean(&fit->parts[i], h, of + i * h);
    for (size_t k = 0; k < h; k++)
        mean[k] = middle(rule, of + k, h, fit->nparts, scratch);
    inv_work_release(w, mark);
    return INV_OK;
}

static void form(const struct inv_fit *fit, char out[INV_FORM_MAX])
{
    static const char *const rule[] = { "median", "mean", "trimmed mean", "mean by errors" };
    snprintf(out, INV_FORM_MAX, "%s of %zu", rule[fit->kind <= INV_COMB_ERRORS ? fit->kind : 0], fit->nparts);
}

static size_t one(size_t m) { (void)m; return 1; }

/* One that is alone has its own outlook, which may simulate. */
static size_t room(size_t n, size_t m, size_t h, const struct inv_model_args *a)
{
    size_t count, most = 0;
    const struct inv_model *const *member = members(a, &count);
    for (size_t i = 0; i < count; i++) {
        size_t need = member[i]->room(n, m, h, a);
        most = need > most ? need : most;
    }
    return inv_panel_room_of(member, count, n, m, h, a) + most + count * (h + 2) + inv_comb_room(h);
}

const struct inv_model inv_model_comb = {
    .name = "comb", .title = "median, mean or weighted mean of the --members",
    .source = "Bates and Granger (1969); Jose and Winkler (2008)",
    .flags = INV_MODEL_CHOOSES | INV_MODEL_SEASONAL, .shorter = &inv_model_ets,
    .least = one, .room = room, .fit = fit_comb, .add = inv_comb_add, .mean = mean_comb,
    .outlook = inv_comb_outlook, .form = form, .update = inv_comb_update
};
