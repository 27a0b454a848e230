/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many periods a year has, where nothing says so: the frequency's. */
#ifndef TOOLS_YEAR_H
#define TOOLS_YEAR_H

#include "common.h"

/* periods_per_year of a row: the parameter, else the frequency's, else 1, which
 * is said once (*told). */
enum inv_status tool_periods_per_year(struct run *run, const struct inv_param_row *p, enum inv_freq freq, bool *told,
                                      double *n, struct inv_err *err);

#endif
