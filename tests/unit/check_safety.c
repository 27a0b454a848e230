/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <check.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inv/ltd.h"
#include "inv/safety.h"
#include "oracle.h"

static void close_to(double got, double want, double rel, const char *what)
{
    if (!(fabs(got - want) <= rel * fabs(want)))
        ck_abort_msg("%s: %.17g is not %.17g", what, got, want);
}

static struct inv_safety_in level(enum inv_safety method, double mean, double sd, double service)
{
    return (struct inv_safety_in){ .method = method, .mean = mean, .sd = sd, .service_level = service };
}

static struct inv_safety_in fill(enum inv_safety dist, double mean, double sd, double q, double rate)
{
    return (struct inv_safety_in){ .method = INV_SAFETY_FILL_RATE, .dist = dist, .mean = mean, .sd = sd,
                                   .order_qty = q, .fill_rate = rate };
}

static struct inv_safety_out solve(struct inv_safety_in in)
{
    struct inv_safety_out o;
    struct inv_err err;
    if (inv_safety_solve(&in, &o, &err) != INV_OK)
        ck_abort_msg("%s: %s", err.column, err.text);
    if (fabs(o.reorder_point - in.mean - o.safety_stock) > 1e-12 * (in.mean + fabs(o.safety_stock)))
        ck_abort_msg("%.17g - %.17g is not %.17g", o.reorder_point, in.mean, o.safety_stock);
    return o;
}

/* ---- quantiles -------------------------------------------------------------------------- */

START_TEST(normal)
{
    /* mpmath 1.3, 40 digits: sqrt(2) erfinv(2 p - 1) times sd */
    struct inv_safety_out o = solve(level(INV_SAFETY_AUTO, 400, sqrt(4100), .95));
    close_to(o.safety_stock, 105.32202125762304, 1e-14, "auto");
    close_to(o.reorder_point, 505.32202125762304, 1e-14, "auto");
    ck_assert_int_eq(o.dist, INV_SAFETY_NORMAL);
    close_to(solve(level(INV_SAFETY_NORMAL, 12.5, 37.25, .9999)).safety_stock, 138.53336408322411, 1e-12, "0.9999");
    close_to(solve(level(INV_SAFETY_NORMAL, 100, 37.25, .31)).safety_stock, -18.470425438692637, 1e-13, "below one half");
    struct inv_safety_in in = { .method = INV_SAFETY_SERVICE_DAYS, .mean = 200, .sd = 7, .demand = 100, .days = 5 };
    ck_assert_double_eq(solve(in).safety_stock, 500);
    ck_assert_double_eq(solve(in).reorder_point, 700);
}
END_TEST

START_TEST(quantiles)
{
    /* gamma: mpmath 1.3, bisection of gammainc, 40 digits */
    close_to(solve(level(INV_SAFETY_GAMMA, 37.5, 41.25, .95)).reorder_point, 120.23532819347488, 1e-12, "gamma");
    close_to(solve(level(INV_SAFETY_GAMMA, 12.25, 8.4, .999)).reorder_point, 54.71433862466233, 1e-12, "gamma");
    close_to(solve(level(INV_SAFETY_GAMMA, 3.2, 11.4, .9)).reorder_point, 7.514235748835774, 1e-12, "gamma");
    close_to(solve(level(INV_SAFETY_GAMMA, 250, 180, .9999999)).reorder_point, 2452.8105058626284, 1e-9, "gamma");
    /* scipy 1.x: nbinom.ppf(p, mean^2 / (sd^2 - mean), mean / sd^2), poisson.ppf(p, mean) */
    static const struct { enum inv_safety method; double mean, sd, p, want; } t[] = {
        { INV_SAFETY_NEGBIN, 4.2, 3.9, .95, 12 }, { INV_SAFETY_NEGBIN, .6, 1.9, .99, 9 },
        { INV_SAFETY_NEGBIN, 23.7, 31.5, .9, 63 }, { INV_SAFETY_NEGBIN, 2.5, 1.9, .975, 7 },
        { INV_SAFETY_POISSON, 3.7, 99, .98, 8 }, { INV_SAFETY_POISSON, 48.3, 99, .999, 71 },
        { INV_SAFETY_POISSON, .05, 0, .95, 0 }, { INV_SAFETY_POISSON, .06, 0, .95, 1 },
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++)
        ck_assert_double_eq(solve(level(t[i].method, t[i].mean, t[i].sd, t[i].p)).reorder_point, t[i].want);
}
END_TEST

