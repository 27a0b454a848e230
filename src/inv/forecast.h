/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a series to the outlook of its coming periods. */
#ifndef INV_FORECAST_H
#define INV_FORECAST_H

#include "inv/model.h"

/* The longest name that inv_forecast_name writes, with its end. */
#define INV_FORECAST_NAME 64

struct inv_forecast_spec {
    const struct inv_model *model;
    struct inv_model_args args;
    const double *x;            /* args.nx regressors of the series and of h periods after it, as in
                                   inv_series; NULL: none */
    const char *const *xname;
    size_t phase;               /* as in inv_series */
    size_t h;                   /* steps, at least 1 */
    bool allow_negative;        /* false: a series without negatives gets none */
    double cap;                 /* no forecast is above this many times the largest value; 0: none */
    bool whole;                 /* whole units */
};

/* Nothing was fitted: equal values, all zero, or one or two equal ones that say
 * nothing of the spread. The last value is the forecast then. */
enum inv_forecast_special { INV_FORECAST_FITTED, INV_FORECAST_CONSTANT, INV_FORECAST_ZERO, INV_FORECAST_FEW };

struct inv_forecast {
    const struct inv_model *asked;
    struct inv_fit fit;         /* fit.model: what was fitted in the end */
    enum inv_forecast_special special;
    struct inv_series s;        /* what it was fitted to: from the first to the last known value, in `unit`s */
    size_t gap;                 /* periods after that of which nothing is known */
    double unit;                /* a power of two: data that are huge or tiny are fitted as multiples of it */
    struct inv_outlook outlook;
};

/* Forecasts the h periods after y[n - 1]. Missing values (NAN) are bridged,
 * also before the first and after the last known one. Where the model asked
 * for cannot serve, the next of its fallbacks does (fit.model). f's arrays are
 * in w and live until its next use. INV_EFIT: no value is known. INV_EARG: a
 * horizon of 0. */
enum inv_status inv_forecast(const double *y, size_t n, size_t m, const struct inv_forecast_spec *spec,
                             struct inv_work *w, struct inv_rng *r, struct inv_forecast *f, struct inv_err *err);

/* "ses"; "hw>damped" where damped served for hw; "ses>constant", "ses>zero".
 * Terminated; returns the length. */
size_t inv_forecast_name(const struct inv_forecast *f, char out[INV_FORECAST_NAME]);

#endif
