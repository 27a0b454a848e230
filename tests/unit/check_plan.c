/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Purchases planned together: budgets, joint orders, transfers, projections. */
#include "config.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inv/load.h"
#include "inv/plan.h"
#include "inv/ration.h"
#include "inv/transfer.h"
#include "oracle.h"

#define WELL(call) \
    do { \
        struct inv_err err_; \
        if ((call) != INV_OK) \
            ck_abort_msg("%s: %s", err_.column, err_.text); \
    } while (0)

/* ---- budgets ---------------------------------------------------------------------------- */

static struct inv_ration_item wish(double mean, double sd, double position, double want, double first, double pack, double cost,
                                   double margin)
{
    struct inv_ration_item it = { .position = position, .want = want, .first = first, .pack = pack, .unit_cost = cost, .margin = margin };
    struct inv_err err_;
    if (inv_dist_init(&it.demand, INV_DIST_NORMAL, mean, sd, &err_) != INV_OK)
        ck_abort_msg("%s", err_.text);
    return it;
}

START_TEST(ration_by_hand)
{
    /* certain demand of 10: A saves 5 a unit for 10 of money, B 3 for 2, C 1 for 1 */
    struct inv_ration_work *w;
    struct inv_ration o;
    WELL(inv_ration_work_alloc(&w, &err_));
    struct inv_ration_item it[] = {
        wish(10, 0, 0, 10, 0, 1, 10, 5), wish(10, 0, 4, 8, 0, 2, 2, 3), wish(10, 0, 0, 12, 6, 3, 1, 1), wish(10, 0, 0, 3, 0, 0, 0, 0),
    };
    WELL(inv_ration(it, 4, 30, &o, w, &err_));
    /* B first, 6 that are needed (12); C for 1 each, 9 (9); 9 are left, no A; a pack of C of which a third is needed (3);
     * then what is not needed but wanted: a pack of B (4) */
    ck_assert_double_eq(it[0].given, 0);
    ck_assert_double_eq(it[1].given, 8);
    ck_assert_double_eq(it[2].given, 12);
    ck_assert_double_eq(it[3].given, 3);        /* costs nothing */
    ck_assert_double_eq(o.spent, 28);
    inv_ration_work_free(w);
}
END_TEST

/* All choices of pieces, without the heap. */
static double best_of(struct inv_ration_item *it, size_t n, double budget)
{
    if (n == 0)
        return 0;
    double best = INFINITY;
    for (double q = 0;; q = q > 0 ? q + it->pack : fmax(it->first, it->pack)) {
        double cost = q * it->unit_cost;
        if (q > it->want || cost > budget)
            break;
        best = fmin(best, it->margin * inv_dist_loss(&it->demand, it->position + q) + best_of(it + 1, n - 1, budget - cost));
    }
    return best;
}

START_TEST(ration_against_all_choices)
{
    uint64_t s = test_seed("ration_against_all_choices", 60606);
    struct inv_ration_work *w;
    WELL(inv_ration_work_alloc(&w, &err_));
    int exact = 0;
    for (int k = 0; k < 600; k++) {
        struct inv_ration_item it[4];
        struct inv_ration o;
        size_t n = 1 + test_below(&s, 4);
        bool equal = k % 3 == 0;                 /* packs of one price, no least orders: greedy is optimal */
        double full = 0, cost = 0;
        for (size_t i = 0; i < n; i++) {
            double pack = equal ? 4 : (double)(1 + test_below(&s, 6)), first = equal ? 0 : pack * (double)test_below(&s, 4);
            double want = fmax(first, pack * (double)test_below(&s, 8)), mean = test_between(&s, 5, 60);
            it[i] = wish(mean, mean * test_between(&s, 0, 0.5), test_between(&s, -5, 40), want, first, pack,
                         equal ? 3 : test_between(&s, 1, 9), test_between(&s, 0.5, 8));
            full += want * it[i].unit_cost;
        }
        double budget = full * test_between(&s, 0, 1.1);
        WELL(inv_ration(it, n, budget, &o, w, &err_));
        for (size_t i = 0; i < n; i++) {
            cost += it[i].given * it[i].unit_cost;
            ck_assert(it[i].given >= 0 && it[i].given <= it[i].want);
            ck_assert(it[i].given <= 0 || it[i].given >= fmin(it[i].first, it[i].want));
            double packs = it[i].given / it[i].pack;
            ck_assert_double_eq_tol(packs, nearbyint(packs), 1e-9);
        }
        double best = best_of(it, n, budget), noise = 1e-9 * (1 + best);
        if (cost > budget * (1 + 1e-9) || fabs(cost - o.spent) > noise * 100 || o.at_risk < best - noise || o.at_risk > best + o.gap + noise
            || (equal && o.at_risk > best + noise))
            ck_abort_msg("instance %d: %g at risk of %g, best %g, gap %g, spent %g of %g", k, o.at_risk, full, best, o.gap, cost, budget);
        exact += o.at_risk <= best + noise;
    }
    printf("%d of 600 are the best choice\n", exact);
    inv_ration_work_free(w);
}
END_TEST

