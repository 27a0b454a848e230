/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The marginal value of money is bracketed by bisection: what is worth more than
 * the bracket's upper end is bought by all, what is worth less than its lower
 * end by none. Packs in between are few; a heap buys them one item at a time. */
#include "inv/ration.h"

#include <math.h>
#include <stdlib.h>

#include "inv/lots.h"
#include "inv/mem.h"
#include "stock/check.h"
#include "stock/heap.h"

#define HALVINGS 200
#define TIE 1e-9         /* worths this near each other are the same */

/* An item's order in pieces: the first, then packs; the last may be a part of one. */
struct pieces { double first, pack, n, low, high; };   /* bought at the bracket's ends: low <= high <= n */

struct inv_ration_work {
    struct pieces *p;
    struct heap_entry *heap;
    double *at;
    size_t cap_p, cap_heap, cap_at;
};

enum inv_status inv_ration_work_alloc(struct inv_ration_work **w, struct inv_err *err)
{
    *w = calloc(1, sizeof **w);
    return *w ? INV_OK : inv_err_set(err, INV_ENOMEM, "out of memory");
}

void inv_ration_work_free(struct inv_ration_work *w)
{
    if (!w)
        return;
    free(w->p);
    free(w->heap);
    free(w->at);
    free(w);
}

static enum inv_status check(const struct inv_ration_item *it, struct inv_err *err)
{
    enum inv_status st = inv_check_finite(it->position, "inventory_position", err);
    if (st == INV_OK)
        st = inv_check_from_zero(it->want, "order_qty", err);
    if (st == INV_OK)
        st = inv_check_from_zero(it->first, "moq", err);
    if (st == INV_OK)
        st = inv_check_from_zero(it->pack, "pack_size", err);
    if (st == INV_OK)
        st = inv_check_from_zero(it->unit_cost, "unit_cost", err);
    if (st == INV_OK && !isfinite(it->want * it->unit_cost))
        st = inv_check_wrong(err, "unit_cost", INFINITY, "");
    return st == INV_OK ? inv_check_from_zero(it->margin, "price", err) : st;
}

static struct pieces cut(const struct inv_ration_item *it)
{
    struct pieces p = { .pack = it->pack > 0 ? it->pack : 1 };
    p.first = it->first > 0 ? inv_lots_up(it->first, p.pack) * p.pack : p.pack;
    if (it->pack <= 0 && it->first > 0)
        p.first = it->first;
    p.n = it->want <= 0 ? 0 : it->want <= p.first ? 1 : 1 + inv_lots_up(it->want - p.first, p.pack);
    return p;
}

/* Units of the first k pieces. */
static double units(const struct inv_ration_item *it, const struct pieces *p, double k)
{
    return k <= 0 ? 0 : k >= p->n ? it->want : fmin(it->want, p->first + (k - 1) * p->pack);
}

/* Money at risk that piece k takes away, by money. */
static double worth(const struct inv_ration_item *it, const struct pieces *p, double k)
{
    double a = it->position + units(it, p, k - 1), b = it->position + units(it, p, k);
    if (!(b > a) || it->margin <= 0)
        return 0;
    double saved = inv_dist_loss(&it->demand, a) - inv_dist_loss(&it->demand, b);
    return fmax(0, saved / (b - a)) * it->margin / it->unit_cost;
}

/* Searches of a number of pieces in lo..hi, lo < hi: one to be tried, above lo; and the end below it. Where
 * doubles are more than 1 apart, both must still get on. */
static double middle(double lo, double hi)
{
    double mid = ceil(lo + (hi - lo) / 2);
    return mid > lo ? mid : hi;
}

static double below(double mid, double lo, double hi)
{
    return mid - 1 < hi ? mid - 1 : lo;
}

/* The most pieces from lo on, at most hi, each worth at least `least`. */
static double worth_at_least(const struct inv_ration_item *it, const struct pieces *p, double lo, double hi, double least)
{
    while (lo < hi) {
        double mid = middle(lo, hi);
        if (worth(it, p, mid) >= least)
            lo = mid;
        else
            hi = below(mid, lo, hi);
    }
    return lo;
}

/* What all cost where each buys what is worth `least`; at: that, between low and high. */
static double cost_at(const struct inv_ration_item *it, struct pieces *p, size_t n, double least, double *at)
{
    double cost = 0;
    for (size_t i = 0; i < n; i++) {
        at[i] = p[i].low < p[i].high ? worth_at_least(&it[i], &p[i], p[i].low, p[i].high, least) : p[i].low;
        cost += units(&it[i], &p[i], at[i]) * it[i].unit_cost;
    }
    return cost;
}

