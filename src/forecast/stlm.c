/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stlm.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "inv/stl.h"
#include "models.h"

/* ---- seasons ------------------------------------------------------------------------ */

/* Those of which the series has two, the shortest first. */
static size_t inv_stlm_seasons(const struct inv_series *s, const struct inv_model_args *a, const size_t **m)
{
    *m = a->nseasons > 0 ? a->seasons : &s->m;
    size_t nm = inv_mstl_seasons(*m, a->nseasons > 0 ? a->nseasons : 1, s->n);
    return nm < INV_STLM_MOST ? nm : INV_STLM_MOST;
}

/* A year is no whole number of weeks, and holidays move: what was sold in its 14th
 * week last year comes in its 13th or 15th this year. So the seasons of a year are
 * smoothed over neighbouring places by normal weights with an sd of YEAR_SD years,
 * four days. (Shorter seasons, and those of days in hours, multiples of 24, stay as they are.) */
#define YEAR_SD (0.6 / 52)
#define LEAST_YEAR 50

static void smooth_year(const struct inv_stlm_parts *p, size_t i)
{
    size_t n = p->s->n, m = p->m[i], reach = (size_t)ceil(3 * YEAR_SD * (double)m);
    double *season = p->season + i * n, *smooth = p->work;
    if (m < LEAST_YEAR || m % 24 == 0)
        return;
    for (size_t t = 0; t < n; t++) {
        double sum = 0, all = 0;
        for (size_t u = t > reach ? t - reach : 0; u <= t + reach && u < n; u++) {
            double z = ((double)u - (double)t) / (YEAR_SD * (double)m), w = exp(-z * z / 2);
            sum += w * season[u];
            all += w;
        }
        smooth[t] = sum / all;
    }
    memcpy(season, smooth, n * sizeof *season);
}

enum inv_status inv_stlm_decompose(struct inv_stlm_parts *p, size_t kind, struct inv_err *err)
{
    for (size_t t = 0; t < p->s->n; t++)
        p->y[t] = kind == INV_STLM_FACTORS ? log(p->s->y[t]) : p->s->y[t];
    enum inv_status st = inv_mstl(p->m, p->nm, false, p->y, p->s->n, p->season, p->trend, p->weight, p->work, err);
    for (size_t i = 0; i < p->nm && st == INV_OK; i++)
        smooth_year(p, i);
    return st;
}

/* How strong the parts are, from the decomposition in p. */
static void set_strengths(struct inv_stlm_parts *p, struct inv_fit *fit)
{
    size_t n = p->s->n;
    for (size_t i = 0; i < p->nm; i++)
        for (size_t t = 0; t < n; t++)
            p->y[t] -= p->season[i * n + t];
    for (size_t t = 0; t < n; t++)
        p->y[t] -= p->trend[t];
    fit->par[INV_STLM_TREND] = inv_stl_strength(p->trend, p->y, n);
    for (size_t i = 0; i < p->nm && i < INV_STLM_SEASONS; i++)
        fit->par[INV_STLM_SEASON + i] = inv_stl_strength(p->season + i * n, p->y, n);
}

/* What the seasons took from the rest's freedom. */
static size_t freedom(const struct inv_stlm_parts *p)
{
    double k = 0;
    for (size_t i = 0; i < p->nm; i++)
        k += inv_mstl_cost(p->m[i], i, p->s->n).freedom;
    return (size_t)lround(k);
}

void inv_stlm_take_off(struct inv_stlm_parts *p, size_t kind, double *log_scale)
{
    size_t n = p->s->n;
    *log_scale = 0;
    for (size_t t = 0; t < n; t++) {
        double sum = 0;
        for (size_t i = 0; i < p->nm; i++)
            sum += p->season[i * n + t];
        p->y[t] = kind == INV_STLM_FACTORS ? p->s->y[t] / exp(sum) : p->s->y[t] - sum;
        *log_scale += kind == INV_STLM_FACTORS && isfinite(p->s->y[t]) ? sum : 0;
    }
}

static size_t state_size(const size_t *m, size_t nm)
{
    size_t size = 1 + nm;
    for (size_t i = 0; i < nm; i++)
        size += m[i];
    return size + nm;
}

static void keep_cycles(const struct inv_stlm_parts *p, size_t kind, double *state)
{
    size_t n = p->s->n;
    double *cycle = state + 1 + p->nm;
    state[0] = (double)p->nm;
    for (size_t i = 0; i < p->nm; i++) {
        size_t m = p->m[i];
        state[1 + i] = (double)m;
        for (size_t t = n - m; t < n; t++)
            cycle[t % m] = kind == INV_STLM_FACTORS ? exp(p->season[i * n + t]) : p->season[i * n + t];
        cycle += m;
    }
    for (size_t i = 0; i < p->nm; i++)
        cycle[i] = inv_mstl_cost(p->m[i], i, n).last;
}

