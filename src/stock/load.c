/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Adding to the least time supply first raises all items to a common level. The
 * highest level at which the order is still too small is found by bisection;
 * from there packs are added one by one, about one an item. */
#include "inv/load.h"

#include <math.h>
#include <stdlib.h>

#include "inv/lots.h"
#include "inv/mem.h"
#include "stock/check.h"
#include "stock/heap.h"

#define HALVINGS 100
#define TIGHT 1e-9       /* share of a limit by which rounding may miss it */

void inv_load_work_free(struct inv_load_work *w)
{
    free(w->steps);
    free(w->heap);
    *w = (struct inv_load_work){ 0 };
}

/* ---- one item ------------------------------------------------------------------------- */

static double known(double v) { return isnan(v) ? 0 : v; }

static double pack_of(const struct inv_load_item *it) { return it->pack > 0 ? it->pack : 1; }

/* Units of its order with k steps added. */
static double units(const struct inv_load_item *it, double k)
{
    if (k <= 0)
        return it->qty;
    double pack = pack_of(it), first = it->first;
    if (it->pack > 0)
        first = inv_lots_up(first, pack) * pack;
    return it->qty > 0 || first <= 0 ? it->qty + k * pack : first + (k - 1) * pack;
}

/* The most steps that its limit leaves; 0 without demand. */
static double most_steps(const struct inv_load_item *it)
{
    if (!(it->demand > 0) || units(it, 1) > it->most * (1 + TIGHT))
        return 0;
    return isinf(it->most) ? INFINITY : 1 + inv_lots_down(it->most - units(it, 1), pack_of(it));
}

static double cover(const struct inv_load_item *it, double k)
{
    return (it->position + units(it, k)) / it->demand;
}

/* The fewest steps that bring its cover to the level. */
static double steps_to(const struct inv_load_item *it, double level)
{
    double most = most_steps(it);
    if (!(most > 0) || cover(it, 0) >= level)
        return 0;
    double beyond = level * it->demand - it->position - units(it, 1);
    return fmin(most, beyond > 0 ? 1 + ceil(beyond / pack_of(it)) : 1);
}

/* ---- the order ------------------------------------------------------------------------- */

static void count(struct inv_load *o, const struct inv_load_item *it, double qty)
{
    o->value += qty * known(it->value);
    o->weight += qty * known(it->weight);
    o->volume += qty * known(it->volume);
}

static struct inv_load total(const struct inv_load_item *it, size_t n, const double *steps)
{
    struct inv_load o = { 0 };
    for (size_t i = 0; i < n; i++)
        count(&o, &it[i], units(&it[i], steps ? steps[i] : 0));
    return o;
}

static bool reached(const struct inv_load_terms *t, const struct inv_load *o)
{
    return o->value >= t->min_value * (1 - TIGHT) && o->weight >= t->min_weight * (1 - TIGHT)
        && o->volume >= t->min_volume * (1 - TIGHT);
}

static double containers(const struct inv_load_terms *t, const struct inv_load *o)
{
    double m = 0;
    if (t->container_volume > 0)
        m = fmax(m, inv_lots_up(o->volume, t->container_volume));
    if (t->container_weight > 0)
        m = fmax(m, inv_lots_up(o->weight, t->container_weight));
    return m;
}

/* Whether the order is within m containers. */
static bool within(const struct inv_load_terms *t, const struct inv_load *o, double m)
{
    return (t->container_volume <= 0 || o->volume <= m * t->container_volume * (1 + TIGHT))
        && (t->container_weight <= 0 || o->weight <= m * t->container_weight * (1 + TIGHT));
}

/* ---- filling ---------------------------------------------------------------------------- */

/* What an addition aims at: the least order (m < 0), or m containers. */
struct aim { const struct inv_load_terms *terms; double m; };

static bool too_small(const struct aim *a, const struct inv_load *o)
{
    return a->m < 0 ? !reached(a->terms, o) : within(a->terms, o, a->m);
}

static void level(struct inv_load_item *it, size_t n, double tau, double *steps)
{
    for (size_t i = 0; i < n; i++)
        steps[i] = steps_to(&it[i], tau);
}

/* Raises all to the highest level at which the order is still too small. */
static void lift(const struct aim *a, struct inv_load_item *it, size_t n, double *steps)
{
    double lo = INFINITY, hi;
    for (size_t i = 0; i < n; i++)
        if (most_steps(&it[i]) > 0)
            lo = fmin(lo, cover(&it[i], 0));
    if (!isfinite(lo))
        return;
    double width = fmax(1, fabs(lo));
    for (hi = lo + width; width < 1e300; hi = lo + (width *= 2)) {
        level(it, n, hi, steps);
        struct inv_load o = total(it, n, steps);
        if (!too_small(a, &o))
            break;
    }
    for (int k = 0; k < HALVINGS && hi - lo > 1e-12 * fabs(hi); k++) {
        double mid = lo + (hi - lo) / 2;
        level(it, n, mid, steps);
        struct inv_load o = total(it, n, steps);
        *(too_small(a, &o) ? &lo : &hi) = mid;
    }
    level(it, n, lo, steps);
    for (size_t i = 0; i < n; i++)
        it[i].qty = units(&it[i], steps[i]);
}

