/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns of a regression that borrows from other series: a constant, terms of the
 * regressors, the season by the calendar. */
#ifndef INV_FORECAST_TERMS_H
#define INV_FORECAST_TERMS_H

#include "inv/lesson.h"
#include "inv/lsq.h"

/* A series' own columns: terms less `centre`, divided by `scale`. p each. */
struct inv_columns {
    const struct inv_terms *t;
    size_t phase;
    double *centre, *scale;
    double none;                /* what stands for a demand that has no logarithm; 0: it does not count */
};

/* The most coefficients of nx regressors and a season of m. */
size_t inv_terms_most(size_t nx, size_t m);
/* The regressors of period t; NULL where there are none. */
const double *inv_columns_at(const struct inv_series *s, size_t t);
/* Constants of smoothing that are tried, the slowest first. */
#define INV_ALPHAS 5
extern const double inv_alphas[INV_ALPHAS];
/* u[p]: the terms of period t, before centring but for products, whose first factor is less its centre. */
void inv_terms_values(const struct inv_columns *c, size_t t, const double *x, double *u);
/* Centres and scales over the series; scale 1 where a term never changes. row: scratch of p. */
void inv_columns_look(struct inv_columns *c, const struct inv_series *s, double *row);
/* row[1 + p]; false: a term is not known. */
bool inv_columns_row(const struct inv_columns *c, size_t t, const double *x, double *row);
/* Demand as it enters; NAN: it does not count. */
double inv_columns_demand(const struct inv_columns *c, double y);
/* Rows into the triangle of 1 + p columns, newer ones with more weight: half of it n / 2 periods back.
 * The sum of weights; row: scratch. */
double inv_columns_take(const struct inv_columns *c, const struct inv_series *s, struct inv_lsq *l, double *row);

#endif
