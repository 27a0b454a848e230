/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inv/assembly.h"
#include "oracle.h"

enum { MOST = 8 };

static void close_to(double got, double want, double tol, const char *what)
{
    if (!(fabs(got - want) <= tol))
        ck_abort_msg("%s: %.17g is not %.17g", what, got, want);
}

static double best_of(const struct inv_assembly_in *in, struct inv_assembly_out *out)
{
    struct inv_assembly w = { 0 };
    struct inv_err err;
    double cost;
    enum inv_status st = inv_assembly_solve(&w, in, out, &cost, NULL, NULL, &err);
    inv_assembly_free(&w);
    ck_assert_msg(st == INV_OK, "%s: %s", err.column, err.text);
    return cost;
}

static double cost_of(const struct inv_assembly_in *in, struct inv_assembly_out *out)
{
    struct inv_assembly w = { 0 };
    struct inv_err err;
    double cost;
    enum inv_status st = inv_assembly_cost(&w, in, out, &cost, NULL, NULL, &err);
    inv_assembly_free(&w);
    ck_assert_msg(st == INV_OK, "%s: %s", err.column, err.text);
    return cost;
}

/* A chain is a serial system: example 6.1 of Snyder and Shen (2019), items in any order. */
START_TEST(a_chain)
{
    struct inv_serial_stage stages[] = { { 3, 1 }, { 2, 1 }, { 2, 2 } };
    struct inv_assembly_item items[] = { { 2, 1 }, { 3, 1 }, { 2, 2 } };
    struct inv_assembly_edge edges[] = { { 2, 0, 1 }, { 0, 1, 1 } };
    static const enum inv_dist_kind kinds[] = { INV_DIST_NORMAL, INV_DIST_GAMMA, INV_DIST_POISSON };
    for (size_t k = 0; k < 3; k++) {
        struct inv_serial w = { 0 };
        double S[3], local[3], cost;
        struct inv_serial_in serial = { stages, 3, 37.12, kinds[k], 5, 1 };
        ck_assert_int_eq(inv_serial_solve(&w, &serial, S, &cost, NULL), INV_OK);
        inv_serial_local(S, 3, local);
        inv_serial_free(&w);
        struct inv_assembly_out out[3];
        struct inv_assembly_in in = { items, 3, edges, 2, 37.12, kinds[k], 5, 1 };
        close_to(best_of(&in, out), cost, 1e-9, "cost");
        static const size_t item[] = { 1, 0, 2 };
        for (size_t j = 0; j < 3; j++) {
            close_to(out[item[j]].echelon, S[j], 1e-9, "echelon base stock");
            close_to(out[item[j]].local, local[j], 1e-9, "local base stock");
            ck_assert_uint_eq(out[item[j]].stage, j);
        }
    }
}
END_TEST

/* Rosling (1989), figure 1: seven items, items 4 and 5 of the same M. */
static const struct inv_assembly_edge rosling[] = {
    { 1, 0, 1 }, { 2, 0, 1 }, { 3, 2, 1 }, { 4, 1, 1 }, { 5, 3, 1 }, { 6, 3, 1 }
};
static const double rosling_lead[] = { 1, 1, 3, 2, 4, 1, 2 }, rosling_M[] = { 1, 2, 4, 6, 6, 7, 8 };

START_TEST(order_of_rosling)
{
    struct inv_assembly_item items[7];
    struct inv_serial_stage stages[] = { { 7, 1 }, { 6, 1 }, { 5, 2 }, { 4, 2 }, { 3, 0 }, { 2, 1 }, { 1, 1 } };
    struct inv_assembly_out out[7];
    double h = 0, S[7], serial_cost;
    for (size_t i = 0; i < 7; i++)
        items[i] = (struct inv_assembly_item){ (double)(7 - i), rosling_lead[i] };
    struct inv_assembly_in in = { items, 7, rosling, 6, 100, INV_DIST_POISSON, 5, 0 };
    double cost = best_of(&in, out);
    for (size_t i = 0; i < 7; i++) {
        close_to(out[i].total_lead, rosling_M[i], 0, "M");
        ck_assert_uint_eq(out[i].stage, i);
        h += items[i].echelon_holding * (items[i].lead_time - stages[i].lead_time) * 5;
    }
    struct inv_serial w = { 0 };
    struct inv_serial_in serial = { stages, 7, 100, INV_DIST_POISSON, 5, 0 };
    ck_assert_int_eq(inv_serial_solve(&w, &serial, S, &serial_cost, NULL), INV_OK);
    inv_serial_free(&w);
    close_to(cost, serial_cost - h, 1e-9 * cost, "cost");
    close_to(out[3].echelon, out[4].echelon, 0, "what is ordered at the same time");
    close_to(cost_of(&in, out), cost, 1e-9 * cost, "cost of what is best");
}
END_TEST

