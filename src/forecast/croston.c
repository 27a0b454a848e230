/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Croston's method for lumpy demand, and the same without its bias.
 *
 * croston  sizes z and intervals x between demands are smoothed apart, each
 *          time that demand occurs; the forecast is z / x (Croston 1972).
 * sba      the same times 1 - beta / 2, which takes out most of its bias
 *          (Syntetos and Boylan 2005). It has Croston's constants, so that it
 *          is never above Croston.
 *
 * Constants and starting values minimise the squared one-step error of the
 * demand rate. alpha and beta stay within 0.05..0.2, where Croston and Syntetos
 * and Boylan have them: from so few demands another one is chance.
 * Start values stay within half and twice the means, or they would be used to
 * bend the rate. (Kourentzes 2014 proposes to compare with the mean demand so far
 * instead; as that never forgets, it overforecasts what declines, and was worse
 * here.) Periods without a known value are left out. */
#include <float.h>
#include <math.h>
#include <string.h>

#include "demand.h"

#define LEAST 0.05
#define MOST 0.2

enum { ALPHA, BETA, SIZE0, INTERVAL0, FITTED, SIZE = FITTED, INTERVAL };   /* parameters */

/* A size and an interval, side by side. */
typedef double pair __attribute__((vector_size(16), aligned(8), may_alias));   /* anywhere in the workspace */
enum { OF_SIZE, OF_LENGTH };

struct history {
    /* Zeros, and the demand that ends them: k of them, and the zeros after the last demand
     * with size 0. The squared error of one forecast f over the run is
     * length f^2 - 2 size f + a constant. */
    pair *run;
    size_t n, k;
    double size;        /* mean size of a demand */
    double lo[FITTED], hi[FITTED];
};

/* Behind what all models of lumpy demand keep: the size and interval of
 * the rate, periods since the last demand, and sba's factor. */
enum { RATE_SIZE = INV_DEMAND_STATES, RATE_INTERVAL, SINCE, FACTOR, STATES };

static bool lay_out(const struct inv_series *s, struct inv_work *w, struct history *h)
{
    double *pairs = inv_work_take(w, 2 * (s->seen + 1));
    if (!pairs)
        return false;
    *h = (struct history){ .run = (pair *)(void *)pairs, .n = s->seen };
    h->run[0] = (pair){ 0, 0 };
    for (size_t t = 0; t < s->n; t++)
        if (isfinite(s->y[t])) {
            h->run[h->k][OF_LENGTH]++;
            if (s->y[t] > 0) {
                h->run[h->k][OF_SIZE] = s->y[t];
                h->run[++h->k] = (pair){ 0, 0 };
                h->size += (s->y[t] - h->size) / (double)h->k;
            }
        }
    return true;
}

static void set_bounds(struct history *h)
{
    double mean = (double)h->n / (double)h->k;
    h->lo[ALPHA] = h->lo[BETA] = LEAST;
    h->hi[ALPHA] = h->hi[BETA] = MOST;
    h->lo[SIZE0] = h->size / 2;
    h->hi[SIZE0] = h->size * 2;
    h->lo[INTERVAL0] = mean > 2 ? mean / 2 : 1;
    h->hi[INTERVAL0] = 2 * mean;
}

/* ---- Gauss-Newton --------------------------------------------------------------------- */

/* Squared error, its gradient, and the lower half of Gauss and Newton's matrix (croston_look.h). */
#define HALF (FITTED * (FITTED + 1) / 2)
#define AT(a, b) ((a) * ((a) + 1) / 2 + (b))
struct slope { double sse, g[FITTED], h[HALF]; };

#define LOOK_NAME look_one
#define LOOK_TARGET
#define LOOK_SIDES 1
#define LOOK_VECTOR pair
#define LOOK_OF(x, y, u, v) ((pair){ (x), (y) })
#include "croston_look.h"

/* At p[0] and p[1], with the instructions that there are; the same numbers, whichever it is. */
typedef void look_pair(const struct history *h, const double (*p)[FITTED], struct slope *s);

static void look_apart(const struct history *h, const double (*p)[FITTED], struct slope *s)
{
    look_one(h, p, s);
    look_one(h, p + 1, s + 1);
}

