/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Least squares: see tbats.h. */
#include <float.h>
#include <math.h>
#include <string.h>

#include "tbats.h"

#define CONSTANTS INV_TBATS_CONSTANTS
#define MOST_STEPS 40
#define ENOUGH 1e-5         /* of twice the log-likelihood gained in a step */
#define SLOW 2.0            /* less than this gained in a step: ... */
#define HOPE 5.0            /* ... no more than so many times as much is still to come */
#define LEAST_DAMPING 1e-6
#define MOST_DAMPING 1e8
#define CUTS 4              /* of an infeasible step */
#define RIDGE 1e-11         /* of the starting states, for columns that say the same */

struct fitter {
    struct inv_tbats *t, next;
    const struct inv_series *s;
    double *z, *dz, *znext;
    double *A, *g;              /* normal equations of all columns */
    double *L, *V, *v;          /* A_xx = L L', V = L^-1 A_xc, v = L^-1 g_x */
    double H[CONSTANTS * CONSTANTS], r[CONSTANTS];     /* what is left for the constants */
    double lo[CONSTANTS], hi[CONSTANTS], step[CONSTANTS];
    double *move;               /* of the starting states */
    double *room;
    double beat;                /* an AICc that is to be beaten; a fit that will not is left as it is */
};

size_t inv_tbats_fit_room(size_t n, size_t states)
{
    size_t all = states + CONSTANTS;
    return 3 * n + all * all + all + states * (states + CONSTANTS + 2) + (all + 2) * (states + 2 * INV_TBATS_ARMA + 3);
}

static void set_box(struct fitter *f)
{
    const struct inv_tbats *t = f->t;
    for (size_t i = 0; i < t->at.n; i++) {
        f->lo[i] = 0;           /* on the rays of the gammas */
        f->hi[i] = 0.5;
    }
    f->hi[t->at.alpha] = 1.5;
    if (t->at.phi < CONSTANTS) {
        f->lo[t->at.phi] = 0.8;
        f->hi[t->at.phi] = 0.98;
    }
    for (size_t i = 0; i < t->form.p + t->form.q; i++) {
        size_t at = i < t->form.p ? t->at.ar + i : t->at.ma + i - t->form.p;
        f->lo[at] = -2;
        f->hi[at] = 2;
    }
    if (t->at.omega < CONSTANTS)
        f->hi[t->at.omega] = 1;
}

/* ---- data --------------------------------------------------------------------------------- */

/* The geometric mean, so that powers keep the data's size. */
static double mean_size(const struct inv_series *s)
{
    double sum = 0;
    for (size_t t = 0; t < s->n; t++)
        sum += isfinite(s->y[t]) ? log(s->y[t]) / (double)s->seen : 0;
    return exp(sum);
}

static void transform(const struct inv_tbats *t, const struct inv_series *s, double *z)
{
    for (size_t i = 0; i < s->n; i++)
        z[i] = isnan(s->y[i]) ? NAN : inv_tbats_transform(t, s->y[i]);
}

/* dz / d omega = G (omega v^omega log v - v^omega + 1) / omega^2, v = y / G; near 0 G (log v)^2 / 2. */
static void slopes(const struct inv_tbats *t, const struct inv_series *s, double *dz)
{
    double omega = inv_tbats_get(t, t->at.omega, 1);
    for (size_t i = 0; i < s->n; i++) {
        double v = t->form.power && !isnan(s->y[i]) ? log(s->y[i] / t->scale) : 0, x = omega * v;
        dz[i] = fabs(x) < 1e-3 ? t->scale * v * v * (0.5 + x / 3)
              : t->scale * (x * exp(x) - expm1(x)) / (omega * omega);
    }
}

/* ---- normal equations ------------------------------------------------------------------------ */

/* A = L L' in place of the lower triangle; a pivot that vanishes says that its column is 0. */
static void cholesky(double *A, size_t n)
{
    for (size_t j = 0; j < n; j++) {
        double d = A[j * n + j], least = d * 1e-14;
        for (size_t k = 0; k < j; k++)
            d -= A[j * n + k] * A[j * n + k];
        d = d > least && d > DBL_MIN ? sqrt(d) : INFINITY;
        A[j * n + j] = d;
        for (size_t i = j + 1; i < n; i++) {
            double x = A[i * n + j];
            for (size_t k = 0; k < j; k++)
                x -= A[i * n + k] * A[j * n + k];
            A[i * n + j] = x / d;
        }
    }
}

