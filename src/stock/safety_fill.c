/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The share of demand met from stock: of a reorder point, and the reorder point for it. */
#include "stock/safety.h"

#include <math.h>

/* ---- units short --------------------------------------------------------------------------- */

/* Orders so small beside the spread that a difference over one has no digits left. */
static bool negligible(double sd, double q)
{
    return !(q > 1e-8 * sd);
}

/* Units short in a cycle of q that is reordered at s. */
static double continuous_short(const struct inv_mixture *d, double s, double q)
{
    return inv_mixture_loss(d, s) - inv_mixture_loss(d, s + q);
}

/* Second-order losses are sums of squares: what is less than their rounding is none. */
static double block(const struct inv_mixture *d, double s, double q)
{
    return inv_mixture_loss2(d, s) - inv_mixture_loss2(d, s + q);
}

/* Units short in a review period, of positions from s to s + q after the order (q = 0: of s). */
static double periodic_short(const struct inv_mixture *all, const struct inv_mixture *lead, double s, double q)
{
    if (inv_mixture_discrete(all))
        q = nearbyint(q);
    if (negligible(1e4 * all->sd, q))
        return inv_mixture_loss(all, s) - inv_mixture_loss(lead, s);
    return (block(all, s, q) - block(lead, s, q)) / q;
}

static double in_bounds(double share)
{
    return fmin(fmax(share, 0), 1);
}

double inv_safety_fill_rate(const struct inv_dist *d, double s, double q)
{
    struct inv_mixture_part part = { 1, *d };
    struct inv_mixture one = { &part, 1, d->mean, d->sd };
    return negligible(d->sd, q) ? inv_dist_cdf(d, s) : 1 - continuous_short(&one, s, q) / q;
}

double inv_safety_fill_rate_periodic(const struct inv_mixture *all, const struct inv_mixture *lead, double s, double q)
{
    return in_bounds(1 - periodic_short(all, lead, s, q) / (all->mean - lead->mean));
}

void inv_safety_fill_served(const struct law *law, double q, double s, struct inv_safety_served *out)
{
    out->short_per_cycle = out->fill_rate = (double)NAN;
    if (law->periodic) {
        out->short_per_cycle = fmax(0, periodic_short(&law->all, &law->lead, s, isnan(q) ? 0 : q));
        out->fill_rate = in_bounds(1 - out->short_per_cycle / (law->all.mean - law->lead.mean));
    } else if (q > 0) {
        out->short_per_cycle = fmax(0, continuous_short(&law->all, s, q));
        out->fill_rate = negligible(law->all.sd, q) ? inv_mixture_cdf(&law->all, s)
            : in_bounds(1 - out->short_per_cycle / q);
    }
}

/* ---- the point at which as much is short as allowed ------------------------------------------- */

struct search {
    const struct inv_mixture *d;
    const struct inv_mixture *lead;    /* NULL: continuous review */
    double q, allowed;
    double spent;        /* beyond it the loss is nothing beside that of a lot before */
    double lo, hi;       /* too much is short at lo, not at hi */
};

/* log(shortage / allowed) at s, which narrows the bracket. What the second term
 * lacks beside the first at s it lacks further out: tails are exponential or
 * thinner. */
static double excess(struct search *k, double s)
{
    double is;
    if (k->lead) {
        is = periodic_short(k->d, k->lead, s, k->q);
    } else {
        double first = inv_mixture_loss(k->d, s), second = s + k->q >= k->spent ? 0 : inv_mixture_loss(k->d, s + k->q);
        if (second <= 1e-17 * first)
            k->spent = fmin(k->spent, s + k->q);
        is = first - second;
    }
    if (is > k->allowed)
        k->lo = fmax(k->lo, s);
    else
        k->hi = fmin(k->hi, s);
    return log(is / k->allowed);
}

/* Inside the bracket, or further out where one side of it is open. */
static double within(const struct search *k, double s, double next, double step)
{
    if (next > k->lo && next < k->hi)
        return next;
    if (isfinite(k->lo) && isfinite(k->hi))
        return k->lo + (k->hi - k->lo) / 2;
    return isfinite(k->lo) ? fmax(s, k->lo) + step : fmin(s, k->hi) - step;
}

/* Secants of the logarithm, which bends little: far below the mean it follows
 * a straight shortage, far above a Gaussian or exponential tail. */
