/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <check.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "inv/level.h"
#include "inv/project.h"
#include "inv/reorder.h"
#include "oracle.h"

static struct inv_reorder_in stock(enum inv_policy policy, double on_hand, double on_order, double backordered)
{
    struct inv_reorder_in in = inv_reorder_defaults();
    in.policy = policy;
    in.on_hand = on_hand;
    in.on_order = on_order;
    in.backordered = backordered;
    return in;
}

static struct inv_reorder_out solve(const struct inv_reorder_in *in)
{
    struct inv_reorder_out o;
    struct inv_err err;
    if (inv_reorder_solve(in, &o, &err) != INV_OK)
        ck_abort_msg("%s: %s", err.column, err.text);
    return o;
}

/* ---- policies -------------------------------------------------------------------------- */

START_TEST(level_after_seven_days)
{
    /* 100, +50 and -30 a day: 240 after seven days */
    double in[7], out[7], level[7];
    for (int t = 0; t < 7; t++) {
        in[t] = 50;
        out[t] = 30;
    }
    ck_assert_double_eq(inv_level_path(100, in, out, 7, level), 240);
    ck_assert_double_eq(level[0], 120);
    ck_assert_double_eq(level[6], 240);
    in[3] = NAN;
    ck_assert_double_eq(inv_level_path(100, in, out, 7, in), 190);    /* in place */
    ck_assert_double_eq(inv_level_path(17.5, in, out, 0, level), 17.5);
    ck_assert_double_eq(inv_level_turnover(500, 100), 5);
    ck_assert(isnan(inv_level_turnover(500, 0)));
}
END_TEST

START_TEST(formula)
{
    struct inv_reorder_in in = stock(INV_POLICY_FORMULA, 20, 0, NAN);
    in.min_stock = 50;
    in.demand = 30;
    ck_assert_double_eq(solve(&in).order_qty, 60);
    in.on_hand = 100;
    in.on_order = 50;
    ck_assert_double_eq(solve(&in).order_qty, 0);
    ck_assert_double_eq(solve(&in).order_up_to, 80);
}
END_TEST

START_TEST(rq_brings_it_above)
{
    struct inv_reorder_in in = stock(INV_POLICY_RQ, 60, 20, 30);
    in.reorder_point = 100;
    in.lot = 10;
    struct inv_reorder_out o = solve(&in);
    ck_assert_double_eq(o.position, 50);
    ck_assert_double_eq(o.need, 60);          /* 50 + 5 lots is 100, not above */
    ck_assert_double_eq(o.order_up_to, 110);
    in.backordered = 0;
    in.lot = 141;
    ck_assert_double_eq(solve(&in).need, 141);
    in.on_hand = 80;                          /* at the reorder point */
    ck_assert_double_eq(solve(&in).need, 141);
    in.on_hand = 80.5;
    ck_assert_double_eq(solve(&in).need, 0);
    ck_assert_int_eq(solve(&in).bound, INV_BOUND_NONE);
    in.on_hand = 60;
    in.lot = 0;                               /* orders of any size */
    ck_assert_double_eq(solve(&in).need, 20);
    in = stock(INV_POLICY_RQ, 0.1 + 0.2, 0, 0);
    in.reorder_point = 0.9;                   /* 0.6 in lots of 0.3, but for rounding: three */
    in.lot = 0.3;
    ck_assert_double_eq_tol(solve(&in).need, 0.9, 1e-15);
}
END_TEST

START_TEST(rq_against_counting)
{
    uint64_t s = test_seed("rq_against_counting", 4711);
    for (int i = 0; i < 20000; i++) {
        struct inv_reorder_in in = stock(INV_POLICY_RQ, (double)test_below(&s, 300), (double)test_below(&s, 100),
                                         (double)test_below(&s, 100));
        in.reorder_point = (double)test_below(&s, 400) - 50;
        in.lot = (double)(1 + test_below(&s, 90));
        double position = in.on_hand + in.on_order - in.backordered, need = 0;
        if (position <= in.reorder_point)
            while (position + need <= in.reorder_point)
                need += in.lot;
        if (solve(&in).need != need)
            ck_abort_msg("instance %d: %g is not %g", i, solve(&in).need, need);
    }
}
END_TEST

