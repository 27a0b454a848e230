/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Order quantities where supply is not certain: inv/yield.h, inv/disruption.h. */
#include "config.h"

#include <check.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/disruption.h"
#include "inv/rng.h"
#include "inv/yield.h"
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

static struct inv_eoq_out yield(const struct inv_eoq_in *in, struct inv_yield y)
{
    struct inv_eoq_out o;
    struct inv_err err;
    ck_assert_msg(inv_yield_solve(in, &y, &o, &err) == INV_OK, "%s: %s", err.column, err.text);
    return o;
}

static struct inv_disruption_out disrupted(const struct inv_eoq_in *in, struct inv_disruption d)
{
    struct inv_disruption_out o;
    struct inv_err err;
    ck_assert_msg(inv_disruption_solve(in, &d, &o, &err) == INV_OK, "%s: %s", err.column, err.text);
    return o;
}

/* ---- known answers ------------------------------------------------------------------------- */

static struct inv_eoq_in known_input(const struct oracle *o, const char *name)
{
    return plain(oracle_number(o, name, "demand_rate"), oracle_number(o, name, "fixed_cost"),
                 oracle_number(o, name, "holding_cost"));
}

static size_t known_yields(const struct oracle *o, const char *method, enum inv_yield_kind kind)
{
    const char *name;
    size_t cases = 0;
    for (size_t i = 0; (name = oracle_next(o, method, &i)); cases++) {
        struct inv_eoq_in in = known_input(o, name);
        struct inv_yield y = { kind, oracle_number(o, name, "yield_mean"), oracle_number(o, name, "yield_sd") };
        struct inv_eoq_out out = yield(&in, y), again;
        close_to(out.eoq, oracle_number(o, name, "expect_order_quantity"), 1e-14, name);
        close_to(out.annual_cost, oracle_number(o, name, "expect_cost"), 1e-14, name);
        ck_assert_int_eq(inv_yield_at(&in, &y, out.eoq, &again, NULL), INV_OK);
        ck_assert_double_eq(again.annual_cost, out.annual_cost);
    }
    return cases;
}

static size_t known_disruptions(const struct oracle *o)
{
    const char *name;
    size_t cases = 0;
    for (size_t i = 0; (name = oracle_next(o, "eoq_with_disruptions", &i)); cases++) {
        struct inv_eoq_in in = known_input(o, name);
        struct inv_disruption d = { oracle_number(o, name, "disruption_rate"), oracle_number(o, name, "recovery_rate"),
                                    oracle_number(o, name, "stockout_cost"),
                                    strcmp(oracle_text(o, name, "approximate"), "true") == 0 };
        struct inv_disruption_out out = disrupted(&in, d);
        /* theirs is a flat search */
        close_to(out.cost.eoq, oracle_number(o, name, "expect_order_quantity"), 1e-6, name);
        close_to(out.cost.annual_cost, oracle_number(o, name, "expect_cost"), 1e-12, name);
    }
    return cases;
}

START_TEST(known_answers)
{
    struct oracle o;
    if (!oracle_open(&o))
        return;
    size_t cases = known_yields(&o, "eoq_with_additive_yield_uncertainty", INV_YIELD_ADDITIVE)
                 + known_yields(&o, "eoq_with_multiplicative_yield_uncertainty", INV_YIELD_MULTIPLICATIVE)
                 + known_disruptions(&o);
    ck_assert_uint_ge(cases, 6);
    oracle_close(&o);
}
END_TEST

/* Snyder and Shen (2019), examples 9.1 and 9.4. */
START_TEST(textbook)
{
    struct inv_eoq_in in = plain(1300, 8, .225);
    struct inv_disruption d = { 1.5, 14, 5, false };
    struct inv_disruption_out o = disrupted(&in, d);
    ck_assert_double_eq_tol(o.cost.eoq, 772.81, 0.005);
    ck_assert_double_eq_tol(o.cost.annual_cost, 173.95, 0.005);
    close_to(o.cost.annual_shortage_cost, 5 * o.lost_sales, 1e-15, "lost sales");
    d.approximate = true;
    o = disrupted(&in, d);
    ck_assert_double_eq_tol(o.cost.eoq, 773.14, 0.005);
    close_to(o.cost.annual_cost, .225 * o.cost.eoq, 1e-14, "Snyder's cost is h Q");
    in = plain(75000, 18500, .06);
    struct inv_eoq_out y = yield(&in, (struct inv_yield){ INV_YIELD_ADDITIVE, -15000, 9000 });
    ck_assert_double_eq_tol(y.eoq, 230246.37, 0.005);
    ck_assert_double_eq_tol(y.annual_cost, 12914.78, 0.005);
}
END_TEST

