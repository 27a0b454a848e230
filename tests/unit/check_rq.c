/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/rng.h"
#include "inv/rq.h"
#include "oracle.h"

static void close_to(double got, double want, double rel, const char *what)
{
    if (!(fabs(got - want) <= rel * fmax(fabs(want), 1e-300)))
        ck_abort_msg("%s: %.17g is not %.17g", what, got, want);
}

static struct inv_dist dist(enum inv_dist_kind kind, double mean, double sd)
{
    struct inv_dist d;
    struct inv_err err;
    ck_assert_msg(inv_dist_init(&d, kind, mean, sd, &err) == INV_OK, "%s", err.text);
    return d;
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

/* ---- known answers ---------------------------------------------------------------------------- */

static struct inv_rq_in known(const struct oracle *o, const char *name, struct inv_dist *d, bool poisson)
{
    double L = oracle_number(o, name, "lead_time"), mean = oracle_number(o, name, "demand_mean");
    double sd = oracle_number(o, name, "demand_sd");
    *d = poisson ? dist(INV_DIST_POISSON, mean * L, 0) : dist(INV_DIST_NORMAL, mean * L, sd * sqrt(L));
    double k = oracle_number(o, name, "fixed_cost");
    return (struct inv_rq_in){ .demand = mean, .order_cost = isnan(k) ? 0 : k,
                               .holding_cost = oracle_number(o, name, "holding_cost"),
                               .shortage_cost = oracle_number(o, name, "stockout_cost"), .ltd = d, .whole = poisson };
}

START_TEST(known_answers)
{
    static const char *const methods[] = {
        "r_q_eil_approximation", "r_q_eoqb_approximation", "r_q_eoqss_approximation", "r_q_loss_function_approximation",
        "exact_continuous(golden_section over r_q_cost)", "r_q_cost", "r_q_optimal_r_for_q", "r_q_poisson_exact"
    };
    struct oracle o;
    if (!oracle_open(&o))
        return;
    size_t cases = 0;
    for (size_t m = 0; m < sizeof methods / sizeof *methods; m++) {
        const char *name;
        for (size_t i = 0; (name = oracle_next(&o, methods[m], &i)); cases++) {
            struct inv_dist d;
            struct inv_rq_in in = known(&o, name, &d, m == 7);
            struct inv_control p = { 0 };
            struct inv_err err;
            double q = oracle_number(&o, name, "order_quantity"), r = oracle_number(&o, name, "expect_reorder_point");
            if (m == 0)
                must(inv_rq_eil(&in, &p, &err), &err);
            else if (m < 4)
                must(inv_rq_near(&in, (enum inv_rq_near)(m - 1), &p, &err), &err);
            else if (m == 5)
                must(inv_rq_at(&in, oracle_number(&o, name, "reorder_point"), q, &p, &err), &err);
            else if (m == 6)
                must(inv_rq_best(&in, q, &p, &err), &err);
            else
                must(inv_rq_solve(&in, &p, &err), &err);
            const char *expected = m == 0 ? "expect_approx_cost" : m < 4 ? "expect_exact_cost_of_solution"
                : "expect_cost";
            double cost = oracle_number(&o, name, expected);
            if (!isnan(cost))
                close_to(p.cost, cost, m == 4 ? 1e-9 : 1e-6, name);
            if (!isnan(r) && m != 4)
                close_to(p.reorder_point, r, 1e-6, name);
            if (m < 4 || m == 7)
                close_to(p.order_qty, oracle_number(&o, name, "expect_order_quantity"), 1e-6, name);
            if (m == 0) {
                must(inv_rq_at(&in, p.reorder_point, p.order_qty, &p, &err), &err);
                close_to(p.cost, oracle_number(&o, name, "expect_exact_cost_of_solution"), 1e-6, name);
            }
            if (m == 4)
                ck_assert(p.cost <= cost * (1 + 1e-14));
        }
    }
    ck_assert_uint_ge(cases, 22);
    oracle_close(&o);
}
END_TEST

/* ---- against enumeration -------------------------------------------------------------------- */

enum { MOST = 400 };

/* Probabilities 0..MOST by their definition. */
static void weights(uint64_t *s, double *p, size_t kind, double mean, double size)
{
    memset(p, 0, MOST * sizeof *p);
    if (kind == 0) {
        for (size_t k = 0; k < MOST; k++)
            p[k] = k == 0 ? exp(-mean) : p[k - 1] * mean / (double)k;
    } else if (kind == 1) {
        for (size_t k = 0; k < MOST; k++)
            p[k] = k == 0 ? pow(size / (size + mean), size)
                          : p[k - 1] * (size + (double)k - 1) / (double)k * mean / (size + mean);
    } else {
        double sum = 0;
        size_t n = 1 + test_below(s, 30);
        for (size_t k = 0; k < n; k++)
            sum += p[k] = test_uniform(s) < 0.3 ? 0 : test_uniform(s);
        p[n] = sum > 0 ? 0 : 1;
        sum += p[n];
        for (size_t k = 0; k <= n; k++)
            p[k] /= sum;
    }
}

struct instance { struct inv_rq_in in; struct inv_dist d; double p[MOST], x[MOST], w[MOST]; };

static void draw(uint64_t *s, struct instance *t)
{
    size_t kind = test_below(s, 3);
    double mean = exp(test_between(s, -2, 2)), size = exp(test_between(s, 0, 2));
    struct inv_err err;
    weights(s, t->p, kind, mean, size);
    if (kind == 0)
        t->d = dist(INV_DIST_POISSON, mean, 0);
    else if (kind == 1)
        t->d = dist(INV_DIST_NEGBIN, mean, sqrt(mean + mean * mean / size));
    else {
        for (size_t k = 0; k < MOST; k++)
            t->x[k] = (double)k;
        memcpy(t->w, t->p, sizeof t->w);
        must(inv_dist_table(&t->d, t->x, t->w, MOST, &err), &err);
    }
    t->in = (struct inv_rq_in){ .demand = exp(test_between(s, -1, 3)),
                               .order_cost = test_uniform(s) < 0.1 ? 0 : exp(test_between(s, -2, 4)),
                               .holding_cost = exp(test_between(s, -2, 2)),
                               .shortage_cost = exp(test_between(s, -1, 5)),
                               .ltd = &t->d, .whole = true };
}

/* Stock and backlog at a position. */
static double held(const struct instance *t, int y)
{
    double v = 0;
    for (int k = 0; k < MOST && k < y; k++)
        v += t->p[k] * (y - k);
    return v;
}

static double owed(const struct instance *t, int y)
{
    double v = 0;
    for (int k = y > 0 ? y : 0; k < MOST; k++)
        v += t->p[k] * (k - y);
    return v;
}

START_TEST(enumeration)
{
    uint64_t s = test_seed("enumeration", 1);
    static struct instance t;
    static double h[3 * MOST], b[3 * MOST];
    for (int i = 0; i < rounds(300); i++) {
        struct inv_control p = { 0 };
        struct inv_err err;
        draw(&s, &t);
        must(inv_rq_solve(&t.in, &p, &err), &err);
        for (int y = -MOST; y < 2 * MOST; y++) {
            h[y + MOST] = held(&t, y);
            b[y + MOST] = owed(&t, y);
        }
        double best = INFINITY;
        for (int r = -100; r < 150; r++) {
            double sum = t.in.order_cost * t.in.demand;
            for (int q = 1; q < 220; q++) {
                sum += t.in.holding_cost * h[r + q + MOST] + t.in.shortage_cost * b[r + q + MOST];
                best = fmin(best, sum / q);
                if (r == (int)p.reorder_point && q == (int)p.order_qty)
                    close_to(p.cost, sum / q, 1e-9, "cost");
            }
        }
        close_to(p.cost, best, 1e-9, "best cost");
        must(inv_rq_best(&t.in, p.order_qty, &p, &err), &err);
        close_to(p.cost, best, 1e-9, "best r");
    }
}
END_TEST

START_TEST(service_enumeration)
{
    uint64_t s = test_seed("service_enumeration", 2);
    static struct instance t;
    static double h[3 * MOST], cdf[MOST + 1];
    for (int i = 0; i < rounds(200); i++) {
        struct inv_control p = { 0 }, c = { 0 };
        struct inv_err err;
        double rate = test_between(&s, 0.5, 0.995), best = INFINITY, best_level = INFINITY;
        draw(&s, &t);
        t.in.shortage_cost = NAN;
        must(inv_rq_fill(&t.in, rate, &p, &err), &err);
        must(inv_rq_level(&t.in, rate, &c, &err), &err);
        for (int y = -MOST; y < 2 * MOST; y++)
            h[y + MOST] = held(&t, y);
        double sum = 0;
        for (int k = 0; k < MOST; k++)
            cdf[k] = sum += t.p[k];
        for (int r = -100; r < 150; r++) {
            double cost = t.in.order_cost * t.in.demand, filled = 0;
            for (int q = 1; q < 220; q++) {
                cost += t.in.holding_cost * h[r + q + MOST];
                filled += r + q >= 1 ? cdf[r + q - 1] : 0;      /* a unit finds stock at level y where X <= y - 1 */
                if (filled / q >= rate * (1 + 1e-13))
                    best = fmin(best, cost / q);
                if (r >= 0 && cdf[r] >= rate * (1 + 1e-13))
                    best_level = fmin(best_level, cost / q);
                if (r == (int)p.reorder_point && q == (int)p.order_qty)
                    close_to(p.fill_rate, filled / q, 1e-9, "fill rate");
            }
        }
        close_to(p.cost, best, 1e-8, "cost for a fill rate");
        close_to(c.cost, best_level, 1e-8, "cost for a service level");
        ck_assert(p.fill_rate >= rate * (1 - 1e-12) && c.service >= rate * (1 - 1e-12));
    }
}
END_TEST

/* ---- edges --------------------------------------------------------------------------------------- */

static void refused(enum inv_status st, const struct inv_err *err, const char *column)
{
    ck_assert_int_eq(st, INV_EARG);
    ck_assert_str_eq(err->column, column);
}

START_TEST(edges)
{
    struct inv_dist d = dist(INV_DIST_NORMAL, 50, 0), pois = dist(INV_DIST_POISSON, 3, 0);
    struct inv_rq_in in = { .demand = 100, .order_cost = 20, .holding_cost = 2, .shortage_cost = 6, .ltd = &d };
    struct inv_control p = { 0 };
    struct inv_err err;
    /* Certain demand: planned backorders, Q = sqrt(2 K d (h + p) / (h p)), r = X - Q h / (h + p) */
    must(inv_rq_solve(&in, &p, &err), &err);
    close_to(p.order_qty, sqrt(2 * 20 * 100 * 8 / 12.), 1e-12, "Q");
    close_to(p.reorder_point, 50 - p.order_qty / 4, 1e-12, "r");
    close_to(p.cost, sqrt(2 * 20 * 100 * 12 / 8.), 1e-12, "cost");
    /* Free orders: base stock, or one by one. */
    in.order_cost = 0;
    must(inv_rq_solve(&in, &p, &err), &err);
    ck_assert(p.order_qty == 0 && p.cost == 0 && p.reorder_point == 50);
    in.ltd = &pois;
    in.whole = true;
    must(inv_rq_solve(&in, &p, &err), &err);
    ck_assert(p.order_qty == 1);
    in.order_cost = 1e-300;
    must(inv_rq_solve(&in, &p, &err), &err);
    ck_assert(p.order_qty == 1);
    in.whole = false;
    in.ltd = &d;
    for (int i = 0; i < 4; i++) {
        double bad[] = { -1, NAN, INFINITY, 0 };
        struct inv_rq_in b = in;
        b.demand = bad[i];
        refused(inv_rq_solve(&b, &p, &err), &err, "demand");
        b = in;
        b.holding_cost = bad[i];
        refused(inv_rq_solve(&b, &p, &err), &err, "holding_cost");
        b = in;
        b.shortage_cost = bad[i];
        refused(inv_rq_solve(&b, &p, &err), &err, "shortage_cost");
        if (i < 3) {
            b = in;
            b.order_cost = bad[i];
            refused(inv_rq_solve(&b, &p, &err), &err, "order_cost");
        }
        refused(inv_rq_level(&in, bad[i], &p, &err), &err, "service_level");
        refused(inv_rq_fill(&in, bad[i], &p, &err), &err, "fill_rate");
    }
    refused(inv_rq_level(&in, 1, &p, &err), &err, "service_level");
    in.order_cost = 5;
    refused(inv_rq_at(&in, 3, 0, &p, &err), &err, "order_qty");
    in.ltd = &pois;
    in.whole = true;
    refused(inv_rq_at(&in, 3, 2.5, &p, &err), &err, "order_qty");
    refused(inv_rq_lost_at(&in, 7, 7, &p, &err), &err, "order_qty");
    in.holding_cost = 1000;
    in.shortage_cost = 0.01;
    refused(inv_rq_eil(&in, &p, &err), &err, "shortage_cost");
}
END_TEST

/* Nothing gives NaN, infinity or no end. */
START_TEST(extremes)
{
    static const double sizes[] = { 1e-300, 1e-12, 1, 1e6, 1e150, 1e300 };
    static const enum inv_dist_kind kinds[] = { INV_DIST_NORMAL, INV_DIST_GAMMA, INV_DIST_POISSON, INV_DIST_NEGBIN };
    size_t n = sizeof sizes / sizeof *sizes, given = 0;
    for (size_t i = 0; i < n * n * n * 4; i += getenv("INV_TEST_SHORT") ? 13 : 1) {
        struct inv_dist d;
        double mean = sizes[i % n];
        if (inv_dist_init(&d, kinds[i / n % 4], mean, 0.7 * mean, NULL) != INV_OK)
            continue;
        struct inv_rq_in in = { .demand = mean, .order_cost = sizes[i / n / 4 % n], .holding_cost = 1,
                                .shortage_cost = sizes[i / n / n / 4 % n], .ltd = &d, .whole = inv_dist_discrete(&d) };
        for (int call = 0; call < 8; call++) {
            struct inv_control p = { 0 };
            struct inv_err err;
            enum inv_status st = call == 0 ? inv_rq_solve(&in, &p, &err) : call == 1 ? inv_rq_eil(&in, &p, &err)
                : call == 2 ? inv_rq_level(&in, 0.9, &p, &err) : call == 3 ? inv_rq_fill(&in, 0.9, &p, &err)
                : call == 4 ? inv_rq_best(&in, 3, &p, &err) : inv_rq_near(&in, (enum inv_rq_near)(call - 5), &p, &err);
            ck_assert(st == INV_OK || st == INV_EARG);
            if (st != INV_OK)
                continue;
            given++;
            ck_assert(isfinite(p.cost) && isfinite(p.reorder_point) && isfinite(p.order_qty) && isfinite(p.fill_rate));
            ck_assert(p.order_qty >= 0 && p.fill_rate >= 0 && p.fill_rate <= 1);
        }
    }
    ck_assert_uint_ge(given, getenv("INV_TEST_SHORT") ? 50 : 1000);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("rq");
    TCase *t = tcase_create("rq");
    tcase_set_timeout(t, 300);
    tcase_add_test(t, known_answers);
    tcase_add_test(t, enumeration);
    tcase_add_test(t, service_enumeration);
    tcase_add_test(t, edges);
    tcase_add_test(t, extremes);
    suite_add_tcase(s, t);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed > 0;
}
