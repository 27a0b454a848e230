/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What tests and the table floor itself ask of an input. Internal. */
#ifndef INV_TABLE_INPUT_H
#define INV_TABLE_INPUT_H

#include "inv/input.h"

/* inv_input_open with blocks of `block` bytes, so that records straddle them. */
enum inv_status inv_input_open_block(struct inv_input **in, const char *const *paths, size_t n,
                                     const struct inv_format *format, bool by_name, size_t block, struct inv_err *err);

/* Whether the record at hand stands in its file as it would in the united
 * table: the columns of the header in order, the syntax and delimiter of the format. */
bool inv_input_straight(const struct inv_input *in);
const struct inv_format *inv_input_format(const struct inv_input *in);

#endif
