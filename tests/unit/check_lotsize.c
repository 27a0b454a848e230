/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lot sizes: the oracle's cases, textbook examples, and every plan of small instances. */
#include "config.h"

#include "inv/lotsize.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "oracle.h"

#define MOST 400

static void near(const char *what, double got, double want)
{
    if (!(fabs(got - want) <= 1e-9 * fmax(fabs(want), 1)))
        ck_abort_msg("%s: %.15g, not %.15g", what, got, want);
}

/* An instance with its own arrays; those not used stay NULL in `in`. */
struct instance { struct inv_lotsize_in in; double d[MOST], K[MOST], h[MOST], c[MOST], b[MOST], cap[MOST]; };

static void begin(struct instance *x, size_t n)
{
    x->in = (struct inv_lotsize_in){ .n = n, .demand = x->d, .setup = x->K, .hold = x->h };
}

static void fill(double *a, size_t n, double v)
{
    for (size_t t = 0; t < n; t++)
        a[t] = v;
}

static double cost_of(const struct inv_lotsize_in *in, enum inv_lotsize method, double *order)
{
    struct inv_lotsize_work w = { 0 };
    struct inv_lotsize_cost cost;
    struct inv_err err = { 0 };
    double ending[MOST];
    enum inv_status st = inv_lotsize_plan(in, method, &w, order, &err);
    ck_assert_msg(st == INV_OK, "%s: %s", inv_lotsize_name(method), err.text);
    st = inv_lotsize_evaluate(in, order, ending, &cost, &err);
    ck_assert_msg(st == INV_OK, "%s: %s", inv_lotsize_name(method), err.text);
    inv_lotsize_free(&w);
    return cost.total;
}

/* ---- known answers ------------------------------------------------------------------------ */

/* A list, or one number for all periods. */
static void list(const struct oracle *o, const char *name, const char *param, double *v, size_t n)
{
    size_t got = oracle_list(o, name, param, v, MOST);
    for (size_t t = got; got == 1 && t < n; t++)
        v[t] = v[0];
    ck_assert_msg(got == 1 || got == n, "%s: %s has %zu values", name, param, got);
}

START_TEST(test_oracle)
{
    struct oracle o;
    if (!oracle_open(&o))
        return;
    size_t at = 0, cases = 0;
    static struct instance x;
    double order[MOST], togo[MOST], want[MOST];
    size_t next[MOST];
    for (const char *name; (name = oracle_next(&o, "wagner_whitin", &at)); cases++) {
        size_t n = (size_t)oracle_number(&o, name, "num_periods");
        begin(&x, n);
        list(&o, name, "holding_cost_per_item_per_period", x.h, n);
        list(&o, name, "fixed_cost", x.K, n);
        list(&o, name, "demand", x.d, n);
        list(&o, name, "purchase_cost", x.c, n);
        x.in.unit = x.c;
        double cost = oracle_number(&o, name, "alt_cost_period_by_period_holding");
        cost = isnan(cost) ? oracle_number(&o, name, "expect_cost") : cost;
        near(name, cost_of(&x.in, INV_LOTSIZE_WAGNER_WHITIN, order), cost);
        struct inv_lotsize_work w = { 0 };
        struct inv_err err = { 0 };
        ck_assert_int_eq(inv_lotsize_to_go(&x.in, &w, togo, next, &err), INV_OK);
        near(name, togo[0], cost);
        bool same_h = true;
        for (size_t t = 1; t < n; t++)
            same_h = same_h && x.h[t] >= x.h[0] && x.h[t] <= x.h[0];
        if (same_h && oracle_list(&o, name, "expect_costs_to_go", want, MOST) == n)
            for (size_t t = 0; t < n; t++)
                near("cost to go", togo[t], want[t]);
        inv_lotsize_free(&w);
    }
    ck_assert_uint_ge(cases, 9);
    oracle_close(&o);
}
END_TEST

/* Wagner and Whitin (1958), table 1: twelve months, holding a unit a month costs 1; 864. */
START_TEST(test_wagner_whitin_1958)
{
    static const double d[] = { 69, 29, 36, 61, 61, 26, 34, 67, 45, 67, 79, 56 };
    static const double K[] = { 85, 102, 102, 101, 98, 114, 105, 86, 119, 110, 98, 114 };
    static struct instance x;
    double order[12];
    begin(&x, 12);
    memcpy(x.d, d, sizeof d);
    memcpy(x.K, K, sizeof K);
    fill(x.h, 12, 1);
    near("1958", cost_of(&x.in, INV_LOTSIZE_WAGNER_WHITIN, order), 864);
    near("month 1", order[0], 98);
    near("month 3", order[2], 97);
}
END_TEST

