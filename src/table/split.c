/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/split.h"

#include <stdlib.h>
#include <string.h>

#include "inv/mem.h"

void inv_split_init(struct inv_split *s, enum inv_syntax syntax, char delimiter)
{
    *s = (struct inv_split){ .syntax = syntax, .delimiter = delimiter };
}

void inv_split_free(struct inv_split *s)
{
    inv_quoted_free(s->quoted);
    free(s->own);
    inv_buf_free(&s->text);
    *s = (struct inv_split){ 0 };
}

/* The physical line that begins `from` bytes behind b->at: it ends at *n
 * without, at *next with its line end (from b->at both). Reads on until it is
 * whole. INV_END: nothing is left. */
static enum inv_status find_line(struct inv_block *b, size_t from, size_t *n, size_t *next, struct inv_err *err)
{
    size_t seen = from;
    for (;;) {
        size_t have = b->end - b->at;
        const char *nl = have > seen ? memchr(b->s + b->at + seen, '\n', have - seen) : NULL;
        if (nl) {
            *n = (size_t)(nl - (b->s + b->at));
            *next = *n + 1;
            break;
        }
        if (b->eof) {
            if (have == from)
                return INV_END;
            *n = *next = have;
            break;
        }
        seen = have;
        enum inv_status st = inv_block_fill(b, err);
        if (st != INV_OK)
            return st;
    }
    if (*n > from && b->s[b->at + *n - 1] == '\r')
        --*n;
    return INV_OK;
}

static enum inv_status split_plain(struct inv_split *s, const char *p, size_t n, struct inv_err *err)
{
    s->n = 0;
    for (const char *end = p + n;;) {
        const char *cut = memchr(p, s->delimiter, (size_t)(end - p));
        enum inv_status st = INV_MEM_GROW(&s->own, &s->cap, s->n + 1, err);
        if (st != INV_OK)
            return st;
        s->own[s->n++] = (struct inv_cell){ p, (size_t)((cut ? cut : end) - p) };
        if (!cut)
            break;
        p = cut + 1;
    }
    s->cells = s->own;
    return INV_OK;
}

/* What the byte after a backslash stands for; 0 where it is no escape. */
static char unescape(char c)
{
    return c == 't' ? '\t' : c == 'n' ? '\n' : c == 'r' ? '\r' : c == '\\' ? '\\' : '\0';
}

/* Decodes \t \n \r \\; any other backslash stands for itself. */
static enum inv_status decode_cells(struct inv_split *s, size_t length, struct inv_err *err)
{
    s->text.n = 0;
    enum inv_status st = inv_buf_reserve(&s->text, length, err);   /* never longer: no cell moves */
    if (st != INV_OK)
        return st;
    for (size_t i = 0; i < s->n; i++) {
        struct inv_cell c = s->own[i];
        if (c.n == 0 || !memchr(c.s, '\\', c.n))
            continue;
        char *out = s->text.s + s->text.n, *w = out;
        for (size_t k = 0; k < c.n; k++) {
            char e = c.s[k] == '\\' && k + 1 < c.n ? unescape(c.s[k + 1]) : '\0';
            *w++ = e ? e : c.s[k];
            k += e != '\0';
        }
        s->own[i] = (struct inv_cell){ out, (size_t)(w - out) };
        s->text.n += s->own[i].n;
    }
    return INV_OK;
}

/* A record whose first line, of n bytes (next with its end), has a quote. */
static enum inv_status split_quoted(struct inv_split *s, struct inv_block *b, size_t n, size_t next, struct inv_err *err)
{
    enum inv_status st = s->quoted ? inv_quoted_reset(s->quoted, err) : inv_quoted_alloc(&s->quoted, s->delimiter, err);
    if (st != INV_OK)
        return st;
    bool open = false;
    for (size_t from = 0;;) {
        st = inv_quoted_line(s->quoted, b->s + b->at + from, n - from, next - n, &open, err);
        s->raw = n;
        s->next = next;
        if (st != INV_OK || !open)
            break;
        from = next;
        st = find_line(b, from, &n, &next, err);
        if (st == INV_END)
            return inv_err_set(err, INV_EROW, "a quote that is never closed");
        if (st != INV_OK)
            return st;
        s->lines++;
    }
    s->cells = inv_quoted_cells(s->quoted, &s->n);
    return st;
}

enum inv_status inv_split_next(struct inv_split *s, struct inv_block *b, struct inv_err *err)
{
    size_t n, next;
    enum inv_status st = find_line(b, 0, &n, &next, err);
    if (st != INV_OK)
        return st;
    const char *p = b->s + b->at;
    bool marked = memchr(p, s->syntax == INV_TSV ? '\\' : '"', n) != NULL;
    s->raw = n;
    s->next = next;
    s->lines = 1;
    s->plain = !marked && !memchr(p, '\r', n);
    if (marked && s->syntax == INV_CSV)
        return split_quoted(s, b, n, next, err);
    st = split_plain(s, p, n, err);
    return st == INV_OK && marked ? decode_cells(s, n, err) : st;
}
