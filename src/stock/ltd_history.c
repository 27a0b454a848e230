/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lead-time demand from what was, or might be: histories and sample paths. */
#include "stock/spans.h"

#include <math.h>

#include "inv/moments.h"

/* ---- sums of a history ------------------------------------------------------------------------ */

/* A window on the history: what is in it, without the missing ones. */
struct window { double sum; size_t missing; };

static void slide(struct window *w, const double *y, size_t width, size_t i)
{
    /* Begun anew once a width, so that rounding does not pile up and a long
     * history costs no more than twice its length. */
    if (i % width == 0) {
        *w = (struct window){ 0 };
        for (size_t k = i; k < i + width; k++)
            if (isnan(y[k]))
                w->missing++;
            else
                w->sum += y[k];
        return;
    }
    double out = y[i - 1], in = y[i + width - 1];
    w->missing += (size_t)isnan(in);
    w->missing -= (size_t)isnan(out);
    w->sum += (isnan(in) ? 0 : in) - (isnan(out) ? 0 : out);
}

size_t inv_ltd_sums(const double *y, size_t n, double span, double *out)
{
    if (!(ceil(span) <= (double)n) || n == 0)
        return 0;
    size_t width = span > 1 ? (size_t)ceil(span) : 1, found = 0;
    double part = span - (double)(width - 1);    /* of the last period, 0..1 */
    struct window w = { 0 };
    for (size_t i = 0; i + width <= n; i++) {
        slide(&w, y, width, i);
        if (w.missing == 0)
            out[found++] = w.sum - (1 - part) * y[i + width - 1];
    }
    return found;
}

size_t inv_ltd_supply_sums(const struct inv_supply *s, const double *y, size_t n, double *out)
{
    double span = s->lead_time + s->review_period;
    if (s->lead_time_sd == 0)
        return inv_ltd_sums(y, n, span, out);
    size_t early = inv_ltd_sums(y, n, fmax(0, span - s->lead_time_sd), out);
    size_t late = inv_ltd_sums(y, n, span + s->lead_time_sd, out + early);
    return early > 0 && late > 0 ? early + late : 0;
}

/* ---- moments of a history ----------------------------------------------------------------- */

/* The sum over n: exact where values are whole, as a running mean is not. */
static double mean(const double *y, size_t n, const struct inv_moments *m)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += isnan(y[i]) ? 0 : y[i];
    return isfinite(sum) ? sum / (double)m->n : m->mean;
}

enum inv_status inv_ltd_history(const struct inv_supply *s, const double *y, size_t n, struct inv_ltd *ltd,
                                struct inv_err *err)
{
    struct inv_moments m = { 0 };
    inv_moments_add_array(&m, y, n);
    if (m.n == 0)
        return inv_err_set(err, INV_EROW, "no demand is known");
    double demand = mean(y, n, &m);
    if (demand < 0)
        return inv_err_set(err, INV_EROW, "the mean demand is %g, below 0", demand);
    return inv_ltd_rows(s, demand, m.n == 1 ? sqrt(demand) : inv_moments_sd(&m), ltd, err);
}

bool inv_ltd_whole(const double *y, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!isnan(y[i]) && y[i] != nearbyint(y[i]))
            return false;
    return true;
}

/* ---- sample paths ------------------------------------------------------------------------------ */

/* The mean path, and the mean over the span of the variance from path to path. */
static double path_moments(const double *y, size_t n, size_t h, double span, double *step_mean)
{
    double sum = 0, rest = span;
    for (size_t t = 0; t < h; t++) {
        struct inv_moments m = { 0 };
        for (size_t i = 0; i < n; i++)
            inv_moments_add(&m, y[i * h + t]);
        step_mean[t] = m.mean;
        double part = span > 0 ? fmin(1, rest) : t == 0;
        sum += part * inv_moments_variance(&m);
        rest -= part;
    }
    return sum / (span > 0 ? span : 1);
}

/* The total of the first stretch of each path. */
static size_t path_sums(const double *y, size_t n, size_t h, double span, double *sums)
{
    size_t width = span > 1 ? (size_t)ceil(span) : 1;
    for (size_t i = 0; i < n; i++)
        if (inv_ltd_sums(y + i * h, width, span, sums + i) == 0)
            sums[i] = NAN;
    return n;
}

/* Of the demand over the lead time alone. */
static void path_lead(const struct inv_supply *s, const double *y, size_t n, size_t h, struct inv_ltd *ltd)
{
    struct inv_moments m = { 0 };
    size_t width = s->lead_time > 1 ? (size_t)ceil(s->lead_time) : 1;
    for (size_t i = 0; i < n; i++) {
        double sum = NAN;
        inv_ltd_sums(y + i * h, width, s->lead_time, &sum);
        inv_moments_add(&m, sum);
    }
    ltd->lead_mean = m.mean;
    ltd->lead_sd = hypot(inv_moments_sd(&m), ltd->demand * s->lead_time_sd);
}

enum inv_status inv_ltd_paths(const struct inv_supply *s, const double *y, size_t n, size_t h, double *sums, size_t *nsums,
                              double *step_mean, struct inv_ltd *ltd, struct inv_err *err)
{
    enum inv_status st = inv_ltd_rows(s, 0, 0, ltd, err);       /* checks the supply */
    if (st != INV_OK)
        return st;
    double span = s->lead_time + s->review_period, early = fmax(0, span - s->lead_time_sd), late = span + s->lead_time_sd;
    if (n == 0 || h == 0 || late > (double)h)
        return inv_ltd_too_short(h, late, err);
    ltd->demand_sd = sqrt(path_moments(y, n, h, span, step_mean));
    *nsums = path_sums(y, n, h, early, sums);
    if (late > early)
        *nsums += path_sums(y, n, h, late, sums + n);
    struct inv_moments m = { 0 };
    inv_moments_add_array(&m, sums, *nsums);
    if (m.n < *nsums || !isfinite(m.mean))
        return inv_err_set(err, INV_EROW, "a path has a missing value");
    ltd->mean = mean(sums, *nsums, &m);
    ltd->sd = inv_moments_sd(&m);
    ltd->demand = span > 0 ? ltd->mean / ((early + late) / 2) : step_mean[0];
    path_lead(s, y, n, h, ltd);
    if (ltd->mean < 0)
        return inv_err_set(err, INV_EROW, "the mean demand of the paths is below 0");
    return INV_OK;
}
