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
