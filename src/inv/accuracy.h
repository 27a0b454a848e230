/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far forecasts were from what happened: the measures of inv-eval.
 *
 * For a forecast f of the values a of h periods, made from a history x of n
 * values with a season of m, and with e = a - f; means are over the known values:
 *
 *   mae, mse   mean |e|, mean e^2;  rmse  sqrt(mse)
 *   mape       100 mean |e / a|, without a = 0
 *   smape      200 mean |e| / (|a| + |f|), 0 where both are 0 (Makridakis and Hibon 2000)
 *   mase       mean |e| / mean |x_t - x_(t-m)| (Hyndman and Koehler 2006); m is 1 where n <= m
 *   rmsse      sqrt(mean e^2 / mean (x_t - x_(t-1))^2) (Makridakis, Spiliotis and Assimakopoulos 2022)
 *   prmsse     the same, but pooled: the root of the mean of its squares
 *   sum3       as prmsse, of the means of three periods
 *   wape       sum |e| / sum |a|;  bias  sum (f - a) / sum a
 *   pinball    mean max(p (a - q), (p - 1)(a - q)) over p-quantiles q (Koenker and Bassett 1978)
 *   spinball   the same over sqrt(mean (x_t - x_(t-1))^2)
 *   upto       share of a at or below a p-quantile, which is at least p where it is right;
 *   under      share below it, at most p: together for whole numbers
 *   coverage   share of a within the bounds of a level L; a missing bound is a miss
 *   msis       mean (hi - lo + 2/(1-L) max(0, lo - a) + 2/(1-L) max(0, a - hi)) / mean |x_t - x_(t-m)|
 *              (Gneiting and Raftery 2007, eq. 43; Makridakis, Spiliotis and Assimakopoulos 2020)
 *
 * Each is a ratio that is carried as numerator and denominator: of a window, of
 * a key (the sum of its windows), and of all keys: the pooled ones (wape, bias,
 * coverage, upto, under) as the sum of the keys', all others as the mean of the keys' values.
 */
#ifndef INV_ACCURACY_H
#define INV_ACCURACY_H

#include "inv/status.h"

enum inv_measure {
    INV_MAE, INV_MSE, INV_RMSE, INV_MAPE, INV_SMAPE, INV_MASE, INV_RMSSE, INV_WAPE, INV_BIAS,
    INV_PINBALL, INV_COVERAGE, INV_MSIS, INV_PRMSSE, INV_SUM3, INV_SPINBALL,
    INV_MEASURES     /* behind them: coverage and msis of the second level, of the third, ...;
                        upto and under of each quantile */
};

struct inv_ratio { double num, den; };

/* What is scored besides the point forecast. */
struct inv_accuracy {
    const double *levels; size_t nlevels;    /* of the bounds, 0..1 */
    const double *probs; size_t nprobs;      /* of the quantiles; none: the bounds serve as quantiles */
};
/* Ratios that a window, a key or a total has. */
size_t inv_accuracy_width(const struct inv_accuracy *a);
/* "mae" ...; of further levels and quantiles the word, "coverage", and in *of its
 * level or p; else *of is NAN. of may be NULL. */
const char *inv_measure_name(const struct inv_accuracy *a, size_t measure, double *of);

/* What errors are compared with. 0: the history does not say. */
struct inv_scale { double mean, root; };     /* mean |x_t - x_(t-m)|, root of mean (x_t - x_(t-1))^2 */
/* NAN is missing: pairs that lack one are left out. */
struct inv_scale inv_scale_of(const double *x, size_t n, size_t m);

/* One forecast of h periods and what came of it. A period counts where both
 * value and forecast are known. */
struct inv_outcome {
    size_t h;
    const double *actual, *forecast;
    /* Rows of `stride`: lo and hi of each level, then each quantile; NULL: none of them. */
    const double *bounds; size_t stride;
};

/* out[width]: of one window. */
void inv_accuracy_window(const struct inv_accuracy *a, const struct inv_scale *s, const struct inv_outcome *o,
                         struct inv_ratio *out);
/* Adds a window to its key's. */
void inv_accuracy_add(struct inv_ratio *key, const struct inv_ratio *window, size_t width);
/* Adds a key to the total. */
void inv_accuracy_pool(const struct inv_accuracy *a, struct inv_ratio *total, const struct inv_ratio *key);
/* NAN where it is not defined. */
double inv_accuracy_value(const struct inv_ratio *r, size_t measure);

#endif
