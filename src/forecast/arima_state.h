/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a fitted ARIMA model remembers, in fit->state, and how it goes on from there. */
#ifndef INV_FORECAST_ARIMA_STATE_H
#define INV_FORECAST_ARIMA_STATE_H

#include "arima_arma.h"
#include "arima_gaps.h"
#include "inv/model.h"

/* With more states than this (long seasons), covariances are not kept: a missing
 * value counts then as what was expected of it. */
#define INV_ARIMA_KEPT 64

/* fit->kind and fit->m say the order; arrays are in fit->state. */
struct inv_arima_model {
    struct inv_arima_order order;
    size_t k, nlinear;          /* coefficients; constant and regressors */
    size_t r, memory, N, kept;  /* N = r + memory; kept: N or 0 */
    double *gaps;               /* 0: P is of the r states alone, and F, M, K, L hold; 1: of all N, they do not */
    double *lambda;             /* of the transformation; NAN: none */
    double *centre;             /* taken off the series before all else */
    double *F, *M;              /* of inv_arma_state */
    double *coef, *se, *linear, *linear_se;
    double *x;                  /* r states and the last `memory` values less what is linear, the newest first */
    double *K, *L, *P, *ring;   /* r, r, kept^2; N of scratch */
};

size_t inv_arima_kind(const struct inv_arima_order *o);
size_t inv_arima_state_room(const struct inv_arima_order *o, size_t nx);
/* Enough for every order within `most`. */
size_t inv_arima_state_most(const struct inv_arima_order *most, size_t nx);
/* Where all is in fit->state. */
void inv_arima_open(const struct inv_fit *fit, struct inv_arima_model *m);
/* Lags and coefficients, for one set. */
void inv_arima_lags(const struct inv_arima_model *m, struct inv_arma *a, struct inv_arima_delta *delta);

/* What constant and regressors (x: the period's, NULL: none) say of period t, centre included. */
double inv_arima_linear(const struct inv_arima_model *m, const double *x, double t);

/* Begins before y[n]. work: inv_arima_begin_room doubles. */
size_t inv_arima_begin_room(const struct inv_arima_order *o);
void inv_arima_begin(struct inv_arima_model *m, const double *y, size_t n, double *work);

/* What innovations add up to; begin with {0}. */
struct inv_arima_sums { size_t count; double sse, logdet; };
/* Takes n values, transformed already where they are, that follow on `before`; x: their
 * regressors. Standardised innovations into e (NULL: not wanted), NAN where there is none. */
void inv_arima_run(struct inv_arima_model *m, const double *y, const double *x, size_t nx, size_t before, size_t n,
                   double *e, struct inv_arima_sums *sums);

#endif
