/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of the registry, and what fits share. */
#ifndef INV_FORECAST_MODELS_H
#define INV_FORECAST_MODELS_H

#include "inv/model.h"

extern const struct inv_model inv_model_naive, inv_model_snaive, inv_model_drift, inv_model_mean,
    inv_model_sma, inv_model_wma, inv_model_ses, inv_model_holt, inv_model_damped, inv_model_hw,
    inv_model_linear, inv_model_trend, inv_model_croston, inv_model_sba, inv_model_tsb, inv_model_auto,
    inv_model_flat;
extern const struct inv_model inv_model_regressed, inv_model_poly, inv_model_logistic;
extern const struct inv_model inv_model_adida, inv_model_imapa, inv_model_ewm, inv_model_hurdle;
extern const struct inv_model inv_model_ets;
extern const struct inv_model inv_model_comb;
extern const struct inv_model inv_model_stlm, inv_model_tbats;
extern const struct inv_model inv_model_theta, inv_model_otm, inv_model_dotm, inv_model_ces;
extern const struct inv_model inv_model_arima, inv_model_sarima;

/* As inv_model_find, hidden rows included. */
const struct inv_model *inv_model_any(const char *name, size_t len);

/* A fit of this model to s with nothing in it yet. */
void inv_fit_start(struct inv_fit *fit, const struct inv_model *model, const struct inv_series *s);
/* From sse, seen and k: sigma, and of a Gaussian likelihood with sigma
 * concentrated out loglik = -(seen/2) log sse - log_scale and AICc (k counts
 * without sigma; Hurvich and Tsai 1989). sse of zero: loglik is large and
 * finite. The constant of the full likelihood is left out, as R's ets does. */
void inv_fit_gaussian(struct inv_fit *fit, double log_scale);
/* The log_scale that it was called with. */
double inv_fit_log_scale(const struct inv_fit *fit);
/* Whether auto is that row: there are regressors, or the series is short and has a group. */
bool inv_regressed_wanted(const struct inv_series *s, const struct inv_model_args *a);
bool inv_regressed_short(const struct inv_series *s);
/* The end of a long history, beginning with a known value: at most 4096 periods
 * or 20 seasons. What is older tells nothing of smoothing constants any more, so
 * that a fit that needs many passes takes bounded time. */
struct inv_series inv_fit_recent(const struct inv_series *s);
/* struct inv_model.add of one value for all steps: fit->state[0]. */
void inv_fit_flat(const struct inv_fit *fit, double weight, size_t h, double *mean);

/* Doubles of workspace that a forecast takes beside what its model does. */
size_t inv_forecast_room(size_t h, size_t gap);
/* The outlook of f, of which all else is there. */
struct inv_forecast_spec;
struct inv_forecast;
enum inv_status inv_forecast_ahead(const struct inv_forecast_spec *spec, struct inv_work *w, struct inv_rng *r,
                                   struct inv_forecast *f, struct inv_err *err);

#endif
