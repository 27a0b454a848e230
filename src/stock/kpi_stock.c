/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Key figures: how much stock there was, what of it is left, and how old it is. */
#include "stock/kpi_stock.h"

#include <math.h>

#define ROUNDING 1e-9

static double at(const double *x, size_t t)
{
    return x ? x[t] : (double)NAN;
}

double inv_kpi_received(const struct inv_kpi_in *in, size_t t, double before, double sold, double after)
{
    if (in->received)
        return isnan(in->received[t]) ? 0 : in->received[t];
    double came = after - before + sold;
    return isnan(came) ? came : came > ROUNDING * (fabs(after) + fabs(before) + fabs(sold)) ? came : 0;
}

/* ---- means over the periods ------------------------------------------------------------------ */

struct mean { double sum; size_t n; };

static void add(struct mean *m, double x)
{
    if (!isnan(x)) {
        m->sum += (x - m->sum) / (double)(m->n + 1);
        m->n++;
    }
}

static double value_of(const struct mean *m)
{
    return m->n ? m->sum : (double)NAN;
}

/* The last known price of a unit, at t or before. */
static double latest(const double *x, size_t t)
{
    for (size_t i = t + 1; x && i-- > 0;)
        if (!isnan(x[i]))
            return x[i];
    return (double)NAN;
}

static void levels(const struct inv_kpi_in *in, struct inv_kpi_stock *k)
{
    struct mean units = { 0 }, cost = { 0 }, price = { 0 };
    double stock = (double)NAN, unit = (double)NAN, sells = (double)NAN;
    k->value = (double)NAN;
    for (size_t t = 0; t < in->n; t++) {
        stock = isnan(at(in->on_hand, t)) ? stock : in->on_hand[t];
        unit = isnan(at(in->unit_cost, t)) ? unit : in->unit_cost[t];
        sells = isnan(at(in->price, t)) ? sells : in->price[t];
        double there = isnan(stock) ? stock : fmax(stock, 0), given = at(in->stock_value, t);
        k->value = !isnan(given) ? given : isnan(at(in->on_hand, t)) && in->stock_value ? k->value : there * unit;
        add(&units, there);
        add(&cost, isnan(k->value) ? k->value : fmax(k->value, 0));
        add(&price, there * sells);
    }
    k->mean = value_of(&units);
    k->mean_at_cost = value_of(&cost);
    k->mean_at_price = value_of(&price);
    k->on_hand = stock;
    k->value = isnan(k->value) ? k->value : fmax(k->value, 0);
}

/* ---- age ---------------------------------------------------------------------------------------- */

static void put(const struct inv_kpi_in *in, struct inv_kpi_stock *k, double age, double qty, double cost)
{
    double worth = isnan(cost) ? qty : qty * cost;
    size_t b = 0;
    while (b < in->nedges && age > in->age_edges[b])
        b++;
    k->age[b] += worth;
    k->age_sum += age * worth;
    k->age_weight += worth;
}

static double sold_in(const struct inv_kpi_in *in, size_t t)
{
    return isnan(at(in->sales, t)) ? 0 : in->sales[t];
}

/* The stock at the end is of the latest receipts; what is older than all of them is as old as the table. */
static void find_layers(const struct inv_kpi_in *in, struct inv_kpi_stock *k)
{
    double left = k->on_hand, unit = latest(in->unit_cost, in->n - 1);
    if (!isnan(k->value) && k->on_hand > 0)
        unit = k->value / k->on_hand;
    for (size_t t = in->n; t > 0 && left > 0;) {
        size_t now = --t;
        double after = at(in->on_hand, now), sold = sold_in(in, now);
        while (!in->received && t > 0 && isnan(at(in->on_hand, t - 1)))
            sold += sold_in(in, --t);
        double before = t > 0 ? at(in->on_hand, t - 1) : (double)NAN;
        double came = inv_kpi_received(in, now, before, sold, after), part = fmin(left, came);
        if (came > 0 && part > 0) {
            put(in, k, (double)(in->n - 1 - now) * in->days, part, unit);
            left -= part;
        }
    }
    if (left > 0)
        put(in, k, (double)in->n * in->days, left, unit);
}

static void ages(const struct inv_kpi_in *in, struct inv_kpi_stock *k)
{
    for (size_t i = 0; i < in->nlayers; i++)
        put(in, k, in->layers[i].age, in->layers[i].qty, in->layers[i].cost);
    if (!in->layers && k->on_hand > 0)
        find_layers(in, k);
}

/* ---- dead, slow, excess --------------------------------------------------------------------------- */

static void idle(const struct inv_kpi_in *in, struct inv_kpi_stock *k)
{
    struct mean rate = { 0 };
    size_t silent = in->n;
    for (size_t t = 0; t < in->n; t++) {
        double y = at(in->sales, t);
        if (y > 0)
            silent = in->n - 1 - t;
        if (!(in->stockout && in->stockout[t]))
            add(&rate, y);
    }
    k->dead = k->slow = k->excess = isnan(k->value) ? k->value : 0;
    double days = (double)silent * in->days, cover = in->cover_days / in->days * rate.sum;
    if (!(k->value > 0))
        return;
    if (days >= in->dead_after)
        k->dead = k->value;
    else if (days >= in->slow_after)
        k->slow = k->value;
    else if (k->on_hand > cover && rate.sum > 0)
        k->excess = k->value * ((k->on_hand - cover) / k->on_hand);
}

void inv_kpi_stock_of(const struct inv_kpi_in *in, struct inv_kpi_stock *out)
{
    *out = (struct inv_kpi_stock){ 0 };
    levels(in, out);
    ages(in, out);
    idle(in, out);
}
