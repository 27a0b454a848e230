/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ets: of the forms of exponential smoothing the one with the least AICc
 * (Hyndman, Koehler, Snyder and Grose 2002; Hyndman et al. 2008, ch. 7).
 *
 * Forms are fitted from the simple to the rich, each from where the one with
 * less trend, or with additive instead of multiplicative errors (which has the
 * same states), has ended.
 *
 * What fits best need not forecast best: a trend that follows every move of the
 * level, or a level that never moves, wins many short histories and loses their
 * future. Where there is a choice, constants are therefore from the cautious
 * region of ets.h, and a trend without damping must be better by the margin
 * within which models are as good as each other (Burnham and Anderson 2002,
 * 2.6). A choice that is `plain` does without. */
#include <math.h>
#include <string.h>

#include "ets_form.h"
#include "models.h"

#define AS_GOOD 2           /* in AICc */
#define OWN_STARTS 1        /* of a form that has no neighbour to start from */

/* The search: what was fitted, by kind, and the best of it. */
struct search {
    const struct inv_series *s;
    const struct inv_ets_choice *choice;
    struct inv_work *w;
    enum inv_ets_region region;
    struct inv_fit *fit;        /* the best so far, and its AICc as it is judged */
    double *state, best;
    struct inv_ets done[INV_ETS_FORMS];
    bool known[INV_ETS_FORMS];
};

static struct inv_ets *neighbour(struct search *q, bool relative, size_t trend, size_t season)
{
    struct inv_ets_form f = { relative, (enum inv_ets_trend)trend, (enum inv_ets_season)season };
    size_t kind = inv_ets_kind(&f);
    return q->known[kind] ? &q->done[kind] : NULL;
}

static const struct inv_ets *start_for(struct search *q, const struct inv_ets_form *f)
{
    const struct inv_ets *e = NULL;
    if (f->relative)
        e = neighbour(q, false, f->trend, f->season);
    for (size_t trend = f->trend; !e && trend-- > 0 && !inv_ets_grows(f->trend);)
        e = neighbour(q, f->relative, trend, f->season);
    return e;
}

/* Parameters and starting states that are fitted. */
static size_t fitted(const struct inv_ets_form *f, size_t m)
{
    size_t k = 2 + (f->trend != INV_ETS_LEVEL ? 2u : 0u) + (inv_ets_fades(f->trend) ? 1u : 0u);
    return k + (f->season != INV_ETS_NONE ? m : 0);
}

static double margin(const struct search *q, const struct inv_ets_form *f)
{
    return q->region == INV_ETS_CAUTIOUS && f->trend == INV_ETS_TREND ? AS_GOOD : 0;
}

/* The -log-likelihood that a form must get below to be the best. */
static double needed(const struct search *q, const struct inv_ets_form *f)
{
    double n = (double)q->s->seen, k = (double)fitted(f, q->s->m) + 1;
    return q->fit->state ? (q->best - margin(q, f)) / 2 - k - k * (k + 1) / (n - k - 1) : 0;
}

/* Whether the data can tell anything of a form: two seasons, and an AICc. */
static bool feasible(const struct inv_series *s, const struct inv_ets_form *f)
{
    bool season = f->season != INV_ETS_NONE;
    if (season && (s->m < 2 || s->n < 2 * s->m))
        return false;
    if ((f->relative || f->season == INV_ETS_MULTIPLICATIVE || inv_ets_grows(f->trend)) && !(s->lo > 0))
        return false;
    return s->seen > fitted(f, s->m) + 2;
}

static enum inv_status try_form(struct search *q, const struct inv_ets_form *f, struct inv_err *err)
{
    size_t kind = inv_ets_kind(f);
    struct inv_ets *e = &q->done[kind];
    const struct inv_ets *warm = start_for(q, f);
    struct inv_ets_plan plan = { .warm = warm, .cold = warm ? 0 : OWN_STARTS, .region = q->region,
                                 .most = needed(q, f) };
    enum inv_status st = inv_ets_fit(e, f, q->s, &plan, q->w, err);
    if (st != INV_OK)
        return st;
    q->known[kind] = true;
    struct inv_fit tried;
    inv_fit_start(&tried, q->fit->model, q->s);
    tried.k = e->k;
    tried.sse = e->sse;
    inv_fit_gaussian(&tried, e->log_scale);
    double judged = tried.aicc + margin(q, f);
    if (q->fit->state && !(judged < q->best))
        return INV_OK;
    q->best = judged;
    inv_ets_keep(q->fit, e, q->state);
    return INV_OK;
}

