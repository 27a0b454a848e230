/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forecast-values.h"
#include "forecast/lumpy.h"
#include "forecast/rectify.h"
#include "inv/dist.h"
#include "inv/outlook.h"

#define H 6

static void close_to(double got, double want, double rel, const char *what)
{
    if (!(fabs(got - want) <= rel * fabs(want)))
        ck_abort_msg("%s: %.17g is not %.17g", what, got, want);
}

static struct inv_work work_of(size_t n)
{
    struct inv_work w = { 0 };
    ck_assert_int_eq(inv_work_reserve(&w, n, NULL), INV_OK);
    return w;
}

/* The example of gen-forecast.py. */
static const double psi[] = { 1, 0.6, 0.45, 0.3, 0.7, 0.2, 0.1, 0.05, 0.4 };
static const double rank[] = { 0.5, 0.75, 1.1, 1.3, 1.9, 2.2 };
static const double own[] = { 0.8, 1.2, 0.8, 1.2, 0.8, 1.2 };
static const double scale[] = { 0.7, 1.4, 0.9, 1.2, 0.6, 1.3 };

static struct inv_outlook example(double *mean, double level)
{
    for (size_t k = 0; k < H; k++)
        mean[k] = level + (double)k;
    return (struct inv_outlook){ .h = H, .lo = -INFINITY, .hi = INFINITY, .unit = 1, .mean = mean, .kind = INV_OUTLOOK_LINEAR,
                                 .sigma = 2.5, .psi = psi, .rank = rank, .own = own, .period = 2 };
}

static void compare(struct inv_outlook *o, const double *want, const char *what)
{
    struct inv_work w = work_of(inv_outlook_room(H, o->gap));
    ck_assert_int_eq(inv_outlook_finish(o, &w, NULL), INV_OK);
    for (size_t k = 0; k < H; k++) {
        close_to(o->sd[k], want[k], 1e-13, what);
        close_to(o->cum_sd[k], want[H + k], 1e-13, what);
    }
    inv_work_free(&w);
}

/* Against the covariance matrix written out. */
START_TEST(variances)
{
    double mean[H];
    struct inv_outlook o = example(mean, 20);
    compare(&o, outlook_plain, "plain");
    o = example(mean, 20);
    o.gap = 3;
    compare(&o, outlook_gap, "after a gap");
    o.scale = scale;
    compare(&o, outlook_scaled, "scaled steps after a gap");
}
END_TEST

/* Quantiles, totals and drawn paths are of one distribution. */
START_TEST(one_distribution)
{
    double mean[H], q[H], low[H], high[H], sum[H] = { 0 }, square[H] = { 0 }, totals = 0;
    struct inv_outlook o = example(mean, 50);
    o.gap = 3;
    o.scale = scale;
    struct inv_work w = work_of(inv_outlook_room(H, 3));
    struct inv_rng r;
    double scratch[32];
    ck_assert_uint_le(inv_outlook_path_room(&o), 32);
    ck_assert_int_eq(inv_outlook_finish(&o, &w, NULL), INV_OK);
    inv_outlook_quantile(&o, 0.1, low);
    inv_outlook_quantile(&o, 0.975, high);
    size_t n = 40000, below = 0;
    printf("seed 7, 3\n");
    inv_rng_seed(&r, 7, 3);
    for (size_t i = 0; i < n; i++) {
        double all = 0;
        inv_outlook_path(&o, i, &r, scratch, q);
        for (size_t k = 0; k < H; k++) {
            sum[k] += q[k];
            square[k] += (q[k] - mean[k]) * (q[k] - mean[k]);
            all += q[k] - mean[k];
        }
        totals += all * all;
        below += q[4] <= low[4];
    }
    for (size_t k = 0; k < H; k++) {
        close_to(sum[k] / (double)n, mean[k], 0.005, "mean of the paths");
        close_to(sqrt(square[k] / (double)n), o.sd[k], 0.02, "sd of the paths");
        close_to(high[k], mean[k] + 1.959963984540054 * o.sd[k], 1e-12, "quantile");
    }
    close_to(sqrt(totals / (double)n), o.cum_sd[H - 1], 0.02, "sd of the paths' totals");
    close_to((double)below / (double)n, 0.1, 0.05, "share below the quantile");
    struct inv_total t = inv_outlook_total(&o, H);
    close_to(t.mean, 6 * 50 + 15, 1e-14, "total");
    close_to(inv_total_quantile(&o, &t, 0.975), t.mean + 1.959963984540054 * o.cum_sd[H - 1], 1e-12, "quantile of the total");
    inv_work_free(&w);
}
END_TEST

