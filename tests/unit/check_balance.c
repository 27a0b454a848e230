/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/balance.h"
#include "oracle.h"

#define COUNT(a) (sizeof (a) / sizeof *(a))

static void close_to(double got, double want, const char *what)
{
    if (!(fabs(got - want) <= 1e-9 * fmax(1, fabs(want))))
        ck_abort_msg("%s: %.17g is not %.17g", what, got, want);
}

static void run(struct inv_balance *b, struct inv_movement *m, size_t n, size_t places, struct inv_moved *out)
{
    struct inv_err err;
    size_t at;
    for (size_t i = 0; i < n; i++)
        m[i].seq = i;
    ck_assert_msg(inv_balance_item(b, m, n, places, out, &at, &err) == INV_OK, "%s", err.text);
}

/* ---- textbooks ------------------------------------------------------------------------------ */

/* Kieso, Weygandt and Warfield, Intermediate Accounting, ch. 8, Call-Mart Inc., perpetual: 2000 at 4.00, 6000 at
 * 4.40, 4000 sold, 2000 at 4.75. */
static void call_mart(enum inv_valuation valuation, double cogs, double value)
{
    struct inv_balance b = { .valuation = valuation };
    struct inv_movement m[] = {
        { 2, 0, 0, INV_MOVE_RECEIPT, 2000, 4.00, NAN }, { 15, 0, 0, INV_MOVE_RECEIPT, 6000, 4.40, NAN },
        { 19, 0, 0, INV_MOVE_SALE, 4000, NAN, NAN }, { 30, 0, 0, INV_MOVE_RECEIPT, 2000, 4.75, NAN },
    };
    struct inv_moved out[4];
    run(&b, m, 4, 1, out);
    close_to(out[2].cogs, cogs, "cogs");
    close_to(out[3].value, value, "value");
    close_to(out[3].on_hand, 6000, "on hand");
    inv_balance_free(&b);
}

START_TEST(textbook)
{
    call_mart(INV_VALUATION_FIFO, 16800, 27100);
    call_mart(INV_VALUATION_LIFO, 17600, 26300);
    call_mart(INV_VALUATION_AVERAGE, 17200, 26700);
}
END_TEST

/* ---- unit by unit ------------------------------------------------------------------------------ */

struct unit { int64_t since; double cost; };
struct heap { struct unit u[4000]; size_t n; };

static void push(struct heap *h, struct unit u)
{
    size_t i = h->n++;
    for (; i > 0 && h->u[i - 1].since > u.since; i--)
        h->u[i] = h->u[i - 1];
    h->u[i] = u;
}

static struct unit pop(struct heap *h, bool last)
{
    struct unit u = h->u[last ? h->n - 1 : 0];
    h->n--;
    if (!last)
        memmove(h->u, h->u + 1, h->n * sizeof *h->u);
    return u;
}

/* Whole units, each by itself, never more out than in. */
static void by_units(enum inv_valuation valuation, uint64_t *seed)
{
    static struct heap h;
    struct inv_balance b = { .valuation = valuation };
    struct inv_movement m[200];
    struct inv_moved out[200];
    double want[200], level[200], on_hand = 0, sum = 0;
    h.n = 0;
    for (size_t i = 0; i < 200; i++) {
        bool in = h.n == 0 || test_below(seed, 2);
        size_t q = 1 + test_below(seed, in ? 12 : h.n);
        double cost = (double)(1 + test_below(seed, 40)) / 4;
        enum inv_move type = in ? INV_MOVE_RECEIPT : INV_MOVE_SALE;
        m[i] = (struct inv_movement){ (int64_t)(i / 2), 0, 0, type, (double)q, in ? cost : NAN, NAN };
        want[i] = 0;
        double average = on_hand > 0 ? sum / on_hand : 0;
        for (size_t k = 0; k < q; k++) {
            if (in)
                push(&h, (struct unit){ m[i].time, cost });
            double unit = in ? cost : pop(&h, valuation == INV_VALUATION_LIFO).cost;
            unit = !in && valuation == INV_VALUATION_AVERAGE ? average : unit;
            want[i] += in ? 0 : unit;
            sum += in ? unit : -unit;
        }
        on_hand += in ? (double)q : -(double)q;
        level[i] = on_hand;
    }
    run(&b, m, 200, 1, out);
    for (size_t i = 0; i < 200; i++) {
        close_to(out[i].cogs, want[i], "cogs");
        close_to(out[i].on_hand, level[i], "level");
    }
    close_to(out[199].value, sum, "value");
    const struct inv_layers *l = &b.place[0];
    size_t k = 0;
    for (size_t i = l->first; i < l->end; i++)    /* the layers left are the units left */
        for (double q = 0; q < l->layer[i].qty - .5; q++, k++) {
            ck_assert_int_eq(l->layer[i].time, h.u[k].since);
            if (valuation != INV_VALUATION_AVERAGE)
                close_to(l->layer[i].cost, h.u[k].cost, "layer");
        }
    ck_assert_uint_eq(k, h.n);
    inv_balance_free(&b);
}

