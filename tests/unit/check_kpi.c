/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/kpi.h"
#include "oracle.h"

#define COUNT(a) (sizeof (a) / sizeof *(a))

static void close_to(double got, double want, const char *what)
{
    if (isnan(want) ? !isnan(got) : !(fabs(got - want) <= 1e-9 * fmax(1, fabs(want))))
        ck_abort_msg("%s: %.17g is not %.17g", what, got, want);
}

static struct inv_kpi_sums sums(const struct inv_kpi_in *in)
{
    struct inv_kpi_sums s;
    struct inv_err err;
    ck_assert_msg(inv_kpi_of(in, &s, &err) == INV_OK, "%s: %s", err.column, err.text);
    return s;
}

static double figure(const struct inv_kpi_in *in, enum inv_kpi k)
{
    struct inv_kpi_sums s = sums(in);
    return inv_kpi_value(&s, k);
}

START_TEST(textbook)
{
    /* Heizer and Render, Operations Management, ch. 11 (PepsiCo): cost of goods sold 14.2, inventory
     * 0.74 + 0.11 + 0.84: 8.4 turns a year. */
    static const double sold[] = { 1 }, cogs[] = { 14.2 }, stock[] = { 1.69 }, units[] = { 1 };
    struct inv_kpi_in in = inv_kpi_defaults();
    in.n = 1;
    in.days = 365;
    in.sales = sold;
    in.on_hand = units;
    in.cogs = cogs;
    in.stock_value = stock;
    ck_assert(fabs(figure(&in, INV_KPI_TURNOVER) - 8.4) < .05);
    close_to(figure(&in, INV_KPI_DAYS), 365 * 1.69 / 14.2, "days");
}
END_TEST

/* Ten days worked out by hand. */
START_TEST(by_hand)
{
    static const double sales[] = { 5, 5, 2, 0, 6, 4, 5, 5, 1, 4 };
    static const double on_hand[] = { 7, 2, 0, 0, 14, 10, 5, 0, 19, 15 };    /* 20 came on the 5th and 9th */
    static const double cost[] = { 2, 2, 2, 2, 2, 2, 2, 2, 2, 2 }, price[] = { 3, 3, 3, 3, 3, 3, 3, 3, 3, 3 };
    static const unsigned char out[] = { 0, 0, 1, 1, 0, 0, 0, 0, 0, 0 };
    static const double expected[] = { 5, 5, 5, 5, 5, 5, 5, 5, 5, 5 }, edges[] = { 3 };
    struct inv_kpi_in in = inv_kpi_defaults();
    in.n = 10;
    in.sales = sales;
    in.on_hand = on_hand;
    in.unit_cost = cost;
    in.price = price;
    in.stockout = out;
    in.expected = expected;
    in.cover_days = 2;
    in.age_edges = edges;
    in.nedges = 1;
    struct inv_kpi_sums s = sums(&in);
    static const struct { enum inv_kpi k; double want; } want[] = {
        { INV_KPI_SALES, 37 }, { INV_KPI_COGS, 74 }, { INV_KPI_REVENUE, 111 }, { INV_KPI_MARGIN, 37 },
        { INV_KPI_MEAN_STOCK, 7.2 }, { INV_KPI_MEAN_STOCK_VALUE, 14.4 }, { INV_KPI_TURNOVER, 74 / 14.4 },
        { INV_KPI_DAYS, 14.4 / 74 * 10 }, { INV_KPI_GMROI, 37 / 14.4 }, { INV_KPI_SELL_THROUGH, 37. / 52 },
        { INV_KPI_STOCKOUT_DAYS, 2 }, { INV_KPI_READY_RATE, .8 }, { INV_KPI_LOST_SALES, 8 },
        { INV_KPI_LOST_REVENUE, 24 },
        { INV_KPI_FILL_RATE, 37. / 45 }, { INV_KPI_CYCLE_SERVICE, .5 }, { INV_KPI_ON_HAND, 15 },
        { INV_KPI_STOCK_VALUE, 30 },
        { INV_KPI_DEAD, 0 }, { INV_KPI_SLOW, 0 }, { INV_KPI_EXCESS, 2 * (15 - 2 * 35. / 8) }, { INV_KPI_MEAN_AGE, 1 },
        { INV_KPI_MAE, NAN }, { INV_KPI_FVA, NAN },
    };
    for (size_t i = 0; i < COUNT(want); i++)
        close_to(inv_kpi_value(&s, want[i].k), want[i].want, inv_kpi_name(want[i].k));
    close_to(inv_kpi_age(&s, 0), 30, "young");
    close_to(inv_kpi_age(&s, 1), 0, "old");
    in.at_price = true;
    close_to(figure(&in, INV_KPI_TURNOVER), 111 / 21.6, "at price");
    in.a_year = 365;
    close_to(figure(&in, INV_KPI_TURNOVER), 111 / 21.6 * 36.5, "a year");
    in.stockout = NULL;    /* then the days that end without stock */
    close_to(figure(&in, INV_KPI_STOCKOUT_DAYS), 3, "days without stock");
    close_to(figure(&in, INV_KPI_CYCLE_SERVICE), 0, "both cycles failed");
}
END_TEST

