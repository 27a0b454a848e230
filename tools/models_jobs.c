/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys in batches through the jobs; rows and errors in order. */
#include "config.h"
#include "models.h"

#include <stdlib.h>

#include "inv/jobs.h"

struct pool { struct key_jobs *jobs; struct worker *workers; };

static enum inv_status join_params(struct key_jobs *j, struct batch *b, size_t k, struct inv_err *err)
{
    struct models *m = j->models;
    const struct inv_group *g = &b->groups[k];
    for (size_t i = 0; i < m->run->keys.n; i++)
        m->cells[m->series.key[i]] = g->key[i];
    for (size_t i = 0; i < m->ncarry; i++)
        m->cells[m->carry[i]] = g->carry[i];
    inv_params_join(m->run->params, m->cells, &b->params[k]);
    b->params[k].file = g->latest_file;
    b->params[k].line = g->latest_line;
    b->params[k].days_per_period = inv_freq_days(m->series.freq);
    b->future[k] = m->regressors.future ? join_find(m->regressors.future, m->cells) : JOIN_NONE;
    return j->begin ? j->begin(j->ctx, b, k, err) : INV_OK;
}

static enum inv_status next_key(struct key_jobs *j, struct inv_group *g, struct inv_err *err)
{
    enum inv_status st = series_next(&j->models->series, g, err);
    if (st != INV_END || !j->more)
        return st;
    struct inv_cell *key = calloc(j->models->run->keys.n + 1, sizeof *key);
    st = key ? j->more(j->ctx, key, err) : inv_err_set(err, INV_ENOMEM, "out of memory");
    if (st == INV_OK)
        st = series_none(&j->models->series, key, g, err);
    free(key);
    return st;
}

static enum inv_status produce(void *ctx, void *item, struct inv_err *err)
{
    struct key_jobs *j = ((struct pool *)ctx)->jobs;
    struct batch *b = item;
    size_t rows = 0;
    b->n = 0;
    b->buf.n = 0;
    b->nsum = 0;
    b->kept.n = 0;
    b->doubled = b->dropped = b->dropped_names = 0;
    while (b->n < BATCH_KEYS && rows < BATCH_ROWS) {
        enum inv_status st = next_key(j, &b->groups[b->n], err);
        if (st == INV_END)
            return b->n > 0 ? INV_OK : INV_END;
        if (st != INV_OK)
            return st;
        rows += b->groups[b->n].n + j->rows;
        b->errs[b->n].status = INV_OK;
        b->count[b->n][0] = b->count[b->n][1] = 0;
        st = join_params(j, b, b->n, &b->errs[b->n]);
        if (st != INV_OK && st != INV_EROW) {
            if (err)
                *err = b->errs[b->n];
            return st;
        }
        b->n++;
    }
    return INV_OK;
}

static enum inv_status work(void *ctx, size_t thread, void *item, struct inv_err *err)
{
    struct pool *p = ctx;
    struct batch *b = item;
    for (size_t k = 0; k < b->n; k++) {
        b->begin[k] = b->buf.n;
        b->begin_sum[k] = b->begin_sum[k + 1] = b->nsum;
        b->begin_kept[k] = b->begin_kept[k + 1] = b->kept.n;
        if (b->errs[k].status != INV_OK)
            continue;
        enum inv_status st = p->jobs->key(p->jobs->ctx, &p->workers[thread], b, k, &b->errs[k]);
        if (st != INV_OK) {
            b->buf.n = b->begin[k];
            b->nsum = b->begin_sum[k];
            b->kept.n = b->begin_kept[k];
        }
        b->begin_sum[k + 1] = b->nsum;
        b->begin_kept[k + 1] = b->kept.n;
        if (st != INV_OK && st != INV_EROW) {
            if (err)
                *err = b->errs[k];
            return st;
        }
    }
    return INV_OK;
}

