/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Newsvendors: the oracle's cases, every quantity of small instances, budgets by enumeration. */
#include "config.h"

#include "inv/newsvendor.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "oracle.h"

#define MANY 512

static void near(const char *what, double got, double want, double tol)
{
    if (!(fabs(got - want) <= tol * fmax(fabs(want), 1e-12)))
        ck_abort_msg("%s: %.15g, not %.15g", what, got, want);
}

static struct inv_dist make(enum inv_dist_kind kind, double mean, double sd)
{
    struct inv_dist d;
    struct inv_err err = { 0 };
    ck_assert_msg(inv_dist_init(&d, kind, mean, sd, &err) == INV_OK, "%s", err.text);
    return d;
}

/* ---- known answers ------------------------------------------------------------------------------ */

/* The demand of a case: by its moments, or value by value in x and w. */
static struct inv_dist demand_of(const struct oracle *o, const char *c, const char *family, double *x, double *w)
{
    double mean = oracle_number(o, c, "demand_mean"), sd = oracle_number(o, c, "demand_sd");
    double periods = oracle_number(o, c, "lead_time_periods"), mu = oracle_number(o, c, "ln_mu");
    double shape = oracle_number(o, c, "gamma_shape");
    struct inv_err err = { 0 };
    struct inv_dist d;
    periods = isnan(periods) ? 1 : periods + 1;
    if (!isnan(mu)) {
        double s = oracle_number(o, c, "ln_sigma"), m = exp(mu + s * s / 2);
        return make(INV_DIST_LOGNORMAL, m, m * sqrt(expm1(s * s)));
    }
    if (!isnan(shape)) {
        double scale = oracle_number(o, c, "gamma_scale");
        return make(INV_DIST_GAMMA, shape * scale, sqrt(shape) * scale);
    }
    if (strcmp(family, "newsvendor_discrete") == 0) {
        size_t n = oracle_list(o, c, "demand_values", x, MANY);
        ck_assert_uint_eq(oracle_list(o, c, "demand_probs", w, MANY), n);
        ck_assert_msg(inv_dist_table(&d, x, w, n, &err) == INV_OK, "%s", err.text);
        return d;
    }
    if (isnan(sd))
        return make(INV_DIST_POISSON, mean * periods, 0);
    return make(INV_DIST_NORMAL, mean * periods, sd * sqrt(periods));
}

static void compare(const struct oracle *o, const char *c, const struct inv_newsvendor_out *out, double tol)
{
    double want = oracle_number(o, c, "expect_base_stock_level"), cost = oracle_number(o, c, "expect_cost");
    double exact = oracle_number(o, c, "published_cost");
    near(c, out->order_qty, want, 1e-6);
    near(c, out->expected_cost, isnan(exact) ? cost : exact, tol);
}

START_TEST(test_implicit)
{
    static const char *const families[] = { "newsvendor_normal", "newsvendor_poisson", "newsvendor_discrete", "newsvendor_continuous" };
    static double x[MANY], w[MANY];
    struct oracle o;
    if (!oracle_open(&o))
        return;
    size_t cases = 0;
    for (size_t i = 0; i < o.n; i++) {
        const struct oracle_row *r = &o.rows[i];
        bool mine = strcmp(r->param, "source") == 0, is = false;
        for (size_t f = 0; f < 4; f++)
            is = is || strcmp(r->family, families[f]) == 0;
        if (!mine || !is)
            continue;
        struct inv_dist d = demand_of(&o, r->name, r->family, x, w);
        struct inv_newsvendor_in in = { .demand = &d, .overage = oracle_number(&o, r->name, "holding_cost"),
                                        .underage = oracle_number(&o, r->name, "stockout_cost") };
        struct inv_newsvendor_out out;
        struct inv_err err = { 0 };
        double at = oracle_number(&o, r->name, "base_stock_level");
        enum inv_status st = isnan(at) ? inv_newsvendor_solve(&in, &out, &err) : inv_newsvendor_at(&in, at, &out, &err);
        ck_assert_msg(st == INV_OK, "%s: %s", r->name, err.text);
        compare(&o, r->name, &out, 1e-6);
        cases++;
    }
    ck_assert_uint_ge(cases, 17);
    oracle_close(&o);
}
END_TEST

