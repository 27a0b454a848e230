/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An order quantity to be found: the input, checked, and what every way of
 * finding it (inv/eoq.h, inv/yield.h, inv/disruption.h) shares. */
#ifndef STOCK_PROBLEM_H
#define STOCK_PROBLEM_H

#include "inv/eoq.h"
#include "inv/lots.h"
#include "stock/price.h"

struct inv_problem {
    const struct inv_eoq_in *in;
    double stacking;             /* f: share of an order that is in stock at its peak */
    struct inv_lot_rule lots;
};

/* Checks the input and fills p. */
enum inv_status inv_problem_state(struct inv_problem *p, const struct inv_eoq_in *in, struct inv_err *err);
/* INV_EARG where the input has planned backorders, a production rate or discounts; what: with which they do not go. */
enum inv_status inv_problem_plain(const struct inv_eoq_in *in, const char *what, struct inv_err *err);
/* h: of a unit of an order of q at the prices of t. */
double inv_problem_holding(const struct inv_eoq_in *in, const struct inv_price_tier *t, double q);
/* The best number of backorders at the end of a cycle: B = Q f h / (h + p). */
double inv_problem_backorder(const struct inv_problem *p, const struct inv_price_tier *t, double q);
/* What an order of q at the prices of t costs, with b backorders. */
void inv_problem_cost(const struct inv_problem *p, const struct inv_price_tier *t, double q, double b,
                      struct inv_eoq_out *o);
/* sqrt(2 k d / h), also where the product leaves the range of a double. */
double inv_problem_harris(double k, double d, double h);
/* INV_EARG where the costs are no numbers. */
enum inv_status inv_problem_finish(const struct inv_eoq_out *out, struct inv_err *err);

#endif
