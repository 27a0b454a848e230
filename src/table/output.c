/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/output.h"

#include <math.h>
#include <string.h>

#include "inv/num.h"
#include "table/json.h"

/* Whether no number can hold the delimiter c. */
static bool apart_from_numbers(char c, char decimal)
{
    return (c == ',' && decimal == '.') || c == '\t' || c == ';' || c == '|' || c == ' ';
}

void inv_row_init(struct inv_row *r, struct inv_buf *buf, const struct inv_format *format,
                  const struct inv_cell *names, size_t width)
{
    char delimiter = format->syntax == INV_TSV ? '\t' : format->delimiter;
    bool bare = format->syntax != INV_JSONL && apart_from_numbers(delimiter, format->decimal);
    *r = (struct inv_row){ .buf = buf, .format = format, .names = names, .width = width,
                           .delimiter = delimiter, .bare = bare };
}

/* Room for n bytes more; NULL after an error. */
static inline char *room(struct inv_row *r, size_t n)
{
    struct inv_buf *b = r->buf;
    if (r->err.status != INV_OK || (b->cap - b->n < n && inv_buf_reserve(b, n, &r->err) != INV_OK))
        return NULL;
    return b->s + b->n;
}

static void add(struct inv_row *r, const char *s, size_t n)
{
    if (r->err.status == INV_OK)
        inv_buf_add(r->buf, s, n, &r->err);
}

/* What stands before a cell: the delimiter, or the name in JSON. Room for n
 * bytes more is there when it does not return NULL. */
static inline char *begin_cell(struct inv_row *r, size_t n)
{
    char *out = room(r, n + 1);
    if (out && r->at > 0) {
        *out++ = r->delimiter;
        r->buf->n++;
    }
    r->at++;
    return out;
}

static void begin_json(struct inv_row *r)
{
    add(r, r->at == 0 ? "{" : ",", 1);
    if (r->at < r->width && r->err.status == INV_OK)
        inv_json_string(r->buf, r->names[r->at].s, r->names[r->at].n, &r->err);
    add(r, ":", 1);
    r->at++;
}

/* ---- cells ------------------------------------------------------------------------------- */

#define ONES 0x0101010101010101U
#define TOPS 0x8080808080808080U

/* Not zero where a byte of x is c. */
static inline uint64_t has_byte(uint64_t x, char c)
{
    uint64_t y = x ^ (ONES * (unsigned char)c);
    return (y - ONES) & ~y & TOPS;
}

/* Not zero where a byte of x makes a cell of CSV need quotes (RFC 4180). */
static inline uint64_t special(uint64_t x, char delim)
{
    return has_byte(x, delim) | has_byte(x, '"') | has_byte(x, '\n') | has_byte(x, '\r');
}

/* Copies and looks at eight bytes at a time; the last eight may overlap those
 * before. Returns whether a byte was special. */
static inline bool copy_long(char *out, const char *s, size_t n, char delim)
{
    uint64_t x, found = 0;
    for (size_t i = 0; i + 8 < n; i += 8) {
        memcpy(&x, s + i, 8);
        memcpy(out + i, &x, 8);
        found |= special(x, delim);
    }
    memcpy(&x, s + n - 8, 8);
    memcpy(out + n - 8, &x, 8);
    return (found | special(x, delim)) != 0;
}

/* The same for fewer than eight, gathered into one word; 0 bytes are not special. */
static inline bool copy_short(char *out, const char *s, size_t n, char delim)
{
    uint64_t x = 0;
    if (n >= 4) {
        uint32_t low, high;
        memcpy(&low, s, 4);
        memcpy(&high, s + n - 4, 4);
        x = low | (uint64_t)high << 32;
        memcpy(out, &low, 4);
        memcpy(out + n - 4, &high, 4);
    } else {
        for (size_t i = 0; i < n; i++) {
            out[i] = s[i];
            x |= (uint64_t)(unsigned char)s[i] << (8 * i);
        }
    }
    return special(x, delim) != 0;
}

static void put_quoted(struct inv_row *r, struct inv_cell c)
{
    add(r, "\"", 1);
    for (const char *end = c.s + c.n; c.s < end;) {
        const char *quote = memchr(c.s, '"', (size_t)(end - c.s));
        size_t n = (size_t)((quote ? quote + 1 : end) - c.s);
        add(r, c.s, n);
        if (quote)
            add(r, "\"", 1);
        c.s += n;
    }
    add(r, "\"", 1);
}

static bool begins_as_bom(struct inv_cell c)
{
    return c.n >= 3 && memcmp(c.s, "\xEF\xBB\xBF", 3) == 0;
}

/* The first cell of a file without a header may be this one. */
static bool may_be_first(const struct inv_row *r)
{
    return r->at == 0 && !r->format->header;
}

/* Copied first, quoted when a byte turns out to ask for it. A missing cell of
 * a table of one column is quoted too: other programs skip blank lines. */
static void csv_cell(struct inv_row *r, struct inv_cell c)
{
    bool mark = may_be_first(r) && begins_as_bom(c);
    char *out = begin_cell(r, c.n);
    if (!out)
        return;
    char delim = r->format->delimiter;
    if (mark || (c.n == 0 ? r->width == 1 : c.n < 8 ? copy_short(out, c.s, c.n, delim) : copy_long(out, c.s, c.n, delim)))
        put_quoted(r, c);
    else
        r->buf->n += c.n;
}

