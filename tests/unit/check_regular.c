/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows to periods: worked by hand. */
#include "config.h"

#include "inv/regular.h"

#include <check.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct inv_err err;

static void same(const struct inv_regular *r, const double *want, size_t n)
{
    ck_assert_uint_eq(r->n, n);
    for (size_t i = 0; i < n; i++)
        if (isnan(want[i]) ? !isnan(r->y[i]) : !(fabs(r->y[i] - want[i]) <= 1e-12 * fabs(want[i])))
            ck_abort_msg("period %zu: %.17g is not %.17g", i, r->y[i], want[i]);
}

/* Rows out of order, two in a period, one without a value, a period of none (14), one all missing (16). */
static const int64_t at[] = { 15, 12, 13, 12, 16, 15, 13, 15 };
static const int64_t when[] = { 153, 120, 131, 125, 160, 159, 130, 151 };
static const double value[] = { 2.25, 3.5, 8, -1.25, NAN, 7.5, NAN, 4 };
#define ROWS (sizeof at / sizeof *at)

START_TEST(test_aggregates)
{
    static const struct { enum inv_agg agg; enum inv_returns returns; const int64_t *t; double want[5]; } cases[] = {
        { INV_AGG_SUM, INV_RETURNS_KEEP, when, { 2.25, 8, NAN, 13.75, NAN } },
        { INV_AGG_SUM, INV_RETURNS_DROP, when, { 3.5, 8, NAN, 13.75, NAN } },
        { INV_AGG_MEAN, INV_RETURNS_KEEP, when, { 1.125, 8, NAN, 13.75 / 3, NAN } },
        { INV_AGG_MEAN, INV_RETURNS_DROP, when, { 1.75, 8, NAN, 13.75 / 3, NAN } },
        { INV_AGG_MAX, INV_RETURNS_KEEP, when, { 3.5, 8, NAN, 7.5, NAN } },
        { INV_AGG_LAST, INV_RETURNS_KEEP, when, { -1.25, 8, NAN, 7.5, NAN } },    /* 159 is the latest of period 15 */
        { INV_AGG_LAST, INV_RETURNS_KEEP, NULL, { -1.25, 8, NAN, 4, NAN } },      /* by the rows */
    };
    struct inv_regular r = { 0 };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ck_assert_int_eq(inv_regular_fill(&r, cases[i].agg, cases[i].returns, 12, 16, at, cases[i].t, value, ROWS, &err), INV_OK);
        same(&r, cases[i].want, 5);
        static const uint32_t rows[] = { 2, 2, 0, 3, 1 }, used[] = { 2, 1, 0, 3, 0 };
        ck_assert_mem_eq(r.rows, rows, sizeof rows);
        ck_assert_mem_eq(r.used, used, sizeof used);
        ck_assert_mem_eq(r.stockout, "\0\0\0\0", 5);
    }
    int64_t lo, hi;
    inv_regular_range(at, ROWS, &lo, &hi);
    ck_assert(lo == 12 && hi == 16);
    /* rows outside are passed over, periods outside the rows are absent */
    ck_assert_int_eq(inv_regular_fill(&r, INV_AGG_SUM, INV_RETURNS_KEEP, 13, 13, at, when, value, ROWS, &err), INV_OK);
    same(&r, (const double[]){ 8 }, 1);
    ck_assert_int_eq(inv_regular_fill(&r, INV_AGG_MAX, INV_RETURNS_KEEP, 10, 12, at, when, value, ROWS, &err), INV_OK);
    same(&r, (const double[]){ NAN, NAN, 3.5 }, 3);
    ck_assert_int_eq(inv_regular_fill(&r, INV_AGG_SUM, INV_RETURNS_KEEP, 13, 12, at, when, value, ROWS, &err), INV_OK);
    ck_assert_uint_eq(r.n, 0);
    inv_regular_free(&r);
}
END_TEST

START_TEST(test_stockouts)
{
    struct inv_regular r = { 0 };
    static const double flag[] = { 0, 1, NAN, 0, 1, 0, 0, 0 };
    static const int64_t more[] = { 14, 99, -5, INT64_MIN };
    ck_assert_int_eq(inv_regular_fill(&r, INV_AGG_SUM, INV_RETURNS_NET, 12, 16, at, when, value, ROWS, &err), INV_OK);
    inv_regular_mark(&r, at, flag, ROWS);
    ck_assert_mem_eq(r.stockout, "\1\0\0\0\1", 5);
    inv_regular_mark(&r, more, NULL, 4);
    ck_assert_mem_eq(r.stockout, "\1\0\1\0\1", 5);
    inv_regular_free(&r);
}
END_TEST

static void net(const double *y, double *want, double unmatched, size_t n)
{
    struct inv_regular r = { 0 };
    int64_t index[16];
    ck_assert_uint_le(n, 16);
    for (size_t i = 0; i < n; i++)
        index[i] = (int64_t)i - 3;
    ck_assert_int_eq(inv_regular_fill(&r, INV_AGG_SUM, INV_RETURNS_NET, -3, (int64_t)n - 4, index, NULL, y, n, &err), INV_OK);
    ck_assert_int_eq(inv_regular_net(&r, &err), INV_OK);
    same(&r, want, n);
    ck_assert(fabs(r.unmatched - unmatched) <= 1e-12);
    inv_regular_free(&r);
}