START_TEST(ration_edges)
{
    struct inv_ration_work *w;
    struct inv_ration o;
    struct inv_err err;
    WELL(inv_ration_work_alloc(&w, &err_));
    struct inv_ration_item it[3] = { wish(1e12, 0, 0, 1e12, 0, 0, 1, 1), wish(1e12, 0, 0, 1e12, 0, 0, 1, 1), wish(0, 0, 0, 0, 0, 0, 1, 1) };
    WELL(inv_ration(it, 3, 1.5e12, &o, w, &err_));     /* equal worths by the million million: no loop over them */
    ck_assert_double_eq_tol(o.spent, 1.5e12, 1e3);
    ck_assert_double_eq(it[0].given, 1e12);
    WELL(inv_ration(it, 3, 0, &o, w, &err_));
    ck_assert_double_eq(o.spent, 0);
    it[0] = wish(10, 3, 0, 12.5, 0, 0, 2, 5);          /* no packs: all of the budget is spent */
    WELL(inv_ration(it, 1, 7, &o, w, &err_));
    ck_assert_double_eq_tol(it[0].given, 3.5, 1e-9);
    it[0] = wish(10, 3, 0, 12.5, 6, 0, 2, 5);          /* but not below the least order */
    WELL(inv_ration(it, 1, 7, &o, w, &err_));
    ck_assert_double_eq(it[0].given, 0);
    WELL(inv_ration(it, 1, 17, &o, w, &err_));
    ck_assert_double_eq_tol(it[0].given, 8.5, 1e-9);
    it[0].margin = 0;                                  /* no money at risk: bought where there is money */
    WELL(inv_ration(it, 1, 100, &o, w, &err_));
    ck_assert_double_eq(it[0].given, 12.5);
    it[0].unit_cost = 1e-300;
    it[0].margin = 1e300;
    WELL(inv_ration(it, 1, 1e300, &o, w, &err_));
    ck_assert_double_eq(it[0].given, 12.5);
    it[0] = wish(1e300, 1e299, 0, 1e300, 0, 1e-300, 2, 5);    /* more packs than doubles tell apart: no search without end */
    it[1] = wish(100, 30, 0, 100, 0, 1e-16, 2, 5);
    it[2] = wish(1e300, 1e299, 0, 1e300, 7, 3, 2, 5);
    WELL(inv_ration(it, 3, 100, &o, w, &err_));
    ck_assert(o.spent >= 0 && o.spent <= 100 * (1 + 1e-6));
    it[0] = wish(10, 3, 0, 12.5, 6, 0, 2, 5);
    ck_assert_int_eq(inv_ration(it, 1, -1, &o, w, &err), INV_EARG);
    ck_assert_str_eq(err.column, "budget");
    it[0].unit_cost = NAN;
    ck_assert_int_eq(inv_ration(it, 1, 1, &o, w, &err), INV_EARG);
    ck_assert_str_eq(err.column, "unit_cost");
    WELL(inv_ration(it, 0, 5, &o, w, &err_));
    ck_assert_double_eq(o.spent, 0);
    inv_ration_work_free(w);
}
END_TEST

