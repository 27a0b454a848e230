/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <check.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

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

static struct inv_eoq_out at(const struct inv_eoq_in *in, double q)
{
    struct inv_eoq_out o;
    struct inv_err err;
    ck_assert_msg(inv_eoq_at(in, q, &o, &err) == INV_OK, "%s: %s", err.column, err.text);
    return o;
}

/* ---- textbooks ------------------------------------------------------------------------ */

START_TEST(textbook)
{
    /* D 1000, S 100, H 10: sqrt(20000) at 10 * sqrt(20000) a year; python3 -c 'print(20000 ** .5)' */
    struct inv_eoq_in in = plain(1000, 100, 10);
    struct inv_eoq_out o = solve(&in);
    close_to(o.eoq, 141.4213562373095, 1e-15, "eoq");
    close_to(o.annual_cost, 1414.213562373095, 1e-15, "cost");
    close_to(o.annual_order_cost, 707.1067811865476, 1e-15, "order cost");
    close_to(o.annual_holding_cost, 707.1067811865476, 1e-15, "holding cost");
    close_to(o.orders_per_year, 7.0710678118654755, 1e-15, "orders");
    close_to(o.cycle_time, 0.1414213562373095, 1e-15, "cycle");
    ck_assert(isnan(o.annual_purchase_cost) && isnan(o.max_backorder) && isnan(o.annual_shortage_cost));
    in.safety_stock = 58.25;
    o = solve(&in);
    close_to(o.max_inventory, 199.6713562373095, 1e-15, "max inventory");
    close_to(o.annual_cost, 1414.213562373095, 1e-15, "cost, whatever the safety stock");
    in = plain(6000, 100, 10);
    close_to(solve(&in).eoq, 346.4101615137755, 1e-15, "eoq");
}
END_TEST

START_TEST(combinations)
{
    /* Golden-section search over Q and B of the cost's definition (python3, floats): 336.87989, 57.47995, 643.7754557896129 */
    struct inv_eoq_in in = plain(1735, 62.5, 3.85);
    in.production_rate = 5210;
    in.shortage_cost = 11.2;
    struct inv_eoq_out o = solve(&in);
    close_to(o.eoq, 336.8798914654933, 1e-7, "eoq");
    close_to(o.max_backorder, 57.479952732405124, 1e-7, "backorder");
    close_to(o.annual_cost, 643.7754557896129, 1e-12, "cost");
    close_to(o.max_inventory, 336.8798914654933 * (3475. / 5210) - 57.479952732405124, 1e-7, "max inventory");
    /* The same with incremental prices, stock valued at its average cost: 4294.0063, 1911.8397, 77874.24861795166 */
    const struct inv_eoq_break b[] = { { 0, 10.4 }, { 500, 9.65 }, { 1000, 9.15 }, { 2000, 8.95 } };
    in = inv_eoq_defaults();
    in.annual_demand = 8140;
    in.order_cost = 37.5;
    in.holding_rate = .23;
    in.shortage_cost = 2.65;
    in.breaks = b;
    in.nbreaks = 4;
    in.discount = INV_DISCOUNT_INCREMENTAL;
    o = solve(&in);
    close_to(o.eoq, 4294.006316013985, 1e-7, "eoq");
    close_to(o.max_backorder, 1911.8396960493692, 1e-6, "backorder");
    close_to(o.annual_cost, 77874.24861795166, 1e-12, "cost");
    /* and with a production rate: 5447.5351, 1501.4488, 76803.62768527666 */
    in.production_rate = 21500;
    o = solve(&in);
    close_to(o.eoq, 5447.535142236238, 1e-7, "eoq");
    close_to(o.annual_cost, 76803.62768527666, 1e-12, "cost");
}
END_TEST

/* ---- known answers -------------------------------------------------------------------- */