START_TEST(unit_by_unit)
{
    uint64_t seed = test_seed("units", 81);
    for (size_t i = 0; i < 150; i++)
        by_units((enum inv_valuation)(i % 3), &seed);
}
END_TEST

/* Whatever happens, value is what came less what went, and units are too; what is sent arrives. */
START_TEST(nothing_is_lost)
{
    uint64_t seed = test_seed("lost", 82);
    for (size_t r = 0; r < 300; r++) {
        struct inv_balance b = { .valuation = (enum inv_valuation)(r % 3), .linked = true, .report = r % 2 };
        struct inv_movement m[120];
        struct inv_moved out[120];
        double units = 0, value = 0, change = 0, cost = 0, level[3] = { 0 }, worth[3] = { 0 };
        for (size_t i = 0; i < 120; i++)
            m[i] = (struct inv_movement){
                (int64_t)test_below(&seed, 30), 0, test_below(&seed, 3), (enum inv_move)test_below(&seed, 8),
                (double)test_below(&seed, 20), test_below(&seed, 3) ? test_between(&seed, 1, 9) : NAN, 2
            };
        run(&b, m, 120, 3, out);
        for (size_t i = 0; i < 120; i++) {
            size_t p = m[i].place;
            ck_assert(i == 0 || m[i].time >= m[i - 1].time);
            change += out[i].change;
            cost += out[i].cost;
            close_to(out[i].on_hand, level[p] += out[i].change, "level");
            close_to(out[i].value, worth[p] += out[i].cost, "worth");
            if (m[i].type == INV_MOVE_TRANSFER_OUT) {    /* what is on its way belongs to all */
                change -= out[i].change;
                cost -= out[i].cost;
            }
            if (m[i].type == INV_MOVE_COUNT && !b.report)
                close_to(out[i].on_hand, m[i].qty, "counted");
        }
        for (size_t p = 0; p < 3; p++) {
            units += inv_layers_on_hand(&b.place[p]);
            value += inv_layers_value(&b.place[p]);
        }
        /* Of the transfers in, only what nobody sent is new. */
        double arrived = 0, sent = 0;
        for (size_t i = 0; i < 120; i++) {
            arrived += m[i].type == INV_MOVE_TRANSFER_IN ? m[i].qty : 0;
            sent += m[i].type == INV_MOVE_TRANSFER_OUT ? m[i].qty : 0;
        }
        close_to(inv_layers_on_hand(&b.transit), sent - (arrived - b.unsent), "on its way");
        close_to(units, change - sent, "units");
        double gone = 0;
        for (size_t i = 0; i < 120; i++)
            gone += m[i].type == INV_MOVE_TRANSFER_OUT ? out[i].cost : 0;
        close_to(value, cost + gone, "value");
        inv_balance_free(&b);
    }
}
END_TEST

/* ---- what is defined ----------------------------------------------------------------------------- */

START_TEST(below_zero)
{
    struct inv_balance b = { .valuation = INV_VALUATION_FIFO };
    struct inv_movement m[] = {
        { 1, 0, 0, INV_MOVE_RECEIPT, 10, 2, NAN }, { 2, 0, 0, INV_MOVE_SALE, 15, NAN, NAN },
        { 3, 0, 0, INV_MOVE_RECEIPT, 3, 3, NAN }, { 4, 0, 0, INV_MOVE_RECEIPT, 8, 5, NAN },
    };
    struct inv_moved out[4];
    run(&b, m, 4, 1, out);
    close_to(out[1].on_hand, -5, "owed");
    close_to(out[1].cogs, 30, "at the last known cost");
    close_to(out[1].value, -10, "worth");
    close_to(out[2].cogs, 3, "true-up of three");
    close_to(out[2].value, -4, "worth");
    close_to(out[3].cogs, 6, "true-up of two");
    close_to(out[3].value, 30, "worth");
    close_to(out[3].on_hand, 6, "level");
    inv_balance_free(&b);
}
END_TEST

