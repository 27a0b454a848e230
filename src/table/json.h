/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON strings (RFC 8259). Internal. */
#ifndef INV_TABLE_JSON_H
#define INV_TABLE_JSON_H

#include "inv/buf.h"

/* Writes n bytes of s as a string with its quotes; bytes that are no UTF-8
 * become U+FFFD, one for each maximal part of a sequence (Unicode 15, 3.9). */
enum inv_status inv_json_string(struct inv_buf *b, const char *s, size_t n, struct inv_err *err);

#endif
