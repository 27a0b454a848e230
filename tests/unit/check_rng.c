/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random numbers: published outputs, and distributions against GSL's. */
#include "config.h"

#include <check.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>

#include "inv/rng.h"

#define SEED 4711u
#define DRAWS 100000

/* Outputs of the authors' splitmix64.c from state 1234567 and of xoshiro256plusplus.c
 * from state 1, 2, 3, 4 (https://prng.di.unimi.it). */
START_TEST(published_outputs)
{
    struct inv_rng r;
    inv_rng_seed(&r, 1234567, 0);
    ck_assert_uint_eq(r.s[0], UINT64_C(6457827717110365317));
    ck_assert_uint_eq(r.s[1], UINT64_C(3203168211198807973));
    ck_assert_uint_eq(r.s[2], UINT64_C(9817491932198370423));
    ck_assert_uint_eq(r.s[3], UINT64_C(4593380528125082431));
    static const uint64_t want[] = {
        41943041, 58720359, 3588806011781223, 3591011842654386, UINT64_C(9228616714210784205),
        UINT64_C(9973669472204895162), UINT64_C(14011001112246962877), UINT64_C(12406186145184390807),
        UINT64_C(15849039046786891736), UINT64_C(10450023813501588000)
    };
    r = (struct inv_rng){ { 1, 2, 3, 4 } };
    for (size_t i = 0; i < sizeof want / sizeof *want; i++)
        ck_assert_uint_eq(inv_rng_next(&r), want[i]);
}
END_TEST

START_TEST(streams_differ_and_repeat)
{
    struct inv_rng a, b, c;
    inv_rng_seed(&a, 7, 1);
    inv_rng_seed(&b, 7, 1);
    inv_rng_seed(&c, 7, 2);
    int same = 0;
    for (int i = 0; i < 1000; i++) {
        uint64_t x = inv_rng_next(&a);
        ck_assert_uint_eq(x, inv_rng_next(&b));
        same += x == inv_rng_next(&c);
    }
    ck_assert_int_eq(same, 0);
}
END_TEST

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Kolmogorov and Smirnov: sqrt(n) D is above 2.2 once in 8,000. */
static double distance(double *x, size_t n, double (*cdf)(double, double), double shape)
{
    double d = 0;
    qsort(x, n, sizeof *x, by_value);
    for (size_t i = 0; i < n; i++) {
        double p = cdf(x[i], shape);
        d = fmax(d, fmax(p - (double)i / (double)n, (double)(i + 1) / (double)n - p));
    }
    return d * sqrt((double)n);
}

static double uniform_cdf(double x, double unused) { (void)unused; return x; }
static double normal_cdf(double x, double unused)  { (void)unused; return gsl_cdf_ugaussian_P(x); }
static double gamma_cdf(double x, double shape)    { return gsl_cdf_gamma_P(x, shape, 1); }

static double draws[DRAWS];

START_TEST(many_uniforms_are_the_same)
{
    struct inv_rng a, b;
    double many[100];
    inv_rng_seed(&a, 3, 4);
    b = a;
    for (size_t n = 0; n < 100; n++) {
        inv_rng_uniforms(&a, many, n);
        for (size_t i = 0; i < n; i++)
            ck_assert(inv_rng_uniform(&b) == many[i]);
        ck_assert_mem_eq(&a, &b, sizeof a);
    }
}
END_TEST

START_TEST(uniform_is_uniform)
{
    struct inv_rng r;
    inv_rng_seed(&r, SEED, 0);
    size_t outside = 0;
    for (size_t i = 0; i < DRAWS; i++) {
        draws[i] = inv_rng_uniform(&r);
        outside += !(draws[i] > 0 && draws[i] < 1);
    }
    ck_assert_uint_eq(outside, 0);
    ck_assert_double_lt(distance(draws, DRAWS, uniform_cdf, 0), 2.2);
    /* All bits set and none, one step before the output: neither end is reached. */
    struct inv_rng ends = { { UINT64_MAX, 0, 0, 0 } };
    double x = inv_rng_uniform(&ends);
    ck_assert(x > 0 && x < 1);
    ends = (struct inv_rng){ { 0, 1, 1, 0 } };
    ck_assert(inv_rng_uniform(&ends) > 0);
}
END_TEST

START_TEST(normal_is_normal)
{
    struct inv_rng r;
    inv_rng_seed(&r, SEED, 1);
    size_t beyond = 0, total = 200 * DRAWS;
    double fourth = 0, excess = 0, r0 = 3.654152885361009;      /* where the ziggurat's tail begins */
    for (size_t i = 0; i < total; i++) {
        double x = inv_rng_normal(&r);
        draws[i % DRAWS] = x;
        beyond += fabs(x) > r0;
        excess += fmax(fabs(x) - r0, 0);
        fourth += x * x * x * x / (double)total;
    }
    ck_assert_double_lt(distance(draws, DRAWS, normal_cdf, 0), 2.2);
    double expected = 2 * gsl_cdf_ugaussian_Q(r0) * (double)total, n = (double)beyond;
    ck_assert_double_lt(fabs(n - expected), 5 * sqrt(expected));
    double mean = gsl_ran_ugaussian_pdf(r0) / gsl_cdf_ugaussian_Q(r0) - r0;     /* of what is beyond */
    ck_assert_double_lt(fabs(excess / n - mean), 3.5 * mean / sqrt(n));
    ck_assert_double_lt(fabs(fourth - 3), 5 * sqrt(96.0 / (double)total));
}
END_TEST

