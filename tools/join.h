/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Another table in memory (--stock, --discounts ...), its rows found by the key
 * columns that it shares with the input. */
#ifndef TOOLS_JOIN_H
#define TOOLS_JOIN_H

#include "common.h"

#define JOIN_NONE ((size_t)-1)

struct join;

/* Reads the table whole; rows that cannot be read are told and skipped.
 * INV_EUSAGE where it shares no key column with the run's input (opened before). */
enum inv_status join_load(struct run *run, const char *path, struct join **out, struct inv_err *err);
void join_free(struct join *j);
/* The same by one column of that name, whatever the input has: join_find_by looks its cells up. */
enum inv_status join_load_by(struct run *run, const char *path, const char *column, struct join **out, struct inv_err *err);
size_t join_find_by(struct join *j, struct inv_cell cell);

/* Column of that name; INV_NO_COLUMN where there is none / INV_EUSAGE. */
size_t join_column(const struct join *j, const char *name);
enum inv_status join_need(const struct join *j, const char *name, size_t *column, struct inv_err *err);

/* The first row of the key of these cells (the input's), and the next of the same key. */
size_t join_find(struct join *j, const struct inv_cell *cells);
size_t join_next(const struct join *j, size_t row);
/* How many keys of the table were never looked for; of the first of them, its first row. */
size_t join_unused(const struct join *j, size_t *row);
/* Says so: "FILE: WHAT of 2 keys that the input does not have (the first on line 3)". j may be NULL. */
void join_note_unused(const struct join *j, const char *what);

size_t join_width(const struct join *j);
struct inv_cell join_name(const struct join *j, size_t column);
/* Whether the column is one of the shared key. */
bool join_is_key(const struct join *j, size_t column);
size_t join_count(const struct join *j);
struct inv_cell join_cell(const struct join *j, size_t row, size_t column);
uint64_t join_line(const struct join *j, size_t row);
const char *join_file(const struct join *j);
/* A number of the table, NAN where missing; INV_EROW with file, line and column. */
enum inv_status join_number(const struct join *j, size_t row, size_t column, double *v, struct inv_err *err);

#endif
