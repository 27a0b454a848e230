/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-safety: safety stock and reorder point of each key. */
#include "config.h"
#include "given.h"
#include "safety.h"

#include <stdlib.h>
#include <string.h>

#define O(member) offsetof(struct safety_options, member)
#define METHODS "auto|normal|service-days|fill-rate|poisson|negbin|gamma|empirical|newsvendor|" \
    "cost-per-unit|cost-per-occasion|bootstrap"
#define DISTS "auto|normal|poisson|negbin|gamma|empirical"

static const struct tool_option option_table[] = {
    { 'm', "method", OPT_CHOICE, O(method), "METHOD", "auto (default), normal, service-days, fill-rate, poisson, negbin, "
      "gamma, empirical, newsvendor, cost-per-unit, cost-per-occasion or bootstrap", METHODS, 0, 0 },
    { 0, "dist", OPT_CHOICE, O(dist), "DIST",
      "of lead-time demand, for fill-rate, newsvendor and costs: auto (default), "
      "normal, poisson, negbin, gamma or empirical", DISTS, 0, 0 },
    { 0, "by", OPT_TEXT, O(by), "COL=CLASS:P,...",
      "service level (fill rate) of each class, as class_abc=A:0.98,B:0.95",
      NULL, 0, 0 },
    { 0, "lead-times", OPT_TEXT, O(lead_times), "FILE", "lead times that a key may have: key, lead_time, probability",
      NULL, 0, 0 },
    { 0, "correlated", OPT_FLAG, O(correlated), NULL,
      "a history: demand of one period tells of the next, as far as it did",
      NULL, 0, 0 },
    { 0, "draws", OPT_INT, O(draws), "N", "bootstrap: sums to draw (10000)", NULL, 100, 1e7 },
    { 0, "block", OPT_INT, O(block), "N", "bootstrap: successive periods that are drawn together (1)", NULL, 1, 1e6 },
    { 0, "explain", OPT_FLAG, O(explain), NULL,
      "the numbers that led to the answer, what it serves and costs, as columns",
      NULL, 0, 0 },
    { 0, "integer", OPT_FLAG, O(integer), NULL, "demand is whole units: auto takes negbin, not gamma", NULL, 0, 0 },
    { 0, "fill", OPT_CHOICE, O(fill), "zero|na", "periods without a row in a history: no demand (default), or unknown",
      "zero|na", 0, 0 },
};

static const enum inv_param parameters[] = {
    INV_P_LEAD_TIME, INV_P_LEAD_TIME_SD, INV_P_REVIEW_PERIOD, INV_P_SERVICE_LEVEL, INV_P_FILL_RATE, INV_P_SERVICE_DAYS,
    INV_P_AUTOCORRELATION,
    INV_P_DEMAND, INV_P_DEMAND_SD, INV_P_ANNUAL_DEMAND, INV_P_PERIODS_PER_YEAR, INV_P_HOLDING_COST, INV_P_HOLDING_RATE,
    INV_P_UNIT_COST, INV_P_SHORTAGE_COST,
};

static bool has(const struct run *run, const char *name)
{
    return inv_input_find(run->in, name) != INV_NO_COLUMN;
}

/* ---- what is read ------------------------------------------------------------------------------ */

static bool is_forecast(const struct run *run)
{
    return has(run, "step") && has(run, "forecast") && has(run, "sd") && has(run, "cum_sd");
}

static bool is_paths(const struct run *run)
{
    return has(run, "path") && has(run, "step") && has(run, run->common.value);
}

static bool is_history(const struct run *run)
{
    return has(run, run->common.time) && has(run, run->common.value);
}

/* A column named demand may be a history's value. */
static bool is_rows(const struct run *run)
{
    if (has(run, "ltd_mean") || (has(run, "demand") && strcmp(run->common.value, "demand") != 0))
        return true;
    return !is_history(run) && inv_params_known(run->params, INV_P_DEMAND);
}

static enum inv_status nothing_to_read(const struct run *run, struct inv_err *err)
{
    const char *time = run->common.time, *value = run->common.value;
    size_t column;
    struct inv_err which = { 0 };     /* says which columns there are */
    inv_input_need(run->in, has(run, value) ? time : value, &column, &which);
    inv_err_set(err, INV_EUSAGE, "neither a forecast (step, forecast, sd, cum_sd), nor rows with demand, nor a history (%s, %s): "
                "%.180s", time, value, which.text);
    err->file = which.file;
    return INV_EUSAGE;
}

