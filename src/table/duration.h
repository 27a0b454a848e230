/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Durations in two steps: an option is read before the calendar is known. */
#ifndef INV_TABLE_DURATION_H
#define INV_TABLE_DURATION_H

#include "inv/params.h"

/* x units of so many days; days 0: x periods. */
struct inv_duration { double x, days; };

/* INV_EROW: the text c is no duration. */
enum inv_status inv_duration_read(struct inv_cell c, char decimal, struct inv_duration *d, struct inv_err *err);
/* c is its text, for messages. INV_EROW: a unit and no calendar, or not finite. */
enum inv_status inv_duration_periods(struct inv_duration d, struct inv_cell c, double days_per_period,
                                     double *periods, struct inv_err *err);

#endif
