/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/lesson.h"

#include <math.h>

#include "design.h"
#include "terms.h"

#define ROUNDS 20               /* of the EM algorithm */
#define MOST 1000               /* series that it runs over, evenly among all */
#define LEAST_SERIES 5
#define FLOOR 1e-6              /* of variances, so that what agrees wholly can be inverted */

/* ---- what all values have in common ------------------------------------------------- */

void inv_lesson_look(struct inv_lesson_looks *l, const struct inv_series *s)
{
    l->series++;
    l->above += s->lo > 0;
    for (size_t t = 0; t < s->n; t++)
        for (size_t j = 0; j < l->nx && inv_design_counts(s, t); j++) {
            double x = s->x[t * s->nx + j];
            l->share[j] = l->share[j] && x >= 0 && x <= 1;
            l->positive[j] = l->positive[j] && x > 0;
        }
}

void inv_terms_suggest(struct inv_terms *t, const struct inv_lesson_looks *l, size_t m, bool logs)
{
    t->nx = t->n = l->nx;
    t->m = m;
    t->log = l->above > 0 && 10 * l->above >= 9 * l->series;
    for (size_t i = 0; i < l->nx; i++)
        t->term[i] = (struct inv_term){ (double)i, 0, logs && t->log && l->positive[i] };
    for (size_t i = 0; i < l->nx; i++)
        for (size_t j = 0; j < l->nx && t->n < l->nx + INV_TERMS_CROSSED; j++)
            if (l->share[i] && !l->positive[i] && l->positive[j])
                t->term[t->n++] = (struct inv_term){ (double)j, (double)(i + 1), 0 };
}

/* ---- a series ---------------------------------------------------------------------------- */

/* Evidence: X'X and X'y about the constant, the variance of the errors, the values, the
 * constant of smoothing. */
size_t inv_lesson_width(size_t p)
{
    return p * p + p + 3;
}

size_t inv_lesson_room(size_t p)
{
    return 4 * (p + 1) + inv_lsq_room(p + 1);
}

/* From the triangle, of which row 0 is the constant's: X'X = sum over the other rows d r r'. */
static void unfold(const struct inv_lsq *l, const double *scale, size_t p, double *xx, double *xy)
{
    for (size_t i = 0; i < p * p + p; i++)
        xx[i] = 0;
    const double *r = l->r + p;
    for (size_t i = 0; i < p; r += p - 1 - i, i++)
        for (size_t j = i; j < p; j++) {
            double rj = j == i ? 1 : r[j - i - 1];
            xy[j] += l->d[i + 1] * rj * l->theta[i + 1] * scale[j];
            for (size_t k = i; k < p; k++)
                xx[j * p + k] += l->d[i + 1] * rj * (k == i ? 1 : r[k - i - 1]) * scale[j] * scale[k];
        }
}

/* The constant with the least squared one-step errors of what the columns leave. */
static double best_alpha(const struct inv_columns *c, const struct inv_series *s, const double *b, double *row)
{
    double level[INV_ALPHAS] = { 0 }, sse[INV_ALPHAS] = { 0 };
    size_t p = inv_terms_width(c->t), best = 0;
    for (size_t t = 0; t < s->n; t++) {
        double y = inv_columns_demand(c, s->y[t]);
        if (!isfinite(y) || !inv_design_counts(s, t) || !inv_columns_row(c, t, inv_columns_at(s, t), row))
            continue;
        for (size_t i = 0; i <= p; i++)
            y -= row[i] * b[i];
        for (size_t i = 0; i < INV_ALPHAS; i++) {
            double e = y - level[i];
            sse[i] += e * e;
            level[i] += inv_alphas[i] * e;
        }
    }
    for (size_t i = 1; i < INV_ALPHAS; i++)
        best = sse[i] < sse[best] ? i : best;
    return inv_alphas[best];
}

