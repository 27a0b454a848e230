/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The data-quality figures, counted by hand. */
#include "config.h"

#include "inv/quality.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>

START_TEST(test_figures)
{
    const double rows[] = { 3, NAN, -1.5, 4, 0, 7, 0 };
    const double y[] = { 3, NAN, NAN, NAN, 2.5, 0, 7, NAN, 0 };
    const uint32_t rows_in[] = { 1, 1, 0, 0, 2, 1, 1, 0, 1 };
    struct inv_quality q = inv_quality_of(rows, 7, y, rows_in, 9, 0, 4);
    ck_assert_uint_eq(q.rows, 7);
    ck_assert_uint_eq(q.periods, 9);
    ck_assert_uint_eq(q.gaps, 3);
    ck_assert_uint_eq(q.longest_gap, 2);
    ck_assert_uint_eq(q.duplicates, 1);
    ck_assert_uint_eq(q.missing, 1);
    ck_assert_uint_eq(q.negatives, 1);
    ck_assert(q.zero_share == 2.0 / 5);
    ck_assert(!q.constant && !q.dead);
    ck_assert(inv_quality_of(rows, 7, y, rows_in, 9, 2, 4).dead);        /* two periods in the series and two since */
    ck_assert(!inv_quality_of(rows, 7, y, rows_in, 9, 1, 4).dead);
    ck_assert(!inv_quality_of(rows, 7, y, rows_in, 9, 99, 0).dead);
}
END_TEST

START_TEST(test_constant_and_empty)
{
    const double same[] = { 2.5, 2.5, NAN, 2.5 }, zero[] = { 0, 0, 0 }, none[] = { NAN, NAN };
    const uint32_t one[] = { 1, 1, 1, 1 };
    ck_assert(inv_quality_of(same, 4, same, one, 4, 0, 0).constant);
    struct inv_quality q = inv_quality_of(zero, 3, zero, one, 3, 0, 2);
    ck_assert(q.constant && !q.dead && q.zero_share == 1);               /* it never lived */
    q = inv_quality_of(none, 2, none, one, 2, 0, 2);
    ck_assert(!q.constant && isnan(q.zero_share) && q.missing == 2);
    ck_assert(!inv_quality_of(same, 1, same, one, 1, 0, 0).constant);    /* one value says nothing */
}
END_TEST

START_TEST(test_plausible)
{
    int64_t t[64], lo, hi;
    for (int i = 0; i < 60; i++)
        t[i + 2] = 10000 + 10 * i + i % 3;
    t[0] = 17;
    t[1] = 5000;
    t[62] = 30000;
    t[63] = 90000;
    inv_quality_plausible(t, 64, 365, &lo, &hi);
    ck_assert(lo == 10000 && hi == 10592);
    inv_quality_plausible(t, 64, 6000, &lo, &hi);       /* a longer gap is allowed: 5000 stays, and so does 17 */
    ck_assert(lo == 17 && hi == 10592);
    inv_quality_plausible(t + 2, 60, 365, &lo, &hi);
    ck_assert(lo == 10000 && hi == 10592);
    static const int64_t few[] = { 0, 10000, 10001, 10002 }, five[] = { 0, 10000, 10001, 10002, 10003 };
    inv_quality_plausible(few, 4, 365, &lo, &hi);
    ck_assert(lo == 0 && hi == 10002);
    inv_quality_plausible(five, 5, 365, &lo, &hi);
    ck_assert(lo == 10000 && hi == 10003);
    static const int64_t ends[] = { INT64_MIN, -5, -4, -3, INT64_MAX };
    inv_quality_plausible(ends, 5, 365, &lo, &hi);
    ck_assert(lo == -5 && hi == -3);
    inv_quality_plausible(ends, 1, 365, &lo, &hi);
    ck_assert(lo == INT64_MIN && hi == INT64_MIN);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("quality");
    TCase *tc = tcase_create("report");
    tcase_add_test(tc, test_figures);
    tcase_add_test(tc, test_constant_and_empty);
    tcase_add_test(tc, test_plausible);
    suite_add_tcase(s, tc);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
