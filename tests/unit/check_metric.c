/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "metric-net.h"

#define LONG 512

/* ---- distributions by enumeration ------------------------------------------------------------------------ */

static double poisson(double mean, size_t k)
{
    double x = (double)k;
    return mean > 0 ? exp(x * log(mean) - mean - lgamma(x + 1)) : k == 0;
}

static double binomial(size_t n, double q, size_t k)
{
    double a = (double)n, b = (double)k;
    return exp(lgamma(a + 1) - lgamma(b + 1) - lgamma(a - b + 1)) * pow(q, b) * pow(1 - q, a - b);
}

static void negbin(double mean, double variance, double *p)
{
    double r = mean * mean / (variance - mean);
    p[0] = exp(r * log1p((mean - variance) / variance));
    for (size_t k = 1; k < LONG; k++)
        p[k] = p[k - 1] * (r + (double)k - 1) / (double)k * ((variance - mean) / variance);
}

/* P(N = k), k < LONG: what is owed to the retailer, binomial for each number owed to all, and what is under way. */
static void exact(const struct net *t, size_t i, size_t S_0, double *p)
{
    double l_0 = demand_of_all(t), q = l_0 > 0 ? t->r[i].demand / l_0 : 0, owed[LONG] = { 0 };
    double m_0 = l_0 * t->in.lead_time, m = t->r[i].demand * t->r[i].lead_time;
    double way[LONG];
    for (size_t j = 0; j < LONG; j++) {
        double here = poisson(m_0, j);
        way[j] = poisson(m, j);
        for (size_t b = j > S_0 ? j - S_0 : 0, k = 0; k <= b && here > 1e-25; k++)
            owed[k] += here * binomial(b, q, k);
    }
    memset(p, 0, LONG * sizeof *p);
    for (size_t a = 0; a < LONG && owed[a] > 0; a++)
        for (size_t k = 0; a + k < LONG && ((double)k <= m || way[k] > 1e-30); k++)
            p[a + k] += owed[a] * way[k];
}

static void moments(const double *p, double *mean, double *variance)
{
    double one = 0, two = 0;
    for (size_t k = 0; k < LONG; k++)
        one += (double)k * p[k];
    for (size_t k = 0; k < LONG; k++)
        two += ((double)k - one) * ((double)k - one) * p[k];
    *mean = one;
    *variance = two;
}

static void probabilities(const struct net *t, enum inv_metric method, size_t i, size_t S_0, double *p)
{
    double mean, variance;
    exact(t, i, S_0, p);
    moments(p, &mean, &variance);
    if (method == INV_METRIC_TWO_MOMENT && variance > mean + 1e-9)
        negbin(mean, variance, p);
    else if (method != INV_METRIC_EXACT)
        for (size_t k = 0; k < LONG; k++)
            p[k] = poisson(mean, k);
}

struct facts { double on_hand, backorders, fill, cost; };

static struct facts of(const double *p, double S, double h, double b)
{
    struct facts f = { 0 };
    for (size_t k = 0; k < LONG; k++) {
        f.on_hand += fmax(S - (double)k, 0) * p[k];
        f.backorders += fmax((double)k - S, 0) * p[k];
        f.fill += (double)k < S ? p[k] : 0;
    }
    f.cost = h * f.on_hand + b * f.backorders;
    return f;
}

static struct facts of_warehouse(const struct net *t, double S_0)
{
    double p[LONG];
    for (size_t k = 0; k < LONG; k++)
        p[k] = poisson(demand_of_all(t) * t->in.lead_time, k);
    return of(p, S_0, t->in.holding_cost, 0);
}

static void same_node(const struct inv_metric_node *o, struct facts f, double demand, const char *what)
{
    close_to(o->on_hand, f.on_hand, 1e-9, what);
    close_to(o->backorders, f.backorders, 1e-9, what);
    close_to(o->cost, f.cost, 1e-8, what);
    close_to(o->fill_rate, o->mean > 0 ? f.fill : 1, 1e-9, what);
    close_to(o->wait * demand, f.backorders, 1e-9, what);
}

static void same(const struct net *t, enum inv_metric method, const struct inv_metric_out *out)
{
    double cost = out->warehouse.cost, stocks = out->warehouse.base_stock, p[LONG];
    same_node(&out->warehouse, of_warehouse(t, out->warehouse.base_stock), demand_of_all(t), "warehouse");
    for (size_t i = 0; i < t->in.n; i++) {
        const struct inv_metric_node *o = &out->retailers[i];
        double mean, variance;
        probabilities(t, method, i, (size_t)out->warehouse.base_stock, p);
        moments(p, &mean, &variance);
        close_to(o->mean, mean, 1e-9, "mean");
        close_to(o->sd * o->sd, variance, 1e-7, "variance");
        same_node(o, of(p, o->base_stock, t->r[i].holding_cost, t->r[i].shortage_cost), t->r[i].demand,
                  inv_metric_name(method));
        cost += o->cost;
        stocks += o->base_stock;
    }
    close_to(out->cost, cost, 1e-12, "sum");
    close_to(out->warehouse.echelon_base_stock, stocks, 0, "echelon");
}

START_TEST(enumeration)
{
    uint64_t seed = test_seed("enumeration", 1968);
    for (int round = 0; round < (getenv("INV_TEST_SHORT") ? 20 : 300); round++) {
        struct net t;
        struct inv_metric_node nodes[MOST];
        double S[MOST];
        random_net(&t, &seed, 4, round % 10 ? 2 : 8);
        for (size_t i = 0; i < t.in.n; i++)
            S[i] = (double)test_below(&seed, 12);
        double S_0 = (double)test_below(&seed, 20);
        for (enum inv_metric m = INV_METRIC_POISSON; m <= INV_METRIC_EXACT; m++) {
            struct inv_metric_out out = given(&t, m, S_0, S, nodes);
            same(&t, m, &out);
        }
    }
}
END_TEST

