/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a warehouse owes its retailers, and what they so have on order. */
#include "config.h"

#include "stock/metric.h"

#include <math.h>

/* Sums of d P(N = S + d) and d (d - 1) P(N = S + d), d > 0, from S >= the mean m; or of d P(N = S - d) and
 * d (d + 1) P(N = S - d) from S < m. By terms, some ten deviations of them: what is subtracted is not squares of m. */
static void sums(const struct inv_dist *n, double S, bool up, double *one, double *two)
{
    double p = inv_dist_pmf(n, S), m = n->mean, all = 0, last = INFINITY;
    *one = *two = 0;
    for (double d = 1; last > 1e-17 * all && (up || d <= S); d++) {
        p *= up ? m / (S + d) : (S - d + 1) / m;
        *one += d * p;
        *two += d * (up ? d - 1 : d + 1) * p;
        last = d * d * p;
        all += last;
    }
}

/* Var B - E B = E B (B - 1) - (E B)^2, or from below with I = E max(S - N, 0), E B = m - S + I:
 * E B (B - 1) = (m - S)^2 + S - E max(S - N, 0) max(S + 1 - N, 0). */
struct metric_owed inv_metric_owed(const struct metric *g, double S_0)
{
    const struct inv_dist *n = &g->on_order;
    struct metric_owed b = { .none = inv_dist_cdf(n, S_0) };
    double m = n->mean, one, two;
    bool up = S_0 >= m;
    sums(n, S_0, up, &one, &two);
    b.mean = up ? one : m - S_0 + one;
    b.stock = up ? S_0 - m + one : one;
    b.excess = fmax(up ? two - one * one : S_0 - two - one * (2 * (m - S_0) + one), 0);
    return b;
}

double inv_metric_share(const struct metric *g, size_t i)
{
    double l = g->in->retailers[i].demand;
    return l > 0 ? l / g->demand : 0;
}

double inv_metric_mean(const struct metric *g, size_t i, struct metric_owed owed)
{
    const struct inv_metric_retailer *r = &g->in->retailers[i];
    return r->demand * r->lead_time + inv_metric_share(g, i) * owed.mean;
}

double inv_metric_variance(const struct metric *g, size_t i, struct metric_owed owed)
{
    double q = inv_metric_share(g, i);
    return inv_metric_mean(g, i, owed) + q * q * owed.excess;
}

enum inv_status inv_metric_dist(const struct metric *g, size_t i, struct metric_owed owed, struct inv_dist *d,
                                struct inv_err *err)
{
    double mean = inv_metric_mean(g, i, owed), variance = inv_metric_variance(g, i, owed);
    bool wider = g->in->method != INV_METRIC_POISSON && mean > 1e-140 && variance > mean * (1 + 1e-14);
    return inv_dist_init(d, wider ? INV_DIST_NEGBIN : INV_DIST_POISSON, mean, sqrt(wider ? variance : mean), err);
}

double inv_metric_newsvendor(const struct inv_dist *d, const struct inv_metric_retailer *r)
{
    double h = r->holding_cost, p = r->shortage_cost;
    if (!(d->mean > 0))
        return 0;
    return p > h ? inv_dist_quantile_upper(d, h / (h + p)) : inv_dist_quantile(d, p / (p + h));
}
