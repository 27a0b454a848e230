/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers in and out, in the C locale whatever LANG says. */
#ifndef INV_NUM_H
#define INV_NUM_H

#include "inv/status.h"

/* The most bytes that inv_num_format writes. */
#define INV_NUM_MAX 32

/* Why a cell is no number; inv_num_why turns it into words. */
enum inv_num_result { INV_NUM_OK, INV_NUM_BAD, INV_NUM_OVERFLOW };
const char *inv_num_why(enum inv_num_result result);

/* Reads all n bytes of s as a decimal number: optional sign, digits with an
 * optional point, optional exponent. Spaces, hexadecimal, inf, nan, grouping
 * are INV_NUM_BAD; a magnitude above DBL_MAX is INV_NUM_OVERFLOW; one below
 * the smallest double reads as zero. `point` is '.' or ','. Correctly rounded,
 * however many digits there are. *value is set only with INV_NUM_OK. */
enum inv_num_result inv_num_parse(const char *s, size_t n, char point, double *value);

/* The same for an integer of at most 18 digits with optional sign; more
 * digits are INV_NUM_OVERFLOW. */
enum inv_num_result inv_num_parse_int(const char *s, size_t n, int64_t *value);

/* Writes finite x with the fewest digits that read back to the same double
 * (precision 0), or rounded to `precision` significant digits (1..17).
 * Of the shortest the one nearest to x; halves as printf rounds them (the exact
 * value, to even). Plain notation for 1e-5 <= |x| < 1e17, else 1.5e300, 1e-7.
 * No zeros at the end of a fraction; -0 is written 0. What is not finite gives
 * no byte, as a missing value does. No terminator; returns the length. Source: Giulietti (2020), "The Schubfach
 * way to render doubles", or another of Ryu's class. */
size_t inv_num_format(double x, int precision, char point, char out[INV_NUM_MAX]);
size_t inv_num_format_int(int64_t x, char out[INV_NUM_MAX]);

#endif
