/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "inv/dist.h"
#include "special.h"

#include <float.h>
#include <math.h>

/* With y = x / scale: y^(a-1) e^-y / Gamma(a) / scale, from y^a e^-y / Gamma(a + 1). */
static double gamma_density(const struct inv_dist *d, double x)
{
    double y = x / d->b;
    if (!(y >= DBL_MIN))
        return x > 0 && d->a <= 1 ? DBL_MAX : 0;
    struct inv_igamma g;
    struct inv_tails t;
    inv_igamma_init(&g, d->a);
    inv_igamma_tails(&g, y, &t);
    return fmin(t.weight * d->a / y / d->b, DBL_MAX);
}

double inv_dist_density(const struct inv_dist *d, double x)
{
    if (isnan(x) || inv_dist_discrete(d) || d->kind >= INV_DIST_EMPIRICAL)
        return isnan(x) ? x : inv_dist_pmf(d, x);
    if (d->sd <= 0)
        return 0;
    if (d->kind == INV_DIST_GAMMA)
        return gamma_density(d, x);
    if (d->kind == INV_DIST_NORMAL)
        return fmin(inv_normal_pdf((x - d->mean) / d->sd) / d->sd, DBL_MAX);
    return x > 0 ? fmin(inv_normal_pdf((log(x) - d->a) / d->b) / d->b / x, DBL_MAX) : 0;
}
