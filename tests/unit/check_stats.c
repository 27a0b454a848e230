/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Moments, quantiles, autocorrelation. Expected values: Python's fractions
 * (exact, rounded once), numpy.quantile, and R's definition of acf in fractions. */
#include "config.h"

#include "inv/acf.h"
#include "inv/moments.h"
#include "inv/quantile.h"

#include <check.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>

#define COUNT(a) (sizeof (a) / sizeof *(a))

static const double sample[8] = { 23.5, 0, 7.25, 104, 7.25, 3, 61, 2.385 };

static void near(double got, double want, double tol)
{
    ck_assert_msg(fabs(got - want) <= tol * fabs(want), "%.17g, not %.17g", got, want);
}

/* ---- moments --------------------------------------------------------------------- */

START_TEST(test_moments)
{
    struct inv_moments m = { 0 };
    inv_moments_add_array(&m, sample, 5);
    inv_moments_add(&m, NAN);
    inv_moments_add_array(&m, sample + 5, 3);
    ck_assert_uint_eq(m.n, 8);
    near(m.mean, 26.048125, 1e-15);
    near(inv_moments_variance(&m), 1397.2892424107142, 1e-14);
    near(inv_moments_sd(&m), sqrt(1397.2892424107142), 1e-14);
    near(inv_moments_skew(&m), 1.3447296951151184, 1e-13);
    near(inv_moments_cv(&m), sqrt(1397.2892424107142) / 26.048125, 1e-14);
    ck_assert_double_eq(m.min, 0);
    ck_assert_double_eq(m.max, 104);
}
END_TEST

/* Sums of squares would give nonsense here. */
START_TEST(test_moments_offset)
{
    struct inv_moments m = { 0 };
    for (size_t i = 0; i < 8; i++)
        inv_moments_add(&m, 1e9 + sample[i]);
    near(m.mean, 1000000026.048125, 1e-15);
    near(inv_moments_variance(&m), 1397.2892424751913, 1e-9);
    near(inv_moments_skew(&m), 1.3447296950774779, 1e-7);
}
END_TEST

START_TEST(test_moments_merge)
{
    for (size_t cut = 0; cut <= 8; cut++) {
        struct inv_moments a = { 0 }, b = { 0 };
        inv_moments_add_array(&a, sample, cut);
        inv_moments_add_array(&b, sample + cut, 8 - cut);
        inv_moments_merge(&a, &b);
        ck_assert_uint_eq(a.n, 8);
        near(a.mean, 26.048125, 1e-14);
        near(inv_moments_variance(&a), 1397.2892424107142, 1e-13);
        near(inv_moments_skew(&a), 1.3447296951151184, 1e-12);
        ck_assert_double_eq(a.min, 0);
        ck_assert_double_eq(a.max, 104);
    }
}
END_TEST

START_TEST(test_moments_edges)
{
    struct inv_moments m = { 0 };
    ck_assert_double_eq(inv_moments_sd(&m), 0);
    ck_assert(isnan(inv_moments_cv(&m)));
    inv_moments_add(&m, -17.25);
    ck_assert_double_eq(inv_moments_sd(&m), 0);
    ck_assert_double_eq(inv_moments_skew(&m), 0);
    inv_moments_add(&m, -17.25);
    ck_assert_double_eq(m.mean, -17.25);
    ck_assert_double_eq(inv_moments_sd(&m), 0);
    ck_assert_double_eq(inv_moments_skew(&m), 0);
    ck_assert_double_eq(inv_moments_cv(&m), 0);
    for (int huge = 0; huge < 2; huge++) {
        double x = huge ? 1e300 : 1e-300;
        m = (struct inv_moments){ 0 };
        inv_moments_add(&m, x);
        inv_moments_add(&m, 3 * x);
        inv_moments_add(&m, 4 * x);
        near(m.mean, 8 * x / 3, 1e-15);
        ck_assert(isfinite(inv_moments_sd(&m)) && isfinite(inv_moments_skew(&m)));
    }
}
END_TEST

/* ---- quantiles ------------------------------------------------------------------- */

START_TEST(test_quantile)
{
    static const double row[][2] = {        /* numpy.quantile(sample, p) */
        { 0, 0 }, { 0.1, 1.6695 }, { 0.25, 2.84625 }, { 0.5, 7.25 }, { 0.9, 73.899999999999991 },
        { 0.977, 97.076999999999984 }, { 1, 104 }
    };
    double scratch[10], sorted[8] = { 0, 2.385, 3, 7.25, 7.25, 23.5, 61, 104 };
    for (size_t i = 0; i < COUNT(row); i++) {
        near(inv_quantile(sample, 8, row[i][0], scratch), row[i][1], 4e-15);
        near(inv_quantile_sorted(sorted, 8, row[i][0]), row[i][1], 4e-15);
        double gaps[10] = { NAN, 23.5, 0, 7.25, 104, NAN, 7.25, 3, 61, 2.385 };
        near(inv_quantile(gaps, 10, row[i][0], scratch), row[i][1], 4e-15);
    }
    near(inv_quantile_median(sample, 8, scratch), 7.25, 0);
    near(inv_quantile_mad(sample, 8, scratch), 1.4826 * 6.0575, 1e-15);    /* scipy median_abs_deviation */
}
END_TEST

