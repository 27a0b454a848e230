/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Arguments of stock formulas: within their range, or an error that names them. */
#ifndef STOCK_CHECK_H
#define STOCK_CHECK_H

#include "inv/status.h"

/* INV_EARG about an argument: "no value" for NAN, "too large for a number" for
 * an infinity, else "%g why". column is its parameter's name. */
enum inv_status inv_check_wrong(struct inv_err *err, const char *column, double v, const char *why);
/* Finite; finite and >= 0; finite and > 0; between 0 and 1, both left out. */
enum inv_status inv_check_finite(double v, const char *column, struct inv_err *err);
enum inv_status inv_check_from_zero(double v, const char *column, struct inv_err *err);
enum inv_status inv_check_positive(double v, const char *column, struct inv_err *err);
enum inv_status inv_check_share(double v, const char *column, struct inv_err *err);

#endif
