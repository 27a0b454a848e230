/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/like.h"

#include <math.h>

double inv_like_mean(const double *x, size_t nx, size_t last)
{
    double sum = 0, n = 0;
    for (size_t i = nx > last ? nx - last : 0; i < nx; i++)
        if (isfinite(x[i])) {
            sum += x[i];
            n++;
        }
    return n > 0 ? sum / n : NAN;
}

double inv_like_share(const struct inv_like *like, double xbar, const double *x, const double *y, size_t n)
{
    if (!(xbar > 0))
        return like->factor;
    double own = like->factor * like->weight * xbar, of = like->weight * xbar;
    for (size_t i = 0; i < n; i++)
        if (isfinite(y[i])) {
            own += y[i];
            of += isfinite(x[i]) && x[i] >= 0 ? x[i] : xbar;
        }
    double c = own / of;
    return !isfinite(c) ? like->factor : c > 0 ? c : 0;
}

double inv_like_history(const struct inv_like *like, size_t season, const double *x, size_t nx, size_t at, const double *y,
                        size_t n, double *out)
{
    for (size_t i = 0; i < at + n; i++)
        out[i] = i < nx ? x[i] : NAN;
    double c = inv_like_share(like, inv_like_mean(x, nx, season), out + at, y, n);
    for (size_t i = 0; i < at + n; i++)
        out[i] = i >= at && isfinite(y[i - at]) ? y[i - at] : c * out[i];
    return c;
}
