/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/lots.h"

#include <math.h>

/* x / lot, or the whole number that it is within the tolerance. */
static double lots(double x, double lot)
{
    double r = x / lot, whole = nearbyint(r);
    return fabs(r - whole) <= INV_LOTS_TOLERANCE * fmax(1, fabs(r)) ? whole : r;
}

double inv_lots_up(double x, double lot) { return ceil(lots(x, lot)); }

double inv_lots_down(double x, double lot) { return floor(lots(x, lot)); }

double inv_lots_nearest(double x, double lot) { return floor(lots(x, lot) + 0.5); }

/* Multiples of one lot. lot 0: any quantity. */
static size_t near(double lot, double q, double least, double below, double *x)
{
    if (!(least < below))
        return 0;
    /* Beyond 2^53 lots every double is a whole number of them. */
    if (lot <= 0 || !(fmax(q, least) / lot < 0x1p53)) {
        x[0] = fmax(q, least);
        return x[0] < below;
    }
    double first = fmax(1, inv_lots_up(least, lot)), last = inv_lots_up(below, lot) - 1;
    double down = fmin(fmax(inv_lots_down(q, lot), first), last);
    double up = fmin(fmax(inv_lots_up(q, lot), first), last);
    if (!(first <= last))
        return 0;
    /* A multiple that rounding left just short of the least has reached it. */
    x[0] = fmax(down * lot, least);
    x[1] = fmax(up * lot, least);
    return up > down ? 2 : 1;
}

size_t inv_lots_near(const struct inv_lot_rule *rule, double q, double from, double below, double x[4])
{
    double least = fmax(from, rule->moq);
    q = fmin(q, below);
    if (rule->pallet <= 0)
        return near(rule->pack, q, least, below, x);
    size_t n = near(rule->pack, fmin(q, rule->pallet), least, fmin(below, rule->pallet), x);
    return n + near(rule->pallet, q, fmax(least, rule->pallet), below, x + n);
}
