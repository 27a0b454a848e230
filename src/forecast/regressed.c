/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Regression that borrows: auto where there are regressors.
 *
 *   log y = a + u'b + l + e        (y itself where demand has many zeros)
 *
 * with terms u of the regressors and the season (terms.h), newer periods weighing more
 * (half at n / 2 periods back: discounted least squares, Brown 1963) and a level l that
 * follows the errors by exponential smoothing where that clearly helps. With a lesson
 * of the series' group (inv/lesson.h) the coefficients are shrunk towards the group's:
 *   b = (X'WX + s2 T^-1)^-1 (X'Wy + s2 T^-1 b0)
 * (Lindley and Smith 1972), the prior being rows of the least-squares triangle.
 *
 * The forecast is exp(log y + sigma^2 / 4), between the median and the mean: sigma holds
 * shocks that regressors do not tell (an advertisement) and overstates what they add
 * to the mean. On the rolling origins of the series that this was chosen with, absolute
 * errors of the median and of exp(sigma^2 / 4) are alike, and the bias is less. */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "models.h"
#include "regress.h"
#include "terms.h"

#define LEAST_FREE 4            /* values more than coefficients of one's own */
#define SHORT 10                /* values, where there is no season */
#define REACH 4                 /* no forecast is above this many times the largest value */
#define CLEARLY 16               /* of n log sse, by which a level must be better */
#define GROUP_VALUES 4          /* that the group's variance of errors counts for */
#define PATHS 2000
#define PATH_VALUES 2000000     /* in all */
#define LEAST_PATHS 500

/* State: the header, 3 numbers a term, centre, scale, b, row, z, the triangle. */
enum { TERMS, PHASE, LOGS, NONE, TOP, LEVEL, HEADER };
enum { ALPHA };
static const char *const parameters[] = { "alpha", NULL };

/* A fit as it lies in its state. */
struct view {
    struct inv_terms t;
    struct inv_columns c;
    double *b, *row, *z, level;    /* of 1 + p, the last two scratch */
    size_t q;                      /* 1 + p */
    struct inv_lsq l;
};

static size_t state_room(size_t n, size_t p)
{
    return HEADER + 3 * n + 2 * p + 3 * (p + 1) + inv_lsq_room(p + 1);
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
    size_t p = inv_terms_most(a->nx, m), terms = a->nx + INV_TERMS_CROSSED;
    size_t paths = a->linear ? 0 : wanted_paths(h, a) * (h + 1);
    return state_room(terms, p) + 3 * terms + 2 * terms + 3 * (p + 1) + (p + 2) * h + 2 * h + paths;
}

/* nx and m are the fit's. */
static struct view look(double *x, size_t nx, size_t m)
{
    struct view v = { .t = { .nx = nx, .n = (size_t)x[TERMS], .m = m, .log = x[LOGS] > 0,
                             .term = (struct inv_term *)(void *)(x + HEADER) } };
    size_t p = inv_terms_width(&v.t);
    v.q = p + 1;
    v.c = (struct inv_columns){ .phase = (size_t)x[PHASE], .centre = x + HEADER + 3 * v.t.n,
                                .scale = x + HEADER + 3 * v.t.n + p, .none = x[NONE] };
    v.b = v.c.scale + p;
    v.row = v.b + v.q;
    v.z = v.row + v.q;
    v.l = (struct inv_lsq){ .p = v.q, .d = v.z + v.q, .theta = v.z + 2 * v.q, .square = v.z + 3 * v.q, .r = v.z + 4 * v.q };
    v.level = x[LEVEL];
    return v;
}

static double dot(const double *a, const double *b, size_t n)
{
    double s = 0;
    for (size_t i = 0; i < n; i++)
        s += a[i] * b[i];
    return s;
}

/* Too few values to tell the season and constants of smoothing. */
bool inv_regressed_short(const struct inv_series *s)
{
    return s->seen < (s->m > 1 ? 2 * s->m : SHORT);
}

bool inv_regressed_wanted(const struct inv_series *s, const struct inv_model_args *a)
{
    return s->nx > 0 || (a->lesson && a->lesson->series > 0 && inv_regressed_short(s));
}

/* ---- fit ----------------------------------------------------------------------------- */

