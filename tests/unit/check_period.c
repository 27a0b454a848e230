/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Frequencies, their inference, grids. Expectations are read off a calendar. */
#include "config.h"

#include "inv/date.h"
#include "inv/period.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct inv_err err;

/* "2024-01-31 2024-02-29" to instants; *f is the form of the first ever read. */
static size_t instants(struct inv_timefmt *f, const char *list, int64_t *t)
{
    size_t n = 0;
    for (const char *p = list; *p; ) {
        size_t len = strcspn(p, " ");
        ck_assert_msg(inv_time_parse(f, p, len, &t[n++], &err) == INV_OK, "%s", err.text);
        p += len;
        p += *p == ' ';
    }
    return n;
}

START_TEST(test_frequencies)
{
    static const struct { const char *name; double days, per_year; size_t season; } want[] = {
        { "H", 1.0 / 24, 8760, 24 }, { "D", 1, 365, 7 }, { "W", 7, 52, 52 }, { "M", 365.0 / 12, 12, 12 },
        { "Q", 91.25, 4, 4 }, { "Y", 365, 1, 1 }, { "int", 0, 1, 1 },
    };
    enum inv_freq freq;
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        ck_assert(inv_freq_by_name(want[i].name, strlen(want[i].name), &freq));
        ck_assert_str_eq(inv_freq_name(freq), want[i].name);
        ck_assert(fabs(inv_freq_days(freq) - want[i].days) < 1e-12 && fabs(inv_freq_per_year(freq) - want[i].per_year) < 1e-12);
        ck_assert_uint_eq(inv_freq_season(freq), want[i].season);
    }
    ck_assert(inv_freq_by_name("INT", 3, &freq) && freq == INV_FREQ_INT && inv_freq_by_name("w", 1, &freq) && freq == INV_FREQ_W);
    ck_assert(!inv_freq_by_name("", 0, &freq) && !inv_freq_by_name("WW", 2, &freq) && !inv_freq_by_name("in", 2, &freq));
}
END_TEST

/* ---- inference ------------------------------------------------------------------- */

/* Series are separated by '|'. `has`: letters of the frequencies that the dates have. */
static const struct { const char *table; const char *freq; bool guess; const char *has; } tables[] = {
    { "2024-01-01 2024-01-02 2024-01-03", "D", false, "D" },
    { "2024-01-01", "D", true, "DWMQY" },
    { "2024-01-01 2024-01-01 2024-01-01", "D", true, "DWMQY" },
    { "2024-01-01|2024-01-02|2024-01-09", "D", true, "D" },
    { "", "D", true, "" },
    /* weeks: Fridays, with gaps, duplicates, any order; each key on its own day only with four dates each */
    { "2010-02-26 2010-02-05 2010-02-12 2010-02-12|2010-03-05 2010-02-05", "W", false, "DW" },
    { "2024-01-02 2024-01-16|2024-01-03 2024-01-10", "D", false, "D" },
    { "2024-01-02 2024-01-09 2024-01-16 2024-01-30|2024-01-03 2024-01-10 2024-02-07 2024-02-14", "W", false, "DW" },
    { "2024-01-02 2024-01-09 2024-01-16 2024-01-30|2024-01-03 2024-01-10 2024-02-07", "D", false, "D" },
    { "2024-01-01 2024-01-08|2024-01-15", "W", false, "DW" },
    /* 28 days: weeks; 1 Feb to 1 Mar 2023 are 28 days and a month */
    { "2024-01-01 2024-01-29 2024-02-26", "W", false, "DW" },
    { "2023-02-01 2023-03-01", "M", false, "DWM" },
    { "2023-02-01 2023-03-01 2023-03-29", "W", false, "DW" },
    /* months: firsts, month ends, the 30th clipped, the 31st, gaps */
    { "1990-01-01 1990-02-01 1990-04-01", "M", false, "DM" },
    { "2023-10-31 2023-11-30 2023-12-31 2024-01-31 2024-02-29", "M", false, "DM" },
    { "2024-01-30 2024-02-29 2024-03-30", "M", false, "DM" },
    { "2023-01-30 2023-02-28 2023-03-30|2023-02-28 2023-05-30", "M", false, "DM" },
    { "2023-01-30 2023-02-28 2023-03-31", "D", false, "D" },
    { "2023-01-15 2023-02-15|2023-01-16 2023-02-16", "D", false, "D" },
    { "2023-01-15 2023-03-15", "M", false, "DM" },
    /* quarters and years, fiscal ones too */
    { "1984-01-01 1984-04-01 1985-01-01", "Q", false, "DMQ" },
    { "2023-01-31 2023-04-30 2023-07-31", "Q", false, "DMQ" },
    { "2023-02-01 2023-05-01|2023-01-01 2023-04-01", "M", false, "DM" },
    { "1975-01-01 1976-01-01 1979-01-01", "Y", false, "DMQY" },
    { "2020-02-29 2021-02-28 2022-02-28", "Y", false, "DMQY" },
    { "1975-01-01 1976-01-01|1975-01-01 1975-07-01", "Q", false, "DMQ" },
    { "2022-06-30 2023-06-30 2024-06-30", "Y", false, "DMQY" },
    /* stamps */
    { "2024-01-01T08:00 2024-01-01T09:00", "H", false, "H" },
    { "2024-01-01T08:15 2024-01-01T09:30", "H", false, "" },
    { "2024-01-01T08:00 2024-01-02T08:00", "D", false, "HD" },
    { "2024-01-05T00:00 2024-01-12T00:00 2024-01-26T00:00", "W", false, "HDW" },
    { "2024-01-31T23:59:59 2024-02-29T23:59:59", "M", false, "HDM" },
    { "2024-01-01T08:00", "D", true, "HDWMQY" },
    { "2024-01-01T08:00|2024-01-01T09:00", "H", true, "H" },
    /* these say it themselves */
    { "2024-01 2024-02", "M", false, "M" },
    { "2024-01 2024-04", "M", false, "MQ" },
    { "2024-02", "M", false, "M" },
    { "2024-Q1 2025-Q1", "Q", false, "QY" },
    { "2024-W01 2024-W05", "W", false, "W" },
    { "2024 2031", "Y", false, "Y" },
    { "3 17 9", "int", false, "" },
};

