/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One warehouse, many retailers, exactly: losses of the retailers from a warehouse that always has stock down
 * to one that has less and less. All terms are positive: nothing cancels.
 *
 * The best cost of a retailer never falls on the way. With J = 1 where N_0 >= S_0, one unit less at the warehouse makes
 * N into N + I J, I = 1 with probability q and independent of N and J. With g(x) = h max(-x, 0) + p max(x, 0) the cost
 * of the best k is then (1 - q) E g(N - k) + q (E (g(N - k); J = 0) + E (g(N - k + 1); J = 1)), k at least the best
 * for what is under way alone, m. Where J = 0, N is that: above m the cost rises with k, so the bracket is at
 * least E g(N - (k - 1)) where k > m; where J = 1, N is larger, so up to m it falls with k, and the bracket is at
 * least E g(N - k) where k = m. Neither is below the best before. */
#include "config.h"

#include "stock/metric.h"

#include <math.h>
#include <string.h>

#include "inv/mem.h"

#define CELLS_MOST ((double)(1 << 26))
#define WIDE 16.0

double inv_metric_loss(const struct inv_metric_item *x, double k, double none)
{
    double j = k - x->lo + 1;
    if (j < 0)
        return x->mean - k;
    return j < (double)x->n ? x->w[(size_t)j] + none * x->v[(size_t)j] : 0;
}

static enum inv_status poisson(struct inv_dist *d, double mean, struct inv_err *err)
{
    return inv_dist_init(d, INV_DIST_POISSON, mean, sqrt(mean), err);
}

/* From where less is not on order, nor was without any delay, to the greatest S that is asked for: the best without
 * stock at the warehouse, at first no more than `wide` above the best without delays, or the given one where N gets
 * there at all. */
static enum inv_status range(const struct metric *g, size_t i, const double *S, double wide, struct inv_metric_item *x,
                             double *cells, struct inv_err *err)
{
    const struct inv_metric_retailer *r = &g->in->retailers[i];
    double h = r->holding_cost, p = r->shortage_cost, hi = 0;
    struct inv_dist way, all;
    enum inv_status st = poisson(&way, r->demand * r->lead_time, err);
    if (st == INV_OK)
        st = poisson(&all, r->demand * (r->lead_time + g->in->lead_time), err);
    if (st != INV_OK)
        return st;
    *x = (struct inv_metric_item){ .q = inv_metric_share(g, i), .short_share = S ? 0 : h / (h + p),
                                   .mean = way.mean, .S = S ? S[i] : inv_metric_newsvendor(&way, r) };
    if (way.mean > 0)
        x->lo = fmax(inv_dist_quantile(&way, g->tail) - 1, 0);
    if (all.mean > 0)
        hi = S ? fmin(S[i], inv_dist_quantile_upper(&all, g->tail)) : fmax(inv_metric_newsvendor(&all, r), x->S) + 1;
    if (!S && hi > x->S + wide) {
        hi = x->S + wide;
        x->cut = true;
    }
    *cells = fmax(hi - x->lo, 0) + 2;
    return INV_OK;
}

static enum inv_status lay(const struct metric *g, struct inv_metric_work *w, const double *S, double wide,
                           double *cells, struct inv_err *err)
{
    size_t n = g->in->n;
    enum inv_status st = INV_MEM_GROW(&w->items, &w->cap_items, n, err);
    *cells = 0;
    for (size_t i = 0; i < n && st == INV_OK; i++) {
        double own = 0;
        st = range(g, i, S, wide, &w->items[i], &own, err);
        *cells += own;
        if (st == INV_OK && *cells > CELLS_MOST)
            st = inv_err_set(err, INV_EARG, "exactly: too many units on order at the retailers (take two-moment)");
        w->items[i].n = (size_t)own;
    }
    if (st == INV_OK)
        st = INV_MEM_GROW(&w->d, &w->cap, 2 * (size_t)*cells, err);
    return st;
}

/* v from the top down, sums of what is positive. */
static enum inv_status undelayed(struct inv_metric_item *x, struct inv_err *err)
{
    struct inv_dist way;
    enum inv_status st = poisson(&way, x->mean, err);
    double least = x->lo - 1, k = least + (double)x->n - 1;
    double end = st == INV_OK && x->mean > 0 ? inv_dist_quantile_upper(&way, 1e-290) : 0;
    memset(x->v, 0, x->n * sizeof *x->v);
    if (st != INV_OK)
        return st;
    k = fmin(k, end);
    double p = inv_dist_pmf(&way, k), more = inv_dist_sf(&way, k), loss = inv_dist_loss(&way, k);
    for (; k >= 0 && k >= least; k--) {
        x->v[(size_t)(k - least)] = loss;
        more += p;                               /* P(N > k - 1) */
        loss += more;
        p *= x->mean > 0 ? k / x->mean : 0;
    }
    x->v[0] = x->mean - least;
    return INV_OK;
}

/* All of B_0 is 0: w is 0. */
static enum inv_status begin(const struct metric *g, struct inv_metric_work *w, const double *S, double wide,
                             double *cells, struct inv_err *err)
{
    enum inv_status st = lay(g, w, S, wide, cells, err);
    double *room = w->d;
    for (size_t i = 0; i < g->in->n && st == INV_OK; i++) {
        struct inv_metric_item *x = &w->items[i];
        x->v = room;
        x->w = x->v + x->n;
        room = x->w + x->n;
        memset(x->w, 0, x->n * sizeof *x->w);
        st = undelayed(x, err);
    }
    return st;
}

