/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stlm: the seasons of a decomposition by loess (STL; with several seasons MSTL:
 * see inv/stl.h) and a model without season for what is left:
 *   y_t = s_1(t) + ... + s_k(t) + rest_t      or      y_t = s_1(t) ... s_k(t) rest_t.
 * The last cycle of each season goes on, and the rest's model says the remainder
 * of the forecast (Cleveland et al. 1990; Hyndman and Athanasopoulos 2021, 12.1).
 *
 * Factors are the exponentials of a decomposition of log y, for positive y only.
 * With p(y) = p(rest) / (s_1 ... s_k) both kinds have likelihoods of the same
 * data, so that AICc chooses. The rest's errors are those of y, times the
 * coming factors. */
#ifndef INV_FORECAST_STLM_H
#define INV_FORECAST_STLM_H

#include "inv/model.h"

#define INV_STLM_MOST 16                /* seasons that are looked for */
/* par; state: how many seasons, their lengths, then a cycle of each, by t mod m,
 * and the variances of the last cycles in squared sigmas. */
enum { INV_STLM_TREND, INV_STLM_SEASON };      /* strengths of the trend and the first .. */
#define INV_STLM_SEASONS 4                      /* .. of as many seasons */
enum { INV_STLM_TERMS, INV_STLM_FACTORS };      /* kind */

/* A series on its way through the decomposition; arrays of n. */
struct inv_stlm_parts {
    const struct inv_series *s;
    const size_t *m;
    size_t nm;
    double *season, *trend, *weight, *work;
    double *y;                          /* what is decomposed, then the rest */
};

/* Room for it, in w; work NULL: there is not enough. */
struct inv_stlm_parts inv_stlm_parts(const struct inv_series *s, const size_t *m, size_t nm, struct inv_work *w);
enum inv_status inv_stlm_decompose(struct inv_stlm_parts *p, size_t kind, struct inv_err *err);
/* The rest to p->y; *log_scale: the sum of log factors over known values. */
void inv_stlm_take_off(struct inv_stlm_parts *p, size_t kind, double *log_scale);
/* All seasons together at t periods after the fit's first. */
double inv_stlm_season(const struct inv_fit *fit, size_t t);
/* The rest's errors are larger than they look by what the seasons took; not more
 * than as if a value in four were free. */
void inv_stlm_widen(struct inv_fit *fit, struct inv_fit *rest);

/* struct inv_model's functions of these names (stlm_say.c). */
void inv_stlm_form(const struct inv_fit *fit, char out[INV_FORM_MAX]);
void inv_stlm_explain(const struct inv_fit *fit, const struct inv_facts *out);
enum inv_status inv_stlm_residuals(const struct inv_fit *fit, const struct inv_series *all, struct inv_work *w, double *e,
                                   struct inv_err *err);
enum inv_status inv_stlm_update(struct inv_fit *fit, const struct inv_series *more, struct inv_err *err);
size_t inv_stlm_dynamics(const struct inv_fit *fit);

#endif
