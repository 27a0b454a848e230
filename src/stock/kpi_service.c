/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Key figures: what of the demand was met, and what was not. */
#include <math.h>

#include "stock/kpi_stock.h"

#define ROUNDING 1e-9

static double at(const double *x, size_t t)
{
    return x ? x[t] : (double)NAN;
}

static double met_of(const struct inv_kpi_in *in, size_t t)
{
    double y = in->shipped ? at(in->shipped, t) : at(in->sales, t);
    if (isnan(y))    /* what is not known is not met in full */
        return y;
    return fmin(y > 0 ? y : 0, at(in->demand, t));    /* returns meet nothing */
}

/* 1 out of stock, 0 not, -1 not known. stock: at the period's end. */
static int state_of(const struct inv_kpi_in *in, size_t t, double stock)
{
    if (in->stockout)
        return in->stockout[t] ? 1 : 0;
    double wanted = at(in->demand, t);
    if (!isnan(wanted) && !isnan(met_of(in, t)))
        return wanted - met_of(in, t) > ROUNDING * wanted;    /* 0.3 + 0.6 of 0.9 is all of it */
    return isnan(stock) ? -1 : stock <= 0;
}

static void add_lost(const struct inv_kpi_in *in, size_t t, bool out, struct inv_kpi_service *v)
{
    double met = met_of(in, t), wanted = at(in->demand, t), lost = 0;
    if (!isnan(wanted) && !isnan(met)) {
        v->demand += wanted;
        v->met += met;
        lost = wanted - met;
    } else if (out) {
        double sold = isnan(at(in->sales, t)) ? 0 : in->sales[t];
        lost = fmax(at(in->expected, t) - sold, 0);
        lost = isnan(at(in->expected, t)) ? (double)NAN : lost;
    }
    v->lost += lost;
    v->lost_revenue += lost > 0 ? lost * at(in->price, t) : isnan(lost) ? lost : 0;
}

struct cycle { bool failed, begun; };

static void close_cycle(struct cycle *c, struct inv_kpi_service *v)
{
    if (!c->begun)
        return;
    v->cycles++;
    v->failed += c->failed;
    *c = (struct cycle){ 0 };
}

void inv_kpi_service_of(const struct inv_kpi_in *in, struct inv_kpi_service *out)
{
    *out = (struct inv_kpi_service){ .lost_revenue = in->price ? 0 : (double)NAN };
    double stock = (double)NAN, before = (double)NAN, sold = 0;
    struct cycle cycle = { 0 };
    bool receipts = false;
    for (size_t t = 0; t < in->n; t++) {
        bool counted = !isnan(at(in->on_hand, t));
        stock = counted ? in->on_hand[t] : stock;
        sold += isnan(at(in->sales, t)) ? 0 : in->sales[t];
        int state = state_of(in, t, stock);
        if ((counted || in->received) && inv_kpi_received(in, t, before, sold, stock) > 0) {
            close_cycle(&cycle, out);
            receipts = true;
        }
        if (counted) {
            before = stock;
            sold = 0;
        }
        if (state < 0)
            continue;
        out->known++;
        out->out += state == 1;
        cycle.begun = true;
        cycle.failed = cycle.failed || state == 1;
        add_lost(in, t, state == 1, out);
    }
    if (receipts && cycle.failed)
        close_cycle(&cycle, out);
}
