/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "arima_state.h"

#include <math.h>
#include <string.h>

#define HEAD 5
#define DIFFUSE 1e6
#define SETTLED 1e4

/* ---- orders in a number ------------------------------------------------------------------ */

size_t inv_arima_kind(const struct inv_arima_order *o)
{
    return o->p | o->q << 4 | o->P << 8 | o->Q << 11 | o->d << 14 | o->D << 16 | (size_t)o->constant << 17;
}

static struct inv_arima_order order_of(size_t kind, size_t m)
{
    return (struct inv_arima_order){ .p = kind & 15, .q = kind >> 4 & 15, .P = kind >> 8 & 7, .Q = kind >> 11 & 7,
                                     .d = kind >> 14 & 3, .D = kind >> 16 & 1, .m = m, .constant = kind >> 17 & 1 };
}

/* ---- the layout ------------------------------------------------------------------------------ */

static size_t kept(const struct inv_arima_order *o)
{
    size_t N = inv_arma_states(o) + inv_arima_memory(o);
    return N <= INV_ARIMA_KEPT ? N : 0;
}

static size_t state_room(const struct inv_arima_order *o, size_t nx, size_t P)
{
    size_t k = inv_arima_coef(o), r = inv_arma_states(o), N = r + inv_arima_memory(o);
    return HEAD + 2 * k + 2 * (nx + o->constant) + 2 * N + 2 * r + P * P;
}

size_t inv_arima_state_room(const struct inv_arima_order *o, size_t nx)
{
    return state_room(o, nx, kept(o));
}

/* A small order keeps a matrix that a large one does without. */
size_t inv_arima_state_most(const struct inv_arima_order *most, size_t nx)
{
    size_t N = inv_arma_states(most) + inv_arima_memory(most);
    return state_room(most, nx, N < INV_ARIMA_KEPT ? N : INV_ARIMA_KEPT);
}

static double *cut(double **at, size_t n)
{
    double *p = *at;
    *at += n;
    return p;
}

void inv_arima_open(const struct inv_fit *fit, struct inv_arima_model *m)
{
    double *at = fit->state;
    m->order = order_of(fit->kind, fit->m);
    m->k = inv_arima_coef(&m->order);
    m->nlinear = fit->nx + m->order.constant;
    m->r = inv_arma_states(&m->order);
    m->memory = inv_arima_memory(&m->order);
    m->N = m->r + m->memory;
    m->kept = kept(&m->order);
    m->gaps = cut(&at, 1);
    m->lambda = cut(&at, 1);
    m->centre = cut(&at, 1);
    m->F = cut(&at, 1);
    m->M = cut(&at, 1);
    m->coef = cut(&at, m->k);
    m->se = cut(&at, m->k);
    m->linear = cut(&at, m->nlinear);
    m->linear_se = cut(&at, m->nlinear);
    m->x = cut(&at, m->N);
    m->K = cut(&at, m->r);
    m->L = cut(&at, m->r);
    m->P = cut(&at, m->kept * m->kept);
    m->ring = cut(&at, m->N);
}

void inv_arima_lags(const struct inv_arima_model *m, struct inv_arma *a, struct inv_arima_delta *delta)
{
    const double *coef[INV_FOUR] = { m->coef, m->coef, m->coef, m->coef };
    inv_arma_expand(a, &m->order, coef);
    inv_arima_delta(delta, &m->order);
}

double inv_arima_linear(const struct inv_arima_model *m, const double *x, double t)
{
    const double *by = m->linear;
    double s = *m->centre;
    if (m->order.constant)
        s += *by++ * (m->order.d + m->order.D > 0 ? t : 1);
    for (size_t i = 0; x && i + m->order.constant < m->nlinear; i++)
        s += by[i] * x[i];
    return s;
}

/* ---- at the beginning ------------------------------------------------------------------------ */

size_t inv_arima_begin_room(const struct inv_arima_order *o)
{
    size_t r = inv_arma_states(o);
    return INV_FOUR * (r + (kept(o) ? r * r : 0)) + inv_arma_covariance_room(r);
}

/* Whether the values that the first difference looks back to are known: nothing is diffuse then. */
static bool settled(const struct inv_arima_model *m, const double *y, size_t n)
{
    for (size_t t = 0; t < m->memory; t++)
        if (t >= n || !isfinite(y[t]))
            return false;
    return true;
}

void inv_arima_begin(struct inv_arima_model *m, const double *y, size_t n, double *work)
{
    bool gaps = m->kept > 0 && !settled(m, y, n);
    struct inv_arma a;
    struct inv_arima_delta delta;
    struct inv_arma_state s = { .x = m->x, .K = m->K, .L = m->L };
    size_t r = m->r, N = m->kept;
    inv_arima_lags(m, &a, &delta);
    for (size_t i = 0; i < m->N; i++)
        m->x[i] = 0;
    inv_arma_begin(&a, &s, 1, work);
    *m->F = s.F;
    *m->M = s.M;
    *m->gaps = gaps;
    for (size_t i = 0; i < N * N; i++)
        m->P[i] = 0;
    if (N == 0)
        return;
    inv_four *first = (inv_four *)(void *)work, *P = first + r;
    inv_arma_covariance(&a, first, (double *)(void *)(P + r * r));
    inv_arma_spread(&a, first, P, r);
    for (size_t i = 0; i < r; i++)
        for (size_t j = 0; j < r; j++)
            m->P[i * N + j] = P[i * r + j][0];
    for (size_t i = r; i < N && gaps; i++)
        m->P[i * N + i] = DIFFUSE;
}

