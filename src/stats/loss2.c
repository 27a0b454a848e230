/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Weights of single values, and the second-order loss of each kind. */
#include "config.h"

#include "inv/dist.h"
#include "special.h"

#include <float.h>
#include <math.h>

/* ---- P(X = k) ------------------------------------------------------------------------ */

static double listed(const struct inv_dist *d, double k)
{
    double sum = 0;
    for (size_t i = 0; i < d->n && d->x[i] <= k; i++)
        if (d->x[i] >= k)
            sum += d->w ? d->w[i] : 1 / (double)d->n;
    return sum;
}

static double poisson_pmf(double mean, double k)
{
    struct inv_igamma g;
    struct inv_tails t;
    if (k <= 0)
        return exp(-mean);
    inv_igamma_init(&g, k);
    inv_igamma_tails(&g, mean, &t);
    return t.weight;
}

double inv_dist_pmf(const struct inv_dist *d, double k)
{
    if (d->kind >= INV_DIST_EMPIRICAL)
        return listed(d, k);
    if (!inv_dist_discrete(d))
        return 0;
    if (d->sd <= 0)
        return k >= d->mean && k <= d->mean;
    if (!(k >= 0) || k > floor(k))
        return 0;
    return d->kind == INV_DIST_POISSON ? poisson_pmf(d->a, k) : inv_negbin_pmf(d->a, d->mean, k);
}

/* ---- second-order loss ------------------------------------------------------------------- */

/* ((1 + z^2) Q(z) - z phi(z)) / 2 = (Q(z) - z G(z)) / 2 (Zipkin 2000, eq. C.2.6); sd is the unit. */
static double normal_loss2(const struct inv_dist *d, double x)
{
    double z = (x - d->mean) / d->sd;
    if (z > 40)
        return 0;
    return 0.5 * d->sd * d->sd * (inv_normal_cdf(-z) - z * (z < -40 ? -z : inv_normal_loss(z)));
}

/* E X^2 1(X > x) = e^(2 mu + 2 sigma^2) Q(z - 2 sigma), E X 1(X > x) = mean Q(z - sigma). */
static double lognormal_loss2(const struct inv_dist *d, double x)
{
    double m2 = d->mean * d->mean + d->sd * d->sd;
    if (x <= 0)
        return 0.5 * (m2 - 2 * x * d->mean + x * x);
    double z = (log(x) - d->a) / d->b;
    return 0.5 * (m2 * inv_normal_cdf(2 * d->b - z) - 2 * x * d->mean * inv_normal_cdf(d->b - z)
                  + x * x * inv_normal_cdf(-z));
}

/* E X 1(X > x) = a b Q(a + 1, x / b), E X^2 1(X > x) = a (a + 1) b^2 Q(a + 2, x / b);
 * Q(a + 1, y) = Q(a, y) + w, w = y^a e^-y / Gamma(a + 1), Q(a + 2, y) = Q(a + 1, y) + w y / (a + 1). */
static double gamma_loss2(const struct inv_dist *d, double x)
{
    double a = d->a, b = d->b, y = x / b;
    if (x <= 0)
        return 0.5 * (d->sd * d->sd + (d->mean - x) * (d->mean - x));
    struct inv_igamma g;
    struct inv_tails t;
    inv_igamma_init(&g, a);
    inv_igamma_tails(&g, y, &t);
    double first = t.upper + t.weight, second = first + t.weight * y / (a + 1);
    return 0.5 * b * b * (a * (a + 1) * second - 2 * y * a * first + y * y * t.upper);
}

/* Zipkin (2000), eqs. C.2.15 and C.2.19: by the same sums as the loss, once more. */
static double count_loss2(const struct inv_dist *d, double x)
{
    double m = d->mean, over = m * m, k = floor(x);      /* over: E X (X - 1) */
    if (d->kind == INV_DIST_NEGBIN)
        over *= 1 + 1 / d->a;
    if (k < 0)
        return 0.5 * (over - 2 * k * m + k * (k + 1));
    double sf = inv_dist_sf(d, k), pmf = inv_dist_pmf(d, k), slope = d->kind == INV_DIST_NEGBIN ? 1 / d->a : 0;
    /* E X (X - 1) 1(X > k) and E X 1(X > k) by x P(x) = m (1 + (x - 1) slope) P(x - 1). */
    double c = m * (1 + k * slope);
    double one = m * sf + c * pmf;
    double two = over * sf + c * (k + m * (1 + slope)) * pmf;
    return 0.5 * (two - 2 * k * one + k * (k + 1) * sf);
}

static double listed_loss2(const struct inv_dist *d, double x)
{
    double sum = 0;
    for (size_t i = d->n; i-- > 0 && d->x[i] > x; )
        sum += (d->w ? d->w[i] : 1 / (double)d->n) * (d->x[i] - x) * (d->x[i] - x);
    return 0.5 * sum;
}

double inv_dist_loss2(const struct inv_dist *d, double x)
{
    double v;
    if (isnan(x))
        return x;
    if (d->kind >= INV_DIST_EMPIRICAL)
        v = listed_loss2(d, x);
    else if (d->sd <= 0)
        v = x < d->mean ? 0.5 * (d->mean - x) * (d->mean - x - (inv_dist_discrete(d) ? 1 : 0)) : 0;
    else if (d->kind == INV_DIST_NORMAL)
        v = normal_loss2(d, x);
    else if (d->kind == INV_DIST_LOGNORMAL)
        v = lognormal_loss2(d, x);
    else
        v = d->kind == INV_DIST_GAMMA ? gamma_loss2(d, x) : count_loss2(d, x);
    return fmin(fmax(v, 0), DBL_MAX);
}
