/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "design.h"

#include <math.h>
#include <stdio.h>

#define PI 3.14159265358979323846

struct inv_design inv_design_of(enum inv_curve curve, const struct inv_series *s, double *centre, double *scale)
{
    struct inv_design d = { .curve = curve, .n = s->n, .m = s->m, .nx = s->nx, .centre = centre, .scale = scale,
                            .dummies = s->m > 1 && s->m <= INV_DESIGN_DUMMIES };
    d.base = (curve == INV_CURVE_LINE ? 2u : 1u) + d.nx + (d.dummies ? d.m - 1 : 0);
    return d;
}

size_t inv_design_most(const struct inv_design *d)
{
    if (d->curve == INV_CURVE_POWERS)
        return INV_DESIGN_DEGREE;
    size_t waves = d->m > INV_DESIGN_DUMMIES ? (d->m - 1) / 2 : 0;
    return 2 * (waves < INV_DESIGN_WAVES ? waves : INV_DESIGN_WAVES);
}

size_t inv_design_width(size_t m, size_t nx)
{
    size_t season = m <= INV_DESIGN_DUMMIES ? m : 2 * INV_DESIGN_WAVES;
    return 2 + nx + season + INV_DESIGN_DEGREE;
}

bool inv_design_counts(const struct inv_series *s, size_t t)
{
    bool known = isfinite(s->y[t]);
    for (size_t j = 0; j < s->nx && known; j++)
        known = isfinite(s->x[t * s->nx + j]);
    return known;
}

/* The scale is the largest distance from the mean: no square that overflows. */
void inv_design_look(struct inv_design *d, const struct inv_series *s)
{
    for (size_t j = 0; j < d->nx; j++) {
        double mean = 0, far = 0, n = 0;
        for (size_t t = 0; t < s->n; t++)
            if (inv_design_counts(s, t))
                mean += (s->x[t * s->nx + j] - mean) / ++n;
        for (size_t t = 0; t < s->n; t++)
            if (inv_design_counts(s, t))
                far = fmax(far, fabs(s->x[t * s->nx + j] - mean));
        d->centre[j] = mean;
        d->scale[j] = isfinite(far) && far > 1e-13 * fabs(mean) ? far : 0;
    }
}

/* Ahead of the data powers of time go on ever more slowly and no further than a
 * quarter of the history: t = n - 1 + sum phi^i with phi / (1 - phi) = n / 4. */
static double damped(const struct inv_design *d, size_t t)
{
    double n = (double)d->n, k = (double)t - (n - 1), reach = n / 4, phi = reach / (1 + reach);
    return k > 0 ? n - 1 + reach * (1 - pow(phi, k)) : (double)t;
}

/* Legendre's polynomials on the history as -1..1: (i + 1) P_(i+1) = (2 i + 1) u P_i - i P_(i-1). */
void inv_design_powers(const struct inv_design *d, size_t t, double *row)
{
    double u = d->n > 1 ? 2 * damped(d, t) / (double)(d->n - 1) - 1 : 0, before = 1, p = u;
    for (size_t i = 1; i <= d->nested; i++) {
        double i1 = (double)i, next = ((2 * i1 + 1) * u * p - i1 * before) / (i1 + 1);
        row[i - 1] = p;
        before = p;
        p = next;
    }
}

static void waves(const struct inv_design *d, size_t t, double *row)
{
    for (size_t i = 0; i < d->nested; i += 2) {
        size_t at = (i / 2 + 1) * (t % d->m) % d->m;
        double angle = 2 * PI * (double)at / (double)d->m;
        row[i] = sin(angle);
        row[i + 1] = cos(angle);
    }
}

void inv_design_row(const struct inv_design *d, size_t t, const double *x, double *row)
{
    *row++ = 1;
    if (d->curve == INV_CURVE_LINE)
        *row++ = ((double)t - (double)(d->n - 1) / 2) / (double)d->n;
    for (size_t j = 0; j < d->nx; j++)
        *row++ = d->scale[j] > 0 ? (x[j] - d->centre[j]) / d->scale[j] : 0;
    for (size_t i = 1; d->dummies && i < d->m; i++)
        *row++ = t % d->m == i;
    if (d->curve == INV_CURVE_POWERS)
        inv_design_powers(d, t, row);
    else
        waves(d, t, row);
}

bool inv_design_constant(const struct inv_design *d, size_t column)
{
    size_t from = d->curve == INV_CURVE_LINE ? 2 : 1;
    return column >= from && column < from + d->nx && !(d->scale[column - from] > 0);
}

double inv_design_name(const struct inv_design *d, size_t column, const char *const *xname, char out[64])
{
    size_t line = d->curve == INV_CURVE_LINE ? 1 : 0, j = column - 1 - line, i = column - d->base;
    if (column == 0)
        return snprintf(out, 64, "intercept"), 1;
    if (line && column == 1)
        return snprintf(out, 64, "trend"), 1 / (double)d->n;
    if (j < d->nx) {
        if (xname)
            snprintf(out, 64, "%s", xname[j]);
        else
            snprintf(out, 64, "x%zu", j + 1);
        return d->scale[j] > 0 ? 1 / d->scale[j] : 1;
    }
    if (column < d->base)
        return snprintf(out, 64, "season%zu", j - d->nx + 2), 1;
    if (d->curve == INV_CURVE_POWERS)
        return snprintf(out, 64, "legendre%zu", i + 1), 1;
    return snprintf(out, 64, "%s%zu", i % 2 ? "cos" : "sin", i / 2 + 1), 1;
}