START_TEST(test_explicit)
{
    struct oracle o;
    if (!oracle_open(&o))
        return;
    size_t cases = 0;
    for (size_t i = 0; i < o.n; i++) {
        const struct oracle_row *r = &o.rows[i];
        const char *c = r->name;
        if (strcmp(r->family, "newsvendor_explicit") != 0 || strcmp(r->param, "source") != 0)
            continue;
        bool theirs = strstr(r->method, "inventorize") != NULL, ratio = strstr(r->method, "CriticalRatio") != NULL;
        struct inv_newsvendor_prices p = {
            .price = oracle_number(&o, c, theirs ? (ratio ? "sellingprice" : "p") : "revenue"),
            .unit_cost = oracle_number(&o, c, theirs ? (ratio ? "cost" : "c") : "purchase_cost"),
            .salvage = oracle_number(&o, c, theirs ? (ratio ? "salvage" : "g") : "salvage_value"),
            .penalty = oracle_number(&o, c, theirs ? (ratio ? "penality" : "b") : "stockout_cost"),
            .holding = theirs ? 0 : oracle_number(&o, c, "holding_cost"),
        };
        double over, under, at = oracle_number(&o, c, "base_stock_level");
        struct inv_err err = { 0 };
        ck_assert_int_eq(inv_newsvendor_costs(&p, &over, &under, &err), INV_OK);
        cases++;
        if (ratio) {
            near(c, under / (under + over), oracle_number(&o, c, "expect_value"), 1e-12);
            continue;
        }
        double mean = oracle_number(&o, c, theirs ? "mean" : "demand_mean"), sd = oracle_number(&o, c, theirs ? "standerddeviation" : "demand_sd");
        struct inv_dist d = make(isnan(sd) ? INV_DIST_POISSON : INV_DIST_NORMAL, mean, isnan(sd) ? 0 : sd);
        struct inv_newsvendor_in in = { .demand = &d, .overage = over, .underage = under, .prices = &p };
        struct inv_newsvendor_out out;
        enum inv_status st = isnan(at) ? inv_newsvendor_solve(&in, &out, &err) : inv_newsvendor_at(&in, at, &out, &err);
        ck_assert_msg(st == INV_OK, "%s: %s", c, err.text);
        near(c, out.order_qty, oracle_number(&o, c, theirs ? "expect_quantity" : "expect_base_stock_level"), 1e-6);
        near(c, out.expected_profit, oracle_number(&o, c, "expect_profit"), 1e-6);
        if (theirs) {
            near(c, out.expected_short, oracle_number(&o, c, "expect_unitshort"), 1e-6);
            near(c, out.expected_left, oracle_number(&o, c, "expect_sold_discount"), 1e-6);
            near(c, out.expected_sales, oracle_number(&o, c, "expect_soldatfullprice"), 1e-6);
        }
    }
    ck_assert_uint_ge(cases, 6);
    oracle_close(&o);
}
END_TEST