/* ---- against the definition ------------------------------------------------------------------ */

static double disrupted_cost(const struct inv_eoq_in *in, struct inv_disruption d, double q)
{
    double l = d.rate, u = d.recovery, dem = in->annual_demand;
    double f = l / (l + u) * (d.approximate ? 1 : 1 - exp(-(l + u) * q / dem));
    return (in->order_cost + in->holding_cost * q * q / (2 * dem) + d.lost_cost * dem * f / u) / (q / dem + f / u);
}

static double yield_cost(const struct inv_eoq_in *in, struct inv_yield y, double q)
{
    bool additive = y.kind == INV_YIELD_ADDITIVE;
    double m = additive ? q + y.mean : q * y.mean, sd = additive ? y.sd : q * y.sd;
    return (in->order_cost * in->annual_demand + in->holding_cost / 2 * (m * m + sd * sd)) / m;
}

static struct inv_eoq_in random_input(uint64_t *s)
{
    return plain(exp(test_between(s, 2, 9)), test_below(s, 12) ? exp(test_between(s, -1, 5)) : 0,
                 test_between(s, .1, 8));
}

static struct inv_disruption random_disruption(uint64_t *s)
{
    return (struct inv_disruption){ exp(test_between(s, -3, 4)), exp(test_between(s, -1, 5)),
                                    exp(test_between(s, 0, 7)), test_below(s, 4) == 0 };
}

/* The cheapest of all whole packs, and of a fine grid without. */
START_TEST(disruptions_on_a_grid)
{
    uint64_t s = test_seed("disruptions_on_a_grid", 19910901);
    for (int i = 0; i < 1000; i++) {
        struct inv_eoq_in in = random_input(&s);
        struct inv_disruption d = random_disruption(&s);
        struct inv_disruption_out o;
        struct inv_err err;
        bool lots = in.round_lots = test_below(&s, 2);
        in.pack_size = floor(test_between(&s, 1, 60));
        in.moq = test_between(&s, 0, 100);
        enum inv_status st = inv_disruption_solve(&in, &d, &o, &err);
        if (st != INV_OK)
            ck_assert_str_eq(err.column, "shortage_cost");
        double best = st == INV_OK ? o.cost.annual_cost : d.lost_cost * in.annual_demand;
        if (st == INV_OK && o.cost.eoq > 0)
            close_to(best, disrupted_cost(&in, d, o.cost.eoq), 1e-9, "its own cost");
        for (double q = lots ? fmax(1, ceil(in.moq / in.pack_size)) * in.pack_size : .01; q < 40 * in.annual_demand;
             q = lots && q < 3000 ? q + in.pack_size : q * (lots ? 2 : 1.004))
            if (disrupted_cost(&in, d, q) < best * (1 - 1e-9))
                ck_abort_msg("instance %d: %.17g costs less than %.17g", i, q, o.cost.eoq);
    }
}
END_TEST

START_TEST(yields_on_a_grid)
{
    uint64_t s = test_seed("yields_on_a_grid", 1976);
    for (int i = 0; i < 1000; i++) {
        struct inv_eoq_in in = random_input(&s);
        struct inv_yield y = { INV_YIELD_ADDITIVE, test_between(&s, -100, 60), test_between(&s, 1, 30) };
        if (test_below(&s, 2))
            y = (struct inv_yield){ INV_YIELD_MULTIPLICATIVE, test_between(&s, .2, 1.1), test_between(&s, 0, .4) };
        in.round_lots = test_below(&s, 2);
        in.pack_size = floor(test_between(&s, 1, 60));
        in.pallet_size = test_below(&s, 2) ? in.pack_size * 10 : 0;
        struct inv_eoq_out o = yield(&in, y);
        if (o.eoq > 0)
            close_to(o.annual_cost, yield_cost(&in, y, o.eoq), 1e-12, "its own cost");
        double step = in.round_lots ? in.pack_size : .37, least = y.kind == INV_YIELD_ADDITIVE ? fmax(0, -y.mean) : 0;
        for (double q = step; q < 6 * o.eoq + 2000; q += step) {
            bool pallets = in.round_lots && in.pallet_size > 0 && q > in.pallet_size;
            if (q <= least || (pallets && fmod(q, in.pallet_size) > 0))
                continue;
            if (yield_cost(&in, y, q) < o.annual_cost * (1 - 1e-12))
                ck_abort_msg("instance %d: %.17g costs less than %.17g", i, q, o.eoq);
        }
    }
}
END_TEST

/* ---- against simulation: cycle after cycle, the cost of a year within four standard errors ------------ */

struct cycles { double n, cost, time, cost2, time2, both; };