/* From S_0 to S_0 - 1; owed and more are E B_0 and P(B_0 > 0) there, p is P(N_0 = S_0). */
static void step(struct inv_metric_item *x, double a, double p, double owed, double more)
{
    double q = x->q, below = x->w[0] + p * x->v[0];
    x->mean = a + q * owed;
    x->w[0] = a * more + q * owed - (x->lo - 1) * more;      /* below lo: E N - k, over B_0 > 0 */
    for (size_t j = 1; j < x->n; j++) {
        double here = x->w[j] + p * x->v[j];
        x->w[j] = (1 - q) * here + q * below;
        below = here;
    }
}

static void go_down(const struct metric *g, struct inv_metric_work *w, double S_0)
{
    double p = inv_dist_pmf(&g->on_order, S_0);
    double owed = inv_dist_loss(&g->on_order, S_0 - 1), more = inv_dist_sf(&g->on_order, S_0 - 1);
    for (size_t i = 0; i < g->in->n; i++)
        step(&w->items[i], g->in->retailers[i].demand * g->in->retailers[i].lead_time, p, owed, more);
}

/* The best S where more is on order than before: up while P(N > S) > h / (h + p). false: v and w end before it. */
static bool follow(struct inv_metric_item *x, double none)
{
    double here = inv_metric_loss(x, x->S, none), most = x->lo + (double)x->n - 2;
    while (x->S < most) {
        double next = inv_metric_loss(x, x->S + 1, none);
        if (!(here - next > x->short_share))
            return true;
        here = next;
        x->S++;
    }
    return !x->cut;
}

/* What the retailers cost; NAN where a range was too narrow. */
static double price(const struct metric *g, struct inv_metric_work *w, double S_0)
{
    double sum = 0, none = inv_dist_cdf(&g->on_order, S_0);
    for (size_t i = 0; i < g->in->n; i++) {
        struct inv_metric_item *x = &w->items[i];
        const struct inv_metric_retailer *r = &g->in->retailers[i];
        if (!follow(x, none))
            return NAN;
        double loss = inv_metric_loss(x, x->S, none);
        sum += r->holding_cost * fmax(x->S - x->mean + loss, 0) + r->shortage_cost * loss;
    }
    return sum;
}

/* Narrow ranges first, wider ones until all best S were in them. */
struct walk { const struct metric *g; struct inv_metric_work *w; double cells, work; bool narrow; };

static enum inv_status count(struct walk *k, struct inv_err *err)
{
    k->work += k->cells;
    return k->work > INV_METRIC_STEPS
        ? inv_err_set(err, INV_EARG, "exactly: too many units on order (take two-moment)") : INV_OK;
}

/* Down until the retailers alone cost more than the best; with less at the warehouse they cost no less. */
static enum inv_status down(struct walk *k, double *S_0, size_t *steps, struct inv_err *err)
{
    const struct metric *g = k->g;
    double best = INFINITY, slack = 0;
    enum inv_status st = INV_OK;
    *steps = 0;
    for (double at = g->top; st == INV_OK; at--) {
        double retailers = price(g, k->w, at), cost = retailers + g->in->holding_cost * inv_metric_owed(g, at).stock;
        k->narrow = isnan(retailers);
        if (k->narrow)
            break;
        if (++*steps == 1 && !(g->in->holding_cost > 0))
            slack = 1e-12 * cost;                /* stock is free: the least that is as good as the most */
        if (cost <= best + slack) {
            best = fmin(cost, best);
            *S_0 = at;
        }
        if (retailers > best + slack || !(at > 0))
            break;
        go_down(g, k->w, at);
        st = count(k, err);
    }
    return st;
}

enum inv_status inv_metric_exact_solve(const struct metric *g, struct inv_metric_work *w, double *S_0, size_t *steps,
                                       struct inv_err *err)
{
    struct walk k = { .g = g, .w = w, .narrow = true };
    enum inv_status st = INV_OK;
    for (double wide = WIDE; k.narrow && st == INV_OK; wide *= 4) {
        st = begin(g, w, NULL, wide, &k.cells, err);
        if (st == INV_OK)
            st = down(&k, S_0, steps, err);
    }
    return st;
}

static enum inv_status down_to(struct walk *k, double S_0, bool best, struct inv_err *err)
{
    enum inv_status st = INV_OK;
    for (double at = k->g->top; st == INV_OK; at--) {
        k->narrow = best && isnan(price(k->g, k->w, at));
        if (k->narrow || !(at > S_0))
            break;
        go_down(k->g, k->w, at);
        st = count(k, err);
    }
    return st;
}

enum inv_status inv_metric_exact_at(const struct metric *g, struct inv_metric_work *w, double S_0, const double *S,
                                    struct inv_err *err)
{
    struct walk k = { .g = g, .w = w, .narrow = true };
    enum inv_status st = INV_OK;
    for (double wide = WIDE; k.narrow && st == INV_OK; wide *= 4) {
        st = begin(g, w, S, wide, &k.cells, err);
        if (st == INV_OK)
            st = down_to(&k, S_0, !S, err);
    }
    return st;
}
