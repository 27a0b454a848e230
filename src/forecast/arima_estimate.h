/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was found, as estimates with standard errors: coefficients from the
 * information matrix, what is linear by generalised least squares. */
#ifndef INV_FORECAST_ARIMA_ESTIMATE_H
#define INV_FORECAST_ARIMA_ESTIMATE_H

#include "arima_fit.h"
#include "arima_state.h"

/* Sets m's coef, linear, their se, and centre. A: k * k + k doubles, k = m->nlinear. */
void inv_arima_estimate(struct inv_arima_data *x, const struct inv_arima_found *f, struct inv_arima_model *m,
                        double *A);

#endif