START_TEST(test_kin)
{
    struct oracle o;
    if (!oracle_open(&o))
        return;
    size_t cases = 0;
    for (size_t i = 0; i < o.n; i++) {
        const struct oracle_row *r = &o.rows[i];
        const char *c = r->name;
        if (strcmp(r->param, "source") != 0)
            continue;
        double h = oracle_number(&o, c, "holding_cost"), p = oracle_number(&o, c, "stockout_cost");
        double d = oracle_number(&o, c, "demand"), level = (double)NAN, cost;
        struct inv_err err = { 0 };
        enum inv_status st;
        if (strcmp(r->family, "newsvendor_myopic") == 0) {
            struct inv_dist x = make(INV_DIST_NORMAL, oracle_number(&o, c, "demand_mean"), oracle_number(&o, c, "demand_sd"));
            st = inv_newsvendor_myopic(&x, h, p, oracle_number(&o, c, "purchase_cost"), oracle_number(&o, c, "purchase_cost_next_period"),
                                       oracle_number(&o, c, "discount_factor"), &level, &cost, &err);
        } else if (strcmp(r->family, "newsvendor_disruptions") == 0)
            st = inv_newsvendor_disrupted(h, p, d, oracle_number(&o, c, "disruption_prob"), oracle_number(&o, c, "recovery_prob"),
                                          &level, &cost, &err);
        else if (strcmp(r->family, "newsvendor_yield") == 0)
            st = inv_newsvendor_yield_uniform(h, p, d, oracle_number(&o, c, "yield_lo"), oracle_number(&o, c, "yield_hi"), &level, &cost, &err);
        else
            continue;
        ck_assert_msg(st == INV_OK, "%s: %s", c, err.text);
        near(c, level, oracle_number(&o, c, "expect_base_stock_level"), 1e-6);
        near(c, cost, oracle_number(&o, c, "published_cost"), 1e-6);
        cases++;
    }
    ck_assert_uint_eq(cases, 4);
    oracle_close(&o);
}
END_TEST

/* The sum over the states of supply, term by term; the best level is none of its neighbours' worse. */
START_TEST(test_disrupted_by_terms)
{
    uint64_t seed = test_seed("newsvendor disrupted", 20261201);
    for (int i = 0; i < 200; i++) {
        double h = test_between(&seed, 0.1, 3), p = test_between(&seed, 1, 40), d = test_between(&seed, 1, 100);
        double a = i % 20 ? test_between(&seed, 0.01, 0.9) : i % 40 / 20, b = i % 9 ? test_between(&seed, 0.1, 0.9) : 1;
        double level = (double)NAN, least, cost;
        struct inv_err err = { 0 };
        ck_assert_int_eq(inv_newsvendor_disrupted(h, p, d, a, b, &level, &least, &err), INV_OK);
        double tries[] = { level, level - d, level + d, level * 0.77, d / 2, 0, 1.5 * d };
        for (size_t k = 0; k < sizeof tries / sizeof *tries; k++) {
            double sum = 0, pi = b / (a + b), S = tries[k];
            for (int n = 0; n < 5000; n++) {
                sum += pi * (h * fmax(S - (n + 1) * d, 0) + p * fmax((n + 1) * d - S, 0));
                pi = n == 0 ? a * b / (a + b) : pi * (1 - b);
            }
            ck_assert_int_eq(inv_newsvendor_disrupted(h, p, d, a, b, &S, &cost, &err), INV_OK);
            near("by terms", cost, sum, 1e-9);
            ck_assert(cost >= least * (1 - 1e-9));
        }
    }
}
END_TEST

/* Levels by every one near the best, costs by the sum over demand. */
START_TEST(test_myopic_by_all)
{
    uint64_t seed = test_seed("newsvendor myopic", 20261205);
    for (int i = 0; i < 200; i++) {
        double h = test_between(&seed, 0.1, 5), p = test_between(&seed, 1, 20), c = test_between(&seed, 0, 9), a = test_between(&seed, 0.5, 1);
        double next = (c + test_between(&seed, -0.9 * p, 0.9 * h)) / a, level = (double)NAN, cost, best = HUGE_VAL;
        struct inv_dist d = make(INV_DIST_POISSON, test_between(&seed, 0.2, 20), 0);
        struct inv_err err = { 0 };
        if (next < 0)
            continue;
        ck_assert_msg(inv_newsvendor_myopic(&d, h, p, c, next, a, &level, &cost, &err) == INV_OK, "%s", err.text);
        for (double y = 0; y < 90; y++) {
            double sum = 0, got, at = y;
            for (double k = 0; k < 150; k++)
                sum += inv_dist_pmf(&d, k) * (c * y + (k < y ? h * (y - k) : p * (k - y)) - a * next * (y - k));
            ck_assert_int_eq(inv_newsvendor_myopic(&d, h, p, c, next, a, &at, &got, &err), INV_OK);
            near("by the sum", got, sum, 1e-9);
            best = fmin(best, sum);
        }
        near("the best", cost, best, 1e-9);
    }
}
END_TEST

