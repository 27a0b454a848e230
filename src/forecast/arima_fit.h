/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fitting one order to a series by exact maximum likelihood.
 *
 * With var(e) and all that enters linearly (constant, regressors) concentrated out
 * by generalised least squares, -2 log L is up to constants n log S + log |V|, S the
 * sum of squares of the standardised innovations u (Harvey 1989, 3.4). That is least
 * squares in u |V|^(1/2n), so that Levenberg-Marquardt steps (Marquardt 1963) in the
 * arcs of the partial autocorrelations find its bottom; derivatives are differences
 * between four sets of coefficients that are run side by side.
 */
#ifndef INV_FORECAST_ARIMA_FIT_H
#define INV_FORECAST_ARIMA_FIT_H

#include "arima_arma.h"
#include "inv/series.h"
#include "inv/work.h"

/* A series as the likelihood sees it, at one number of differences. */
struct inv_arima_data {
    size_t n;                   /* values a column */
    size_t count;               /* known ones that the likelihood counts, differences taken off */
    size_t nx;                  /* regressors */
    double **column;            /* the series, what a constant adds to it, the regressors: differenced,
                                   or where values are missing as they are */
    const double **used;        /* nx + 2: of them those that are in the model */
    double centre;              /* of column 0; used where there is a constant */
    bool gaps;                  /* not differenced, and some values are missing */
    bool conditional;           /* too long for the exact likelihood: conditional sum of squares */
    inv_four *u;                /* (nx + 2) n */
    double *v, *work;           /* n; for the passes */
    inv_four *slope;            /* n times coefficients: what J is */
    size_t passes;              /* over the data, for those who count */
};

/* Doubles for the data of a series at up to these orders. */
size_t inv_arima_data_room(size_t n, size_t nx, const struct inv_arima_order *most, bool gaps);
/* Everything taken from w. false: w is too small. */
bool inv_arima_data_take(struct inv_arima_data *x, size_t n, size_t nx, const struct inv_arima_order *most, bool gaps,
                         struct inv_work *w);
/* The series' columns with o's differences. `gaps`: see there; else s is dense. */
void inv_arima_data_fill(struct inv_arima_data *x, const struct inv_series *s, const struct inv_arima_order *o);

struct inv_arima_found {
    struct inv_arima_order order;
    double z[INV_ARIMA_COEF];   /* arcs; inv_arima_unfold makes coefficients of them */
    double sse, logdet;         /* of standardised innovations; log |V| */
    double loglik, aicc;        /* in full */
    size_t k;                   /* coefficients, sigma left out */
};

/* How far to go. */
struct inv_arima_effort {
    double enough;              /* a gain in log-likelihood below this ends it */
    double rival;               /* an AICc that must be reachable, or it is given up; INFINITY: none */
    size_t starts;              /* places to climb from: 1 is the best of all starts */
};

/* From `near` (any order; NULL: none) and from starts of its own. False: there are
 * fewer values than coefficients. */
bool inv_arima_fit(struct inv_arima_data *x, const struct inv_arima_order *o, const struct inv_arima_found *near,
                   const struct inv_arima_effort *effort, struct inv_arima_found *found);
/* loglik, aicc, sse at given coefficients; u stays as it was at them, in lane 0, not projected. */
void inv_arima_at(struct inv_arima_data *x, const struct inv_arima_order *o, const double *coef,
                  struct inv_arima_found *found);
/* Standardised innovations of the columns used at coef, in lane 0 of x->u; log |V|. */
double inv_arima_columns(struct inv_arima_data *x, const struct inv_arima_order *o, const double *coef, size_t *ncol);

#endif
