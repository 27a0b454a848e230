/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/quality.h"

#include <math.h>

static void look_at_rows(struct inv_quality *q, const double *value, size_t n)
{
    q->rows = n;
    for (size_t i = 0; i < n; i++) {
        q->missing += isnan(value[i]) ? 1 : 0;
        q->negatives += value[i] < 0 ? 1 : 0;
    }
}

static void look_at_gaps(struct inv_quality *q, const uint32_t *rows_in, size_t periods)
{
    size_t run = 0;
    q->periods = periods;
    for (size_t i = 0; i < periods; i++) {
        run = rows_in[i] ? 0 : run + 1;
        q->gaps += rows_in[i] ? 0 : 1;
        q->duplicates += rows_in[i] > 1 ? rows_in[i] - 1 : 0;
        q->longest_gap = run > q->longest_gap ? run : q->longest_gap;
    }
}

struct inv_quality inv_quality_of(const double *value, size_t n, const double *y, const uint32_t *rows_in, size_t periods,
                                  size_t idle, size_t dead_after)
{
    struct inv_quality q = { .zero_share = NAN };
    look_at_rows(&q, value, n);
    look_at_gaps(&q, rows_in, periods);
    size_t seen = 0, zeros = 0, since = 0;     /* since: periods after the last demand */
    double first = NAN;
    bool equal = true, sold = false;
    for (size_t i = 0; i < periods; i++) {
        bool demand = y[i] > 0;
        sold |= demand;
        since = demand ? 0 : since + 1;
        if (isnan(y[i]))
            continue;
        if (seen++ == 0)
            first = y[i];
        equal &= y[i] == first;
        zeros += y[i] == 0 ? 1 : 0;
    }
    if (seen)
        q.zero_share = (double)zeros / (double)seen;
    q.constant = seen > 1 && equal;
    q.dead = sold && dead_after > 0 && since + idle >= dead_after;
    return q;
}

void inv_quality_plausible(const int64_t *t, size_t n, int64_t gap, int64_t *lo, int64_t *hi)
{
    size_t first = 0, last = n - 1, most = n < 5 ? 0 : n < 20 ? 1 : n / 10;
    uint64_t span = (uint64_t)t[last - most] - (uint64_t)t[first + most];
    uint64_t far = span > (uint64_t)gap ? span : (uint64_t)gap;
    for (size_t i = 1; i <= most; i++) {
        if ((uint64_t)t[i] - (uint64_t)t[i - 1] > far)
            first = i;
        if ((uint64_t)t[n - i] - (uint64_t)t[n - 1 - i] > far)
            last = n - 1 - i;
    }
    *lo = t[first];
    *hi = t[last];
}
