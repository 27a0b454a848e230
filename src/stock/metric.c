/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One warehouse, many retailers: what base stocks do and cost. */
#include "config.h"

#include "stock/metric.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stock/check.h"

#define WHOLE_MOST 0x1p53

static const char *const names[] = { "metric", "two-moment", "exact" };

const char *inv_metric_name(enum inv_metric method)
{
    return names[method];
}

bool inv_metric_by_name(const char *s, size_t n, enum inv_metric *method)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i]) == n && memcmp(names[i], s, n) == 0) {
            *method = (enum inv_metric)i;
            return true;
        }
    return false;
}

void inv_metric_free(struct inv_metric_work *w)
{
    free(w->items);
    free(w->d);
    *w = (struct inv_metric_work){ 0 };
}

/* ---- arguments --------------------------------------------------------------------------------------- */

static enum inv_status too_many(double units, struct inv_err *err)
{
    return inv_check_wrong(err, "demand", units, "units on order on average are too many (the most are 1e9)");
}

static enum inv_status check_retailer(const struct inv_metric_retailer *r, double L_0, bool any, struct inv_err *err)
{
    enum inv_status (*cost)(double, const char *, struct inv_err *) = any ? inv_check_from_zero : inv_check_positive;
    enum inv_status st = inv_check_from_zero(r->demand, "demand", err);
    if (st == INV_OK)
        st = inv_check_from_zero(r->lead_time, "lead_time", err);
    if (st == INV_OK)
        st = cost(r->holding_cost, "holding_cost", err);
    if (st == INV_OK)
        st = cost(r->shortage_cost, "shortage_cost", err);
    if (st == INV_OK && !isfinite(r->holding_cost + r->shortage_cost))
        st = inv_check_wrong(err, "shortage_cost", INFINITY, "");
    double units = r->demand * (r->lead_time + L_0);
    return st == INV_OK && !(units <= INV_METRIC_MOST) ? too_many(units, err) : st;
}

/* any: costs may be 0. */
static enum inv_status check(const struct inv_metric_in *in, bool any, size_t *where, struct inv_err *err)
{
    *where = INV_METRIC_WAREHOUSE;
    if (in->n == 0)
        return inv_err_set(err, INV_EARG, "no retailer");
    if ((unsigned)in->method > INV_METRIC_EXACT)
        return inv_err_set(err, INV_EARG, "no such method");
    enum inv_status st = inv_check_from_zero(in->lead_time, "lead_time", err);
    if (st == INV_OK)
        st = inv_check_from_zero(in->holding_cost, "holding_cost", err);
    for (size_t i = 0; i < in->n && st == INV_OK; i++)
        if ((st = check_retailer(&in->retailers[i], in->lead_time, any, err)) != INV_OK)
            *where = i;
    return st;
}

static enum inv_status check_stock(double S, struct inv_err *err)
{
    if (S >= 0 && S <= WHOLE_MOST && S <= floor(S))
        return INV_OK;
    return inv_check_wrong(err, "base_stock", S, S >= 0 && S <= WHOLE_MOST ? "is not a whole number"
                           : S < 0 ? "is below 0" : "is too large");
}

/* Of costs p E max(N - S, 0): even its root, which bounds what a variance does, times all that weigh in. */
static double no_matter(const struct inv_metric_in *in)
{
    double least = 1;
    for (size_t i = 0; i < in->n; i++) {
        double h = in->retailers[i].holding_cost, p = in->retailers[i].shortage_cost;
        if (h > 0 && p > 0)
            least = fmin(least, h / (h + p));
    }
    return fmax(1e-30 * least * least, 1e-300);
}

static enum inv_status begin(struct metric *g, const struct inv_metric_in *in, bool any, size_t *where,
                             struct inv_err *err)
{
    enum inv_status st = check(in, any, where, err);
    if (st != INV_OK)
        return st;
    *g = (struct metric){ .in = in, .tail = no_matter(in) };
    for (size_t i = 0; i < in->n; i++)
        g->demand += in->retailers[i].demand;
    double units = g->demand * in->lead_time;
    if (!isfinite(g->demand) || !(units <= INV_METRIC_MOST))
        return too_many(isfinite(g->demand) ? units : g->demand, err);
    st = inv_dist_init(&g->on_order, INV_DIST_POISSON, units, sqrt(units), err);
    g->top = st == INV_OK && units > 0 ? inv_dist_quantile_upper(&g->on_order, g->tail) : 0;
    return st;
}

/* ---- what stocks do ---------------------------------------------------------------------------------- */

/* Of S, mean and demand; loss is E max(N - S, 0), below P(N < S). */
static void complete(struct inv_metric_node *o, double h, double p, double loss, double below)
{
    bool none = !(o->base_stock > 0);
    o->backorders = none ? o->mean : fmax(loss, 0);
    o->on_hand = none ? 0 : fmax(o->base_stock - o->mean + o->backorders, 0);
    o->fill_rate = o->mean > 0 ? none ? 0 : fmin(fmax(below, 0), 1) : 1;
    o->wait = o->demand > 0 ? o->backorders / o->demand : 0;
    o->holding_cost = h * o->on_hand;
    o->shortage_cost = p * o->backorders;
    o->cost = o->holding_cost + o->shortage_cost;
    o->echelon_base_stock = o->base_stock;
}

