/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far what happens lies from a combination's forecasts: its members' own
 * variances say too little, since they take model and parameters for certain
 * and come from errors in the sample (Chatfield 1993).
 *
 * The sd of step k is the members' (ibid., comb.c) times exp(sum_j b_j x_j), x
 * the series' traits, the step, how far the members disagree there, and how
 * the combination's errors in the trials compare with what its sd promised. The
 * b_j are learned from the errors of rolling origins over many series, as a
 * regression of their scale (Harvey 1976) with Student's t, whose degrees of
 * freedom nu are learned too (log(nu - 2) is linear in length and season), as is how far
 * demand without negatives leans to what is larger, the more so the larger its sd is
 * beside its mean. What share of a step's variance is one error that all steps have in
 * common is learned from totals (bench/learn-auto.py). */
#ifndef INV_FORECAST_SPREAD_H
#define INV_FORECAST_SPREAD_H

#include "inv/model.h"
#include "traits.h"

/* What a combination keeps of its series for that: fit->state. */
enum { INV_SPREAD_TRAITS, INV_SPREAD_ERROR = INV_TRAITS, INV_SPREAD_STEPS, INV_SPREAD_STATES };

enum { INV_SPREAD_TERMS = 18 };

/* The distribution of the linear outlook before and after. */
struct inv_spread {
    const struct inv_fit *fit;
    const struct inv_outlook *o;
    double *sd, *apart;         /* h: the members' sd; how far they are apart */
    double trial;               /* log of the trials' error over what sd promised there; 0: no trial */
};

/* Doubles taken from the workspace. */
size_t inv_spread_room(size_t h);
/* Looks at a combination and its LINEAR outlook of h steps. */
enum inv_status inv_spread_look(struct inv_spread *x, const struct inv_fit *fit, const struct inv_outlook *o, size_t h,
                                struct inv_work *w, struct inv_err *err);
/* The terms of step k, from 0. */
void inv_spread_terms(const struct inv_spread *x, size_t k, double term[INV_SPREAD_TERMS]);
/* Widens (or narrows) o, whose scale and rank must be there. What the errors of
 * the first step are too small by holds for all; what the sd grows faster by
 * with the horizon is one error that all steps share, so that totals feel it, and
 * so is a share of every step's variance, the first's, too. */
void inv_spread_apply(const struct inv_spread *x, size_t h, struct inv_outlook *o);

#endif