static void count(struct cycles *c, double cost, double time)
{
    c->n++;
    c->cost += cost;
    c->time += time;
    c->cost2 += cost * cost;
    c->time2 += time * time;
    c->both += cost * time;
}

/* Of a ratio of means (delta method). */
static void check_cycles(const struct cycles *c, double expected, const char *what)
{
    double g = c->cost / c->time;
    double var = (c->cost2 - 2 * g * c->both + g * g * c->time2) / c->n;
    double se = sqrt(var / c->n) / (c->time / c->n);
    ck_assert_msg(fabs(g - expected) < 4 * se, "%s: %g +- %g simulated, %g expected", what, g, se, expected);
}

START_TEST(simulated)
{
    uint64_t s = test_seed("simulated", 1994);
    for (int i = 0; i < 12; i++) {
        struct inv_rng r;
        struct inv_eoq_in in = random_input(&s);
        in.order_cost += 1;
        struct inv_disruption d = random_disruption(&s);
        d.approximate = false;
        d.lost_cost += 2 * sqrt(2 * in.order_cost * in.holding_cost / in.annual_demand);
        struct inv_disruption_out o;
        double q = sqrt(2 * in.order_cost * in.annual_demand / in.holding_cost), dem = in.annual_demand;
        ck_assert_int_eq(inv_disruption_at(&in, &d, q, &o, NULL), INV_OK);
        struct cycles c = { 0 };
        inv_rng_seed(&r, (uint64_t)i, 1);
        for (int n = 0; n < 60000; n++) {    /* an order comes while he is up: how is he when it is sold? */
            double t = 0, wait = 0;
            for (bool up = true; t < q / dem; up = !up) {
                t += -log(inv_rng_uniform(&r)) / (up ? d.rate : d.recovery);
                wait = up ? 0 : t - q / dem;
            }
            count(&c, in.order_cost + in.holding_cost * q * q / (2 * dem) + d.lost_cost * dem * wait, q / dem + wait);
        }
        check_cycles(&c, o.cost.annual_cost, "disruptions");
        struct inv_yield y = { INV_YIELD_ADDITIVE, -.1 * q, .15 * q };
        struct inv_eoq_out v;
        ck_assert_int_eq(inv_yield_at(&in, &y, q, &v, NULL), INV_OK);
        c = (struct cycles){ 0 };
        for (int n = 0; n < 60000; n++) {
            double got = q + y.mean + y.sd * inv_rng_normal(&r);
            count(&c, in.order_cost + in.holding_cost * got * got / (2 * dem), got / dem);
        }
        check_cycles(&c, v.annual_cost, "yield");
    }
}
END_TEST

/* ---- edges --------------------------------------------------------------------------------------- */

START_TEST(edges)
{
    struct inv_eoq_in in = plain(0, 8, .225);
    struct inv_disruption d = { 1.5, 14, 5, false };
    struct inv_disruption_out o = disrupted(&in, d);
    ck_assert(o.cost.eoq == 0 && o.cost.annual_cost == 0 && o.lost_sales == 0 && isnan(o.cost.cycle_time));
    ck_assert_double_eq(yield(&in, (struct inv_yield){ INV_YIELD_ADDITIVE, 50, 2 }).eoq, 0);
    in = plain(1300, 8, .225);
    close_to(disrupted(&in, (struct inv_disruption){ 0, 14, 5, false }).cost.eoq, 304.0467800264368, 1e-14,
             "never disrupted");
    close_to(disrupted(&in, (struct inv_disruption){ 0, 14, 5, true }).cost.eoq, 304.0467800264368, 1e-14,
             "never disrupted");
    close_to(yield(&in, (struct inv_yield){ INV_YIELD_ADDITIVE, 0, 0 }).eoq, 304.0467800264368, 1e-14, "certain");
    close_to(yield(&in, (struct inv_yield){ INV_YIELD_MULTIPLICATIVE, 1, 0 }).eoq, 304.0467800264368, 1e-14, "certain");
    /* more than enough, unasked */
    ck_assert_double_eq(yield(&in, (struct inv_yield){ INV_YIELD_ADDITIVE, 5000, 1 }).eoq, 0);
    in.order_cost = 0;    /* with free orders stock is only worth its while where losses cost enough */
    o = disrupted(&in, (struct inv_disruption){ 1.5, 14, .001, false });
    ck_assert_double_eq(o.cost.eoq, 0);
    close_to(o.lost_sales, 1300 * 1.5 / 15.5, 1e-15, "lost");
    ck_assert_double_gt(disrupted(&in, (struct inv_disruption){ 1.5, 14, 5, false }).cost.eoq, 0);
    struct inv_yield y = { INV_YIELD_ADDITIVE, -10, 0 };
    in.order_cost = 8;
    in.round_lots = true;
    in.pack_size = 10;    /* one pack would bring nothing */
    ck_assert_double_ge(yield(&in, y).eoq, 20);
}
END_TEST

