/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small things that the calendar's files share. Private to src/calendar. */
#ifndef INV_CIVIL_H
#define INV_CIVIL_H

#include "inv/date.h"
#include "inv/time.h"

static inline int64_t inv_civil_floor(int64_t a, int64_t b)    /* b > 0 */
{
    int64_t q = a / b;
    return a % b < 0 ? q - 1 : q;
}

/* The day that an instant lies in, and the seconds into it. */
static inline int64_t inv_civil_day(int64_t t)
{
    return inv_civil_floor(t, INV_TIME_DAY);
}

static inline int64_t inv_civil_second(int64_t t)
{
    return t - inv_civil_day(t) * INV_TIME_DAY;
}

/* Months since January 1970. */
static inline int64_t inv_civil_month(struct inv_date d)
{
    return (d.year - 1970) * 12 + d.month - 1;
}

/* Digits in, digits out; c is a digit when the result is at most 9. */
static inline unsigned inv_civil_digit(char c)
{
    return (unsigned)(unsigned char)c - '0';
}

static inline size_t inv_civil_put(char *out, int64_t value, int digits)
{
    uint32_t v = (uint32_t)value;     /* years and parts of them: short division is fast */
    for (int i = digits; i-- > 0; v /= 10)
        out[i] = (char)('0' + v % 10);
    return (size_t)digits;
}

#endif
