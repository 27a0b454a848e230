/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-eoq: what a row says. */
#include "config.h"
#include "eoq.h"

#include <math.h>
#include <string.h>

#include "inv/mem.h"
#include "year.h"

static enum inv_status annual_demand(struct eoq_work *w, const struct inv_record *rec, const struct inv_param_row *p,
                                     double *demand, struct inv_err *err)
{
    enum inv_status st = inv_param_get(p, INV_P_ANNUAL_DEMAND, demand, err);
    if (st == INV_OK && !isnan(*demand)) {
        tool_note_set(w->run, INV_P_DEMAND, "annual_demand");
        tool_note_set(w->run, INV_P_PERIODS_PER_YEAR, "annual_demand");
    }
    if (st != INV_OK || !isnan(*demand))
        return st;
    double a_period, n;
    st = inv_param_get(p, INV_P_DEMAND, &a_period, err);
    if (st == INV_OK && isnan(a_period))
        return inv_param_need(p, INV_P_ANNUAL_DEMAND, demand, err);
    if (st == INV_OK)
        st = tool_periods_per_year(w->run, p, tool_freq_of(w->run, rec->cells, w->freq), &w->year_told, &n, err);
    if (st == INV_OK)
        *demand = a_period * n;
    return st;
}

/* ---- costs ------------------------------------------------------------------------------- */

/* Stock at one rate for all: what holding it costs follows from what it is worth. */
static enum inv_status one_rate(const struct eoq_work *w, const struct inv_param_row *p, struct inv_eoq_in *in,
                                struct inv_err *err)
{
    in->holding_cost = NAN;
    in->holding_rate = 0.2;
    return isnan(in->unit_cost) && w->nbreaks == 0 ? inv_param_need(p, INV_P_UNIT_COST, &in->unit_cost, err) : INV_OK;
}

/* holding_cost, else holding_rate x unit_cost; a tier of a discount brings its own unit_cost. */
static enum inv_status follow(const struct eoq_work *w, const struct inv_param_row *p, struct inv_eoq_in *in,
                              struct inv_err *err)
{
    if (isnan(in->holding_rate) || (isnan(in->unit_cost) && w->nbreaks == 0))
        return inv_param_need(p, INV_P_HOLDING_COST, &in->holding_cost, err);
    if (w->nbreaks > 0)
        return INV_OK;
    in->holding_cost = in->holding_rate * in->unit_cost;
    if (in->holding_cost > 0)
        return INV_OK;
    inv_err_set(err, INV_EROW, "holding_rate x unit_cost is not above 0");
    return inv_err_column(err, "holding_cost", 12);
}

static enum inv_status holding(struct eoq_work *w, const struct inv_param_row *p, struct eoq_row *row,
                               struct inv_err *err)
{
    struct inv_eoq_in *in = &row->in;
    enum inv_status st = inv_param_get(p, INV_P_HOLDING_COST, &in->holding_cost, err);
    if (st == INV_OK)
        st = inv_param_get(p, INV_P_HOLDING_RATE, &in->holding_rate, err);
    if (st == INV_OK)
        st = inv_param_get(p, INV_P_UNIT_COST, &in->unit_cost, err);
    if (st == INV_OK && w->o->logistics && isnan(in->unit_cost) && w->nbreaks == 0)
        st = inv_param_need(p, INV_P_UNIT_COST, &in->unit_cost, err);
    in->unit_cost += row->transport_cost;
    if (st == INV_OK && w->one_rate)
        return one_rate(w, p, in, err);
    if (st == INV_OK && !isnan(in->holding_cost)) {
        tool_note_set(w->run, INV_P_HOLDING_RATE, "holding_cost");
        if (!w->discounts && !w->o->logistics)
            tool_note_set(w->run, INV_P_UNIT_COST, "holding_cost");
    }
    return st != INV_OK || !isnan(in->holding_cost) ? st : follow(w, p, in, err);
}

