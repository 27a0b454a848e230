/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "arima_estimate.h"

#include <math.h>
#include <string.h>

/* Half the second derivatives of value = n log S + log |V| by central differences. */
static bool information(struct inv_arima_data *x, const struct inv_arima_found *f, const double *coef, size_t k,
                        double *H)
{
    double c[INV_ARIMA_COEF], h = 1e-4;
    struct inv_arima_found at;
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j <= i; j++) {
            double s = 0;
            for (int corner = 0; corner < 4; corner++) {
                memcpy(c, coef, k * sizeof *c);
                c[i] += corner & 1 ? h : -h;
                c[j] += corner & 2 ? h : -h;
                inv_arima_at(x, &f->order, c, &at);
                s += (corner == 0 || corner == 3 ? -1 : 1) * at.loglik;
            }
            H[i * k + j] = H[j * k + i] = s / (4 * h * h);
            if (!isfinite(s))
                return false;
        }
    return true;
}

/* The inverse's diagonal by Gauss and Jordan's sweeps, for a positive definite H. */
static bool sweep(double *H, size_t k)
{
    for (size_t p = 0; p < k; p++) {
        double d = H[p * k + p];
        if (!(d > 0))
            return false;
        for (size_t i = 0; i < k; i++)
            for (size_t j = 0; j < k; j++)
                if (i != p && j != p)
                    H[i * k + j] -= H[i * k + p] * H[p * k + j] / d;
        for (size_t i = 0; i < k; i++)
            if (i != p) {
                H[i * k + p] /= d;
                H[p * k + i] /= -d;
            }
        H[p * k + p] = 1 / d;
    }
    return true;
}

static void coefficients(struct inv_arima_data *x, const struct inv_arima_found *f, struct inv_arima_model *m)
{
    double H[INV_ARIMA_COEF * INV_ARIMA_COEF];
    inv_arima_unfold(&f->order, f->z, m->coef);
    bool good = information(x, f, m->coef, m->k, H) && sweep(H, m->k);
    for (size_t i = 0; i < m->k; i++)
        m->se[i] = good && H[i * m->k + i] > 0 ? sqrt(H[i * m->k + i]) : NAN;
}

/* Generalised least squares of what is linear: normal equations of the standardised columns. */
static void linear(struct inv_arima_data *x, const struct inv_arima_found *f, struct inv_arima_model *m, double *A)
{
    size_t ncol, n = m->nlinear;
    inv_arima_columns(x, &f->order, m->coef, &ncol);
    double *xy = A + n * n, s2 = f->sse / (double)x->count;
    for (size_t i = 0; i < n; i++) {
        const inv_four *u = x->u + (i + 1) * x->n;
        for (size_t j = 0; j <= n; j++) {
            const inv_four *v = j < n ? x->u + (j + 1) * x->n : x->u;
            double s = 0;
            for (size_t t = 0; t < x->n; t++)
                s += u[t][0] * v[t][0];
            *(j < n ? &A[i * n + j] : &xy[i]) = s;
        }
    }
    for (size_t i = 0; i < n; i++)      /* collinear ones have no part in it: a tiny ridge */
        A[i * n + i] += 1e-13 * A[i * n + i] + (A[i * n + i] > 0 ? 0 : 1);
    bool good = sweep(A, n);
    for (size_t i = 0; i < n; i++) {
        m->linear[i] = 0;
        for (size_t j = 0; j < n && good; j++)
            m->linear[i] += A[i * n + j] * xy[j];
        m->linear_se[i] = good ? sqrt(s2 * A[i * n + i]) : NAN;
    }
}

/* What the data were centred by goes to the constant. */
static void uncentre(const struct inv_arima_data *x, struct inv_arima_model *m)
{
    const struct inv_arima_order *o = &m->order;
    *m->centre = x->gaps && o->d + o->D > 0 ? x->centre : 0;
    if (o->constant && *m->centre == 0)
        m->linear[0] += x->centre / (o->d == 0 && o->D > 0 ? (double)o->m : 1);
}

void inv_arima_estimate(struct inv_arima_data *x, const struct inv_arima_found *f, struct inv_arima_model *m,
                        double *A)
{
    coefficients(x, f, m);
    linear(x, f, m, A);
    uncentre(x, m);
}