START_TEST(test_quantile_edges)
{
    double scratch[4], one = -3.625, none[3] = { NAN, NAN, NAN }, wide[2] = { -DBL_MAX, DBL_MAX };
    ck_assert(isnan(inv_quantile(&one, 0, 0.5, scratch)));
    ck_assert(isnan(inv_quantile(none, 3, 0.5, scratch)));
    ck_assert(isnan(inv_quantile_mad(none, 3, scratch)));
    ck_assert_double_eq(inv_quantile(&one, 1, 0.99, scratch), -3.625);
    ck_assert_double_eq(inv_quantile_mad(&one, 1, scratch), 0);
    ck_assert_double_eq(inv_quantile(wide, 2, 0.5, scratch), 0);
    ck_assert_double_eq(inv_quantile(wide, 2, 7, scratch), DBL_MAX);
    double equal[4] = { 2.385, 2.385, 2.385, 2.385 };
    ck_assert_double_eq(inv_quantile(equal, 4, 0.3, scratch), 2.385);
}
END_TEST

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Selection against sorting, with few distinct values and with many, and on
 * orders that are hard on a median of three. Seed 61. */
START_TEST(test_select)
{
    enum { N = 400 };
    double x[N], y[N], scratch[N];
    srand48(61);
    for (int t = 0; t < 600; t++) {
        size_t n = 1 + (size_t)(lrand48() % N);
        for (size_t i = 0; i < n; i++)
            x[i] = t % 4 == 0 ? drand48() : t % 4 == 1 ? (double)(lrand48() % 5)
                 : t % 4 == 2 ? (double)(i < n / 2 ? i : n - i) : (double)((i * 7919) % n);
        for (size_t i = 0; i < n; i++)
            y[i] = x[i];
        qsort(y, n, sizeof *y, by_value);
        double p = drand48();
        ck_assert_msg(inv_quantile(x, n, p, scratch) == inv_quantile_sorted(y, n, p), "seed 61, try %d, n %zu, p %.17g", t, n, p);
        qsort(scratch, n, sizeof *scratch, by_value);
        for (size_t i = 0; i < n; i++)
            ck_assert_double_eq(scratch[i], y[i]);
    }
}
END_TEST

/* ---- autocorrelation ------------------------------------------------------------- */

/* Two years of monthly airline passengers (Box and Jenkins 1976, series G). */
static const double airline[24] = {
    112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118, 115, 126, 141, 135, 125, 149, 170, 170, 158, 133, 114, 140
};

START_TEST(test_acf)
{
    static const double want[] = {
        1, 0.623678804416008, 0.15063197842177894, -0.07591974030861874, -0.14712708568561034, -0.14075633546606447,
        -0.14280673692133986
    };
    double r[7];
    ck_assert_uint_eq(inv_acf(airline, 24, 6, r), 24);
    for (size_t k = 0; k < 7; k++) {
        near(r[k], want[k], 1e-13);
        near(inv_acf_lag(airline, 24, k), want[k], 1e-13);
    }
    struct inv_ljung_box b = inv_acf_ljung_box(r, 24, 6, 0);
    near(b.q, 13.400935806796253, 1e-13);
    near(b.p, 0.037092914277661135, 1e-12);        /* scipy.stats.chi2.sf(q, 6) */
    near(inv_acf_ljung_box(r, 24, 6, 2).p, 0.009474163567851959, 1e-12);
}
END_TEST

START_TEST(test_acf_missing)
{
    static const double want[] = { 1, 0.5579233177773417, -0.02494281443057582, -0.08155292591992219, -0.027049935586250438 };
    double x[24], r[5];
    for (size_t i = 0; i < 24; i++)
        x[i] = i == 3 || i == 10 || i == 11 ? NAN : airline[i];
    ck_assert_uint_eq(inv_acf(x, 24, 4, r), 21);
    for (size_t k = 0; k < 5; k++)
        near(r[k], want[k], 1e-12);
}
END_TEST

START_TEST(test_acf_edges)
{
    double r[5], equal[3] = { 4.75, 4.75, 4.75 }, two[2] = { 1.5, 4 };
    ck_assert_uint_eq(inv_acf(equal, 3, 4, r), 3);
    for (size_t k = 1; k < 5; k++)
        ck_assert_double_eq(r[k], 0);
    ck_assert_double_eq_tol(inv_acf_ljung_box(r, 3, 4, 0).p, 1, 1e-15);
    ck_assert_uint_eq(inv_acf(two, 2, 4, r), 2);
    ck_assert_double_eq(r[1], -0.5);
    ck_assert_double_eq(r[2], 0);
    ck_assert_uint_eq(inv_acf(two, 0, 4, r), 0);
    ck_assert_double_eq(r[4], 0);
    ck_assert(isfinite(inv_acf_ljung_box(r, 0, 4, 9).p));
}
END_TEST

int main(void)
{
    Suite *s = suite_create("stats");
    TCase *t = tcase_create("stats");
    tcase_set_timeout(t, 60);
    tcase_add_test(t, test_moments);
    tcase_add_test(t, test_moments_offset);
    tcase_add_test(t, test_moments_merge);
    tcase_add_test(t, test_moments_edges);
    tcase_add_test(t, test_quantile);
    tcase_add_test(t, test_quantile_edges);
    tcase_add_test(t, test_select);
    tcase_add_test(t, test_acf);
    tcase_add_test(t, test_acf_missing);
    tcase_add_test(t, test_acf_edges);
    suite_add_tcase(s, t);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_ENV);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
