/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a call of the library's stock control costs, for bench/stock.
 *
 *   stock-calls [NAME...]
 *
 * Each line out: the problem's name, the median CPU seconds of a call, the least and the
 * most of the five batches that it comes from, and the answer's cost, which
 * bench/peer-calls.py solves the same problem for. A batch repeats the call until it
 * takes a tenth of a second. */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "inv/dp.h"
#include "inv/draws.h"
#include "inv/gsm.h"
#include "inv/lotsize.h"
#include "inv/rq.h"
#include "inv/serial.h"
#include "inv/sim.h"
#include "inv/simnet.h"
#include "inv/ss.h"

enum { BATCHES = 5, DAYS = 365, HORIZON = 5, SIM_PERIODS = 100000, STAGES = 3, NODES = 38 };

static void must(enum inv_status s, const struct inv_err *err)
{
    if (s == INV_OK)
        return;
    fprintf(stderr, "stock-calls: %s: %s\n", err->column, err->text);
    exit(EXIT_FAILURE);
}

static double cpu(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* ---- the problems: each returns its cost ------------------------------------------------ */

static double rq(enum inv_dist_kind kind, double mean, double sd, double k, double h, double p, double lead)
{
    struct inv_err err;
    struct inv_dist x;
    struct inv_control out;
    must(inv_dist_init(&x, kind, mean * lead, sd, &err), &err);
    struct inv_rq_in in = { .demand = mean, .order_cost = k, .holding_cost = h, .shortage_cost = p, .ltd = &x,
                            .whole = kind == INV_DIST_POISSON };
    must(inv_rq_solve(&in, &out, &err), &err);
    return out.cost;
}

/* Snyder and Shen (2019), problem 5.1: four days' lead time of a year. */
static double rq_normal(void)
{
    return rq(INV_DIST_NORMAL, 800, 40 * sqrt(4.0 / 365), 50, 3.1, 45, 4.0 / 365);
}

static double rq_poisson(void)
{
    return rq(INV_DIST_POISSON, 500, 0, 25, 1, 9, 1);
}

static double ss(double mean, double k)
{
    static const double tail = 1e-15;
    struct inv_err err;
    struct inv_pmf review = { 0 };
    struct inv_dist x;
    struct inv_ss_work *w;
    struct inv_control out;
    must(inv_dist_init(&x, INV_DIST_POISSON, mean, 0, &err), &err);
    must(inv_pmf_of(&review, &x, tail, &err), &err);
    must(inv_ss_open(&w, &err), &err);
    struct inv_ss_in in = { .order_cost = k, .holding_cost = 1, .shortage_cost = 9, .review = &review, .periods = 1, .ltd = &x };
    must(inv_ss_solve(&in, w, &out, &err), &err);
    inv_ss_close(w);
    inv_pmf_free(&review);
    return out.cost;
}

static double ss_small(void)
{
    return ss(100, 64);
}

static double ss_large(void)
{
    return ss(100, 1000);
}

static double lots(void)
{
    double demand[DAYS], setup[DAYS], hold[DAYS], order[DAYS], ending[DAYS];
    struct inv_err err;
    struct inv_lotsize_work w = { 0 };
    struct inv_lotsize_cost cost;
    for (size_t i = 0; i < DAYS; i++) {
        demand[i] = (double)(20 + i * 7919 % 61);
        setup[i] = 500;
        hold[i] = 1;
    }
    struct inv_lotsize_in in = { .n = DAYS, .demand = demand, .setup = setup, .hold = hold };
    must(inv_lotsize_plan(&in, INV_LOTSIZE_WAGNER_WHITIN, &w, order, &err), &err);
    must(inv_lotsize_evaluate(&in, order, ending, &cost, &err), &err);
    inv_lotsize_free(&w);
    return cost.total;
}

/* The example in the peer's documentation; its terminal costs are paid on top of the last period's. */
static double dp(void)
{
    struct inv_err err;
    struct inv_dist x;
    struct inv_pmf demand = { 0 };
    struct inv_dp_work *w;
    struct inv_dp_period period[HORIZON];
    struct inv_dp_level level[HORIZON];
    must(inv_dist_init(&x, INV_DIST_NORMAL, 100, 20, &err), &err);
    must(inv_pmf_of(&demand, &x, 1e-12, &err), &err);
    must(inv_dp_open(&w, &err), &err);
    for (size_t i = 0; i < HORIZON; i++)
        period[i] = (struct inv_dp_period){ .order_cost = 50, .unit_cost = 2, .holding_cost = 1, .shortage_cost = 20,
                                            .demand = &demand, .ltd = &x };
    struct inv_dp_in in = { .period = period, .n = HORIZON, .discount = 1, .terminal_holding = 1, .terminal_shortage = 20 };
    must(inv_dp_solve(&in, w, level, &err), &err);
    inv_dp_close(w);
    inv_pmf_free(&demand);
    return level[0].cost;
}

/* A binary tree of 38 stages, times of 1 to 15 periods, customers at its leaves. */
static double tree(void)
{
    struct inv_err err;
    struct inv_gsm w = { 0 };
    struct inv_gsm_node node[NODES];
    struct inv_gsm_edge edge[NODES - 1];
    struct inv_gsm_out out[NODES];
    double cost;
    for (size_t i = 0; i < NODES; i++) {
        bool leaf = 2 * i + 1 >= NODES;
        node[i] = (struct inv_gsm_node){ .holding_cost = (double)(1 + i), .time = 1 + i * 7 % 15,
                                         .outbound = leaf ? 0 : INV_GSM_NONE, .sd = leaf ? 10 : 0, .z = 1.645 };
        if (i > 0)
            edge[i - 1] = (struct inv_gsm_edge){ (i - 1) / 2, i, 1 };
    }
    must(inv_gsm_tree(&w, node, NODES, edge, NODES - 1, out, &cost, NULL, NULL, &err), &err);
    inv_gsm_free(&w);
    return cost;
}

/* Example 6.1 of Snyder and Shen (2019). */
static double serial(void)
{
    struct inv_err err;
    struct inv_serial w = { 0 };
    struct inv_serial_stage stage[STAGES] = { { 3, 1 }, { 2, 1 }, { 2, 2 } };
    struct inv_serial_in in = { stage, STAGES, 37.12, INV_DIST_NORMAL, 5, 1 };
    double S[STAGES], cost;
    must(inv_serial_solve(&w, &in, S, &cost, &err), &err);
    inv_serial_free(&w);
    return cost;
}

/* One stock, (s,S), Poisson demand that is drawn, too: the cost of a period. */
static double sim_one(void)
{
    struct inv_err err;
    struct inv_rng r;
    struct inv_dist x;
    struct inv_draws d = { 0 };
    struct inv_sim_state s = { 0 };
    struct inv_sim_sums sums = { 0 };
    double *demand = malloc(SIM_PERIODS * sizeof *demand);
    if (!demand)
        exit(EXIT_FAILURE);
    inv_draws_stream(&r, 1, 1, 0, INV_FOR_DEMAND);
    must(inv_dist_init(&x, INV_DIST_POISSON, 20, 0, &err), &err);
    must(inv_draws_init(&d, &x, &err), &err);
    inv_draws_fill(&d, &r, demand, SIM_PERIODS);
    struct inv_sim_in in = inv_sim_defaults();
    in.trigger = 60;
    in.level = 110;
    in.on_hand = 110;
    in.lead_time = 2;
    in.demand_first = true;
    in.holding_cost = 1;
    in.shortage_cost = 9;
    struct inv_sim_path path = { .n = SIM_PERIODS, .demand = demand };
    must(inv_sim_begin(&in, 0, &s, &err), &err);
    inv_sim_run(&in, &path, &s, &sums, NULL);
    inv_sim_free(&s);
    inv_draws_free(&d);
    free(demand);
    return (in.holding_cost * sums.stock + in.shortage_cost * sums.backorders) / SIM_PERIODS;
}

/* Three stages in a row, base stocks: the cost of a period. */
static double sim_serial(void)
{
    struct inv_err err;
    struct inv_rng r;
    struct inv_dist x;
    struct inv_draws d = { 0 };
    struct inv_simnet *net;
    struct inv_simnet_sums sums[STAGES] = { { 0 } };
    double *demand = malloc(SIM_PERIODS * sizeof *demand), cost = 0;
    if (!demand)
        exit(EXIT_FAILURE);
    inv_draws_stream(&r, 1, 1, 0, INV_FOR_DEMAND);
    must(inv_dist_init(&x, INV_DIST_POISSON, 20, 0, &err), &err);
    must(inv_draws_init(&d, &x, &err), &err);
    inv_draws_fill(&d, &r, demand, SIM_PERIODS);
    struct inv_simnet_node node[STAGES] = { { 60, 1, 0, 2 }, { 40, 2, 0, 1 }, { 46, 3, 20, 1 } };
    struct inv_simnet_edge edge[] = { { 0, 1, 1, 1, NAN }, { 1, 2, 1, 1, NAN } };
    const double *const demands[STAGES] = { NULL, NULL, demand };
    must(inv_simnet_alloc(&net, node, STAGES, edge, STAGES - 1, true, NULL, &err), &err);
    inv_simnet_run(net, demands, SIM_PERIODS, sums);
    for (size_t i = 0; i < STAGES; i++)
        cost += sums[i].holding + sums[i].transit + sums[i].shortage;
    inv_simnet_free(net);
    inv_draws_free(&d);
    free(demand);
    return cost / SIM_PERIODS;
}

/* ---- timing ------------------------------------------------------------------------------ */

/* per: what a call does so many of; the time of one is told. */
static const struct problem { const char *name; double (*solve)(void); double per; } problems[] = {
    { "rq-normal", rq_normal, 1 }, { "rq-poisson", rq_poisson, 1 }, { "ss-64", ss_small, 1 }, { "ss", ss_large, 1 },
    { "lots", lots, 1 }, { "dp", dp, 1 }, { "tree", tree, 1 }, { "serial", serial, 1 },
    { "sim", sim_one, SIM_PERIODS }, { "sim-serial", sim_serial, STAGES * SIM_PERIODS },
};

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void time_problem(const struct problem *p)
{
    double took[BATCHES], answer = 0;
    for (size_t b = 0; b < BATCHES; b++) {
        size_t calls = 0;
        double start = cpu(), now;
        do {
            answer = p->solve();
            calls++;
            now = cpu();
        } while (now - start < 0.1);
        took[b] = (now - start) / (double)calls / p->per;
    }
    qsort(took, BATCHES, sizeof *took, by_size);
    printf("%s %.6g %.6g %.6g %.12g\n", p->name, took[BATCHES / 2], took[0], took[BATCHES - 1], answer);
    fflush(stdout);
}

int main(int argc, char **argv)
{
    for (size_t i = 0; i < sizeof problems / sizeof *problems; i++) {
        bool wanted = argc < 2;
        for (int k = 1; k < argc; k++)
            wanted = wanted || strcmp(argv[k], problems[i].name) == 0;
        if (wanted)
            time_problem(&problems[i]);
    }
    return EXIT_SUCCESS;
}
