/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inv/dp.h"
#include "oracle.h"

enum { T = 8 };

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

/* ---- known answers --------------------------------------------------------------------------- */

static double listed(const struct oracle *o, const char *name, const char *param, size_t t)
{
    double v[16] = { 0 };
    size_t n = oracle_list(o, name, param, v, 16);
    ck_assert_msg(n > 0, "%s has no %s", name, param);
    return v[t < n ? t : n - 1];
}

/* Demand as the peer has it, its terminal costs by the rounded demand too, as
 * if a period without demand or orders came last: what lies beyond 4 of the largest standard deviations, six
 * in 100,000, is left out, and not made up for. */
static void cut(const struct oracle *o, const char *name, size_t n, const struct inv_dist *d, struct inv_pmf *v)
{
    double least = INFINITY, most = 0, sd = 0;
    for (size_t t = 0; t < n; t++) {
        least = fmin(least, listed(o, name, "demand_mean", t));
        most = fmax(most, listed(o, name, "demand_mean", t));
        sd = fmax(sd, listed(o, name, "demand_sd", t));
    }
    v->lo = (size_t)fmax(rint(least - 4 * sd), 0);
    v->n = (size_t)rint(most + 4 * sd) - v->lo + 1;
    v->p = calloc(v->n, sizeof *v->p);
    for (size_t i = 0; i < v->n; i++)
        v->p[i] = inv_dist_cdf(d, (double)(v->lo + i) + 0.5) - inv_dist_cdf(d, (double)(v->lo + i) - 0.5);
}

START_TEST(known_answers)
{
    struct oracle o;
    struct inv_err err;
    struct inv_dp_work *w;
    if (!oracle_open(&o))
        return;
    must(inv_dp_open(&w, &err), &err);
    const char *name;
    size_t cases = 0;
    for (size_t i = 0; (name = oracle_next(&o, "finite_horizon_dp(normal)", &i)); cases++) {
        size_t n = (size_t)oracle_number(&o, name, "num_periods");
        struct inv_dist d[T];
        struct inv_pmf v[T] = { { 0 } };
        struct inv_dp_period p[T];
        struct inv_dp_level level[T];
        for (size_t t = 0; t < n; t++) {
            must(inv_dist_init(&d[t], INV_DIST_NORMAL, listed(&o, name, "demand_mean", t),
                               listed(&o, name, "demand_sd", t), &err), &err);
            cut(&o, name, n, &d[t], &v[t]);
            p[t] = (struct inv_dp_period){ .order_cost = listed(&o, name, "fixed_cost", t),
                                           .unit_cost = listed(&o, name, "purchase_cost", t),
                                           .holding_cost = listed(&o, name, "holding_cost", t),
                                           .shortage_cost = listed(&o, name, "stockout_cost", t), .demand = &v[t],
                                           .ltd = &d[t] };
        }
        double one = 1;
        struct inv_pmf still = { .p = &one, .n = 1 };
        struct inv_dist zero;
        must(inv_dist_init(&zero, INV_DIST_NORMAL, 0, 0, &err), &err);
        p[n] = (struct inv_dp_period){ .unit_cost = 1e6,
                                       .holding_cost = oracle_number(&o, name, "terminal_holding_cost"),
                                       .shortage_cost = oracle_number(&o, name, "terminal_stockout_cost"),
                                       .demand = &still, .ltd = &zero };
        struct inv_dp_in in = { .period = p, .n = n + 1, .discount = oracle_number(&o, name, "discount_factor"),
                                .stock = oracle_number(&o, name, "initial_inventory_level") };
        must(inv_dp_solve(&in, w, level, &err), &err);
        for (size_t t = 0; t < n; t++) {
            close_to(level[t].reorder_point, listed(&o, name, "expect_reorder_points", t), 0, name);
            close_to(level[t].order_up_to, listed(&o, name, "expect_order_up_to_levels", t), 0, name);
            ck_assert(level[t].simple);
        }
        close_to(level[0].cost, oracle_number(&o, name, "expect_total_cost"), 1e-9, name);
        for (size_t t = 0; t < n; t++)
            inv_pmf_free(&v[t]);
    }
    ck_assert_uint_ge(cases, 3);
    inv_dp_close(w);
    oracle_close(&o);
}
END_TEST

/* ---- against the plain recursion ------------------------------------------------------------------ */

enum { DEMANDS = 6, LEAST = -80, WIDTH = 200 };

struct instance {
    size_t n, L;
    double p[T][DEMANDS];                  /* of each period, those of the lead time after the last included */
    double K[T], c[T], h[T], b[T], a, th, tb;
    struct inv_pmf v[T];
    double x[T][64], w[T][64], lx[T][64], lw[T][64];
    struct inv_dist ltd[T], lead[T];
    struct inv_dp_period period[T];
};

