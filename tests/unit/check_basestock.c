/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/basestock.h"
#include "inv/rng.h"
#include "oracle.h"

static void close_to(double got, double want, double rel, const char *what)
{
    if (!(fabs(got - want) <= rel * fmax(fabs(want), 1e-300)))
        ck_abort_msg("%s: %.17g is not %.17g", what, got, want);
}

static void must(enum inv_status st, const struct inv_err *err)
{
    if (st != INV_OK)
        ck_abort_msg("%s: %s", err->column, err->text);
}

static struct inv_dist dist(enum inv_dist_kind kind, double mean, double sd)
{
    struct inv_dist d;
    struct inv_err err;
    must(inv_dist_init(&d, kind, mean, sd, &err), &err);
    return d;
}

/* One period's newsvendor is base stock without lead time; lead_time_periods are L. */
START_TEST(known_answers)
{
    static const char *const methods[] = { "newsvendor_normal", "newsvendor_poisson", "newsvendor_discrete" };
    struct oracle o;
    struct inv_err err;
    if (!oracle_open(&o))
        return;
    size_t cases = 0;
    for (size_t m = 0; m < 3; m++) {
        const char *name;
        for (size_t i = 0; (name = oracle_next(&o, methods[m], &i)); cases++) {
            double L = oracle_number(&o, name, "lead_time_periods"), mean = oracle_number(&o, name, "demand_mean");
            double x[64], p[64], S = oracle_number(&o, name, "base_stock_level");
            struct inv_dist d;
            L = isnan(L) ? 0 : L;
            if (m == 2) {
                size_t n = oracle_list(&o, name, "demand_values", x, 64);
                ck_assert_uint_eq(oracle_list(&o, name, "demand_probs", p, 64), n);
                must(inv_dist_table(&d, x, p, n, &err), &err);
            } else {
                d = dist(m == 0 ? INV_DIST_NORMAL : INV_DIST_POISSON, mean * (L + 1),
                         oracle_number(&o, name, "demand_sd") * sqrt(L + 1));
            }
            struct inv_basestock_in in = { .demand = d.mean / (L + 1),
                                           .holding_cost = oracle_number(&o, name, "holding_cost"),
                                           .shortage_cost = oracle_number(&o, name, "stockout_cost"), .periods = 1,
                                           .ltd = &d, .whole = m > 0 };
            struct inv_control c = { 0 };
            if (isnan(S))
                must(inv_basestock_solve(&in, &c, &err), &err);
            else
                must(inv_basestock_at(&in, S, &c, &err), &err);
            close_to(c.order_up_to, oracle_number(&o, name, "expect_base_stock_level"), 1e-9, name);
            close_to(c.cost, oracle_number(&o, name, "expect_cost"), 1e-9, name);
        }
    }
    ck_assert_uint_ge(cases, 13);
    oracle_close(&o);
}
END_TEST

/* Poisson demand over L + 1, ..., L + R, by sums of probabilities. */
START_TEST(enumeration)
{
    uint64_t s = test_seed("enumeration", 1);
    for (int i = 0; i < 300; i++) {
        double mean = exp(test_between(&s, -2, 2)), h = exp(test_between(&s, -1, 1)), p = exp(test_between(&s, -1, 4));
        double L = test_between(&s, 0, 4), rate = test_between(&s, 0.4, 0.999), best = INFINITY;
        size_t R = 1 + test_below(&s, 4);
        int least_fill = -1, least_level = -1;
        struct inv_dist d[5], lead = dist(INV_DIST_POISSON, mean * L, 0);
        for (size_t e = 0; e < R; e++)
            d[e] = dist(INV_DIST_POISSON, mean * (L + 1 + (double)e), 0);
        struct inv_basestock_in in = { mean, h, p, R, d, &lead, true };
        struct inv_control c = { 0 }, f = { 0 }, l = { 0 };
        struct inv_err err;
        must(inv_basestock_solve(&in, &c, &err), &err);
        must(inv_basestock_fill(&in, rate, &f, &err), &err);
        must(inv_basestock_level(&in, rate, &l, &err), &err);
        for (int S = 0; S < 150; S++) {
            double cost = 0, level = 0, unmet = 0;
            for (size_t e = 0; e <= R; e++) {
                double m = mean * (L + (double)e), w = exp(-m), weight = e == R ? 1 : e == 0 ? -1 : 0;
                for (int k = 0; k < 250; k++, w *= m / k) {
                    cost += e > 0 ? w * (k < S ? h * (S - k) : p * (k - S)) / (double)R : 0;
                    level += e > 0 && k <= S ? w / (double)R : 0;
                    unmet += k > S ? weight * w * (k - S) : 0;
                }
            }
            best = fmin(best, cost);
            double fill = 1 - unmet / (mean * (double)R);
            if (least_fill < 0 && fill >= rate)
                least_fill = S;
            if (least_level < 0 && level >= rate)
                least_level = S;
            if (S == (int)c.order_up_to) {
                close_to(c.cost, cost, 1e-9, "cost");
                ck_assert(fabs(c.fill_rate - fill) < 1e-9 && fabs(c.service - level) < 1e-9);
            }
        }
        close_to(c.cost, best, 1e-9, "best cost");
        ck_assert_int_eq((int)f.order_up_to, least_fill);
        ck_assert_int_eq((int)l.order_up_to, least_level);
    }
}
END_TEST

