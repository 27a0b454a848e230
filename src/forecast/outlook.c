/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/outlook.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "inv/dist.h"
#include "inv/quantile.h"
#include "lumpy.h"
#include "rectify.h"
#include "scores.h"

size_t inv_outlook_room(size_t h, size_t gap)
{
    return 6 * h + gap;
}

static double limit(const struct inv_outlook *o, double x)
{
    x = o->whole ? round(x) : x;
    x = x < o->lo ? o->lo : x;
    return x > o->hi ? o->hi : x;
}

static double limit_total(const struct inv_outlook *o, double x, double n)
{
    double most = n * o->hi < DBL_MAX ? n * o->hi : DBL_MAX;
    double least = n * o->lo > -DBL_MAX ? n * o->lo : -DBL_MAX;
    x = o->whole ? round(x) : x;
    return x < least ? least : x > most ? most : x;
}

/* ---- LINEAR ---------------------------------------------------------------------- */

static double psi_at(const struct inv_outlook *o, size_t j)
{
    return o->psi ? o->psi[j] : j == 0;
}

static double scale_at(const struct inv_outlook *o, size_t k)
{
    return o->scale ? o->scale[k] : 1;
}

/* What the shocks add to the variance of the total of steps 0..k, per sigma^2:
 * the sum over them of (echo of the shock in these steps)^2. To be called with
 * k = 0, 1, 2, ...; x has gap + h values.
 *
 * With scales, x[i] is the echo so far of the shock in period i of gap and
 * horizon. */
static double scaled_square(const struct inv_outlook *o, size_t k, double *x)
{
    double s = 0;
    x[o->gap + k] = 0;
    for (size_t i = 0; i <= o->gap + k; i++) {
        x[i] += o->scale[k] * psi_at(o, o->gap + k - i);
        s += x[i] * x[i];
    }
    return s;
}

/* Without, x[j] = psi_0 + ... + psi_j: shocks within the horizon echo as that,
 * each one step shorter than the one before, so their part grows by x[k]^2;
 * those of the gap echo as a difference of two. */
static double plain_square(const struct inv_outlook *o, size_t k, const double *x, double *within)
{
    double s = 0;
    *within += x[k] * x[k];
    for (size_t i = 1; i <= o->gap; i++)
        s += (x[i + k] - x[i - 1]) * (x[i + k] - x[i - 1]);
    return *within + s;
}

static size_t ranks(const struct inv_outlook *o)
{
    return !o->rank ? 0 : o->nrank > 1 ? o->nrank : 1;
}

/* Adds step k's parts to the running totals; *square: the sum of the squares of these.
 * Returns that of the step's own. */
static double add_ranks(const struct inv_outlook *o, size_t k, double *total, double *square)
{
    double own = 0;
    *square = 0;
    for (size_t i = 0; i < ranks(o); i++) {
        double g = o->rank[i * o->rank_stride + k];
        total[i] += g;
        own += g * g;
        *square += total[i] * total[i];
    }
    return own;
}

/* x: gap + h; total: as many as there are ranks. */
static void spread_linear(struct inv_outlook *o, double *x, double *total)
{
    double var = 0, within = 0, rank, own = 0;
    double s2 = o->sigma * o->sigma;
    for (size_t j = 0; j < o->gap + o->h; j++)
        x[j] = o->scale ? 0 : (j ? x[j - 1] : 0) + psi_at(o, j);
    for (size_t j = 0; j < o->gap; j++)
        var += psi_at(o, j) * psi_at(o, j);
    for (size_t i = 0; i < ranks(o); i++)
        total[i] = 0;
    for (size_t k = 0; k < o->h; k++) {
        double psi = psi_at(o, o->gap + k), u = o->own ? o->own[k] : 0;
        double scale = scale_at(o, k), before = o->own ? (double)(k / o->period) : 0;  /* steps of its group so far */
        var += psi * psi;
        double g2 = add_ranks(o, k, total, &rank);
        own += u * u * (2 * before + 1);
        double shocks = o->scale ? scaled_square(o, k, x) : plain_square(o, k, x, &within);
        o->sd[k] = sqrt(s2 * scale * scale * var + g2 + u * u);
        o->cum_sd[k] = sqrt(s2 * shocks + rank + own);
    }
}

