/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Key figures: their sums over the periods of an item. */
#include "inv/kpi.h"

#include <math.h>

#include "stock/check.h"
#include "stock/kpi_stock.h"

/* ---- figures of sums ------------------------------------------------------------------- */

enum form { SUM, RATIO, SAVED };    /* a sum; one over the other; 1 less that */

static const struct { const char *name; enum form form; const char *needs; } figures[INV_KPI_COUNT] = {
    [INV_KPI_SALES] = { "sales", SUM, "" },
    [INV_KPI_COGS] = { "cogs", SUM, "unit_cost or cogs" },
    [INV_KPI_REVENUE] = { "revenue", SUM, "price" },
    [INV_KPI_MARGIN] = { "margin", SUM, "price and unit_cost" },
    [INV_KPI_MEAN_STOCK] = { "mean_stock", SUM, "on_hand" },
    [INV_KPI_MEAN_STOCK_VALUE] = { "mean_stock_value", SUM, "on_hand and unit_cost, or stock_value" },
    [INV_KPI_TURNOVER] = { "turnover", RATIO, "on_hand and unit_cost" },
    [INV_KPI_DAYS] = { "days_of_inventory", RATIO, "on_hand and unit_cost" },
    [INV_KPI_GMROI] = { "gmroi", RATIO, "on_hand, unit_cost and price" },
    [INV_KPI_SELL_THROUGH] = { "sell_through", RATIO, "on_hand" },
    [INV_KPI_FILL_RATE] = { "fill_rate", RATIO, "demand, or stockout or on_hand" },
    [INV_KPI_CYCLE_SERVICE] = { "cycle_service", RATIO, "on_hand or received, with stockout, demand or on_hand" },
    [INV_KPI_READY_RATE] = { "ready_rate", RATIO, "stockout, demand or on_hand" },
    [INV_KPI_STOCKOUT_DAYS] = { "stockout_days", SUM, "stockout, demand or on_hand" },
    [INV_KPI_LOST_SALES] = { "lost_sales", SUM, "stockout, demand or on_hand" },
    [INV_KPI_LOST_REVENUE] = { "lost_revenue", SUM, "price, with stockout, demand or on_hand" },
    [INV_KPI_ON_HAND] = { "on_hand", SUM, "on_hand" },
    [INV_KPI_STOCK_VALUE] = { "stock_value", SUM, "on_hand and unit_cost, or stock_value" },
    [INV_KPI_DEAD] = { "dead_stock", SUM, "on_hand and unit_cost" },
    [INV_KPI_SLOW] = { "slow_stock", SUM, "on_hand and unit_cost" },
    [INV_KPI_EXCESS] = { "excess_stock", SUM, "on_hand and unit_cost" },
    [INV_KPI_MEAN_AGE] = { "mean_age", RATIO, "on_hand" },
    [INV_KPI_MAE] = { "mae", RATIO, "forecast" },
    [INV_KPI_MAE_NAIVE] = { "mae_naive", RATIO, "forecast" },
    [INV_KPI_FVA] = { "fva", SAVED, "forecast" },
};

const char *inv_kpi_name(enum inv_kpi k)
{
    return figures[k].name;
}

const char *inv_kpi_needs(enum inv_kpi k)
{
    return figures[k].needs;
}

/* Where the two sums of a figure are. */
static size_t over(enum inv_kpi k)
{
    return (size_t)k;
}

static size_t under(enum inv_kpi k)
{
    return (size_t)INV_KPI_COUNT + (size_t)k;
}

static size_t age_at(size_t bucket)
{
    return 2 * (size_t)INV_KPI_COUNT + bucket;
}

void inv_kpi_none(struct inv_kpi_sums *s)
{
    for (size_t i = 0; i < INV_KPI_SUMS; i++)
        s->x[i] = (double)NAN;
}

void inv_kpi_add(struct inv_kpi_sums *s, const struct inv_kpi_sums *more)
{
    for (size_t i = 0; i < INV_KPI_SUMS; i++)
        if (!isnan(more->x[i]))
            s->x[i] = isnan(s->x[i]) ? more->x[i] : s->x[i] + more->x[i];
}

