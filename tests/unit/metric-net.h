/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One warehouse with a few retailers, for the tests of inv/metric.h. */
#ifndef TEST_METRIC_NET_H
#define TEST_METRIC_NET_H

#include <check.h>
#include <math.h>
#include <string.h>

#include "inv/metric.h"
#include "oracle.h"

#define MOST 6

struct net { struct inv_metric_in in; struct inv_metric_retailer r[MOST]; };

static inline void close_to(double got, double want, double tolerance, const char *what)
{
    if (!(fabs(got - want) <= tolerance * fmax(fabs(want), 1)))
        ck_abort_msg("%s: %.17g is not %.17g", what, got, want);
}

static inline struct inv_metric_in *with(struct net *t, enum inv_metric method)
{
    t->in.method = method;
    t->in.retailers = t->r;
    return &t->in;
}

static inline struct inv_metric_out solve(struct net *t, enum inv_metric method, struct inv_metric_node *nodes)
{
    struct inv_metric_work w = { 0 };
    struct inv_metric_out out = { .retailers = nodes };
    struct inv_err err;
    if (inv_metric_solve(&w, with(t, method), &out, NULL, &err) != INV_OK)
        ck_abort_msg("%s: %s", err.column, err.text);
    inv_metric_free(&w);
    return out;
}

/* S: NULL for the best. */
static inline struct inv_metric_out given(struct net *t, enum inv_metric method, double S_0, const double *S,
                                   struct inv_metric_node *nodes)
{
    struct inv_metric_work w = { 0 };
    struct inv_metric_out out = { .retailers = nodes };
    struct inv_err err;
    enum inv_status st = S ? inv_metric_at(&w, with(t, method), S_0, S, &out, NULL, &err)
        : inv_metric_best(&w, with(t, method), S_0, &out, NULL, &err);
    if (st != INV_OK)
        ck_abort_msg("%s: %s", err.column, err.text);
    inv_metric_free(&w);
    return out;
}

static inline double demand_of_all(const struct net *t)
{
    double sum = 0;
    for (size_t i = 0; i < t->in.n; i++)
        sum += t->r[i].demand;
    return sum;
}

static inline void random_net(struct net *t, uint64_t *seed, size_t most, double demand)
{
    memset(t, 0, sizeof *t);
    t->in.n = 1 + test_below(seed, most);
    t->in.lead_time = test_below(seed, 8) ? test_between(seed, 0.1, 3) : 0;
    t->in.holding_cost = test_below(seed, 8) ? test_between(seed, 0.02, 1.2) : 0;
    for (size_t i = 0; i < t->in.n; i++)
        t->r[i] = (struct inv_metric_retailer){ test_below(seed, 8) ? test_between(seed, 0.05, demand) : 0,
            test_below(seed, 8) ? test_between(seed, 0.1, 2) : 0, test_between(seed, 0.5, 2),
            exp(test_between(seed, log(0.2), log(40))) };
}

#endif