static void check_disruption(const struct inv_eoq_in *in, struct inv_disruption d, const char *column, const char *text)
{
    struct inv_disruption_out o;
    struct inv_err err;
    ck_assert_int_eq(inv_disruption_solve(in, &d, &o, &err), INV_EARG);
    ck_assert_str_eq(err.column, column);
    ck_assert_str_eq(err.text, text);
}

START_TEST(arguments_out_of_range)
{
    struct inv_eoq_in in = plain(1300, 8, .225);
    check_disruption(&in, (struct inv_disruption){ -1, 14, 5, false }, "disruption_rate", "-1 is below 0");
    check_disruption(&in, (struct inv_disruption){ 1, 0, 5, false }, "recovery_rate", "0 is not above 0");
    check_disruption(&in, (struct inv_disruption){ 1, 14, NAN, false }, "shortage_cost", "no value");
    check_disruption(&in, (struct inv_disruption){ 1.5, 14, .01, false }, "shortage_cost",
                     "to lose every sale costs 13 a year, the best order 66.8471");
    in.shortage_cost = 5;
    check_disruption(&in, (struct inv_disruption){ 1, 14, 5, false }, "",
                     "supply disruptions and planned backorders do not go together");
    struct inv_eoq_out o;
    struct inv_err err;
    struct inv_yield y = { INV_YIELD_MULTIPLICATIVE, 0, 1 };
    in.shortage_cost = NAN;
    ck_assert_int_eq(inv_yield_solve(&in, &y, &o, &err), INV_EARG);
    ck_assert_str_eq(err.column, "yield_mean");
    y = (struct inv_yield){ INV_YIELD_ADDITIVE, NAN, 1 };
    ck_assert_int_eq(inv_yield_solve(&in, &y, &o, &err), INV_EARG);
    ck_assert_str_eq(err.column, "yield_mean");
    y = (struct inv_yield){ INV_YIELD_ADDITIVE, -20, 1 };
    ck_assert_int_eq(inv_yield_at(&in, &y, 20, &o, &err), INV_EARG);
    ck_assert_str_eq(err.text, "20 brings nothing");
    y.sd = -1;
    ck_assert_int_eq(inv_yield_solve(&in, &y, &o, &err), INV_EARG);
    ck_assert_str_eq(err.column, "yield_sd");
    in.production_rate = 5000;
    ck_assert_int_eq(inv_yield_solve(&in, &y, &o, &err), INV_EARG);
    ck_assert_str_eq(err.text, "random yield and a production rate do not go together");
}
END_TEST

static bool finite_out(const struct inv_eoq_out *o)
{
    return isfinite(o->eoq) && isfinite(o->annual_cost) && isfinite(o->max_inventory) && isfinite(o->annual_order_cost)
        && isfinite(o->annual_holding_cost);
}

START_TEST(extremes)
{
    static const double v[] = { DBL_TRUE_MIN, 1e-300, 1e-20, 1, 1e20, 1e300, DBL_MAX };
    const size_t n = sizeof v / sizeof *v;
    for (size_t i = 0; i < n * n * n * n * n; i++) {
        struct inv_eoq_in in = plain(v[i % n], v[i / n % n], 3);
        double a = v[i / n / n % n], b = v[i / n / n / n % n], c = v[i / n / n / n / n];
        struct inv_disruption_out o;
        struct inv_eoq_out y;
        struct inv_err err;
        struct inv_disruption d = { a, b, c, i % 2 };
        if (inv_disruption_solve(&in, &d, &o, &err) == INV_OK && !(finite_out(&o.cost) && isfinite(o.lost_sales)))
            ck_abort_msg("disruption %zu", i);
        struct inv_yield add = { INV_YIELD_ADDITIVE, i % 2 ? a : -a, b }, times = { INV_YIELD_MULTIPLICATIVE, a, b };
        if (inv_yield_solve(&in, &add, &y, &err) == INV_OK && !finite_out(&y))
            ck_abort_msg("additive %zu", i);
        if (inv_yield_solve(&in, &times, &y, &err) == INV_OK && !finite_out(&y))
            ck_abort_msg("multiplicative %zu", i);
    }
}
END_TEST

int main(void)
{
    const struct { const char *name; const TTest *test; } tests[] = {
        { "known answers", known_answers }, { "textbook", textbook }, { "disruptions", disruptions_on_a_grid },
        { "yields", yields_on_a_grid }, { "simulation", simulated }, { "edges", edges },
        { "arguments", arguments_out_of_range },
        { "extremes", extremes },
    };
    Suite *suite = suite_create("supply");
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
