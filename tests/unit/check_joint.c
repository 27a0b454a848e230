/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <check.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/joint.h"
#include "oracle.h"

enum { MOST = 16 };

static void close_to(double got, double want, double rel, const char *what)
{
    if (!(fabs(got - want) <= rel * fabs(want)))    /* an assertion that holds is slow, too */
        ck_abort_msg("%s: %.17g is not %.17g", what, got, want);
}

struct answer { double multiple[MOST], cycle[MOST]; struct inv_joint_out out; };

static struct answer solve(const struct inv_joint_item *items, size_t n, double major, enum inv_joint_method method)
{
    struct answer a;
    struct inv_joint w = { 0 };
    struct inv_err err;
    enum inv_status st = inv_joint_solve(&w, items, n, major, method, a.multiple, a.cycle, &a.out, &err);
    inv_joint_free(&w);
    ck_assert_msg(st == INV_OK, "%s: %s", err.column, err.text);
    return a;
}

/* ---- known answers ---------------------------------------------------------------------- */

static size_t items_of(const struct oracle *o, const char *name, struct inv_joint_item *items)
{
    double s[MOST], h[MOST], d[MOST];
    size_t n = oracle_list(o, name, "individual_fixed_costs", s, MOST);
    ck_assert_uint_eq(oracle_list(o, name, "holding_costs", h, MOST), n);
    ck_assert_uint_eq(oracle_list(o, name, "demand_rates", d, MOST), n);
    for (size_t i = 0; i < n; i++)
        items[i] = (struct inv_joint_item){ d[i], s[i], h[i] };
    return n;
}

static void known(const struct oracle *o, const char *name)
{
    struct inv_joint_item items[MOST];
    double q[MOST], m[MOST], major = oracle_number(o, name, "shared_fixed_cost");
    size_t n = items_of(o, name, items);
    struct answer a = solve(items, n, major, INV_JOINT_SILVER);
    ck_assert_uint_eq(oracle_list(o, name, "expect_order_quantities", q, MOST), n);
    ck_assert_uint_eq(oracle_list(o, name, "expect_order_multiples", m, MOST), n);
    close_to(a.out.cycle, oracle_number(o, name, "expect_base_cycle_time"), 1e-14, name);
    close_to(a.out.annual_cost, oracle_number(o, name, "expect_cost"), 1e-14, name);
    for (size_t i = 0; i < n; i++) {
        ck_assert_double_eq(a.multiple[i], m[i]);
        close_to(a.cycle[i] * items[i].annual_demand, q[i], 1e-14, name);
    }
    ck_assert_double_le(solve(items, n, major, INV_JOINT_EXACT).out.annual_cost, a.out.annual_cost);
}

START_TEST(known_answers)
{
    struct oracle o;
    if (!oracle_open(&o))
        return;
    size_t cases = 0;
    const char *name;
    for (size_t i = 0; (name = oracle_next(&o, "silver_heuristic", &i)); cases++)
        known(&o, name);
    ck_assert_uint_ge(cases, 4);
    oracle_close(&o);
}
END_TEST

/* Silver (1976) prints multiples 1, 1, 1, 3, 3; 218.69 a year for five items. */
START_TEST(silver_of_1976)
{
    static const struct inv_joint_item items[] = {
        { 1736, 1.87, .2 }, { 656, 5.27, .2 }, { 558, 7.94, .2 }, { 170, 8.19, .2 }, { 142, 8.87, .2 },
    };
    static const double multiples[] = { 1, 1, 1, 3, 3 };
    struct answer a = solve(items, 5, 10, INV_JOINT_SILVER);
    ck_assert_int_eq(a.out.how, INV_JOINT_IS_SILVER);
    for (size_t i = 0; i < 5; i++)
        ck_assert_double_eq(a.multiple[i], multiples[i]);
    ck_assert_double_eq_tol(a.out.annual_cost, 218.69, 0.005);
}
END_TEST

/* ---- against enumeration ------------------------------------------------------------------ */

static double defined_cost(const struct inv_joint_item *items, size_t n, double major, const double *k, double t)
{
    double sum = major / t;
    for (size_t i = 0; i < n; i++)
        sum += items[i].order_cost / (k[i] * t) + items[i].holding_cost * items[i].annual_demand * k[i] * t / 2;
    return sum;
}

