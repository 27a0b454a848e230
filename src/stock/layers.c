/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/layers.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/mem.h"
#include "stock/check.h"

#define ROUNDING 1e-12    /* 0.3 - 0.1 - 0.2 is nothing left */

void inv_layers_begin(struct inv_layers *l, enum inv_valuation method)
{
    *l = (struct inv_layers){ .method = method, .layer = l->layer, .cap = l->cap, .last_cost = (double)NAN };
}

void inv_layers_free(struct inv_layers *l)
{
    free(l->layer);
    *l = (struct inv_layers){ 0 };
}

double inv_layers_on_hand(const struct inv_layers *l)
{
    return l->qty - l->owed;
}

double inv_layers_value(const struct inv_layers *l)
{
    return l->value - l->owed_value;
}

double inv_layers_cost(const struct inv_layers *l)
{
    return l->qty > 0 ? l->value / l->qty : l->last_cost;
}

double inv_layers_cost_of(const struct inv_layers *l, size_t i)
{
    return l->method == INV_VALUATION_AVERAGE ? l->value / l->qty : l->layer[i].cost;
}

static enum inv_status check(const struct inv_layers *l, struct inv_err *err)
{
    bool fits = isfinite(l->qty) && isfinite(l->value) && isfinite(l->owed) && isfinite(l->owed_value);
    return fits ? INV_OK : inv_check_wrong(err, "qty", (double)INFINITY, "");
}

/* ---- in -------------------------------------------------------------------------------- */

/* Room for one more: what was used up in front is given back first. */
static enum inv_status make_room(struct inv_layers *l, struct inv_err *err)
{
    if (l->end == l->cap && l->first > l->cap / 2) {
        memmove(l->layer, l->layer + l->first, (l->end - l->first) * sizeof *l->layer);
        l->end -= l->first;
        l->first = 0;
    }
    return INV_MEM_GROW(&l->layer, &l->cap, l->end + 1, err);
}

/* Layers rise in time: what moved here may be older than what is here. Two that
 * are alike are one. */
static void insert(struct inv_layers *l, struct inv_layer new)
{
    size_t i = l->end;
    while (i > l->first && l->layer[i - 1].time > new.time)
        i--;
    struct inv_layer *before = i > l->first ? &l->layer[i - 1] : NULL;
    if (before && before->time == new.time && !(before->cost < new.cost) && !(before->cost > new.cost)) {
        before->qty += new.qty;
        before->was += new.qty;
        return;
    }
    memmove(l->layer + i + 1, l->layer + i, (l->end - i) * sizeof *l->layer);
    l->layer[i] = new;
    l->end++;
}

/* What is owed takes its part of qty. */
static double serve(struct inv_layers *l, double qty, double cost)
{
    double served = fmin(qty, l->owed);
    if (!(served > 0))
        return 0;
    double thought = served < l->owed ? l->owed_value * (served / l->owed) : l->owed_value;
    l->owed -= served;
    l->owed_value = l->owed > 0 ? l->owed_value - thought : 0;
    return served * cost - thought;
}

enum inv_status inv_layers_in(struct inv_layers *l, int64_t time, double qty, double cost, double *trueup,
                              struct inv_err *err)
{
    *trueup = 0;
    enum inv_status st = inv_check_from_zero(qty, "qty", err);
    if (st == INV_OK)
        st = inv_check_finite(cost, "unit_cost", err);
    if (st == INV_OK)
        st = make_room(l, err);
    if (st != INV_OK)
        return st;
    double owed = l->owed, left;
    *trueup = serve(l, qty, cost);
    l->last_cost = cost;
    left = qty - owed > ROUNDING * (qty + owed) ? qty - owed : 0;
    if (left > 0) {
        insert(l, (struct inv_layer){ .time = time, .qty = left, .cost = cost, .was = left });
        l->qty += left;
        l->value += left * cost;
    }
    if (!isfinite(*trueup))
        return inv_check_wrong(err, "qty", (double)INFINITY, "");
    return check(l, err);
}

/* ---- out ------------------------------------------------------------------------------- */

static size_t next_layer(const struct inv_layers *l)
{
    return l->method == INV_VALUATION_LIFO ? l->end - 1 : l->first;
}

static void drop_layer(struct inv_layers *l)
{
    if (l->method == INV_VALUATION_LIFO)
        l->end--;
    else
        l->first++;
    if (l->first == l->end) {    /* nothing is left: not even of rounding */
        l->first = l->end = 0;
        l->qty = l->value = 0;
    } else if (l->end - l->first == 1) {
        l->qty = l->layer[l->first].qty;
    }
}

static enum inv_status hand_over(struct inv_layers *to, int64_t time, double qty, double cost, struct inv_err *err)
{
    double trueup;
    return to ? inv_layers_in(to, time, qty, cost, &trueup, err) : INV_OK;
}

/* As much of qty as the next layer has. */
static enum inv_status from_layer(struct inv_layers *l, double *qty, double *cost, struct inv_layers *to,
                                  struct inv_err *err)
{
    size_t i = next_layer(l);
    struct inv_layer *layer = &l->layer[i];
    double unit = inv_layers_cost_of(l, i), had = layer->qty;
    double noise = ROUNDING * fmax(layer->was, *qty);    /* of a thousand tonnes a milligram is nothing */
    bool all = *qty >= had || had - *qty <= noise;
    double part = all ? had : *qty;
    int64_t since = layer->time;
    bool last = all && l->end - l->first == 1;
    *cost += last && l->method == INV_VALUATION_AVERAGE ? l->value : part * unit;
    *qty = *qty - part > noise ? *qty - part : 0;
    layer->qty -= part;
    l->qty -= part;
    l->value -= part * unit;
    if (all)
        drop_layer(l);
    return hand_over(to, since, part, unit, err);
}

enum inv_status inv_layers_out(struct inv_layers *l, int64_t time, double qty, double *cost, struct inv_layers *to,
                               struct inv_err *err)
{
    *cost = 0;
    enum inv_status st = inv_check_from_zero(qty, "qty", err);
    if (st == INV_OK && l->qty > 0)
        l->last_cost = l->method == INV_VALUATION_AVERAGE ? l->value / l->qty : l->last_cost;
    while (st == INV_OK && qty > 0 && l->first < l->end)
        st = from_layer(l, &qty, cost, to, err);
    if (st != INV_OK || !(qty > 0))
        return st;
    double unit = isnan(l->last_cost) ? 0 : l->last_cost;
    l->owed += qty;
    l->owed_value += qty * unit;
    *cost += qty * unit;
    st = check(l, err);
    return st == INV_OK ? hand_over(to, time, qty, unit, err) : st;
}
