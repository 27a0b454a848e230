/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/draws.h"
#include "inv/pmf.h"
#include "inv/sim.h"
#include "oracle.h"

enum { MOST = 4000 };

static void close_to(double got, double want, double tolerance, const char *what)
{
    if (!(fabs(got - want) <= tolerance))
        ck_abort_msg("%s: %.17g is not %.17g", what, got, want);
}

static void begin(const struct inv_sim_in *in, size_t lead_most, struct inv_sim_state *s)
{
    struct inv_err err;
    if (inv_sim_begin(in, lead_most, s, &err) != INV_OK)
        ck_abort_msg("%s: %s", err.column, err.text);
}

static double measure(const struct inv_sim_in *in, enum inv_sim_measure m, const struct inv_sim_sums *s)
{
    struct inv_sim_mean mean;
    ck_assert_int_eq(inv_sim_mean(in, m, s, 1, .95, &mean, NULL), INV_OK);
    return mean.mean;
}

/* ---- known traces ------------------------------------------------------------------------------ */

static struct inv_sim_in oracle_policy(const struct oracle *o, const char *name)
{
    struct inv_sim_in in = inv_sim_defaults();
    const char *type = oracle_text(o, name, "policy_type");
    in.demand_first = true;
    in.lead_time = (size_t)oracle_number(o, name, "shipment_lead_time_periods");
    in.holding_cost = oracle_number(o, name, "holding_cost");
    in.shortage_cost = oracle_number(o, name, "stockout_cost");
    in.trigger = oracle_number(o, name, "policy_reorder_point");
    in.level = oracle_number(o, name, "policy_order_up_to_level");
    in.lot = oracle_number(o, name, "policy_order_quantity");
    if (strcmp(type, "rQ") == 0)
        in.rule = INV_SIM_LOTS;
    else if (strcmp(type, "BS") == 0)
        in.trigger = in.level = oracle_number(o, name, "policy_base_stock_level");
    else
        ck_assert_str_eq(type, "sS");
    in.on_hand = oracle_number(o, name, "initial_inventory_level");
    if (isnan(in.on_hand))
        in.on_hand = in.level;
    return in;
}

static void known_trace(const struct oracle *o, const char *name)
{
    double demand[64], want_stock[64], want_order[64], stock[64], order[64], waiting[64], cost[64], total = 0;
    struct inv_sim_in in = oracle_policy(o, name);
    size_t n = oracle_list(o, name, "demand", demand, 64);
    ck_assert_uint_eq(oracle_list(o, name, "expect_ending_inventory_level", want_stock, 64), n);
    ck_assert_uint_eq(oracle_list(o, name, "expect_order_quantity", want_order, 64), n);
    struct inv_sim_state s = { 0 };
    struct inv_sim_sums sums = { 0 };
    struct inv_sim_path path = { .n = n, .demand = demand };
    struct inv_sim_trace trace = { .order_qty = order, .ending = stock, .backorders = waiting, .cost = cost };
    begin(&in, 0, &s);
    inv_sim_run(&in, &path, &s, &sums, &trace);
    for (size_t i = 0; i < n; i++) {
        close_to(stock[i] - waiting[i], want_stock[i], 0, name);
        close_to(order[i], want_order[i], 0, name);
        total += cost[i];
    }
    close_to(total, oracle_number(o, name, "expect_total_cost"), 1e-12, name);
    close_to(measure(&in, INV_SIM_COST, &sums) * (double)n, total, 1e-12, name);
    close_to(measure(&in, INV_SIM_FILL_RATE, &sums), oracle_number(o, name, "expect_fill_rate_cumulative"), 0, name);
    close_to(measure(&in, INV_SIM_READY_RATE, &sums), oracle_number(o, name, "expect_fraction_periods_no_stockout"), 0, name);
    inv_sim_free(&s);
}

START_TEST(known_traces)
{
    struct oracle o;
    if (!oracle_open(&o))
        return;
    const char *name;
    size_t cases = 0;
    for (size_t i = 0; (name = oracle_next(&o, "sim.simulation single-stage", &i)); cases++)
        known_trace(&o, name);
    ck_assert_uint_ge(cases, 4);
    oracle_close(&o);
}
END_TEST

/* ---- against a book of orders -------------------------------------------------------------------- */

/* Orders as a list with dates, stock as a count: the rules of sim.h by another way. */
struct book { double qty[MOST]; size_t due[MOST]; bool open[MOST]; size_t n; double net, lost; };

static double on_order(const struct book *b)
{
    double sum = 0;
    for (size_t i = 0; i < b->n; i++)
        sum += b->open[i] ? b->qty[i] : 0;
    return sum;
}

static bool arrive(struct book *b, size_t t, bool stopped)
{
    bool any = false;
    for (size_t i = 0; i < b->n && !stopped; i++)
        if (b->open[i] && b->due[i] <= t) {
            b->net += b->qty[i];
            b->open[i] = false;
            any = true;
        }
    return any;
}