START_TEST(other_policies)
{
    struct inv_reorder_in in = stock(INV_POLICY_SS, 37, 5, 0);
    in.reorder_point = 42;
    in.lot = 77.5;
    ck_assert_double_eq(solve(&in).need, 77.5);
    in.order_up_to = 100;
    ck_assert_double_eq(solve(&in).need, 58);
    in.on_hand = 38;
    ck_assert_double_eq(solve(&in).need, 0);
    in = stock(INV_POLICY_RS, 37, 5, 2);
    in.reorder_point = 61;
    ck_assert_double_eq(solve(&in).need, 21);
    in = stock(INV_POLICY_MINMAX, 50, 0, 0);
    in.min_stock = 50;
    in.max_stock = 200;
    ck_assert_double_eq(solve(&in).order_qty, 150);
    in.on_hand = 51;
    ck_assert_double_eq(solve(&in).order_qty, 0);
}
END_TEST

/* 0.3 and 0.6 are 0.9, and 0.1 + 0.2 - 0.3 is 0, whatever binary sums make of them. */
START_TEST(rounding_is_no_need)
{
    ck_assert(0.3 + 0.6 < 0.9 && 0.1 + 0.2 - 0.3 > 0);
    for (enum inv_policy policy = INV_POLICY_SS; policy <= INV_POLICY_FORECAST; policy++) {
        struct inv_reorder_in in = stock(policy, 0.3, 0.6, 0);
        in.reorder_point = in.order_up_to = in.min_stock = in.max_stock = in.protect = 0.9;
        in.demand = 0;
        in.moq = 12;
        ck_assert_double_eq(solve(&in).need, 0);
        ck_assert_double_eq(solve(&in).order_qty, 0);
        in.on_hand = 0.29;
        ck_assert_double_eq_tol(solve(&in).need, 0.01, 1e-12);
    }
    struct inv_reorder_in in = stock(INV_POLICY_RQ, 0.1, 0.2, 0.3);
    in.reorder_point = 0;
    in.lot = 5;
    ck_assert_double_eq(solve(&in).need, 5);    /* at the reorder point */
}
END_TEST

/* ---- bounds ---------------------------------------------------------------------------- */

static struct inv_reorder_out bounded(double need, double moq, double pack, enum inv_round round, double max)
{
    struct inv_reorder_in in = stock(INV_POLICY_RS, 0, 0, 0);
    in.reorder_point = need;
    in.moq = moq;
    in.pack_size = pack;
    in.round = round;
    in.max_stock = max;
    return solve(&in);
}

#define BOUNDED(q, why, ...) \
    do { \
        struct inv_reorder_out o_ = bounded(__VA_ARGS__); \
        ck_assert_double_eq(o_.order_qty, q); \
        ck_assert_str_eq(inv_bound_name(o_.bound), why); \
    } while (0)

START_TEST(bounds)
{
    BOUNDED(60, "none", 60, 24, 12, INV_ROUND_UP, NAN);
    BOUNDED(144, "pack", 141, 24, 12, INV_ROUND_UP, NAN);
    BOUNDED(132, "pack", 141, 24, 12, INV_ROUND_DOWN, NAN);
    BOUNDED(144, "pack", 141, 24, 12, INV_ROUND_NEAREST, NAN);
    BOUNDED(132, "pack", 137, 24, 12, INV_ROUND_NEAREST, NAN);
    BOUNDED(144, "pack", 138, 24, 12, INV_ROUND_NEAREST, NAN);     /* half a pack: up */
    BOUNDED(24, "moq", 10, 24, 12, INV_ROUND_UP, NAN);
    BOUNDED(24, "moq", 10, 20, 12, INV_ROUND_DOWN, NAN);           /* never below moq */
    BOUNDED(36, "pack", 23, 25, 36, INV_ROUND_NEAREST, NAN);       /* 25 to 36 is more than 23 to 25 */
    BOUNDED(0, "pack", 5, 0, 12, INV_ROUND_DOWN, NAN);
    BOUNDED(141, "none", 141, NAN, NAN, INV_ROUND_UP, 141);
    BOUNDED(100, "max_stock", 141, 0, 0, INV_ROUND_UP, 100);
    BOUNDED(96, "max_stock", 141, 0, 12, INV_ROUND_UP, 100);
    BOUNDED(132, "max_stock", 141, 0, 12, INV_ROUND_UP, 142);
    BOUNDED(0, "max_stock", 141, 120, 0, INV_ROUND_UP, 100);       /* less than the least order */
    BOUNDED(0, "none", 0, 24, 12, INV_ROUND_UP, 100);              /* nothing needed */
    BOUNDED(3 * 0.1, "none", 0.1 + 0.2, 0, 0.1, INV_ROUND_DOWN, NAN);
}
END_TEST