START_TEST(auto_chooses)
{
    ck_assert_int_eq(solve(level(INV_SAFETY_AUTO, 10, 5, .95)).dist, INV_SAFETY_NORMAL);
    struct inv_safety_in in = level(INV_SAFETY_AUTO, 10, 5.01, .95);
    ck_assert_int_eq(solve(in).dist, INV_SAFETY_GAMMA);
    in.whole = true;
    ck_assert_int_eq(solve(in).dist, INV_SAFETY_NEGBIN);
    in.mean = 2;
    in.sd = 1.3;                   /* sd^2 < mean */
    ck_assert_int_eq(solve(in).dist, INV_SAFETY_POISSON);
    in.method = INV_SAFETY_GAMMA;
    ck_assert_int_eq(solve(in).dist, INV_SAFETY_GAMMA);
    ck_assert_int_eq(solve(level(INV_SAFETY_NEGBIN, 10, 3, .95)).dist, INV_SAFETY_POISSON);
    ck_assert_int_eq(solve(level(INV_SAFETY_GAMMA, 0, 3, .95)).dist, INV_SAFETY_NORMAL);
    ck_assert_int_eq(solve(level(INV_SAFETY_EMPIRICAL, 10, 3, .95)).dist, INV_SAFETY_NORMAL);    /* no sums */
}
END_TEST

START_TEST(empirical)
{
    /* the least of the values that at least the share of them does not exceed */
    double x[] = { 12.5, 3, 9.25, 30, 3, 17, 8, 5.5, 11, 14 };
    struct inv_safety_in in = level(INV_SAFETY_EMPIRICAL, 11.325, 8, .8);
    in.sums = x;
    in.n = 10;
    ck_assert_double_eq(solve(in).reorder_point, 14);
    in.service_level = .81;
    ck_assert_double_eq(solve(in).reorder_point, 17);
    in.service_level = .99;
    ck_assert_double_eq(solve(in).reorder_point, 30);
    ck_assert_int_eq(solve(in).dist, INV_SAFETY_EMPIRICAL);
    /* 30 and 17 exceed 16: (14 + 1) / 10 short a cycle, orders of 10 cover all but 4 of them: fill rate 1 - (1.5 - .4) / 10 */
    struct inv_dist d;
    enum inv_safety used;
    ck_assert_int_eq(inv_safety_dist(INV_SAFETY_EMPIRICAL, 0, 0, false, x, 10, &d, &used, NULL), INV_OK);
    close_to(inv_safety_fill_rate(&d, 16, 10), .89, 1e-14, "fill rate");
    in.method = INV_SAFETY_FILL_RATE;
    in.dist = INV_SAFETY_EMPIRICAL;
    in.order_qty = 10;
    in.fill_rate = .89;
    close_to(solve(in).reorder_point, 16, 1e-13, "reorder point");
}
END_TEST

/* ---- fill rate ---------------------------------------------------------------------------- */

START_TEST(fill_rate_known)
{
    /* mpmath 1.3, roots of the definition in 40 digits: the loss by integrals of
     * the density (gamma: incomplete gammas), discrete ones by summing the
     * probabilities and counting up. */
    static const struct { enum inv_safety dist; double mean, sd, q, rate, want; } t[] = {
        { INV_SAFETY_NORMAL, 400, 40, 1000, .99, 413.794698559961 },       /* G(k) = 0.25 */
        { INV_SAFETY_NORMAL, 400, 40, 25, .985, 475.69736749460145 },
        { INV_SAFETY_NORMAL, 61.7, 30.2, 410, .9, 22.03632851476803 },
        { INV_SAFETY_AUTO, 61.7, 30.2, 44, .9995, 146.6274967063401 },
        { INV_SAFETY_GAMMA, 37.5, 41.25, 30, .97, 128.23660315908268 },
        { INV_SAFETY_AUTO, 37.5, 41.25, 900, .97, 12.980975471214192 },
        { INV_SAFETY_AUTO, 3.2, 11.4, 5, .999, 124.99330216128381 },
        { INV_SAFETY_GAMMA, 250, 180, 2, .95, 598.8291940833954 },
        { INV_SAFETY_NEGBIN, 4.2, 3.9, 7, .97, 11 }, { INV_SAFETY_NEGBIN, 4.2, 3.9, 100, .97, 2 },
        { INV_SAFETY_NEGBIN, .6, 1.9, 3, .995, 11 }, { INV_SAFETY_NEGBIN, 23.7, 31.5, 12.5, .9, 57 },
        { INV_SAFETY_POISSON, 3.7, 0, 5, .98, 7 }, { INV_SAFETY_POISSON, 48.3, 0, 20, .999, 66 },
        { INV_SAFETY_POISSON, .08, 0, 1, .95, 1 },
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++)
        close_to(solve(fill(t[i].dist, t[i].mean, t[i].sd, t[i].q, t[i].rate)).reorder_point, t[i].want, 1e-11, "reorder point");
}
END_TEST

