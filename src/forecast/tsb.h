/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Size and probability of lumpy demand, each smoothed (Teunter, Syntetos and Babai
 * 2011): what tsb and hurdle, which find the constants differently, share. */
#ifndef INV_FORECAST_TSB_H
#define INV_FORECAST_TSB_H

#include "demand.h"

/* The first of fit->par: constants of size and probability, and where they start. */
enum inv_tsb_parameter { INV_TSB_ALPHA, INV_TSB_BETA, INV_TSB_SIZE0, INV_TSB_PROBABILITY0, INV_TSB_PARAMETERS };

/* Behind what all models of lumpy demand keep: the probability. */
enum inv_tsb_state { INV_TSB_NOW = INV_DEMAND_STATES, INV_TSB_STATES };

void inv_tsb_start(const double *par, double *state);
inv_demand_step inv_tsb_step;
/* The rate, sigma, and now[2]: size and probability, among the parameters. */
void inv_tsb_finish(struct inv_fit *fit, double *now);
/* struct inv_model.residuals */
enum inv_status inv_tsb_residuals(const struct inv_fit *fit, const struct inv_series *s, struct inv_work *w, double *e,
                                  struct inv_err *err);

#endif
