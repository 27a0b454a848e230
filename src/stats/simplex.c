/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The downhill simplex of Nelder and Mead (1965), Computer Journal 7, 308, with
 * the coefficients of Gao and Han (2012), Comput. Optim. Appl. 51, 259, which
 * are the usual ones for two variables and do not stall in more. */
#include "config.h"

#include "inv/optim.h"

#include <math.h>
#include <string.h>

struct simplex {
    inv_optim_fn *f;
    void *ctx;
    size_t n;
    const double *lo, *hi;
    double *v;             /* n + 1 vertices of n + 1 doubles, x and f, best first */
    double *centre, *trial, *other;
    double expand, contract, shrink;
    size_t flat;           /* iterations in a row without a difference in f */
};

static double *vertex(const struct simplex *s, size_t i)
{
    return s->v + i * (s->n + 1);
}

static double value_of(const struct simplex *s, size_t i)
{
    return vertex(s, i)[s->n];
}

static double clamp(const struct simplex *s, size_t i, double x)
{
    if (s->lo && x < s->lo[i])
        x = s->lo[i];
    if (s->hi && x > s->hi[i])
        x = s->hi[i];
    return x;
}

/* Fills in f of the vertex (or trial point) at p; infinity once there have been
 * as many evaluations as allowed. */
static double evaluate(struct simplex *s, struct inv_stop *stop, double *p)
{
    double y = INFINITY;
    if (stop->evals < stop->max_eval) {
        y = s->f(s->ctx, p, s->n);
        stop->evals++;
    }
    return p[s->n] = isfinite(y) ? y : INFINITY;
}

/* Moves vertex i to its place; the others are in order. */
static void settle(struct simplex *s, size_t i)
{
    size_t size = (s->n + 1) * sizeof(double);
    double *spare = s->other;
    memcpy(spare, vertex(s, i), size);
    size_t to = i;
    while (to > 0 && spare[s->n] < value_of(s, to - 1)) {
        memcpy(vertex(s, to), vertex(s, to - 1), size);
        to--;
    }
    memcpy(vertex(s, to), spare, size);
}

/* The caller's step, or where that is none, what is usual. */
static double step_of(const struct simplex *s, const double *step, size_t i)
{
    if (step[i] != 0 && isfinite(step[i]))
        return step[i];
    return fmax(0.05 * fabs(vertex(s, 0)[i]), 0.00025);
}

/* A vertex a step away from the best one along each axis: inwards where the
 * step would leave the box. */
static void build(struct simplex *s, struct inv_stop *stop, const double *step, double scale)
{
    for (size_t i = 0; i < s->n; i++) {
        double *p = vertex(s, i + 1), h = step_of(s, step, i) * scale;
        memcpy(p, vertex(s, 0), s->n * sizeof *p);
        double from = p[i], there = clamp(s, i, from + h), back = clamp(s, i, from - h);
        p[i] = fabs(there - from) >= fabs(back - from) ? there : back;
        evaluate(s, stop, p);
    }
    for (size_t i = 1; i <= s->n; i++)
        settle(s, i);
}

/* The centre of all but the worst. */
static void find_centre(struct simplex *s)
{
    for (size_t i = 0; i < s->n; i++) {
        double sum = 0;
        for (size_t j = 0; j < s->n; j++)
            sum += vertex(s, j)[i];
        s->centre[i] = sum / (double)s->n;
    }
}

/* centre + t (centre - worst), clamped into the box. */
static double try_at(struct simplex *s, struct inv_stop *stop, double t, double *p)
{
    const double *worst = vertex(s, s->n);
    for (size_t i = 0; i < s->n; i++)
        p[i] = clamp(s, i, s->centre[i] + t * (s->centre[i] - worst[i]));
    return evaluate(s, stop, p);
}

static void replace_worst(struct simplex *s, const double *p)
{
    memcpy(vertex(s, s->n), p, (s->n + 1) * sizeof *p);
    settle(s, s->n);
}

static void shrink_all(struct simplex *s, struct inv_stop *stop)
{
    const double *best = vertex(s, 0);
    for (size_t j = 1; j <= s->n; j++) {
        double *p = vertex(s, j);
        for (size_t i = 0; i < s->n; i++)
            p[i] = best[i] + s->shrink * (p[i] - best[i]);
        evaluate(s, stop, p);
    }
    for (size_t j = 1; j <= s->n; j++)
        settle(s, j);
}

