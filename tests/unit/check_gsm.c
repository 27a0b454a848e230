/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inv/gsm.h"
#include "oracle.h"

#define MOST 16

struct net { struct inv_gsm_node v[MOST]; size_t n; struct inv_gsm_edge e[2 * MOST]; size_t m; };

static void close_to(double got, double want, double rel, const char *what)
{
    if (!(fabs(got - want) <= rel * fmax(fabs(want), 1e-9)))
        ck_abort_msg("%s: %.17g is not %.17g", what, got, want);
}

static double solve(const struct net *t, struct inv_gsm_out *out)
{
    struct inv_gsm w = { 0 };
    struct inv_err err;
    double cost = NAN;
    if (inv_gsm_tree(&w, t->v, t->n, t->e, t->m, out, &cost, NULL, NULL, &err) != INV_OK)
        ck_abort_msg("%s: %s", err.column, err.text);
    inv_gsm_free(&w);
    return cost;
}

/* ---- known answers ------------------------------------------------------------------------------- */

static double of_node(const struct oracle *o, const char *name, size_t k, const char *what, double otherwise)
{
    char param[64];
    snprintf(param, sizeof param, "node.%zu.%s", k, what);
    double x = oracle_number(o, name, param);
    return isnan(x) ? otherwise : x;
}

static double expected(const struct oracle *o, const char *name, const char *what, size_t k)
{
    char param[64];
    snprintf(param, sizeof param, "%s.%zu", what, k);
    return oracle_number(o, name, param);
}

static void read_net(const struct oracle *o, const char *name, struct net *t)
{
    memset(t, 0, sizeof *t);
    for (size_t k = 1; !isnan(of_node(o, name, k, "local_holding_cost", NAN)); k++) {
        double promise = of_node(o, name, k, "external_outbound_cst", -1);
        t->v[t->n++] = (struct inv_gsm_node){
            .holding_cost = of_node(o, name, k, "local_holding_cost", NAN),
            .time = (size_t)of_node(o, name, k, "processing_time", 0),
            .inbound = (size_t)of_node(o, name, k, "external_inbound_cst", 0),
            .outbound = promise < 0 ? INV_GSM_NONE : (size_t)promise,
            .mean = of_node(o, name, k, "demand_mean", 0), .sd = of_node(o, name, k, "demand_sd", 0),
            .z = of_node(o, name, k, "demand_bound_constant_z", NAN) };
    }
    const char *s = oracle_text(o, name, "edges_from>to");
    while (s && *s) {
        struct inv_gsm_edge *e = &t->e[t->m++];
        ck_assert_int_eq(sscanf(s, "%zu>%zu", &e->from, &e->to), 2);
        e->from--;
        e->to--;
        s = strchr(s, ';');
        s = s ? s + 1 : NULL;
    }
}

static size_t known(const struct oracle *o, const char *method)
{
    size_t at = 0, seen = 0;
    const char *name;
    while ((name = oracle_next(o, method, &at))) {
        struct net t;
        struct inv_gsm_out out[MOST];
        read_net(o, name, &t);
        close_to(solve(&t, out), oracle_number(o, name, "expect_cost"), 1e-9, name);
        for (size_t k = 1; k <= t.n; k++) {
            close_to((double)out[k - 1].cst, expected(o, name, "expect_cst", k), 0, name);
            close_to((double)out[k - 1].net_lead_time, expected(o, name, "expect_net_lead_time", k), 0, name);
            close_to(out[k - 1].safety_stock, expected(o, name, "expect_safety_stock", k), 1e-9, name);
            close_to(out[k - 1].base_stock, expected(o, name, "expect_base_stock_level", k), 1e-9, name);
        }
        seen++;
    }
    return seen;
}

START_TEST(oracle)
{
    struct oracle o;
    if (!oracle_open(&o))
        return;
    ck_assert_uint_eq(known(&o, "gsm_serial.optimize_committed_service_times")
                      + known(&o, "gsm_tree.optimize_committed_service_times"), 8);
    oracle_close(&o);
}
END_TEST

