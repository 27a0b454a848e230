/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "inv/mixture.h"

#include <math.h>

/* ---- making ------------------------------------------------------------------------------- */

/* Mean and sd: the variance of the parts and that of their means (law of total variance). */
static void moments(struct inv_mixture *m)
{
    m->mean = m->sd = 0;
    for (size_t i = 0; i < m->n; i++)
        m->mean += m->part[i].weight * m->part[i].dist.mean;
    for (size_t i = 0; i < m->n; i++)
        m->sd = hypot(m->sd, sqrt(m->part[i].weight) * hypot(m->part[i].dist.sd, m->part[i].dist.mean - m->mean));
    if (m->n == 1)
        m->sd = m->part->dist.sd;
}

enum inv_status inv_mixture_init(struct inv_mixture *m, struct inv_mixture_part *part, size_t n, struct inv_err *err)
{
    double sum = 0;
    *m = (struct inv_mixture){ part, n, 0, 0 };
    if (n == 0)
        return inv_err_set(err, INV_EARG, "a mixture of nothing");
    for (size_t i = 0; i < n; i++) {
        if (!(part[i].weight >= 0 && part[i].weight <= 1))
            return inv_err_set(err, INV_EARG, "the probability %g is outside 0..1", part[i].weight);
        sum += part[i].weight;
    }
    if (!(fabs(sum - 1) <= 1e-6))
        return inv_err_set(err, INV_EARG, "the probabilities add up to %.9g, not to 1", sum);
    for (size_t i = 0; i < n; i++)
        part[i].weight /= sum;
    moments(m);
    return INV_OK;
}

/* ---- sums over the parts ------------------------------------------------------------------- */

static double over(const struct inv_mixture *m, double (*f)(const struct inv_dist *, double), double x)
{
    if (m->n == 1)
        return f(&m->part->dist, x);
    double sum = 0;
    for (size_t i = 0; i < m->n; i++)
        if (m->part[i].weight > 0)
            sum += m->part[i].weight * f(&m->part[i].dist, x);
    return sum;
}

bool inv_mixture_discrete(const struct inv_mixture *m)
{
    for (size_t i = 0; i < m->n; i++)
        if (!inv_dist_discrete(&m->part[i].dist))
            return false;
    return true;
}

double inv_mixture_cdf(const struct inv_mixture *m, double x) { return over(m, inv_dist_cdf, x); }
double inv_mixture_sf(const struct inv_mixture *m, double x) { return over(m, inv_dist_sf, x); }
double inv_mixture_loss(const struct inv_mixture *m, double x) { return over(m, inv_dist_loss, x); }
double inv_mixture_loss2(const struct inv_mixture *m, double x) { return over(m, inv_dist_loss2, x); }
double inv_mixture_density(const struct inv_mixture *m, double x) { return over(m, inv_dist_density, x); }

/* ---- quantile -------------------------------------------------------------------------------- */

/* From the tail that holds less, where the digits are. */
static double part_quantile(const struct inv_dist *d, double p)
{
    return p > 0.5 ? inv_dist_quantile_upper(d, 1 - p) : inv_dist_quantile(d, p);
}

/* What P(X <= x) lacks of p or has too much. A tie that rounding broke is a tie. */
static double excess(const struct inv_mixture *m, double x, double p)
{
    double e = p > 0.5 ? (1 - p) - inv_mixture_sf(m, x) : inv_mixture_cdf(m, x) - p;
    return e + 1e-15 * (p > 0.5 ? 1 - p : p);
}

/* lo is too little, hi is enough. Regula falsi, with the end that stays weighted
 * by half when it stays again (Dowell and Jarratt 1971), and halving in every third step: a jump of
 * the cdf has no root to run to. */
static double narrow(const struct inv_mixture *m, double p, double lo, double hi, bool whole)
{
    double f = excess(m, lo, p), g = excess(m, hi, p);
    int side = 0;                          /* which end moved last */
    for (int i = 1; i < 300; i++) {
        double least = whole ? 1 : 4e-16 * fmax(fabs(lo), fabs(hi));
        if (!(hi - lo > least) || g <= 0)
            break;
        double x = i % 3 == 0 ? lo + (hi - lo) / 2 : hi - g * (hi - lo) / (g - f);
        if (whole)
            x = fmin(fmax(floor(x), lo + 1), hi - 1);
        else if (!(x > lo && x < hi))
            x = lo + (hi - lo) / 2;
        double e = excess(m, x, p);
        if (e < 0) {
            lo = x;
            f = e;
            g = side < 0 ? g / 2 : g;
            side = -1;
        } else {
            hi = x;
            g = e;
            f = side > 0 ? f / 2 : f;
            side = 1;
        }
    }
    return hi;
}

double inv_mixture_quantile(const struct inv_mixture *m, double p)
{
    double lo = part_quantile(&m->part->dist, p), hi = lo;
    for (size_t i = 1; i < m->n; i++) {
        double x = m->part[i].weight > 0 ? part_quantile(&m->part[i].dist, p) : lo;
        lo = fmin(lo, x);
        hi = fmax(hi, x);
    }
    if (m->n == 1 || !(hi > lo) || excess(m, lo, p) >= 0)
        return lo;
    return narrow(m, p, lo, hi, inv_mixture_discrete(m));
}
