/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Least squares on a design (design.h): what the rows linear and poly share. */
#ifndef INV_FORECAST_REGRESS_H
#define INV_FORECAST_REGRESS_H

#include "design.h"
#include "models.h"

/* Of fit.kind: the state is a triangle of inv_lsq with its design. */
enum { INV_REGRESS_LINE = 1, INV_REGRESS_POWERS = 2 };

size_t inv_regress_room(size_t n, size_t m, size_t h, const struct inv_model_args *a);
/* fit was started. degree: of powers; 0: by AICc. INV_EFIT: fewer values than coefficients. */
enum inv_status inv_regress_fit(enum inv_curve curve, size_t degree, const struct inv_series *s, struct inv_work *w,
                                struct inv_fit *fit, struct inv_err *err);
void inv_regress_add(const struct inv_fit *fit, double weight, size_t h, double *mean);
enum inv_status inv_regress_outlook(const struct inv_fit *fit, size_t h, struct inv_work *w, struct inv_outlook *o,
                                    struct inv_err *err);
void inv_regress_explain(const struct inv_fit *fit, const struct inv_facts *out);
enum inv_status inv_regress_residuals(const struct inv_fit *fit, const struct inv_series *s, struct inv_work *w, double *e,
                                      struct inv_err *err);
enum inv_status inv_regress_update(struct inv_fit *fit, const struct inv_series *more, struct inv_err *err);
/* Nested columns that a fit uses: the degree of a polynomial. */
size_t inv_regress_nested(const struct inv_fit *fit);
/* The name of a coefficient; row: x such that x'b, times what is returned, is it in the data's units. */
double inv_regress_pick(const struct inv_design *d, size_t column, const char *const *xname, char name[64], double *row);
/* Says a coefficient with its standard error, t and p on df degrees of freedom; se NAN: it was left out. */
void inv_regress_say(const struct inv_facts *out, const char *name, double b, double se, double df);

#endif
