/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One pass over a series with the derivatives of all states carried along. */
#ifndef INV_FORECAST_ETS_PASS_H
#define INV_FORECAST_ETS_PASS_H

#include "ets.h"

/* Columns of the derivatives, in this order; those that a form lacks are left out. */
struct inv_ets_columns {
    size_t alpha, ratio, share, phi;   /* ratio: beta / alpha; share: gamma / (1 - alpha) */
    bool direct;                       /* ratio and share are beta and gamma themselves */
    size_t constants;                  /* how many of these four */
    size_t l, b, s;                    /* starting states; s is the first of m - 1 */
    size_t seasons;                    /* m - 1, or 0 where they are not fitted */
    size_t n, stride;                  /* columns; the same made even */
};
#define INV_ETS_NO_COLUMN ((size_t)-1)
#define INV_ETS_MOST_COLUMNS (6 + INV_ETS_FITTED_SEASON)
#define INV_ETS_ROWS 4                 /* rows that go into the normal matrix at a time */

/* Without `seasons` the seasons' states stay as they are. */
struct inv_ets_columns inv_ets_layout(const struct inv_ets_form *form, size_t m, bool seasons);

/* Sums over the known values, with D_t = d e_t / d theta:
 * A = sum D D' (n x n, row stride), g = sum D e, v = sum d log|r| / d theta. */
struct inv_ets_pass {
    struct inv_ets_columns c;
    double *A, *g, *v;
    double sse, log_scale;
    double *dl, *db, *ds, *s, *row;    /* carried along */
};

size_t inv_ets_pass_room(const struct inv_ets_columns *c, size_t m);
bool inv_ets_pass_take(struct inv_ets_pass *p, const struct inv_ets_columns *c, size_t m, struct inv_work *w);
/* false: the states left the region where the form makes sense. */
bool inv_ets_pass_run(struct inv_ets_pass *p, const struct inv_ets *e, const struct inv_series *s);

#endif
