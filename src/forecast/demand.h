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

/* Periods that exponential smoothing amounts to: (2 - constant) / constant. */
double inv_demand_memory(double constant);
/* Takes in the size of one more demand: the mean of all, or smoothed. */
void inv_demand_average(double *state, double size);
void inv_demand_smooth(double *state, double constant, double size);
/* Mean sizes and their squared errors, of all demands of s. INV_EFIT: there is none. */
enum inv_status inv_demand_sizes(const struct inv_series *s, double *state, struct inv_err *err);

bool inv_demand_whole(double size);
/* fit->kind, once y has come. */
void inv_demand_look(struct inv_fit *fit, double y);

/* struct inv_model.outlook. The rate is the model's; how it comes about, so many
 * demands of such a size, is from the sizes. */
enum inv_status inv_demand_outlook(const struct inv_fit *fit, size_t h, const struct inv_model_args *a,
                                   struct inv_work *w, struct inv_rng *r, struct inv_outlook *o, struct inv_err *err);

#endif