static size_t breaks_of(const struct oracle *o, const char *name, struct inv_eoq_break *b)
{
    double q[16], c[16];
    size_t n = oracle_list(o, name, "breakpoints", q, 16);
    ck_assert_uint_eq(oracle_list(o, name, "unit_costs", c, 16), n);
    for (size_t i = 0; i < n; i++)
        b[i] = (struct inv_eoq_break){ q[i], c[i] };
    return n;
}

static void known(const struct oracle *o, const char *name, enum inv_discount discount)
{
    struct inv_eoq_break b[16];
    struct inv_eoq_in in = inv_eoq_defaults();
    in.annual_demand = oracle_number(o, name, "demand_rate");
    in.order_cost = oracle_number(o, name, "fixed_cost");
    in.holding_cost = oracle_number(o, name, "holding_cost");
    in.holding_rate = oracle_number(o, name, "holding_cost_rate_fraction");
    in.shortage_cost = oracle_number(o, name, "stockout_cost");
    in.production_rate = oracle_number(o, name, "production_rate");
    in.breaks = b;
    in.nbreaks = breaks_of(o, name, b);
    in.discount = discount;
    double q = oracle_number(o, name, "order_quantity"), x = oracle_number(o, name, "stockout_fraction");
    struct inv_eoq_out out = { 0 };
    struct inv_err err;
    if (!isnan(x))
        ck_assert_int_eq(inv_eoq_at_backorder(&in, q, q * x, &out, &err), INV_OK);
    else
        out = isnan(q) ? solve(&in) : at(&in, q);
    close_to(out.eoq, oracle_number(o, name, "expect_order_quantity"), 1e-14, name);
    close_to(out.annual_cost, oracle_number(o, name, "expect_cost"), 1e-14, name);
    if (out.max_backorder > 0)
        close_to(out.max_backorder / out.eoq, oracle_number(o, name, "expect_stockout_fraction"), 1e-14, name);
    if (out.eoq > 0)
        close_to(at(&in, out.eoq).annual_cost, isnan(x) ? out.annual_cost : at(&in, q).annual_cost, 1e-15, name);
}

START_TEST(known_answers)
{
    static const struct { const char *method; enum inv_discount discount; } methods[] = {
        { "economic_order_quantity", INV_DISCOUNT_ALL_UNITS },
        { "economic_order_quantity_with_backorders", INV_DISCOUNT_ALL_UNITS },
        { "economic_production_quantity", INV_DISCOUNT_ALL_UNITS },
        { "economic_order_quantity_with_all_units_discounts", INV_DISCOUNT_ALL_UNITS },
        { "economic_order_quantity_with_incremental_discounts", INV_DISCOUNT_INCREMENTAL },
    };
    struct oracle o;
    if (!oracle_open(&o))
        return;
    size_t cases = 0;
    for (size_t m = 0; m < sizeof methods / sizeof *methods; m++) {
        const char *name;
        for (size_t i = 0; (name = oracle_next(&o, methods[m].method, &i)); cases++)
            known(&o, name, methods[m].discount);
    }
    ck_assert_uint_ge(cases, 16);
    struct inv_eoq_in in = plain(5000, 400, 140 * .2);    /* iv_eoq */
    struct inv_eoq_out out = solve(&in);
    close_to(out.eoq, oracle_number(&o, "iv_eoq", "expect_EOQ"), 1e-14, "iv_eoq");
    close_to(out.cycle_time, oracle_number(&o, "iv_eoq", "expect_T_years"), 1e-14, "iv_eoq");
    in = plain(1000, 100, NAN);                           /* iv_tq */
    in.holding_rate = .25;
    in.unit_cost = 72;
    out = solve(&in);
    close_to(out.eoq, oracle_number(&o, "iv_tq", "expect_Qstar"), 1e-14, "iv_tq");
    close_to(out.cycle_time, oracle_number(&o, "iv_tq", "expect_Ts"), 1e-14, "iv_tq");
    in = plain(1.8e6, 100, 10);                           /* iv_eoqsens: the optimum is 6000 */
    close_to(at(&in, 5400).annual_cost / solve(&in).annual_cost, oracle_number(&o, "iv_eoqsens", "expect_value"), 1e-14,
             "iv_eoqsens");
    oracle_close(&o);
}
END_TEST

