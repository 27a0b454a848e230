/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said of a year: how many periods it has, and what holding a unit costs in it. */
#ifndef TOOLS_YEAR_H
#define TOOLS_YEAR_H

#include "common.h"

/* periods_per_year of a row: the parameter, else the frequency's, else 1, which
 * is said once (*told). */
enum inv_status tool_periods_per_year(struct run *run, const struct inv_param_row *p, enum inv_freq freq, bool *told,
                                      double *n, struct inv_err *err);
/* holding_cost, else holding_rate x unit_cost; NAN where there is none, or INV_EROW where needed. */
enum inv_status tool_holding_cost(const struct inv_param_row *p, bool needed, double *h, struct inv_err *err);

#endif
