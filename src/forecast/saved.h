/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a line into a workspace that holds more than that. */
#ifndef INV_FORECAST_SAVED_H
#define INV_FORECAST_SAVED_H

#include "inv/saved.h"

/* Doubles that a line of this length takes. */
size_t inv_saved_room(size_t len);
/* inv_saved_read without reserving. */
enum inv_status inv_saved_parse(const char *line, size_t len, struct inv_work *w, struct inv_forecast *f, struct inv_err *err);

#endif
