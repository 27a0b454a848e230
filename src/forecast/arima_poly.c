/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Coefficients of seasonal ARMA processes: bounds and products. */
#include <math.h>
#include <string.h>

#include "arima_arma.h"

#define YEAR 12             /* of a longer season, roots in B^m count as those of this one: a season that
                               hardly changes needs a Theta near -1 however long it is */

size_t inv_arima_coef(const struct inv_arima_order *o)
{
    return o->p + o->q + o->P + o->Q;
}

size_t inv_arima_memory(const struct inv_arima_order *o)
{
    return o->d + o->m * o->D;
}

size_t inv_arma_states(const struct inv_arima_order *o)
{
    size_t ar = o->p + o->m * o->P, ma = o->q + o->m * o->Q + 1;
    return ar > ma ? ar : ma;
}

/* ---- partial autocorrelations ------------------------------------------------------- */

/* Durbin (1960): from the coefficients of order k to those of order k + 1. */
static void step_up(double *phi, size_t k, double r)
{
    for (size_t i = 0; i < k - i; i++) {
        size_t j = k - 1 - i;
        if (i > j)
            break;
        double a = phi[i], b = phi[j];
        phi[i] = a - r * b;
        phi[j] = b - r * a;
    }
    phi[k] = r;
}

static void unfold(const double *z, size_t p, double sign, double *phi)
{
    for (size_t k = 0; k < p; k++)
        step_up(phi, k, tanh(z[k]));
    for (size_t k = 0; k < p; k++)
        phi[k] *= sign;
}

/* Back down; r[p]. False: one of them is not within (-1, 1). */
static bool step_down(const double *phi, size_t p, double sign, double root, double *r)
{
    double x[INV_ARIMA_ORDER], y[INV_ARIMA_ORDER], scale = 1;
    for (size_t i = 0; i < p; i++)
        x[i] = sign * phi[i] * (scale *= root);
    for (size_t k = p; k-- > 0;) {
        r[k] = x[k];
        if (!(fabs(r[k]) < 1))
            return false;
        for (size_t i = 0; i < k; i++)
            y[i] = (x[i] + r[k] * x[k - 1 - i]) / (1 - r[k] * r[k]);
        memcpy(x, y, k * sizeof *x);
    }
    return true;
}

/* The four polynomials one after the other: order, sign of an AR's convention, seasonal or not. */
struct part { size_t order; double sign; bool seasonal; };

static void parts(const struct inv_arima_order *o, struct part out[4])
{
    out[0] = (struct part){ o->p, 1, false };
    out[1] = (struct part){ o->q, -1, false };
    out[2] = (struct part){ o->P, 1, true };
    out[3] = (struct part){ o->Q, -1, true };
}

void inv_arima_unfold(const struct inv_arima_order *o, const double *z, double *coef)
{
    struct part part[4];
    parts(o, part);
    for (size_t i = 0; i < 4; z += part[i].order, coef += part[i].order, i++)
        unfold(z, part[i].order, part[i].sign, coef);
}

bool inv_arima_fold(const struct inv_arima_order *o, const double *coef, double *z)
{
    struct part part[4];
    parts(o, part);
    for (size_t i = 0; i < 4; z += part[i].order, coef += part[i].order, i++) {
        if (!step_down(coef, part[i].order, part[i].sign, 1, z))
            return false;
        for (size_t k = 0; k < part[i].order; k++)
            z[k] = atanh(z[k]);
    }
    return true;
}

/* The roots of phi(root B) are those of phi over `root`. */
bool inv_arima_roots_beyond(const struct inv_arima_order *o, const double *coef, double root)
{
    struct part part[4];
    double r[INV_ARIMA_ORDER];
    parts(o, part);
    for (size_t i = 0; i < 4; coef += part[i].order, i++)
        if (!step_down(coef, part[i].order, part[i].sign, part[i].seasonal ? pow(root, (double)(o->m < YEAR ? o->m : YEAR)) : root, r))
            return false;
    return true;
}

/* ---- products ------------------------------------------------------------------------ */

/* Where the lag stands in the list, which it joins where it is new. */
static size_t place(size_t lag, size_t *lags, inv_four *value, size_t *n)
{
    for (size_t i = 0; i < *n; i++)
        if (lags[i] == lag)
            return i;
    lags[*n] = lag;
    value[*n] = (inv_four){ 0, 0, 0, 0 };
    return (*n)++;
}

static double one_or(const double *x, size_t i)
{
    return i == 0 ? 1 : x[i - 1];
}

/* (1 + sign sum a_i B^i)(1 + sign sum s_j B^(jm)), less the 1, times sign: sign is -1 for AR. */
static size_t product(size_t p, size_t P, size_t m, double sign, const double *const a[INV_FOUR],
                      const double *const s[INV_FOUR], size_t *lags, inv_four *value)
{
    size_t n = 0;
    for (size_t j = 0; j <= P; j++)
        for (size_t i = j == 0; i <= p; i++) {
            size_t at = place(i + j * m, lags, value, &n);
            double f = i > 0 && j > 0 ? sign : 1;
            for (size_t lane = 0; lane < INV_FOUR; lane++)
                value[at][lane] += f * one_or(a[lane], i) * one_or(s[lane], j);
        }
    return n;
}

void inv_arma_expand(struct inv_arma *a, const struct inv_arima_order *o, const double *const coef[INV_FOUR])
{
    const double *at[4][INV_FOUR];
    for (size_t lane = 0; lane < INV_FOUR; lane++) {
        at[0][lane] = coef[lane];
        at[1][lane] = at[0][lane] + o->p;
        at[2][lane] = at[1][lane] + o->q;
        at[3][lane] = at[2][lane] + o->P;
    }
    a->nphi = product(o->p, o->P, o->m, -1, at[0], at[2], a->phi_lag, a->phi);
    a->ntheta = product(o->q, o->Q, o->m, 1, at[1], at[3], a->theta_lag, a->theta);
    a->phi_most = o->p + o->m * o->P;
    a->theta_most = o->q + o->m * o->Q;
    a->r = inv_arma_states(o);
}
