/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traits.h"

#include <math.h>

/* Known values around one line with a level for each position of a season of m:
 * least squares as in linear.c (Frisch and Waugh 1933). */
struct line { size_t m; double slope, *level; };    /* level[m] at t = 0 */

size_t inv_traits_room(size_t n, size_t m)
{
    return n + 3 * m;
}

/* false: a position has no value. scratch: 2 m. */
static bool fit_line(const struct inv_series *s, struct line *l, double *scratch)
{
    double *tbar = scratch, *count = scratch + l->m, ty = 0, tt = 0;
    for (size_t i = 0; i < l->m; i++)
        l->level[i] = tbar[i] = count[i] = 0;
    for (size_t t = 0, i = 0; t < s->n; t++, i = i + 1 == l->m ? 0 : i + 1)
        if (isfinite(s->y[t])) {
            count[i]++;
            l->level[i] += (s->y[t] - l->level[i]) / count[i];
            tbar[i] += ((double)t - tbar[i]) / count[i];
        }
    for (size_t i = 0; i < l->m; i++)
        if (count[i] == 0)
            return false;
    for (size_t t = 0, i = 0; t < s->n; t++, i = i + 1 == l->m ? 0 : i + 1)
        if (isfinite(s->y[t])) {
            double dt = (double)t - tbar[i];
            ty += dt * (s->y[t] - l->level[i]);
            tt += dt * dt;
        }
    l->slope = tt > 0 ? ty / tt : 0;
    for (size_t i = 0; i < l->m; i++)
        l->level[i] -= l->slope * tbar[i];
    return true;
}

/* What is left of each value without the level of its season and, where
 * `detrend`, without the line; returns the sum of its squares around its mean. */
static double rest(const struct inv_series *s, const struct line *l, bool detrend, double *e)
{
    double mean = 0, ss = 0, n = 0;
    for (size_t t = 0, i = 0; t < s->n; t++, i = i + 1 == l->m ? 0 : i + 1) {
        e[t] = s->y[t] - l->level[i] - (detrend ? l->slope * (double)t : 0);
        if (isfinite(e[t])) {
            double d = e[t] - mean;
            mean += d / ++n;
            ss += d * (e[t] - mean);
        }
    }
    return ss;
}

/* First autocorrelation of e, which is changed to its differences if asked for. */
static double first_acf(double *e, size_t n, bool differences, double *sd)
{
    size_t count = 0;
    double mean = 0, var = 0, cov = 0;
    if (differences)
        for (size_t t = 0; t + 1 < n; t++)
            e[t] = e[t + 1] - e[t];
    n -= differences;
    for (size_t t = 0; t < n; t++)
        if (isfinite(e[t])) {
            double d = e[t] - mean;
            mean += d / (double)++count;
            var += d * (e[t] - mean);
        }
    for (size_t t = 0; t + 1 < n; t++)
        if (isfinite(e[t]) && isfinite(e[t + 1]))
            cov += (e[t] - mean) * (e[t + 1] - mean);
    *sd = count > 0 ? sqrt(var / (double)count) : 0;
    return var > 0 ? cov / var : 0;
}

static double mean_size(const struct inv_series *s)
{
    double sum = 0;
    for (size_t t = 0; t < s->n; t++)
        if (isfinite(s->y[t]))
            sum += fabs(s->y[t]) / (double)s->seen;
    return sum;
}

static double clamp(double x, double lo, double hi)
{
    return x > lo ? x < hi ? x : hi : lo;      /* lo for NAN */
}

void inv_traits_look(const struct inv_series *s, double *scratch, double x[INV_TRAITS])
{
    double *e = scratch, *level = e + s->n, *sums = level + s->m, sd, unused;
    struct line flat = { 1, 0, level }, line = { 1, 0, level };
    fit_line(s, &line, sums);
    double sloped = rest(s, &line, true, e), all = rest(s, &flat, false, e), left = sloped;
    line.m = s->m;
    bool season = s->m > 1 && s->seen >= 2 * s->m + 2 && fit_line(s, &line, sums);
    if (season)
        left = rest(s, &line, true, e);
    else {
        line.m = 1;
        fit_line(s, &line, sums);
        rest(s, &line, true, e);
    }
    x[INV_TRAIT_ONE] = 1;
    x[INV_TRAIT_LENGTH] = log(clamp((double)s->seen, 5, 500) / 30);
    x[INV_TRAIT_TREND] = all > 0 ? clamp(1 - sloped / all, 0, 1) : 0;
    x[INV_TRAIT_SEASON] = season && sloped > 0 ? clamp(1 - left / sloped, 0, 1) : 0;
    x[INV_TRAIT_PERSISTENCE] = clamp(first_acf(e, s->n, false, &unused), -1, 1);
    rest(s, &line, false, e);
    x[INV_TRAIT_REVERSION] = clamp(first_acf(e, s->n, true, &sd), -1, 1);
    x[INV_TRAIT_NOISE] = 2 + log(clamp(sd / mean_size(s), 0.001, 5));
    x[INV_TRAIT_SEASONAL] = season;
    x[INV_TRAIT_CYCLES] = season ? log(clamp((double)s->seen / (double)s->m, 1, 30) / 5) : 0;
    x[INV_TRAIT_PERIOD] = season ? log(clamp((double)s->m, 2, 60) / 12) : 0;
}
