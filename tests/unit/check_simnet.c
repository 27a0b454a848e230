/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/draws.h"
#include "inv/pmf.h"
#include "inv/sim.h"
#include "inv/simnet.h"
#include "oracle.h"

static void close_to(double got, double want, double tolerance, const char *what)
{
    if (!(fabs(got - want) <= tolerance))
        ck_abort_msg("%s: %.17g is not %.17g", what, got, want);
}

static struct inv_simnet *make(const struct inv_simnet_node *nodes, size_t n, const struct inv_simnet_edge *edges, size_t m,
                               bool demand_first)
{
    struct inv_simnet *net;
    struct inv_err err;
    if (inv_simnet_alloc(&net, nodes, n, edges, m, demand_first, NULL, &err) != INV_OK)
        ck_abort_msg("%s: %s", err.column, err.text);
    return net;
}

/* ---- known traces ------------------------------------------------------------------------------ */

/* stockpyl 1.0.2's simulation() of the same networks (network_from_edges, base-stock policies,
 * deterministic demand): net stock of each node by period, and the total cost. */
static void trace(const char *what, const struct inv_simnet_node *nodes, size_t n, const struct inv_simnet_edge *edges, size_t m,
                  const double *const *demand, const double *net_stock, double cost)
{
    struct inv_simnet *net = make(nodes, n, edges, m, true);
    double total = 0;
    for (size_t t = 0; t < 10; t++) {
        struct inv_simnet_sums sums[3] = { { 0 } };
        const double *here[3] = { 0 };
        for (size_t i = 0; i < n; i++)
            here[i] = demand[i] ? demand[i] + t : NULL;
        inv_simnet_run(net, here, 1, sums);
        for (size_t i = 0; i < n; i++) {
            close_to(sums[i].stock - sums[i].waiting, net_stock[i * 10 + t], 1e-12, what);
            total += sums[i].holding + sums[i].transit + sums[i].shortage;
        }
    }
    close_to(total, cost, 1e-9, what);
    inv_simnet_free(net);
}

static const double ten[] = { 5, 4, 6, 8, 2, 9, 3, 7, 5, 6 }, pi[] = { 3, 1, 4, 1, 5, 9, 2, 6, 5, 3 };

START_TEST(known_traces)
{
    static const struct inv_simnet_node serial[] = { { 9, 7, 37, 0 }, { 10, 4, 0, 0 }, { 16, 2, 0, 2 } };
    static const struct inv_simnet_edge down[] = { { 2, 1, 1, 1, NAN }, { 1, 0, 1, 1, NAN } };
    static const double serial_net[] = {
        4, 5, 3, 1, 7, 0, 6, 2, 4, 3,  5, 6, 4, 2, 8, 1, 7, 3, 5, 4,  11, 7, 6, 2, 6, 5, 4, 6, 4, 5
    };
    static const struct inv_simnet_node parts[] = { { 8, 5, 20, 0 }, { 9, 2, 0, 1 }, { 12, 1, 0, 3 } };
    static const struct inv_simnet_edge together[] = { { 1, 0, 1, 1, NAN }, { 2, 0, 1, 1, NAN } };
    static const struct inv_simnet_edge reversed[] = { { 2, 0, 1, 1, NAN }, { 1, 0, 1, 1, NAN } };
    static const double parts_net[] = {
        3, 4, 2, -3, 0, -5, -2, -1, -4, -1,  4, 5, 3, 1, 7, 0, 6, 2, 4, 3,  7, 3, -3, -6, -4, -7, -2, -7, -3, -6
    };
    static const struct inv_simnet_node shops[] = { { 14, 1, 0, 2 }, { 7, 3, 20, 0 }, { 6, 2, 15, 0 } };
    static const struct inv_simnet_edge apart[] = { { 0, 1, 1, 1, NAN }, { 0, 2, 1, 1, NAN } };
    static const double shops_net[] = {
        6, 1, -1, -5, -2, -11, -9, -4, -9, -5,  2, 3, 1, -1, 2, -2, 4, 0, 2, 1,  3, 5, 2, 4, -1, -5, -7, -9, -3, -6
    };
    trace("assembly", parts, 3, together, 2, (const double *const[]){ ten, NULL, NULL }, parts_net, 668);
    trace("assembly, its edges the other way round", parts, 3, reversed, 2, (const double *const[]){ ten, NULL, NULL }, parts_net, 668);
    trace("distribution", shops, 3, apart, 2, (const double *const[]){ NULL, ten, pi }, shops_net, 694);
    trace("serial", serial, 3, down, 2, (const double *const[]){ ten, NULL, NULL }, serial_net, 867);
}
END_TEST

/* ---- one node is inv/sim.h's base stock ------------------------------------------------------------- */

