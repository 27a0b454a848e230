/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An outlook whose distribution is that of scores: o->scores.bands > 0. */
#ifndef INV_FORECAST_SCORES_H
#define INV_FORECAST_SCORES_H

#include "inv/outlook.h"

/* sd and cum_sd times the root mean squares, within what limits let them be. */
void inv_scores_begin(struct inv_outlook *o);
/* Before limits: a step's quantile, that of a total, and a sample path. */
double inv_scores_quantile(const struct inv_outlook *o, size_t k, double p);
double inv_scores_total(const struct inv_outlook *o, const struct inv_total *t, double p);
void inv_scores_path(const struct inv_outlook *o, struct inv_rng *r, double *q);

#endif
