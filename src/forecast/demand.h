/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What fits of lumpy demand share: at what rate it comes, and in what sizes.
 *
 * The first doubles of fit->state are these; a model's own follow. fit->kind
 * is 1 where all sizes are whole numbers. */
#ifndef INV_FORECAST_DEMAND_H
#define INV_FORECAST_DEMAND_H

#include "models.h"

enum inv_demand_state {
    INV_DEMAND_RATE,            /* mean demand of a period */
    INV_DEMAND_SIZE,            /* mean of a demand that occurs */
    INV_DEMAND_SSE,             /* squared errors of the sizes */
    INV_DEMAND_COUNT,           /* demands seen */
    INV_DEMAND_MEMORY,          /* periods and demands that the two means look back on at most; */
    INV_DEMAND_SIZE_MEMORY,     /* INFINITY is written DBL_MAX */
    INV_DEMAND_STATES
};

/* ---- fits ------------------------------------------------------------------------------- */

/* struct inv_model.least: with fewer values than three there is nothing to smooth. */
size_t inv_demand_least(size_t m);
/* A fit of this model to s, its state taken from w. INV_EFIT: no demand. */
enum inv_status inv_demand_begin(struct inv_fit *fit, const struct inv_model *model, const struct inv_series *s,
                                 size_t nstate, struct inv_work *w, struct inv_err *err);
/* Before any demand: its mean size, and the constants that sizes and rate are smoothed with. */
void inv_demand_start(double *state, double size, double size_constant, double rate_constant);
/* The first level of x[n], a value every `stride`, smoothed with a constant: least squares
 * of the errors, see ses.c. None of x is below zero. */
double inv_demand_first(const double *x, size_t n, size_t stride, double constant);
/* fit->sigma from its sse, seen and k. */
void inv_demand_set_sigma(struct inv_fit *fit);

/* The error of one more value, and the states after it; NAN and as they were where
 * it is not known. */
typedef double inv_demand_step(const double *par, double *state, double y);
/* Over all of s: fit->sse grows. */
void inv_demand_run(struct inv_fit *fit, const struct inv_series *s, inv_demand_step *step);
/* The same over values that follow: fit's n, seen and kind, too. */
void inv_demand_carry(struct inv_fit *fit, const struct inv_series *more, inv_demand_step *step);
/* struct inv_model.residuals from a state that was started. */
void inv_demand_errors(const struct inv_fit *fit, const struct inv_series *s, inv_demand_step *step, double *state,
                       double *e);
/* How many of s are older than what was fitted to; their e is NAN. */
size_t inv_demand_older(const struct inv_fit *fit, const struct inv_series *s, double *e);

/* ---- sizes ------------------------------------------------------------------------------ */

/* Periods that exponential smoothing amounts to: (2 - constant) / constant. */
double inv_demand_memory(double constant);
/* Takes in the size of one more demand: the mean of all, or smoothed. */
void inv_demand_average(double *state, double size);
void inv_demand_smooth(double *state, double constant, double size);
/* Mean sizes and their squared errors, of all demands of s. */
void inv_demand_sizes(const struct inv_series *s, double *state);

bool inv_demand_whole(double size);
/* fit->kind, once y has come. */
void inv_demand_look(struct inv_fit *fit, double y);

/* struct inv_model.outlook. The rate is the model's; how it comes about, so many
 * demands of such a size, is from the sizes. */
enum inv_status inv_demand_outlook(const struct inv_fit *fit, size_t h, const struct inv_model_args *a,
                                   struct inv_work *w, struct inv_rng *r, struct inv_outlook *o, struct inv_err *err);

#endif
