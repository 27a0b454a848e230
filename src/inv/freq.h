/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Frequencies: how long a period is. */
#ifndef INV_FREQ_HEADER   /* INV_FREQ_H is the hour */
#define INV_FREQ_HEADER

#include "inv/status.h"

enum inv_freq {
    INV_FREQ_NONE,    /* not known (yet) */
    INV_FREQ_H, INV_FREQ_D, INV_FREQ_W, INV_FREQ_M, INV_FREQ_Q, INV_FREQ_Y,
    INV_FREQ_INT      /* numbered periods without a calendar */
};

const char *inv_freq_name(enum inv_freq freq);                           /* "H" .. "Y", "int"; "" for NONE */
bool inv_freq_by_name(const char *s, size_t n, enum inv_freq *freq);     /* any case */
const char *inv_freq_word(enum inv_freq freq);                           /* "hour", "day" .. "period" */
/* Days in a period: H 1/24, D 1, W 7, M 365/12, Q 365/4, Y 365; 0 without a calendar. */
double inv_freq_days(enum inv_freq freq);
/* H 8760, D 365, W 52, M 12, Q 4, Y 1; 1 without a calendar. */
double inv_freq_per_year(enum inv_freq freq);
/* The usual season in periods: H 24, D 7, W 52, M 12, Q 4, else 1. */
size_t inv_freq_season(enum inv_freq freq);

#endif
