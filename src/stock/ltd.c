/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stock/check.h"
#include "stock/spans.h"

#include <math.h>
#include <string.h>

static enum inv_status check_supply(const struct inv_supply *s, struct inv_err *err)
{
    enum inv_status st = inv_check_from_zero(s->lead_time, "lead_time", err);
    if (st == INV_OK)
        st = inv_check_from_zero(s->lead_time_sd, "lead_time_sd", err);
    if (st == INV_OK)
        st = inv_check_from_zero(s->review_period, "review_period", err);
    return st;
}

static enum inv_status finish(struct inv_ltd *ltd, struct inv_err *err)
{
    if (isfinite(ltd->mean) && isfinite(ltd->sd) && isfinite(ltd->lead_sd))
        return INV_OK;
    return inv_err_set(err, INV_EARG, "the demand over the lead time is out of the range of numbers");
}

/* ---- moments ------------------------------------------------------------------------- */

enum inv_status inv_ltd_rows(const struct inv_supply *s, double demand, double demand_sd, struct inv_ltd *ltd,
                             struct inv_err *err)
{
    enum inv_status st = check_supply(s, err);
    if (st == INV_OK)
        st = inv_check_from_zero(demand, "demand", err);
    if (st == INV_OK)
        st = inv_check_from_zero(demand_sd, "demand_sd", err);
    if (st != INV_OK)
        return st;
    double span = s->lead_time + s->review_period;
    *ltd = (struct inv_ltd){
        .demand = demand, .demand_sd = demand_sd,
        .mean = demand * span,
        .sd = hypot(demand_sd * sqrt(span), demand * s->lead_time_sd),
        .lead_mean = demand * s->lead_time,
        .lead_sd = hypot(demand_sd * sqrt(s->lead_time), demand * s->lead_time_sd)
    };
    return finish(ltd, err);
}

enum inv_status inv_ltd_too_short(size_t h, double span, struct inv_err *err)
{
    return inv_err_set(err, INV_EROW, "the forecast has %zu period%s, lead time + review period are %.12g: "
                       "forecast with -H %.0f or more", h, h == 1 ? "" : "s", span, fmax(1, ceil(span)));
}

/* ---- forecasts ------------------------------------------------------------------------ */

/* The total of the first `span` steps, a part of the last. span <= h. */
static double total(const double *x, double span)
{
    double sum = 0;
    size_t whole = (size_t)span;
    for (size_t i = 0; i < whole; i++)
        sum += x[i];
    double part = span - (double)whole;
    return part > 0 ? sum + part * x[whole] : sum;
}

/* The variance of the total: between two whole periods it grows in proportion,
 * as it does where demand comes independently within a period. */
static double total_variance(const double *cum_sd, double span)
{
    size_t whole = (size_t)span;
    double part = span - (double)whole, before = whole > 0 ? cum_sd[whole - 1] * cum_sd[whole - 1] : 0;
    return part > 0 ? before + part * (cum_sd[whole] * cum_sd[whole] - before) : before;
}

/* Of a variance that rounding may have put below 0; NAN stays. */
static double root(double variance)
{
    return sqrt(variance < 0 ? 0 : variance);
}

static double mean_square(const double *sd, double span)
{
    double sum = 0;
    size_t whole = (size_t)span;
    for (size_t i = 0; i < whole; i++)
        sum += sd[i] * sd[i];
    double part = span - (double)whole;
    return (part > 0 ? sum + part * sd[whole] * sd[whole] : sum) / span;
}

enum inv_status inv_ltd_forecast(const struct inv_supply *s, const double *mean, const double *sd, const double *cum_sd,
                                 size_t h, struct inv_ltd *ltd, struct inv_err *err)
{
    enum inv_status st = check_supply(s, err);
    if (st != INV_OK)
        return st;
    double span = s->lead_time + s->review_period;
    if (h == 0 || span > (double)h)
        return inv_ltd_too_short(h, span, err);
    double sum = total(mean, span);
    ltd->mean = sum;
    ltd->demand = span > 0 ? sum / span : mean[0];
    ltd->demand_sd = span > 0 ? sqrt(mean_square(sd, span)) : sd[0];
    ltd->sd = hypot(root(total_variance(cum_sd, span)), ltd->demand * s->lead_time_sd);
    ltd->lead_mean = total(mean, s->lead_time);
    ltd->lead_sd = hypot(root(total_variance(cum_sd, s->lead_time)), ltd->demand * s->lead_time_sd);
    st = inv_check_from_zero(ltd->demand, "demand", err);
    return st == INV_OK ? finish(ltd, err) : st;
}

double inv_ltd_annual(const double *mean, size_t h, double periods_per_year)
{
    if ((double)h >= periods_per_year)
        return total(mean, periods_per_year);
    return total(mean, (double)h) / (double)h * periods_per_year;
}
