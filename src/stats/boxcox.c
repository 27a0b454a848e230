/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/boxcox.h"

#include <math.h>

#include "inv/moments.h"
#include "inv/optim.h"

#define LEAST (-1.0)
#define LEAST_OF_ZEROS 0.1  /* zero to the power of 0 or less is nothing to forecast */
#define MOST 2.0
#define LOG 1e-8            /* of lambda: nearer to 0 it is the logarithm */

double inv_boxcox(double y, double lambda)
{
    if (fabs(lambda) < LOG)
        return log(y);
    return (copysign(pow(fabs(y), lambda), y) - 1) / lambda;
}

double inv_boxcox_back(double z, double lambda)
{
    if (fabs(lambda) < LOG)
        return exp(z);
    double x = lambda * z + 1;
    if (lambda < 0)
        return x > 0 ? pow(x, 1 / lambda) : INFINITY;
    return copysign(pow(fabs(x), 1 / lambda), x);
}

double inv_boxcox_slope(double z, double lambda)
{
    if (fabs(lambda) < LOG)
        return exp(z);
    return pow(fabs(lambda * z + 1), 1 / lambda - 1);
}

struct groups { const double *mean, *sd; size_t n; };

static double unevenness(void *ctx, double lambda)
{
    const struct groups *g = ctx;
    struct inv_moments m = { 0 };
    for (size_t i = 0; i < g->n; i++)
        inv_moments_add(&m, g->sd[i] / pow(g->mean[i], 1 - lambda));
    return m.mean > 0 ? inv_moments_sd(&m) / m.mean : INFINITY;
}

double inv_boxcox_guerrero(const double *y, size_t n, size_t m, double *work)
{
    size_t size = m > 2 ? m : 2, skip = n % size, most = n / size;
    double *mean = work, *sd = work + most, least = LEAST;
    struct groups g = { mean, sd, 0 };
    for (size_t t = 0; t < n; t++)
        if (y[t] <= 0)
            least = LEAST_OF_ZEROS;
    for (size_t i = 0; i < most; i++) {
        struct inv_moments each = { 0 };
        for (size_t j = 0; j < size; j++)
            if (isfinite(y[skip + i * size + j]))
                inv_moments_add(&each, y[skip + i * size + j]);
        if (each.n < 2 || !(each.mean > 0))
            continue;
        mean[g.n] = each.mean;
        sd[g.n++] = inv_moments_sd(&each);
    }
    struct inv_stop stop = inv_stop_default();
    double lambda = 1, least_cv;
    if (g.n < 2 || inv_optim_brent(unevenness, &g, least, MOST, &stop, &lambda, &least_cv, NULL) != INV_OK)
        return 1;
    return lambda;
}
