/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Complex exponential smoothing (I. Svetunkov, N. Kourentzes, J. K. Ord 2022, Naval
 * Research Logistics 69, 1108): a level l with its potential c,
 * the real and imaginary parts of one complex state, and smoothing constants a0, a1:
 *   l' = l - (1 - a1) c + (a0 - a1) e,   c' = l + (1 - a0) c + (a0 + a1) e.
 * none     y = l + e.
 * simple   the same, each position of the season by itself: the states of a season ago.
 * partial  y = l + s + e with s' = s + b0 e of a season ago.
 * full     y = l + s + e with a second complex state (s, d) and b0, b1 of a season ago.
 * A missing value is one with e = 0. */
#ifndef INV_FORECAST_CES_H
#define INV_FORECAST_CES_H

#include "inv/series.h"

enum inv_ces_form { INV_CES_NONE, INV_CES_SIMPLE, INV_CES_PARTIAL, INV_CES_FULL };
#define INV_CES_FORMS 4

/* States in x: l, c where there is a level; then s of each position, then its d. */
struct inv_ces_shape { bool level, real, complex; size_t constants; };
extern const struct inv_ces_shape inv_ces_shapes[INV_CES_FORMS];
size_t inv_ces_states(enum inv_ces_form form, size_t m);

/* A complex state, l + i c, over a period with the error e. */
void inv_ces_turn(double *l, double *c, double a0, double a1, double e);
/* What is expected of a period at position `at` of the season; and what its error does. */
double inv_ces_expect(enum inv_ces_form form, const double *x, size_t at);
void inv_ces_step(enum inv_ces_form form, size_t m, const double *par, double *x, size_t at, double e);

#define INV_CES_CONSTANTS 4
struct inv_ces_task {
    enum inv_ces_form form;
    size_t m, season;       /* positions of the states, 1 in form none; periods of a season anyway */
    const double *y;        /* n values, NAN where missing; the first is known */
    size_t n;
    const double *figure;   /* m: the season, added, to begin with */
    const double *near;     /* constants to start from; NULL: the usual starts */
};
/* Least squares: constants par[INV_CES_CONSTANTS] and the states x at the start. false: no
 * fit is finite. work: INV_CES_ROOM(n, m) doubles. */
#define INV_CES_LANES 6
#define INV_CES_ROOM(n, m) (INV_CES_LANES * (n) + (INV_CES_LANES + 1) * (2 * (m) + 2))
bool inv_ces_fit(const struct inv_ces_task *task, double *work, double *par, double *x);

#endif
