/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Base stock with lost sales: the stationary distribution of what is on order.
 *
 * After ordering, what is on order, o(1) just now, ..., o(L) to arrive next, and the
 * shelf add up to S. A period sells k = min(D, shelf); the next one has k, o(1), ...,
 * o(L - 1) on order. States are numbered in the order of their digits: so many
 * vectors of m digits add up to at most r as there are ways to choose m of r + m.
 */
#include "config.h"

#include "inv/basestock.h"

#include <math.h>
#include <stdlib.h>

#include "inv/mem.h"
#include "stock/check.h"

#define TURNS 100000
#define CLOSE 1e-12       /* sum of changes of a turn at which the chain is at rest */

struct chain {
    const struct inv_basestock_lost *in;
    size_t S, L, n;
    size_t *ways; size_t cap_ways;       /* [m * (S + 1) + r] */
    double *p, *next; size_t cap_p, cap_next;
    double *is, *beyond; size_t cap_is, cap_beyond;    /* P(D = k), P(D >= k), k <= S */
    size_t *order; size_t cap_order;     /* the state's digits */
};

static void chain_free(struct chain *c)
{
    free(c->ways);
    free(c->p);
    free(c->next);
    free(c->is);
    free(c->beyond);
    free(c->order);
}

static size_t ways(const struct chain *c, size_t m, size_t r)
{
    return c->ways[m * (c->S + 1) + r];
}

/* ways(m, r) = ways(m, r - 1) + ways(m - 1, r), cut at where it is too many. */
static enum inv_status count(struct chain *c, struct inv_err *err)
{
    enum inv_status st = INV_MEM_GROW(&c->ways, &c->cap_ways, (c->L + 1) * (c->S + 1), err);
    for (size_t m = 0; m <= c->L && st == INV_OK; m++)
        for (size_t r = 0; r <= c->S; r++) {
            size_t v = m == 0 ? 1 : ways(c, m - 1, r) + (r > 0 ? ways(c, m, r - 1) : 0);
            c->ways[m * (c->S + 1) + r] = v < INV_BASESTOCK_STATES + 1 ? v : INV_BASESTOCK_STATES + 1;
        }
    if (st != INV_OK)
        return st;
    c->n = ways(c, c->L, c->S);
    if (c->n <= INV_BASESTOCK_STATES)
        return INV_OK;
    return inv_err_set(err, INV_EARG, "lost sales: %zu units over %zu periods on order are more than %zu states",
                       c->S, c->L,
                       INV_BASESTOCK_STATES);
}

static enum inv_status room(struct chain *c, struct inv_err *err)
{
    enum inv_status st = count(c, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&c->p, &c->cap_p, c->n, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&c->next, &c->cap_next, c->n, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&c->is, &c->cap_is, c->S + 1, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&c->beyond, &c->cap_beyond, c->S + 1, err);
    return st == INV_OK ? INV_MEM_GROW(&c->order, &c->cap_order, c->L + 1, err) : st;
}

static void weigh(struct chain *c)
{
    const struct inv_pmf *d = c->in->demand;
    double rest = 1;
    for (size_t k = 0; k <= c->S; k++) {
        c->is[k] = k >= d->lo && k < d->lo + d->n ? d->p[k - d->lo] : 0;
        c->beyond[k] = rest;
        rest = fmax(rest - c->is[k], 0);
    }
}

/* The number of the state that begins with k and goes on with all digits of the present one but the last.
 * Before a digit d with r left come the states with less: the sum of ways(m, r - u), u < d. */
static size_t number(const struct chain *c, size_t k)
{
    size_t rank = 0, r = c->S;
    for (size_t i = 0; i < c->L; i++) {
        size_t digit = i == 0 ? k : c->order[i - 1], m = c->L - i;
        if (digit > 0)
            rank += ways(c, m, r) - ways(c, m, r - digit);
        r -= digit;
    }
    return rank;
}

/* The digits of the state after this one; what is left on the shelf. */
static size_t step(struct chain *c, size_t shelf)
{
    size_t i = c->L;
    while (i > 0 && shelf == 0) {
        shelf += c->order[--i];
        c->order[i] = 0;
    }
    if (i > 0) {
        c->order[i - 1]++;
        shelf--;
    }
    return shelf;
}

/* One period; returns by how much the distribution changed. */
static double turn(struct chain *c)
{
    double change = 0;
    size_t shelf = c->S;
    for (size_t i = 0; i < c->n; i++)
        c->next[i] = 0;
    for (size_t i = 0; i < c->L; i++)
        c->order[i] = 0;
    for (size_t i = 0; i < c->n; i++) {
        double w = c->p[i];
        if (w > 0)
            for (size_t k = 0; k <= shelf; k++)
                c->next[number(c, k)] += w * (k < shelf ? c->is[k] : c->beyond[k]);
        shelf = step(c, shelf);
    }
    for (size_t i = 0; i < c->n; i++) {
        double half = 0.5 * (c->next[i] - c->p[i]);      /* half stay where they are: the chain has no cycles then */
        change += fabs(half);
        c->p[i] += half;
    }
    return change;
}