static double wish(const struct inv_sim_in *in, const struct inv_sim_path *p, size_t t, double position)
{
    if (in->rule == INV_SIM_GIVEN)
        return p->orders[t];
    double q = 0, r = p->trigger ? p->trigger[t] : in->trigger, up = p->level ? p->level[t] : in->level;
    if (position <= r && in->rule == INV_SIM_LOTS)
        while (position + q <= r)
            q += in->lot;
    else if (position <= r)
        q = up - position;
    if (q <= 0)
        return 0;
    double packs = in->pack_size > 0 ? in->pack_size : 1, k = q;
    if (k < in->moq)
        k = in->moq;
    double got = 0;
    if (in->pack_size > 0)
        while (got < k)
            got += packs;
    else
        got = k;
    while (got > in->capacity)
        got = in->pack_size > 0 ? got - packs : in->capacity;
    return got < in->moq ? 0 : got;
}

static double order(const struct inv_sim_in *in, const struct inv_sim_path *p, size_t t, struct book *b)
{
    if (t < in->phase || (t - in->phase) % in->review != 0 || (p->down && p->down[t] && in->stop == INV_SIM_STOP_ORDERS))
        return 0;
    double q = wish(in, p, t, b->net + on_order(b));
    if (q <= 0)
        return 0;
    size_t due = t + (p->lead ? p->lead[t] : in->lead_time);
    for (size_t i = 0; i < b->n && in->no_crossing; i++)
        if (b->due[i] > due && b->qty[i] > 0)
            due = b->due[i];
    b->qty[b->n] = q;
    b->due[b->n] = due;
    b->open[b->n++] = true;
    return q;
}

static void take(const struct inv_sim_in *in, struct book *b, double demand)
{
    b->net -= demand;
    b->lost = 0;
    if (in->lost_sales && b->net < 0) {
        b->lost = -b->net;
        b->net = 0;
    }
}

static void compare(const struct inv_sim_in *in, const struct inv_sim_path *p, size_t lead_most)
{
    static double stock[MOST], waiting[MOST], q[MOST], lost[MOST], cost[MOST];
    static struct book b;
    struct inv_sim_trace trace = { .ending = stock, .backorders = waiting, .order_qty = q, .lost = lost, .cost = cost };
    struct inv_sim_state s = { 0 };
    struct inv_sim_sums sums = { 0 };
    double money = 0, short_periods = 0, cycles = 0, all = 0;
    begin(in, lead_most, &s);
    inv_sim_run(in, p, &s, &sums, &trace);
    b.net = in->on_hand - in->backordered;
    b.n = 1;                                        /* the first is what was on order */
    b.qty[0] = in->on_order;
    b.due[0] = in->lead_time;
    b.open[0] = in->on_order > 0;
    for (size_t t = 0; t < p->n; t++) {
        bool down = p->down && p->down[t] && in->stop == INV_SIM_STOP_SHIPMENTS, came = arrive(&b, t, down);
        double placed;
        if (in->demand_first)
            take(in, &b, p->demand[t]);
        placed = order(in, p, t, &b);
        came |= arrive(&b, t, down);
        if (!in->demand_first)
            take(in, &b, p->demand[t]);
        close_to(q[t], placed, 1e-9, "order");
        close_to(stock[t] - waiting[t], b.net, 1e-9, "net stock");
        close_to(lost[t], b.lost, 1e-9, "lost");
        double backlog = b.net < 0 ? -b.net : 0, here = (in->lost_sales ? b.lost : backlog) * in->shortage_cost
            + (b.net > 0 ? b.net : 0) * in->holding_cost + (placed > 0 ? in->order_cost : 0);
        close_to(cost[t], here, 1e-9 * (1 + here), "cost");
        money += here;
        cycles += came;
        short_periods += in->lost_sales ? b.lost > 0 : backlog > 0 && p->demand[t] > 0;
        all += p->demand[t];
    }
    close_to(measure(in, INV_SIM_COST, &sums) * (double)p->n, money, 1e-9 * (1 + money), "total cost");
    close_to(sums.short_periods, short_periods, 0, "short periods");
    close_to(sums.cycles, cycles, 0, "cycles");
    close_to(sums.demand, all, 1e-9 * all, "demand");
    inv_sim_free(&s);
}

static struct inv_sim_in random_policy(uint64_t *r)
{
    struct inv_sim_in in = inv_sim_defaults();
    in.rule = (enum inv_sim_rule)test_below(r, 3);
    in.trigger = (double)test_below(r, 40) - 5;
    in.level = in.trigger + (double)test_below(r, 30);
    in.lot = (double)(1 + test_below(r, 25));
    in.review = 1 + test_below(r, 4);
    in.phase = test_below(r, in.review);
    in.lead_time = test_below(r, 6);
    in.no_crossing = test_below(r, 2);
    in.lost_sales = test_below(r, 2);
    in.demand_first = test_below(r, 2);
    in.stop = (enum inv_sim_stop)test_below(r, 2);
    in.pack_size = test_below(r, 2) ? (double)(1 + test_below(r, 6)) : 0;
    in.moq = test_below(r, 2) ? (double)test_below(r, 12) : 0;
    in.capacity = test_below(r, 3) ? INFINITY : fmax(in.moq, (double)(6 + test_below(r, 20)));
    in.on_hand = (double)test_below(r, 30);
    in.on_order = (double)test_below(r, 10);
    in.backordered = in.lost_sales ? 0 : (double)test_below(r, 4);
    in.order_cost = (double)test_below(r, 50);
    in.holding_cost = test_between(r, 0, 2);
    in.shortage_cost = test_between(r, 0, 9);
    return in;
}