/* Two parts of the same lead time are one whose holding cost is both's; two units of a part at half its cost are
 * one. */
START_TEST(parts_together)
{
    struct inv_assembly_item three[] = { { 3, 1 }, { 1.5, 2 }, { 0.5, 2 } }, two[] = { { 3, 1 }, { 2, 2 } },
                             half[] = { { 3, 1 }, { 1, 2 } };
    struct inv_assembly_edge edges[] = { { 1, 0, 1 }, { 2, 0, 1 } }, pair = { 1, 0, 2 };
    struct inv_assembly_out a[3], b[2], c[2];
    double cost = best_of(&(struct inv_assembly_in){ two, 2, edges, 1, 30, INV_DIST_NORMAL, 10, 3 }, b);
    close_to(best_of(&(struct inv_assembly_in){ three, 3, edges, 2, 30, INV_DIST_NORMAL, 10, 3 }, a), cost, 1e-5 * cost,
             "cost of two parts");
    close_to(a[1].echelon, b[1].echelon, 1e-3, "of two parts");
    close_to(a[1].echelon, a[2].echelon, 0, "of both");
    close_to(best_of(&(struct inv_assembly_in){ half, 2, &pair, 1, 30, INV_DIST_NORMAL, 10, 3 }, c), cost, 1e-9 * cost,
             "cost of pairs");
    close_to(c[1].echelon, 2 * b[1].echelon, 1e-9, "echelon base stock of pairs");
    close_to(c[1].local, 2 * b[1].local, 1e-9, "local base stock of pairs");
    close_to(c[1].need, 2, 0, "needed");
}
END_TEST

/* ---- what the policy does ----------------------------------------------------------------- */

static size_t poisson(uint64_t *seed, double mean)
{
    size_t n = 0;
    for (double p = test_uniform(seed), limit = exp(-mean); p > limit; p *= test_uniform(seed))
        n++;
    return n;
}

/* Items made of sets of components, unit by unit: total[i][t] were ordered until t. With the leads, sums over time. */
enum { LAGS = 64, BATCHES = 100 };
struct run { double mean, error, batch[BATCHES]; };

static size_t successor(const struct inv_assembly_in *in, size_t i)
{
    for (size_t e = 0; e < in->m; e++)
        if (in->edges[e].from == i)
            return in->edges[e].to;
    return i;
}

static struct run simulate(const struct inv_assembly_in *in, const struct inv_assembly_out *out, const size_t *demand,
                           size_t periods)
{
    size_t at[MOST], next[MOST];
    double local[MOST], least = INFINITY, sold = 0;
    double total[MOST][LAGS];
    struct run r = { 0 };
    for (size_t i = 0; i < in->n; i++) {
        at[out[i].stage] = i;
        next[i] = successor(in, i);
        local[i] = 0;
        for (size_t k = 0; k < in->n; k++) {           /* echelons' costs of all that goes into it */
            size_t up = k;
            while (up != i && successor(in, up) != up)
                up = successor(in, up);
            local[i] += up == i ? in->items[k].echelon_holding : 0;
        }
    }
    for (size_t j = in->n; j-- > 0; ) {
        least = fmin(least, out[at[j]].echelon);
        for (size_t t = 0; t < LAGS; t++)
            total[at[j]][t] = least;
    }
    for (size_t t = LAGS; t < periods + LAGS; t++) {
        double cost = 0;
        for (size_t j = in->n; j-- > 0; ) {
            size_t i = at[j];
            total[i][t % LAGS] = out[i].echelon + sold;
            if (j + 1 < in->n) {
                size_t longer = at[j + 1], lag = (size_t)(out[longer].total_lead - out[i].total_lead);
                total[i][t % LAGS] = fmin(total[i][t % LAGS], total[longer][(t - lag) % LAGS]);
            }
        }
        for (size_t i = 0; i < in->n; i++) {
            double arrived = total[i][(t - (size_t)in->items[i].lead_time) % LAGS];
            double net = arrived - (next[i] == i ? sold : total[next[i]][t % LAGS]);
            if (next[i] != i && net < 0)
                ck_abort_msg("an order without its components");
            cost += local[i] * fmax(net, 0) + in->penalty * fmax(-net, 0);
            cost += (local[i] - in->items[i].echelon_holding) * (total[i][t % LAGS] - arrived);
        }
        sold += (double)demand[t - LAGS];
        r.batch[(t - LAGS) * BATCHES / periods] += cost * BATCHES / (double)periods;
    }
    return r;
}