START_TEST(demand_is_known)
{
    static const double demand[] = { 10, 10, 10, 10 }, shipped[] = { 10, 8, 12, 10 }, came[] = { 0, 0, 30, 0 };
    static const double forecast[] = { 9, 11, 8, 10 }, naive[] = { 8, 12, 14, 14 };
    struct inv_kpi_in in = inv_kpi_defaults();
    in.n = 4;
    in.sales = in.shipped = shipped;
    in.demand = demand;
    in.received = came;
    in.forecast = forecast;
    in.naive = naive;
    struct inv_kpi_sums s = sums(&in);
    close_to(inv_kpi_value(&s, INV_KPI_FILL_RATE), 38. / 40, "fill rate");    /* what is shipped late is not met */
    close_to(inv_kpi_value(&s, INV_KPI_LOST_SALES), 2, "short");
    close_to(inv_kpi_value(&s, INV_KPI_CYCLE_SERVICE), 0, "one cycle, short");
    close_to(inv_kpi_value(&s, INV_KPI_READY_RATE), .75, "ready");
    close_to(inv_kpi_value(&s, INV_KPI_MAE), 1, "mae");
    close_to(inv_kpi_value(&s, INV_KPI_MAE_NAIVE), 3, "mae of naive");
    close_to(inv_kpi_value(&s, INV_KPI_FVA), 2. / 3, "fva");
    close_to(inv_kpi_value(&s, INV_KPI_TURNOVER), NAN, "no stock");
    close_to(inv_kpi_value(&s, INV_KPI_SELL_THROUGH), NAN, "nobody knows what is left");
    static const double unknown[] = { 5, NAN, 10, 10 };
    in.shipped = unknown;
    close_to(figure(&in, INV_KPI_FILL_RATE), 25. / 30, "of the periods that are known");
    static const double returned[] = { -3, 10, 10, 10 }, negative[] = { 10, -1, 10, 10 };
    in.shipped = returned;
    close_to(figure(&in, INV_KPI_FILL_RATE), 30. / 40, "what came back has met nothing");
    in.demand = negative;
    struct inv_err err;
    ck_assert_int_eq(inv_kpi_of(&in, &s, &err), INV_EARG);
    ck_assert_str_eq(err.column, "demand");
    in.demand = demand;
    in.shipped = shipped;
    in.naive = NULL;       /* the period's before: no error at all */
    close_to(figure(&in, INV_KPI_FVA), NAN, "nothing to improve");
}
END_TEST

/* 0.9 were asked for, 0.3 and 0.6 shipped, whose sum is a little less in binary. */
START_TEST(rounding_is_not_short)
{
    static const double demand[] = { 0.9, 0.9 }, shipped[] = { 0.3 + 0.6, 0.89 };
    struct inv_kpi_in in = inv_kpi_defaults();
    in.n = 2;
    in.sales = in.shipped = shipped;
    in.demand = demand;
    ck_assert(shipped[0] < 0.9);
    close_to(figure(&in, INV_KPI_STOCKOUT_DAYS), 1, "the second period alone");
}
END_TEST

