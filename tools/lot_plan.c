/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-lot: the plan of a key, after what is firm. */
#include "config.h"
#include "lot.h"

#include <math.h>

/* What is left to plan: the periods behind the firm ones. */
static struct inv_lotsize_in open_part(const struct lot *l)
{
    struct inv_lotsize_in in = l->in;
    size_t f = l->nfirm;
    for (size_t t = 0; t < f; t++)
        in.stock += l->firm[t] - in.demand[t];
    in.n -= f;
    in.demand += f;
    in.setup += f;
    in.hold += f;
    in.unit = in.unit ? in.unit + f : NULL;
    in.backlog = in.backlog ? in.backlog + f : NULL;
    in.capacity += f;
    return in;
}

static enum inv_status plan(struct lot *l, enum inv_lotsize method, bool rolling, double *order, struct inv_err *err)
{
    const struct lot_options *o = l->o;
    struct inv_lotsize_in in = open_part(l);
    for (size_t t = 0; t < l->nfirm; t++)
        order[t] = l->firm[t];
    if (in.n == 0)
        return INV_OK;
    if (!rolling)
        return inv_lotsize_plan(&in, method, &l->work, order + l->nfirm, err);
    return inv_lotsize_roll(&in, method, (size_t)o->rolling, (size_t)o->frozen, &l->work, order + l->nfirm, err);
}

enum inv_status lot_plan(struct lot *l, struct inv_lotsize_cost *cost, struct inv_err *err)
{
    enum inv_status st = plan(l, (enum inv_lotsize)l->o->method, l->o->rolling > 0, l->order, err);
    return st == INV_OK ? inv_lotsize_evaluate(&l->in, l->order, l->ending, cost, err) : st;
}

double lot_least(struct lot *l)
{
    struct inv_lotsize_cost cost;
    enum inv_status st = plan(l, INV_LOTSIZE_WAGNER_WHITIN, false, l->order, NULL);
    if (st == INV_OK)
        st = inv_lotsize_evaluate(&l->in, l->order, l->ending, &cost, NULL);
    return st == INV_OK ? cost.total : (double)NAN;
}
