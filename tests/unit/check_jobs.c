/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pool: order, bounds, and errors from each callback. */
#include "config.h"

#include <check.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "inv/jobs.h"

#define NONE SIZE_MAX
#define MOST 64

struct item { size_t number, squared; };

struct run {
    size_t total;                               /* items there are */
    size_t fail_produce, fail_work, fail_consume;   /* the item at which, or NONE */
    enum inv_status fail_status;
    bool slow;                                  /* items take unequal time */
    /* What the callbacks saw. */
    size_t produced, consumed;
    pthread_mutex_t lock;
    size_t under_way, most_under_way;
    bool busy[MOST];
    size_t trouble;
};

static enum inv_status break_off(const struct run *r, size_t number, struct inv_err *err, const char *what)
{
    if (r->fail_status == INV_END)
        return INV_END;
    return inv_err_set(err, r->fail_status, "%s %zu", what, number);
}

static enum inv_status produce(void *ctx, void *item, struct inv_err *err)
{
    struct run *r = ctx;
    struct item *i = item;
    if (r->produced == r->fail_produce)
        return break_off(r, r->produced, err, "produce");
    if (r->produced == r->total)
        return INV_END;
    i->number = r->produced++;
    pthread_mutex_lock(&r->lock);
    if (++r->under_way > r->most_under_way)
        r->most_under_way = r->under_way;
    pthread_mutex_unlock(&r->lock);
    return INV_OK;
}

static enum inv_status work(void *ctx, size_t thread, void *item, struct inv_err *err)
{
    struct run *r = ctx;
    struct item *i = item;
    pthread_mutex_lock(&r->lock);
    r->trouble += thread >= MOST || r->busy[thread];
    r->busy[thread] = true;
    pthread_mutex_unlock(&r->lock);
    if (r->slow)
        usleep((unsigned)(i->number * 7919 % 5 * 100));
    i->squared = i->number * i->number;
    pthread_mutex_lock(&r->lock);
    r->busy[thread] = false;
    pthread_mutex_unlock(&r->lock);
    return i->number == r->fail_work ? break_off(r, i->number, err, "work") : INV_OK;
}

static enum inv_status consume(void *ctx, void *item, struct inv_err *err)
{
    struct run *r = ctx;
    struct item *i = item;
    pthread_mutex_lock(&r->lock);
    r->trouble += i->number != r->consumed || i->squared != i->number * i->number;
    pthread_mutex_unlock(&r->lock);
    if (i->number == r->fail_consume)
        return break_off(r, i->number, err, "consume");
    r->consumed++;
    pthread_mutex_lock(&r->lock);
    r->under_way--;
    pthread_mutex_unlock(&r->lock);
    return INV_OK;
}

static struct run fresh_run(size_t total)
{
    return (struct run){ .total = total, .fail_produce = NONE, .fail_work = NONE, .fail_consume = NONE,
                         .fail_status = INV_EROW };
}

static enum inv_status run_pool(struct run *r, size_t threads, size_t slots, struct inv_err *err)
{
    size_t n = slots ? slots : 4 * threads;
    struct item *items = calloc(n, sizeof *items);
    void **pointers = calloc(n, sizeof *pointers);
    for (size_t i = 0; i < n; i++)
        pointers[i] = &items[i];
    pthread_mutex_init(&r->lock, NULL);
    struct inv_jobs j = { threads, slots, r, produce, work, consume };
    enum inv_status st = inv_jobs_run(&j, pointers, err);
    pthread_mutex_destroy(&r->lock);
    free(pointers);
    free(items);
    ck_assert_uint_eq(r->trouble, 0);
    ck_assert_uint_le(r->most_under_way, n);
    return st;
}

START_TEST(all_items_in_order)
{
    static const size_t totals[] = { 0, 1, 2, 3, 17, 2000 };
    for (size_t threads = 0; threads <= 9; threads += 3)
        for (size_t slots = 0; slots <= 8; slots += 2)
            for (size_t t = 0; t < sizeof totals / sizeof *totals; t++) {
                struct run r = fresh_run(totals[t]);
                ck_assert_int_eq(run_pool(&r, threads, slots ? slots - 1 : threads ? 0 : 1, NULL), INV_OK);
                ck_assert_uint_eq(r.consumed, totals[t]);
            }
}
END_TEST

