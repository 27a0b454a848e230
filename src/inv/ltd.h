/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lead-time demand: what is demanded while an order cannot help.
 *
 * An order placed now arrives after the lead time L; under a review every R
 * periods nothing can be ordered until the next, so that stock must last
 * through L + R (R = 0: continuous review). All durations are in periods and
 * may have a fraction; quantities are units.
 *
 * Steps of a forecast: the total of the first periods has the sd that the
 * forecast's joint distribution gives it (cum_sd). The root of a sum of squares
 * would be too small: an error in a level or trend stays in all later steps.
 */
#ifndef INV_LTD_H
#define INV_LTD_H

#include "inv/rng.h"
#include "inv/status.h"

struct inv_supply {
    double lead_time;        /* L >= 0, its mean */
    double lead_time_sd;     /* >= 0 */
    double review_period;    /* R >= 0 */
};

struct inv_ltd {
    double demand;       /* mean of a period */
    double demand_sd;    /* of a period */
    double mean, sd;     /* of the demand over L + R */
    double lead_mean, lead_sd;    /* over L alone: what a fill rate under periodic review takes off */
};

/* From moments of a period's demand, independent from period to period:
 * mean = demand (L + R), sd^2 = demand_sd^2 (L + R) + demand^2 lead_time_sd^2
 * (Hadley and Whitin 1963, ch. 3; King 2011).
 * INV_EARG: not finite or below 0 (err's column names it). */
enum inv_status inv_ltd_rows(const struct inv_supply *s, double demand, double demand_sd, struct inv_ltd *ltd,
                             struct inv_err *err);

/* Demand of one period tells of the next: acf[i] is the correlation of lag i + 1, 0 beyond
 * n of them; acf NULL: rho^k, a process of first order, |rho| < 1. */
struct inv_correlation { double rho; const double *acf; size_t n; };
/* The number of independent periods whose total varies as much: span + 2 sum_k (span - k) rho_k,
 * k from 1 to below span (Ray 1980; Eppen and Martin 1988); between whole numbers in
 * proportion; 0 where it would be below. */
double inv_ltd_periods(double span, const struct inv_correlation *c);
/* sd and lead_sd anew, of what inv_ltd_rows or inv_ltd_history made of s. */
enum inv_status inv_ltd_correlate(const struct inv_supply *s, const struct inv_correlation *c, struct inv_ltd *ltd,
                                  struct inv_err *err);
/* The autocorrelations of a history y[n] (NAN: missing) of lags 1..lags, with divisor n (Box and
 * Jenkins 1976), out[lags]; 0 where y does not vary, and of lags beyond n / 4, which are noise. */
void inv_ltd_acf(const double *y, size_t n, size_t lags, double *out);

/* One of several lead times: part[n], with the probabilities weight[n], which add up to 1.
 * The moments of all of them together (law of total variance). */
enum inv_status inv_ltd_mix(const struct inv_ltd *part, const double *weight, size_t n, struct inv_ltd *ltd,
                            struct inv_err *err);

/* From a forecast of h steps: mean[h], sd[h] of each, cum_sd[h] of the total of
 * the first ones. The last part of a period takes its share of the step's mean
 * and of the growth of the total's variance. demand is the mean over L + R,
 * demand_sd the root mean square of sd there; where L + R is 0, of step 1.
 * INV_EROW: h is too short; the text says which is needed. */
enum inv_status inv_ltd_forecast(const struct inv_supply *s, const double *mean, const double *sd, const double *cum_sd,
                                 size_t h, struct inv_ltd *ltd, struct inv_err *err);

/* The demand of a year: the first periods_per_year steps, their last part
 * included, or the mean of all steps times periods_per_year where h is shorter.
 * h >= 1. */
double inv_ltd_annual(const double *mean, size_t h, double periods_per_year);

/* From a history y[n] (NAN: missing): the mean and the standard deviation (of a
 * sample) of what is there, then as from rows. One observation alone says
 * nothing of its spread: Poisson's, the root of the mean, stands in for it.
 * INV_EROW: nothing is there, or the mean is below 0. */
enum inv_status inv_ltd_history(const struct inv_supply *s, const double *y, size_t n, struct inv_ltd *ltd,
                                struct inv_err *err);
/* Whether all that is there is whole numbers. */
bool inv_ltd_whole(const double *y, size_t n);

/* Overlapping sums of a history y[n] (NAN: missing) over the span: one for
 * each stretch without missing values. out has room for n of them; returns how
 * many there are. A span of 0 sums to 0. */
size_t inv_ltd_sums(const double *y, size_t n, double span, double *out);
/* The same for supply with a lead time that varies: sums over L + R - sd and
 * L + R + sd, as if both were as likely, which has the same mean and variance
 * of the lead time. Spans are not below 0. 0 where the history is too short for
 * either. out has room for 2 n. */
size_t inv_ltd_supply_sums(const struct inv_supply *s, const double *y, size_t n, double *out);

/* draws sums over L + R, of blocks of `block` >= 1 successive periods of the history, its end
 * joined to its start (circular block bootstrap, Politis and Romano 1992; block 1: Efron 1979).
 * Missing periods are left out. A lead time that varies: every other draw is over L + R - sd and
 * L + R + sd, as above. work: n. INV_EROW: nothing is known; L + R above
 * INV_LTD_DRAWN, or draws of it above INV_LTD_SUMMED periods: hours. */
#define INV_LTD_DRAWN 100000.0
#define INV_LTD_SUMMED 1e9
enum inv_status inv_ltd_bootstrap(const struct inv_supply *s, const double *y, size_t n, size_t block, size_t draws,
                                  struct inv_rng *rng, double *work, double *out, struct inv_err *err);

/* From sample paths: n of them of h steps each, y[i * h + t]. Each path gives
 * its total over L + R (with lead_time_sd two, as above), to sums, which has
 * room for 2 n; *nsums says how many there are. mean and sd are those of the
 * totals; demand the mean over L + R, demand_sd the root mean square over its
 * steps of the sd from path to path. step_mean[h]: the mean path, for
 * inv_ltd_annual. INV_EROW: h is too short; the text says which is needed. */
enum inv_status inv_ltd_paths(const struct inv_supply *s, const double *y, size_t n, size_t h, double *sums, size_t *nsums,
                              double *step_mean, struct inv_ltd *ltd, struct inv_err *err);

#endif
