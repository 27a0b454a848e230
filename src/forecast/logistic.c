/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The probability that anything is sold in a period: logistic regression of y > 0 on a
 * line, the season and regressors.
 *
 *   logit p = x'b
 *
 * by iteratively reweighted least squares (McCullagh and Nelder 1989, 2.5) with a ridge:
 * coefficients but the constant are N(0, 2.5^2) beforehand, the columns being within
 * -1..1, so that a series where a column tells sales from none without fail has finite
 * ones too (le Cessie and van Houwelingen 1992; the scale of Gelman et al. 2008). The
 * forecast is p, the sample paths are of zeros and ones, each of its own draw of b. */
#include "regress.h"

#include <math.h>
#include <string.h>

#define PRIOR 2.5               /* sd of a coefficient beforehand */
#define ROUNDS 50
#define PATHS 2000
#define PATH_VALUES 2000000     /* in all */
#define LEAST_PATHS 500

/* State: the header, centre, scale, b, row, z, then the triangle. */
enum { PERIODS, DUMMIES, BASE, NESTED, HEADER };

struct logistic {
    struct inv_design d;
    size_t q;
    double *b, *row, *z;        /* the last two are scratch */
    struct inv_lsq l;
};

static size_t state_room(size_t nx, size_t q)
{
    return HEADER + 2 * nx + 3 * q + inv_lsq_room(q);
}

static size_t wanted_paths(size_t h, const struct inv_model_args *a)
{
    size_t n = PATHS < PATH_VALUES / h ? PATHS : PATH_VALUES / h;
    n = n > LEAST_PATHS ? n : LEAST_PATHS;
    return n > a->paths ? n : a->paths;
}

static size_t room(size_t n, size_t m, size_t h, const struct inv_model_args *a)
{
    (void)n;
    size_t p = inv_design_width(m, a->nx), paths = a->linear ? h : wanted_paths(h, a) * (h + 1);
    return state_room(a->nx, p) + p * h + h + p + paths;
}

static struct logistic as_logistic(const struct inv_fit *fit)
{
    double *x = fit->state;
    struct logistic g = { .d = { .curve = INV_CURVE_LINE, .n = (size_t)x[PERIODS], .m = fit->m, .nx = fit->nx,
                                 .dummies = x[DUMMIES] > 0, .base = (size_t)x[BASE], .nested = (size_t)x[NESTED] } };
    g.q = g.d.base + g.d.nested;
    g.d.centre = x + HEADER;
    g.d.scale = g.d.centre + fit->nx;
    g.b = g.d.scale + fit->nx;
    g.row = g.b + g.q;
    g.z = g.row + g.q;
    double *l = g.z + g.q;
    g.l = (struct inv_lsq){ .p = g.q, .d = l, .theta = l + g.q, .square = l + 2 * g.q, .r = l + 3 * g.q };
    return g;
}

static double dot(const double *a, const double *b, size_t n)
{
    double s = 0;
    for (size_t i = 0; i < n; i++)
        s += a[i] * b[i];
    return s;
}

static double probability(double eta)
{
    return eta > 0 ? 1 / (1 + exp(-eta)) : exp(eta) / (1 + exp(eta));
}

/* ---- fit --------------------------------------------------------------------------- */

static void add_ridge(struct logistic *g)
{
    for (size_t i = 1; i < g->q; i++) {
        memset(g->row, 0, g->q * sizeof *g->row);
        g->row[i] = 1;
        inv_lsq_add(&g->l, g->row, 0, 1 / (PRIOR * PRIOR));
    }
}

/* One round from b; the largest change. */
static double round_once(struct logistic *g, const struct inv_series *s, double *loglik)
{
    double change = 0;
    inv_lsq_init(&g->l, g->q, g->l.d);
    *loglik = 0;
    for (size_t t = 0; t < s->n; t++) {
        if (!inv_design_counts(s, t))
            continue;
        inv_design_row(&g->d, t, s->x ? s->x + t * s->nx : NULL, g->row);
        double eta = dot(g->row, g->b, g->q), p = probability(eta), w = fmax(p * (1 - p), 1e-10), sold = s->y[t] > 0;
        *loglik -= sold > 0 ? log1p(exp(-eta)) : log1p(exp(eta));
        inv_lsq_add(&g->l, g->row, eta + (sold - p) / w, w);
    }
    add_ridge(g);
    inv_lsq_check(&g->l, g->row);
    inv_lsq_solve(&g->l, g->q, g->z);
    for (size_t i = 0; i < g->q; i++) {
        change = fmax(change, fabs(g->z[i] - g->b[i]));
        g->b[i] = g->z[i];
    }
    return change;
}