START_TEST(fill_rate_edges)
{
    /* orders as small as can be: the share of time in stock */
    close_to(solve(fill(INV_SAFETY_NORMAL, 400, 40, 0, .97)).reorder_point,
             solve(level(INV_SAFETY_NORMAL, 400, 40, .97)).reorder_point, 1e-14, "q 0");
    close_to(solve(fill(INV_SAFETY_NORMAL, 400, 40, 1e-6, .97)).reorder_point,
             solve(level(INV_SAFETY_NORMAL, 400, 40, .97)).reorder_point, 1e-6, "q small");
    /* demand that is certain: a cycle may end with 2 % of it short */
    close_to(solve(fill(INV_SAFETY_NORMAL, 400, 0, 1000, .98)).safety_stock, -20, 1e-12, "sd 0");
    ck_assert_double_eq(solve(fill(INV_SAFETY_AUTO, 0, 0, 1000, .98)).reorder_point, 0);
    ck_assert_double_eq(solve(fill(INV_SAFETY_POISSON, 0, 0, 1000, .98)).reorder_point, 0);
    /* a reorder point below zero: one in five waits */
    struct inv_safety_out o = solve(fill(INV_SAFETY_GAMMA, 5, 4, 1000, .8));
    close_to(o.reorder_point, 5 - 200, 1e-12, "below zero");
}
END_TEST

START_TEST(fill_rate_is_reached)
{
    static const enum inv_safety dists[] = { INV_SAFETY_NORMAL, INV_SAFETY_GAMMA, INV_SAFETY_NEGBIN, INV_SAFETY_POISSON };
    uint64_t s = test_seed("fill_rate_is_reached", 31415);
    for (int i = 0; i < 4000; i++) {
        double mean = exp(test_between(&s, -3, 9)), sd = mean * exp(test_between(&s, -3, 1.5));
        double q = mean * exp(test_between(&s, -4, 4)), rate = 1 - exp(test_between(&s, -14, -.2));
        struct inv_safety_in in = fill(dists[i % 4], mean, sd, q, rate);
        struct inv_safety_out o = solve(in);
        struct inv_dist d;
        enum inv_safety used;
        ck_assert_int_eq(inv_safety_dist(in.dist, mean, sd, false, NULL, 0, &d, &used, NULL), INV_OK);
        double left = 1 - inv_safety_fill_rate(&d, o.reorder_point, q), noise = 1e-9 * (1 - rate) + 1e-14;
        if (inv_dist_discrete(&d)) {
            if (floor(o.reorder_point) != o.reorder_point || left > 1 - rate + noise
                || 1 - inv_safety_fill_rate(&d, o.reorder_point - 1, q) < 1 - rate - noise)
                ck_abort_msg("instance %d: %g is not the least for %.17g", i, o.reorder_point, rate);
        } else if (fabs(left - (1 - rate)) > noise) {
            ck_abort_msg("instance %d (%s, mean %g, sd %g, q %g): short %.17g, not %.17g", i, inv_safety_name(used), mean, sd,
                         q, left, 1 - rate);
        }
    }
}
END_TEST

/* ---- known answers -------------------------------------------------------------------------- */

/* The cost of a period that starts with s: h a unit left over, p a unit short. */
static double newsvendor_cost(const struct inv_dist *d, double s, double h, double p)
{
    double lack = inv_dist_loss(d, s);
    return h * (s - d->mean + lack) + p * lack;
}