START_TEST(as_by_a_book_of_orders)
{
    uint64_t r = test_seed("as_by_a_book_of_orders", 5);
    static double demand[300], trigger[300], level[300], orders[300];
    static unsigned lead[300];
    static unsigned char down[300];
    for (int k = 0; k < 2000; k++) {
        struct inv_sim_in in = random_policy(&r);
        size_t n = 1 + test_below(&r, 300);
        for (size_t i = 0; i < n; i++) {
            demand[i] = (double)test_below(&r, 2 + (size_t)k % 12);
            lead[i] = (unsigned)test_below(&r, 7);
            down[i] = test_below(&r, 5) == 0;
            trigger[i] = (double)test_below(&r, 30);
            level[i] = trigger[i] + (double)test_below(&r, 30);
            orders[i] = test_below(&r, 3) ? 0 : (double)test_below(&r, 20);
        }
        struct inv_sim_path p = { .n = n, .demand = demand, .orders = orders };
        bool leads = test_below(&r, 2);
        p.lead = leads ? lead : NULL;
        p.down = test_below(&r, 2) ? down : NULL;
        if (test_below(&r, 3) == 0) {
            p.trigger = trigger;
            p.level = level;
        }
        compare(&in, &p, leads ? 6 : 0);
    }
}
END_TEST

/* In pieces as in one. */
START_TEST(goes_on_where_it_stopped)
{
    uint64_t r = test_seed("goes_on_where_it_stopped", 6);
    double demand[200], whole[200], parts[200];
    for (int k = 0; k < 200; k++) {
        struct inv_sim_in in = random_policy(&r);
        in.rule = INV_SIM_LOTS;
        for (size_t i = 0; i < 200; i++)
            demand[i] = (double)test_below(&r, 9);
        struct inv_sim_path p = { .n = 200, .demand = demand };
        struct inv_sim_state s = { 0 };
        struct inv_sim_sums a = { 0 }, b = { 0 };
        begin(&in, 0, &s);
        inv_sim_run(&in, &p, &s, &a, &(struct inv_sim_trace){ .cost = whole });
        begin(&in, 0, &s);
        for (size_t at = 0; at < 200; at += p.n) {
            p = (struct inv_sim_path){ .n = 1 + test_below(&r, 200 - at), .demand = demand + at };
            struct inv_sim_sums part = { 0 };
            inv_sim_run(&in, &p, &s, &part, &(struct inv_sim_trace){ .cost = parts + at });
            inv_sim_add(&b, &part);
        }
        ck_assert_mem_eq(whole, parts, sizeof whole);
        ck_assert_mem_eq(&a, &b, sizeof a);
        inv_sim_free(&s);
    }
}
END_TEST

/* Periods without branches (no trace, nothing out of the ordinary) to the last bit as those with: in pieces, of
 * which the short ones and the odd ones go the other way. */
START_TEST(without_a_trace_the_same)
{
    uint64_t r = test_seed("without_a_trace_the_same", 7);
    enum { N = 1000 };
    static double demand[N], stock[N];
    static unsigned lead[N];
    const double units[] = { 1, 0.1, 0.7, 1e-300, 1e290 };
    for (int k = 0; k < 4000; k++) {
        struct inv_sim_in in = random_policy(&r);
        double unit = units[test_below(&r, 5)];
        in.rule = test_below(&r, 8) ? INV_SIM_UP_TO : INV_SIM_LOTS;
        in.pack_size = in.moq = 0;
        in.capacity = INFINITY;
        in.level = test_below(&r, 3) ? in.level : in.trigger;        /* base stock */
        in.trigger *= unit;
        in.level *= unit;
        in.on_hand *= unit;
        in.on_order *= unit;
        in.backordered *= unit;
        size_t most = 1 + test_below(&r, 12), back = test_below(&r, 3);
        for (size_t i = 0; i < N; i++) {
            demand[i] = ((double)test_below(&r, most + back) - (double)back) * unit;
            lead[i] = (unsigned)test_below(&r, 20);
        }
        struct inv_sim_state a = { 0 }, b = { 0 };
        struct inv_sim_sums with = { 0 }, without = { 0 };
        begin(&in, 20, &a);
        begin(&in, 20, &b);
        for (size_t at = 0, n; at < N; at += n) {
            n = 1 + test_below(&r, N - at);
            struct inv_sim_path p = { .n = n, .demand = demand + at, .lead = test_below(&r, 4) ? NULL : lead + at };
            inv_sim_run(&in, &p, &a, &with, &(struct inv_sim_trace){ .ending = stock });
            inv_sim_run(&in, &p, &b, &without, NULL);
            ck_assert_mem_eq(&with, &without, sizeof with);
            ck_assert(a.net == b.net && a.position == b.position && a.t == b.t && a.latest == b.latest);
            ck_assert(a.short_cycle == b.short_cycle && a.mask == b.mask);
            ck_assert_mem_eq(a.due, b.due, (a.mask + 1) * sizeof *a.due);
        }
        inv_sim_free(&a);
        inv_sim_free(&b);
    }
}
END_TEST

/* ---- against exact costs ----------------------------------------------------------------------------- */

enum { RUNS = 40, WARM = 200 };

