/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lot sizes: what is asked, who answers, what a plan costs. */
#include "config.h"

#include "lotsize.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/lots.h"
#include "inv/mem.h"

const char *inv_lotsize_name(enum inv_lotsize method)
{
    static const char *const names[] = {
        "wagner-whitin", "silver-meal", "part-period", "least-unit-cost", "lot-for-lot", "eoq", "fixed-period"
    };
    return names[method];
}

void inv_lotsize_free(struct inv_lotsize_work *w)
{
    free(w->x);
    free(w->cells);
    *w = (struct inv_lotsize_work){ 0 };
}

enum inv_status inv_lotsize_room(struct inv_lotsize_work *w, size_t n, struct inv_err *err)
{
    return INV_MEM_GROW(&w->x, &w->cap, n, err);
}

/* ---- what is asked ------------------------------------------------------------------------- */

static enum inv_status bad(struct inv_err *err, const char *column, const char *what, double x, size_t t)
{
    inv_err_set(err, INV_EARG, "%s %g in period %zu", what, x, t + 1);
    return inv_err_column(err, column, strlen(column));
}

static enum inv_status check_array(const double *x, size_t n, const char *column, bool infinite, struct inv_err *err)
{
    for (size_t t = 0; x && t < n; t++) {
        if (!(x[t] >= 0))
            return bad(err, column, isnan(x[t]) ? "no value:" : "below 0:", x[t], t);
        if (!infinite && isinf(x[t]))
            return bad(err, column, "not finite:", x[t], t);
    }
    return INV_OK;
}

static enum inv_status check(const struct inv_lotsize_in *in, struct inv_err *err)
{
    enum inv_status st = check_array(in->demand, in->n, "demand", false, err);
    if (st == INV_OK)
        st = check_array(in->setup, in->n, "order_cost", false, err);
    if (st == INV_OK)
        st = check_array(in->hold, in->n, "holding_cost", false, err);
    if (st == INV_OK)
        st = check_array(in->unit, in->n, "unit_cost", false, err);
    if (st == INV_OK)
        st = check_array(in->backlog, in->n, "shortage_cost", false, err);
    if (st == INV_OK)
        st = check_array(in->capacity, in->n, "capacity", true, err);
    if (st == INV_OK)
        st = check_array(&in->min_lot, 1, "moq", false, err);
    if (st == INV_OK)
        st = check_array(&in->pack, 1, "pack_size", false, err);
    if (st != INV_OK)
        return st;
    if (in->n == 0 || !isfinite(in->stock))
        return inv_err_set(err, INV_EARG, in->n == 0 ? "no periods" : "the opening stock is not finite");
    return INV_OK;
}

void inv_lotsize_net(const struct inv_lotsize_in *in, double *net)
{
    double stock = in->stock;
    for (size_t t = 0; t < in->n; t++) {
        double left = stock - in->demand[t];
        net[t] = left >= 0 ? 0 : -left;
        stock = fmax(left, 0);
    }
}

/* ---- who answers ----------------------------------------------------------------------------- */

static bool bounded(const struct inv_lotsize_in *in)
{
    if (in->min_lot > 0 || in->pack > 0)
        return true;
    for (size_t t = 0; in->capacity && t < in->n; t++)
        if (isfinite(in->capacity[t]))
            return true;
    return false;
}

static enum inv_status plan(const struct inv_lotsize_in *in, enum inv_lotsize method, struct inv_lotsize_work *w,
                            double *order, struct inv_err *err)
{
    if (method != INV_LOTSIZE_WAGNER_WHITIN)
        return inv_lotsize_rule(in, method, w, order, err);
    if (bounded(in))
        return inv_lotsize_bounded(in, w, order, err);
    return in->backlog ? inv_lotsize_backlogged(in, w, order, err) : inv_lotsize_free_lots(in, w, order, err);
}

