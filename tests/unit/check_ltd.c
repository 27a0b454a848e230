/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "inv/ltd.h"
#include "oracle.h"

static void close_to(double got, double want, double rel, const char *what)
{
    if (!(fabs(got - want) <= rel * fabs(want)))
        ck_abort_msg("%s: %.17g is not %.17g", what, got, want);
}

START_TEST(rows)
{
    struct inv_ltd l;
    struct inv_supply s = { 4, 0.5, 0 };
    ck_assert_int_eq(inv_ltd_rows(&s, 100, 20, &l, NULL), INV_OK);
    ck_assert_double_eq(l.mean, 400);
    close_to(l.sd, 64.031242374328485, 1e-15, "sd");           /* python3: (4 * 400 + 100 ** 2 / 4) ** .5 */
    s = (struct inv_supply){ 2.5, 1.25, 3.75 };
    ck_assert_int_eq(inv_ltd_rows(&s, 31.4, 9.7, &l, NULL), INV_OK);
    close_to(l.mean, 196.25, 1e-15, "mean");
    close_to(l.sd, 46.137024177985296, 1e-14, "sd");                    /* (9.7 ** 2 * 6.25 + (31.4 * 1.25) ** 2) ** .5 */
    s = (struct inv_supply){ 0, 0, 0 };
    ck_assert_int_eq(inv_ltd_rows(&s, 31.4, 9.7, &l, NULL), INV_OK);
    ck_assert_double_eq(l.mean, 0);
    ck_assert_double_eq(l.sd, 0);
    struct inv_err err;
    ck_assert_int_eq(inv_ltd_rows(&s, -1, 9.7, &l, &err), INV_EARG);
    ck_assert_str_eq(err.column, "demand");
    ck_assert_str_eq(err.text, "-1 is below 0");
    ck_assert_int_eq(inv_ltd_rows(&s, 1, NAN, &l, &err), INV_EARG);
    ck_assert_str_eq(err.column, "demand_sd");
    s.review_period = -1;
    ck_assert_int_eq(inv_ltd_rows(&s, 1, 1, &l, &err), INV_EARG);
    ck_assert_str_eq(err.column, "review_period");
    s = (struct inv_supply){ 1e200, 0, 0 };
    ck_assert_int_eq(inv_ltd_rows(&s, 1e200, 1, &l, &err), INV_EARG);
}
END_TEST

/* Four steps of a random walk (python3, decimal): sd_h = 5 sqrt(h), cum_sd_h = 5 sqrt(1 + 4 + .. + h^2). */
static const double mean[4] = { 12.5, 14.25, 9.75, 20.5 };
static const double sd[4] = { 5, 7.0710678118654755, 8.6602540378443873, 10 };
static const double cum_sd[4] = { 5, 11.180339887498949, 18.708286933869708, 27.386127875258307 };

START_TEST(forecast)
{
    struct inv_ltd l;
    struct inv_supply s = { 2, 0, 1 };
    ck_assert_int_eq(inv_ltd_forecast(&s, mean, sd, cum_sd, 4, &l, NULL), INV_OK);
    close_to(l.mean, 36.5, 1e-15, "mean");
    close_to(l.demand, 36.5 / 3, 1e-15, "demand");
    close_to(l.sd, 18.708286933869708, 1e-15, "the joint sd");
    close_to(l.demand_sd, 7.0710678118654755, 1e-15, "root mean square");    /* sqrt((25 + 50 + 75) / 3) */
    s = (struct inv_supply){ 2.25, 0.6, 1 };        /* a quarter of step 4 */
    ck_assert_int_eq(inv_ltd_forecast(&s, mean, sd, cum_sd, 4, &l, NULL), INV_OK);
    close_to(l.mean, 41.625, 1e-15, "mean");
    /* var 350 + (750 - 350) / 4 = 450; demand 41.625 / 3.25; sqrt(450 + (.6 demand)^2) */
    close_to(l.sd, 22.562209856515995, 1e-14, "sd");
    close_to(l.demand_sd, 7.337993857053428, 1e-14, "demand_sd");         /* sqrt((25 + 50 + 75 + 25) / 3.25) */
    s = (struct inv_supply){ 0.5, 0, 0 };
    ck_assert_int_eq(inv_ltd_forecast(&s, mean, sd, cum_sd, 4, &l, NULL), INV_OK);
    close_to(l.mean, 6.25, 1e-15, "half a period");
    close_to(l.sd, 3.5355339059327378, 1e-15, "half its variance");
    s = (struct inv_supply){ 0, 0, 0 };
    ck_assert_int_eq(inv_ltd_forecast(&s, mean, sd, cum_sd, 4, &l, NULL), INV_OK);
    ck_assert_double_eq(l.mean, 0);
    ck_assert_double_eq(l.sd, 0);
    ck_assert_double_eq(l.demand, 12.5);
    s = (struct inv_supply){ 3, 0, 1 };
    ck_assert_int_eq(inv_ltd_forecast(&s, mean, sd, cum_sd, 4, &l, NULL), INV_OK);
}
END_TEST