/* The group's terms, or what this series suggests itself. */
static void set_terms(const struct inv_series *s, const struct inv_lesson *lesson, bool logs, double *flags, double *x)
{
    struct inv_terms t = { .term = (struct inv_term *)(void *)(x + HEADER) };
    bool lumpy = s->lo <= 0 && (s->lo < 0 || inv_series_zero_share(s) > 0.1);
    if (lesson) {
        t.n = lesson->terms.n;
        t.log = lesson->terms.log;
        memcpy(t.term, lesson->terms.term, t.n * sizeof *t.term);
    } else {
        struct inv_lesson_looks l = { .nx = s->nx, .share = (bool *)(void *)flags, .positive = (bool *)(void *)(flags + s->nx) };
        for (size_t i = 0; i < s->nx; i++)
            l.share[i] = l.positive[i] = true;
        inv_lesson_look(&l, s);
        l.above = !lumpy;
        inv_terms_suggest(&t, &l, s->m, logs);
        t.n = s->nx;            /* products are a matter of many series */
    }
    x[TERMS] = (double)t.n;
    x[PHASE] = (double)s->phase;
    x[LOGS] = t.log;
    x[NONE] = 0;
    for (size_t i = 0; i < s->n && t.log && s->lo <= 0; i++)
        if (s->y[i] > 0 && (x[NONE] == 0 || s->y[i] < 2 * x[NONE]))
            x[NONE] = s->y[i] / 2;
    x[LEVEL] = 0;
}

/* T^-1 as rows, for coefficients of terms that are divided by their scale. */
static void add_prior(struct view *v, const struct inv_lesson *l, double s2)
{
    size_t p = v->q - 1;
    for (size_t i = 0; i < p; i++) {
        double target = 0;
        v->row[0] = 0;
        for (size_t j = 0; j < p; j++) {
            v->row[1 + j] = l->root[i * p + j] / v->c.scale[j];
            target += l->root[i * p + j] * l->mean[j];
        }
        inv_lsq_add(&v->l, v->row, target, s2);
    }
}

/* The errors of log y (or y) without the level, NAN where there is none. */
static double error_at(struct view *v, const struct inv_series *s, size_t t)
{
    double y = inv_columns_demand(&v->c, s->y[t]);
    if (!isfinite(y) || !inv_design_counts(s, t) || !inv_columns_row(&v->c, t, inv_columns_at(s, t), v->row))
        return NAN;
    return y - dot(v->row, v->b, v->q);
}

/* Squared one-step errors when the level follows with alpha; *level: at the end. */
static double follow(struct view *v, const struct inv_series *s, double alpha, double *level)
{
    double sse = 0;
    for (size_t t = 0; t < s->n; t++) {
        double e = error_at(v, s, t) - *level;
        if (isfinite(e)) {
            sse += e * e;
            *level += alpha * e;
        }
    }
    return sse;
}

/* given: the group's constant; NAN: the series' own. */
static void follow_level(struct view *v, const struct inv_series *s, double given, struct inv_fit *fit)
{
    double n = (double)fit->seen, best = INFINITY;
    for (size_t i = 0; i < INV_ALPHAS; i++) {
        if (isfinite(given) && inv_alphas[i] != given)
            continue;
        double level = 0, sse = follow(v, s, inv_alphas[i], &level), loss = n * log(fmax(sse, DBL_MIN)) + (i > 0 ? CLEARLY : 0);
        if (loss < best) {
            best = loss;
            fit->sse = sse;
            fit->par[ALPHA] = inv_alphas[i];
            fit->state[LEVEL] = v->level = level;
        }
    }
}

static enum inv_status solve(const struct inv_series *s, const struct inv_lesson *lesson, struct inv_fit *fit, struct inv_err *err)
{
    struct view v = look(fit->state, s->nx, s->m);
    v.c.t = &v.t;
    inv_columns_look(&v.c, s, v.row);
    inv_lsq_init(&v.l, v.q, v.l.d);
    double top = -INFINITY;
    fit->seen = 0;
    for (size_t t = 0; t < s->n; t++) {
        double y = inv_columns_demand(&v.c, s->y[t]);
        bool counts = isfinite(y) && inv_design_counts(s, t);
        fit->seen += counts;
        top = counts && y > top ? y : top;
    }
    double all = inv_columns_take(&v.c, s, &v.l, v.row);
    /* for the check, on a copy: what this series says alone of its errors */
    size_t own = 0;
    for (size_t i = 0; i < v.q; i++)
        own += v.l.d[i] > 1e-14 * v.l.square[i];
    double free = all - (double)own, s2 = free >= 1 ? v.l.sse / free : NAN;
    if (!(fit->seen >= (lesson ? 2 : own + LEAST_FREE)) || !isfinite(v.l.sse))
        return inv_err_set(err, INV_EFIT, "too few values for a regression");
    if (lesson)                 /* a few values that happen to agree say little of the errors */
        add_prior(&v, lesson, (fmax(free, 0) * (free >= 1 ? s2 : 0) + GROUP_VALUES * lesson->s2) / (fmax(free, 0) + GROUP_VALUES));
    inv_lsq_check(&v.l, v.row);
    inv_lsq_solve(&v.l, v.q, v.b);
    fit->state[TOP] = top;
    fit->k = own;
    follow_level(&v, s, lesson && inv_regressed_short(s) ? lesson->alpha : NAN, fit);
    fit->k = fit->seen > own + 1 ? own : 1;
    inv_fit_gaussian(fit, 0);
    if (lesson && !(fit->seen > own + LEAST_FREE))
        fit->sigma = sqrt(lesson->s2);
    return isfinite(fit->sigma) ? INV_OK : inv_err_set(err, INV_EFIT, "errors that are not finite");
}

