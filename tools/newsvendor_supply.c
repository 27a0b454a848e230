/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-newsvendor --next-cost, --yield and --disruption-prob: periods that follow each other, supply that may fail. */
#include "config.h"
#include "newsvendor.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/lots.h"
#include "inv/num.h"

enum { YIELD_NONE, YIELD_NORMAL, YIELD_UNIFORM };

/* A row's question: what the next unit of the level costs. */
struct ask {
    const struct newsvendor_options *o;
    double h, p;                          /* a unit over, a unit short, at the end of a period */
    double demand;                        /* known */
    double yield_mean, yield_sd;
    const struct inv_dist *dist;          /* --next-cost: demand */
    double unit_cost, next_cost;
};

/* The cost of a level; of the best, which it becomes, where it is NAN. */
static enum inv_status cost_of(const struct ask *a, double *level, double *cost, struct inv_err *err)
{
    const struct newsvendor_options *o = a->o;
    if (o->next_cost)
        return inv_newsvendor_myopic(a->dist, a->h, a->p, a->unit_cost, a->next_cost, o->discount, level, cost, err);
    if (o->disruption > 0)
        return inv_newsvendor_disrupted(a->h, a->p, a->demand, o->disruption, o->recovery, level, cost, err);
    double half = sqrt(3) * a->yield_sd;
    if (o->yield == YIELD_UNIFORM && half > 0)
        return inv_newsvendor_yield_uniform(a->h, a->p, a->demand, a->yield_mean - half, a->yield_mean + half, level,
                                            cost, err);
    return inv_newsvendor_yield(a->h, a->p, a->demand, a->yield_mean, a->yield_sd, level, cost, err);
}

/* Costs are convex in the level: beside the best stand the best lots; below the least order is none. */
static enum inv_status best(const struct ask *a, const struct inv_newsvendor_in *lots, double *level, double *cost,
                            struct inv_err *err)
{
    *level = (double)NAN;
    enum inv_status st = cost_of(a, level, cost, err);
    double q = fmax(*level, 0), lot = lots->pack_size, least = lots->moq;
    double tries[3] = { 0, fmax(q, least), fmax(q, least) };
    if (lot > 0) {
        least = inv_lots_up(least, lot) * lot;
        tries[1] = fmax(inv_lots_down(q, lot) * lot, least);
        tries[2] = fmax(inv_lots_up(q, lot) * lot, least);
    }
    for (size_t i = 0; i < 3 && st == INV_OK; i++) {
        double c, s = tries[i];
        st = cost_of(a, &s, &c, err);
        if (i == 0 || c < *cost) {
            *level = s;
            *cost = c;
        }
    }
    return st;
}

/* ---- what a row says -------------------------------------------------------------------------------- */

static enum inv_status wrong(const char *column, const char *why, double x, struct inv_err *err)
{
    inv_err_set(err, INV_EROW, why, x);
    return inv_err_column(err, column, strlen(column));
}

/* --next-cost: a number, or a column of prices. */
static enum inv_status next_cost(const struct newsvendor *v, const struct inv_record *rec,
                                 const struct inv_param_row *p, double *x, struct inv_err *err)
{
    *x = v->next;
    if (v->next_column == INV_NO_COLUMN)
        return INV_OK;
    enum inv_status st = inv_params_read(p->params, INV_P_UNIT_COST, rec->cells[v->next_column], 0, x, err);
    if (st == INV_OK && !isnan(*x))
        return INV_OK;
    if (st == INV_OK)
        inv_err_set(err, INV_EROW, "no value");
    return inv_err_column(err, v->o->next_cost, strlen(v->o->next_cost));
}

/* Demand that is known; what supply adds to an order. */
static enum inv_status known(const struct inv_param_row *p, struct ask *a, struct inv_err *err)
{
    double sd;
    enum inv_status st = inv_param_need(p, INV_P_DEMAND, &a->demand, err);
    if (st == INV_OK)
        st = inv_param_get(p, INV_P_DEMAND_SD, &sd, err);
    if (st == INV_OK && sd > 0)
        st = wrong("demand_sd", "%g, but where supply is uncertain demand is taken to be known", sd, err);
    if (st != INV_OK || a->o->yield == YIELD_NONE)
        return st;
    st = inv_param_need(p, INV_P_YIELD_MEAN, &a->yield_mean, err);
    return st == INV_OK ? inv_param_need(p, INV_P_YIELD_SD, &a->yield_sd, err) : st;
}

