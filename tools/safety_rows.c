/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-safety from rows that have the moments of demand. */
#include "config.h"
#include "safety.h"

#include <math.h>

#include "year.h"

/* Whether the spread of demand decides anything. */
static bool spread_matters(const struct safety *s)
{
    return s->method != INV_SAFETY_SERVICE_DAYS && s->method != INV_SAFETY_POISSON;
}

/* ltd_mean and ltd_sd that an earlier run, or somebody else, has worked out. */
static enum inv_status given(const struct safety *s, const struct inv_param_row *p, struct demand *d, bool *found,
                             struct inv_err *err)
{
    enum inv_status st = inv_param_get(p, INV_P_LTD_MEAN, &d->ltd.mean, err);
    if (st == INV_OK)
        st = inv_param_get(p, INV_P_LTD_SD, &d->ltd.sd, err);
    *found = !isnan(d->ltd.mean) && (!isnan(d->ltd.sd) || !spread_matters(s));
    return st;
}

/* What would change the lead-time demand, were it not given. */
static void note_sets(const struct safety *s)
{
    static const struct { enum inv_param set; const char *kept; } moot[] = {
        { INV_P_LEAD_TIME, "ltd_mean" }, { INV_P_LEAD_TIME_SD, "ltd_sd" }, { INV_P_REVIEW_PERIOD, "ltd_mean" },
        { INV_P_DEMAND, "ltd_mean" }, { INV_P_DEMAND_SD, "ltd_sd" }, { INV_P_AUTOCORRELATION, "ltd_sd" },
    };
    for (size_t i = 0; i < COUNT(moot); i++)
        tool_note_set(s->run, moot[i].set, moot[i].kept);
}

/* The lead time's part of a kept ltd_mean and ltd_sd, in proportion to time; the spread of the
 * lead time stays whole. */
static void share_out(struct demand *d)
{
    double l = d->supply.lead_time, r = d->supply.review_period, demand = isnan(d->ltd.demand) ? 0 : d->ltd.demand;
    double share = l + r > 0 ? l / (l + r) : isnan(l) && d->ltd.mean > 0 ? fmax(0, 1 - demand * r / d->ltd.mean) : 1;
    double supply = fmin(demand * d->supply.lead_time_sd, d->ltd.sd);
    d->ltd.lead_mean = share * d->ltd.mean;
    d->ltd.lead_sd = hypot(supply, sqrt(share * (d->ltd.sd - supply) * (d->ltd.sd + supply)));
}

/* What a row says of its demand. */
struct said { double demand, sd, rho; };

static enum inv_status over(void *ctx, const struct inv_supply *supply, struct inv_ltd *ltd, struct inv_err *err)
{
    const struct said *w = ctx;
    struct inv_correlation c = { .rho = w->rho };
    enum inv_status st = inv_ltd_rows(supply, w->demand, isnan(w->sd) ? 0 : w->sd, ltd, err);
    return st == INV_OK && !isnan(w->rho) ? inv_ltd_correlate(supply, &c, ltd, err) : st;
}

static enum inv_status from_moments(struct safety *s, const struct inv_param_row *p, struct demand *d,
                                    struct inv_err *err)
{
    struct said w = { d->ltd.demand, d->ltd.demand_sd, d->rho };
    enum inv_status st = INV_OK;
    if (isnan(w.demand))
        st = inv_param_need(p, INV_P_DEMAND, &w.demand, err);
    if (st == INV_OK && isnan(w.sd) && spread_matters(s))
        st = inv_param_need(p, INV_P_DEMAND_SD, &w.sd, err);
    if (st == INV_OK)
        st = safety_over_lead(s, p, d, over, &w, err);
    if (isnan(w.sd))
        d->ltd.demand_sd = d->ltd.sd = NAN;
    return st;
}

static enum inv_status moments(struct safety *s, const struct inv_param_row *p, struct demand *d, struct inv_err *err)
{
    bool found = false;
    enum inv_status st = inv_param_get(p, INV_P_DEMAND, &d->ltd.demand, err);
    if (st == INV_OK)
        st = inv_param_get(p, INV_P_DEMAND_SD, &d->ltd.demand_sd, err);
    if (st == INV_OK)
        st = inv_param_get(p, INV_P_AUTOCORRELATION, &d->rho, err);
    if (st == INV_OK && !safety_leads_has(s, p))
        st = given(s, p, d, &found, err);
    if (st != INV_OK || !found)
        return st == INV_OK ? from_moments(s, p, d, err) : st;
    st = safety_supply(p, false, &d->supply, err);
    if (st == INV_OK) {
        note_sets(s);
        share_out(d);
    }
    return st;
}

static enum inv_status annual(struct safety *s, const struct inv_param_row *p, enum inv_freq freq, struct demand *d,
                              struct inv_err *err)
{
    double n;
    enum inv_status st = inv_param_get(p, INV_P_ANNUAL_DEMAND, &d->annual, err);
    if (st == INV_OK && !isnan(d->annual)) {
        tool_note_set(s->run, INV_P_DEMAND, "annual_demand");
        tool_note_set(s->run, INV_P_PERIODS_PER_YEAR, "annual_demand");
    }
    if (st != INV_OK || !isnan(d->annual) || isnan(d->ltd.demand))
        return st;
    st = tool_periods_per_year(s->run, p, freq, &s->year_told, &n, err);
    d->annual = d->ltd.demand * n;
    return st;
}

static enum inv_status safety_row(void *ctx, struct run *run, const struct inv_record *rec, const struct inv_param_row *p,
                                  struct value *out, struct inv_err *err)
{
    struct safety *s = ctx;
    struct demand d = { 0 };
    enum inv_freq freq = tool_freq_of(run, rec->cells, s->freq_in);
    enum inv_status st = moments(s, p, &d, err);
    if (st == INV_OK)
        st = annual(s, p, freq, &d, err);
    if (st != INV_OK)
        return st;
    if (s->freq_in != INV_NO_COLUMN)
        d.freq = value_cell(rec->cells[s->freq_in]);
    else if (freq != INV_FREQ_NONE)
        d.freq = value_text(inv_freq_name(freq));
    if (s->as_of_in != INV_NO_COLUMN)
        d.as_of = value_cell(rec->cells[s->as_of_in]);
    else if (run->common.as_of)
        d.as_of = value_text(run->common.as_of);
    return safety_solve(s, p, freq, &d, out, err);
}

static double days(void *ctx, const struct inv_record *rec)
{
    struct safety *s = ctx;
    return inv_freq_days(tool_freq_of(s->run, rec->cells, s->freq_in));
}

enum inv_status safety_from_rows(struct safety *s, struct inv_err *err)
{
    struct row_filter f = { .columns = s->columns, .ncolumns = s->ncolumns, .ctx = s, .row = safety_row, .days = days };
    return tool_rows(s->run, &f, err);
}
