/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "civil.h"
#include "pattern.h"

#include "inv/num.h"

#include <string.h>

/* ---- reading one form ------------------------------------------------------ */

/* The number in s[0..n), all digits; else -1. */
static int read_digits(const char *s, size_t n)
{
    int v = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned digit = inv_civil_digit(s[i]);
        if (digit > 9)
            return -1;
        v = v * 10 + (int)digit;
    }
    return v;
}

/* Whether the eight bytes at s are digits where `shape` has '0' and equal it
 * elsewhere: all at once. A digit's byte less '0' is 0..9, so that neither it
 * nor it + 6 reaches the high half; any other byte must come out as 0. */
static inline bool has_shape(const char *s, const char shape[8], const unsigned char add[8])
{
    uint64_t v, k, a;
    memcpy(&v, s, 8);
    memcpy(&k, shape, 8);
    memcpy(&a, add, 8);
    v ^= k;
    return ((v | (v + a)) & UINT64_C(0xF0F0F0F0F0F0F0F0)) == 0;
}

/* YYYY-MM-DD. Every row of a table passes here. */
static inline enum inv_match read_day10(const char *s, int64_t *day)
{
    static const unsigned char add[8] = { 6, 6, 6, 6, 15, 6, 6, 15 };
    static const short before[13] = { 0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334 };
    unsigned d1 = inv_civil_digit(s[8]), d0 = inv_civil_digit(s[9]);
    if (!has_shape(s, "0000-00-", add) || d1 > 9 || d0 > 9)
        return INV_MATCH_NO;
    unsigned y = inv_civil_digit(s[0]) * 1000 + inv_civil_digit(s[1]) * 100 + inv_civil_digit(s[2]) * 10 + inv_civil_digit(s[3]);
    unsigned m = inv_civil_digit(s[5]) * 10 + inv_civil_digit(s[6]), d = d1 * 10 + d0;
    bool leap = y % 4 == 0 && (y % 25 != 0 || y % 16 == 0);
    if (m - 1 > 11 || d - 1 > 30 || y == 0 || (d > 28 && d > (m == 2 ? 28u + leap : 30 + ((m + m / 8) & 1))))
        return INV_MATCH_IMPOSSIBLE;
    unsigned past = y - 1, century = past / 100, leap_day = leap & (m > 2);
    *day = (int64_t)(365 * past + past / 4 - century + century / 4 + (unsigned)before[m] + leap_day + d - 1) + INV_DATE_MIN;
    return INV_MATCH_YES;
}

static enum inv_match read_day(struct inv_timefmt *f, const char *s, size_t n, int64_t *t)
{
    (void)f;
    enum inv_match match = n == 10 ? read_day10(s, t) : INV_MATCH_NO;
    if (match == INV_MATCH_YES)
        *t *= INV_TIME_DAY;
    return match;
}

static enum inv_match read_month(struct inv_timefmt *f, const char *s, size_t n, int64_t *t)
{
    (void)f;
    int y = n == 7 && s[4] == '-' ? read_digits(s, 4) : -1, m = y < 0 ? -1 : read_digits(s + 5, 2);
    if (m < 0)
        return INV_MATCH_NO;
    if (!inv_date_valid(y, m, 1))
        return INV_MATCH_IMPOSSIBLE;
    *t = inv_date_from_civil(y, m, 1) * INV_TIME_DAY;
    return INV_MATCH_YES;
}

static enum inv_match read_quarter(struct inv_timefmt *f, const char *s, size_t n, int64_t *t)
{
    (void)f;
    int y = n == 7 && s[4] == '-' && s[5] == 'Q' ? read_digits(s, 4) : -1, q = y < 0 ? -1 : read_digits(s + 6, 1);
    if (q < 0)
        return INV_MATCH_NO;
    if (y == 0 || q < 1 || q > 4)
        return INV_MATCH_IMPOSSIBLE;
    *t = inv_date_from_civil(y, 3 * q - 2, 1) * INV_TIME_DAY;
    return INV_MATCH_YES;
}

