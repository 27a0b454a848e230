/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Poisson and negative binomial demand: whole numbers.
 *
 * From a mean of 1e15 up neighbouring counts are not worth telling apart and
 * the gamma distribution of the same mean and sd stands in for both.
 */
#include "config.h"

#include "kinds.h"
#include "special.h"

#include <float.h>
#include <math.h>

#define MANY 1e15

static struct inv_dist as_gamma(const struct inv_dist *d)
{
    double cv = d->sd / d->mean;
    return (struct inv_dist){ .kind = INV_DIST_GAMMA, .mean = d->mean, .sd = d->sd,
                              .a = 1 / cv / cv, .b = d->sd * cv };
}

/* P(X <= k) = Q(k + 1, mean); the weight there is P(X = k + 1). */
static void poisson_tails(double mean, double k, struct inv_tails *t)
{
    struct inv_igamma g;
    struct inv_tails i;
    inv_igamma_init(&g, k + 1);
    inv_igamma_tails(&g, mean, &i);
    *t = (struct inv_tails){ i.upper, i.lower, i.weight * ((k + 1) / mean) };
}

static void tails(const struct inv_dist *d, double k, struct inv_tails *t)
{
    if (d->kind == INV_DIST_POISSON)
        poisson_tails(d->a, k, t);
    else
        inv_negbin_tails(d->a, d->mean, k, t);
}

/* P(X = k + 1) / P(X = k). */
static double ratio(const struct inv_dist *d, double k)
{
    double up = d->mean / (k + 1);
    return d->kind == INV_DIST_POISSON ? up : up * ((d->a + k) / (d->a + d->mean));
}

static double count_cdf(const struct inv_dist *d, double x)
{
    if (d->mean >= MANY) {
        struct inv_dist g = as_gamma(d);
        return inv_ops_gamma.cdf(&g, x);
    }
    if (x < 0)
        return 0;
    struct inv_tails t;
    tails(d, fmin(floor(x), 1e300), &t);
    return t.lower;
}

static double count_sf(const struct inv_dist *d, double x)
{
    if (d->mean >= MANY) {
        struct inv_dist g = as_gamma(d);
        return inv_ops_gamma.sf(&g, x);
    }
    if (x < 0)
        return 1;
    struct inv_tails t;
    tails(d, fmin(floor(x), 1e300), &t);
    return t.upper;
}

/* ---- loss ------------------------------------------------------------------------ */

/* Sum of (j - x) P(X = j), j > k, term by term: no cancellation in the far tail. */
static double loss_by_terms(const struct inv_dist *d, double x, double k, double pmf)
{
    double sum = 0, r;
    for (int i = 0; i < 10000; i++) {
        r = ratio(d, k);
        pmf *= r;
        k += 1;
        double add = (k - x) * pmf;
        sum += add;
        if (add < sum * (DBL_EPSILON / 16) * (1 - r))
            break;
    }
    return sum;
}

/* E max(X - x, 0) = (mean - x) P(X > k) + c P(X = k), k = floor(x), where c is
 * mean for Poisson and (r + k) q / p for the negative binomial: both follow
 * from summing (j + 1) P(X = j + 1) = (c(j) ...) P(X = j) over j >= k. */
static double count_loss(const struct inv_dist *d, double x)
{
    if (d->mean >= MANY) {
        struct inv_dist g = as_gamma(d);
        return inv_ops_gamma.loss(&g, x);
    }
    if (x < 0)
        return d->mean - x;
    double k = fmin(floor(x), 1e300);
    struct inv_tails t;
    tails(d, k, &t);
    if (x > d->mean + 2 * d->sd && ratio(d, k) < 0.98)      /* some 2000 terms at most */
        return loss_by_terms(d, x, k, t.weight);
    double c = d->mean;
    if (d->kind == INV_DIST_NEGBIN)
        c *= 1 + k / d->a;
    return (d->mean - x) * t.upper + c * t.weight;
}

/* ---- quantile -------------------------------------------------------------------- */

/* Cornish and Fisher's expansion for Poisson; the negative binomial is Poisson
 * with a gamma mean, whose quantile is close where the spread is wide. */
