/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages on standard error: the first 20 of a kind, then a count. */
#ifndef TOOLS_MESSAGES_H
#define TOOLS_MESSAGES_H

#include "common.h"

struct messages;
struct messages *messages_alloc(void);
void messages_free(struct messages *m);
/* One error, as contract section 4 has it: program: file:line: column: text. */
void messages_error(struct messages *m, const char *program, const struct inv_err *err);
/* How many more there were of each kind. */
void messages_rest(const struct messages *m, const char *program);
/* Without a limit, for what ends the run. */
void messages_final(const char *program, const struct inv_err *err);

/* Writes what is left of the rejected rows; their header at least. */
enum inv_status messages_rejects_end(struct run *run, struct inv_err *err);

struct progress;
struct progress *progress_alloc(bool always);
void progress_free(struct progress *p);
void progress_draw(struct progress *p, const char *program, uint64_t done, uint64_t total);

#endif