/* One-step errors of exponential smoothing, by the best constant of a few, and of a
 * season ago: what regressors must be better than. */
static double rival(const struct inv_series *s, bool logs, double none)
{
    double best = INFINITY;
    for (double alpha = 0.05; alpha < 1; alpha += 0.15) {
        double level = NAN, sse = 0, n = 0;
        for (size_t t = 0; t < s->n; t++) {
            double y = !logs ? s->y[t] : s->y[t] > 0 ? log(s->y[t]) : none > 0 && isfinite(s->y[t]) ? log(none) : NAN;
            if (!isfinite(y))
                continue;
            if (isfinite(level)) {
                sse += (y - level) * (y - level);
                n++;
            }
            level = isfinite(level) ? level + alpha * (y - level) : y;
        }
        best = n > 0 && sse / n < best ? sse / n : best;
    }
    return best;
}

static enum inv_status fit_regressed(const struct inv_series *all, const struct inv_model_args *a, struct inv_work *w,
                                     struct inv_fit *fit, struct inv_err *err)
{
    struct inv_series s = inv_fit_recent(all);
    inv_fit_start(fit, &inv_model_regressed, &s);
    fit->m = s.m;
    const struct inv_lesson *lesson = a->lesson;
    if (lesson && (lesson->series == 0 || lesson->terms.nx != s.nx || lesson->terms.m != s.m
                   || (lesson->terms.log && (s.lo < 0 || inv_series_zero_share(&s) > 0.1))))
        lesson = NULL;
    size_t terms = s.nx + INV_TERMS_CROSSED, most = state_room(terms, inv_terms_most(s.nx, s.m));
    fit->state = inv_work_take(w, most);
    double *flags = inv_work_take(w, 2 * terms);
    if (!fit->state || !flags)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for a regression");
    for (size_t i = 0; i < most; i++)
        fit->state[i] = 0;
    if (s.nx == 0 && !(lesson && lesson->terms.log))
        return inv_err_set(err, INV_EFIT, "no regressors");
    set_terms(&s, lesson, true, flags, fit->state);
    fit->nstate = state_room((size_t)fit->state[TERMS], look(fit->state, s.nx, s.m).q - 1);
    enum inv_status st = solve(&s, lesson, fit, err);
    if (st == INV_OK && !lesson && fit->sigma * fit->sigma > rival(&s, fit->state[LOGS] > 0, fit->state[NONE]))
        return inv_err_set(err, INV_EFIT, "regressors that explain less than smoothing does");
    return st;
}

/* ---- forecasts ------------------------------------------------------------------------ */

/* log y (or y) of step k, without the errors. The row stays in v->row. */
static double ahead(struct view *v, const struct inv_fit *fit, size_t k)
{
    const double *x = fit->nx > 0 ? fit->ahead + (fit->ahead ? k * fit->nx : 0) : NULL;
    if ((fit->nx > 0 && !fit->ahead) || !inv_columns_row(&v->c, fit->n + k, x, v->row))
        return NAN;
    return dot(v->row, v->b, v->q) + v->level;
}

static double demand_of(const struct view *v, const struct inv_fit *fit, double y)
{
    if (!v->t.log)
        return y;
    double most = fit->state[TOP] + log(REACH);
    return exp(y < most ? y : isnan(y) ? y : most);
}