static double continuous_root(struct search *k)
{
    double s = k->allowed > k->d->sd && !k->lead ? k->d->mean - k->allowed : k->d->mean + k->d->sd;
    double step = fmax(k->d->sd, 1e-15 * fabs(s)), e = excess(k, s);
    double next = s + (e > 0 ? step : -step);
    for (int i = 0; i < 400; i++) {
        double f = excess(k, next), slope = (f - e) / (next - s);
        if (f == 0 || fabs(next - s) <= 4e-16 * fmax(fabs(next), k->d->sd))
            return next;
        step *= 2;
        s = next;
        e = f;
        next = within(k, s, s - e / slope, step);
    }
    return s;
}

/* Where to look first: the root of the continuous distribution with the same moments. */
static double discrete_start(const struct search *k)
{
    struct inv_mixture_part part = { .weight = 1 };
    enum inv_dist_kind kind = k->d->sd <= k->d->mean / 2 ? INV_DIST_NORMAL : INV_DIST_GAMMA;
    if (k->lead || negligible(k->d->sd, k->q) || inv_dist_init(&part.dist, kind, k->d->mean, k->d->sd, NULL) != INV_OK)
        return k->d->mean + (k->lead ? k->d->sd : -k->allowed);
    struct inv_mixture like = { &part, 1, k->d->mean, k->d->sd };
    struct search near = { &like, NULL, k->q, k->allowed, INFINITY, -INFINITY, INFINITY };
    return continuous_root(&near);
}

/* What a unit more at s takes off the shortage: P(short at s) less that after the lot; the same of
 * the positions' mean under periodic review. */
static double discrete_slope(const struct search *k, double s)
{
    if (!k->lead)
        return inv_mixture_sf(k->d, s) - inv_mixture_sf(k->d, s + k->q);
    if (k->q < 1)
        return inv_mixture_sf(k->d, s) - inv_mixture_sf(k->lead, s);
    return (continuous_short(k->d, s, k->q) - continuous_short(k->lead, s, k->q)) / k->q;
}

/* Newton's step for the logarithm, no further than a bracket that is still open on that side allows. */
static double discrete_step(const struct search *k, double s, double e, double step)
{
    double root = ceil(s + e * k->allowed * exp(e) / discrete_slope(k, s)), most = 16 * fmax(step, k->d->sd);
    if (!isfinite(k->hi))
        root = fmin(root, ceil(s + most));
    if (!isfinite(k->lo))
        root = fmax(root, floor(s - most));
    return root >= k->hi ? k->hi - 1 : root;        /* it says that hi is the least: look at the one before */
}

/* The least whole number at which no more is short than allowed: to where one is enough
 * and the one before is not. Every fourth turn halves the bracket, whatever the slope says. */
static double discrete_root(struct search *k)
{
    double s = ceil(discrete_start(k)), step = 1;
    if (k->lead)
        k->lo = -nearbyint(k->q) - 1;               /* no position is above 0 there: all demand is short */
    for (int i = 1; i < 600 && k->hi - k->lo > 1; i++, step *= 4) {
        double e = excess(k, s);
        bool halve = i % 4 == 0 && isfinite(k->lo) && isfinite(k->hi);
        double next = halve ? k->lo + (k->hi - k->lo) / 2 : within(k, s, discrete_step(k, s, e, step), step);
        next = floor(next);
        if (!(next > k->lo && next < k->hi))
            next = floor(k->lo + (k->hi - k->lo) / 2);
        if (next <= k->lo || !isfinite(next))
            break;                                  /* neighbours that are doubles */
        s = next;
    }
    return k->hi + 0.0;                /* no -0 */
}

double inv_safety_fill_point(const struct law *law, double q, double rate)
{
    const struct inv_mixture *d = &law->all;
    bool whole = inv_mixture_discrete(d);
    q = isnan(q) ? 0 : q;
    double review = law->periodic ? d->mean - law->lead.mean : 0, allowed = (1 - rate) * (law->periodic ? review : q);
    if (d->mean == 0 && d->sd == 0)
        return 0;
    if (negligible(d->sd, q) && !law->periodic)
        return inv_mixture_quantile(d, rate);
    if (d->sd == 0 && !whole && (!law->periodic || q <= 0))
        return d->mean - allowed;
    struct search k = { d, law->periodic ? &law->lead : NULL, q, allowed, INFINITY, -INFINITY, INFINITY };
    if (!whole)
        return continuous_root(&k);
    k.allowed *= 1 + 1e-12;            /* a tie that rounding broke is a tie */
    return discrete_root(&k);
}
