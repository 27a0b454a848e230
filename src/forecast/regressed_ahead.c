/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a regression that borrows (regressed.c) forecasts, and what there is to say of it. */
#include "regressed.h"

#include <math.h>
#include <stdio.h>

#define REACH 4                 /* no forecast is above this many times the largest value */
#define PATHS 2000
#define PATH_VALUES 2000000     /* in all */
#define LEAST_PATHS 500

size_t inv_regressed_paths(size_t h, const struct inv_model_args *a)
{
    size_t n = PATHS < PATH_VALUES / h ? PATHS : PATH_VALUES / h;
    n = n > LEAST_PATHS ? n : LEAST_PATHS;
    return n > a->paths ? n : a->paths;
}

/* ---- forecasts ------------------------------------------------------------------------ */

/* log y (or y) of step k, without the errors. The row stays in v->row. */
static double ahead(struct inv_regressed *v, const struct inv_fit *fit, size_t k)
{
    const double *x = fit->nx > 0 ? fit->ahead + (fit->ahead ? k * fit->nx : 0) : NULL;
    if ((fit->nx > 0 && !fit->ahead) || !inv_columns_row(&v->c, fit->n + k, x, v->row))
        return NAN;
    return inv_regressed_dot(v->row, v->b, v->q) + v->level;
}

static double demand_of(const struct inv_regressed *v, const struct inv_fit *fit, double y)
{
    if (!v->t.log)
        return y;
    double most = fit->state[TOP] + log(REACH);
    return exp(y < most ? y : isnan(y) ? y : most);
}

void inv_regressed_add(const struct inv_fit *fit, double weight, size_t h, double *mean)
{
    struct inv_regressed v = inv_regressed_look(fit->state, fit->nx, fit->m);
    v.c.t = &v.t;
    for (size_t k = 0; k < h; k++) {
        double y = ahead(&v, fit, k);
        mean[k] += weight * demand_of(&v, fit, v.t.log ? y + fit->sigma * fit->sigma / 4 : y);
    }
}

/* The coefficients' parts of each step, row i of h for the i-th. */
static bool parts(struct inv_regressed *v, const struct inv_fit *fit, size_t h, double *rank)
{
    bool known = true;
    for (size_t k = 0; k < h; k++) {
        known = known && isfinite(ahead(v, fit, k));
        inv_lsq_parts(&v->l, v->q, v->row, v->z);
        for (size_t i = 0; i < v->q; i++)
            rank[i * h + k] = fit->sigma * v->z[i];
    }
    return known;
}

static enum inv_status outlook_paths(const struct inv_fit *fit, struct inv_regressed *v, size_t h, const double *rank,
                                     const struct inv_model_args *a, struct inv_work *w, struct inv_rng *r,
                                     struct inv_outlook *o, struct inv_err *err)
{
    o->kind = INV_OUTLOOK_PATHS;
    o->npaths = inv_regressed_paths(h, a);
    o->stride = h;
    o->path = inv_work_take(w, o->npaths * h);
    o->scratch = inv_work_take(w, o->npaths);
    double *eta = inv_work_take(w, h);
    if (!o->path || !o->scratch || !eta)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for sample paths");
    for (size_t k = 0; k < h; k++)
        eta[k] = ahead(v, fit, k);
    for (size_t i = 0; i < o->npaths; i++) {
        double level = 0, *path = o->path + i * h;
        for (size_t j = 0; j < v->q; j++)
            v->z[j] = inv_rng_normal(r);
        for (size_t k = 0; k < h; k++) {
            double e = fit->sigma * inv_rng_normal(r), y = eta[k] + level + e;
            for (size_t j = 0; j < v->q; j++)
                y += rank[j * h + k] * v->z[j];
            path[k] = demand_of(v, fit, y);
            level += fit->par[INV_REGRESSED_ALPHA] * e;
        }
    }
    return INV_OK;
}

