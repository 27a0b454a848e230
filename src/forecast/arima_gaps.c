/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "arima_gaps.h"

#define DIFFUSE 1e6         /* variance of a state that nothing is known of, per var(e) */
#define SETTLED 1e4         /* an innovation's variance from which on it counts */

#define four(x) ((inv_four){ (x), (x), (x), (x) })

/* Multiplies by (1 - B^lag). `c` is 1 - the coefficients of y(t - i). */
static void times(struct inv_arima_delta *x, size_t lag)
{
    struct inv_arima_delta y = *x;
    for (size_t i = 0; i <= x->n; i++) {
        size_t at = lag + (i ? x->lag[i - 1] : 0), k = 0;
        double by = i ? -x->by[i - 1] : 1;
        while (k < y.n && y.lag[k] != at)
            k++;
        if (k == y.n) {
            y.lag[y.n] = at;
            y.by[y.n++] = 0;
        }
        y.by[k] += by;
    }
    *x = y;
}

void inv_arima_delta(struct inv_arima_delta *x, const struct inv_arima_order *o)
{
    x->n = 0;
    for (size_t i = 0; i < o->d; i++)
        times(x, 1);
    for (size_t i = 0; i < o->D; i++)
        times(x, o->m);
}

size_t inv_arma_gaps_room(size_t r, size_t memory, size_t ncol)
{
    size_t N = r + memory;
    return INV_FOUR * (N * (N + 4 + ncol) + 4 * r + 8) + inv_arma_covariance_room(r);
}

struct gaps {
    const struct inv_arma *a;
    struct inv_arima_delta delta;
    size_t r, N;
    inv_four *P, *PZ, *row, *x, *phi, *R;   /* phi[i]: of lag i + 1; R: 1, theta_1, ... */
};

/* P[i][j] = P[i+1][j+1] + phi_i P[0][j+1] + P[i+1][0] phi_j + phi_i phi_j P[0][0] + R_i R_j,
 * from the last one backwards. */
void inv_arma_spread(const struct inv_arma *a, const inv_four *first, inv_four *P, size_t stride)
{
    size_t r = a->r;
    for (size_t i = 0; i < r; i++)
        for (size_t j = 0; j < r; j++)
            P[i * stride + j] = four(0);
    for (size_t i = 0; i < a->nphi; i++)
        for (size_t j = 0; j < r; j++) {
            size_t at = a->phi_lag[i] - 1;
            inv_four x = a->phi[i] * (j + 1 < r ? first[j + 1] : four(0));
            P[at * stride + j] += x;
            P[j * stride + at] += x;
        }
    for (size_t i = 0; i < a->nphi; i++)
        for (size_t j = 0; j < a->nphi; j++)
            P[(a->phi_lag[i] - 1) * stride + a->phi_lag[j] - 1] += a->phi[i] * a->phi[j] * first[0];
    for (size_t i = 0; i <= a->ntheta; i++)
        for (size_t j = 0; j <= a->ntheta; j++) {
            size_t x = i ? a->theta_lag[i - 1] : 0, y = j ? a->theta_lag[j - 1] : 0;
            P[x * stride + y] += (i ? a->theta[i - 1] : four(1)) * (j ? a->theta[j - 1] : four(1));
        }
    for (size_t i = r; i-- > 0;)
        for (size_t j = r; j-- > 0;)
            if (i + 1 < r && j + 1 < r)
                P[i * stride + j] += P[(i + 1) * stride + j + 1];
}

/* Whether all values that the first difference looks back to are known: nothing is diffuse then. */
static bool settled(const struct inv_arma_columns *w, size_t memory)
{
    for (size_t t = 0; t < memory; t++)
        if (t >= w->n || !isfinite(w->column[0][t]))
            return false;
    return true;
}

static void begin(struct gaps *g, size_t ncol, bool diffuse, double *work)
{
    const struct inv_arma *a = g->a;
    size_t r = g->r, N = g->N;
    inv_four *first = g->row;
    inv_arma_covariance(a, first, work);
    for (size_t i = 0; i < N * N; i++)
        g->P[i] = four(0);
    inv_arma_spread(a, first, g->P, N);
    for (size_t i = r; i < N && diffuse; i++)
        g->P[i * N + i] = four(DIFFUSE);
    for (size_t i = 0; i < ncol * N; i++)
        g->x[i] = four(0);
}

/* Z x: what the states say of y; x[i * step]. */
static void observe(const struct gaps *g, const inv_four *x, size_t step, inv_four *out)
{
    inv_four s = x[0];
    for (size_t i = 0; i < g->delta.n; i++)
        s += g->delta.by[i] * x[(g->r + g->delta.lag[i] - 1) * step];
    *out = s;
}

