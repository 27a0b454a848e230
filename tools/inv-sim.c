/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-sim: what a stock policy would have done, and what it would have cost. */
#include "config.h"
#include "sim.h"

#include <string.h>

#define O(member) offsetof(struct sim_options, member)

static const struct tool_option option_table[] = {
    { 0, "policy", OPT_CHOICE, O(policy), "POLICY",
      "rq, ss, rs, minmax, basestock, formula or orders (default: column policy, else rq; rs with --model)",
      "rq|ss|rs|minmax|basestock|formula|orders", 0, 0 },
    { 0, "orders", OPT_TEXT, O(orders), "COL", "replay the orders of this column", NULL, 0, 0 },
    { 0, "by-period", OPT_FLAG, O(by_period), NULL,
      "levels of ss, rs, basestock that change: each period's reorder_point, order_up_to (none: no order)", NULL, 0, 0 },
    { 0, "compare", OPT_TEXT, O(compare), "FILE",
      "a second policy against the same demand: its parameters by key", NULL, 0, 0 },
    { 0, "trace", OPT_FLAG, O(trace), NULL, "write every period instead of a summary", NULL, 0, 0 },
    { 0, "lost-sales", OPT_FLAG, O(lost_sales), NULL, "what is short is lost (default: it waits)", NULL, 0, 0 },
    { 0, "sequence", OPT_CHOICE, O(sequence), "S",
      "a period's order is placed before its demand (order-first, default), or after it (demand-first)",
      "order-first|demand-first", 0, 0 },
    { 0, "method", OPT_CHOICE, O(method), "M",
      "with --model, the level: the forecast's quantile (default), normal, fill-rate or newsvendor",
      "quantile|normal|fill-rate|newsvendor", 0, 0 },
    { 0, "least", OPT_INT, O(least), "N",
      "with --model, periods before the first forecast (default: two seasons, at most half)", NULL, 2, 1e9 },
    { 0, "missing", OPT_CHOICE, O(missing), "M",
      "demand of a history that is not known: mean (default) or zero", "mean|zero", 0, 0 },
    { 0, "Supply", OPT_HEADING, 0, NULL, NULL, NULL, 0, 0 },
    { 0, "lead-times", OPT_TEXT, O(lead_times), "D|FILE",
      "gamma (default where lead_time_sd is above 0), normal, lognormal, poisson, negbin; "
      "or a table: keys, lead_time, probability", NULL, 0, 0 },
    { 0, "no-crossing", OPT_FLAG, O(no_crossing), NULL, "no order arrives before an earlier one", NULL, 0, 0 },
    { 0, "disruption-prob", OPT_NUM, O(fail), "P", "probability that supply fails in a period", NULL, 0, 1 },
    { 0, "recovery-prob", OPT_NUM, O(repair), "P", "and that it is back in the next (default 1)", NULL, 1e-6, 1 },
    { 0, "disruption", OPT_CHOICE, O(stop), "D",
      "it stops orders (default), or shipments on their way", "orders|shipments", 0, 0 },
    { 0, "Runs", OPT_HEADING, 0, NULL, NULL, NULL, 0, 0 },
    { 0, "dist", OPT_CHOICE, O(dist), "DIST",
      "of drawn demand: auto, normal, lognormal, gamma, poisson or negbin (default: column dist, else auto)",
      "auto|normal|lognormal|gamma|poisson|negbin", 0, 0 },
    { 0, "periods", OPT_INT, O(periods), "N", "periods of drawn demand that count (default 1000)", NULL, 1, 1e7 },
    { 0, "runs", OPT_INT, O(runs), "N",
      "replications (default: 20 of drawn demand; of a history 1, or 100 where supply is random)", NULL, 1, 1e6 },
    { 0, "warm-up", OPT_INT, O(warm_up), "N",
      "first periods that do not count (default: 100 of drawn demand, else 0)", NULL, 0, 1e7 },
    { 0, "steps", OPT_INT, O(steps), "N",
      "parts of a period in which drawn demand, reviews and arrivals fall (default 1)", NULL, 1, 1000 },
    { 0, "batches", OPT_INT, O(batches), "N", "batches of a single run, for its interval (default 20)", NULL, 2, 1000 },
    { 0, "Networks", OPT_HEADING, 0, NULL, NULL, NULL, 0, 0 },
    { 0, "nodes", OPT_TEXT, O(nodes), "FILE",
      "of a network: node, order_up_to, lead_time, costs, demand, demand_sd (default: the input)", NULL, 0, 0 },
    { 0, "edges", OPT_TEXT, O(edges), "FILE",
      "simulate a network with these edges: from, to, lead_time, need, transit_cost", NULL, 0, 0 },
};

