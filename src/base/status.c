/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/status.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum inv_status inv_err_set(struct inv_err *err, enum inv_status status, const char *format, ...)
{
    if (!err)
        return status;
    *err = (struct inv_err){ .status = status };
    va_list ap;
    va_start(ap, format);
    int n = vsnprintf(err->text, sizeof err->text, format, ap);
    va_end(ap);
    if (n >= (int)sizeof err->text)
        memcpy(err->text + sizeof err->text - 4, "...", 4);
    return status;
}

enum inv_status inv_err_at(struct inv_err *err, const char *file, uint64_t line)
{
    if (!err)
        return INV_OK;
    err->file = file;
    err->line = line;
    return err->status;
}

enum inv_status inv_err_column(struct inv_err *err, const char *column, size_t length)
{
    if (!err)
        return INV_OK;
    inv_err_quote(err->column, sizeof err->column, column, length);
    return err->status;
}

enum inv_status inv_err_key(struct inv_err *err, const char *key, size_t length)
{
    if (!err)
        return INV_OK;
    inv_err_quote(err->key, sizeof err->key, key, length);
    return err->status;
}

/* The length of the well-formed UTF-8 sequence at s (n bytes are there), or 0. */
static size_t utf8_length(const unsigned char *s, size_t n)
{
    size_t len = s[0] < 0x80 ? 1 : s[0] >= 0xC2 && s[0] < 0xE0 ? 2 : s[0] >= 0xE0 && s[0] < 0xF0 ? 3
               : s[0] >= 0xF0 && s[0] < 0xF5 ? 4 : 0;
    if (len == 0 || len > n)
        return 0;
    for (size_t i = 1; i < len; i++)
        if ((s[i] & 0xC0) != 0x80)
            return 0;
    if (len == 3 && ((s[0] == 0xE0 && s[1] < 0xA0) || (s[0] == 0xED && s[1] > 0x9F)))
        return 0;
    if (len == 4 && ((s[0] == 0xF0 && s[1] < 0x90) || (s[0] == 0xF4 && s[1] > 0x8F)))
        return 0;
    return len;
}

/* One character of a message: itself, or an escape. Returns its length. */
static size_t quote_one(char out[8], const unsigned char *s, size_t n, size_t *used)
{
    static const char hex[] = "0123456789abcdef";
    size_t len = utf8_length(s, n);
    *used = len ? len : 1;
    if (s[0] == '\n' || s[0] == '\r' || s[0] == '\t') {
        out[0] = '\\';
        out[1] = s[0] == '\n' ? 'n' : s[0] == '\r' ? 'r' : 't';
        return 2;
    }
    if (len == 0 || s[0] < 0x20 || s[0] == 0x7F) {
        memcpy(out, "\\x", 2);
        out[2] = hex[s[0] >> 4];
        out[3] = hex[s[0] & 15];
        return 4;
    }
    memcpy(out, s, len);
    return len;
}

void inv_err_quote(char *out, size_t size, const char *s, size_t n)
{
    if (size == 0)
        return;
    size_t at = 0, room = 0;      /* room: the last end of a character behind which dots fit */
    for (size_t i = 0, used; i < n; i += used) {
        char one[8];
        size_t len = quote_one(one, (const unsigned char *)s + i, n - i, &used);
        if (at + len + 1 > size) {
            for (at = room; at < room + 3 && at + 1 < size; at++)
                out[at] = '.';
            break;
        }
        memcpy(out + at, one, len);
        at += len;
        room = at + 4 <= size ? at : room;
    }
    out[at] = '\0';
}