/* n periods of dist's demand a run, after a warm-up. */
static void replicate(const struct inv_sim_in *in, const struct inv_dist *dist, size_t n, uint64_t seed, struct inv_sim_sums *sums)
{
    double *demand = malloc((n + WARM) * sizeof *demand);
    struct inv_draws d = { 0 };
    struct inv_sim_state s = { 0 };
    struct inv_rng r;
    ck_assert_int_eq(inv_draws_init(&d, dist, NULL), INV_OK);
    for (size_t k = 0; k < RUNS; k++) {
        struct inv_sim_sums before = { 0 };
        inv_draws_stream(&r, seed, 7, k, INV_FOR_DEMAND);
        inv_draws_fill(&d, &r, demand, n + WARM);
        begin(in, 0, &s);
        sums[k] = before;
        inv_sim_run(in, &(struct inv_sim_path){ .n = WARM, .demand = demand }, &s, &before, NULL);
        inv_sim_run(in, &(struct inv_sim_path){ .n = n, .demand = demand + WARM }, &s, &sums[k], NULL);
    }
    inv_sim_free(&s);
    inv_draws_free(&d);
    free(demand);
}

/* Its 99.99 % interval has the exact value, and is not wide. */
static void has(const struct inv_sim_in *in, enum inv_sim_measure m, const struct inv_sim_sums *s, double exact, const char *what)
{
    struct inv_sim_mean mean;
    ck_assert_int_eq(inv_sim_mean(in, m, s, RUNS, .9999, &mean, NULL), INV_OK);
    if (!(mean.lo <= exact && exact <= mean.hi))
        ck_abort_msg("%s, measure %d: %.9g is not in %.9g .. %.9g", what, (int)m, exact, mean.lo, mean.hi);
    ck_assert_msg(mean.hi - mean.lo < .2 * (exact + .05), "%s, measure %d: %g .. %g says little of %g", what, (int)m, mean.lo,
                  mean.hi, exact);
}

static struct inv_dist dist_of(enum inv_dist_kind kind, double mean, double sd)
{
    struct inv_dist d;
    ck_assert_int_eq(inv_dist_init(&d, kind, mean, sd, NULL), INV_OK);
    return d;
}

/* What stock y costs at the end of an interval with demand x, per period. */
static double cost_at(const struct inv_sim_in *in, const struct inv_dist *x, double y)
{
    double waiting = inv_dist_loss(x, y);
    return in->holding_cost * (y - x->mean + waiting) + in->shortage_cost * waiting;
}

/* Base stock: net stock at a period's end is S - D(L + 1) (Zipkin 2000, ch. 9);
 * B of a period's demand is what waits at its end and did not before. */
START_TEST(base_stock)
{
    static const struct { enum inv_dist_kind kind; double mean, sd, s; size_t lead; } grid[] = {
        { INV_DIST_POISSON, 5, 0, 7, 0 }, { INV_DIST_POISSON, 5, 0, 18, 2 }, { INV_DIST_POISSON, .4, 0, 3, 4 },
        { INV_DIST_POISSON, 80, 0, 330, 3 }, { INV_DIST_NEGBIN, 6, 4, 22, 2 }, { INV_DIST_NEGBIN, 20, 30, 100, 1 },
        { INV_DIST_NORMAL, 50, 8, 58, 0 }, { INV_DIST_NORMAL, 50, 8, 215, 3 }, { INV_DIST_GAMMA, 10, 7, 45, 2 },
        { INV_DIST_GAMMA, 3, 4, 9, 1 },
    };
    static struct inv_sim_sums sums[RUNS];
    for (size_t i = 0; i < sizeof grid / sizeof *grid; i++) {
        double l = (double)grid[i].lead, mean = grid[i].mean, sd = grid[i].kind == INV_DIST_POISSON ? sqrt(mean) : grid[i].sd;
        struct inv_sim_in in = inv_sim_defaults();
        struct inv_dist one = dist_of(grid[i].kind, mean, sd), many = dist_of(grid[i].kind, mean * (l + 1), sd * sqrt(l + 1));
        struct inv_dist before = dist_of(grid[i].kind, mean * l, sd * sqrt(l));
        in.trigger = in.level = in.on_hand = grid[i].s;
        in.lead_time = grid[i].lead;
        in.holding_cost = 1;
        in.shortage_cost = 9;
        replicate(&in, &one, 4000, i, sums);
        has(&in, INV_SIM_COST, sums, cost_at(&in, &many, grid[i].s), "base stock");
        double was = l > 0 ? inv_dist_loss(&before, grid[i].s) : 0;
        if (grid[i].kind != INV_DIST_NORMAL)
            has(&in, INV_SIM_FILL_RATE, sums, 1 - (inv_dist_loss(&many, grid[i].s) - was) / mean, "base stock");
    }
}
END_TEST

/* (r,nQ): the position after an order is uniform on r + 1 .. r + Q (Hadley and Whitin 1963,
 * ch. 5), so that the cost is the mean of base stocks' costs there. */