static const enum inv_param parameters[] = {
    INV_P_LEAD_TIME, INV_P_LEAD_TIME_SD, INV_P_REVIEW_PERIOD, INV_P_REORDER_POINT, INV_P_EOQ, INV_P_ORDER_UP_TO,
    INV_P_MIN_STOCK, INV_P_MAX_STOCK, INV_P_MOQ, INV_P_PACK_SIZE, INV_P_CAPACITY, INV_P_ON_HAND, INV_P_ON_ORDER, INV_P_BACKORDERED,
    INV_P_ORDER_COST, INV_P_HOLDING_COST, INV_P_HOLDING_RATE, INV_P_UNIT_COST, INV_P_SHORTAGE_COST, INV_P_PERIODS_PER_YEAR,
    INV_P_DEMAND, INV_P_DEMAND_SD, INV_P_SERVICE_LEVEL, INV_P_FILL_RATE,
};

static const struct sim_options defaults = {
    .models = { .cap = 10 }, .policy = -1, .dist = -1, .warm_up = -1, .batches = 20, .steps = 1, .repair = 1
};

/* ---- what is read --------------------------------------------------------------------------------- */

static bool has(const struct run *run, const char *name)
{
    return inv_input_find(run->in, name) != INV_NO_COLUMN;
}

static bool is_paths(const struct run *run)
{
    return has(run, "path") && has(run, "step") && has(run, run->common.value);
}

static bool is_history(const struct run *run)
{
    return has(run, run->common.time) && has(run, run->common.value);
}

static bool is_rows(const struct run *run)
{
    if (has(run, "demand") && strcmp(run->common.value, "demand") != 0)
        return true;
    return !is_history(run) && inv_params_known(run->params, INV_P_DEMAND);
}

static enum inv_status nothing_to_read(const struct run *run, struct inv_err *err)
{
    size_t column;
    struct inv_err which = { 0 };     /* says which columns there are */
    inv_input_need(run->in, has(run, run->common.value) ? run->common.time : run->common.value, &column, &which);
    inv_err_set(err, INV_EUSAGE, "neither rows with demand, nor a history (%s, %s), nor paths (path, step, %s): %.180s",
                run->common.time, run->common.value, run->common.value, which.text);
    err->file = which.file;
    return INV_EUSAGE;
}

/* ---- options that need something -------------------------------------------------------------------- */

