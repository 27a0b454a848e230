/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-newsvendor: the demand of a season, and what a unit over or short costs. */
#include "config.h"
#include "newsvendor.h"

#include <math.h>
#include <string.h>

#include "inv/mem.h"

/* ---- costs ---------------------------------------------------------------------------------------- */

static enum inv_status lots(const struct inv_param_row *p, struct item *it, struct inv_err *err)
{
    enum inv_status st = inv_param_get(p, INV_P_MOQ, &it->in.moq, err);
    return st == INV_OK ? inv_param_get(p, INV_P_PACK_SIZE, &it->in.pack_size, err) : st;
}

static enum inv_status by_prices(const struct inv_param_row *p, struct item *it, struct inv_err *err)
{
    struct inv_newsvendor_prices *x = &it->prices;
    enum inv_status st = inv_param_need(p, INV_P_PRICE, &x->price, err);
    if (st == INV_OK)
        st = inv_param_need(p, INV_P_UNIT_COST, &x->unit_cost, err);
    if (st == INV_OK)
        st = inv_param_get(p, INV_P_SALVAGE, &x->salvage, err);
    if (st == INV_OK)
        st = inv_param_get(p, INV_P_PENALTY, &x->penalty, err);
    return st == INV_OK ? inv_newsvendor_costs(x, &it->in.overage, &it->in.underage, err) : st;
}

enum inv_status newsvendor_costs(const struct inv_param_row *p, struct item *it, struct inv_err *err)
{
    *it = (struct item){ 0 };
    struct inv_newsvendor_in *in = &it->in;
    enum inv_status st = inv_param_get(p, INV_P_OVERAGE_COST, &in->overage, err);
    if (st == INV_OK)
        st = inv_param_get(p, INV_P_UNDERAGE_COST, &in->underage, err);
    if (st == INV_OK && (isnan(in->overage) != isnan(in->underage)))
        st = inv_param_need(p, isnan(in->overage) ? INV_P_OVERAGE_COST : INV_P_UNDERAGE_COST, &in->overage, err);
    it->prices.price = (double)NAN;
    if (st == INV_OK && isnan(in->overage))
        st = by_prices(p, it, err);
    if (st == INV_OK)
        st = inv_param_get(p, INV_P_UNIT_COST, &it->unit_cost, err);
    return st == INV_OK ? lots(p, it, err) : st;
}

enum inv_status newsvendor_period_costs(const struct inv_param_row *p, struct item *it, struct inv_err *err)
{
    *it = (struct item){ .prices = { .price = (double)NAN } };
    enum inv_status st = inv_param_need(p, INV_P_OVERAGE_COST, &it->in.overage, err);
    if (st == INV_OK)
        st = inv_param_need(p, INV_P_UNDERAGE_COST, &it->in.underage, err);
    if (st == INV_OK)
        st = inv_param_get(p, INV_P_UNIT_COST, &it->unit_cost, err);
    return st == INV_OK ? lots(p, it, err) : st;
}

void newsvendor_bind(struct item *it, const struct inv_dist *demand)
{
    it->in.demand = demand;
    it->in.prices = isnan(it->prices.price) ? NULL : &it->prices;
}

void newsvendor_note(struct newsvendor *v, double demand)
{
    if (demand > 0 || v->none_told)
        return;
    tool_note(v->run, "there are rows without demand: nothing is to be ordered");
    v->none_told = true;
}

/* ---- demand ----------------------------------------------------------------------------------------- */

