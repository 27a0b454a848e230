/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Guaranteed service in networks that are no trees: against every plan of small ones, trees, and its own bounds. */
#include "config.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inv/gsm.h"
#include "oracle.h"

#define MOST 60

struct net { struct inv_gsm_node v[MOST]; size_t n; struct inv_gsm_edge e[MOST * MOST]; size_t m; };

static void close_to(double got, double want, double rel, const char *what)
{
    if (!(fabs(got - want) <= rel * fmax(fabs(want), 1e-9)))
        ck_abort_msg("%s: %.17g is not %.17g", what, got, want);
}

/* Fewer instances where each takes long: under valgrind. */
static size_t rounds(size_t n) { return getenv("INV_TEST_SHORT") ? (n + 9) / 10 : n; }

static double solve(struct inv_gsm *w, const struct net *t, size_t trees, struct inv_gsm_out *out,
                    struct inv_gsm_search *found)
{
    struct inv_err err;
    double cost = NAN;
    if (inv_gsm_network(w, t->v, t->n, t->e, t->m, trees, out, &cost, found, NULL, NULL, &err) != INV_OK)
        ck_abort_msg("%s: %s", err.column, err.text);
    return cost;
}

/* Edges lead from lower nodes to higher ones; each node but the first has a supplier. */
static void random_net(struct net *t, size_t n, double joined, size_t times, uint64_t *seed)
{
    bool supplies[MOST] = { false };
    memset(t, 0, sizeof *t);
    t->n = n;
    for (size_t k = 1; k < n; k++) {
        size_t one = test_below(seed, k);
        for (size_t j = 0; j < k; j++) {
            if (j != one && test_uniform(seed) >= joined)
                continue;
            t->e[t->m++] = (struct inv_gsm_edge){ j, k, (double)test_below(seed, 4) / 2 };
            supplies[j] = true;
        }
    }
    for (size_t k = 0; k < n; k++) {
        bool sells = !supplies[k] || test_below(seed, 5) == 0;
        t->v[k] = (struct inv_gsm_node){ .holding_cost = test_between(seed, 0, 3), .time = test_below(seed, times),
            .inbound = test_below(seed, 6) == 0, .outbound = sells ? test_below(seed, 3) : INV_GSM_NONE,
            .mean = sells ? 5 : 0, .sd = sells ? test_between(seed, 0, 4) : 0, .z = test_between(seed, 0.5, 2) };
    }
}

/* ---- every plan of small networks --------------------------------------------------------------------- */

/* Units of k in one of j, way by way. */
static double units(const struct net *t, size_t k, size_t j)
{
    double sum = k == j;
    for (size_t i = 0; i < t->m; i++)
        if (t->e[i].from == k)
            sum += (t->e[i].need > 0 ? t->e[i].need : 1) * units(t, t->e[i].to, j);
    return sum;
}

static void served(const struct net *t, double *sd)
{
    for (size_t k = 0; k < t->n; k++) {
        double variance = 0;
        for (size_t j = k; j < t->n; j++)
            variance += pow(units(t, k, j) * t->v[j].sd, 2);
        sd[k] = sqrt(variance);
    }
}

static double stock_cost(const struct net *t, const double *sd, const size_t *s, size_t k)
{
    size_t inbound = t->v[k].inbound;
    for (size_t i = 0; i < t->m; i++)
        if (t->e[i].to == k && s[t->e[i].from] > inbound)
            inbound = s[t->e[i].from];
    if (s[k] > inbound + t->v[k].time || s[k] > t->v[k].outbound)
        return INFINITY;
    return t->v[k].holding_cost * t->v[k].z * sd[k] * sqrt((double)(inbound + t->v[k].time - s[k]));
}

/* Costs are not below 0: what costs more already is left. */
static void every(const struct net *t, const double *sd, size_t *s, size_t k, double cost, double *best)
{
    if (cost >= *best)
        return;
    if (k == t->n) {
        *best = cost;
        return;
    }
    for (s[k] = 0; ; s[k]++) {
        double here = stock_cost(t, sd, s, k);
        if (here == INFINITY)
            return;
        every(t, sd, s, k + 1, cost + here, best);
    }
}