static void newsvendor(const struct oracle *o, const char *name, enum inv_safety dist)
{
    double h = oracle_number(o, name, "holding_cost"), p = oracle_number(o, name, "stockout_cost");
    double mean = oracle_number(o, name, "demand_mean"), sd = oracle_number(o, name, "demand_sd");
    double l = oracle_number(o, name, "lead_time_periods"), shape = oracle_number(o, name, "gamma_shape");
    if (!isnan(shape)) {
        mean = shape * oracle_number(o, name, "gamma_scale");
        sd = sqrt(shape) * oracle_number(o, name, "gamma_scale");
    }
    if (!isnan(l)) {               /* reviewed every period: lead time + 1 */
        mean *= l + 1;
        sd *= sqrt(l + 1);
    }
    struct inv_safety_in in = { .method = INV_SAFETY_NEWSVENDOR, .dist = dist, .mean = mean, .sd = isnan(sd) ? 0 : sd,
                                .ratio = inv_safety_ratio_periodic(p, h) };
    double s = oracle_number(o, name, "base_stock_level");
    if (isnan(s))
        s = solve(in).reorder_point;
    struct inv_dist d;
    enum inv_safety used;
    ck_assert_int_eq(inv_safety_dist(dist, in.mean, in.sd, false, NULL, 0, &d, &used, NULL), INV_OK);
    bool quadrature = oracle_text(o, name, "note") && strstr(oracle_text(o, name, "note"), "quadrature");
    close_to(s, oracle_number(o, name, "expect_base_stock_level"), 1e-9, name);
    close_to(newsvendor_cost(&d, s, h, p), oracle_number(o, name, "expect_cost"), quadrature ? 1e-6 : 1e-8, name);
}

/* Demand a week over lead_time_weeks, the orders' size, as the service cases have them. */
static struct inv_safety_in service_case(const struct oracle *o, const char *name)
{
    struct inv_supply supply = { oracle_number(o, name, "lead_time_weeks"), 0, 0 };
    struct inv_ltd ltd;
    ck_assert_int_eq(inv_ltd_rows(&supply, oracle_number(o, name, "annual_demand") / 52,
                                  oracle_number(o, name, "annual_sd") / sqrt(52), &ltd, NULL), INV_OK);
    return (struct inv_safety_in){ .method = INV_SAFETY_NORMAL, .dist = INV_SAFETY_NORMAL, .mean = ltd.mean, .sd = ltd.sd,
                                   .order_qty = oracle_number(o, name, "quantity") };
}

static void services(const struct oracle *o)
{
    struct inv_dist d;
    static const char *const names[] = { "iv_csl_1", "iv_cis_1", "iv_ss_csl" };
    for (int i = 0; i < 3; i++) {
        struct inv_safety_in in = service_case(o, names[i]);
        in.service_level = oracle_number(o, names[i], i == 2 ? "rate" : "cycle_service_level");
        if (i == 1)
            in.service_level = inv_safety_ratio_continuous(oracle_number(o, names[i], "CIS"),
                oracle_number(o, names[i], "cost") * oracle_number(o, names[i], "holdingrate"), in.order_qty,
                oracle_number(o, names[i], "annual_demand"));
        double k = oracle_number(o, names[i], "expect_k");
        struct inv_safety_out out = solve(in);
        close_to(out.safety_stock, k * in.sd, 1e-13, names[i]);
        ck_assert_int_eq(inv_dist_init(&d, INV_DIST_NORMAL, in.mean, in.sd, NULL), INV_OK);
        close_to(inv_dist_loss(&d, out.reorder_point), oracle_number(o, names[i], "expect_eus"), 1e-11, names[i]);
        close_to(inv_safety_fill_rate(&d, out.reorder_point, in.order_qty), oracle_number(o, names[i], "expect_fillrate"),
                 i == 1 ? 2e-6 : 1e-12, names[i]);    /* the peer leaves out what was short before: it matters where sd is Q / 4 */
    }
    struct inv_safety_in in = service_case(o, "iv_ss_cis");
    in.method = INV_SAFETY_COST_PER_UNIT;
    in.ratio = inv_safety_ratio_short(oracle_number(o, "iv_ss_cis", "Citemshort"),
        oracle_number(o, "iv_ss_cis", "cost") * oracle_number(o, "iv_ss_cis", "holdingrate"), in.order_qty,
        oracle_number(o, "iv_ss_cis", "annual_demand"));
    close_to(solve(in).safety_stock, oracle_number(o, "iv_ss_cis", "expect_safteystock"), 1e-12, "iv_ss_cis");
    in = service_case(o, "iv_csoe");
    in.method = INV_SAFETY_COST_PER_OCCASION;
    in.occasion = inv_safety_occasion(oracle_number(o, "iv_csoe", "costSoe"),
        oracle_number(o, "iv_csoe", "cost") * oracle_number(o, "iv_csoe", "holdingrate"), in.order_qty,
        oracle_number(o, "iv_csoe", "annual_demand"));
    close_to(solve(in).reorder_point, oracle_number(o, "iv_csoe", "expect_min"), 1e-13, "iv_csoe");
}

