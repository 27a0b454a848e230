/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of rq share. */
#ifndef STOCK_RQ_H
#define STOCK_RQ_H

#include "inv/rq.h"

/* A newsvendor's cost of position y, G(y), and the loss and its sums. */
double inv_rq_cost(const struct inv_rq_in *in, double y);
/* The sum (whole) or integral of the losses beyond y: what r..r + Q adds up is a difference of two. */
double inv_rq_loss2(const struct inv_rq_in *in, double y);
/* Fills out for r and Q > 0, whatever they are. */
void inv_rq_price(const struct inv_rq_in *in, double r, double q, struct inv_control *out);
/* Checks what every call needs; shortage: whether p must be above 0. */
enum inv_status inv_rq_check(const struct inv_rq_in *in, bool shortage, struct inv_err *err);
enum inv_status inv_rq_finish(const struct inv_control *out, struct inv_err *err);
/* The best r for Q, without checks. */
double inv_rq_point(const struct inv_rq_in *in, double q);
/* sqrt(2 k d / h), also where the product leaves the range of a double. */
double inv_rq_root(double k, double d, double h);
/* The least y with P(X <= y) >= a / (a + b); from the tail that has digits. */
double inv_rq_ratio(const struct inv_dist *d, double a, double b);

#endif
