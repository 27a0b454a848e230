/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stock in layers: what came when, at which cost, and what of it is left.
 *
 * What goes out is valued by FIFO (the oldest layer first), LIFO (the latest) or
 * the moving average of all that is there (Horngren, Datar and Rajan, Cost
 * Accounting; Kieso, Weygandt and Warfield, Intermediate Accounting, ch. 8; each
 * perpetual: at every issue). With the average, layers still go first in, first
 * out, for their dates; all have the average as their cost.
 *
 * More may go out than is there: the rest is owed, valued at the last known
 * cost, and the stock's value is below zero by it. The next receipt serves what
 * is owed first; by how much it is dearer than was thought, is made good then
 * (true-up). So at any time value = cost of all that came - cost of all that went.
 */
#ifndef INV_LAYERS_H
#define INV_LAYERS_H

#include "inv/status.h"

enum inv_valuation { INV_VALUATION_FIFO, INV_VALUATION_LIFO, INV_VALUATION_AVERAGE };

/* Since when, units, money a unit; units at first: 1e-12 of them are nothing but the rounding of what went. */
struct inv_layer { int64_t time; double qty, cost, was; };

/* Begin with inv_layers_begin on {0}; the arrays only grow. Read freely. */
struct inv_layers {
    enum inv_valuation method;
    struct inv_layer *layer; size_t first, end, cap;    /* first <= i < end, the oldest first */
    double qty, value;         /* of the layers: units, money; >= 0 where costs are */
    double owed, owed_value;   /* units that went out before they came, what they were valued at */
    double last_cost;          /* of a unit that came or, before any did, is known otherwise; NAN: none */
};

void inv_layers_begin(struct inv_layers *l, enum inv_valuation method);    /* empties it */
void inv_layers_free(struct inv_layers *l);

double inv_layers_on_hand(const struct inv_layers *l);    /* qty - owed */
double inv_layers_value(const struct inv_layers *l);      /* value - owed_value */
/* Of a unit: the average of what is there, else the last known; NAN where there is neither. */
double inv_layers_cost(const struct inv_layers *l);

/* qty >= 0 units come at cost each. *trueup: by how much what was owed is dearer than thought.
 * INV_EARG: not finite, or sums that no double holds. */
enum inv_status inv_layers_in(struct inv_layers *l, int64_t time, double qty, double cost, double *trueup,
                              struct inv_err *err);
/* qty >= 0 units go; *cost: of all of them. to (NULL: none) receives them layer by layer, with
 * their dates and costs; what was owed comes to it as of `time`. What is owed
 * with no cost known counts nothing until it comes. */
enum inv_status inv_layers_out(struct inv_layers *l, int64_t time, double qty, double *cost, struct inv_layers *to,
                               struct inv_err *err);
/* The cost of layer i: its own, or the average. */
double inv_layers_cost_of(const struct inv_layers *l, size_t i);

#endif
