/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each kind of distribution answers. Private to src/stats. No kind sees
 * a point mass or a NaN, and quantile gets 0 < p < 1 with q = 1 - p. */
#ifndef INV_STATS_KINDS_H
#define INV_STATS_KINDS_H

#include "inv/dist.h"

struct inv_dist_ops {
    const char *name;
    double (*cdf)(const struct inv_dist *d, double x);
    double (*sf)(const struct inv_dist *d, double x);
    double (*quantile)(const struct inv_dist *d, double p, double q);
    double (*loss)(const struct inv_dist *d, double x);
};

extern const struct inv_dist_ops inv_ops_normal, inv_ops_lognormal, inv_ops_gamma;
extern const struct inv_dist_ops inv_ops_poisson, inv_ops_negbin, inv_ops_empirical, inv_ops_table;

#endif
