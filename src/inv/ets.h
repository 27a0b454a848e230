/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which forms of exponential smoothing the model `ets` may take. */
#ifndef INV_ETS_H
#define INV_ETS_H

#include <stdbool.h>

#include "inv/status.h"

/* Sets of letters, bit i for the i-th: errors A, M; trends N, A, Ad, M, Md;
 * seasons N, A, M. 0: to be chosen, which leaves multiplicative trends out.
 * {0} chooses everything. */
struct inv_ets_choice {
    unsigned error, trend, season;
    bool admissible;            /* constants anywhere where forecasts are stable, not within the usual limits */
    bool plain;                 /* the least AICc decides; else caution has a say where there is a choice */
};

/* "ZZZ", "AAdM", "MZN": error A, M or Z, trend N, A, Ad, M, Md or Z, season N, A, M
 * or Z; Z is chosen. INV_EUSAGE: none of that. */
enum inv_status inv_ets_choice_parse(const char *text, struct inv_ets_choice *c, struct inv_err *err);

#endif
