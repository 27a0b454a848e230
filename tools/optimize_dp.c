/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-optimize --method dp: a row a period, with demand and costs of its own. */
#include "config.h"
#include "optimize_dp.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/mem.h"

enum { C_DATE, C_FIRST };

#define MOST_VALUES 1e6

/* ---- demand ------------------------------------------------------------------------------------------------ */

/* Of n periods from t on, independent: by the sums of means and variances. */
static enum inv_status several(const struct periods *d, size_t t, size_t n, struct inv_dist *x, struct inv_err *err)
{
    double mean = 0, square = 0;
    for (size_t i = t; i < t + n; i++) {
        mean += d->row[i].v[N_DEMAND];
        square = hypot(square, d->row[i].v[N_SD]);
    }
    enum inv_dist_kind kind = optimize_kind(d->z, d->row[t].v[N_DEMAND], d->row[t].v[N_SD], false);
    if (mean <= 0)
        kind = INV_DIST_NORMAL;
    return inv_dist_init(x, kind, mean, square, err);
}

static enum inv_status room(struct periods *d, size_t n, struct inv_err *err)
{
    size_t had = d->cap_pmf;
    enum inv_status st = INV_MEM_GROW(&d->pmf, &d->cap_pmf, n, err);
    if (st == INV_OK && d->cap_pmf > had)
        memset(d->pmf + had, 0, (d->cap_pmf - had) * sizeof *d->pmf);
    d->npmf = d->cap_pmf;
    if (st == INV_OK)
        st = INV_MEM_GROW(&d->dist, &d->cap_dist, 2 * n + 1, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&d->period, &d->cap_period, n, err);
    return st == INV_OK ? INV_MEM_GROW(&d->level, &d->cap_level, n, err) : st;
}

/* Holding and shortage are those of the period in which an order of this one arrives. */
static enum inv_status period(struct periods *d, size_t t, struct inv_err *err)
{
    size_t L = (size_t)d->L;
    struct inv_dist one, *x = &d->dist[2 * t];
    const struct row *r = &d->row[t], *then = &d->row[t + L];
    enum inv_status st = several(d, t, 1, &one, err);
    if (st == INV_OK && !(inv_dist_quantile_upper(&one, 1e-12) - inv_dist_quantile(&one, 1e-12) < MOST_VALUES))
        st = inv_err_set(err, INV_EROW, "demand of %g spreads over too many whole units (count in larger units)",
                         one.mean);
    if (st == INV_OK)
        st = optimize_whole(&d->pmf[t], &one, 1e-12, err);
    if (st == INV_OK)
        st = several(d, t, L + 1, &x[0], err);
    if (st == INV_OK && L > 0)
        st = several(d, t, L, &x[1], err);
    double a = pow(d->z->o->discount, d->L);
    d->period[t] = (struct inv_dp_period){ r->v[N_ORDER], r->v[N_UNIT], a * then->v[N_HOLDING], a * then->v[N_SHORTAGE],
                                           &d->pmf[t], &x[0], L > 0 ? &x[1] : NULL };
    return st;
}

/* ---- the answer ---------------------------------------------------------------------------------------------- */

static enum inv_status solve(struct periods *d, const struct inv_param_row *p, struct inv_err *err)
{
    const struct optimize_options *o = d->z->o;
    size_t n = d->n - (size_t)d->L;
    double a = pow(o->discount, d->L);
    struct inv_dp_in in = { .n = n, .discount = o->discount, .terminal_holding = a * o->terminal_holding,
                            .terminal_shortage = a * o->terminal_shortage };
    enum inv_status st = room(d, n, err);
    if (st == INV_OK)
        st = optimize_dp_stock(d, p, &in.stock, err);
    for (size_t t = 0; t < n && st == INV_OK; t++)
        st = period(d, t, err);
    in.period = d->period;
    return st == INV_OK ? inv_dp_solve(&in, d->work, d->level, err) : st;
}