static enum inv_status breaks(struct eoq_work *w, const struct inv_record *rec, double transport_cost,
                              struct inv_err *err)
{
    w->nbreaks = 0;
    size_t row = w->discounts ? join_find(w->discounts, rec->cells) : JOIN_NONE;
    for (; row != JOIN_NONE; row = join_next(w->discounts, row)) {
        struct inv_eoq_break b;
        enum inv_status st = INV_MEM_GROW(&w->breaks, &w->cap_breaks, w->nbreaks + 1, err);
        if (st == INV_OK)
            st = INV_MEM_GROW(&w->break_rows, &w->cap_rows, w->nbreaks + 1, err);
        if (st == INV_OK)
            st = join_number(w->discounts, row, w->min_qty, &b.min_qty, err);
        if (st == INV_OK)
            st = join_number(w->discounts, row, w->unit_cost, &b.unit_cost, err);
        if (st != INV_OK)
            return st;
        b.unit_cost += transport_cost;
        w->break_rows[w->nbreaks] = row;
        w->breaks[w->nbreaks++] = b;
    }
    return INV_OK;
}

/* A table that cannot be used is wrong at the first row up to which it cannot. */
static enum inv_status check_breaks(const struct eoq_work *w, double unit_cost, struct inv_err *err)
{
    enum inv_status st = inv_eoq_breaks_check(w->breaks, w->nbreaks, unit_cost, err);
    if (st != INV_EARG)
        return st;
    size_t n = 1;
    while (n < w->nbreaks && inv_eoq_breaks_check(w->breaks, n, unit_cost, NULL) == INV_OK)
        n++;
    err->status = INV_EROW;
    return inv_err_at(err, join_file(w->discounts), join_line(w->discounts, w->break_rows[n - 1]));
}

/* All that is bought is in annual_cost, also what has one price. */
static enum inv_status one_price(struct eoq_work *w, const struct inv_eoq_in *in, struct inv_err *err)
{
    if (!(w->discounts || w->o->logistics) || w->nbreaks > 0 || !(in->unit_cost > 0))
        return INV_OK;
    enum inv_status st = INV_MEM_GROW(&w->breaks, &w->cap_breaks, 1, err);
    if (st == INV_OK)
        w->breaks[w->nbreaks++] = (struct inv_eoq_break){ 0, in->unit_cost };
    return st;
}

static enum inv_status costs(struct eoq_work *w, const struct inv_record *rec, const struct inv_param_row *p,
                             struct eoq_row *row, struct inv_err *err)
{
    static const enum inv_discount types[] = { INV_DISCOUNT_ALL_UNITS, INV_DISCOUNT_INCREMENTAL,
                                               INV_DISCOUNT_MODIFIED };
    enum inv_status st = inv_param_need(p, INV_P_ORDER_COST, &row->in.order_cost, err);
    row->transport_cost = 0;
    if (st == INV_OK && w->o->logistics)
        st = inv_param_get(p, INV_P_TRANSPORT_COST, &row->transport_cost, err);
    if (st == INV_OK)
        st = breaks(w, rec, row->transport_cost, err);
    if (st == INV_OK)
        st = holding(w, p, row, err);
    if (st == INV_OK && w->nbreaks > 0)
        st = check_breaks(w, row->in.unit_cost, err);
    if (st == INV_OK)
        st = one_price(w, &row->in, err);
    if (st == INV_OK && w->o->backorders)
        st = inv_param_need(p, INV_P_SHORTAGE_COST, &row->in.shortage_cost, err);
    row->in.breaks = w->breaks;
    row->in.nbreaks = w->nbreaks;
    row->in.discount = types[w->o->discount_type];
    return st;
}

/* ---- supply ------------------------------------------------------------------------------ */

static enum inv_status lots(const struct eoq_work *w, const struct inv_param_row *p, struct inv_eoq_in *in,
                            struct inv_err *err)
{
    in->round_lots = w->o->round_lots;
    enum inv_status st = inv_param_get(p, INV_P_PACK_SIZE, &in->pack_size, err);
    if (st == INV_OK)
        st = inv_param_get(p, INV_P_MOQ, &in->moq, err);
    return st == INV_OK ? inv_param_get(p, INV_P_PALLET_SIZE, &in->pallet_size, err) : st;
}

