/* SPDX-License-Identifier: GPL-3.0-or-later */
/* y = x'b + e by least squares (see inv/lsq.h). The nested columns are as many as have
 * the least AICc (Hurvich and Tsai 1989), which one triangle tells of all of them. The
 * forecast x'b has the variance
 *   sigma^2 (1 + x' (X'X)^-1 x) = sigma^2 (1 + sum z_i^2)
 * with parts z_i (inv_lsq_parts) that all steps share (Draper and Smith 1998, 5.2). */
#include "regress.h"

#include <math.h>
#include <string.h>

/* State: the header, centre, scale, b, then the triangle of the columns used. */
enum { CURVE, PERIODS, DUMMIES, BASE, NESTED, HEADER };

struct regression {
    struct inv_design d;
    size_t q;                   /* columns */
    double *b, *row, *z;        /* q; the last two are scratch */
    struct inv_lsq l;
};

/* Scratch lies behind the state, too, so that add() needs no workspace. */
static size_t state_room(size_t nx, size_t q)
{
    return HEADER + 2 * nx + 3 * q + inv_lsq_room(q);
}

size_t inv_regress_room(size_t n, size_t m, size_t h, const struct inv_model_args *a)
{
    (void)n;
    size_t p = inv_design_width(m, a->nx);
    return state_room(a->nx, p) + 2 * a->nx + inv_lsq_room(p) + 2 * p + p * h + p;
}

static struct regression as_regression(const struct inv_fit *fit)
{
    double *x = fit->state;
    struct regression g = { .d = { .curve = x[CURVE] > 0 ? INV_CURVE_POWERS : INV_CURVE_LINE, .n = (size_t)x[PERIODS],
                                   .m = fit->m, .nx = fit->nx, .dummies = x[DUMMIES] > 0, .base = (size_t)x[BASE],
                                   .nested = (size_t)x[NESTED] } };
    g.q = g.d.base + g.d.nested;
    g.d.centre = x + HEADER;
    g.d.scale = g.d.centre + fit->nx;
    g.b = g.d.scale + fit->nx;
    g.row = g.b + g.q;
    g.z = g.row + g.q;
    double *l = g.z + g.q;
    g.l = (struct inv_lsq){ .p = g.q, .d = l, .theta = l + g.q, .square = l + 2 * g.q, .r = l + 3 * g.q, .sse = fit->sse };
    return g;
}

/* ---- fit ------------------------------------------------------------------------ */

/* Rows into the triangle of all columns; returns how many. */
static size_t take_in(const struct inv_design *d, const struct inv_series *s, double *row, struct inv_lsq *l)
{
    size_t rows = 0;
    for (size_t t = 0; t < s->n; t++)
        if (inv_design_counts(s, t)) {
            inv_design_row(d, t, s->x ? s->x + t * s->nx : NULL, row);
            inv_lsq_add(l, row, s->y[t], 1);
            rows++;
        }
    inv_lsq_check(l, row);
    return rows;
}

/* A place of the season without a value. */
static bool lacks_place(const struct inv_design *d, const struct inv_lsq *l)
{
    for (size_t i = d->base - (d->m - 1); i < d->base; i++)
        if (!(l->d[i] > 0))
            return true;
    return false;
}

static double dot(const double *a, const double *b, size_t n)
{
    double s = 0;
    for (size_t i = 0; i < n; i++)
        s += a[i] * b[i];
    return s;
}

static void criteria(struct inv_fit *fit, const struct inv_lsq *l, size_t q)
{
    fit->sse = inv_lsq_sse(l, q);
    fit->k = inv_lsq_rank(l, q);
    inv_fit_gaussian(fit, 0);
}

/* What powers of time add in period t, from their coefficients b. */
static double curve(const struct inv_design *d, size_t t, const double *b, double *row)
{
    inv_design_powers(d, t, row);
    return dot(row, b, d->nested);
}

/* How far a parabola can leave the range that it had over the history, in such ranges:
 * furthest where its vertex is in the middle, u^2 on -1..1. Time ahead goes on to u = 1 +
 * (n / 4) / ((n - 1) / 2) (design.c), in an even number of periods none is the middle. */
static double parabola(double n)
{
    double u = 1 + n / (2 * (n - 1)), before = 1 - 1 / ((n - 1) * (n - 1));
    return (u * u - 1) / before;
}

/* Whether the powers go on from the history no further than a parabola can, 1.25 times their
 * range there. Those of a higher degree go a hundred times as far where a few values, or
 * zeros with some among them, gave them their bends. b, row: scratch of q columns. */
static bool goes_on(const struct inv_design *d, const struct inv_series *s, const struct inv_lsq *l, double *b, double *row)
{
    double lo = INFINITY, hi = -INFINITY;
    size_t last = 0, reach = s->n / 4 + 1;
    inv_lsq_solve(l, d->base + d->nested, b);
    for (size_t t = 0; t < s->n; t++)
        if (inv_design_counts(s, t)) {
            double y = curve(d, t, b + d->base, row);
            lo = fmin(lo, y);
            hi = fmax(hi, y);
            last = t;
        }
    double away = parabola((double)s->n) * (hi - lo) * (1 + 1e-9);
    for (size_t t = last + 1; t < s->n + 16 * reach; t += t < s->n ? 1 : 1 + (t - s->n) / 2) {
        double y = curve(d, t, b + d->base, row);
        if (!(y >= lo - away && y <= hi + away))
            return false;
    }
    return true;
}

