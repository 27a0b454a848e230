/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/output.h"

#include <math.h>
#include <string.h>

#include "inv/num.h"
#include "table/json.h"

void inv_row_init(struct inv_row *r, struct inv_buf *buf, const struct inv_format *format,
                  const struct inv_cell *names, size_t width)
{
    *r = (struct inv_row){ .buf = buf, .format = format, .names = names, .width = width };
}

static void add(struct inv_row *r, const char *s, size_t n)
{
    if (r->err.status == INV_OK)
        inv_buf_add(r->buf, s, n, &r->err);
}

static char delimiter(const struct inv_format *f)
{
    return f->syntax == INV_TSV ? '\t' : f->delimiter;
}

/* What stands before a cell: the delimiter; in JSON the name, too. */
static void begin_cell(struct inv_row *r)
{
    bool first = r->at == 0;
    if (r->format->syntax != INV_JSONL) {
        char c = delimiter(r->format);
        if (!first)
            add(r, &c, 1);
    } else if (r->at < r->width) {
        add(r, first ? "{" : ",", 1);
        if (r->err.status == INV_OK)
            inv_json_string(r->buf, r->names[r->at].s, r->names[r->at].n, &r->err);
        add(r, ":", 1);
    }
    r->at++;
}

/* Whether a cell needs quotes, as RFC 4180 has it; a table of one column has
 * blank lines where cells are missing, which other programs skip. */
static bool needs_quotes(const struct inv_row *r, struct inv_cell c)
{
    for (size_t i = 0; i < c.n; i++)
        if (c.s[i] == r->format->delimiter || c.s[i] == '"' || c.s[i] == '\n' || c.s[i] == '\r')
            return true;
    return c.n == 0 && r->width == 1;
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

static void put_csv(struct inv_row *r, struct inv_cell c)
{
    if (needs_quotes(r, c))
        put_quoted(r, c);
    else
        add(r, c.s, c.n);
}

static void put_tsv(struct inv_row *r, struct inv_cell c)
{
    size_t from = 0;
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
    begin_cell(r);
    if (r->format->syntax == INV_CSV)
        put_csv(r, c);
    else if (r->format->syntax == INV_TSV)
        put_tsv(r, c);
    else if (r->err.status == INV_OK)
        inv_json_string(r->buf, c.s, c.n, &r->err);
}

void inv_row_plain(struct inv_row *r, struct inv_cell c)
{
    if (r->format->syntax == INV_JSONL || c.n == 0) {
        inv_row_cell(r, c);
        return;
    }
    begin_cell(r);
    add(r, c.s, c.n);
}

void inv_row_text(struct inv_row *r, const char *s)
{
    inv_row_cell(r, (struct inv_cell){ s, strlen(s) });
}

void inv_row_missing(struct inv_row *r)
{
    if (r->format->syntax == INV_JSONL) {
        begin_cell(r);
        add(r, "null", 4);
    } else {
        inv_row_cell(r, (struct inv_cell){ "", 0 });
    }
}

void inv_row_num(struct inv_row *r, double x)
{
    if (!isfinite(x)) {
        inv_row_missing(r);
        return;
    }
    char text[INV_NUM_MAX];
    bool json = r->format->syntax == INV_JSONL;
    struct inv_cell c = { text, inv_num_format(x, r->format->precision, json ? '.' : r->format->decimal, text) };
    if (json) {
        begin_cell(r);
        add(r, c.s, c.n);
    } else {
        inv_row_cell(r, c);
    }
}

void inv_row_int(struct inv_row *r, int64_t x)
{
    char text[INV_NUM_MAX];
    size_t n = inv_num_format_int(x, text);
    begin_cell(r);
    add(r, text, n);
}

enum inv_status inv_row_end(struct inv_row *r, struct inv_err *err)
{
    size_t n = r->at;
    r->at = 0;
    if (r->format->syntax == INV_JSONL)
        add(r, n == 0 ? "{}" : "}", n == 0 ? 2 : 1);
    add(r, "\n", 1);
    if (r->err.status == INV_OK && n != r->width)
        inv_err_set(&r->err, INV_EARG, "a row of %zu cells in a table of %zu columns", n, r->width);
    if (r->err.status != INV_OK && err)
        *err = r->err;
    return r->err.status;
}

enum inv_status inv_row_header(struct inv_row *r, struct inv_err *err)
{
    const struct inv_format *f = r->format;
    if (f->bom && f->syntax != INV_JSONL)
        add(r, "\xEF\xBB\xBF", 3);
    if (f->syntax != INV_JSONL && f->header) {
        for (size_t i = 0; i < r->width; i++)
            inv_row_cell(r, r->names[i]);
        return inv_row_end(r, err);
    }
    if (r->err.status != INV_OK && err)
        *err = r->err;
    return r->err.status;
}