static enum inv_match read_week(struct inv_timefmt *f, const char *s, size_t n, int64_t *t)
{
    (void)f;
    int y = n == 8 && s[4] == '-' && s[5] == 'W' ? read_digits(s, 4) : -1, w = y < 0 ? -1 : read_digits(s + 6, 2);
    if (w < 0)
        return INV_MATCH_NO;
    if (y == 0 || w < 1 || w > inv_date_weeks(y))
        return INV_MATCH_IMPOSSIBLE;
    *t = inv_date_from_week(y, w) * INV_TIME_DAY;
    return INV_MATCH_YES;
}

static enum inv_match read_year(struct inv_timefmt *f, const char *s, size_t n, int64_t *t)
{
    (void)f;
    int y = n == 4 ? read_digits(s, 4) : -1;
    if (y <= 0)
        return y < 0 ? INV_MATCH_NO : INV_MATCH_IMPOSSIBLE;
    *t = inv_date_from_civil(y, 1, 1) * INV_TIME_DAY;
    return INV_MATCH_YES;
}

static enum inv_match read_integer(struct inv_timefmt *f, const char *s, size_t n, int64_t *t)
{
    (void)f;
    return inv_num_parse_int(s, n, t) == INV_NUM_OK ? INV_MATCH_YES : INV_MATCH_NO;
}

/* Z, +01, +0100 or +01:00 (no suffix is one too). */
static enum inv_match read_suffix(struct inv_timefmt *f, const char *s, size_t n)
{
    bool zulu = n == 1 && (*s == 'Z' || *s == 'z');
    bool sign = n >= 3 && (*s == '+' || *s == '-');
    int h = 0, m = 0;
    if (sign) {
        h = read_digits(s + 1, 2);
        m = n == 3 ? 0 : n == 5 ? read_digits(s + 3, 2) : n == 6 && s[3] == ':' ? read_digits(s + 4, 2) : -1;
    }
    if ((n != 0 && !zulu && !sign) || h < 0 || m < 0)
        return INV_MATCH_NO;
    memcpy(f->suffix, s, n);
    f->suffix[n] = '\0';
    return h > 23 || m > 59 ? INV_MATCH_IMPOSSIBLE : INV_MATCH_YES;
}

/* A two-digit part of the time of day behind `mark`; false where there is none. */
static bool read_part(const char **s, const char *end, char mark, int *v)
{
    if (end - *s < 3 || **s != mark || (*v = read_digits(*s + 1, 2)) < 0)
        return false;
    *s += 3;
    return true;
}

static enum inv_match read_stamp(struct inv_timefmt *f, const char *s, size_t n, int64_t *t)
{
    int64_t day = 0;
    enum inv_match match = n >= 13 ? read_day10(s, &day) : INV_MATCH_NO;
    if (match == INV_MATCH_NO || (s[10] != 'T' && s[10] != 't' && s[10] != ' '))
        return INV_MATCH_NO;
    const char *end = s + n;
    int h = 0, min = 0, sec = 0;
    f->separator = s[10];
    s += 10;
    if (!read_part(&s, end, f->separator, &h))
        return INV_MATCH_NO;
    f->minutes = read_part(&s, end, ':', &min);
    f->seconds = f->minutes && read_part(&s, end, ':', &sec);
    f->fraction = 0;
    if (f->seconds && end - s >= 2 && (*s == '.' || *s == ',') && inv_civil_digit(s[1]) <= 9)
        for (s++; s < end && inv_civil_digit(*s) <= 9; s++)
            f->fraction += f->fraction < 9;
    enum inv_match suffix = read_suffix(f, s, (size_t)(end - s));
    if (suffix == INV_MATCH_NO)
        return INV_MATCH_NO;
    if (match != INV_MATCH_YES || suffix != INV_MATCH_YES || h > 23 || min > 59 || sec > 59)
        return INV_MATCH_IMPOSSIBLE;
    *t = day * INV_TIME_DAY + h * 3600 + min * 60 + sec;
    return INV_MATCH_YES;
}

static enum inv_match read_custom(struct inv_timefmt *f, const char *s, size_t n, int64_t *t)
{
    return inv_pattern_read(f->pattern, s, n, t);
}

