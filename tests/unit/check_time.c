/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells of time. Instants are Python's calendar.timegm() of the same date. */
#include "config.h"

#include "inv/date.h"
#include "inv/time.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static struct inv_err err;

static enum inv_status parse(struct inv_timefmt *f, const char *s, int64_t *t)
{
    /* on the heap without a terminator, so that a sanitizer sees a read too far */
    size_t n = strlen(s);
    char *copy = malloc(n ? n : 1);
    ck_assert_ptr_nonnull(copy);
    memcpy(copy, s, n);
    enum inv_status status = inv_time_parse(f, copy, n, t, &err);
    free(copy);
    return status;
}

static const char *format(const struct inv_timefmt *f, int64_t t, char out[INV_TIME_MAX + 1])
{
    out[inv_time_format(f, t, out)] = '\0';
    return out;
}

static const struct { const char *cell; enum inv_form form; int64_t t, after; } cells[] = {
    { "2024-02-29", INV_FORM_DAY, 1709164800, 1709251200 },
    { "0001-01-01", INV_FORM_DAY, -62135596800, -62135510400 },
    { "9999-12-31", INV_FORM_DAY, 253402214400, 253402300800 },
    { "1969-12-31", INV_FORM_DAY, -86400, 0 },
    { "2023-12", INV_FORM_MONTH, 1701388800, 1704067200 },
    { "1900-02", INV_FORM_MONTH, -2206310400, -2203891200 },
    { "2024-Q4", INV_FORM_QUARTER, 1727740800, 1735689600 },
    { "2024-Q1", INV_FORM_QUARTER, 1704067200, 1711929600 },
    { "2025-W01", INV_FORM_WEEK, 1735516800, 1736121600 },
    { "2020-W53", INV_FORM_WEEK, 1609113600, 1609718400 },
    { "1987", INV_FORM_YEAR, 536457600, 567993600 },
    { "2024-02-29T13", INV_FORM_STAMP, 1709211600, 1709211601 },
    { "2024-02-29T13:45", INV_FORM_STAMP, 1709214300, 1709214301 },
    { "2024-02-29 13:45:59", INV_FORM_STAMP, 1709214359, 1709214360 },
    { "2024-02-29T13:45:59Z", INV_FORM_STAMP, 1709214359, 1709214360 },
    { "2024-02-29T13:45:59.000+01:00", INV_FORM_STAMP, 1709214359, 1709214360 },
    { "2024-02-29t13:45-0330", INV_FORM_STAMP, 1709214300, 1709214301 },
    { "1969-12-31T23:59:59-05", INV_FORM_STAMP, -1, 0 },
    { "17", INV_FORM_INTEGER, 17, 18 }, { "-3", INV_FORM_INTEGER, -3, -2 }, { "20240131", INV_FORM_INTEGER, 20240131, 20240132 },
    { "999999999999999999", INV_FORM_INTEGER, 999999999999999999, 1000000000000000000 },
};

START_TEST(test_round_trip)
{
    struct inv_timefmt f;
    char out[INV_TIME_MAX + 1];
    int64_t t, first, after;
    ck_assert_int_eq(inv_timefmt_init(&f, INV_FREQ_NONE, NULL, &err), INV_OK);
    struct inv_timefmt unknown = f;
    ck_assert_int_eq(parse(&f, cells[_i].cell, &t), INV_OK);
    ck_assert_int_eq(f.form, cells[_i].form);
    ck_assert_int_eq(f.unit, cells[_i].form);
    ck_assert_int_eq(t, cells[_i].t);
    ck_assert_int_eq(inv_time_after(f.unit, t), cells[_i].after);
    ck_assert_str_eq(format(&f, t, out), cells[_i].cell);
    ck_assert_int_eq(parse(&f, cells[_i].cell, &t), INV_OK);     /* the form is fixed now */
    ck_assert_int_eq(t, cells[_i].t);
    ck_assert_int_eq(inv_time_parse_span(&unknown, cells[_i].cell, strlen(cells[_i].cell), &first, &after, &err), INV_OK);
    ck_assert_int_eq(first, cells[_i].t);
    ck_assert_int_eq(after, cells[_i].after);
}
END_TEST

