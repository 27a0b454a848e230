/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ets_step.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* The usual region: what R's ets allows, a little more for beta and gamma. */
#define LEAST 1e-4
#define MOST 0.9999
#define LEAST_PHI 0.8
#define MOST_PHI 0.98

/* The cautious region, from rolling origins inside the histories of M3 and of
 * hospital supplies. */
#define SLOWEST 0.12
#define STEEPEST 0.1        /* beta / alpha */

/* ---- parameters as a vector ------------------------------------------------------- */

static void put(struct inv_ets *e, const struct inv_ets_columns *c, const double *x)
{
    e->alpha = x[c->alpha];
    e->beta = c->ratio != INV_ETS_NO_COLUMN ? x[c->ratio] * (c->direct ? 1 : e->alpha) : 0;
    e->gamma = c->share != INV_ETS_NO_COLUMN ? x[c->share] * (c->direct ? 1 : 1 - e->alpha) : 0;
    e->phi = c->phi != INV_ETS_NO_COLUMN ? x[c->phi] : 1;
    e->l = x[c->l];
    e->b = c->b != INV_ETS_NO_COLUMN ? x[c->b] : 0;
    if (c->seasons == 0)
        return;
    double rest = e->form.season == INV_ETS_MULTIPLICATIVE ? (double)e->m : 0;
    for (size_t i = 0; i < c->seasons; i++) {
        e->s[i] = x[c->s + i];
        rest -= e->s[i];
    }
    e->s[c->seasons] = rest;
}

static void get(const struct inv_ets *e, const struct inv_ets_columns *c, double *x)
{
    x[c->alpha] = e->alpha;
    if (c->ratio != INV_ETS_NO_COLUMN)
        x[c->ratio] = e->beta / (c->direct ? 1 : e->alpha);
    if (c->share != INV_ETS_NO_COLUMN)
        x[c->share] = e->gamma / (c->direct ? 1 : 1 - e->alpha);
    if (c->phi != INV_ETS_NO_COLUMN)
        x[c->phi] = e->phi;
    x[c->l] = e->l;
    if (c->b != INV_ETS_NO_COLUMN)
        x[c->b] = e->b;
    for (size_t i = 0; i < c->seasons; i++)
        x[c->s + i] = e->s[i];
}

void inv_ets_step_box(struct inv_ets_step *f, enum inv_ets_region region)
{
    const struct inv_ets_columns *c = &f->here->c;
    for (size_t i = 0; i < c->constants; i++) {
        f->lo[i] = i == c->phi ? LEAST_PHI : i == c->alpha ? LEAST : LEAST / 100;
        f->hi[i] = i == c->phi ? MOST_PHI : i == c->alpha ? MOST : 1 - LEAST / 100;
    }
    f->stable = region == INV_ETS_ADMISSIBLE;
    if (f->stable) {
        for (size_t i = 0; i < c->constants; i++) {
            f->lo[i] = i == c->phi ? LEAST_PHI : i == c->alpha ? -1 : LEAST / 100;
            f->hi[i] = i == c->phi ? MOST_PHI : 4;
        }
        return;
    }
    if (region != INV_ETS_CAUTIOUS)
        return;
    f->lo[c->alpha] = SLOWEST;
    if (c->ratio != INV_ETS_NO_COLUMN)
        f->hi[c->ratio] = STEEPEST;
}

/* ---- one step --------------------------------------------------------------------- */

/* With v the mean of d log|r|, f = (n/2) log sum e^2 + sum log|r| has the
 * gradient n (g / sse + v) and, the curvature of the residuals left out, the
 * Hessian n J'J / sse with J = D + e v': J'J = A + g v' + v g' + sse v v'. */
static double value_of(const struct inv_ets_pass *p, double n)
{
    return n / 2 * log(p->sse > DBL_MIN ? p->sse : DBL_MIN) + p->log_scale;
}

static void slopes_of(const struct inv_ets_pass *p, double n, double *grad, double (*N)[INV_ETS_MOST_COLUMNS])
{
    double scale = n / (p->sse > DBL_MIN ? p->sse : DBL_MIN), v[INV_ETS_MOST_COLUMNS];
    for (size_t i = 0; i < p->c.n; i++) {
        grad[i] = scale * p->g[i] + p->v[i];
        v[i] = p->v[i] / n;
    }
    for (size_t i = 0; i < p->c.n; i++)
        for (size_t j = 0; j <= i; j++)
            N[i][j] = N[j][i] = scale * (p->A[j * p->c.stride + i] + p->g[i] * v[j] + v[i] * p->g[j]) + n * v[i] * v[j];
}

static bool look(struct inv_ets_step *f, const double *x, struct inv_ets_pass *p)
{
    put(f->e, &p->c, x);
    if (f->stable && !inv_ets_admissible(f->e))
        return false;
    f->e->passes++;
    return inv_ets_pass_run(p, f->e, f->series);
}

/* Which columns may move: the constants when asked for, but not one that would
 * leave the box. */
static size_t choose_free(const struct inv_ets_step *f, bool constants, size_t *idx)
{
    size_t n = 0;
    for (size_t i = constants ? 0 : f->here->c.constants; i < f->here->c.n; i++) {
        bool held = i < f->here->c.constants
            && ((f->at[i] <= f->lo[i] && f->grad[i] > 0) || (f->at[i] >= f->hi[i] && f->grad[i] < 0));
        if (!held)
            idx[n++] = i;
    }
    return n;
}

