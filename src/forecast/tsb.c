/* SPDX-License-Identifier: GPL-3.0-or-later */
/* TSB, for lumpy demand that may end: the probability p of demand is smoothed in
 * every period, the size z when demand occurs; the forecast is p z, and sinks while
 * nothing is sold (Teunter, Syntetos and Babai 2011).
 *
 * alpha (of sizes) and beta (of the probability), within 0.05..0.2 as for Croston,
 * minimise the squared one-step error of p z. The starting size and probability are
 * the least squares of each for itself (see ses.c). With z_i the size smoothed
 * before demand i of size s_i, p_i the probability then, and Q_i the sum of p^2 over
 * the periods since the demand before, this one included,
 *     SSE = sum z_i^2 Q_i - 2 z_i s_i p_i + s_i^2,
 * z depends on alpha only, p and Q on beta only: eight of each are run side by
 * side, all 64 pairs summed up, and again closer around the best. Periods without a
 * known value are left out. */
#include <math.h>

#include "tsb.h"

enum { SIZE = INV_TSB_PARAMETERS, PROBABILITY };   /* further parameters */

#define LEAST 0.05
#define MOST 0.2
#define LANES 8
#define ZOOMS 3
typedef double lanes __attribute__((vector_size(8 * LANES), aligned(8)));  /* anywhere in the workspace */
typedef double pair __attribute__((vector_size(16), aligned(8), may_alias));

/* What a series looks like to eight constants side by side. */
struct runs {
    double *size;           /* k demands */
    double *length;         /* periods up to each, this one included; behind them those since the last */
    size_t k, longest;      /* the longest of length */
    lanes *z, *p, *q;       /* k + 1: sizes before a demand, 2 s_i p_i and Q_i */
    lanes *fade;            /* longest + 1: powers of 1 - beta */
};
#define ROOM(n) (2 * ((n) + 1) + 4 * LANES * ((n) + 1))

static lanes *take_lanes(struct inv_work *w, size_t n)
{
    return (lanes *)(void *)inv_work_take(w, n * LANES);
}

static bool lay_out(const struct inv_series *s, struct inv_work *w, struct runs *r)
{
    size_t most = s->seen - s->zeros + 1;
    *r = (struct runs){ .size = inv_work_take(w, most), .length = inv_work_take(w, most), .z = take_lanes(w, most),
                        .p = take_lanes(w, most), .q = take_lanes(w, most) };
    if (!r->size || !r->length || !r->z || !r->p || !r->q)
        return false;
    r->length[0] = 0;
    for (size_t t = 0; t < s->n; t++)
        if (isfinite(s->y[t])) {
            r->length[r->k]++;
            if (s->y[t] > 0) {
                r->size[r->k++] = s->y[t];
                r->length[r->k] = 0;
            }
        }
    for (size_t i = 0; i <= r->k; i++)
        r->longest = r->length[i] > (double)r->longest ? (size_t)r->length[i] : r->longest;
    r->fade = take_lanes(w, r->longest + 1);
    return r->fade;
}

/* Least squares for the start of a smoothed quantity, within 0 and `most`. */
static void start_of(const lanes *aw, const lanes *ww, double most, lanes *x)
{
    for (int i = 0; i < LANES; i++) {
        double best = (*ww)[i] > 0 && (*aw)[i] > 0 ? (*aw)[i] / (*ww)[i] : 0;
        (*x)[i] = best < most ? best : most;
    }
}

/* Sizes before each demand, and the start of them. */
static void run_sizes(const struct runs *r, const lanes *alpha, lanes *first)
{
    lanes z = *alpha - *alpha, w = z + 1, aw = z, ww = z;
    for (size_t i = 0; i < r->k; i++) {
        lanes e = r->size[i] - z;
        aw += e * w;
        ww += w * w;
        z += *alpha * e;
        w -= *alpha * w;
    }
    start_of(&aw, &ww, INFINITY, first);
    z = *first;
    for (size_t i = 0; i < r->k; i++) {
        r->z[i] = z;
        z += *alpha * (r->size[i] - z);
    }
    r->z[r->k] = z;
}

