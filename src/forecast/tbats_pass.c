/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One pass over the data with the derivatives of all states with respect to all
 * constants and starting states (the columns). */
#include <math.h>
#include <string.h>

#include "tbats.h"

/* Two doubles side by side (gcc and clang), anywhere in memory. */
typedef double pair __attribute__((vector_size(16), aligned(8), may_alias));

struct pass {
    const struct inv_tbats *t;
    size_t nc, pairs;           /* columns; pairs that hold a row of them */
    double x[INV_TBATS_STATES], d[INV_TBATS_ARMA], e[INV_TBATS_ARMA];
    double phi;
    pair *X;                    /* rows of derivatives: of the states, ... */
    pair *D[INV_TBATS_ARMA], *E[INV_TBATS_ARMA];   /* ... of the last d and e, ... */
    pair *u, *a;                /* ... of what states and errors forecast */
};

static double *as_row(pair *row)
{
    return (double *)(void *)row;
}

static size_t pairs_of(const struct inv_tbats *t)
{
    return (inv_tbats_count(t) + 1) / 2;
}

size_t inv_tbats_pass_room(const struct inv_tbats *t)
{
    return 2 * pairs_of(t) * (t->nx + 2 * INV_TBATS_ARMA + 2);
}

static void open_pass(struct pass *p, const struct inv_tbats *t, double *room)
{
    *p = (struct pass){ .t = t, .nc = inv_tbats_count(t), .pairs = pairs_of(t), .phi = inv_tbats_get(t, t->at.phi, 1) };
    memset(room, 0, inv_tbats_pass_room(t) * sizeof *room);
    memcpy(p->x, t->start, t->nx * sizeof *p->x);
    p->X = (pair *)(void *)room;
    pair *next = p->X + t->nx * p->pairs;
    for (size_t i = 0; i < INV_TBATS_ARMA; i++, next += 2 * p->pairs) {
        p->D[i] = next;
        p->E[i] = next + p->pairs;
    }
    p->u = next;
    p->a = next + p->pairs;
    for (size_t i = 0; i < t->nx; i++)      /* the states' own columns */
        as_row(p->X + i * p->pairs)[t->at.n + i] = 1;
}

/* ---- rows -------------------------------------------------------------------------------- */

static void add_row(pair *to, const pair *row, double by, size_t n)
{
    pair b = { by, by };
    for (size_t i = 0; i < n; i++)
        to[i] += b * row[i];
}

/* The states' forecast, and its derivatives in u. */
static double of_states(struct pass *p)
{
    const struct inv_tbats *t = p->t;
    size_t n = p->pairs, at = 1;
    double u = p->x[0];
    memcpy(p->u, p->X, n * sizeof *p->u);
    if (t->form.trend != INV_TBATS_LEVEL) {
        u += p->phi * p->x[1];
        add_row(p->u, p->X + n, p->phi, n);
        if (t->at.phi < INV_TBATS_CONSTANTS)
            as_row(p->u)[t->at.phi] += p->x[1];
        at = 2;
    }
    for (size_t i = 0; i < t->nh; i++) {
        u += p->x[at];
        add_row(p->u, p->X + at * n, 1, n);
        at += t->harmonic[i].single ? 1 : 2;
    }
    return u;
}

/* The same of the last errors, in a. */
static double of_errors(struct pass *p)
{
    const struct inv_tbats *t = p->t;
    double a = 0;
    if (t->form.p + t->form.q == 0)
        return 0;
    memset(p->a, 0, p->pairs * sizeof *p->a);
    for (size_t i = 0; i < t->form.p; i++) {
        a += t->constant[t->at.ar + i] * p->d[i];
        add_row(p->a, p->D[i], t->constant[t->at.ar + i], p->pairs);
        as_row(p->a)[t->at.ar + i] += p->d[i];
    }
    for (size_t i = 0; i < t->form.q; i++) {
        a += t->constant[t->at.ma + i] * p->e[i];
        add_row(p->a, p->E[i], t->constant[t->at.ma + i], p->pairs);
        as_row(p->a)[t->at.ma + i] += p->e[i];
    }
    return a;
}

/* ---- states ------------------------------------------------------------------------------- */

static void move_trend(struct pass *p, double d, const pair *dd)
{
    const struct inv_tbats *t = p->t;
    size_t n = p->pairs;
    double alpha = t->constant[t->at.alpha];
    pair *L = p->X, *B = p->X + n;
    if (t->form.trend != INV_TBATS_LEVEL) {
        double b = p->x[1], beta = t->constant[t->at.beta];
        p->x[0] += p->phi * b;
        p->x[1] = p->phi * b + beta * d;
        pair phi = { p->phi, p->phi }, by = { beta, beta };
        for (size_t i = 0; i < n; i++) {
            pair old = phi * B[i];
            L[i] += old;
            B[i] = old + by * dd[i];
        }
        as_row(B)[t->at.beta] += d;
        if (t->at.phi < INV_TBATS_CONSTANTS) {
            as_row(L)[t->at.phi] += b;
            as_row(B)[t->at.phi] += b;
        }
    }
    p->x[0] += alpha * d;
    add_row(L, dd, alpha, n);
    as_row(L)[t->at.alpha] += d;
}