/* Where demand has no negatives, nothing is negative and the mean stays. */
START_TEST(without_negatives)
{
    double mean[H], q[H], before[H] = { 0 }, sum[H] = { 0 }, scratch[32];
    struct inv_outlook o = example(mean, 1.5);
    o.lo = 0;
    o.hi = 1000;
    mean[5] = -3;
    struct inv_work w = work_of(inv_outlook_room(H, 0));
    ck_assert_int_eq(inv_outlook_finish(&o, &w, NULL), INV_OK);
    ck_assert_double_eq(o.forecast[5], 0);
    for (double p = 0.01; p < 1; p += 0.07) {
        inv_outlook_quantile(&o, p, q);
        for (size_t k = 0; k < H; k++) {
            ck_assert_double_ge(q[k], before[k]);
            before[k] = q[k];
        }
    }
    struct inv_rng r;
    size_t n = 40000;
    printf("seed 11, 5\n");
    inv_rng_seed(&r, 11, 5);
    for (size_t i = 0; i < n; i++) {
        inv_outlook_path(&o, i, &r, scratch, q);
        for (size_t k = 0; k < H; k++) {
            ck_assert_double_ge(q[k], 0);
            sum[k] += q[k];
        }
    }
    for (size_t k = 0; k < 5; k++)
        close_to(sum[k] / (double)n, mean[k], 0.03, "mean of the paths");
    inv_work_free(&w);
}
END_TEST

START_TEST(whole_units)
{
    double mean[H] = { 0.3, 0.3, 0.3, 0.3, 0.3, 0.3 }, q[H], total = 0;
    struct inv_outlook o = { .h = H, .lo = 0, .hi = 30, .unit = 1, .whole = true, .mean = mean, .kind = INV_OUTLOOK_LINEAR, .sigma = 0.5 };
    struct inv_work w = work_of(inv_outlook_room(H, 0));
    ck_assert_int_eq(inv_outlook_finish(&o, &w, NULL), INV_OK);
    inv_outlook_quantile(&o, 0.9, q);
    for (size_t k = 0; k < H; k++) {
        total += o.forecast[k];
        ck_assert_double_eq(o.forecast[k], round(o.forecast[k]));
        ck_assert_double_eq(q[k], round(q[k]));
        ck_assert_double_eq(total, round(0.3 * (double)(k + 1)));
    }
    inv_work_free(&w);
}
END_TEST

/* ---- the rectified normal --------------------------------------------------------- */

START_TEST(rectified_normal)
{
    static const double cv[] = { 0.35, 0.5, 1, 1.7, 2.9 };
    for (size_t i = 0; i < 5; i++) {
        struct inv_rectify r = inv_rectify_match(37, 37 * cv[i]);
        close_to(r.loc, 37 * rectified[2 * i], 1e-9, "loc");
        close_to(r.scale, 37 * rectified[2 * i + 1], 1e-9, "scale");
    }
    struct inv_rectify far = inv_rectify_match(100, 15);
    ck_assert_double_eq(far.loc, 100);
    ck_assert_double_eq(far.scale, 15);
    struct inv_rectify near = inv_rectify_match(1, 0.2999999), past = inv_rectify_match(1, 0.3000001);
    close_to(past.loc + 1.96 * past.scale, near.loc + 1.96 * near.scale, 5e-4, "where the normal begins");
    double last = INFINITY;     /* upper quantiles sink steadily as the mean goes below zero */
    for (double mean = 40; mean > -80; mean--) {
        struct inv_rectify r = inv_rectify_match(mean, 20);
        double q = r.loc + 1.96 * r.scale;
        ck_assert(isfinite(q));
        if (mean < 20 / INV_RECTIFY_CV)
            ck_assert_double_lt(q, last);
        last = q;
    }
}
END_TEST

/* ---- lumpy demand ----------------------------------------------------------------- */