/* The integral over what comes beyond the order; no level near the best costs less. */
START_TEST(test_yield_by_integral)
{
    uint64_t seed = test_seed("newsvendor yield", 20261206);
    for (int i = 0; i < 60; i++) {
        double h = test_between(&seed, 0.1, 5), p = test_between(&seed, 0.1, 20), d = test_between(&seed, 0, 50);
        double m = test_between(&seed, -5, 5), sd = test_between(&seed, 0.1, 4), level = (double)NAN, least, cost;
        struct inv_err err = { 0 };
        ck_assert_int_eq(inv_newsvendor_yield(h, p, d, m, sd, &level, &least, &err), INV_OK);
        for (int k = -3; k <= 3; k++) {
            double S = level + k * sd / 3, sum = 0, step = sd / 1000;
            for (double z = -10; z < 10; z += step / sd) {
                double over = S + m + sd * (z + step / sd / 2) - d, w = exp(-(z + step / sd / 2) * (z + step / sd / 2) / 2) / sqrt(2 * acos(-1));
                sum += w * step / sd * (over > 0 ? h * over : -p * over);
            }
            ck_assert_int_eq(inv_newsvendor_yield(h, p, d, m, sd, &S, &cost, &err), INV_OK);
            near("by the integral", cost, sum, 1e-5);
            ck_assert(cost >= least * (1 - 1e-12));
        }
    }
}
END_TEST

/* ---- every quantity ----------------------------------------------------------------------------------- */

static double cost_by_pmf(const struct inv_dist *d, double over, double under, double q)
{
    double sum = 0;
    for (double k = 0; k < d->mean + 40 * d->sd + 40; k++)
        sum += inv_dist_pmf(d, k) * (k < q ? over * (q - k) : under * (k - q));
    return sum;
}

START_TEST(test_lots_by_all)
{
    uint64_t seed = test_seed("newsvendor lots", 20261202);
    for (int i = 0; i < 300; i++) {
        double mean = test_between(&seed, 0.1, 25), sd = sqrt(mean) * test_between(&seed, 1, 2);
        struct inv_dist d = make(i % 2 ? INV_DIST_NEGBIN : INV_DIST_POISSON, mean, sd);
        struct inv_newsvendor_in in = { .demand = &d, .overage = test_between(&seed, 0.1, 5), .underage = test_between(&seed, -1, 20),
                                        .pack_size = (double)test_below(&seed, 6), .moq = (double)test_below(&seed, 12) };
        struct inv_newsvendor_out out;
        struct inv_err err = { 0 };
        ck_assert_int_eq(inv_newsvendor_solve(&in, &out, &err), INV_OK);
        double under = fmax(in.underage, 0), best = cost_by_pmf(&d, in.overage, under, 0), lot = fmax(in.pack_size, 1);
        for (double q = lot; q < 300; q += lot)
            if (q >= in.moq)
                best = fmin(best, cost_by_pmf(&d, in.overage, under, q));
        near("cost", out.expected_cost, best, 1e-9);
        near("its own cost", cost_by_pmf(&d, in.overage, under, out.order_qty), best, 1e-9);
        ck_assert(out.order_qty <= 0 || out.order_qty >= in.moq);
        near("sales and shortage", out.expected_sales + out.expected_short, mean, 1e-12);
    }
}
END_TEST

/* ---- budgets ------------------------------------------------------------------------------------------ */

static double best_split(const struct inv_newsvendor_in *in, const double *unit, size_t n, double money)
{
    if (n == 0)
        return 0;
    double best = HUGE_VAL;
    for (double q = 0; q * unit[0] <= money + 1e-12; q++)
        best = fmin(best, cost_by_pmf(in->demand, in->overage, in->underage, q) + best_split(in + 1, unit + 1, n - 1, money - q * unit[0]));
    return best;
}