/* ---- every choice of promises, on small trees ------------------------------------------------------ */

/* Units of k in one of j, way by way. */
static double units(const struct net *t, size_t k, size_t j)
{
    double sum = k == j;
    for (size_t i = 0; i < t->m; i++)
        if (t->e[i].from == k)
            sum += (t->e[i].need > 0 ? t->e[i].need : 1) * units(t, t->e[i].to, j);
    return sum;
}

static double price(const struct net *t, const size_t *cst)
{
    double sum = 0;
    for (size_t k = 0; k < t->n; k++) {
        size_t inbound = t->v[k].inbound;
        for (size_t i = 0; i < t->m; i++)
            if (t->e[i].to == k && cst[t->e[i].from] > inbound)
                inbound = cst[t->e[i].from];
        if (cst[k] > inbound + t->v[k].time || cst[k] > t->v[k].outbound)
            return INFINITY;
        double variance = 0;
        for (size_t j = 0; j < t->n; j++)
            variance += pow(units(t, k, j) * t->v[j].sd, 2);
        sum += t->v[k].holding_cost * t->v[k].z * sqrt(variance * (double)(inbound + t->v[k].time - cst[k]));
    }
    return sum;
}

static double try_all(const struct net *t)
{
    size_t cst[MOST] = { 0 }, limit = 0, k;
    double best = INFINITY;
    for (k = 0; k < t->n; k++)
        limit += t->v[k].time + t->v[k].inbound;
    do {
        best = fmin(best, price(t, cst));
        for (k = 0; k < t->n && ++cst[k] > limit; k++)
            cst[k] = 0;
    } while (k < t->n);
    return best;
}

static void random_tree(struct net *t, uint64_t *seed)
{
    bool supplies[MOST] = { false };
    memset(t, 0, sizeof *t);
    t->n = 1 + test_below(seed, 5);
    for (size_t k = 1; k < t->n; k++) {
        size_t other = test_below(seed, k);
        bool up = test_below(seed, 2);
        t->e[t->m++] = (struct inv_gsm_edge){ up ? k : other, up ? other : k, (double)test_below(seed, 4) / 2 };
        supplies[up ? k : other] = true;
    }
    for (size_t k = 0; k < t->n; k++) {
        bool sells = !supplies[k] || test_below(seed, 4) == 0;
        t->v[k] = (struct inv_gsm_node){ .holding_cost = test_between(seed, 0, 3), .time = test_below(seed, 3),
            .inbound = test_below(seed, 6) == 0, .outbound = sells ? test_below(seed, 3) : INV_GSM_NONE,
            .mean = sells ? 5 : 0, .sd = sells ? test_between(seed, 0, 4) : 0, .z = test_between(seed, 0.5, 2) };
    }
}

/* With what is in the base stocks of all that lies below. */
static void check_echelons(const struct net *t, const struct inv_gsm_out *out)
{
    for (size_t k = 0; k < t->n; k++) {
        double stock = 0, mean = 0, variance = 0;
        for (size_t j = 0; j < t->n; j++) {
            stock += units(t, k, j) * out[j].base_stock;
            mean += units(t, k, j) * t->v[j].mean;
            variance += pow(units(t, k, j) * t->v[j].sd, 2);
        }
        close_to(out[k].echelon_base_stock, stock, 1e-12, "the echelon's base stock");
        close_to(out[k].mean, mean, 1e-12, "the demand");
        close_to(out[k].sd, sqrt(variance), 1e-12, "the demand's standard deviation");
    }
}

