/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of ss share: the renewal function of a policy, and its prices. */
#ifndef STOCK_SS_H
#define STOCK_SS_H

#include "inv/ss.h"
#include "stock/losses.h"

struct inv_ss_work {
    double *m, *total; size_t n, cap_m, cap_total;    /* m(j), M(j + 1), j < n known */
    double *g; size_t cap_g;                          /* G downward, for products with m */
    struct inv_losses ltd, after, lead;               /* mean of the ends charged; of L + R; of L */
    double stay;                                      /* 1 - p(0) */
};

/* Checks; prepares m(0), the losses. shortage: whether p is needed. */
enum inv_status inv_ss_begin(const struct inv_ss_in *in, bool shortage, struct inv_ss_work *w, struct inv_err *err);
/* m and M known below n. */
enum inv_status inv_ss_renew(const struct inv_ss_in *in, struct inv_ss_work *w, size_t n, struct inv_err *err);
/* Fills out; m is known below the D of s and S. */
void inv_ss_price(const struct inv_ss_in *in, const struct inv_ss_work *w, double s, double S, struct inv_control *out);
enum inv_status inv_ss_finish(const struct inv_control *out, struct inv_err *err);
#endif