static const struct {
    enum inv_match (*read)(struct inv_timefmt *f, const char *s, size_t n, int64_t *t);
    const char *example;
} forms[] = {
    [INV_FORM_DAY] = { read_day, "2024-01-31" },
    [INV_FORM_MONTH] = { read_month, "2024-01" },
    [INV_FORM_QUARTER] = { read_quarter, "2024-Q1" },
    [INV_FORM_WEEK] = { read_week, "2024-W05" },
    [INV_FORM_YEAR] = { read_year, "2024" },
    [INV_FORM_STAMP] = { read_stamp, "2024-01-31T13:45" },
    [INV_FORM_INTEGER] = { read_integer, NULL },
    [INV_FORM_CUSTOM] = { read_custom, NULL },
};

/* ---- reading a cell --------------------------------------------------------- */

enum inv_status inv_timefmt_init(struct inv_timefmt *f, enum inv_freq freq, const char *pattern, struct inv_err *err)
{
    *f = (struct inv_timefmt){ .pattern = pattern };
    if (freq == INV_FREQ_INT && pattern)
        return inv_err_set(err, INV_EUSAGE, "a date format has no use for integer periods");
    if (freq == INV_FREQ_INT)
        f->form = f->unit = INV_FORM_INTEGER;
    if (!pattern)
        return INV_OK;
    f->form = INV_FORM_CUSTOM;
    return inv_pattern_check(pattern, &f->unit, err);
}

static enum inv_status say_no(const struct inv_timefmt *f, enum inv_match match, const char *s, size_t n, struct inv_err *err)
{
    char cell[96];
    if (n == 0)
        return inv_err_set(err, INV_EROW, "there is no date");
    inv_err_quote(cell, sizeof cell, s, n);
    if (f->form == INV_FORM_INTEGER)
        return inv_err_set(err, INV_EROW, "\"%s\" is not a whole number", cell);
    if (f->form == INV_FORM_NONE || match == INV_MATCH_IMPOSSIBLE)
        return inv_err_set(err, INV_EROW, "\"%s\" is not a date", cell);
    return inv_err_set(err, INV_EROW, "\"%s\" is not a date like %s", cell,
                       f->form == INV_FORM_CUSTOM ? f->pattern : forms[f->form].example);
}

/* The first cell: the form that reads it. Years come before integers. */
static enum inv_match detect(struct inv_timefmt *f, const char *s, size_t n, int64_t *t)
{
    for (int form = INV_FORM_DAY; form <= INV_FORM_INTEGER; form++) {
        struct inv_timefmt try = *f;
        enum inv_match match = forms[form].read(&try, s, n, t);
        if (match == INV_MATCH_NO)
            continue;
        if (match == INV_MATCH_YES) {
            *f = try;
            f->form = f->unit = (enum inv_form)form;
        }
        return match;
    }
    return INV_MATCH_NO;
}

/* Apart from the way of the many, so that it stays short. */
static enum inv_status parse_other(struct inv_timefmt *f, const char *s, size_t n, int64_t *t, struct inv_err *err)
{
    struct inv_timefmt details = *f;    /* a later stamp may have others: the first's count */
    enum inv_match match = f->form == INV_FORM_NONE ? detect(f, s, n, t) : forms[f->form].read(&details, s, n, t);
    return match == INV_MATCH_YES ? INV_OK : say_no(f, match, s, n, err);
}

enum inv_status inv_time_parse(struct inv_timefmt *f, const char *s, size_t n, int64_t *t, struct inv_err *err)
{
    int64_t day;
    if (f->form == INV_FORM_DAY && n == 10 && read_day10(s, &day) == INV_MATCH_YES) {
        *t = day * INV_TIME_DAY;
        return INV_OK;
    }
    return parse_other(f, s, n, t, err);
}

int64_t inv_time_after(enum inv_form unit, int64_t t)
{
    if (unit == INV_FORM_STAMP || unit == INV_FORM_INTEGER)
        return t + 1;
    int64_t day = inv_civil_day(t);
    struct inv_date d = inv_date_to_civil(day);
    switch (unit) {
    case INV_FORM_WEEK:
        day += 8 - inv_date_weekday(day);
        break;
    case INV_FORM_MONTH:
        day = inv_date_from_civil(d.year, d.month, inv_date_month_length(d.year, d.month) + 1);
        break;
    case INV_FORM_QUARTER:
        d.month = (d.month + 2) / 3 * 3;
        day = inv_date_from_civil(d.year, d.month, inv_date_month_length(d.year, d.month) + 1);
        break;
    case INV_FORM_YEAR:
        day = inv_date_from_civil(d.year + 1, 1, 1);
        break;
    default:
        day++;
    }
    return day * INV_TIME_DAY;
}

