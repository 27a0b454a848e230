/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Newsvendors whose prices change, or whose supply does not keep its word. */
#include "config.h"

#include "inv/newsvendor.h"

#include <math.h>

#include "stock/check.h"

static enum inv_status check_costs(double h, double p, struct inv_err *err)
{
    enum inv_status st = inv_check_positive(h, "overage_cost", err);
    return st == INV_OK ? inv_check_positive(p, "underage_cost", err) : st;
}

static enum inv_status out_of_range(double x, struct inv_err *err)
{
    return isfinite(x) ? INV_OK : inv_err_set(err, INV_EARG, "costs too large to be computed");
}

enum inv_status inv_newsvendor_myopic(const struct inv_dist *demand, double h, double p, double c, double c_next,
                                      double factor, double *level, double *cost, struct inv_err *err)
{
    double plus = c - factor * c_next;
    enum inv_status st = check_costs(h, p, err);
    if (st == INV_OK && !(factor > 0 && factor <= 1))
        st = inv_err_set(err, INV_EARG, "a discount factor of %g is outside 0..1", factor);
    if (st == INV_OK && !(plus > -h)) {
        inv_err_set(err, INV_EARG, "%g is so far above this period's %g that no stock is too much", c_next, c);
        st = inv_err_column(err, "next_cost", 9);
    }
    if (st == INV_OK && !(plus < p)) {
        inv_err_set(err, INV_EARG, "%g a unit short is not above what it saves to buy next period, %g", p, plus);
        st = inv_err_column(err, "underage_cost", 13);
    }
    if (st != INV_OK)
        return st;
    double y = isnan(*level) ? inv_dist_quantile(demand, (p - plus) / (p + h)) : *level;
    double loss = inv_dist_loss(demand, y);
    *level = y;
    *cost = c * y + h * (y - demand->mean + loss) + p * loss - factor * c_next * (y - demand->mean);
    return out_of_range(*cost, err);
}

/* After n periods without supply n + 1 periods' demand is to be met: pi_0 = b / (a + b),
 * pi_n = a b / (a + b) (1 - b)^(n-1). */
enum inv_status inv_newsvendor_disrupted(double h, double p, double d, double disruption, double recovery,
                                         double *level, double *cost, struct inv_err *err)
{
    double a = disruption, b = recovery;
    enum inv_status st = check_costs(h, p, err);
    if (st == INV_OK && (!(a >= 0 && a <= 1) || !(b > 0 && b <= 1)))
        st = inv_err_set(err, INV_EARG, "disruption %g and recovery %g must be probabilities, recovery above 0", a, b);
    if (st == INV_OK)
        st = inv_check_from_zero(d, "demand", err);
    if (st != INV_OK)
        return st;
    double down = a / (a + b);
    if (isnan(*level)) {        /* the least n with 1 - down (1 - b)^n >= p / (p + h) */
        double n = b < 1 ? log((h / (p + h)) / down) / log1p(-b) : down > h / (p + h);
        *level = d * (1 + fmax(ceil(n - 1e-12), 0));
    }
    /* Periods up to S / d are held, later ones owe: sums of geometric series. N: the last n with (n + 1) d <= S. */
    double S = *level, N = d > 0 ? floor(S / d * (1 + 1e-15)) - 1 : 0, g = 0;
    if (!(d > 0))
        g = h * S;
    else if (N < 0)
        g = p * (d * (1 + down / b) - S);      /* E n = down / b */
    else {
        /* E(n + 1 - S/d)+ over n > N: down (1 - b)^N (N + 1 + 1/b - S/d), since n - N is geometric. */
        double owed = down * pow(1 - b, N) * (N + 1 + 1 / b - S / d);
        g = p * d * owed + h * (S - d * (1 + down / b) + d * owed);
    }
    *cost = g;
    return out_of_range(g, err);
}

/* The level is the target q + E..: S = d - F^-1(h / (h + p)), cost p nbar(d - S) + h n(d - S) of Y's losses. */
enum inv_status inv_newsvendor_yield(double h, double p, double d, double mean, double sd, double *level, double *cost,
                                     struct inv_err *err)
{
    struct inv_dist y;
    enum inv_status st = check_costs(h, p, err);
    if (st == INV_OK)
        st = inv_dist_init(&y, INV_DIST_NORMAL, mean, sd, err);
    if (st != INV_OK)
        return st;
    double r = isnan(*level) ? inv_dist_quantile(&y, h / (h + p)) : d - *level, over = inv_dist_loss(&y, r);
    *level = d - r;
    *cost = p * (r - mean + over) + h * over;
    return out_of_range(*cost, err);
}

enum inv_status inv_newsvendor_yield_uniform(double h, double p, double d, double lo, double hi, double *level,
                                             double *cost, struct inv_err *err)
{
    enum inv_status st = check_costs(h, p, err);
    if (st == INV_OK && !(lo < hi))
        st = inv_err_set(err, INV_EARG, "a yield from %g to %g", lo, hi);
    if (st != INV_OK)
        return st;
    double w = hi - lo, r = isnan(*level) ? lo + w * (h / (h + p)) : d - *level, in = fmin(fmax(r, lo), hi);
    double over = (hi - in) * (hi - in) / (2 * w) + fmax(lo - r, 0);
    double under = (in - lo) * (in - lo) / (2 * w) + fmax(r - hi, 0);
    *level = d - r;
    *cost = p * under + h * over;
    return out_of_range(*cost, err);
}