/* The number of nested columns; a degree that is asked for is that, as far as there are values. */
static size_t choose(struct inv_fit *fit, const struct inv_design *d, const struct inv_series *s, const struct inv_lsq *l,
                     size_t degree, double *b, double *row)
{
    struct inv_design part = *d;
    size_t step = d->curve == INV_CURVE_LINE ? 2 : 1, best = 0;
    double least = INFINITY;
    for (size_t nested = 0; nested <= d->nested && !degree; nested += step) {
        criteria(fit, l, d->base + nested);
        part.nested = nested;
        if (fit->aicc < least && (step == 2 || nested == 0 || goes_on(&part, s, l, b, row))) {
            least = fit->aicc;
            best = nested;
        }
    }
    for (best = degree ? degree : best; best > 0 && fit->seen <= inv_lsq_rank(l, d->base + best); best -= step)
        ;
    return best;
}

/* The state of the first q columns of l. */
static void keep(struct inv_fit *fit, const struct inv_design *d, const struct inv_lsq *l)
{
    double *x = fit->state;
    x[CURVE] = d->curve == INV_CURVE_POWERS;
    x[PERIODS] = (double)d->n;
    x[DUMMIES] = d->dummies;
    x[BASE] = (double)d->base;
    x[NESTED] = (double)d->nested;
    struct regression g = as_regression(fit);
    memcpy(g.l.d, l->d, g.q * sizeof *x);
    memcpy(g.l.theta, l->theta, g.q * sizeof *x);
    memcpy(g.l.square, l->square, g.q * sizeof *x);
    double *to = g.l.r;
    for (size_t i = 0, at = 0; i < g.q; at += l->p - 1 - i, i++) {
        memcpy(to, l->r + at, (g.q - 1 - i) * sizeof *x);
        to += g.q - 1 - i;
    }
    inv_lsq_solve(&g.l, g.q, g.b);
}

static enum inv_status solve(struct inv_design *d, size_t degree, const struct inv_series *s, struct inv_work *w,
                             struct inv_fit *fit, struct inv_err *err)
{
    struct inv_lsq l;
    d->nested = degree ? degree : inv_design_most(d);
    size_t p = d->base + d->nested;
    double *x = inv_work_take(w, inv_lsq_room(p)), *row = inv_work_take(w, p), *b = inv_work_take(w, p);
    if (!x || !row || !b)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for a regression");
    inv_lsq_init(&l, p, x);
    fit->seen = take_in(d, s, row, &l);
    if (d->dummies && (lacks_place(d, &l) || fit->seen <= inv_lsq_rank(&l, d->base)))
        return INV_END;
    d->nested = choose(fit, d, s, &l, degree, b, row);
    criteria(fit, &l, d->base + d->nested);
    if (fit->seen <= fit->k || !isfinite(fit->sse))
        return inv_err_set(err, INV_EFIT, "fewer values than coefficients");
    keep(fit, d, &l);
    return INV_OK;
}

enum inv_status inv_regress_fit(enum inv_curve curve, size_t degree, const struct inv_series *s, struct inv_work *w,
                                struct inv_fit *fit, struct inv_err *err)
{
    size_t p = inv_design_width(s->m, s->nx), mark;
    fit->nstate = state_room(s->nx, p);
    fit->state = inv_work_take(w, fit->nstate);
    if (!fit->state)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for a regression");
    fit->kind = curve == INV_CURVE_LINE ? INV_REGRESS_LINE : INV_REGRESS_POWERS;
    fit->m = s->m;
    for (size_t i = 0; i < fit->nstate; i++)
        fit->state[i] = 0;
    struct inv_design d = inv_design_of(curve, s, fit->state + HEADER, fit->state + HEADER + s->nx);
    inv_design_look(&d, s);
    mark = inv_work_mark(w);
    enum inv_status st = solve(&d, degree, s, w, fit, err);
    inv_work_release(w, mark);
    if (st == INV_END) {        /* without the season */
        d.dummies = false;
        d.base -= d.m - 1;
        st = solve(&d, degree, s, w, fit, err);
        inv_work_release(w, mark);
    }
    fit->nstate = state_room(s->nx, d.base + d.nested);
    return st;
}

/* ---- forecasts ------------------------------------------------------------------ */

/* Step k's row: the regressors begin after the fit's periods. */
static void ahead(const struct regression *g, const struct inv_fit *fit, size_t k, double *row)
{
    inv_design_row(&g->d, fit->n + k, fit->ahead ? fit->ahead + k * fit->nx : NULL, row);
}

/* Where regressors were fitted to, but none are given for the steps ahead, there is no forecast. */
static bool blind(const struct inv_fit *fit)
{
    return fit->nx > 0 && !fit->ahead;
}

