/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-safety: demand over the lead time of a row or key, where that is one time with a
 * spread, or one of several (--lead-times). */
#include "config.h"
#include "safety.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/mem.h"
#include "join.h"

/* Of one key: all that is asked of a lead time, for each. */
struct safety_leads {
    struct join *table;
    size_t time, probability;                        /* columns */
    size_t n;
    double *at, *weight; size_t cap_at, cap_weight;
    struct inv_ltd *ltd; size_t cap_ltd;
    struct inv_safety_part *part; size_t cap_part;
    struct inv_mixture_part *work; size_t cap_work;
};

enum inv_status safety_leads_open(struct safety *s, struct inv_err *err)
{
    if (!s->o->lead_times)
        return INV_OK;
    struct safety_leads *l = s->leads = calloc(1, sizeof *l);
    if (!l)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    enum inv_status st = join_load(s->run, s->o->lead_times, &l->table, err);
    if (st == INV_OK)
        st = join_need(l->table, "lead_time", &l->time, err);
    return st == INV_OK ? join_need(l->table, "probability", &l->probability, err) : st;
}

void safety_leads_close(struct safety *s)
{
    struct safety_leads *l = s->leads;
    if (!l)
        return;
    join_free(l->table);
    free(l->at);
    free(l->weight);
    free(l->ltd);
    free(l->part);
    free(l->work);
    free(l);
}

/* ---- the lead times of a key -------------------------------------------------------------------- */

static enum inv_status blame(struct safety_leads *l, size_t row, const char *column, enum inv_status st,
                             struct inv_err *err)
{
    err->status = st == INV_EARG ? INV_EROW : st;
    inv_err_at(err, join_file(l->table), join_line(l->table, row));
    inv_err_column(err, column, strlen(column));
    return err->status;
}

static enum inv_status grow(struct safety_leads *l, size_t n, struct inv_err *err)
{
    enum inv_status st = INV_MEM_GROW(&l->at, &l->cap_at, n, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&l->weight, &l->cap_weight, n, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&l->ltd, &l->cap_ltd, n, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&l->part, &l->cap_part, n, err);
    return st == INV_OK ? INV_MEM_GROW(&l->work, &l->cap_work, 2 * n, err) : st;
}

static enum inv_status add(struct safety *s, size_t row, double days, struct inv_err *err)
{
    struct safety_leads *l = s->leads;
    double at, weight;
    enum inv_status st = inv_params_read(s->run->params, INV_P_LEAD_TIME, join_cell(l->table, row, l->time), days, &at,
                                         err);
    if (st == INV_OK && isnan(at))
        st = inv_err_set(err, INV_EROW, "no value");
    if (st != INV_OK)
        return blame(l, row, "lead_time", st, err);
    st = join_number(l->table, row, l->probability, &weight, err);
    if (st != INV_OK)
        return st;
    if (!(weight >= 0 && weight <= 1)) {
        inv_err_set(err, INV_EROW, isnan(weight) ? "no value" : "%g is outside 0..1", weight);
        return blame(l, row, "probability", INV_EROW, err);
    }
    st = grow(l, l->n + 1, err);
    l->at[l->n] = at;
    l->weight[l->n++] = weight;
    return st;
}

/* The rows of the key, if it has any; they must add up. */
static enum inv_status find(struct safety *s, const struct inv_param_row *p, struct inv_err *err)
{
    struct safety_leads *l = s->leads;
    double sum = 0;
    size_t first = join_find(l->table, p->cells);
    l->n = 0;
    for (size_t row = first; row != JOIN_NONE; row = join_next(l->table, row)) {
        enum inv_status st = add(s, row, p->days_per_period, err);
        if (st != INV_OK)
            return st;
        sum += l->weight[l->n - 1];
    }
    if (l->n == 0 || fabs(sum - 1) <= 1e-6)
        return INV_OK;
    inv_err_set(err, INV_EROW, "the probabilities of this key add up to %.9g, not to 1", sum);
    return blame(l, first, "probability", INV_EROW, err);
}

/* The mean and the spread of the lead time itself. */
static void summary(const struct safety_leads *l, struct inv_supply *supply)
{
    double sum = 0, square = 0;
    for (size_t i = 0; i < l->n; i++)
        sum += l->weight[i] * l->at[i];
    for (size_t i = 0; i < l->n; i++)
        square += l->weight[i] * (l->at[i] - sum) * (l->at[i] - sum);
    supply->lead_time = sum;
    supply->lead_time_sd = sqrt(square);
}

static enum inv_status several(struct safety_leads *l, struct demand *d, safety_ltd *ltd, void *ctx,
                               struct inv_err *err)
{
    enum inv_status st = INV_OK;
    struct inv_supply one = d->supply;
    one.lead_time_sd = 0;
    for (size_t i = 0; i < l->n && st == INV_OK; i++) {
        one.lead_time = l->at[i];
        st = ltd(ctx, &one, &l->ltd[i], err);
        const struct inv_ltd *x = &l->ltd[i];
        l->part[i] = (struct inv_safety_part){ l->weight[i], x->mean, x->sd, x->lead_mean, x->lead_sd };
    }
    if (st == INV_OK)
        st = inv_ltd_mix(l->ltd, l->weight, l->n, &d->ltd, err);
    summary(l, &d->supply);
    d->parts = l->part;
    d->nparts = l->n;
    d->work = l->work;
    return st;
}

enum inv_status safety_over_lead(struct safety *s, const struct inv_param_row *p, struct demand *d, safety_ltd *ltd,
                                 void *ctx, struct inv_err *err)
{
    enum inv_status st = s->leads ? find(s, p, err) : INV_OK;
    bool listed = s->leads && s->leads->n > 0;
    if (st == INV_OK)
        st = safety_supply(p, !listed, &d->supply, err);
    if (st != INV_OK)
        return st;
    return listed ? several(s->leads, d, ltd, ctx, err) : ltd(ctx, &d->supply, &d->ltd, err);
}

bool safety_leads_has(const struct safety *s, const struct inv_param_row *p)
{
    return s->leads && join_find(s->leads->table, p->cells) != JOIN_NONE;
}
