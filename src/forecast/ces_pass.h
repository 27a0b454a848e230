/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The errors of complex exponential smoothing for several sets of constants at once,
 * with starting states by backcasting: each set runs over the series forwards from a
 * first guess, backwards from the states it ended at, and forwards again from where
 * that ended. */
#ifndef INV_FORECAST_CES_PASS_H
#define INV_FORECAST_CES_PASS_H

#include "ces.h"

struct inv_ces_pass {
    enum inv_ces_form form;
    size_t m, n;
    const double *y;
    double *states;         /* INV_CES_LANES times inv_ces_states */
    double *guess;          /* inv_ces_states */
    double *e;              /* out: e[t * INV_CES_LANES + set], 0 where y is missing */
};

/* Sets that are run at once: as many as a point and a step in each constant need. */
static inline size_t inv_ces_sets(enum inv_ces_form form) { return form == INV_CES_FULL ? 6 : 4; }

/* start: NULL, or the starting states of the first set. */
void inv_ces_pass(const struct inv_ces_pass *k, double set[INV_CES_LANES][INV_CES_CONSTANTS], double *start);

#endif