static void check_totals(bool whole, const double *want)
{
    struct inv_lumpy l = { .p = 0.3, .behind_p = 14, .size = 4.7, .size_sd = 2.9, .behind_size = 6, .whole = whole };
    for (size_t i = 1; i < sizeof lumpy_x / sizeof *lumpy_x; i++) {
        /* the quantile just below the exact probability of x is x, just above it is more */
        double below = inv_lumpy_quantile(&l, 4, want[i] - 1e-9), above = inv_lumpy_quantile(&l, 4, want[i] + 1e-9);
        if (whole) {
            ck_assert_double_eq(below, lumpy_x[i]);
            ck_assert_double_eq(above, lumpy_x[i] + 1);
        } else {
            close_to(below, lumpy_x[i], 1e-6, "quantile");
            close_to(above, lumpy_x[i], 1e-6, "quantile");
        }
    }
    ck_assert_double_eq(inv_lumpy_quantile(&l, 4, want[0] * 0.999), 0);
}

START_TEST(totals_of_lumpy_demand)
{
    check_totals(true, lumpy_whole);
    check_totals(false, lumpy_smooth);
}
END_TEST

/* Moments: the mixture's by the law of total variance, and those of drawn paths. */
START_TEST(moments_of_lumpy_demand)
{
    for (int whole = 0; whole < 2; whole++) {
        struct inv_lumpy l = { .p = 0.3, .behind_p = 14, .size = 4.7, .size_sd = 2.9, .behind_size = 6, .whole = whole };
        double v = inv_lumpy_variance(&l), c = inv_lumpy_covariance(&l), sum = 0, square = 0, totals = 0;
        close_to(v, 0.3 * 2.9 * 2.9 * 7 / 6 + 0.21 * 4.7 * 4.7, 1e-14, "variance");
        size_t n = 200000;
        struct inv_rng r;
        printf("seed 3, 9\n");
        inv_rng_seed(&r, 3, 9);
        for (size_t i = 0; i < n; i++) {
            double q[4], all = 0;
            inv_lumpy_path(&l, &r, 4, q);
            for (size_t k = 0; k < 4; k++) {
                if (!(q[k] >= 0))       /* an assertion that holds is slow, too */
                    ck_abort_msg("%g", q[k]);
                sum += q[k];
                square += (q[k] - 1.41) * (q[k] - 1.41);
                all += q[k] - 1.41;
            }
            totals += all * all;
        }
        close_to(sum / (4.0 * (double)n), 1.41, 0.015, "mean");
        close_to(square / (4.0 * (double)n), v, 0.04, "variance of the paths");
        close_to(totals / (double)n, 4 * v + 12 * c, 0.04, "variance of the paths' totals");
    }
}
END_TEST

START_TEST(lumpy_extremes)
{
    struct inv_lumpy never = { .p = 0, .behind_p = 5, .size = 3, .size_sd = 1, .behind_size = 5 };
    ck_assert_double_eq(inv_lumpy_quantile(&never, 7, 0.999), 0);
    struct inv_lumpy always = { .p = 1, .behind_p = 5, .size = 3, .size_sd = 0, .behind_size = 5, .whole = true };
    ck_assert_double_eq(inv_lumpy_quantile(&always, 7, 0.5), 21);
    struct inv_lumpy ones = { .p = 0.25, .behind_p = 20, .size = 1, .size_sd = 0, .behind_size = 5, .whole = true };
    ck_assert_double_eq(inv_lumpy_quantile(&ones, 1, 0.75), 0);
    ck_assert_double_eq(inv_lumpy_quantile(&ones, 1, 0.7500001), 1);
    ck_assert_double_le(inv_lumpy_quantile(&ones, 10, 0.99999), 10);
    double last = 0;            /* beyond the exact sum the moments take over, without a jump */
    for (size_t n = 60; n < 70; n++) {
        double q = inv_lumpy_quantile(&ones, n, 0.95);
        ck_assert_double_ge(q, last - 1);
        ck_assert_double_le(fabs(q - last), last > 0 ? 2 : 1e9);
        last = q;
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("outlook");
    TCase *c = tcase_create("outlooks");
    tcase_set_timeout(c, 120);
    tcase_add_test(c, variances);
    tcase_add_test(c, one_distribution);
    tcase_add_test(c, without_negatives);
    tcase_add_test(c, whole_units);
    tcase_add_test(c, rectified_normal);
    tcase_add_test(c, totals_of_lumpy_demand);
    tcase_add_test(c, moments_of_lumpy_demand);
    tcase_add_test(c, lumpy_extremes);
    suite_add_tcase(suite, c);
    SRunner *r = srunner_create(suite);
    srunner_run_all(r, CK_ENV);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
