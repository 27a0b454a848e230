/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <float.h>
#include <math.h>
#include <string.h>

#include "arima_look.h"

#define TWO_PI 6.283185307179586
#define MOST_STEPS 60
#define FARTHEST 6.0        /* of an arc: tanh 6 is 1 - 1e-5 */
#define STEP 1e-6           /* of a difference */
#define LONGEST 2.0         /* step of an arc */

/* ---- starts ------------------------------------------------------------------------------- */

/* What the orders have in common is taken over, the rest begins at `otherwise`. */
static void carry(const double *from, size_t nfrom, double otherwise, size_t n, double *z)
{
    for (size_t i = 0; i < n; i++)
        z[i] = i < nfrom ? from[i] : i == 0 ? otherwise : 0.1 * otherwise;
}

static void start_near(const struct inv_arima_found *near, const struct inv_arima_order *o, double *z)
{
    const struct inv_arima_order *f = &near->order;
    const double *from = near->z;
    carry(from, f->p, 0.02, o->p, z);
    carry(from + f->p, f->q, 0.02, o->q, z + o->p);
    carry(from + f->p + f->q, f->P, 0.02, o->P, z + o->p + o->q);
    carry(from + f->p + f->q + f->P, f->Q, 0.02, o->Q, z + o->p + o->q + o->P);
}

/* AR, MA, seasonal AR, seasonal MA. */
static const double first_guess[][4] = {
    { 0.1, 0.1, 0.1, 0.4 },
    { 0.5, 1.2, 0.3, 0.8 },
    { -0.4, -0.3, 0.2, -0.2 },
    { 0.3, -0.5, -0.4, 0.3 },
    { -0.3, 0.6, 1.2, 1.2 },
    { 1.6, 0.2, -0.3, 0.9 },
    { 1.2, 1.2, 0.5, 0.5 },
    { 0.5, -0.2, 0.0, -0.5 },
};
#define GUESSES (sizeof first_guess / sizeof first_guess[0])

static void start_guess(const double guess[4], const struct inv_arima_order *o, double *z)
{
    size_t n[4] = { o->p, o->q, o->P, o->Q };
    for (size_t i = 0; i < 4; z += n[i], i++)
        carry(NULL, 0, guess[i], n[i], z);
}

/* ---- steps --------------------------------------------------------------------------------- */

struct climb {
    struct inv_arima_data *x;
    struct inv_arima_places at;           /* tried */
    double z[INV_ARIMA_COEF], value, sse, logdet;   /* where it stands; x->v: scaled innovations there */
    double A[INV_ARIMA_COEF][INV_ARIMA_COEF], g[INV_ARIMA_COEF];
    size_t k;
    double mu;                  /* Marquardt's lambda */
};

static double scale_of(const struct climb *c, double logdet)
{
    return exp(logdet / (2 * (double)c->x->count));
}

static void stand(struct climb *c, size_t lane)
{
    double f = scale_of(c, c->at.logdet[lane]);
    memcpy(c->z, c->at.z[lane], c->k * sizeof *c->z);
    c->value = c->at.value[lane];
    c->sse = c->at.sse[lane];
    c->logdet = c->at.logdet[lane];
    for (size_t t = 0; t < c->x->n; t++)
        c->x->v[t] = f * c->x->u[t][lane];
}

/* J, a block of four coefficients after the other. */
static void slopes(struct climb *c)
{
    size_t n = c->x->n;
    for (size_t b = 0; b * INV_FOUR < c->k; b++) {
        inv_four f, over;
        for (size_t i = 0; i < INV_FOUR; i++) {
            size_t j = b * INV_FOUR + i;
            memcpy(c->at.z[i], c->z, c->k * sizeof *c->z);
            double h = j < c->k ? (c->z[j] > 0 ? -STEP : STEP) : STEP;
            if (j < c->k)
                c->at.z[i][j] += h;
            over[i] = 1 / h;
        }
        inv_arima_look(c->x, &c->at);
        for (size_t i = 0; i < INV_FOUR; i++)
            f[i] = scale_of(c, c->at.logdet[i]);
        for (size_t t = 0; t < n; t++) {
            inv_four v = { c->x->v[t], c->x->v[t], c->x->v[t], c->x->v[t] };
            c->x->slope[b * n + t] = (f * c->x->u[t] - v) * over;
        }
    }
}

