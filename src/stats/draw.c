/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws from each distribution. */
#include "config.h"

#include "inv/dist.h"

#include <float.h>
#include <math.h>

/* A count whose mean is beyond what an integer holds is normal. */
static double draw_poisson(double mean, struct inv_rng *r)
{
    if (mean <= 0)
        return 0;
    if (mean < 1e15)
        return (double)inv_rng_poisson(r, mean);
    return rint(fmin(mean + sqrt(mean) * inv_rng_normal(r), DBL_MAX));
}

double inv_dist_draw(const struct inv_dist *d, struct inv_rng *r)
{
    if (d->kind == INV_DIST_EMPIRICAL)
        return d->x[inv_rng_below(r, d->n)];
    if (d->kind == INV_DIST_TABLE)
        return inv_dist_quantile(d, inv_rng_uniform(r));
    if (d->sd == 0)
        return d->mean;
    switch (d->kind) {
    case INV_DIST_LOGNORMAL:
        return fmin(exp(d->a + d->b * inv_rng_normal(r)), DBL_MAX);
    case INV_DIST_GAMMA:
        return d->b * inv_rng_gamma(r, d->a);
    case INV_DIST_POISSON:
        return draw_poisson(d->a, r);
    case INV_DIST_NEGBIN:       /* Poisson with a gamma mean */
        return draw_poisson(d->mean * (inv_rng_gamma(r, d->a) / d->a), r);
    default:
        return d->mean + d->sd * inv_rng_normal(r);
    }
}
