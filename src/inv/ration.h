/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Orders under a budget: what is bought first where not all can be.
 *
 * Money at risk of an item is margin E max(X - y, 0): what its expected
 * shortage costs, X the demand of the interval to protect and y the position
 * with what is bought. Each further pack takes away less of it than the one
 * before, so that buying the packs in the order of money at risk taken away for
 * money spent (marginal analysis: Hadley and Whitin 1963, ch. 6; Silver, Pyke
 * and Thomas 2017, ch. 9) is optimal for the money that it spends; what the
 * best possible choice of packs could do beyond it is at most `gap`.
 */
#ifndef INV_RATION_H
#define INV_RATION_H

#include "inv/dist.h"

struct inv_ration_item {
    struct inv_dist demand;   /* of the interval to protect */
    double position;          /* units before the order */
    double want;              /* units asked for, >= 0 */
    double first, pack;       /* the least order and the steps beyond it: packs; pack 0: units, and parts of one where want has one */
    double unit_cost;         /* money, >= 0; 0: what costs nothing is bought whole */
    double margin;            /* money a unit short, >= 0; items of 0 come last, in their order */
    double given;             /* out: units, at most want */
    double at_risk;           /* out: money at risk with them */
};

struct inv_ration {
    double spent;             /* money */
    double at_risk;           /* of all items */
    double gap;               /* bound of what the best choice of packs would take away beyond this */
};

struct inv_ration_work;
enum inv_status inv_ration_work_alloc(struct inv_ration_work **w, struct inv_err *err);
void inv_ration_work_free(struct inv_ration_work *w);

/* Gives each of n items what the budget (money, >= 0) allows. INV_EARG: an
 * argument that is not finite or below 0 (err's column names it). */
enum inv_status inv_ration(struct inv_ration_item *item, size_t n, double budget, struct inv_ration *out,
                           struct inv_ration_work *w, struct inv_err *err);

#endif
