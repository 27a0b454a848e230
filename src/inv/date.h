/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Civil dates: the proleptic Gregorian calendar from 0001-01-01 to 9999-12-31.
 *
 * A day is counted from 1970-01-01, which is day 0. Weeks are those of
 * ISO 8601: they start on Monday, and week 1 has the year's first Thursday.
 */
#ifndef INV_DATE_H
#define INV_DATE_H

#include "inv/status.h"

#define INV_DATE_MIN INT64_C(-719162)   /* 0001-01-01 */
#define INV_DATE_MAX INT64_C(2932896)   /* 9999-12-31 */

/* year as it is called (no year 0 in valid dates), month 1..12, day 1..31. */
struct inv_date { int64_t year; int month, day; };

bool inv_date_leap(int64_t year);
int inv_date_month_length(int64_t year, int month);       /* 28..31; month 1..12 */
/* Whether the date exists and its year is 1..9999. */
bool inv_date_valid(int64_t year, int month, int day);

/* The day number. month 1..12; day may lie outside the month (day 0 is the
 * last of the month before). Any year whose day number fits. */
int64_t inv_date_from_civil(int64_t year, int month, int day);
/* The date of a day number; the inverse of inv_date_from_civil. */
struct inv_date inv_date_to_civil(int64_t day);

int inv_date_weekday(int64_t day);                        /* 1 Monday .. 7 Sunday */
int inv_date_year_day(int64_t day);                       /* 1..366 */
int inv_date_weeks(int64_t year);                         /* weeks of the ISO year: 52 or 53 */
/* The Monday of an ISO week; week 1..inv_date_weeks(year). */
int64_t inv_date_from_week(int64_t year, int week);
/* The ISO year and week of a day. */
void inv_date_to_week(int64_t day, int64_t *year, int *week);

#endif
