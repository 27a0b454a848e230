/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Minimum of a function of one variable: Brent (1973), Algorithms for
 * Minimization without Derivatives, chapter 5. */
#include "config.h"

#include "inv/optim.h"

#include <float.h>
#include <math.h>

#define GOLDEN 0.38196601125010515180   /* (3 - sqrt 5) / 2 */

struct inv_stop inv_stop_default(void)
{
    return (struct inv_stop){ .xtol_rel = 1e-8, .xtol_abs = 1e-10, .ftol_rel = 1e-12, .max_eval = 2000 };
}

/* The bracket and the three best points so far. */
struct brent {
    inv_optim_fn1 *f;
    void *ctx;
    double a, b;
    double x, w, v, fx, fw, fv;
    double d, e;          /* the last step and the one before it */
};

static double value(struct brent *s, struct inv_stop *stop, double x)
{
    double y = s->f(s->ctx, x);
    stop->evals++;
    return isfinite(y) ? y : INFINITY;
}

/* The step to the minimum of the parabola through x, w and v, or, where that
 * is no good, the golden section of the larger side. */
static double next_step(struct brent *s, double tol)
{
    double mid = 0.5 * (s->a + s->b), p = 0, q = 0, before = s->e;
    if (fabs(s->e) > tol) {
        double r = (s->x - s->w) * (s->fx - s->fv);
        q = (s->x - s->v) * (s->fx - s->fw);
        p = (s->x - s->v) * q - (s->x - s->w) * r;
        q = 2 * (q - r);
        if (q > 0)
            p = -p;
        q = fabs(q);
        s->e = s->d;
    }
    if (fabs(p) < fabs(0.5 * q * before) && p > q * (s->a - s->x) && p < q * (s->b - s->x)) {
        double u = s->x + p / q;
        if (u - s->a < 2 * tol || s->b - u < 2 * tol)      /* not too close to an end */
            return s->x < mid ? tol : -tol;
        return p / q;
    }
    s->e = s->x < mid ? s->b - s->x : s->a - s->x;
    return GOLDEN * s->e;
}

static void keep(struct brent *s, double u, double fu)
{
    if (fu <= s->fx) {
        *(u < s->x ? &s->b : &s->a) = s->x;
        s->v = s->w, s->fv = s->fw;
        s->w = s->x, s->fw = s->fx;
        s->x = u, s->fx = fu;
        return;
    }
    *(u < s->x ? &s->a : &s->b) = u;
    if (fu <= s->fw || s->w == s->x) {
        s->v = s->w, s->fv = s->fw;
        s->w = u, s->fw = fu;
    } else if (fu <= s->fv || s->v == s->x || s->v == s->w) {
        s->v = u, s->fv = fu;
    }
}

/* Whether to stop, and why: the bracket is as narrow as asked, or the three
 * best points are equally good. */
static bool stopped(const struct brent *s, struct inv_stop *stop, double tol)
{
    if (fabs(s->x - 0.5 * (s->a + s->b)) <= 2 * tol - 0.5 * (s->b - s->a))
        stop->reason = INV_STOP_XTOL;
    else if (s->w != s->x && s->v != s->x && s->v != s->w &&
             fmax(s->fw, s->fv) - s->fx <= stop->ftol_rel * fabs(s->fx) + stop->ftol_abs)
        stop->reason = INV_STOP_FTOL;
    else if (stop->evals >= stop->max_eval)
        stop->reason = INV_STOP_MAXEVAL;
    else
        return false;
    return true;
}

static void search(struct brent *s, struct inv_stop *stop)
{
    for (;;) {
        double tol = fmax(stop->xtol_rel, DBL_EPSILON) * fabs(s->x) + fmax(stop->xtol_abs, DBL_MIN);
        if (stopped(s, stop, tol))
            return;
        s->d = next_step(s, tol);
        double u = s->x + (fabs(s->d) >= tol ? s->d : copysign(tol, s->d));
        keep(s, u, value(s, stop, u));
    }
}

enum inv_status inv_optim_brent(inv_optim_fn1 *f, void *ctx, double lo, double hi,
                                struct inv_stop *stop, double *x, double *fx, struct inv_err *err)
{
    if (!isfinite(lo) || !isfinite(hi) || lo > hi)
        return inv_err_set(err, INV_EARG, "the search needs finite bounds, the lower one first");
    struct brent s = { .f = f, .ctx = ctx, .a = lo, .b = hi };
    stop->evals = 0;
    s.x = *x > lo && *x < hi ? *x : lo + GOLDEN * (hi - lo);
    s.w = s.v = s.x;
    s.fx = s.fw = s.fv = value(&s, stop, s.x);
    const double end[2] = { lo, hi };
    double best = s.x, fbest = s.fx;
    for (int i = 0; i < 2 && stop->evals < stop->max_eval; i++) {
        double y = value(&s, stop, end[i]);
        if (y < fbest)
            best = end[i], fbest = y;
    }
    search(&s, stop);
    *x = s.fx <= fbest ? s.x : best;
    *fx = fmin(s.fx, fbest);
    if (!isfinite(*fx))
        return inv_err_set(err, INV_EFIT, "the function is not finite anywhere that was tried");
    return INV_OK;
}
