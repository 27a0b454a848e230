/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pattern.h"

#include "civil.h"

#include <string.h>

static const char *const months[] = {
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December"
};

/* The parts of a date, and which directives give them. */
enum part { YEAR, MONTH, DAY, YEARDAY, HOUR, MINUTE, SECOND, LITERAL, PARTS };

static const struct directive {
    char letter;
    enum part part;
    int digits;       /* at most; on output exactly; 0: a name, or %% */
    int least;        /* digits on input */
    int longest;      /* bytes on output */
} directives[] = {
    { 'Y', YEAR, 4, 4, 4 }, { 'y', YEAR, 2, 2, 2 },
    { 'm', MONTH, 2, 1, 2 }, { 'b', MONTH, 0, 0, 3 }, { 'B', MONTH, 0, 0, 9 },
    { 'd', DAY, 2, 1, 2 }, { 'e', DAY, 2, 1, 2 }, { 'j', YEARDAY, 3, 1, 3 },
    { 'H', HOUR, 2, 1, 2 }, { 'M', MINUTE, 2, 1, 2 }, { 'S', SECOND, 2, 1, 2 },
    { '%', LITERAL, 0, 0, 1 }
};

static const struct directive *find_directive(char letter)
{
    for (size_t i = 0; i < sizeof directives / sizeof *directives; i++)
        if (directives[i].letter == letter)
            return &directives[i];
    return NULL;
}

/* ---- the pattern itself --------------------------------------------------- */

static enum inv_status check_parts(const bool has[PARTS], const char *pattern, struct inv_err *err)
{
    const char *why = !has[YEAR] ? "has no year (%Y or %y)"
        : has[YEARDAY] && (has[MONTH] || has[DAY]) ? "has %j beside a month or a day"
        : has[DAY] && !has[MONTH] ? "has a day without a month"
        : has[HOUR] && !has[DAY] && !has[YEARDAY] ? "has an hour without a day"
        : has[MINUTE] && !has[HOUR] ? "has minutes without an hour"
        : has[SECOND] && !has[MINUTE] ? "has seconds without minutes" : NULL;
    return why ? inv_err_set(err, INV_EUSAGE, "date format \"%s\" %s", pattern, why) : INV_OK;
}

enum inv_status inv_pattern_check(const char *pattern, enum inv_form *unit, struct inv_err *err)
{
    bool has[PARTS] = { false };
    size_t longest = 0;
    for (const char *p = pattern; *p; p++) {
        if (*p != '%') {
            longest++;
            continue;
        }
        const struct directive *d = find_directive(*++p);
        if (!d)
            return inv_err_set(err, INV_EUSAGE, "date format \"%s\": %%%.1s is none of %%Y %%y %%m %%d %%e %%j %%H %%M %%S"
                               " %%b %%B %%%%", pattern, p);
        if (d->part != LITERAL && has[d->part])
            return inv_err_set(err, INV_EUSAGE, "date format \"%s\" says a part of the date twice", pattern);
        has[d->part] = true;
        longest += (size_t)d->longest;
    }
    if (longest > INV_TIME_MAX)
        return inv_err_set(err, INV_EUSAGE, "date format is longer than %d characters", INV_TIME_MAX);
    *unit = has[HOUR] ? INV_FORM_STAMP : has[DAY] || has[YEARDAY] ? INV_FORM_DAY : has[MONTH] ? INV_FORM_MONTH : INV_FORM_YEAR;
    return check_parts(has, pattern, err);
}

/* ---- reading --------------------------------------------------------------- */

/* ASCII letters, whatever the case; the locale is not asked. */
static bool starts_with(const char *s, const char *end, const char *name, size_t n)
{
    if ((size_t)(end - s) < n)
        return false;
    for (size_t i = 0; i < n; i++)
        if ((s[i] | 0x20) != (name[i] | 0x20))
            return false;
    return true;
}

