/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One period of exponential smoothing: the step itself, and the same with its
 * first derivatives. */
#ifndef INV_FORECAST_ETS_LOCAL_H
#define INV_FORECAST_ETS_LOCAL_H

#include "ets.h"

/* The states that a period begins with; s is 1 with a multiplicative season
 * that is not there, 0 with an additive one. */
struct inv_ets_state { double l, b, s; };

/* A period as it is forecast: u, q and mu of ets.h. */
struct inv_ets_ahead { double u, q, mu; };

struct inv_ets_ahead inv_ets_look_ahead(const struct inv_ets *e, const struct inv_ets_state *x);
/* The states after y, which may be missing; returns y - mu. */
double inv_ets_move(const struct inv_ets *e, struct inv_ets_state *x, const struct inv_ets_ahead *a, double y);

/* d of one period, with respect to the states before it, (l, b, s), and to the
 * constants themselves. */
struct inv_ets_local {
    double mu, error;           /* the error that counts */
    double of_mu;               /* d error / d mu */
    double mu_x[3], mu_phi;
    double next[3][3];          /* d (l', b', s') / d (l, b, s) */
    double next_phi[3];
    double own[3];              /* d l' / d alpha, d b' / d beta, d s' / d gamma */
};

/* Moves x over y and says how. false: x is outside of where the form makes sense. */
bool inv_ets_local(const struct inv_ets *e, struct inv_ets_state *x, double y, struct inv_ets_local *d);

#endif
