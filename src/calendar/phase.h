/* SPDX-License-Identifier: GPL-3.0-or-later */
/* At which phase of each frequency the instants of one series lie.
 * Private to src/calendar. */
#ifndef INV_PHASE_H
#define INV_PHASE_H

#include "inv/time.h"

#define INV_PHASE_BIT(freq) (1u << (freq))
#define INV_PHASE_DISTINCT 4      /* different instants are counted up to this */

struct inv_phase {
    unsigned ok;                  /* bit inv_freq: all at one phase of it (H D W M Q Y) */
    unsigned distinct;
    int64_t weekday;              /* of the first: days from Monday 0..6 */
    int64_t month;                /* of the first, since January 1970 */
    int64_t time_of_day;          /* of the first, in seconds */
    int anchor_lo, anchor_hi;     /* the days of the month that all can be clipped from */
};

/* n >= 1 calendar instants. */
struct inv_phase inv_phase_of(enum inv_form unit, const int64_t *t, size_t n);

#endif