/* Silver, Pyke and Thomas (2017), s. 5.1, the running example: K 54, h 0.4 (v r = 20 x 0.02), twelve months;
 * the heuristics' and the best plan's costs as their tables print them. */
START_TEST(test_silver_pyke_thomas)
{
    static const double d[] = { 10, 62, 12, 130, 154, 129, 88, 52, 124, 160, 238, 41 };
    static struct instance x;
    double order[12];
    begin(&x, 12);
    memcpy(x.d, d, sizeof d);
    fill(x.K, 12, 54);
    fill(x.h, 12, 0.4);
    near("Wagner-Whitin", cost_of(&x.in, INV_LOTSIZE_WAGNER_WHITIN, order), 501.2);
    near("Silver-Meal", cost_of(&x.in, INV_LOTSIZE_SILVER_MEAL, order), 501.2);
    near("first", order[0], 84);
    near("part-period", cost_of(&x.in, INV_LOTSIZE_PART_PERIOD, order), 600.0);
    near("lot for lot", cost_of(&x.in, INV_LOTSIZE_LOT_FOR_LOT, order), 12 * 54);
    near("fixed EOQ periods", cost_of(&x.in, INV_LOTSIZE_FIXED_PERIOD, order), 553.6);
}
END_TEST

/* ---- every plan of small instances ------------------------------------------------------------ */

/* Each demand from the cheapest of the open periods, over all sets of them. */
static double best_of_sets(const struct inv_lotsize_in *in)
{
    double best = HUGE_VAL;
    for (unsigned set = 0; set < 1u << in->n; set++) {
        double cost = 0;
        for (size_t t = 0; t < in->n; t++)
            cost += set >> t & 1 ? in->setup[t] : 0;
        for (size_t s = 0; s < in->n; s++) {
            double least = in->demand[s] > 0 ? HUGE_VAL : 0;
            for (size_t t = 0; t < in->n && in->demand[s] > 0; t++) {
                if (!(set >> t & 1) || (t > s && !in->backlog))
                    continue;
                double unit = in->unit ? in->unit[t] : 0;
                for (size_t r = t; r < s; r++)
                    unit += in->hold[r];
                for (size_t r = s; r < t; r++)
                    unit += in->backlog[r];
                least = fmin(least, unit * in->demand[s]);
            }
            cost += least;
        }
        best = fmin(best, cost);
    }
    return best;
}

/* Every quantity in every period. */
static double best_of_all(const struct inv_lotsize_in *in, size_t t, double stock, double most)
{
    if (t == in->n)
        return stock < 0 ? HUGE_VAL : 0;
    double lot = in->pack > 0 ? in->pack : 1, best = HUGE_VAL;
    for (double q = 0; q <= most; q += lot) {
        if (q > 0 && (q < in->min_lot || (in->capacity && q > in->capacity[t])))
            continue;
        double x = stock + q - in->demand[t];
        if (x < 0 && !in->backlog)
            continue;
        double cost = (q > 0 ? in->setup[t] : 0) + (in->unit ? in->unit[t] * q : 0);
        cost += x > 0 ? in->hold[t] * x : x < 0 ? -in->backlog[t] * x : 0;
        best = fmin(best, cost + best_of_all(in, t + 1, x, most));
    }
    return best;
}

static void draw(struct instance *x, size_t n, double most, uint64_t *seed)
{
    begin(x, n);
    for (size_t t = 0; t < n; t++) {
        x->d[t] = test_below(seed, 4) == 0 ? 0 : (double)test_below(seed, (size_t)most + 1);
        x->K[t] = (double)test_below(seed, 30);
        x->h[t] = (double)test_below(seed, 5) / 2;
        x->c[t] = (double)test_below(seed, 6);
        x->b[t] = (double)test_below(seed, 12) / 2;
        x->cap[t] = (double)(2 + test_below(seed, 7));
    }
    x->in.unit = test_below(seed, 2) ? x->c : NULL;
    x->in.backlog = test_below(seed, 2) ? x->b : NULL;
}

START_TEST(test_free_lots_by_sets)
{
    uint64_t seed = test_seed("lotsize sets", 20261127);
    static struct instance x;
    double order[MOST];
    for (int i = 0; i < 600; i++) {
        draw(&x, 1 + test_below(&seed, 10), 20, &seed);
        near("free lots", cost_of(&x.in, INV_LOTSIZE_WAGNER_WHITIN, order), best_of_sets(&x.in));
    }
}
END_TEST

