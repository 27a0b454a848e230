/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hurdle: lumpy demand with a distribution of its own for each of its two parts
 * (Snyder, Ord and Beaumont 2012, whose hurdle shifted Poisson distribution has here
 * negative binomial counts, since sizes vary more than Poisson's).
 *
 * A period has demand with probability p; its size y is
 *     1 + a negative binomial count of mean z - 1 and variance (z - 1) + (z - 1)^2 / r
 * where all sizes are whole, else gamma of mean z and variance z^2 / r. p is
 * smoothed in every period with beta, z with each demand with alpha. Their starts
 * are least squares (see ses.c); alpha, beta and r have the greatest likelihood
 *     sum log p over periods with demand + sum log(1 - p) over those without
 *     + sum log density of the sizes,
 * two sums of which the first depends on beta only, the second on alpha and r.
 * Periods without a known value are left out. */
#include <math.h>
#include <string.h>

#include <gsl/gsl_sf_gamma.h>

#include "inv/optim.h"
#include "tsb.h"

#define MOST 0.3
#define LEAST_SHAPE 0.01    /* r */
#define MOST_SHAPE 1e4      /* a Poisson count */
#define LEAST_DEMANDS 4

enum { SHAPE = INV_TSB_PARAMETERS, SIZE, PROBABILITY };     /* further parameters */

struct history {
    double *size;           /* k demands */
    double *occurs;         /* n periods, 1 or 0 */
    size_t k, n;
    bool whole;
    double constant;        /* of the density: what depends on the sizes alone */
};

static bool lay_out(const struct inv_series *s, struct inv_work *w, struct history *h)
{
    *h = (struct history){ .size = inv_work_take(w, s->seen), .occurs = inv_work_take(w, s->seen), .whole = s->whole };
    if (!h->size || !h->occurs)
        return false;
    for (size_t t = 0; t < s->n; t++)
        if (isfinite(s->y[t])) {
            h->occurs[h->n++] = s->y[t] > 0;
            if (s->y[t] > 0)
                h->size[h->k++] = s->y[t];
        }
    for (size_t i = 0; i < h->k; i++)
        h->constant -= h->whole ? gsl_sf_lngamma(h->size[i]) : log(h->size[i]);
    return true;
}

static double probability_start(const struct history *h, double beta)
{
    double p = inv_demand_first(h->occurs, h->n, 1, beta);
    return p < 1 ? p : 1;
}

/* A probability that was never seen to fail is not 1. */
static double log_occurs(double p, bool occurs, double n)
{
    double least = 0.5 / (n + 1);
    p = p < least ? least : p > 1 - least ? 1 - least : p;
    return log(occurs ? p : 1 - p);
}

static double occurrence(void *ctx, double beta)
{
    const struct history *h = ctx;
    double p = probability_start(h, beta), sum = 0;
    for (size_t i = 0; i < h->n; i++) {
        sum += log_occurs(p, h->occurs[i] > 0, (double)h->n);
        p += beta * (h->occurs[i] - p);
    }
    return -sum;
}

/* Log density of a size, without what depends on it alone (history.constant) and
 * on the shape alone (shape_part). */
static double log_size(double y, double z, double r, bool whole)
{
    if (!whole)
        return r * (log(y / z) - y / z);
    double m = z - 1 > 0.01 ? z - 1 : 0.01, v = y - 1;
    return gsl_sf_lngamma(v + r) - r * log1p(m / r) + v * log(m / (r + m));
}

static double shape_part(double r, bool whole)
{
    return whole ? -gsl_sf_lngamma(r) : r * log(r) - gsl_sf_lngamma(r);
}

/* x: alpha, log r. */
static double sizes(void *ctx, const double *x, size_t n)
{
    const struct history *h = ctx;
    double r = exp(x[1]), z = inv_demand_first(h->size, h->k, 1, x[0]), sum = (double)h->k * shape_part(r, h->whole);
    (void)n;
    for (size_t i = 0; i < h->k; i++) {
        sum += log_size(h->size[i], z, r, h->whole);
        z += x[0] * (h->size[i] - z);
    }
    return -sum - h->constant;
}

static enum inv_status search(struct history *h, struct inv_fit *fit, struct inv_err *err)
{
    double *par = fit->par, x[2] = { 0.1, 0 }, work[INV_OPTIM_SIMPLEX_WORK(2)], first, second;
    const double lo[2] = { 0, log(LEAST_SHAPE) }, hi[2] = { MOST, log(MOST_SHAPE) }, step[2] = { 0.08, 1 };
    struct inv_stop stop = inv_stop_default();
    stop.xtol_abs = 1e-6;
    stop.max_eval = 100;
    par[INV_TSB_BETA] = 0.1;
    enum inv_status st = inv_optim_brent(occurrence, h, 0, MOST, &stop, &par[INV_TSB_BETA], &first, err);
    if (st != INV_OK)
        return st;
    stop = inv_stop_default();
    stop.ftol_rel = 1e-9;
    stop.xtol_rel = 1e-6;
    stop.max_eval = 300;
    st = inv_optim_simplex(sizes, h, 2, lo, hi, step, &stop, work, x, &second, err);
    par[INV_TSB_ALPHA] = x[0];
    par[SHAPE] = exp(x[1]);
    par[INV_TSB_SIZE0] = inv_demand_first(h->size, h->k, 1, par[INV_TSB_ALPHA]);
    par[INV_TSB_PROBABILITY0] = probability_start(h, par[INV_TSB_BETA]);
    fit->loglik = -first - second;
    return st;
}

static void finish(struct inv_fit *fit)
{
    double n = (double)fit->seen, k = (double)fit->k;
    inv_tsb_finish(fit, fit->par + SIZE);
    fit->aicc = n > k + 1 ? -2 * fit->loglik + 2 * k + 2 * k * (k + 1) / (n - k - 1) : INFINITY;
}

static enum inv_status fit_hurdle(const struct inv_series *all, const struct inv_model_args *a, struct inv_work *w,
                                  struct inv_fit *fit, struct inv_err *err)
{
    struct history h;
    struct inv_series s = inv_fit_recent(all);
    enum inv_status st = inv_demand_begin(fit, &inv_model_hurdle, &s, INV_TSB_STATES, w, err);
    (void)a;
    if (st != INV_OK)
        return st;
    if (!lay_out(&s, w, &h))
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for lumpy demand");
    if (h.k < LEAST_DEMANDS)
        return inv_err_set(err, INV_EFIT, "too few demands to tell their distribution");
    st = search(&h, fit, err);
    if (st != INV_OK)
        return st;
    fit->k = INV_TSB_PARAMETERS + 1;
    inv_tsb_start(fit->par, fit->state);
    inv_demand_run(fit, &s, inv_tsb_step);
    finish(fit);
    return INV_OK;
}

/* What one more value adds to the likelihood: the density of its size stays the
 * one that was fitted, or becomes gamma's where a size is not whole. */
static double log_value(const struct inv_fit *fit, double y)
{
    const double *x = fit->state;
    double r = fit->par[SHAPE], sum = log_occurs(x[INV_TSB_NOW], y > 0, (double)fit->seen);
    if (!(y > 0))
        return sum;
    return sum + log_size(y, x[INV_DEMAND_SIZE], r, fit->kind) + shape_part(r, fit->kind)
        - (fit->kind ? gsl_sf_lngamma(y) : log(y));
}

static enum inv_status update(struct inv_fit *fit, const struct inv_series *more, struct inv_err *err)
{
    (void)err;
    for (size_t t = 0; t < more->n; t++) {
        double y = more->y[t];
        inv_demand_look(fit, y);
        if (!isfinite(y))
            continue;
        fit->loglik += log_value(fit, y);
        double e = inv_tsb_step(fit->par, fit->state, y);
        fit->sse += e * e;
    }
    fit->n += more->n;
    finish(fit);
    return INV_OK;
}

static enum inv_status outlook(const struct inv_fit *fit, size_t h, const struct inv_model_args *a, struct inv_work *w,
                               struct inv_rng *r, struct inv_outlook *o, struct inv_err *err)
{
    enum inv_status st = inv_demand_outlook(fit, h, a, w, r, o, err);
    double m = fit->kind ? fit->par[SIZE] - 1 : fit->par[SIZE];
    m = m > 0 ? m : 0;
    o->lumpy.size_sd = sqrt((fit->kind ? m : 0) + m * m / fit->par[SHAPE]);
    return st;
}

static size_t room(size_t n, size_t m, size_t h, const struct inv_model_args *a)
{
    (void)m;
    (void)h;
    (void)a;
    return INV_TSB_STATES + 2 * n;
}

static const char *const parameters[] = {
    "alpha", "beta", "size0", "probability0", "shape", "size", "probability", NULL
};

const struct inv_model inv_model_hurdle = {
    .name = "hurdle", .title = "lumpy demand: probability, and a negative binomial or gamma size",
    .source = "Snyder, Ord and Beaumont (2012)",
    .flags = INV_MODEL_LUMPY, .parameters = parameters, .shorter = &inv_model_tsb,
    .least = inv_demand_least, .room = room, .fit = fit_hurdle, .add = inv_fit_flat, .outlook = outlook,
    .residuals = inv_tsb_residuals, .update = update
};