/* Quantile of the standardised variable: variance 1. */
static double standard_quantile(const struct inv_outlook *o, double p)
{
    return o->tail > 2 ? inv_student_quantile(p, o->tail) * sqrt((o->tail - 2) / o->tail) : inv_normal_quantile(p);
}

/* How skewed demand of this mean and sd is. */
static double skew_of(const struct inv_outlook *o, double mean, double sd)
{
    if (!(o->skew > 0) || o->lo < 0 || !(sd > 0))
        return 0;
    return o->skew * (sd < INV_OUTLOOK_CV * mean ? sd / mean : INV_OUTLOOK_CV);
}

/* Mean size of the standardised variable. */
static double mean_size(const struct inv_outlook *o)
{
    return o->tail > 2 ? inv_student_size(o->tail) * sqrt((o->tail - 2) / o->tail) : sqrt(2 / acos(-1));
}

/* z with its sides stretched, mean and variance kept: of z exp(+-g) they are
 * size sinh g and cosh 2g - (size sinh g)^2. */
static double lean(double z, double g, double size)
{
    if (!(g > 0))
        return z;
    double mean = size * sinh(g);
    return (z * exp(z > 0 ? g : -g) - mean) / sqrt(cosh(2 * g) - mean * mean);
}

/* What a path's normal errors are multiplied by to have the tail. */
static double stretch(const struct inv_outlook *o, struct inv_rng *r)
{
    return o->tail > 2 ? sqrt((o->tail - 2) / (2 * inv_rng_gamma(r, o->tail / 2))) : 1;
}

/* The normal variable behind a demand of this mean and sd. */
static struct inv_rectify behind(const struct inv_outlook *o, double mean, double sd)
{
    return o->lo < 0 || o->skew > 0 ? (struct inv_rectify){ mean, sd } : inv_rectify_match(mean, sd);
}

static void path_linear(const struct inv_outlook *o, struct inv_rng *r, double *e, double *q)
{
    size_t all = o->gap + o->h;
    for (size_t i = 0; i < all; i++)
        e[i] = inv_rng_normal(r);
    double *own = e + all, *rank = own + (o->own ? o->period : 0);
    double wide = stretch(o, r), size = mean_size(o);
    for (size_t i = 0; i < ranks(o); i++)
        rank[i] = inv_rng_normal(r);
    for (size_t i = 0; o->own && i < o->period && i < o->h; i++)
        own[i] = inv_rng_normal(r);
    for (size_t k = 0; k < o->h; k++) {
        double x = 0;
        size_t at = o->gap + k;
        if (o->psi)
            for (size_t j = 0; j <= at; j++)
                x += o->psi[j] * e[at - j];
        else
            x = e[at];
        x *= o->sigma * scale_at(o, k);
        for (size_t i = 0; i < ranks(o); i++)
            x += o->rank[i * o->rank_stride + k] * rank[i];
        x += o->own ? o->own[k] * own[k % o->period] : 0;
        double sd = o->sd[k] / o->unit, z = sd > 0 ? wide * x / sd : 0;
        q[k] = limit(o, o->unit * (o->loc[k] + lean(z, skew_of(o, o->loc[k], o->spread[k]), size) * o->spread[k]));
    }
}

/* ---- LUMPY ----------------------------------------------------------------------- */

static void spread_lumpy(struct inv_outlook *o)
{
    double v = inv_lumpy_variance(&o->lumpy), c = inv_lumpy_covariance(&o->lumpy);
    for (size_t k = 0; k < o->h; k++) {
        double n = (double)(k + 1);
        o->sd[k] = sqrt(v);
        o->cum_sd[k] = sqrt(n * v + n * (n - 1) * c);
    }
}

