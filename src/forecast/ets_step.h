/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Uphill steps on the likelihood of exponential smoothing. */
#ifndef INV_FORECAST_ETS_STEP_H
#define INV_FORECAST_ETS_STEP_H

#include "ets_pass.h"

/* Where a search stands. */
struct inv_ets_step {
    const struct inv_series *series;
    struct inv_ets *e;                      /* parameters as they stand */
    struct inv_ets_pass *here, *there;      /* at the best point, at the one tried */
    double at[INV_ETS_MOST_COLUMNS], tried[INV_ETS_MOST_COLUMNS];
    double most, enough;                    /* not worth a way that does not get below most; gains that end it */
    bool stable;                            /* constants must be admissible */
    double lo[4], hi[4];                    /* of the constants */
    double value;                           /* -log-likelihood at the best point */
    double grad[INV_ETS_MOST_COLUMNS];      /* its gradient there */
    double N[INV_ETS_MOST_COLUMNS][INV_ETS_MOST_COLUMNS];   /* its Hessian as J'J has it ... */
    double S[INV_ETS_MOST_COLUMNS][INV_ETS_MOST_COLUMNS];   /* ... and what that lacks */
    double damping;
};

/* Whether forecasts forget old errors at e's constants. */
bool inv_ets_admissible(const struct inv_ets *e);

/* The limits of the constants. */
void inv_ets_step_box(struct inv_ets_step *f, enum inv_ets_region region);
/* The parameters of f->at go to f->e. */
void inv_ets_step_put(struct inv_ets_step *f);
/* Begins at the parameters of f->e; false: they are not feasible. */
bool inv_ets_step_begin(struct inv_ets_step *f);
/* One step that does not lose, with more damping as long as it takes; the gain
 * in log-likelihood, or 0. Without `constants` the starting states alone move. */
double inv_ets_step_take(struct inv_ets_step *f, bool constants);

#endif
