/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells of time: reading and writing them in the form that the table uses.
 *
 * An instant is an int64_t. For every calendar form it is the number of
 * seconds since 1970-01-01T00:00:00 in civil time: there are no time zones, an
 * offset such as Z or +01:00 is kept for writing and not applied. Where the
 * form is a longer stretch, the instant is its first (2024-Q2 is 2024-04-01,
 * 2024-W05 its Monday). For integer periods it is the integer itself.
 */
#ifndef INV_TIME_H
#define INV_TIME_H

#include "inv/freq.h"
#include "inv/status.h"

enum inv_form {
    INV_FORM_NONE,      /* not known yet: the first cell decides */
    INV_FORM_DAY,       /* 2024-01-31 */
    INV_FORM_MONTH,     /* 2024-01 */
    INV_FORM_QUARTER,   /* 2024-Q1 */
    INV_FORM_WEEK,      /* 2024-W05 */
    INV_FORM_YEAR,      /* 2024 */
    INV_FORM_STAMP,     /* 2024-01-31T13:45, with seconds, fraction, offset; T or space */
    INV_FORM_INTEGER,   /* 17 */
    INV_FORM_CUSTOM     /* by a pattern */
};

#define INV_TIME_DAY INT64_C(86400)   /* seconds */
#define INV_TIME_MAX 128              /* the most bytes that inv_time_format writes */

/* The form and its details. Only the first cell read changes it, so that
 * afterwards several threads may write (and read) with one. */
struct inv_timefmt {
    enum inv_form form;
    enum inv_form unit;      /* what one cell denotes: form, or what the pattern resolves (DAY, MONTH, YEAR, STAMP) */
    const char *pattern;     /* CUSTOM; borrowed */
    char separator;          /* STAMP: 'T', 't' or ' ' */
    bool minutes, seconds;   /* STAMP: has them */
    int fraction;            /* STAMP: digits after the second, 0..9; read and dropped, written as zeros */
    char suffix[8];          /* STAMP: "", "Z", "+01:00" ..: written, not applied */
};

/* Before the first cell. freq INV_FREQ_INT: cells are integers. pattern (NULL:
 * none; borrowed) is --date-format: %Y %y (69..99 are 19xx, else 20xx: POSIX)
 * %m %d %e %j %H %M %S %b %B (English, any case) %%, the rest stands for
 * itself; %m %d %e %H %M %S may have one digit on input. INV_EUSAGE: another
 * directive, no year, a day without a month, a part twice, or too long. */
enum inv_status inv_timefmt_init(struct inv_timefmt *f, enum inv_freq freq, const char *pattern, struct inv_err *err);

/* Reads a cell. INV_EROW: "2024-02-30" is not a date; "2024-Q1" is not a date
 * like 2024-01-31. Four digits are a year and other integers are integers
 * unless f says otherwise. Years 0001 to 9999. */
enum inv_status inv_time_parse(struct inv_timefmt *f, const char *s, size_t n, int64_t *t, struct inv_err *err);

/* Writes an instant in f's form (a day's form writes the day that t lies in,
 * and so on). Returns the length, no terminator; 0 where the year is outside
 * 0001..9999 (1969..2068 for %y) or the form is not known. */
size_t inv_time_format(const struct inv_timefmt *f, int64_t t, char out[INV_TIME_MAX]);

/* The first instant after what a cell of this form denotes: a second later for
 * stamps, the next day, week, month .., t + 1 for integers. */
int64_t inv_time_after(enum inv_form unit, int64_t t);

/* Reads a date of an option (--as-of, --from, --to): in f's own form or in any
 * calendar form (an integer where f is of integers); *first and *after are the
 * first instant of what it denotes and the first after it. f is not changed;
 * INV_FORM_NONE will do. INV_EARG: not a date (the caller names the option). */
enum inv_status inv_time_parse_span(const struct inv_timefmt *f, const char *s, size_t n,
                                    int64_t *first, int64_t *after, struct inv_err *err);

#endif
