/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers in and out, in the C locale whatever LANG says. */
#ifndef INV_NUM_H
#define INV_NUM_H

#include "inv/status.h"

/* The most bytes that inv_num_format writes. */
#define INV_NUM_MAX 32

/* Why a cell is no number; inv_num_why turns it into words. */
enum inv_num_result { INV_NUM_OK, INV_NUM_BAD, INV_NUM_OVERFLOW };

/* Reads all n bytes of s as a decimal number: optional sign, digits with an
 * optional point, optional exponent. Spaces, hexadecimal, inf, nan, grouping
 * are INV_NUM_BAD; a magnitude above DBL_MAX is INV_NUM_OVERFLOW; one below
 * the smallest double reads as zero. `point` is '.' or ','. Correctly rounded. */
enum inv_num_result inv_num_parse(const char *s, size_t n, char point, double *value);

/* The same for an integer of at most 18 digits with optional sign. */
enum inv_num_result inv_num_parse_int(const char *s, size_t n, int64_t *value);

/* Writes finite x with the fewest digits that read back to the same double
 * (precision 0), or rounded to `precision` significant digits (1..17).
 * Plain notation for 1e-5 <= |x| < 1e17, else d.ddde-dd. -0 is written 0.
 * No terminator; returns the length. Source: Giulietti (2020), "The Schubfach
 * way to render doubles", or another of Ryu's class. */
size_t inv_num_format(double x, int precision, char point, char out[INV_NUM_MAX]);
size_t inv_num_format_int(int64_t x, char out[INV_NUM_MAX]);

#endif
