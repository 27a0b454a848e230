/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Order quantities under modified all-units discounts, in pallets, and in cycles of a power of two. */
#include "config.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>

#include "inv/eoq.h"
#include "inv/lots.h"
#include "oracle.h"

static void close_to(double got, double want, double rel, const char *what)
{
    if (!(fabs(got - want) <= rel * fabs(want)))    /* an assertion that holds is slow, too */
        ck_abort_msg("%s: %.17g is not %.17g", what, got, want);
}

static struct inv_eoq_in plain(double d, double k, double h)
{
    struct inv_eoq_in in = inv_eoq_defaults();
    in.annual_demand = d;
    in.order_cost = k;
    in.holding_cost = h;
    return in;
}

static struct inv_eoq_out solve(const struct inv_eoq_in *in)
{
    struct inv_eoq_out o;
    struct inv_err err;
    if (inv_eoq_solve(in, &o, &err) != INV_OK)
        ck_abort_msg("%s: %s", err.column, err.text);
    return o;
}

/* The cost by its definition: an order of q costs the least of c_j max(q, b_j). */
static double defined_cost(const struct inv_eoq_in *in, double q)
{
    double paid = INFINITY, f = isnan(in->production_rate) ? 1 : 1 - in->annual_demand / in->production_rate;
    for (size_t i = 0; i < in->nbreaks; i++)
        if (in->discount == INV_DISCOUNT_MODIFIED || q >= in->breaks[i].min_qty)
            paid = fmin(paid, in->breaks[i].unit_cost * fmax(q, in->breaks[i].min_qty));
    double h = isnan(in->holding_cost) ? in->holding_rate * paid / q : in->holding_cost;
    double p = in->shortage_cost, b = isnan(p) ? 0 : q * f * h / (h + p), top = q * f;
    return in->annual_demand / q * (in->order_cost + (in->nbreaks ? paid : 0)) + h * (top - b) * (top - b) / (2 * top)
         + (isnan(p) ? 0 : p * b * b / (2 * top));
}

static struct inv_eoq_in random_instance(uint64_t *s, struct inv_eoq_break *b)
{
    struct inv_eoq_in in = plain(exp(test_between(s, 3, 9)), exp(test_between(s, 0, 5)), NAN);
    in.holding_rate = test_between(s, .05, .6);
    in.nbreaks = 1 + test_below(s, 6);
    in.discount = INV_DISCOUNT_MODIFIED;
    double q = 0, c = test_between(s, 2, 30);
    for (size_t i = 0; i < in.nbreaks; i++) {
        b[i] = (struct inv_eoq_break){ q, c };
        q += floor(test_between(s, 1, 300));
        c *= 1 - test_between(s, 0, .5);
    }
    in.breaks = b;
    if (test_below(s, 2))
        in.holding_cost = test_between(s, .2, 30);
    if (test_below(s, 2))
        in.shortage_cost = test_between(s, .3, 20);
    if (test_below(s, 3) == 0)
        in.production_rate = in.annual_demand * test_between(s, 1.05, 6);
    return in;
}

START_TEST(modified_discounts)
{
    uint64_t s = test_seed("modified_discounts", 2002);
    int flat = 0;
    for (int i = 0; i < 1500; i++) {
        struct inv_eoq_break b[8];
        struct inv_eoq_in in = random_instance(&s, b);
        struct inv_eoq_out o = solve(&in);
        close_to(defined_cost(&in, o.eoq), o.annual_cost, 1e-12, "its own cost");
        for (double q = .37; q < 20 * o.eoq + 3000; q *= 1.004)
            if (defined_cost(&in, q) < o.annual_cost * (1 - 1e-13))
                ck_abort_msg("instance %d: %.17g is cheaper than %.17g", i, q, o.eoq);
        for (size_t j = 1; j < in.nbreaks; j++) {
            ck_assert(defined_cost(&in, b[j].min_qty) >= o.annual_cost * (1 - 1e-13));
            flat += o.eoq < b[j].min_qty && b[j].unit_cost * b[j].min_qty < b[j - 1].unit_cost * o.eoq * (1 - 1e-9);
        }
    }
    ck_assert_msg(flat > 5, "%d orders are paid for as larger ones: too few to tell", flat);
}
END_TEST

/* 90 at 10 are 900, 100 at 8 are 800: from 80 on an order costs 800. */
START_TEST(pays_for_the_break)
{
    const struct inv_eoq_break b[] = { { 0, 10 }, { 100, 8 } };
    struct inv_eoq_in in = plain(1000, 10000, 8000. / 3);
    struct inv_eoq_out o;
    in.breaks = b;
    in.nbreaks = 2;
    in.discount = INV_DISCOUNT_MODIFIED;
    ck_assert_int_eq(inv_eoq_at(&in, 90, &o, NULL), INV_OK);
    close_to(o.annual_purchase_cost, 1000 / 90. * 800, 1e-15, "as for 100");
    ck_assert_int_eq(inv_eoq_at(&in, 79, &o, NULL), INV_OK);
    close_to(o.annual_purchase_cost, 10000, 1e-15, "unit by unit");
    ck_assert_int_eq(inv_eoq_at(&in, 110, &o, NULL), INV_OK);
    close_to(o.annual_purchase_cost, 8000, 1e-15, "unit by unit");
    o = solve(&in);    /* sqrt(2 (K + 800) D / h) = 90; 80 costs 241666.67, 100 costs 241333.33 */
    close_to(o.eoq, 90, 1e-15, "eoq");
    close_to(o.annual_cost, 240000, 1e-15, "cost");
}
END_TEST