static void put(const struct ask *a, double level, double cost, const char *dist, struct value *out)
{
    double next = a->o->next_cost ? a->unit_cost - a->o->discount * a->next_cost : 0;
    out[C_QTY] = value_num(level);
    out[C_RATIO] = value_num((a->p - next) / (a->p + a->h));
    out[C_COST] = value_num(cost);
    out[C_DIST] = value_text(dist);
}

static enum inv_status uncertain(struct newsvendor *v, const struct inv_param_row *p,
                                 const struct inv_newsvendor_in *in, struct ask *a, struct value *out,
                                 struct inv_err *err)
{
    double level = v->o->at, cost;
    enum inv_status st = known(p, a, err);
    if (st == INV_OK)
        st = isnan(level) ? best(a, in, &level, &cost, err) : cost_of(a, &level, &cost, err);
    if (st == INV_OK)
        newsvendor_note(v, a->demand);
    if (st == INV_OK)
        put(a, level, cost, v->o->disruption > 0 ? "geometric" : v->o->yield == YIELD_UNIFORM ? "uniform" : "normal",
            out);
    return st;
}

static enum inv_status myopic(struct newsvendor *v, const struct inv_record *rec, const struct inv_param_row *p,
                              struct table_work *t, const struct item *it, struct ask *a, struct value *out,
                              struct inv_err *err)
{
    struct item one = *it;
    struct inv_dist d;
    struct inv_newsvendor_out o;
    double level = v->o->at, cost;
    a->unit_cost = it->unit_cost;
    enum inv_status st = isnan(a->unit_cost) ? inv_param_need(p, INV_P_UNIT_COST, &a->unit_cost, err) : INV_OK;
    if (st == INV_OK)
        st = next_cost(v, rec, p, &a->next_cost, err);
    if (st == INV_OK)
        st = newsvendor_demand(v, rec, p, t, &d, err);
    if (st != INV_OK)
        return st;
    newsvendor_bind(&one, &d);
    newsvendor_note(v, d.mean);
    a->dist = &d;
    st = isnan(level) ? best(a, &one.in, &level, &cost, err) : cost_of(a, &level, &cost, err);
    if (st == INV_OK)
        st = inv_newsvendor_at(&one.in, level, &o, err);
    if (st != INV_OK)
        return st;
    newsvendor_values(&one, &o, out);
    put(a, level, cost, inv_dist_name(d.kind), out);
    return INV_OK;
}

enum inv_status newsvendor_period(struct newsvendor *v, const struct inv_record *rec, const struct inv_param_row *p,
                                  struct table_work *t, struct value *out, struct inv_err *err)
{
    struct item it;
    enum inv_status st = newsvendor_period_costs(p, &it, err);
    struct ask a = { .o = v->o, .h = it.in.overage, .p = it.in.underage };
    if (st != INV_OK)
        return st;
    return v->o->next_cost ? myopic(v, rec, p, t, &it, &a, out, err) : uncertain(v, p, &it.in, &a, out, err);
}

/* ---- options ------------------------------------------------------------------------------------------ */

bool newsvendor_is_period(const struct newsvendor_options *o)
{
    return o->next_cost || o->yield != YIELD_NONE || o->disruption > 0;
}

enum inv_status newsvendor_check_period(const struct newsvendor_options *o, struct inv_err *err)
{
    int kinds = (o->next_cost != NULL) + (o->yield != YIELD_NONE) + (o->disruption > 0);
    if (kinds > 1)
        return inv_err_set(err, INV_EUSAGE, "of --next-cost, --yield and --disruption-prob only one can be had");
    if (kinds > 0 && !isnan(o->budget))
        return inv_err_set(err, INV_EUSAGE,
                           "--budget is for one season, not with --next-cost, --yield or --disruption-prob");
    if (o->table && (o->yield != YIELD_NONE || o->disruption > 0))
        return inv_err_set(err, INV_EUSAGE,
                           "--table does not go with --yield or --disruption-prob: demand is taken to be known");
    if (o->discount < 1 && !o->next_cost)
        return inv_err_set(err, INV_EUSAGE, "--discount is for --next-cost");
    if (isnan(o->recovery) != !(o->disruption > 0))
        return inv_err_set(err, INV_EUSAGE, "--disruption-prob and --recovery-prob go together");
    return INV_OK;
}

enum inv_status newsvendor_open_next(struct newsvendor *v, struct inv_err *err)
{
    const char *s = v->o->next_cost;
    v->next_column = INV_NO_COLUMN;
    if (!s || (inv_num_parse(s, strlen(s), '.', &v->next) == INV_NUM_OK && isfinite(v->next) && v->next >= 0))
        return INV_OK;
    return inv_input_need(v->run->in, s, &v->next_column, err);
}