/* The demand of periods t..t + n - 1, by recursion over outcomes. */
static void spread(const struct instance *i, size_t t, size_t n, size_t sum, double weight, double *out)
{
    if (n == 0) {
        out[sum] += weight;
        return;
    }
    for (size_t k = 0; k < DEMANDS; k++)
        if (i->p[t][k] > 0)
            spread(i, t + 1, n - 1, sum + k, weight * i->p[t][k], out);
}

static void draw(uint64_t *s, struct instance *i)
{
    struct inv_err err;
    i->n = 1 + test_below(s, 4);
    i->L = test_below(s, 3);
    i->a = test_uniform(s) < 0.5 ? 1 : test_between(s, 0.7, 1);
    i->th = test_uniform(s) < 0.5 ? 0 : test_between(s, 0, 3);
    i->tb = test_uniform(s) < 0.3 ? 0 : test_between(s, 0, 20);
    for (size_t t = 0; t < i->n + i->L; t++) {
        double sum = 0;
        for (size_t k = 0; k < DEMANDS; k++)
            sum += i->p[t][k] = test_uniform(s) < 0.4 ? 0 : test_uniform(s);
        i->p[t][1] += 0.01;
        for (size_t k = 0; k < DEMANDS; k++)
            i->p[t][k] /= sum + 0.01;
        i->K[t] = test_uniform(s) < 0.2 ? 0 : test_between(s, 0, 15);
        i->c[t] = test_uniform(s) < 0.2 ? 0 : test_between(s, 0, 4);
        i->h[t] = test_between(s, 0, 2);
        i->b[t] = test_between(s, 0, 12);
    }
    for (size_t t = 0; t < i->n; t++) {
        must(inv_pmf_copy(&i->v[t], i->p[t], DEMANDS, 0, &err), &err);
        memset(i->w[t], 0, sizeof i->w[t]);
        memset(i->lw[t], 0, sizeof i->lw[t]);
        spread(i, t, i->L + 1, 0, 1, i->w[t]);
        spread(i, t, i->L, 0, 1, i->lw[t]);
        for (size_t k = 0; k < 64; k++)
            i->x[t][k] = i->lx[t][k] = (double)k;
        must(inv_dist_table(&i->ltd[t], i->x[t], i->w[t], 64, &err), &err);
        must(inv_dist_table(&i->lead[t], i->lx[t], i->lw[t], 64, &err), &err);
        i->period[t] = (struct inv_dp_period){ i->K[t], i->c[t], i->h[t], i->b[t], &i->v[t], &i->ltd[t],
                                               i->L > 0 ? &i->lead[t] : NULL };
    }
}

/* V_t(x) by its definition, on positions so wide that their ends do not matter. */
static double after(const struct instance *i, size_t t, double y, double v[T + 1][WIDTH])
{
    double g = 0;
    for (int k = 0; k < 64; k++) {
        double h = i->h[t] + (t + 1 == i->n ? i->a * i->th : 0), b = i->b[t] + (t + 1 == i->n ? i->a * i->tb : 0);
        g += i->w[t][k] * (y > k ? h * (y - k) : b * (k - y));
    }
    for (int k = 0; k < DEMANDS && t + 1 < i->n; k++) {
        int z = (int)y - k - LEAST;
        g += i->a * i->p[t][k] * v[t + 1][z > 0 ? z : 0];
    }
    return g;
}

static void plain(const struct instance *i, double v[T + 1][WIDTH])
{
    for (size_t t = i->n; t-- > 0; )
        for (int z = 0; z < WIDTH; z++) {
            double x = LEAST + z, least = INFINITY;
            for (int u = z; u < WIDTH; u++)
                least = fmin(least, (u > z ? i->K[t] + i->c[t] * (u - z) : 0) + after(i, t, x + u - z, v));
            v[t][z] = least;
        }
}