static void update(struct gaps *g, const inv_four *F)
{
    size_t N = g->N;
    for (size_t i = 0; i < N; i++) {
        inv_four k = g->PZ[i] / *F, *row = g->P + i * N;
        for (size_t j = 0; j < N; j++)
            row[j] -= k * g->PZ[j];
    }
}

/* The memory's part of a step. */
static void push(const struct gaps *g, inv_four *x, size_t step, const inv_four *y)
{
    size_t r = g->r;
    for (size_t i = g->N; i-- > r + 1;)
        x[i * step] = x[(i - 1) * step];
    if (g->N > r)
        x[r * step] = *y;
}

/* T x of a vector whose elements are `step` apart; y: what it says of the value now. */
static void turn(const struct gaps *g, inv_four *x, size_t step, const inv_four *y)
{
    size_t r = g->r;
    inv_four first = x[0];
    push(g, x, step, y);
    for (size_t i = 0; i + 1 < r; i++)
        x[i * step] = x[(i + 1) * step];
    x[(r - 1) * step] = four(0);
    for (size_t i = 0; i < g->a->nphi; i++)
        x[(g->a->phi_lag[i] - 1) * step] += g->a->phi[i] * first;
}

/* P = T P T' + R R'. */
static void predict(struct gaps *g)
{
    size_t N = g->N;
    inv_four y;
    for (size_t j = 0; j < N; j++) {
        observe(g, g->P + j, N, &y);
        turn(g, g->P + j, N, &y);
    }
    for (size_t i = 0; i < N; i++) {
        observe(g, g->P + i * N, 1, &y);
        turn(g, g->P + i * N, 1, &y);
    }
    const struct inv_arma *a = g->a;
    for (size_t i = 0; i <= a->ntheta; i++)
        for (size_t j = 0; j <= a->ntheta; j++) {
            size_t x = i ? a->theta_lag[i - 1] : 0, z = j ? a->theta_lag[j - 1] : 0;
            g->P[x * N + z] += (i ? a->theta[i - 1] : four(1)) * (j ? a->theta[j - 1] : four(1));
        }
}

/* A value that only fills the memory. */
static void fill(struct gaps *g, const struct inv_arma_columns *w, size_t t, inv_four *u)
{
    for (size_t c = 0; c < w->ncol; c++) {
        inv_four y = four(w->column[c][t] - (c == 0 ? w->centre : 0));
        u[c * w->n + t] = four(0);
        push(g, g->x + c * g->N, 1, &y);
    }
}

/* One value of all columns. Whether it counts. */
static bool take(struct gaps *g, const struct inv_arma_columns *w, size_t t, inv_four *u, double logdet[INV_FOUR])
{
    inv_four F, y;
    bool known = isfinite(w->column[0][t]), counts;
    for (size_t i = 0; i < g->N; i++)
        observe(g, g->P + i * g->N, 1, &g->PZ[i]);
    observe(g, g->PZ, 1, &F);
    counts = known && F[0] < SETTLED;
    for (size_t c = 0; c < w->ncol; c++) {
        inv_four *x = g->x + c * g->N;
        u[c * w->n + t] = four(0);
        if (known) {
            observe(g, x, 1, &y);
            inv_four e = four(w->column[c][t] - (c == 0 ? w->centre : 0)) - y, gain = e / F;
            for (size_t i = 0; i < g->N; i++)
                x[i] += g->PZ[i] * gain;
            if (counts)
                u[c * w->n + t] = e * (inv_four){ 1 / sqrt(F[0]), 1 / sqrt(F[1]), 1 / sqrt(F[2]), 1 / sqrt(F[3]) };
        }
        observe(g, x, 1, &y);
        turn(g, x, 1, &y);
    }
    for (size_t i = 0; i < INV_FOUR && counts; i++)
        logdet[i] += log(F[i]);
    if (known)
        update(g, &F);
    predict(g);
    return counts;
}

size_t inv_arma_pass_gaps(const struct inv_arma *a, const struct inv_arima_order *o, const struct inv_arma_columns *w,
                          double *work, inv_four *u, double logdet[INV_FOUR])
{
    struct gaps g = { .a = a, .r = a->r, .N = a->r + inv_arima_memory(o) };
    size_t count = 0;
    inv_arima_delta(&g.delta, o);
    g.P = (inv_four *)(void *)work;
    g.PZ = g.P + g.N * g.N;
    g.row = g.PZ + g.N;
    g.x = g.row + g.N;
    size_t memory = settled(w, g.N - g.r) ? g.N - g.r : 0;
    begin(&g, w->ncol, memory < g.N - g.r, (double *)(void *)(g.x + w->ncol * g.N));
    for (size_t i = 0; i < INV_FOUR; i++)
        logdet[i] = 0;
    for (size_t t = 0; t < memory; t++)
        fill(&g, w, t, u);
    for (size_t t = memory; t < w->n; t++)
        count += take(&g, w, t, u, logdet);
    return count;
}
