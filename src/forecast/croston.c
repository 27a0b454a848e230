/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Croston's method and its kin for lumpy demand.
 *
 * croston  sizes z and intervals x between demands are smoothed apart, each
 *          time that demand occurs; the forecast is z / x (Croston 1972).
 * sba      the same times 1 - beta / 2, which takes out most of its bias
 *          (Syntetos and Boylan 2005). It has Croston's constants, so that it
 *          is never above Croston.
 * tsb      the probability p of demand is smoothed in every period, the size
 *          when demand occurs; the forecast is p z, and sinks while nothing is
 *          sold (Teunter, Syntetos and Babai 2011).
 *
 * Constants and starting values minimise the squared one-step error of the
 * demand rate. alpha and beta stay within 0..0.2, where Croston and Syntetos
 * and Boylan advise to have them: from so few demands a larger one is chance.
 * (Kourentzes 2014 proposes to compare with the mean demand so far instead; as
 * that never forgets, it overforecasts what declines, and was worse here.)
 * Periods without a known value are left out. */
#include <math.h>
#include <string.h>

#include "inv/optim.h"
#include "models.h"

#define MOST 0.2

enum { ALPHA, BETA, SIZE0, RATE0, SIZE, RATE };   /* RATE: the interval, or tsb's probability */

/* Zeros, and the demand that ends them. The squared error of one forecast f
 * over the run is length f^2 - 2 size f + a constant. */
struct run { double length, size; };

struct history {
    struct run *run;    /* k of them, and the zeros after the last demand with size 0 */
    size_t n, k;
    double size;        /* mean size of a demand */
};

static bool lay_out(const struct inv_series *s, struct inv_work *w, struct history *h)
{
    double *pairs = inv_work_take(w, 2 * (s->seen + 1));
    if (!pairs)
        return false;
    *h = (struct history){ .run = (struct run *)(void *)pairs, .n = s->seen };
    h->run[0] = (struct run){ 0, 0 };
    for (size_t t = 0; t < s->n; t++)
        if (isfinite(s->y[t])) {
            h->run[h->k].length++;
            if (s->y[t] > 0) {
                h->run[h->k].size = s->y[t];
                h->run[++h->k] = (struct run){ 0, 0 };
                h->size += (s->y[t] - h->size) / (double)h->k;
            }
        }
    return true;
}

/* Least squares for the start of a smoothed quantity that is linear in it:
 * with a the errors from a start of 0 and w their slopes, start = aw / ww. */
struct smoothed { double level, w, aw, ww; };

static void smooth(struct smoothed *s, double constant, double value)
{
    double e = value - s->level;
    s->aw += e * s->w;
    s->ww += s->w * s->w;
    s->level += constant * e;
    s->w *= 1 - constant;
}

static double start_of(const struct smoothed *s)
{
    return s->ww > 0 && s->aw > 0 ? s->aw / s->ww : 0;
}

/* The sizes alone: their smoothed level at the end from its best start. */
static double size_start(const struct history *h, double alpha)
{
    struct smoothed z = { 0, 1, 0, 0 };
    for (size_t i = 0; i < h->k; i++)
        smooth(&z, alpha, h->run[i].size);
    return start_of(&z);
}

/* ---- Croston ---------------------------------------------------------------------- */

/* Given constants and the first interval, forecasts are linear in the first
 * size: (u z0 + v) / x. z0 comes from least squares. Start values stay within
 * half and twice the means, or they would be used to bend the rate. */
struct rate { double uu, uv, vv, uy, vy; };

static double rate_start(const struct rate *r, const struct history *h)
{
    double z0 = (r->uy - r->uv) / r->uu;
    return z0 < h->size / 2 ? h->size / 2 : z0 > h->size * 2 ? h->size * 2 : z0;
}

/* Carries u, v, x over all runs; their last values give the forecast. */
static struct rate croston_run(const struct history *h, const double *p, double *u, double *v, double *x)
{
    struct rate r = { 0, 0, 0, 0, 0 };
    *u = 1;
    *v = 0;
    *x = p[2];
    for (size_t i = 0; i <= h->k; i++) {
        const struct run *run = &h->run[i];
        double a = *u / *x, b = *v / *x;
        r.uu += run->length * a * a;
        r.uv += run->length * a * b;
        r.vv += run->length * b * b;
        r.uy += run->size * a;
        r.vy += run->size * b;
        if (i < h->k) {
            *u *= 1 - p[0];
            *v += p[0] * (run->size - *v);
            *x += p[1] * (run->length - *x);
        }
    }
    return r;
}

static double croston_sse(void *ctx, const double *p, size_t n)
{
    double u, v, x;
    (void)n;
    struct rate r = croston_run(ctx, p, &u, &v, &x);
    double z0 = rate_start(&r, ctx);
    return r.uu * z0 * z0 + 2 * r.uv * z0 + r.vv - 2 * (r.uy * z0 + r.vy);
}

/* ---- TSB -------------------------------------------------------------------------- */

