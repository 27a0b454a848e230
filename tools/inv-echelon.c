/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-echelon: where a network keeps its stock, and how much of it. */
#include "config.h"
#include "echelon.h"

#include <string.h>

#include "kept.h"

#define O(member) offsetof(struct echelon_options, member)

static const struct tool_option option_table[] = {
    { 'm', "method", OPT_CHOICE, O(method), "METHOD",
      "gsm (guaranteed service, default), ssm (stochastic service of a serial system or an assembly), shang-song (its "
      "heuristic), metric, two-moment or metric-exact (one warehouse, many retailers)",
      "gsm|ssm|shang-song|metric|two-moment|metric-exact", 0, 0 },
    { 0, "nodes", OPT_TEXT, O(nodes), "FILE", "the stages: node, lead_time, holding_cost, demand ... (default: the input)",
      NULL, 0, 0 },
    { 0, "edges", OPT_TEXT, O(edges), "FILE", "who supplies whom: from, to, and need (units), lead_time (none: single stages)",
      NULL, 0, 0 },
    { 0, "dist", OPT_CHOICE, O(dist), "DIST",
      "of demand, for ssm and shang-song: auto (default), normal, gamma or poisson", "auto|normal|gamma|poisson", 0, 0 },
    { 0, "evaluate", OPT_FLAG, O(evaluate), NULL,
      "what given stocks cost: column cst (gsm), echelon_base_stock (ssm) or base_stock", NULL, 0, 0 },
};

static const enum inv_param parameters[] = {
    INV_P_DEMAND, INV_P_DEMAND_SD, INV_P_LEAD_TIME, INV_P_HOLDING_COST, INV_P_HOLDING_RATE, INV_P_UNIT_COST, INV_P_SHORTAGE_COST,
    INV_P_SERVICE_LEVEL, INV_P_SERVICE_TIME, INV_P_SUPPLIER_TIME, INV_P_PERIODS_PER_YEAR,
};

static const struct echelon_options defaults = { .method = METHOD_GSM };

/* ---- the filter ----------------------------------------------------------------------------------------- */

static enum inv_status take(void *ctx, struct run *run, size_t i, const struct inv_record *rec, const struct inv_param_row *p,
                            struct inv_err *err)
{
    (void)run;
    (void)i;
    return echelon_take(ctx, rec, p, err);
}

static enum inv_status solve(void *ctx, struct run *run, size_t n, struct inv_err *err)
{
    (void)run;
    (void)n;
    return echelon_solve(ctx, err);
}

static enum inv_status give(void *ctx, struct run *run, size_t i, struct value *out, struct inv_err *err)
{
    (void)run;
    const struct echelon *w = ctx;
    const struct echelon_node *v = &w->nodes[i];
    if (w->wrong[v->network])
        return inv_err_set(err, INV_EROW, "its network cannot be solved: %s", w->wrong[v->network]);
    for (size_t c = 0; c < w->method->ncolumns; c++)
        out[c] = value_num(v->out[c]);
    return INV_OK;
}

/* A network that cannot be solved is told of with its first node. */
static bool told(void *ctx, size_t i)
{
    const struct echelon *w = ctx;
    return w->nodes[i].place > 0;
}

static double days(void *ctx, const struct inv_record *rec)
{
    const struct echelon *w = ctx;
    return inv_freq_days(tool_freq_of(w->run, rec->cells, w->freq));
}

static enum inv_status check_options(const struct run *run, const struct echelon_options *o, struct inv_err *err)
{
    if (o->nodes && run->npaths > 0)
        return inv_err_set(err, INV_EUSAGE, "--nodes: a network has no other input");
    if (o->dist != DIST_AUTO && o->method != METHOD_SSM && o->method != METHOD_SHANG_SONG)
        return inv_err_set(err, INV_EUSAGE, "--dist is for --method ssm and shang-song");
    if (o->evaluate && o->method == METHOD_SHANG_SONG)
        return inv_err_set(err, INV_EUSAGE, "--evaluate: given stocks cost the same by ssm");
    return INV_OK;
}

static enum inv_status run_echelon(struct run *run, struct inv_err *err)
{
    struct echelon w = { .run = run, .o = run->options };
    enum inv_status st = check_options(run, w.o, err);
    if (st != INV_OK)
        return st;
    w.method = w.o->method == METHOD_GSM ? &echelon_gsm : w.o->method <= METHOD_SHANG_SONG ? &echelon_serial : &echelon_metric;
    if (w.o->nodes) {
        run->paths = &w.o->nodes;
        run->npaths = 1;
    }
    if (run->keys.n == 1 && strcmp(run->keys.s[0], "sku") == 0)
        run->keys.s[0] = "node";
    struct kept_filter f = { .columns = w.method->columns, .ncolumns = w.method->ncolumns, .ctx = &w, .take = take,
                             .all = solve, .give = give, .told = told, .days = days };
    st = echelon_open(&w, err);
    if (st == INV_OK)
        st = tool_rows_kept(run, &f, true, err);
    echelon_close(&w);
    return st;
}

static const struct tool tool = {
    .name = "inv-echelon",
    .summary = "Where a network keeps its stock, how much of it, and what that costs.",
    .example = "  inv-echelon --edges edges.csv nodes.csv\n"
               "  inv-echelon -m ssm --nodes nodes.csv --edges edges.csv",
    .options = option_table, .noptions = COUNT(option_table),
    .params = parameters, .nparams = COUNT(parameters),
    .defaults = &defaults, .size = sizeof(struct echelon_options),
    .run = run_echelon,
};

TOOL_MAIN(tool)
