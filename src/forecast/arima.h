/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the rows arima and sarima do with a fit. */
#ifndef INV_FORECAST_ARIMA_H
#define INV_FORECAST_ARIMA_H

#include "inv/model.h"

/* Sample paths where values are transformed. */
#define INV_ARIMA_PATHS 2000

void inv_arima_add(const struct inv_fit *fit, double weight, size_t h, double *mean);
/* Doubles of workspace for h steps. */
size_t inv_arima_outlook_room(size_t h, const struct inv_model_args *a);
enum inv_status inv_arima_outlook(const struct inv_fit *fit, size_t h, const struct inv_model_args *a,
                                  struct inv_work *w, struct inv_rng *r, struct inv_outlook *o, struct inv_err *err);
void inv_arima_form(const struct inv_fit *fit, char out[INV_FORM_MAX]);
void inv_arima_explain(const struct inv_fit *fit, const struct inv_facts *out);
enum inv_status inv_arima_residuals(const struct inv_fit *fit, const struct inv_series *s, struct inv_work *w, double *e,
                                    struct inv_err *err);
enum inv_status inv_arima_update(struct inv_fit *fit, const struct inv_series *more, struct inv_err *err);
size_t inv_arima_dynamics(const struct inv_fit *fit);

#endif