#if defined __x86_64__ && defined __GNUC__
typedef double four __attribute__((vector_size(32)));
#define LOOK_NAME look_avx2
#define LOOK_TARGET __attribute__((target("avx2")))
#define LOOK_SIDES 2
#define LOOK_VECTOR four
#define LOOK_OF(x, y, u, v) ((four){ (x), (y), (u), (v) })
#include "croston_look.h"
#endif

/* Two descents have the same runs, and neither waits for the other. */
static look_pair *look_of_most(void)
{
#if defined __x86_64__ && defined __GNUC__
    if (__builtin_cpu_supports("avx2"))
        return look_avx2;
#endif
    return look_apart;
}

/* 1 where it is free to move, 0 at a bound to whose other side the slope points. Which it
 * is nobody can foretell, so that there are no branches here. */
static void find_free(const struct history *h, const double *p, const struct slope *s, double *is_free)
{
    for (size_t a = 0; a < FITTED; a++)
        is_free[a] = (s->h[AT(a, a)] > 0) & !((p[a] <= h->lo[a]) & (s->g[a] >= 0))
            & !((p[a] >= h->hi[a]) & (s->g[a] <= 0));
}

static double pivot(double v, double scale)
{
    return 1 / (v > 1e-12 * scale ? v : 1e-12 * scale + DBL_MIN);
}

/* The step by the factors L D L' of the damped matrix A, written out; c is 1 / D and
 * u is L D. What is not free has a unit row. */
static void solve(const struct slope *s, const double *is_free, double damp, double *step)
{
    const double *h = s->h, *f = is_free, y0 = -f[0] * s->g[0], grown = 1 + damp;
    double a10 = f[1] * f[0] * h[1], a20 = f[2] * f[0] * h[3], a21 = f[2] * f[1] * h[4];
    double a30 = f[3] * f[0] * h[6], a31 = f[3] * f[1] * h[7], a32 = f[3] * f[2] * h[8];
    double c0 = pivot(f[0] * h[0] * grown + (1 - f[0]), h[0]), l10 = a10 * c0, l20 = a20 * c0, l30 = a30 * c0;
    double c1 = pivot(f[1] * h[2] * grown + (1 - f[1]) - l10 * a10, h[2]), u21 = a21 - l20 * a10, u31 = a31 - l30 * a10;
    double l21 = u21 * c1, l31 = u31 * c1, u32 = a32 - l30 * a20 - l31 * u21;
    double c2 = pivot(f[2] * h[5] * grown + (1 - f[2]) - l20 * a20 - l21 * u21, h[5]), l32 = u32 * c2;
    double c3 = pivot(f[3] * h[9] * grown + (1 - f[3]) - l30 * a30 - l31 * u31 - l32 * u32, h[9]);
    double y1 = -f[1] * s->g[1] - l10 * y0, y2 = -f[2] * s->g[2] - (l20 * y0 + l21 * y1);
    double y3 = -f[3] * s->g[3] - (l30 * y0 + l31 * y1 + l32 * y2);
    step[3] = y3 * c3;
    step[2] = y2 * c2 - l32 * step[3];
    step[1] = y1 * c1 - l21 * step[2] - l31 * step[3];
    step[0] = y0 * c0 - l10 * step[1] - l20 * step[2] - l30 * step[3];
}

/* One descent: where it is, and how far Marquardt (1963) damps it. */
struct descent { double p[FITTED], damp; struct slope s; bool done; };

static void begin(const struct history *h, double alpha, double beta, double interval, struct descent *d)
{
    *d = (struct descent){ .p = { alpha, beta, h->size, interval }, .damp = 1e-2 };
    for (size_t a = 0; a < FITTED; a++)
        d->p[a] = d->p[a] < h->lo[a] ? h->lo[a] : d->p[a] > h->hi[a] ? h->hi[a] : d->p[a];
}

