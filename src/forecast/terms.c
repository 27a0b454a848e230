/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "terms.h"

#include <math.h>

#include "design.h"

#define PI 3.14159265358979323846
#define WAVES 3                 /* of a long season */

static size_t season_width(size_t m)
{
    return m <= 1 ? 0 : m <= INV_DESIGN_DUMMIES ? m - 1 : 2 * WAVES;
}

const double inv_alphas[INV_ALPHAS] = { 0, 0.05, 0.1, 0.2, 0.4 };

const double *inv_columns_at(const struct inv_series *s, size_t t)
{
    return s->x ? s->x + t * s->nx : NULL;
}

size_t inv_terms_most(size_t nx, size_t m)
{
    return nx + INV_TERMS_CROSSED + season_width(m);
}

size_t inv_terms_width(const struct inv_terms *t)
{
    return t->n + season_width(t->m);
}

static void season(const struct inv_terms *t, size_t at, double *u)
{
    size_t n = season_width(t->m), place = n > 0 ? at % t->m : 0;
    for (size_t i = 0; i < n; i++) {
        double angle = 2 * PI * (double)((i / 2 + 1) * place % t->m) / (double)t->m;
        u[i] = t->m <= INV_DESIGN_DUMMIES ? place == i + 1 : i % 2 ? cos(angle) : sin(angle);
    }
}

void inv_terms_values(const struct inv_columns *c, size_t t, const double *x, double *u)
{
    for (size_t i = 0; i < c->t->n; i++) {
        const struct inv_term *term = &c->t->term[i];
        size_t a = (size_t)term->a;
        if (term->by > 0)
            u[i] = (u[a] - c->centre[a]) * x[(size_t)term->by - 1];
        else
            u[i] = term->log > 0 ? log(x[a] > 0 ? x[a] : NAN) : x[a];
    }
    season(c->t, t + c->phase, u + c->t->n);
}

double inv_columns_demand(const struct inv_columns *c, double y)
{
    if (!c->t->log || !isfinite(y))
        return y;
    return y > 0 ? log(y) : c->none > 0 ? log(c->none) : NAN;
}

/* A period whose demand and regressors are known. */
static bool counts(const struct inv_columns *c, const struct inv_series *s, size_t t)
{
    return isfinite(inv_columns_demand(c, s->y[t])) && inv_design_counts(s, t);
}

/* Products come after their factors, whose centres they need. */
static void look_at(struct inv_columns *c, const struct inv_series *s, size_t from, size_t to, double *row)
{
    double n = 0;
    for (size_t i = from; i < to; i++)
        c->centre[i] = c->scale[i] = 0;
    for (size_t t = 0; t < s->n; t++) {
        if (!counts(c, s, t))
            continue;
        n++;
        inv_terms_values(c, t, inv_columns_at(s, t), row);
        for (size_t i = from; i < to; i++)
            c->centre[i] += (row[i] - c->centre[i]) / n;
    }
    for (size_t t = 0; t < s->n; t++) {
        if (!counts(c, s, t))
            continue;
        inv_terms_values(c, t, inv_columns_at(s, t), row);
        for (size_t i = from; i < to; i++)
            c->scale[i] = fmax(c->scale[i], fabs(row[i] - c->centre[i]));
    }
    for (size_t i = from; i < to; i++)
        if (!isfinite(c->scale[i]) || c->scale[i] <= 1e-12 * fabs(c->centre[i]))
            c->scale[i] = 0;
}

void inv_columns_look(struct inv_columns *c, const struct inv_series *s, double *row)
{
    size_t p = inv_terms_width(c->t);
    for (size_t i = 0; i < p; i++)
        c->centre[i] = 0;
    look_at(c, s, 0, c->t->nx, row);
    look_at(c, s, c->t->nx, p, row);
    for (size_t i = 0; i < p; i++)
        c->scale[i] = c->scale[i] > 0 ? c->scale[i] : 1;
}

bool inv_columns_row(const struct inv_columns *c, size_t t, const double *x, double *row)
{
    size_t p = inv_terms_width(c->t);
    bool known = true;
    row[0] = 1;
    inv_terms_values(c, t, x, row + 1);
    for (size_t i = 0; i < p; i++) {
        row[1 + i] = (row[1 + i] - c->centre[i]) / c->scale[i];
        known = known && isfinite(row[1 + i]);
        if (fabs(row[1 + i]) < 1e-12)
            row[1 + i] = 0;     /* what is left of a term that never changes */
    }
    return known;
}

double inv_columns_take(const struct inv_columns *c, const struct inv_series *s, struct inv_lsq *l, double *row)
{
    double sum = 0, fade = exp2(-2 / (double)s->n), w = exp2(-2 + 2 / (double)s->n);
    for (size_t t = 0; t < s->n; t++, w /= fade) {
        double y = inv_columns_demand(c, s->y[t]);
        if (!isfinite(y) || !inv_design_counts(s, t) || !inv_columns_row(c, t, inv_columns_at(s, t), row))
            continue;
        inv_lsq_add(l, row, y, w);
        sum += w;
    }
    return sum;
}