START_TEST(one_node)
{
    uint64_t r = test_seed("one_node", 9);
    for (int k = 0; k < 300; k++) {
        double demand[80];
        struct inv_sim_in in = inv_sim_defaults();
        for (size_t i = 0; i < 80; i++)
            demand[i] = (double)test_below(&r, 12);
        in.trigger = in.level = in.on_hand = (double)test_below(&r, 40);
        in.lead_time = test_below(&r, 6);
        in.holding_cost = 2;
        in.shortage_cost = 7;
        in.demand_first = test_below(&r, 2);
        struct inv_simnet_node node = { in.level, 2, 7, in.lead_time };
        struct inv_simnet *net = make(&node, 1, NULL, 0, in.demand_first);
        struct inv_simnet_sums got = { 0 };
        struct inv_sim_sums want = { 0 };
        struct inv_sim_state s = { 0 };
        ck_assert_int_eq(inv_sim_begin(&in, 0, &s, NULL), INV_OK);
        inv_sim_run(&in, &(struct inv_sim_path){ .n = 80, .demand = demand }, &s, &want, NULL);
        inv_simnet_run(net, (const double *const[]){ demand }, 50, &got);
        inv_simnet_run(net, (const double *const[]){ demand + 50 }, 30, &got);
        close_to(got.holding, 2 * want.stock, 1e-9, "holding");
        close_to(got.shortage, 7 * want.backorders, 1e-9, "shortage");
        close_to(got.met, want.met, 1e-9, "met");
        close_to(got.short_periods, want.short_periods, 0, "short periods");
        inv_simnet_free(net);
        inv_sim_free(&s);
    }
}
END_TEST

/* ---- two stages, exactly ---------------------------------------------------------------------------- */

/* What stage 2 owes is (D(L2) - S2)+ with the demands before; stage 1 has S1 less that less D(L1 + 1) of
 * its own interval (Clark and Scarf 1960; Zipkin 2000, ch. 8). Expected costs by summing over both. */
static double exact_two_stages(double mean, size_t l1, size_t l2, const struct inv_simnet_node v[2])
{
    struct inv_dist a, b;
    struct inv_pmf first = { 0 }, second = { 0 };
    double cost = 0;
    ck_assert_int_eq(inv_dist_init(&a, INV_DIST_POISSON, mean * (double)(l1 + 1), 0, NULL), INV_OK);
    ck_assert_int_eq(inv_dist_init(&b, INV_DIST_POISSON, mean * (double)(l2 + 1), 0, NULL), INV_OK);
    ck_assert_int_eq(inv_pmf_of(&first, &a, 1e-15, NULL), INV_OK);
    ck_assert_int_eq(inv_pmf_of(&second, &b, 1e-15, NULL), INV_OK);
    for (size_t j = 0; j < second.n; j++) {
        double left = v[1].base_stock - (double)(second.lo + j), owes = fmax(-left, 0);
        cost += second.p[j] * v[1].holding_cost * fmax(left, 0);
        for (size_t i = 0; i < first.n; i++) {
            double net = v[0].base_stock - owes - (double)(first.lo + i);
            cost += second.p[j] * first.p[i] * (v[0].holding_cost * fmax(net, 0) + v[0].shortage_cost * fmax(-net, 0));
        }
    }
    inv_pmf_free(&first);
    inv_pmf_free(&second);
    return cost;
}

/* Demand-first, the orders of a period reach stage 2 in it, so that it covers L2 demands and stage 1 L1 more. */
START_TEST(two_stages)
{
    static const struct { double mean, s1, s2; size_t l1, l2; } grid[] = { { 3, 8, 8, 1, 2 }, { 10, 26, 14, 2, 1 }, { 1, 3, 0, 1, 2 } };
    enum { RUNS = 30, N = 20000 };
    static double demand[N + 100];
    for (size_t k = 0; k < 3; k++) {
        struct inv_simnet_node v[] = { { grid[k].s1, 3, 20, 0 }, { grid[k].s2, 1, 0, grid[k].l2 + 1 } };
        struct inv_simnet_edge e = { 1, 0, grid[k].l1 + 1, 1, 0 };
        struct inv_simnet *net = make(v, 2, &e, 1, true);
        struct inv_draws d = { 0 };
        struct inv_dist one;
        struct inv_rng r;
        double sum = 0, squares = 0;
        ck_assert_int_eq(inv_dist_init(&one, INV_DIST_POISSON, grid[k].mean, 0, NULL), INV_OK);
        ck_assert_int_eq(inv_draws_init(&d, &one, NULL), INV_OK);
        for (size_t run = 0; run < RUNS; run++) {
            struct inv_simnet_sums warm[2] = { { 0 } }, s[2] = { { 0 } };
            inv_draws_stream(&r, 4, k, run, INV_FOR_DEMAND);
            inv_draws_fill(&d, &r, demand, N + 100);
            inv_simnet_start(net);
            inv_simnet_run(net, (const double *const[]){ demand, NULL }, 100, warm);
            inv_simnet_run(net, (const double *const[]){ demand + 100, NULL }, N, s);
            double cost = (s[0].holding + s[0].shortage + s[1].holding) / N;
            sum += cost;
            squares += cost * cost;
        }
        double mean = sum / RUNS, se = sqrt((squares / RUNS - mean * mean) / (RUNS - 1));
        close_to(mean, exact_two_stages(grid[k].mean, grid[k].l1, grid[k].l2, v), 4.5 * se, "cost of two stages");
        ck_assert(se < .02 * mean);
        inv_simnet_free(net);
        inv_draws_free(&d);
    }
}
END_TEST

