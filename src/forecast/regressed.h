/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of regressed.c share. */
#ifndef INV_FORECAST_REGRESSED_H
#define INV_FORECAST_REGRESSED_H

#include "regress.h"
#include "terms.h"

/* State: the header, 3 numbers a term, centre, scale, b, row, z, the triangle. */
enum { TERMS, PHASE, LOGS, NONE, TOP, LEVEL, HEADER };
enum { INV_REGRESSED_ALPHA };    /* fit.par */

/* A fit as it lies in its state. */
struct inv_regressed {
    struct inv_terms t;
    struct inv_columns c;
    double *b, *row, *z, level;    /* of 1 + p, the last two scratch */
    size_t q;                      /* 1 + p */
    struct inv_lsq l;
};

/* nx and m are the fit's. v.c.t is set by the caller to &v.t. */
struct inv_regressed inv_regressed_look(double *x, size_t nx, size_t m);
double inv_regressed_dot(const double *a, const double *b, size_t n);
/* The errors of log y (or y) without the level, NAN where there is none. */
double inv_regressed_error(struct inv_regressed *v, const struct inv_series *s, size_t t);
/* Squared one-step errors when the level follows with alpha; *level: at the end. */
double inv_regressed_follow(struct inv_regressed *v, const struct inv_series *s, double alpha, double *level);

/* Forecasts and what there is to say (regressed_ahead.c). */
size_t inv_regressed_paths(size_t h, const struct inv_model_args *a);
void inv_regressed_add(const struct inv_fit *fit, double weight, size_t h, double *mean);
enum inv_status inv_regressed_outlook(const struct inv_fit *fit, size_t h, const struct inv_model_args *a,
                                      struct inv_work *w, struct inv_rng *r, struct inv_outlook *o, struct inv_err *err);
void inv_regressed_explain(const struct inv_fit *fit, const struct inv_facts *out);
enum inv_status inv_regressed_residuals(const struct inv_fit *fit, const struct inv_series *s, struct inv_work *w, double *e,
                                        struct inv_err *err);
enum inv_status inv_regressed_update(struct inv_fit *fit, const struct inv_series *more, struct inv_err *err);

#endif
