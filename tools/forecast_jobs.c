/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-forecast: keys in batches through the jobs; rows and errors in order. */
#include "config.h"
#include "forecast.h"

#include <stdlib.h>

#include "inv/jobs.h"

struct pool { struct forecaster *f; struct worker *workers; };

static enum inv_status join_params(struct forecaster *f, struct batch *b, size_t k, struct inv_err *err)
{
    const struct inv_group *g = &b->groups[k];
    for (size_t i = 0; i < f->run->keys.n; i++)
        f->cells[f->series.key[i]] = g->key[i];
    for (size_t i = 0; i < f->ncarry; i++)
        f->cells[f->carry[i]] = g->carry[i];
    inv_params_join(f->run->params, f->cells, &b->params[k]);
    b->params[k].file = g->latest_file;
    b->params[k].line = g->latest_line;
    b->params[k].days_per_period = inv_freq_days(f->series.freq);
    return forecast_periods(f, &b->params[k], g, &b->sum[k], err);
}

/* Rows that a key gives, so that many paths are not all in memory. */
static size_t rows_out(const struct forecaster *f)
{
    size_t paths = f->o->paths > 0 ? (size_t)f->o->paths : 1;
    return f->o->sum ? f->nmodels : f->nmodels * f->h * paths;
}

static enum inv_status produce(void *ctx, void *item, struct inv_err *err)
{
    struct forecaster *f = ((struct pool *)ctx)->f;
    struct batch *b = item;
    size_t rows = 0;
    b->n = 0;
    b->buf.n = 0;
    b->doubled = 0;
    while (b->n < BATCH_KEYS && rows < BATCH_ROWS) {
        enum inv_status st = series_next(&f->series, &b->groups[b->n], err);
        if (st == INV_END)
            return b->n > 0 ? INV_OK : INV_END;
        if (st != INV_OK)
            return st;
        rows += b->groups[b->n].n + rows_out(f);
        b->errs[b->n].status = INV_OK;
        st = join_params(f, b, b->n, &b->errs[b->n]);
        if (st != INV_OK && st != INV_EROW)
            return st;
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
        if (b->errs[k].status != INV_OK)
            continue;
        enum inv_status st = forecast_rows(p->f, &p->workers[thread], b, k, &b->errs[k]);
        if (st == INV_OK)
            continue;
        b->buf.n = b->begin[k];
        if (st != INV_EROW) {
            if (err)
                *err = b->errs[k];
            return st;
        }
    }
    return INV_OK;
}

static enum inv_status consume(void *ctx, void *item, struct inv_err *err)
{
    struct forecaster *f = ((struct pool *)ctx)->f;
    struct batch *b = item;
    enum inv_status st = INV_OK;
    for (size_t k = 0; k < b->n && st == INV_OK; k++)
        if (b->errs[k].status != INV_OK && (st = tool_reject_group(f->run, &b->groups[k], &b->errs[k])) != INV_OK) {
            if (err)
                *err = b->errs[k];
            b->buf.n = b->begin[k];            /* what came before it stands */
        }
    f->doubled += b->doubled;
    tool_progress(f->run);
    enum inv_status wrote = tool_write(f->run, &b->buf, true, st == INV_OK ? err : NULL);
    return st != INV_OK ? st : wrote;
}

static void pool_free(struct pool *p, size_t threads, struct batch *batches, void **items, size_t slots)
{
    for (size_t i = 0; i < threads && p->workers; i++) {
        struct worker *w = &p->workers[i];
        inv_work_free(&w->work);
        inv_regular_free(&w->reg);
        free(w->index);
        free(w->q);
        free(w->path);
    }
    for (size_t i = 0; i < slots && batches; i++) {
        for (size_t k = 0; k < BATCH_KEYS; k++)
            inv_group_free(&batches[i].groups[k]);
        inv_buf_free(&batches[i].buf);
    }
    free(p->workers);
    free(batches);
    free(items);
}

enum inv_status forecast_all(struct forecaster *f, struct inv_err *err)
{
    size_t threads = tool_jobs(f->run), slots = threads * 4;
    struct pool p = { f, calloc(threads, sizeof *p.workers) };
    struct batch *batches = calloc(slots, sizeof *batches);
    void **items = calloc(slots, sizeof *items);
    enum inv_status st = INV_ENOMEM;
    if (p.workers && batches && items) {
        for (size_t i = 0; i < slots; i++)
            items[i] = &batches[i];
        struct inv_jobs jobs = { .threads = threads, .slots = slots, .ctx = &p, .produce = produce, .work = work, .consume = consume };
        st = inv_jobs_run(&jobs, items, err);
    } else {
        inv_err_set(err, INV_ENOMEM, "out of memory");
    }
    pool_free(&p, threads, batches, items, slots);
    return st;
}