/* ---- joint orders ------------------------------------------------------------------------- */

static bool enough(const struct inv_load_terms *t, const struct inv_load_item *it, size_t n, double m)
{
    double value = 0, weight = 0, volume = 0;
    for (size_t i = 0; i < n; i++) {
        value += it[i].qty * it[i].value;
        weight += it[i].qty * it[i].weight;
        volume += it[i].qty * it[i].volume;
    }
    if (m > 0)
        return volume <= m * t->container_volume * (1 + 1e-9) && weight <= m * t->container_weight * (1 + 1e-9);
    return value >= t->min_value && weight >= t->min_weight && volume >= t->min_volume;
}

/* As the header says it: a pack at a time, everything worked out anew. */
static void fill_slowly(const struct inv_load_terms *t, struct inv_load_item *it, size_t n, double m)
{
    bool barred[8] = { false };
    while (m > 0 || !enough(t, it, n, 0)) {
        size_t best = n;
        for (size_t i = 0; i < n; i++) {
            double step = it[i].qty > 0 ? it[i].pack : fmax(it[i].pack, it[i].first);
            if (barred[i] || it[i].demand <= 0 || it[i].qty + step > it[i].most)
                continue;
            if (best == n || (it[i].position + it[i].qty) / it[i].demand < (it[best].position + it[best].qty) / it[best].demand)
                best = i;
        }
        if (best == n)
            return;
        double before = it[best].qty;
        it[best].qty += before > 0 ? it[best].pack : fmax(it[best].pack, it[best].first);
        if (m > 0 && !enough(t, it, n, m)) {
            it[best].qty = before;
            barred[best] = true;
        }
    }
}

START_TEST(load_against_filling_slowly)
{
    uint64_t s = test_seed("load_against_filling_slowly", 8128);
    struct inv_load_work w = { 0 };
    for (int k = 0; k < 3000; k++) {
        struct inv_load_item it[8], slow[8];
        struct inv_load o;
        size_t n = 1 + test_below(&s, 8);
        for (size_t i = 0; i < n; i++) {
            double pack = (double)(1 + test_below(&s, 12));
            it[i] = (struct inv_load_item){
                .demand = test_below(&s, 8) ? test_between(&s, 0.5, 30) : 0, .position = test_between(&s, -20, 200), .pack = pack,
                .first = pack * (double)test_below(&s, 3), .value = test_between(&s, 1, 20),
                .weight = test_between(&s, 0.1, 3), .volume = test_between(&s, 0.01, 0.5),
            };
            it[i].qty = test_below(&s, 2) ? pack * (double)(3 + test_below(&s, 5)) : 0;
            it[i].most = test_below(&s, 3) ? INFINITY : it[i].qty + pack * (double)test_below(&s, 30);
        }
        it[0].qty = it[0].pack * 3;
        it[0].most = fmax(it[0].most, it[0].qty);
        memcpy(slow, it, sizeof it);
        struct inv_load_terms t = { .min_value = test_between(&s, 0, 9000), .min_weight = test_between(&s, 0, 500) };
        if (k % 2) {
            t.container_volume = test_between(&s, 5, 60);
            t.container_weight = test_between(&s, 40, 400);
        }
        WELL(inv_load_fill(&t, it, n, &o, &w, &err_));
        fill_slowly(&t, slow, n, 0);
        ck_assert_int_eq(o.reached, enough(&t, it, n, 0));
        if (k % 2) {
            double volume = 0, weight = 0;
            for (size_t i = 0; i < n; i++) {
                volume += slow[i].qty * slow[i].volume;
                weight += slow[i].qty * slow[i].weight;
            }
            double m = fmax(ceil(volume / t.container_volume - 1e-12), ceil(weight / t.container_weight - 1e-12));
            ck_assert_double_eq(o.containers, m);
            fill_slowly(&t, slow, n, m);
        }
        for (size_t i = 0; i < n; i++)
            if (fabs(it[i].qty - slow[i].qty) > 1e-9)
                ck_abort_msg("instance %d: item %zu of %zu: %g, not %g", k, i, n, it[i].qty, slow[i].qty);
    }
    inv_load_work_free(&w);
}
END_TEST