static enum inv_status check_options(const struct sim_options *o, struct inv_err *err)
{
    if (o->models.horizon > 0)
        return inv_err_set(err, INV_EUSAGE, "--horizon: a replay forecasts over lead time and review");
    if (o->models.regressors || o->models.holidays || o->models.calendar)
        return inv_err_set(err, INV_EUSAGE, "--regressors, --holidays and --calendar: a replay knows the past alone");
    if (o->models.group)
        return inv_err_set(err, INV_EUSAGE, "--group: a replay learns from the key alone");
    if (o->models.model && (o->orders || o->policy == POLICY_MINMAX || o->policy >= POLICY_FORMULA))
        return inv_err_set(err, INV_EUSAGE, "--model finds the levels of rq, ss, rs and basestock, not of given ones");
    if (o->policy == POLICY_ORDERS && !o->orders)
        return inv_err_set(err, INV_EUSAGE, "--policy orders: --orders names their column");
    if (o->by_period && o->policy != POLICY_SS && o->policy != POLICY_RS && o->policy != POLICY_BASESTOCK)
        return inv_err_set(err, INV_EUSAGE, "--by-period: the levels of --policy ss, rs or basestock");
    if (o->by_period && o->models.model)
        return inv_err_set(err, INV_EUSAGE, "--by-period and --model contradict each other: whose levels?");
    if (o->orders && o->policy >= 0 && o->policy != POLICY_ORDERS)
        return inv_err_set(err, INV_EUSAGE, "--orders and --policy contradict each other");
    double periods = (double)(o->periods > 0 ? o->periods : 1000) + (double)(o->warm_up > 0 ? o->warm_up : 0);
    if (periods * (double)o->steps > SIM_STEPS_MOST)
        return inv_err_set(err, INV_EUSAGE, "--periods: a run of %.3g steps is too long: make it several runs", periods * (double)o->steps);
    if (o->nodes && !o->edges)
        return inv_err_set(err, INV_EUSAGE, "--nodes: --edges FILE has how they are joined");
    return INV_OK;
}

/* Options of a history alone, and those of drawn demand alone. */
static enum inv_status check_kind(const struct sim_options *o, bool history, bool rows, struct inv_err *err)
{
    if (!history && o->models.model)
        return inv_err_set(err, INV_EUSAGE, "--model: a replay needs a history");
    if (!history && o->orders)
        return inv_err_set(err, INV_EUSAGE, "--orders: given orders need a history");
    if (!history && o->by_period)
        return inv_err_set(err, INV_EUSAGE, "--by-period: levels of periods need a history");
    if (!rows && o->periods > 0)
        return inv_err_set(err, INV_EUSAGE, "--periods: the input has its own");
    if (!rows && o->steps > 1)
        return inv_err_set(err, INV_EUSAGE, "--steps: only demand that is drawn can be divided");
    if (!rows && !history && o->runs > 0)
        return inv_err_set(err, INV_EUSAGE, "--runs: each path is one");
    return INV_OK;
}

static enum inv_status run_sim(struct run *run, struct inv_err *err)
{
    const struct sim_options *o = run->options;
    struct sim s = { .run = run, .o = o, .steps = (double)o->steps };
    if (o->models.list_models)
        return models_list(run, err);
    enum inv_status st = check_options(o, err);
    if (st == INV_OK)
        st = sim_level(run, o->models.level, &s.level, err);
    if (st == INV_OK && o->edges)
        return sim_network(run, o, err);
    if (st == INV_OK)
        st = tool_open_input(run, err);
    if (st != INV_OK)
        return st;
    bool paths = is_paths(run), rows = !paths && is_rows(run), history = !paths && !rows && is_history(run);
    if (!paths && !rows && !history)
        return nothing_to_read(run, err);
    sim_columns(&s);
    st = check_kind(o, history, rows, err);
    if (st == INV_OK)
        st = sim_setup_open(&s, err);
    if (st == INV_OK)
        st = paths ? sim_from_paths(&s, err) : rows ? sim_from_rows(&s, err) : sim_from_history(&s, err);
    sim_setup_close(&s);
    return st;
}

static const struct tool tool = {
    .name = "inv-sim",
    .summary = "What a stock policy would have done, and what it would have cost.",
    .example = "  inv-sim --policy ss --items items.csv demand.csv\n"
               "  inv-sim --model ses --lead-time 2 demand.csv",
    .options = option_table, .noptions = COUNT(option_table),
    .shared = &model_option_set, .shared_at = O(models),
    .params = parameters, .nparams = COUNT(parameters),
    .defaults = &defaults, .size = sizeof(struct sim_options),
    .run = run_sim,
};

TOOL_MAIN(tool)