/* ---- random networks --------------------------------------------------------------------- */

/* The numbering of the nodes of a random network does not matter, and sums are what they can be. */
START_TEST(any_order)
{
    uint64_t r = test_seed("any_order", 10);
    for (int k = 0; k < 300; k++) {
        enum { T = 60 };
        size_t n = 2 + test_below(&r, 6), m = 0, name[8];
        struct inv_simnet_node a[8], b[8];
        struct inv_simnet_edge ea[32], eb[32];
        static double d[8][T];
        const double *da[8] = { 0 }, *db[8] = { 0 };
        for (size_t i = 0; i < n; i++) {
            a[i] = (struct inv_simnet_node){ (double)test_below(&r, 30), 1, 5, test_below(&r, 4) };
            for (size_t t = 0; t < T; t++)
                d[i][t] = (double)test_below(&r, 6);
            da[i] = test_below(&r, 2) || i + 1 == n ? d[i] : NULL;
            name[i] = i;
            for (size_t j = 0; j < i; j++)
                if (test_below(&r, 3) == 0)
                    ea[m++] = (struct inv_simnet_edge){ j, i, test_below(&r, 3), (double)(1 + test_below(&r, 2)), 2 };
        }
        for (size_t i = n; i-- > 1; ) {
            size_t j = test_below(&r, i + 1), swap = name[i];
            name[i] = name[j];
            name[j] = swap;
        }
        for (size_t i = 0; i < n; i++) {
            b[name[i]] = a[i];
            db[name[i]] = da[i];
        }
        for (size_t i = 0; i < m; i++) {
            eb[i] = ea[i];
            eb[i].from = name[ea[i].from];
            eb[i].to = name[ea[i].to];
        }
        struct inv_simnet *one = make(a, n, ea, m, k % 2), *two = make(b, n, eb, m, k % 2);
        struct inv_simnet_sums sa[8] = { { 0 } }, sb[8] = { { 0 } };
        inv_simnet_run(one, da, T, sa);
        inv_simnet_run(two, db, T, sb);
        for (size_t i = 0; i < n; i++) {
            ck_assert_mem_eq(&sa[i], &sb[name[i]], sizeof sa[i]);
            ck_assert(sa[i].stock >= 0 && sa[i].waiting >= 0 && sa[i].met <= sa[i].demand && sa[i].transit >= -1e-9);
        }
        inv_simnet_free(one);
        inv_simnet_free(two);
    }
}
END_TEST

/* A component counted in halves: twice as many of half the worth are the same. */
START_TEST(need_is_a_unit)
{
    uint64_t r = test_seed("need_is_a_unit", 11);
    for (int k = 0; k < 200; k++) {
        double demand[60], f = (double)(2 + test_below(&r, 3));
        for (size_t t = 0; t < 60; t++)
            demand[t] = (double)test_below(&r, 8);
        struct inv_simnet_node a[3] = { { (double)test_below(&r, 30), 3, 20, 0 }, { (double)test_below(&r, 20), 2, 1, test_below(&r, 4) },
                                        { (double)test_below(&r, 20), 1, 1, test_below(&r, 4) } }, b[3];
        struct inv_simnet_edge ea[2] = { { 1, 0, test_below(&r, 3), 1, NAN }, { 2, 0, test_below(&r, 3), 1, NAN } }, eb[2];
        memcpy(b, a, sizeof a);
        memcpy(eb, ea, sizeof ea);
        b[1].base_stock *= f;
        b[1].holding_cost /= f;
        b[1].shortage_cost /= f;
        eb[0].need = f;
        struct inv_simnet *one = make(a, 3, ea, 2, false), *two = make(b, 3, eb, 2, false);
        struct inv_simnet_sums sa[3] = { { 0 } }, sb[3] = { { 0 } };
        inv_simnet_run(one, (const double *const[]){ demand, NULL, NULL }, 60, sa);
        inv_simnet_run(two, (const double *const[]){ demand, NULL, NULL }, 60, sb);
        for (size_t i = 0; i < 3; i++) {
            close_to(sb[i].holding, sa[i].holding, 1e-9 * sa[i].holding + 1e-12, "holding");
            close_to(sb[i].transit, sa[i].transit, 1e-9 * sa[i].transit + 1e-12, "transit");
            close_to(sb[i].shortage, sa[i].shortage, 1e-9 * sa[i].shortage + 1e-12, "shortage");
            close_to(sb[i].demand, sa[i].demand * (i == 1 ? f : 1), 1e-9, "demand");
        }
        inv_simnet_free(one);
        inv_simnet_free(two);
    }
}
END_TEST