static enum inv_status consume(void *ctx, void *item, struct inv_err *err)
{
    struct key_jobs *j = ((struct pool *)ctx)->jobs;
    struct run *run = j->models->run;
    struct batch *b = item;
    enum inv_status st = INV_OK;
    for (size_t k = 0; k < b->n && st == INV_OK; k++) {
        if (b->errs[k].status != INV_OK)
            st = tool_reject_group(run, &b->groups[k], &b->errs[k]);
        else if (j->end)
            st = j->end(j->ctx, b, k, &b->errs[k]);
        if (st != INV_OK) {
            if (err)
                *err = b->errs[k];
            b->buf.n = b->begin[k];            /* what came before it stands */
        }
    }
    j->doubled += b->doubled;
    j->dropped += b->dropped;
    j->dropped_names |= b->dropped_names;
    tool_progress(run);
    enum inv_status wrote = tool_write(run, &b->buf, true, st == INV_OK ? err : NULL);
    return st != INV_OK ? st : wrote;
}

static void pool_free(struct pool *p, size_t threads, struct batch *batches, void **items, size_t slots)
{
    for (size_t i = 0; i < threads && p->workers; i++) {
        struct worker *w = &p->workers[i];
        inv_work_free(&w->work);
        inv_work_free(&w->more);
        inv_conformal_free(&w->conformal);
        inv_regular_free(&w->reg);
        free(w->index);
        free(w->values.x);
        free(w->values.given);
        free(w->values.count);
        free(w->q);
        free(w->path);
        free(w->adjusted);
    }
    for (size_t i = 0; i < slots && batches; i++) {
        for (size_t k = 0; k < BATCH_KEYS; k++)
            inv_group_free(&batches[i].groups[k]);
        inv_buf_free(&batches[i].buf);
        inv_buf_free(&batches[i].kept);
        free(batches[i].sum);
    }
    free(p->workers);
    free(batches);
    free(items);
}

/* Which they are: those of the first 64 that some key's fit left out. */
static void note_dropped(const struct key_jobs *j)
{
    const struct regressors *r = &j->models->regressors;
    struct inv_buf names = { 0 };
    for (size_t i = 0; i < r->n && i < 64; i++)
        if (j->dropped_names >> i & 1)
            inv_buf_printf(&names, NULL, "%s%s", names.n > 0 ? ", " : "", r->names.s[i]);
    const char *s = inv_buf_cstr(&names, NULL);
    tool_note(j->models->run, "regressors that are constant or follow from others are left out; keys: %llu; they are: %s",
              (unsigned long long)j->dropped, s ? s : "");
    inv_buf_free(&names);
}

enum inv_status models_run(struct key_jobs *j, struct inv_err *err)
{
    size_t threads = j->serial ? 1 : tool_jobs(j->models->run), slots = threads * 4;
    struct pool p = { j, calloc(threads, sizeof *p.workers) };
    struct batch *batches = calloc(slots, sizeof *batches);
    void **items = calloc(slots, sizeof *items);
    enum inv_status st = INV_ENOMEM;
    if (p.workers && batches && items) {
        for (size_t i = 0; i < threads; i++)
            p.workers[i].conformal.origins = j->models->o->intervals ? INV_CONFORMAL_ORIGINS : 0;
        for (size_t i = 0; i < slots; i++)
            items[i] = &batches[i];
        struct inv_jobs jobs = { .threads = threads, .slots = slots, .ctx = &p, .produce = produce, .work = work, .consume = consume };
        st = inv_jobs_run(&jobs, items, err);
    } else {
        inv_err_set(err, INV_ENOMEM, "out of memory");
    }
    pool_free(&p, threads, batches, items, slots);
    if (st == INV_OK && j->dropped > 0)
        note_dropped(j);
    if (st == INV_OK && j->doubled > 0)
        tool_note(j->models->run, "periods with several rows, which are summed: %llu", (unsigned long long)j->doubled);
    return st;
}
