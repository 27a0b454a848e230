/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exponential smoothing in innovations state-space form (Hyndman, Koehler, Ord
 * and Snyder 2008, tables 2.2 and 2.3), fitted by maximum likelihood.
 *
 *   q_t = l + phi b,  mu_t = q + s  or  q s,   e_t = y - mu  or  (y - mu) / mu
 *   l' = q + alpha e        b' = phi b + beta e        s' = s + gamma e
 * or with multiplicative errors
 *   l' = q (1 + alpha e)    b' = phi b + beta q e      s' = s (1 + gamma e).
 * A missing y leaves q, phi b and s as the new state.
 *
 * Maximising the concentrated Gaussian likelihood -(n/2) log sum e^2 - sum log
 * |r_t|, r = 1 or mu, is least squares in the residuals e_t G, with G the
 * geometric mean of |r|. The derivatives of all states with respect to all
 * parameters are carried along with the states (forward sensitivities), and
 * Levenberg-Marquardt steps (Marquardt 1963) are taken in
 *   alpha, beta / alpha, gamma / (1 - alpha), phi, l_0, b_0, s_0 .. s_{m-2}
 * where the usual region is a box. The starting states of additive models enter
 * linearly: the first step finds them. The seasons' states add up to 0 (or m).
 */
#ifndef INV_FORECAST_ETS_H
#define INV_FORECAST_ETS_H

#include "inv/series.h"
#include "inv/work.h"

enum inv_ets_trend { INV_ETS_LEVEL, INV_ETS_TREND, INV_ETS_DAMPED };
enum inv_ets_season { INV_ETS_NONE, INV_ETS_ADDITIVE, INV_ETS_MULTIPLICATIVE };

/* Multiplicative errors go with no or multiplicative season, additive ones
 * with no or additive season. */
struct inv_ets_form {
    bool relative;              /* multiplicative errors */
    enum inv_ets_trend trend;
    enum inv_ets_season season;
};

/* Longer seasons are not fitted state by state: they start from a decomposition. */
#define INV_ETS_FITTED_SEASON 24

struct inv_ets {
    struct inv_ets_form form;
    size_t m;                   /* 1: no season */
    double alpha, beta, gamma, phi;
    double l, b, *s;            /* start; s[t % m] */
    double l_end, b_end, *s_end;   /* after the last value */
    size_t k;                   /* parameters and states fitted */
    double sse, log_scale;      /* sum e^2, sum log |r| */
    size_t passes;              /* over the series, for those who count */
};

/* Doubles that a fit takes from its workspace; the season states stay there. */
size_t inv_ets_room(const struct inv_ets_form *form, size_t m);

/* The likelihood may have several tops. This many starts find the highest for
 * nearly all series. */
#define INV_ETS_ALL_STARTS 8

/* Fits to the known values of s (which begins with one), at least k + 1 of
 * them, climbing from `cold` starts and, where it is not NULL, from `warm`: a
 * fit to the same or nearly the same data of a form that differs at most in its
 * trend. INV_EFIT: no start is feasible (values that are not positive with
 * multiplicative errors). */
enum inv_status inv_ets_fit(struct inv_ets *e, const struct inv_ets_form *form, const struct inv_series *s,
                            const struct inv_ets *warm, size_t cold, struct inv_work *w, struct inv_err *err);

/* Runs the given parameters and starting states over s: end states, sse and
 * log_scale. */
void inv_ets_run(struct inv_ets *e, const struct inv_series *s);

/* Adds weight times the point forecasts of the h periods after a series of n. */
void inv_ets_add(const struct inv_ets *e, size_t n, double weight, size_t h, double *mean);

/* psi[0..h) of a form with additive errors and season (ibid., table 6.1); with
 * multiplicative ones the same in shares of the coming values, to the first order. */
void inv_ets_psi(const struct inv_ets *e, size_t h, double *psi);

#endif