static void keeps(const struct net *t, const struct inv_gsm_out *out, double cost)
{
    double sd[MOST], sum = 0;
    size_t s[MOST];
    served(t, sd);
    for (size_t k = 0; k < t->n; k++)
        s[k] = out[k].cst;
    for (size_t k = 0; k < t->n; k++) {
        double stock = 0, mean = 0, here = stock_cost(t, sd, s, k);
        for (size_t j = 0; j < t->n; j++) {
            stock += units(t, k, j) * out[j].base_stock;
            mean += units(t, k, j) * t->v[j].mean;
        }
        sum += here;
        close_to(out[k].cost, here, 1e-9, "a node's cost");
        close_to(out[k].sd, sd[k], 1e-12, "the demand's standard deviation");
        close_to(out[k].mean, mean, 1e-12, "the demand");
        close_to(out[k].echelon_base_stock, stock, 1e-12, "the echelon's base stock");
        ck_assert_uint_eq(out[k].net_lead_time, out[k].inbound + t->v[k].time - out[k].cst);
    }
    close_to(cost, sum, 1e-9, "the cost of its promises");
}

START_TEST(all_plans)
{
    uint64_t seed = test_seed("all_plans", 2011);
    struct inv_gsm w = { 0 };
    size_t loose = 0, all = rounds(1400);
    for (size_t round = 0; round < all; round++) {
        struct net t;
        struct inv_gsm_out out[MOST];
        struct inv_gsm_search found;
        double sd[MOST], best = INFINITY;
        size_t s[MOST] = { 0 };
        size_t n = round % 2 ? 6 + test_below(&seed, 3) : 1 + test_below(&seed, 6);
        random_net(&t, n, test_between(&seed, 0, 0.7), 9, &seed);
        loose += t.m >= t.n;
        double cost = solve(&w, &t, 0, out, &found);
        served(&t, sd);
        every(&t, sd, s, 0, 0, &best);
        close_to(cost, best, 1e-9, "the least cost");
        ck_assert(found.exact && found.bound == cost && found.trees > 0);
        keeps(&t, out, cost);
    }
    printf("all_plans: %zu of %zu are no trees\n", loose, all);
    ck_assert_uint_gt(loose, all / 2);
    inv_gsm_free(&w);
}
END_TEST

/* Cut short, it says so: what it has keeps all promises, and the least cost lies between. */
START_TEST(cut_short)
{
    uint64_t seed = test_seed("cut_short", 2006);
    struct inv_gsm w = { 0 };
    size_t open = 0, all = rounds(100);
    for (size_t round = 0; round < all; round++) {
        struct net t;
        struct inv_gsm_out out[MOST];
        struct inv_gsm_search found;
        random_net(&t, 30, 0.2, 8, &seed);
        double best = solve(&w, &t, 0, out, &found), again;
        ck_assert(found.exact);
        for (size_t trees = 1; trees <= 1024; trees *= 2) {
            size_t s[MOST];
            double cost = solve(&w, &t, trees, out, &found);
            for (size_t k = 0; k < t.n; k++)
                s[k] = out[k].cst;
            ck_assert_int_eq(inv_gsm_at(&w, t.v, t.n, t.e, t.m, s, out, &again, NULL, NULL, NULL), INV_OK);
            close_to(cost, again, 1e-9, "the cost of its promises");
            ck_assert(found.bound <= cost && found.bound <= best * (1 + 1e-9) && cost >= best * (1 - 1e-9));
            ck_assert(found.exact == (found.bound >= cost * (1 - 1e-9)) && found.trees <= trees);
            open += !found.exact;
        }
    }
    printf("cut_short: %zu of %zu were not proved\n", open, 11 * all);
    ck_assert(open > all);
    inv_gsm_free(&w);
}
END_TEST

START_TEST(thirty_nodes)
{
    uint64_t seed = test_seed("thirty_nodes", 30);
    struct inv_gsm w = { 0 };
    size_t proved = 0;
    for (size_t round = 0; round < 20; round++) {
        struct net t;
        struct inv_gsm_out out[MOST];
        struct inv_gsm_search found;
        random_net(&t, 30, 0.02 * (double)(1 + round % 5), 8, &seed);
        double cost = solve(&w, &t, 0, out, &found);
        printf("thirty_nodes: n %zu m %zu trees %zu gap %.2g\n", t.n, t.m, found.trees, (cost - found.bound) / cost);
        ck_assert(found.bound <= cost && found.bound > 0);
        proved += found.exact;
    }
    printf("thirty_nodes: %zu of 20 proved\n", proved);
    ck_assert_uint_ge(proved, 18);
    inv_gsm_free(&w);
}
END_TEST

