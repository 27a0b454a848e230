/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The thirty forms of exponential smoothing by number and name, and how a fit
 * to one of them is kept in an inv_fit. */
#ifndef INV_FORECAST_ETS_FORM_H
#define INV_FORECAST_ETS_FORM_H

#include "ets.h"
#include "inv/model.h"

#define INV_ETS_FORMS 30

/* inv_fit.kind: a number from 0 on. */
size_t inv_ets_kind(const struct inv_ets_form *form);
struct inv_ets_form inv_ets_form_of(size_t kind);
/* Whether a choice takes it. */
bool inv_ets_chosen(const struct inv_ets_form *form, const struct inv_ets_choice *c);

/* inv_fit.par of every row of the family. */
extern const char *const inv_ets_parameters[];
/* Doubles of inv_fit.state: end states, then the seasons at the end and at the start. */
size_t inv_ets_nstate(size_t m);

/* Takes over what was fitted; `state` has room for inv_ets_nstate(e->m). */
void inv_ets_keep(struct inv_fit *fit, const struct inv_ets *e, double *state);
/* The same back; the seasons are the fit's own. */
struct inv_ets inv_ets_kept(const struct inv_fit *fit);

/* Functions of the rows. */
void inv_ets_fit_add(const struct inv_fit *fit, double weight, size_t h, double *mean);
void inv_ets_fit_form(const struct inv_fit *fit, char out[INV_FORM_MAX]);
void inv_ets_fit_explain(const struct inv_fit *fit, const struct inv_facts *out);
enum inv_status inv_ets_fit_residuals(const struct inv_fit *fit, const struct inv_series *s, struct inv_work *w,
                                      double *e, struct inv_err *err);
size_t inv_ets_fit_dynamics(const struct inv_fit *fit);
enum inv_status inv_ets_fit_update(struct inv_fit *fit, const struct inv_series *more, struct inv_err *err);

/* The distribution (ets_outlook.c): from formulas where there are some, or
 * where a->linear asks for an approximation; else simulated. */
enum inv_status inv_ets_fit_outlook(const struct inv_fit *fit, size_t h, const struct inv_model_args *a,
                                    struct inv_work *w, struct inv_rng *r, struct inv_outlook *o, struct inv_err *err);
/* Doubles that it takes; `simulated`: some form of the row may be. */
size_t inv_ets_outlook_room(size_t m, size_t h, const struct inv_model_args *a, bool simulated);

#endif