/* ---- every choice of stocks ---------------------------------------------------------------------------------- */

#define WIDE 26

/* cost[S_0][i][S]: all sums over S_0, S_1, ..., S_n. */
static double try_all(const struct net *t, enum inv_metric method)
{
    double best = INFINITY, p[LONG];
    for (size_t S_0 = 0; S_0 < WIDE; S_0++) {
        double cost[MOST][WIDE], alone = of_warehouse(t, (double)S_0).cost;
        size_t S[MOST] = { 0 }, k;
        for (size_t i = 0; i < t->in.n; i++) {
            probabilities(t, method, i, S_0, p);
            for (size_t s = 0; s < WIDE; s++)
                cost[i][s] = of(p, (double)s, t->r[i].holding_cost, t->r[i].shortage_cost).cost;
        }
        do {
            double sum = alone;
            for (k = 0; k < t->in.n; k++)
                sum += cost[k][S[k]];
            best = fmin(best, sum);
            for (k = 0; k < t->in.n && ++S[k] == WIDE; k++)
                S[k] = 0;
        } while (k < t->in.n);
    }
    return best;
}

START_TEST(all_stocks)
{
    uint64_t seed = test_seed("all_stocks", 1985);
    for (int round = 0; round < (getenv("INV_TEST_SHORT") ? 10 : 240); round++) {
        struct net t;
        struct inv_metric_node nodes[MOST];
        random_net(&t, &seed, 3, 1.2);
        for (enum inv_metric m = INV_METRIC_POISSON; m <= INV_METRIC_EXACT; m++) {
            struct inv_metric_out out = solve(&t, m, nodes);
            close_to(out.cost, try_all(&t, m), 1e-9, inv_metric_name(m));
            same(&t, m, &out);
        }
    }
}
END_TEST

/* What the search leaves out does not hold anything better. */
START_TEST(scan)
{
    uint64_t seed = test_seed("scan", 1990);
    for (int round = 0; round < (getenv("INV_TEST_SHORT") ? 5 : 120); round++) {
        struct net t;
        struct inv_metric_node nodes[MOST];
        random_net(&t, &seed, MOST, exp(test_between(&seed, 0, 3.5)));
        t.in.holding_cost = exp(test_between(&seed, -6, 1));
        double m_0 = demand_of_all(&t) * t.in.lead_time;
        for (enum inv_metric m = INV_METRIC_POISSON; m <= INV_METRIC_EXACT; m++) {
            double best = INFINITY, most = floor(m_0 + 10 * sqrt(m_0) + 20);
            double step = m == INV_METRIC_EXACT ? 1 + floor(most / 60) : 1;
            for (double S_0 = 0; S_0 <= most; S_0 += step)
                best = fmin(best, given(&t, m, S_0, NULL, nodes).cost);
            struct inv_metric_out out = solve(&t, m, nodes);
            ck_assert_msg(out.cost <= best * (1 + 1e-10), "%s: %.17g is not %.17g", inv_metric_name(m), out.cost, best);
            close_to(given(&t, m, out.warehouse.base_stock, NULL, nodes).cost, out.cost, 0, "best");
        }
    }
}
END_TEST

/* ---- Palm's theorem ------------------------------------------------------------------------------------------- */

/* The least S with P(N <= S) >= b / (b + h), N Poisson. */
static size_t newsvendor(double mean, double h, double b)
{
    size_t k = 0;
    for (double sum = poisson(mean, 0); sum < b / (b + h); sum += poisson(mean, k))
        k++;
    return k;
}

/* Nothing at the warehouse, or more than it can need: N is Poisson in either case. */
START_TEST(palm)
{
    uint64_t seed = test_seed("palm", 1938);
    for (int round = 0; round < 200; round++) {
        struct net t;
        struct inv_metric_node nodes[MOST];
        double S[MOST], p[LONG];
        random_net(&t, &seed, MOST, round % 4 ? 6 : 60);
        for (size_t i = 0; i < t.in.n; i++)
            S[i] = (double)test_below(&seed, 25);
        for (enum inv_metric m = INV_METRIC_POISSON; m <= INV_METRIC_EXACT; m++)
            for (int full = 0; full < 2; full++) {
                struct inv_metric_node best[MOST];
                given(&t, m, full ? 1e6 : 0, S, nodes);
                given(&t, m, full ? 1e6 : 0, NULL, best);
                for (size_t i = 0; i < t.in.n; i++) {
                    double mean = t.r[i].demand * (t.r[i].lead_time + (full ? 0 : t.in.lead_time));
                    for (size_t k = 0; k < LONG; k++)
                        p[k] = poisson(mean, k);
                    close_to(nodes[i].sd, sqrt(mean), 1e-9, "sd");
                    close_to(best[i].base_stock, (double)newsvendor(mean, t.r[i].holding_cost, t.r[i].shortage_cost), 0,
                             "newsvendor");
                    same_node(&nodes[i], of(p, S[i], t.r[i].holding_cost, t.r[i].shortage_cost), t.r[i].demand, "palm");
                }
            }
    }
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("metric");
    TCase *c = tcase_create("metric");
    tcase_set_timeout(c, 300);
    tcase_add_test(c, enumeration);
    tcase_add_test(c, all_stocks);
    tcase_add_test(c, scan);
    tcase_add_test(c, palm);
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
