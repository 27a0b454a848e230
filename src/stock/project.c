/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/project.h"

#include <math.h>

/* Offsets that no calendar reaches. */
#define FAR 1e15

/* Stock that falls as demand comes, and the level at which it is too low. */
struct course {
    double stock, level;
    bool at_level;       /* too low at the level itself, not only below */
};

/* Differences of sums of decimals that are zero but for their rounding. */
static bool low(const struct course *c, double scale)
{
    double left = c->stock - c->level, noise = 1e-12 * (fabs(scale) + fabs(c->level));
    return c->at_level ? left <= noise : left < -noise;
}

/* Periods of `mean` from now on until the course is low; at least 1. */
static double periods_left(const struct course *c, double mean)
{
    double n = (c->stock - c->level) / mean, whole = nearbyint(n);
    if (fabs(n - whole) <= 1e-12 * fmax(1, fabs(n)))
        n = whole;
    return fmax(1, c->at_level ? ceil(n) : floor(n) + 1);
}

/* Receipts that have come in by period t. */
static size_t receive(struct course *c, const struct inv_receipt *r, size_t n, size_t next, double t)
{
    while (next < n && (double)r[next].period <= t)
        c->stock += r[next++].qty;
    return next;
}

static bool found(double t, int64_t *period)
{
    if (!(t < FAR))
        return false;
    *period = (int64_t)t;
    return true;
}

static bool run_down(struct course c, const struct inv_demand *d, const struct inv_receipt *r, size_t n, int64_t *period)
{
    double scale = fabs(c.stock), t = 0;
    size_t next = 0;
    for (size_t i = 0; i < d->h; i++) {
        t++;
        next = receive(&c, r, n, next, t);
        c.stock -= d->step[i];
        scale += fabs(d->step[i]);
        if (low(&c, scale))
            return found(t, period);
    }
    /* Beyond the steps the mean repeats: from receipt to receipt in one stride. */
    for (;;) {
        next = receive(&c, r, n, next, t + 1);
        bool still_low = c.at_level ? c.stock <= c.level : c.stock < c.level;
        if (!(d->mean > 0) && !still_low && next >= n)
            return false;
        double end = d->mean > 0 ? t + periods_left(&c, d->mean) : still_low ? t + 1 : FAR;
        if (next >= n || end < (double)r[next].period)
            return found(end, period);
        double stride = (double)r[next].period - 1 - t;
        c.stock -= stride * (d->mean > 0 ? d->mean : 0);
        t += stride;
    }
}

bool inv_project_stockout(const struct inv_demand *d, double stock, const struct inv_receipt *receipts, size_t n,
                          int64_t *period)
{
    return run_down((struct course){ stock, 0, false }, d, receipts, n, period);
}

bool inv_project_order(const struct inv_demand *d, double position, double trigger, int64_t *period)
{
    struct course c = { position, trigger, true };
    if (low(&c, position)) {
        *period = 0;
        return true;
    }
    return run_down(c, d, NULL, 0, period);
}

/* Of the first t periods. */
static double until(const struct inv_demand *d, double t)
{
    double sum = 0;
    size_t whole = t >= (double)d->h ? d->h : (size_t)t;
    for (size_t i = 0; i < whole; i++)
        sum += d->step[i];
    if (whole < d->h)
        return sum + (t - (double)whole) * d->step[whole];
    return t > (double)d->h ? sum + (t - (double)d->h) * d->mean : sum;
}

double inv_project_total(const struct inv_demand *d, double from, double to)
{
    return to > from ? until(d, to) - until(d, fmax(0, from)) : 0;
}

double inv_project_cover(double stock, double mean)
{
    return mean > 0 ? stock / mean : NAN;
}