/* Solves (N + S + damping diag N) x = -grad for the free columns by Cholesky;
 * false: not positive definite. */
static bool solve(const struct inv_ets_step *f, bool curved, const size_t *idx, size_t n, double *x)
{
    double L[INV_ETS_MOST_COLUMNS][INV_ETS_MOST_COLUMNS];
    for (size_t i = 0; i < n; i++) {
        const double *N = f->N[idx[i]], *S = f->S[idx[i]];
        double y = -f->grad[idx[i]];
        for (size_t j = 0; j <= i; j++) {
            double a = N[idx[j]] * (i == j ? 1 + f->damping : 1), full = a;
            a += curved ? S[idx[j]] : 0;
            for (size_t k = 0; k < j; k++)
                a -= L[i][k] * L[j][k];
            if (i == j && !(a > 1e-13 * full))
                return false;
            L[i][j] = i == j ? 1 / sqrt(a) : a * L[j][j];
        }
        for (size_t k = 0; k < i; k++)
            y -= L[i][k] * x[k];
        x[i] = y * L[i][i];
    }
    for (size_t i = n; i-- > 0;) {
        for (size_t k = i + 1; k < n; k++)
            x[i] -= L[k][i] * x[k];
        x[i] *= L[i][i];
    }
    return true;
}

/* After a step d that changed the gradient by y, the Hessian J'J + S should map
 * d to y: the update of Dennis, Gay and Welsch (1981), NL2SOL, with S first
 * scaled down to what the last step saw of it. */
static void learn_curvature(struct inv_ets_step *f, const double *was, const double *y)
{
    size_t n = f->here->c.n;
    double d[INV_ETS_MOST_COLUMNS], z[INV_ETS_MOST_COLUMNS], Sd[INV_ETS_MOST_COLUMNS];
    double dy = 0, dz = 0, dSd = 0;
    for (size_t i = 0; i < n; i++)
        d[i] = f->at[i] - was[i];
    for (size_t i = 0; i < n; i++) {
        z[i] = y[i];
        Sd[i] = 0;
        for (size_t j = 0; j < n; j++) {
            z[i] -= f->N[i][j] * d[j];
            Sd[i] += f->S[i][j] * d[j];
        }
        dy += d[i] * y[i];
        dz += d[i] * z[i];
        dSd += d[i] * Sd[i];
    }
    if (!(dy > 0) || !isfinite(dy))
        return;
    double size = fabs(dz) < fabs(dSd) ? fabs(dz / dSd) : 1;
    double rest = dz - size * dSd;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            f->S[i][j] = size * f->S[i][j] + ((z[i] - size * Sd[i]) * y[j] + y[i] * (z[j] - size * Sd[j])) / dy
                - rest * y[i] * y[j] / (dy * dy);
}

static void move(struct inv_ets_step *f, const size_t *idx, size_t n, const double *step)
{
    memcpy(f->tried, f->at, sizeof f->at);
    for (size_t i = 0; i < n; i++) {
        size_t c = idx[i];
        double x = f->at[c] + step[i];
        if (c < f->here->c.constants)
            x = x < f->lo[c] ? f->lo[c] : x > f->hi[c] ? f->hi[c] : x;
        f->tried[c] = x;
    }
}

/* Takes over the point that was tried. */
static void advance(struct inv_ets_step *f, double value)
{
    double was[INV_ETS_MOST_COLUMNS], y[INV_ETS_MOST_COLUMNS];
    struct inv_ets_pass *swap = f->here;
    memcpy(was, f->at, sizeof was);
    memcpy(y, f->grad, sizeof y);
    f->here = f->there;
    f->there = swap;
    memcpy(f->at, f->tried, sizeof f->at);
    f->value = value;
    slopes_of(f->here, (double)f->series->seen, f->grad, f->N);
    for (size_t i = 0; i < f->here->c.n; i++)
        y[i] = f->grad[i] - y[i];
    learn_curvature(f, was, y);
}

double inv_ets_step_take(struct inv_ets_step *f, bool constants)
{
    double x[INV_ETS_MOST_COLUMNS], n = (double)f->series->seen;
    size_t idx[INV_ETS_MOST_COLUMNS], free = choose_free(f, constants, idx);
    for (; f->damping < 1e8; f->damping = f->damping * 8 + 1e-4) {
        if (!solve(f, constants, idx, free, x))
            continue;
        move(f, idx, free, x);
        if (!look(f, f->tried, f->there))
            continue;
        double value = value_of(f->there, n), gain = f->value - value;
        if (gain >= 0) {
            advance(f, value);
            f->damping = f->damping < 1e-9 ? 0 : f->damping / 8;
            return gain;
        }
    }
    return 0;
}

void inv_ets_step_put(struct inv_ets_step *f)
{
    put(f->e, &f->here->c, f->at);
}

bool inv_ets_step_begin(struct inv_ets_step *f)
{
    get(f->e, &f->here->c, f->at);
    for (size_t i = 0; i < f->here->c.constants; i++)
        f->at[i] = f->at[i] < f->lo[i] ? f->lo[i] : f->at[i] > f->hi[i] ? f->hi[i] : f->at[i];
    if (!look(f, f->at, f->here))
        return false;
    f->value = value_of(f->here, (double)f->series->seen);
    slopes_of(f->here, (double)f->series->seen, f->grad, f->N);
    f->damping = 0;
    return true;
}