static enum inv_status moments(const struct newsvendor *v, const struct inv_record *rec, const struct inv_param_row *p,
                               double *mean, double *sd, struct inv_err *err)
{
    if (v->mean == INV_NO_COLUMN) {
        enum inv_status st = inv_param_need(p, INV_P_DEMAND, mean, err);
        if (st != INV_OK)
            return st;
        return v->o->dist == DIST_POISSON ? inv_param_get(p, INV_P_DEMAND_SD, sd, err)
                                          : inv_param_need(p, INV_P_DEMAND_SD, sd, err);
    }
    const size_t columns[2] = { v->mean, v->sd };
    double *to[2] = { mean, sd };
    for (size_t i = 0; i < 2; i++) {
        enum inv_status st = inv_cell_number(&v->run->in_format, rec->cells[columns[i]], to[i], err);
        if (st == INV_OK && !(*to[i] >= 0))
            st = inv_err_set(err, INV_EROW, isnan(*to[i]) ? "no value" : "%g is below 0", *to[i]);
        if (st != INV_OK) {
            inv_err_at(err, rec->file, rec->line);
            struct inv_cell name = inv_input_name(v->run->in, columns[i]);
            return inv_err_column(err, name.s, name.n);
        }
    }
    return INV_OK;
}

/* As inv-safety's auto: normal where the spread is small, else what has no negatives. */
static enum inv_dist_kind kind(const struct newsvendor_options *o, double mean, double sd)
{
    static const enum inv_dist_kind kinds[] = {
        [DIST_NORMAL] = INV_DIST_NORMAL, [DIST_LOGNORMAL] = INV_DIST_LOGNORMAL, [DIST_GAMMA] = INV_DIST_GAMMA,
        [DIST_POISSON] = INV_DIST_POISSON, [DIST_NEGBIN] = INV_DIST_NEGBIN,
    };
    if (mean <= 0 && o->dist != DIST_POISSON)
        return INV_DIST_NORMAL;
    if (o->dist != DIST_AUTO)
        return kinds[o->dist];
    if (o->integer)
        return INV_DIST_NEGBIN;
    return sd <= mean / 2 ? INV_DIST_NORMAL : INV_DIST_GAMMA;
}

/* A number of the table, which must be there and not below 0. */
static enum inv_status table_number(const struct newsvendor *v, size_t row, size_t column, const char *name, double *x,
                                    struct inv_err *err)
{
    enum inv_status st = join_number(v->table, row, column, x, err);
    if (st != INV_OK || *x >= 0)
        return st;
    inv_err_set(err, INV_EROW, isnan(*x) ? "no value" : "%g is below 0", *x);
    inv_err_at(err, join_file(v->table), join_line(v->table, row));
    return inv_err_column(err, name, strlen(name));
}

static enum inv_status by_table(const struct newsvendor *v, size_t row, struct table_work *t, struct inv_dist *d,
                                struct inv_err *err)
{
    size_t n = 0, first = row;
    enum inv_status st = INV_OK;
    for (; row != JOIN_NONE && st == INV_OK; row = join_next(v->table, row), n++) {
        st = INV_MEM_GROW(&t->x, &t->cap_x, n + 1, err);
        if (st == INV_OK)
            st = INV_MEM_GROW(&t->w, &t->cap_w, n + 1, err);
        if (st == INV_OK)
            st = table_number(v, row, v->value, "value", &t->x[n], err);
        if (st == INV_OK)
            st = table_number(v, row, v->probability, "probability", &t->w[n], err);
    }
    if (st != INV_OK)
        return st;
    st = inv_dist_table(d, t->x, t->w, n, err);
    return st == INV_OK ? st : inv_err_at(err, join_file(v->table), join_line(v->table, first));
}

enum inv_status newsvendor_demand(const struct newsvendor *v, const struct inv_record *rec,
                                  const struct inv_param_row *p,
                                  struct table_work *t, struct inv_dist *d, struct inv_err *err)
{
    double mean, sd;
    size_t row = v->table ? join_find(v->table, rec->cells) : JOIN_NONE;
    if (row != JOIN_NONE)
        return by_table(v, row, t, d, err);
    if (v->table && v->mean == INV_NO_COLUMN && !inv_params_known(v->run->params, INV_P_DEMAND))
        return inv_err_set(err, INV_EROW, "its key is not in %s, and it has no demand", v->o->table);
    enum inv_status st = moments(v, rec, p, &mean, &sd, err);
    return st == INV_OK ? inv_dist_init(d, kind(v->o, mean, sd), mean, isnan(sd) ? 0 : sd, err) : st;
}