static enum inv_status write_rows(struct periods *d, const struct inv_param_row *p, struct inv_err *err)
{
    size_t n = d->n - (size_t)d->L;
    char text[INV_TIME_MAX + 1];
    struct value *v = d->out.values;
    enum inv_status st = INV_OK;
    for (size_t t = 0; t < n && st == INV_OK; t++) {
        const struct inv_dp_level *l = &d->level[t];
        v[C_DATE] = value_text(series_text(&d->in, d->row[t].time, text));
        v[C_FIRST] = value_num(l->reorder_point);
        v[C_FIRST + 1] = value_num(l->order_up_to);
        v[C_FIRST + 2] = value_num(l->cost);
        v[C_FIRST + 3] = value_num(l->fill_rate);
        v[C_FIRST + 4] = value_text("ss");
        v[C_FIRST + 5] = value_text(l->simple ? "dp" : "dp-lowest");
        struct inv_dist one;
        st = several(d, t, 1, &one, err);
        v[C_FIRST + 6] = value_text(inv_dist_name(one.kind));
        if (d->z->o->explain) {
            v[C_FIRST + 7] = value_num(l->orders);
            v[C_FIRST + 8] = value_num(l->on_hand);
            v[C_FIRST + 9] = value_num(l->backorders);
        }
        if (st == INV_OK)
            st = reduce_write(&d->out, p, err);
    }
    return st;
}

static enum inv_status one_key(struct periods *d, const struct inv_group *g, struct inv_err *err)
{
    struct inv_param_row p;
    reduce_join(&d->out, g, &p);
    p.days_per_period = inv_freq_days(d->in.freq);
    enum inv_status st = optimize_dp_read(d, g, &p, err);
    if (st == INV_OK)
        st = solve(d, &p, err);
    if (st == INV_OK)
        return write_rows(d, &p, err);
    if (st != INV_EROW && st != INV_EARG)
        return st;
    err->status = INV_EROW;
    if (!err->file)
        series_where(&d->in, g, err);
    return tool_reject_group(d->z->run, g, err);
}

static enum inv_status all_keys(struct periods *d, struct inv_err *err)
{
    struct inv_group g = { 0 };
    enum inv_status st;
    while ((st = series_next(&d->in, &g, err)) == INV_OK) {
        st = one_key(d, &g, err);
        if (st != INV_OK)
            break;
        tool_progress(d->z->run);
    }
    inv_group_free(&g);
    return st == INV_END ? reduce_flush(&d->out, err) : st;
}

static enum inv_status open(struct periods *d, size_t num[N_COUNT], struct inv_err *err)
{
    static const char *const columns[] = {
        "reorder_point", "order_up_to", "expected_cost", "fill_rate", "policy", "method", "dist",
        "orders_per_period", "mean_stock", "mean_backorders"
    };
    const char *all[COUNT(columns) + 1] = { d->z->run->common.time };
    size_t n = COUNT(columns) - (d->z->o->explain ? 0 : 3);
    memcpy(all + 1, columns, n * sizeof *columns);
    enum inv_status st = reduce_open(&d->out, d->z->run, NULL, err);
    if (st == INV_OK)
        st = optimize_dp_find(d, num, err);
    struct series_spec spec = { .num = num, .nnum = N_COUNT, .carry = d->out.carry, .ncarry = d->out.ncarry };
    if (st == INV_OK)
        st = series_open(&d->in, d->z->run, &spec, err);
    if (st == INV_OK)
        st = inv_dp_open(&d->work, err);
    if (st == INV_OK)
        st = reduce_header(&d->out, all, n + 1, err);
    return st == INV_OK ? all_keys(d, err) : st;
}

enum inv_status optimize_from_periods(struct optimize *z, struct inv_err *err)
{
    struct periods d = { .z = z };
    size_t num[N_COUNT];
    if (z->dist == INV_SAFETY_EMPIRICAL)
        return inv_err_set(err, INV_EUSAGE,
                           "--method dp takes the demand of each period by its moments: not empirical");
    enum inv_status st = open(&d, num, err);
    series_close(&d.in);
    reduce_close(&d.out);
    inv_dp_close(d.work);
    for (size_t i = 0; i < d.npmf; i++)
        inv_pmf_free(&d.pmf[i]);
    free(d.pmf);
    free(d.row);
    free(d.dist);
    free(d.period);
    free(d.level);
    return st;
}