/* 0.9 last for three periods of 0.3, also where their binary sums are a little more. */
START_TEST(rounding_is_not_short)
{
    double demand[50];
    for (size_t t = 0; t < 50; t++)
        demand[t] = 0.3;
    struct inv_simnet *net = make(&(struct inv_simnet_node){ 0.9, 1, 1, 2 }, 1, NULL, 0, false);
    struct inv_simnet_sums sums = { 0 };
    inv_simnet_run(net, (const double *const[]){ demand }, 50, &sums);
    close_to(sums.short_periods, 0, 0, "periods that are short");
    close_to(sums.waiting, 0, 1e-12, "waiting");
    inv_simnet_free(net);
}
END_TEST

/* ---- what goes wrong ----------------------------------------------------------------------------------- */

static void refused(const struct inv_simnet_node *v, size_t n, const struct inv_simnet_edge *e, size_t m, size_t where,
                    const char *column, const char *text)
{
    struct inv_simnet *net;
    struct inv_err err;
    size_t at = 99;
    ck_assert_int_eq(inv_simnet_alloc(&net, v, n, e, m, false, &at, &err), INV_EARG);
    ck_assert_ptr_null(net);
    if (n > 0)
        ck_assert_uint_eq(at, where);
    ck_assert_str_eq(err.column, column);
    ck_assert_msg(strstr(err.text, text) != NULL, "%s", err.text);
}

START_TEST(gone_wrong)
{
    struct inv_simnet_node v[] = { { 1, 1, 1, 1 }, { 1, 1, 1, 1 }, { 1, 1, 1, 1 } }, bad[1];
    struct inv_simnet_edge cycle[] = { { 2, 1, 1, 1, NAN }, { 2, 2, 1, 1, NAN }, { 0, 1, 1, 1, NAN } };
    struct inv_simnet_edge twice[] = { { 0, 1, 1, 1, NAN }, { 0, 2, 1, 1, NAN }, { 0, 1, 0, 1, NAN } };
    struct inv_simnet_edge self = { 0, 0, 1, 1, NAN }, nowhere = { 0, 7, 1, 1, NAN }, none = { 0, 1, 1, 0, NAN };
    struct inv_simnet_edge dear = { 0, 1, 1, 1, -1 }, far = { 0, 1, INV_SIM_LEAD_MOST + 1, 1, NAN };
    refused(v, 0, NULL, 0, 0, "", "without nodes");
    refused(v, 3, cycle, 3, 2, "", "cycle");       /* 1 is below it */
    refused(v, 3, twice, 3, 2, "", "second edge");
    refused(v, 3, &self, 1, 0, "", "cycle");
    refused(v, 3, &nowhere, 1, 0, "to", "is no node");
    refused(v, 3, &none, 1, 0, "need", "is not above 0");
    refused(v, 3, &dear, 1, 0, "transit_cost", "is below 0");
    refused(v, 3, &far, 1, 0, "lead_time", "more periods");
    bad[0] = (struct inv_simnet_node){ -1, 1, 1, 1 };
    refused(bad, 1, NULL, 0, 0, "base_stock", "is below 0");
    bad[0] = (struct inv_simnet_node){ 1, NAN, 1, 1 };
    refused(bad, 1, NULL, 0, 0, "holding_cost", "no value");
    bad[0] = (struct inv_simnet_node){ 1, 1, INFINITY, 1 };
    refused(bad, 1, NULL, 0, 0, "shortage_cost", "too large");
}
END_TEST

int main(void)
{
    Suite *s = suite_create("simnet");
    TCase *t = tcase_create("simnet");
    tcase_add_test(t, known_traces);
    tcase_add_test(t, one_node);
    tcase_add_test(t, two_stages);
    tcase_add_test(t, any_order);
    tcase_add_test(t, need_is_a_unit);
    tcase_add_test(t, rounding_is_not_short);
    tcase_add_test(t, gone_wrong);
    suite_add_tcase(s, t);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed > 0;
}