/* ---- PATHS ----------------------------------------------------------------------- */

/* Around o->mean, by Welford's update; `total` looks at running totals. */
static double path_sd(struct inv_outlook *o, size_t k, bool total)
{
    double mean = 0, m2 = 0;
    for (size_t i = 0; i < o->npaths; i++) {
        double x = o->path[i * o->stride + k];
        if (total)
            x = o->scratch[i] += x;
        double d = x - mean;
        mean += d / (double)(i + 1);
        m2 += d * (x - mean);
    }
    return sqrt(m2 / (double)(o->npaths - 1));
}

static void spread_paths(struct inv_outlook *o)
{
    for (size_t i = 0; i < o->npaths; i++) {
        o->scratch[i] = 0;
        for (size_t k = 0; k < o->h; k++) {
            double *x = &o->path[i * o->stride + k], lo = o->lo / o->unit, hi = o->hi / o->unit;
            *x = *x < lo ? lo : *x > hi ? hi : *x;
        }
    }
    for (size_t k = 0; k < o->h; k++) {
        o->sd[k] = path_sd(o, k, false);
        o->cum_sd[k] = path_sd(o, k, true);
    }
}

/* ---- all kinds ------------------------------------------------------------------- */

/* Whole units, a step's share of the rounded running total, so that nothing is
 * lost where each step's mean is below one half. */
static void round_forecast(struct inv_outlook *o)
{
    double total = 0, given = 0;
    for (size_t k = 0; k < o->h; k++) {
        total += o->forecast[k];
        double x = fabs(total) < 0x1p52 ? round(total) - given : round(o->forecast[k]);
        o->forecast[k] = x < o->lo ? o->lo : x > o->hi ? o->hi : x;
        given += o->forecast[k];
    }
}

/* A demand within lo..hi has no sd above their distance; an sd that a fit
 * blew up is taken back to that. */
static double limit_sd(const struct inv_outlook *o, double sd, double n)
{
    double most = n * (o->hi - o->lo);
    most = most < DBL_MAX ? most : DBL_MAX;
    return sd < most ? sd : most;
}

/* A step's mean and sd within the limits, and the variable behind them. */
static void finish_step(struct inv_outlook *o, size_t k)
{
    double most = o->hi / o->unit;
    o->mean[k] = o->mean[k] < most ? o->mean[k] : most;
    double x = o->unit * o->mean[k];
    o->forecast[k] = x < o->lo ? o->lo : x > o->hi ? o->hi : x;
    o->sd[k] = limit_sd(o, o->unit * o->sd[k], 1);
    o->cum_sd[k] = limit_sd(o, o->unit * o->cum_sd[k], (double)(k + 1));
    if (k > 0 && o->cum_sd[k] < o->cum_sd[k - 1])
        o->cum_sd[k] = o->cum_sd[k - 1];
    struct inv_rectify r = { o->mean[k], 0 };
    if (o->kind == INV_OUTLOOK_LINEAR)
        r = behind(o, o->mean[k], o->sd[k] / o->unit);
    o->loc[k] = r.loc;
    o->spread[k] = r.scale;
}

static void spread(struct inv_outlook *o, double *sums, double *total)
{
    if (o->kind == INV_OUTLOOK_LINEAR)
        spread_linear(o, sums, total);
    else if (o->kind == INV_OUTLOOK_LUMPY)
        spread_lumpy(o);
    else
        spread_paths(o);
}

enum inv_status inv_outlook_finish(struct inv_outlook *o, struct inv_work *w, struct inv_err *err)
{
    size_t h = o->h;
    o->forecast = inv_work_take(w, h);
    o->sd = inv_work_take(w, h);
    o->cum_sd = inv_work_take(w, h);
    o->loc = inv_work_take(w, h);
    o->spread = inv_work_take(w, h);
    double *sums = inv_work_take(w, o->gap + h);
    double one, *total = ranks(o) > 1 ? inv_work_take(w, ranks(o)) : &one;
    if (!o->forecast || !o->sd || !o->cum_sd || !o->loc || !o->spread || !sums || !total)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for an outlook");
    spread(o, sums, total);
    for (size_t k = 0; k < h; k++)
        finish_step(o, k);
    if (o->whole)
        round_forecast(o);
    return INV_OK;
}