/* x <- L^-1 x and x <- L'^-1 x; x has a value every `stride`. */
static void forward(const double *L, size_t n, double *x, size_t stride)
{
    for (size_t i = 0; i < n; i++) {
        double s = x[i * stride];
        for (size_t k = 0; k < i; k++)
            s -= L[i * n + k] * x[k * stride];
        x[i * stride] = s / L[i * n + i];
    }
}

static void backward(const double *L, size_t n, double *x)
{
    for (size_t i = n; i-- > 0;) {
        double s = x[i];
        for (size_t k = i + 1; k < n; k++)
            s -= L[k * n + i] * x[k];
        x[i] = s / L[i * n + i];
    }
}

/* The starting states are eliminated. */
static void reduce(struct fitter *f)
{
    size_t nc = f->t->at.n, nx = f->t->nx, all = nc + nx;
    for (size_t i = 0; i < nx; i++) {
        memcpy(f->L + i * nx, f->A + (nc + i) * all + nc, nx * sizeof *f->L);
        f->L[i * nx + i] *= 1 + RIDGE;
        memcpy(f->V + i * nc, f->A + (nc + i) * all, nc * sizeof *f->V);
        f->v[i] = f->g[nc + i];
    }
    cholesky(f->L, nx);
    for (size_t j = 0; j < nc; j++)
        forward(f->L, nx, f->V + j, nc);
    forward(f->L, nx, f->v, 1);
    for (size_t i = 0; i < nc; i++) {
        f->r[i] = f->g[i];
        for (size_t k = 0; k < nx; k++)
            f->r[i] -= f->V[k * nc + i] * f->v[k];
        for (size_t j = 0; j <= i; j++) {
            double x = f->A[i * all + j];
            for (size_t k = 0; k < nx; k++)
                x -= f->V[k * nc + i] * f->V[k * nc + j];
            f->H[i * nc + j] = f->H[j * nc + i] = x;
        }
    }
}

/* The starting states' move that goes with one of the constants. */
static void follow(struct fitter *f)
{
    size_t nc = f->t->at.n, nx = f->t->nx;
    for (size_t i = 0; i < nx; i++) {
        f->move[i] = -f->v[i];
        for (size_t j = 0; j < nc; j++)
            f->move[i] -= f->V[i * nc + j] * f->step[j];
    }
    backward(f->L, nx, f->move);
}

static void cut_step(struct fitter *f)
{
    for (size_t i = 0; i < f->t->at.n; i++)
        f->step[i] *= 0.3;
    follow(f);
}

/* Marquardt's step within the box; constants at its edge that would leave it stay. */
static void find_step(struct fitter *f, double damping)
{
    size_t nc = f->t->at.n, at[CONSTANTS], n = 0;
    double M[CONSTANTS * CONSTANTS], x[CONSTANTS];
    for (size_t i = 0; i < nc; i++) {
        double c = f->t->constant[i];
        f->step[i] = 0;
        if (f->H[i * nc + i] > 0 && !(c <= f->lo[i] && f->r[i] > 0) && !(c >= f->hi[i] && f->r[i] < 0))
            at[n++] = i;
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++)
            M[i * n + j] = f->H[at[i] * nc + at[j]] * (i == j ? 1 + damping : 1);
        x[i] = -f->r[at[i]];
    }
    cholesky(M, n);
    forward(M, n, x, 1);
    backward(M, n, x);
    for (size_t i = 0; i < n; i++) {
        double c = f->t->constant[at[i]], to = c + x[i];
        to = to < f->lo[at[i]] ? f->lo[at[i]] : to > f->hi[at[i]] ? f->hi[at[i]] : to;
        f->step[at[i]] = isfinite(to) ? to - c : 0;
    }
    follow(f);
}

/* ---- steps ---------------------------------------------------------------------------------- */

static void pass(struct fitter *f)
{
    inv_tbats_pass(f->t, f->z, f->dz, f->s->n, f->A, f->g, f->room);
    reduce(f);
}

enum outcome { WORSE, INFEASIBLE, BETTER };

/* Where the step leads. */
static enum outcome try_step(struct fitter *f)
{
    f->next = *f->t;
    for (size_t i = 0; i < f->t->at.n; i++)
        f->next.constant[i] += f->step[i];
    for (size_t i = 0; i < f->t->nx; i++)
        f->next.start[i] += f->move[i];
    inv_tbats_settle(&f->next);
    const double *z = f->z;
    if (f->next.form.power) {
        transform(&f->next, f->s, f->znext);
        z = f->znext;
    }
    inv_tbats_run(&f->next, z, f->s->n, NULL);
    return !(f->next.sse < f->t->sse) ? WORSE : inv_tbats_feasible(&f->next) ? BETTER : INFEASIBLE;
}

