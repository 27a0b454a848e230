/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/safety.h"

#include "stock/check.h"

#include <math.h>
#include <string.h>

static const char *const names[] = {
    "auto", "normal", "service-days", "fill-rate", "poisson", "negbin", "gamma", "empirical", "newsvendor"
};
#define METHODS (sizeof names / sizeof *names)

const char *inv_safety_name(enum inv_safety method)
{
    return (size_t)method < METHODS ? names[method] : "";
}

bool inv_safety_by_name(const char *s, size_t n, enum inv_safety *method)
{
    for (size_t i = 0; i < METHODS; i++)
        if (strlen(names[i]) == n && memcmp(names[i], s, n) == 0) {
            *method = (enum inv_safety)i;
            return true;
        }
    return false;
}

/* ---- distributions ---------------------------------------------------------------------- */

static enum inv_dist_kind kind_of(enum inv_safety dist, double mean, double sd, bool whole)
{
    if (dist == INV_SAFETY_POISSON)
        return INV_DIST_POISSON;
    /* Without a mean there is no demand of one sign to spread. */
    bool normal = dist == INV_SAFETY_NORMAL || mean == 0;
    if (normal || (dist != INV_SAFETY_GAMMA && dist != INV_SAFETY_NEGBIN && sd <= mean / 2))
        return INV_DIST_NORMAL;
    if (dist == INV_SAFETY_NEGBIN || (whole && dist != INV_SAFETY_GAMMA))
        return INV_DIST_NEGBIN;
    return INV_DIST_GAMMA;
}

static enum inv_safety name_of(enum inv_dist_kind kind)
{
    switch (kind) {
    case INV_DIST_POISSON: return INV_SAFETY_POISSON;
    case INV_DIST_NEGBIN: return INV_SAFETY_NEGBIN;
    case INV_DIST_GAMMA: return INV_SAFETY_GAMMA;
    case INV_DIST_EMPIRICAL:
    case INV_DIST_TABLE: return INV_SAFETY_EMPIRICAL;
    case INV_DIST_NORMAL: case INV_DIST_LOGNORMAL: break;
    }
    return INV_SAFETY_NORMAL;
}

enum inv_status inv_safety_dist(enum inv_safety dist, double mean, double sd, bool whole, double *x, size_t n,
                                struct inv_dist *d, enum inv_safety *used, struct inv_err *err)
{
    enum inv_status st = dist == INV_SAFETY_EMPIRICAL && n > 0
        ? inv_dist_empirical(d, x, n, err) : inv_dist_init(d, kind_of(dist, mean, sd, whole), mean, sd, err);
    if (st == INV_OK)
        *used = name_of(d->kind);
    return st;
}

/* The least s with P(X <= s) >= p; from the tail that holds less, where digits are. */
static double quantile(const struct inv_dist *d, double p)
{
    return p > 0.5 ? inv_dist_quantile_upper(d, 1 - p) : inv_dist_quantile(d, p);
}

/* ---- fill rate ----------------------------------------------------------------------------- */

/* Units short a cycle of q that is reordered at s. */
static double shortage(const struct inv_dist *d, double s, double q)
{
    return inv_dist_loss(d, s) - inv_dist_loss(d, s + q);
}

/* Orders so small beside the spread that the difference above has no digits left. */
static bool negligible(const struct inv_dist *d, double q)
{
    return q <= 1e-8 * d->sd || q == 0;
}

double inv_safety_fill_rate(const struct inv_dist *d, double s, double q)
{
    return negligible(d, q) ? inv_dist_cdf(d, s) : 1 - shortage(d, s, q) / q;
}

/* The search for the point at which as much is short as allowed. */
struct search {
    const struct inv_dist *d;
    double q, allowed;
    double spent;        /* beyond it the loss is nothing beside that of a lot before */
    double lo, hi;       /* too much is short at lo, not at hi */
};

/* log(shortage / allowed) at s, which narrows the bracket. What the second term
 * lacks beside the first at s it lacks further out: tails are exponential or
 * thinner. */
static double excess(struct search *k, double s)
{
    double first = inv_dist_loss(k->d, s), second = s + k->q >= k->spent ? 0 : inv_dist_loss(k->d, s + k->q);
    if (second <= 1e-17 * first)
        k->spent = fmin(k->spent, s + k->q);
    double is = first - second;
    if (is > k->allowed)
        k->lo = fmax(k->lo, s);
    else
        k->hi = fmin(k->hi, s);
    return log(is / k->allowed);
}

/* Inside the bracket, or further out where one side of it is open. */
static double within(const struct search *k, double s, double next, double step)
{
    if (next > k->lo && next < k->hi)
        return next;
    if (isfinite(k->lo) && isfinite(k->hi))
        return k->lo + (k->hi - k->lo) / 2;
    return isfinite(k->lo) ? fmax(s, k->lo) + step : fmin(s, k->hi) - step;
}

/* Secants of the logarithm, which bends little: far below the mean it follows
 * a straight shortage, far above a Gaussian or exponential tail. */
static double continuous_root(struct search *k)
{
    double s = k->allowed > k->d->sd ? k->d->mean - k->allowed : k->d->mean + k->d->sd;
    double step = fmax(k->d->sd, 1e-15 * fabs(s)), e = excess(k, s);
    double next = s + (e > 0 ? step : -step);
    for (int i = 0; i < 400; i++) {
        double f = excess(k, next), slope = (f - e) / (next - s);
        if (f == 0 || fabs(next - s) <= 4e-16 * fmax(fabs(next), k->d->sd))
            return next;
        step *= 2;
        s = next;
        e = f;
        next = within(k, s, s - e / slope, step);
    }
    return s;
}