void inv_outlook_quantile(const struct inv_outlook *o, double p, double *q)
{
    if (o->scores.bands > 0) {
        for (size_t k = 0; k < o->h; k++)
            q[k] = limit(o, inv_scores_quantile(o, k, p));
        return;
    }
    double z = o->kind == INV_OUTLOOK_LINEAR ? standard_quantile(o, p) : 0, size = mean_size(o);
    double lump = o->kind == INV_OUTLOOK_LUMPY ? inv_lumpy_quantile(&o->lumpy, 1, p) : 0;
    for (size_t k = 0; k < o->h; k++) {
        double x = lump;
        if (o->kind == INV_OUTLOOK_LINEAR)
            x = o->loc[k] + lean(z, skew_of(o, o->loc[k], o->spread[k]), size) * o->spread[k];
        else if (o->kind == INV_OUTLOOK_PATHS) {
            for (size_t i = 0; i < o->npaths; i++)
                o->scratch[i] = o->path[i * o->stride + k];
            x = inv_quantile_select(o->scratch, o->npaths, p);
        }
        q[k] = limit(o, o->unit * x);
    }
}

size_t inv_outlook_path_room(const struct inv_outlook *o)
{
    return o->gap + o->h + (o->own ? o->period : 0) + ranks(o);
}

void inv_outlook_path(const struct inv_outlook *o, size_t i, struct inv_rng *r, double *scratch, double *q)
{
    if (o->scores.bands > 0) {
        inv_scores_path(o, r, q);
        for (size_t k = 0; k < o->h; k++)
            q[k] = limit(o, q[k]);
        return;
    }
    if (o->kind == INV_OUTLOOK_LINEAR) {
        path_linear(o, r, scratch, q);
        return;
    }
    if (o->kind == INV_OUTLOOK_LUMPY)
        inv_lumpy_path(&o->lumpy, r, o->h, q);
    else
        memcpy(q, o->path + i % o->npaths * o->stride, o->h * sizeof *q);
    for (size_t k = 0; k < o->h; k++)
        q[k] = limit(o, o->unit * q[k]);
}

struct inv_total inv_outlook_total(const struct inv_outlook *o, size_t n)
{
    struct inv_total t = { .n = n, .sd = o->cum_sd[n - 1] };
    for (size_t k = 0; k < n; k++)
        t.mean += o->forecast[k];
    t.mean = t.mean > DBL_MAX ? DBL_MAX : t.mean < -DBL_MAX ? -DBL_MAX : t.mean;
    return t;
}

double inv_total_quantile(const struct inv_outlook *o, const struct inv_total *t, double p)
{
    double x;
    if (o->scores.bands > 0)
        return limit_total(o, inv_scores_total(o, t, p), (double)t->n);
    if (o->kind == INV_OUTLOOK_LINEAR) {
        struct inv_rectify r = behind(o, t->mean / o->unit, t->sd / o->unit);
        x = o->unit * (r.loc + lean(standard_quantile(o, p), skew_of(o, r.loc, r.scale), mean_size(o)) * r.scale);
    } else if (o->kind == INV_OUTLOOK_LUMPY)
        x = o->unit * inv_lumpy_quantile(&o->lumpy, t->n, p);
    else {
        for (size_t i = 0; i < o->npaths; i++) {
            o->scratch[i] = 0;
            for (size_t k = 0; k < t->n; k++)
                o->scratch[i] += o->path[i * o->stride + k];
        }
        x = o->unit * inv_quantile_select(o->scratch, o->npaths, p);
    }
    return limit_total(o, x, (double)t->n);
}
