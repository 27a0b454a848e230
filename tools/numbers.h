/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of numbers in options: 0.8,0.95. */
#ifndef TOOLS_NUMBERS_H
#define TOOLS_NUMBERS_H

#include "common.h"

/* At most `most` numbers to x[most]; INV_EUSAGE names the option. */
enum inv_status tool_numbers(struct run *run, const char *option, const char *text, double *x, size_t most, size_t *n,
                             struct inv_err *err);
/* err, of an INV_EARG about what an option says, becomes an INV_EUSAGE that names it. */
enum inv_status tool_blame_option(const char *option, struct inv_err *err);

#endif