enum inv_status inv_lesson_study(const struct inv_terms *t, const struct inv_series *s, struct inv_work *w, double *out,
                                 struct inv_err *err)
{
    size_t p = inv_terms_width(t);
    enum inv_status st = inv_work_reserve(w, inv_lesson_room(p), err);
    if (st != INV_OK)
        return st;
    struct inv_columns c = { t, s->phase, inv_work_take(w, p + 1), inv_work_take(w, p + 1), 0 };
    double *row = inv_work_take(w, p + 1), *x = inv_work_take(w, inv_lsq_room(p + 1));
    struct inv_lsq l;
    inv_lsq_init(&l, p + 1, x);
    inv_columns_look(&c, s, row);
    double n = inv_columns_take(&c, s, &l, row);
    double free = n - (double)inv_lsq_check(&l, row);
    if (!(free >= 1) || !isfinite(l.sse))
        return inv_err_set(err, INV_EFIT, "too few values to learn from");
    unfold(&l, c.scale, p, out, out + p * p);
    out[p * p + p] = fmax(l.sse / free, FLOOR);
    out[p * p + p + 1] = free;
    double *b = inv_work_take(w, p + 1);
    inv_lsq_solve(&l, p + 1, b);
    out[p * p + p + 2] = best_alpha(&c, s, b, row);
    return INV_OK;
}

/* ---- a group ------------------------------------------------------------------------------ */

double inv_lesson_merit(const double *evidence, size_t n, size_t p)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        const double *tail = evidence + i * inv_lesson_width(p) + p * p + p;
        sum -= tail[1] / 2 * log(tail[0]);
    }
    return sum;
}

/* a = L L' (lower), in place; what is not positive is taken for very small. */
static void cholesky(double *a, size_t p)
{
    for (size_t j = 0; j < p; j++) {
        for (size_t i = j; i < p; i++) {
            double s = a[i * p + j];
            for (size_t k = 0; k < j; k++)
                s -= a[i * p + k] * a[j * p + k];
            a[i * p + j] = i == j ? sqrt(fmax(s, 1e-12)) : s / a[j * p + j];
        }
        for (size_t k = j + 1; k < p; k++)
            a[j * p + k] = 0;
    }
}

/* inverse = (L L')^-1; y: scratch of p. */
static void invert(const double *l, size_t p, double *inverse, double *y)
{
    for (size_t c = 0; c < p; c++) {
        for (size_t i = 0; i < p; i++) {
            double s = i == c;
            for (size_t k = c; k < i; k++)
                s -= l[i * p + k] * y[k];
            y[i] = i < c ? 0 : s / l[i * p + i];
        }
        for (size_t i = p; i-- > 0;) {
            double s = y[i];
            for (size_t k = i + 1; k < p; k++)
                s -= l[k * p + i] * inverse[k * p + c];
            inverse[i * p + c] = s / l[i * p + i];
        }
    }
}

struct em {
    size_t p, n, stride;
    const double *evidence;
    double *size, *mean, *b, *y, *t, *precision, *a, *c, *sum;   /* p or p p each */
};

/* Coefficients in units in which the terms have a mean square of 1. */
static void scale_terms(struct em *e)
{
    size_t p = e->p;
    for (size_t j = 0; j < p; j++) {
        double s = 0, n = 0;
        for (size_t i = 0; i < e->n; i += e->stride) {
            const double *v = e->evidence + i * inv_lesson_width(p);
            s += v[j * p + j];
            n += v[p * p + p + 1] + (double)p + 1;
        }
        e->size[j] = s > 0 ? sqrt(s / n) : 1;
        e->mean[j] = 0;
        for (size_t k = 0; k < p; k++)
            e->t[j * p + k] = j == k;
    }
}

/* One series given b0 and T: C = (X'X / s2 + T^-1)^-1, b = C (X'y / s2 + T^-1 b0). */
static void one_series(struct em *e, const double *v)
{
    size_t p = e->p;
    double s2 = v[p * p + p];
    for (size_t j = 0; j < p; j++)
        for (size_t k = 0; k < p; k++)
            e->a[j * p + k] = e->precision[j * p + k] + v[j * p + k] / (s2 * e->size[j] * e->size[k]);
    cholesky(e->a, p);
    invert(e->a, p, e->c, e->y);
    for (size_t j = 0; j < p; j++) {
        e->y[j] = v[p * p + j] / (s2 * e->size[j]);
        for (size_t k = 0; k < p; k++)
            e->y[j] += e->precision[j * p + k] * e->mean[k];
    }
    for (size_t j = 0; j < p; j++) {
        e->b[j] = 0;
        for (size_t k = 0; k < p; k++)
            e->b[j] += e->c[j * p + k] * e->y[k];
    }
}

