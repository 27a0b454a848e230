/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of inv/metric.h share. */
#ifndef STOCK_METRIC_H
#define STOCK_METRIC_H

#include "inv/dist.h"
#include "inv/metric.h"

struct metric {
    const struct inv_metric_in *in;
    double demand;             /* l_0 */
    struct inv_dist on_order;  /* N_0 */
    double tail;               /* a probability that matters to no cost */
    double top;                /* more at the warehouse is needed with no more than that */
};

/* B_0 for some S_0: its mean, what its variance is above that (of a Poisson: 0), and P(B_0 = 0);
 * stock is E max(S_0 - N_0, 0). */
struct metric_owed { double mean, excess, none, stock; };
struct metric_owed inv_metric_owed(const struct metric *g, double S_0);
/* q, the share of the demand; and E N, Var N of a retailer. */
double inv_metric_share(const struct metric *g, size_t i);
double inv_metric_mean(const struct metric *g, size_t i, struct metric_owed owed);
double inv_metric_variance(const struct metric *g, size_t i, struct metric_owed owed);
/* N of a retailer as the method has it: Poisson or negative binomial. */
enum inv_status inv_metric_dist(const struct metric *g, size_t i, struct metric_owed owed, struct inv_dist *d,
                                struct inv_err *err);
/* The least S with P(N <= S) >= p / (p + h). */
double inv_metric_newsvendor(const struct inv_dist *d, const struct inv_metric_retailer *r);

/* The best S_0 of metric and two-moment. */
enum inv_status inv_metric_search(const struct metric *g, double *S_0, size_t *steps, struct inv_err *err);

/* exact: a retailer and its losses while S_0 goes down. */
struct inv_metric_item {
    double q, short_share;     /* q; h / (h + p) */
    double mean;               /* of N, at this S_0 */
    double lo;                 /* v and w are those at lo - 1, lo, ..., lo + n - 2 */
    size_t n;
    bool cut;                  /* a best S could lie above them */
    double *v, *w;
    double S;                  /* the best, or the given one */
};
/* E max(N - k, 0) at the S_0 that was reached; none is P(B_0 = 0) there. */
double inv_metric_loss(const struct inv_metric_item *x, double k, double none);
enum inv_status inv_metric_exact_solve(const struct metric *g, struct inv_metric_work *w, double *S_0, size_t *steps,
                                       struct inv_err *err);
/* Fills w->items for S_0: with the best S where S is NULL. */
enum inv_status inv_metric_exact_at(const struct metric *g, struct inv_metric_work *w, double S_0, const double *S,
                                    struct inv_err *err);

#endif