/* The row's design in the state, before there are coefficients. */
static void set_up(const struct inv_series *s, struct inv_fit *fit)
{
    double *x = fit->state;
    struct inv_design d = inv_design_of(INV_CURVE_LINE, s, x + HEADER, x + HEADER + s->nx);
    size_t waves = inv_design_most(&d);
    d.nested = waves < 4 ? waves : 4;
    if (d.dummies && s->seen < 2 * s->m) {
        d.dummies = false;
        d.base -= d.m - 1;
    }
    x[PERIODS] = (double)d.n;
    x[DUMMIES] = d.dummies;
    x[BASE] = (double)d.base;
    x[NESTED] = (double)d.nested;
    inv_design_look(&d, s);
}

/* Of the probability of period t of s, before which lie so many of the fit's. */
static double error_at(struct logistic *g, const struct inv_series *s, size_t t, size_t before)
{
    if (!inv_design_counts(s, t))
        return NAN;
    inv_design_row(&g->d, before + t, s->x ? s->x + t * s->nx : NULL, g->row);
    return (s->y[t] > 0) - probability(dot(g->row, g->b, g->q));
}

static double errors(struct logistic *g, const struct inv_series *s, size_t before)
{
    double sse = 0;
    for (size_t t = 0; t < s->n; t++) {
        double e = error_at(g, s, t, before);
        sse += isfinite(e) ? e * e : 0;
    }
    return sse;
}

static enum inv_status fit_logistic(const struct inv_series *all, const struct inv_model_args *a, struct inv_work *w,
                                    struct inv_fit *fit, struct inv_err *err)
{
    (void)a;
    struct inv_series s = inv_fit_recent(all);
    size_t most = state_room(s.nx, inv_design_width(s.m, s.nx));
    inv_fit_start(fit, &inv_model_logistic, &s);
    fit->m = s.m;
    fit->state = inv_work_take(w, most);
    if (!fit->state)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for a regression");
    memset(fit->state, 0, most * sizeof *fit->state);
    set_up(&s, fit);
    struct logistic g = as_logistic(fit);
    fit->nstate = state_room(s.nx, g.q);
    double sold = 0, n = 0, loglik = 0;
    for (size_t t = 0; t < s.n; t++)
        if (inv_design_counts(&s, t)) {
            n++;
            sold += s.y[t] > 0;
        }
    if (n < 1)
        return inv_err_set(err, INV_EFIT, "no period of which all is known");
    g.b[0] = log((sold + 0.5) / (n - sold + 0.5));      /* always sold, or never: finite all the same */
    bool varies = sold > 0 && sold < n;
    for (size_t i = 0; i < ROUNDS && varies && round_once(&g, &s, &loglik) > 1e-10; i++)
        ;
    fit->k = g.q;
    fit->seen = (size_t)n;
    fit->sse = errors(&g, &s, 0);
    inv_fit_gaussian(fit, 0);
    fit->loglik = varies ? loglik : NAN;
    double k = (double)g.q;
    fit->aicc = varies && n > k + 1 ? -2 * loglik + 2 * k + 2 * k * (k + 1) / (n - k - 1) : NAN;
    return isfinite(dot(g.b, g.b, g.q)) ? INV_OK : inv_err_set(err, INV_EFIT, "coefficients that are not finite");
}

/* ---- forecasts ----------------------------------------------------------------------- */

static double ahead(struct logistic *g, const struct inv_fit *fit, size_t k)
{
    if (fit->nx > 0 && !fit->ahead)
        return NAN;
    inv_design_row(&g->d, fit->n + k, fit->ahead ? fit->ahead + k * fit->nx : NULL, g->row);
    return dot(g->row, g->b, g->q);
}

static void add_logistic(const struct inv_fit *fit, double weight, size_t h, double *mean)
{
    struct logistic g = as_logistic(fit);
    for (size_t k = 0; k < h; k++)
        mean[k] += weight * probability(ahead(&g, fit, k));
}

/* Mean probability for a normal eta, by the trapezoidal rule. */
static double mean_probability(double eta, double sd)
{
    double sum = 0, all = 0;
    for (int i = -24; i <= 24; i++) {
        double z = i / 4.0, w = exp(-z * z / 2);
        sum += w * probability(eta + sd * z);
        all += w;
    }
    return sum / all;
}

/* The centre of a normal eta whose mean probability is that of `eta`: further from 0, but
 * by less than v / 2 + 1, since the mean of exp(-eta - e) is exp(v / 2 - eta). */
static double keep_mean(double eta, double variance)
{
    double size = fabs(eta), lo = size, hi = size + variance / 2 + 1, sd = sqrt(variance), p = probability(-size);
    for (size_t i = 0; i < 30; i++) {
        double mid = (lo + hi) / 2;
        *(mean_probability(-mid, sd) > p ? &lo : &hi) = mid;
    }
    return eta < 0 ? -lo : lo;
}

