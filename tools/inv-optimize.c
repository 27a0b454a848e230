/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-optimize: the parameters of a stock policy, and what it costs. */
#include "config.h"
#include "optimize.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define O(member) offsetof(struct optimize_options, member)
#define METHODS "exact|eil|eoqb|eoqss|loss|power|dp|ga|rl"

static const struct tool_option option_table[] = {
    { 0, "policy", OPT_CHOICE, O(policy), "POLICY",
      "basestock, rq (reorder point, quantity) or ss (reorder point, level; default)", "basestock|rq|ss", 0, 0 },
    { 'm', "method", OPT_CHOICE, O(method), "METHOD",
      "exact (default); rq: eil, eoqb, eoqss or loss; ss: power; dp: a finite "
      "horizon, a row a period", METHODS, 0, 0 },
    { 0, "dist", OPT_CHOICE, O(dist), "DIST",
      "of demand: auto (default), normal, poisson, negbin, gamma or empirical (of a history)",
      "auto|normal|poisson|negbin|gamma|empirical", 0, 0 },
    { 0, "integer", OPT_FLAG, O(integer), NULL, "demand is whole units: auto takes negbin, not gamma", NULL, 0, 0 },
    { 0, "target", OPT_CHOICE, O(target), "TARGET",
      "cost (default: shortages by shortage_cost), or the least cost of orders and "
      "stock with the fill-rate or service-level of that parameter", "cost|fill-rate|service-level", 0, 0 },
    { 0, "evaluate", OPT_FLAG, O(evaluate), NULL,
      "what a given policy costs: reorder_point and order_qty or order_up_to", NULL, 0, 0 },
    { 0, "lost-sales", OPT_FLAG, O(lost_sales), NULL,
      "what is not met is lost, at shortage_cost a unit (basestock, rq)", NULL, 0, 0 },
    { 0, "no-correction", OPT_FLAG, O(no_correction), NULL, "power: as it is also for small quantities", NULL, 0, 0 },
    { 0, "discount", OPT_NUM, O(discount), "N",
      "dp: worth of the next period's money in this one's (1)", NULL, 1e-9, 1 },
    { 0, "terminal-holding", OPT_NUM, O(terminal_holding), "N",
      "dp: cost of a unit left at the end (0)", NULL, 0, 1e15 },
    { 0, "terminal-shortage", OPT_NUM, O(terminal_shortage), "N",
      "dp: cost of a unit owed at the end (0)", NULL, 0, 1e15 },
    { 0, "fill", OPT_CHOICE, O(fill), "zero|na",
      "periods without a row in a history: no demand (default), or unknown", "zero|na", 0, 0 },
    { 0, "explain", OPT_FLAG, O(explain), NULL, "add the numbers that led to the answer", NULL, 0, 0 },
};

static const enum inv_param parameters[] = {
    INV_P_DEMAND, INV_P_DEMAND_SD, INV_P_PERIODS_PER_YEAR, INV_P_ORDER_COST, INV_P_HOLDING_COST, INV_P_HOLDING_RATE,
    INV_P_UNIT_COST, INV_P_SHORTAGE_COST, INV_P_LEAD_TIME, INV_P_LEAD_TIME_SD, INV_P_REVIEW_PERIOD, INV_P_FILL_RATE,
    INV_P_SERVICE_LEVEL, INV_P_ON_HAND, INV_P_ON_ORDER, INV_P_BACKORDERED,
};

/* ---- which go together -------------------------------------------------------------------------------- */

static enum inv_status check(const struct optimize *z, struct inv_err *err)
{
    const struct optimize_options *o = z->o;
    bool near = z->method >= METHOD_EIL && z->method <= METHOD_LOSS;
    if (z->method == METHOD_GA || z->method == METHOD_RL)
        return inv_err_set(err, INV_EUSAGE, "--method %s is not built in", z->method == METHOD_GA ? "ga" : "rl");
    if (near && z->policy != POLICY_RQ)
        return inv_err_set(err, INV_EUSAGE, "--method eil, eoqb, eoqss and loss are for --policy rq");
    if (z->method >= METHOD_POWER && z->policy != POLICY_SS)
        return inv_err_set(err, INV_EUSAGE, "--method power and dp are for --policy ss");
    if (z->method != METHOD_EXACT && (o->target != TARGET_COST || o->evaluate || o->lost_sales))
        return inv_err_set(err, INV_EUSAGE, "--target, --evaluate and --lost-sales are for --method exact");
    if (o->lost_sales && (z->policy == POLICY_SS || o->target != TARGET_COST))
        return inv_err_set(err, INV_EUSAGE, "--lost-sales is for --policy basestock or rq and --target cost");
    if (o->evaluate && o->target != TARGET_COST)
        return inv_err_set(err, INV_EUSAGE, "--evaluate prices a given policy: no --target");
    return INV_OK;
}