double inv_stlm_season(const struct inv_fit *fit, size_t t)
{
    size_t nm = (size_t)fit->state[0];
    const double *cycle = fit->state + 1 + nm;
    double x = fit->kind == INV_STLM_FACTORS ? 1 : 0;
    for (size_t i = 0; i < nm; i++) {
        size_t m = (size_t)fit->state[1 + i];
        x = fit->kind == INV_STLM_FACTORS ? x * cycle[t % m] : x + cycle[t % m];
        cycle += m;
    }
    return x;
}

/* ---- fit ---------------------------------------------------------------------------- */

static const struct inv_model *rest_of(const struct inv_model_args *a)
{
    return a->rest ? a->rest : &inv_model_ets;
}

static enum inv_status fit_rest(const struct inv_series *s, const struct inv_model_args *a, struct inv_work *w,
                                struct inv_fit *rest, struct inv_err *err)
{
    struct inv_model_args args = *a;
    const struct inv_model *row = s->lo == s->hi ? &inv_model_flat : rest_of(a);
    args.near = a->near && a->near->nparts == 1 && a->near->parts->model == row ? a->near->parts : NULL;
    args.seasons = NULL;
    args.nseasons = 0;
    args.ets.season = 0;
    if (s->seen < row->least(1))
        return inv_err_set(err, INV_EFIT, "too few values for a model of the rest");
    return row->fit(s, &args, w, rest, err);
}

void inv_stlm_widen(struct inv_fit *fit, struct inv_fit *rest)
{
    double left = (double)fit->seen - (double)fit->k, least = (double)fit->seen / 4;
    if (rest->seen > rest->k)
        rest->sigma *= sqrt((double)(rest->seen - rest->k) / (left > least ? left : least));
    fit->sigma = rest->sigma;
}

/* AICc, or what takes its place for a rest that has none. */
static double criterion(const struct inv_fit *rest)
{
    return isfinite(rest->aicc) ? rest->aicc : (double)rest->seen * log(rest->sse > DBL_MIN ? rest->sse : DBL_MIN);
}

/* One kind; *fit is replaced where the rest is better than *best. */
static enum inv_status fit_kind(struct inv_stlm_parts *p, size_t kind, const struct inv_model_args *a,
                                struct inv_work *w, double *best, struct inv_fit *fit, struct inv_err *err)
{
    struct inv_fit tried;
    struct inv_series left;
    double log_scale;
    inv_fit_start(&tried, &inv_model_stlm, p->s);
    double *state = inv_work_take(w, state_size(p->m, p->nm) + 1);
    struct inv_fit *rest = (struct inv_fit *)(void *)inv_work_take(w, sizeof *rest / sizeof(double) + 1);
    if (!state || !rest)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for seasons");
    enum inv_status st = inv_stlm_decompose(p, kind, err);
    if (st != INV_OK)
        return INV_EFIT;
    set_strengths(p, &tried);
    inv_stlm_take_off(p, kind, &log_scale);
    keep_cycles(p, kind, state);
    inv_series_look(&left, p->y, p->s->n, 1);
    left.x = p->s->x;
    left.nx = p->s->nx;
    st = fit_rest(&left, a, w, rest, err);
    if (st != INV_OK)
        return st;
    double *weight = state + state_size(p->m, p->nm);
    *weight = 1;
    tried.kind = kind;
    tried.m = p->s->m;
    tried.state = state;
    tried.nstate = state_size(p->m, p->nm);
    tried.parts = rest;
    tried.weight = weight;
    tried.nparts = 1;
    tried.k = rest->k + freedom(p);
    tried.sse = rest->sse;
    inv_stlm_widen(&tried, rest);
    tried.loglik = rest->loglik - log_scale;
    double k = (double)tried.k + 1, n = (double)tried.seen;
    tried.aicc = n > k + 1 ? -2 * tried.loglik + 2 * k + 2 * k * (k + 1) / (n - k - 1) : INFINITY;
    double cost = criterion(rest) + 2 * log_scale;      /* the seasons cost both kinds the same */
    if (!fit->state || cost < *best) {
        *fit = tried;
        *best = cost;
    }
    return INV_OK;
}

struct inv_stlm_parts inv_stlm_parts(const struct inv_series *s, const size_t *m, size_t nm, struct inv_work *w)
{
    size_t n = s->n;
    struct inv_stlm_parts p = { .s = s, .m = m, .nm = nm };
    p.y = inv_work_take(w, n);
    p.season = inv_work_take(w, nm * n);
    p.trend = inv_work_take(w, n);
    p.weight = inv_work_take(w, n);
    p.work = inv_work_take(w, n + inv_stl_room(n, m[nm - 1]));
    return p;
}

static enum inv_status fit_stlm(const struct inv_series *all, const struct inv_model_args *a, struct inv_work *w,
                                struct inv_fit *fit, struct inv_err *err)
{
    struct inv_series s = inv_fit_recent(all);
    const size_t *m;
    size_t nm = inv_stlm_seasons(&s, a, &m);
    inv_fit_start(fit, &inv_model_stlm, &s);
    if (nm == 0)
        return inv_err_set(err, INV_EFIT, "no season");
    struct inv_stlm_parts p = inv_stlm_parts(&s, m, nm, w);
    if (!p.work)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for a decomposition");
    const struct inv_fit *near = a->near && a->near->nparts == 1 ? a->near : NULL;
    enum inv_status st = INV_EFIT;
    double best = INFINITY;
    if (!near || near->kind == INV_STLM_TERMS)
        st = fit_kind(&p, INV_STLM_TERMS, a, w, &best, fit, err);
    if (st != INV_ENOMEM && s.lo > 0 && (!near || near->kind == INV_STLM_FACTORS))
        st = fit_kind(&p, INV_STLM_FACTORS, a, w, &best, fit, err);
    return fit->state && st != INV_ENOMEM ? INV_OK : st;
}