START_TEST(errors)
{
    struct inv_reorder_out o;
    struct inv_err err;
    struct inv_reorder_in in = stock(INV_POLICY_RQ, NAN, 0, 0);
    ck_assert_int_eq(inv_reorder_solve(&in, &o, &err), INV_EARG);
    ck_assert_str_eq(err.column, "on_hand");
    in.on_hand = 3;
    ck_assert_int_eq(inv_reorder_solve(&in, &o, &err), INV_EARG);
    ck_assert_str_eq(err.column, "reorder_point");
    in.reorder_point = 5;
    ck_assert_int_eq(inv_reorder_solve(&in, &o, &err), INV_EARG);
    ck_assert_str_eq(err.column, "eoq");
    ck_assert_str_eq(err.text, "no value");
    in.lot = -1;
    ck_assert_int_eq(inv_reorder_solve(&in, &o, &err), INV_EARG);
    in.lot = 2;
    in.on_order = -1;
    ck_assert_int_eq(inv_reorder_solve(&in, &o, &err), INV_EARG);
    ck_assert_str_eq(err.column, "on_order");
    in = stock(INV_POLICY_MINMAX, 3, 0, 0);
    in.min_stock = 50;
    in.max_stock = 20;
    ck_assert_int_eq(inv_reorder_solve(&in, &o, &err), INV_EARG);
    ck_assert_str_eq(err.text, "20 is below min_stock");
    in = stock(INV_POLICY_RQ, -1e308, 0, 0);
    in.reorder_point = 1e308;
    in.lot = 1e308;
    ck_assert_int_eq(inv_reorder_solve(&in, &o, &err), INV_EARG);
    in = stock(INV_POLICY_RQ, -1e300, 0, 0);
    in.reorder_point = 1e300;
    in.lot = 1e-300;
    ck_assert_int_eq(inv_reorder_solve(&in, &o, &err), INV_EARG);
}
END_TEST

/* ---- projection -------------------------------------------------------------------------- */

START_TEST(runs_out)
{
    int64_t t;
    struct inv_demand d = { NULL, 0, 5 };
    ck_assert(inv_project_stockout(&d, 10, NULL, 0, &t) && t == 3);    /* 10 - 10 is not short */
    ck_assert(inv_project_stockout(&d, 9.5, NULL, 0, &t) && t == 2);
    ck_assert(inv_project_stockout(&d, 0, NULL, 0, &t) && t == 1);
    ck_assert(inv_project_stockout(&d, -3, NULL, 0, &t) && t == 1);
    const struct inv_receipt r[] = { { -4, 2 }, { 2, 5 }, { 30, 100 } };
    ck_assert(inv_project_stockout(&d, 10, r, 1, &t) && t == 3);
    ck_assert(inv_project_stockout(&d, 10, r, 2, &t) && t == 4);       /* 17 - 20 */
    ck_assert(inv_project_stockout(&d, 10, r, 3, &t) && t == 4);       /* the third comes too late */
    ck_assert(inv_project_stockout(&d, 150, r, 3, &t) && t == 52);     /* 257 - 260 */
    const double step[] = { 1, 0, 8, 2 };
    d = (struct inv_demand){ step, 4, NAN };
    ck_assert(inv_project_stockout(&d, 5, NULL, 0, &t) && t == 3);
    ck_assert(!inv_project_stockout(&d, 11, NULL, 0, &t));             /* nothing known beyond */
    d.mean = 4;
    ck_assert(inv_project_stockout(&d, 11, NULL, 0, &t) && t == 5);
    d = (struct inv_demand){ NULL, 0, 0 };
    ck_assert(!inv_project_stockout(&d, 0, r, 3, &t));                 /* no demand */
    d.mean = 1e-300;
    ck_assert(!inv_project_stockout(&d, 1e300, NULL, 0, &t));
    d.mean = 0.1;
    ck_assert(inv_project_stockout(&d, 0.3, NULL, 0, &t) && t == 4);   /* 0.1 + 0.1 + 0.1 is no more than 0.3 */
    const double tenth[] = { 0.1, 0.1, 0.1, 0.1 };
    d = (struct inv_demand){ tenth, 4, NAN };
    ck_assert(inv_project_stockout(&d, 0.3, NULL, 0, &t) && t == 4);
}
END_TEST

