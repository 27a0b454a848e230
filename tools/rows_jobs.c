/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "rows_jobs.h"

#include <stdlib.h>
#include <string.h>

#include "inv/jobs.h"
#include "inv/mem.h"
#include "carry.h"

enum { BLOCK_ROWS = 32 };

/* A row on its way: where its parts stand in its block. */
struct entry {
    size_t cells, at;               /* its first cell's end in `ends`, its first byte in `bytes` */
    size_t raw, raw_n, ncells;      /* its bytes as they came, where rejects want them */
    size_t kept;
    const struct inv_cell *item;
    const char *file;
    uint64_t line;
    bool plain;
    struct inv_err err;             /* status INV_OK: it goes well */
};

struct block {
    struct entry rows[BLOCK_ROWS]; size_t n;
    struct inv_buf bytes, kept;
    size_t *ends, nends, cap_ends;
    char *states;                   /* f->size each */
    struct value *values;           /* ncolumns each */
};

struct pool {
    struct run *run;
    const struct rows_jobs *f;
    struct carry out;
    struct inv_cell *cells;         /* of one row, on its way out */
    size_t count;
};

/* ---- in ---------------------------------------------------------------------------------------- */

static enum inv_status keep(struct pool *p, struct block *b, struct entry *e, const struct inv_record *rec, bool cells,
                            struct inv_err *err)
{
    enum inv_status st = INV_OK;
    *e = (struct entry){ .cells = b->nends, .at = b->bytes.n, .ncells = cells ? rec->n : 0, .file = rec->file,
                         .line = rec->line, .plain = rec->plain };
    if (cells)
        st = INV_MEM_GROW(&b->ends, &b->cap_ends, b->nends + rec->n + 1, err);
    for (size_t c = 0; c < e->ncells && st == INV_OK; c++) {
        st = inv_buf_add(&b->bytes, rec->cells[c].s, rec->cells[c].n, err);
        b->ends[b->nends++] = b->bytes.n;
    }
    e->raw = b->bytes.n;
    if (st == INV_OK && tool_keeps_raw(p->run)) {
        st = inv_buf_add(&b->bytes, rec->raw.s, rec->raw.n, err);
        e->raw_n = rec->raw.n;
    }
    return st;
}

/* A row's own troubles are kept until it is its turn. */
static enum inv_status begin(struct pool *p, struct block *b, const struct inv_record *rec, struct inv_err *err)
{
    const struct rows_jobs *f = p->f;
    struct entry *e = &b->rows[b->n];
    struct inv_param_row params;
    inv_params_join(p->run->params, rec->cells, &params);
    params.file = rec->file;
    params.line = rec->line;
    params.days_per_period = f->days ? f->days(f->ctx, rec) : 0;
    enum inv_status st = keep(p, b, e, rec, true, err);
    if (st != INV_OK)
        return st;
    e->item = params.item;
    e->kept = b->kept.n;
    char *state = b->states + b->n * f->size;
    memset(state, 0, f->size);
    st = f->begin(f->ctx, rec, &params, state, &b->kept, &e->err);
    e->err.status = st;
    if (st == INV_OK || st == INV_EROW || st == INV_EARG)
        return INV_OK;
    if (err)
        *err = e->err;
    return st;
}

static enum inv_status produce(void *ctx, void *item, struct inv_err *err)
{
    struct pool *p = ctx;
    struct block *b = item;
    struct inv_record rec;
    b->n = b->bytes.n = b->kept.n = b->nends = 0;
    for (; b->n < BLOCK_ROWS; b->n++) {
        struct inv_err trouble = { 0 };
        enum inv_status st = inv_input_next(p->run->in, &rec, &trouble);
        if (st == INV_END)
            return b->n > 0 ? INV_OK : INV_END;
        if (st == INV_OK) {
            st = begin(p, b, &rec, err);
        } else if (st == INV_EROW) {
            st = keep(p, b, &b->rows[b->n], &rec, false, err);
            b->rows[b->n].err = trouble;
        } else if (err) {
            *err = trouble;
        }
        if (st != INV_OK)
            return st;
    }
    return INV_OK;
}

