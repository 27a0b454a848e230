/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small tables in files, for tests of what reads tables. */
#ifndef TESTS_TABLES_H
#define TESTS_TABLES_H

#include "inv/input.h"

/* A new file under TMPDIR with these bytes, its name ending in suffix; fails
 * the test where it cannot be. table_remove frees the name. */
char *table_file(const char *suffix, const char *bytes, size_t n);
char *table_text(const char *suffix, const char *text);
void table_remove(char *path);

/* Opened as CSV; the test fails where it cannot be. */
struct inv_input *table_open(const char *path, const struct inv_format *format);

struct inv_cell cell_of(const char *s);
bool cell_is(struct inv_cell c, const char *s);

#endif
