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

#include "demand.h"
#include "inv/optim.h"

#define MOST 0.3
#define LEAST_SHAPE 0.01    /* r */
#define MOST_SHAPE 1e4      /* a Poisson count */
#define LEAST_DEMANDS 4

enum { ALPHA, BETA, SIZE0, PROBABILITY0, SHAPE, SIZE, PROBABILITY };    /* parameters */

/* Behind what all models of lumpy demand keep. */
enum { NOW = INV_DEMAND_STATES, STATES };                               /* the probability */

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

/* The least squares start of x smoothed with a constant. */
static double start_of(const double *x, size_t n, double constant)
{
    double level = 0, w = 1, aw = 0, ww = 0;
    for (size_t i = 0; i < n; i++) {
        double e = x[i] - level;
        aw += e * w;
        ww += w * w;
        level += constant * e;
        w -= constant * w;
    }
    return aw > 0 ? aw / ww : 0;
}

static double probability_start(const struct history *h, double beta)
{
    double p = start_of(h->occurs, h->n, beta);
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
    double r = exp(x[1]), z = start_of(h->size, h->k, x[0]), sum = (double)h->k * shape_part(r, h->whole);
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
    par[BETA] = 0.1;
    enum inv_status st = inv_optim_brent(occurrence, h, 0, MOST, &stop, &par[BETA], &first, err);
    if (st != INV_OK)
        return st;
    stop = inv_stop_default();
    stop.ftol_rel = 1e-9;
    stop.xtol_rel = 1e-6;
    stop.max_eval = 300;
    st = inv_optim_simplex(sizes, h, 2, lo, hi, step, &stop, work, x, &second, err);
    par[ALPHA] = x[0];
    par[SHAPE] = exp(x[1]);
    par[SIZE0] = start_of(h->size, h->k, par[ALPHA]);
    par[PROBABILITY0] = probability_start(h, par[BETA]);
    fit->loglik = -first - second;
    return st;
}

static void finish(struct inv_fit *fit)
{
    double *x = fit->state, n = (double)fit->seen, k = (double)fit->k;
    x[INV_DEMAND_RATE] = x[NOW] * x[INV_DEMAND_SIZE];
    fit->par[SIZE] = x[INV_DEMAND_SIZE];
    fit->par[PROBABILITY] = x[NOW];
    fit->sigma = sqrt(fit->sse / (n > k ? n - k : 1));
    fit->aicc = n > k + 1 ? -2 * fit->loglik + 2 * k + 2 * k * (k + 1) / (n - k - 1) : INFINITY;
}

static void start(const double *par, double *state)
{
    state[INV_DEMAND_SIZE] = par[SIZE0];
    state[INV_DEMAND_SSE] = state[INV_DEMAND_COUNT] = 0;
    state[INV_DEMAND_MEMORY] = inv_demand_memory(par[BETA]);
    state[INV_DEMAND_SIZE_MEMORY] = inv_demand_memory(par[ALPHA]);
    state[NOW] = par[PROBABILITY0];
}

/* The error of one more value, and the states after it; NAN and as they were
 * where it is not known. */
static double take_in(const double *par, double *state, double y)
{
    if (!isfinite(y))
        return NAN;
    double e = y - state[NOW] * state[INV_DEMAND_SIZE];
    state[NOW] += par[BETA] * ((y > 0) - state[NOW]);
    if (y > 0)
        inv_demand_smooth(state, par[ALPHA], y);
    return e;
}

static enum inv_status fit_hurdle(const struct inv_series *all, const struct inv_model_args *a, struct inv_work *w,
                                  struct inv_fit *fit, struct inv_err *err)
{
    struct history h;
    struct inv_series s = inv_fit_recent(all);
    double *state = inv_work_take(w, STATES);
    (void)a;
    inv_fit_start(fit, &inv_model_hurdle, &s);
    if (!state || !lay_out(&s, w, &h))
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for lumpy demand");
    if (h.k < LEAST_DEMANDS)
        return inv_err_set(err, INV_EFIT, "too few demands to tell their distribution");
    enum inv_status st = search(&h, fit, err);
    if (st != INV_OK)
        return st;
    fit->state = state;
    fit->nstate = STATES;
    fit->kind = s.whole;
    fit->k = 5;
    start(fit->par, state);
    for (size_t t = 0; t < s.n; t++) {
        double e = take_in(fit->par, state, s.y[t]);
        fit->sse += isfinite(e) ? e * e : 0;
    }
    finish(fit);
    return INV_OK;
}

/* What one more value adds to the likelihood: the density of its size stays the
 * one that was fitted, or becomes gamma's where a size is not whole. */
static double log_value(const struct inv_fit *fit, double y)
{
    const double *x = fit->state;
    double r = fit->par[SHAPE], sum = log_occurs(x[NOW], y > 0, (double)fit->seen);
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
        double e = take_in(fit->par, fit->state, y);
        fit->sse += e * e;
    }
    fit->n += more->n;
    finish(fit);
    return INV_OK;
}

static enum inv_status residuals(const struct inv_fit *fit, const struct inv_series *s, struct inv_work *w, double *e,
                                 struct inv_err *err)
{
    double state[STATES];
    size_t cut = s->n - (fit->n < s->n ? fit->n : s->n);
    (void)w;
    (void)err;
    start(fit->par, state);
    for (size_t t = 0; t < s->n; t++)
        e[t] = t < cut ? NAN : take_in(fit->par, state, s->y[t]);
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

static size_t three(size_t m) { (void)m; return 3; }

static size_t room(size_t n, size_t m, size_t h, const struct inv_model_args *a)
{
    (void)m;
    (void)h;
    (void)a;
    return STATES + 2 * n;
}

static const char *const parameters[] = {
    "alpha", "beta", "size0", "probability0", "shape", "size", "probability", NULL
};

const struct inv_model inv_model_hurdle = {
    .name = "hurdle", .title = "lumpy demand: probability, and a negative binomial or gamma size",
    .source = "Snyder, Ord and Beaumont (2012)",
    .flags = INV_MODEL_LUMPY, .parameters = parameters, .shorter = &inv_model_tsb,
    .least = three, .room = room, .fit = fit_hurdle, .add = inv_fit_flat, .outlook = outlook,
    .residuals = residuals, .update = update
};