START_TEST(lots)
{
    static const struct { double mean, r, q; size_t lead; } grid[] = {
        { 4, 8, 10, 1 }, { 4, 3, 1, 0 }, { .7, 2, 6, 3 }, { 25, 60, 40, 2 }, { 25, 20, 7, 0 }, { 3, -2, 12, 1 },
    };
    static struct inv_sim_sums sums[RUNS];
    for (size_t i = 0; i < sizeof grid / sizeof *grid; i++) {
        struct inv_sim_in in = inv_sim_defaults();
        double l = (double)grid[i].lead, q = grid[i].q, cost = 0, waiting = 0, was = 0;
        struct inv_dist one = dist_of(INV_DIST_POISSON, grid[i].mean, 0), many = dist_of(INV_DIST_POISSON, grid[i].mean * (l + 1), 0);
        struct inv_dist before = dist_of(INV_DIST_POISSON, grid[i].mean * l, 0);
        in.rule = INV_SIM_LOTS;
        in.trigger = grid[i].r;
        in.lot = q;
        in.lead_time = grid[i].lead;
        in.holding_cost = .5;
        in.shortage_cost = 4;
        for (double y = grid[i].r + 1; y <= grid[i].r + q; y++) {
            cost += cost_at(&in, &many, y) / q;
            waiting += inv_dist_loss(&many, y) / q;
            was += inv_dist_loss(&before, y) / q;
        }
        replicate(&in, &one, 5000, 100 + i, sums);
        has(&in, INV_SIM_COST, sums, cost, "lots");
        has(&in, INV_SIM_FILL_RATE, sums, 1 - (waiting - was) / grid[i].mean, "lots");
    }
}
END_TEST

/* The stationary distribution of the position after the order, s + 1 .. S, a Markov chain
 * on S - s states: from y demand d leads to y - d, or to S where that is at or below s. */
static double chain_cost(const struct inv_sim_in *in, const struct inv_pmf *d, const struct inv_dist *many, double *orders)
{
    size_t n = (size_t)(in->level - in->trigger);
    double pi[64] = { 0 }, cost = 0;
    pi[0] = 1;                                     /* state i: position S - i */
    for (int step = 0; step < 4000; step++) {
        double next[64] = { 0 };
        *orders = 0;
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < d->n; j++) {
                size_t to = i + d->lo + j;
                *orders += to >= n ? pi[i] * d->p[j] : 0;
                next[to >= n ? 0 : to] += pi[i] * d->p[j];
            }
        for (size_t i = 0; i < n; i++)             /* half of it, so that no cycle stays */
            pi[i] = (pi[i] + next[i]) / 2;
    }
    for (size_t i = 0; i < n; i++)
        cost += pi[i] * cost_at(in, many, in->level - (double)i);
    return cost + in->order_cost * *orders;
}

START_TEST(s_and_S)
{
    static const struct { double mean, s, up, k; size_t lead; } grid[] = {
        { 5, 4, 20, 20, 0 }, { 5, 12, 30, 64, 1 }, { 2, 3, 4, 1, 1 }, { .5, 1, 9, 10, 3 }, { 12, 40, 75, 30, 2 },
    };
    static struct inv_sim_sums sums[RUNS];
    for (size_t i = 0; i < sizeof grid / sizeof *grid; i++) {
        struct inv_sim_in in = inv_sim_defaults();
        struct inv_pmf d = { 0 };
        double orders, l = (double)grid[i].lead;
        struct inv_dist one = dist_of(INV_DIST_POISSON, grid[i].mean, 0), many = dist_of(INV_DIST_POISSON, grid[i].mean * (l + 1), 0);
        ck_assert_int_eq(inv_pmf_of(&d, &one, 1e-14, NULL), INV_OK);
        in.trigger = grid[i].s;
        in.level = in.on_hand = grid[i].up;
        in.lead_time = grid[i].lead;
        in.order_cost = grid[i].k;
        in.holding_cost = 1;
        in.shortage_cost = 9;
        double cost = chain_cost(&in, &d, &many, &orders);
        replicate(&in, &one, 5000, 200 + i, sums);
        has(&in, INV_SIM_COST, sums, cost, "(s,S)");
        has(&in, INV_SIM_ORDER_RATE, sums, orders, "(s,S)");
        inv_pmf_free(&d);
    }
}
END_TEST

/* Best policies whose exact costs are known: Poisson demand, no lead time. */
START_TEST(known_policies)
{
    static struct inv_sim_sums sums[RUNS];
    struct oracle o;
    if (!oracle_open(&o))
        return;
    const char *name;
    size_t cases = 0;
    for (size_t i = 0; (name = oracle_next(&o, "s_s_discrete_exact(poisson)", &i)); cases++) {
        struct inv_sim_in in = inv_sim_defaults();
        struct inv_dist one = dist_of(INV_DIST_POISSON, oracle_number(&o, name, "demand_mean"), 0);
        in.trigger = oracle_number(&o, name, "expect_reorder_point");
        in.level = in.on_hand = oracle_number(&o, name, "expect_order_up_to_level");
        in.order_cost = oracle_number(&o, name, "fixed_cost");
        in.holding_cost = oracle_number(&o, name, "holding_cost");
        in.shortage_cost = oracle_number(&o, name, "stockout_cost");
        replicate(&in, &one, 5000, 400 + cases, sums);
        has(&in, INV_SIM_COST, sums, oracle_number(&o, name, "expect_cost"), name);
    }
    ck_assert_uint_ge(cases, 6);
    oracle_close(&o);
}
END_TEST

