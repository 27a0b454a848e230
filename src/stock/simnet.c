/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/simnet.h"

#include <math.h>
#include <string.h>

#include "inv/lots.h"
#include "stock/simnet.h"

void inv_simnet_start(struct inv_simnet *net)
{
    memset(net->due, 0, net->ndue * sizeof *net->due);
    net->t = 0;
    for (size_t i = 0; i < net->nlinks; i++)
        net->links[i].waiting = net->links[i].stored = net->links[i].under_way = 0;
    for (size_t k = 0; k < net->n; k++) {
        struct node *v = &net->nodes[k];
        v->stock = v->position = v->is.base_stock;
        v->owed = v->wanted = 0;
    }
}

/* ---- a period -------------------------------------------------------------------------------------- */

/* Sends what an edge may have; it arrives after its lead time, at once where that is 0. */
static inline void send(struct inv_simnet *net, struct link *l, double q)
{
    net->due[l->ring + ((net->t + l->lead) & l->mask)] += q;
    l->under_way += q;
}

/* From the customers up: orders that bring every position back to its base stock. */
static void place_orders(struct inv_simnet *net)
{
    for (size_t k = net->n; k-- > 0; ) {
        struct node *v = &net->nodes[k];
        double q = v->is.base_stock - v->position;
        if (!(q > 0))
            continue;
        v->position += q;
        for (size_t i = v->in; i < v->in + v->nin; i++) {
            struct link *l = &net->links[i];
            double asked = q * l->need;
            if (l->from == OUTSIDE) {
                send(net, l, asked);
                continue;
            }
            struct node *from = &net->nodes[l->from];
            l->waiting += asked;
            from->position -= asked;
            from->wanted += asked;
        }
    }
}

/* What is due becomes stock, as far as there are sets of all components. */
static inline void make(struct inv_simnet *net, struct node *v)
{
    double sets = (double)INFINITY;
    for (size_t i = v->in; i < v->in + v->nin; i++) {
        struct link *l = &net->links[i];
        double *due = &net->due[l->ring + (net->t & l->mask)], whole;
        l->stored += *due;
        l->under_way -= *due;
        *due = 0;
        whole = l->stored / l->need;
        sets = whole < sets ? whole : sets;
    }
    if (!(sets > 0))
        return;
    for (size_t i = v->in; i < v->in + v->nin; i++) {
        double left = net->links[i].stored - sets * net->links[i].need;
        net->links[i].stored = left > 0 ? left : 0;
    }
    v->stock += sets;
}

static inline void serve_customers(struct node *v)
{
    double q = v->owed < v->stock ? v->owed : v->stock;
    v->owed -= q;
    v->stock -= q;
}

static void ship(struct inv_simnet *net)
{
    for (size_t k = 0; k < net->n; k++) {
        struct node *v = &net->nodes[k];
        make(net, v);
        serve_customers(v);
        for (size_t i = v->out; i < v->out + v->nout; i++) {
            struct link *l = &net->links[net->outward[i]];
            double q = l->waiting < v->stock ? l->waiting : v->stock;
            if (!(q > 0))
                continue;
            l->waiting -= q;
            v->stock -= q;
            send(net, l, q);
        }
    }
}

static void take_demand(struct inv_simnet *net, const double *const *demand, size_t i)
{
    for (size_t k = 0; k < net->n; k++) {
        struct node *v = &net->nodes[k];
        if (!demand[v->name])
            continue;
        double d = demand[v->name][i];
        v->owed += d;
        v->position -= d;
        v->wanted += d;
        if (v->owed < 0) {                     /* more came back than was owed */
            v->stock -= v->owed;
            v->owed = 0;
        }
        if (!net->demand_first)
            serve_customers(v);
    }
}

static void charge(struct inv_simnet *net, struct inv_simnet_sums *sums)
{
    for (size_t k = 0; k < net->n; k++) {
        struct node *v = &net->nodes[k];
        struct inv_simnet_sums *s = &sums[v->name];
        double waiting = v->owed, held = v->stock, transit = 0;
        for (size_t i = v->out; i < v->out + v->nout; i++) {
            const struct link *l = &net->links[net->outward[i]];
            waiting += l->waiting;
            held += l->stored;
            transit += l->cost * l->under_way;
        }
        double wanted = v->wanted > 0 ? v->wanted : 0, missed = waiting < wanted ? waiting : wanted;
        v->wanted = 0;
        s->periods++;
        s->holding += v->is.holding_cost * held;
        s->transit += transit;
        s->shortage += v->is.shortage_cost * waiting;
        s->demand += wanted;
        s->met += wanted - missed;
        s->stock += v->stock;
        s->waiting += waiting;
        s->short_periods += missed > INV_LOTS_TOLERANCE * wanted;    /* 0.3 - 0.1 - 0.2 is not short */
    }
}

void inv_simnet_run(struct inv_simnet *net, const double *const *demand, size_t periods, struct inv_simnet_sums *sums)
{
    for (size_t i = 0; i < periods; i++) {
        if (net->demand_first)
            take_demand(net, demand, i);
        place_orders(net);
        ship(net);
        if (!net->demand_first)
            take_demand(net, demand, i);
        charge(net, sums);
        net->t++;
    }
}
