/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/rng.h"

#include <math.h>

#include "ziggurat.h"

__extension__ typedef unsigned __int128 u128;

/* The mixing step of splitmix64: Steele, Lea and Flood (2014), "Fast splittable
 * pseudorandom number generators", variant 13 of Stafford. One to one, 0 to 0. */
static uint64_t mix(uint64_t z)
{
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

void inv_rng_seed(struct inv_rng *r, uint64_t seed, uint64_t stream)
{
    uint64_t x = seed ^ mix(stream);
    for (int i = 0; i < 4; i++)
        r->s[i] = mix(x += UINT64_C(0x9E3779B97F4A7C15));
}

static inline uint64_t rotate(uint64_t x, int k)
{
    return x << k | x >> (64 - k);
}

/* Blackman and Vigna (2021), "Scrambled linear pseudorandom number generators". */
static inline uint64_t step(uint64_t s[4])
{
    uint64_t result = rotate(s[0] + s[3], 23) + s[0], t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 45);
    return result;
}

uint64_t inv_rng_next(struct inv_rng *r)
{
    return step(r->s);
}

/* The middles of 2^52 equal parts: of 2^53 the last would round to 1. */
static inline double uniform(uint64_t bits)
{
    return ((double)(int64_t)(bits >> 12) + 0.5) * 0x1p-52;
}

double inv_rng_uniform(struct inv_rng *r)
{
    return uniform(step(r->s));
}

void inv_rng_uniforms(struct inv_rng *r, double *out, size_t n)
{
    uint64_t s[4] = { r->s[0], r->s[1], r->s[2], r->s[3] };     /* in registers */
    for (size_t i = 0; i < n; i++)
        out[i] = uniform(step(s));
    for (size_t i = 0; i < 4; i++)
        r->s[i] = s[i];
}

/* Beyond the base layer: Marsaglia (1964), "Generating a variable from the
 * tail of the normal distribution". */
static double normal_tail(struct inv_rng *r)
{
    double x, y;
    do {
        x = -log(inv_rng_uniform(r)) / ZIGGURAT_R;
        y = -log(inv_rng_uniform(r));
    } while (2 * y < x * x);
    return ZIGGURAT_R + x;
}

/* Marsaglia and Tsang (2000), "The ziggurat method for generating random
 * variables", layer, sign and place taken from bits that do not overlap, as
 * Doornik (2005) asks for. */
double inv_rng_normal(struct inv_rng *r)
{
    for (;;) {
        uint64_t bits = inv_rng_next(r);
        size_t i = bits & 255;
        double sign = bits & 256 ? -1 : 1;
        double x = (double)(int64_t)(bits >> 11) * 0x1p-53 * ziggurat_x[i];
        if (x < ziggurat_x[i + 1])
            return sign * x;
        if (i == 0)
            return sign * normal_tail(r);
        double y = ziggurat_f[i] + inv_rng_uniform(r) * (ziggurat_f[i + 1] - ziggurat_f[i]);
        if (y < exp(-0.5 * x * x))
            return sign * x;
    }
}

double inv_rng_gamma(struct inv_rng *r, double shape)
{
    if (!(shape > 0))
        return 0;
    if (shape < 1)       /* their section 6: G(a) = G(a + 1) U^(1/a) */
        return inv_rng_gamma(r, shape + 1) * exp(log(inv_rng_uniform(r)) / shape);
    double d = shape - 1.0 / 3, c = 1 / (3 * sqrt(d));
    for (;;) {
        double x = inv_rng_normal(r), v = 1 + c * x;
        if (v <= 0)
            continue;
        v = v * v * v;
        double u = inv_rng_uniform(r);
        if (u < 1 - 0.0331 * x * x * x * x || log(u) < 0.5 * x * x + d * (1 - v + log(v)))
            return d * v;
    }
}

/* log k! - log(sqrt(2 pi k) (k/e)^k): exact below 10, Stirling's series above. */
static double stirling_rest(double k)
{
    static const double small[10] = {
        0, 0.0810614667953272582, 0.0413406959554092941, 0.0276779256849983391,
        0.0207906721037650931, 0.0166446911898211922, 0.0138761288230707480,
        0.0118967099458917701, 0.0104112652619720965, 0.00925546218271273292
    };
    if (k < 10)
        return small[(int)k];
    double i = 1 / k, i2 = i * i;
    return i * (1.0 / 12 - i2 * (1.0 / 360 - i2 * (1.0 / 1260 - i2 / 1680)));
}

/* k log(k / m) + m - k without the loss of digits where k is near m; Loader
 * (2000), "Fast and accurate computation of binomial probabilities". */
static double deviance(double k, double m)
{
    double d = (k - m) / (k + m);
    if (fabs(d) > 0.1)
        return k * log(k / m) + m - k;
    double sum = (k - m) * d, term = 2 * k * d, d2 = d * d;
    for (int j = 3; j < 60; j += 2) {
        term *= d2;
        double next = sum + term / j;
        if (next == sum)
            break;
        sum = next;
    }
    return sum;
}

static double log_poisson(double k, double mean)
{
    if (k == 0)
        return -mean;
    return -stirling_rest(k) - deviance(k, mean) - 0.5 * log(6.283185307179586477 * k);
}

/* Inversion by summing up, for small means. */
static int64_t poisson_small(struct inv_rng *r, double mean)
{
    double u = inv_rng_uniform(r), p = exp(-mean), sum = p;
    int64_t k = 0;
    while (u > sum && k < 200) {
        k++;
        p *= mean / (double)k;
        sum += p;
    }
    return k;
}

/* Hörmann (1993), "The transformed rejection method for generating Poisson
 * random variables", algorithm PTRS. */
static int64_t poisson_large(struct inv_rng *r, double mean)
{
    double b = 0.931 + 2.53 * sqrt(mean), a = -0.059 + 0.02483 * b;
    double inverse_alpha = 1.1239 + 1.1328 / (b - 3.4), v_r = 0.9277 - 3.6224 / (b - 2);
    for (;;) {
        double u = inv_rng_uniform(r) - 0.5, v = inv_rng_uniform(r);
        double us = 0.5 - fabs(u), k = floor((2 * a / us + b) * u + mean + 0.43);
        if (us >= 0.07 && v <= v_r)
            return (int64_t)k;
        if (k < 0 || (us < 0.013 && v > us))
            continue;
        if (log(v * inverse_alpha / (a / (us * us) + b)) <= log_poisson(k, mean))
            return (int64_t)k;
    }
}

int64_t inv_rng_poisson(struct inv_rng *r, double mean)
{
    if (!(mean > 0))
        return 0;
    if (mean < 10)
        return poisson_small(r, mean);
    if (mean < 1e12)
        return poisson_large(r, mean);
    /* The skewness is below 1e-6: the normal distribution, as far as int64_t goes. */
    double k = mean + sqrt(mean) * inv_rng_normal(r);
    return k < 9.2e18 ? llrint(k) : INT64_C(9200000000000000000);
}

/* Lemire (2019), "Fast random integer generation in an interval". */
size_t inv_rng_below(struct inv_rng *r, size_t n)
{
    if (n == 0)
        return 0;
    u128 m = (u128)inv_rng_next(r) * n;
    if ((uint64_t)m < n) {
        uint64_t least = (0 - (uint64_t)n) % n;
        while ((uint64_t)m < least)
            m = (u128)inv_rng_next(r) * n;
    }
    return (size_t)(m >> 64);
}
