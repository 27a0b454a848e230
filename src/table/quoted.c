/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/quoted.h"

#include <csv.h>
#include <stdlib.h>

#include "inv/buf.h"
#include "inv/mem.h"

struct inv_quoted {
    struct csv_parser csv;
    bool ready;                        /* csv is initialised */
    bool open, ended;                  /* a quote is open; the record is whole */
    char delimiter;
    struct inv_buf text;               /* the cells' bytes, one after the other */
    size_t *ends; size_t n, cap_ends;  /* where each ends in text */
    struct inv_cell *cells; size_t cap_cells;
    enum inv_status failed;            /* of a callback */
};

static int no_space(unsigned char c)
{
    (void)c;
    return 0;
}

static int is_end(unsigned char c)
{
    return c == '\n';
}

static void take_cell(void *s, size_t n, void *ctx)
{
    struct inv_quoted *q = ctx;
    if (q->failed == INV_OK)
        q->failed = inv_buf_add(&q->text, s, n, NULL);
    if (q->failed == INV_OK)
        q->failed = INV_MEM_GROW(&q->ends, &q->cap_ends, q->n + 1, NULL);
    if (q->failed == INV_OK)
        q->ends[q->n++] = q->text.n;
}

static void take_record(int c, void *ctx)
{
    (void)c;
    ((struct inv_quoted *)ctx)->ended = true;
}

static enum inv_status start(struct inv_quoted *q, struct inv_err *err)
{
    if (q->ready)
        csv_free(&q->csv);
    q->ready = csv_init(&q->csv, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL) == 0;
    if (!q->ready)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    csv_set_delim(&q->csv, (unsigned char)q->delimiter);
    csv_set_space_func(&q->csv, no_space);
    csv_set_term_func(&q->csv, is_end);
    return INV_OK;
}

enum inv_status inv_quoted_alloc(struct inv_quoted **q, char delimiter, struct inv_err *err)
{
    *q = calloc(1, sizeof **q);
    if (!*q)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    (*q)->delimiter = delimiter;
    enum inv_status st = start(*q, err);
    if (st != INV_OK) {
        inv_quoted_free(*q);
        *q = NULL;
    }
    return st;
}

void inv_quoted_free(struct inv_quoted *q)
{
    if (!q)
        return;
    if (q->ready)
        csv_free(&q->csv);
    inv_buf_free(&q->text);
    free(q->ends);
    free(q->cells);
    free(q);
}

enum inv_status inv_quoted_reset(struct inv_quoted *q, struct inv_err *err)
{
    bool fresh = q->ended || (q->n == 0 && !q->open);
    q->open = q->ended = false;
    q->n = q->text.n = 0;
    q->failed = INV_OK;
    return fresh ? INV_OK : start(q, err);
}

/* The buffer of libcsv grows by a fixed step: made as large as what may come,
 * so that a long cell costs no more than its length. */
static void widen(struct csv_parser *csv, size_t n)
{
    size_t have = csv_get_buffer_size(csv), step = have > n ? have : n;
    csv_set_blk_size(csv, step < 128 ? 128 : step);
}

static enum inv_status feed(struct inv_quoted *q, const char *s, size_t n, struct inv_err *err)
{
    widen(&q->csv, n);
    size_t used = csv_parse(&q->csv, s, n, take_cell, take_record, q);
    if (q->failed != INV_OK)
        return inv_err_set(err, q->failed, "out of memory");
    if (used == n)
        return INV_OK;
    if (csv_error(&q->csv) != CSV_EPARSE)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    return inv_err_set(err, INV_EROW, s[used] == '"' ? "a quote inside a cell that does not begin with one"
                                                     : "text after a closing quote");
}

/* The text has stopped moving: where its cells are. */
static enum inv_status point_cells(struct inv_quoted *q, struct inv_err *err)
{
    enum inv_status st = INV_MEM_GROW(&q->cells, &q->cap_cells, q->n, err);
    if (st != INV_OK)
        return st;
    size_t at = 0;
    for (size_t i = 0; i < q->n; i++) {
        q->cells[i] = (struct inv_cell){ q->text.s ? q->text.s + at : "", q->ends[i] - at };
        at = q->ends[i];
    }
    return INV_OK;
}

/* Whether the number of quotes is odd: without a strict error, one is open then. */
static bool odd_quotes(const char *s, size_t n)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += s[i] == '"';
    return count & 1;
}

enum inv_status inv_quoted_line(struct inv_quoted *q, const char *s, size_t n, size_t tail, bool *open, struct inv_err *err)
{
    q->open ^= odd_quotes(s, n);
    enum inv_status st = feed(q, s, n, err);
    if (st == INV_OK)
        st = q->open ? feed(q, s + n, tail, err) : feed(q, "\n", 1, err);
    if (st == INV_OK && q->ended)
        st = point_cells(q, err);
    if (st != INV_OK) {
        q->ended = false;
        q->open = true;                /* unusable until start() */
    }
    *open = q->open;
    return st;
}

const struct inv_cell *inv_quoted_cells(const struct inv_quoted *q, size_t *n)
{
    *n = q->n;
    return q->cells;
}