START_TEST(gamma_is_gamma)
{
    static const double shapes[] = { 0.05, 0.37, 1, 2.385, 41.7, 12345.6 };
    for (size_t k = 0; k < sizeof shapes / sizeof *shapes; k++) {
        struct inv_rng r;
        inv_rng_seed(&r, SEED, 10 + k);
        for (size_t i = 0; i < DRAWS; i++)
            draws[i] = inv_rng_gamma(&r, shapes[k]);
        double d = distance(draws, DRAWS, gamma_cdf, shapes[k]);
        ck_assert_msg(d < 2.2, "shape %g: %g", shapes[k], d);
    }
    struct inv_rng r;
    inv_rng_seed(&r, SEED, 2);
    ck_assert(inv_rng_gamma(&r, 0) == 0 && inv_rng_gamma(&r, -1) == 0 && inv_rng_gamma(&r, NAN) == 0);
    ck_assert(inv_rng_gamma(&r, 1e-300) >= 0);
}
END_TEST

/* Chi-square over the values that are expected at least ten times. */
static double poisson_misfit(struct inv_rng *r, double mean)
{
    static double count[2000];
    size_t low = SIZE_MAX, high = 0;
    for (size_t k = 0; k < 2000; k++)
        if (DRAWS * gsl_ran_poisson_pdf((unsigned)k, mean) >= 10) {
            low = low == SIZE_MAX ? k : low;
            high = k;
            count[k] = 0;
        }
    size_t inside = 0;
    for (size_t i = 0; i < DRAWS; i++) {
        int64_t k = inv_rng_poisson(r, mean);       /* below 0 counts as outside */
        if ((size_t)k >= low && (size_t)k <= high) {
            count[k]++;
            inside++;
        }
    }
    double p = 0, chi = 0;
    for (size_t k = low; k <= high; k++) {
        double e = DRAWS * gsl_ran_poisson_pdf((unsigned)k, mean);
        chi += (count[k] - e) * (count[k] - e) / e;
        p += e / DRAWS;
    }
    double outside = DRAWS * (1 - p), rest = (double)(DRAWS - inside);
    if (outside > 1)
        chi += (rest - outside) * (rest - outside) / outside;
    double freedom = (double)(high - low) + (outside > 1);
    return (chi - freedom) / sqrt(2 * freedom);
}

START_TEST(poisson_is_poisson)
{
    static const double means[] = { 0.013, 0.5, 3.3, 9.99, 10, 12.3, 47.1, 1000.5 };
    for (size_t k = 0; k < sizeof means / sizeof *means; k++) {
        struct inv_rng r;
        inv_rng_seed(&r, SEED, 20 + k);
        double misfit = poisson_misfit(&r, means[k]);
        ck_assert_msg(misfit < 5, "mean %g: %g", means[k], misfit);
    }
}
END_TEST

START_TEST(poisson_of_large_means)
{
    static const double means[] = { 1e5, 3.7e8, 9e11, 1e12, 4e15 };
    for (size_t k = 0; k < sizeof means / sizeof *means; k++) {
        struct inv_rng r;
        inv_rng_seed(&r, SEED, 40 + k);
        double sum = 0, squares = 0, n = 20000;
        for (int i = 0; i < n; i++) {
            double z = ((double)inv_rng_poisson(&r, means[k]) - means[k]) / sqrt(means[k]);
            sum += z / n;
            squares += z * z / n;
        }
        ck_assert_msg(fabs(sum) < 5 / sqrt(n) && fabs(squares - 1) < 5 * sqrt(2 / n), "%g: %g %g", means[k], sum, squares);
    }
    struct inv_rng r;
    inv_rng_seed(&r, SEED, 3);
    ck_assert_int_eq(inv_rng_poisson(&r, 0), 0);
    ck_assert_int_eq(inv_rng_poisson(&r, -2), 0);
    ck_assert_int_eq(inv_rng_poisson(&r, NAN), 0);
    ck_assert_int_eq(inv_rng_poisson(&r, 1e300), INT64_C(9200000000000000000));
    ck_assert_int_eq(inv_rng_poisson(&r, INFINITY), INT64_C(9200000000000000000));
}
END_TEST

START_TEST(below_is_even)
{
    struct inv_rng r;
    inv_rng_seed(&r, SEED, 4);
    double count[7] = { 0 }, chi = 0;
    for (int i = 0; i < 70000; i++)
        count[inv_rng_below(&r, 7)]++;
    for (int i = 0; i < 7; i++)
        chi += (count[i] - 10000) * (count[i] - 10000) / 10000;
    ck_assert_double_lt(chi, 35);
    ck_assert_uint_eq(inv_rng_below(&r, 0), 0);
    ck_assert_uint_eq(inv_rng_below(&r, 1), 0);
    size_t large = (size_t)3 << 62, upper = 0;     /* 2^63 + 2^62: a plain remainder would favour the lower third */
    for (int i = 0; i < 30000; i++)
        upper += inv_rng_below(&r, large) >= (size_t)1 << 63;
    ck_assert_double_lt(fabs((double)upper - 10000), 5 * sqrt(30000 * 2 / 9.0));
}
END_TEST

int main(void)
{
    Suite *s = suite_create("rng");
    TCase *t = tcase_create("rng");
    tcase_add_test(t, published_outputs);
    tcase_add_test(t, streams_differ_and_repeat);
    tcase_add_test(t, many_uniforms_are_the_same);
    tcase_add_test(t, uniform_is_uniform);
    tcase_add_test(t, normal_is_normal);
    tcase_add_test(t, gamma_is_gamma);
    tcase_add_test(t, poisson_is_poisson);
    tcase_add_test(t, poisson_of_large_means);
    tcase_add_test(t, below_is_even);
    tcase_set_timeout(t, 60);
    suite_add_tcase(s, t);
    SRunner *runner = srunner_create(s);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
