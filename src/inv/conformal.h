/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bounds from what a model's errors were: forecasts from earlier origins of the
 * same series are compared with what came.
 *
 * Each error is divided by the sd that the model gave for it from its origin. One
 * series has few origins, so that these scores are pooled over origins and over
 * neighbouring steps (half to twice as far ahead, further where that are too few): the model says
 * how sd grows from step to step, the scores how wide and how skew it should have been.
 * The bounds that hold a share q are the forecast -+ sd times the magnitude that a
 * share q (1 + 1 / N) of the scores does not exceed, the finite-sample quantile of
 * split conformal prediction (Papadopoulos et al. 2002; for the steps of a horizon
 * Stankeviciute, Alaa and van der Schaar 2021); beyond the greatest score it goes on
 * as a normal tail of their root mean square. Errors of overlapping horizons are not independent: N
 * is how many say as much. Totals have scores of their own. Sample paths take the
 * scores of one origin as they stood, or mirrored, so that steps keep their correlation.
 */
#ifndef INV_CONFORMAL_H
#define INV_CONFORMAL_H

#include "inv/forecast.h"

#define INV_CONFORMAL_ORIGINS 12
#define INV_CONFORMAL_LEAST 8      /* fewer scores: the model's own distribution stays */

/* One thread's; {0}, and how many origins are looked back to. 0: none, the model's own distribution. */
struct inv_conformal {
    size_t origins;
    struct inv_work trial, scores;
};
void inv_conformal_free(struct inv_conformal *c);

/* inv_forecast, with bounds, quantiles, totals, paths and sd of f->outlook from scores, which are in c and live
 * until its next use. */
enum inv_status inv_conformal_forecast(struct inv_conformal *c, const double *y, size_t n, size_t m,
                                       const struct inv_forecast_spec *spec, struct inv_work *w, struct inv_rng *r,
                                       struct inv_forecast *f, struct inv_err *err);

#endif