/* A month's name, whole or its first three letters. Returns what it used. */
static size_t read_month(const char *s, const char *end, int *month)
{
    for (int m = 0; m < 12; m++) {
        size_t whole = strlen(months[m]);
        size_t n = starts_with(s, end, months[m], whole) ? whole : starts_with(s, end, months[m], 3) ? 3 : 0;
        if (n) {
            *month = m + 1;
            return n;
        }
    }
    return 0;
}

static size_t read_number(const char *s, const char *end, const struct directive *d, int *value)
{
    size_t n = 0, pad = d->letter == 'e' && s < end && *s == ' ';
    int v = 0;
    for (s += pad; n < (size_t)d->digits - pad && s < end && inv_civil_digit(*s) <= 9; n++)
        v = v * 10 + (int)inv_civil_digit(*s++);
    *value = d->letter == 'y' ? v + (v < 69 ? 2000 : 1900) : v;
    return n >= (size_t)d->least ? n + pad : 0;
}

static enum inv_match make_instant(const int v[PARTS], int64_t *t)
{
    int month = v[YEARDAY] ? 1 : v[MONTH], day = v[YEARDAY] ? 1 : v[DAY];
    if (!inv_date_valid(v[YEAR], month, day) || v[YEARDAY] > (inv_date_leap(v[YEAR]) ? 366 : 365)
        || v[HOUR] > 23 || v[MINUTE] > 59 || v[SECOND] > 59)
        return INV_MATCH_IMPOSSIBLE;
    int64_t days = inv_date_from_civil(v[YEAR], month, v[YEARDAY] ? v[YEARDAY] : day);
    *t = days * INV_TIME_DAY + v[HOUR] * 3600 + v[MINUTE] * 60 + v[SECOND];
    return INV_MATCH_YES;
}

enum inv_match inv_pattern_read(const char *pattern, const char *s, size_t n, int64_t *t)
{
    int v[PARTS] = { [MONTH] = 1, [DAY] = 1 };
    const char *end = s + n;
    bool zeroth = false;     /* day 0 of a year: %j has no default to tell it from */
    for (const char *p = pattern; *p; p++) {
        const struct directive *d = *p == '%' ? find_directive(*++p) : NULL;
        size_t used = 0;
        if (!d || d->part == LITERAL)
            used = s < end && *s == *p;
        else if (d->digits)
            used = read_number(s, end, d, &v[d->part]);
        else
            used = read_month(s, end, &v[MONTH]);
        if (!used)
            return INV_MATCH_NO;
        zeroth |= d && d->part == YEARDAY && v[YEARDAY] == 0;
        s += used;
    }
    return s != end ? INV_MATCH_NO : zeroth ? INV_MATCH_IMPOSSIBLE : make_instant(v, t);
}

/* ---- writing --------------------------------------------------------------- */

static size_t put_text(char *out, const char *s, size_t n)
{
    memcpy(out, s, n);
    return n;
}

size_t inv_pattern_write(const char *pattern, int64_t t, char *out)
{
    int64_t day = inv_civil_day(t), second = inv_civil_second(t);
    struct inv_date c = inv_date_to_civil(day);
    const int64_t v[PARTS] = {
        [YEAR] = c.year, [MONTH] = c.month, [DAY] = c.day, [YEARDAY] = inv_date_year_day(day),
        [HOUR] = second / 3600, [MINUTE] = second / 60 % 60, [SECOND] = second % 60
    };
    size_t n = 0;
    for (const char *p = pattern; *p; p++) {
        const struct directive *d = *p == '%' ? find_directive(*++p) : NULL;
        if (!d || d->part == LITERAL)
            out[n++] = *p;
        else if (d->letter == 'y' && (c.year < 1969 || c.year > 2068))
            return 0;        /* would read back as another century */
        else if (d->digits)
            n += inv_civil_put(out + n, v[d->part], d->digits);
        else
            n += put_text(out + n, months[c.month - 1], d->letter == 'b' ? 3 : strlen(months[c.month - 1]));
        if (d && d->letter == 'e' && c.day < 10)
            out[n - 2] = ' ';
    }
    return n;
}
