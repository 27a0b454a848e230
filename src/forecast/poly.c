/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Regression on powers of time, the season and regressors: a curve through the history.
 *
 * The powers are Legendre's polynomials on the history (design.c), which are the same
 * curves as t, t^2, ... without their near-collinearity; the degree is the one of the
 * least AICc. Powers explode when they are continued: ahead of the history their time
 * goes on ever more slowly, in all by a quarter of the history. */
#include "regress.h"

#include <stdio.h>

static size_t five(size_t m) { (void)m; return 5; }

static enum inv_status fit_poly(const struct inv_series *s, const struct inv_model_args *a, struct inv_work *w,
                                struct inv_fit *fit, struct inv_err *err)
{
    size_t degree = a->degree < INV_DESIGN_DEGREE ? a->degree : INV_DESIGN_DEGREE;
    inv_fit_start(fit, &inv_model_poly, s);
    return inv_regress_fit(INV_CURVE_POWERS, degree, s, w, fit, err);
}

static enum inv_status outlook_poly(const struct inv_fit *fit, size_t h, const struct inv_model_args *a,
                                    struct inv_work *w, struct inv_rng *r, struct inv_outlook *o, struct inv_err *err)
{
    (void)a;
    (void)r;
    return inv_regress_outlook(fit, h, w, o, err);
}

static void form(const struct inv_fit *fit, char out[INV_FORM_MAX])
{
    snprintf(out, INV_FORM_MAX, "poly(%zu)", inv_regress_nested(fit));
}

const struct inv_model inv_model_poly = {
    .name = "poly", .title = "regression on powers of time, the season and regressors",
    .source = "Draper and Smith (1998), ch. 12; degree by AICc, Hurvich and Tsai (1989)",
    .flags = INV_MODEL_SEASONAL, .shorter = &inv_model_trend,
    .least = five, .room = inv_regress_room, .fit = fit_poly, .add = inv_regress_add, .outlook = outlook_poly, .form = form,
    .explain = inv_regress_explain, .residuals = inv_regress_residuals, .update = inv_regress_update
};
