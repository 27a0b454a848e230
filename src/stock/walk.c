/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stock/walk.h"

#include <math.h>

#include "inv/joint.h"

/* ---- a heap of walkers: the one whose multiple rises first, at the longest base cycle, on top */

static void sink(struct inv_walk *k, size_t at)
{
    struct inv_joint_walker moved = k->w[at];
    for (size_t child; (child = 2 * at + 1) < k->n; at = child) {
        if (child + 1 < k->n && k->w[child + 1].next > k->w[child].next)
            child++;
        if (!(k->w[child].next > moved.next))
            break;
        k->w[at] = k->w[child];
    }
    k->w[at] = moved;
}

/* ---- multiples of a base cycle ------------------------------------------------------ */

/* The base cycle below which k + 1 is better than k: own / sqrt(k (k + 1)); or 2 k: own / (k sqrt(2)). */
static double rises_at(const struct inv_walk *k, const struct inv_joint_walker *w)
{
    return k->doubling ? w->own / w->k / sqrt(2) : w->own / (w->k * sqrt(1 + 1 / w->k));
}

/* The best multiple for the base cycle. */
static double multiple_at(const struct inv_walk *k, const struct inv_joint_walker *w)
{
    double x = w->own / k->cycle;
    double m = k->doubling ? exp2(ceil(log2(x) - 0.5)) : ceil(hypot(x, 0.5) - 0.5);
    return fmax(1, m);
}

static void sums(const struct inv_walk *k, double *orders, double *stock)
{
    *orders = k->major;
    *stock = 0;
    for (size_t i = 0; i < k->n; i++) {
        *orders += k->w[i].s / k->w[i].k;
        *stock += k->w[i].k * k->w[i].flow;
    }
}

void inv_walk_cycle(struct inv_walk *k)
{
    double orders, stock;
    sums(k, &orders, &stock);
    k->cycle = sqrt(2) * (sqrt(orders) / sqrt(stock));
}

/* From a cycle to its multiples, from these to their cycle, until neither
 * changes: the cost falls at each turn, and ends where it cannot. */
static void settle(struct inv_walk *k)
{
    for (int turn = 0; turn < 100; turn++) {
        double cycle = k->cycle;
        for (size_t i = 0; i < k->n; i++)
            k->w[i].k = multiple_at(k, &k->w[i]);
        inv_walk_cycle(k);
        if (!(fabs(k->cycle - cycle) > 1e-15 * cycle))
            return;
    }
}

/* ---- the walk ------------------------------------------------------------------------- */

static double own_costs(const struct inv_walk *k)
{
    double sum = 0;
    for (size_t i = 0; i < k->n; i++)
        sum += sqrt(2) * sqrt(k->w[i].s) * sqrt(k->w[i].flow);
    return sum;
}

static void raise_top(struct inv_walk *k, double *orders, double *stock)
{
    struct inv_joint_walker *w = &k->w[0];
    double to = k->doubling ? 2 * w->k : w->k + 1;
    *orders -= w->s / w->k - w->s / to;
    *stock += (to - w->k) * w->flow;
    w->k = to;
    w->next = rises_at(k, w);
    sink(k, 0);
}

bool inv_walk_best(struct inv_walk *k)
{
    double orders, stock, alone = own_costs(k), best = INFINITY;
    /* Powers of two that are all 2 or more are others at half the orders' cost. */
    double least = k->doubling ? k->w[0].own / sqrt(2) : 0;
    for (size_t i = 0; i < k->n; i++) {
        k->w[i].k = 1;
        k->w[i].next = rises_at(k, &k->w[i]);
    }
    for (size_t i = k->n / 2; i-- > 0;)
        sink(k, i);
    sums(k, &orders, &stock);
    size_t most = INV_JOINT_STEPS + 256 * k->n, steps = 0;
    for (;; steps++) {
        double root = sqrt(orders) * sqrt(stock), cost = sqrt(2) * root;
        if (cost < best) {
            best = cost;
            k->cycle = sqrt(2) * (sqrt(orders) / sqrt(stock));
        }
        /* The greatest base cycle at which anything is still to come; below the bound no cost is less. */
        double next = k->w[0].next, gap = best - alone;
        if (!(gap > 0) || !(next > k->major / gap) || !(next > least) || steps == most)
            break;
        raise_top(k, &orders, &stock);
    }
    settle(k);
    return steps < most;
}