static enum inv_status yield(const struct eoq_work *w, const struct inv_param_row *p, struct inv_yield *y,
                             struct inv_err *err)
{
    if (w->o->yield == NOT_ASKED)
        return INV_OK;
    y->kind = w->o->yield == 0 ? INV_YIELD_ADDITIVE : INV_YIELD_MULTIPLICATIVE;
    enum inv_status st = inv_param_need(p, INV_P_YIELD_MEAN, &y->mean, err);
    return st == INV_OK ? inv_param_need(p, INV_P_YIELD_SD, &y->sd, err) : st;
}

static enum inv_status disruptions(const struct eoq_work *w, const struct inv_param_row *p, struct inv_disruption *d,
                                   struct inv_err *err)
{
    if (w->o->disruptions == NOT_ASKED)
        return INV_OK;
    d->approximate = w->o->disruptions == 1;
    enum inv_status st = inv_param_need(p, INV_P_DISRUPTION_RATE, &d->rate, err);
    if (st == INV_OK)
        st = inv_param_need(p, INV_P_RECOVERY_RATE, &d->recovery, err);
    return st == INV_OK ? inv_param_need(p, INV_P_SHORTAGE_COST, &d->lost_cost, err) : st;
}

/* ---- cycles and other quantities ------------------------------------------------------------ */

/* Periods of the table, or weeks where none are known. */
static enum inv_status period(const struct eoq_work *w, const struct inv_record *rec, const struct inv_param_row *p,
                              double *years, struct inv_err *err)
{
    double n = NAN;
    *years = NAN;
    if (!w->o->power_of_two || w->o->joint)
        return INV_OK;
    enum inv_status st = inv_param_get(p, INV_P_PERIODS_PER_YEAR, &n, err);
    enum inv_freq freq = tool_freq_of(w->run, rec->cells, w->freq);
    if (isnan(n))
        n = inv_freq_per_year(inv_freq_days(freq) > 0 ? freq : INV_FREQ_W);
    *years = 1 / n;
    return st;
}

static enum inv_status other_quantity(const struct eoq_work *w, const struct inv_record *rec,
                                      const struct inv_param_row *p, double *q, struct inv_err *err)
{
    *q = w->at;
    if (w->at_column == INV_NO_COLUMN)
        return INV_OK;
    enum inv_status st = inv_params_read(p->params, INV_P_ORDER_QTY, rec->cells[w->at_column], 0, q, err);
    return st == INV_OK ? INV_OK : inv_err_column(err, w->o->at, strlen(w->o->at));
}

/* Order nothing is an answer: the reason is said once. */
static void note_no_demand(struct eoq_work *w, double demand)
{
    if (demand > 0 || w->none_told)
        return;
    tool_note(w->run, "there are rows without demand: nothing is to be ordered");
    w->none_told = true;
}

enum inv_status eoq_read(struct eoq_work *w, const struct inv_record *rec, const struct inv_param_row *p,
                         struct eoq_row *row, struct inv_err *err)
{
    row->in = inv_eoq_defaults();
    enum inv_status st = annual_demand(w, rec, p, &row->in.annual_demand, err);
    if (st == INV_OK)
        st = costs(w, rec, p, row, err);
    if (st == INV_OK)
        st = inv_param_get(p, INV_P_PRODUCTION_RATE, &row->in.production_rate, err);
    if (st == INV_OK)
        st = inv_param_get(p, INV_P_SAFETY_STOCK, &row->in.safety_stock, err);
    if (isnan(row->in.safety_stock))
        row->in.safety_stock = 0;
    if (st == INV_OK)
        st = lots(w, p, &row->in, err);
    if (st == INV_OK)
        st = yield(w, p, &row->yield, err);
    if (st == INV_OK)
        st = disruptions(w, p, &row->dis, err);
    if (st == INV_OK)
        st = period(w, rec, p, &row->period, err);
    if (st == INV_OK && w->o->joint)
        st = inv_param_need(p, INV_P_JOINT_ORDER_COST, &row->major_cost, err);
    if (st == INV_OK)
        note_no_demand(w, row->in.annual_demand);
    return st == INV_OK ? other_quantity(w, rec, p, &row->at, err) : st;
}