/* The least cost of all multiples up to most, each at its best cycle; only of powers of two where asked for. */
static double enumerate(const struct inv_joint_item *items, size_t n, double major, double most, bool doubling)
{
    double k[MOST], best = INFINITY;
    for (size_t i = 0; i < n; i++)
        k[i] = 1;
    for (;;) {
        double orders = major, stock = 0;
        for (size_t i = 0; i < n; i++) {
            orders += items[i].order_cost / k[i];
            stock += items[i].holding_cost * items[i].annual_demand * k[i];
        }
        best = fmin(best, defined_cost(items, n, major, k, sqrt(2 * orders / stock)));
        size_t i = 0;
        for (; i < n && (doubling ? 2 * k[i] : k[i] + 1) > most; i++)
            k[i] = 1;
        if (i == n)
            return best;
        k[i] = doubling ? 2 * k[i] : k[i] + 1;
    }
}

static size_t random_items(uint64_t *s, struct inv_joint_item *items, double *major)
{
    size_t n = 1 + test_below(s, 4);
    *major = exp(test_between(s, 0, 6));
    for (size_t i = 0; i < n; i++)
        items[i] = (struct inv_joint_item){ exp(test_between(s, 3, 9)), exp(test_between(s, 0, 4)),
                                            test_between(s, .2, 5) };
    if (test_below(s, 10) == 0)
        items[0].order_cost = 0;
    return n;
}

static void check_one(const struct inv_joint_item *items, size_t n, double major, bool doubling)
{
    const double most = doubling ? 16 : 12;
    struct answer a = solve(items, n, major, doubling ? INV_JOINT_POWER_OF_TWO : INV_JOINT_EXACT);
    double best = enumerate(items, n, major, most, doubling);
    ck_assert_int_eq(a.out.how, doubling ? INV_JOINT_IS_POWER_OF_TWO : INV_JOINT_IS_EXACT);
    close_to(a.out.annual_cost, defined_cost(items, n, major, a.multiple, a.out.cycle), 1e-13, "its own cost");
    if (a.out.annual_cost > best * (1 + 1e-13))
        ck_abort_msg("%.17g is found where %.17g can be", a.out.annual_cost, best);
    for (size_t i = 0; i < n; i++) {
        ck_assert_double_eq(a.multiple[i], doubling ? exp2(rint(log2(a.multiple[i]))) : rint(a.multiple[i]));
        close_to(a.cycle[i], a.multiple[i] * a.out.cycle, 1e-15, "cycle");
        if (a.multiple[i] > most)
            return;
    }
    close_to(a.out.annual_cost, best, 1e-13, "the least cost");
}

START_TEST(best_of_all_multiples)
{
    uint64_t s = test_seed("best_of_all_multiples", 19740417);
    for (int i = 0; i < (getenv("INV_TEST_SHORT") ? 60 : 600); i++) {
        struct inv_joint_item items[MOST];
        double major;
        size_t n = random_items(&s, items, &major);
        check_one(items, n, major, false);
        check_one(items, n, major, true);
    }
}
END_TEST

/* The bound by its definition: cycles of any length, none shorter than that of the orders. */
static double relaxed_cost(const struct inv_joint_item *items, size_t n, double major, double t)
{
    double sum = major / t;
    for (size_t i = 0; i < n; i++) {
        double flow = items[i].annual_demand * items[i].holding_cost, own = fmax(t, sqrt(2 * items[i].order_cost / flow));
        sum += items[i].order_cost / own + own * flow / 2;
    }
    return sum;
}