/* Zeros and ones, with coefficients of the path's own; their mean is the forecast. */
static enum inv_status outlook_paths(const struct inv_fit *fit, struct logistic *g, size_t h, const double *rank,
                                     const struct inv_model_args *a, struct inv_work *w, struct inv_rng *r,
                                     struct inv_outlook *o, struct inv_err *err)
{
    o->kind = INV_OUTLOOK_PATHS;
    o->npaths = wanted_paths(h, a);
    o->stride = h;
    o->path = inv_work_take(w, o->npaths * h);
    o->scratch = inv_work_take(w, o->npaths);
    double *eta = inv_work_take(w, h);
    if (!o->path || !o->scratch || !eta)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for sample paths");
    for (size_t k = 0; k < h; k++) {
        double variance = 0;
        for (size_t j = 0; j < g->q; j++)
            variance += rank[j * h + k] * rank[j * h + k];
        eta[k] = keep_mean(ahead(g, fit, k), variance);
    }
    for (size_t i = 0; i < o->npaths; i++) {
        for (size_t j = 0; j < g->q; j++)
            g->z[j] = inv_rng_normal(r);
        for (size_t k = 0; k < h; k++) {
            double y = eta[k];
            for (size_t j = 0; j < g->q; j++)
                y += rank[j * h + k] * g->z[j];
            o->path[i * h + k] = inv_rng_uniform(r) < probability(y);
        }
    }
    return INV_OK;
}

static enum inv_status outlook_logistic(const struct inv_fit *fit, size_t h, const struct inv_model_args *a,
                                        struct inv_work *w, struct inv_rng *r, struct inv_outlook *o, struct inv_err *err)
{
    struct logistic g = as_logistic(fit);
    double *rank = inv_work_take(w, g.q * h), *scale = inv_work_take(w, h);
    if (!rank || !scale)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for a regression");
    for (size_t k = 0; k < h; k++) {
        double p = probability(ahead(&g, fit, k));
        scale[k] = sqrt(p * (1 - p));
        inv_lsq_parts(&g.l, g.q, g.row, g.z);
        for (size_t i = 0; i < g.q; i++)
            rank[i * h + k] = g.z[i] * (a->linear ? p * (1 - p) : 1);
    }
    if (!a->linear)
        return outlook_paths(fit, &g, h, rank, a, w, r, o, err);
    o->kind = INV_OUTLOOK_LINEAR;
    o->sigma = 1;
    o->scale = scale;
    o->rank = rank;
    o->nrank = g.q;
    o->rank_stride = h;
    return INV_OK;
}

/* ---- what there is to say, and new values ------------------------------------------------ */

/* Of large numbers: Wald's z for t. */
static void explain_logistic(const struct inv_fit *fit, const struct inv_facts *out)
{
    struct logistic g = as_logistic(fit);
    for (size_t i = 0; i < g.q; i++) {
        char name[64];
        double unit = inv_regress_pick(&g.d, i, fit->xname, name, g.row);
        inv_lsq_parts(&g.l, g.q, g.row, g.z);
        double se = unit * sqrt(dot(g.z, g.z, g.q));
        bool there = g.l.d[i] > 0 && !inv_design_constant(&g.d, i);
        inv_regress_say(out, name, unit * dot(g.row, g.b, g.q), there ? se : NAN, 1e9);
    }
}

static enum inv_status residuals_logistic(const struct inv_fit *fit, const struct inv_series *s, struct inv_work *w, double *e,
                                          struct inv_err *err)
{
    (void)w;
    (void)err;
    struct logistic g = as_logistic(fit);
    for (size_t t = 0; t < s->n; t++)
        e[t] = s->nx == fit->nx ? error_at(&g, s, t, 0) : NAN;
    return INV_OK;
}

/* Coefficients stay: new values only move the end. */
static enum inv_status update_logistic(struct inv_fit *fit, const struct inv_series *more, struct inv_err *err)
{
    if (more->nx != fit->nx)
        return inv_err_set(err, INV_EUSAGE, "new rows have %zu regressors, the model has %zu", more->nx, fit->nx);
    struct logistic g = as_logistic(fit);
    double loglik = fit->loglik, aicc = fit->aicc;      /* of the fit */
    fit->sse += errors(&g, more, fit->n);
    fit->n += more->n;
    fit->seen += more->seen;
    fit->ahead = more->x ? more->x + more->n * more->nx : NULL;
    inv_fit_gaussian(fit, 0);
    fit->loglik = loglik;
    fit->aicc = aicc;
    return INV_OK;
}

static size_t one(size_t m) { (void)m; return 1; }

const struct inv_model inv_model_logistic = {
    .name = "logistic", .title = "the probability of a sale in the period, by line, season and regressors",
    .source = "McCullagh and Nelder (1989); ridge: le Cessie and van Houwelingen (1992)",
    .flags = INV_MODEL_SEASONAL | INV_MODEL_LUMPY | INV_MODEL_SHARE, .shorter = &inv_model_mean,
    .least = one, .room = room, .fit = fit_logistic, .add = add_logistic, .outlook = outlook_logistic,
    .explain = explain_logistic, .residuals = residuals_logistic, .update = update_logistic
};