START_TEST(load_edges)
{
    struct inv_load_work w = { 0 };
    struct inv_load o;
    struct inv_err err;
    struct inv_load_item it[2] = { { 10, 0, 0, 0, INFINITY, 1, NAN, NAN, 5 }, { 20, 0, 0, 0, INFINITY, 1, NAN, NAN, 0 } };
    struct inv_load_terms t = { .min_value = 1e12 };
    WELL(inv_load_fill(&t, it, 2, &o, &w, &err_));          /* a million million units, but no loop over them */
    ck_assert(o.reached);
    ck_assert_double_eq_tol(o.value, 1e12, 2000);
    ck_assert_double_eq_tol(it[1].qty / it[0].qty, 2, 1e-6);
    it[0].qty = it[1].qty = 0;
    WELL(inv_load_fill(&t, it, 2, &o, &w, &err_));          /* nothing is needed: nothing is ordered */
    ck_assert(it[0].qty <= 0 && it[1].qty <= 0 && o.value <= 0);
    it[0].qty = 5;
    it[0].demand = it[1].demand = 0;
    WELL(inv_load_fill(&t, it, 2, &o, &w, &err_));          /* nothing would ever be sold */
    ck_assert(!o.reached);
    ck_assert_double_eq(it[0].qty, 5);
    t = (struct inv_load_terms){ .container_volume = 3 };
    it[0].demand = 1;
    WELL(inv_load_fill(&t, it, 2, &o, &w, &err_));          /* no volumes: no container is ever full */
    ck_assert_double_eq(it[0].qty, 5);
    ck_assert_double_eq(o.containers, 0);
    it[0].volume = 1e300;
    ck_assert_int_eq(inv_load_fill(&t, it, 2, &o, &w, &err), INV_EARG);
    it[0].volume = -1;
    ck_assert_int_eq(inv_load_fill(&t, it, 2, &o, &w, &err), INV_EARG);
    ck_assert_str_eq(err.column, "volume");
    t.min_value = -1;
    ck_assert_int_eq(inv_load_fill(&t, it, 2, &o, &w, &err), INV_EARG);
    ck_assert_str_eq(err.column, "min_value");
    inv_load_work_free(&w);
}
END_TEST

/* ---- transfers ------------------------------------------------------------------------------ */

/* The most that can reach the places served so far, by whole units: every split of every surplus. */
static double most_moved(const double *left, size_t givers, double lack)
{
    double sum = 0;
    for (size_t i = 0; i < givers; i++)
        sum += left[i];
    return fmin(sum, lack);
}

START_TEST(transfers_conserve_and_serve_the_urgent)
{
    uint64_t s = test_seed("transfers_conserve_and_serve_the_urgent", 424243);
    struct inv_transfer_work w = { 0 };
    for (int k = 0; k < 5000; k++) {
        struct inv_transfer_place p[7];
        struct inv_transfer_move m[7];
        size_t n = 1 + test_below(&s, 7), nm;
        double step = (double)test_below(&s, 4), out[7] = { 0 }, in[7] = { 0 }, pool = 0;
        for (size_t i = 0; i < n; i++) {
            bool gives = test_below(&s, 2);
            p[i] = (struct inv_transfer_place){ gives ? (double)test_below(&s, 40) : 0, gives ? 0 : (double)test_below(&s, 40),
                                                (double)test_below(&s, 5) };
            pool += step > 0 ? floor(p[i].surplus / step) * step : p[i].surplus;
        }
        WELL(inv_transfer_allocate(p, n, step, m, &nm, &w, &err_));
        ck_assert_uint_lt(nm, n + (nm == 0));
        for (size_t j = 0; j < nm; j++) {
            ck_assert(m[j].qty > 0 && m[j].from != m[j].to);
            ck_assert(step <= 0 || fabs(fmod(m[j].qty, step)) < 1e-9);
            out[m[j].from] += m[j].qty;
            in[m[j].to] += m[j].qty;
        }
        for (size_t i = 0; i < n; i++)
            ck_assert(out[i] <= p[i].surplus && (in[i] <= 0 || p[i].lack > 0));
        for (int level = 0; level < 5; level++)          /* the urgent have all that could be had before others have any */
            for (size_t i = 0; i < n; i++)
                if (p[i].lack > 0 && fabs(p[i].urgency - level) < 0.5) {
                    double lack = step > 0 ? ceil(p[i].lack / step) * step : p[i].lack, want = most_moved(&pool, 1, lack);
                    if (fabs(in[i] - want) > 1e-9)
                        ck_abort_msg("instance %d: place %zu has %g, could have %g", k, i, in[i], want);
                    pool -= want;
                }
    }
    inv_transfer_work_free(&w);
}
END_TEST