START_TEST(below_zero)
{
    static const double sales[] = { 4, 4, 4, 4 }, stock[] = { 6, 2, -2, -6 }, cost[] = { 1, 1, 1, 1 }, came[] = { 10, 0, 0, 0 };
    struct inv_kpi_in in = inv_kpi_defaults();
    in.n = 4;
    in.sales = sales;
    in.on_hand = stock;
    in.unit_cost = cost;
    close_to(figure(&in, INV_KPI_MEAN_STOCK), 2, "mean");
    close_to(figure(&in, INV_KPI_STOCK_VALUE), 0, "value");
    close_to(figure(&in, INV_KPI_SELL_THROUGH), 1, "all was sold");
    close_to(figure(&in, INV_KPI_STOCKOUT_DAYS), 2, "days");
    close_to(figure(&in, INV_KPI_CYCLE_SERVICE), NAN, "no receipt is seen");
    in.received = came;
    close_to(figure(&in, INV_KPI_CYCLE_SERVICE), 0, "the cycle has failed already");
    static const double returned[] = { 1, -4, 0, 0 }, full[] = { 6, 10, 10, 10 };
    in.sales = returned;
    in.on_hand = full;
    in.received = NULL;
    close_to(figure(&in, INV_KPI_DAYS), NAN, "more came back than went");
    close_to(figure(&in, INV_KPI_TURNOVER), -1. / 3, "turns backwards");
}
END_TEST

START_TEST(idle_stock)
{
    double sales[100] = { 0 }, stock[100], cost[100];
    for (size_t i = 0; i < 100; i++) {
        stock[i] = 10;
        cost[i] = 3;
    }
    struct inv_kpi_in in = inv_kpi_defaults();
    in.n = 100;
    in.sales = sales;
    in.on_hand = stock;
    in.unit_cost = cost;
    in.dead_after = 60;
    in.slow_after = 30;
    close_to(figure(&in, INV_KPI_DEAD), 30, "never sold");
    sales[39] = 1;
    close_to(figure(&in, INV_KPI_DEAD), 30, "60 days ago");
    sales[40] = 1;
    close_to(figure(&in, INV_KPI_DEAD), 0, "59 days ago");
    close_to(figure(&in, INV_KPI_SLOW), 30, "59 days ago");
    sales[99] = 1;
    close_to(figure(&in, INV_KPI_SLOW), 0, "sold");
    close_to(figure(&in, INV_KPI_EXCESS), 30 * (1 - 180 * .03 / 10), "beyond 180 days at 0.03");
    in.days = 7;
    close_to(figure(&in, INV_KPI_EXCESS), 30 * (1 - 180. / 7 * .03 / 10), "of weeks");
    in.layers = (const struct inv_kpi_layer[]){ { 10, 4, 2 }, { 50, 6, 3 } };
    in.nlayers = 2;
    close_to(figure(&in, INV_KPI_MEAN_AGE), (80. + 900) / 26, "layers");
}
END_TEST

/* Ages by following each unit through the table. */
START_TEST(ages_unit_by_unit)
{
    uint64_t seed = test_seed("ages", 91);
    for (size_t run = 0; run < 300; run++) {
        double sales[60], stock[60], level = 0, want[3] = { 0 };
        static const double edges[] = { 10, 25 };
        static size_t born[4000];
        size_t first = 0, n = 0;
        for (size_t t = 0; t < 60; t++) {
            size_t came = test_below(&seed, 5) ? 0 : test_below(&seed, 30), sold;
            for (size_t k = 0; k < came; k++)
                born[n++] = t;
            sold = n > first ? test_below(&seed, n - first + 1) / 2 : 0;
            first += sold;
            level = (double)(n - first);
            sales[t] = (double)sold;
            stock[t] = level;
        }
        for (size_t k = first; k < n; k++)
            want[59 - born[k] <= 10 ? 0 : 59 - born[k] <= 25 ? 1 : 2]++;
        bool gaps = run % 2 && stock[0] <= 0;    /* nothing was there before the table */
        struct inv_kpi_in in = inv_kpi_defaults();
        in.n = 60;
        in.sales = sales;
        in.on_hand = stock;
        in.age_edges = edges;
        in.nedges = 2;
        struct inv_kpi_sums s = sums(&in);
        for (size_t b = 0; b < 3 && gaps; b++)
            close_to(inv_kpi_age(&s, b), want[b], "age");
    }
}
END_TEST

