/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-optimize: the parameters of a row or key. */
#include "config.h"
#include "optimize.h"

#include <math.h>
#include <string.h>

#include "year.h"

static enum inv_status wrong(const struct inv_param_row *p, const char *column, struct inv_err *err, const char *text,
                             double v)
{
    inv_err_set(err, INV_EROW, text, v);
    inv_err_at(err, p->file, p->line);
    inv_err_column(err, column, strlen(column));
    return INV_EROW;
}

enum inv_status optimize_holding(const struct inv_param_row *p, double *h, struct inv_err *err)
{
    double rate, cost;
    enum inv_status st = inv_param_get(p, INV_P_HOLDING_COST, h, err);
    if (st != INV_OK || !isnan(*h))
        return st;
    st = inv_param_get(p, INV_P_HOLDING_RATE, &rate, err);
    if (st == INV_OK)
        st = inv_param_get(p, INV_P_UNIT_COST, &cost, err);
    if (st == INV_OK)
        *h = rate * cost;
    return st;
}

/* Holding and shortage cost a period; a shortage that is paid once a unit stays as it is. */
static enum inv_status costs(struct optimize *z, const struct inv_param_row *p, enum inv_freq freq, struct problem *q,
                             struct inv_err *err)
{
    double n, once = z->method == METHOD_EIL || z->o->lost_sales;
    bool asked = z->o->target == TARGET_COST && !z->o->evaluate;
    enum inv_status st = z->policy == POLICY_BASESTOCK ? inv_param_get(p, INV_P_ORDER_COST, &q->K, err)
                                                       : inv_param_need(p, INV_P_ORDER_COST, &q->K, err);
    if (st == INV_OK)
        st = optimize_holding(p, &q->h, err);
    if (st == INV_OK && isnan(q->h))
        st = inv_param_need(p, INV_P_HOLDING_COST, &q->h, err);
    if (st == INV_OK && !(q->h > 0))
        st = wrong(p, "holding_cost", err, "holding_rate x unit_cost is %g, not above 0", q->h);
    if (st == INV_OK)
        st = asked ? inv_param_need(p, INV_P_SHORTAGE_COST, &q->p, err)
            : inv_param_get(p, INV_P_SHORTAGE_COST, &q->p, err);
    if (st == INV_OK && asked && q->p <= 0)
        st = wrong(p, "shortage_cost", err, "%g: where a shortage costs nothing, no stock is worth holding", q->p);
    if (st == INV_OK)
        st = tool_periods_per_year(z->run, p, freq, &z->year_told, &n, err);
    if (st == INV_OK) {
        q->h /= n;
        q->p /= once > 0 ? 1 : n;
    }
    return st;
}

/* basestock and ss are reviewed every period at least, and on whole periods; rq all the time. */
static enum inv_status times(struct optimize *z, const struct inv_param_row *p, struct problem *q, struct inv_err *err)
{
    enum inv_status st = inv_param_need(p, INV_P_LEAD_TIME, &q->L, err);
    if (st == INV_OK)
        st = inv_param_get(p, INV_P_LEAD_TIME_SD, &q->L_sd, err);
    if (st == INV_OK)
        st = inv_param_get(p, INV_P_REVIEW_PERIOD, &q->R, err);
    if (st != INV_OK)
        return st;
    if (z->policy == POLICY_RQ) {
        if (q->R > 0 && !z->review_told)
            tool_note(z->run, "rq is reviewed all the time: review_period is left out");
        z->review_told |= q->R > 0;
        return INV_OK;
    }
    if (q->R > 0 && (q->R > rint(q->R) || q->R < rint(q->R)))
        return wrong(p, "review_period", err, "%g is not a whole number of periods", q->R);
    if (q->R > 1000)
        return wrong(p, "review_period", err, "%g periods are more than 1000", q->R);
    q->R = fmax(q->R, 1);
    return INV_OK;
}

static enum inv_status service(struct optimize *z, const struct inv_param_row *p, struct problem *q,
                               struct inv_err *err)
{
    if (z->o->target == TARGET_COST || z->o->evaluate)
        return INV_OK;
    return inv_param_need(p, z->o->target == TARGET_FILL_RATE ? INV_P_FILL_RATE : INV_P_SERVICE_LEVEL, &q->asked, err);
}

/* A policy to be priced: order_qty may be called eoq, and (r,Q) may leave r to be found. */
static enum inv_status given(struct optimize *z, const struct inv_param_row *p, struct problem *q, struct inv_err *err)
{
    q->r = q->q = q->S = NAN;
    if (!z->o->evaluate)
        return INV_OK;
    if (z->policy != POLICY_RQ) {
        enum inv_status st = z->policy == POLICY_SS ? inv_param_need(p, INV_P_REORDER_POINT, &q->r, err) : INV_OK;
        return st == INV_OK ? inv_param_need(p, INV_P_ORDER_UP_TO, &q->S, err) : st;
    }
    enum inv_status st = inv_param_get(p, INV_P_REORDER_POINT, &q->r, err);
    if (st == INV_OK)
        st = inv_param_get(p, INV_P_ORDER_QTY, &q->q, err);
    if (st == INV_OK && isnan(q->q))
        st = inv_param_get(p, INV_P_EOQ, &q->q, err);
    if (st == INV_OK && isnan(q->q))
        st = inv_param_need(p, INV_P_ORDER_QTY, &q->q, err);
    if (st == INV_OK && isnan(q->r) && (isnan(q->p) || q->p <= 0))
        st = inv_param_need(p, INV_P_REORDER_POINT, &q->r, err);
    return st;
}

enum inv_status optimize_read(struct optimize *z, const struct inv_param_row *p, enum inv_freq freq, struct problem *q,
                              struct inv_err *err)
{
    if (q->demand <= 0)
        return INV_OK;                       /* nothing is asked for: nothing need be known */
    enum inv_status st = times(z, p, q, err);
    if (st == INV_OK)
        st = costs(z, p, freq, q, err);
    if (st == INV_OK)
        st = service(z, p, q, err);
    return st == INV_OK ? given(z, p, q, err) : st;
}
