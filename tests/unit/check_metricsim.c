/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "metric-net.h"

/* ---- simulation ------------------------------------------------------------------------------------------------ */

#define BATCHES 40
#define CALLS 20000

struct sums { double wait[BATCHES], met[BATCHES], n[BATCHES]; };

static void within(const double *sum, const double *n, double want, const char *what)
{
    double mean = 0, square = 0, all = 0;
    for (int b = 0; b < BATCHES; b++) {
        mean += sum[b] / n[b] / BATCHES;
        all += n[b];
    }
    for (int b = 0; b < BATCHES; b++)
        square += (sum[b] / n[b] - mean) * (sum[b] / n[b] - mean);
    double half = 4.5 * sqrt(square / (BATCHES - 1) / BATCHES);      /* t of 39: once in 15,000 */
    half += 50 / all;                                                /* what is too rare to be seen */
    ck_assert_msg(fabs(mean - want) <= half, "%s: simulated %g +- %g, not %g", what, mean, half, want);
}

/* The unit that demand number k of all takes from the warehouse is the one it ordered at demand number k - S_0, there
 * L_0 later; that which the j-th demand of a retailer takes is the one that it ordered at its demand j - S. */
static void simulate(const struct net *t, size_t S_0, const double *S, uint64_t *seed, struct sums *of_all)
{
    size_t calls = BATCHES * CALLS, seen[MOST] = { 0 };
    double now = 0, l_0 = demand_of_all(t), *at = malloc(calls * sizeof *at), *there[MOST];
    ck_assert_ptr_nonnull(at);
    for (size_t i = 0; i < t->in.n; i++)
        ck_assert_ptr_nonnull(there[i] = malloc(calls * sizeof *there[i]));
    for (size_t k = 0; k < calls; k++) {
        double u = test_uniform(seed) * l_0;
        size_t i = 0;
        now -= log(1 - test_uniform(seed)) / l_0;
        at[k] = now;
        while (i + 1 < t->in.n && u >= t->r[i].demand)
            u -= t->r[i++].demand;
        double sent = k >= S_0 ? fmax(now, at[k - S_0] + t->in.lead_time) : now;
        size_t j = seen[i]++, s = (size_t)S[i];
        there[i][j] = sent + t->r[i].lead_time;
        double wait = j >= s ? fmax(there[i][j - s] - now, 0) : 0;
        if (k >= CALLS) {
            of_all[i].wait[k / CALLS] += wait;
            of_all[i].met[k / CALLS] += wait > 0 ? 0 : 1;
            of_all[i].n[k / CALLS]++;
        }
    }
    for (size_t i = 0; i < t->in.n; i++) {
        free(there[i]);
        of_all[i].wait[0] = of_all[i].wait[1];         /* the first starts full */
        of_all[i].met[0] = of_all[i].met[1];
        of_all[i].n[0] = of_all[i].n[1];
    }
    free(at);
}

START_TEST(simulation)
{
    uint64_t seed = test_seed("simulation", 1971);
    for (int round = 0; round < (getenv("INV_TEST_SHORT") ? 1 : 8); round++) {
        struct net t;
        struct inv_metric_node nodes[MOST];
        double S[MOST];
        random_net(&t, &seed, 4, 3);
        for (size_t i = 0; i < t.in.n; i++) {
            t.r[i].demand = test_between(&seed, 0.5, 3);
            t.r[i].lead_time += 0.05;
            S[i] = (double)test_below(&seed, 8);
        }
        size_t S_0 = test_below(&seed, 3 + (size_t)(demand_of_all(&t) * t.in.lead_time));
        given(&t, INV_METRIC_EXACT, (double)S_0, S, nodes);
        struct sums sums[MOST] = { 0 };
        simulate(&t, S_0, S, &seed, sums);
        for (size_t i = 0; i < t.in.n; i++) {
            within(sums[i].wait, sums[i].n, nodes[i].wait, "wait");
            within(sums[i].met, sums[i].n, nodes[i].fill_rate, "fill rate");
        }
    }
}
END_TEST

