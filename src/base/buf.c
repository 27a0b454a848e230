/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inv/mem.h"

void inv_buf_free(struct inv_buf *b)
{
    free(b->s);
    *b = (struct inv_buf){ 0 };
}

enum inv_status inv_buf_reserve(struct inv_buf *b, size_t more, struct inv_err *err)
{
    if (more <= b->cap - b->n)
        return INV_OK;
    if (more > SIZE_MAX / 2 - b->n)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    return INV_MEM_GROW(&b->s, &b->cap, b->n + more, err);
}

enum inv_status inv_buf_add(struct inv_buf *b, const char *s, size_t n, struct inv_err *err)
{
    enum inv_status st = inv_buf_reserve(b, n, err);
    if (st == INV_OK && n > 0) {
        memcpy(b->s + b->n, s, n);
        b->n += n;
    }
    return st;
}

enum inv_status inv_buf_addc(struct inv_buf *b, char c, struct inv_err *err)
{
    return inv_buf_add(b, &c, 1, err);
}

enum inv_status inv_buf_adds(struct inv_buf *b, const char *s, struct inv_err *err)
{
    return inv_buf_add(b, s, strlen(s), err);
}

enum inv_status inv_buf_printf(struct inv_buf *b, struct inv_err *err, const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    int n = vsnprintf(NULL, 0, format, ap);
    va_end(ap);
    if (n < 0)
        return inv_err_set(err, INV_EARG, "a text that cannot be formatted");
    enum inv_status st = inv_buf_reserve(b, (size_t)n + 1, err);
    if (st != INV_OK)
        return st;
    va_start(ap, format);
    vsnprintf(b->s + b->n, (size_t)n + 1, format, ap);
    va_end(ap);
    b->n += (size_t)n;
    return INV_OK;
}

const char *inv_buf_cstr(struct inv_buf *b, struct inv_err *err)
{
    if (inv_buf_reserve(b, 1, err) != INV_OK)
        return NULL;
    b->s[b->n] = '\0';
    return b->s;
}