static enum inv_status work(void *ctx, size_t thread, void *item, struct inv_err *err)
{
    struct pool *p = ctx;
    struct block *b = item;
    const struct rows_jobs *f = p->f;
    for (size_t i = 0; i < b->n; i++) {
        struct entry *e = &b->rows[i];
        struct value *out = b->values + i * f->ncolumns;
        for (size_t c = 0; c < f->ncolumns; c++)
            out[c].kind = VALUE_MISSING;
        if (e->err.status != INV_OK)
            continue;
        const char *kept = b->kept.s ? b->kept.s + e->kept : NULL;
        enum inv_status st = f->work(f->ctx, thread, b->states + i * f->size, kept, out, &e->err);
        e->err.status = st;
        if (st == INV_OK || st == INV_EROW || st == INV_EARG)
            continue;
        if (err)
            *err = e->err;
        return st;
    }
    return INV_OK;
}

/* ---- out --------------------------------------------------------------------------------------- */

static struct inv_record recall(struct pool *p, struct block *b, const struct entry *e)
{
    size_t at = e->at;
    for (size_t c = 0; c < e->ncells; c++) {
        p->cells[c] = (struct inv_cell){ b->bytes.s + at, b->ends[e->cells + c] - at };
        at = b->ends[e->cells + c];
    }
    struct inv_cell raw = { b->bytes.s ? b->bytes.s + e->raw : "", e->raw_n };
    return (struct inv_record){ .cells = p->cells, .n = e->ncells, .file = e->file, .line = e->line, .raw = raw,
                                .plain = e->plain };
}

static enum inv_status consume(void *ctx, void *item, struct inv_err *err)
{
    struct pool *p = ctx;
    struct block *b = item;
    enum inv_status st = INV_OK;
    for (size_t i = 0; i < b->n && st == INV_OK; i++) {
        struct entry *e = &b->rows[i];
        struct inv_record rec = recall(p, b, e);
        struct inv_param_row params = { .item = e->item };
        if (e->err.status == INV_OK) {
            memcpy(p->out.values, b->values + i * p->f->ncolumns, p->f->ncolumns * sizeof *p->out.values);
            st = carry_write(&p->out, &rec, &params, err);
        } else {
            st = tool_reject_row(p->run, &rec, e->err.status, &e->err);
            if (st != INV_OK && err)
                *err = e->err;
        }
    }
    if (++p->count % 64 == 0)
        tool_progress(p->run);
    return st;
}

/* ---- from end to end --------------------------------------------------------------------------- */

static enum inv_status run_blocks(struct pool *p, struct block *blocks, void **items, size_t threads, size_t slots,
                                  struct inv_err *err)
{
    for (size_t i = 0; i < slots; i++) {
        blocks[i].states = calloc(BLOCK_ROWS, p->f->size);
        blocks[i].values = calloc(BLOCK_ROWS, (p->f->ncolumns + 1) * sizeof *blocks[i].values);
        items[i] = &blocks[i];
        if (!blocks[i].states || !blocks[i].values)
            return inv_err_set(err, INV_ENOMEM, "out of memory");
    }
    struct inv_jobs jobs = { .threads = threads, .slots = slots, .ctx = p, .produce = produce, .work = work, .consume = consume };
    return inv_jobs_run(&jobs, items, err);
}

static void free_blocks(struct block *blocks, size_t slots)
{
    for (size_t i = 0; blocks && i < slots; i++) {
        inv_buf_free(&blocks[i].bytes);
        inv_buf_free(&blocks[i].kept);
        free(blocks[i].ends);
        free(blocks[i].states);
        free(blocks[i].values);
    }
    free(blocks);
}

enum inv_status tool_rows_jobs(struct run *run, const struct rows_jobs *f, struct inv_err *err)
{
    struct pool p = { .run = run, .f = f, .cells = calloc(inv_input_width(run->in) + 1, sizeof *p.cells) };
    size_t threads = tool_jobs(run), slots = threads * 4;
    struct block *blocks = calloc(slots, sizeof *blocks);
    void **items = calloc(slots, sizeof *items);
    enum inv_status st = p.cells && blocks && items ? tool_named_keys(run, err) : inv_err_set(err, INV_ENOMEM, "out of memory");
    if (st == INV_OK)
        st = carry_open(&p.out, run, f->columns, f->ncolumns, err);
    if (st == INV_OK)
        st = run_blocks(&p, blocks, items, threads, slots, err);
    enum inv_status end = st == INV_OK || st == INV_EROW ? carry_flush(&p.out, st == INV_OK ? err : NULL) : INV_OK;
    carry_close(&p.out);
    free_blocks(blocks, slots);
    free(items);
    free(p.cells);
    return st != INV_OK ? st : end;
}