/* ---- what the approximations miss --------------------------------------------------------------------------------- */

/* metric leaves variance out: too few backorders, always; two moments come close. And what it costs to stock as they say. */
START_TEST(approximations)
{
    uint64_t seed = test_seed("approximations", 1985);
    double worst[2] = { 0 }, sum[2] = { 0 }, dear[2] = { 0 }, n = 0;
    int rounds = getenv("INV_TEST_SHORT") ? 20 : 400;
    for (int round = 0; round < rounds; round++) {
        struct net t;
        struct inv_metric_node nodes[MOST], near[MOST];
        double S[MOST], best;
        random_net(&t, &seed, MOST, 4);
        t.in.lead_time += 0.1;
        struct inv_metric_out out = solve(&t, INV_METRIC_EXACT, nodes);
        best = out.cost;
        for (size_t i = 0; i < t.in.n; i++)
            S[i] = nodes[i].base_stock;
        n += (double)t.in.n;
        for (enum inv_metric m = INV_METRIC_POISSON; m < INV_METRIC_EXACT; m++) {
            given(&t, m, floor(out.warehouse.base_stock / 2), S, near);
            given(&t, INV_METRIC_EXACT, floor(out.warehouse.base_stock / 2), S, nodes);
            for (size_t i = 0; i < t.in.n; i++) {
                double miss = fabs(near[i].backorders - nodes[i].backorders) / fmax(nodes[i].backorders, 1e-3);
                if (m == INV_METRIC_POISSON)
                    ck_assert_msg(near[i].backorders <= nodes[i].backorders + 1e-12, "metric owes too much");
                worst[m] = fmax(worst[m], miss);
                sum[m] += miss;
            }
            double own[MOST];
            struct inv_metric_out other = solve(&t, m, near);
            for (size_t i = 0; i < t.in.n; i++)
                own[i] = near[i].base_stock;
            double cost = given(&t, INV_METRIC_EXACT, other.warehouse.base_stock, own, nodes).cost;
            ck_assert_msg(cost >= best * (1 - 1e-11), "cheaper than the best");
            dear[m] += best > 0 ? (cost / best - 1) / rounds : 0;
        }
    }
    for (int m = 0; m < 2; m++)
        printf("%s: backorders off by %.2g %% on average, %.2g %% at worst; its stocks cost %.2g %% more than the best\n",
               inv_metric_name((enum inv_metric)m), 100 * sum[m] / n, 100 * worst[m], 100 * dear[m]);
    ck_assert(sum[1] < sum[0] / 4 && worst[1] < worst[0] / 2 && dear[1] < dear[0] / 4);
}
END_TEST

/* ---- edges ------------------------------------------------------------------------------------------------------ */

static struct net two(void)
{
    return (struct net){ .in = { .lead_time = 2, .holding_cost = 0.5, .n = 2 },
                         .r = { { 1, 1, 1, 9 }, { 0.5, 0, 2, 20 } } };
}

static void in_range(const struct inv_metric_node *o)
{
    const double *v = (const double *)o;
    for (size_t k = 0; k < sizeof *o / sizeof *v; k++)
        ck_assert_msg(isfinite(v[k]) && v[k] >= 0, "number %zu of a node is %g", k, v[k]);
    ck_assert(o->fill_rate <= 1);
}

static struct inv_metric_out sound(struct net *t, enum inv_metric m, struct inv_metric_node *nodes)
{
    struct inv_metric_out out = solve(t, m, nodes);
    in_range(&out.warehouse);
    for (size_t i = 0; i < t->in.n; i++)
        in_range(&nodes[i]);
    ck_assert(isfinite(out.cost));
    return out;
}

