/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file that is written beside its place and takes it when it is whole. Internal. */
#ifndef INV_TABLE_REPLACE_H
#define INV_TABLE_REPLACE_H

#include "inv/status.h"

struct inv_replace;

/* *fd: where to write. A path that is no regular file (a pipe, a device, what
 * /proc or /dev/fd names) has *r NULL, and *fd is the caller's to close.
 * A symbolic link is followed: what it names is replaced. path is borrowed. */
enum inv_status inv_replace_open(struct inv_replace **r, const char *path, int *fd, struct inv_err *err);
/* Syncs, closes, renames, syncs the directory; frees r. */
enum inv_status inv_replace_commit(struct inv_replace *r, struct inv_err *err);
/* Leaves what there was; frees r. */
void inv_replace_abort(struct inv_replace *r);

#endif