START_TEST(short_horizon)
{
    struct inv_ltd l;
    struct inv_err err;
    struct inv_supply s = { 3, 0, 1.5 };
    ck_assert_int_eq(inv_ltd_forecast(&s, mean, sd, cum_sd, 4, &l, &err), INV_EROW);
    ck_assert_str_eq(err.text, "the forecast has 4 periods, lead time + review period are 4.5: forecast with -H 5 or more");
    s = (struct inv_supply){ 0, 0, 0 };
    ck_assert_int_eq(inv_ltd_forecast(&s, mean, sd, cum_sd, 0, &l, &err), INV_EROW);
    s.lead_time = 1e300;
    ck_assert_int_eq(inv_ltd_forecast(&s, mean, sd, cum_sd, 1, &l, &err), INV_EROW);
    s.lead_time = 1;
    static const double none[1] = { NAN };
    ck_assert_int_eq(inv_ltd_forecast(&s, none, sd, cum_sd, 1, &l, &err), INV_EARG);
    ck_assert_int_eq(inv_ltd_forecast(&s, mean, sd, none, 1, &l, &err), INV_EARG);
}
END_TEST

START_TEST(a_year)
{
    close_to(inv_ltd_annual(mean, 4, 4), 57, 1e-15, "four quarters");
    close_to(inv_ltd_annual(mean, 4, 2.5), 31.625, 1e-15, "two and a half");
    close_to(inv_ltd_annual(mean, 3, 12), 146, 1e-15, "shorter");
    close_to(inv_ltd_annual(mean, 4, 1), 12.5, 1e-15, "one");
}
END_TEST

START_TEST(sums)
{
    const double y[] = { 3, 1.5, 4, 1, 5, NAN, 9, 2.5, 6 };
    double out[18];
    ck_assert_uint_eq(inv_ltd_sums(y, 9, 2, out), 6);
    static const double two[] = { 4.5, 5.5, 5, 6, 11.5, 8.5 };
    for (int i = 0; i < 6; i++)
        ck_assert_double_eq(out[i], two[i]);
    ck_assert_uint_eq(inv_ltd_sums(y, 9, 2.5, out), 4);
    static const double part[] = { 6.5, 6, 7.5, 14.5 };
    for (int i = 0; i < 4; i++)
        ck_assert_double_eq_tol(out[i], part[i], 1e-14);
    ck_assert_uint_eq(inv_ltd_sums(y, 9, 5, out), 1);
    ck_assert_uint_eq(inv_ltd_sums(y, 9, 5.5, out), 0);
    ck_assert_uint_eq(inv_ltd_sums(y, 9, 10, out), 0);
    ck_assert_uint_eq(inv_ltd_sums(y, 9, 1e300, out), 0);
    ck_assert_uint_eq(inv_ltd_sums(y, 9, 0, out), 8);
    ck_assert_double_eq(out[3], 0);
    ck_assert_uint_eq(inv_ltd_sums(y, 0, 0, out), 0);
    /* lead time 1 or 3 */
    struct inv_supply s = { 2, 1, 0 };
    ck_assert_uint_eq(inv_ltd_supply_sums(&s, y, 9, out), 8 + 4);
    ck_assert_double_eq(out[7], 6);
    ck_assert_double_eq(out[8], 8.5);
    s.review_period = 3;
    ck_assert_uint_eq(inv_ltd_supply_sums(&s, y, 9, out), 0);      /* no stretch of six */
}
END_TEST

START_TEST(sums_against_counting)
{
    uint64_t seed = test_seed("sums_against_counting", 86420);
    for (int k = 0; k < 300; k++) {
        double y[120], out[120];
        size_t n = 1 + test_below(&seed, 120), found = 0;
        for (size_t i = 0; i < n; i++)
            y[i] = test_below(&seed, 30) ? test_between(&seed, 0, 1e6) : NAN;
        double span = test_below(&seed, 2) ? (double)test_below(&seed, 15) : test_between(&seed, 0, 15);
        size_t got = inv_ltd_sums(y, n, span, out), whole = (size_t)span;
        size_t width = span > 1 ? (size_t)ceil(span) : 1;
        for (size_t i = 0; i + width <= n; i++) {
            double sum = 0;
            for (size_t j = 0; j < width; j++)
                sum += y[i + j] * (j < whole ? 1 : span - (double)whole);
            if (isnan(sum))
                continue;
            if (found >= got || fabs(out[found] - sum) > 1e-9 * (1 + sum))
                ck_abort_msg("instance %d, window %zu", k, i);
            found++;
        }
        ck_assert_uint_eq(got, found);
    }
}
END_TEST