double inv_kpi_value(const struct inv_kpi_sums *s, enum inv_kpi k)
{
    double a = s->x[over(k)], b = s->x[under(k)], v = a;
    if (figures[k].form != SUM)
        v = b > 0 ? a / b : (double)NAN;    /* where more came back than went, stock lasts no days */
    if (figures[k].form == SAVED)
        v = 1 - v;
    return isfinite(v) ? v : (double)NAN;
}

double inv_kpi_age(const struct inv_kpi_sums *s, size_t bucket)
{
    return isfinite(s->x[age_at(bucket)]) ? s->x[age_at(bucket)] : (double)NAN;
}

static void ratio(struct inv_kpi_sums *s, enum inv_kpi k, double a, double b)
{
    if (isnan(a) || isnan(b))
        return;
    s->x[over(k)] = a;
    s->x[under(k)] = b;
}

/* ---- sums of an item ------------------------------------------------------------------------ */

struct inv_kpi_in inv_kpi_defaults(void)
{
    return (struct inv_kpi_in){
        .days = 1, .a_year = (double)NAN, .dead_after = 365, .slow_after = 90, .cover_days = 180
    };
}

static enum inv_status check(const struct inv_kpi_in *in, struct inv_err *err)
{
    enum inv_status st = inv_check_positive(in->days, "days", err);
    if (st == INV_OK)
        st = inv_check_from_zero(in->dead_after, "dead_after", err);
    if (st == INV_OK)
        st = inv_check_from_zero(in->slow_after, "slow_after", err);
    if (st == INV_OK)
        st = inv_check_from_zero(in->cover_days, "cover_days", err);
    for (size_t t = 0; t < in->n && in->demand && st == INV_OK; t++)
        if (in->demand[t] < 0)
            st = inv_check_wrong(err, "demand", in->demand[t], "is below 0");
    if (st == INV_OK && in->nedges >= INV_KPI_AGES)
        return inv_err_set(err, INV_EARG, "more than %d age buckets", INV_KPI_AGES);
    for (size_t i = 0; i < in->nedges && st == INV_OK; i++)
        if (!(in->age_edges[i] > (i ? in->age_edges[i - 1] : 0)))
            return inv_err_set(err, INV_EARG, "the limits of age buckets do not rise from 0");
    return st;
}

static double at(const double *x, size_t t)
{
    return x ? x[t] : (double)NAN;
}

/* units x a unit's, or the money itself where it is known. */
static double money(const double *given, const double *each, double units, size_t t)
{
    double v = at(given, t);
    return isnan(v) ? units * at(each, t) : v;
}

static void sales(const struct inv_kpi_in *in, struct inv_kpi_sums *s)
{
    double sold = 0, cogs = 0, revenue = 0;
    bool any = false;
    for (size_t t = 0; t < in->n; t++) {
        double y = at(in->sales, t);
        if (isnan(y))
            continue;
        any = true;
        sold += y;
        /* nothing sold costs nothing */
        cogs += y > 0 || y < 0 || in->cogs ? money(in->cogs, in->unit_cost, y, t) : 0;
        revenue += y > 0 || y < 0 ? y * at(in->price, t) : 0;
    }
    bool costed = in->unit_cost || in->cogs, priced = in->price;
    s->x[INV_KPI_SALES] = any ? sold : (double)NAN;
    s->x[INV_KPI_COGS] = any && costed ? cogs : (double)NAN;
    s->x[INV_KPI_REVENUE] = any && priced ? revenue : (double)NAN;
    s->x[INV_KPI_MARGIN] = s->x[INV_KPI_REVENUE] - s->x[INV_KPI_COGS];
}

