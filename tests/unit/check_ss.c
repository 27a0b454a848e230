/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/ss.h"
#include "oracle.h"

static void close_to(double got, double want, double rel, const char *what)
{
    if (!(fabs(got - want) <= rel * fmax(fabs(want), 1e-300)))
        ck_abort_msg("%s: %.17g is not %.17g", what, got, want);
}

/* Fewer instances where each takes long: under valgrind. */
static int rounds(int n)
{
    return getenv("INV_TEST_SHORT") ? (n + 9) / 10 : n;
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

/* ---- known answers --------------------------------------------------------------------------- */

START_TEST(known_answers)
{
    static const char *const methods[] = { "s_s_discrete_exact(poisson)", "s_s_cost_discrete" };
    struct oracle o;
    struct inv_ss_work *w;
    struct inv_err err;
    struct inv_pmf review = { 0 };
    if (!oracle_open(&o))
        return;
    must(inv_ss_open(&w, &err), &err);
    size_t cases = 0;
    for (size_t m = 0; m < 2; m++) {
        const char *name;
        for (size_t i = 0; (name = oracle_next(&o, methods[m], &i)); cases++) {
            struct inv_dist d = dist(INV_DIST_POISSON, oracle_number(&o, name, "demand_mean"), 0);
            struct inv_control p = { 0 };
            must(inv_pmf_of(&review, &d, 1e-13, &err), &err);
            struct inv_ss_in in = { .order_cost = oracle_number(&o, name, "fixed_cost"),
                                   .holding_cost = oracle_number(&o, name, "holding_cost"),
                                    .shortage_cost = oracle_number(&o, name, "stockout_cost"), .review = &review,
        .periods = 1, .ltd = &d };
            if (m == 0)
                must(inv_ss_solve(&in, w, &p, &err), &err);
            else
                must(inv_ss_at(&in, oracle_number(&o, name, "reorder_point"), oracle_number(&o, name,
                                                                                            "order_up_to_level"), w,
        &p, &err), &err);
            close_to(p.cost, oracle_number(&o, name, "expect_cost"), 1e-9, name);
            if (m == 0) {
                close_to(p.reorder_point, oracle_number(&o, name, "expect_reorder_point"), 0, name);
                close_to(p.order_up_to, oracle_number(&o, name, "expect_order_up_to_level"), 0, name);
            }
        }
    }
    ck_assert_uint_ge(cases, 8);
    inv_pmf_free(&review);
    inv_ss_close(w);
    oracle_close(&o);
}
END_TEST

START_TEST(power)
{
    struct oracle o;
    struct inv_err err;
    if (!oracle_open(&o))
        return;
    size_t cases = 0;
    const char *name;
    for (size_t i = 0; (name = oracle_next(&o, "s_s_power_approximation", &i)); cases++) {
        double mean = oracle_number(&o, name, "demand_mean"), s, S, s1, S1;
        struct inv_ss_power in = { .order_cost = oracle_number(&o, name, "fixed_cost"),
                                  .holding_cost = oracle_number(&o, name, "holding_cost"),
                                   .shortage_cost = oracle_number(&o, name, "stockout_cost"), .demand = mean,
        .mean = mean,
                                   .sd = oracle_number(&o, name, "demand_sd") };
        must(inv_ss_power(&in, &s, &S, &err), &err);
        close_to(s, oracle_number(&o, name, "expect_reorder_point"), 1e-9, name);
        close_to(S, oracle_number(&o, name, "expect_order_up_to_level"), 1e-9, name);
        in.correction = true;
        must(inv_ss_power(&in, &s1, &S1, &err), &err);
        if (S - s > 1.5 * mean)
            ck_assert(s1 == s && S1 == S);
        else {
            /* mean + sd Phi^-1(p / (p + h)); python3: statistics.NormalDist().inv_cdf(.9) */
            bool other = strcmp(name, "ss_power_prob4_32") == 0;
            double top = mean + in.sd * (other ? 1.6198562586382746 : 1.2815515655446008);
            close_to(S1, fmin(S, top), 1e-9, name);
            close_to(s1, fmin(s, top), 1e-9, name);
        }
    }
    ck_assert_uint_ge(cases, 3);
    oracle_close(&o);
}
END_TEST

/* ---- against the stationary chain of positions --------------------------------------------------- */

enum { D = 12, MOST = 140 };

/* The demand of n periods by adding one at a time. */
static void total(const double *p, size_t n, double *out)
{
    double next[MOST];
    memset(out, 0, MOST * sizeof *out);
    out[0] = 1;
    for (; n > 0; n--) {
        memset(next, 0, sizeof next);
        for (size_t i = 0; i < MOST; i++)
            for (size_t k = 0; k < D && i + k < MOST; k++)
                next[i + k] += out[i] * p[k];
        memcpy(out, next, sizeof next);
    }
}

struct instance {
    size_t L, R;
    double p[D];                     /* of a period */
    double at[8][MOST];              /* of L + i periods, i <= R */
    double review[MOST];
    double K, h, b, mean;
    double x[MOST], w[8][MOST];
    struct inv_dist d[8];
    struct inv_pmf pmf;
    struct inv_ss_in in;
};

static void draw(uint64_t *s, struct instance *t)
{
    struct inv_err err;
    double sum = 0;
    size_t n = 2 + test_below(s, D - 1);
    memset(t->p, 0, sizeof t->p);
    for (size_t k = 0; k < n; k++)
        sum += t->p[k] = k > 0 && test_uniform(s) < 0.3 ? 0 : test_uniform(s);
    t->p[n - 1] += sum > 0 && n == 1 ? 0 : 0.05;
    sum += 0.05;
    t->mean = 0;
    for (size_t k = 0; k < D; k++) {
        t->p[k] /= sum;
        t->mean += t->p[k] * (double)k;
    }
    t->L = test_below(s, 4);
    t->R = 1 + (test_uniform(s) < 0.3 ? test_below(s, 3) : 0);
    for (size_t i = 0; i <= t->R; i++) {
        total(t->p, t->L + i, t->at[i]);
        memcpy(t->w[i], t->at[i], sizeof t->w[i]);
        for (size_t k = 0; k < MOST; k++)
            t->x[k] = (double)k;
        must(inv_dist_table(&t->d[i], t->x, t->w[i], MOST, &err), &err);
    }
    total(t->p, t->R, t->review);
    must(inv_pmf_copy(&t->pmf, t->review, MOST, 0, &err), &err);
    t->K = test_uniform(s) < 0.1 ? 0 : exp(test_between(s, -2, 4));
    t->h = exp(test_between(s, -1, 1));
    t->b = exp(test_between(s, -1, 3));
    t->in = (struct inv_ss_in){ .order_cost = t->K, .holding_cost = t->h, .shortage_cost = t->b, .review = &t->pmf,
                                .periods = t->R, .ltd = &t->d[1], .lead = t->L > 0 ? &t->d[0] : NULL };
}

/* Positions after a review, s + 1..S, by Gauss-Seidel on the balance equations: from y with demand k to
 * y - k, or to S. */
static void stationary(const struct instance *t, int s, int S, double *pi)
{
    int n = S - s;
    for (int i = 0; i < n; i++)
        pi[i] = 1. / n;
    for (int turn = 0; turn < 20000; turn++) {
        double next[MOST] = { 0 }, change = 0;
        for (int i = 0; i < n; i++)               /* pi[i]: position S - i */
            for (int k = 0; k < MOST; k++)
                next[i + k < n ? i + k : 0] += pi[i] * t->review[k];
        for (int i = 0; i < n; i++) {
            double v = 0.5 * (pi[i] + next[i]);
            change += fabs(v - pi[i]);
            pi[i] = v;
        }
        if (change < 1e-14)
            break;
    }
}

struct worth { double cost, bill, fill, service; };

static struct worth price(const struct instance *t, int s, int S)
{
    double pi[MOST], order = 0, held = 0, owed = 0, unmet = 0, service = 0;
    int n = S - s;
    stationary(t, s, S, pi);
    for (int i = 0; i < n; i++) {
        double y = S - i;
        for (int k = 0; k < MOST; k++) {
            order += i + k >= n ? pi[i] * t->review[k] : 0;
            for (size_t e = 1; e <= t->R; e++) {
                held += pi[i] * t->at[e][k] * fmax(y - k, 0) / (double)t->R;
                owed += pi[i] * t->at[e][k] * fmax(k - y, 0) / (double)t->R;
                service += k <= y ? pi[i] * t->at[e][k] / (double)t->R : 0;
            }
            unmet += pi[i] * (t->at[t->R][k] - t->at[0][k]) * fmax(k - y, 0);
        }
    }
    double bill = t->K * order / (double)t->R + t->h * held;
    return (struct worth){ bill + t->b * owed, bill, 1 - unmet / (t->mean * (double)t->R), service };
}

START_TEST(enumeration)
{
    uint64_t seed = test_seed("enumeration", 1);
    struct inv_ss_work *w;
    struct inv_err err;
    static struct instance t;
    must(inv_ss_open(&w, &err), &err);
    for (int i = 0; i < rounds(300); i++) {
        struct inv_control p = { 0 }, at = { 0 };
        draw(&seed, &t);
        must(inv_ss_solve(&t.in, w, &p, &err), &err);
        int s = (int)p.reorder_point, S = (int)p.order_up_to;
        struct worth v = price(&t, s, S);
        close_to(p.cost, v.cost, 1e-8, "cost");
        ck_assert(fabs(p.fill_rate - v.fill) < 1e-8);
        if (t.R == 1)
            close_to(p.service, v.service, 1e-7, "service");
        /* All others, priced by the library; a few of them by the chain too. */
        for (int a = s - 8; a < s + 15; a++)
            for (int b = a + 1; b < S + 25; b++) {
                must(inv_ss_at(&t.in, a, b, w, &at, &err), &err);
                ck_assert_msg(at.cost >= p.cost * (1 - 1e-12), "(%d,%d) %g < (%d,%d) %g", a, b, at.cost, s, S, p.cost);
                if (test_uniform(&seed) < 0.002 && b - a < 60)
                    close_to(at.cost, price(&t, a, b).cost, 1e-7, "cost of a policy");
            }
    }
    inv_pmf_free(&t.pmf);
    inv_ss_close(w);
}
END_TEST

START_TEST(service_enumeration)
{
    uint64_t seed = test_seed("service_enumeration", 2);
    struct inv_ss_work *w;
    struct inv_err err;
    static struct instance t;
    must(inv_ss_open(&w, &err), &err);
    for (int i = 0; i < rounds(150); i++) {
        struct inv_control p = { 0 }, q = { 0 }, at = { 0 };
        double rate = test_between(&seed, 0.5, 0.99), best = INFINITY, best_level = INFINITY;
        draw(&seed, &t);
        t.in.shortage_cost = NAN;
        must(inv_ss_fill(&t.in, rate, w, &p, &err), &err);
        if (t.R == 1)
            must(inv_ss_level(&t.in, rate, w, &q, &err), &err);
        struct worth v = price(&t, (int)p.reorder_point, (int)p.order_up_to);
        close_to(p.cost, v.bill, 1e-7, "cost");
        ck_assert(v.fill >= rate * (1 - 1e-9));
        for (int a = -40; a < 50; a++)
            for (int b = a + 1; b < a + 60; b++) {
                must(inv_ss_at(&t.in, a, b, w, &at, &err), &err);
                if (at.fill_rate >= rate * (1 + 1e-12))
                    best = fmin(best, at.cost);
                if (at.service >= rate * (1 + 1e-12))
                    best_level = fmin(best_level, at.cost);
            }
        ck_assert_msg(p.cost <= best * (1 + 1e-10), "fill rate: %.15g, but %.15g", p.cost, best);
        if (t.R == 1)
            ck_assert_msg(q.cost <= best_level * (1 + 1e-10), "service: %.15g, but %.15g", q.cost, best_level);
    }
    inv_pmf_free(&t.pmf);
    inv_ss_close(w);
}
END_TEST

/* Counts and the same probabilities as tables, over spans whose smallest demands lie far apart. */
START_TEST(counts_and_tables)
{
    struct inv_ss_work *w;
    struct inv_err err;
    struct inv_pmf review = { 0 };
    struct inv_dist d[3], table[3], three = dist(INV_DIST_POISSON, 360, 0);
    static double x[3][2000];
    must(inv_ss_open(&w, &err), &err);
    must(inv_pmf_of(&review, &three, 1e-13, &err), &err);
    struct inv_pmf parts[3] = { { 0 } };
    for (size_t i = 0; i < 3; i++) {
        d[i] = dist(INV_DIST_POISSON, 240 + 120 * (double)i, 0);
        must(inv_pmf_of(&parts[i], &d[i], 1e-15, &err), &err);
        must(inv_pmf_dist(&parts[i], x[i], &table[i], &err), &err);
    }
    struct inv_ss_in in = { .order_cost = 300, .holding_cost = 1, .shortage_cost = 9, .review = &review, .periods = 3,
                            .ltd = d };
    for (double s = -60; s < 500; s += 31) {
        struct inv_control a = { 0 }, b = { 0 };
        in.ltd = d;
        must(inv_ss_at(&in, s, s + 200, w, &a, &err), &err);
        in.ltd = table;
        must(inv_ss_at(&in, s, s + 200, w, &b, &err), &err);
        close_to(a.cost, b.cost, 1e-9, "cost");
        ck_assert(fabs(a.fill_rate - b.fill_rate) < 1e-9);
    }
    for (size_t i = 0; i < 3; i++)
        inv_pmf_free(&parts[i]);
    inv_pmf_free(&review);
    inv_ss_close(w);
}
END_TEST

/* ---- edges --------------------------------------------------------------------------------------- */

START_TEST(edges)
{
    struct inv_ss_work *w;
    struct inv_err err;
    struct inv_pmf v = { 0 };
    struct inv_dist d = dist(INV_DIST_POISSON, 5, 0);
    struct inv_control p = { 0 };
    must(inv_ss_open(&w, &err), &err);
    must(inv_pmf_of(&v, &d, 1e-13, &err), &err);
    struct inv_ss_in in = { .order_cost = 0, .holding_cost = 1, .shortage_cost = 9, .review = &v, .periods = 1,
                           .ltd = &d };
    /* Free orders: base stock, at the newsvendor's 8 (R: qpois(.9, 5)). */
    must(inv_ss_solve(&in, w, &p, &err), &err);
    ck_assert(p.order_up_to == 8 && p.reorder_point == 7);
    double base = p.cost;
    must(inv_ss_at(&in, 8, 8, w, &p, &err), &err);
    close_to(p.cost, base, 1e-15, "base stock");
    /* Refused. */
    in.order_cost = -1;
    ck_assert(inv_ss_solve(&in, w, &p, &err) == INV_EARG && strcmp(err.column, "order_cost") == 0);
    in.order_cost = 1e300;
    ck_assert(inv_ss_solve(&in, w, &p, &err) == INV_EARG);
    in.order_cost = 10;
    in.holding_cost = 0;
    ck_assert(inv_ss_solve(&in, w, &p, &err) == INV_EARG && strcmp(err.column, "holding_cost") == 0);
    in.holding_cost = 1;
    in.shortage_cost = 0;
    ck_assert(inv_ss_solve(&in, w, &p, &err) == INV_EARG && strcmp(err.column, "shortage_cost") == 0);
    in.shortage_cost = 9;
    ck_assert(inv_ss_at(&in, 3, 2, w, &p, &err) == INV_EARG && strcmp(err.column, "order_up_to") == 0);
    ck_assert(inv_ss_at(&in, 3, 1e9, w, &p, &err) == INV_EARG);
    ck_assert(inv_ss_at(&in, NAN, 2, w, &p, &err) == INV_EARG);
    ck_assert(inv_ss_fill(&in, 1, w, &p, &err) == INV_EARG && strcmp(err.column, "fill_rate") == 0);
    ck_assert(inv_ss_level(&in, 0, w, &p, &err) == INV_EARG && strcmp(err.column, "service_level") == 0);
    double one[] = { 1 };
    must(inv_pmf_copy(&v, one, 1, 0, &err), &err);
    ck_assert(inv_ss_solve(&in, w, &p, &err) == INV_EARG);
    /* Certain demand of 3: orders every n periods, of 3 n; by hand K 10, h 1: 10 / n + 3 (n - 1) / 2, n = 3. */
    must(inv_pmf_copy(&v, one, 1, 3, &err), &err);
    d = dist(INV_DIST_NORMAL, 3, 0);
    must(inv_ss_solve(&in, w, &p, &err), &err);
    close_to(p.cost, 10 / 3. + 3, 1e-12, "certain demand");
    ck_assert(p.order_up_to == 9);
    /* Demand that hardly ever comes. */
    d = dist(INV_DIST_POISSON, 1e-9, 0);
    must(inv_pmf_of(&v, &d, 1e-25, &err), &err);
    must(inv_ss_solve(&in, w, &p, &err), &err);
    ck_assert(isfinite(p.cost) && p.order_up_to >= 0);
    inv_pmf_free(&v);
    inv_ss_close(w);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("ss");
    TCase *t = tcase_create("ss");
    tcase_set_timeout(t, 600);
    tcase_add_test(t, known_answers);
    tcase_add_test(t, power);
    tcase_add_test(t, enumeration);
    tcase_add_test(t, service_enumeration);
    tcase_add_test(t, counts_and_tables);
    tcase_add_test(t, edges);
    suite_add_tcase(s, t);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed > 0;
}