/* The least whole number at which no more is short than allowed: from the root
 * of the continuous distribution with the same moments to where one is enough
 * and the one before is not. */
static double discrete_root(struct search *k)
{
    struct inv_dist like;
    enum inv_dist_kind kind = k->d->sd <= k->d->mean / 2 ? INV_DIST_NORMAL : INV_DIST_GAMMA;
    double s = k->d->mean - k->allowed, step = 1;
    if (inv_dist_init(&like, kind, k->d->mean, k->d->sd, NULL) == INV_OK && !negligible(&like, k->q)) {
        struct search near = { &like, k->q, k->allowed, INFINITY, -INFINITY, INFINITY };
        s = continuous_root(&near);
    }
    for (s = ceil(s); k->hi - k->lo > 1; step *= 2) {
        double e = excess(k, s), slope = inv_dist_sf(k->d, s) - inv_dist_sf(k->d, s + k->q);
        double root = ceil(s + e * k->allowed * exp(e) / slope);
        if (root >= k->hi)                 /* it says that hi is the least: look at the one before */
            root = k->hi - 1;
        double next = floor(within(k, s, root, step));
        if (next == s || !isfinite(next))
            break;
        s = next;
    }
    return k->hi + 0.0;                /* no -0 */
}

static double fill_rate_point(const struct inv_dist *d, double q, double rate)
{
    double allowed = (1 - rate) * q;
    if (d->mean == 0 && d->sd == 0)
        return 0;
    if (negligible(d, q))
        return quantile(d, rate);
    if (d->sd == 0 && !inv_dist_discrete(d))
        return d->mean - allowed;
    struct search k = { d, q, allowed, INFINITY, -INFINITY, INFINITY };
    if (!inv_dist_discrete(d))
        return continuous_root(&k);
    k.allowed *= 1 + 1e-12;            /* a tie that rounding broke is a tie */
    return discrete_root(&k);
}

/* ---- newsvendor ------------------------------------------------------------------------------ */

double inv_safety_ratio_periodic(double p, double h)
{
    return p / (p + h);
}

double inv_safety_ratio_continuous(double p, double h, double order_qty, double annual_demand)
{
    return 1 - h * order_qty / (p * annual_demand);
}

/* ---- all of them ------------------------------------------------------------------------------- */

static enum inv_status check(const struct inv_safety_in *in, struct inv_err *err)
{
    enum inv_status st = inv_check_from_zero(in->mean, "ltd_mean", err);
    if (st == INV_OK)
        st = inv_check_from_zero(in->sd, "ltd_sd", err);
    if (st != INV_OK)
        return st;
    switch (in->method) {
    case INV_SAFETY_SERVICE_DAYS:
        st = inv_check_from_zero(in->demand, "demand", err);
        return st == INV_OK ? inv_check_from_zero(in->days, "service_days", err) : st;
    case INV_SAFETY_FILL_RATE:
        st = inv_check_share(in->fill_rate, "fill_rate", err);
        return st == INV_OK ? inv_check_from_zero(in->order_qty, "order_qty", err) : st;
    case INV_SAFETY_NEWSVENDOR:
        return inv_check_share(in->ratio, "ratio", err);
    case INV_SAFETY_AUTO: case INV_SAFETY_NORMAL: case INV_SAFETY_POISSON:
    case INV_SAFETY_NEGBIN: case INV_SAFETY_GAMMA: case INV_SAFETY_EMPIRICAL:
        break;
    }
    return inv_check_share(in->service_level, "service_level", err);
}

static enum inv_status point(const struct inv_safety_in *in, struct inv_safety_out *out, struct inv_err *err)
{
    bool indirect = in->method == INV_SAFETY_FILL_RATE || in->method == INV_SAFETY_NEWSVENDOR;
    struct inv_dist d;
    enum inv_status st = inv_safety_dist(indirect ? in->dist : in->method, in->mean, in->sd, in->whole,
                                         in->sums, in->n, &d, &out->dist, err);
    if (st != INV_OK)
        return st;
    double p = in->method == INV_SAFETY_NEWSVENDOR ? in->ratio : in->service_level;
    if (in->method != INV_SAFETY_FILL_RATE && d.kind == INV_DIST_NORMAL) {
        out->safety_stock = in->sd * inv_normal_quantile(p);
        out->reorder_point = in->mean + out->safety_stock;
        return INV_OK;
    }
    out->reorder_point = in->method == INV_SAFETY_FILL_RATE ? fill_rate_point(&d, in->order_qty, in->fill_rate)
                                                            : quantile(&d, p);
    out->safety_stock = out->reorder_point - in->mean;
    return INV_OK;
}

enum inv_status inv_safety_solve(const struct inv_safety_in *in, struct inv_safety_out *out, struct inv_err *err)
{
    enum inv_status st = check(in, err);
    if (st != INV_OK)
        return st;
    if (in->method == INV_SAFETY_SERVICE_DAYS) {
        out->dist = in->method;
        out->safety_stock = in->demand * in->days;
        out->reorder_point = in->mean + out->safety_stock;
    } else {
        st = point(in, out, err);
    }
    if (st == INV_OK && !isfinite(out->reorder_point))
        return inv_err_set(err, INV_EARG, "the reorder point is out of the range of numbers");
    return st;
}