/* ---- against enumeration --------------------------------------------------------------- */

/* The cost by its definition: what an order costs unit by unit, and stock and
 * shortage as areas of the triangles of a cycle. */
static double defined_cost(const struct inv_eoq_in *in, double q)
{
    double paid = 0, f = isnan(in->production_rate) ? 1 : 1 - in->annual_demand / in->production_rate;
    for (size_t i = 0; i < in->nbreaks; i++) {
        double end = i + 1 < in->nbreaks && in->breaks[i + 1].min_qty < q ? in->breaks[i + 1].min_qty : q;
        if (in->breaks[i].min_qty > q)
            break;
        if (in->discount == INV_DISCOUNT_INCREMENTAL)
            paid += in->breaks[i].unit_cost * (end - in->breaks[i].min_qty);
        else
            paid = in->breaks[i].unit_cost * q;
    }
    double h = isnan(in->holding_cost) ? in->holding_rate * paid / q : in->holding_cost;
    double p = in->shortage_cost, b = isnan(p) ? 0 : q * f * h / (h + p);
    double area = (q * f - b) * (q * f - b) / (2 * q * f), lack = b * b / (2 * q * f);
    return in->annual_demand / q * (in->order_cost + paid) + h * area + (isnan(p) ? 0 : p * lack);
}

static struct inv_eoq_in random_instance(uint64_t *s, struct inv_eoq_break *b)
{
    struct inv_eoq_in in = plain(exp(test_between(s, 3, 9)), exp(test_between(s, 0, 5)), NAN);
    in.holding_rate = test_between(s, .05, .6);
    in.nbreaks = 1 + test_below(s, 5);
    in.discount = test_below(s, 2) ? INV_DISCOUNT_INCREMENTAL : INV_DISCOUNT_ALL_UNITS;
    double q = 0, c = test_between(s, 2, 30);
    for (size_t i = 0; i < in.nbreaks; i++) {
        b[i] = (struct inv_eoq_break){ q, c };
        q += floor(test_between(s, 1, 400));
        c *= 1 - test_between(s, 0, .12);
    }
    in.breaks = b;
    if (test_below(s, 2))
        in.holding_cost = test_between(s, .2, 8);
    if (test_below(s, 2))
        in.shortage_cost = test_between(s, .3, 20);
    if (test_below(s, 3) == 0)
        in.production_rate = in.annual_demand * test_between(s, 1.05, 6);
    return in;
}

START_TEST(lots_are_the_cheapest)
{
    uint64_t s = test_seed("lots_are_the_cheapest", 20240831);
    for (int i = 0; i < 2000; i++) {
        struct inv_eoq_break b[8];
        struct inv_eoq_in in = random_instance(&s, b);
        in.round_lots = true;
        in.pack_size = test_below(&s, 3) ? (double)(1 + test_below(&s, 200)) : test_between(&s, .3, 90);
        in.moq = test_below(&s, 2) ? test_between(&s, 0, 900) : 0;
        struct inv_eoq_out o = solve(&in);
        double best = INFINITY, q = 0, end = 4 * o.eoq + 3000 + 10 * in.pack_size;
        for (double k = fmax(1, ceil(in.moq / in.pack_size)); k * in.pack_size < end; k++)
            if (defined_cost(&in, k * in.pack_size) < best) {
                best = defined_cost(&in, k * in.pack_size);
                q = k * in.pack_size;
            }
        close_to(o.annual_cost, best, 1e-12, "cost");
        ck_assert_msg(fabs(o.eoq - q) <= 1e-9 * q || fabs(defined_cost(&in, o.eoq) - best) <= 1e-13 * best,
                      "instance %d: %.17g is not %.17g", i, o.eoq, q);
        close_to(defined_cost(&in, o.eoq), o.annual_cost, 1e-12, "its own cost");
    }
}
END_TEST