/* Equal unit costs: topping up is exact. Unequal: within one unit of the best. */
START_TEST(test_budget_by_all)
{
    uint64_t seed = test_seed("newsvendor budget", 20261203);
    for (int i = 0; i < 120; i++) {
        size_t n = 1 + test_below(&seed, 3);
        struct inv_dist d[3];
        struct inv_newsvendor_in in[3];
        double unit[3], q[3], l, money = (double)test_below(&seed, 25), spent = 0, total = 0, worst = 0;
        bool equal = i % 2;
        for (size_t k = 0; k < n; k++) {
            d[k] = make(INV_DIST_POISSON, test_between(&seed, 0.5, 6), 0);
            in[k] = (struct inv_newsvendor_in){ .demand = &d[k], .overage = test_between(&seed, 0.5, 2), .underage = test_between(&seed, 1, 9) };
            unit[k] = equal ? 2 : 1 + (double)test_below(&seed, 3);
        }
        struct inv_err err = { 0 };
        ck_assert_int_eq(inv_newsvendor_budget(in, unit, n, money, q, &l, &err), INV_OK);
        for (size_t k = 0; k < n; k++) {
            spent += unit[k] * q[k];
            total += cost_by_pmf(&d[k], in[k].overage, in[k].underage, q[k]);
            worst = fmax(worst, in[k].underage * 3);
        }
        double best = best_split(in, unit, n, money);
        ck_assert(spent <= money + 1e-9);
        ck_assert(total >= best - 1e-9);
        if (equal)
            near("equal costs", total, best, 1e-9);
        ck_assert(total <= best + worst);
    }
}
END_TEST

/* Demands of every kind, with packs and least orders. */
static struct inv_dist any_demand(uint64_t *seed, double x[5], double w[5])
{
    struct inv_dist d;
    struct inv_err err = { 0 };
    double mean = test_between(seed, 2, 30);
    uint64_t kind = test_below(seed, 4);
    if (kind < 2)
        return make(kind ? INV_DIST_POISSON : INV_DIST_GAMMA, mean, mean * test_between(seed, 0.2, 1.5));
    double step = kind == 2 ? 0.25 : 3;
    for (size_t i = 0; i < 5; i++) {
        x[i] = step * (double)(4 * i + test_below(seed, 4));
        w[i] = 0.2;
    }
    ck_assert_msg(inv_dist_table(&d, x, w, 5, &err) == INV_OK, "%s", err.text);
    return d;
}

/* One item: with money enough what it would order alone, else the best of what the money pays. */
START_TEST(test_budget_of_one)
{
    uint64_t seed = test_seed("newsvendor budget of one", 20261204);
    for (int i = 0; i < 400; i++) {
        double x[5], w[5], unit = test_between(&seed, 0.5, 3), q, l;
        struct inv_dist d = any_demand(&seed, x, w);
        struct inv_newsvendor_in in = { .demand = &d, .overage = test_between(&seed, 0.1, 5), .underage = test_between(&seed, 0.1, 20),
                                        .pack_size = (double)test_below(&seed, 4), .moq = (double)(test_below(&seed, 2) * test_below(&seed, 30)) };
        struct inv_newsvendor_out alone, out, o;
        struct inv_err err = { 0 };
        ck_assert_int_eq(inv_newsvendor_solve(&in, &alone, &err), INV_OK);
        ck_assert_int_eq(inv_newsvendor_budget(&in, &unit, 1, 1e6, &q, &l, &err), INV_OK);
        ck_assert_int_eq(inv_newsvendor_at(&in, q, &out, &err), INV_OK);
        near("money enough", out.expected_cost, alone.expected_cost, 1e-9);
        double money = unit * alone.order_qty * test_between(&seed, 0, 1), best = HUGE_VAL;
        ck_assert_int_eq(inv_newsvendor_budget(&in, &unit, 1, money, &q, &l, &err), INV_OK);
        ck_assert_int_eq(inv_newsvendor_at(&in, q, &out, &err), INV_OK);
        ck_assert(unit * q <= money * (1 + 1e-9) + 1e-12);
        ck_assert(q <= 0 || q >= in.moq);
        bool counts = d.kind == INV_DIST_POISSON || (d.kind == INV_DIST_TABLE && x[4] >= 15);
        double lot = in.pack_size > 0 ? in.pack_size : counts ? 1 : money / unit / 64;
        for (double k = 0; k * lot * unit <= money * (1 + 1e-12) && k < 1000; k++)
            if (k <= 0 || k * lot >= in.moq) {
                ck_assert_int_eq(inv_newsvendor_at(&in, k * lot, &o, &err), INV_OK);
                best = fmin(best, o.expected_cost);
            }
        ck_assert_msg(out.expected_cost <= best * (1 + 1e-9) + 1e-12, "%d: %.15g at %.15g, not %.15g", i, out.expected_cost, q, best);
    }
}
END_TEST

