/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "inv/jobs.h"

#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <unistd.h>

struct slot {
    enum inv_status status;      /* of work, once done */
    bool done;
    struct inv_err err;
};

/* All of it is guarded by `lock`; the callbacks run outside of it. Item number
 * i, from 0, is items[i % slots]: produced from 0 up, consumed from 0 up. */
struct pool {
    const struct inv_jobs *jobs;
    void *const *items;
    struct slot *slot;
    size_t slots;
    pthread_mutex_t lock;
    pthread_cond_t change;
    size_t waiting;
    size_t produced, consumed;
    bool producing, consuming;   /* a thread is in that callback */
    bool ended;                  /* no more is produced */
    bool over;                   /* nothing more is consumed */
    enum inv_status end_status;  /* why production ended: INV_END or an error */
    struct inv_err end_err;
    enum inv_status result;
    struct inv_err result_err;
};

struct thread {
    struct pool *pool;
    size_t number;
    pthread_t id;
};

/* Callers may forget the error text: the status is what counts. */
static enum inv_status told(enum inv_status st, struct inv_err *err)
{
    if (st != INV_OK && st != INV_END && err->status != st)
        inv_err_set(err, st, "a step of the run failed");
    return st;
}

static void wake(struct pool *p)
{
    if (p->waiting)
        pthread_cond_broadcast(&p->change);
}

/* The run ends here, with what comes first in order. */
static void finish(struct pool *p, enum inv_status st, const struct inv_err *err)
{
    p->over = p->ended = true;
    p->result = st == INV_END ? INV_OK : st;
    if (p->result != INV_OK)
        p->result_err = *err;
    wake(p);
}

static void consume(struct pool *p)
{
    const struct inv_jobs *j = p->jobs;
    size_t at = p->consumed % p->slots;
    struct slot *s = &p->slot[at];
    enum inv_status st = s->status;
    if (st == INV_OK) {
        p->consuming = true;
        pthread_mutex_unlock(&p->lock);
        st = told(j->consume(j->ctx, p->items[at], &s->err), &s->err);
        pthread_mutex_lock(&p->lock);
        p->consuming = false;
    }
    if (st != INV_OK) {
        finish(p, st, &s->err);
        return;
    }
    s->done = false;
    p->consumed++;
    wake(p);
}

static void produce_and_work(struct pool *p, size_t thread)
{
    const struct inv_jobs *j = p->jobs;
    size_t at = p->produced % p->slots;
    struct slot *s = &p->slot[at];
    p->producing = true;
    pthread_mutex_unlock(&p->lock);
    s->err.status = INV_OK;
    enum inv_status st = told(j->produce(j->ctx, p->items[at], &s->err), &s->err);
    pthread_mutex_lock(&p->lock);
    p->producing = false;
    if (st != INV_OK) {
        p->ended = true;
        p->end_status = st;
        p->end_err = s->err;
        wake(p);
        return;
    }
    p->produced++;
    wake(p);
    pthread_mutex_unlock(&p->lock);
    st = told(j->work(j->ctx, thread, p->items[at], &s->err), &s->err);
    pthread_mutex_lock(&p->lock);
    s->status = st;
    s->done = true;
    if (st != INV_OK)
        p->ended = true;         /* what comes before it still counts, what comes after does not */
    wake(p);
}

/* What a thread does next, lock held: false where there is nothing any more. */
static bool step(struct pool *p, size_t thread)
{
    if (p->over)
        return false;
    bool pending = p->consumed < p->produced;
    if (!p->consuming && pending && p->slot[p->consumed % p->slots].done) {
        consume(p);
    } else if (!p->producing && !p->ended && p->produced - p->consumed < p->slots) {
        produce_and_work(p, thread);
    } else if (p->ended && !pending && !p->producing) {
        finish(p, p->end_status, &p->end_err);
    } else {
        p->waiting++;
        pthread_cond_wait(&p->change, &p->lock);
        p->waiting--;
    }
    return true;
}

static void *run_thread(void *arg)
{
    struct thread *t = arg;
    pthread_mutex_lock(&t->pool->lock);
    while (step(t->pool, t->number))
        continue;
    pthread_mutex_unlock(&t->pool->lock);
    return NULL;
}

/* Threads that cannot be had are done without: the caller's is always there. */
static void run_threads(struct pool *p, struct thread *threads)
{
    size_t n = 1;
    while (n < p->jobs->threads) {
        threads[n] = (struct thread){ .pool = p, .number = n };
        if (pthread_create(&threads[n].id, NULL, run_thread, &threads[n]) != 0)
            break;
        n++;
    }
    threads[0] = (struct thread){ .pool = p, .number = 0 };
    run_thread(&threads[0]);
    while (n-- > 1)
        pthread_join(threads[n].id, NULL);
}

static enum inv_status run_alone(const struct inv_jobs *j, void *item, struct inv_err *err)
{
    for (;;) {
        struct inv_err e = { .status = INV_OK };
        enum inv_status st = j->produce(j->ctx, item, &e);
        if (st == INV_OK)
            st = j->work(j->ctx, 0, item, &e);
        if (st == INV_OK)
            st = j->consume(j->ctx, item, &e);
        if (st == INV_OK)
            continue;
        if (told(st, &e) == INV_END)
            return INV_OK;
        if (err)
            *err = e;
        return st;
    }
}

static enum inv_status run_pool(struct pool *p, struct thread *threads)
{
    if (pthread_mutex_init(&p->lock, NULL) != 0)
        return inv_err_set(&p->result_err, INV_ENOMEM, "out of memory");
    if (pthread_cond_init(&p->change, NULL) != 0) {
        pthread_mutex_destroy(&p->lock);
        return inv_err_set(&p->result_err, INV_ENOMEM, "out of memory");
    }
    run_threads(p, threads);
    pthread_cond_destroy(&p->change);
    pthread_mutex_destroy(&p->lock);
    return p->result;
}

enum inv_status inv_jobs_run(const struct inv_jobs *j, void *const *items, struct inv_err *err)
{
    if (j->threads <= 1)
        return run_alone(j, items[0], err);
    size_t slots = j->slots ? j->slots : 4 * j->threads;
    struct pool *p = calloc(1, sizeof *p);
    struct slot *slot = calloc(slots, sizeof *slot);
    struct thread *threads = calloc(j->threads, sizeof *threads);
    enum inv_status st = INV_ENOMEM;
    if (p && slot && threads) {
        *p = (struct pool){ .jobs = j, .items = items, .slot = slot, .slots = slots };
        st = run_pool(p, threads);
        if (st != INV_OK && err)
            *err = p->result_err;
    } else {
        inv_err_set(err, st, "out of memory");
    }
    free(threads);
    free(slot);
    free(p);
    return st;
}

size_t inv_jobs_processors(void)
{
#ifdef CPU_COUNT
    cpu_set_t set;       /* those that this process may use, as nproc counts them */
    if (sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 0)
        return (size_t)CPU_COUNT(&set);
#endif
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n > 0 ? (size_t)n : 1;
}