/* ---- what is known otherwise ---------------------------------------------------------------------------- */

START_TEST(trees)
{
    uint64_t seed = test_seed("trees", 2000);
    struct inv_gsm w = { 0 };
    for (int round = 0; round < 200; round++) {
        struct net t;
        struct inv_gsm_out out[MOST] = { 0 }, same[MOST] = { 0 };
        struct inv_gsm_search found;
        double cost;
        random_net(&t, 1 + test_below(&seed, 40), 0, 9, &seed);
        ck_assert_int_eq(inv_gsm_tree(&w, t.v, t.n, t.e, t.m, same, &cost, NULL, NULL, NULL), INV_OK);
        close_to(solve(&w, &t, 0, out, &found), cost, 0, "a tree");
        ck_assert(found.exact && found.bound == cost && found.trees == 1);
        ck_assert_mem_eq(out, same, t.n * sizeof *out);
    }
    inv_gsm_free(&w);
}
END_TEST

/* 0 -> 1 -> 3, 0 -> 2 -> 3: a demand of sd 3 at 3 asks twice for part 0, and both times the same. */
static struct net diamond(void)
{
    struct inv_gsm_node v = { .holding_cost = 1, .time = 1, .outbound = INV_GSM_NONE, .z = 1 };
    struct net t = { .v = { v, v, v, v }, .n = 4, .m = 4, .e = { { 0, 1, 1 }, { 0, 2, 1 }, { 1, 3, 1 }, { 2, 3, 1 } } };
    t.v[3].outbound = 0;
    t.v[3].mean = 10;
    t.v[3].sd = 3;
    return t;
}

/* With h = 1 below and 0.1 at part 0: stages 1 to 3 hold together what 3 can alone. S = (0, 1, 1, 0) costs
 * 0.1 x 6 + 3 sqrt(2) = 4.84; S = (1, 2, 2, 0), all at 3, 3 sqrt(3) = 5.20; S = 0, 0.6 + 9. */
START_TEST(joined_again)
{
    struct net t = diamond();
    struct inv_gsm w = { 0 };
    struct inv_gsm_out out[MOST];
    struct inv_gsm_search found;
    t.v[0].holding_cost = 0.1;
    close_to(solve(&w, &t, 0, out, &found), 0.6 + 3 * sqrt(2), 1e-12, "the diamond");
    ck_assert_uint_eq(out[0].cst, 0);
    ck_assert_uint_eq(out[1].cst, 1);
    ck_assert_uint_eq(out[2].cst, 1);
    ck_assert_uint_eq(out[3].inbound, 1);
    close_to(out[0].sd, 6, 1e-12, "part 0, twice");
    close_to(out[0].mean, 20, 1e-12, "part 0, twice");
    t.e[0].need = t.e[1].need = 0.5;
    solve(&w, &t, 0, out, &found);
    close_to(out[0].sd, 3, 1e-12, "half on each way");
    inv_gsm_free(&w);
}
END_TEST