/* What turns over, and in what. */
static void turnover(const struct inv_kpi_in *in, const struct inv_kpi_stock *k, struct inv_kpi_sums *s)
{
    double year = isnan(in->a_year) ? 1 : in->a_year / (double)in->n;
    double flow = s->x[in->at_price ? INV_KPI_REVENUE : INV_KPI_COGS];
    double stock = in->at_price ? k->mean_at_price : k->mean_at_cost;
    s->x[INV_KPI_MEAN_STOCK] = k->mean;
    s->x[INV_KPI_MEAN_STOCK_VALUE] = k->mean_at_cost;
    ratio(s, INV_KPI_TURNOVER, flow * year, stock);
    ratio(s, INV_KPI_DAYS, stock * (double)in->n * in->days, flow);
    ratio(s, INV_KPI_GMROI, s->x[INV_KPI_MARGIN] * year, k->mean_at_cost);
    double there = k->on_hand < 0 ? 0 : k->on_hand;    /* NAN: not known, and neither is what there was to sell */
    ratio(s, INV_KPI_SELL_THROUGH, s->x[INV_KPI_SALES], s->x[INV_KPI_SALES] + there);
    s->x[INV_KPI_ON_HAND] = k->on_hand;
    s->x[INV_KPI_STOCK_VALUE] = k->value;
}

static void service(const struct inv_kpi_in *in, const struct inv_kpi_service *v, struct inv_kpi_sums *s)
{
    if (v->known == 0)
        return;
    s->x[INV_KPI_STOCKOUT_DAYS] = (double)v->out * in->days;
    ratio(s, INV_KPI_READY_RATE, (double)(v->known - v->out), (double)v->known);
    if (v->cycles > 0)
        ratio(s, INV_KPI_CYCLE_SERVICE, (double)(v->cycles - v->failed), (double)v->cycles);
    s->x[INV_KPI_LOST_SALES] = v->lost;
    s->x[INV_KPI_LOST_REVENUE] = v->lost_revenue;
    if (v->demand > 0)
        ratio(s, INV_KPI_FILL_RATE, v->met, v->demand);
    else if (s->x[INV_KPI_SALES] > 0)
        ratio(s, INV_KPI_FILL_RATE, s->x[INV_KPI_SALES], s->x[INV_KPI_SALES] + v->lost);
}

static void ages(const struct inv_kpi_in *in, const struct inv_kpi_stock *k, struct inv_kpi_sums *s)
{
    if (isnan(k->on_hand) && in->nlayers == 0)
        return;
    for (size_t b = 0; b <= in->nedges; b++)
        s->x[age_at(b)] = k->age[b];
    ratio(s, INV_KPI_MEAN_AGE, k->age_sum, k->age_weight);
    s->x[INV_KPI_DEAD] = k->dead;
    s->x[INV_KPI_SLOW] = k->slow;
    s->x[INV_KPI_EXCESS] = k->excess;
}

/* Forecasts against what was asked for; periods without stock say nothing. */
static void added_value(const struct inv_kpi_in *in, struct inv_kpi_sums *s)
{
    double e = 0, naive = 0, n = 0;
    const double *actual = in->demand ? in->demand : in->sales;
    for (size_t t = 0; t < in->n; t++) {
        double f = at(in->forecast, t), b = in->naive ? in->naive[t] : t > 0 ? actual[t - 1] : (double)NAN;
        bool censored = !in->demand && in->stockout && in->stockout[t];
        bool before = !in->naive && !in->demand && in->stockout && t > 0 && in->stockout[t - 1];
        if (isnan(f) || isnan(b) || isnan(actual[t]) || censored || before)
            continue;
        e += fabs(f - actual[t]);
        naive += fabs(b - actual[t]);
        n++;
    }
    if (!(n > 0))
        return;
    ratio(s, INV_KPI_MAE, e, n);
    ratio(s, INV_KPI_MAE_NAIVE, naive, n);
    ratio(s, INV_KPI_FVA, e, naive);
}

enum inv_status inv_kpi_of(const struct inv_kpi_in *in, struct inv_kpi_sums *out, struct inv_err *err)
{
    inv_kpi_none(out);
    enum inv_status st = check(in, err);
    if (st != INV_OK || in->n == 0)
        return st;
    struct inv_kpi_stock stock;
    struct inv_kpi_service served;
    sales(in, out);
    inv_kpi_stock_of(in, &stock);
    turnover(in, &stock, out);
    inv_kpi_service_of(in, &served);
    service(in, &served, out);
    ages(in, &stock, out);
    added_value(in, out);
    for (size_t i = 0; i < INV_KPI_SUMS; i++)
        if (isinf(out->x[i]))
            return inv_check_wrong(err, "qty", out->x[i], "");
    return INV_OK;
}
