/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Simulation against exact costs: random instances, their best policies by inv/basestock.h,
 * inv/rq.h and inv/ss.h, whose expected costs and fill rates must lie in the simulated intervals. */
#include "config.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>

#include "inv/basestock.h"
#include "inv/draws.h"
#include "inv/rq.h"
#include "inv/sim.h"
#include "inv/ss.h"
#include "oracle.h"

enum { RUNS = 30, N = 6000, WARM = 300 };

static struct inv_sim_sums sums[RUNS];

static void replicate(const struct inv_sim_in *in, const struct inv_dist *dist, size_t n, size_t warm, uint64_t key)
{
    double *demand = malloc((n + warm) * sizeof *demand);
    struct inv_draws d = { 0 };
    struct inv_sim_state s = { 0 };
    struct inv_err err;
    struct inv_rng r;
    ck_assert_int_eq(inv_draws_init(&d, dist, NULL), INV_OK);
    for (size_t k = 0; k < RUNS; k++) {
        struct inv_sim_sums before = { 0 };
        inv_draws_stream(&r, 99, key, k, INV_FOR_DEMAND);
        inv_draws_fill(&d, &r, demand, n + warm);
        if (inv_sim_begin(in, 0, &s, &err) != INV_OK)
            ck_abort_msg("%s: %s", err.column, err.text);
        sums[k] = before;
        inv_sim_run(in, &(struct inv_sim_path){ .n = warm, .demand = demand }, &s, &before, NULL);
        inv_sim_run(in, &(struct inv_sim_path){ .n = n, .demand = demand + warm }, &s, &sums[k], NULL);
    }
    inv_sim_free(&s);
    inv_draws_free(&d);
    free(demand);
}

/* The 99.999 % interval has it: of a few hundred none fails by chance. */
static void has(const struct inv_sim_in *in, enum inv_sim_measure m, double exact, const char *what, uint64_t key)
{
    struct inv_sim_mean x;
    ck_assert_int_eq(inv_sim_mean(in, m, sums, RUNS, .99999, &x, NULL), INV_OK);
    if (!(x.lo - 1e-9 <= exact && exact <= x.hi + 1e-9))
        ck_abort_msg("%s %d, measure %d: %.9g is not in %.9g .. %.9g", what, (int)key, (int)m, exact, x.lo, x.hi);
    ck_assert(m != INV_SIM_COST || x.hi - x.lo < .15 * x.mean);
}

/* Demand of a period, and of L, L + 1, ..., L + R of them. */
struct instance {
    struct inv_sim_in in;
    struct inv_dist one, lead, ltd[4];
    size_t periods;
};

static struct inv_dist times(enum inv_dist_kind kind, double mean, double sd, double n)
{
    struct inv_dist d;
    ck_assert_int_eq(inv_dist_init(&d, kind, mean * n, sd * sqrt(n), NULL), INV_OK);
    return d;
}

static struct instance random_instance(uint64_t *r)
{
    struct instance k = { .in = inv_sim_defaults() };
    enum inv_dist_kind kind = test_below(r, 2) ? INV_DIST_POISSON : INV_DIST_NEGBIN;
    double mean = test_between(r, .5, 15), sd = kind == INV_DIST_POISSON ? sqrt(mean) : sqrt(mean * test_between(r, 1.2, 3));
    k.periods = 1 + test_below(r, 3);
    k.in.review = k.periods;
    k.in.lead_time = test_below(r, 4);
    k.in.order_cost = test_between(r, 1, 60);
    k.in.holding_cost = test_between(r, .5, 2);
    k.in.shortage_cost = k.in.holding_cost * test_between(r, 3, 20);
    k.one = times(kind, mean, sd, 1);
    if (k.in.lead_time > 0)
        k.lead = times(kind, mean, sd, (double)k.in.lead_time);
    for (size_t i = 0; i < k.periods; i++)
        k.ltd[i] = times(kind, mean, sd, (double)(k.in.lead_time + 1 + i));
    return k;
}

START_TEST(s_and_S)
{
    uint64_t r = test_seed("s_and_S", 21);
    struct inv_ss_work *w;
    ck_assert_int_eq(inv_ss_open(&w, NULL), INV_OK);
    for (uint64_t i = 0; i < 40; i++) {
        struct instance k = random_instance(&r);
        struct inv_pmf review = { 0 };
        struct inv_dist between = times(k.one.kind, k.one.mean, k.one.sd, (double)k.periods);
        struct inv_control best;
        struct inv_err err;
        ck_assert_int_eq(inv_pmf_of(&review, &between, 1e-14, NULL), INV_OK);
        struct inv_ss_in q = { k.in.order_cost, k.in.holding_cost, k.in.shortage_cost, &review, k.periods, k.ltd,
                               k.in.lead_time > 0 ? &k.lead : NULL };
        if (inv_ss_solve(&q, w, &best, &err) != INV_OK)
            ck_abort_msg("%s: %s", err.column, err.text);
        k.in.trigger = best.reorder_point;
        k.in.level = k.in.on_hand = best.order_up_to;
        k.in.on_hand = fmax(k.in.on_hand, 0);
        replicate(&k.in, &k.one, N, WARM, i);
        has(&k.in, INV_SIM_COST, best.cost, "(s,S)", i);
        has(&k.in, INV_SIM_FILL_RATE, best.fill_rate, "(s,S)", i);
        inv_pmf_free(&review);
    }
    inv_ss_close(w);
}
END_TEST