/* The plan found, and others: what each costs, or that it cannot be kept. */
START_TEST(given)
{
    uint64_t seed = test_seed("given", 1958);
    struct inv_gsm w = { 0 };
    size_t kept = 0;
    for (int round = 0; round < 500; round++) {
        struct net t;
        struct inv_gsm_out out[MOST];
        struct inv_err err;
        double sd[MOST], sum = 0, cost;
        size_t s[MOST], where;
        random_net(&t, 1 + test_below(&seed, 7), 0.3, 5, &seed);
        served(&t, sd);
        double best = solve(&w, &t, 0, out, NULL);
        for (size_t k = 0; k < t.n; k++)
            s[k] = out[k].cst;
        ck_assert_int_eq(inv_gsm_at(&w, t.v, t.n, t.e, t.m, s, out, &cost, NULL, NULL, &err), INV_OK);
        close_to(cost, best, 1e-12, "the plan found");
        for (size_t k = 0; k < t.n; k++)
            s[k] = test_below(&seed, 3);
        for (size_t k = 0; k < t.n; k++)
            sum += stock_cost(&t, sd, s, k);
        enum inv_status st = inv_gsm_at(&w, t.v, t.n, t.e, t.m, s, out, &cost, &where, NULL, &err);
        ck_assert_int_eq(st, sum < INFINITY ? INV_OK : INV_EARG);
        if (st == INV_OK) {
            kept++;
            close_to(cost, sum, 1e-9, "a plan");
            keeps(&t, out, cost);
        } else {
            ck_assert_str_eq(err.column, "cst");
            ck_assert(stock_cost(&t, sd, s, where) == INFINITY);
        }
    }
    ck_assert(kept > 20 && kept < 480);
    inv_gsm_free(&w);
}
END_TEST

START_TEST(edges)
{
    struct net t = diamond();
    struct inv_gsm w = { 0 };
    struct inv_gsm_out out[MOST];
    struct inv_gsm_search found;
    double cost = solve(&w, &t, 0, out, &found);
    for (double scale = 1e-280; scale < 1e281; scale *= 1e280) {
        t.v[3].sd = 3 * scale;
        close_to(solve(&w, &t, 0, out, &found) / scale, cost, 1e-9, "demand of any size");
        ck_assert(found.exact);
    }
    t.v[3].sd = 0;
    close_to(solve(&w, &t, 0, out, &found), 0, 0, "no demand");
    ck_assert(found.exact && found.bound == 0);
    t = diamond();
    t.v[3].outbound = 3;
    close_to(solve(&w, &t, 0, out, &found), 0, 0, "all made to order");
    for (size_t k = 0; k < 4; k++)
        t.v[k].time = t.v[k].outbound = 0;
    close_to(solve(&w, &t, 0, out, &found), 0, 0, "no time");
    for (size_t k = 0; k < 4; k++)
        t.v[k].time = 1, t.v[k].holding_cost = 0;
    close_to(solve(&w, &t, 0, out, &found), 0, 0, "free stock");
    ck_assert(found.exact);
    inv_gsm_free(&w);
}
END_TEST

/* ---- what goes wrong -------------------------------------------------------------------------------------- */

static void refused(const struct net *t, const char *column, const char *text, bool edge, size_t where)
{
    struct inv_gsm w = { 0 };
    struct inv_gsm_out out[MOST];
    struct inv_err err;
    double cost;
    size_t at;
    bool is_edge;
    ck_assert_int_eq(inv_gsm_network(&w, t->v, t->n, t->e, t->m, 0, out, &cost, NULL, &at, &is_edge, &err), INV_EARG);
    ck_assert_str_eq(err.column, column);
    ck_assert_msg(strstr(err.text, text) != NULL, "%s", err.text);
    ck_assert(is_edge == edge);
    ck_assert_uint_eq(at, where);
    inv_gsm_free(&w);
}

START_TEST(wrong)
{
    struct net t = diamond();
    t.e[t.m++] = (struct inv_gsm_edge){ 3, 1, 1 };
    refused(&t, "", "cycle", false, 1);
    t = diamond();
    t.e[t.m++] = (struct inv_gsm_edge){ 2, 3, 1 };
    refused(&t, "", "twice", true, 4);
    t = diamond();
    t.e[t.m++] = (struct inv_gsm_edge){ 2, 4, 1 };
    refused(&t, "", "no node", true, 4);
    t = diamond();
    t.v[t.n] = t.v[3];
    t.n++;
    refused(&t, "", "not connected", false, 4);
    t = diamond();
    t.v[0].holding_cost = 1e300;
    t.v[3].sd = 1e150;
    refused(&t, "", "out of the range", false, 0);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("gsm_net");
    TCase *c = tcase_create("gsm_net");
    tcase_set_timeout(c, 300);
    tcase_add_test(c, all_plans);
    tcase_add_test(c, cut_short);
    tcase_add_test(c, thirty_nodes);
    tcase_add_test(c, trees);
    tcase_add_test(c, joined_again);
    tcase_add_test(c, given);
    tcase_add_test(c, edges);
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