static void tsv_cell(struct inv_row *r, struct inv_cell c)
{
    size_t from = 0;
    if (!begin_cell(r, c.n))
        return;
    for (size_t i = 0; i < c.n; i++) {
        char b = c.s[i];
        if (b != '\t' && b != '\n' && b != '\r' && b != '\\')
            continue;
        char escape[2] = { '\\', b == '\t' ? 't' : b == '\n' ? 'n' : b == '\r' ? 'r' : '\\' };
        add(r, c.s + from, i - from);
        add(r, escape, 2);
        from = i + 1;
    }
    if (c.n > from)
        add(r, c.s + from, c.n - from);
}

void inv_row_cell(struct inv_row *r, struct inv_cell c)
{
    if (r->format->syntax == INV_CSV) {
        csv_cell(r, c);
    } else if (r->format->syntax == INV_TSV) {
        tsv_cell(r, c);
    } else {
        begin_json(r);
        if (r->err.status == INV_OK)
            inv_json_string(r->buf, c.s, c.n, &r->err);
    }
}

void inv_row_plain(struct inv_row *r, struct inv_cell c)
{
    if (r->format->syntax == INV_JSONL || c.n == 0 || may_be_first(r)) {
        inv_row_cell(r, c);
        return;
    }
    char *out = begin_cell(r, c.n);
    if (!out)
        return;
    if (c.n > 16) {
        memcpy(out, c.s, c.n);
    } else if (c.n >= 8) {
        uint64_t x, y;
        memcpy(&x, c.s, 8);
        memcpy(&y, c.s + c.n - 8, 8);
        memcpy(out, &x, 8);
        memcpy(out + c.n - 8, &y, 8);
    } else {
        for (size_t i = 0; i < c.n; i++)
            out[i] = c.s[i];
    }
    r->buf->n += c.n;
}

void inv_row_plain_run(struct inv_row *r, const struct inv_cell *c, size_t n)
{
    /* The first cell of a row has cares of its own. */
    if (n > 0 && r->at == 0) {
        inv_row_plain(r, *c++);
        n--;
    }
    if (n == 0)
        return;
    size_t bytes = (size_t)(c[n - 1].s + c[n - 1].n - c[0].s);
    char *out = begin_cell(r, bytes);
    if (!out)
        return;
    memcpy(out, c[0].s, bytes);
    r->buf->n += bytes;
    r->at += n - 1;
}

void inv_row_text(struct inv_row *r, const char *s)
{
    inv_row_cell(r, (struct inv_cell){ s, strlen(s) });
}

void inv_row_missing(struct inv_row *r)
{
    if (r->format->syntax == INV_JSONL) {
        begin_json(r);
        add(r, "null", 4);
    } else {
        inv_row_cell(r, (struct inv_cell){ "", 0 });
    }
}

void inv_row_again(struct inv_row *r, size_t from, size_t n, size_t cells)
{
    char *out = room(r, n);
    if (!out)
        return;
    memcpy(out, r->buf->s + from, n);
    r->buf->n += n;
    r->at += cells;
}

/* ---- numbers ------------------------------------------------------------------------------- */

/* What is not finite, or may need quotes. */
static void other_num(struct inv_row *r, double x)
{
    const struct inv_format *f = r->format;
    if (!isfinite(x)) {
        inv_row_missing(r);
    } else if (f->syntax == INV_JSONL) {
        begin_json(r);
        char *out = room(r, INV_NUM_MAX);
        r->buf->n += out ? inv_num_format(x, f->precision, '.', out) : 0;
    } else {
        char text[INV_NUM_MAX];
        inv_row_cell(r, (struct inv_cell){ text, inv_num_format(x, f->precision, f->decimal, text) });
    }
}

void inv_row_num(struct inv_row *r, double x)
{
    if (!r->bare || !isfinite(x)) {
        other_num(r, x);
        return;
    }
    char *out = begin_cell(r, INV_NUM_MAX);
    if (out)
        r->buf->n += inv_num_format(x, r->format->precision, r->format->decimal, out);
}

void inv_row_int(struct inv_row *r, int64_t x)
{
    char text[INV_NUM_MAX];
    if (r->bare) {
        char *out = begin_cell(r, INV_NUM_MAX);
        r->buf->n += out ? inv_num_format_int(x, out) : 0;
        return;
    }
    struct inv_cell c = { text, inv_num_format_int(x, text) };
    if (r->format->syntax == INV_JSONL) {
        begin_json(r);
        add(r, c.s, c.n);
    } else {
        inv_row_cell(r, c);
    }
}

/* ---- records -------------------------------------------------------------------------------- */

static enum inv_status told(const struct inv_row *r, struct inv_err *err)
{
    if (r->err.status != INV_OK && err)
        *err = r->err;
    return r->err.status;
}

enum inv_status inv_row_end(struct inv_row *r, struct inv_err *err)
{
    size_t n = r->at;
    r->at = 0;
    if (r->format->syntax == INV_JSONL)
        add(r, n == 0 ? "{}" : "}", n == 0 ? 2 : 1);
    char *out = room(r, 1);
    if (out) {
        *out = '\n';
        r->buf->n++;
    }
    if (r->err.status == INV_OK && n != r->width)
        inv_err_set(&r->err, INV_EARG, "a row of %zu cells in a table of %zu columns", n, r->width);
    return told(r, err);
}

enum inv_status inv_row_header(struct inv_row *r, struct inv_err *err)
{
    const struct inv_format *f = r->format;
    if (f->syntax == INV_JSONL)
        return told(r, err);
    if (f->bom)
        add(r, "\xEF\xBB\xBF", 3);
    if (!f->header)
        return told(r, err);
    for (size_t i = 0; i < r->width; i++) {
        if (i == 0 && f->syntax == INV_CSV && begins_as_bom(r->names[0])) {
            begin_cell(r, 0);
            put_quoted(r, r->names[0]);     /* else it would be read as a mark */
        } else {
            inv_row_cell(r, r->names[i]);
        }
    }
    return inv_row_end(r, err);
}
