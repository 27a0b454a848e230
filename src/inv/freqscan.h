/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which frequency a table's dates have.
 *
 * Fed with the instants of every series, in any order, with duplicates and
 * gaps. The rules:
 *
 * 1. 2024-01, 2024-Q1, 2024-W05, 2024 and integers say it themselves.
 * 2. Stamps are hours, unless every series has one time of day: then days.
 * 3. Days have a frequency when every series lies at one phase of it:
 *      M  one day of the month, or what is left of it in a shorter month
 *         (30 Jan, 28 Feb, 30 Mar; 31 Jan, 29 Feb, 31 Mar): there is an anchor
 *         1..31 with day = min(anchor, length of the month) for all;
 *      Q  M, and the months lie multiples of 3 apart;   Y  of 12;
 *      W  one weekday.
 *    Gaps and several rows in a period change nothing of that.
 * 4. The phase (anchor, month, weekday, time of day) must be the same for the
 *    whole table, unless every series has at least four different dates: two
 *    sales of a slow item on two Tuesdays do not make a table weekly.
 * 5. Of the frequencies that hold the longest is taken, calendar months before
 *    weeks: dates 28 days apart are W, and M only when the day of the month is
 *    the same too (1 Feb, 1 Mar). Where none holds it is D.
 * 6. Where no series has two different dates it is D (H for stamps at several
 *    times of day), and a guess.
 */
#ifndef INV_FREQSCAN_H
#define INV_FREQSCAN_H

#include "inv/time.h"

/* Start with {0}; the fields are the module's own. */
struct inv_freqscan {
    uint64_t series;
    unsigned ok;             /* bit inv_freq: every series lies at one phase of it */
    unsigned same;           /* the same, and at one phase for all of them */
    unsigned distinct_min, distinct_max;   /* different instants of a series, counted up to 4 */
    int64_t weekday, month, time_of_day;   /* of the first series */
    int anchor_lo, anchor_hi;
};

/* unit: of the timefmt. */
void inv_freqscan_add(struct inv_freqscan *s, enum inv_form unit, const int64_t *t, size_t n);
/* The frequency, by the rules above. */
enum inv_freq inv_freqscan_freq(const struct inv_freqscan *s, enum inv_form unit);
/* Rule 6. */
bool inv_freqscan_guess(const struct inv_freqscan *s, enum inv_form unit);
/* Whether the dates have this frequency already (rules 3 and 4), so that they
 * can keep their dates. Where it is a guess, days and stamps are taken to. */
bool inv_freqscan_has(const struct inv_freqscan *s, enum inv_form unit, enum inv_freq freq);
/* Whether periods of freq can be made of such cells: not days of months, not
 * months of weeks, no calendar of integers. INV_EUSAGE with the reason. */
enum inv_status inv_freqscan_check(enum inv_form unit, enum inv_freq freq, struct inv_err *err);

#endif
