/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the reader and the writer ask of the system. Internal. */
#ifndef INV_TABLE_SYS_H
#define INV_TABLE_SYS_H

#include "inv/status.h"

/* INV_EIO with errno's words (error: an errno), at file (borrowed; may be NULL). */
enum inv_status inv_sys_error(struct inv_err *err, const char *file, int error);

/* read(2) that is not ended by a signal or a descriptor that would block.
 * At most n bytes; *got is 0 at the end. Returns 0 or an errno. */
int inv_sys_read(int fd, char *s, size_t n, size_t *got);

/* Writes all n bytes. Returns 0 or an errno. */
int inv_sys_write(int fd, const char *s, size_t n);

#endif