static void take_step(struct fitter *f)
{
    *f->t = f->next;
    if (!f->t->form.power)
        return;
    double *z = f->z;
    f->z = f->znext;
    f->znext = z;
    slopes(f->t, f->s, f->dz);
}

/* Constants that are not feasible, from another form or series, are no place to
 * start from: with little of the gammas and a beta that alpha outweighs they are. */
static void mend(struct inv_tbats *t)
{
    inv_tbats_settle(t);
    if (inv_tbats_feasible(t))
        return;
    for (size_t i = 0; i < t->form.ns; i++)
        if (t->at.gamma[i] < CONSTANTS)
            t->constant[t->at.gamma[i]] = t->constant[t->at.gamma[i] + 1] = 0.001;
    double *alpha = t->constant + t->at.alpha;
    *alpha = *alpha < 0.05 ? 0.05 : *alpha > 0.9 ? 0.9 : *alpha;
    if (t->at.beta < CONSTANTS && t->constant[t->at.beta] > 0.1 * *alpha)
        t->constant[t->at.beta] = 0.1 * *alpha;
    inv_tbats_settle(t);
}

/* The starting states for the constants that there are. */
static void begin(struct fitter *f)
{
    memset(f->step, 0, sizeof f->step);
    memset(f->t->start, 0, sizeof f->t->start);
    mend(f->t);
    if (f->t->form.power)
        f->t->scale = mean_size(f->s);
    transform(f->t, f->s, f->z);
    slopes(f->t, f->s, f->dz);
    pass(f);
    follow(f);
    memcpy(f->t->start, f->move, f->t->nx * sizeof *f->move);
    inv_tbats_run(f->t, f->z, f->s->n, NULL);
}

/* A step that leaves what is feasible is cut, one that does not help is damped. */
static bool improve(struct fitter *f, double *damping)
{
    for (; *damping < MOST_DAMPING; *damping *= 8) {
        enum outcome is = INFEASIBLE;
        find_step(f, *damping);
        for (size_t i = 0; i < CUTS && is == INFEASIBLE; i++) {
            if (i > 0)
                cut_step(f);
            is = try_step(f);
        }
        if (is == BETTER)
            return true;
    }
    return false;
}

static void climb(struct fitter *f)
{
    double damping = 1e-3, n = (double)f->t->seen;
    for (size_t i = 0; i < MOST_STEPS && f->t->sse > DBL_MIN; i++) {
        double before = f->t->sse;
        pass(f);
        if (!improve(f, &damping))
            return;
        take_step(f);
        damping = damping / 8 > LEAST_DAMPING ? damping / 8 : LEAST_DAMPING;
        double gain = n * log(before / f->t->sse);
        if (gain < ENOUGH || (gain < SLOW && inv_tbats_aicc(f->t) - HOPE * gain > f->beat))
            return;
    }
}

enum inv_status inv_tbats_fit(struct inv_tbats *t, const struct inv_series *s, double beat, struct inv_work *w,
                              struct inv_err *err)
{
    struct fitter f = { .t = t, .s = s, .beat = beat };
    size_t n = s->n, nx = t->nx, all = inv_tbats_count(t), mark = inv_work_mark(w);
    f.z = inv_work_take(w, n);
    f.dz = inv_work_take(w, n);
    f.znext = inv_work_take(w, n);
    f.A = inv_work_take(w, all * all);
    f.g = inv_work_take(w, all);
    f.L = inv_work_take(w, nx * nx);
    f.V = inv_work_take(w, nx * CONSTANTS);
    f.v = inv_work_take(w, nx);
    f.move = inv_work_take(w, nx);
    f.room = inv_work_take(w, inv_tbats_pass_room(t));
    if (!f.z || !f.dz || !f.znext || !f.A || !f.g || !f.L || !f.V || !f.v || !f.move || !f.room)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for tbats");
    set_box(&f);
    begin(&f);
    if (isfinite(f.t->sse))
        climb(&f);
    inv_work_release(w, mark);
    return isfinite(t->sse) ? INV_OK : inv_err_set(err, INV_EFIT, "no states to start from");
}
