/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-eval: which model is better, from key to key. */
#include "config.h"
#include "eval.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/mem.h"

#define NOWHERE ((size_t)-1)

/* Pairs are numbered such that another method only appends: (0,1) (0,2) (1,2) (0,3) ... */
static struct inv_dm pair(const struct eval_compare *c, size_t i, size_t j)
{
    return (struct inv_dm){ c->h, c->dm + (j * (j - 1) / 2 + i) * inv_dm_room(c->h) };
}

/* A method more: nothing is known of its pairs, and no key had all methods until now. */
static enum inv_status room_for(struct eval_compare *c, size_t k, struct inv_err *err)
{
    size_t pairs = k * (k - 1) / 2, had = c->cap > 1 ? c->cap * (c->cap - 1) / 2 : 0, one = inv_dm_room(c->h);
    if (k <= c->cap)
        return INV_OK;
    enum inv_status st = INV_MEM_GROW(&c->dm, &c->cap_dm, pairs * one + 1, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&c->ranks.sum, &c->cap_sum, k, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&c->ranks.wins, &c->cap_wins, k, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&c->loss, &c->cap_loss, k, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&c->rank, &c->cap_rank, k, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&c->at, &c->cap_at, k, err);
    if (st != INV_OK)
        return st;
    memset(c->dm + had * one, 0, (pairs - had) * one * sizeof *c->dm);
    memset(c->ranks.sum, 0, k * sizeof *c->ranks.sum);
    memset(c->ranks.wins, 0, k * sizeof *c->ranks.wins);
    c->ranks.k = c->k = c->cap = k;
    c->ranks.n = 0;
    return INV_OK;
}

/* Differences at the origins that both have; both are in order of origins. */
static enum inv_status compare(struct eval_compare *c, const struct eval_block *a, const struct eval_block *b, struct inv_dm dm,
                               struct inv_err *err)
{
    size_t na = (size_t)a->head[BLOCK_LOSSES], nb = (size_t)b->head[BLOCK_LOSSES], n = 0;
    enum inv_status st = INV_MEM_GROW(&c->diff, &c->cap_diff, na + 1, err);
    if (st != INV_OK)
        return st;
    for (size_t i = 0, j = 0; i < na && j < nb; ) {
        double s = a->loss[2 * i], t = b->loss[2 * j];
        if (s == t)
            c->diff[n++] = a->loss[2 * i++ + 1] - b->loss[2 * j++ + 1];
        else if (s < t)
            i++;
        else
            j++;
    }
    inv_dm_add(&dm, c->diff, n);
    return INV_OK;
}

enum inv_status eval_compare_key(struct evaluator *e, const struct batch *b, size_t k, struct inv_err *err)
{
    struct eval_compare *c = &e->compare;
    size_t methods = e->o->actual ? inv_keys_count(e->methods) : c->k;
    if (methods < 2 || !e->o->summary)
        return INV_OK;
    enum inv_status st = room_for(c, methods, err);
    for (size_t i = 0; i < methods && st == INV_OK; i++) {
        c->at[i] = NOWHERE;
        c->loss[i] = (double)NAN;
    }
    for (size_t at = b->begin_sum[k]; at < b->begin_sum[k + 1] && st == INV_OK; at += (size_t)b->sum[at + BLOCK_LENGTH]) {
        struct eval_block block = eval_block_at(e, b->sum + at);
        size_t i = (size_t)block.head[BLOCK_METHOD];
        if (i >= methods || (size_t)block.head[BLOCK_PART] + 1 != e->nparts)
            continue;
        c->at[i] = at;
        c->loss[i] = eval_loss(e, block.all);
    }
    if (st == INV_OK)
        inv_ranks_add(&c->ranks, c->loss, c->rank);
    for (size_t j = 1; j < methods && st == INV_OK; j++)
        for (size_t i = 0; i < j && st == INV_OK; i++) {
            if (c->at[i] == NOWHERE || c->at[j] == NOWHERE)
                continue;
            struct eval_block x = eval_block_at(e, b->sum + c->at[i]), y = eval_block_at(e, b->sum + c->at[j]);
            st = compare(c, &x, &y, pair(c, i, j), err);
        }
    return st;
}

struct inv_dm_test eval_compare_dm(const struct evaluator *e, size_t a, size_t b)
{
    const struct eval_compare *c = &e->compare;
    struct inv_dm_test t = { 0, (double)NAN, (double)NAN, (double)NAN };
    if (a == b || a >= c->cap || b >= c->cap)
        return t;
    struct inv_dm dm = a < b ? pair(c, a, b) : pair(c, b, a);
    t = inv_dm_test(&dm);
    t.stat = a < b ? t.stat : -t.stat;
    return t;
}

void eval_compare_free(struct eval_compare *c)
{
    free(c->dm);
    free(c->ranks.sum);
    free(c->ranks.wins);
    free(c->loss);
    free(c->rank);
    free(c->diff);
    free(c->at);
}
