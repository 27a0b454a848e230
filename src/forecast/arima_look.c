/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "arima_look.h"

#include <float.h>
#include <math.h>

#include "arima_gaps.h"

#define COLLINEAR 1e-12     /* of a column's sum of squares: it says nothing new */

static size_t use_columns(struct inv_arima_data *x, const struct inv_arima_order *o)
{
    size_t n = 0;
    x->used[n++] = x->column[0];
    if (o->constant)
        x->used[n++] = x->column[1];
    for (size_t i = 0; i < x->nx; i++)
        x->used[n++] = x->column[2 + i];
    return n;
}

static void filter(struct inv_arima_data *x, const struct inv_arima_order *o, const double *const coef[INV_FOUR],
                   size_t ncol, double logdet[INV_FOUR])
{
    struct inv_arma a;
    bool centred = o->constant || (x->gaps && o->d + o->D > 0);
    struct inv_arma_columns w = { x->used, ncol, x->n, centred ? x->centre : 0 };
    inv_arma_expand(&a, o, coef);
    x->passes++;
    for (size_t i = 0; i < INV_FOUR; i++)
        logdet[i] = 0;
    if (x->gaps)
        x->count = inv_arma_pass_gaps(&a, o, &w, x->work, x->u, logdet);
    else if (x->conditional)
        inv_arma_pass_conditional(&a, &w, x->u);
    else
        inv_arma_pass(&a, &w, x->work, x->u, logdet);
}

static void dot(const inv_four *a, const inv_four *b, size_t n, inv_four *out)
{
    inv_four s = { 0, 0, 0, 0 };
    for (size_t t = 0; t < n; t++)
        s += a[t] * b[t];
    *out = s;
}

/* Takes out of u[0] and of the columns behind j what column j explains (modified Gram-Schmidt;
 * Golub and Van Loan 1996, 5.2.8). Collinear columns are left out. */
static void project(const struct inv_arima_data *x, size_t ncol, size_t j, const inv_four *whole)
{
    inv_four norm, part, over;
    const inv_four *u = x->u + j * x->n;
    dot(u, u, x->n, &norm);
    for (size_t i = 0; i < INV_FOUR; i++)
        over[i] = norm[i] > COLLINEAR * (*whole)[i] ? 1 / norm[i] : 0;
    for (size_t c = 0; c < ncol; c = c == 0 ? j + 1 : c + 1) {
        inv_four *y = x->u + c * x->n;
        dot(u, y, x->n, &part);
        part *= over;
        for (size_t t = 0; t < x->n; t++)
            y[t] -= part * u[t];
    }
}

void inv_arima_look(struct inv_arima_data *x, struct inv_arima_places *p)
{
    double coef[INV_FOUR][INV_ARIMA_COEF];
    const double *at[INV_FOUR] = { coef[0], coef[1], coef[2], coef[3] };
    inv_four whole[2], sse;
    for (size_t i = 0; i < INV_FOUR; i++)
        inv_arima_unfold(p->order, p->z[i], coef[i]);
    size_t ncol = use_columns(x, p->order);
    filter(x, p->order, at, ncol, p->logdet);
    for (size_t j = 1; j < ncol; j++) {
        dot(x->u + j * x->n, x->u + j * x->n, x->n, &whole[0]);
        project(x, ncol, j, whole);
    }
    dot(x->u, x->u, x->n, &sse);
    for (size_t i = 0; i < INV_FOUR; i++) {
        double s = sse[i] > DBL_MIN ? sse[i] : DBL_MIN;
        p->sse[i] = sse[i];
        p->value[i] = (double)x->count * log(s) + p->logdet[i];
        p->value[i] = isfinite(p->value[i]) && isfinite(sse[i]) ? p->value[i] : INFINITY;
    }
}

size_t inv_arima_best_of(const struct inv_arima_places *p)
{
    size_t best = 0;
    for (size_t i = 1; i < INV_FOUR; i++)
        best = p->value[i] < p->value[best] ? i : best;
    return best;
}

double inv_arima_columns(struct inv_arima_data *x, const struct inv_arima_order *o, const double *coef, size_t *ncol)
{
    const double *at[INV_FOUR] = { coef, coef, coef, coef };
    double logdet[INV_FOUR];
    *ncol = use_columns(x, o);
    filter(x, o, at, *ncol, logdet);
    return logdet[0];
}