/* Lost sales and no lead time: every period is a newsvendor's. */
START_TEST(lost_sales)
{
    static struct inv_sim_sums sums[RUNS];
    for (double s = 2; s < 14; s += 3) {
        struct inv_sim_in in = inv_sim_defaults();
        struct inv_dist one = dist_of(INV_DIST_POISSON, 6, 0);
        double lost = inv_dist_loss(&one, s), none = inv_dist_sf(&one, s);
        in.trigger = in.level = s;
        in.holding_cost = 2;
        in.shortage_cost = 5;
        in.lost_sales = true;
        replicate(&in, &one, 5000, 300, sums);
        has(&in, INV_SIM_COST, sums, 2 * (s - 6 + lost) + 5 * lost, "lost sales");
        has(&in, INV_SIM_FILL_RATE, sums, 1 - lost / 6, "lost sales");
        has(&in, INV_SIM_READY_RATE, sums, 1 - none, "lost sales");
        has(&in, INV_SIM_CYCLE_SERVICE, sums, 1 - none, "lost sales");
    }
}
END_TEST

/* ---- random lead times, disruptions --------------------------------------------------------------- */

/* Base stock with lead times that are independent of each other, crossing allowed: what is on
 * order of the last k periods' demand with probability P(lead > k); Poisson, its mean the lead
 * time's (M/G/infinity: Palm 1938). Net stock S - D - on order. */
START_TEST(crossing_lead_times)
{
    struct inv_sim_sums sums[RUNS];
    struct inv_sim_in in = inv_sim_defaults();
    struct inv_dist leads = dist_of(INV_DIST_POISSON, 2.5, 0), one = dist_of(INV_DIST_POISSON, 3, 0);
    struct inv_draws d = { 0 }, l = { 0 };
    struct inv_sim_state s = { 0 };
    static double demand[12000];
    static unsigned lead[12000];
    in.trigger = in.level = in.on_hand = 14;
    in.holding_cost = 1;
    in.shortage_cost = 6;
    ck_assert_int_eq(inv_draws_init(&d, &one, NULL), INV_OK);
    ck_assert_int_eq(inv_draws_init(&l, &leads, NULL), INV_OK);
    double exact = 0;
    for (size_t k = 0; k < RUNS; k++) {
        struct inv_rng r;
        struct inv_sim_sums before = { 0 };
        inv_draws_stream(&r, 1, 2, k, INV_FOR_DEMAND);
        inv_draws_fill(&d, &r, demand, 12000);
        inv_draws_stream(&r, 1, 2, k, INV_FOR_LEAD_TIMES);
        inv_draws_whole(&l, &r, lead, 12000, 100);
        begin(&in, 100, &s);
        inv_sim_run(&in, &(struct inv_sim_path){ .n = 200, .demand = demand, .lead = lead }, &s, &before, NULL);
        sums[k] = (struct inv_sim_sums){ 0 };
        inv_sim_run(&in, &(struct inv_sim_path){ .n = 11800, .demand = demand + 200, .lead = lead + 200 }, &s, &sums[k], NULL);
    }
    /* The demands of a period are ordered together, so what is outstanding is compound: each
     * period's Poisson demand is there whole or not. Its distribution by convolution. */
    struct inv_pmf sum = { 0 }, more = { 0 }, part = { 0 }, whole = { 0 };
    double unit = 1;
    ck_assert_int_eq(inv_pmf_of(&whole, &one, 1e-15, NULL), INV_OK);
    ck_assert_int_eq(inv_pmf_copy(&sum, &unit, 1, 0, NULL), INV_OK);
    for (int age = 0; age < 30; age++) {        /* ordered age periods ago: there unless the lead is above age - 1 */
        double p = age == 0 ? 1 : inv_dist_sf(&leads, age - 1);
        part.n = 0;
        ck_assert_int_eq(inv_pmf_mix(&part, &whole, p, NULL), INV_OK);
        struct inv_pmf none = { &unit, 1, 0, 1 };
        ck_assert_int_eq(inv_pmf_mix(&part, &none, 1 - p, NULL), INV_OK);
        ck_assert_int_eq(inv_pmf_add(&more, &sum, &part, NULL), INV_OK);
        struct inv_pmf swap = sum;
        sum = more;
        more = swap;
    }
    for (size_t i = 0; i < sum.n; i++) {
        double net = 14 - (double)(sum.lo + i);
        exact += sum.p[i] * (net > 0 ? net : -6 * net);
    }
    has(&in, INV_SIM_COST, sums, exact, "crossing");
    inv_pmf_free(&sum);
    inv_pmf_free(&more);
    inv_pmf_free(&part);
    inv_pmf_free(&whole);
    inv_draws_free(&d);
    inv_draws_free(&l);
    inv_sim_free(&s);
}
END_TEST

/* Newsvendor with disruptions, demand d known, no lead time (Tomlin 2006; Snyder and Shen 2019, s. 9.3): in the
 * k-th period of a disruption S less (k + 1) d is left. */
START_TEST(disruptions)
{
    double fail = .1, repair = .4, d = 10, up = 34, exact = 0;
    static double demand[40000];
    static unsigned char down[40000];
    struct inv_sim_sums sums[RUNS];
    struct inv_sim_in in = inv_sim_defaults();
    struct inv_sim_state s = { 0 };
    in.trigger = in.level = up;
    in.holding_cost = 1;
    in.shortage_cost = 7;
    double p = repair / (fail + repair);
    for (int k = 0; k < 200; k++) {             /* k periods down so far */
        double net = up - (k + 1) * d;
        exact += p * (net > 0 ? net : -7 * net);
        p *= k == 0 ? fail : 1 - repair;
    }
    for (size_t i = 0; i < 40000; i++)
        demand[i] = d;
    for (size_t k = 0; k < RUNS; k++) {
        struct inv_rng r;
        bool is_down = false;
        inv_draws_stream(&r, 3, 2, k, INV_FOR_DISRUPTIONS);
        inv_draws_disruptions(&r, fail, repair, &is_down, down, 40000);
        begin(&in, 0, &s);
        sums[k] = (struct inv_sim_sums){ 0 };
        inv_sim_run(&in, &(struct inv_sim_path){ .n = 40000, .demand = demand, .down = down }, &s, &sums[k], NULL);
    }
    has(&in, INV_SIM_COST, sums, exact, "disruptions");
    inv_sim_free(&s);
}
END_TEST

