/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-optimize from a demand history: its moments, or the demand that occurred. */
#include "config.h"
#include "optimize.h"

#include <math.h>
#include <stdlib.h>

#include "inv/ltd.h"
#include "inv/mem.h"
#include "past.h"
#include "reduce.h"
#include "series.h"

enum { N_VALUE, N_STOCKOUT, N_COUNT };

struct history {
    struct optimize *z;
    struct reduce out;
    struct series in;
    struct past past;
    struct inv_pmf pmf;
};

/* How often each whole number was demanded; what lies between two counts for both, in the shares that keep the
 * mean. Returns that outweigh sales are no demand. */
static enum inv_status count(struct history *h, struct inv_err *err)
{
    const struct inv_regular *r = &h->past.regular;
    double most = 0, n = 0;
    for (size_t t = 0; t < r->n; t++)
        if (!isnan(r->y[t])) {
            most = fmax(most, ceil(r->y[t]));
            n++;
        }
    if (!(most < (double)INV_PMF_MAX / 2))
        return inv_err_set(err, INV_EROW, "a demand of %g is too large to be counted in whole units", most);
    h->pmf.n = (size_t)most + 1;
    h->pmf.lo = 0;
    enum inv_status st = INV_MEM_GROW(&h->pmf.p, &h->pmf.cap, h->pmf.n, err);
    for (size_t i = 0; i < h->pmf.n && st == INV_OK; i++)
        h->pmf.p[i] = 0;
    for (size_t t = 0; t < r->n && st == INV_OK; t++)
        if (!isnan(r->y[t])) {
            double y = fmax(r->y[t], 0), part = y - floor(y);
            h->pmf.p[(size_t)y] += (1 - part) / n;
            if (part > 0)
                h->pmf.p[(size_t)y + 1] += part / n;
        }
    return st;
}

static enum inv_status demand(struct history *h, struct problem *q, struct inv_err *err)
{
    static const struct inv_supply none = { 0 };
    struct inv_ltd ltd;
    enum inv_status st = inv_ltd_history(&none, h->past.regular.y, h->past.regular.n, &ltd, err);
    if (st != INV_OK)
        return st;
    q->demand = ltd.demand;
    q->demand_sd = ltd.demand_sd;
    q->whole = inv_ltd_whole(h->past.regular.y, h->past.regular.n);
    if (h->z->dist != INV_SAFETY_EMPIRICAL || q->demand <= 0)
        return INV_OK;
    st = count(h, err);
    q->history = &h->pmf;
    q->demand = st == INV_OK ? inv_pmf_mean(&h->pmf) : 0;
    return st;
}

static enum inv_status one_key(struct history *h, const struct inv_group *g, struct inv_err *err)
{
    struct inv_param_row p;
    struct problem q = { .L = 0 };
    reduce_join(&h->out, g, &p);
    p.days_per_period = inv_freq_days(h->in.freq);
    bool zero = h->z->o->fill == OPTIMIZE_FILL_ZERO;
    enum inv_status st = past_lay(&h->past, &h->in, g, N_VALUE, N_STOCKOUT, zero, err);
    if (st == INV_OK)
        st = demand(h, &q, err);
    if (st == INV_OK)
        st = optimize_read(h->z, &p, h->in.freq, &q, err);
    if (st == INV_OK) {
        h->out.values[0] = value_num(q.demand);
        h->out.values[1] = value_num(q.demand_sd);
        st = optimize_solve(h->z, &q, h->out.values + 2, err);
    }
    if (st == INV_OK)
        return reduce_write(&h->out, &p, err);
    if (st != INV_EROW && st != INV_EARG)
        return st;
    err->status = INV_EROW;
    if (!err->file)
        series_where(&h->in, g, err);
    return tool_reject_group(h->z->run, g, err);
}

static enum inv_status all_keys(struct history *h, struct inv_err *err)
{
    struct inv_group g = { 0 };
    enum inv_status st;
    while ((st = series_next(&h->in, &g, err)) == INV_OK) {
        st = one_key(h, &g, err);
        if (st != INV_OK)
            break;
        tool_progress(h->z->run);
    }
    inv_group_free(&g);
    return st == INV_END ? reduce_flush(&h->out, err) : st;
}

enum inv_status optimize_from_history(struct optimize *z, struct inv_err *err)
{
    struct history h = { .z = z };
    const char *columns[OPTIMIZE_MOST + 2] = { "demand", "demand_sd" };
    size_t num[N_COUNT];
    for (size_t i = 0; i < z->ncolumns; i++)
        columns[i + 2] = z->columns[i];
    enum inv_status st = reduce_open(&h.out, z->run, NULL, err);
    if (st == INV_OK)
        st = inv_input_need(z->run->in, z->run->common.value, &num[N_VALUE], err);
    num[N_STOCKOUT] = inv_input_find(z->run->in, "stockout");
    struct series_spec spec = { .num = num, .nnum = N_COUNT, .carry = h.out.carry, .ncarry = h.out.ncarry };
    if (st == INV_OK)
        st = series_open(&h.in, z->run, &spec, err);
    if (st == INV_OK)
        st = reduce_header(&h.out, columns, z->ncolumns + 2, err);
    if (st == INV_OK)
        st = all_keys(&h, err);
    series_close(&h.in);
    reduce_close(&h.out);
    past_free(&h.past);
    inv_pmf_free(&h.pmf);
    return st;
}