START_TEST(recursion)
{
    uint64_t s = test_seed("recursion", 1);
    static struct instance i;
    static double v[T + 1][WIDTH];
    struct inv_dp_work *w;
    struct inv_err err;
    size_t simple = 0, others = 0;
    must(inv_dp_open(&w, &err), &err);
    for (int k = 0; k < 150; k++) {
        draw(&s, &i);
        plain(&i, v);
        struct inv_dp_level level[T];
        struct inv_dp_in in = { .period = i.period, .n = i.n, .discount = i.a, .terminal_holding = i.th,
                                .terminal_shortage = i.tb };
        for (int x = -20; x <= 45; x++) {
            in.stock = x;
            must(inv_dp_solve(&in, w, level, &err), &err);
            close_to(level[0].cost, v[0][x - LEAST], 1e-9, "cost");
            /* The parts of the first period, and what follows, add up. */
            if (i.n > 1 && i.c[0] == 0 && level[0].orders == 0)
                close_to(level[0].cost, i.h[0] * level[0].on_hand + i.b[0] * level[0].backorders + i.a * level[1].cost,
                         1e-9, "sum");
        }
        in.stock = 2.5;
        must(inv_dp_solve(&in, w, level, &err), &err);
        close_to(level[0].cost, 0.5 * (v[0][2 - LEAST] + v[0][3 - LEAST]), 1e-9, "stock between");
        simple += level[0].simple;
        others += !level[0].simple;
        /* The policy: order at the reorder point, up to order_up_to; not just above it. */
        double r = level[0].reorder_point, up = level[0].order_up_to;
        if (!isnan(r) && r > LEAST + 40) {
            close_to(i.K[0] + i.c[0] * (up - r) + after(&i, 0, up, v), v[0][(int)r - LEAST], 1e-9, "order at s");
            ck_assert(after(&i, 0, r, v) > v[0][(int)r - LEAST] + 1e-12);
        }
    }
    printf("(s,S) in %zu first periods, not in %zu\n", simple, others);
    ck_assert_uint_ge(simple, 100);
    for (size_t t = 0; t < T; t++)
        inv_pmf_free(&i.v[t]);
    inv_dp_close(w);
}
END_TEST

START_TEST(edges)
{
    struct inv_dp_work *w;
    struct inv_err err;
    struct inv_pmf none = { 0 }, some = { 0 };
    struct inv_dist zero, d;
    struct inv_dp_level level[T];
    double one[] = { 1 };
    must(inv_dp_open(&w, &err), &err);
    must(inv_pmf_copy(&none, one, 1, 0, &err), &err);
    must(inv_dist_init(&zero, INV_DIST_NORMAL, 0, 0, &err), &err);
    must(inv_dist_init(&d, INV_DIST_POISSON, 4, 0, &err), &err);
    must(inv_pmf_of(&some, &d, 1e-12, &err), &err);
    struct inv_dp_period p[2] = { { 10, 1, 1, 5, &none, &zero, NULL }, { 10, 1, 1, 5, &none, &zero, NULL } };
    struct inv_dp_in in = { .period = p, .n = 2, .discount = 1, .stock = 3 };
    must(inv_dp_solve(&in, w, level, &err), &err);       /* no demand: what is there is held */
    close_to(level[0].cost, 6, 1e-12, "no demand");
    ck_assert(level[0].orders == 0 && isnan(level[0].fill_rate) && level[0].reorder_point < 0);
    in.stock = -1000;                                     /* far outside: one order of 1000 */
    must(inv_dp_solve(&in, w, level, &err), &err);
    close_to(level[0].cost, 10 + 1000, 1e-12, "far below");
    p[0].holding_cost = p[0].shortage_cost = p[0].order_cost = p[0].unit_cost = 0;
    p[1] = p[0];
    must(inv_dp_solve(&in, w, level, &err), &err);
    ck_assert(level[0].cost == 0 && isnan(level[0].reorder_point));
    p[0] = p[1] = (struct inv_dp_period){ 10, 1, 1, 5, &some, &d, NULL };
    in.discount = 0;
    ck_assert(inv_dp_solve(&in, w, level, &err) == INV_EARG && strcmp(err.column, "discount") == 0);
    in.discount = 1;
    in.stock = NAN;
    ck_assert(inv_dp_solve(&in, w, level, &err) == INV_EARG && strcmp(err.column, "on_hand") == 0);
    in.stock = 1e12;
    ck_assert(inv_dp_solve(&in, w, level, &err) == INV_OK);
    in.stock = -1e12;
    ck_assert(inv_dp_solve(&in, w, level, &err) == INV_EARG);
    in.stock = 0;
    p[1].shortage_cost = -1;
    ck_assert(inv_dp_solve(&in, w, level, &err) == INV_EARG && strcmp(err.column, "shortage_cost") == 0);
    p[1].shortage_cost = 5;
    p[1].order_cost = NAN;
    ck_assert(inv_dp_solve(&in, w, level, &err) == INV_EARG && strcmp(err.column, "order_cost") == 0);
    in.n = 0;
    ck_assert(inv_dp_solve(&in, w, level, &err) == INV_EARG);
    inv_pmf_free(&none);
    inv_pmf_free(&some);
    inv_dp_close(w);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("dp");
    TCase *t = tcase_create("dp");
    tcase_set_timeout(t, 600);
    tcase_add_test(t, known_answers);
    tcase_add_test(t, recursion);
    tcase_add_test(t, edges);
    suite_add_tcase(s, t);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed > 0;
}
