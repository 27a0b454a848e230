/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spread.h"

#include <math.h>

static const struct { double tail[3], skew, shared, b[INV_SPREAD_TERMS]; } learned = {
#include "spread_table.h"
};

#define MOST_RATIO 20.0     /* between the sd that was learned and the members' */

size_t inv_spread_room(size_t h)
{
    return 3 * h;
}

/* The members' sd of each step, as outlook.c will find it. */
static void members_sd(const struct inv_outlook *o, size_t h, double *sd)
{
    double var = 0;
    for (size_t k = 0; k < h; k++) {
        double psi = o->psi ? o->psi[k] : k == 0, scale = o->scale ? o->scale[k] : 1, rank = o->rank ? o->rank[k] : 0;
        var += psi * psi;
        sd[k] = sqrt(o->sigma * o->sigma * scale * scale * var + rank * rank);
    }
}

/* Weighted sd of the members' forecasts around the combination's. */
static void disagreement(const struct inv_fit *fit, const double *mean, size_t h, double *own, double *apart)
{
    for (size_t k = 0; k < h; k++)
        apart[k] = 0;
    for (size_t i = 0; i < fit->nparts; i++) {
        inv_fit_mean(&fit->parts[i], h, own);
        for (size_t k = 0; k < h; k++)
            apart[k] += fit->weight[i] * (own[k] - mean[k]) * (own[k] - mean[k]);
    }
    for (size_t k = 0; k < h; k++)
        apart[k] = sqrt(apart[k]);
}

static double clamp(double x, double lo, double hi)
{
    return x > lo ? x < hi ? x : hi : lo;
}

/* Trials were over the first steps. */
static double compare_trials(const struct inv_spread *x, size_t h)
{
    double error = x->fit->state[INV_SPREAD_ERROR], square = 0, n = 0;
    for (size_t k = 0; k < h && (double)k < x->fit->state[INV_SPREAD_STEPS]; k++, n++)
        square += x->sd[k] * x->sd[k];
    return error > 0 && square > 0 ? clamp(log(error / sqrt(square / n)), -3, 3) : 0;
}

enum inv_status inv_spread_look(struct inv_spread *x, const struct inv_fit *fit, const struct inv_outlook *o, size_t h,
                                struct inv_work *w, struct inv_err *err)
{
    *x = (struct inv_spread){ .fit = fit, .o = o, .sd = inv_work_take(w, h), .apart = inv_work_take(w, h) };
    double *own = inv_work_take(w, h);
    if (!x->sd || !x->apart || !own)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for the spread");
    members_sd(o, h, x->sd);
    disagreement(fit, o->mean, h, own, x->apart);
    x->trial = compare_trials(x, h);
    return INV_OK;
}

void inv_spread_terms(const struct inv_spread *x, size_t k, double term[INV_SPREAD_TERMS])
{
    const double *traits = x->fit->state + INV_SPREAD_TRAITS;
    double step = log((double)(k < 100 ? k + 1 : 100)), apart = x->sd[k] > 0 ? clamp(x->apart[k] / x->sd[k], 0, 10) : 0;
    for (size_t i = 0; i < INV_TRAITS; i++)
        term[i] = traits[i];
    double *t = term + INV_TRAITS;
    t[0] = step;
    t[1] = step * traits[INV_TRAIT_SEASONAL];
    t[2] = step * traits[INV_TRAIT_LENGTH];
    t[3] = step * traits[INV_TRAIT_TREND];
    t[4] = log1p(apart * apart);
    t[5] = x->trial;
    t[6] = x->trial * step;
    t[7] = step * step;
}

/* Degrees of freedom: what a short history says of its errors' sd is uncertain itself. */
static double tail(const double *traits)
{
    const double *c = learned.tail;
    double x = c[0] + c[1] * traits[INV_TRAIT_LENGTH] + c[2] * traits[INV_TRAIT_SEASONAL];
    return 2 + exp(clamp(x, -1.5, 4));
}

void inv_spread_apply(const struct inv_spread *x, size_t h, struct inv_outlook *o)
{
    double *scale = (double *)(uintptr_t)o->scale, *rank = (double *)(uintptr_t)o->rank;
    double first = 1, alone = sqrt(1 - learned.shared);
    for (size_t k = 0; k < h; k++) {
        double term[INV_SPREAD_TERMS], sum = 0;
        inv_spread_terms(x, k, term);
        for (size_t i = 0; i < INV_SPREAD_TERMS; i++)
            sum += learned.b[i] * term[i];
        double ratio = clamp(exp(sum), 1 / MOST_RATIO, MOST_RATIO);
        first = k == 0 ? ratio : first;
        double same = alone * (ratio < first ? ratio : first);
        scale[k] *= same;
        rank[k] = hypot(same * rank[k], x->sd[k] * sqrt(ratio * ratio - same * same));
    }
    o->tail = tail(x->fit->state + INV_SPREAD_TRAITS);
    o->skew = learned.skew;
}
