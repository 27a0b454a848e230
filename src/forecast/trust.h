/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far auto trusts the members of its panel: weights that add up to 1, the
 * softmax of coefficients that were learned over many series (bench/learn-auto.py)
 * times the series' traits and the member's own error in the trials
 *   u_i = sum_j b_ij x_j + c_i loss_i,   w_i = exp(u_i) / sum exp(u)
 * where x are the traits and, of a series whose season cannot be told, those that
 * do not speak of it once more: what a trend is worth is another matter there
 * (Montero-Manso, Athanasopoulos, Hyndman and Talagala 2020, with a linear
 * function of few traits in place of boosted trees). */
#ifndef INV_FORECAST_TRUST_H
#define INV_FORECAST_TRUST_H

#include "panel.h"

enum { INV_TRUST_TERMS = INV_TRAITS + INV_TRAIT_SEASONAL };

/* What the coefficients are of. */
void inv_trust_terms(const double trait[INV_TRAITS], double term[INV_TRUST_TERMS]);
/* weight[p->n]: 0 for those that cannot serve. */
void inv_trust_weigh(const struct inv_panel *p, double *weight);

#endif
