/* SPDX-License-Identifier: GPL-3.0-or-later */
/* TBATS (De Livera, Hyndman and Snyder 2011, JASA 106, 1513, sec. 2): a Box-Cox
 * transform z of the data, level and trend, trigonometric seasons and ARMA errors d:
 *   z_t = l + phi b + sum s_j + d_t
 *   l' = l + phi b + alpha d_t            b' = phi b + beta d_t
 *   s_j'  =  s_j cos w_j + s*_j sin w_j + gamma_1 d_t
 *   s*_j' = -s_j sin w_j + s*_j cos w_j + gamma_2 d_t,   w_j = 2 pi j / m
 *   d_t = ar_1 d_(t-1) + ... + e_t + ma_1 e_(t-1) + ...
 * Each season has gammas of its own. For small ones an error fades in every harmonic
 * where gamma_1 cos w_j - gamma_2 sin w_j >= 0 (the eigenvalues of F - g w' near
 * exp(i w_j), to the first order): a cone between two rays, which the first and the
 * last harmonic give. The constants are what is taken of each ray, none below 0.
 * The harmonic j = m / 2 has one state, as its
 * sine is zero. A missing value has e_t = 0.
 *
 * Transformed values keep the data's units: with G the geometric mean of the data,
 *   z = G ((y / G)^omega - 1) / omega,
 * whose Jacobian is 1 on average, so that the likelihood (ibid., sec. 3.1)
 *   n log sum e^2 - 2 (omega - 1) sum log y
 * is n log sum e^2 of these z: least squares in all parameters. The states at the
 * start enter linearly. Derivatives of the states are carried along with them
 * (forward sensitivities), and in each Gauss-Newton step with Marquardt's damping
 * (1963) the starting states are solved for first (Golub and Pereyra 1973 with
 * Kaufman's shortcut 1975: ibid., sec. 3.2, has them from a regression, too), so
 * that the constants alone are searched. Seeds of the ARMA errors are zero. */
#ifndef INV_FORECAST_TBATS_H
#define INV_FORECAST_TBATS_H

#include "inv/model.h"

#define INV_TBATS_SEASONS 4
#define INV_TBATS_ARMA 2            /* the highest p and q */
#define INV_TBATS_HARMONICS 24      /* of all seasons together */
#define INV_TBATS_STATES (2 + 2 * INV_TBATS_HARMONICS)
#define INV_TBATS_CONSTANTS (4 + 2 * INV_TBATS_SEASONS + 2 * INV_TBATS_ARMA)

enum inv_tbats_trend { INV_TBATS_LEVEL, INV_TBATS_TREND, INV_TBATS_DAMPED };

struct inv_tbats_form {
    enum inv_tbats_trend trend;
    bool power;                     /* Box-Cox */
    size_t ns;                      /* seasons, the shortest first */
    size_t m[INV_TBATS_SEASONS], k[INV_TBATS_SEASONS];     /* periods, harmonics (0: none) */
    size_t p, q;
};

/* Places in `constant`; those that a form lacks are INV_TBATS_CONSTANTS. */
struct inv_tbats_at { size_t alpha, beta, phi, gamma[INV_TBATS_SEASONS], ar, ma, omega, n; };

struct inv_tbats_harmonic { double cos, sin; size_t season; bool single; };

struct inv_tbats {
    struct inv_tbats_form form;
    struct inv_tbats_at at;
    struct inv_tbats_harmonic harmonic[INV_TBATS_HARMONICS];
    size_t nh, nx;                  /* harmonics; states l, b, s_1, s*_1, ... */
    double constant[INV_TBATS_CONSTANTS + 1];
    double ray[INV_TBATS_SEASONS][2][2], gamma[INV_TBATS_SEASONS][2];
    double scale;                   /* G */
    double start[INV_TBATS_STATES], x[INV_TBATS_STATES];   /* states before the first and after the last value */
    double d[INV_TBATS_ARMA], e[INV_TBATS_ARMA];           /* the last ones, the newest first */
    size_t seen;
    double sse;
};

/* Lays a form out: places, harmonics (those that a shorter season has already are left
 * out), constants to begin with. */
void inv_tbats_lay(struct inv_tbats *t, const struct inv_tbats_form *form);
/* A constant, or `otherwise` where the form lacks it. */
double inv_tbats_get(const struct inv_tbats *t, size_t at, double otherwise);
/* The gammas, after constants were changed. */
void inv_tbats_settle(struct inv_tbats *t);
/* Constants and starting states: what AIC counts, without sigma. */
size_t inv_tbats_count(const struct inv_tbats *t);

/* ---- runs (tbats_run.c) ---------------------------------------------------------------- */

double inv_tbats_transform(const struct inv_tbats *t, double y);
/* Back; kept where the data can be. */
double inv_tbats_back(const struct inv_tbats *t, double z);
/* dy / dz at z. */
double inv_tbats_slope(const struct inv_tbats *t, double z);

/* One period: from the states before it to those after it. z NAN: missing. Returns e, NAN where missing. */
double inv_tbats_step(struct inv_tbats *t, double z);
/* From the start over transformed values: sse, seen and the end's states. e NULL or [n]. */
void inv_tbats_run(struct inv_tbats *t, const double *z, size_t n, double *e);
/* The forecast of z one period ahead; the step over it is inv_tbats_step(t, NAN). */
double inv_tbats_ahead(const struct inv_tbats *t);
/* psi[h]: what an error adds to the coming z. */
void inv_tbats_psi(const struct inv_tbats *t, size_t h, double *psi);

/* The normal equations of e in constants and starting states (columns, in this order):
 * g = J'e and A = J'J, columns x columns, row by row. `room`: inv_tbats_pass_room. */
size_t inv_tbats_pass_room(const struct inv_tbats *t);
void inv_tbats_pass(const struct inv_tbats *t, const double *z, const double *dz, size_t n, double *A, double *g,
                    double *room);

/* ---- fits (tbats_region.c, tbats_fit.c, tbats_choose.c) ----------------------------------- */

/* Old errors fade: F - g w' and the ARMA polynomials are stable. */
bool inv_tbats_feasible(const struct inv_tbats *t);

/* Least squares from t's constants; its starting states are found. z, dz: n each;
 * y is positive where the form has a power. A fit that will not have an AICc below
 * `beat` ends early. INV_EFIT: nothing is feasible. */
size_t inv_tbats_fit_room(size_t n, size_t states);
enum inv_status inv_tbats_fit(struct inv_tbats *t, const struct inv_series *s, double beat, struct inv_work *w,
                              struct inv_err *err);

/* The form with the least AICc; m: the seasons. */
enum inv_status inv_tbats_choose(struct inv_tbats *best, const struct inv_series *s, const size_t *m, size_t nm,
                                 struct inv_work *w, struct inv_err *err);
/* AICc as inv_fit_gaussian has it; INFINITY where there are too few values. */
double inv_tbats_aicc(const struct inv_tbats *t);

/* ---- a fit in inv_fit's arrays (tbats_keep.c) -------------------------------------------- */

size_t inv_tbats_nstate(void);
void inv_tbats_keep(const struct inv_tbats *t, double *state);
void inv_tbats_kept(struct inv_tbats *t, const double *state);

#endif
