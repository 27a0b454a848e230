/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lumpy.h"

#include <math.h>

#include "inv/dist.h"

/* Beyond this many periods the total is matched in its moments alone. */
#define LONG_TOTAL 64

double inv_lumpy_variance(const struct inv_lumpy *l)
{
    double s2 = l->size_sd * l->size_sd * (1 + 1 / l->behind_size);
    return l->p * s2 + l->p * (1 - l->p) * l->size * l->size;
}

double inv_lumpy_covariance(const struct inv_lumpy *l)
{
    double vp = l->p * (1 - l->p) / (l->behind_p + 1);
    double vz = l->size_sd * l->size_sd / l->behind_size;
    return l->size * l->size * vp + l->p * l->p * vz + vp * vz;
}

/* The total of k demands is shift + a variable of this distribution. */
struct sizes { struct inv_dist d; double shift; };

/* By its moments. Whole sizes: the k units that are there at least, or where
 * the variance is less than what is above them, as many more units as make it
 * Poisson. A point mass where the moments allow nothing else. */
static struct sizes sizes_of(const struct inv_lumpy *l, double k)
{
    struct sizes s = { .shift = 0 };
    double s2 = l->size_sd * l->size_sd, var = k * s2 + k * k * s2 / l->behind_size, mean = k * l->size;
    if (l->whole) {
        s.shift = var < mean - k ? floor((mean - var) * (1 + 1e-9)) : k;    /* 4.9999...: equal sizes of 5 */
        mean = mean > s.shift ? mean - s.shift : 0;
    }
    enum inv_dist_kind kind = l->whole ? INV_DIST_NEGBIN : INV_DIST_GAMMA;
    if (!(mean > 0) || inv_dist_init(&s.d, kind, mean, sqrt(var), NULL) != INV_OK)
        (void)inv_dist_init(&s.d, INV_DIST_NORMAL, mean, 0, NULL);
    return s;
}

static double sizes_quantile(const struct inv_lumpy *l, double k, double p)
{
    struct sizes s = sizes_of(l, k);
    return s.shift + inv_dist_quantile(&s.d, p);
}

struct total {
    const struct inv_lumpy *l;
    size_t n;
    double weight[LONG_TOTAL + 1];          /* P(k demands) */
    struct sizes sizes[LONG_TOTAL + 1];
};

/* Beta-binomial weights by their recurrence in k, in logs, from P(0) = prod (b + i) / (a + b + i). */
static void weigh(struct total *t)
{
    double n = (double)t->n, a = t->l->p * t->l->behind_p, b = (1 - t->l->p) * t->l->behind_p;
    double log_w = 0;
    for (size_t i = 0; i < t->n; i++)
        log_w += log((b + (double)i) / (a + b + (double)i));
    for (size_t k = 0; k <= t->n; k++) {
        t->weight[k] = exp(log_w);
        double i = (double)k;
        if (k < t->n)
            log_w += log((n - i) / (i + 1)) + log((a + i) / (n - 1 - i + b));
        if (k > 0)
            t->sizes[k] = sizes_of(t->l, i);
    }
}

static double total_cdf(const struct total *t, double x)
{
    double f = t->weight[0];
    for (size_t k = 1; k <= t->n; k++) {
        double rest = x - t->sizes[k].shift;
        if (rest >= 0)
            f += t->weight[k] * inv_dist_cdf(&t->sizes[k].d, rest);
    }
    return f;
}

/* Least x with cdf(x) >= p: doubles an upper end, then halves; to the unit
 * where sizes are whole, else to nine digits. */
static double search_total(const struct total *t, double p)
{
    double lo = 0, hi = t->l->whole ? ceil(t->l->size) : t->l->size;
    if (total_cdf(t, 0) >= p)
        return 0;
    for (int i = 0; i < 200 && total_cdf(t, hi) < p; i++) {
        lo = hi;
        hi *= 2;
    }
    while (hi - lo > (t->l->whole ? 1 : 1e-9 * hi)) {
        double mid = t->l->whole ? floor((lo + hi) / 2) : (lo + hi) / 2;
        if (mid <= lo || mid >= hi)
            break;
        if (total_cdf(t, mid) >= p)
            hi = mid;
        else
            lo = mid;
    }
    return hi;
}

static double long_quantile(const struct inv_lumpy *l, double n, double p)
{
    double mean = n * l->p * l->size;
    double sd = sqrt(n * inv_lumpy_variance(l) + n * (n - 1) * inv_lumpy_covariance(l));
    struct inv_dist d;
    if (inv_dist_init(&d, l->whole && sd * sd > mean ? INV_DIST_NEGBIN : INV_DIST_GAMMA, mean, sd, NULL) != INV_OK)
        return mean;
    double x = inv_dist_quantile(&d, p);
    return l->whole ? round(x) : x;
}

double inv_lumpy_quantile(const struct inv_lumpy *l, size_t n, double p)
{
    if (!(l->p > 0))
        return 0;
    if (n == 1)
        return p <= 1 - l->p ? 0 : sizes_quantile(l, 1, (p - (1 - l->p)) / l->p);
    if (n > LONG_TOTAL)
        return long_quantile(l, (double)n, p);
    if (l->p >= 1)
        return sizes_quantile(l, (double)n, p);
    struct total t = { .l = l, .n = n };
    weigh(&t);
    return search_total(&t, p);
}

/* One drawing of the rates holds for the whole path. */
void inv_lumpy_path(const struct inv_lumpy *l, struct inv_rng *r, size_t h, double *q)
{
    double p = l->p;
    if (p > 0 && p < 1) {
        double a = inv_rng_gamma(r, p * l->behind_p), b = inv_rng_gamma(r, (1 - p) * l->behind_p);
        p = a + b > 0 ? a / (a + b) : p;
    }
    struct inv_lumpy drawn = *l;
    drawn.behind_size = INFINITY;
    double rel = l->size_sd / l->size / sqrt(l->behind_size);
    if (rel > 0)
        drawn.size = l->size * inv_rng_gamma(r, 1 / (rel * rel)) * rel * rel;
    struct sizes s = sizes_of(&drawn, 1);
    for (size_t k = 0; k < h; k++)
        q[k] = inv_rng_uniform(r) < p ? s.shift + inv_dist_draw(&s.d, r) : 0;
}