/* ---- draws and intervals ------------------------------------------------------------------------- */

START_TEST(draws_follow_their_distribution)
{
    static double x[200000];
    double listed[] = { 1, 2, 5, 9 }, weight[] = { .1, .5, .15, .25 };
    struct inv_dist dists[] = { dist_of(INV_DIST_POISSON, 3.3, 0), dist_of(INV_DIST_POISSON, 700, 0), dist_of(INV_DIST_NEGBIN, 5, 6),
                                dist_of(INV_DIST_NEGBIN, 20000, 9000), { 0 } };
    ck_assert_int_eq(inv_dist_table(&dists[4], listed, weight, 4, NULL), INV_OK);
    for (size_t k = 0; k < sizeof dists / sizeof *dists; k++) {
        struct inv_draws d = { 0 };
        struct inv_rng r;
        ck_assert_int_eq(inv_draws_init(&d, &dists[k], NULL), INV_OK);
        inv_draws_stream(&r, 11, 1, k, INV_FOR_DEMAND);
        inv_draws_fill(&d, &r, x, 200000);
        for (double p = .05; p < 1; p += .1) {       /* shares at quantiles: 5 standard errors */
            double q = inv_dist_quantile(&dists[k], p), want = inv_dist_cdf(&dists[k], q), got = 0;
            for (size_t i = 0; i < 200000; i++)
                got += x[i] <= q;
            close_to(got / 200000, want, 5 * sqrt(want * (1 - want) / 200000) + 1e-12, "share");
        }
        inv_draws_free(&d);
    }
}
END_TEST

START_TEST(streams_differ)
{
    uint64_t first[3][2][2][3];
    struct inv_rng r;
    uint64_t *flat = &first[0][0][0][0];
    for (uint64_t seed = 0; seed < 3; seed++)
        for (uint64_t key = 0; key < 2; key++)
            for (uint64_t run = 0; run < 2; run++)
                for (int purpose = 0; purpose < 3; purpose++) {
                    inv_draws_stream(&r, seed, key, run, (enum inv_purpose)purpose);
                    first[seed][key][run][purpose] = inv_rng_next(&r);
                }
    for (size_t i = 0; i < 36; i++)
        for (size_t j = 0; j < i; j++)
            ck_assert(flat[i] != flat[j]);
}
END_TEST

START_TEST(intervals)
{
    /* R: t.test(x <- c(3, 5, 4, 8, 6))$conf.int: 2.8116116 7.5883884;
     * t.test(x, c(2, 5, 1, 6, 5), paired = TRUE)$conf.int: -0.015714777 2.8157148 */
    static const double cost[] = { 3, 5, 4, 8, 6 }, other[] = { 2, 5, 1, 6, 5 };
    struct inv_sim_in in = inv_sim_defaults();
    struct inv_sim_sums a[5], b[5];
    struct inv_sim_mean m;
    in.holding_cost = .5;
    for (size_t i = 0; i < 5; i++) {
        a[i] = (struct inv_sim_sums){ .periods = 10, .stock = 20 * cost[i] };
        b[i] = (struct inv_sim_sums){ .periods = 10, .stock = 20 * other[i] };
    }
    ck_assert_int_eq(inv_sim_mean(&in, INV_SIM_COST, a, 5, .95, &m, NULL), INV_OK);
    close_to(m.mean, 5.2, 1e-14, "mean");
    close_to(m.lo, 2.811611612, 1e-8, "lo");
    close_to(m.hi, 7.588388388, 1e-8, "hi");
    ck_assert_int_eq(inv_sim_difference(&in, b, &in, a, INV_SIM_COST, 5, .95, &m, NULL), INV_OK);
    close_to(m.mean, 1.4, 1e-14, "mean");
    close_to(m.lo, -0.01571477698, 1e-9, "lo");
    close_to(m.hi, 2.81571477698, 1e-9, "hi");
    ck_assert_int_eq(inv_sim_mean(&in, INV_SIM_COST, a, 1, .95, &m, NULL), INV_OK);
    ck_assert(isnan(m.lo) && isnan(m.hi));
    ck_assert_int_eq(inv_sim_mean(&in, INV_SIM_FILL_RATE, a, 5, .95, &m, NULL), INV_OK);
    ck_assert(isnan(m.mean));
}
END_TEST

/* ---- edges ---------------------------------------------------------------------------------------- */

static void refused(struct inv_sim_in in, const char *column)
{
    struct inv_sim_state s = { 0 };
    struct inv_err err;
    ck_assert_int_eq(inv_sim_begin(&in, 0, &s, &err), INV_EARG);
    ck_assert_str_eq(err.column, column);
    inv_sim_free(&s);
}