/* Many items: no change of one multiple helps, nor another cycle on a fine grid; the guarantees hold. */
START_TEST(nothing_is_cheaper)
{
    uint64_t s = test_seed("nothing_is_cheaper", 19850202);
    for (int i = 0; i < (getenv("INV_TEST_SHORT") ? 30 : 300); i++) {
        struct inv_joint_item items[MOST];
        double major = exp(test_between(&s, -2, 8)), k[MOST];
        size_t n = 2 + test_below(&s, MOST - 2);
        for (size_t j = 0; j < n; j++)
            items[j] = (struct inv_joint_item){ exp(test_between(&s, 0, 9)), exp(test_between(&s, 0, 5)),
                                                test_between(&s, .1, 9) };
        struct answer a = solve(items, n, major, INV_JOINT_EXACT), p = solve(items, n, major, INV_JOINT_POWER_OF_TWO);
        double bound = INFINITY;
        for (double t = a.out.cycle / 9; t < a.out.cycle * 3; t *= 1.001) {
            for (size_t j = 0; j < n; j++) {
                double x = items[j].order_cost / (items[j].annual_demand * items[j].holding_cost) / t / t;
                for (k[j] = 1; k[j] * (k[j] + 1) < 2 * x; k[j]++)
                    ;
            }
            double c = defined_cost(items, n, major, k, t);
            ck_assert_msg(c >= a.out.annual_cost * (1 - 1e-13), "%.17g at a cycle of %.17g", c, t);
            bound = fmin(bound, relaxed_cost(items, n, major, t));
        }
        ck_assert_msg(bound > a.out.bound * (1 - 1e-13) && bound < a.out.bound * (1 + 1e-6), "%.17g is not %.17g", a.out.bound,
                      bound);
        ck_assert(a.out.annual_cost <= p.out.annual_cost * (1 + 1e-14));
        ck_assert(a.out.annual_cost <= solve(items, n, major, INV_JOINT_SILVER).out.annual_cost * (1 + 1e-14));
        ck_assert(a.out.bound <= a.out.annual_cost * (1 + 1e-14));
        ck_assert_msg(p.out.annual_cost <= p.out.bound * 1.0202014, "%.17g of %.17g", p.out.annual_cost, p.out.bound);
    }
}
END_TEST

/* ---- edges --------------------------------------------------------------------------------- */

START_TEST(without_a_major_cost)
{
    static const struct inv_joint_item items[] = { { 1000, 100, 10 }, { 0, 5, 1 }, { 500, 0, 2 } };
    struct answer a = solve(items, 3, 0, INV_JOINT_EXACT);
    ck_assert_int_eq(a.out.how, INV_JOINT_IS_OWN);
    ck_assert(isnan(a.out.cycle) && isnan(a.multiple[0]) && isnan(a.multiple[1]) && isnan(a.cycle[1]));
    close_to(a.cycle[0], 0.1414213562373095, 1e-15, "Harris");
    close_to(a.out.annual_cost, 1414.213562373095, 1e-15, "Harris");
    ck_assert_double_eq(a.cycle[2], 0);
    a = solve(items, 3, 21, INV_JOINT_EXACT);                /* with a major cost the free item is in each order */
    ck_assert_double_eq(a.multiple[2], 1);
    ck_assert(isnan(a.multiple[1]));
    a = solve(items + 1, 1, 21, INV_JOINT_EXACT);
    ck_assert(isnan(a.out.cycle));
    ck_assert_double_eq(a.out.annual_cost, 0);
    a = solve(items, 1, 44, INV_JOINT_POWER_OF_TWO);         /* alone: both costs are one */
    close_to(a.out.annual_cost, sqrt(2 * 144 * 1000 * 10.), 1e-15, "alone");
    a = solve(NULL, 0, 5, INV_JOINT_SILVER);
    ck_assert_double_eq(a.out.annual_cost, 0);
}
END_TEST

START_TEST(tiny_major_cost)
{
    static const struct inv_joint_item items[] = { { 1000, 100, 10 }, { 700, 50, 3 }, { 31, 8, 1.7 } };
    double own = solve(items, 3, 0, INV_JOINT_EXACT).out.annual_cost;
    struct answer a = solve(items, 3, 1e-9, INV_JOINT_EXACT);
    ck_assert_int_eq(a.out.how, INV_JOINT_IS_EXACT);
    ck_assert(a.out.annual_cost > own && a.out.annual_cost < own * (1 + 1e-5));
    a = solve(items, 3, 1e-300, INV_JOINT_EXACT);
    ck_assert(a.out.annual_cost >= own * (1 - 1e-12) && a.out.annual_cost < own * (1 + 1e-5));
    a = solve(items, 3, 1e-300, INV_JOINT_POWER_OF_TWO);
    ck_assert_int_eq(a.out.how, INV_JOINT_IS_POWER_OF_TWO);
    ck_assert(a.out.annual_cost < own * 1.0202014);
}
END_TEST