/* ---- forecasts ---------------------------------------------------------------------- */

static void add_stlm(const struct inv_fit *fit, double weight, size_t h, double *mean)
{
    const struct inv_fit *rest = fit->parts;
    if (fit->kind == INV_STLM_TERMS) {
        rest->model->add(rest, weight, h, mean);
        for (size_t k = 0; k < h; k++)
            mean[k] += weight * inv_stlm_season(fit, fit->n + k);
        return;
    }
    for (size_t k = 0; k < h; k++)      /* what is there already is taken along */
        mean[k] /= inv_stlm_season(fit, fit->n + k);
    rest->model->add(rest, weight, h, mean);
    for (size_t k = 0; k < h; k++)
        mean[k] *= inv_stlm_season(fit, fit->n + k);
}

/* sd of the seasons' last cycles, per sd of the rest. */
static double season_error(const struct inv_fit *fit)
{
    size_t nm = (size_t)fit->state[0];
    double var = 0;
    for (size_t i = 0; i < nm; i++)
        var += fit->state[fit->nstate - nm + i];
    return sqrt(var);
}

static enum inv_status outlook_stlm(const struct inv_fit *fit, size_t h, const struct inv_model_args *a,
                                    struct inv_work *w, struct inv_rng *r, struct inv_outlook *o, struct inv_err *err)
{
    const struct inv_fit *rest = fit->parts;
    double *mean = o->mean, *own_mean = inv_work_take(w, h), *scale = inv_work_take(w, h);
    double *own = inv_work_take(w, h);
    if (!own_mean || !scale || !own)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for seasons");
    inv_fit_mean(rest, h, own_mean);
    o->mean = own_mean;                 /* a rest with relative errors looks at its own */
    enum inv_status st = rest->model->outlook(rest, h, a, w, r, o, err);
    o->mean = mean;
    for (size_t k = 0; k < h; k++) {
        double x = inv_stlm_season(fit, fit->n + k);
        scale[k] = fit->kind == INV_STLM_FACTORS ? (o->scale ? o->scale[k] * x : x) : 1;
        for (size_t i = 0; o->kind == INV_OUTLOOK_PATHS && i < o->npaths; i++) {
            double *y = &o->path[i * o->stride + k];
            *y = fit->kind == INV_STLM_FACTORS ? *y * x : *y + x;
        }
    }
    if (fit->kind == INV_STLM_FACTORS && o->kind == INV_OUTLOOK_LINEAR)
        o->scale = scale;
    if (o->kind == INV_OUTLOOK_LINEAR && !o->own) {
        size_t nm = (size_t)fit->state[0];
        o->own = own;
        o->period = (size_t)fit->state[nm];     /* the longest */
        for (size_t k = 0; k < h; k++)
            own[k] = o->sigma * season_error(fit) * (o->scale ? o->scale[k] : 1);   /* fit->sigma may be relative */
    }
    return st;
}

/* ---- row ---------------------------------------------------------------------------- */

static size_t least(size_t m)
{
    return 2 * m > 7 ? 2 * m : 7;
}

static size_t room(size_t n, size_t m, size_t h, const struct inv_model_args *a)
{
    const size_t *seasons = a->nseasons > 0 ? a->seasons : &m;
    size_t nm = inv_mstl_seasons(seasons, a->nseasons > 0 ? a->nseasons : 1, n), rest = rest_of(a)->room(n, 1, h, a);
    if (nm == 0)
        return 0;
    return (nm + 4) * n + inv_stl_room(n, seasons[nm - 1]) + 3 * h
        + 2 * (state_size(seasons, nm) + 2 + sizeof(struct inv_fit) / sizeof(double) + rest + h + 1);
}

static const char *const parameters[] = { "strength_trend", "strength_season_1", "strength_season_2",
                                          "strength_season_3", "strength_season_4", NULL };

const struct inv_model inv_model_stlm = {
    .name = "stlm", .title = "seasons by loess (STL, MSTL) and exponential smoothing of the rest",
    .source = "Cleveland et al. (1990); Bandara, Hyndman and Bergmeir (2021)",
    .flags = INV_MODEL_SEASONAL, .parameters = parameters, .shorter = &inv_model_ets,
    .least = least, .room = room, .fit = fit_stlm, .add = add_stlm, .outlook = outlook_stlm,
    .form = inv_stlm_form, .explain = inv_stlm_explain, .residuals = inv_stlm_residuals, .update = inv_stlm_update,
    .dynamics = inv_stlm_dynamics
};
