/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lumpy demand in buckets of several periods, where fewer are empty.
 *
 * adida  buckets of k periods, k the mean interval between demands; their totals
 *        are smoothed exponentially, and a bucket's forecast is spread evenly
 *        over its k periods (Nikolopoulos, Syntetos, Boylan, Petropoulos and
 *        Assimakopoulos 2011).
 * imapa  the mean of these forecasts over all k from 1 to the mean interval
 *        (Petropoulos and Kourentzes 2015; with exponential smoothing at each).
 *
 * Buckets end at the last period; the oldest n mod k periods are in none. With r
 * the rate (demand a period), b the total of a bucket and c how many of its
 * periods are known (all of them: c = k):
 *     e = b - c r,   r += alpha e / k,
 * alpha within 0.1..0.3, the usual range for lumpy demand (Croston 1972): with so
 * few buckets another one is chance. The errors are linear in the first rate, so
 * that it comes out of the same pass (see ses.c). */
#include <math.h>
#include <string.h>

#include "demand.h"

#define LEAST_ALPHA 0.1
#define MOST_ALPHA 0.3
#define LANES 8
typedef double lanes __attribute__((vector_size(8 * LANES)));

/* Of one bucket length; doubles, as they are kept in fit->state. */
struct level {
    double alpha, start, rate;
    double sum, known, at;      /* of the bucket that is being filled: total and known periods, periods so far */
};
#define LEVEL (sizeof(struct level) / sizeof(double))

enum { LENGTHS, ALPHA, START, RATE };   /* LENGTHS: adida's k, imapa's largest */

/* Running totals: of the periods before t. */
struct totals { double *sum, *known; size_t n; };

static bool lay_out(const struct inv_series *s, struct inv_work *w, struct totals *t)
{
    *t = (struct totals){ inv_work_take(w, s->n + 1), inv_work_take(w, s->n + 1), s->n };
    if (!t->sum || !t->known)
        return false;
    t->sum[0] = t->known[0] = 0;
    for (size_t i = 0; i < s->n; i++) {
        bool known = isfinite(s->y[i]);
        t->sum[i + 1] = t->sum[i] + (known ? s->y[i] : 0);
        t->known[i + 1] = t->known[i] + known;
    }
    return true;
}

/* The first rates and sums of squared errors of several alphas side by side. */
static void pass(const struct totals *t, size_t k, const lanes *alpha, lanes *start, lanes *sse)
{
    lanes r = *alpha - *alpha, w = r + 1, aa = r, aw = r, ww = r;
    double per = 1 / (double)k;
    for (size_t i = t->n % k; i < t->n; i += k) {
        double b = per * (t->sum[i + k] - t->sum[i]), c = per * (t->known[i + k] - t->known[i]);
        lanes e = b - c * r, slope = c * w;
        aa += e * e;
        aw += e * slope;
        ww += slope * slope;
        r += *alpha * e;
        w -= *alpha * slope;
    }
    for (int i = 0; i < LANES; i++) {
        double x = ww[i] > 0 && aw[i] > 0 ? aw[i] / ww[i] : 0;      /* no rate is below zero */
        (*start)[i] = x;
        (*sse)[i] = aa[i] - 2 * x * aw[i] + x * x * ww[i];
    }
}

/* Eight alphas from end to end, then eight between the neighbours of the best. */
static void fit_level(const struct totals *t, size_t k, struct level *level)
{
    double lo = LEAST_ALPHA, hi = MOST_ALPHA;
    lanes alpha, start, sse;
    int best = 0;
    for (int zoom = 0; zoom < 3; zoom++) {
        for (int i = 0; i < LANES; i++)
            alpha[i] = lo + (hi - lo) * i / (LANES - 1);
        pass(t, k, &alpha, &start, &sse);
        best = 0;
        for (int i = 1; i < LANES; i++)
            best = sse[i] < sse[best] ? i : best;
        lo = alpha[best > 0 ? best - 1 : 0];
        hi = alpha[best < LANES - 1 ? best + 1 : LANES - 1];
    }
    *level = (struct level){ .alpha = alpha[best], .start = start[best] };
}