/* 1000000.1 - 1000000 - 0.1 and 1000000.3 - 1000000 - 0.3 are nothing, which their binary differences are not. */
START_TEST(rounding_is_nothing)
{
    ck_assert(1000000.1 - 1000000 < 0.1 && 1000000.3 - 1000000 > 0.3);
    for (int v = INV_VALUATION_FIFO; v <= INV_VALUATION_AVERAGE; v++) {
        struct inv_balance b = { .valuation = (enum inv_valuation)v };
        struct inv_movement m[] = {
            { 1, 0, 0, INV_MOVE_RECEIPT, 1000000.1, 2, NAN }, { 2, 0, 0, INV_MOVE_SALE, 1000000, NAN, NAN },
            { 3, 0, 0, INV_MOVE_SALE, 0.1, NAN, NAN }, { 4, 0, 0, INV_MOVE_RECEIPT, 1000000.3, 2, NAN },
            { 5, 0, 0, INV_MOVE_SALE, 1000000, NAN, NAN }, { 6, 0, 0, INV_MOVE_SALE, 0.3, NAN, NAN },
        };
        struct inv_moved out[6];
        run(&b, m, 6, 1, out);
        for (size_t i = 2; i < 6; i += 3) {
            ck_assert_double_eq(out[i].on_hand, 0);
            ck_assert_double_eq(out[i].value, 0);
        }
        close_to(out[2].cogs, 0.2, "of the last tenth");
        inv_balance_free(&b);
    }
}
END_TEST

START_TEST(returns_counts_and_costs)
{
    struct inv_balance b = { .valuation = INV_VALUATION_FIFO };
    struct inv_movement m[] = {
        { 1, 0, 0, INV_MOVE_OPENING, 10, 2, NAN }, { 2, 0, 0, INV_MOVE_RECEIPT, 10, 4, NAN },
        { 3, 0, 0, INV_MOVE_SALE, 10, NAN, NAN }, { 4, 0, 0, INV_MOVE_RETURN, 2, NAN, NAN },
        { 5, 0, 0, INV_MOVE_ADJUSTMENT, 3, NAN, NAN }, { 6, 0, 0, INV_MOVE_ADJUSTMENT, -1, NAN, NAN },
        { 7, 0, 0, INV_MOVE_COUNT, 11, NAN, NAN }, { 8, 0, 0, INV_MOVE_SALE, -1, NAN, NAN },
    };
    struct inv_moved out[8];
    run(&b, m, 8, 1, out);
    close_to(out[3].cogs, -4, "a return comes at what was last sold");
    close_to(out[4].cost, 3 * 44. / 12, "found at the average of what is there");
    close_to(out[5].cost, -4, "lost from the oldest");
    close_to(out[5].cogs, 0, "which is not sold");
    close_to(out[6].difference, -3, "counted less book");
    close_to(out[6].on_hand, 11, "booked");
    close_to(out[7].cogs, -2, "a sale below zero is a return");
    ck_assert_uint_eq(b.uncosted, 0);
    b.report = true;
    run(&b, m, 8, 1, out);
    close_to(out[6].difference, -3, "counted less book");
    close_to(out[6].on_hand, 14, "reported");
    struct inv_movement no[] = { { 1, 0, 0, INV_MOVE_SALE, 2, NAN, NAN }, { 2, 0, 0, INV_MOVE_RECEIPT, 2, 3, NAN } };
    run(&b, no, 2, 1, out);
    ck_assert_uint_eq(b.uncosted, 1);
    close_to(out[0].cogs, 0, "no cost is known");
    close_to(out[1].cogs, 6, "until it comes");
    inv_balance_free(&b);
}
END_TEST