START_TEST(unequal_items_in_order)
{
    struct run r = fresh_run(500);
    r.slow = true;
    ck_assert_int_eq(run_pool(&r, 6, 0, NULL), INV_OK);
    ck_assert_uint_eq(r.consumed, 500);
    ck_assert_uint_gt(r.most_under_way, 1);
}
END_TEST

/* What a run with one thread does is what every number of threads does. */
static void same_for_all(struct run spec, const char *text, size_t consumed)
{
    for (size_t threads = 1; threads <= 8; threads++)
        for (size_t slots = 0; slots <= 3; slots += 3) {
            struct run r = spec;
            struct inv_err err = { .status = INV_OK };
            enum inv_status st = run_pool(&r, threads, slots, &err);
            ck_assert_int_eq(st, text ? spec.fail_status : INV_OK);
            ck_assert_str_eq(err.text, text ? text : "");
            ck_assert_uint_eq(r.consumed, consumed);
        }
}

START_TEST(errors_of_each_callback)
{
    static const size_t at[] = { 0, 1, 40, 99 };
    for (int slow = 0; slow < 2; slow++)
        for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
            char text[40];
            struct run r = fresh_run(100);
            r.slow = slow;
            r.fail_produce = at[i];
            snprintf(text, sizeof text, "produce %zu", at[i]);
            same_for_all(r, text, at[i]);
            r.fail_produce = NONE;
            r.fail_work = at[i];
            snprintf(text, sizeof text, "work %zu", at[i]);
            same_for_all(r, text, at[i]);
            r.fail_work = NONE;
            r.fail_consume = at[i];
            snprintf(text, sizeof text, "consume %zu", at[i]);
            same_for_all(r, text, at[i]);
        }
}
END_TEST

START_TEST(the_first_error_in_order_counts)
{
    struct run r = fresh_run(100);
    r.slow = true;
    r.fail_produce = 12;
    r.fail_work = 10;
    r.fail_consume = 11;
    same_for_all(r, "work 10", 10);
    r.fail_consume = 9;
    same_for_all(r, "consume 9", 9);
    r.fail_produce = 8;
    same_for_all(r, "produce 8", 8);
}
END_TEST

START_TEST(end_from_each_callback)
{
    struct run r = fresh_run(100);
    r.fail_status = INV_END;
    r.fail_work = 30;
    same_for_all(r, NULL, 30);
    r.fail_consume = 20;
    same_for_all(r, NULL, 20);
}
END_TEST

static enum inv_status silent_work(void *ctx, size_t thread, void *item, struct inv_err *err)
{
    (void)ctx, (void)thread, (void)item, (void)err;
    return INV_EFIT;
}

START_TEST(status_without_text)
{
    for (size_t threads = 1; threads <= 2; threads++) {
        struct run r = fresh_run(5);
        struct item a[2];
        void *items[2] = { &a[0], &a[1] };
        struct inv_err err;
        pthread_mutex_init(&r.lock, NULL);
        struct inv_jobs j = { threads, 2, &r, produce, silent_work, consume };
        ck_assert_int_eq(inv_jobs_run(&j, items, &err), INV_EFIT);
        ck_assert_int_eq(err.status, INV_EFIT);
        ck_assert(err.text[0] != '\0');
        ck_assert_int_eq(inv_jobs_run(&j, items, NULL), INV_EFIT);
        pthread_mutex_destroy(&r.lock);
    }
}
END_TEST

START_TEST(processors)
{
    ck_assert_uint_ge(inv_jobs_processors(), 1);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("jobs");
    TCase *t = tcase_create("jobs");
    tcase_add_test(t, all_items_in_order);
    tcase_add_test(t, unequal_items_in_order);
    tcase_add_test(t, errors_of_each_callback);
    tcase_add_test(t, the_first_error_in_order_counts);
    tcase_add_test(t, end_from_each_callback);
    tcase_add_test(t, status_without_text);
    tcase_add_test(t, processors);
    tcase_set_timeout(t, 60);        /* a deadlock ends here */
    suite_add_tcase(s, t);
    SRunner *runner = srunner_create(s);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