/* A group's figures are ratios of sums; what an item does not know it does not weigh in. */
START_TEST(groups)
{
    static const double a[] = { 10, 0 }, b[] = { 30, 10 }, stock[] = { 5, 5 }, one[] = { 1, 1 }, two[] = { 2, 2 };
    struct inv_kpi_in x = inv_kpi_defaults(), y = inv_kpi_defaults(), z = inv_kpi_defaults();
    x.n = y.n = z.n = 2;
    x.sales = a;
    y.sales = z.sales = b;
    x.on_hand = y.on_hand = z.on_hand = stock;
    x.unit_cost = one;
    y.unit_cost = two;
    struct inv_kpi_sums s, t = sums(&x), u = sums(&y), v = sums(&z);
    inv_kpi_none(&s);
    close_to(inv_kpi_value(&s, INV_KPI_SALES), NAN, "nothing yet");
    inv_kpi_add(&s, &t);
    inv_kpi_add(&s, &u);
    close_to(inv_kpi_value(&s, INV_KPI_TURNOVER), (10. + 80) / (5 + 10), "ratio of sums");
    inv_kpi_add(&s, &v);
    close_to(inv_kpi_value(&s, INV_KPI_TURNOVER), (10. + 80) / (5 + 10), "no cost, no part");
    close_to(inv_kpi_value(&s, INV_KPI_SALES), 90, "sales");
    y.on_hand = NULL;
    v = sums(&y);
    inv_kpi_add(&s, &v);
    close_to(inv_kpi_value(&s, INV_KPI_TURNOVER), (10. + 80) / (5 + 10), "no stock, no part");
}
END_TEST

START_TEST(edges)
{
    static const double zero[] = { 0, 0, 0 }, none[] = { NAN, NAN, NAN }, huge[] = { 1e308, 1e308, 1e308 },
        tiny[] = { 1e-300, 0, 0 };
    struct inv_kpi_in in = inv_kpi_defaults();
    struct inv_kpi_sums s;
    struct inv_err err;
    static const double *const kinds[] = { zero, none, tiny, huge };
    for (size_t i = 0; i < 4 * 4 * 4; i++) {
        in.n = 3;
        in.sales = kinds[i % 4];
        in.on_hand = kinds[i / 4 % 4];
        in.unit_cost = in.price = kinds[i / 16];
        enum inv_status st = inv_kpi_of(&in, &s, &err);
        ck_assert(st == INV_OK || st == INV_EARG);
        for (enum inv_kpi k = 0; st == INV_OK && k < INV_KPI_COUNT; k++)
            ck_assert(!isinf(inv_kpi_value(&s, k)));
    }
    in.n = 0;
    ck_assert_int_eq(inv_kpi_of(&in, &s, &err), INV_OK);
    close_to(inv_kpi_value(&s, INV_KPI_SALES), NAN, "no period");
    in.days = 0;
    ck_assert_int_eq(inv_kpi_of(&in, &s, &err), INV_EARG);
    in.days = 1;
    static const double falling[] = { 30, 20 };
    in.age_edges = falling;
    in.nedges = 2;
    ck_assert_int_eq(inv_kpi_of(&in, &s, &err), INV_EARG);
}
END_TEST

int main(void)
{
    const struct { const char *name; const TTest *test; } tests[] = {
        { "textbook", textbook }, { "by hand", by_hand }, { "demand", demand_is_known }, { "below zero", below_zero },
        { "rounding", rounding_is_not_short },
        { "idle", idle_stock },
        { "ages", ages_unit_by_unit }, { "groups", groups }, { "edges", edges },
    };
    Suite *suite = suite_create("kpi");
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
