/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Years are counted from March here, so that the leap day is a year's last
 * day and the months before it follow one line: month k from March (0..11)
 * starts (153 k + 2) / 5 days into the year. See Neri and Schneider (2023),
 * "Euclidean affine functions and their application to calendar algorithms", whose
 * multipliers 2939745 and 2141 are those of years and months from days. */
#include "civil.h"

#define DAYS_400 INT64_C(146097)    /* in 400 years */
#define MARCH_0 INT64_C(-719468)    /* 0000-03-01, where the count from March starts */

bool inv_date_leap(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int inv_date_month_length(int64_t year, int month)
{
    return month == 2 ? (inv_date_leap(year) ? 29 : 28) : 30 + ((month + month / 8) & 1);
}

bool inv_date_valid(int64_t year, int month, int day)
{
    return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1
        && day <= inv_date_month_length(year, month);
}

int64_t inv_date_from_civil(int64_t year, int month, int day)
{
    int64_t y = month <= 2 ? year - 1 : year;
    int k = month <= 2 ? month + 9 : month - 3;
    int64_t era = inv_civil_floor(y, 400), yoe = y - era * 400;
    return era * DAYS_400 + 365 * yoe + yoe / 4 - yoe / 100 + (153 * k + 2) / 5 + day - 1 + MARCH_0;
}

struct inv_date inv_date_to_civil(int64_t day)
{
    int64_t since = day - MARCH_0;
    int64_t era = inv_civil_floor(since, DAYS_400);
    uint32_t doe = (uint32_t)(since - era * DAYS_400);
    uint32_t quarters = 4 * doe + 3, century = quarters / (uint32_t)DAYS_400;     /* 0..3 */
    uint64_t years = (uint64_t)2939745 * (quarters % (uint32_t)DAYS_400 | 3);      /* of the century, and 2^-32 of one */
    uint32_t doy = (uint32_t)years / 2939745 / 4;                                  /* from 1 March */
    uint32_t months = 2141 * doy + 197913;                                         /* and 2^-16 of one; March is 3 */
    uint32_t next = doy >= 306;                                                    /* January and February */
    return (struct inv_date){ .year = era * 400 + 100 * century + (int64_t)(years >> 32) + next,
                              .month = (int)((months >> 16) - 12 * next), .day = (int)((months & 0xFFFF) / 2141 + 1) };
}

int inv_date_weekday(int64_t day)
{
    return (int)(day + 3 - 7 * inv_civil_floor(day + 3, 7)) + 1;    /* 1970-01-01 was a Thursday */
}

int inv_date_year_day(int64_t day)
{
    return (int)(day - inv_date_from_civil(inv_date_to_civil(day).year, 1, 1)) + 1;
}

int64_t inv_date_from_week(int64_t year, int week)
{
    int64_t fourth = inv_date_from_civil(year, 1, 4);         /* always in week 1 */
    return fourth - (inv_date_weekday(fourth) - 1) + 7 * (int64_t)(week - 1);
}

int inv_date_weeks(int64_t year)
{
    return (int)((inv_date_from_week(year + 1, 1) - inv_date_from_week(year, 1)) / 7);
}

void inv_date_to_week(int64_t day, int64_t *year, int *week)
{
    int64_t thursday = day - inv_date_weekday(day) + 4;       /* lies in the week's ISO year */
    *year = inv_date_to_civil(thursday).year;
    *week = (inv_date_year_day(thursday) - 1) / 7 + 1;
}