START_TEST(all_promises)
{
    uint64_t seed = test_seed("all_promises", 2000);
    for (int round = 0; round < 400; round++) {
        struct net t;
        struct inv_gsm_out out[MOST];
        size_t cst[MOST];
        random_tree(&t, &seed);
        double cost = solve(&t, out);
        for (size_t k = 0; k < t.n; k++)
            cst[k] = out[k].cst;
        close_to(cost, try_all(&t), 1e-9, "the least cost");
        close_to(price(&t, cst), cost, 1e-9, "the cost of its promises");
        check_echelons(&t, out);
    }
}
END_TEST

/* ---- what goes wrong ---------------------------------------------------------------------------------- */

static void refused(const struct net *t, const char *column, const char *text, bool edge, size_t where)
{
    struct inv_gsm w = { 0 };
    struct inv_gsm_out out[MOST];
    struct inv_err err;
    double cost;
    size_t at;
    bool is_edge;
    ck_assert_int_eq(inv_gsm_tree(&w, t->v, t->n, t->e, t->m, out, &cost, &at, &is_edge, &err), INV_EARG);
    ck_assert_str_eq(err.column, column);
    ck_assert_msg(strstr(err.text, text) != NULL, "%s", err.text);
    ck_assert(is_edge == edge);
    ck_assert_uint_eq(at, where);
    inv_gsm_free(&w);
}

static struct net chain(void)
{
    struct inv_gsm_node v = { .holding_cost = 1, .time = 2, .outbound = INV_GSM_NONE, .z = 1 };
    struct net t = { .v = { v, v, v }, .n = 3, .e = { { 0, 1, 1 }, { 1, 2, 1 } }, .m = 2 };
    t.v[2].outbound = 0;
    t.v[2].sd = 1;
    return t;
}

START_TEST(wrong)
{
    struct net t = chain();
    t.v[1].holding_cost = -1;
    refused(&t, "holding_cost", "below 0", false, 1);
    t = chain();
    t.v[2].sd = NAN;
    refused(&t, "demand_sd", "no value", false, 2);
    t = chain();
    t.v[2].outbound = INV_GSM_NONE;
    refused(&t, "service_time", "no value", false, 2);
    t.v[2].sd = 0;
    refused(&t, "service_time", "no value", false, 2);
    t = chain();
    t.e[t.m++] = (struct inv_gsm_edge){ 2, 1, 1 };
    refused(&t, "", "cycle", false, 2);
    t = chain();
    t.e[t.m++] = (struct inv_gsm_edge){ 0, 2, 1 };
    refused(&t, "", "no tree", true, 1);
    t = chain();
    t.m = 1;
    refused(&t, "", "not connected", false, 2);
    t = chain();
    t.e[1].to = 3;
    refused(&t, "", "no node", true, 1);
    t = chain();
    t.e[0].need = -1;
    refused(&t, "need", "below 0", true, 0);
    t = chain();
    t.v[0].time = INV_GSM_TIME_MOST;
    refused(&t, "", "too long", false, 0);
    t = chain();
    t.n = 0;
    t.m = 0;
    refused(&t, "", "without nodes", false, 0);
    t = chain();
    t.v[0].holding_cost = 1e300;
    t.v[2].sd = 1e150;
    refused(&t, "", "out of the range", false, 0);
}
END_TEST

START_TEST(edges)
{
    struct net t = chain();
    struct inv_gsm_out out[MOST];
    t.v[2].sd = 0;
    close_to(solve(&t, out), 0, 0, "no demand");
    t = chain();
    t.v[2].outbound = 6;
    close_to(solve(&t, out), 0, 0, "all made to order");
    t.v[2].outbound = 1000;
    close_to(solve(&t, out), 0, 0, "more time than is needed");
    ck_assert_uint_eq(out[2].cst, 6);
    t = chain();
    t.v[2].sd = 1e-300;
    ck_assert(solve(&t, out) >= 0);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("gsm");
    TCase *c = tcase_create("gsm");
    tcase_set_timeout(c, 120);
    tcase_add_test(c, oracle);
    tcase_add_test(c, all_promises);
    tcase_add_test(c, wrong);
    tcase_add_test(c, edges);
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