static double start(const struct inv_dist *d, double p, double q)
{
    double k;
    if (d->kind == INV_DIST_POISSON || d->a > 1) {
        double z = p < q ? inv_normal_quantile(p) : -inv_normal_quantile(q);
        double cv = d->sd / d->mean, w = 1 - cv * cv / 9 + z * cv / 3;
        k = d->kind == INV_DIST_POISSON ? d->mean + d->sd * z + (z * z - 1) / 6 : d->mean * w * w * w;
    } else {
        struct inv_igamma g;
        inv_igamma_init(&g, d->a);
        k = exp(inv_igamma_start(&g, p, q)) * (d->mean / d->a);
    }
    return fmin(fmax(floor(k), 0), 1e17);
}

/* A quantile is the least k whose tail has reached its target; a few units in
 * the last place count as reached, so that quantile(cdf(k)) is k. */
struct search {
    const struct inv_dist *d;
    double p, q;       /* widened targets */
    bool upper;        /* q is the smaller one: compare upper tails */
};

static bool reached(const struct search *s, const struct inv_tails *t)
{
    return s->upper ? t->upper <= s->q : t->lower >= s->p;
}

/* Walks from k (tails t) towards the mode by the ratio of neighbouring weights:
 * that way the tail compared grows, and sums of positive terms lose no digits.
 * True: k is the answer. False: k is on the wrong side, or too far out. */
static bool walk(const struct search *s, double *k, struct inv_tails *t)
{
    if (t->weight < 1e-290)     /* too few digits to start from */
        return false;
    if (reached(s, t) != s->upper)
        return !s->upper && *k == 0;
    for (int i = 0; i < 80; i++) {
        if (s->upper) {     /* the answer is k unless k - 1 has reached it too */
            t->upper += t->weight;
            if (*k == 0 || !reached(s, t))
                return true;
            *k -= 1;
            t->weight /= ratio(s->d, *k);
        } else {
            t->weight *= ratio(s->d, *k);
            t->lower += t->weight;
            *k += 1;
            if (reached(s, t))
                return true;
        }
    }
    return false;
}

/* Newton on the logarithm of the tail compared; far out it is nearly straight. */
static double jump(const struct search *s, const struct inv_tails *t)
{
    double have = s->upper ? t->upper : t->lower, want = s->upper ? s->q : s->p;
    if (have <= 0 || t->weight < DBL_MIN)
        return s->upper ? -INFINITY : INFINITY;
    double step = log(have / want) * have / t->weight;
    return s->upper ? step : -step;
}

static double count_quantile(const struct inv_dist *d, double p, double q)
{
    if (d->mean >= MANY) {
        struct inv_dist g = as_gamma(d);
        return rint(inv_ops_gamma.quantile(&g, p, q));
    }
    double fuzz = (64 - 8 * log(fmin(p, q))) * DBL_EPSILON;     /* of a weight, an exponential */
    struct search s = { d, p * (1 - fuzz), q * (1 + fuzz), q < p };
    double out = s.upper ? 1 : -1;     /* away from the mode */
    double lo = -1, hi = INFINITY;     /* lo has not reached the target, hi has */
    double k = fmax(start(d, p, q) + out, 0);
    for (int i = 0; i < 200; i++) {
        struct inv_tails t;
        tails(d, k, &t);
        double step = jump(&s, &t), at = k;
        bool there = reached(&s, &t);
        if (fabs(step) < 60 && walk(&s, &at, &t))
            return at;
        if (there)
            hi = fmin(hi, k);
        else
            lo = fmax(lo, k);
        if (hi - lo <= 1)
            return hi;
        double next = floor(k + step) + out;
        if (!(next > lo && next < hi))     /* outside what is known: halve it */
            next = isfinite(hi) ? floor(lo + (hi - lo) / 2) : ceil(2 * k + d->mean);
        k = next;
    }
    return isfinite(hi) ? hi : k;
}

const struct inv_dist_ops inv_ops_poisson = { "poisson", count_cdf, count_sf, count_quantile, count_loss };
const struct inv_dist_ops inv_ops_negbin = { "negbin", count_cdf, count_sf, count_quantile, count_loss };
