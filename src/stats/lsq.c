/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/lsq.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

#define DEPENDS 1e-7        /* of its length, what is left of a column that hangs on others */

size_t inv_lsq_room(size_t p)
{
    return 3 * p + p * (p - 1) / 2;
}

void inv_lsq_init(struct inv_lsq *l, size_t p, double *x)
{
    *l = (struct inv_lsq){ .p = p, .d = x, .theta = x + p, .square = x + 2 * p, .r = x + 3 * p };
    for (size_t i = 0; i < inv_lsq_room(p); i++)
        x[i] = 0;
}

/* Row i of R, such that row[k] is R_ik for k > i. */
static double *row_of(const struct inv_lsq *l, size_t i)
{
    return l->r + i * l->p - i * (i + 1) / 2 - i - 1;
}

/* Miller (1992), INCLUD: rotates the row into the triangle from column `from` on. */
static void rotate(struct inv_lsq *l, size_t from, double *x, double y, double w)
{
    for (size_t i = from; i < l->p && w > 0; i++) {
        if (x[i] == 0)
            continue;
        double xi = x[i], wx = w * xi, d = l->d[i] + wx * xi, *r = row_of(l, i);
        if (!(d > 0))
            continue;           /* too small to be squared */
        double c = l->d[i] / d, s = wx / d;
        w *= c;
        l->d[i] = d;
        for (size_t k = i + 1; k < l->p; k++) {
            double xk = x[k];
            x[k] = xk - xi * r[k];
            r[k] = c * r[k] + s * xk;
        }
        double before = y;
        y = before - xi * l->theta[i];
        l->theta[i] = c * l->theta[i] + s * before;
    }
    l->sse += w * y * y;
}

void inv_lsq_add(struct inv_lsq *l, double *x, double y, double w)
{
    for (size_t i = 0; i < l->p; i++)
        l->square[i] += w * x[i] * x[i];
    rotate(l, 0, x, y, w);
}

/* Miller (1992), SINGCHK: what the row of such a column says of those after it is
 * a row like others. */
size_t inv_lsq_check(struct inv_lsq *l, double *x)
{
    size_t rank = 0;
    for (size_t i = 0; i < l->p; i++) {
        if (l->d[i] > DEPENDS * DEPENDS * l->square[i]) {
            rank++;
            continue;
        }
        double d = l->d[i], theta = l->theta[i], *r = row_of(l, i);
        l->d[i] = l->theta[i] = 0;
        for (size_t k = i + 1; k < l->p; k++) {
            x[k] = r[k];
            r[k] = 0;
        }
        rotate(l, i + 1, x, theta, d);
    }
    return rank;
}

double inv_lsq_sse(const struct inv_lsq *l, size_t q)
{
    double sse = l->sse;
    for (size_t i = q; i < l->p; i++)
        sse += l->d[i] * l->theta[i] * l->theta[i];
    return sse;
}

size_t inv_lsq_rank(const struct inv_lsq *l, size_t q)
{
    size_t rank = 0;
    for (size_t i = 0; i < q; i++)
        rank += l->d[i] > 0;
    return rank;
}

void inv_lsq_solve(const struct inv_lsq *l, size_t q, double *b)
{
    for (size_t i = q; i-- > 0;) {
        const double *r = row_of(l, i);
        b[i] = l->d[i] > 0 ? l->theta[i] : 0;
        for (size_t k = i + 1; k < q && l->d[i] > 0; k++)
            b[i] -= r[k] * b[k];
    }
}

void inv_lsq_parts(const struct inv_lsq *l, size_t q, const double *x, double *z)
{
    for (size_t k = 0; k < q; k++)
        z[k] = x[k];
    for (size_t i = 0; i < q; i++) {
        const double *r = row_of(l, i);
        if (!(l->d[i] > 0)) {
            z[i] = 0;
            continue;
        }
        for (size_t k = i + 1; k < q; k++)
            z[k] -= r[k] * z[i];
    }
    for (size_t i = 0; i < q; i++)
        z[i] = l->d[i] > 0 ? z[i] / sqrt(l->d[i]) : 0;
}

double inv_student_two_sided(double t, double df)
{
    return isfinite(t) && df > 0 ? 2 * gsl_cdf_tdist_Q(fabs(t), df) : NAN;
}
