/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "demand.h"

#include <float.h>
#include <math.h>

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

enum inv_status inv_demand_sizes(const struct inv_series *s, double *state, struct inv_err *err)
{
    state[INV_DEMAND_SIZE] = state[INV_DEMAND_SSE] = state[INV_DEMAND_COUNT] = 0;
    state[INV_DEMAND_SIZE_MEMORY] = DBL_MAX;
    for (size_t t = 0; t < s->n; t++)
        if (s->y[t] > 0)
            inv_demand_average(state, s->y[t]);
    return state[INV_DEMAND_COUNT] > 0 ? INV_OK : inv_err_set(err, INV_EFIT, "no demand");
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