/* Starts are those of size and occurrence each for itself. */
static double tsb_sse(void *ctx, const double *p, size_t n)
{
    const struct history *h = ctx;
    (void)n;
    struct smoothed q = { 0, 1, 0, 0 };
    for (size_t i = 0; i <= h->k; i++)
        for (double t = 1; t <= h->run[i].length; t++)
            smooth(&q, p[1], i < h->k && t == h->run[i].length);
    double prob = start_of(&q), z = size_start(h, p[0]), sse = 0;
    for (size_t i = 0; i <= h->k; i++) {
        double zeros = h->run[i].length - (i < h->k);       /* the last run ends without a demand */
        for (double t = 0; t < zeros; t++) {
            sse += prob * z * prob * z;
            prob -= p[1] * prob;
        }
        if (i < h->k) {
            double e = h->run[i].size - prob * z;
            sse += e * e;
            prob += p[1] * (1 - prob);
            z += p[0] * (h->run[i].size - z);
        }
    }
    return sse;
}

/* The end of it once more: level of size and probability. */
static void tsb_run(const struct history *h, struct inv_fit *fit)
{
    struct smoothed q = { 0, 1, 0, 0 };
    for (size_t i = 0; i <= h->k; i++)
        for (double t = 1; t <= h->run[i].length; t++)
            smooth(&q, fit->par[BETA], i < h->k && t == h->run[i].length);
    fit->par[RATE0] = start_of(&q);
    fit->par[RATE] = q.level + q.w * fit->par[RATE0];
    fit->par[RATE] = fit->par[RATE] < 1 ? fit->par[RATE] : 1;
}

/* ---- fits ------------------------------------------------------------------------- */

/* Squared errors of the sizes smoothed for themselves, and their last level. */
static double size_level(const struct history *h, double alpha, double *sse)
{
    double z = size_start(h, alpha);
    *sse = 0;
    for (size_t i = 0; i < h->k; i++) {
        double e = h->run[i].size - z;
        *sse += e * e;
        z += alpha * e;
    }
    return z;
}

/* State: the rate, the size and its sd, effective periods behind the rate and
 * demands behind the size (what exponential weights amount to, at most all). */
enum { F, Z, SD, PERIODS, DEMANDS, STATES };

static double behind(double constant, double n)
{
    double most = (2 - constant) / (constant > 1e-9 ? constant : 1e-9);
    return most < n ? most : n;
}

static void finish(const struct history *h, double rate, bool whole, double *state, struct inv_fit *fit)
{
    double sse, n = (double)h->n, k = (double)h->k;
    state[F] = rate;
    state[Z] = size_level(h, fit->par[ALPHA], &sse);
    state[SD] = h->k > 2 ? sqrt(sse / (k - 1)) : whole ? sqrt(state[Z]) : state[Z] / 2;
    state[PERIODS] = behind(fit->par[BETA], n);
    state[DEMANDS] = behind(fit->par[ALPHA], k);
    fit->kind = whole;
    fit->state = state;
    fit->nstate = STATES;
    fit->k = 4;
    fit->sigma = sqrt(fit->sse / (n > 4 ? n - 4 : 1));
}

/* The squared error has several valleys: constants near 0 and near the most,
 * first intervals like the mean one and longer. */
struct start { double alpha, beta, interval; };

static enum inv_status search(inv_optim_fn *f, struct history *h, size_t n, double *p, double *sse, struct inv_err *err)
{
    double mean = (double)h->n / (double)h->k;
    const struct start starts[] = {
        { 0.1, 0.1, mean }, { 0.18, 0.02, mean }, { 0.02, 0.18, mean }, { 0.02, 0.02, 1.6 * mean }
    };
    double work[INV_OPTIM_SIMPLEX_WORK(3)], lo[3] = { 0, 0, mean > 2 ? mean / 2 : 1 }, hi[3] = { MOST, MOST, 2 * mean };
    *sse = INFINITY;
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
        double x[3] = { starts[i].alpha, starts[i].beta, starts[i].interval }, at;
        double step[3] = { x[0] > 0.1 ? -0.05 : 0.05, x[1] > 0.1 ? -0.05 : 0.05, 0.2 * x[2] };
        struct inv_stop stop = inv_stop_default();
        stop.max_eval = 300;
        stop.ftol_rel = 1e-7;
        stop.xtol_rel = 1e-5;
        enum inv_status st = inv_optim_simplex(f, h, n, lo, hi, step, &stop, work, x, &at, err);
        if (st != INV_OK)
            return st;
        if (at < *sse) {
            *sse = at;
            memcpy(p, x, n * sizeof *p);
        }
    }
    return INV_OK;
}

static double square_sum(const struct history *h)
{
    double s = 0;
    for (size_t i = 0; i < h->k; i++)
        s += h->run[i].size * h->run[i].size;
    return s;
}