START_TEST(extremes)
{
    static const double v[] = { DBL_TRUE_MIN, 1e-300, 1e-9, 1, 1e9, 1e300, DBL_MAX };
    const size_t n = sizeof v / sizeof *v;
    struct inv_joint w = { 0 };
    for (size_t i = 0; i < n * n * n * n; i++)
        for (int method = 0; method < 3; method++) {
            struct inv_joint_item items[] = { { v[i % n], v[i / n % n], v[i / n / n % n] }, { 20, 30, .5 } };
            double multiple[2], cycle[2];
            struct inv_joint_out o;
            struct inv_err err;
            enum inv_status st = inv_joint_solve(&w, items, 2, v[i / n / n / n], (enum inv_joint_method)method,
                                                 multiple, cycle, &o, &err);
            if (st != INV_OK && st != INV_EARG)
                ck_abort_msg("instance %zu: status %d", i, (int)st);
            if (st == INV_OK && !(isfinite(o.annual_cost) && isfinite(o.cycle) && isfinite(multiple[0])
                                  && isfinite(cycle[0])
                                  && isfinite(multiple[1]) && isfinite(cycle[1])))
                ck_abort_msg("instance %zu, method %d", i, method);
        }
    inv_joint_free(&w);
}
END_TEST

START_TEST(many_items)
{
    const size_t n = 20000;
    struct inv_joint_item *items = malloc(n * sizeof *items);
    double *multiple = malloc(n * sizeof *multiple), *cycle = malloc(n * sizeof *cycle);
    ck_assert(items && multiple && cycle);
    uint64_t s = test_seed("many_items", 5);
    for (size_t i = 0; i < n; i++)
        items[i] = (struct inv_joint_item){ exp(test_between(&s, 0, 9)), test_between(&s, 1, 20),
                                            test_between(&s, .1, 9) };
    struct inv_joint w = { 0 };
    struct inv_joint_out o;
    ck_assert_int_eq(inv_joint_solve(&w, items, n, 500, INV_JOINT_EXACT, multiple, cycle, &o, NULL), INV_OK);
    close_to(defined_cost(items, n, 500, multiple, o.cycle), o.annual_cost, 1e-12, "its own cost");
    ck_assert(o.bound <= o.annual_cost && o.annual_cost < 1.02 * o.bound);
    inv_joint_free(&w);
    free(items);
    free(multiple);
    free(cycle);
}
END_TEST

START_TEST(arguments_out_of_range)
{
    static const double bad[] = { NAN, INFINITY, -1 };
    double multiple, cycle;
    struct inv_joint w = { 0 };
    struct inv_joint_out o;
    struct inv_err err;
    for (size_t i = 0; i < 3; i++) {
        struct inv_joint_item good = { 1000, 100, 10 }, item = good;
        ck_assert_int_eq(inv_joint_solve(&w, &good, 1, bad[i], INV_JOINT_EXACT, &multiple, &cycle, &o, &err), INV_EARG);
        ck_assert_str_eq(err.column, "joint_order_cost");
        item.annual_demand = bad[i];
        ck_assert_int_eq(inv_joint_solve(&w, &item, 1, 1, INV_JOINT_EXACT, &multiple, &cycle, &o, &err), INV_EARG);
        ck_assert_str_eq(err.column, "annual_demand");
        item = good;
        item.order_cost = bad[i];
        ck_assert_int_eq(inv_joint_solve(&w, &item, 1, 1, INV_JOINT_EXACT, &multiple, &cycle, &o, &err), INV_EARG);
        ck_assert_str_eq(err.column, "order_cost");
        item = good;
        item.holding_cost = bad[i];
        ck_assert_int_eq(inv_joint_solve(&w, &item, 1, 1, INV_JOINT_EXACT, &multiple, &cycle, &o, &err), INV_EARG);
        ck_assert_str_eq(err.column, "holding_cost");
    }
    inv_joint_free(&w);
}
END_TEST

int main(void)
{
    const struct { const char *name; const TTest *test; } tests[] = {
        { "known answers", known_answers }, { "Silver", silver_of_1976 }, { "enumeration", best_of_all_multiples },
        { "optimum", nothing_is_cheaper }, { "no major cost", without_a_major_cost },
        { "tiny major cost", tiny_major_cost },
        { "extremes", extremes }, { "many items", many_items }, { "arguments", arguments_out_of_range },
    };
    Suite *suite = suite_create("joint");
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
