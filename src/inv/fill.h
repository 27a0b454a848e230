/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Filling periods of a series that have no value. */
#ifndef INV_FILL_H
#define INV_FILL_H

#include "inv/status.h"

enum inv_fill {
    INV_FILL_ZERO,
    INV_FILL_NA,          /* leave it missing */
    INV_FILL_PREVIOUS,    /* the last value before; before the first one: the first */
    INV_FILL_LINEAR,      /* on the line between the neighbours; at the ends the nearest */
    INV_FILL_SEASONAL     /* the same, on the series less its season */
};
const char *inv_fill_name(enum inv_fill method);

/* Memory of a caller, kept from series to series: start with {0}. */
struct inv_fill_work {
    double *x, *trend, *season;
    size_t cap_x, cap_trend, cap_season;
};
void inv_fill_work_free(struct inv_fill_work *w);

/* Writes values for the periods with want[i] != 0; the others' are read, NAN
 * is missing. What is written is not negative where no value that was read is.
 * Nothing to go by leaves NAN.
 *
 * SEASONAL: additive classical decomposition (Macaulay 1931; Hyndman and
 * Athanasopoulos 2021, 3.4) of the linearly filled series: a centred moving
 * average over m periods is the trend, the mean of what deviates from it, over
 * the values read at each place of the season, the season; then linear
 * between the values less their season (Moritz and Bartz-Beielstein 2017,
 * na.seadec). It needs n >= 2 m, m > 1 and a value read at every place of the
 * season; else it is LINEAR. Returns the method used through *used. */
enum inv_status inv_fill_gaps(struct inv_fill_work *w, enum inv_fill method, size_t m,
                              double *y, const unsigned char *want, size_t n, enum inv_fill *used,
                              struct inv_err *err);

#endif
