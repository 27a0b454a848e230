/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>

#include "inv/exchange.h"
#include "oracle.h"

enum { MOST = 40 };

static void close_to(double got, double want, double rel, const char *what)
{
    if (!(fabs(got - want) <= rel * fabs(want)))    /* an assertion that holds is slow, too */
        ck_abort_msg("%s: %.17g is not %.17g", what, got, want);
}

static struct inv_eoq_in item(double d, double k, double c)
{
    struct inv_eoq_in in = inv_eoq_defaults();
    in.annual_demand = d;
    in.order_cost = k;
    in.unit_cost = c;
    return in;
}

static size_t random_items(uint64_t *s, struct inv_eoq_in *in)
{
    size_t n = 1 + test_below(s, MOST);
    for (size_t i = 0; i < n; i++)
        in[i] = item(exp(test_between(s, 2, 9)), exp(test_between(s, 0, 5)), exp(test_between(s, -2, 5)));
    return n;
}

/* The closed form for plain EOQs: r = (sum sqrt(K D c / 2) / I)^2, N = sqrt(r) sum sqrt(D c / (2 K)). */
START_TEST(hyperbola)
{
    uint64_t s = test_seed("hyperbola", 2017);
    for (int t = 0; t < 300; t++) {
        struct inv_eoq_in in[MOST];
        struct inv_exchange x;
        size_t n = random_items(&s, in);
        double stock = 0, orders = 0, rate = exp(test_between(&s, -7, 3));
        for (size_t i = 0; i < n; i++) {
            stock += sqrt(in[i].order_cost * in[i].annual_demand * in[i].unit_cost / 2);
            orders += sqrt(in[i].annual_demand * in[i].unit_cost / (2 * in[i].order_cost));
        }
        ck_assert_int_eq(inv_exchange_at(in, n, rate, &x, NULL), INV_OK);
        close_to(x.investment, stock / sqrt(rate), 1e-13, "investment");
        close_to(x.orders_per_year, orders * sqrt(rate), 1e-13, "orders");
        ck_assert_int_eq(inv_exchange_budget(in, n, stock / sqrt(rate), &x, NULL), INV_OK);
        close_to(x.holding_rate, rate, 1e-11, "rate");
        close_to(x.investment, stock / sqrt(rate), 1e-11, "investment");
        close_to(in[n - 1].holding_rate, x.holding_rate, 1e-15, "the items' rate");
    }
}
END_TEST

/* With lots, prices, backorders and production rates: within the budget, and at no rate much lower. */
START_TEST(budgets)
{
    static const struct inv_eoq_break breaks[] = { { 0, 30 }, { 50, 28 }, { 400, 21 } };
    uint64_t s = test_seed("budgets", 12);
    for (int t = 0; t < 300; t++) {
        struct inv_eoq_in in[MOST];
        struct inv_exchange x, y;
        size_t n = random_items(&s, in);
        for (size_t i = 0; i < n; i++) {
            if ((in[i].round_lots = test_below(&s, 2)))
                in[i].pack_size = (double)(1 + test_below(&s, 50));
            if (test_below(&s, 3) == 0)
                in[i].shortage_cost = test_between(&s, 1, 30);
            if (test_below(&s, 3) == 0)
                in[i].production_rate = in[i].annual_demand * test_between(&s, 1.1, 4);
            if (test_below(&s, 3) == 0) {
                in[i].breaks = breaks;
                in[i].nbreaks = 3;
                in[i].discount = (enum inv_discount)test_below(&s, 3);
            }
        }
        ck_assert_int_eq(inv_exchange_at(in, n, exp(test_between(&s, -5, 1)), &x, NULL), INV_OK);
        double budget = x.investment * test_between(&s, .9, 1.1);
        if (inv_exchange_budget(in, n, budget, &x, NULL) != INV_OK) {    /* one pack of each may be more */
            ck_assert_int_eq(inv_exchange_at(in, n, INV_EXCHANGE_MOST, &x, NULL), INV_OK);
            ck_assert(x.investment > budget);
            continue;
        }
        ck_assert_msg(x.investment <= budget, "%.17g of %.17g", x.investment, budget);
        for (double f = 1 - 1e-9; f > .3; f *= .97) {
            ck_assert_int_eq(inv_exchange_at(in, n, x.holding_rate * f, &y, NULL), INV_OK);
            ck_assert_msg(y.investment > budget * (1 - 1e-9), "%.17g at %.17g of the rate", y.investment, f);
        }
    }
}
END_TEST

START_TEST(budgets_that_cannot_be)
{
    struct inv_eoq_in in[] = { item(1000, 20, 8), item(0, 20, 8) };
    struct inv_exchange x;
    struct inv_err err;
    in[0].round_lots = true;
    in[0].moq = 100;
    ck_assert_int_eq(inv_exchange_budget(in, 2, 399, &x, &err), INV_EARG);
    ck_assert_str_eq(err.text, "399 is less than the 400 that lots and prices leave at any holding rate");
    ck_assert_int_eq(inv_exchange_budget(in, 2, 400, &x, &err), INV_OK);
    close_to(x.investment, 400, 1e-15, "the least");
    ck_assert_int_eq(inv_exchange_budget(in, 2, 1e12, &x, &err), INV_EARG);
    ck_assert_int_eq(inv_exchange_budget(in + 1, 1, 10, &x, &err), INV_EARG);
    ck_assert_str_eq(err.text, "10 is more than the 0 invested at a holding rate of next to nothing");
    ck_assert_int_eq(inv_exchange_budget(in, 2, 0, &x, &err), INV_EARG);
    ck_assert_str_eq(err.column, "total_budget");
    ck_assert_int_eq(inv_exchange_at(in, 2, NAN, &x, &err), INV_EARG);
    ck_assert_str_eq(err.column, "holding_rate");
    in[0].unit_cost = NAN;
    ck_assert_int_eq(inv_exchange_at(in, 2, .2, &x, &err), INV_EARG);
}
END_TEST

int main(void)
{
    const struct { const char *name; const TTest *test; } tests[] = {
        { "hyperbola", hyperbola }, { "budgets", budgets }, { "cannot be", budgets_that_cannot_be },
    };
    Suite *suite = suite_create("exchange");
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