/* What the first step of two of them starts from. */
static void look_around(const struct history *h, look_pair *look, struct descent *d, struct descent *e)
{
    double p[2][FITTED];
    struct slope s[2];
    memcpy(p[0], d->p, sizeof p[0]);
    memcpy(p[1], e->p, sizeof p[1]);
    look(h, (const double (*)[FITTED])p, s);
    d->s = s[0];
    e->s = s[1];
}

static void propose(const struct history *h, const struct descent *d, double *p)
{
    double step[FITTED], is_free[FITTED];
    find_free(h, d->p, &d->s, is_free);
    solve(&d->s, is_free, d->damp, step);
    for (size_t a = 0; a < FITTED; a++) {
        double x = d->p[a] + step[a];
        x = x > h->lo[a] ? x : h->lo[a];
        p[a] = x < h->hi[a] ? x : h->hi[a];
    }
}

/* One step down, or a higher damping. `scale`: the squared error of a forecast of zero. */
static void take(double scale, const double *p, const struct slope *s, struct descent *d)
{
    double gain = d->s.sse - s->sse;
    if (gain > 0) {
        memcpy(d->p, p, sizeof d->p);
        d->s = *s;
        d->damp /= 8;
    } else {
        d->damp = d->damp * 8 + 1e-3;
    }
    d->done = (gain >= 0 && gain < 1e-7 * scale) || d->damp > 1e4;
}

/* Two of them side by side, as many steps each as it takes; at most `most`. */
static void descend(const struct history *h, look_pair *look, double scale, size_t most, struct descent *d,
                    struct descent *e)
{
    double p[2][FITTED];
    struct slope s[2];
    memcpy(p[0], d->p, sizeof p[0]);
    memcpy(p[1], e->p, sizeof p[1]);
    for (size_t k = 0; k < most && !(d->done && e->done); k++) {
        if (!d->done)
            propose(h, d, p[0]);
        if (!e->done)
            propose(h, e, p[1]);
        look(h, (const double (*)[FITTED])p, s);
        if (!d->done)
            take(scale, p[0], &s[0], d);
        if (!e->done)
            take(scale, p[1], &s[1], e);
    }
}

#define STARTS 4
#define FIRST 4             /* steps of all starts; */
#define STEPS 24            /* then these, at most, of the two lowest */

/* The squared error has several valleys: constants near the least and the most,
 * first intervals like the mean one and longer. */
static void search(const struct history *h, double *p)
{
    double mean = (double)h->n / (double)h->k, scale = 0;
    struct descent d[STARTS];
    for (size_t i = 0; i < h->k; i++)
        scale += h->run[i][OF_SIZE] * h->run[i][OF_SIZE];
    begin(h, 0.1, 0.1, mean, &d[0]);
    begin(h, 0.18, 0.07, mean, &d[1]);
    begin(h, 0.07, 0.18, mean, &d[2]);
    begin(h, 0.07, 0.07, 1.6 * mean, &d[3]);
    look_pair *look = look_of_most();
    size_t best = 0, next = 1;
    for (size_t i = 0; i < STARTS; i += 2) {
        look_around(h, look, &d[i], &d[i + 1]);
        descend(h, look, scale, FIRST, &d[i], &d[i + 1]);
    }
    for (size_t i = 1; i < STARTS; i++) {
        if (d[i].s.sse < d[best].s.sse) {
            next = best;
            best = i;
        } else if (i != next && (next == best || d[i].s.sse < d[next].s.sse))
            next = i;
    }
    descend(h, look, scale, STEPS, &d[best], &d[next]);
    best = d[next].s.sse < d[best].s.sse ? next : best;
    memcpy(p, d[best].p, sizeof d[best].p);
}

/* ---- fits ----------------------------------------------------------------------------- */

static void set_rate(struct inv_fit *fit)
{
    double *x = fit->state;
    x[INV_DEMAND_RATE] = x[FACTOR] * x[RATE_SIZE] / x[RATE_INTERVAL];
    fit->par[SIZE] = x[RATE_SIZE];
    fit->par[INTERVAL] = x[RATE_INTERVAL];
    inv_demand_set_sigma(fit);
}

static void start(const double *par, double factor, double size, double *state)
{
    inv_demand_start(state, size, par[ALPHA], par[BETA]);
    state[RATE_SIZE] = par[SIZE0];
    state[RATE_INTERVAL] = par[INTERVAL0];
    state[SINCE] = 0;
    state[FACTOR] = factor;
}

