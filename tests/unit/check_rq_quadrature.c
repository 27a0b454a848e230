/* SPDX-License-Identifier: GPL-3.0-or-later */
/* (r,Q) where there is nothing to enumerate: costs by quadrature, and no better neighbour. */
#include "config.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>

#include "inv/rq.h"
#include "oracle.h"

enum { MOST = 400 };

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

/* ---- continuous demand --------------------------------------------------------------------------- */

static double quadrature(const struct inv_rq_in *in, double r, double q)
{
    int n = 20000;
    double sum = 0, step = q / n;
    for (int i = 0; i <= n; i++) {
        double y = r + step * i, loss = inv_dist_loss(in->ltd, y);
        double g = in->holding_cost * (y - in->ltd->mean + loss) + in->shortage_cost * loss;
        sum += g * (i == 0 || i == n ? 1 : i % 2 ? 4 : 2);
    }
    return (in->order_cost * in->demand + sum * step / 3) / q;
}

START_TEST(continuous)
{
    uint64_t s = test_seed("continuous", 3);
    for (int i = 0; i < rounds(200); i++) {
        double mean = exp(test_between(&s, -1, 6)), cv = test_between(&s, 0.05, 1.5);
        struct inv_dist d = dist(cv < 0.6 && i % 2 ? INV_DIST_NORMAL : i % 3 ? INV_DIST_GAMMA : INV_DIST_LOGNORMAL,
                                 mean, cv * mean);
        struct inv_rq_in in = { .demand = mean * exp(test_between(&s, -1, 1)),
                                .order_cost = exp(test_between(&s, -1, 5)),
                                .holding_cost = exp(test_between(&s, -2, 2)),
                                .shortage_cost = exp(test_between(&s, -1, 5)), .ltd = &d };
        struct inv_control p = { 0 }, at = { 0 };
        struct inv_err err;
        must(inv_rq_solve(&in, &p, &err), &err);
        close_to(p.cost, quadrature(&in, p.reorder_point, p.order_qty), 1e-7, "cost");
        for (int k = 0; k < 8; k++) {
            double dr = (k % 3 - 1) * 0.01 * p.order_qty, q = p.order_qty * (k < 4 ? 0.99 : 1.01);
            must(inv_rq_at(&in, p.reorder_point + dr, q, &at, &err), &err);
            ck_assert(at.cost >= p.cost * (1 - 1e-13));
        }
        must(inv_rq_best(&in, p.order_qty, &at, &err), &err);
        close_to(at.cost, p.cost, 1e-12, "best r");
        double rate = test_between(&s, 0.8, 0.99), least;
        must(inv_rq_fill(&in, rate, &p, &err), &err);
        close_to(p.fill_rate, rate, 1e-9, "fill rate");
        least = p.order_cost + p.holding_cost;
        for (int k = 0; k < 2; k++) {      /* another quantity with its own r for that fill rate, by halving */
            double q = p.order_qty * (k ? 1.02 : 0.98);
            double lo = p.reorder_point - 5 * mean - q, hi = p.reorder_point + 5 * mean + q;
            for (int j = 0; j < 100; j++) {
                must(inv_rq_at(&in, (lo + hi) / 2, q, &at, &err), &err);
                *(at.fill_rate >= rate ? &hi : &lo) = (lo + hi) / 2;
            }
            ck_assert(at.order_cost + at.holding_cost >= least * (1 - 1e-9));
        }
        must(inv_rq_level(&in, rate, &p, &err), &err);
        close_to(inv_dist_cdf(&d, p.reorder_point), rate, 1e-9, "service");
        for (int k = 0; k < 2; k++) {
            must(inv_rq_at(&in, p.reorder_point, p.order_qty * (k ? 1.01 : 0.99), &at, &err), &err);
            ck_assert(at.order_cost + at.holding_cost >= (p.order_cost + p.holding_cost) * (1 - 1e-12));
        }
    }
}
END_TEST

/* ---- lost sales ---------------------------------------------------------------------------------- */

/* A cycle by its definition; the stock over the lead time by quadrature over time. */
static double lost_cost(const struct inv_rq_in *in, double L, int r, int q)
{
    double d = in->demand, n = 0, area = 0, p = exp(-d * L), wait = 0;
    for (int k = 0; k < MOST; k++, p *= d * L / k) {
        n += k > r ? p * (k - r) : 0;
        for (int y = r + 1; y <= q + (k < r ? r - k : 0); y++)
            area += p * y / d;
    }
    int steps = 400;
    for (int i = 0; i <= steps; i++) {
        double t = L * i / steps, pk = exp(-d * t), left = 0;
        for (int k = 0; k < r; k++, pk *= d * t / k)
            left += pk * (r - k);
        wait += left * (i == 0 || i == steps ? 1 : i % 2 ? 4 : 2) * L / steps / 3;
    }
    return (in->order_cost + in->shortage_cost * n + in->holding_cost * (area + wait)) * d / (q + n);
}

START_TEST(lost_sales)
{
    uint64_t s = test_seed("lost_sales", 4);
    for (int i = 0; i < rounds(40); i++) {
        double d = exp(test_between(&s, -1, 2)), L = exp(test_between(&s, -1, 0.7)), best = INFINITY;
        struct inv_dist x = dist(INV_DIST_POISSON, d * L, 0);
        struct inv_rq_in in = { .demand = d, .order_cost = exp(test_between(&s, -1, 3)),
                                .holding_cost = exp(test_between(&s, -1, 1)),
                                .shortage_cost = exp(test_between(&s, -1, 4)), .ltd = &x, .whole = true };
        struct inv_control p = { 0 }, at = { 0 };
        struct inv_err err;
        must(inv_rq_lost(&in, &p, &err), &err);
        close_to(p.cost, lost_cost(&in, L, (int)p.reorder_point, (int)p.order_qty), 1e-6, "cost");
        for (int r = 0; r < 40; r++)
            for (int q = r + 1; q < 80; q += 1 + (q > 40)) {
                must(inv_rq_lost_at(&in, r, q, &at, &err), &err);
                best = fmin(best, at.cost);
                if (r % 9 == 0 && q % 11 == 0)
                    close_to(at.cost, lost_cost(&in, L, r, q), 1e-6, "cost of a policy");
            }
        ck_assert(p.cost <= best * (1 + 1e-12));
        if (p.order_qty < 40 && p.reorder_point < 40)
            close_to(p.cost, best, 1e-12, "best cost");
    }
}
END_TEST

int main(void)
{
    Suite *s = suite_create("rq_quadrature");
    TCase *t = tcase_create("rq_quadrature");
    tcase_set_timeout(t, 300);
    tcase_add_test(t, continuous);
    tcase_add_test(t, lost_sales);
    suite_add_tcase(s, t);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed > 0;
}
