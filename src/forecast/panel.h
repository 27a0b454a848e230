/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The panel of models that auto hears: each fitted to the series, and tried on
 * its end. */
#ifndef INV_FORECAST_PANEL_H
#define INV_FORECAST_PANEL_H

#include "inv/model.h"
#include "traits.h"

#define INV_PANEL_MOST INV_COMB_MOST

struct inv_panel {
    double traits[INV_TRAITS];
    size_t n;                                   /* members */
    struct inv_fit *fit;                        /* n; model NULL: it cannot serve this series */
    double loss[INV_PANEL_MOST];                /* log of its error in the trials, less the members'
                                                   mean: 0 is middling, and so where there was no trial */
    /* The trials: the last `steps` periods forecast from before them, the `steps` before
     * these from before those. */
    size_t origins, steps;                      /* origins 0: the history is too short */
    double *actual;                             /* origins * steps; NAN where it is not known */
    double *tried;                              /* n of the same; NAN where the member could not serve */
};

/* The members, in the order of the tables. */
const struct inv_model *const *inv_panel_members(size_t *n);
/* Doubles that inv_panel_fit takes. */
size_t inv_panel_room(size_t n, size_t m, size_t h, const struct inv_model_args *a);
/* Fits all to s, which has at least 3 known values, not all equal. INV_EFIT: none can serve. */
enum inv_status inv_panel_fit(struct inv_panel *p, const struct inv_series *s, const struct inv_model_args *a,
                              struct inv_work *w, struct inv_err *err);
/* The same in two steps, with members of the caller's, and without traits: the fits ... */
size_t inv_panel_room_of(const struct inv_model *const *member, size_t count, size_t n, size_t m, size_t h,
                         const struct inv_model_args *a);
enum inv_status inv_panel_hear(struct inv_panel *p, const struct inv_model *const *member, size_t count,
                               const struct inv_series *s, const struct inv_model_args *a, struct inv_work *w,
                               struct inv_err *err);
/* ... and the trials. */
enum inv_status inv_panel_try(struct inv_panel *p, const struct inv_series *s, const struct inv_model_args *a,
                              struct inv_work *w, struct inv_err *err);
/* Root mean squared error of the trials with these weights of the members; NAN: no trial. */
double inv_panel_error(const struct inv_panel *p, const double *weight);

#endif