static void each_edge(enum inv_metric m)
{
    struct inv_metric_node nodes[MOST];
    struct net t = two();
    t.r[0].demand = 0;
    struct inv_metric_out out = sound(&t, m, nodes);
    ck_assert(nodes[0].base_stock <= 0 && nodes[0].cost <= 0 && nodes[0].fill_rate >= 1);
    t.r[1].demand = 0;
    out = sound(&t, m, nodes);
    ck_assert(out.cost <= 0 && out.warehouse.base_stock <= 0 && out.warehouse.fill_rate >= 1);
    t = two();
    t.in.lead_time = 0;
    out = sound(&t, m, nodes);
    ck_assert(out.warehouse.base_stock <= 0 && nodes[1].base_stock <= 0 && nodes[1].cost <= 0);
    t = two();
    t.in.holding_cost = 0;
    out = sound(&t, m, nodes);
    ck_assert(fabs(nodes[0].base_stock - 2) <= 0);                      /* Poisson of mean 1: P(N <= 2) = 5 / (2 e) */
    close_to(out.cost, 30 * exp(-1) - 9, 1e-11, "free stock");
    ck_assert(out.warehouse.base_stock < 30);
    ck_assert(given(&t, m, out.warehouse.base_stock - 2, NULL, nodes).cost > out.cost);
    t = two();
    t.r[0].demand = t.r[1].demand = 1e-300;
    sound(&t, m, nodes);
    t.r[0].lead_time = t.in.lead_time = 1e300;
    sound(&t, m, nodes);
    t = two();
    t.r[0].holding_cost = t.r[1].holding_cost = t.in.holding_cost = 1e-300;
    out = sound(&t, m, nodes);
    ck_assert(nodes[0].base_stock < 2000);
    t.r[0].shortage_cost = 1e300;
    sound(&t, m, nodes);
    t.r[0].shortage_cost = t.r[1].shortage_cost = 1e-300;
    sound(&t, m, nodes);
    t = two();
    t.in.lead_time = 1e-300;
    sound(&t, m, nodes);
    t.in.holding_cost = 1e300;
    out = sound(&t, m, nodes);
    ck_assert(out.warehouse.base_stock <= 0);
}

START_TEST(edges)
{
    for (enum inv_metric m = INV_METRIC_POISSON; m <= INV_METRIC_EXACT; m++) {
        each_edge(m);
        enum inv_metric back = INV_METRIC_EXACT;
        ck_assert(inv_metric_by_name(inv_metric_name(m), strlen(inv_metric_name(m)), &back) && back == m);
    }
    enum inv_metric m;
    ck_assert(!inv_metric_by_name("metri", 5, &m));
}
END_TEST

/* A thousand retailers; hundreds of millions of units on order. */
START_TEST(large)
{
    size_t n = 1000;
    struct inv_metric_retailer *r = calloc(n, sizeof *r);
    struct inv_metric_node *nodes = calloc(n, sizeof *nodes);
    ck_assert(r && nodes);
    for (size_t i = 0; i < n; i++)
        r[i] = (struct inv_metric_retailer){ 0.1 + (double)(i % 7) / 7, 1 + (double)(i % 3), 1, 10 + (double)(i % 5) };
    struct inv_metric_work w = { 0 };
    struct inv_metric_in in = { .lead_time = 4, .holding_cost = 0.4, .retailers = r, .n = n };
    struct inv_metric_out out = { .retailers = nodes };
    struct inv_err err;
    double cost[3];
    for (in.method = INV_METRIC_POISSON; in.method <= INV_METRIC_EXACT; in.method++) {
        double owed = 0;
        ck_assert_int_eq(inv_metric_solve(&w, &in, &out, NULL, &err), INV_OK);
        for (size_t i = 0; i < n; i++)
            owed += nodes[i].mean - r[i].demand * r[i].lead_time;
        close_to(owed, out.warehouse.backorders, 1e-9, "what is owed to all");
        cost[in.method] = out.cost;
    }
    close_to(cost[0], cost[2], 0.01, "where each retailer is a small part, the variance is little");
    close_to(cost[1], cost[2], 1e-4, "nor does the form matter");
    in.n = 2;
    in.method = INV_METRIC_TWO_MOMENT;
    r[0].demand = r[1].demand = 1e8;
    ck_assert_int_eq(inv_metric_solve(&w, &in, &out, NULL, &err), INV_OK);
    ck_assert(out.warehouse.base_stock > 7e8 && out.warehouse.base_stock < 9e8 && out.steps < 5000);
    if (!getenv("INV_TEST_SHORT")) {
        in.method = INV_METRIC_EXACT;
        ck_assert_int_eq(inv_metric_solve(&w, &in, &out, NULL, &err), INV_EARG);
        ck_assert_ptr_nonnull(strstr(err.text, "take two-moment"));
    }
    inv_metric_free(&w);
    free(r);
    free(nodes);
}
END_TEST