START_TEST(continuous)
{
    struct inv_dist d[3] = { dist(INV_DIST_GAMMA, 30, 12), dist(INV_DIST_GAMMA, 40, 14), dist(INV_DIST_GAMMA, 50, 16) };
    struct inv_dist lead = dist(INV_DIST_GAMMA, 20, 10);
    struct inv_basestock_in in = { 10, 1, 9, 3, d, &lead, false };
    struct inv_control c = { 0 }, at = { 0 };
    struct inv_err err;
    must(inv_basestock_solve(&in, &c, &err), &err);
    close_to(c.service, 0.9, 1e-12, "the mean of P(X <= S)");
    for (int k = -1; k < 2; k += 2) {
        must(inv_basestock_at(&in, c.order_up_to + k * 0.1, &at, &err), &err);
        ck_assert(at.cost > c.cost);
    }
    must(inv_basestock_fill(&in, 0.97, &c, &err), &err);
    close_to(c.fill_rate, 0.97, 1e-12, "fill rate");
    in.shortage_cost = 0;
    ck_assert(inv_basestock_solve(&in, &c, &err) == INV_EARG && strcmp(err.column, "shortage_cost") == 0);
    in.shortage_cost = 9;
    in.holding_cost = -1;
    ck_assert(inv_basestock_solve(&in, &c, &err) == INV_EARG && strcmp(err.column, "holding_cost") == 0);
    in.holding_cost = 1;
    in.demand = 0;
    ck_assert(inv_basestock_solve(&in, &c, &err) == INV_EARG && strcmp(err.column, "demand") == 0);
    in.demand = 10;
    ck_assert(inv_basestock_level(&in, 1, &c, &err) == INV_EARG && strcmp(err.column, "service_level") == 0);
}
END_TEST

/* ---- lost sales --------------------------------------------------------------------------------- */

/* L = 0: a newsvendor each period. Otherwise the chain on digits in base S + 1, by turns. */
static double lost_cost(const double *p, int n, int L, int S, double h, double b)
{
    int states = 1;
    for (int i = 0; i < L; i++)
        states *= S + 1;
    double *pi = calloc((size_t)states, sizeof *pi), *next = calloc((size_t)states, sizeof *next), cost = 0;
    pi[0] = 1;
    for (int turn = 0; turn < 600; turn++) {
        memset(next, 0, (size_t)states * sizeof *next);
        cost = 0;
        for (int x = 0; x < states; x++) {
            if (pi[x] <= 0)
                continue;
            int shelf = S, y = x;
            for (int i = 0; i < L; i++, y /= S + 1)
                shelf -= y % (S + 1);
            for (int k = 0; k < n; k++) {
                int sold = k < shelf ? k : shelf;      /* newest order in the lowest digit, the oldest arrives */
                cost += pi[x] * p[k] * (h * (shelf - sold) + b * (k - sold));
                next[L == 0 ? 0 : (x % (states / (S + 1))) * (S + 1) + sold] += pi[x] * p[k];
            }
        }
        for (int x = 0; x < states; x++)
            pi[x] = 0.5 * (pi[x] + next[x]);
    }
    free(pi);
    free(next);
    return cost;
}

START_TEST(lost_sales)
{
    uint64_t s = test_seed("lost_sales", 2);
    for (int i = 0; i < 60; i++) {
        double p[5], sum = 0, h = exp(test_between(&s, -1, 1)), b = exp(test_between(&s, 0, 3)), best = INFINITY;
        int n = 2 + (int)test_below(&s, 3), L = (int)test_below(&s, 4);
        struct inv_pmf v = { 0 };
        struct inv_err err;
        for (int k = 0; k < n; k++)
            sum += p[k] = 0.05 + test_uniform(&s);
        for (int k = 0; k < n; k++)
            p[k] /= sum;
        must(inv_pmf_copy(&v, p, (size_t)n, 0, &err), &err);
        struct inv_basestock_lost in = { &v, (size_t)L, h, b };
        struct inv_control c = { 0 }, at = { 0 };
        must(inv_basestock_lost_solve(&in, &c, &err), &err);
        for (int S = 0; S < 9; S++) {
            double cost = lost_cost(p, n, L, S, h, b);
            best = fmin(best, cost);
            must(inv_basestock_lost_at(&in, S, &at, &err), &err);
            close_to(at.cost, cost, 1e-8, "cost");
        }
        ck_assert(c.cost <= best * (1 + 1e-9));
        if (c.order_up_to < 9)
            close_to(c.cost, best, 1e-9, "best cost");
        inv_pmf_free(&v);
    }
}
END_TEST

START_TEST(lost_edges)
{
    struct inv_pmf v = { 0 };
    struct inv_err err;
    struct inv_control c = { 0 };
    double one[] = { 0, 1 };
    must(inv_pmf_copy(&v, one, 2, 0, &err), &err);
    struct inv_basestock_lost in = { &v, 2, 1, 5 };
    must(inv_basestock_lost_solve(&in, &c, &err), &err);       /* one a period, certain: three units go round */
    ck_assert(c.order_up_to == 3);
    ck_assert(fabs(c.cost) < 1e-9 && fabs(c.fill_rate - 1) < 1e-9);
    in.lead_time = 40;
    ck_assert(inv_basestock_lost_at(&in, 60, &c, &err) == INV_EARG);
    in.shortage_cost = 0;
    ck_assert(inv_basestock_lost_solve(&in, &c, &err) == INV_EARG && strcmp(err.column, "shortage_cost") == 0);
    inv_pmf_free(&v);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("basestock");
    TCase *t = tcase_create("basestock");
    tcase_set_timeout(t, 600);
    tcase_add_test(t, known_answers);
    tcase_add_test(t, enumeration);
    tcase_add_test(t, continuous);
    tcase_add_test(t, lost_sales);
    tcase_add_test(t, lost_edges);
    suite_add_tcase(s, t);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed > 0;
}