START_TEST(test_bounded_by_all)
{
    uint64_t seed = test_seed("lotsize bounded", 20261128);
    static struct instance x;
    double order[MOST];
    size_t met = 0;
    for (int i = 0; i < 500; i++) {
        draw(&x, 1 + test_below(&seed, 4), 5, &seed);
        x.in.stock = (double)test_below(&seed, 6) - 2;
        x.in.capacity = test_below(&seed, 2) ? x.cap : NULL;
        x.in.pack = (double)test_below(&seed, 4);
        x.in.min_lot = (double)test_below(&seed, 5);
        double most = -fmin(x.in.stock, 0) + x.in.min_lot + x.in.pack;
        for (size_t t = 0; t < x.in.n; t++)
            most += x.d[t];
        double want = best_of_all(&x.in, 0, x.in.stock, most);
        struct inv_lotsize_work w = { 0 };
        struct inv_err err = { 0 };
        if (want < HUGE_VAL) {
            near("bounded", cost_of(&x.in, INV_LOTSIZE_WAGNER_WHITIN, order), want);
            met++;
        } else
            ck_assert_int_eq(inv_lotsize_plan(&x.in, INV_LOTSIZE_WAGNER_WHITIN, &w, order, &err), INV_EROW);
        inv_lotsize_free(&w);
    }
    ck_assert_uint_gt(met, 300);
}
END_TEST

/* Rules keep within the bounds, meet all demand, and are never cheaper than the best plan. */
START_TEST(test_rules)
{
    uint64_t seed = test_seed("lotsize rules", 20261129);
    static struct instance x;
    double order[MOST], ending[MOST];
    for (int i = 0; i < 400; i++) {
        draw(&x, 1 + test_below(&seed, 12), 9, &seed);
        x.in.backlog = NULL;
        x.in.stock = (double)test_below(&seed, 10);
        for (size_t t = 0; t < x.in.n; t++)
            x.cap[t] += 4;
        x.in.capacity = test_below(&seed, 2) ? x.cap : NULL;
        x.in.pack = (double)test_below(&seed, 4);
        x.in.periods = test_below(&seed, 3);
        struct inv_lotsize_work w = { 0 };
        struct inv_lotsize_cost cost;
        struct inv_err err = { 0 };
        if (inv_lotsize_plan(&x.in, INV_LOTSIZE_WAGNER_WHITIN, &w, order, &err) != INV_OK) {
            ck_assert_int_eq(inv_lotsize_plan(&x.in, INV_LOTSIZE_SILVER_MEAL, &w, order, &err), INV_EROW);
            inv_lotsize_free(&w);
            continue;
        }
        double best = cost_of(&x.in, INV_LOTSIZE_WAGNER_WHITIN, order);
        for (int m = INV_LOTSIZE_SILVER_MEAL; m <= INV_LOTSIZE_FIXED_PERIOD; m++) {
            enum inv_status st = inv_lotsize_plan(&x.in, (enum inv_lotsize)m, &w, order, &err);
            ck_assert_msg(st == INV_OK, "%s", err.text);
            ck_assert_int_eq(inv_lotsize_evaluate(&x.in, order, ending, &cost, &err), INV_OK);
            bool whole = x.in.pack > 0 || x.in.capacity == NULL;
            ck_assert_msg(!whole || cost.total >= best - 1e-9, "%s: %g < %g", inv_lotsize_name((enum inv_lotsize)m),
                          cost.total, best);
            for (size_t t = 0; t < x.in.n; t++) {
                ck_assert(order[t] >= 0 && (!x.in.capacity || order[t] <= x.in.capacity[t] + 1e-9));
                ck_assert(x.in.pack <= 0 || fabs(order[t] / x.in.pack - rint(order[t] / x.in.pack)) < 1e-9);
            }
        }
        inv_lotsize_free(&w);
    }
}
END_TEST

/* A view of the whole horizon is the plan itself; a view of one period is lot for lot. */
START_TEST(test_rolling)
{
    uint64_t seed = test_seed("lotsize rolling", 20261130);
    static struct instance x;
    double plan[MOST], roll[MOST];
    struct inv_lotsize_work w = { 0 };
    struct inv_err err = { 0 };
    for (int i = 0; i < 100; i++) {
        size_t n = 2 + test_below(&seed, 20);
        draw(&x, n, 20, &seed);
        x.in.backlog = NULL;
        x.in.unit = NULL;
        cost_of(&x.in, INV_LOTSIZE_WAGNER_WHITIN, plan);
        ck_assert_int_eq(inv_lotsize_roll(&x.in, INV_LOTSIZE_WAGNER_WHITIN, n, n, &w, roll, &err), INV_OK);
        for (size_t t = 0; t < n; t++)
            near("whole view", roll[t], plan[t]);
        ck_assert_int_eq(inv_lotsize_roll(&x.in, INV_LOTSIZE_WAGNER_WHITIN, 1, 1, &w, roll, &err), INV_OK);
        for (size_t t = 0; t < n; t++)
            near("one period", roll[t], x.d[t]);
        ck_assert_int_eq(inv_lotsize_roll(&x.in, INV_LOTSIZE_WAGNER_WHITIN, 1 + test_below(&seed, n), 1, &w, roll,
                                          &err), INV_OK);
        struct inv_lotsize_cost a, b;
        double ending[MOST];
        ck_assert_int_eq(inv_lotsize_evaluate(&x.in, roll, ending, &a, &err), INV_OK);
        ck_assert_int_eq(inv_lotsize_evaluate(&x.in, plan, ending, &b, &err), INV_OK);
        ck_assert(a.total >= b.total - 1e-9);
    }
    inv_lotsize_free(&w);
}
END_TEST

