/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-eval: what the windows of a key add up to, and the key's rows. */
#include "config.h"
#include "eval.h"

#include <math.h>
#include <string.h>

#include "inv/mem.h"

/* Ratios of a block: of all steps, of each step, and a scratch behind them. */
static size_t ratios(const struct evaluator *e, size_t nsteps)
{
    return e->width * (nsteps + 2);
}

struct eval_block eval_block_at(const struct evaluator *e, double *at)
{
    size_t nsteps = (size_t)at[BLOCK_STEPS];
    struct inv_ratio *all = (struct inv_ratio *)(void *)(at + BLOCK_HEAD);
    return (struct eval_block){ at, all, at + BLOCK_HEAD + 2 * ratios(e, nsteps) };
}

enum inv_status eval_block_new(const struct evaluator *e, struct batch *b, size_t method, size_t part, size_t windows,
                               size_t h, struct eval_block *block, struct inv_err *err)
{
    size_t nsteps = e->o->by == BY_KEY ? 0 : h, n = BLOCK_HEAD + 2 * ratios(e, nsteps) + 2 * windows;
    enum inv_status st = INV_MEM_GROW(&b->sum, &b->cap_sum, b->nsum + n, err);
    if (st != INV_OK)
        return st;
    double *at = b->sum + b->nsum;
    memset(at, 0, n * sizeof *at);
    at[BLOCK_LENGTH] = (double)n;
    at[BLOCK_METHOD] = (double)method;
    at[BLOCK_PART] = (double)part;
    at[BLOCK_STEPS] = (double)nsteps;
    b->nsum += n;
    *block = eval_block_at(e, at);
    return INV_OK;
}

enum inv_status eval_block_copy(struct batch *b, size_t at, size_t method, struct inv_err *err)
{
    size_t n = (size_t)b->sum[at + BLOCK_LENGTH];
    enum inv_status st = INV_MEM_GROW(&b->sum, &b->cap_sum, b->nsum + n, err);
    if (st != INV_OK)
        return st;
    memcpy(b->sum + b->nsum, b->sum + at, n * sizeof *b->sum);
    b->sum[b->nsum + BLOCK_METHOD] = (double)method;
    b->nsum += n;
    return INV_OK;
}

void eval_block_add(const struct evaluator *e, struct eval_block *block, const struct inv_scale *scale,
                    const struct inv_outcome *o, double origin)
{
    size_t nsteps = (size_t)block->head[BLOCK_STEPS], n = (size_t)block->head[BLOCK_LOSSES];
    struct inv_ratio *one = block->all + e->width * (nsteps + 1);
    inv_accuracy_window(&e->what, scale, o, one);
    if (!(one[INV_MAE].den > 0))
        return;
    inv_accuracy_add(block->all, one, e->width);
    block->head[BLOCK_WINDOWS]++;
    block->loss[2 * n] = origin;
    block->loss[2 * n + 1] = eval_loss(e, one);
    block->head[BLOCK_LOSSES] = (double)(n + 1);
    for (size_t k = 0; k < nsteps && k < o->h; k++) {
        struct inv_outcome step = { 1, o->actual + k, o->forecast + k, o->bounds ? o->bounds + k : NULL, o->stride };
        inv_accuracy_window(&e->what, scale, &step, one);
        inv_accuracy_add(block->all + e->width * (k + 1), one, e->width);
    }
}

/* ---- rows ------------------------------------------------------------------------------------------ */

/* Of all steps (0), or of one. */
static enum inv_status write_row(const struct evaluator *e, struct batch *b, size_t k, const struct eval_block *block,
                                 const struct inv_ratio *corrected, size_t step, struct inv_err *err)
{
    struct inv_row row;
    const struct inv_ratio *r = block->all + step * e->width;
    size_t n, part = (size_t)block->head[BLOCK_PART];
    const char *name = eval_method(e, (size_t)block->head[BLOCK_METHOD], &n);
    inv_row_init(&row, &b->buf, &e->run->out_format, e->layout.names, e->layout.width);
    for (size_t i = 0; i < e->run->keys.n; i++)
        inv_row_cell(&row, b->groups[k].key[i]);
    inv_row_cell(&row, (struct inv_cell){ name, n });
    if (e->nparts > 1)
        inv_row_text(&row, eval_part(e, part));
    if (step > 0)
        inv_row_int(&row, (int64_t)step);
    inv_row_int(&row, step > 0 ? (int64_t)r[INV_MAE].den : (int64_t)block->head[BLOCK_WINDOWS]);
    eval_measures(e, &row, r);
    if (e->adjusted)
        inv_row_num(&row, corrected ? eval_value_added(corrected + step * e->width, r) : (double)NAN);
    models_kept_cells(&e->layout, &row, &b->groups[k], &b->params[k]);
    return inv_row_end(&row, err);
}

static enum inv_status write_rows(const struct evaluator *e, struct batch *b, size_t k, const struct eval_block *block,
                                  const struct inv_ratio *corrected, struct inv_err *err)
{
    enum inv_status st = INV_OK;
    size_t last = (size_t)block->head[BLOCK_STEPS];
    for (size_t step = last > 0; step <= last && st == INV_OK; step++)
        if (step == 0 || block->all[step * e->width + INV_MAE].den > 0)
            st = write_row(e, b, k, block, corrected, step, err);
    return st;
}

enum inv_status eval_rows(const struct evaluator *e, struct batch *b, size_t k, struct inv_err *err)
{
    enum inv_status st = INV_OK;
    const struct inv_ratio *before = NULL;
    bool any = false;
    for (size_t at = b->begin_sum[k]; at < b->nsum && st == INV_OK; ) {
        struct eval_block block = eval_block_at(e, b->sum + at);
        bool corrected = e->adjusted && (size_t)block.head[BLOCK_METHOD] % 2 == 1;
        any = any || block.head[BLOCK_WINDOWS] > 0;
        if (block.head[BLOCK_WINDOWS] > 0 && e->o->by != BY_STEP && !e->o->summary)
            st = write_rows(e, b, k, &block, corrected ? before : NULL, err);
        before = block.all;
        at += (size_t)block.head[BLOCK_LENGTH];
    }
    if (st != INV_OK || any)
        return st;
    inv_err_set(err, INV_EROW, e->o->actual ? "nothing that was forecast is known" : "no window has a known value before and after its origin");
    return series_where(&e->models.series, &b->groups[k], err);
}