void inv_regress_add(const struct inv_fit *fit, double weight, size_t h, double *mean)
{
    struct regression g = as_regression(fit);
    for (size_t k = 0; k < h; k++) {
        if (!blind(fit))
            ahead(&g, fit, k, g.row);
        mean[k] += blind(fit) ? NAN : weight * dot(g.row, g.b, g.q);
    }
}

enum inv_status inv_regress_outlook(const struct inv_fit *fit, size_t h, struct inv_work *w, struct inv_outlook *o,
                                    struct inv_err *err)
{
    struct regression g = as_regression(fit);
    double *rank = inv_work_take(w, g.q * h);
    if (!rank)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for a regression");
    for (size_t k = 0; k < h && !blind(fit); k++) {
        ahead(&g, fit, k, g.row);
        inv_lsq_parts(&g.l, g.q, g.row, g.z);
        for (size_t i = 0; i < g.q; i++)
            rank[i * h + k] = fit->sigma * g.z[i];
    }
    o->kind = INV_OUTLOOK_LINEAR;
    o->sigma = blind(fit) ? NAN : fit->sigma;
    o->rank = rank;
    o->nrank = g.q;
    o->rank_stride = h;
    return INV_OK;
}

/* ---- what there is to say -------------------------------------------------------- */

void inv_regress_say(const struct inv_facts *out, const char *name, double b, double se, double df)
{
    bool gone = !isfinite(se);
    double t = gone ? NAN : se > 0 ? b / se : NAN;
    struct inv_fact fact = { INV_FACT_COEFFICIENT, name, gone ? NAN : b, se, t, inv_student_two_sided(t, df) };
    out->say(out->ctx, &fact);
}

/* The row of a coefficient: what is forecast at time 0 without regressors, or the column alone. */
double inv_regress_pick(const struct inv_design *d, size_t column, const char *const *xname, char name[64], double *row)
{
    for (size_t i = 0; i < d->base + d->nested; i++)
        row[i] = i == column;
    size_t from = d->curve == INV_CURVE_LINE ? 2 : 1;
    if (column == 0 && from == 2)
        row[1] = -(double)(d->n - 1) / 2 / (double)d->n;
    for (size_t j = 0; j < d->nx && column == 0; j++)
        row[from + j] = d->scale[j] > 0 ? -d->centre[j] / d->scale[j] : 0;
    return inv_design_name(d, column, xname, name);
}

size_t inv_regress_nested(const struct inv_fit *fit)
{
    return as_regression(fit).d.nested;
}

void inv_regress_explain(const struct inv_fit *fit, const struct inv_facts *out)
{
    struct regression g = as_regression(fit);
    double df = (double)fit->seen - (double)fit->k;
    for (size_t i = 0; i < g.q; i++) {
        char name[64];
        double unit = inv_regress_pick(&g.d, i, fit->xname, name, g.row);
        inv_lsq_parts(&g.l, g.q, g.row, g.z);
        double se = fit->sigma * sqrt(dot(g.z, g.z, g.q));
        inv_regress_say(out, name, unit * dot(g.row, g.b, g.q), g.l.d[i] > 0 ? unit * se : NAN, df);
    }
}

enum inv_status inv_regress_residuals(const struct inv_fit *fit, const struct inv_series *s, struct inv_work *w, double *e,
                                      struct inv_err *err)
{
    (void)w;
    (void)err;
    struct regression g = as_regression(fit);
    for (size_t t = 0; t < s->n; t++) {
        e[t] = NAN;
        if (s->nx != fit->nx || !inv_design_counts(s, t))
            continue;
        inv_design_row(&g.d, t, s->x ? s->x + t * s->nx : NULL, g.row);
        e[t] = s->y[t] - dot(g.row, g.b, g.q);
    }
    return INV_OK;
}

/* A line's triangle takes the new rows in, which gives what a fit to all of them would;
 * powers keep theirs, since ahead of the history they no longer go on as powers do. */
enum inv_status inv_regress_update(struct inv_fit *fit, const struct inv_series *more, struct inv_err *err)
{
    if (more->nx != fit->nx)
        return inv_err_set(err, INV_EUSAGE, "new rows have %zu regressors, the model has %zu", more->nx, fit->nx);
    struct regression g = as_regression(fit);
    for (size_t t = 0; t < more->n; t++) {
        if (!inv_design_counts(more, t))
            continue;
        inv_design_row(&g.d, fit->n + t, more->x ? more->x + t * more->nx : NULL, g.row);
        double e = more->y[t] - dot(g.row, g.b, g.q);
        if (fit->kind == INV_REGRESS_LINE)
            inv_lsq_add(&g.l, g.row, more->y[t], 1);
        else
            g.l.sse += e * e;
        fit->seen++;
    }
    inv_lsq_solve(&g.l, g.q, g.b);
    fit->n += more->n;
    fit->sse = g.l.sse;
    fit->k = inv_lsq_rank(&g.l, g.q);
    fit->ahead = more->x ? more->x + more->n * more->nx : NULL;
    inv_fit_gaussian(fit, 0);
    return INV_OK;
}