static void iterate(struct simplex *s, struct inv_stop *stop)
{
    find_centre(s);
    double fr = try_at(s, stop, 1, s->trial), worst = value_of(s, s->n);
    if (fr < value_of(s, 0)) {
        double fe = try_at(s, stop, s->expand, s->other);
        replace_worst(s, fe < fr ? memcpy(s->trial, s->other, (s->n + 1) * sizeof(double)) : s->trial);
    } else if (fr < value_of(s, s->n - 1)) {
        replace_worst(s, s->trial);
    } else {
        bool outside = fr < worst;
        double fc = try_at(s, stop, outside ? s->contract : -s->contract, s->trial);
        if (outside ? fc <= fr : fc < worst)
            replace_worst(s, s->trial);
        else
            shrink_all(s, stop);
    }
}

static bool small(const struct simplex *s, const struct inv_stop *stop)
{
    const double *best = vertex(s, 0);
    for (size_t i = 0; i < s->n; i++)
        for (size_t j = 1; j <= s->n; j++)
            if (!(fabs(vertex(s, j)[i] - best[i]) <= stop->xtol_rel * fabs(best[i]) + stop->xtol_abs))
                return false;
    return true;
}

/* One iteration without a difference in f may be chance; n + 1 are not. */
static bool stopped(struct simplex *s, struct inv_stop *stop)
{
    double best = value_of(s, 0), worst = value_of(s, s->n);
    s->flat = worst - best <= stop->ftol_rel * fabs(best) + stop->ftol_abs ? s->flat + 1 : 0;
    if (s->flat > s->n)
        stop->reason = INV_STOP_FTOL;
    else if (small(s, stop))
        stop->reason = INV_STOP_XTOL;
    else if (stop->evals >= stop->max_eval)
        stop->reason = INV_STOP_MAXEVAL;
    else
        return false;
    return true;
}

/* A simplex can collapse short of a minimum, above all where clamping has
 * pressed it flat against a bound. Looks a small step up and down each axis
 * from the best vertex; true, and the best replaced, where one is better. */
static bool probe(struct simplex *s, struct inv_stop *stop, const double *step, double scale)
{
    double before = value_of(s, 0);
    for (size_t i = 0; i < 2 * s->n; i++) {
        double h = step_of(s, step, i / 2) * (i % 2 ? -scale : scale);
        memcpy(s->trial, vertex(s, 0), s->n * sizeof(double));
        s->trial[i / 2] = clamp(s, i / 2, s->trial[i / 2] + h);
        if (evaluate(s, stop, s->trial) < value_of(s, 0))
            replace_worst(s, s->trial);
    }
    double now = value_of(s, 0);
    return before - now > stop->ftol_rel * fabs(now) + stop->ftol_abs;
}

static void search(struct simplex *s, struct inv_stop *stop, const double *step)
{
    double scale = 1;
    do {
        s->flat = 0;
        build(s, stop, step, scale);
        while (!stopped(s, stop))
            iterate(s, stop);
        scale = 0.03;
    } while (stop->reason != INV_STOP_MAXEVAL && probe(s, stop, step, 0.1 * scale));
}

enum inv_status inv_optim_simplex(inv_optim_fn *f, void *ctx, size_t n, const double *lo, const double *hi,
                                  const double *step, struct inv_stop *stop, double *work,
                                  double *x, double *fx, struct inv_err *err)
{
    struct simplex s = { .f = f, .ctx = ctx, .n = n, .lo = lo, .hi = hi, .v = work };
    s.centre = work + (n + 1) * (n + 1);
    s.trial = s.centre + n;
    s.other = s.trial + n + 1;
    double dim = n > 2 ? (double)n : 2;
    s.expand = 1 + 2 / dim;
    s.contract = 0.75 - 0.5 / dim;
    s.shrink = 1 - 1 / dim;
    stop->evals = 0;
    for (size_t i = 0; i < n; i++) {
        if (!isfinite(x[i]) || (lo && hi && lo[i] > hi[i]))
            return inv_err_set(err, INV_EARG, "variable %zu: start or bounds cannot be used", i + 1);
        work[i] = clamp(&s, i, x[i]);
    }
    evaluate(&s, stop, work);
    if (n > 0)
        search(&s, stop, step);
    memcpy(x, work, n * sizeof *x);
    *fx = work[n];
    if (!isfinite(*fx))
        return inv_err_set(err, INV_EFIT, "the function is not finite anywhere that was tried");
    return INV_OK;
}