START_TEST(known_answers)
{
    static const struct { const char *method; enum inv_safety dist; } methods[] = {
        { "newsvendor_normal", INV_SAFETY_NORMAL }, { "newsvendor_poisson", INV_SAFETY_POISSON },
        { "newsvendor_continuous(normal)", INV_SAFETY_NORMAL }, { "newsvendor_continuous(gamma)", INV_SAFETY_GAMMA },
    };
    struct oracle o;
    if (!oracle_open(&o))
        return;
    size_t cases = 0;
    for (size_t m = 0; m < sizeof methods / sizeof *methods; m++) {
        const char *name;
        for (size_t i = 0; (name = oracle_next(&o, methods[m].method, &i)); cases++)
            newsvendor(&o, name, methods[m].dist);
    }
    ck_assert_uint_ge(cases, 13);
    services(&o);
    close_to(32000 + solve((struct inv_safety_in){ .method = INV_SAFETY_NEWSVENDOR, .mean = 32000, .sd = 11000,
             .ratio = (24 - 10.9) / (24 - 7) }).safety_stock, oracle_number(&o, "iv_mpn", "expect_quantity"), 1e-13, "iv_mpn");
    oracle_close(&o);
}
END_TEST

START_TEST(known_reorder_points)
{
    struct oracle o;
    if (!oracle_open(&o))
        return;
    struct inv_ltd ltd;
    struct inv_supply s = { 4, 0, 0 };
    ck_assert_int_eq(inv_ltd_rows(&s, 8000. / 52, 600 / sqrt(52), &ltd, NULL), INV_OK);
    close_to(ltd.mean, oracle_number(&o, "iv_ssn", "expect_demandleadtime"), 1e-14, "iv_ssn");
    close_to(ltd.sd, oracle_number(&o, "iv_ssn", "expect_sigmadl"), 1e-14, "iv_ssn");
    close_to(solve(level(INV_SAFETY_NORMAL, ltd.mean, ltd.sd, .95)).reorder_point,
             oracle_number(&o, "iv_ssn", "expect_cyclestock+safteystock"), 1e-14, "iv_ssn");
    s = (struct inv_supply){ 6, 0, 0 };
    ck_assert_int_eq(inv_ltd_rows(&s, 50, 5, &ltd, NULL), INV_OK);
    close_to(solve(level(INV_SAFETY_NORMAL, ltd.mean, ltd.sd, .9)).reorder_point,
             oracle_number(&o, "iv_rop", "expect_reorder_point"), 1e-14, "iv_rop");
    s.lead_time_sd = 2;
    ck_assert_int_eq(inv_ltd_rows(&s, 50, 5, &ltd, NULL), INV_OK);
    close_to(ltd.sd, oracle_number(&o, "iv_rop_ltvar_BUG", "correct_sigmadl"), 1e-14, "iv_rop_ltvar_BUG");
    close_to(solve(level(INV_SAFETY_NORMAL, ltd.mean, ltd.sd, .9)).reorder_point,
             oracle_number(&o, "iv_rop_ltvar_BUG", "correct_reorder_point"), 1e-14, "iv_rop_ltvar_BUG");
    s = (struct inv_supply){ 64, 8, 0 };
    ck_assert_int_eq(inv_ltd_rows(&s, 1550. / 365, 110 / sqrt(365), &ltd, NULL), INV_OK);
    close_to(ltd.mean, oracle_number(&o, "iv_tlc", "expect_dl"), 1e-14, "iv_tlc");
    close_to(ltd.sd, oracle_number(&o, "iv_tlc", "expect_sigmadl"), 1e-14, "iv_tlc");
    close_to(solve(level(INV_SAFETY_NORMAL, ltd.mean, ltd.sd, .95)).safety_stock,
             oracle_number(&o, "iv_tlc", "expect_saftey_stock"), 1e-13, "iv_tlc");
    oracle_close(&o);
}
END_TEST

