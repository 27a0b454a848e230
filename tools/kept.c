/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "kept.h"

#include <stdlib.h>

#include "inv/mem.h"
#include "carry.h"

struct kept_row {
    size_t start;                   /* its first cell's end in `ends` */
    size_t at;                      /* its first byte in `bytes` */
    size_t raw, raw_n;              /* its bytes as they came, where rejects want them */
    const struct inv_cell *item;
    const char *file;
    uint64_t line;
    bool plain;
};

struct store {
    struct run *run;
    const struct kept_filter *f;
    size_t width;
    struct inv_buf bytes;
    size_t *ends, nends, cap_ends;
    struct kept_row *rows; size_t n, cap;
    struct inv_cell *cells;         /* of one row, on its way out */
};

static enum inv_status keep(struct store *s, const struct inv_record *rec, const struct inv_cell *item,
                            struct inv_err *err)
{
    enum inv_status st = INV_MEM_GROW(&s->rows, &s->cap, s->n + 1, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&s->ends, &s->cap_ends, s->nends + s->width, err);
    if (st != INV_OK)
        return st;
    struct kept_row *r = &s->rows[s->n];
    *r = (struct kept_row){ .start = s->nends, .at = s->bytes.n, .item = item, .file = rec->file, .line = rec->line,
                            .plain = rec->plain };
    for (size_t c = 0; c < s->width && st == INV_OK; c++) {
        st = inv_buf_add(&s->bytes, rec->cells[c].s, rec->cells[c].n, err);
        s->ends[s->nends++] = s->bytes.n;
    }
    r->raw = s->bytes.n;
    if (st == INV_OK && tool_keeps_raw(s->run)) {
        st = inv_buf_add(&s->bytes, rec->raw.s, rec->raw.n, err);
        r->raw_n = rec->raw.n;
    }
    s->n += st == INV_OK;
    return st;
}

/* The row as it was read. */
static struct inv_record recall(struct store *s, const struct kept_row *r)
{
    size_t at = r->at;
    for (size_t c = 0; c < s->width; c++) {
        s->cells[c] = (struct inv_cell){ s->bytes.s + at, s->ends[r->start + c] - at };
        at = s->ends[r->start + c];
    }
    return (struct inv_record){ .cells = s->cells, .n = s->width, .file = r->file, .line = r->line,
                                .raw = { s->bytes.s + r->raw, r->raw_n }, .plain = r->plain };
}

static void join(const struct store *s, const struct inv_record *rec, struct inv_param_row *params)
{
    inv_params_join(s->run->params, rec->cells, params);
    params->file = rec->file;
    params->line = rec->line;
    params->days_per_period = s->f->days ? s->f->days(s->f->ctx, rec) : 0;
}

static enum inv_status take(struct store *s, const struct inv_record *rec, struct inv_err *err)
{
    struct inv_param_row params;
    join(s, rec, &params);
    enum inv_status st = s->f->take(s->f->ctx, s->run, s->n, rec, &params, err);
    if (st == INV_OK)
        return keep(s, rec, params.item, err);
    return tool_reject_row(s->run, rec, st, err);
}

static enum inv_status read_all(struct store *s, struct inv_err *err)
{
    struct inv_record rec;
    for (size_t count = 1;; count++) {
        enum inv_status st = inv_input_next(s->run->in, &rec, err);
        if (st == INV_END)
            return INV_OK;
        st = st == INV_EROW ? tool_reject(s->run, &rec, err) : st == INV_OK ? take(s, &rec, err) : st;
        if (st != INV_OK)
            return st;
        if (count % 8192 == 0)
            tool_progress(s->run);
    }
}

/* Where give_row gives it, with all that it came with. */
static enum inv_status give(struct store *s, size_t i, const struct inv_record *rec, struct inv_param_row *params, struct value *out,
                            struct inv_err *err)
{
    if (!s->f->give_row)
        return s->f->give(s->f->ctx, s->run, i, out, err);
    join(s, rec, params);
    return s->f->give_row(s->f->ctx, s->run, rec, params, out, err);
}

static enum inv_status write_all(struct store *s, struct carry *out, struct inv_err *err)
{
    enum inv_status st = INV_OK;
    for (size_t i = 0; i < s->n && st == INV_OK; i++) {
        struct inv_record rec = recall(s, &s->rows[i]);
        struct inv_param_row params = { .item = s->rows[i].item };
        carry_clear(out);
        st = give(s, i, &rec, &params, out->values, err);
        if (st == INV_OK)
            st = carry_write(out, &rec, &params, err);
        else if (st == INV_END)
            st = INV_OK;
        else if (s->f->told && s->f->told(s->f->ctx, i))
            st = tool_reject_told(s->run, &rec, err);
        else
            st = tool_reject_row(s->run, &rec, st, err);
    }
    return st;
}

static enum inv_status run_through(struct store *s, struct carry *out, struct inv_err *err)
{
    enum inv_status st = tool_named_keys(s->run, err);
    if (st == INV_OK && out)
        st = carry_open(out, s->run, s->f->columns, s->f->ncolumns, err);
    if (st == INV_OK)
        st = read_all(s, err);
    if (st == INV_OK)
        st = s->f->all(s->f->ctx, s->run, s->n, err);
    struct carry none = { .run = s->run };
    if (st == INV_OK && (out || s->f->give_row))
        st = write_all(s, out ? out : &none, err);
    if (!out)
        return st;
    enum inv_status end = st == INV_OK || st == INV_EROW ? carry_flush(out, st == INV_OK ? err : NULL) : INV_OK;
    carry_close(out);
    return st != INV_OK ? st : end;
}

enum inv_status tool_rows_kept(struct run *run, const struct kept_filter *f, bool write, struct inv_err *err)
{
    struct store s = { .run = run, .f = f, .width = inv_input_width(run->in) };
    struct carry out = { .run = run };
    s.cells = calloc(s.width + 1, sizeof *s.cells);
    enum inv_status st = s.cells ? run_through(&s, write ? &out : NULL, err)
                                 : inv_err_set(err, INV_ENOMEM, "out of memory");
    inv_buf_free(&s.bytes);
    free(s.ends);
    free(s.rows);
    free(s.cells);
    return st;
}