START_TEST(transfers_are_few)
{
    struct inv_transfer_work w = { 0 };
    struct inv_transfer_move m[5];
    size_t n;
    const struct inv_transfer_place p[5] = { { 50, 0, 9 }, { 12, 0, 9 }, { 0, 10, 2 }, { 0, 45, 1 }, { 0, 8, NAN } };
    WELL(inv_transfer_allocate(p, 5, 0, m, &n, &w, &err_));
    ck_assert_uint_eq(n, 4);
    ck_assert(m[0].from == 0 && m[0].to == 3 && m[1].from == 1 && m[1].to == 2);     /* each from one that can alone */
    struct inv_err err;
    const struct inv_transfer_place both = { 1, 1, 0 }, bad = { -1, 0, 0 };
    ck_assert_int_eq(inv_transfer_allocate(&both, 1, 0, m, &n, &w, &err), INV_EARG);
    ck_assert_int_eq(inv_transfer_allocate(&bad, 1, 0, m, &n, &w, &err), INV_EARG);
    ck_assert_int_eq(inv_transfer_allocate(p, 5, -1, m, &n, &w, &err), INV_EARG);
    inv_transfer_work_free(&w);
}
END_TEST

/* ---- projection ------------------------------------------------------------------------------- */

START_TEST(plan_by_hand)
{
    /* 30 on hand, 10 a period, lead time 2, rs to 40: as drawn by hand */
    struct inv_plan_work w = { 0 };
    struct inv_plan_time time[6];
    struct inv_plan_row r[6];
    const struct inv_receipt due[] = { { 2, 5 } };
    struct inv_plan_in in = { .policy = inv_reorder_defaults(), .demand = { NULL, 0, 10 }, .receipts = due, .nreceipts = 1,
                              .first = NAN, .interval = NAN, .end_of_life = NAN, .unit_cost = 2 };
    in.policy.policy = INV_POLICY_RS;
    in.policy.on_hand = 30;
    in.policy.on_order = 5;
    in.policy.reorder_point = 40;
    inv_plan_times(2, 1, 1, 5, time);
    WELL(inv_plan_run(&in, time, 5, r, &w, &err_));
    const double opening[] = { 30, 30, 20, 20, 20, 20 }, receipts[] = { 0, 0, 10, 10, 10, 10 }, order[] = { 5, 10, 10, 10, 10, 10 };
    const double cash[] = { 0, 10, 20, 20, 20, 20 };
    for (size_t t = 0; t < 6; t++) {
        ck_assert_double_eq(r[t].opening, opening[t]);
        ck_assert_double_eq(r[t].receipts, receipts[t]);
        ck_assert_double_eq(r[t].order_qty, order[t]);
        ck_assert_double_eq(r[t].cash, cash[t]);
        ck_assert_double_eq(r[t].closing, opening[t] + receipts[t] - (t ? 10 : 0));
    }
    in.first = 0;                             /* the budget cut it: the next review makes it good */
    WELL(inv_plan_run(&in, time, 5, r, &w, &err_));
    ck_assert_double_eq(r[0].order_qty, 0);
    ck_assert_double_eq(r[1].order_qty, 15);
    in.end_of_life = 3;
    in.policy.policy = INV_POLICY_FORECAST;   /* what is still sold is bought, and no more */
    WELL(inv_plan_run(&in, time, 5, r, &w, &err_));
    ck_assert_double_eq(r[4].demand, 0);
    ck_assert_double_eq(r[5].closing, 5);
    inv_plan_work_free(&w);
}
END_TEST