START_TEST(base_stock)
{
    uint64_t r = test_seed("base_stock", 22);
    for (uint64_t i = 0; i < 40; i++) {
        struct instance k = random_instance(&r);
        struct inv_control best;
        struct inv_basestock_in q = { k.one.mean, k.in.holding_cost, k.in.shortage_cost, k.periods, k.ltd,
                                      k.in.lead_time > 0 ? &k.lead : NULL, true };
        ck_assert_int_eq(inv_basestock_solve(&q, &best, NULL), INV_OK);
        k.in.trigger = k.in.level = k.in.on_hand = best.order_up_to;
        k.in.order_cost = 0;
        replicate(&k.in, &k.one, N, WARM, i);
        has(&k.in, INV_SIM_COST, best.cost, "base stock", i);
        has(&k.in, INV_SIM_FILL_RATE, best.fill_rate, "base stock", i);
    }
}
END_TEST

/* The Markov chain of all pipelines, whatever the lead time. */
START_TEST(lost_sales)
{
    uint64_t r = test_seed("lost_sales", 23);
    for (uint64_t i = 0; i < 12; i++) {
        struct inv_sim_in in = inv_sim_defaults();
        struct inv_dist one = times(INV_DIST_POISSON, test_between(&r, .5, 4), 0, 1);
        struct inv_pmf demand = { 0 };
        struct inv_control best;
        struct inv_err err;
        ck_assert_int_eq(inv_pmf_of(&demand, &one, 1e-12, NULL), INV_OK);
        in.lost_sales = true;
        in.lead_time = test_below(&r, 4);
        in.holding_cost = 1;
        in.shortage_cost = test_between(&r, 2, 15);
        struct inv_basestock_lost q = { &demand, in.lead_time, in.holding_cost, in.shortage_cost };
        if (inv_basestock_lost_solve(&q, &best, &err) != INV_OK)
            ck_abort_msg("%s: %s", err.column, err.text);
        in.trigger = in.level = in.on_hand = best.order_up_to;
        replicate(&in, &one, N, WARM, i);
        has(&in, INV_SIM_COST, best.cost, "lost sales", i);
        has(&in, INV_SIM_FILL_RATE, best.fill_rate, "lost sales", i);
        inv_pmf_free(&demand);
    }
}
END_TEST

/* Continuous review by periods of many steps, each reviewed after its demand; what
 * the steps' demands of several units change of the orders' number is far below the interval. */
START_TEST(lots)
{
    enum { STEPS = 50 };
    uint64_t r = test_seed("lots", 24);
    for (uint64_t i = 0; i < 12; i++) {
        struct inv_sim_in in = inv_sim_defaults();
        double mean = test_between(&r, 1, 6), l = (double)(1 + test_below(&r, 3)) / 2;
        struct inv_dist step = times(INV_DIST_POISSON, mean, 0, 1. / STEPS), ltd = times(INV_DIST_POISSON, mean, 0, l);
        double h = test_between(&r, .5, 2), p = h * test_between(&r, 3, 20);
        struct inv_rq_in q = { mean, test_between(&r, 5, 40), h, p, &ltd, true };
        struct inv_control best;
        ck_assert_int_eq(inv_rq_solve(&q, &best, NULL), INV_OK);
        in.rule = INV_SIM_LOTS;
        in.trigger = best.reorder_point;
        in.lot = best.order_qty;
        in.on_hand = fmax(in.trigger + in.lot, 0);
        in.lead_time = (size_t)(l * STEPS);
        in.demand_first = true;
        in.order_cost = q.order_cost;
        in.holding_cost = h / STEPS;
        in.shortage_cost = p / STEPS;
        replicate(&in, &step, 40000, 20 * STEPS, i);
        has(&in, INV_SIM_COST, best.cost / STEPS, "(r,Q)", i);
    }
}
END_TEST

int main(void)
{
    Suite *s = suite_create("simexact");
    TCase *t = tcase_create("simexact");
    tcase_add_test(t, s_and_S);
    tcase_add_test(t, base_stock);
    tcase_add_test(t, lost_sales);
    tcase_add_test(t, lots);
    suite_add_tcase(s, t);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed > 0;
}