START_TEST(history)
{
    /* python3, statistics: mean 9.5, stdev 1.2909944487358056 of 10, 9, 11, 8 */
    const double y[] = { 10, NAN, 9, 11, 8 };
    struct inv_ltd l;
    struct inv_err err;
    struct inv_supply s = { 1.5, 0.25, 1 };
    ck_assert_int_eq(inv_ltd_history(&s, y, 5, &l, NULL), INV_OK);
    ck_assert_double_eq(l.demand, 9.5);
    close_to(l.demand_sd, 1.2909944487358056, 1e-15, "sd");
    close_to(l.mean, 23.75, 1e-15, "mean");
    close_to(l.sd, sqrt(5. / 3 * 2.5 + 9.5 * 9.5 / 16), 1e-15, "sd of the lead time");
    ck_assert(inv_ltd_whole(y, 5));
    const double tenths[] = { 0.1, 3 };
    ck_assert(!inv_ltd_whole(tenths, 2));
    ck_assert_int_eq(inv_ltd_history(&s, y, 2, &l, NULL), INV_OK);     /* one alone: Poisson's */
    close_to(l.demand_sd, sqrt(10), 1e-15, "sd of one");
    ck_assert_int_eq(inv_ltd_history(&s, y + 1, 1, &l, &err), INV_EROW);
    ck_assert_str_eq(err.text, "no demand is known");
    const double returns[] = { -3, 1 };
    ck_assert_int_eq(inv_ltd_history(&s, returns, 2, &l, &err), INV_EROW);
    const double equal[] = { 0.1, 0.1, 0.1 }, large[] = { 1e308, 1e308, 1.5e308 };
    ck_assert_int_eq(inv_ltd_history(&s, equal, 3, &l, NULL), INV_OK);
    ck_assert_double_eq(l.demand_sd, 0);
    s = (struct inv_supply){ 0.5, 0, 0 };
    enum inv_status st = inv_ltd_history(&s, large, 3, &l, &err);
    ck_assert(st == INV_EARG || (st == INV_OK && isfinite(l.mean) && isfinite(l.sd)));
}
END_TEST

START_TEST(paths)
{
    /* Four paths of three steps; totals of the first one and a half (python3, statistics). */
    const double y[] = { 5, 7, 1, 9, 1, 4, 0, 4, 8, 2.5, 3, 3 };
    double totals[8], step_mean[3];
    size_t n;
    struct inv_ltd l;
    struct inv_err err;
    struct inv_supply s = { 1.5, 0, 0 };
    ck_assert_int_eq(inv_ltd_paths(&s, y, 4, 3, totals, &n, step_mean, &l, NULL), INV_OK);
    ck_assert_uint_eq(n, 4);
    static const double want[] = { 8.5, 9.5, 2, 4 };
    for (int i = 0; i < 4; i++)
        ck_assert_double_eq(totals[i], want[i]);
    ck_assert_double_eq(l.mean, 6);
    close_to(l.sd, 3.582364210034113, 1e-15, "sd");
    ck_assert_double_eq(l.demand, 4);
    /* variances from path to path 14.729167, 6.25: sqrt((14.729167 + 6.25 / 2) / 1.5) */
    close_to(l.demand_sd, 3.450040257414075, 1e-14, "demand_sd");
    ck_assert_double_eq_tol(step_mean[0], 4.125, 1e-15);
    ck_assert_double_eq_tol(step_mean[2], 4, 1e-15);
    s.lead_time_sd = 0.5;                         /* one period, or two */
    ck_assert_int_eq(inv_ltd_paths(&s, y, 4, 3, totals, &n, step_mean, &l, NULL), INV_OK);
    ck_assert_uint_eq(n, 8);
    ck_assert_double_eq(totals[0], 5);
    ck_assert_double_eq(totals[4], 12);
    s = (struct inv_supply){ 2.25, 0, 1 };
    ck_assert_int_eq(inv_ltd_paths(&s, y, 4, 3, totals, &n, step_mean, &l, &err), INV_EROW);
    ck_assert_str_eq(err.text, "the forecast has 3 periods, lead time + review period are 3.25: forecast with -H 4 or more");
    const double hole[] = { 5, NAN };
    s = (struct inv_supply){ 2, 0, 0 };
    ck_assert_int_eq(inv_ltd_paths(&s, hole, 1, 2, totals, &n, step_mean, &l, &err), INV_EROW);
}
END_TEST

int main(void)
{
    const struct { const char *name; const TTest *test; } tests[] = {
        { "rows", rows }, { "forecast", forecast }, { "short horizon", short_horizon }, { "a year", a_year },
        { "sums", sums }, { "sums counted", sums_against_counting },
        { "history", history }, { "paths", paths },
    };
    Suite *suite = suite_create("ltd");
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        TCase *c = tcase_create(tests[i].name);
        tcase_add_test(c, tests[i].test);
        suite_add_tcase(suite, c);
    }
    SRunner *r = srunner_create(suite);
    srunner_run_all(r, CK_ENV);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