/* Every form refuses the others' cells, and each cell cut short or longer. */
START_TEST(test_one_form_only)
{
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        struct inv_timefmt f = { 0 };
        int64_t t;
        ck_assert_int_eq(parse(&f, cells[_i].cell, &t), INV_OK);
        enum inv_status want = cells[i].form == cells[_i].form ? INV_OK : INV_EROW;
        if (f.form == INV_FORM_INTEGER && cells[i].form == INV_FORM_YEAR)
            want = INV_OK;       /* 1987 among 17 and -3 is a number */
        ck_assert_msg(parse(&f, cells[i].cell, &t) == want, "%s after %s", cells[i].cell, cells[_i].cell);
    }
}
END_TEST

START_TEST(test_not_a_date)
{
    static const struct { const char *first, *cell, *text; } bad[] = {
        { NULL, "", "there is no date" },
        { NULL, "yesterday", "\"yesterday\" is not a date" },
        { NULL, "2024-02-30", "\"2024-02-30\" is not a date" },
        { NULL, "2023-02-29", "\"2023-02-29\" is not a date" },
        { NULL, "0000-01-01", "\"0000-01-01\" is not a date" },
        { NULL, "2024-00-01", "\"2024-00-01\" is not a date" },
        { NULL, "2024-01-00", "\"2024-01-00\" is not a date" },
        { NULL, "2024-13", "\"2024-13\" is not a date" },
        { NULL, "2024-Q5", "\"2024-Q5\" is not a date" },
        { NULL, "2024-W53", "\"2024-W53\" is not a date" },
        { NULL, "2024-W00", "\"2024-W00\" is not a date" },
        { NULL, "0000", "\"0000\" is not a date" },
        { NULL, "2024-1-5", "\"2024-1-5\" is not a date" },
        { NULL, "31.01.2024", "\"31.01.2024\" is not a date" },
        { NULL, "2024-01-31T24:00", "\"2024-01-31T24:00\" is not a date" },
        { NULL, "2024-01-31T12:60", "\"2024-01-31T12:60\" is not a date" },
        { NULL, "2024-01-31T12:00:00.", "\"2024-01-31T12:00:00.\" is not a date" },
        { NULL, "2024-01-31T12:00+1", "\"2024-01-31T12:00+1\" is not a date" },
        { NULL, "2024-01-31T12:00+25:00", "\"2024-01-31T12:00+25:00\" is not a date" },
        { NULL, "2024-01-31T", "\"2024-01-31T\" is not a date" },
        { NULL, "1e3", "\"1e3\" is not a date" },
        { NULL, "99999999999999999999", "\"99999999999999999999\" is not a date" },
        { NULL, "2024\xE2\x80\x93" "01-31", "\"2024\xE2\x80\x93" "01-31\" is not a date" },
        { "2024-01-31", "2024-02-30", "\"2024-02-30\" is not a date" },
        { "2024-01-31", "2024-Q1", "\"2024-Q1\" is not a date like 2024-01-31" },
        { "2024-01-31", "2024-01-3:", "\"2024-01-3:\" is not a date like 2024-01-31" },
        { "2024-01-31", "2024-01/31", "\"2024-01/31\" is not a date like 2024-01-31" },
        { "2024-01-31", "2024-01-31 ", "\"2024-01-31 \" is not a date like 2024-01-31" },
        { "2024-01-31", "", "there is no date" },
        { "2024-01", "2024-01-31", "\"2024-01-31\" is not a date like 2024-01" },
        { "2024-Q1", "2024", "\"2024\" is not a date like 2024-Q1" },
        { "2024-W07", "2024-W7", "\"2024-W7\" is not a date like 2024-W05" },
        { "2024", "17", "\"17\" is not a date like 2024" },
        { "2024-01-31T09:30", "2024-01-31", "\"2024-01-31\" is not a date like 2024-01-31T13:45" },
        { "17", "2024-01-31", "\"2024-01-31\" is not a whole number" },
        { "17", "1.5", "\"1.5\" is not a whole number" },
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct inv_timefmt f = { 0 };
        int64_t t;
        if (bad[i].first)
            ck_assert_int_eq(parse(&f, bad[i].first, &t), INV_OK);
        struct inv_timefmt before = f;
        ck_assert_msg(parse(&f, bad[i].cell, &t) == INV_EROW, "%s", bad[i].cell);
        ck_assert_str_eq(err.text, bad[i].text);
        ck_assert_int_eq(f.form, before.form);
        ck_assert_str_eq(f.suffix, before.suffix);
    }
}
END_TEST