enum inv_status inv_lotsize_plan(const struct inv_lotsize_in *in, enum inv_lotsize method, struct inv_lotsize_work *w,
                                 double *order, struct inv_err *err)
{
    enum inv_status st = check(in, err);
    return st == INV_OK ? plan(in, method, w, order, err) : st;
}

/* The same problem from period t on, `n` periods long. */
static struct inv_lotsize_in part(const struct inv_lotsize_in *in, size_t t, size_t n, double stock)
{
    struct inv_lotsize_in p = *in;
    p.n = n;
    p.stock = stock;
    p.demand += t;
    p.setup += t;
    p.hold += t;
    p.unit = in->unit ? in->unit + t : NULL;
    p.backlog = in->backlog ? in->backlog + t : NULL;
    p.capacity = in->capacity ? in->capacity + t : NULL;
    return p;
}

/* Plans times what each has to look at: periods, or periods times lots. */
static enum inv_status check_effort(const struct inv_lotsize_in *in, size_t window, size_t frozen, struct inv_err *err)
{
    double n = (double)in->n, ahead = fmin((double)window, n), lots = 1, units = 0;
    for (size_t t = 0; t < in->n; t++)
        units += in->demand[t];
    if (bounded(in))
        lots = units / n * ahead / (in->pack > 0 ? in->pack : 1) + 1;
    if (n / (double)frozen * ahead * lots <= INV_LOTSIZE_WORK)
        return INV_OK;
    return inv_err_set(err, INV_EARG, "%.0f plans over %.0f periods each are too much to compute; keep more periods of "
                       "a plan, or look less far ahead", ceil(n / (double)frozen), ahead);
}

/* Orders are written where they belong; those beyond the frozen ones are planned again. */
enum inv_status inv_lotsize_roll(const struct inv_lotsize_in *in, enum inv_lotsize method, size_t window, size_t frozen,
                                 struct inv_lotsize_work *w, double *order, struct inv_err *err)
{
    enum inv_status st = check(in, err);
    if (st == INV_OK && (frozen == 0 || window < frozen))
        st = inv_err_set(err, INV_EARG, "a plan of %zu periods of which %zu are kept", window, frozen);
    if (st == INV_OK)
        st = check_effort(in, window, frozen, err);
    double stock = in->stock;
    for (size_t t = 0; t < in->n && st == INV_OK; t += frozen) {
        size_t n = in->n - t < window ? in->n - t : window;
        struct inv_lotsize_in p = part(in, t, n, stock);
        st = plan(&p, method, w, order + t, err);
        for (size_t s = t; s < in->n && s < t + frozen; s++)
            stock += order[s] - in->demand[s];
    }
    return st;
}

/* ---- what it costs ------------------------------------------------------------------------------ */

enum inv_status inv_lotsize_evaluate(const struct inv_lotsize_in *in, const double *order, double *ending,
                                     struct inv_lotsize_cost *cost, struct inv_err *err)
{
    double stock = in->stock, scale = fabs(stock);
    *cost = (struct inv_lotsize_cost){ 0 };
    for (size_t t = 0; t < in->n; t++) {
        scale += in->demand[t] + order[t];
        stock += order[t] - in->demand[t];
        if (fabs(stock) <= scale * (stock < 0 ? INV_LOTS_TOLERANCE : 1e-12))
            stock = 0;             /* what sums and packs leave of nothing */
        ending[t] = stock;
        if (stock < 0 && (!in->backlog || t + 1 == in->n))
            return inv_err_set(err, INV_EROW, "%g units of demand are not met at the end of period %zu", -stock, t + 1);
        if (order[t] > 0) {
            cost->orders++;
            cost->setup += in->setup[t];
        }
        cost->purchase += in->unit ? in->unit[t] * order[t] : 0;
        if (stock > 0)
            cost->holding += in->hold[t] * stock;
        if (stock < 0)
            cost->backlog -= in->backlog[t] * stock;
    }
    cost->total = cost->setup + cost->holding + cost->purchase + cost->backlog;
    return isfinite(cost->total) ? INV_OK : inv_err_set(err, INV_EARG, "costs too large to be computed");
}