/* The rate after all full buckets. change[i] takes `share` of what it moves by
 * before period i. */
static double run_level(const struct totals *t, size_t k, double share, const struct level *level, double *change)
{
    size_t at = (size_t)level->at, first = (t->n - at) % k;
    double r = level->start;
    change[0] += share * r;
    for (size_t i = first; i + k <= t->n; i += k) {
        double e = t->sum[i + k] - t->sum[i] - (t->known[i + k] - t->known[i]) * r;
        double move = level->alpha * e / (double)k;
        r += move;
        change[i + k] += share * move;
    }
    return r;
}

/* The bucket lengths of a fit, and the first of them. */
static struct level *levels_of(const struct inv_fit *fit, size_t *least, size_t *most)
{
    *most = (size_t)fit->par[LENGTHS];
    *least = fit->model == &inv_model_adida ? *most : 1;
    return (struct level *)(void *)(fit->state + INV_DEMAND_STATES);
}

/* e[t->n]: y less the mean rate before it. e has room for one more. */
static void errors(const struct inv_fit *fit, const struct totals *t, const double *y, double *e)
{
    size_t least, most;
    struct level *level = levels_of(fit, &least, &most);
    double share = 1 / (double)(most - least + 1), rate = 0;
    for (size_t i = 0; i <= t->n; i++)
        e[i] = 0;
    for (size_t k = least; k <= most; k++)
        level[k - least].rate = run_level(t, k, share, &level[k - least], e);
    for (size_t i = 0; i < t->n; i++) {
        rate += e[i];
        e[i] = y[i] - rate;
    }
}

static void set_rate(struct inv_fit *fit)
{
    size_t least, most;
    const struct level *level = levels_of(fit, &least, &most);
    double sum = 0;
    for (size_t k = least; k <= most; k++)
        sum += level[k - least].rate;
    fit->par[RATE] = fit->state[INV_DEMAND_RATE] = sum / (double)(most - least + 1);
}

/* Periods until the last demand over demands. */
static size_t mean_interval(const struct inv_series *s)
{
    size_t last = s->n;
    double known = 0, demands = 0;
    while (last > 0 && !(s->y[last - 1] > 0))
        last--;
    for (size_t t = 0; t < last; t++) {
        known += isfinite(s->y[t]);
        demands += s->y[t] > 0;
    }
    double k = round(known / demands);
    return k > 1 ? (size_t)k : 1;
}

static void finish(const struct inv_series *s, const struct totals *t, double *e, struct inv_fit *fit)
{
    size_t least, most;
    const struct level *level = levels_of(fit, &least, &most);
    double memory = 0, count = (double)(most - least + 1);
    errors(fit, t, s->y, e);
    for (size_t i = 0; i < s->n; i++)
        fit->sse += isfinite(e[i]) ? e[i] * e[i] : 0;
    for (size_t k = least; k <= most; k++)
        memory += (double)k * inv_demand_memory(level[k - least].alpha) / count;
    fit->state[INV_DEMAND_MEMORY] = memory;
    set_rate(fit);
    fit->par[ALPHA] = level->alpha;
    fit->par[START] = level->start;
    fit->k = 2;
    inv_demand_set_sigma(fit);
}

static enum inv_status fit_as(const struct inv_model *model, const struct inv_series *all, struct inv_work *w,
                              struct inv_fit *fit, struct inv_err *err)
{
    struct inv_series s = inv_fit_recent(all);
    struct totals t;
    size_t most = mean_interval(&s), least = model == &inv_model_adida ? most : 1;
    size_t nstate = INV_DEMAND_STATES + LEVEL * (most - least + 1);
    enum inv_status st = inv_demand_begin(fit, model, &s, nstate, w, err);
    double *e = inv_work_take(w, s.n + 1);
    if (st != INV_OK)
        return st;
    if (!e || !lay_out(&s, w, &t))
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for buckets of demand");
    inv_demand_sizes(&s, fit->state);
    fit->par[LENGTHS] = (double)most;
    struct level *level = levels_of(fit, &least, &most);
    for (size_t k = least; k <= most; k++)
        fit_level(&t, k, &level[k - least]);
    finish(&s, &t, e, fit);
    return INV_OK;
}

