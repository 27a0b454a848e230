/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fits that outlive the run: a forecast's fit as a line of text, and forecasts
 * from such a line, also after new values have come, without fitting again.
 *
 * The line, whose parts stand in this order with a space between them (names as
 * they are, N whole, X a number in the fewest digits that read back to the same
 * double, - for none, inf, -inf):
 *
 *   fit 1                    the format and its version
 *   asked NAME               the model asked for
 *   special N                enum inv_forecast_special
 *   gap N unit X             periods at the end of which nothing is known; what 1 is in all numbers below
 *   n N m N seen N zeros N lo X hi X whole N      the series that was fitted to
 *   then the fit:
 *   model NAME kind N n N m N seen N k N nx N sse X sigma X loglik X aicc X
 *   par C X...  state C X...  parts C             C: how many follow
 *   for each part: weight X, and the same for its fit
 *   end H                    a hash of all before it
 */
#ifndef INV_SAVED_H
#define INV_SAVED_H

#include "inv/buf.h"
#include "inv/forecast.h"

/* Appends the line of f, which has no line end. */
enum inv_status inv_saved_write(const struct inv_forecast *f, struct inv_buf *out, struct inv_err *err);

/* Reads a line: all of f but the outlook and the values of the series (f->s.y is NULL).
 * f's arrays are in w, which is reserved anew. INV_EARG: the line is damaged, of
 * another version, or of a model that there is not. */
enum inv_status inv_saved_read(const char *line, size_t len, struct inv_work *w, struct inv_forecast *f, struct inv_err *err);

/* Whether all models of the fit can be carried on; else *which is one that cannot. */
bool inv_saved_updates(const struct inv_forecast *f, const struct inv_model **which);

/* As inv_forecast, from a line and the values of the periods that follow at once on
 * those of the line (more->y; some may be missing; more->n 0: none). Its regressors, where the fit
 * has any, are those of more and of the spec->h periods after it. What is left of spec
 * are h, the limits and args of the outlook; the model is that of the line. A fit of which nothing varied
 * (special) is fitted anew to its equal values and the new ones. INV_EARG as
 * above; INV_EUSAGE: a model that cannot be carried on; INV_EFIT: it cannot be over these values. */
enum inv_status inv_saved_forecast(const char *line, size_t len, const struct inv_series *more,
                                   const struct inv_forecast_spec *spec, struct inv_work *w, struct inv_rng *r,
                                   struct inv_forecast *f, struct inv_err *err);

#endif