/* Stock at the end and what is lost, from a shelf of x. */
static void add(const struct chain *c, size_t x, double w, struct inv_control *out)
{
    double held = 0, sold = 0;
    for (size_t k = 0; k < x; k++) {
        held += c->is[k] * (double)(x - k);
        sold += c->is[k] * (double)k;
    }
    sold += c->beyond[x] * (double)x;
    out->on_hand += w * held;
    out->orders += x > 0 ? w * (1 - c->is[0]) : 0;
    out->fill_rate += w * sold;          /* of units, until divided by the demand */
    out->service += w * (x < c->S ? c->beyond[0] - c->beyond[x + 1] : 1 - (c->beyond[x] - c->is[x]));
}

static void price(struct chain *c, struct inv_control *out)
{
    double demand = inv_pmf_mean(c->in->demand);
    size_t shelf = c->S, steps = out->steps;
    *out = (struct inv_control){ .reorder_point = (double)c->S, .order_up_to = (double)c->S, .steps = steps };
    for (size_t i = 0; i < c->L; i++)
        c->order[i] = 0;
    for (size_t i = 0; i < c->n; i++) {
        add(c, shelf, c->p[i], out);
        shelf = step(c, shelf);
    }
    out->backorders = fmax(demand - out->fill_rate, 0);
    out->fill_rate = fmin(out->fill_rate / demand, 1);
    out->holding_cost = c->in->holding_cost * out->on_hand;
    out->shortage_cost = c->in->shortage_cost * out->backorders;
    out->cost = out->holding_cost + out->shortage_cost;
}

static enum inv_status solve_at(struct chain *c, size_t S, struct inv_control *out, struct inv_err *err)
{
    c->S = S;
    enum inv_status st = room(c, err);
    if (st != INV_OK)
        return st;
    weigh(c);
    for (size_t i = 0; i < c->n; i++)
        c->p[i] = i == 0;
    for (int t = 0; t < TURNS && c->n > 1; t++)
        if (turn(c) <= CLOSE)
            break;
    out->steps += c->n;
    price(c, out);
    return isfinite(out->cost) ? INV_OK : inv_err_set(err, INV_EARG, "the costs are out of the range of numbers");
}

static enum inv_status check(const struct inv_basestock_lost *in, struct inv_err *err)
{
    enum inv_status st = inv_check_positive(in->holding_cost, "holding_cost", err);
    if (st == INV_OK)
        st = inv_check_positive(in->shortage_cost, "shortage_cost", err);
    if (st == INV_OK && in->lead_time > 1000)
        st = inv_check_wrong(err, "lead_time", (double)in->lead_time, "is too long for lost sales");
    return st == INV_OK ? inv_check_positive(inv_pmf_mean(in->demand), "demand", err) : st;
}

enum inv_status inv_basestock_lost_at(const struct inv_basestock_lost *in, double S, struct inv_control *out,
                                      struct inv_err *err)
{
    struct chain c = { .in = in, .L = in->lead_time };
    enum inv_status st = check(in, err);
    if (st == INV_OK)
        st = inv_check_from_zero(S, "order_up_to", err);
    if (st == INV_OK && S > 1e6)
        st = inv_check_wrong(err, "order_up_to", S, "is too large to be enumerated");
    out->steps = 0;
    if (st == INV_OK)
        st = solve_at(&c, (size_t)floor(S), out, err);
    chain_free(&c);
    return st;
}

/* Cost is convex in S: whether it falls at S tells on which side the best one is. */
static enum inv_status falls(struct chain *c, size_t S, bool *yes, struct inv_err *err)
{
    struct inv_control here = { 0 }, next = { 0 };
    enum inv_status st = solve_at(c, S, &here, err);
    if (st == INV_OK)
        st = solve_at(c, S + 1, &next, err);
    *yes = next.cost < here.cost;
    return st;
}

static enum inv_status search(struct chain *c, struct inv_control *out, struct inv_err *err)
{
    size_t lo = 0, hi = 0;
    bool yes = true;
    enum inv_status st = INV_OK;
    while (st == INV_OK && yes) {
        st = falls(c, hi, &yes, err);
        lo = yes ? hi + 1 : lo;
        hi = yes ? lo + lo / 4 : hi;   /* not doubled: the chain grows much faster than S */
    }
    while (st == INV_OK && lo < hi) {
        size_t m = lo + (hi - lo) / 2;
        st = falls(c, m, &yes, err);
        if (yes)
            lo = m + 1;
        else
            hi = m;
    }
    return st == INV_OK ? solve_at(c, hi, out, err) : st;
}

enum inv_status inv_basestock_lost_solve(const struct inv_basestock_lost *in, struct inv_control *out,
                                         struct inv_err *err)
{
    struct chain c = { .in = in, .L = in->lead_time };
    enum inv_status st = check(in, err);
    *out = (struct inv_control){ 0 };
    if (st == INV_OK) {                /* what is on order on average: beyond the limit it need not be begun */
        c.S = (size_t)fmin(inv_pmf_mean(in->demand) * (double)c.L, 1e6) + 1;
        st = count(&c, err);
    }
    if (st == INV_OK)
        st = search(&c, out, err);
    chain_free(&c);
    return st;
}