START_TEST(nothing_is_cheaper)
{
    uint64_t s = test_seed("nothing_is_cheaper", 77123);
    for (int i = 0; i < 1000; i++) {
        struct inv_eoq_break b[8];
        struct inv_eoq_in in = random_instance(&s, b);
        in.round_lots = test_below(&s, 2);
        in.moq = test_between(&s, 0, 700);
        struct inv_eoq_out o = solve(&in);
        close_to(defined_cost(&in, o.eoq), o.annual_cost, 1e-12, "its own cost");
        for (double q = .37; q < 20 * o.eoq + 3000; q *= 1.004)
            if ((!in.round_lots || q >= in.moq) && defined_cost(&in, q) < o.annual_cost * (1 - 1e-13))
                ck_abort_msg("instance %d: %.17g is cheaper than %.17g", i, q, o.eoq);
        for (size_t j = 1; j < in.nbreaks; j++)
            if (!in.round_lots || b[j].min_qty >= in.moq)
                ck_assert_msg(defined_cost(&in, b[j].min_qty) >= o.annual_cost * (1 - 1e-13), "instance %d: break %g", i,
                              b[j].min_qty);
    }
}
END_TEST

START_TEST(rounding)
{
    struct inv_eoq_in in = plain(1000, 100, 10);    /* 141.42: 11 dozens cost 1417.58, 12 cost 1414.44 */
    in.round_lots = true;
    in.pack_size = 12;
    ck_assert_double_eq(solve(&in).eoq, 144);
    in.pack_size = 100;                             /* 100: 1500; 200: 1500; the smaller of equals */
    ck_assert_double_eq(solve(&in).eoq, 100);
    in.pack_size = 90;                              /* 90: 1561.1; 180: 1455.6 */
    ck_assert_double_eq(solve(&in).eoq, 180);
    in.pack_size = 500;
    ck_assert_double_eq(solve(&in).eoq, 500);
    in.pack_size = 12;
    in.moq = 150;
    ck_assert_double_eq(solve(&in).eoq, 156);
    in.pack_size = 0;
    ck_assert_double_eq(solve(&in).eoq, 150);
    in.moq = NAN;
    in.pack_size = NAN;
    close_to(solve(&in).eoq, 141.4213562373095, 1e-15, "no lots");
    in.round_lots = false;
    in.pack_size = 12;
    in.moq = 500;
    close_to(solve(&in).eoq, 141.4213562373095, 1e-15, "lots not asked for");
}
END_TEST

START_TEST(lots_of_a_quantity)
{
    ck_assert_double_eq(inv_lots_up(144.00000000000003, 12), 12);
    ck_assert_double_eq(inv_lots_down(143.99999999999997, 12), 12);
    ck_assert_double_eq(inv_lots_up(144.001, 12), 13);
    ck_assert_double_eq(inv_lots_down(143.99, 12), 11);
    ck_assert_double_eq(inv_lots_nearest(150, 12), 13);
    ck_assert_double_eq(inv_lots_nearest(149.9, 12), 12);
    ck_assert_double_eq(inv_lots_up(0.3, 0.1), 3);
    ck_assert_double_eq(inv_lots_up(0, 7.5), 0);
    ck_assert_double_eq(inv_lots_up(-7, 2), -3);
    ck_assert_double_eq(inv_lots_up(1e300, 3) * 3, 1e300);
}
END_TEST

/* ---- edges ----------------------------------------------------------------------------- */

START_TEST(no_demand_orders_nothing)
{
    const struct inv_eoq_break b[] = { { 0, 3 }, { 10, 2 } };
    struct inv_eoq_in in = plain(0, 100, 10);
    in.shortage_cost = 4;
    in.production_rate = 12.5;
    in.safety_stock = 17.5;
    in.round_lots = true;
    in.moq = 12;
    in.pack_size = 5;
    in.breaks = b;
    in.nbreaks = 2;
    struct inv_eoq_out o = solve(&in);
    ck_assert_double_eq(o.eoq, 0);
    ck_assert_double_eq(o.orders_per_year, 0);
    ck_assert(isnan(o.cycle_time));
    ck_assert_double_eq(o.max_inventory, 17.5);
    ck_assert_double_eq(o.annual_cost, 0);
    ck_assert_double_eq(o.annual_purchase_cost, 0);
    ck_assert_double_eq(o.max_backorder, 0);
    ck_assert_double_eq(o.annual_shortage_cost, 0);
}
END_TEST