static void add_regressed(const struct inv_fit *fit, double weight, size_t h, double *mean)
{
    struct view v = look(fit->state, fit->nx, fit->m);
    v.c.t = &v.t;
    for (size_t k = 0; k < h; k++) {
        double y = ahead(&v, fit, k);
        mean[k] += weight * demand_of(&v, fit, v.t.log ? y + fit->sigma * fit->sigma / 4 : y);
    }
}

/* The coefficients' parts of each step, row i of h for the i-th. */
static bool parts(struct view *v, const struct inv_fit *fit, size_t h, double *rank)
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

static enum inv_status outlook_paths(const struct inv_fit *fit, struct view *v, size_t h, const double *rank,
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
            level += fit->par[ALPHA] * e;
        }
    }
    return INV_OK;
}

static enum inv_status outlook_regressed(const struct inv_fit *fit, size_t h, const struct inv_model_args *a,
                                         struct inv_work *w, struct inv_rng *r, struct inv_outlook *o, struct inv_err *err)
{
    struct view v = look(fit->state, fit->nx, fit->m);
    v.c.t = &v.t;
    double *rank = inv_work_take(w, v.q * h), *psi = inv_work_take(w, h), *scale = inv_work_take(w, h);
    if (!rank || !psi || !scale)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for a regression");
    bool known = parts(&v, fit, h, rank);
    if (v.t.log && !a->linear && known)
        return outlook_paths(fit, &v, h, rank, a, w, r, o, err);
    for (size_t k = 0; k < h; k++) {        /* to the first order where it is logs */
        psi[k] = k == 0 ? 1 : fit->par[ALPHA];
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

static void term_name(const struct view *v, const struct inv_fit *fit, size_t i, char out[160])
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

static void explain_regressed(const struct inv_fit *fit, const struct inv_facts *out)
{
    struct view v = look(fit->state, fit->nx, fit->m);
    double df = (double)fit->seen - (double)fit->k;
    for (size_t i = 0; i + 1 < v.q; i++) {
        char name[160];
        term_name(&v, fit, i, name);
        for (size_t j = 0; j < v.q; j++)
            v.row[j] = j == i + 1;
        inv_lsq_parts(&v.l, v.q, v.row, v.z);
        double se = fit->sigma * sqrt(dot(v.z, v.z, v.q)) / v.c.scale[i];
        inv_regress_say(out, name, v.b[i + 1] / v.c.scale[i], v.l.d[i + 1] > 0 ? se : NAN, df);
    }
    struct inv_fact alpha = { INV_FACT_PARAMETER, "alpha", fit->par[ALPHA], NAN, NAN, NAN };
    out->say(out->ctx, &alpha);
}

static enum inv_status residuals_regressed(const struct inv_fit *fit, const struct inv_series *s, struct inv_work *w, double *e,
                                           struct inv_err *err)
{
    (void)w;
    (void)err;
    struct view v = look(fit->state, fit->nx, fit->m);
    v.c.t = &v.t;
    double level = 0;
    for (size_t t = 0; t < s->n; t++) {
        e[t] = s->nx == fit->nx ? error_at(&v, s, t) - level : NAN;
        level += isfinite(e[t]) ? fit->par[ALPHA] * e[t] : 0;
    }
    return INV_OK;
}

static enum inv_status update_regressed(struct inv_fit *fit, const struct inv_series *more, struct inv_err *err)
{
    if (more->nx != fit->nx)
        return inv_err_set(err, INV_EUSAGE, "new rows have %zu regressors, the model has %zu", more->nx, fit->nx);
    struct view v = look(fit->state, fit->nx, fit->m);
    v.c.t = &v.t;
    v.c.phase += fit->n;
    fit->sse += follow(&v, more, fit->par[ALPHA], &v.level);
    fit->state[LEVEL] = v.level;
    fit->n += more->n;
    fit->ahead = more->x ? more->x + more->n * more->nx : NULL;
    return INV_OK;
}

static size_t four(size_t m) { (void)m; return 4; }

const struct inv_model inv_model_regressed = {
    .name = "regressed", .title = "regression that borrows from the group's series",
    .source = "Blattberg and George (1991); Lindley and Smith (1972)",
    .flags = INV_MODEL_HIDDEN | INV_MODEL_SEASONAL, .parameters = parameters, .shorter = &inv_model_ses,
    .least = four, .room = room, .fit = fit_regressed, .add = add_regressed, .outlook = outlook_regressed,
    .explain = explain_regressed, .residuals = residuals_regressed, .update = update_regressed
};