/* Every byte in every place of a day: right exactly where the slow rule says so. */
START_TEST(test_day_shape)
{
    struct inv_timefmt f = { 0 };
    int64_t t;
    ck_assert_int_eq(parse(&f, "2024-01-31", &t), INV_OK);
    for (size_t at = 0; at < 10; at++)
        for (int c = 1; c < 256; c++) {
            char cell[] = "2011-11-11";
            cell[at] = (char)c;
            bool digit = c >= '0' && c <= '9', mark = at == 4 || at == 7;
            bool ok = mark ? c == '-' : digit;
            if (ok && at == 5)
                ok = c <= '1';                        /* 01, 11 */
            if (ok && at == 6)
                ok = c <= '2';                        /* 10, 11, 12 */
            if (ok && at == 8)
                ok = c <= '2';                        /* November has no 31st */
            ck_assert_msg((parse(&f, cell, &t) == INV_OK) == ok, "%s", cell);
        }
}
END_TEST

START_TEST(test_every_form_every_day)
{
    static const char *const first[] = { "2024-01-31", "2024-01", "2024-Q1", "2024-W01", "2024", "2024-01-01T00:00:00Z" };
    for (size_t i = 0; i < sizeof first / sizeof *first; i++) {
        struct inv_timefmt f = { 0 };
        int64_t t, last = INT64_MIN, step = getenv("INV_TEST_SHORT") ? 13 : 1;
        ck_assert_int_eq(parse(&f, first[i], &t), INV_OK);
        for (int64_t day = INV_DATE_MIN; day <= INV_DATE_MAX; day += step) {
            char out[INV_TIME_MAX];
            size_t n = inv_time_format(&f, day * INV_TIME_DAY + 43199, out);
            int64_t now = day * INV_TIME_DAY + 43199;
            if (inv_time_parse(&f, out, n, &t, &err) != INV_OK || t > now || t < last
                || (inv_time_after(f.unit, t) <= now && f.form != INV_FORM_STAMP))    /* an assertion that holds is slow, too */
                ck_abort_msg("day %lld in the form of %s", (long long)day, first[i]);
            last = t;
        }
    }
}
END_TEST

START_TEST(test_years_that_cannot_be_written)
{
    static const char *const first[] = { "2024-01-31", "2024-01", "2024-Q1", "2024-W01", "2024", "2024-01-01T00:00" };
    for (size_t i = 0; i < sizeof first / sizeof *first; i++) {
        struct inv_timefmt f = { 0 };
        int64_t t;
        char out[INV_TIME_MAX];
        ck_assert_int_eq(parse(&f, first[i], &t), INV_OK);
        ck_assert_uint_gt(inv_time_format(&f, INV_DATE_MAX * INV_TIME_DAY + 86399, out), 0);
        ck_assert_uint_eq(inv_time_format(&f, (INV_DATE_MAX + 1) * INV_TIME_DAY, out), 0);
        ck_assert_uint_gt(inv_time_format(&f, INV_DATE_MIN * INV_TIME_DAY, out), 0);
        ck_assert_uint_eq(inv_time_format(&f, INV_DATE_MIN * INV_TIME_DAY - 1, out), 0);
        ck_assert_uint_eq(inv_time_format(&f, INT64_MAX, out), 0);
        ck_assert_uint_eq(inv_time_format(&f, INT64_MIN, out), 0);
    }
}
END_TEST

/* ---- patterns ------------------------------------------------------------------ */