static void sum_up(struct run *r)
{
    double sum = 0, squares = 0;
    for (size_t b = 0; b < BATCHES; b++)
        sum += r->batch[b];
    r->mean = sum / BATCHES;
    for (size_t b = 0; b < BATCHES; b++)
        squares += (r->batch[b] - r->mean) * (r->batch[b] - r->mean);
    r->error = sqrt(squares / (BATCHES - 1) / BATCHES);
}

static struct inv_assembly_in any(uint64_t *seed, struct inv_assembly_item *items, struct inv_assembly_edge *edges)
{
    size_t n = 2 + test_below(seed, 4);
    for (size_t i = 0; i < n; i++) {
        items[i] = (struct inv_assembly_item){ test_between(seed, 0.3, 3), (double)(1 + test_below(seed, 4)) };
        if (i > 0)
            edges[i - 1] = (struct inv_assembly_edge){ i, test_below(seed, i), 1 };
    }
    return (struct inv_assembly_in){ items, n, edges, n - 1, test_between(seed, 5, 60), INV_DIST_POISSON,
                                     test_between(seed, 0.5, 4), 0 };
}

/* Costs of the best policy and of any other lie within what is simulated, and no base stock's neighbour is cheaper. */
START_TEST(by_simulation)
{
    uint64_t seed = test_seed("check_assembly simulation", 21);
    size_t periods = getenv("INV_TEST_SHORT") ? 20000 : 200000, instances = getenv("INV_TEST_SHORT") ? 3 : 16;
    size_t *demand = malloc(periods * sizeof *demand);
    ck_assert_ptr_nonnull(demand);
    for (size_t k = 0; k < instances; k++) {
        struct inv_assembly_item items[MOST];
        struct inv_assembly_edge edges[MOST];
        struct inv_assembly_out out[MOST];
        struct inv_assembly_in in = any(&seed, items, edges);
        for (size_t t = 0; t < periods; t++)
            demand[t] = poisson(&seed, in.mean);
        double cost = best_of(&in, out);
        struct run best = simulate(&in, out, demand, periods);
        sum_up(&best);
        close_to(best.mean, cost, 4.5 * best.error, "cost");
        for (size_t i = 0; i < 2 * in.n; i++) {
            double step = i % 2 ? 1 : -1;
            out[i / 2].echelon += step;
            struct run other = simulate(&in, out, demand, periods), less;
            for (size_t b = 0; b < BATCHES; b++)
                less.batch[b] = best.batch[b] - other.batch[b];
            sum_up(&other);
            sum_up(&less);
            close_to(other.mean, cost_of(&in, out), 4.5 * other.error, "a neighbour's cost");
            ck_assert_msg(less.mean <= 4.5 * less.error, "a neighbour is cheaper by %g", less.mean);
            out[i / 2].echelon -= step;
        }
    }
    free(demand);
}
END_TEST

/* ---- errors ------------------------------------------------------------------------------- */

static void refused(struct inv_assembly_in in, const char *column, const char *text, size_t where, bool edge)
{
    struct inv_assembly w = { 0 };
    struct inv_err err = { 0 };
    struct inv_assembly_out out[MOST];
    double cost;
    size_t at = 99;
    bool is_edge = false;
    ck_assert_int_eq(inv_assembly_solve(&w, &in, out, &cost, &at, &is_edge, &err), INV_EARG);
    ck_assert_str_eq(err.column, column);
    ck_assert_msg(strstr(err.text, text) != NULL, "%s", err.text);
    ck_assert_uint_eq(at, where);
    ck_assert_int_eq(is_edge, edge);
    inv_assembly_free(&w);
}