enum inv_status inv_time_parse_span(const struct inv_timefmt *f, const char *s, size_t n,
                                    int64_t *first, int64_t *after, struct inv_err *err)
{
    struct inv_timefmt own = *f, any = { 0 };
    enum inv_match match = f->form == INV_FORM_NONE ? INV_MATCH_NO : forms[f->form].read(&own, s, n, first);
    if (match != INV_MATCH_YES && f->form != INV_FORM_INTEGER) {
        match = detect(&any, s, n, first);
        if (any.form == INV_FORM_INTEGER && f->form != INV_FORM_NONE)
            match = INV_MATCH_NO;
        own.unit = any.unit;
    }
    if (match != INV_MATCH_YES) {
        any.form = f->form == INV_FORM_INTEGER ? INV_FORM_INTEGER : INV_FORM_NONE;
        say_no(&any, match, s, n, err);
        if (err)
            err->status = INV_EARG;
        return INV_EARG;
    }
    *after = inv_time_after(own.unit, *first);
    return INV_OK;
}

/* ---- writing ---------------------------------------------------------------- */

static size_t put_day(char *out, struct inv_date d)
{
    inv_civil_put(out, d.year, 4);
    out[4] = out[7] = '-';
    inv_civil_put(out + 5, d.month, 2);
    inv_civil_put(out + 8, d.day, 2);
    return 10;
}

static size_t put_stamp(const struct inv_timefmt *f, char *out, struct inv_date d, int64_t second)
{
    size_t n = put_day(out, d);
    out[n++] = f->separator;
    n += inv_civil_put(out + n, second / 3600, 2);
    if (f->minutes) {
        out[n++] = ':';
        n += inv_civil_put(out + n, second / 60 % 60, 2);
    }
    if (f->seconds) {
        out[n++] = ':';
        n += inv_civil_put(out + n, second % 60, 2);
    }
    if (f->fraction) {
        out[n++] = '.';
        n += inv_civil_put(out + n, 0, f->fraction);
    }
    size_t suffix = strlen(f->suffix);
    memcpy(out + n, f->suffix, suffix);
    return n + suffix;
}

static size_t put_week(char *out, int64_t day)
{
    int64_t year;
    int week;
    inv_date_to_week(day, &year, &week);
    inv_civil_put(out, year, 4);
    memcpy(out + 4, "-W", 2);
    inv_civil_put(out + 6, week, 2);
    return 8;
}

size_t inv_time_format(const struct inv_timefmt *f, int64_t t, char out[INV_TIME_MAX])
{
    if (f->form == INV_FORM_INTEGER)
        return inv_num_format_int(t, out);
    int64_t day = inv_civil_day(t);
    if (day < INV_DATE_MIN || day > INV_DATE_MAX)
        return 0;
    struct inv_date d = inv_date_to_civil(day);
    switch (f->form) {
    case INV_FORM_DAY:
        return put_day(out, d);
    case INV_FORM_MONTH:
        inv_civil_put(out, d.year, 4);
        out[4] = '-';
        return 5 + inv_civil_put(out + 5, d.month, 2);
    case INV_FORM_QUARTER:
        inv_civil_put(out, d.year, 4);
        memcpy(out + 4, "-Q", 2);
        return 6 + inv_civil_put(out + 6, (d.month + 2) / 3, 1);
    case INV_FORM_WEEK:
        return put_week(out, day);
    case INV_FORM_YEAR:
        return inv_civil_put(out, d.year, 4);
    case INV_FORM_STAMP:
        return put_stamp(f, out, d, inv_civil_second(t));
    case INV_FORM_CUSTOM:
        return inv_pattern_write(f->pattern, t, out);
    default:
        return 0;
    }
}
