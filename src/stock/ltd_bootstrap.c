/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums of a history that might have been: its blocks, drawn again. */
#include "stock/spans.h"

#include <math.h>

#include "stock/check.h"

static size_t known(const double *y, size_t n, double *out)
{
    size_t found = 0;
    for (size_t i = 0; i < n; i++)
        if (!isnan(y[i]))
            out[found++] = y[i];
    return found;
}

static double draw(const double *y, size_t n, double span, size_t block, struct inv_rng *rng)
{
    double sum = 0;
    size_t at = 0, left = 0;
    for (; span > 0; span--) {
        if (left == 0) {
            at = inv_rng_below(rng, n);
            left = block;
        }
        sum += fmin(1, span) * y[at];
        at = at + 1 < n ? at + 1 : 0;
        left--;
    }
    return sum;
}

enum inv_status inv_ltd_bootstrap(const struct inv_supply *s, const double *y, size_t n, size_t block, size_t draws,
                                  struct inv_rng *rng, double *work, double *out, struct inv_err *err)
{
    struct inv_ltd ltd;
    enum inv_status st = inv_ltd_rows(s, 0, 0, &ltd, err);       /* checks the supply */
    if (st != INV_OK)
        return st;
    double span = s->lead_time + s->review_period;
    double late = span + s->lead_time_sd, early = fmax(0, span - s->lead_time_sd);
    size_t found = known(y, n, work);
    if (found == 0)
        return inv_err_set(err, INV_EROW, "no demand is known");
    if (block == 0 || draws == 0)
        return inv_err_set(err, INV_EARG, "no draws, or blocks of no length");
    if (late > INV_LTD_DRAWN)
        return inv_err_set(err, INV_EROW, "lead time + review period are %.12g periods: too long to draw", late);
    if (late * (double)draws > INV_LTD_SUMMED)
        return inv_err_set(err, INV_EROW, "lead time + review period are %.12g periods: too long to draw %zu times", late,
                           draws);
    for (size_t i = 0; i < draws; i++)
        out[i] = draw(work, found, i % 2 ? late : early, block, rng);
    return INV_OK;
}
