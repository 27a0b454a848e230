/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/backtest.h"

size_t inv_backtest_origins(const struct inv_backtest *b, size_t from, size_t to, size_t h, size_t *first)
{
    size_t least = b->least > from ? b->least : from;
    if (to < h || to - h < least)
        return 0;
    size_t n = (to - h - least) / b->step + 1;
    n = b->windows > 0 && n > b->windows ? b->windows : n;
    *first = to - h - (n - 1) * b->step;
    return n;
}

enum inv_status inv_backtest(const double *y, size_t from, size_t to, size_t m, const struct inv_backtest *b,
                             const struct inv_forecast_spec *spec, struct inv_work *w, const struct inv_rng *r,
                             inv_backtest_visit *visit, void *ctx, struct inv_err *err)
{
    size_t first = 0, n = inv_backtest_origins(b, from, to, spec->h, &first);
    for (size_t i = 0; i < n; i++) {
        size_t origin = first + i * b->step, past = b->sliding > 0 && origin > b->sliding ? b->sliding : origin;
        struct inv_backtest_window win = { origin, y + origin - past, past, y + origin, spec->h };
        struct inv_rng stream = *r;
        struct inv_forecast f;
        struct inv_forecast_spec here = *spec;
        here.phase = m > 1 ? (spec->phase + origin - past) % m : spec->phase;
        if (spec->x)
            here.x = spec->x + (origin - past) * spec->args.nx;
        enum inv_status st = b->conformal
            ? inv_conformal_forecast(b->conformal, win.x, win.n, m, &here, w, &stream, &f, err)
            : inv_forecast(win.x, win.n, m, &here, w, &stream, &f, err);
        if (st == INV_OK)
            st = visit(ctx, &win, &f, err);
        if (st != INV_OK && st != INV_EFIT)
            return st;
    }
    return INV_OK;
}