START_TEST(test_inference)
{
    struct inv_freqscan s = { 0 };
    struct inv_timefmt f = { 0 };
    char copy[512];
    ck_assert_uint_lt(strlen(tables[_i].table), sizeof copy);
    strcpy(copy, tables[_i].table);
    for (char *p = copy, *next; p; p = next) {
        int64_t t[32];
        next = strchr(p, '|');
        if (next)
            *next++ = '\0';
        size_t n = instants(&f, p, t);
        inv_freqscan_add(&s, f.unit, t, n);
    }
    ck_assert_str_eq(inv_freq_name(inv_freqscan_freq(&s, f.unit)), tables[_i].freq);
    ck_assert_int_eq(inv_freqscan_guess(&s, f.unit), tables[_i].guess);
    char has[8] = "";
    for (int freq = INV_FREQ_H; freq <= INV_FREQ_Y; freq++)
        if (inv_freqscan_check(f.unit, (enum inv_freq)freq, NULL) == INV_OK && inv_freqscan_has(&s, f.unit, (enum inv_freq)freq))
            strcat(has, inv_freq_name((enum inv_freq)freq));
    ck_assert_str_eq(has, tables[_i].has);
}
END_TEST

START_TEST(test_what_adds_up)
{
    static const struct { enum inv_form unit; const char *can; } rows[] = {
        { INV_FORM_DAY, "DWMQY" }, { INV_FORM_STAMP, "HDWMQY" }, { INV_FORM_MONTH, "MQY" }, { INV_FORM_QUARTER, "QY" },
        { INV_FORM_WEEK, "W" }, { INV_FORM_YEAR, "Y" }, { INV_FORM_INTEGER, "int" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char can[16] = "";
        for (int freq = INV_FREQ_H; freq <= INV_FREQ_INT; freq++)
            if (inv_freqscan_check(rows[i].unit, (enum inv_freq)freq, &err) == INV_OK)
                strcat(can, inv_freq_name((enum inv_freq)freq));
        ck_assert_str_eq(can, rows[i].can);
    }
    ck_assert_int_eq(inv_freqscan_check(INV_FORM_MONTH, INV_FREQ_D, &err), INV_EUSAGE);
    ck_assert_str_eq(err.text, "the dates are months: they cannot be split into days");
}
END_TEST

/* ---- grids ------------------------------------------------------------------------- */

/* The data, then the labels that follow its last period, and the first instant
 * after the last period of the data. */
static const struct { const char *freq; bool own; const char *data, *labels, *end; } grids[] = {
    { "D", true, "2024-02-27", "2024-02-27 2024-02-28 2024-02-29 2024-03-01", "2024-02-28" },
    { "W", false, "2024-02-27", "2024-02-26 2024-03-04 2024-03-11", "2024-03-04" },
    { "W", false, "2024-03-03", "2024-02-26 2024-03-04", "2024-03-04" },
    { "W", true, "2010-02-05 2010-02-12", "2010-02-12 2010-02-19 2010-02-26 2010-03-05", "2010-02-13" },
    { "M", false, "2024-01-31", "2024-01-01 2024-02-01 2024-03-01", "2024-02-01" },
    { "M", true, "2023-10-31 2024-01-31", "2024-01-31 2024-02-29 2024-03-31 2024-04-30", "2024-02-01" },
    { "M", true, "2023-01-30 2023-02-28", "2023-02-28 2023-03-30 2023-04-30", "2023-03-01" },
    { "M", true, "2023-02-28 2023-03-28", "2023-03-28 2023-04-28", "2023-03-29" },
    { "M", true, "2023-04-30", "2023-04-30 2023-05-31 2023-06-30", "2023-05-01" },
    { "M", true, "2024-12-01", "2024-12-01 2025-01-01", "2024-12-02" },
    { "Q", false, "2024-12-31", "2024-10-01 2025-01-01 2025-04-01", "2025-01-01" },
    { "Q", true, "2023-08-31 2023-11-30", "2023-11-30 2024-02-29 2024-05-31", "2023-12-01" },
    { "Q", true, "2023-02-01 2023-05-01", "2023-05-01 2023-08-01 2023-11-01 2024-02-01", "2023-05-02" },
    { "Y", false, "2023-06-15", "2023-01-01 2024-01-01", "2024-01-01" },
    { "Y", true, "2019-02-28 2020-02-29", "2020-02-29 2021-02-28 2022-02-28 2023-02-28 2024-02-29", "2020-03-01" },
    { "Y", true, "2023-06-30 2024-06-30", "2024-06-30 2025-06-30", "2024-07-01" },
    { "M", true, "2024-01", "2024-01 2024-02", "2024-02" },
    { "Q", false, "2024-02", "2024-01 2024-04", "2024-04" },
    { "Q", true, "2024-Q3", "2024-Q3 2024-Q4 2025-Q1 2025-Q2", "2024-Q4" },
    { "Y", false, "2024-Q3", "2024-Q1 2025-Q1", "2025-Q1" },
    { "W", true, "2020-W52", "2020-W52 2020-W53 2021-W01", "2020-W53" },
    { "Y", true, "2024", "2024 2025", "2025" },
    { "int", true, "3 7", "7 8 9", "8" },
    { "H", false, "2024-02-28T23:59:59", "2024-02-28T23:00:00 2024-02-29T00:00:00", "2024-02-29T00:00:00" },
    { "H", true, "2024-02-28T22:30:00 2024-02-28T23:30:00", "2024-02-28T23:30:00 2024-02-29T00:30:00", "2024-02-28T23:30:01" },
    { "D", false, "2024-02-28T08:00:00", "2024-02-28T00:00:00 2024-02-29T00:00:00", "2024-02-29T00:00:00" },
    { "D", true, "2024-02-28T08:00:00", "2024-02-28T08:00:00 2024-02-29T08:00:00", "2024-02-28T08:00:01" },
    { "D", false, "1969-12-31", "1969-12-31 1970-01-01", "1970-01-01" },
    { "W", false, "0001-01-07", "0001-01-01 0001-01-08", "0001-01-08" },
    { "M", false, "1969-12-31", "1969-12-01 1970-01-01", "1970-01-01" },
};

START_TEST(test_grids)
{
    struct inv_timefmt f = { 0 };
    struct inv_grid g;
    enum inv_freq freq;
    int64_t t[8], want[8];
    size_t n = instants(&f, grids[_i].data, t), m = instants(&f, grids[_i].labels, want);
    ck_assert(inv_freq_by_name(grids[_i].freq, strlen(grids[_i].freq), &freq));
    ck_assert_int_eq(inv_grid_fit(&g, freq, f.unit, grids[_i].own, t, n, &err), INV_OK);
    int64_t at = inv_grid_index(&g, t[n - 1]);
    for (size_t i = 0; i < m; i++) {
        ck_assert_int_eq(inv_grid_time(&g, at + (int64_t)i), want[i]);
        ck_assert_int_eq(inv_grid_index(&g, want[i]), at + (int64_t)i);
        const int64_t some[] = { want[i], want[0], want[i] - 1, t[n - 1], want[i] + 1, INT64_MIN / 4, want[m - 1] };
        int64_t index[7];
        inv_grid_indices(&g, some, 7, index);
        for (size_t k = 0; k < 7; k++)
            ck_assert_int_eq(index[k], inv_grid_index(&g, some[k]));
        if (freq != INV_FREQ_INT && freq != INV_FREQ_H && freq != INV_FREQ_D)
            ck_assert_int_eq(inv_grid_index(&g, want[i] - 86400), at + (int64_t)i - 1);
    }
    ck_assert_uint_eq(instants(&f, grids[_i].end, want), 1);
    ck_assert_int_eq(inv_grid_end(&g, at), want[0]);
}
END_TEST

START_TEST(test_dates_that_do_not_fit)
{
    static const struct { const char *freq, *data, *text; } bad[] = {
        { "W", "2024-01-01 2024-01-02", "the dates do not all lie on one day of the week" },
        { "M", "2024-01-01 2024-01-02", "the dates do not all lie on one day of the month" },
        { "M", "2023-01-30 2023-03-02", "the dates do not all lie on one day of the month" },    /* 31 days later */
        { "M", "2023-12-15 2024-01-15 2024-02-15 2024-03-16", "the dates do not all lie on one day of the month" },
        { "Q", "2024-01-01 2024-02-01", "the dates do not all lie on one day of a quarter" },
        { "Y", "2024-01-01 2024-07-01", "the dates do not all lie on one day of the year" },
        { "D", "2024-01-01T08:00 2024-01-02T09:00", "the dates do not all lie at one time of day" },
        { "H", "2024-01-01T08:00 2024-01-01T08:30", "the dates do not all lie at one minute of the hour" },
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct inv_timefmt f = { 0 };
        struct inv_grid g;
        enum inv_freq freq;
        int64_t t[4];
        size_t n = instants(&f, bad[i].data, t);
        ck_assert(inv_freq_by_name(bad[i].freq, strlen(bad[i].freq), &freq));
        ck_assert_int_eq(inv_grid_fit(&g, freq, f.unit, true, t, n, &err), INV_EROW);
        ck_assert_str_eq(err.text, bad[i].text);
        ck_assert_int_eq(inv_grid_fit(&g, freq, f.unit, false, t, n, &err), INV_OK);
    }
}
END_TEST

/* Every day of 800 years, on every grid: it lies from its label to the next,
 * labels rise by one, and numbers come back. */
START_TEST(test_every_day_on_every_grid)
{
    const int64_t from = inv_date_from_civil(1599, 12, 25), to = inv_date_from_civil(2400, 3, 5);
    for (int freq = INV_FREQ_D; freq <= INV_FREQ_Y; freq++)
        for (int64_t start = from; start < from + 400; start += 13) {
            struct inv_grid g;
            int64_t t = start * INV_TIME_DAY;
            ck_assert_int_eq(inv_grid_fit(&g, (enum inv_freq)freq, INV_FORM_DAY, start % 2 == 0, &t, 1, &err), INV_OK);
            for (int64_t day = start; day < to; day += 1 + freq) {
                int64_t now = day * INV_TIME_DAY, at = inv_grid_index(&g, now);
                int64_t label = inv_grid_time(&g, at), next = inv_grid_time(&g, at + 1);
                if (label > now || now >= next || inv_grid_index(&g, label) != at || inv_grid_index(&g, next - 1) != at
                    || inv_grid_end(&g, at) > next || inv_grid_end(&g, at) <= label)
                    ck_abort_msg("day %lld, frequency %d from %lld", (long long)day, freq, (long long)start);
            }
        }
}
END_TEST

START_TEST(test_far_away)
{
    for (int freq = INV_FREQ_H; freq <= INV_FREQ_INT; freq++) {
        struct inv_grid g;
        ck_assert_int_eq(inv_grid_fit(&g, (enum inv_freq)freq, INV_FORM_STAMP, false, NULL, 0, &err), INV_OK);
        ck_assert_int_gt(inv_grid_time(&g, INT64_MAX / 2), INV_DATE_MAX * INV_TIME_DAY);
        ck_assert_int_lt(inv_grid_time(&g, INT64_MIN / 2), INV_DATE_MIN * INV_TIME_DAY);
        ck_assert_int_gt(inv_grid_end(&g, INT64_MAX / 2), INV_DATE_MAX * INV_TIME_DAY);
        inv_grid_index(&g, INT64_MAX / 2);
        inv_grid_index(&g, INT64_MIN / 2);
    }
}
END_TEST

int main(void)
{
    Suite *s = suite_create("period");
    TCase *tc = tcase_create("periods");
    tcase_set_timeout(tc, 120);
    tcase_add_test(tc, test_frequencies);
    tcase_add_loop_test(tc, test_inference, 0, sizeof tables / sizeof *tables);
    tcase_add_test(tc, test_what_adds_up);
    tcase_add_loop_test(tc, test_grids, 0, sizeof grids / sizeof *grids);
    tcase_add_test(tc, test_dates_that_do_not_fit);
    tcase_add_test(tc, test_every_day_on_every_grid);
    tcase_add_test(tc, test_far_away);
    suite_add_tcase(s, tc);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