/* One row of J'J up to the diagonal's block. */
static void product_row(struct climb *c, size_t i)
{
    size_t n = c->x->n, own = i / INV_FOUR, lane = i % INV_FOUR;
    const inv_four *mine = c->x->slope + own * n;
    for (size_t b = 0; b <= own; b++) {
        const inv_four *x = c->x->slope + b * n;
        inv_four s = { 0, 0, 0, 0 };
        for (size_t t = 0; t < n; t++) {
            double y = mine[t][lane];
            s += x[t] * (inv_four){ y, y, y, y };
        }
        for (size_t j = 0; j < INV_FOUR && b * INV_FOUR + j <= i; j++)
            c->A[i][b * INV_FOUR + j] = c->A[b * INV_FOUR + j][i] = s[j];
    }
}

static void products(struct climb *c)
{
    size_t n = c->x->n;
    for (size_t i = 0; i < c->k; i++)
        product_row(c, i);
    for (size_t b = 0; b * INV_FOUR < c->k; b++) {
        inv_four s = { 0, 0, 0, 0 };
        for (size_t t = 0; t < n; t++) {
            double y = c->x->v[t];
            s += c->x->slope[b * n + t] * (inv_four){ y, y, y, y };
        }
        for (size_t j = 0; j < INV_FOUR && b * INV_FOUR + j < c->k; j++)
            c->g[b * INV_FOUR + j] = s[j];
    }
}

/* (A + lambda diag A) step = -g by Cholesky's method. False: not positive definite. */
static bool solve(const struct climb *c, double lambda, double *step)
{
    double L[INV_ARIMA_COEF][INV_ARIMA_COEF];
    size_t k = c->k;
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j <= i; j++) {
            double s = c->A[i][j] * (i == j ? 1 + lambda : 1) + (i == j ? DBL_MIN : 0);
            for (size_t l = 0; l < j; l++)
                s -= L[i][l] * L[j][l];
            if (i == j && !(s > 1e-14 * c->A[i][i]))
                return false;
            L[i][j] = i == j ? sqrt(s) : s / L[j][j];
        }
    for (size_t i = 0; i < k; i++) {
        step[i] = -c->g[i];
        for (size_t l = 0; l < i; l++)
            step[i] -= L[i][l] * step[l];
        step[i] /= L[i][i];
    }
    for (size_t i = k; i-- > 0;) {
        for (size_t l = i + 1; l < k; l++)
            step[i] -= L[l][i] * step[l];
        step[i] /= L[i][i];
    }
    return true;
}

static double clamp(double x, double most)
{
    return x > most ? most : x < -most ? -most : x;
}

/* What the quadratic promises, in log-likelihood. */
static double promise(const struct climb *c, const double *step)
{
    double gain = 0;
    for (size_t i = 0; i < c->k; i++)
        gain -= c->g[i] * step[i];
    double sse = c->sse * exp(c->logdet / (double)c->x->count), share = gain / sse;
    return -0.5 * (double)c->x->count * log1p(share < 1 - 1e-9 ? -share : -1 + 1e-9);
}

static const double damping[INV_FOUR] = { 1e-3, 1, 30, 1e3 };

/* Tries four dampings at once and stands on the best. The gain in log-likelihood; 0: none. */
static double stride(struct climb *c, double *promised)
{
    double step[INV_ARIMA_COEF];
    *promised = 0;
    for (size_t i = 0; i < INV_FOUR; i++) {
        memcpy(c->at.z[i], c->z, c->k * sizeof *c->z);
        if (!solve(c, c->mu * damping[i], step))
            continue;
        double p = promise(c, step);
        *promised = p > *promised ? p : *promised;
        for (size_t j = 0; j < c->k; j++)
            c->at.z[i][j] = clamp(c->z[j] + clamp(step[j], LONGEST), FARTHEST);
    }
    inv_arima_look(c->x, &c->at);
    size_t best = inv_arima_best_of(&c->at);
    if (!(c->at.value[best] < c->value))
        return 0;
    double gain = (c->value - c->at.value[best]) / 2;
    stand(c, best);
    c->mu *= damping[best];
    c->mu = c->mu < 1e-6 ? 1e-6 : c->mu > 1e3 ? 1e3 : c->mu;
    return gain;
}