static enum inv_status try_all(struct search *q, struct inv_err *err)
{
    for (size_t season = 0; season < INV_ETS_SEASONS; season++)
        for (size_t relative = 0; relative < 2; relative++)
            for (size_t trend = 0; trend < INV_ETS_TRENDS; trend++) {
                struct inv_ets_form f = { relative, (enum inv_ets_trend)trend, (enum inv_ets_season)season };
                if (!inv_ets_chosen(&f, q->choice) || !feasible(q->s, &f))
                    continue;
                if (try_form(q, &f, err) == INV_ENOMEM)
                    return INV_ENOMEM;
            }
    return q->fit->state ? INV_OK : inv_err_set(err, INV_EFIT, "no form of exponential smoothing suits");
}

static enum inv_status fit_near(const struct inv_series *s, const struct inv_fit *near, enum inv_ets_region region,
                                double *state, struct inv_work *w, struct inv_fit *fit, struct inv_err *err)
{
    struct inv_ets_form f = inv_ets_form_of(near->kind);
    struct inv_ets warm = inv_ets_kept(near), e;
    size_t mark = inv_work_mark(w);
    struct inv_ets_plan plan = { .warm = &warm, .region = region };
    enum inv_status st = feasible(s, &f) ? inv_ets_fit(&e, &f, s, &plan, w, err)
                                         : inv_err_set(err, INV_EFIT, "too short for this form");
    if (st == INV_OK)
        inv_ets_keep(fit, &e, state);
    inv_work_release(w, mark);
    return st;
}

/* Caution is for choosing: what is fully named is fitted as it is. */
static enum inv_ets_region region_of(const struct inv_ets_choice *c)
{
    bool named = c->error == (c->error & -c->error) && c->error && c->trend == (c->trend & -c->trend) && c->trend
        && c->season == (c->season & -c->season) && c->season;
    return c->admissible ? INV_ETS_ADMISSIBLE : named || c->plain ? INV_ETS_USUAL : INV_ETS_CAUTIOUS;
}

static enum inv_status fit_ets(const struct inv_series *all, const struct inv_model_args *a, struct inv_work *w,
                               struct inv_fit *fit, struct inv_err *err)
{
    struct inv_series s = inv_fit_recent(all);
    inv_fit_start(fit, &inv_model_ets, &s);
    double *state = inv_work_take(w, inv_ets_nstate(s.m));
    if (!state)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for smoothing");
    const struct inv_fit *near = a->near;
    enum inv_ets_region region = region_of(&a->ets);
    if (near && (near->m == s.m || near->m == 1) && fit_near(&s, near, region, state, w, fit, err) == INV_OK)
        return INV_OK;
    struct search q = { .s = &s, .choice = &a->ets, .region = region, .w = w, .fit = fit, .state = state };
    size_t mark = inv_work_mark(w);
    enum inv_status st = try_all(&q, err);
    inv_work_release(w, mark);
    return st;
}

static size_t five(size_t m) { (void)m; return 5; }

static size_t room(size_t n, size_t m, size_t h, const struct inv_model_args *a)
{
    (void)n;
    static const struct inv_ets_form largest = { true, INV_ETS_DAMPED, INV_ETS_MULTIPLICATIVE };
    return inv_ets_room(&largest, m) + 2 * m * INV_ETS_FORMS + inv_ets_nstate(m)
        + inv_ets_outlook_room(m, h, a, a->ets.trend || (a->ets.error && a->ets.season));
}

const struct inv_model inv_model_ets = {
    .name = "ets", .title = "exponential smoothing, the form with the least AICc",
    .source = "Hyndman, Koehler, Ord and Snyder (2008)",
    .flags = INV_MODEL_SEASONAL, .parameters = inv_ets_parameters, .shorter = &inv_model_ses,
    .least = five, .room = room, .fit = fit_ets, .add = inv_ets_fit_add, .outlook = inv_ets_fit_outlook,
    .form = inv_ets_fit_form, .explain = inv_ets_fit_explain, .residuals = inv_ets_fit_residuals,
    .update = inv_ets_fit_update, .dynamics = inv_ets_fit_dynamics
};