START_TEST(test_returns)
{
    /* 7 back of 4 the day before and 5 before that */
    net((const double[]){ 5, 4, -7, 3 }, (double[]){ 2, 0, 0, 3 }, 0, 4);
    /* over an empty and a missing period; two returns in a row; more than was sold */
    net((const double[]){ 6.5, 0, NAN, 1.5, -2, -3, 9 }, (double[]){ 3, 0, NAN, 0, 0, 0, 9 }, 0, 7);
    net((const double[]){ -2.5, 3, -4, 1, -0.5 }, (double[]){ 0, 0, 0, 0.5, 0 }, 3.5, 5);
    net((const double[]){ -1 }, (double[]){ 0 }, 1, 1);
    /* rounding leaves nothing: 0.1 + 0.2 is not 0.3 in binary */
    net((const double[]){ 0.1 + 0.2, -0.3 }, (double[]){ 0, 0 }, 0, 2);
    net((const double[]){ 0.3, -0.1, -0.2 }, (double[]){ 0, 0, 0 }, 0, 3);
    struct inv_regular r = { 0 };
    static const int64_t one[] = { 4, 4, 4, 4 };
    static const double cancels[] = { 0.1, 0.2, -0.3, NAN };
    ck_assert_int_eq(inv_regular_fill(&r, INV_AGG_SUM, INV_RETURNS_KEEP, 4, 4, one, NULL, cancels, 4, &err), INV_OK);
    ck_assert(r.y[0] == 0);
    inv_regular_free(&r);
}
END_TEST

/* However rows fall, no value is below zero and the total stays. Small whole
 * numbers, so that sums are exact. */
START_TEST(test_returns_at_random)
{
    unsigned seed = 20240229;
    printf("seed %u\n", seed);
    struct inv_regular r = { 0 };
    for (int round = 0; round < 300; round++) {
        int64_t index[200];
        double v[200], total = 0, left = 0;
        for (size_t i = 0; i < 200; i++) {
            seed = seed * 1103515245u + 12345u;
            index[i] = (int64_t)(seed >> 16) % 90;
            seed = seed * 1103515245u + 12345u;
            v[i] = (double)((seed >> 16) % 31) - 12;
            total += v[i];
        }
        ck_assert_int_eq(inv_regular_fill(&r, INV_AGG_SUM, INV_RETURNS_NET, 0, 89, index, NULL, v, 200, &err), INV_OK);
        ck_assert_int_eq(inv_regular_net(&r, &err), INV_OK);
        for (size_t i = 0; i < 90; i++) {
            ck_assert(!(r.y[i] < 0));
            left += isnan(r.y[i]) ? 0 : r.y[i];
        }
        ck_assert(left - r.unmatched == total);
    }
    inv_regular_free(&r);
}
END_TEST

START_TEST(test_leading)
{
    struct inv_regular r = { 0 };
    static const int64_t index[] = { 7, 8, 10, 11 };
    static const double v[] = { 0, NAN, 0.5, 0 };
    ck_assert_int_eq(inv_regular_fill(&r, INV_AGG_SUM, INV_RETURNS_NET, 7, 11, index, NULL, v, 4, &err), INV_OK);
    ck_assert_uint_eq(inv_regular_cut_leading(&r), 3);
    same(&r, (const double[]){ 0.5, 0 }, 2);
    ck_assert_int_eq(r.first, 10);
    ck_assert_uint_eq(inv_regular_cut_leading(&r), 0);
    static const double none[] = { 0, NAN, 0, 0 };
    ck_assert_int_eq(inv_regular_fill(&r, INV_AGG_SUM, INV_RETURNS_NET, 7, 11, index, NULL, none, 4, &err), INV_OK);
    ck_assert_uint_eq(inv_regular_cut_leading(&r), 0);
    ck_assert_uint_eq(r.n, 5);
    inv_regular_free(&r);
}
END_TEST

START_TEST(test_extremes)
{
    struct inv_regular r = { 0 };
    static const int64_t ends[] = { INT64_MIN, INT64_MAX }, one[] = { 1, 1 };
    static const double huge[] = { 1.5e308, 1.5e308 }, tiny[] = { 1e-300, 1e-300 };
    ck_assert_int_eq(inv_regular_fill(&r, INV_AGG_SUM, INV_RETURNS_NET, INT64_MIN, INT64_MAX, ends, NULL, tiny, 2, &err), INV_EROW);
    ck_assert_int_eq(inv_regular_fill(&r, INV_AGG_SUM, INV_RETURNS_NET, 0, INV_REGULAR_MAX, one, NULL, tiny, 2, &err), INV_EROW);
    ck_assert_int_eq(inv_regular_fill(&r, INV_AGG_SUM, INV_RETURNS_NET, 1, 1, one, NULL, huge, 2, &err), INV_EROW);
    ck_assert_ptr_nonnull(strstr(err.text, "more than a number can hold"));
    ck_assert_int_eq(inv_regular_fill(&r, INV_AGG_MEAN, INV_RETURNS_NET, 1, 1, one, NULL, huge, 2, &err), INV_OK);
    ck_assert(r.y[0] == 1.5e308);
    ck_assert_int_eq(inv_regular_fill(&r, INV_AGG_SUM, INV_RETURNS_NET, 1, 1, one, NULL, tiny, 2, &err), INV_OK);
    ck_assert(r.y[0] == 2e-300);
    static const double opposite[] = { 1.7e308, -1e308 };          /* their sizes add up to more than a double holds */
    ck_assert_int_eq(inv_regular_fill(&r, INV_AGG_SUM, INV_RETURNS_KEEP, 1, 1, one, NULL, opposite, 2, &err), INV_OK);
    ck_assert(r.y[0] == 1.7e308 - 1e308);
    inv_regular_free(&r);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("regular");
    TCase *tc = tcase_create("periods");
    tcase_add_test(tc, test_aggregates);
    tcase_add_test(tc, test_stockouts);
    tcase_add_test(tc, test_returns);
    tcase_add_test(tc, test_returns_at_random);
    tcase_add_test(tc, test_leading);
    tcase_add_test(tc, test_extremes);
    suite_add_tcase(s, tc);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
