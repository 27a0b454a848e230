/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/json.h"

#include <string.h>

/* The length of the UTF-8 sequence at s (n > 0 bytes are there); *good says
 * whether it is well-formed, else the length is that of its maximal valid
 * beginning, at least 1. Unicode 15, table 3-7. */
static size_t sequence(const unsigned char *s, size_t n, bool *good)
{
    unsigned char lead = s[0], lo = 0x80, hi = 0xBF;
    size_t want = lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
    *good = want == 1;
    if (want < 2)
        return 1;
    if (lead == 0xE0)
        lo = 0xA0;
    else if (lead == 0xED)
        hi = 0x9F;
    else if (lead == 0xF0)
        lo = 0x90;
    else if (lead == 0xF4)
        hi = 0x8F;
    size_t i = 1;
    for (; i < want && i < n && s[i] >= lo && s[i] <= hi; i++) {
        lo = 0x80;
        hi = 0xBF;
    }
    *good = i == want;
    return i;
}

/* One character, escaped where JSON asks for it. Returns how many bytes it took. */
static size_t put(char *out, const unsigned char *s, size_t n, size_t *used)
{
    static const char hex[] = "0123456789abcdef";
    static const char shorts[] = "btnvfr";               /* 8 to 13; \v is no escape of JSON */
    unsigned char c = s[0];
    *used = 1;
    if (c == '"' || c == '\\') {
        out[0] = '\\';
        out[1] = (char)c;
        return 2;
    }
    if (c >= 8 && c <= 13 && c != 11) {
        out[0] = '\\';
        out[1] = shorts[c - 8];
        return 2;
    }
    if (c < 0x20 || c == 0x7F) {
        memcpy(out, "\\u00", 4);
        out[4] = hex[c >> 4];
        out[5] = hex[c & 15];
        return 6;
    }
    bool good;
    *used = sequence(s, n, &good);
    if (!good) {
        memcpy(out, "\xEF\xBF\xBD", 3);
        return 3;
    }
    memcpy(out, s, *used);
    return *used;
}

enum inv_status inv_json_string(struct inv_buf *b, const char *s, size_t n, struct inv_err *err)
{
    if (n > (SIZE_MAX - 2) / 6)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    enum inv_status st = inv_buf_reserve(b, n * 6 + 2, err);
    if (st != INV_OK)
        return st;
    char *out = b->s + b->n;
    *out++ = '"';
    for (size_t i = 0, used; i < n; i += used)
        out += put(out, (const unsigned char *)s + i, n - i, &used);
    *out++ = '"';
    b->n = (size_t)(out - b->s);
    return INV_OK;
}