static bool has(const struct run *run, const char *name)
{
    return inv_input_find(run->in, name) != INV_NO_COLUMN;
}

/* ---- rows ------------------------------------------------------------------------------------------------ */

static enum inv_status optimize_row(void *ctx, struct run *run, const struct inv_record *rec,
                                    const struct inv_param_row *p, struct value *out, struct inv_err *err)
{
    struct optimize *z = ctx;
    struct problem q = { .L = 0 };
    enum inv_status st = inv_param_need(p, INV_P_DEMAND, &q.demand, err);
    if (st == INV_OK && z->dist != INV_SAFETY_POISSON && q.demand > 0)
        st = inv_param_need(p, INV_P_DEMAND_SD, &q.demand_sd, err);
    if (st == INV_OK && z->dist == INV_SAFETY_POISSON)
        q.demand_sd = sqrt(q.demand);
    if (st == INV_OK)
        st = optimize_read(z, p, tool_freq_of(run, rec->cells, z->freq_in), &q, err);
    return st == INV_OK ? optimize_solve(z, &q, out, err) : st;
}

static double days(void *ctx, const struct inv_record *rec)
{
    struct optimize *z = ctx;
    return inv_freq_days(tool_freq_of(z->run, rec->cells, z->freq_in));
}

enum inv_status optimize_from_rows(struct optimize *z, struct inv_err *err)
{
    struct row_filter f = { .columns = z->columns, .ncolumns = z->ncolumns, .ctx = z, .row = optimize_row,
                            .days = days };
    return tool_rows(z->run, &f, err);
}

static enum inv_status read_input(struct optimize *z, struct inv_err *err)
{
    struct run *run = z->run;
    bool rows = (has(run, "demand") && strcmp(run->common.value, "demand") != 0) || !has(run, run->common.time)
        || !has(run, run->common.value);
    z->freq_in = inv_input_find(run->in, "freq");
    if (z->method == METHOD_DP)
        return optimize_from_periods(z, err);
    if (rows && z->dist == INV_SAFETY_EMPIRICAL)
        return inv_err_set(err, INV_EUSAGE, "empirical needs a history (%s, %s)", run->common.time, run->common.value);
    return rows ? optimize_from_rows(z, err) : optimize_from_history(z, err);
}

static enum inv_status run_optimize(struct run *run, struct inv_err *err)
{
    static const enum inv_safety dists[] = {
        INV_SAFETY_AUTO, INV_SAFETY_NORMAL, INV_SAFETY_POISSON, INV_SAFETY_NEGBIN, INV_SAFETY_GAMMA,
        INV_SAFETY_EMPIRICAL
    };
    const struct optimize_options *o = run->options;
    struct optimize z = { .run = run, .o = o, .method = (enum optimize_method)o->method, .dist = dists[o->dist] };
    bool near = z.method >= METHOD_EIL && z.method <= METHOD_LOSS;
    z.policy = o->policy >= 0 ? (enum optimize_policy)o->policy : near ? POLICY_RQ : POLICY_SS;
    optimize_columns(&z);
    enum inv_status st = check(&z, err);
    if (st == INV_OK)
        st = inv_ss_open(&z.ss, err);
    if (st == INV_OK)
        st = tool_open_input(run, err);
    if (st == INV_OK)
        st = read_input(&z, err);
    inv_ss_close(z.ss);
    inv_pmf_free(&z.review);
    inv_pmf_free(&z.sum);
    inv_pmf_free(&z.part);
    inv_pmf_free(&z.power[0]);
    inv_pmf_free(&z.power[1]);
    free(z.ltd);
    free(z.x);
    return st;
}

static const struct optimize_options defaults = { .policy = -1, .discount = 1 };

static const struct tool tool = {
    .name = "inv-optimize",
    .summary = "Parameters of a stock policy that cost least, and what they cost.",
    .example = "  inv-optimize --policy ss --dist poisson --order-cost 64 items.csv",
    .options = option_table, .noptions = COUNT(option_table),
    .params = parameters, .nparams = COUNT(parameters),
    .defaults = &defaults, .size = sizeof(struct optimize_options),
    .run = run_optimize,
};

TOOL_MAIN(tool)
