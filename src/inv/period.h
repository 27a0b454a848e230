/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Periods: frequencies, which one a table has, and how they lie in time. */
#ifndef INV_PERIOD_H
#define INV_PERIOD_H

#include "inv/freq.h"
#include "inv/freqscan.h"
#include "inv/grid.h"

#endif
