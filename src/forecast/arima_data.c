/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A series and its regressors at one number of differences. */
#include <math.h>

#include "arima_fit.h"
#include "arima_gaps.h"

#define EXACT_WORK 300000   /* values times states: beyond it, conditional sum of squares */

static size_t most_blocks(const struct inv_arima_order *most)
{
    return (inv_arima_coef(most) + INV_FOUR - 1) / INV_FOUR;
}

static size_t pass_room(size_t n, size_t nx, const struct inv_arima_order *most, bool gaps)
{
    size_t r = inv_arma_states(most), fast = inv_arma_pass_room(r, n, nx + 2);
    if (n * r > EXACT_WORK)
        return 0;
    size_t slow = gaps ? inv_arma_gaps_room(r, inv_arima_memory(most), nx + 2) : 0;
    return fast > slow ? fast : slow;
}

size_t inv_arima_data_room(size_t n, size_t nx, const struct inv_arima_order *most, bool gaps)
{
    size_t ncol = nx + 2;
    return ncol * n + 2 * ncol + INV_FOUR * ncol * n + n + INV_FOUR * n * most_blocks(most) + pass_room(n, nx, most, gaps);
}

bool inv_arima_data_take(struct inv_arima_data *x, size_t n, size_t nx, const struct inv_arima_order *most, bool gaps,
                         struct inv_work *w)
{
    size_t ncol = nx + 2;
    *x = (struct inv_arima_data){ .nx = nx, .gaps = gaps };
    x->column = (double **)(void *)inv_work_take(w, ncol);
    x->used = (const double **)(void *)inv_work_take(w, ncol);
    double *values = inv_work_take(w, ncol * n);
    x->u = (inv_four *)(void *)inv_work_take(w, INV_FOUR * ncol * n);
    x->v = inv_work_take(w, n);
    x->slope = (inv_four *)(void *)inv_work_take(w, INV_FOUR * n * most_blocks(most));
    x->conditional = n * inv_arma_states(most) > EXACT_WORK;
    x->work = inv_work_take(w, pass_room(n, nx, most, gaps));
    if (!x->column || !x->used || !values || !x->u || !x->v || !x->slope || !x->work)
        return false;
    for (size_t c = 0; c < ncol; c++)
        x->column[c] = values + c * n;
    return true;
}

/* y at a stride, differenced into out; how many are left. */
static void difference(const struct inv_arima_delta *delta, size_t memory, const double *y, size_t stride, size_t n,
                       double *out)
{
    for (size_t t = memory; t < n; t++) {
        double s = y[t * stride];
        for (size_t i = 0; i < delta->n; i++)
            s -= delta->by[i] * y[(t - delta->lag[i]) * stride];
        out[t - memory] = s;
    }
}

/* What a constant adds: a mean; a line's slope by its differences, or as it is. */
static void constant(const struct inv_arima_order *o, struct inv_arima_data *x)
{
    double step = o->d + o->D == 0 || o->d > 0 ? 1 : (double)o->m;
    for (size_t t = 0; t < x->n; t++)
        x->column[1][t] = x->gaps && o->d + o->D > 0 ? (double)t : step;
}

static double mean_known(const double *y, size_t n)
{
    double mean = 0, seen = 0;
    for (size_t t = 0; t < n; t++)
        if (isfinite(y[t]))
            mean += (y[t] - mean) / ++seen;
    return mean;
}

void inv_arima_data_fill(struct inv_arima_data *x, const struct inv_series *s, const struct inv_arima_order *o)
{
    struct inv_arima_delta delta = { 0 };
    size_t memory = x->gaps ? 0 : inv_arima_memory(o);
    if (!x->gaps)
        inv_arima_delta(&delta, o);
    x->n = s->n > memory ? s->n - memory : 0;
    x->count = s->seen > inv_arima_memory(o) ? s->seen - inv_arima_memory(o) : 0;
    difference(&delta, memory, s->y, 1, s->n, x->column[0]);
    for (size_t i = 0; i < x->nx; i++)
        difference(&delta, memory, s->x + i, x->nx, s->n, x->column[2 + i]);
    constant(o, x);
    x->centre = x->gaps && o->d + o->D > 0 ? s->y[s->first] : mean_known(x->column[0], x->n);
}