/* b0 = mean b_i; T = mean (b_i - b0)(b_i - b0)' + C_i, by sums about the old b0. */
static void one_round(struct em *e)
{
    size_t p = e->p, n = 0;
    for (size_t j = 0; j < p * p; j++)
        e->a[j] = e->t[j];
    cholesky(e->a, p);
    invert(e->a, p, e->precision, e->y);
    for (size_t j = 0; j < p * p + p; j++)
        e->sum[j] = 0;
    for (size_t i = 0; i < e->n; i += e->stride, n++) {
        one_series(e, e->evidence + i * inv_lesson_width(p));
        for (size_t j = 0; j < p; j++) {
            double dj = e->b[j] - e->mean[j];
            e->sum[p * p + j] += dj;
            for (size_t k = 0; k < p; k++)
                e->sum[j * p + k] += dj * (e->b[k] - e->mean[k]) + e->c[j * p + k];
        }
    }
    double all = (double)n, *shift = e->sum + p * p;
    for (size_t j = 0; j < p; j++)
        for (size_t k = 0; k < p; k++)
            e->t[j * p + k] = e->sum[j * p + k] / all - shift[j] * shift[k] / (all * all) + (j == k ? FLOOR : 0);
    for (size_t j = 0; j < p; j++)
        e->mean[j] += shift[j] / all;
}

/* T^-1 = L L' in the terms' own units; the rows of the root are those of L'. */
static void finish(struct em *e, struct inv_lesson *l)
{
    size_t p = e->p;
    for (size_t j = 0; j < p * p; j++)
        e->a[j] = e->t[j];
    cholesky(e->a, p);
    invert(e->a, p, e->precision, e->y);
    cholesky(e->precision, p);
    for (size_t i = 0; i < p; i++) {
        l->mean[i] = e->mean[i] / e->size[i];
        for (size_t j = 0; j < p; j++)
            l->root[i * p + j] = e->precision[j * p + i] * e->size[j];
    }
}

/* The geometric mean: no series' shocks make it large. */
static double usual_variance(const struct em *e)
{
    double sum = 0, n = 0;
    for (size_t i = 0; i < e->n; i += e->stride, n++)
        sum += log(e->evidence[i * inv_lesson_width(e->p) + e->p * e->p + e->p]);
    return exp(sum / n);
}

static double median_alpha(const struct em *e)
{
    size_t count[INV_ALPHAS] = { 0 }, n = 0, below = 0, i = 0;
    for (size_t k = 0; k < e->n; k += e->stride, n++)
        for (size_t j = 0; j < INV_ALPHAS; j++)
            count[j] += e->evidence[(k + 1) * inv_lesson_width(e->p) - 1] == inv_alphas[j];
    for (; i + 1 < INV_ALPHAS && 2 * (below + count[i]) < n; i++)
        below += count[i];
    return inv_alphas[i];
}

enum inv_status inv_lesson_learn(struct inv_lesson *l, const double *evidence, size_t n, struct inv_work *w, struct inv_err *err)
{
    size_t p = inv_terms_width(&l->terms);
    l->p = p;
    l->series = 0;
    if (n < LEAST_SERIES)
        return INV_OK;
    enum inv_status st = inv_work_reserve(w, 6 * p * p + 6 * p, err);
    if (st != INV_OK)
        return st;
    struct em e = { .p = p, .n = n, .stride = (n + MOST - 1) / MOST, .evidence = evidence,
        .size = inv_work_take(w, p), .mean = inv_work_take(w, p), .b = inv_work_take(w, p), .y = inv_work_take(w, p),
        .t = inv_work_take(w, p * p), .precision = inv_work_take(w, p * p), .a = inv_work_take(w, p * p),
        .c = inv_work_take(w, p * p), .sum = inv_work_take(w, p * p + p) };
    scale_terms(&e);
    for (size_t i = 0; i < ROUNDS; i++)
        one_round(&e);
    finish(&e, l);
    l->s2 = usual_variance(&e);
    l->alpha = median_alpha(&e);
    for (size_t i = 0; i < p; i++)
        if (!isfinite(l->mean[i]) || !isfinite(l->root[i * p + i]))
            return INV_OK;
    l->series = n;
    return INV_OK;
}