START_TEST(transfers)
{
    struct inv_balance b = { .valuation = INV_VALUATION_FIFO, .linked = true };
    struct inv_movement m[] = {
        { 1, 0, 0, INV_MOVE_RECEIPT, 5, 2, NAN }, { 2, 0, 0, INV_MOVE_RECEIPT, 5, 3, NAN },
        { 3, 0, 1, INV_MOVE_TRANSFER_IN, 7, NAN, NAN },    /* stands before the one that sends it */
        { 3, 0, 0, INV_MOVE_TRANSFER_OUT, 7, NAN, NAN }, { 4, 0, 1, INV_MOVE_SALE, 6, NAN, NAN },
        { 5, 0, 1, INV_MOVE_TRANSFER_IN, 2, NAN, 9 },      /* which nobody sent */
    };
    struct inv_moved out[6];
    run(&b, m, 6, 2, out);
    ck_assert_int_eq(m[2].type, INV_MOVE_TRANSFER_OUT);
    close_to(out[2].cost, -16, "sent");
    close_to(out[3].cost, 16, "arrived");
    close_to(out[4].cogs, 13, "in layers");
    close_to(b.unsent, 2, "unsent");
    close_to(out[5].cost, 6, "at what is there");
    struct inv_movement old[] = {
        { 1, 0, 0, INV_MOVE_RECEIPT, 5, 2, NAN }, { 2, 0, 1, INV_MOVE_RECEIPT, 5, 3, NAN },
        { 3, 0, 0, INV_MOVE_TRANSFER_OUT, 5, NAN, NAN }, { 4, 0, 1, INV_MOVE_TRANSFER_IN, 5, NAN, NAN },
        { 5, 0, 1, INV_MOVE_SALE, 5, NAN, NAN },
    };
    run(&b, old, 5, 2, out);
    close_to(out[4].cogs, 10, "what arrived is older than what was there");
    inv_balance_free(&b);
}
END_TEST

START_TEST(words)
{
    enum inv_move t;
    ck_assert(inv_balance_move_by_name("Transfer-IN", 11, &t) && t == INV_MOVE_TRANSFER_IN);
    ck_assert(inv_balance_move_by_name("issue", 5, &t) && t == INV_MOVE_SALE);
    ck_assert(inv_balance_move_by_name("stocktake", 9, &t) && t == INV_MOVE_COUNT);
    ck_assert(!inv_balance_move_by_name("sales", 5, &t) && !inv_balance_move_by_name("", 0, &t));
    for (enum inv_move k = INV_MOVE_OPENING; k <= INV_MOVE_COUNT; k++)
        ck_assert(inv_balance_move_by_name(inv_balance_move_name(k), strlen(inv_balance_move_name(k)), &t) && t == k);
}
END_TEST

START_TEST(extremes)
{
    struct inv_balance b = { .valuation = INV_VALUATION_AVERAGE };
    struct inv_moved out[3];
    struct inv_err err;
    size_t at;
    struct inv_movement much[] = { { 1, 0, 0, INV_MOVE_RECEIPT, 1e300, 1e300, NAN } };
    ck_assert_int_eq(inv_balance_item(&b, much, 1, 1, out, &at, &err), INV_EARG);
    struct inv_movement tiny[] = {
        { 1, 0, 0, INV_MOVE_RECEIPT, 1e-300, 1e-300, NAN }, { 2, 1, 0, INV_MOVE_SALE, 1e300, NAN, NAN },
        { 3, 2, 0, INV_MOVE_RECEIPT, 0, 0, NAN },
    };
    ck_assert_int_eq(inv_balance_item(&b, tiny, 3, 1, out, &at, &err), INV_OK);
    ck_assert(isfinite(out[2].value) && isfinite(out[1].cogs));
    struct inv_movement parts[] = {
        { 1, 0, 0, INV_MOVE_RECEIPT, .3, 1, NAN }, { 2, 1, 0, INV_MOVE_SALE, .1, NAN, NAN },
        { 3, 2, 0, INV_MOVE_SALE, .2, NAN, NAN },
    };
    ck_assert_int_eq(inv_balance_item(&b, parts, 3, 1, out, &at, &err), INV_OK);
    ck_assert(out[2].on_hand == 0 && out[2].value == 0);
    ck_assert_int_eq(inv_balance_item(&b, parts, 0, 0, out, &at, &err), INV_OK);
    inv_balance_free(&b);
}
END_TEST

int main(void)
{
    const struct { const char *name; const TTest *test; } tests[] = {
        { "textbook", textbook }, { "units", unit_by_unit }, { "lost", nothing_is_lost }, { "below zero", below_zero },
        { "rounding", rounding_is_nothing },
        { "returns", returns_counts_and_costs }, { "transfers", transfers }, { "words", words },
        { "extremes", extremes },
    };
    Suite *suite = suite_create("balance");
    for (size_t i = 0; i < COUNT(tests); i++) {
        TCase *c = tcase_create(tests[i].name);
        tcase_set_timeout(c, 120);
        tcase_add_test(c, tests[i].test);
        suite_add_tcase(suite, c);
    }
    SRunner *r = srunner_create(suite);
    srunner_run_all(r, CK_ENV);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
