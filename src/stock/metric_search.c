/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The best warehouse stock of metric and two-moment: halves of 0..top, of which those are left out
 * that cannot hold it. */
#include "config.h"

#include "stock/metric.h"

#include <math.h>

/* A warehouse stock, what it costs and what the retailers cost. */
struct point { double S_0, stock, retailers; struct metric_owed owed; };
struct search { const struct metric *g; struct point best; size_t steps; };

static double total(const struct point *x)
{
    return x->stock + x->retailers;
}

static enum inv_status price(const struct metric *g, size_t i, struct metric_owed owed, double *sum,
                             struct inv_err *err)
{
    struct inv_dist d;
    enum inv_status st = inv_metric_dist(g, i, owed, &d, err);
    if (st != INV_OK || !(d.mean > 0))
        return st;
    const struct inv_metric_retailer *r = &g->in->retailers[i];
    double S = inv_metric_newsvendor(&d, r), loss = inv_dist_loss(&d, S);
    *sum += r->holding_cost * fmax(S - d.mean + loss, 0) + r->shortage_cost * loss;
    return INV_OK;
}

static enum inv_status try(struct search *s, double S_0, struct point *x, struct inv_err *err)
{
    const struct metric *g = s->g;
    enum inv_status st = INV_OK;
    *x = (struct point){ .S_0 = S_0, .owed = inv_metric_owed(g, S_0) };
    x->stock = g->in->holding_cost * x->owed.stock;
    for (size_t i = 0; i < g->in->n && st == INV_OK; i++)
        st = price(g, i, x->owed, &x->retailers, err);
    if (s->steps++ == 0 || total(x) < total(&s->best))
        s->best = *x;
    return st;
}

/* What the retailers cost at least from a to b. metric: as at b. two-moment: in between the mean m is b's or more, at
 * most a's; the excess is e or more, as one unit less in S adds 2 E B P(N_0 < S) - P(N_0 >= S)^2 to it. A
 * negative binomial is a Poisson whose mean is gamma; more excess spreads that further round its mean (costs more, in
 * convex order), scaling it up by c, the excess by c^2, costs more by the slope (h + p) E(mean; N >= S) - h E mean.
 * So all cost at least what b's mean and e (m_b / m_a)^2 do. */
static enum inv_status at_least(const struct metric *g, const struct point *a, const struct point *b, double *least,
                                struct inv_err *err)
{
    double wide = b->S_0 - a->S_0, more = 1 - a->owed.none;
    double e = fmax(b->owed.excess - wide * more * more, a->owed.excess - 2 * wide * a->owed.mean * b->owed.none);
    enum inv_status st = INV_OK;
    *least = b->retailers;
    if (g->in->method == INV_METRIC_POISSON)
        return st;
    *least = 0;
    for (size_t i = 0; i < g->in->n && st == INV_OK; i++) {
        double scale = inv_metric_mean(g, i, b->owed) / inv_metric_mean(g, i, a->owed);
        struct metric_owed owed = { .mean = b->owed.mean, .excess = scale > 0 ? fmax(e, 0) * scale * scale : 0 };
        st = price(g, i, owed, least, err);
    }
    return st;
}

/* Downhill in steps that halve: a good cost to measure the rest against. */
static enum inv_status descend(struct search *s, struct inv_err *err)
{
    struct point x;
    enum inv_status st = INV_OK;
    for (double step = ceil(s->g->top / 4); step >= 1 && st == INV_OK; step = floor(step / 2)) {
        double at = s->best.S_0;
        if (at - step > 0)
            st = try(s, at - step, &x, err);
        if (st == INV_OK && at + step < s->g->top)
            st = try(s, at + step, &x, err);
    }
    return st;
}

/* More than this is no better: where stock is free, to the least that is as good as the most. */
static enum inv_status least_free(struct search *s, struct inv_err *err)
{
    enum inv_status st = INV_OK;
    struct point x;
    double lo = -1, hi = s->best.S_0, enough = total(&s->best) * (1 + 1e-12);
    while (hi - lo > 1 && st == INV_OK) {
        st = try(s, floor(lo + (hi - lo) / 2), &x, err);
        if (total(&x) <= enough)
            hi = x.S_0;
        else
            lo = x.S_0;
    }
    s->best.S_0 = hi;
    return st;
}

static enum inv_status halve(struct search *s, const struct point *from, const struct point *to, struct inv_err *err)
{
    struct { struct point a, b; } open[64];        /* no deeper than top has bits */
    size_t n = 1;
    enum inv_status st = INV_OK;
    open[0].a = *from;
    open[0].b = *to;
    while (n > 0 && st == INV_OK) {
        struct point a = open[n - 1].a, b = open[n - 1].b, middle;
        double least;
        n--;
        if (b.S_0 - a.S_0 < 2)
            continue;
        st = at_least(s->g, &a, &b, &least, err);
        if (st != INV_OK || a.stock + least >= total(&s->best))
            continue;
        st = try(s, floor(a.S_0 + (b.S_0 - a.S_0) / 2), &middle, err);
        open[n].a = a;
        open[n++].b = middle;
        open[n].a = middle;
        open[n++].b = b;
    }
    return st;
}

enum inv_status inv_metric_search(const struct metric *g, double *S_0, size_t *steps, struct inv_err *err)
{
    struct search s = { .g = g };
    struct point from, to;
    enum inv_status st = try(&s, 0, &from, err);
    if (st == INV_OK)
        st = try(&s, g->top, &to, err);
    if (st == INV_OK)
        st = descend(&s, err);
    if (st == INV_OK)
        st = halve(&s, &from, &to, err);
    if (st == INV_OK && !(g->in->holding_cost > 0))
        st = least_free(&s, err);
    *S_0 = s.best.S_0;
    *steps = s.steps;
    return st;
}
