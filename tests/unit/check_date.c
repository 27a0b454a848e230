/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Civil dates against Python's datetime and a day count of our own, made by
 * walking day by day. */
#include "config.h"

#include "inv/date.h"

#include <check.h>
#include <stdlib.h>

static uint64_t mix(uint64_t h, int64_t v)     /* FNV-1a, a word at a time */
{
    return (h ^ (uint64_t)v) * UINT64_C(0x100000001b3);
}

/* Python 3.11, over every datetime.date: year, month, day, isocalendar(), day
 * of the year, mixed as above: 3652059 days, 0x9f44062e25569829. */
START_TEST(test_every_day_as_python)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325);
    int64_t days = 0;
    for (int64_t day = INV_DATE_MIN; day <= INV_DATE_MAX; day++, days++) {
        struct inv_date d = inv_date_to_civil(day);
        int64_t year;
        int week;
        inv_date_to_week(day, &year, &week);
        h = mix(mix(mix(h, d.year), d.month), d.day);
        h = mix(mix(mix(h, year), week), inv_date_weekday(day));
        h = mix(h, inv_date_year_day(day));
    }
    ck_assert_int_eq(days, 3652059);
    ck_assert_uint_eq(h, UINT64_C(0x9f44062e25569829));
}
END_TEST

/* A calendar that only knows the next day. */
START_TEST(test_every_day_back)
{
    static const int length[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    int64_t y = 1, day = -719162;      /* date(1970, 1, 1).toordinal() is 719163 */
    for (int m = 1, d = 1; y <= 9999; day++) {
        bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
        int last = length[m - 1] + (m == 2 && leap);
        if (inv_date_from_civil(y, m, d) != day || inv_date_month_length(y, m) != last)    /* an assertion that holds is slow, too */
            ck_abort_msg("%lld-%d-%d", (long long)y, m, d);
        if (++d > last) {
            d = 1;
            m++;
        }
        if (m > 12) {
            m = 1;
            y++;
        }
    }
    ck_assert_int_eq(day - 1, INV_DATE_MAX);
}
END_TEST

START_TEST(test_leap_years)
{
    ck_assert(inv_date_leap(2024) && inv_date_leap(2000) && inv_date_leap(1600) && inv_date_leap(4));
    ck_assert(!inv_date_leap(2023) && !inv_date_leap(1900) && !inv_date_leap(2100) && !inv_date_leap(1));
    ck_assert(inv_date_valid(2024, 2, 29) && !inv_date_valid(2023, 2, 29) && !inv_date_valid(1900, 2, 29));
    ck_assert(inv_date_valid(1, 1, 1) && inv_date_valid(9999, 12, 31));
    ck_assert(!inv_date_valid(0, 1, 1) && !inv_date_valid(10000, 1, 1));
    ck_assert(!inv_date_valid(2024, 0, 1) && !inv_date_valid(2024, 13, 1));
    ck_assert(!inv_date_valid(2024, 4, 31) && !inv_date_valid(2024, 4, 0) && !inv_date_valid(2024, 4, -7));
}
END_TEST

START_TEST(test_outside_the_range)
{
    /* the rule goes on: 400 years are 146097 days, year 0 is a leap year */
    ck_assert_int_eq(inv_date_from_civil(0, 12, 31), INV_DATE_MIN - 1);
    ck_assert_int_eq(inv_date_from_civil(0, 2, 29), INV_DATE_MIN - 307);
    ck_assert_int_eq(inv_date_from_civil(1970 - 400000, 1, 1), -1000 * INT64_C(146097));
    struct inv_date d = inv_date_to_civil(-1000 * INT64_C(146097) - 1);
    ck_assert_int_eq(d.year, 1969 - 400000);
    ck_assert(d.month == 12 && d.day == 31);
    ck_assert_int_eq(inv_date_from_civil(10000, 1, 1), INV_DATE_MAX + 1);
    ck_assert_int_eq(inv_date_from_civil(2024, 3, 0), inv_date_from_civil(2024, 2, 29));
}
END_TEST

/* ISO 8601 weeks at year ends; the pairs are the standard's usual examples and
 * Python's isocalendar(). */
START_TEST(test_weeks_at_year_ends)
{
    static const struct { int y, m, d, iso, week, weekday; } at[] = {
        { 2005, 1, 1, 2004, 53, 6 }, { 2005, 1, 2, 2004, 53, 7 }, { 2005, 12, 31, 2005, 52, 6 },
        { 2007, 1, 1, 2007, 1, 1 }, { 2007, 12, 30, 2007, 52, 7 }, { 2007, 12, 31, 2008, 1, 1 },
        { 2008, 12, 28, 2008, 52, 7 }, { 2008, 12, 29, 2009, 1, 1 }, { 2009, 12, 31, 2009, 53, 4 },
        { 2010, 1, 3, 2009, 53, 7 }, { 2024, 12, 30, 2025, 1, 1 }, { 2020, 12, 31, 2020, 53, 4 },
        { 1, 1, 1, 1, 1, 1 }, { 9999, 12, 31, 9999, 52, 5 },
    };
    for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
        int64_t year, day = inv_date_from_civil(at[i].y, at[i].m, at[i].d);
        int week;
        inv_date_to_week(day, &year, &week);
        ck_assert_int_eq(year, at[i].iso);
        ck_assert_int_eq(week, at[i].week);
        ck_assert_int_eq(inv_date_weekday(day), at[i].weekday);
        ck_assert_int_eq(inv_date_from_week(year, week) + at[i].weekday - 1, day);
    }
    /* a year has 53 weeks when it starts on a Thursday, or is leap and starts on a Wednesday */
    int long_years = 0;
    for (int64_t y = 1; y <= 9999; y++) {
        int first = inv_date_weekday(inv_date_from_civil(y, 1, 1));
        bool is_long = first == 4 || (first == 3 && inv_date_leap(y));
        ck_assert_int_eq(inv_date_weeks(y), is_long ? 53 : 52);
        long_years += y <= 400 && is_long;
    }
    ck_assert_int_eq(long_years, 71);     /* 71 in 400 years */
}
END_TEST

int main(void)
{
    Suite *s = suite_create("date");
    TCase *tc = tcase_create("civil");
    tcase_set_timeout(tc, 120);
    tcase_add_test(tc, test_every_day_as_python);
    tcase_add_test(tc, test_every_day_back);
    tcase_add_test(tc, test_leap_years);
    tcase_add_test(tc, test_outside_the_range);
    tcase_add_test(tc, test_weeks_at_year_ends);
    suite_add_tcase(s, tc);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
