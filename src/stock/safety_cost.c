/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reorder point that costs least where a stock-out costs the same however much is short. */
#include "stock/safety.h"

#include <math.h>

/* Cost in units held for a year: s - mean, and a stock-out for 1 / price of them. The
 * least is where the density of X falls through price; the marginal unit above it
 * costs more than the stock-outs that it prevents. */
struct trade { const struct inv_mixture *all; double price; };

static double cost(const struct trade *t, double s)
{
    return (s - t->all->mean) + inv_mixture_sf(t->all, s) / t->price;
}

/* Beyond it the stock alone costs more than what the mean costs. */
static double bound(const struct trade *t)
{
    return t->all->mean + inv_mixture_sf(t->all, t->all->mean) / t->price;
}

/* ---- one hump: the density falls from the mean on -------------------------------------------- */

static double fall(const struct trade *t, double s)
{
    return log(inv_mixture_density(t->all, s) / t->price);
}

static bool by_density(const struct trade *t, double *s)
{
    double lo = t->all->mean, step = t->all->sd, hi = lo + step;
    if (!(fall(t, lo) > 0))
        return false;
    for (; fall(t, hi) > 0 && isfinite(hi); step *= 2) {
        lo = hi;
        hi = lo + step;
    }
    double f = fall(t, lo), g = fall(t, hi);
    for (int i = 1, side = 0; i < 200 && hi - lo > 4e-16 * hi; i++) {
        double x = isfinite(g) && i % 4 > 0 ? lo + f * (hi - lo) / (f - g) : lo + (hi - lo) / 2, e;
        x = x > lo && x < hi ? x : lo + (hi - lo) / 2;
        if (!(x > lo && x < hi))
            break;
        e = fall(t, x);
        if (e > 0) {
            lo = x;
            f = e;
            g = side > 0 ? g / 2 : g;
            side = 1;
        } else {
            hi = x;
            g = e;
            f = side < 0 ? f / 2 : f;
            side = -1;
        }
    }
    *s = lo;
    return true;
}

/* The most that is worth holding: the last s with P(X = s) >= price. */
static bool by_counts(const struct trade *t, double *s)
{
    double lo = ceil(t->all->mean), step = 1, hi = lo + 1;
    if (!(inv_mixture_density(t->all, lo) >= t->price))
        return false;
    for (; inv_mixture_density(t->all, hi) >= t->price && isfinite(hi); step *= 2) {
        lo = hi;
        hi = lo + step;
    }
    while (hi - lo > 1) {
        double x = floor(lo + (hi - lo) / 2);
        if (x <= lo || x >= hi)
            break;
        if (inv_mixture_density(t->all, x) >= t->price)
            lo = x;
        else
            hi = x;
    }
    *s = lo;
    return true;
}

/* ---- many humps: the least of all ------------------------------------------------------------- */

static void keep_best(const struct trade *t, double x, double *best, double *least)
{
    double c = cost(t, x);
    if (c < *least) {
        *least = c;
        *best = x;
    }
}

/* What was drawn: the cost falls only at what is there. */
static bool by_draws(const struct trade *t, double *s)
{
    const struct inv_dist *d = &t->all->part->dist;
    double best = t->all->mean, least = cost(t, best);
    for (size_t i = 0; i < d->n; i++)
        if (d->x[i] > t->all->mean && (i + 1 == d->n || d->x[i + 1] > d->x[i])) {
            double c = (d->x[i] - t->all->mean) + (double)(d->n - i - 1) / (double)d->n / t->price;
            if (c < least) {
                least = c;
                best = d->x[i];
            }
        }
    *s = best;
    return best > t->all->mean;
}

enum { CELLS = 256 };

/* A mixture has as many humps as parts: cells narrower than those, then narrower still
 * around the best. */
static bool by_cells(const struct trade *t, double *s)
{
    bool whole = inv_mixture_discrete(t->all);
    double from = whole ? ceil(t->all->mean) : t->all->mean;
    double lo = from, hi = fmin(bound(t), inv_mixture_quantile(t->all, 1 - 1e-14)), best = from, least = cost(t, from);
    for (int round = 0; round < 12 && hi > lo; round++) {
        double width = (hi - lo) / CELLS;
        if (whole && width < 1)
            width = 1;
        for (double i = 1; i <= CELLS && lo + i * width <= hi * (1 + 1e-15); i++)
            keep_best(t, whole ? floor(lo + i * width) : lo + i * width, &best, &least);
        if (whole && width <= 1)
            break;
        lo = fmax(from, best - 2 * width);
        hi = best + 2 * width;
    }
    *s = best;
    return best > from || (whole && inv_mixture_density(t->all, from) >= t->price);
}

bool inv_safety_occasion_point(const struct inv_mixture *all, double price, double *s)
{
    struct trade t = { all, price };
    const struct inv_dist *d = &all->part->dist;
    *s = all->mean;
    if (all->sd <= 0)
        return true;
    if (all->n > 1)
        return by_cells(&t, s);
    if (d->kind == INV_DIST_NORMAL) {
        double k2 = -2 * log(price * all->sd * sqrt(2 * 3.14159265358979323846));
        *s = all->mean + all->sd * sqrt(fmax(k2, 0));
        return k2 > 0;
    }
    return d->kind >= INV_DIST_EMPIRICAL ? by_draws(&t, s) : inv_dist_discrete(d) ? by_counts(&t, s)
        : by_density(&t, s);
}