START_TEST(free_orders)
{
    struct inv_eoq_in in = plain(730, 0, 2.5);
    struct inv_eoq_out o = solve(&in);
    ck_assert_double_eq(o.eoq, 0);
    ck_assert(isnan(o.orders_per_year));
    ck_assert_double_eq(o.cycle_time, 0);
    ck_assert_double_eq(o.annual_cost, 0);
    in.round_lots = true;
    in.pack_size = 6;
    ck_assert_double_eq(solve(&in).eoq, 6);
    const struct inv_eoq_break b[] = { { 0, 3 }, { 10, 2 } };
    in.breaks = b;
    in.nbreaks = 2;
    in.pack_size = 0;
    ck_assert_double_eq(solve(&in).eoq, 10);    /* 2.5 * 10 / 2 + 730 * 2 is less than 730 * 3 */
}
END_TEST

START_TEST(base_price)
{
    const struct inv_eoq_break b[] = { { 400, 0.72 }, { 800, 0.68 } };
    struct inv_eoq_in in = inv_eoq_defaults();
    in.annual_demand = 1300;
    in.order_cost = 8;
    in.holding_rate = .3;
    in.breaks = b;
    in.nbreaks = 2;
    struct inv_eoq_out o;
    struct inv_err err;
    ck_assert_int_eq(inv_eoq_solve(&in, &o, &err), INV_EARG);
    ck_assert_str_eq(err.column, "min_qty");
    in.unit_cost = 0.75;                       /* Snyder and Shen, example 3.5: 800 at 978.60 */
    o = solve(&in);
    ck_assert_double_eq(o.eoq, 800);
    close_to(o.annual_cost, 978.6, 1e-14, "cost");
    in.discount = INV_DISCOUNT_INCREMENTAL;    /* example 3.7: 304.05 at 1043.41 */
    close_to(solve(&in).annual_cost, 1043.4105255059483, 1e-14, "cost");
    close_to(at(&in, 1000).annual_purchase_cost, 1300 * (400 * .75 + 400 * .72 + 200 * .68) / 1000, 1e-14, "purchase");
}
END_TEST

START_TEST(extremes)
{
    static const double v[] = { DBL_TRUE_MIN, 1e-300, 1e-20, 1, 1e20, 1e300, DBL_MAX };
    const size_t n = sizeof v / sizeof *v;
    for (size_t i = 0; i < n * n * n * n * n; i++) {
        struct inv_eoq_in in = plain(v[i % n], v[i / n % n], v[i / n / n % n]);
        in.shortage_cost = v[i / n / n / n % n];
        in.round_lots = i % 2;
        in.pack_size = v[i / n / n / n / n];
        struct inv_eoq_out o;
        struct inv_err err;
        enum inv_status st = inv_eoq_solve(&in, &o, &err);
        if (st != INV_OK && st != INV_EARG)
            ck_abort_msg("instance %zu: status %d", i, (int)st);
        if (st == INV_OK && !(isfinite(o.eoq) && isfinite(o.annual_cost) && isfinite(o.max_inventory)
                              && isfinite(o.max_backorder) && isfinite(o.cycle_time) && isfinite(o.annual_order_cost)
                              && isfinite(o.annual_holding_cost)))
            ck_abort_msg("instance %zu", i);
    }
    struct inv_eoq_in in = plain(1e300, 1e-300, 1e-300);    /* 2 k d underflows before it is divided */
    close_to(solve(&in).eoq, 1.4142135623730951e150, 1e-15, "scaled");
}
END_TEST

