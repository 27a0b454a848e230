/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns of a regression on time, season and regressors:
 *
 *   1, the line, regressors, dummies of the season | nested ones, of which a fit uses
 *   the first few: sines and cosines of a long season, or powers of time
 *
 * Regressors are centred and scaled to -1..1, time to about that, so that no column
 * is much longer than another. */
#ifndef INV_FORECAST_DESIGN_H
#define INV_FORECAST_DESIGN_H

#include "inv/lsq.h"
#include "inv/series.h"
#include "inv/work.h"

enum inv_curve { INV_CURVE_LINE, INV_CURVE_POWERS };

#define INV_DESIGN_DUMMIES 24       /* periods: a longer season is a sum of waves */
#define INV_DESIGN_WAVES 10         /* at most, of a long season */
#define INV_DESIGN_DEGREE 6         /* at most, of powers */

struct inv_design {
    enum inv_curve curve;
    size_t n;                       /* periods that were fitted to; time is counted from the first */
    size_t m, nx;
    bool dummies;                   /* of the season */
    size_t base, nested;            /* columns before |, and used after it */
    double *centre, *scale;         /* nx; scale 0: constant */
};

/* For a series of n periods; dummies where the season is short. */
struct inv_design inv_design_of(enum inv_curve curve, const struct inv_series *s, double *centre, double *scale);
/* Nested columns that may be tried: waves come in pairs. */
size_t inv_design_most(const struct inv_design *d);
/* The most columns that a design has. */
size_t inv_design_width(size_t m, size_t nx);
/* Centre and scale of the regressors where y and all of them are known. */
void inv_design_look(struct inv_design *d, const struct inv_series *s);
/* Whether period t counts: its value and regressors are known. */
bool inv_design_counts(const struct inv_series *s, size_t t);
/* row[base + nested] of period t (after n: ahead) with the regressors x. */
void inv_design_row(const struct inv_design *d, size_t t, const double *x, double *row);
/* row[nested] of a curve of powers: those of period t alone. */
void inv_design_powers(const struct inv_design *d, size_t t, double *row);
/* Whether the column is that of a regressor that never changed. */
bool inv_design_constant(const struct inv_design *d, size_t column);
/* The name of a column, and by what a coefficient is multiplied in the data's units. */
double inv_design_name(const struct inv_design *d, size_t column, const char *const *xname, char out[64]);

#endif
