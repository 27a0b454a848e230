/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "season.h"

#include <math.h>
#include <string.h>

#include "inv/acf.h"

#define QUANTILE 1.6448536269514722     /* of the normal at 0.95: a two-sided test at 90 % */
#define LEAST_INDEX 0.01                /* below it, dividing by an index tells nothing any more */

bool inv_season_found(const struct inv_series *s, double *work)
{
    double sum = 0;
    size_t m = s->m;
    if (m < 2 || s->seen <= 2 * m)
        return false;
    size_t n = inv_acf(s->y, s->n, m, work);
    for (size_t k = 1; k < m; k++)
        sum += work[k] * work[k];
    return fabs(work[m]) > QUANTILE * sqrt((1 + 2 * sum) / (double)n);
}

static double value_at(const struct inv_series *s, size_t t)
{
    double y = s->y[t];
    if (!isnan(y) || t < s->m || t + s->m >= s->n)
        return y;
    return (s->y[t - s->m] + s->y[t + s->m]) / 2;
}

/* Over a season around t; where m is even over m + 1 periods, half of the ends. NAN: not known. */
static double moving_average(const struct inv_series *s, size_t t)
{
    size_t half = s->m / 2;
    if (t < half || t + half >= s->n)
        return NAN;
    double sum = 0, ends = value_at(s, t - half) + value_at(s, t + half);
    for (size_t i = t - half + 1; i < t + half; i++)
        sum += value_at(s, i);
    return (sum + (s->m % 2 ? ends : ends / 2)) / (double)s->m;
}

static void find_figure(const struct inv_series *s, enum inv_season kind, double *trend, double *figure)
{
    size_t m = s->m;
    double mean = 0;
    for (size_t i = 0; i < m; i++) {
        double sum = 0, count = 0;
        for (size_t t = i; t < s->n; t += m) {
            double x = inv_season_take(kind, s->y[t], trend[t]);
            if (!isnan(x)) {
                sum += x;
                count++;
            }
        }
        figure[i] = sum / count;
        mean += figure[i] / (double)m;
    }
    for (size_t i = 0; i < m; i++)
        figure[i] = inv_season_take(kind, figure[i], mean);
}

static bool below(const double *x, size_t n, double limit)
{
    bool found = false;
    for (size_t i = 0; i < n; i++)
        found = found || x[i] < limit;
    return found;
}

enum inv_season inv_season_remove(const struct inv_series *s, enum inv_season kind, double *figure, double *z)
{
    kind = s->lo > 0 ? kind : INV_SEASON_ADDITIVE;
    for (size_t t = 0; t < s->n; t++)
        z[t] = moving_average(s, t);
    find_figure(s, kind, z, figure);
    if (kind == INV_SEASON_MULTIPLICATIVE && below(figure, s->m, LEAST_INDEX)) {
        kind = INV_SEASON_ADDITIVE;
        find_figure(s, kind, z, figure);
    }
    if (!isfinite(figure[0]))       /* a position without a value makes all of them NAN */
        kind = INV_SEASON_NONE;
    for (size_t t = 0; t < s->n; t++)
        z[t] = inv_season_take(kind, s->y[t], figure[t % s->m]);
    return kind;
}