/* What the error takes of the probabilities, and their start; from a start of 0 the
 * errors' slopes are w = (1 - beta)^t. Over L periods without demand p and w fade by
 * (1 - beta)^L; the sum of the squares of such powers is geometric. */
static void run_probabilities(const struct runs *r, const lanes *beta, lanes *first)
{
    lanes p = *beta - *beta, w = p + 1, aw = p, keep = 1 - *beta, part = 1 / (1 - keep * keep), ww;
    r->fade[0] = w;
    for (size_t t = 0; t < r->longest; t++)
        r->fade[t + 1] = r->fade[t] * keep;
    for (size_t i = 0; i < r->k; i++) {
        lanes fade = r->fade[(size_t)r->length[i] - 1], before = p * w;
        p *= fade;
        w *= fade;
        aw += (1 - p) * w - before * (1 - fade * fade) * part;
        p = keep * p + *beta;
        w *= keep;
    }
    lanes fade = r->fade[(size_t)r->length[r->k]];
    aw -= p * w * (1 - fade * fade) * part;
    w *= fade;
    ww = (1 - w * w) * part;                    /* sum of w^2 over all periods */
    start_of(&aw, &ww, 1, first);
    p = *first;
    for (size_t i = 0; i < r->k; i++) {
        fade = r->fade[(size_t)r->length[i] - 1];
        lanes before = p * p * (1 - fade * fade) * part;
        p *= fade;
        r->p[i] = 2 * r->size[i] * p;
        r->q[i] = before + p * p;
        p = keep * p + *beta;
    }
    fade = r->fade[(size_t)r->length[r->k]];
    r->q[r->k] = p * p * (1 - fade * fade) * part;
}

/* The squared errors of a beta with all alphas, but for sum s_i^2: two alphas a register. */
static void add_up(const struct runs *r, int b, lanes *sse)
{
    const pair *z = (const pair *)r->z, *last = (const pair *)(r->z + r->k);
    double q = r->q[r->k][b];
    pair s0 = q * (last[0] * last[0]), s1 = q * (last[1] * last[1]);
    pair s2 = q * (last[2] * last[2]), s3 = q * (last[3] * last[3]);
    for (size_t i = 0; i < r->k; i++, z += LANES / 2) {
        pair q2 = { r->q[i][b], r->q[i][b] }, p2 = { r->p[i][b], r->p[i][b] };
        s0 += z[0] * (z[0] * q2 - p2);
        s1 += z[1] * (z[1] * q2 - p2);
        s2 += z[2] * (z[2] * q2 - p2);
        s3 += z[3] * (z[3] * q2 - p2);
    }
    *sse = (lanes){ s0[0], s0[1], s1[0], s1[1], s2[0], s2[1], s3[0], s3[1] };
}

/* Of all pairs the one with the least squared error. */
static void best_pair(const struct runs *r, int *alpha, int *beta)
{
    double least = INFINITY;
    for (int b = 0; b < LANES; b++) {
        lanes sse;
        add_up(r, b, &sse);
        for (int a = 0; a < LANES; a++)
            if (sse[a] < least) {
                least = sse[a];
                *alpha = a;
                *beta = b;
            }
    }
}

/* Eight constants from lo to hi. */
static void spread(double lo, double hi, lanes *x)
{
    for (int i = 0; i < LANES; i++)
        (*x)[i] = lo + (hi - lo) * i / (LANES - 1);
}

static void between(const lanes *x, int at, double *lo, double *hi)
{
    *lo = (*x)[at > 0 ? at - 1 : 0];
    *hi = (*x)[at < LANES - 1 ? at + 1 : LANES - 1];
}