static double take_in(const double *par, double *state, double y)
{
    if (!isfinite(y))
        return NAN;
    double e = y - state[FACTOR] * state[RATE_SIZE] / state[RATE_INTERVAL];
    state[SINCE]++;
    if (y > 0) {
        inv_demand_smooth(state, par[ALPHA], y);
        state[RATE_SIZE] += par[ALPHA] * (y - state[RATE_SIZE]);
        state[RATE_INTERVAL] += par[BETA] * (state[SINCE] - state[RATE_INTERVAL]);
        state[SINCE] = 0;
    }
    return e;
}

static enum inv_status fit_as(const struct inv_model *model, const struct inv_series *all, struct inv_work *w,
                              struct inv_fit *fit, struct inv_err *err)
{
    struct history h;
    struct inv_series s = inv_fit_recent(all);
    enum inv_status st = inv_demand_begin(fit, model, &s, STATES, w, err);
    if (st != INV_OK)
        return st;
    if (!lay_out(&s, w, &h))
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for lumpy demand");
    set_bounds(&h);
    search(&h, fit->par);
    fit->k = FITTED;
    /* Its bias is from the intervals' chances: there is none with demand in every period. */
    bool biased = model == &inv_model_sba && h.k < h.n;
    /* The sizes alone are smoothed from their own best start: that of the rate is best for the rate. */
    double size = inv_demand_first((const double *)h.run + OF_SIZE, h.k, 2, fit->par[ALPHA]);
    start(fit->par, biased ? 1 - fit->par[BETA] / 2 : 1, size, fit->state);
    inv_demand_run(fit, &s, take_in);
    set_rate(fit);
    return INV_OK;
}

static enum inv_status fit_croston(const struct inv_series *s, const struct inv_model_args *a, struct inv_work *w,
                                   struct inv_fit *fit, struct inv_err *err)
{
    (void)a;
    return fit_as(&inv_model_croston, s, w, fit, err);
}

static enum inv_status fit_sba(const struct inv_series *s, const struct inv_model_args *a, struct inv_work *w,
                               struct inv_fit *fit, struct inv_err *err)
{
    (void)a;
    return fit_as(&inv_model_sba, s, w, fit, err);
}

static enum inv_status residuals(const struct inv_fit *fit, const struct inv_series *s, struct inv_work *w, double *e,
                                 struct inv_err *err)
{
    double state[STATES];
    (void)w;
    (void)err;
    start(fit->par, fit->state[FACTOR], 0, state);
    inv_demand_errors(fit, s, take_in, state, e);
    return INV_OK;
}

static enum inv_status update(struct inv_fit *fit, const struct inv_series *more, struct inv_err *err)
{
    (void)err;
    inv_demand_carry(fit, more, take_in);
    set_rate(fit);
    return INV_OK;
}

static size_t room(size_t n, size_t m, size_t h, const struct inv_model_args *a)
{
    (void)m;
    (void)h;
    (void)a;
    return STATES + 2 * (n + 1);
}

static const char *const parameters[] = { "alpha", "beta", "size0", "interval0", "size", "interval", NULL };

const struct inv_model inv_model_croston = {
    .name = "croston", .title = "lumpy demand: size and interval",
    .source = "Croston (1972)",
    .flags = INV_MODEL_LUMPY, .parameters = parameters, .shorter = &inv_model_mean,
    .least = inv_demand_least, .room = room, .fit = fit_croston, .add = inv_fit_flat, .outlook = inv_demand_outlook,
    .residuals = residuals, .update = update
};

const struct inv_model inv_model_sba = {
    .name = "sba", .title = "Croston's method without its bias",
    .source = "Syntetos and Boylan (2005)",
    .flags = INV_MODEL_LUMPY, .parameters = parameters, .shorter = &inv_model_mean,
    .least = inv_demand_least, .room = room, .fit = fit_sba, .add = inv_fit_flat, .outlook = inv_demand_outlook,
    .residuals = residuals, .update = update
};