START_TEST(plan_conserves)
{
    uint64_t s = test_seed("plan_conserves", 271828);
    struct inv_plan_work w = { 0 };
    for (int k = 0; k < 2000; k++) {
        double step[9];
        struct inv_plan_time time[41];
        struct inv_plan_row r[41];
        struct inv_receipt due[] = { { (int64_t)test_below(&s, 9) - 3, (double)test_below(&s, 50) } };
        for (size_t i = 0; i < 9; i++)
            step[i] = (double)test_below(&s, 30);
        struct inv_plan_in in = { .policy = inv_reorder_defaults(), .demand = { step, test_below(&s, 10), (double)test_below(&s, 20) },
                                  .receipts = due, .nreceipts = 1, .first = NAN, .interval = NAN, .end_of_life = NAN, .unit_cost = 1 };
        double lead = test_between(&s, 0, 5), review = (double)test_below(&s, 4), lot = (double)(1 + test_below(&s, 60));
        in.policy.policy = k % 2 ? INV_POLICY_FORECAST : INV_POLICY_RQ;
        in.policy.on_hand = (double)test_below(&s, 120);
        in.policy.on_order = due[0].qty;
        in.policy.reorder_point = (double)test_below(&s, 100);
        in.policy.lot = in.policy.pack_size = lot;
        inv_plan_times(lead, review, 0, 40, time);
        WELL(inv_plan_run(&in, time, 40, r, &w, &err_));
        double arrived = 0, orders = 0, demand = 0, cash = 0, placed = 0;
        for (size_t t = 0; t <= 40; t++) {
            ck_assert_double_eq(r[t].opening, t ? r[t - 1].closing : in.policy.on_hand);
            ck_assert_double_eq_tol(r[t].closing, r[t].opening + r[t].receipts - r[t].demand, 1e-9);
            arrived += r[t].receipts;
            placed += r[t].order_qty;
            demand += r[t].demand;
            cash += r[t].cash;
            if (t + (size_t)ceil(lead) <= 40 && t < 40)
                orders += r[t].order_qty;
            ck_assert(time[t].order || r[t].order_qty <= 0);
        }
        ck_assert_double_eq_tol(cash, placed, 1e-9);       /* paid at once, a unit costs 1 */
        ck_assert_double_eq_tol(arrived, orders + due[0].qty, 1e-9);
        ck_assert_double_eq_tol(demand, inv_project_total(&in.demand, 0, 40), 1e-9);
        /* once the first order is there, a forecast that comes true leaves no one waiting */
        if (k % 2)
            for (size_t t = (size_t)ceil(lead) + 1; t <= 40; t++)
                if (r[t].closing < -1e-9)
                    ck_abort_msg("instance %d: %g short in period %zu, lead %g, review %g", k, -r[t].closing, t, lead, review);
    }
    inv_plan_work_free(&w);
}
END_TEST

