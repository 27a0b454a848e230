/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A supplier's calendar: the days on which it works, and those on which it
 * takes orders.
 *
 * Days are numbers as in inv/date.h, 0 is 1970-01-01. A lead time of n working
 * days ends on the n-th working day after the order's. One in calendar days
 * ends that many days later, or on the next working day after that, since
 * nothing is delivered on a closed one.
 */
#ifndef INV_WORKDAYS_H
#define INV_WORKDAYS_H

#include "inv/status.h"

/* The farthest day that is looked for, from the day at hand: a calendar without
 * an open day within ten years has none. */
#define INV_WORKDAYS_REACH 3660

/* Days of a week are bits: 1 Monday, 2 Tuesday .. 64 Sunday. */
#define INV_WORKDAYS_MON_FRI 31u
#define INV_WORKDAYS_ALL 127u

struct inv_workdays {
    unsigned work, order;           /* days of the week: at work; orders are taken (on working days alone) */
    const int64_t *closed; size_t nclosed;   /* closed although the week says open; ascending, borrowed */
    const int64_t *open; size_t nopen;       /* open although the week says closed; ascending, borrowed */
};

bool inv_workdays_is_open(const struct inv_workdays *w, int64_t day);
/* The first day from `day` on that is open, or takes orders. false: none within reach. */
bool inv_workdays_next(const struct inv_workdays *w, int64_t day, int64_t *found);
bool inv_workdays_next_order(const struct inv_workdays *w, int64_t day, int64_t *found);
/* The n-th working day after `day`; n may have a fraction, whose day counts
 * whole; n = 0: the first from `day` on. false: beyond reach, n < 0 or NAN. */
bool inv_workdays_add(const struct inv_workdays *w, int64_t day, double n, int64_t *found);
/* "Mon;Thu" or "mon thu", "Mon-Fri", whole English words or their first three
 * letters, to the bits. false: something else stands there, or nothing. */
bool inv_workdays_read(const char *s, size_t n, unsigned *days);

#endif
