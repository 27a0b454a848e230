/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Seasonal ARMA processes, four sets of coefficients side by side:
 *
 *   phi(B) Phi(B^m) w_t = theta(B) Theta(B^m) e_t,   phi(B) = 1 - phi_1 B - ...,
 *   theta(B) = 1 + theta_1 B + ...   (Box and Jenkins 1976, ch. 9)
 *
 * and their exact Gaussian likelihood. Everything is per unit of var(e).
 */
#ifndef INV_FORECAST_ARIMA_ARMA_H
#define INV_FORECAST_ARIMA_ARMA_H

#include <stdbool.h>
#include <stddef.h>

/* Four doubles side by side, at any address (gcc and clang). */
typedef double inv_four __attribute__((vector_size(32), aligned(8)));
#define INV_FOUR 4

#define INV_ARIMA_ORDER 12      /* p and q at most */
#define INV_ARIMA_SEASONAL 4    /* P and Q at most */
#define INV_ARIMA_COEF (2 * (INV_ARIMA_ORDER + INV_ARIMA_SEASONAL))
#define INV_ARIMA_LAGS ((INV_ARIMA_ORDER + 1) * (INV_ARIMA_SEASONAL + 1))

struct inv_arima_order {
    size_t p, d, q, P, D, Q;
    size_t m;                   /* 1: no season */
    bool constant;              /* a mean, or with one difference a drift */
};

/* Coefficients in the order phi, theta, Phi, Theta; how many. */
size_t inv_arima_coef(const struct inv_arima_order *o);
/* Values by which differences look back: d + m D. */
size_t inv_arima_memory(const struct inv_arima_order *o);

/* From any z to coefficients that are stationary and invertible: tanh z are
 * partial autocorrelations (Monahan 1984, Biometrika 71, 403). */
void inv_arima_unfold(const struct inv_arima_order *o, const double *z, double *coef);
/* Back again; what is not stationary or invertible gives false. */
bool inv_arima_fold(const struct inv_arima_order *o, const double *coef, double *z);
/* Whether all roots of the four polynomials are farther out than `root` > 1. */
bool inv_arima_roots_beyond(const struct inv_arima_order *o, const double *coef, double root);

/* The product polynomials of four sets, without their zeros: w_t = sum phi[i]
 * w(t - phi_lag[i]) + e_t + sum theta[i] e(t - theta_lag[i]). */
struct inv_arma {
    size_t r;                   /* states: max(phi_most, theta_most + 1) */
    size_t phi_most, theta_most;   /* longest lags */
    size_t nphi, ntheta;
    size_t phi_lag[INV_ARIMA_LAGS], theta_lag[INV_ARIMA_LAGS];
    inv_four phi[INV_ARIMA_LAGS], theta[INV_ARIMA_LAGS];
};
/* coef[lane]; the same pointer may be given for several. */
void inv_arma_expand(struct inv_arma *a, const struct inv_arima_order *o, const double *const coef[INV_FOUR]);

/* r of an order. */
size_t inv_arma_states(const struct inv_arima_order *o);
/* Doubles of scratch for inv_arma_covariance, and for inv_arma_pass over n values of ncol columns. */
size_t inv_arma_covariance_room(size_t r);
size_t inv_arma_pass_room(size_t r, size_t n, size_t ncol);

/* first[i] = Cov(x_t[i], w_t), i = 0..r-1, of Harvey's states (see arima_arma.c). */
void inv_arma_covariance(const struct inv_arma *a, inv_four *first, double *work);

/* Columns of n values that are filtered alike: the series (less `centre`) and regressors. */
struct inv_arma_columns {
    const double *const *column;
    size_t ncol, n;
    double centre;              /* of column 0 */
};
/* u[c * n + t]: the innovations of column c, each over its standard deviation per
 * unit of var(e); *logdet: the sum of the logarithms of these variances. */
void inv_arma_pass(const struct inv_arma *a, const struct inv_arma_columns *w, double *work, inv_four *u,
                   double logdet[INV_FOUR]);
/* The same from values and errors of zero before the first (conditional sum of
 * squares): the first phi_most innovations are set to 0, logdet is 0. */
void inv_arma_pass_conditional(const struct inv_arma *a, const struct inv_arma_columns *w, inv_four *u);

/* One set of coefficients, value by value: where the recursions stand. x[c * r + i]. */
struct inv_arma_state { double F, M, *x, *K, *L; };
/* At the beginning: x = 0. */
void inv_arma_begin(const struct inv_arma *a, struct inv_arma_state *s, size_t ncol, double *work);
/* Takes w[ncol]; innov[ncol]: innovations; returns their variance. */
double inv_arma_step(const struct inv_arma *a, struct inv_arma_state *s, size_t ncol, const double *w, double *innov);

#endif