START_TEST(arguments_out_of_range)
{
    static const double bad[] = { NAN, INFINITY, -1 };
    struct inv_eoq_out o;
    struct inv_err err;
    for (size_t i = 0; i < 3; i++) {
        struct inv_eoq_in in = plain(bad[i], 100, 10);
        ck_assert_int_eq(inv_eoq_solve(&in, &o, &err), INV_EARG);
        ck_assert_str_eq(err.column, "annual_demand");
        in = plain(1000, bad[i], 10);
        ck_assert_int_eq(inv_eoq_solve(&in, &o, &err), INV_EARG);
        ck_assert_str_eq(err.column, "order_cost");
        in = plain(1000, 100, bad[i]);
        ck_assert_int_eq(inv_eoq_solve(&in, &o, &err), INV_EARG);
        ck_assert_str_eq(err.column, "holding_cost");
    }
    struct inv_eoq_in in = plain(1000, 100, 0);
    ck_assert_int_eq(inv_eoq_solve(&in, &o, &err), INV_EARG);
    ck_assert_str_eq(err.text, "0 is not above 0");
    in = plain(1000, 100, 10);
    in.production_rate = 1000;
    ck_assert_int_eq(inv_eoq_solve(&in, &o, &err), INV_EARG);
    ck_assert_str_eq(err.column, "production_rate");
    ck_assert_str_eq(err.text, "1000 is not above the annual demand of 1000");
    in = plain(1000, 100, 10);
    in.shortage_cost = 0;
    ck_assert_int_eq(inv_eoq_solve(&in, &o, &err), INV_EARG);
    ck_assert_str_eq(err.column, "shortage_cost");
    in = plain(1000, 100, 10);
    ck_assert_int_eq(inv_eoq_at(&in, 0, &o, &err), INV_EARG);
}
END_TEST

START_TEST(tables_of_breaks)
{
    struct inv_err err;
    const struct inv_eoq_break twice[] = { { 0, 3 }, { 10, 2 }, { 10, 1 } };
    ck_assert_int_eq(inv_eoq_breaks_check(twice, 2, NAN, &err), INV_OK);
    ck_assert_int_eq(inv_eoq_breaks_check(twice, 3, NAN, &err), INV_EARG);
    ck_assert_str_eq(err.text, "10 comes twice");
    const struct inv_eoq_break disorder[] = { { 0, 3 }, { 10, 2 }, { 5, 1 } };
    ck_assert_int_eq(inv_eoq_breaks_check(disorder, 3, NAN, &err), INV_EARG);
    ck_assert_str_eq(err.text, "5 comes after 10");
    const struct inv_eoq_break dearer[] = { { 0, 2 }, { 10, 2.5 } };
    ck_assert_int_eq(inv_eoq_breaks_check(dearer, 2, NAN, &err), INV_EARG);
    ck_assert_str_eq(err.column, "unit_cost");
    const struct inv_eoq_break late[] = { { 12, 2 } };
    ck_assert_int_eq(inv_eoq_breaks_check(late, 1, 1.5, &err), INV_EARG);
    ck_assert_int_eq(inv_eoq_breaks_check(late, 1, 2.5, &err), INV_OK);
    ck_assert_int_eq(inv_eoq_breaks_check(NULL, 0, NAN, &err), INV_OK);
}
END_TEST

int main(void)
{
    const struct { const char *name; const TTest *test; } tests[] = {
        { "textbook", textbook }, { "combinations", combinations }, { "known answers", known_answers },
        { "lots", lots_are_the_cheapest }, { "optimum", nothing_is_cheaper }, { "rounding", rounding },
        { "lots of a quantity", lots_of_a_quantity }, { "no demand", no_demand_orders_nothing },
        { "free orders", free_orders }, { "base price", base_price }, { "extremes", extremes },
        { "arguments", arguments_out_of_range }, { "breaks", tables_of_breaks },
    };
    Suite *suite = suite_create("eoq");
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