static enum inv_status fit_adida(const struct inv_series *s, const struct inv_model_args *a, struct inv_work *w,
                                 struct inv_fit *fit, struct inv_err *err)
{
    (void)a;
    return fit_as(&inv_model_adida, s, w, fit, err);
}

static enum inv_status fit_imapa(const struct inv_series *s, const struct inv_model_args *a, struct inv_work *w,
                                 struct inv_fit *fit, struct inv_err *err)
{
    (void)a;
    return fit_as(&inv_model_imapa, s, w, fit, err);
}

static enum inv_status residuals(const struct inv_fit *fit, const struct inv_series *s, struct inv_work *w, double *e,
                                 struct inv_err *err)
{
    size_t older = inv_demand_older(fit, s, e);
    struct inv_series part = inv_series_tail(s, s->n - older);
    struct totals t;
    double *x = inv_work_take(w, part.n + 1);
    if (!x || !lay_out(&part, w, &t))
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for buckets of demand");
    errors(fit, &t, part.y, x);
    memcpy(e + older, x, part.n * sizeof *e);
    return INV_OK;
}

/* A bucket that is not full yet changes nothing. */
static void take_in(struct level *level, size_t k, double y)
{
    bool known = isfinite(y);
    level->sum += known ? y : 0;
    level->known += known;
    level->at++;
    if (level->at < (double)k)
        return;
    level->rate += level->alpha * (level->sum - level->known * level->rate) / (double)k;
    level->sum = level->known = level->at = 0;
}

static enum inv_status update(struct inv_fit *fit, const struct inv_series *more, struct inv_err *err)
{
    size_t least, most;
    struct level *level = levels_of(fit, &least, &most);
    (void)err;
    for (size_t t = 0; t < more->n; t++) {
        double e = more->y[t] - fit->state[INV_DEMAND_RATE];
        fit->sse += isfinite(e) ? e * e : 0;
        for (size_t k = least; k <= most; k++)
            take_in(&level[k - least], k, more->y[t]);
        if (more->y[t] > 0)
            inv_demand_average(fit->state, more->y[t]);
        inv_demand_look(fit, more->y[t]);
        set_rate(fit);
    }
    fit->n += more->n;
    inv_demand_set_sigma(fit);
    return INV_OK;
}

static size_t room(size_t n, size_t m, size_t h, const struct inv_model_args *a)
{
    (void)m;
    (void)h;
    (void)a;
    return INV_DEMAND_STATES + LEVEL * (n + 1) + 3 * (n + 1);
}

static const char *const adida_parameters[] = { "length", "alpha", "rate0", "rate", NULL };

/* imapa's smoothing constants are many; they are in the state. */
static void explain_imapa(const struct inv_fit *fit, const struct inv_facts *out)
{
    const struct inv_fact facts[] = {
        { INV_FACT_PARAMETER, "length", fit->par[LENGTHS], NAN, NAN, NAN },
        { INV_FACT_PARAMETER, "rate", fit->par[RATE], NAN, NAN, NAN }
    };
    out->say(out->ctx, &facts[0]);
    out->say(out->ctx, &facts[1]);
}

const struct inv_model inv_model_adida = {
    .name = "adida", .title = "lumpy demand: totals of as many periods as lie between demands",
    .source = "Nikolopoulos et al. (2011)",
    .flags = INV_MODEL_LUMPY, .parameters = adida_parameters, .shorter = &inv_model_mean,
    .least = inv_demand_least, .room = room, .fit = fit_adida, .add = inv_fit_flat, .outlook = inv_demand_outlook,
    .residuals = residuals, .update = update
};

const struct inv_model inv_model_imapa = {
    .name = "imapa", .title = "lumpy demand: totals of one period up to as many as lie between demands",
    .source = "Petropoulos and Kourentzes (2015)",
    .flags = INV_MODEL_LUMPY, .parameters = adida_parameters, .shorter = &inv_model_mean,
    .least = inv_demand_least, .room = room, .fit = fit_imapa, .add = inv_fit_flat, .outlook = inv_demand_outlook,
    .explain = explain_imapa, .residuals = residuals, .update = update
};