static void turn(pair *S, pair *C, const struct inv_tbats_harmonic *h, const double *gamma, const pair *dd, size_t n)
{
    pair c = { h->cos, h->cos }, s = { h->sin, h->sin }, g1 = { gamma[0], gamma[0] }, g2 = { gamma[1], gamma[1] };
    for (size_t i = 0; i < n; i++) {
        pair old = S[i];
        S[i] = c * old + s * C[i] + g1 * dd[i];
        C[i] = c * C[i] - s * old + g2 * dd[i];
    }
}

static void move_season(struct pass *p, double d, const pair *dd)
{
    const struct inv_tbats *t = p->t;
    size_t n = p->pairs, at = t->form.trend == INV_TBATS_LEVEL ? 1 : 2;
    for (size_t i = 0; i < t->nh; i++) {
        const struct inv_tbats_harmonic *h = &t->harmonic[i];
        size_t column = t->at.gamma[h->season];
        const double *gamma = t->gamma[h->season];
        const double (*ray)[2] = t->ray[h->season];
        pair *S = p->X + at * n;
        double *x = p->x + at, s = x[0];
        if (h->single) {
            pair g = { gamma[0], gamma[0] };
            x[0] = -s + gamma[0] * d;
            for (size_t j = 0; j < n; j++)
                S[j] = g * dd[j] - S[j];
            as_row(S)[column] += ray[0][0] * d;
            as_row(S)[column + 1] += ray[1][0] * d;
            at++;
            continue;
        }
        x[0] = h->cos * s + h->sin * x[1] + gamma[0] * d;
        x[1] = h->cos * x[1] - h->sin * s + gamma[1] * d;
        turn(S, S + n, h, gamma, dd, n);
        for (size_t j = 0; j < 2; j++) {
            as_row(S)[column + j] += ray[j][0] * d;
            as_row(S + n)[column + j] += ray[j][1] * d;
        }
        at += 2;
    }
}

/* The newest row comes first. */
static void remember(pair **rows, double *last, const pair *row, double x, size_t n)
{
    pair *oldest = rows[INV_TBATS_ARMA - 1];
    for (size_t i = INV_TBATS_ARMA - 1; i > 0; i--) {
        rows[i] = rows[i - 1];
        last[i] = last[i - 1];
    }
    rows[0] = oldest;
    last[0] = x;
    memcpy(oldest, row, n * sizeof *row);
}

/* ---- sums --------------------------------------------------------------------------------- */

/* The lower triangle, whole pairs of columns at a time. */
static void add_products(const pair *row, double e, size_t nc, double *A, double *g)
{
    const double *r = (const double *)(const void *)row;
    for (size_t i = 0; i < nc; i++) {
        double x = r[i], *to = A + i * nc;
        pair by = { x, x };
        g[i] += x * e;
        for (size_t j = 0; j + 1 <= i; j += 2)
            *(pair *)(void *)(to + j) += by * row[j / 2];
        if (i % 2 == 0)
            to[i] += x * x;
    }
}

static void period(struct pass *p, double z, double dz, double *A, double *g)
{
    const struct inv_tbats *t = p->t;
    size_t n = p->pairs;
    bool arma = t->form.p + t->form.q > 0, known = !isnan(z);
    double u = of_states(p), a = of_errors(p), d = known ? z - u : a, e = d - a;
    if (known)
        for (size_t i = 0; i < n; i++)
            p->u[i] = -p->u[i];
    else if (arma)
        memcpy(p->u, p->a, n * sizeof *p->u);
    else
        memset(p->u, 0, n * sizeof *p->u);
    if (known && t->at.omega < INV_TBATS_CONSTANTS)
        as_row(p->u)[t->at.omega] += dz;
    move_trend(p, d, p->u);             /* u is now the row of d */
    move_season(p, d, p->u);
    for (size_t i = 0; arma && i < n; i++)
        p->a[i] = p->u[i] - p->a[i];    /* and a that of e */
    if (known)
        add_products(arma ? p->a : p->u, e, p->nc, A, g);
    if (arma) {
        remember(p->D, p->d, p->u, d, n);
        remember(p->E, p->e, p->a, e, n);
    }
}

void inv_tbats_pass(const struct inv_tbats *t, const double *z, const double *dz, size_t n, double *A, double *g,
                    double *room)
{
    struct pass p;
    open_pass(&p, t, room);
    memset(A, 0, p.nc * p.nc * sizeof *A);
    memset(g, 0, p.nc * sizeof *g);
    for (size_t i = 0; i < n; i++)
        period(&p, z[i], dz[i], A, g);
    for (size_t i = 0; i < p.nc; i++)
        for (size_t j = 0; j < i; j++)
            A[j * p.nc + i] = A[i * p.nc + j];
}