/* ---- edges ------------------------------------------------------------------------------------ */

START_TEST(test_edges)
{
    static struct instance x;
    double order[MOST], ending[MOST];
    struct inv_lotsize_work w = { 0 };
    struct inv_lotsize_cost cost;
    struct inv_err err = { 0 };
    static const double scales[] = { 0, 1e-300, 1e-9, 1, 1e9, 1e140 };
    for (size_t i = 0; i < 6; i++)
        for (int m = 0; m <= INV_LOTSIZE_FIXED_PERIOD; m++)
            for (int late = 0; late < 2; late++) {
                begin(&x, 5);
                fill(x.d, 5, scales[i]);
                fill(x.K, 5, 3);
                fill(x.h, 5, m % 2);      /* holding for nothing, too */
                fill(x.b, 5, 2);
                x.in.backlog = late ? x.b : NULL;
                ck_assert_int_eq(inv_lotsize_plan(&x.in, (enum inv_lotsize)m, &w, order, &err), INV_OK);
                ck_assert_int_eq(inv_lotsize_evaluate(&x.in, order, ending, &cost, &err), INV_OK);
                ck_assert(isfinite(cost.total) && (scales[i] > 0 || cost.orders == 0));
            }
    begin(&x, 1);
    fill(x.d, 1, 7);
    fill(x.K, 1, 3);
    fill(x.h, 1, 1);
    near("one period", cost_of(&x.in, INV_LOTSIZE_WAGNER_WHITIN, order), 3);
    x.h[0] = -1;
    ck_assert_int_eq(inv_lotsize_plan(&x.in, INV_LOTSIZE_WAGNER_WHITIN, &w, order, &err), INV_EARG);
    x.h[0] = (double)NAN;
    ck_assert_int_eq(inv_lotsize_plan(&x.in, INV_LOTSIZE_EOQ, &w, order, &err), INV_EARG);
    x.h[0] = 1;
    x.d[0] = 1e9;
    x.in.min_lot = 2;
    ck_assert_int_eq(inv_lotsize_plan(&x.in, INV_LOTSIZE_WAGNER_WHITIN, &w, order, &err), INV_EARG);
    x.in.pack = 1000;
    near("packs", cost_of(&x.in, INV_LOTSIZE_WAGNER_WHITIN, order), 3);
    x.in.n = 0;
    ck_assert_int_eq(inv_lotsize_plan(&x.in, INV_LOTSIZE_EOQ, &w, order, &err), INV_EARG);
    begin(&x, 3);
    fill(x.d, 3, 1e300);
    fill(x.K, 3, 1e300);
    fill(x.h, 3, 1e300);
    ck_assert(inv_lotsize_plan(&x.in, INV_LOTSIZE_WAGNER_WHITIN, &w, order, &err) == INV_EARG
              || inv_lotsize_evaluate(&x.in, order, ending, &cost, &err) == INV_EARG);
    inv_lotsize_free(&w);
}
END_TEST

/* Fractional demand, whole packs: stock is what packs leave of the demand. */
START_TEST(test_fractions)
{
    static struct instance x;
    double order[3], ending[3];
    begin(&x, 3);
    fill(x.d, 3, 2.3);
    fill(x.K, 3, 0);
    fill(x.h, 3, 1);
    x.in.pack = 2;
    near("packs of two", cost_of(&x.in, INV_LOTSIZE_WAGNER_WHITIN, order), 1.7 + 1.4 + 1.1);
    struct inv_lotsize_cost cost;
    struct inv_err err = { 0 };
    ck_assert_int_eq(inv_lotsize_evaluate(&x.in, order, ending, &cost, &err), INV_OK);
    near("left", ending[2], 1.1);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("lotsize");
    TCase *t = tcase_create("lotsize");
    tcase_add_test(t, test_oracle);
    tcase_add_test(t, test_wagner_whitin_1958);
    tcase_add_test(t, test_silver_pyke_thomas);
    tcase_add_test(t, test_free_lots_by_sets);
    tcase_add_test(t, test_bounded_by_all);
    tcase_add_test(t, test_rules);
    tcase_add_test(t, test_rolling);
    tcase_add_test(t, test_edges);
    tcase_add_test(t, test_fractions);
    suite_add_tcase(s, t);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed != 0;
}