/* What goes to no one whose least order is out of reach goes to the others; values far apart take no step each. */
START_TEST(test_budget_shared_out)
{
    struct inv_dist d[2] = { make(INV_DIST_NORMAL, 50, 8), make(INV_DIST_NORMAL, 50, 8) }, far;
    struct inv_newsvendor_in in[2] = { { .demand = &d[0], .overage = 1, .underage = 4, .moq = 45 }, { .demand = &d[1], .overage = 1, .underage = 9 } };
    double unit[2] = { 1, 1 }, q[2], l, x[2] = { 0, 1e12 }, w[2] = { 0.5, 0.5 };
    struct inv_err err = { 0 };
    ck_assert_int_eq(inv_newsvendor_budget(in, unit, 2, 44, q, &l, &err), INV_OK);
    ck_assert(q[0] <= 0);
    near("all of it", q[1], 44, 1e-9);
    ck_assert_int_eq(inv_dist_table(&far, x, w, 2, &err), INV_OK);
    in[0] = (struct inv_newsvendor_in){ .demand = &far, .overage = 1, .underage = 2 };
    ck_assert_int_eq(inv_newsvendor_budget(in, unit, 1, 5e11, q, &l, &err), INV_OK);
    near("half the way", q[0], 5e11, 1e-12);
}
END_TEST

/* Continuous demands: all that is spent saves the same. */
START_TEST(test_budget_continuous)
{
    struct inv_dist d[3] = { make(INV_DIST_NORMAL, 100, 20), make(INV_DIST_GAMMA, 60, 30), make(INV_DIST_LOGNORMAL, 80, 40) };
    double unit[3] = { 2, 5, 3 }, q[3], l, free_l;
    struct inv_newsvendor_in in[3];
    struct inv_err err = { 0 };
    for (size_t k = 0; k < 3; k++)
        in[k] = (struct inv_newsvendor_in){ .demand = &d[k], .overage = 1 + (double)k, .underage = 12 };
    ck_assert_int_eq(inv_newsvendor_budget(in, unit, 3, 1e6, q, &free_l, &err), INV_OK);
    ck_assert(free_l <= 0);
    ck_assert_int_eq(inv_newsvendor_budget(in, unit, 3, 600, q, &l, &err), INV_OK);
    near("spent", 2 * q[0] + 5 * q[1] + 3 * q[2], 600, 1e-9);
    for (size_t k = 0; k < 3; k++)
        near("equal gain", (in[k].underage * inv_dist_sf(&d[k], q[k]) - in[k].overage * inv_dist_cdf(&d[k], q[k])) / unit[k], l, 1e-7);
}
END_TEST

