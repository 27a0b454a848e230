/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The option table at work: parsing, --help, completion. */
#ifndef TOOLS_OPTIONS_H
#define TOOLS_OPTIONS_H

#include "common.h"

/* Fills run->common, run->options and the parameters; the files' names follow
 * from *first on. INV_EUSAGE with a text. */
enum inv_status options_parse(struct run *run, int argc, char **argv, int *first, struct inv_err *err);
void options_help(const struct tool *tool, FILE *out);
void options_completion(const struct tool *tool, FILE *out);

/* The options that every filter has. */
const struct tool_option *options_common(size_t *n);
struct common options_common_defaults(void);

#endif