START_TEST(falls_to_the_reorder_point)
{
    int64_t t;
    struct inv_demand d = { NULL, 0, 5 };
    ck_assert(inv_project_order(&d, 30, 30, &t) && t == 0);
    ck_assert(inv_project_order(&d, 31, 30, &t) && t == 1);
    ck_assert(inv_project_order(&d, 40, 30, &t) && t == 2);
    ck_assert(inv_project_order(&d, 40.5, 30, &t) && t == 3);
    d.mean = 0;
    ck_assert(!inv_project_order(&d, 40, 30, &t));
    ck_assert_double_eq(inv_project_cover(35, 14), 2.5);
    ck_assert(isnan(inv_project_cover(35, 0)));
}
END_TEST

START_TEST(projection_against_walking)
{
    uint64_t s = test_seed("projection_against_walking", 990017);
    for (int i = 0; i < 20000; i++) {
        double step[12];
        struct inv_receipt r[4];
        struct inv_demand d = { step, test_below(&s, 13), (double)test_below(&s, 4) };
        for (size_t k = 0; k < d.h; k++)
            step[k] = (double)test_below(&s, 9);
        size_t n = test_below(&s, 5);
        for (size_t k = 0; k < n; k++)
            r[k] = (struct inv_receipt){ (k ? r[k - 1].period : -2) + (int64_t)test_below(&s, 9), (double)test_below(&s, 30) };
        double stock0 = (double)test_below(&s, 90) - 10, left = stock0;
        int64_t want = 0, got = 0;
        for (int64_t t = 1; t < 400 && !want; t++) {
            for (size_t k = 0; k < n; k++)
                if (r[k].period == t || (t == 1 && r[k].period < 1))
                    left += r[k].qty;
            left -= t <= (int64_t)d.h ? step[t - 1] : d.mean;
            want = left < 0 ? t : 0;
        }
        if (inv_project_stockout(&d, stock0, r, n, &got) != (want > 0) || got != want)
            ck_abort_msg("instance %d: %lld is not %lld", i, (long long)got, (long long)want);
        double trigger = (double)test_below(&s, 60) - 20;
        left = stock0;
        bool any = left <= trigger;
        want = got = 0;
        for (int64_t t = 1; t < 400 && !any; t++) {
            left -= t <= (int64_t)d.h ? step[t - 1] : d.mean;
            any = left <= trigger;
            want = t;
        }
        if (inv_project_order(&d, stock0, trigger, &got) != any || (any && got != want))
            ck_abort_msg("instance %d: order by %lld, not %lld", i, (long long)got, (long long)want);
    }
}
END_TEST

int main(void)
{
    const struct { const char *name; const TTest *test; } tests[] = {
        { "level", level_after_seven_days }, { "formula", formula }, { "rq", rq_brings_it_above },
        { "rq counted", rq_against_counting }, { "policies", other_policies }, { "bounds", bounds }, { "errors", errors },
        { "rounding", rounding_is_no_need },
        { "stock-out", runs_out }, { "order by", falls_to_the_reorder_point }, { "walked", projection_against_walking },
    };
    Suite *suite = suite_create("reorder");
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
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