START_TEST(plan_helpers)
{
    const double step[] = { 4, 8, 2 };
    const struct inv_demand d = { step, 3, 5 };
    ck_assert_double_eq(inv_project_total(&d, 0, 0), 0);
    ck_assert_double_eq(inv_project_total(&d, 0, 1.5), 8);
    ck_assert_double_eq(inv_project_total(&d, 0.5, 3), 12);
    ck_assert_double_eq(inv_project_total(&d, 2, 5), 12);
    ck_assert_double_eq(inv_project_total(&d, 3, 2), 0);
    ck_assert_double_eq(inv_project_total(&(struct inv_demand){ step, 3, NAN }, 0, 3), 14);
    ck_assert(isnan(inv_project_total(&(struct inv_demand){ step, 3, NAN }, 0, 4)));
    ck_assert_double_eq(inv_plan_stretch(100, 20, 4, 4, 30), 100);
    ck_assert_double_eq(inv_plan_stretch(100, 20, 4, 9, 50), 160);
    ck_assert_double_eq(inv_plan_stretch(100, NAN, 4, 9, 50), 150);
    ck_assert_double_eq(inv_plan_stretch(100, 20, 0, 9, 50), 150);
    struct inv_plan_time t[4];
    inv_plan_times(0.5, 2, 1.2, 3, t);        /* half a period: there before the next is over */
    ck_assert(t[0].order && !t[1].order && t[2].order && !t[3].order);
    ck_assert_int_eq(t[2].arrival, 3);
    ck_assert_int_eq(t[2].pay, 4);
    ck_assert_double_eq(t[2].protect, 4.5);
    ck_assert_double_eq(t[3].protect, 5.5);
    inv_plan_times(1e300, 0, 0, 3, t);
    ck_assert_int_eq(t[0].arrival, (int64_t)1e15);
    /* What arrives beyond all that is looked at would be ordered again and again. */
    struct inv_plan_in far = { .policy = inv_reorder_defaults(), .demand = d, .first = NAN, .interval = NAN, .end_of_life = NAN };
    struct inv_plan_row row[4];
    struct inv_plan_work w = { 0 };
    struct inv_err err;
    far.policy.policy = INV_POLICY_DEMAND;
    far.policy.on_hand = 0;
    ck_assert_int_eq(inv_plan_run(&far, t, 3, row, &w, &err), INV_EARG);
    ck_assert_str_eq(err.column, "lead_time");
    inv_plan_work_free(&w);
}
END_TEST

/* ---- what bounds an order besides packs ----------------------------------------------------------- */

static struct inv_reorder_in ask(double on_hand, double up_to)
{
    struct inv_reorder_in in = inv_reorder_defaults();
    in.policy = INV_POLICY_DEMAND;
    in.on_hand = on_hand;
    in.protect = up_to;
    return in;
}

START_TEST(bounds)
{
    struct inv_reorder_in in = ask(20, 100);
    struct inv_reorder_out o;
#define ORDERS(q, why) \
    do { \
        WELL(inv_reorder_solve(&in, &o, &err_)); \
        ck_assert_double_eq(o.order_qty, q); \
        ck_assert_str_eq(inv_bound_name(o.bound), why); \
    } while (0)
    ORDERS(80, "none");
    in.safety_stock = 10;
    ORDERS(90, "none");
    in.moved = 30;
    ORDERS(60, "transfer");
    ck_assert_double_eq(o.need, 90);
    in.moved = 95;
    ORDERS(0, "transfer");
    in.moved = NAN;
    in.to_come = 75;
    ORDERS(55, "end_of_life");
    in.pack_size = 10;
    ORDERS(50, "end_of_life");
    in.to_come = 3;
    ORDERS(0, "end_of_life");
    in.to_come = NAN;
    in.replaced = true;
    ORDERS(0, "substitute");
    in.replaced = false;
    in.others = 25;
    ORDERS(120, "pack");
    in.others = NAN;
    in.on_order = 40;
    in.late = 40;
    ORDERS(90, "none");                       /* comes after the interval: of no use in it */
    in.others = -1;
    struct inv_err err;
    ck_assert_int_eq(inv_reorder_solve(&in, &o, &err), INV_EARG);
    in = ask(20, NAN);
    ck_assert_int_eq(inv_reorder_solve(&in, &o, &err), INV_EARG);
    ck_assert_str_eq(err.column, "demand");
}
END_TEST

int main(void)
{
    const struct { const char *name; const TTest *test; } tests[] = {
        { "ration by hand", ration_by_hand }, { "ration", ration_against_all_choices }, { "ration edges", ration_edges },
        { "load", load_against_filling_slowly }, { "load edges", load_edges },
        { "transfers", transfers_conserve_and_serve_the_urgent }, { "few transfers", transfers_are_few },
        { "plan by hand", plan_by_hand }, { "plan", plan_conserves }, { "plan helpers", plan_helpers }, { "bounds", bounds },
    };
    Suite *suite = suite_create("plan");
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