enum inv_status inv_regressed_outlook(const struct inv_fit *fit, size_t h, const struct inv_model_args *a,
                                         struct inv_work *w, struct inv_rng *r, struct inv_outlook *o, struct inv_err *err)
{
    struct inv_regressed v = inv_regressed_look(fit->state, fit->nx, fit->m);
    v.c.t = &v.t;
    double *rank = inv_work_take(w, v.q * h), *psi = inv_work_take(w, h), *scale = inv_work_take(w, h);
    if (!rank || !psi || !scale)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for a regression");
    bool known = parts(&v, fit, h, rank);
    if (v.t.log && !a->linear && known)
        return outlook_paths(fit, &v, h, rank, a, w, r, o, err);
    for (size_t k = 0; k < h; k++) {        /* to the first order where it is logs */
        psi[k] = k == 0 ? 1 : fit->par[INV_REGRESSED_ALPHA];
        scale[k] = v.t.log ? o->mean[k] : 1;
        for (size_t i = 0; i < v.q; i++)
            rank[i * h + k] *= scale[k];
    }
    o->kind = INV_OUTLOOK_LINEAR;
    o->sigma = known ? fit->sigma : NAN;
    o->psi = psi;
    o->scale = v.t.log ? scale : NULL;
    o->rank = rank;
    o->nrank = v.q;
    o->rank_stride = h;
    return INV_OK;
}

/* ---- what there is to say, and new values ------------------------------------------------ */

static void regressor_name(const struct inv_fit *fit, size_t i, char out[64])
{
    if (fit->xname)
        snprintf(out, 64, "%.60s", fit->xname[i]);
    else
        snprintf(out, 64, "x%zu", i + 1);
}

static void term_name(const struct inv_regressed *v, const struct inv_fit *fit, size_t i, char out[160])
{
    char a[64], by[64];
    if (i >= v->t.n) {
        snprintf(out, 160, v->t.m <= INV_DESIGN_DUMMIES ? "season%zu" : "wave%zu", i - v->t.n + (v->t.m <= INV_DESIGN_DUMMIES ? 2 : 1));
        return;
    }
    const struct inv_term *term = &v->t.term[i];
    bool logs = v->t.term[(size_t)term->a].log > 0, gone = !(v->l.d[1 + i] > 0);
    regressor_name(fit, (size_t)term->a, a);
    snprintf(out, 160, logs && !gone ? "log(%s)" : "%s", a);
    if (term->by > 0) {
        regressor_name(fit, (size_t)term->by - 1, by);
        snprintf(out, 160, logs ? "%s:log(%s)" : "%s:%s", by, a);
    }
}

void inv_regressed_explain(const struct inv_fit *fit, const struct inv_facts *out)
{
    struct inv_regressed v = inv_regressed_look(fit->state, fit->nx, fit->m);
    double df = (double)fit->seen - (double)fit->k;
    for (size_t i = 0; i + 1 < v.q; i++) {
        char name[160];
        term_name(&v, fit, i, name);
        for (size_t j = 0; j < v.q; j++)
            v.row[j] = j == i + 1;
        inv_lsq_parts(&v.l, v.q, v.row, v.z);
        double se = fit->sigma * sqrt(inv_regressed_dot(v.z, v.z, v.q)) / v.c.scale[i];
        inv_regress_say(out, name, v.b[i + 1] / v.c.scale[i], v.l.d[i + 1] > 0 ? se : NAN, df);
    }
    struct inv_fact alpha = { INV_FACT_PARAMETER, "alpha", fit->par[INV_REGRESSED_ALPHA], NAN, NAN, NAN };
    out->say(out->ctx, &alpha);
}

enum inv_status inv_regressed_residuals(const struct inv_fit *fit, const struct inv_series *s, struct inv_work *w, double *e,
                                           struct inv_err *err)
{
    (void)w;
    (void)err;
    struct inv_regressed v = inv_regressed_look(fit->state, fit->nx, fit->m);
    v.c.t = &v.t;
    double level = 0;
    for (size_t t = 0; t < s->n; t++) {
        e[t] = s->nx == fit->nx ? inv_regressed_error(&v, s, t) - level : NAN;
        level += isfinite(e[t]) ? fit->par[INV_REGRESSED_ALPHA] * e[t] : 0;
    }
    return INV_OK;
}

enum inv_status inv_regressed_update(struct inv_fit *fit, const struct inv_series *more, struct inv_err *err)
{
    if (more->nx != fit->nx)
        return inv_err_set(err, INV_EUSAGE, "new rows have %zu regressors, the model has %zu", more->nx, fit->nx);
    struct inv_regressed v = inv_regressed_look(fit->state, fit->nx, fit->m);
    v.c.t = &v.t;
    v.c.phase += fit->n;
    fit->sse += inv_regressed_follow(&v, more, fit->par[INV_REGRESSED_ALPHA], &v.level);
    fit->state[LEVEL] = v.level;
    fit->n += more->n;
    fit->ahead = more->x ? more->x + more->n * more->nx : NULL;
    return INV_OK;
}
