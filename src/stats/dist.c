/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making a distribution, and asking each kind in its own way. */
#include "config.h"

#include "inv/dist.h"
#include "kinds.h"
#include "special.h"

#include <float.h>
#include <math.h>

static const struct inv_dist_ops *const table[] = {
    [INV_DIST_NORMAL] = &inv_ops_normal,   [INV_DIST_LOGNORMAL] = &inv_ops_lognormal,
    [INV_DIST_GAMMA] = &inv_ops_gamma,     [INV_DIST_POISSON] = &inv_ops_poisson,
    [INV_DIST_NEGBIN] = &inv_ops_negbin,   [INV_DIST_EMPIRICAL] = &inv_ops_empirical,
    [INV_DIST_TABLE] = &inv_ops_table
};

const char *inv_dist_name(enum inv_dist_kind kind)
{
    return table[kind]->name;
}

/* A point mass at the mean. */
static bool is_point(const struct inv_dist *d)
{
    return d->sd == 0 && d->kind < INV_DIST_EMPIRICAL;
}

/* Parameters of each kind that moments give; false: sd is out of all
 * proportion to the mean, so that they are no doubles. */
static bool from_moments(struct inv_dist *d)
{
    double cv = d->sd / d->mean;
    switch (d->kind) {
    case INV_DIST_LOGNORMAL: {
        double s2 = cv < 1e8 ? log1p(cv * cv) : 2 * log(cv);
        d->b = cv < 1e-8 ? cv : sqrt(s2);
        d->a = log(d->mean) - 0.5 * s2;
        break;
    }
    case INV_DIST_GAMMA:
        d->a = 1 / cv / cv;
        d->b = d->sd * cv;
        break;
    case INV_DIST_NEGBIN:
        d->a = 1 / (cv * cv - 1 / d->mean);
        if (d->sd < 1e100)
            d->a = d->mean * d->mean / (d->sd * d->sd - d->mean);
        d->b = d->a / (d->a + d->mean);
        break;
    default:
        d->a = d->mean;
        d->b = d->kind == INV_DIST_NORMAL ? d->sd : 0;
    }
    bool shape = d->kind == INV_DIST_GAMMA || d->kind == INV_DIST_NEGBIN;
    return isfinite(d->a) && isfinite(d->b) && (!shape || (d->a > 1e-290 && d->b > 0));
}

static enum inv_status check_moments(enum inv_dist_kind kind, double mean, double sd, struct inv_err *err)
{
    if (kind > INV_DIST_NEGBIN)
        return inv_err_set(err, INV_EARG, "no distribution of that kind has a mean and a standard deviation alone");
    if (!isfinite(mean) || (kind != INV_DIST_POISSON && !isfinite(sd)))
        return inv_err_set(err, INV_EARG, "%s distribution: mean and standard deviation must be finite",
                           inv_dist_name(kind));
    if (kind != INV_DIST_POISSON && sd < 0)
        return inv_err_set(err, INV_EARG, "%s distribution: standard deviation %g is negative", inv_dist_name(kind), sd);
    if (kind != INV_DIST_NORMAL && mean < 0)
        return inv_err_set(err, INV_EARG, "%s distribution: mean %g is negative", inv_dist_name(kind), mean);
    if (kind != INV_DIST_NORMAL && kind != INV_DIST_POISSON && mean == 0 && sd > 0)
        return inv_err_set(err, INV_EARG, "%s distribution: mean 0 with standard deviation %g cannot be",
                           inv_dist_name(kind), sd);
    return INV_OK;
}

enum inv_status inv_dist_init(struct inv_dist *d, enum inv_dist_kind kind, double mean, double sd, struct inv_err *err)
{
    *d = (struct inv_dist){ .kind = kind };
    enum inv_status st = check_moments(kind, mean, sd, err);
    if (st != INV_OK)
        return st;
    if (kind == INV_DIST_NEGBIN && sd > 0 && sd <= sqrt(mean) * (1 + 1e-12))
        kind = INV_DIST_POISSON;
    d->kind = kind;
    d->mean = mean;
    d->sd = kind == INV_DIST_POISSON ? sqrt(mean) : sd;
    /* An sd that is lost beside the mean in any sum is none. */
    if (kind != INV_DIST_NORMAL && kind != INV_DIST_POISSON && d->sd < mean * 1e-150)
        d->sd = 0;
    if (is_point(d)) {
        d->a = mean;
        return INV_OK;
    }
    if (!from_moments(d))
        return inv_err_set(err, INV_EARG, "%s distribution: mean %g with standard deviation %g cannot be computed",
                           inv_dist_name(kind), mean, sd);
    return INV_OK;
}

bool inv_dist_discrete(const struct inv_dist *d)
{
    return d->kind == INV_DIST_POISSON || d->kind == INV_DIST_NEGBIN;
}

double inv_dist_cdf(const struct inv_dist *d, double x)
{
    if (isnan(x) || is_point(d))
        return isnan(x) ? x : x >= d->mean;
    return table[d->kind]->cdf(d, x);
}

double inv_dist_sf(const struct inv_dist *d, double x)
{
    if (isnan(x) || is_point(d))
        return isnan(x) ? x : x < d->mean;
    return table[d->kind]->sf(d, x);
}

/* p and q = 1 - p, both kept inside (0, 1). */
static double quantile(const struct inv_dist *d, double p, double q)
{
    if (isnan(p) || is_point(d))
        return isnan(p) ? p : d->mean;
    p = fmin(fmax(p, DBL_TRUE_MIN), 1 - DBL_EPSILON / 2);
    q = fmin(fmax(q, DBL_TRUE_MIN), 1 - DBL_EPSILON / 2);
    return fmin(table[d->kind]->quantile(d, p, q), DBL_MAX);
}

double inv_dist_quantile(const struct inv_dist *d, double p)
{
    return quantile(d, p, p < 1 ? 1 - p : DBL_EPSILON / 2);
}

double inv_dist_quantile_upper(const struct inv_dist *d, double q)
{
    return quantile(d, q < 1 ? 1 - q : DBL_TRUE_MIN, q);
}

double inv_dist_loss(const struct inv_dist *d, double x)
{
    if (isnan(x) || is_point(d))
        return isnan(x) ? x : fmin(fmax(d->mean - x, 0), DBL_MAX);
    return fmin(fmax(table[d->kind]->loss(d, x), 0), DBL_MAX);
}