static enum inv_status read_input(struct safety *s, struct inv_err *err)
{
    struct run *run = s->run;
    bool empirical = s->method == INV_SAFETY_EMPIRICAL || s->dist == INV_SAFETY_EMPIRICAL;
    s->freq_in = inv_input_find(run->in, "freq");
    s->as_of_in = inv_input_find(run->in, "as_of");
    bool drawn = empirical || s->method == INV_SAFETY_BOOTSTRAP;
    if (s->o->lead_times && (drawn || is_paths(run)))
        return inv_err_set(err, INV_EUSAGE,
                           "--lead-times goes with a distribution; sums that were drawn take lead_time_sd");
    bool history = is_history(run) && !is_paths(run) && !is_forecast(run) && !is_rows(run);
    if ((s->method == INV_SAFETY_BOOTSTRAP || s->o->correlated) && !history)
        return inv_err_set(err, INV_EUSAGE, "%s needs a history (%s, %s)", s->o->correlated ? "--correlated"
                           : "bootstrap", run->common.time, run->common.value);
    if (is_paths(run))
        return safety_from_paths(s, err);
    if (empirical && (is_forecast(run) || is_rows(run) || !is_history(run)))
        return inv_err_set(err, INV_EUSAGE, "empirical needs a history (%s, %s) or sample paths (inv-forecast --paths)",
                           run->common.time, run->common.value);
    if (is_forecast(run))
        return safety_from_forecast(s, err);
    if (is_rows(run))
        return safety_from_rows(s, err);
    return is_history(run) ? safety_from_history(s, err) : nothing_to_read(run, err);
}

/* --dist alone is a method; beside one that names its own, another is a contradiction. */
static enum inv_status check_dist(struct safety *s, struct inv_err *err)
{
    bool weighs = s->method == INV_SAFETY_NEWSVENDOR || s->method == INV_SAFETY_COST_PER_UNIT
        || s->method == INV_SAFETY_COST_PER_OCCASION;
    if (s->dist == INV_SAFETY_AUTO || s->dist == s->method || weighs || s->method == INV_SAFETY_FILL_RATE)
        return INV_OK;
    if (s->method == INV_SAFETY_AUTO)
        s->method = s->dist;
    return s->method == s->dist ? INV_OK : inv_err_set(err, INV_EUSAGE, "--method %s and --dist %s do not go together",
                                                       inv_safety_name(s->method), inv_safety_name(s->dist));
}

static void note_unused(const struct safety *s)
{
    bool weighs = s->method == INV_SAFETY_NEWSVENDOR || s->method == INV_SAFETY_COST_PER_UNIT
        || s->method == INV_SAFETY_COST_PER_OCCASION;
    bool fill = s->method == INV_SAFETY_FILL_RATE, days = s->method == INV_SAFETY_SERVICE_DAYS;
    if (!fill)
        tool_note_unused(s->run, INV_P_FILL_RATE, "--method fill-rate");
    if (!days)
        tool_note_unused(s->run, INV_P_SERVICE_DAYS, "--method service-days");
    if (fill || days || weighs)
        tool_note_unused(s->run, INV_P_SERVICE_LEVEL, "a --method for service levels");
    if (!weighs && !s->o->explain)
        tool_note_unused(s->run, INV_P_SHORTAGE_COST, "--method newsvendor, cost-per-unit or cost-per-occasion");
}

static enum inv_status run_safety(struct run *run, struct inv_err *err)
{
    static const enum inv_safety dists[] = {
        INV_SAFETY_AUTO, INV_SAFETY_NORMAL, INV_SAFETY_POISSON, INV_SAFETY_NEGBIN, INV_SAFETY_GAMMA, INV_SAFETY_EMPIRICAL
    };
    const struct safety_options *o = run->options;
    struct safety s = { .run = run, .o = o, .method = (enum inv_safety)o->method, .dist = dists[o->dist] };
    enum inv_status st = check_dist(&s, err);
    if (st == INV_OK)
        st = safety_classes(&s, err);
    if (st == INV_OK)
        st = tool_open_input(run, err);
    if (st == INV_OK)
        st = safety_class_column(&s, err);
    if (st == INV_OK)
        st = safety_leads_open(&s, err);
    safety_columns(&s);
    if (st == INV_OK)
        note_unused(&s);
    if (st == INV_OK)
        st = read_input(&s, err);
    safety_leads_close(&s);
    free(s.classes);
    return st;
}

static const struct safety_options defaults = { .block = 1, .draws = 10000 };

static const struct tool tool = {
    .name = "inv-safety",
    .summary = "Safety stock and reorder point of each key, by the service asked for.",
    .example = "  inv-forecast -H 8 sales.csv | inv-safety --items items.csv",
    .options = option_table, .noptions = COUNT(option_table),
    .params = parameters, .nparams = COUNT(parameters),
    .defaults = &defaults, .size = sizeof(struct safety_options),
    .run = run_safety,
};

TOOL_MAIN(tool)