static const struct { const char *pattern, *cell; enum inv_form unit; int64_t t; const char *out; } patterns[] = {
    { "%d.%m.%Y", "31.01.2024", INV_FORM_DAY, 1706659200, NULL },
    { "%d.%m.%Y", "1.2.2024", INV_FORM_DAY, 1706745600, "01.02.2024" },
    { "%m/%d/%y", "2/29/24", INV_FORM_DAY, 1709164800, "02/29/24" },
    { "%y%m%d", "690101", INV_FORM_DAY, -31536000, NULL },          /* POSIX: 69 is 1969, 68 is 2068 */
    { "%y%m%d", "680101", INV_FORM_DAY, 3092601600, NULL },
    { "%Y%m%d", "20240131", INV_FORM_DAY, 1706659200, NULL },
    { "%Y%j", "2024366", INV_FORM_DAY, 1735603200, NULL },
    { "%d-%b-%Y", "05-sep-2023", INV_FORM_DAY, 1693872000, "05-Sep-2023" },
    { "%e %B %Y", " 5 September 2023", INV_FORM_DAY, 1693872000, NULL },
    { "%e %B %Y", "5 Sep 2023", INV_FORM_DAY, 1693872000, " 5 September 2023" },
    { "%b %Y", "May 2024", INV_FORM_MONTH, 1714521600, NULL },
    { "%m.%Y", "12.2023", INV_FORM_MONTH, 1701388800, NULL },
    { "FY%Y", "FY1987", INV_FORM_YEAR, 536457600, NULL },
    { "%d/%m/%Y %H:%M:%S", "29/02/2024 13:45:59", INV_FORM_STAMP, 1709214359, NULL },
    { "100%% %Y-%m-%d", "100% 2024-02-29", INV_FORM_DAY, 1709164800, NULL },
};

START_TEST(test_patterns)
{
    struct inv_timefmt f;
    char out[INV_TIME_MAX + 1];
    int64_t t, first, after;
    ck_assert_int_eq(inv_timefmt_init(&f, INV_FREQ_NONE, patterns[_i].pattern, &err), INV_OK);
    ck_assert_int_eq(f.unit, patterns[_i].unit);
    ck_assert_int_eq(parse(&f, patterns[_i].cell, &t), INV_OK);
    ck_assert_int_eq(t, patterns[_i].t);
    ck_assert_str_eq(format(&f, t, out), patterns[_i].out ? patterns[_i].out : patterns[_i].cell);
    ck_assert_int_eq(inv_time_parse_span(&f, patterns[_i].cell, strlen(patterns[_i].cell), &first, &after, &err), INV_OK);
    ck_assert_int_eq(first, t);
    ck_assert_int_eq(after, inv_time_after(f.unit, t));
}
END_TEST

START_TEST(test_pattern_cells_refused)
{
    static const struct { const char *pattern, *cell, *text; } bad[] = {
        { "%d.%m.%Y", "30.02.2024", "\"30.02.2024\" is not a date" },
        { "%d.%m.%Y", "0.2.2024", "\"0.2.2024\" is not a date" },
        { "%d.%m.%Y", "2024-02-29", "\"2024-02-29\" is not a date like %d.%m.%Y" },
        { "%d.%m.%Y", "1.2.24", "\"1.2.24\" is not a date like %d.%m.%Y" },
        { "%d.%m.%Y", "01.02.20245", "\"01.02.20245\" is not a date like %d.%m.%Y" },
        { "%d.%m.%Y", "01.02.", "\"01.02.\" is not a date like %d.%m.%Y" },
        { "%Y-%j", "2023-366", "\"2023-366\" is not a date" },
        { "%Y-%j", "2023-000", "\"2023-000\" is not a date" },
        { "%d %b %Y", "05 Mai 2024", "\"05 Mai 2024\" is not a date like %d %b %Y" },
        { "%Y-%m-%d %H:%M", "2024-01-01 24:00", "\"2024-01-01 24:00\" is not a date" },
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct inv_timefmt f;
        int64_t t;
        ck_assert_int_eq(inv_timefmt_init(&f, INV_FREQ_NONE, bad[i].pattern, &err), INV_OK);
        ck_assert_msg(parse(&f, bad[i].cell, &t) == INV_EROW, "%s", bad[i].cell);
        ck_assert_str_eq(err.text, bad[i].text);
    }
    struct inv_timefmt f;
    char out[INV_TIME_MAX];
    ck_assert_int_eq(inv_timefmt_init(&f, INV_FREQ_NONE, "%y-%m-%d", &err), INV_OK);
    ck_assert_uint_eq(inv_time_format(&f, 3124224000, out), 0);      /* 2069-01-01 would read back as 1969 */
    ck_assert_uint_eq(inv_time_format(&f, -31536001, out), 0);       /* 1968-12-31 */
}
END_TEST

