/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rolling origins: a model is fitted to the history before an origin and
 * forecasts the periods after it, from one origin after the other (Tashman 2000). */
#ifndef INV_BACKTEST_H
#define INV_BACKTEST_H

#include "inv/conformal.h"

struct inv_backtest {
    size_t windows;      /* at most so many origins, the last ones; 0: as many as there are */
    size_t step;         /* periods between two origins, at least 1 */
    size_t sliding;      /* periods of history that are fitted to; 0: all of them */
    size_t least;        /* periods that must lie before an origin, at least 1 */
    struct inv_conformal *conformal;    /* for bounds from earlier errors; NULL: the models' own */
};

/* Origins (an origin of o forecasts y[o], y[o + 1], ...) whose h periods lie
 * within from..to: returns how many, and the first. */
size_t inv_backtest_origins(const struct inv_backtest *b, size_t from, size_t to, size_t h, size_t *first);

/* Told of each window; x[n] is the history that was fitted to, y[h] what came. */
struct inv_backtest_window { size_t origin; const double *x; size_t n; const double *y; size_t h; };
typedef enum inv_status inv_backtest_visit(void *ctx, const struct inv_backtest_window *win, const struct inv_forecast *f,
                                           struct inv_err *err);

/* Forecasts y[from..to) from every origin there; m is the season. Windows of
 * which nothing before the origin is known are passed over. r: the stream that
 * simulations draw from, the same for each window. */
enum inv_status inv_backtest(const double *y, size_t from, size_t to, size_t m, const struct inv_backtest *b,
                             const struct inv_forecast_spec *spec, struct inv_work *w, const struct inv_rng *r,
                             inv_backtest_visit *visit, void *ctx, struct inv_err *err);

#endif
