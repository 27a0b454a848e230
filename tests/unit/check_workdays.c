/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inv/date.h"
#include "inv/workdays.h"
#include "oracle.h"

static int64_t on(int month, int day) { return inv_date_from_civil(2024, month, day); }

START_TEST(christmas_week)
{
    /* 2024-12-25 is a Wednesday */
    int64_t closed[] = { on(12, 25), on(12, 26), on(12, 31) + 1 }, open[] = { on(12, 28) }, found;
    struct inv_workdays w = { INV_WORKDAYS_MON_FRI, 1u | 8u, closed, 3, open, 1 };    /* orders on Monday and Thursday */
    ck_assert(inv_workdays_is_open(&w, on(12, 24)));
    ck_assert(!inv_workdays_is_open(&w, on(12, 25)));
    ck_assert(inv_workdays_is_open(&w, on(12, 28)));       /* a Saturday, but open */
    ck_assert(!inv_workdays_is_open(&w, on(12, 29)));
    ck_assert(inv_workdays_next(&w, on(12, 25), &found) && found == on(12, 27));
    ck_assert(inv_workdays_next_order(&w, on(12, 24), &found) && found == on(12, 30));   /* Thursday the 26th is closed */
    ck_assert(inv_workdays_next_order(&w, on(12, 30), &found) && found == on(12, 30));
    ck_assert(inv_workdays_add(&w, on(12, 24), 1, &found) && found == on(12, 27));
    ck_assert(inv_workdays_add(&w, on(12, 24), 2, &found) && found == on(12, 28));
    ck_assert(inv_workdays_add(&w, on(12, 24), 2.5, &found) && found == on(12, 30));     /* a part of a day is one */
    ck_assert(inv_workdays_add(&w, on(12, 25), 0, &found) && found == on(12, 27));
    ck_assert(inv_workdays_add(&w, on(12, 23), 0, &found) && found == on(12, 23));
    ck_assert(!inv_workdays_add(&w, on(12, 23), -1, &found));
    ck_assert(!inv_workdays_add(&w, on(12, 23), (double)NAN, &found));
    ck_assert(!inv_workdays_add(&w, on(12, 23), 1e9, &found));
    w.work = 0;
    w.nopen = 0;
    ck_assert(!inv_workdays_next(&w, on(12, 1), &found));  /* never open: an answer, not a hang */
    ck_assert(!inv_workdays_next_order(&w, on(12, 1), &found));
    ck_assert(!inv_workdays_add(&w, on(12, 1), 1, &found));
}
END_TEST

START_TEST(against_counting)
{
    uint64_t s = test_seed("against_counting", 20240229);
    for (int i = 0; i < 2000; i++) {
        int64_t closed[20], at = on(1, 1), day = at + (int64_t)test_below(&s, 60), want = day, got;
        for (size_t k = 0; k < 20; k++)
            closed[k] = at += 1 + (int64_t)test_below(&s, 9);
        struct inv_workdays w = { 1u + (unsigned)test_below(&s, 127), INV_WORKDAYS_ALL, closed, 20, NULL, 0 };
        size_t n = test_below(&s, 15), left = n;
        while (left > 0 || n == 0) {
            want += n > 0;
            bool open = w.work >> (inv_date_weekday(want) - 1) & 1;
            for (size_t k = 0; k < 20; k++)
                open = open && closed[k] != want;
            if (n == 0 && open)
                break;
            want += n == 0;
            left -= n > 0 && open;
        }
        ck_assert(inv_workdays_add(&w, day, (double)n, &got));
        if (got != want)
            ck_abort_msg("instance %d: %lld, not %lld", i, (long long)got, (long long)want);
    }
}
END_TEST

START_TEST(words)
{
    const struct { const char *s; unsigned days; } good[] = {
        { "Mon", 1 }, { "Mon;Thu", 9 }, { "monday thursday", 9 }, { "Mon-Fri", 31 }, { "SAT-MON", 97 }, { "Tue; Wed-Fri;Sun", 94 },
    };
    const char *const bad[] = { "", "Mo", "Mon-", "-Mon", "Mon,Tue", "Mon--Wed", "Monda", "5", ";", "Tue-Wed-" };
    unsigned days;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (!inv_workdays_read(good[i].s, strlen(good[i].s), &days) || days != good[i].days)
            ck_abort_msg("%s", good[i].s);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (inv_workdays_read(bad[i], strlen(bad[i]), &days))
            ck_abort_msg("%s is read", bad[i]);
}
END_TEST

int main(void)
{
    const struct { const char *name; const TTest *test; } tests[] = {
        { "christmas", christmas_week }, { "counted", against_counting }, { "words", words },
    };
    Suite *suite = suite_create("workdays");
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        TCase *c = tcase_create(tests[i].name);
        tcase_set_timeout(c, 120);
        tcase_add_test(c, tests[i].test);
        suite_add_tcase(suite, c);
    }
    SRunner *r = srunner_create(suite);
    srunner_run_all(r, CK_ENV);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