static enum inv_status fit_croston_as(const struct inv_model *model, bool sba, const struct inv_series *s,
                                      struct inv_work *w, struct inv_fit *fit, struct inv_err *err)
{
    struct history h;
    double *state = inv_work_take(w, STATES), p[3], u, v, x;
    inv_fit_start(fit, model, s);
    if (!state || !lay_out(s, w, &h))
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for lumpy demand");
    if (h.k == 0)
        return inv_err_set(err, INV_EFIT, "no demand");
    enum inv_status st = search(croston_sse, &h, 3, p, &fit->sse, err);
    if (st != INV_OK)
        return st;
    struct rate r = croston_run(&h, p, &u, &v, &x);
    fit->sse += square_sum(&h);
    fit->par[ALPHA] = p[0];
    fit->par[BETA] = p[1];
    fit->par[SIZE0] = rate_start(&r, &h);
    fit->par[RATE0] = p[2];
    fit->par[SIZE] = u * fit->par[SIZE0] + v;
    fit->par[RATE] = x;
    bool biased = sba && h.k < h.n;     /* by the intervals' chances: there are none with demand in every period */
    finish(&h, fit->par[SIZE] / x * (biased ? 1 - p[1] / 2 : 1), s->whole, state, fit);
    return INV_OK;
}

static enum inv_status fit_croston(const struct inv_series *s, const struct inv_model_args *a, struct inv_work *w,
                                   struct inv_fit *fit, struct inv_err *err)
{
    (void)a;
    return fit_croston_as(&inv_model_croston, false, s, w, fit, err);
}

static enum inv_status fit_sba(const struct inv_series *s, const struct inv_model_args *a, struct inv_work *w,
                               struct inv_fit *fit, struct inv_err *err)
{
    (void)a;
    return fit_croston_as(&inv_model_sba, true, s, w, fit, err);
}

static enum inv_status fit_tsb(const struct inv_series *s, const struct inv_model_args *a, struct inv_work *w,
                               struct inv_fit *fit, struct inv_err *err)
{
    struct history h;
    double *state = inv_work_take(w, STATES), p[3], sse;
    (void)a;
    inv_fit_start(fit, &inv_model_tsb, s);
    if (!state || !lay_out(s, w, &h))
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for lumpy demand");
    if (h.k == 0)
        return inv_err_set(err, INV_EFIT, "no demand");
    enum inv_status st = search(tsb_sse, &h, 2, p, &fit->sse, err);
    if (st != INV_OK)
        return st;
    fit->par[ALPHA] = p[0];
    fit->par[BETA] = p[1];
    fit->par[SIZE0] = size_start(&h, p[0]);
    fit->par[SIZE] = size_level(&h, p[0], &sse);
    tsb_run(&h, fit);
    finish(&h, fit->par[RATE] * fit->par[SIZE], s->whole, state, fit);
    return INV_OK;
}

/* ---- forecasts -------------------------------------------------------------------- */

/* The rate is the model's; how it comes about, so many demands of such a size,
 * is from the sizes. A rate above the size is demand in every period. */
static enum inv_status outlook_lumpy(const struct inv_fit *fit, size_t h, const struct inv_model_args *a,
                                     struct inv_work *w, struct inv_rng *r, struct inv_outlook *o, struct inv_err *err)
{
    (void)h;
    (void)a;
    (void)w;
    (void)r;
    (void)err;
    const double *x = fit->state;
    double p = x[Z] > 0 ? x[F] / x[Z] : 0;
    o->kind = INV_OUTLOOK_LUMPY;
    o->lumpy = (struct inv_lumpy){
        .p = p < 1 ? p : 1, .behind_p = x[PERIODS], .size = p < 1 ? x[Z] : x[F], .size_sd = x[SD],
        .behind_size = x[DEMANDS], .whole = fit->kind
    };
    return INV_OK;
}

static size_t three(size_t m) { (void)m; return 3; }

static size_t room(size_t n, size_t m, size_t h, const struct inv_model_args *a)
{
    (void)m;
    (void)h;
    (void)a;
    return STATES + 2 * (n + 1);
}

static const char *const croston_parameters[] = { "alpha", "beta", "size0", "interval0", "size", "interval", NULL };
static const char *const tsb_parameters[] = { "alpha", "beta", "size0", "probability0", "size", "probability", NULL };

const struct inv_model inv_model_croston = {
    .name = "croston", .title = "lumpy demand: size and interval",
    .source = "Croston (1972)",
    .flags = INV_MODEL_LUMPY, .parameters = croston_parameters, .shorter = &inv_model_mean,
    .least = three, .room = room, .fit = fit_croston, .add = inv_fit_flat, .outlook = outlook_lumpy
};

const struct inv_model inv_model_sba = {
    .name = "sba", .title = "Croston's method without its bias",
    .source = "Syntetos and Boylan (2005)",
    .flags = INV_MODEL_LUMPY, .parameters = croston_parameters, .shorter = &inv_model_mean,
    .least = three, .room = room, .fit = fit_sba, .add = inv_fit_flat, .outlook = outlook_lumpy
};

const struct inv_model inv_model_tsb = {
    .name = "tsb", .title = "lumpy demand: size and probability",
    .source = "Teunter, Syntetos and Babai (2011)",
    .flags = INV_MODEL_LUMPY, .parameters = tsb_parameters, .shorter = &inv_model_mean,
    .least = three, .room = room, .fit = fit_tsb, .add = inv_fit_flat, .outlook = outlook_lumpy
};
