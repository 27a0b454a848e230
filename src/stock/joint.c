/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/joint.h"

#include <math.h>
#include <stdlib.h>

#include "inv/mem.h"
#include "stock/check.h"
#include "stock/walk.h"

void inv_joint_free(struct inv_joint *w)
{
    free(w->walkers);
    *w = (struct inv_joint){ 0 };
}

static enum inv_status check(const struct inv_joint_item *items, size_t n, double major, struct inv_err *err)
{
    enum inv_status st = inv_check_from_zero(major, "joint_order_cost", err);
    for (size_t i = 0; i < n && st == INV_OK; i++) {
        st = inv_check_from_zero(items[i].annual_demand, "annual_demand", err);
        if (st == INV_OK)
            st = inv_check_from_zero(items[i].order_cost, "order_cost", err);
        if (st == INV_OK)
            st = inv_check_positive(items[i].holding_cost, "holding_cost", err);
    }
    return st;
}

static enum inv_status out_of_range(struct inv_err *err)
{
    return inv_err_set(err, INV_EARG, "the costs of a joint order are out of the range of numbers");
}

/* The items that are ordered. */
static enum inv_status set_out(struct inv_joint *w, const struct inv_joint_item *items, size_t n, struct inv_walk *k,
                               struct inv_err *err)
{
    enum inv_status st = INV_MEM_GROW(&w->walkers, &w->cap, n ? n : 1, err);
    if (st != INV_OK)
        return st;
    k->w = w->walkers;
    k->n = 0;
    for (size_t i = 0; i < n; i++) {
        double flow = items[i].annual_demand * items[i].holding_cost, s = items[i].order_cost;
        if (items[i].annual_demand == 0)
            continue;
        double own = sqrt(2) * (sqrt(s) / sqrt(flow));
        if (!(flow > 0 && isfinite(flow) && isfinite(own)))
            return out_of_range(err);
        k->w[k->n++] = (struct inv_joint_walker){ .item = i, .s = s, .flow = flow, .own = own, .k = 1 };
    }
    return INV_OK;
}

static int by_own_cycle(const void *a, const void *b)
{
    double x = ((const struct inv_joint_walker *)a)->own, y = ((const struct inv_joint_walker *)b)->own;
    return (x > y) - (x < y);
}

/* Multiples relaxed to any number of 1 or more: items whose own cycle is the
 * shorter share the orders, the others have their own (Jackson, Maxwell and
 * Muckstadt 1985). w is in the order of own cycles. */
static double relaxed(const struct inv_walk *k)
{
    double a = k->major, b = 0, rest = 0;
    size_t i = 0;
    for (; i < k->n && (b == 0 || k->w[i].own * sqrt(b) < sqrt(2) * sqrt(a)); i++) {
        a += k->w[i].s;
        b += k->w[i].flow;
    }
    for (; i < k->n; i++)
        rest += sqrt(2) * sqrt(k->w[i].s) * sqrt(k->w[i].flow);
    return sqrt(2) * sqrt(a) * sqrt(b) + rest;
}

/* Silver (1976), steps 1 to 3; the item of the shortest own cycle is the first. */
static void silver(struct inv_walk *k)
{
    double shared = k->major + k->w[0].s;
    for (size_t i = 1; i < k->n; i++)
        k->w[i].k = fmax(1, floor(sqrt(k->w[i].s / k->w[i].flow) * (sqrt(k->w[0].flow) / sqrt(shared)) + 0.5));
    inv_walk_cycle(k);
}

static void own_cycles(struct inv_walk *k, double *multiple, double *cycle, struct inv_joint_out *out)
{
    out->how = INV_JOINT_IS_OWN;
    out->annual_cost = 0;
    for (size_t i = 0; i < k->n; i++) {
        cycle[k->w[i].item] = k->w[i].own;
        multiple[k->w[i].item] = NAN;
        out->annual_cost += sqrt(2) * sqrt(k->w[i].s) * sqrt(k->w[i].flow);
    }
}

static void answer(const struct inv_walk *k, double *multiple, double *cycle, struct inv_joint_out *out)
{
    out->cycle = k->cycle;
    out->annual_major_cost = k->major / k->cycle;
    out->annual_cost = out->annual_major_cost;
    for (size_t i = 0; i < k->n; i++) {
        const struct inv_joint_walker *w = &k->w[i];
        multiple[w->item] = w->k;
        cycle[w->item] = w->k * k->cycle;
        out->annual_cost += w->s / cycle[w->item] + cycle[w->item] / 2 * w->flow;
    }
}

enum inv_status inv_joint_solve(struct inv_joint *w, const struct inv_joint_item *items, size_t n, double major,
                                enum inv_joint_method method, double *multiple, double *cycle,
                                struct inv_joint_out *out, struct inv_err *err)
{
    struct inv_walk k = { .major = major, .doubling = method == INV_JOINT_POWER_OF_TWO };
    enum inv_status st = check(items, n, major, err);
    if (st == INV_OK)
        st = set_out(w, items, n, &k, err);
    if (st != INV_OK)
        return st;
    for (size_t i = 0; i < n; i++)
        multiple[i] = cycle[i] = NAN;
    *out = (struct inv_joint_out){ .how = (enum inv_joint_how)method, .cycle = NAN };
    if (k.n == 0)
        return INV_OK;
    qsort(k.w, k.n, sizeof *k.w, by_own_cycle);
    out->bound = relaxed(&k);
    if (major == 0)
        own_cycles(&k, multiple, cycle, out);
    else {
        if (method == INV_JOINT_SILVER)
            silver(&k);
        else if (!inv_walk_best(&k))
            out->how = INV_JOINT_IS_BOUNDED;
        answer(&k, multiple, cycle, out);
    }
    return isfinite(out->annual_cost) && isfinite(out->bound) ? INV_OK : out_of_range(err);
}