static void refused(struct net *t, const double *stocks, const char *column, const char *text, size_t at)
{
    struct inv_metric_work w = { 0 };
    struct inv_metric_node nodes[MOST];
    struct inv_metric_out out = { .retailers = nodes };
    struct inv_err err;
    size_t where = 99;
    enum inv_metric m = t->in.method;
    enum inv_status st = stocks ? inv_metric_at(&w, with(t, m), stocks[0], stocks + 1, &out, &where, &err)
        : inv_metric_solve(&w, with(t, m), &out, &where, &err);
    ck_assert_int_eq(st, INV_EARG);
    ck_assert_str_eq(err.column, column);
    ck_assert_msg(strstr(err.text, text) != NULL, "%s: not %s", err.text, text);
    ck_assert_uint_eq(where, at);
    inv_metric_free(&w);
}

START_TEST(wrong)
{
    static const struct { size_t field; double v; const char *column, *text; } bad[] = {
        { 0, -1, "demand", "below 0" }, { 0, NAN, "demand", "no value" }, { 0, INFINITY, "demand", "too large" },
        { 0, 1e300, "demand", "too many" }, { 1, -1, "lead_time", "below 0" }, { 1, 1e300, "demand", "too many" },
        { 2, 0, "holding_cost", "not above 0" }, { 2, -1, "holding_cost", "not above 0" },
        { 3, 0, "shortage_cost", "not above 0" }, { 3, NAN, "shortage_cost", "no value" },
    };
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
        struct net t = two();
        double *v[] = { &t.r[1].demand, &t.r[1].lead_time, &t.r[1].holding_cost, &t.r[1].shortage_cost };
        *v[bad[k].field] = bad[k].v;
        refused(&t, NULL, bad[k].column, bad[k].text, 1);
    }
    struct net t = two();
    t.in.lead_time = -2;
    refused(&t, NULL, "lead_time", "below 0", INV_METRIC_WAREHOUSE);
    t = two();
    t.in.holding_cost = NAN;
    refused(&t, NULL, "holding_cost", "no value", INV_METRIC_WAREHOUSE);
    t = two();
    t.in.n = 0;
    refused(&t, NULL, "", "no retailer", INV_METRIC_WAREHOUSE);
    t = two();
    t.r[0].holding_cost = t.r[0].shortage_cost = 1e308;
    refused(&t, NULL, "shortage_cost", "too large", 0);
    t = two();
    t.r[0].demand = 1000;
    t.r[0].holding_cost = t.r[0].shortage_cost = 8e307;
    refused(&t, NULL, "", "out of the range", INV_METRIC_WAREHOUSE);
    t = two();
    refused(&t, (double[]){ 0, 1, 0.5 }, "base_stock", "whole", 1);
    refused(&t, (double[]){ -1, 1, 0 }, "base_stock", "below 0", INV_METRIC_WAREHOUSE);
    refused(&t, (double[]){ 1e300, 1, 0 }, "base_stock", "too large", INV_METRIC_WAREHOUSE);
    refused(&t, (double[]){ 1, NAN, 0 }, "base_stock", "no value", 0);
    t.in.method = (enum inv_metric)3;
    refused(&t, NULL, "", "method", INV_METRIC_WAREHOUSE);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("metricsim");
    TCase *c = tcase_create("metricsim");
    tcase_set_timeout(c, 300);
    tcase_add_test(c, simulation);
    tcase_add_test(c, approximations);
    tcase_add_test(c, edges);
    tcase_add_test(c, large);
    tcase_add_test(c, wrong);
    suite_add_tcase(s, c);
    return s;
}

int main(void)
{
    SRunner *r = srunner_create(suite());
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
