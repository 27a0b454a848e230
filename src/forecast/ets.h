/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exponential smoothing in innovations state-space form (Hyndman, Koehler, Ord
 * and Snyder 2008, tables 2.2 and 2.3), fitted by maximum likelihood.
 *
 * With the trend u = phi b, or b^phi where it is multiplicative, q = l + u or l u,
 * mu = q, q + s or q s and the surprise r = y - mu, all thirty forms move by
 *   l' = q + alpha r / z    b' = u + beta r / (z g)    s' = s + gamma r / x
 * where z = s and x = q with a multiplicative season, else 1; g = l with a
 * multiplicative trend, else 1. Additive and multiplicative errors differ only
 * in the error that counts: e_t = r, or r / mu. A missing y leaves q, u and s as
 * the new state.
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

enum inv_ets_trend { INV_ETS_LEVEL, INV_ETS_TREND, INV_ETS_DAMPED, INV_ETS_GROWTH, INV_ETS_DAMPED_GROWTH };
enum inv_ets_season { INV_ETS_NONE, INV_ETS_ADDITIVE, INV_ETS_MULTIPLICATIVE };
#define INV_ETS_TRENDS 5
#define INV_ETS_SEASONS 3

struct inv_ets_form {
    bool relative;              /* multiplicative errors */
    enum inv_ets_trend trend;
    enum inv_ets_season season;
};

/* Multiplicative trends: b is a factor. */
static inline bool inv_ets_grows(enum inv_ets_trend t) { return t == INV_ETS_GROWTH || t == INV_ETS_DAMPED_GROWTH; }
static inline bool inv_ets_fades(enum inv_ets_trend t) { return t == INV_ETS_DAMPED || t == INV_ETS_DAMPED_GROWTH; }
/* Whether the states are sums, so that the starting ones enter linearly. */
static inline bool inv_ets_linear(const struct inv_ets_form *f)
{
    return !inv_ets_grows(f->trend) && f->season != INV_ETS_MULTIPLICATIVE;
}

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

/* Where the constants may be. Cautious: a level that learns and a trend that does
 * not follow its every move, unless that halves the variance of the errors. */
enum inv_ets_region { INV_ETS_USUAL, INV_ETS_ADMISSIBLE, INV_ETS_CAUTIOUS };

/* How a form is fitted. */
struct inv_ets_plan {
    const struct inv_ets *warm; /* a fit to the same or nearly the same data, of this form or a neighbour; NULL: none */
    size_t cold;                /* starts of the form's own; at least one where warm does not lead anywhere */
    enum inv_ets_region region;
    double most;                /* what ends with more than this as -log-likelihood is of no use; 0: anything is */
};

/* Fits to the known values of s (which begins with one), at least k + 1 of
 * them. INV_EFIT: no start is feasible (values that are not positive with
 * multiplicative errors). */
enum inv_status inv_ets_fit(struct inv_ets *e, const struct inv_ets_form *form, const struct inv_series *s,
                            const struct inv_ets_plan *plan, struct inv_work *w, struct inv_err *err);

/* Runs the given parameters and starting states over s: end states, sse and
 * log_scale. */
void inv_ets_run(struct inv_ets *e, const struct inv_series *s);

/* The same from the end states on, at position `at` of the season: sse and
 * log_scale grow. error[s->n], or NULL: the one-step errors, NAN where y is missing. */
void inv_ets_go_on(struct inv_ets *e, const struct inv_series *s, size_t at, double *error);

/* Relative errors and a season that multiplies a level with or without an
 * additive trend (class 3 of ibid., 6.4): level and season are then products that
 * the same errors move. */
static inline bool inv_ets_products(const struct inv_ets_form *f)
{
    return f->relative && f->season == INV_ETS_MULTIPLICATIVE && !inv_ets_grows(f->trend);
}

/* Exact moments of the h periods after a series of n for errors of standard
 * deviation sigma: adds weight times the means to mean[h], puts the variances
 * into var[h]; either may be NULL. */
void inv_ets_product_moments(const struct inv_ets *e, size_t n, double sigma, size_t h, double weight, double *mean,
                             double *var);

/* Adds weight times the point forecasts of the h periods after a series of n. */
void inv_ets_add(const struct inv_ets *e, size_t n, double weight, size_t h, double *mean);

/* psi[0..h) of a form with additive errors and season (ibid., table 6.1); with
 * multiplicative ones the same in shares of the coming values, to the first order. */
void inv_ets_psi(const struct inv_ets *e, size_t h, double *psi);

#endif