START_TEST(test_edges)
{
    struct inv_err err = { 0 };
    struct inv_newsvendor_out out;
    struct inv_dist none = make(INV_DIST_NORMAL, 0, 0), point = make(INV_DIST_NORMAL, 7, 0);
    struct inv_newsvendor_in in = { .demand = &none, .overage = 1, .underage = 3 };
    ck_assert_int_eq(inv_newsvendor_solve(&in, &out, &err), INV_OK);
    ck_assert(out.order_qty <= 0 && out.expected_cost <= 0 && out.fill_rate >= 1);
    in.demand = &point;
    ck_assert_int_eq(inv_newsvendor_solve(&in, &out, &err), INV_OK);
    near("a certain demand", out.order_qty, 7, 1e-12);
    uint64_t seed = test_seed("nothing sold of nothing", 20261207);
    for (int i = 0; i < 50; i++) {
        double many[37];
        struct inv_dist drawn;
        for (size_t k = 0; k < 37; k++)
            many[k] = test_between(&seed, 0, 100);
        ck_assert_int_eq(inv_dist_empirical(&drawn, many, 37, &err), INV_OK);
        in.demand = &drawn;
        ck_assert_int_eq(inv_newsvendor_at(&in, 0, &out, &err), INV_OK);
        ck_assert_msg(out.expected_sales <= 0 && out.expected_left <= 0, "of nothing %g is sold", out.expected_sales);
    }
    in.demand = &point;
    in.underage = 0;
    ck_assert_int_eq(inv_newsvendor_solve(&in, &out, &err), INV_OK);
    ck_assert(out.order_qty <= 0);
    in.overage = 0;
    ck_assert_int_eq(inv_newsvendor_solve(&in, &out, &err), INV_EARG);
    in.overage = (double)NAN;
    ck_assert_int_eq(inv_newsvendor_solve(&in, &out, &err), INV_EARG);
    struct inv_newsvendor_prices p = { .price = 5, .unit_cost = 3, .salvage = 3 };
    double a, b;
    ck_assert_int_eq(inv_newsvendor_costs(&p, &a, &b, &err), INV_EARG);
    static const double scales[] = { 1e-300, 1e-9, 1, 1e12, 1e150 };
    for (size_t i = 0; i < 5; i++) {
        struct inv_dist d = make(INV_DIST_GAMMA, scales[i], scales[i] / 3);
        in = (struct inv_newsvendor_in){ .demand = &d, .overage = 1, .underage = 1e6 };
        ck_assert_int_eq(inv_newsvendor_solve(&in, &out, &err), INV_OK);
        ck_assert(isfinite(out.order_qty) && isfinite(out.expected_cost));
    }
    double level = (double)NAN, cost;
    ck_assert_int_eq(inv_newsvendor_disrupted(1, 2, 0, 0.1, 0.5, &level, &cost, &err), INV_OK);
    ck_assert(level <= 0 && cost <= 0);
    ck_assert_int_eq(inv_newsvendor_disrupted(1, 2, 1, 0.1, 0, &level, &cost, &err), INV_EARG);
    level = (double)NAN;
    ck_assert_int_eq(inv_newsvendor_disrupted(1, 2, 5, 0, 0.5, &level, &cost, &err), INV_OK);
    near("supply that never fails", level, 5, 1e-12);
    ck_assert(cost <= 0);
    ck_assert_int_eq(inv_newsvendor_yield(1, 2, 1, 0, -1, &level, &cost, &err), INV_EARG);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("newsvendor");
    TCase *t = tcase_create("newsvendor");
    tcase_add_test(t, test_implicit);
    tcase_add_test(t, test_explicit);
    tcase_add_test(t, test_kin);
    tcase_add_test(t, test_disrupted_by_terms);
    tcase_add_test(t, test_myopic_by_all);
    tcase_add_test(t, test_yield_by_integral);
    tcase_add_test(t, test_lots_by_all);
    tcase_add_test(t, test_budget_by_all);
    tcase_add_test(t, test_budget_of_one);
    tcase_add_test(t, test_budget_shared_out);
    tcase_add_test(t, test_budget_continuous);
    tcase_add_test(t, test_edges);
    suite_add_tcase(s, t);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed != 0;
}
