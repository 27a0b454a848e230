/* SPDX-License-Identifier: GPL-3.0-or-later */
/* auto: a combination that suits the series.
 *
 * With histories of this length the choice of one model is mostly chance, and
 * the mean of several is better than each of them (Bates and Granger 1969). So a
 * panel of models is fitted and tried on the history's end (panel.c), each is
 * weighed by what its kind of series and its trials say of it (trust.c), and
 * the distribution is widened by what rolling origins taught (spread.c). Lumpy
 * demand has models and a distribution of its own. */
#include <math.h>

#include "comb.h"
#include "models.h"
#include "panel.h"
#include "spread.h"
#include "trust.h"

#define LEAST_SEEN 6        /* fewer known values: exponential smoothing alone */
#define LUMPY_ZEROS 0.2     /* share of zeros that makes demand lumpy */

/* Is left to ewm, which has learned from other series what a single one cannot tell. */
static bool is_lumpy(const struct inv_series *s)
{
    return s->lo >= 0 && inv_series_zero_share(s) > LUMPY_ZEROS && s->seen >= inv_model_ewm.least(s->m);
}

/* ---- the panel ----------------------------------------------------------------------- */

/* Members that are heard become the parts; what the spread needs is kept. */
static enum inv_status combine(struct inv_panel *p, const struct inv_series *s, struct inv_work *w, struct inv_fit *fit,
                               struct inv_err *err)
{
    double *weight = inv_work_take(w, p->n), *state = inv_work_take(w, INV_SPREAD_STATES);
    if (!weight || !state)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for a combination");
    inv_trust_weigh(p, weight);
    inv_fit_start(fit, &inv_model_auto, s);
    for (size_t i = 0; i < INV_TRAITS; i++)
        state[INV_SPREAD_TRAITS + i] = p->traits[i];
    double error = inv_panel_error(p, weight);
    state[INV_SPREAD_ERROR] = isfinite(error) ? error : 0;
    state[INV_SPREAD_STEPS] = (double)p->steps;
    fit->state = state;
    fit->nstate = INV_SPREAD_STATES;
    for (size_t i = 0; i < p->n; i++)
        if (weight[i] > 0) {
            p->fit[fit->nparts] = p->fit[i];
            weight[fit->nparts++] = weight[i];
        }
    fit->parts = p->fit;
    fit->weight = weight;
    return INV_OK;
}

static enum inv_status fit_auto(const struct inv_series *all, const struct inv_model_args *a, struct inv_work *w,
                                struct inv_fit *fit, struct inv_err *err)
{
    enum inv_status regressed = inv_regressed_wanted(all, a) ? inv_model_regressed.fit(all, a, w, fit, err) : INV_EFIT;
    if (regressed != INV_EFIT)
        return regressed;
    struct inv_series s = inv_fit_recent(all);
    struct inv_panel p;
    if (is_lumpy(&s))
        return inv_model_ewm.fit(&s, a, w, fit, err);
    if (s.seen < LEAST_SEEN || s.lo == s.hi)
        return inv_err_set(err, INV_EFIT, "too few values to judge by");
    enum inv_status st = inv_panel_fit(&p, &s, a, w, err);
    return st == INV_OK ? combine(&p, &s, w, fit, err) : st;
}

static enum inv_status outlook_auto(const struct inv_fit *fit, size_t h, const struct inv_model_args *a, struct inv_work *w,
                                    struct inv_rng *r, struct inv_outlook *o, struct inv_err *err)
{
    struct inv_spread x;
    enum inv_status st = inv_comb_outlook(fit, h, a, w, r, o, err);
    if (st != INV_OK || o->kind != INV_OUTLOOK_LINEAR)
        return st;
    st = inv_spread_look(&x, fit, o, h, w, err);
    if (st == INV_OK)
        inv_spread_apply(&x, h, o);
    return st;
}

static size_t one(size_t m) { (void)m; return 1; }

static size_t room(size_t n, size_t m, size_t h, const struct inv_model_args *a)
{
    size_t lumpy = inv_model_ewm.room(n, m, h, a), panel = inv_panel_room(n, m, h, a);
    return (panel > lumpy ? panel : lumpy) + 2 * INV_PANEL_MOST * (sizeof(struct inv_fit) / sizeof(double) + 2)
        + INV_SPREAD_STATES + inv_comb_room(h) + inv_spread_room(h)
        + (a->nx > 0 || a->lesson ? inv_model_regressed.room(n, m, h, a) : 0);
}

const struct inv_model inv_model_auto = {
    .name = "auto", .title = "a weighted mean of the models that suit the series",
    .source = "Bates and Granger (1969); Montero-Manso et al. (2020)",
    .flags = INV_MODEL_CHOOSES | INV_MODEL_SEASONAL, .shorter = &inv_model_ses,
    .least = one, .room = room, .fit = fit_auto, .add = inv_comb_add, .outlook = outlook_auto,
    .update = inv_comb_update
};