/* Every quantity that the lots allow, one after the other. */
START_TEST(pallets)
{
    uint64_t s = test_seed("pallets", 20190101);
    for (int i = 0; i < 1500; i++) {
        struct inv_eoq_break b[8];
        struct inv_eoq_in in = random_instance(&s, b);
        in.discount = test_below(&s, 2) ? INV_DISCOUNT_MODIFIED : INV_DISCOUNT_ALL_UNITS;
        in.round_lots = true;
        in.pack_size = (double)(1 + test_below(&s, 60));
        in.pallet_size = (double)(1 + test_below(&s, 900));
        in.moq = test_below(&s, 2) ? (double)test_below(&s, 900) : 0;
        struct inv_eoq_out o = solve(&in);
        double best = INFINITY;
        for (double q = 1; q < 4 * o.eoq + 5000; q++)
            if (q >= in.moq && fmod(q, q < in.pallet_size ? in.pack_size : in.pallet_size) == 0)
                best = fmin(best, defined_cost(&in, q));
        close_to(o.annual_cost, best, 1e-12, "cost");
        ck_assert(o.eoq >= in.moq && fmod(o.eoq, o.eoq < in.pallet_size ? in.pack_size : in.pallet_size) == 0);
    }
}
END_TEST

START_TEST(near_a_quantity)
{
    double x[4];
    struct inv_lot_rule r = { .pack = 12, .pallet = 100 };
    ck_assert_uint_eq(inv_lots_near(&r, 50, 0, INFINITY, x), 3);    /* 48, 60, a pallet */
    ck_assert(x[0] == 48 && x[1] == 60 && x[2] == 100);
    ck_assert_uint_eq(inv_lots_near(&r, 250, 0, INFINITY, x), 3);
    ck_assert(x[0] == 96 && x[1] == 200 && x[2] == 300);
    ck_assert_uint_eq(inv_lots_near(&r, 250, 201, 300, x), 0);
    r = (struct inv_lot_rule){ .pallet = 100 };
    ck_assert_uint_eq(inv_lots_near(&r, 73.5, 0, INFINITY, x), 2);
    ck_assert(x[0] == 73.5 && x[1] == 100);
    r = (struct inv_lot_rule){ .moq = 30 };
    ck_assert_uint_eq(inv_lots_near(&r, 20, 0, 25, x), 0);
    ck_assert_uint_eq(inv_lots_near(&r, 20, 0, 35, x), 1);
    ck_assert_double_eq(x[0], 30);
}
END_TEST

START_TEST(powers_of_two)
{
    struct oracle o;
    struct inv_eoq_in in = plain(1000, 100, 72 * .25);
    struct inv_eoq_out out;
    double periods;
    ck_assert_int_eq(inv_eoq_power_of_two(&in, 1 / 52., &out, &periods, NULL), INV_OK);
    ck_assert_double_eq(periods, 4);
    if (oracle_open(&o)) {
        ck_assert_double_eq(periods, oracle_number(&o, "iv_tq", "expect_Tpractical"));
        close_to(out.eoq, oracle_number(&o, "iv_tq", "expect_Qpractical"), 1e-14, "iv_tq");
        oracle_close(&o);
    }
    uint64_t s = test_seed("powers_of_two", 1985);
    for (int i = 0; i < 1500; i++) {
        struct inv_eoq_break b[8];
        in = random_instance(&s, b);
        in.discount = test_below(&s, 2) ? INV_DISCOUNT_MODIFIED : INV_DISCOUNT_ALL_UNITS;
        bool one_price = test_below(&s, 3) == 0;
        if (one_price) {
            in.nbreaks = 0;
            in.holding_cost = 2;
        }
        double best = INFINITY;
        for (double n = 1; n < 0x1p40; n *= 2)
            best = fmin(best, defined_cost(&in, in.annual_demand * n / 365));
        ck_assert_int_eq(inv_eoq_power_of_two(&in, 1 / 365., &out, &periods, NULL), INV_OK);
        close_to(out.annual_cost, best, 1e-12, "cost");
        close_to(out.eoq, periods / 365 * in.annual_demand, 1e-14, "quantity");
        if (one_price && solve(&in).cycle_time > 1 / 365.)
            ck_assert(out.annual_cost <= 1.0606602 * solve(&in).annual_cost);
    }
}
END_TEST

START_TEST(cycles_that_cannot_be)
{
    struct inv_eoq_in in = plain(0, 100, 10);
    struct inv_eoq_out o;
    struct inv_err err;
    double periods;
    ck_assert_int_eq(inv_eoq_power_of_two(&in, 1 / 12., &o, &periods, &err), INV_OK);
    ck_assert(isnan(periods) && o.eoq == 0);
    in = plain(1000, 0, 10);    /* free orders: as often as may be */
    ck_assert_int_eq(inv_eoq_power_of_two(&in, 1 / 12., &o, &periods, &err), INV_OK);
    ck_assert_double_eq(periods, 1);
    ck_assert_int_eq(inv_eoq_power_of_two(&in, 0, &o, &periods, &err), INV_EARG);
    ck_assert_str_eq(err.column, "periods_per_year");
    in.round_lots = true;
    ck_assert_int_eq(inv_eoq_power_of_two(&in, 1, &o, &periods, &err), INV_EARG);
    in.pallet_size = -1;
    ck_assert_int_eq(inv_eoq_solve(&in, &o, &err), INV_EARG);
    ck_assert_str_eq(err.column, "pallet_size");
}
END_TEST

int main(void)
{
    const struct { const char *name; const TTest *test; } tests[] = {
        { "modified discounts", modified_discounts }, { "pays for the break", pays_for_the_break },
        { "pallets", pallets },
        { "near a quantity", near_a_quantity }, { "powers of two", powers_of_two }, { "cycles", cycles_that_cannot_be },
    };
    Suite *suite = suite_create("price");
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
