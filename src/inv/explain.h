/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a forecast rests on: the form that was chosen, its parameters and criteria,
 * the parts of a combination, and whether the errors are what the model takes
 * them for. */
#ifndef INV_EXPLAIN_H
#define INV_EXPLAIN_H

#include "inv/forecast.h"

/* Told of one fact after the other; `form` is that of the fit it belongs to, which
 * for a combination is the whole or one of its parts. The text lives during the call only. */
struct inv_explain {
    void (*say)(void *ctx, const char *form, const struct inv_fact *fact);
    void *ctx;
};

/* Facts of f, in this order for the whole and then for each part:
 *   parameter    what model->explain says, else its parameters; weight of each part,
 *                whose name is that of the part's form
 *   criterion    n (values, or differences of them, that were fitted to), k (parameters and starting
 *                states), sigma, loglik, aicc; unit where the data are huge or tiny
 *   test         ljung_box (value: its degrees of freedom) over 2 m lags, 10 without a
 *                season, at most a fifth of the errors (Hyndman and Athanasopoulos
 *                2021, 5.4); jarque_bera
 * `w` is a workspace other than the one f lives in. */
enum inv_status inv_explain_forecast(const struct inv_forecast *f, const struct inv_model_args *args, struct inv_work *w,
                                     const struct inv_explain *out, struct inv_err *err);

/* The name of the form of a fit: "ETS(A,N,N)", else the model's own. */
void inv_explain_form(const struct inv_fit *fit, char out[INV_FORM_MAX]);

#endif