/* ---- edges ------------------------------------------------------------------------------------ */

START_TEST(extremes)
{
    static const double v[] = { 0, DBL_TRUE_MIN, 1e-9, 1e9, 1e300 };
    static const double p[] = { 1e-12, .95, 1 - 1e-15 };
    const size_t n = sizeof v / sizeof *v, step = getenv("INV_TEST_SHORT") ? 7 : 1;    /* 7 divides none of the sizes */
    for (size_t i = 0; i < n * n * n * 3 * 12 * 2; i += step) {
        struct inv_safety_in in = {
            .mean = v[i % n], .sd = v[i / n % n], .order_qty = v[i / n / n % n], .demand = 1, .days = v[i % n],
            .method = (enum inv_safety)(i / n / n / n / 3 % 12), .whole = i / n / n / n / 36,
            .periodic = i % 2, .lead_mean = v[i % n] / 3, .lead_sd = v[i / n % n] / 2, .dist = (enum inv_safety)(i % 6 ? 0 : 4),
            .occasion = v[i / 7 % n] + 1e-300
        };
        in.service_level = in.fill_rate = in.ratio = p[i / n / n / n % 3];
        struct inv_safety_out o;
        struct inv_err err;
        enum inv_status st = inv_safety_solve(&in, &o, &err);
        if (st != INV_OK && st != INV_EARG)
            ck_abort_msg("instance %zu: status %d", i, (int)st);
        if (st == INV_OK && !(isfinite(o.reorder_point) && isfinite(o.safety_stock)))
            ck_abort_msg("instance %zu: %s %g %g: %g", i, inv_safety_name(in.method), in.mean, in.sd, o.reorder_point);
        if (in.mean == 0 && in.sd == 0 && st == INV_OK && in.method != INV_SAFETY_SERVICE_DAYS && o.reorder_point != 0)
            ck_abort_msg("instance %zu: stock of %g without demand", i, o.reorder_point);
    }
}
END_TEST

START_TEST(arguments_out_of_range)
{
    struct inv_safety_out o;
    struct inv_err err;
    struct inv_safety_in in = level(INV_SAFETY_AUTO, 10, 3, 1);
    ck_assert_int_eq(inv_safety_solve(&in, &o, &err), INV_EARG);
    ck_assert_str_eq(err.column, "service_level");
    ck_assert_str_eq(err.text, "1 is not between 0 and 1");
    in = level(INV_SAFETY_AUTO, NAN, 3, .9);
    ck_assert_int_eq(inv_safety_solve(&in, &o, &err), INV_EARG);
    ck_assert_str_eq(err.column, "ltd_mean");
    in = level(INV_SAFETY_AUTO, 10, -3, .9);
    ck_assert_int_eq(inv_safety_solve(&in, &o, &err), INV_EARG);
    ck_assert_str_eq(err.column, "ltd_sd");
    in = fill(INV_SAFETY_AUTO, 10, 3, NAN, .9);
    ck_assert_int_eq(inv_safety_solve(&in, &o, &err), INV_EARG);
    ck_assert_str_eq(err.column, "order_qty");
    in = fill(INV_SAFETY_AUTO, 10, 3, 5, NAN);
    ck_assert_int_eq(inv_safety_solve(&in, &o, &err), INV_EARG);
    ck_assert_str_eq(err.column, "fill_rate");
    enum inv_safety m;
    ck_assert(inv_safety_by_name("fill-rate", 9, &m) && m == INV_SAFETY_FILL_RATE);
    ck_assert(!inv_safety_by_name("fill-rates", 10, &m));
}
END_TEST

int main(void)
{
    const struct { const char *name; const TTest *test; } tests[] = {
        { "normal", normal }, { "quantiles", quantiles }, { "auto", auto_chooses }, { "empirical", empirical },
        { "fill rate", fill_rate_known }, { "fill rate edges", fill_rate_edges }, { "fill rate reached", fill_rate_is_reached },
        { "known answers", known_answers }, { "known reorder points", known_reorder_points }, { "extremes", extremes },
        { "arguments", arguments_out_of_range },
    };
    Suite *suite = suite_create("safety");
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
