/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-eval: what keys add up to. */
#include "config.h"
#include "eval.h"

#include <stdlib.h>
#include <string.h>

#include "inv/mem.h"

const struct eval_total *eval_total(const struct evaluator *e, size_t method, size_t part)
{
    size_t i = method * PARTS + part;
    return i < e->ntotals && e->totals[i].keys > 0 ? &e->totals[i] : NULL;
}

static enum inv_status room_for(struct evaluator *e, size_t i, struct inv_err *err)
{
    if (i < e->ntotals)
        return INV_OK;
    enum inv_status st = INV_MEM_GROW(&e->totals, &e->cap_totals, i + 1, err);
    if (st != INV_OK)
        return st;
    memset(e->totals + e->ntotals, 0, (i + 1 - e->ntotals) * sizeof *e->totals);
    e->ntotals = i + 1;
    return INV_OK;
}

/* Steps that no key had before begin with nothing. */
static enum inv_status room_for_steps(const struct evaluator *e, struct eval_total *t, size_t nsteps, struct inv_err *err)
{
    size_t have = t->ratios ? t->nsteps + 1 : 0;
    if (have > nsteps)
        return INV_OK;
    enum inv_status st = INV_MEM_GROW(&t->ratios, &t->cap, (nsteps + 1) * e->width, err);
    if (st != INV_OK)
        return st;
    memset(t->ratios + have * e->width, 0, (nsteps + 1 - have) * e->width * sizeof *t->ratios);
    t->nsteps = nsteps;
    return INV_OK;
}

static enum inv_status add_block(struct evaluator *e, const struct eval_block *block, struct inv_err *err)
{
    size_t i = (size_t)block->head[BLOCK_METHOD] * PARTS + (size_t)block->head[BLOCK_PART];
    size_t nsteps = (size_t)block->head[BLOCK_STEPS];
    if (block->head[BLOCK_WINDOWS] == 0)
        return INV_OK;
    enum inv_status st = room_for(e, i, err);
    if (st == INV_OK)
        st = room_for_steps(e, &e->totals[i], nsteps, err);
    if (st != INV_OK)
        return st;
    struct eval_total *t = &e->totals[i];
    t->keys++;
    t->windows += block->head[BLOCK_WINDOWS];
    for (size_t k = 0; k <= nsteps; k++)
        inv_accuracy_pool(&e->what, t->ratios + k * e->width, block->all + k * e->width);
    return INV_OK;
}

enum inv_status eval_end(void *ctx, const struct batch *b, size_t k, struct inv_err *err)
{
    struct evaluator *e = ctx;
    enum inv_status st = INV_OK;
    for (size_t at = b->begin_sum[k]; at < b->begin_sum[k + 1] && st == INV_OK; at += (size_t)b->sum[at + BLOCK_LENGTH]) {
        struct eval_block block = eval_block_at(e, b->sum + at);
        st = add_block(e, &block, err);
    }
    return st == INV_OK ? eval_compare_key(e, b, k, err) : st;
}

void eval_totals_free(struct evaluator *e)
{
    for (size_t i = 0; i < e->ntotals; i++)
        free(e->totals[i].ratios);
    free(e->totals);
}