START_TEST(test_patterns_refused)
{
    static const struct { const char *pattern, *text; } bad[] = {
        { "%d.%m", "has no year" }, { "%Y-%d", "a day without a month" }, { "%Y-%m-%d-%m", "twice" },
        { "%Y-%y", "twice" }, { "%Y-%j-%m", "beside a month" }, { "%Y %H", "an hour without a day" },
        { "%Y-%m-%d %M", "minutes without an hour" }, { "%Y-%m-%d %H:%S", "seconds without minutes" },
        { "%Y-%U", "%U is none of" }, { "%Y-%", "% is none of" }, { "", "has no year" },
    };
    struct inv_timefmt f;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ck_assert_msg(inv_timefmt_init(&f, INV_FREQ_NONE, bad[i].pattern, &err) == INV_EUSAGE, "%s", bad[i].pattern);
        ck_assert_msg(strstr(err.text, bad[i].text) != NULL, "%s", err.text);
    }
    char longest[INV_TIME_MAX + 2] = "";
    memset(longest, '-', INV_TIME_MAX - 4);
    strcpy(longest + INV_TIME_MAX - 4, "%Y");
    char out[INV_TIME_MAX];
    ck_assert_int_eq(inv_timefmt_init(&f, INV_FREQ_NONE, longest, &err), INV_OK);
    ck_assert_uint_eq(inv_time_format(&f, 0, out), INV_TIME_MAX);
    strcpy(longest + INV_TIME_MAX - 4, "-%Y");
    ck_assert_int_eq(inv_timefmt_init(&f, INV_FREQ_NONE, longest, &err), INV_EUSAGE);
    ck_assert_int_eq(inv_timefmt_init(&f, INV_FREQ_INT, "%Y", &err), INV_EUSAGE);
}
END_TEST

/* ---- what options say ------------------------------------------------------------ */

START_TEST(test_spans_in_other_forms)
{
    static const struct { const char *table, *cell; int64_t first, after; } spans[] = {
        { "2024-01-31", "2024-03", 1709251200, 1711929600 },
        { "2024-01-31", "2024", 1704067200, 1735689600 },
        { "2024-01-31", "2024-Q1", 1704067200, 1711929600 },
        { "2024-01", "2024-02-29", 1709164800, 1709251200 },
        { "1987", "1987", 536457600, 567993600 },
        { "17", "2024", 2024, 2025 },
    };
    struct inv_timefmt f;
    int64_t t, first, after;
    for (size_t i = 0; i < sizeof spans / sizeof *spans; i++) {
        f = (struct inv_timefmt){ 0 };
        ck_assert_int_eq(parse(&f, spans[i].table, &t), INV_OK);
        ck_assert_int_eq(inv_time_parse_span(&f, spans[i].cell, strlen(spans[i].cell), &first, &after, &err), INV_OK);
        ck_assert_int_eq(first, spans[i].first);
        ck_assert_int_eq(after, spans[i].after);
    }
    f = (struct inv_timefmt){ 0 };
    ck_assert_int_eq(parse(&f, "2024-01-31", &t), INV_OK);
    ck_assert_int_eq(inv_time_parse_span(&f, "17", 2, &first, &after, &err), INV_EARG);
    ck_assert_str_eq(err.text, "\"17\" is not a date");
    ck_assert_int_eq(inv_time_parse_span(&f, "2024-02-30", 10, &first, &after, &err), INV_EARG);
    ck_assert_int_eq(inv_timefmt_init(&f, INV_FREQ_INT, NULL, &err), INV_OK);
    ck_assert_int_eq(inv_time_parse_span(&f, "2024-01-31", 10, &first, &after, &err), INV_EARG);
    ck_assert_int_eq(parse(&f, "2024", &t), INV_OK);
    ck_assert_int_eq(t, 2024);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("time");
    TCase *tc = tcase_create("cells");
    tcase_set_timeout(tc, 240);
    tcase_add_loop_test(tc, test_round_trip, 0, sizeof cells / sizeof *cells);
    tcase_add_loop_test(tc, test_one_form_only, 0, sizeof cells / sizeof *cells);
    tcase_add_test(tc, test_not_a_date);
    tcase_add_test(tc, test_day_shape);
    tcase_add_test(tc, test_every_form_every_day);
    tcase_add_test(tc, test_years_that_cannot_be_written);
    tcase_add_loop_test(tc, test_patterns, 0, sizeof patterns / sizeof *patterns);
    tcase_add_test(tc, test_pattern_cells_refused);
    tcase_add_test(tc, test_patterns_refused);
    tcase_add_test(tc, test_spans_in_other_forms);
    suite_add_tcase(s, tc);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