static void warehouse(const struct metric *g, double S_0, struct metric_owed owed, struct inv_metric_node *o)
{
    *o = (struct inv_metric_node){ .base_stock = S_0, .demand = g->demand, .mean = g->on_order.mean,
                                   .sd = sqrt(g->on_order.mean) };
    complete(o, g->in->holding_cost, 0, owed.mean, inv_dist_cdf(&g->on_order, S_0 - 1));
    o->on_hand = owed.stock;
    o->cost = o->holding_cost = g->in->holding_cost * o->on_hand;
}

static enum inv_status retailer(const struct metric *g, const struct inv_metric_work *w, size_t i,
                                struct metric_owed owed, const double *S, struct inv_metric_node *o,
                                struct inv_err *err)
{
    const struct inv_metric_retailer *r = &g->in->retailers[i];
    *o = (struct inv_metric_node){ .demand = r->demand, .mean = inv_metric_mean(g, i, owed) };
    double loss, below;
    if (g->in->method == INV_METRIC_EXACT) {
        const struct inv_metric_item *x = &w->items[i];
        o->base_stock = x->S;
        o->sd = sqrt(inv_metric_variance(g, i, owed));
        loss = inv_metric_loss(x, x->S, owed.none);
        below = 1 - (inv_metric_loss(x, x->S - 1, owed.none) - loss);
    } else {
        struct inv_dist d;
        enum inv_status st = inv_metric_dist(g, i, owed, &d, err);
        if (st != INV_OK)
            return st;
        o->base_stock = S ? S[i] : inv_metric_newsvendor(&d, r);
        o->sd = d.sd;
        loss = inv_dist_loss(&d, o->base_stock);
        below = inv_dist_cdf(&d, o->base_stock - 1);
    }
    complete(o, r->holding_cost, r->shortage_cost, loss, below);
    return INV_OK;
}

static enum inv_status finish(const struct metric *g, struct inv_metric_work *w, double S_0, const double *S,
                              struct inv_metric_out *out, struct inv_err *err)
{
    enum inv_status st = INV_OK;
    if (g->in->method == INV_METRIC_EXACT)
        st = inv_metric_exact_at(g, w, S_0, S, err);
    struct metric_owed owed = inv_metric_owed(g, S_0);
    warehouse(g, S_0, owed, &out->warehouse);
    out->cost = out->warehouse.cost;
    for (size_t i = 0; i < g->in->n && st == INV_OK; i++) {
        st = retailer(g, w, i, owed, S, &out->retailers[i], err);
        out->cost += out->retailers[i].cost;
        out->warehouse.echelon_base_stock += out->retailers[i].base_stock;
    }
    if (st == INV_OK && !isfinite(out->cost))
        st = inv_err_set(err, INV_EARG, "the costs are out of the range of numbers");
    return st;
}

/* ---- calls ------------------------------------------------------------------------------------------- */

enum inv_status inv_metric_solve(struct inv_metric_work *w, const struct inv_metric_in *in,
                                 struct inv_metric_out *out, size_t *where, struct inv_err *err)
{
    struct metric g;
    size_t nowhere;
    double S_0 = 0;
    enum inv_status st = begin(&g, in, false, where ? where : &nowhere, err);
    if (st == INV_OK)
        st = in->method == INV_METRIC_EXACT ? inv_metric_exact_solve(&g, w, &S_0, &out->steps, err)
            : inv_metric_search(&g, &S_0, &out->steps, err);
    return st == INV_OK ? finish(&g, w, S_0, NULL, out, err) : st;
}

enum inv_status inv_metric_best(struct inv_metric_work *w, const struct inv_metric_in *in, double S_0,
                                struct inv_metric_out *out, size_t *where, struct inv_err *err)
{
    struct metric g;
    size_t nowhere;
    enum inv_status st = begin(&g, in, false, where ? where : &nowhere, err);
    if (st == INV_OK)
        st = check_stock(S_0, err);
    out->steps = 1;
    return st == INV_OK ? finish(&g, w, S_0, NULL, out, err) : st;
}

enum inv_status inv_metric_at(struct inv_metric_work *w, const struct inv_metric_in *in, double S_0, const double *S,
                              struct inv_metric_out *out, size_t *where, struct inv_err *err)
{
    struct metric g;
    size_t nowhere;
    where = where ? where : &nowhere;
    enum inv_status st = begin(&g, in, true, where, err);
    if (st == INV_OK)
        st = check_stock(S_0, err);
    for (size_t i = 0; i < in->n && st == INV_OK; i++)
        if ((st = check_stock(S[i], err)) != INV_OK)
            *where = i;
    out->steps = 1;
    return st == INV_OK ? finish(&g, w, S_0, S, out, err) : st;
}
