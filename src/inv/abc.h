/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Classes of items by what they are worth (ABC) and by how steady they are (XYZ).
 *
 * ABC (Dickie 1951, "ABC inventory analysis shoots for dollars, not pennies";
 * Silver, Pyke and Thomas 2017): items in order of falling value, their
 * shares of the total added up. With thresholds 0.8 and 0.95 class A are those
 * within the first 80 %, B those up to 95 %, C the rest.
 *
 * Several criteria become one score first, by Ng's weights (2007, European
 * Journal of Operational Research 177, 344) or by given ones (Flores, Olson and
 * Dorai 1992, Mathematical and Computer Modelling 16(12), 71).
 */
#ifndef INV_ABC_H
#define INV_ABC_H

#include "inv/status.h"

struct inv_abc {
    size_t rank;         /* 0 is the item of highest value; equal ones in the order given */
    double share;        /* of the total of all values above 0; NAN where that is 0 */
    double cum_share;    /* of this item and all before it */
    int cls;             /* 0 is A */
};

#define INV_ABC_CLASSES 26

/* Checks thresholds[n]: rising, each between 0 and 1, at most INV_ABC_CLASSES - 1. INV_EARG. */
enum inv_status inv_abc_thresholds(const double *thresholds, size_t n, struct inv_err *err);

/* Classes of value[n] (finite). The class of an item is the first whose threshold
 * its cum_share does not exceed (1e-9 is allowed for rounding), the last one
 * beyond all; but the first item is always in class 0, and items of equal value are in one
 * class, that of the first of them. An item of no or a negative value has a share of 0
 * and is in the last class. by_count: thresholds are shares of the number of items
 * instead. order[n] is filled with the items by rank. INV_EARG: a value or threshold that cannot be. */
enum inv_status inv_abc_classes(const double *value, size_t n, const double *thresholds, size_t nthresholds,
                                bool by_count, struct inv_abc *out, size_t *order, struct inv_err *err);

/* Spreads x[n] over 0..1: (x - least) / (largest - least), or (largest - x) / ... where
 * less is better. All equal: 0. */
void inv_abc_normalise(double *x, size_t n, bool less_is_better);
/* The score of an item by its k normalised criteria, the most important first: the
 * largest weighted sum that weights w1 >= w2 >= ... >= 0 with sum 1 can give, which is
 * the largest of the means of the first 1, 2, .. k (Ng 2007). */
double inv_abc_score_ng(const double *x, size_t k);
/* sum of weight[i] x[i] over sum of weight[i]. */
double inv_abc_score_weighted(const double *x, const double *weight, size_t k);

/* The class of a coefficient of variation: the first whose threshold it does not
 * exceed, 0 is X; the last one where it is NAN (no demand). thresholds rise, above 0. */
int inv_abc_xyz(double cv, const double *thresholds, size_t n);
enum inv_status inv_abc_xyz_thresholds(const double *thresholds, size_t n, struct inv_err *err);

#endif