/* Leaves in low what can be bought surely; returns what that costs. at: scratch of n. */
static double bracket(const struct inv_ration_item *it, struct pieces *p, size_t n, double budget, double *at)
{
    double top = 0, bottom = 0, spent = 0;
    for (size_t i = 0; i < n; i++)
        if (p[i].n > 0 && it[i].unit_cost > 0)
            top = fmax(top, it[i].margin / it[i].unit_cost);
    if (!(top > 0) || !isfinite(top))
        return 0;
    top *= 1 + TIE;
    for (int k = 0; k < HALVINGS && top - bottom > TIE * top; k++) {
        double mid = bottom + (top - bottom) / 2, cost = cost_at(it, p, n, mid, at);
        bool affordable = cost <= budget;
        for (size_t i = 0; i < n; i++)
            *(affordable ? &p[i].low : &p[i].high) = at[i];
        if (affordable) {
            spent = cost;
            top = mid;
        } else {
            bottom = mid;
        }
        if (cost >= budget && affordable)
            break;
    }
    return spent;
}

/* Buys of one item as many pieces of the worth `w` or nearly as the money allows; false: it takes no more. */
static bool buy(struct inv_ration_item *it, struct pieces *p, double w, double *left)
{
    double run = worth_at_least(it, p, p->low + 1, p->n, w * (1 - TIE)), have = units(it, p, p->low);
    double noise = INV_LOTS_TOLERANCE * *left;
    if ((units(it, p, run) - have) * it->unit_cost > *left + noise) {
        double lo = p->low, hi = run - 1;             /* the most pieces that can be paid */
        while (lo < hi) {
            double mid = middle(lo, hi);
            if ((units(it, p, mid) - have) * it->unit_cost <= *left + noise)
                lo = mid;
            else
                hi = below(mid, lo, hi);
        }
        run = lo;
    }
    *left = fmax(0, *left - (units(it, p, run) - have) * it->unit_cost);
    bool more = run > p->low && run < p->n;
    p->low = run;
    it->given = units(it, p, run);
    return more;
}

/* A part of a unit where there are no packs, the wish has a part of one, and the least order is reached. */
static void buy_part(struct inv_ration_item *it, const struct pieces *p, double *left)
{
    if (it->pack > 0 || it->want <= floor(it->want) || p->low >= p->n || (p->low <= 0 && it->first > 0))
        return;
    double part = fmin(units(it, p, p->low + 1) - it->given, *left / it->unit_cost);
    it->given += part;
    *left = fmax(0, *left - part * it->unit_cost);
}

static void spend(struct inv_ration_item *it, struct pieces *p, size_t n, double *left, double *gap, struct heap_entry *heap)
{
    size_t nheap = 0;
    for (size_t i = 0; i < n; i++)
        if (p[i].low < p[i].n && it[i].unit_cost > 0)
            inv_heap_push(heap, &nheap, -worth(&it[i], &p[i], p[i].low + 1), i);
    while (nheap > 0) {
        struct heap_entry e = inv_heap_pop(heap, &nheap);
        struct pieces *q = &p[e.i];
        bool more = buy(&it[e.i], q, -e.key, left);
        double next = q->low < q->n ? worth(&it[e.i], q, q->low + 1) : 0;
        if (more && units(&it[e.i], q, q->low + 1) - it[e.i].given <= *left / it[e.i].unit_cost)
            inv_heap_push(heap, &nheap, -next, e.i);
        else if (q->low < q->n) {
            *gap = fmax(*gap, next * *left);          /* the first that could not be paid bounds what is missed */
            buy_part(&it[e.i], q, left);
        }
    }
}

enum inv_status inv_ration(struct inv_ration_item *it, size_t n, double budget, struct inv_ration *out,
                           struct inv_ration_work *w, struct inv_err *err)
{
    *out = (struct inv_ration){ 0 };
    enum inv_status st = inv_check_from_zero(budget, "budget", err);
    for (size_t i = 0; i < n && st == INV_OK; i++)
        st = check(&it[i], err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&w->p, &w->cap_p, n + 1, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&w->heap, &w->cap_heap, n + 1, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&w->at, &w->cap_at, n + 1, err);
    if (st != INV_OK)
        return st;
    for (size_t i = 0; i < n; i++) {
        w->p[i] = cut(&it[i]);
        w->p[i].high = it[i].unit_cost > 0 ? w->p[i].n : 0;
        it[i].given = 0;
    }
    double left = budget - bracket(it, w->p, n, budget, w->at);
    for (size_t i = 0; i < n; i++)
        it[i].given = it[i].unit_cost > 0 ? units(&it[i], &w->p[i], w->p[i].low) : it[i].want;
    spend(it, w->p, n, &left, &out->gap, w->heap);
    for (size_t i = 0; i < n; i++) {
        it[i].at_risk = it[i].margin * inv_dist_loss(&it[i].demand, it[i].position + it[i].given);
        out->spent += it[i].given * it[i].unit_cost;
        out->at_risk += it[i].at_risk;
    }
    return INV_OK;
}