static void search(const struct runs *r, double *par)
{
    double lo[2] = { LEAST, LEAST }, hi[2] = { MOST, MOST };
    for (int zoom = 0; zoom < ZOOMS; zoom++) {
        lanes alpha, beta, size, probability;
        int a = 0, b = 0;
        spread(lo[INV_TSB_ALPHA], hi[INV_TSB_ALPHA], &alpha);
        spread(lo[INV_TSB_BETA], hi[INV_TSB_BETA], &beta);
        run_sizes(r, &alpha, &size);
        run_probabilities(r, &beta, &probability);
        best_pair(r, &a, &b);
        par[INV_TSB_ALPHA] = alpha[a];
        par[INV_TSB_BETA] = beta[b];
        par[INV_TSB_SIZE0] = size[a];
        par[INV_TSB_PROBABILITY0] = probability[b];
        between(&alpha, a, &lo[INV_TSB_ALPHA], &hi[INV_TSB_ALPHA]);
        between(&beta, b, &lo[INV_TSB_BETA], &hi[INV_TSB_BETA]);
    }
}

/* ---- shared with hurdle: see tsb.h ------------------------------------------------------ */

void inv_tsb_finish(struct inv_fit *fit, double *now)
{
    double *x = fit->state;
    x[INV_DEMAND_RATE] = x[INV_TSB_NOW] * x[INV_DEMAND_SIZE];
    now[0] = x[INV_DEMAND_SIZE];
    now[1] = x[INV_TSB_NOW];
    inv_demand_set_sigma(fit);
}

void inv_tsb_start(const double *par, double *state)
{
    inv_demand_start(state, par[INV_TSB_SIZE0], par[INV_TSB_ALPHA], par[INV_TSB_BETA]);
    state[INV_TSB_NOW] = par[INV_TSB_PROBABILITY0];
}

double inv_tsb_step(const double *par, double *state, double y)
{
    if (!isfinite(y))
        return NAN;
    double e = y - state[INV_TSB_NOW] * state[INV_DEMAND_SIZE];
    state[INV_TSB_NOW] += par[INV_TSB_BETA] * ((y > 0) - state[INV_TSB_NOW]);
    if (y > 0)
        inv_demand_smooth(state, par[INV_TSB_ALPHA], y);
    return e;
}

enum inv_status inv_tsb_residuals(const struct inv_fit *fit, const struct inv_series *s, struct inv_work *w, double *e,
                                  struct inv_err *err)
{
    double state[INV_TSB_STATES];
    (void)w;
    (void)err;
    inv_tsb_start(fit->par, state);
    inv_demand_errors(fit, s, inv_tsb_step, state, e);
    return INV_OK;
}

/* ---- fits --------------------------------------------------------------------------------- */

static enum inv_status fit_tsb(const struct inv_series *all, const struct inv_model_args *a, struct inv_work *w,
                               struct inv_fit *fit, struct inv_err *err)
{
    struct runs r;
    struct inv_series s = inv_fit_recent(all);
    enum inv_status st = inv_demand_begin(fit, &inv_model_tsb, &s, INV_TSB_STATES, w, err);
    (void)a;
    if (st != INV_OK)
        return st;
    if (!lay_out(&s, w, &r))
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for lumpy demand");
    search(&r, fit->par);
    fit->k = INV_TSB_PARAMETERS;
    inv_tsb_start(fit->par, fit->state);
    inv_demand_run(fit, &s, inv_tsb_step);
    inv_tsb_finish(fit, fit->par + SIZE);
    return INV_OK;
}

static enum inv_status update(struct inv_fit *fit, const struct inv_series *more, struct inv_err *err)
{
    (void)err;
    inv_demand_carry(fit, more, inv_tsb_step);
    inv_tsb_finish(fit, fit->par + SIZE);
    return INV_OK;
}

static size_t room(size_t n, size_t m, size_t h, const struct inv_model_args *a)
{
    (void)m;
    (void)h;
    (void)a;
    return INV_TSB_STATES + ROOM(n);
}

static const char *const parameters[] = { "alpha", "beta", "size0", "probability0", "size", "probability", NULL };

const struct inv_model inv_model_tsb = {
    .name = "tsb", .title = "lumpy demand: size and probability",
    .source = "Teunter, Syntetos and Babai (2011)",
    .flags = INV_MODEL_LUMPY, .parameters = parameters, .shorter = &inv_model_mean,
    .least = inv_demand_least, .room = room, .fit = fit_tsb, .add = inv_fit_flat, .outlook = inv_demand_outlook,
    .residuals = inv_tsb_residuals, .update = update
};
