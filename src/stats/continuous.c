/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Normal, lognormal and gamma demand. */
#include "config.h"

#include "kinds.h"
#include "special.h"

#include <float.h>
#include <math.h>

/* The standard normal quantile from whichever tail is the smaller. */
static double normal_z(double p, double q)
{
    return p < q ? inv_normal_quantile(p) : -inv_normal_quantile(q);
}

/* ---- normal ---------------------------------------------------------------------- */

static double normal_cdf(const struct inv_dist *d, double x)
{
    return inv_normal_cdf((x - d->mean) / d->sd);
}

static double normal_sf(const struct inv_dist *d, double x)
{
    return inv_normal_cdf((d->mean - x) / d->sd);
}

static double normal_quantile(const struct inv_dist *d, double p, double q)
{
    return d->mean + d->sd * normal_z(p, q);
}

static double normal_loss(const struct inv_dist *d, double x)
{
    double z = (x - d->mean) / d->sd;
    if (z < -40)
        return d->mean - x;
    return z > 40 ? 0 : d->sd * inv_normal_loss(z);
}

const struct inv_dist_ops inv_ops_normal = { "normal", normal_cdf, normal_sf, normal_quantile, normal_loss };

/* ---- lognormal ------------------------------------------------------------------- */

/* mu = log(mean) - sigma^2 / 2: x is compared with the mean before the
 * logarithm is taken, not after, which keeps the digits of a small sigma. */
static double lognormal_z(const struct inv_dist *d, double x)
{
    double ratio = x / d->mean;
    if (ratio > 0.5 && ratio < 2)
        return log1p((x - d->mean) / d->mean) / d->b + 0.5 * d->b;
    if (ratio < DBL_MIN || ratio > DBL_MAX)
        return (log(x) - d->a) / d->b;
    return log(ratio) / d->b + 0.5 * d->b;
}

static double lognormal_cdf(const struct inv_dist *d, double x)
{
    return x <= 0 ? 0 : inv_normal_cdf(lognormal_z(d, x));
}

static double lognormal_sf(const struct inv_dist *d, double x)
{
    return x <= 0 ? 1 : inv_normal_cdf(-lognormal_z(d, x));
}

static double lognormal_quantile(const struct inv_dist *d, double p, double q)
{
    double z = normal_z(p, q), l = d->b * (z - 0.5 * d->b);
    return fabs(l) < 700 ? d->mean * exp(l) : exp(d->a + d->b * z);
}

/* The integral of 1 - t Q(t) / phi(t) = -d/dt Q(t) / phi(t) over [z, z + s],
 * s < 1: ten digits more than the difference of its ends where s is small. */
static double gap_integral(double z, double s)
{
    static const double node[6][2] = {
        { 0.98156063424671925069, 0.047175336386511827195 }, { 0.90411725637047485668, 0.10693932599531843096 },
        { 0.76990267419430468704, 0.16007832854334622633 },  { 0.5873179542866174473, 0.20316742672306592175 },
        { 0.36783149899818019375, 0.23349253653835480876 },  { 0.12523340851146891547, 0.249147045813402785 }
    };
    double sum = 0, half = 0.5 * s;
    for (int i = 0; i < 6; i++)
        sum += node[i][1] * (inv_special_gap(z + half * (1 - node[i][0])) + inv_special_gap(z + half * (1 + node[i][0])));
    return half * sum;
}

/* E max(X - x, 0) = mean Q(z - s) - x Q(z), and mean phi(z - s) = x phi(z).
 * So in the right tail it is x phi(z) (M(z - s) - M(z)), M = Q / phi, and below
 * the median mean - x + x phi(z) (M(-z) - M(s - z)). */
static double lognormal_loss(const struct inv_dist *d, double x)
{
    if (x <= 0)
        return d->mean - x;
    double s = d->b, z = lognormal_z(d, x);
    if (z < 0) {
        double rest = s < 0.5 ? gap_integral(-z, s) : inv_special_mills(-z) - inv_special_mills(s - z);
        return d->mean - x + x * inv_normal_pdf(z) * rest;
    }
    if (s < 0.5)
        return x * inv_normal_pdf(z) * gap_integral(z - s, s);
    if (z - s > 0)
        return x * inv_normal_pdf(z) * (inv_special_mills(z - s) - inv_special_mills(z));
    return d->mean * inv_normal_cdf(s - z) - x * inv_normal_cdf(-z);
}

const struct inv_dist_ops inv_ops_lognormal = {
    "lognormal", lognormal_cdf, lognormal_sf, lognormal_quantile, lognormal_loss
};

/* ---- gamma ----------------------------------------------------------------------- */

static void gamma_tails(const struct inv_dist *d, double x, struct inv_tails *t)
{
    double y = x / d->b;
    if (x > 0 && y < DBL_MIN) {     /* underflow: P is its leading term */
        double l = d->a * (log(x) - log(d->b)) - inv_special_lgamma1p(d->a);
        *t = (struct inv_tails){ exp(l), -expm1(l), exp(l) };
        return;
    }
    struct inv_igamma g;
    inv_igamma_init(&g, d->a);
    inv_igamma_tails(&g, y, t);
}

static double gamma_cdf(const struct inv_dist *d, double x)
{
    struct inv_tails t;
    gamma_tails(d, x, &t);
    return t.lower;
}

static double gamma_sf(const struct inv_dist *d, double x)
{
    struct inv_tails t;
    gamma_tails(d, x, &t);
    return t.upper;
}

static double gamma_quantile(const struct inv_dist *d, double p, double q)
{
    struct inv_igamma g;
    inv_igamma_init(&g, d->a);
    return inv_igamma_inverse(&g, p, q, d->b);
}

/* With y = x / scale: scale ((a - y) Q(a, y) + a weight). Beyond the mean the
 * two terms cancel; with Legendre's fraction Q = a weight / (y + 1 - a - K)
 * the sum is Q (1 - K), which inv_igamma_gap knows. */
static double gamma_loss(const struct inv_dist *d, double x)
{
    if (x <= 0)
        return d->mean - x;
    struct inv_igamma g;
    struct inv_tails t;
    double a = d->a, y = x / d->b;
    inv_igamma_init(&g, a);
    inv_igamma_tails(&g, y, &t);
    double far = y - a - 3 * sqrt(a) - 1.5;
    if (far > 0 && (a < 1000 || far > a))
        return d->b * t.upper * inv_igamma_gap(&g, y);
    return d->b * ((a - y) * t.upper + a * t.weight);
}

const struct inv_dist_ops inv_ops_gamma = { "gamma", gamma_cdf, gamma_sf, gamma_quantile, gamma_loss };