/* -2 log L in full is value + count (log (2 pi / count) + 1). */
static void settle(const struct inv_arima_data *x, const struct climb *c, struct inv_arima_found *f)
{
    double n = (double)x->count, k = (double)f->k + 1;
    f->sse = c->sse;
    f->logdet = c->logdet;
    f->loglik = -0.5 * (c->value + n * (log(TWO_PI / n) + 1));
    f->aicc = n > k + 1 ? -2 * f->loglik + 2 * k + 2 * k * (k + 1) / (n - k - 1) : INFINITY;
}

static void ascend(struct climb *c, const struct inv_arima_effort *effort, struct inv_arima_found *f)
{
    size_t failed = 0;
    c->mu = 1e-2;
    for (size_t i = 0; i < MOST_STEPS && c->k > 0; i++) {
        double promised;
        slopes(c);
        products(c);
        double gain = stride(c, &promised);
        settle(c->x, c, f);
        if (gain < effort->enough && (promised < 10 * effort->enough || ++failed > 2))
            break;
        if (gain < effort->enough)
            c->mu = c->mu < 1 ? 1 : 100 * c->mu;
        if (f->aicc - 2 * (4 * promised + 1) > effort->rival)
            break;
    }
}

/* ---- one order ------------------------------------------------------------------------------- */

static size_t linear_terms(const struct inv_arima_data *x, const struct inv_arima_order *o)
{
    return o->constant + x->nx;
}

/* Four starts looked at; the best are tried. */
static void fit_from(struct climb *c, const struct inv_arima_effort *effort, struct inv_arima_found *found)
{
    struct inv_arima_found f = *found;
    struct inv_arima_places begin = c->at;
    inv_arima_look(c->x, &c->at);
    begin = c->at;
    for (size_t i = 0; i < effort->starts && i < INV_FOUR; i++) {
        size_t best = inv_arima_best_of(&begin);
        if (i > 0) {
            c->at = begin;
            inv_arima_look(c->x, &c->at);
        }
        begin.value[best] = INFINITY;
        if (!isfinite(c->at.value[best]))
            break;
        stand(c, best);
        settle(c->x, c, &f);
        ascend(c, effort, &f);
        memcpy(f.z, c->z, c->k * sizeof *f.z);
        if (f.loglik > found->loglik)
            *found = f;
        if (c->k == 0)
            break;
    }
}

bool inv_arima_fit(struct inv_arima_data *x, const struct inv_arima_order *o, const struct inv_arima_found *near,
                   const struct inv_arima_effort *effort, struct inv_arima_found *found)
{
    struct climb c = { .x = x, .at.order = o, .k = inv_arima_coef(o) };
    *found = (struct inv_arima_found){ .order = *o, .k = c.k + linear_terms(x, o), .loglik = -INFINITY, .aicc = INFINITY };
    if (x->count <= found->k)
        return false;
    for (size_t round = 0; round * (INV_FOUR - 1) < effort->starts || round == 0; round++) {
        for (size_t i = 0; i < INV_FOUR; i++)
            start_guess(first_guess[(round * INV_FOUR + i) % GUESSES], o, c.at.z[i]);
        if (near && round == 0)
            start_near(near, o, c.at.z[INV_FOUR - 1]);
        fit_from(&c, effort, found);
        if (c.k == 0)
            break;
    }
    return found->loglik > -INFINITY;
}

void inv_arima_at(struct inv_arima_data *x, const struct inv_arima_order *o, const double *coef,
                  struct inv_arima_found *found)
{
    struct climb c = { .x = x, .at.order = o, .k = inv_arima_coef(o) };
    *found = (struct inv_arima_found){ .order = *o, .k = c.k + linear_terms(x, o) };
    for (size_t i = 0; i < INV_FOUR; i++)
        if (!inv_arima_fold(o, coef, c.at.z[i]))
            c.at.z[i][0] = NAN;
    memcpy(found->z, c.at.z[0], c.k * sizeof *found->z);
    inv_arima_look(x, &c.at);
    stand(&c, 0);
    settle(x, &c, found);
}
