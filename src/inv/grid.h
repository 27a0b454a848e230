/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the periods of one series lie in time: instants to period numbers and
 * back to the dates that label them.
 *
 * A canonical grid has weeks from Monday, months, quarters and years from
 * their first day; the label is that day. A grid of the data's own has the
 * labels that the data use: Fridays, month ends, the 30th, quarters from
 * February, 08:00 each day. Its period number for an instant between two
 * labels is that of the earlier one.
 *
 * When a period is complete. On a canonical grid: when the next one starts
 * (March at the end of 31 March, a week at the end of its Sunday). On the data's
 * own, what the label denotes must be over: that day where labels are
 * days, since the row for it would not be there yet otherwise; the whole month
 * where labels are months.
 */
#ifndef INV_GRID_H
#define INV_GRID_H

#include "inv/time.h"

struct inv_grid {
    enum inv_freq freq;
    enum inv_form unit;      /* of the cells */
    bool own;                /* the data's own labels */
    int anchor;              /* own M, Q, Y: day of the month 1..31, clipped in shorter months; else 1 */
    int64_t phase;           /* W: days from Monday 0..6; Q: months 0..2; Y: months 0..11; else 0 */
    int64_t offset;          /* own: seconds into the hour (H) or the day */
};

/* own: keep the dates of t[n] (a table for which inv_freqscan_has(freq) holds);
 * INV_EROW when they do not lie at one phase of freq. An anchor that the dates
 * leave open is the later one: 30 April alone is a month end. n = 0: canonical.
 * freq as inv_freqscan_check allows. */
enum inv_status inv_grid_fit(struct inv_grid *g, enum inv_freq freq, enum inv_form unit, bool own,
                             const int64_t *t, size_t n, struct inv_err *err);
/* The number of the period that t lies in; numbers are consecutive. */
int64_t inv_grid_index(const struct inv_grid *g, int64_t t);
/* The same for n instants; fast where neighbours lie in one period. */
void inv_grid_indices(const struct inv_grid *g, const int64_t *t, size_t n, int64_t *index);
/* The label of a period; saturates far outside the years that can be written. */
int64_t inv_grid_time(const struct inv_grid *g, int64_t index);
/* Whether labels are the first days of their periods (Mondays, the first of a
 * month), also where they are the data's own: all others may as well be the
 * last days. True of hours, days and integers. */
bool inv_grid_starts(const struct inv_grid *g);
/* The first instant at which the period is complete (see above). */
int64_t inv_grid_end(const struct inv_grid *g, int64_t index);

#endif