#define REFUSED(member, value) do { struct inv_sim_in with = in; with.member = (value); refused(with, #member); } while (0)

START_TEST(arguments)
{
    struct inv_sim_in in = inv_sim_defaults(), bad = in;
    REFUSED(order_cost, -1);
    REFUSED(holding_cost, NAN);
    REFUSED(shortage_cost, INFINITY);
    REFUSED(on_hand, -1);
    REFUSED(on_order, -1);
    REFUSED(backordered, NAN);
    REFUSED(moq, -1);
    REFUSED(pack_size, -1);
    REFUSED(capacity, 0);
    REFUSED(capacity, NAN);
    REFUSED(lead_time, INV_SIM_LEAD_MOST + 1);
    bad.review = 0;
    refused(bad, "review_period");
    bad = in;
    bad.trigger = NAN;
    refused(bad, "reorder_point");
    bad.trigger = 3;
    refused(bad, "order_up_to");
    bad.rule = INV_SIM_LOTS;
    refused(bad, "order_qty");
    bad.lot = bad.moq = 10;
    bad.capacity = 9;
    refused(bad, "capacity");
}
END_TEST

static struct inv_sim_sums run(const struct inv_sim_in *in, const double *demand, size_t n)
{
    struct inv_sim_state s = { 0 };
    struct inv_sim_sums sums = { 0 };
    begin(in, 0, &s);
    inv_sim_run(in, &(struct inv_sim_path){ .n = n, .demand = demand }, &s, &sums, NULL);
    inv_sim_free(&s);
    return sums;
}

/* 0.3 on hand and 0.6 on order are the level of 0.9; 0.3 serve three times 0.1. */
START_TEST(rounding_is_nothing)
{
    static const double none[] = { 0, 0, 0 }, tenths[] = { 0.1, 0.1, 0.1 };
    struct inv_sim_in in = inv_sim_defaults();
    in.trigger = in.level = 0.9;
    in.on_hand = 0.3;
    in.on_order = 0.6;
    in.lead_time = 1;
    in.moq = 12;
    ck_assert(0.3 + 0.6 < 0.9 && 0.3 - 0.1 - 0.1 - 0.1 < 0);
    close_to(run(&in, none, 3).orders, 0, 0, "orders");
    in.on_order = in.moq = 0;
    in.trigger = -1;
    for (int lost = 0; lost < 2; lost++) {
        in.lost_sales = lost;
        close_to(run(&in, tenths, 3).short_periods, 0, 0, "periods that are short");
    }
    in.on_hand = 0.29;
    close_to(run(&in, tenths, 3).short_periods, 1, 0, "the last period is short");
}
END_TEST

START_TEST(extremes)
{
    static const double scale[] = { 1e-300, 1, 1e300 };
    for (size_t i = 0; i < 3; i++) {
        double demand[50];
        struct inv_sim_in in = inv_sim_defaults();
        struct inv_sim_state s = { 0 };
        struct inv_sim_sums sums = { 0 };
        struct inv_sim_mean m;
        for (size_t t = 0; t < 50; t++)
            demand[t] = t % 3 ? scale[i] : 0;
        in.rule = INV_SIM_LOTS;
        in.trigger = scale[i];
        in.lot = 2 * scale[i];
        in.holding_cost = in.shortage_cost = 1e10;
        begin(&in, 0, &s);
        inv_sim_run(&in, &(struct inv_sim_path){ .n = 50, .demand = demand }, &s, &sums, NULL);
        ck_assert_int_eq(inv_sim_mean(&in, INV_SIM_COST, &sums, 1, .95, &m, NULL), i < 2 ? INV_OK : INV_EARG);
        ck_assert_int_eq(inv_sim_mean(&in, INV_SIM_FILL_RATE, &sums, 1, .95, &m, NULL), INV_OK);
        ck_assert(m.mean > 0 && m.mean <= 1);
        inv_sim_free(&s);
    }
    struct inv_sim_in none = inv_sim_defaults();     /* no demand, no stock, no costs */
    struct inv_sim_state s = { 0 };
    struct inv_sim_sums sums = { 0 };
    double zero = 0;
    begin(&none, 0, &s);
    inv_sim_run(&none, &(struct inv_sim_path){ .n = 1, .demand = &zero }, &s, &sums, NULL);
    close_to(measure(&none, INV_SIM_COST, &sums), 0, 0, "cost");
    close_to(sums.orders, 0, 0, "orders");
    inv_sim_free(&s);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("sim");
    TCase *t = tcase_create("sim");
    tcase_add_test(t, known_traces);
    tcase_add_test(t, as_by_a_book_of_orders);
    tcase_add_test(t, goes_on_where_it_stopped);
    tcase_add_test(t, without_a_trace_the_same);
    tcase_add_test(t, base_stock);
    tcase_add_test(t, lots);
    tcase_add_test(t, s_and_S);
    tcase_add_test(t, known_policies);
    tcase_add_test(t, lost_sales);
    tcase_add_test(t, crossing_lead_times);
    tcase_add_test(t, disruptions);
    tcase_add_test(t, draws_follow_their_distribution);
    tcase_add_test(t, streams_differ);
    tcase_add_test(t, intervals);
    tcase_add_test(t, arguments);
    tcase_add_test(t, rounding_is_nothing);
    tcase_add_test(t, extremes);
    suite_add_tcase(s, t);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed > 0;
}