/* Adds steps one by one to the item with the least cover; those that do not fit in the containers are passed over. */
static void add(const struct aim *a, struct inv_load_item *it, size_t n, struct inv_load *o, struct heap_entry *heap)
{
    size_t nheap = 0, bound = 16 * n + 4096;
    for (size_t i = 0; i < n; i++)
        if (most_steps(&it[i]) > 0)
            inv_heap_push(heap, &nheap, cover(&it[i], 0), i);
    while (nheap > 0 && bound-- > 0 && (a->m >= 0 || !reached(a->terms, o))) {
        size_t i = inv_heap_pop(heap, &nheap).i;
        struct inv_load with = *o;
        count(&with, &it[i], units(&it[i], 1) - it[i].qty);
        if (a->m >= 0 && !within(a->terms, &with, a->m))
            continue;
        *o = with;
        it[i].qty = units(&it[i], 1);
        if (most_steps(&it[i]) > 0)
            inv_heap_push(heap, &nheap, cover(&it[i], 0), i);
    }
}

/* Items that take nothing of a container would be added to it without end. */
static bool takes_room(const struct inv_load_terms *t, const struct inv_load_item *it)
{
    return (t->container_volume > 0 && known(it->volume) > 0) || (t->container_weight > 0 && known(it->weight) > 0);
}

static void hold(const struct inv_load_terms *t, struct inv_load_item *it, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!takes_room(t, &it[i]))
            it[i].most = it[i].qty;
}

static enum inv_status check(const struct inv_load_terms *t, const struct inv_load_item *it, size_t n, struct inv_err *err)
{
    const struct { double v; const char *name; } terms[] = {
        { t->min_value, "min_value" }, { t->min_weight, "min_weight" }, { t->min_volume, "min_volume" },
        { t->container_volume, "container_volume" }, { t->container_weight, "container_weight" },
    };
    enum inv_status st = INV_OK;
    for (size_t i = 0; i < sizeof terms / sizeof *terms && st == INV_OK; i++)
        st = inv_check_from_zero(terms[i].v, terms[i].name, err);
    for (size_t i = 0; i < n && st == INV_OK; i++) {
        const struct { double v; const char *name; } own[] = {
            { it[i].demand, "demand" }, { it[i].first, "moq" }, { it[i].pack, "pack_size" }, { it[i].qty, "order_qty" },
            { known(it[i].value), "unit_cost" }, { known(it[i].weight), "weight" }, { known(it[i].volume), "volume" },
        };
        st = inv_check_finite(it[i].position, "inventory_position", err);
        for (size_t k = 0; k < sizeof own / sizeof *own && st == INV_OK; k++)
            st = inv_check_from_zero(own[k].v, own[k].name, err);
        if (st == INV_OK && !(it[i].most >= 0))
            st = inv_check_wrong(err, "max_stock", it[i].most, "is below 0");
    }
    return st;
}

enum inv_status inv_load_fill(const struct inv_load_terms *t, struct inv_load_item *it, size_t n, struct inv_load *out,
                              struct inv_load_work *w, struct inv_err *err)
{
    enum inv_status st = check(t, it, n, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&w->steps, &w->cap_steps, n + 1, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&w->heap, &w->cap_heap, n + 1, err);
    if (st != INV_OK)
        return st;
    bool any = false;
    for (size_t i = 0; i < n; i++)
        any = any || it[i].qty > 0;
    *out = total(it, n, NULL);
    out->reached = true;
    if (!any)
        return INV_OK;
    struct aim a = { t, -1 };
    if (!reached(t, out)) {
        lift(&a, it, n, w->steps);
        *out = total(it, n, NULL);
        add(&a, it, n, out, w->heap);
    }
    out->reached = reached(t, out);
    a.m = out->containers = containers(t, out);
    if (!(a.m < 1e9))
        return inv_check_wrong(err, "container_volume", a.m, "containers are too many");
    if (a.m > 0) {
        hold(t, it, n);
        lift(&a, it, n, w->steps);
        double m = out->containers;
        bool done = out->reached;
        *out = total(it, n, NULL);
        add(&a, it, n, out, w->heap);
        *out = (struct inv_load){ out->value, out->weight, out->volume, m, done || reached(t, out) };
    }
    if (!isfinite(out->value + out->weight + out->volume))
        return inv_check_wrong(err, "order_qty", INFINITY, "");
    return INV_OK;
}