START_TEST(no_assembly)
{
    struct inv_assembly_item items[] = { { 1, 1 }, { 1, 1 }, { 1, 1 } }, early[] = { { 1, 1 }, { 1, -1 }, { 1, 1 } },
                             free_item[] = { { 1, 1 }, { 1, 1 }, { 0, 1 } };
    struct inv_assembly_edge good[] = { { 1, 0, 1 }, { 2, 0, 1 } }, forked[] = { { 2, 0, 1 }, { 2, 1, 1 } },
        round[] = { { 1, 2, 1 }, { 2, 1, 1 } }, self[] = { { 1, 1, 1 }, { 2, 0, 1 } },
        nowhere[] = { { 1, 7, 1 }, { 2, 0, 1 } },
        none[] = { { 1, 0, 1 }, { 2, 0, 0 } }, huge[] = { { 1, 0, 1e99 }, { 2, 1, 1e99 } };
    refused((struct inv_assembly_in){ items, 3, forked, 2, 9, INV_DIST_NORMAL, 5, 1 }, "", "goes into two", 1, true);
    refused((struct inv_assembly_in){ items, 3, round, 2, 9, INV_DIST_NORMAL, 5, 1 }, "", "cycle", 1, false);
    refused((struct inv_assembly_in){ items, 3, self, 2, 9, INV_DIST_NORMAL, 5, 1 }, "", "cycle", 0, true);
    refused((struct inv_assembly_in){ items, 3, good, 1, 9, INV_DIST_NORMAL, 5, 1 }, "", "not connected", 2, false);
    refused((struct inv_assembly_in){ items, 3, nowhere, 2, 9, INV_DIST_NORMAL, 5, 1 }, "", "no item", 0, true);
    refused((struct inv_assembly_in){ items, 3, none, 2, 9, INV_DIST_NORMAL, 5, 1 }, "need", "", 1, true);
    refused((struct inv_assembly_in){ items, 3, huge, 2, 9, INV_DIST_NORMAL, 5, 1 }, "", "too much", 2, false);
    refused((struct inv_assembly_in){ early, 3, good, 2, 9, INV_DIST_NORMAL, 5, 1 }, "lead_time", "", 1, false);
    refused((struct inv_assembly_in){ free_item, 3, good, 2, 9, INV_DIST_NORMAL, 5, 1 }, "holding_cost", "", 2, false);
    refused((struct inv_assembly_in){ items, 3, good, 2, 0, INV_DIST_NORMAL, 5, 1 }, "shortage_cost", "", 99, false);
    refused((struct inv_assembly_in){ items, 0, good, 0, 9, INV_DIST_NORMAL, 5, 1 }, "items", "", 99, false);
}
END_TEST

/* Lead times that add up to the same but for rounding, items that need no time, one item. */
START_TEST(edges_of_the_range)
{
    struct inv_assembly_item items[] = { { 1, 0.1 }, { 1, 0.2 }, { 1, 0.3 - 0.1 }, { 1, 0 } };
    struct inv_assembly_edge edges[] = { { 1, 0, 1 }, { 2, 0, 1 }, { 3, 1, 1 } };
    struct inv_assembly_out out[4];
    double cost = best_of(&(struct inv_assembly_in){ items, 4, edges, 3, 9, INV_DIST_NORMAL, 5, 1 }, out);
    ck_assert(cost > 0 && cost < 100);
    close_to(out[1].echelon, out[2].echelon, 0, "the same M");
    close_to(out[1].echelon, out[3].echelon, 0, "no time of its own");
    close_to(out[3].local, 0, 0, "none of what needs no time");
    struct inv_dist d;
    ck_assert_int_eq(inv_dist_init(&d, INV_DIST_NORMAL, 0.5, 0.1 * sqrt(10), NULL), INV_OK);
    double S = inv_dist_quantile_upper(&d, 0.1);
    cost = best_of(&(struct inv_assembly_in){ items, 1, NULL, 0, 9, INV_DIST_NORMAL, 5, 1 }, out);
    close_to(out[0].echelon, S, 1e-9, "a newsvendor's");
    close_to(cost, S - 0.5 + 10 * inv_dist_loss(&d, S), 1e-9, "its cost");
}
END_TEST

int main(void)
{
    const struct { const char *name; const TTest *test; } tests[] = {
        { "a chain", a_chain }, { "Rosling's figure 1", order_of_rosling }, { "parts together", parts_together },
        { "simulation", by_simulation }, { "no assembly", no_assembly }, { "edges", edges_of_the_range },
    };
    Suite *suite = suite_create("assembly");
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        TCase *c = tcase_create(tests[i].name);
        tcase_set_timeout(c, 120);
        tcase_add_test(c, tests[i].test);
        suite_add_tcase(suite, c);
    }
    SRunner *r = srunner_create(suite);
    srunner_run_all(r, CK_ENV);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
