/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "demand.h"

#include <float.h>
#include <math.h>

size_t inv_demand_least(size_t m)
{
    (void)m;
    return 3;
}

enum inv_status inv_demand_begin(struct inv_fit *fit, const struct inv_model *model, const struct inv_series *s,
                                 size_t nstate, struct inv_work *w, struct inv_err *err)
{
    inv_fit_start(fit, model, s);
    fit->state = inv_work_take(w, nstate);
    fit->nstate = nstate;
    fit->kind = s->whole;
    if (!fit->state)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for lumpy demand");
    return s->hi > 0 ? INV_OK : inv_err_set(err, INV_EFIT, "no demand");
}

void inv_demand_start(double *state, double size, double size_constant, double rate_constant)
{
    state[INV_DEMAND_SIZE] = size;
    state[INV_DEMAND_SSE] = state[INV_DEMAND_COUNT] = 0;
    state[INV_DEMAND_MEMORY] = inv_demand_memory(rate_constant);
    state[INV_DEMAND_SIZE_MEMORY] = inv_demand_memory(size_constant);
}

double inv_demand_first(const double *x, size_t n, size_t stride, double constant)
{
    double level = 0, w = 1, aw = 0, ww = 0;
    for (size_t i = 0; i < n; i++) {
        double e = x[i * stride] - level;
        aw += e * w;
        ww += w * w;
        level += constant * e;
        w -= constant * w;
    }
    return aw > 0 ? aw / ww : 0;
}

void inv_demand_set_sigma(struct inv_fit *fit)
{
    fit->sigma = sqrt(fit->sse / (fit->seen > fit->k ? (double)(fit->seen - fit->k) : 1));
}

void inv_demand_run(struct inv_fit *fit, const struct inv_series *s, inv_demand_step *step)
{
    for (size_t t = 0; t < s->n; t++) {
        double e = step(fit->par, fit->state, s->y[t]);
        fit->sse += isfinite(e) ? e * e : 0;
    }
}

void inv_demand_carry(struct inv_fit *fit, const struct inv_series *more, inv_demand_step *step)
{
    inv_demand_run(fit, more, step);
    for (size_t t = 0; t < more->n; t++)
        inv_demand_look(fit, more->y[t]);
    fit->n += more->n;
}

size_t inv_demand_older(const struct inv_fit *fit, const struct inv_series *s, double *e)
{
    size_t older = s->n - (fit->n < s->n ? fit->n : s->n);
    for (size_t t = 0; t < older; t++)
        e[t] = NAN;
    return older;
}

void inv_demand_errors(const struct inv_fit *fit, const struct inv_series *s, inv_demand_step *step, double *state,
                       double *e)
{
    for (size_t t = inv_demand_older(fit, s, e); t < s->n; t++)
        e[t] = step(fit->par, state, s->y[t]);
}

double inv_demand_memory(double constant)
{
    return constant > 1e-9 ? (2 - constant) / constant : DBL_MAX;
}

void inv_demand_average(double *state, double size)
{
    double e = size - state[INV_DEMAND_SIZE];
    state[INV_DEMAND_COUNT]++;
    state[INV_DEMAND_SIZE] += e / state[INV_DEMAND_COUNT];
    state[INV_DEMAND_SSE] += e * (size - state[INV_DEMAND_SIZE]);
}

void inv_demand_smooth(double *state, double constant, double size)
{
    double e = size - state[INV_DEMAND_SIZE];
    state[INV_DEMAND_COUNT]++;
    state[INV_DEMAND_SIZE] += constant * e;
    state[INV_DEMAND_SSE] += e * e;
}

void inv_demand_sizes(const struct inv_series *s, double *state)
{
    state[INV_DEMAND_SIZE] = state[INV_DEMAND_SSE] = state[INV_DEMAND_COUNT] = 0;
    state[INV_DEMAND_SIZE_MEMORY] = DBL_MAX;
    for (size_t t = 0; t < s->n; t++)
        if (s->y[t] > 0)
            inv_demand_average(state, s->y[t]);
}

bool inv_demand_whole(double size)
{
    return size < 0x1p53 && floor(size) == size;
}

void inv_demand_look(struct inv_fit *fit, double y)
{
    if (!isfinite(y))
        return;
    fit->seen++;
    fit->kind = fit->kind && inv_demand_whole(y);
}

/* One or two demands say nothing of their spread: it is guessed as for the whole series, see forecast.c. */
static double size_sd(const double *x, bool whole)
{
    if (x[INV_DEMAND_COUNT] > 2)
        return sqrt(x[INV_DEMAND_SSE] / (x[INV_DEMAND_COUNT] - 1));
    return whole ? sqrt(x[INV_DEMAND_SIZE]) : x[INV_DEMAND_SIZE] / 2;
}

static double behind(double memory, double n)
{
    return memory < n ? memory : n;
}

/* A rate above the size is demand in every period. */
enum inv_status inv_demand_outlook(const struct inv_fit *fit, size_t h, const struct inv_model_args *a,
                                   struct inv_work *w, struct inv_rng *r, struct inv_outlook *o, struct inv_err *err)
{
    (void)h;
    (void)a;
    (void)w;
    (void)r;
    (void)err;
    const double *x = fit->state;
    double rate = x[INV_DEMAND_RATE], size = x[INV_DEMAND_SIZE], p = size > 0 ? rate / size : 0;
    o->kind = INV_OUTLOOK_LUMPY;
    o->lumpy = (struct inv_lumpy){
        .p = p < 1 ? p : 1, .behind_p = behind(x[INV_DEMAND_MEMORY], (double)fit->seen),
        .size = p < 1 ? size : rate, .size_sd = size_sd(x, fit->kind),
        .behind_size = behind(x[INV_DEMAND_SIZE_MEMORY], x[INV_DEMAND_COUNT]), .whole = fit->kind
    };
    return INV_OK;
}
