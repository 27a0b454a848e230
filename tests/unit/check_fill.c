/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Filling gaps; the seasonal values are from the definition in exact fractions
 * (Python's fractions.Fraction). */
#include "config.h"

#include "inv/fill.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define N_MAX 64

static struct inv_err err;
static const double gap = NAN;

/* Fills every NAN of y. */
static enum inv_fill fill(enum inv_fill method, size_t m, double *y, size_t n)
{
    struct inv_fill_work w = { 0 };
    enum inv_fill used;
    unsigned char want[N_MAX];
    ck_assert_uint_le(n, N_MAX);
    for (size_t i = 0; i < n; i++)
        want[i] = (unsigned char)(y[i] != y[i]);
    ck_assert_int_eq(inv_fill_gaps(&w, method, m, y, want, n, &used, &err), INV_OK);
    inv_fill_work_free(&w);
    return used;
}

static void same(const double *y, const double *want, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (isnan(want[i]) ? !isnan(y[i]) : !(fabs(y[i] - want[i]) <= 1e-13 * fabs(want[i])))
            ck_abort_msg("period %zu: %.17g is not %.17g", i, y[i], want[i]);
}

START_TEST(test_plain_methods)
{
    const double y[] = { gap, 4.5, gap, gap, 12, gap, 3, gap };
    static const struct { enum inv_fill method; double want[8]; } cases[] = {
        { INV_FILL_ZERO, { 0, 4.5, 0, 0, 12, 0, 3, 0 } },
        { INV_FILL_NA, { NAN, 4.5, NAN, NAN, 12, NAN, 3, NAN } },
        { INV_FILL_PREVIOUS, { 4.5, 4.5, 4.5, 4.5, 12, 12, 3, 3 } },
        { INV_FILL_LINEAR, { 4.5, 4.5, 7, 9.5, 12, 7.5, 3, 3 } },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double copy[8];
        memcpy(copy, y, sizeof copy);
        ck_assert_int_eq(fill(cases[i].method, 1, copy, 8), cases[i].method);
        same(copy, cases[i].want, 8);
    }
}
END_TEST

START_TEST(test_seasonal)
{
    double y[] = { 112, 87, 140, 61, 118, gap, 151, 66, 127, 95, gap, gap, 131, 101, 163, 70 };
    const double want[] = { 112, 87, 140, 61, 118, 94.76041666666667, 151, 66, 127, 95,
                            150.67361111111111, 67.09722222222223, 131, 101, 163, 70 };
    ck_assert_int_eq(fill(INV_FILL_SEASONAL, 4, y, 16), INV_FILL_SEASONAL);
    same(y, want, 16);
    double odd[] = { 3, 7, gap, 4, 9, 1, 5, 8, 2, gap };
    const double odd_want[] = { 3, 7, 1.6388888888888888, 4, 9, 1, 5, 8, 2, 3.6666666666666665 };
    ck_assert_int_eq(fill(INV_FILL_SEASONAL, 3, odd, 10), INV_FILL_SEASONAL);
    same(odd, odd_want, 10);
}
END_TEST

START_TEST(test_seasonal_falls_back)
{
    double shorter[] = { 3, gap, 7, 4, 9, 1, 5 };       /* 7 < 2 x 4 */
    ck_assert_int_eq(fill(INV_FILL_SEASONAL, 4, shorter, 7), INV_FILL_LINEAR);
    ck_assert(shorter[1] == 5);
    double place[] = { 3, gap, 7, 5, gap, 8, 6 };       /* the second place of three never seen */
    ck_assert_int_eq(fill(INV_FILL_SEASONAL, 3, place, 7), INV_FILL_LINEAR);
    ck_assert(place[1] == 5 && place[4] == 6.5);
    double none[] = { 3, gap, 7 };
    ck_assert_int_eq(fill(INV_FILL_SEASONAL, 1, none, 3), INV_FILL_LINEAR);
}
END_TEST

START_TEST(test_signs)
{
    /* the season would take the fill below zero */
    double low[] = { 40, 0.5, 42, 1, 20, gap, 22, 1, 1, 0.5, gap, 2 };
    fill(INV_FILL_SEASONAL, 2, low, 12);
    for (size_t i = 0; i < 12; i++)
        ck_assert(low[i] >= 0);
    double negative[] = { -4, gap, -8 };
    fill(INV_FILL_LINEAR, 1, negative, 3);
    ck_assert(negative[1] == -6);
}
END_TEST

START_TEST(test_edges)
{
    for (int method = INV_FILL_PREVIOUS; method <= INV_FILL_SEASONAL; method++) {
        double empty[] = { gap, gap, gap, gap }, one[] = { gap, 2.385, gap, gap }, big[] = { 1e300, gap, 1.7e308, gap, 1e-300, 1e300 };
        fill((enum inv_fill)method, 2, empty, 4);
        same(empty, (const double[]){ NAN, NAN, NAN, NAN }, 4);
        fill((enum inv_fill)method, 2, one, 4);
        same(one, (const double[]){ 2.385, 2.385, 2.385, 2.385 }, 4);
        fill((enum inv_fill)method, 2, big, 6);
        for (size_t i = 0; i < 6; i++)
            ck_assert(isfinite(big[i]));
        fill((enum inv_fill)method, 2, NULL, 0);
    }
}
END_TEST

/* What is not asked for stays: a missing value beside an absent period. */
START_TEST(test_only_what_is_asked)
{
    struct inv_fill_work w = { 0 };
    enum inv_fill used;
    double y[] = { 1, NAN, NAN, 7 };
    ck_assert_int_eq(inv_fill_gaps(&w, INV_FILL_LINEAR, 1, y, (const unsigned char *)"\0\1\0\0", 4, &used, &err), INV_OK);
    same(y, (const double[]){ 1, 3, NAN, 7 }, 4);
    double z[] = { 1, 50, 7 };      /* a value to be replaced is not read */
    ck_assert_int_eq(inv_fill_gaps(&w, INV_FILL_LINEAR, 1, z, (const unsigned char *)"\0\1\0", 3, &used, &err), INV_OK);
    same(z, (const double[]){ 1, 4, 7 }, 3);
    inv_fill_work_free(&w);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("fill");
    TCase *tc = tcase_create("gaps");
    tcase_add_test(tc, test_plain_methods);
    tcase_add_test(tc, test_seasonal);
    tcase_add_test(tc, test_seasonal_falls_back);
    tcase_add_test(tc, test_signs);
    tcase_add_test(tc, test_edges);
    tcase_add_test(tc, test_only_what_is_asked);
    suite_add_tcase(s, tc);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
