/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A growing run of bytes. */
#ifndef INV_BUF_H
#define INV_BUF_H

#include "inv/status.h"

struct inv_buf {
    char *s;        /* not terminated unless inv_buf_cstr was called */
    size_t n, cap;
};

void inv_buf_free(struct inv_buf *b);
enum inv_status inv_buf_reserve(struct inv_buf *b, size_t more, struct inv_err *err);
enum inv_status inv_buf_add(struct inv_buf *b, const char *s, size_t n, struct inv_err *err);
enum inv_status inv_buf_addc(struct inv_buf *b, char c, struct inv_err *err);
enum inv_status inv_buf_adds(struct inv_buf *b, const char *s, struct inv_err *err);
enum inv_status inv_buf_printf(struct inv_buf *b, struct inv_err *err, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Terminates and returns the bytes; NULL when out of memory. */
const char *inv_buf_cstr(struct inv_buf *b, struct inv_err *err);

#endif