/* ---- onwards --------------------------------------------------------------------------------- */

struct run {
    struct inv_arima_model *m;
    struct inv_arma a;
    struct inv_arima_delta delta;
    struct inv_arima_sums *sums;
};

/* An innovation and its variance. */
static double count(struct run *g, double e, double F)
{
    double u = e / sqrt(F);
    g->sums->count++;
    g->sums->sse += u * u;
    g->sums->logdet += log(F);
    return u;
}

static double observe(const struct run *g, const double *x, size_t step)
{
    double s = x[0];
    for (size_t i = 0; i < g->delta.n; i++)
        s += g->delta.by[i] * x[(g->m->r + g->delta.lag[i] - 1) * step];
    return s;
}

/* The memory's part of a step: y comes in. */
static void push(const struct run *g, double *x, size_t step, double y)
{
    for (size_t i = g->m->N; i-- > g->m->r + 1;)
        x[i * step] = x[(i - 1) * step];
    if (g->m->memory > 0)
        x[g->m->r * step] = y;
}

/* The states' part. */
static void turn(const struct run *g, double *x, size_t step)
{
    double first = x[0];
    for (size_t i = 0; i + 1 < g->m->r; i++)
        x[i * step] = x[(i + 1) * step];
    x[(g->m->r - 1) * step] = 0;
    for (size_t i = 0; i < g->a.nphi; i++)
        x[(g->a.phi_lag[i] - 1) * step] += g->a.phi[i][0] * first;
}

/* One value on the recursions of inv_arma_step; P of the r states follows. */
static double plain_step(struct run *g, double y)
{
    struct inv_arima_model *m = g->m;
    struct inv_arma_state s = { *m->F, *m->M, m->x, m->K, m->L };
    double innov, w = y - (observe(g, m->x, 1) - m->x[0]);
    for (size_t i = 0; i < m->r && m->kept; i++)
        for (size_t j = 0; j < m->r; j++)
            m->P[i * m->kept + j] += s.M * s.L[i] * s.L[j];
    inv_arma_step(&g->a, &s, 1, &w, &innov);
    *m->F = s.F;
    *m->M = s.M;
    push(g, m->x, 1, y);
    return innov;
}

/* Values that only fill the memory of the differences. */
static double first_step(struct run *g, double y)
{
    push(g, g->m->x, 1, y);
    return NAN;
}

static void predict(struct run *g)
{
    struct inv_arima_model *m = g->m;
    size_t N = m->kept;
    for (size_t j = 0; j < N; j++) {
        double y = observe(g, m->P + j, N);
        push(g, m->P + j, N, y);
        turn(g, m->P + j, N);
    }
    for (size_t i = 0; i < N; i++) {
        double y = observe(g, m->P + i * N, 1);
        push(g, m->P + i * N, 1, y);
        turn(g, m->P + i * N, 1);
    }
    for (size_t i = 0; i <= g->a.ntheta; i++)
        for (size_t j = 0; j <= g->a.ntheta; j++) {
            size_t x = i ? g->a.theta_lag[i - 1] : 0, z = j ? g->a.theta_lag[j - 1] : 0;
            m->P[x * N + z] += (i ? g->a.theta[i - 1][0] : 1) * (j ? g->a.theta[j - 1][0] : 1);
        }
}

/* Kalman's filter; y NAN: missing. */
static double gaps_step(struct run *g, double y)
{
    struct inv_arima_model *m = g->m;
    size_t N = m->kept;
    double *PZ = m->ring, innov = NAN;
    for (size_t i = 0; i < N; i++)
        PZ[i] = observe(g, m->P + i * N, 1);
    double F = observe(g, PZ, 1);
    if (isfinite(y)) {
        double e = y - observe(g, m->x, 1);
        for (size_t i = 0; i < N; i++) {
            m->x[i] += PZ[i] * e / F;
            for (size_t j = 0; j < N; j++)
                m->P[i * N + j] -= PZ[i] * PZ[j] / F;
        }
        innov = F < SETTLED ? count(g, e, F) : NAN;
    }
    double now = observe(g, m->x, 1);
    push(g, m->x, 1, now);
    turn(g, m->x, 1);
    predict(g);
    return innov;
}

/* y is less its linear part. */
static double take(struct run *g, double y, bool filling)
{
    struct inv_arima_model *m = g->m;
    if (!isfinite(y) && m->kept > 0)
        *m->gaps = 1;           /* P of the memory is 0 so far: all of it is known */
    if (*m->gaps > 0)
        return gaps_step(g, y);
    if (filling)
        return first_step(g, y);
    double F = *m->F;
    bool known = isfinite(y);
    double e = plain_step(g, known ? y : observe(g, m->x, 1));
    return known ? count(g, e, F) : NAN;
}

void inv_arima_run(struct inv_arima_model *m, const double *y, const double *x, size_t nx, size_t before, size_t n,
                   double *e, struct inv_arima_sums *sums)
{
    struct run g = { .m = m, .sums = sums };
    inv_arima_lags(m, &g.a, &g.delta);
    for (size_t t = 0; t < n; t++) {
        double v = y[t] - inv_arima_linear(m, x ? x + t * nx : NULL, (double)(before + t));
        double u = take(&g, v, before + t < m->memory);
        if (e)
            e[t] = u;
    }
}
