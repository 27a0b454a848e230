/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Combinations of fitted models: the weighted mean of their forecasts. */
#ifndef INV_FORECAST_COMB_H
#define INV_FORECAST_COMB_H

#include "inv/model.h"

/* Doubles that the outlook takes, beside what those of the parts take. */
size_t inv_comb_room(size_t h);
/* What the outlook of that fit takes in all, whatever members a names. */
size_t inv_comb_room_of(const struct inv_fit *fit, size_t n, size_t m, size_t h, const struct inv_model_args *a);
/* Weighted mean of the parts' forecasts. */
void inv_comb_add(const struct inv_fit *fit, double weight, size_t h, double *mean);
enum inv_status inv_comb_outlook(const struct inv_fit *fit, size_t h, const struct inv_model_args *a,
                                 struct inv_work *w, struct inv_rng *r, struct inv_outlook *o, struct inv_err *err);
/* All parts; the weights stay. */
enum inv_status inv_comb_update(struct inv_fit *fit, const struct inv_series *more, struct inv_err *err);

#endif
