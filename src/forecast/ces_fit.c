/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fits of complex exponential smoothing: Levenberg-Marquardt steps (Marquardt 1963) in
 * the constants, two to four. One pass runs the constants, and the same with each of
 * them a little larger, which gives errors and derivatives at once. Before, a pass
 * compares starts.
 *
 * Least squares alone lets a1 leave 1 too easily, and a level then grows or fades
 * exponentially. So a1 is taken for normal around 1 with a standard deviation of 0.1 a
 * season, and a0 around 1.3 with 1 / sqrt(10): what is minimised is
 *   n log sum e^2 + 100 m^2 (a1 - 1)^2 + 10 (a0 - 1.3)^2.
 * (On rolling origins inside the histories of M3 and of the hospitals that lowers the
 * errors by up to 10 %.) */
#include "ces_pass.h"

#include <math.h>
#include <string.h>

#define LANES INV_CES_LANES
#define MOST INV_CES_CONSTANTS
#define ITERATIONS 30
#define DELTA 1e-6          /* step of a derivative */
#define ENOUGH 1e-5         /* a step that promises less of a share off the squared error ends it */
#define HARDEST 1e6         /* damping beyond which nothing gets better any more */

/* The prior's means of a0 and a1. */
static const double around[2] = { 1.3, 1 };

struct task {
    struct inv_ces_pass pass;
    size_t d;               /* constants */
    double seen;            /* known values */
    double weight[2];       /* the prior's precision of a0 and a1 */
};

static const double lowest[MOST] = { 0.01, 0.01, 0.01, 0.01 }, highest[MOST] = { 1.8, 1.9, 1.5, 1.5 };

/* Errors of long ago are forgotten: the eigenvalues of the states' recursion, fed with
 * its own errors, are within the unit circle (Svetunkov et al. 2022). */
static bool stable(double a0, double a1)
{
    return (a0 - 2.5) * (a0 - 2.5) + a1 * a1 > 1.25 && (a0 - 0.5) * (a0 - 0.5) + (a1 - 1) * (a1 - 1) > 0.25
        && (a0 - 1.5) * (a0 - 1.5) + (a1 - 0.5) * (a1 - 0.5) < 1.5;
}

static bool allowed(const struct task *k, const double *x)
{
    for (size_t i = 0; i < k->d; i++)
        if (!(x[i] >= lowest[i] && x[i] <= highest[i]))
            return false;
    return stable(x[0], x[1]) && (k->d < 4 || stable(x[2], x[3]));
}

/* What a point has: its squared error, gradient and the errors' second moments. */
struct point { double x[MOST], f, g[MOST], h[MOST][MOST]; };

static void fill(double set[LANES][MOST], const double *x, size_t d, double delta)
{
    for (size_t i = 0; i < LANES; i++) {
        memcpy(set[i], x, MOST * sizeof *x);
        if (i > 0 && i <= d)
            set[i][i - 1] += delta;
    }
}

/* Adds the prior's part: minus its log density counts as much as log sum e^2 / 2 over n. */
static void add_prior(const struct task *k, struct point *p)
{
    double n = k->seen, v = p->f / n, sum = 0;
    for (size_t i = 0; i < 2; i++) {
        double d = p->x[i] - around[i];
        p->g[i] += v * k->weight[i] * d;
        p->h[i][i] += v * k->weight[i];
        sum += k->weight[i] * d * d;
    }
    p->f *= exp(sum / n);
}

static void look(const struct task *k, struct point *p)
{
    double set[LANES][MOST];
    fill(set, p->x, k->d, DELTA);
    inv_ces_pass(&k->pass, set, NULL);
    p->f = 0;
    memset(p->g, 0, sizeof p->g);
    memset(p->h, 0, sizeof p->h);
    for (size_t t = 0; t < k->pass.n; t++) {
        const double *e = k->pass.e + t * LANES;
        double j[MOST];
        p->f += e[0] * e[0];
        for (size_t i = 0; i < k->d; i++) {
            j[i] = (e[i + 1] - e[0]) / DELTA;
            p->g[i] += j[i] * e[0];
            for (size_t q = 0; q <= i; q++)
                p->h[i][q] += j[i] * j[q];
        }
    }
    add_prior(k, p);
}

/* Solves (H + damp diag H) step = -g by Cholesky's decomposition; false: not positive definite. */
static bool damped_step(const struct point *p, size_t d, double damp, double *step)
{
    double c[MOST][MOST];
    for (size_t i = 0; i < d; i++) {
        for (size_t j = 0; j <= i; j++) {
            double s = i == j ? p->h[i][i] * (1 + damp) : p->h[i][j];
            for (size_t q = 0; q < j; q++)
                s -= c[i][q] * c[j][q];
            if (i == j && !(s > 0))
                return false;
            c[i][j] = i == j ? sqrt(s) : s / c[j][j];
        }
        step[i] = -p->g[i];
        for (size_t q = 0; q < i; q++)
            step[i] -= c[i][q] * step[q];
        step[i] /= c[i][i];
    }
    for (size_t i = d; i-- > 0;) {
        for (size_t q = i + 1; q < d; q++)
            step[i] -= c[q][i] * step[q];
        step[i] /= c[i][i];
    }
    return true;
}

/* The point at p + step, or as far towards it as is allowed. */
static bool move(const struct task *k, const struct point *p, const double *step, struct point *to)
{
    double share = 1;
    for (int half = 0; half < 8; half++, share /= 2) {
        memcpy(to->x, p->x, sizeof to->x);
        for (size_t i = 0; i < k->d; i++) {
            to->x[i] = p->x[i] + share * step[i];
            to->x[i] = to->x[i] < lowest[i] ? lowest[i] : to->x[i] > highest[i] ? highest[i] : to->x[i];
        }
        if (allowed(k, to->x))
            return true;
    }
    return false;
}

/* By how much less the squared error should be after the step. */
static double promised(const struct point *p, size_t d, const double *step)
{
    double sum = 0;
    for (size_t i = 0; i < d; i++) {
        sum -= 2 * p->g[i] * step[i];
        for (size_t j = 0; j < d; j++)
            sum -= step[i] * step[j] * p->h[i > j ? i : j][i > j ? j : i];
    }
    return sum;
}

/* Damped by what steps keep of their promise: the errors bend, since starting states
 * depend on the constants, and undamped steps would jump to and fro. */
static void descend(const struct task *k, struct point *p)
{
    double damp = 1e-2, step[MOST];
    look(k, p);
    for (int i = 0; i < ITERATIONS && damp < HARDEST; i++) {
        struct point next;
        if (!damped_step(p, k->d, damp, step) || !move(k, p, step, &next)) {
            damp = damp * 10 + 1e-6;
            continue;
        }
        for (size_t j = 0; j < k->d; j++)
            step[j] = next.x[j] - p->x[j];
        double less = promised(p, k->d, step);
        if (!(less > ENOUGH * p->f))
            break;
        look(k, &next);
        double kept = (p->f - next.f) / less;
        damp = kept > 0.75 ? damp / 10 : kept > 0.25 ? damp : damp < 0.1 ? 0.1 : damp * 4;
        if (kept > 0)
            *p = next;
    }
}

/* Starts: a0 less a1 is what an error moves the level by. */
static const double starts[INV_CES_FORMS][LANES][MOST] = {
    { { 1.1, 1 }, { 1.3, 1 }, { 1.6, 1 }, { 1.3, 1.02 } },
    { { 1.1, 1 }, { 1.3, 1 }, { 1.6, 1 }, { 1.3, 1.02 } },
    { { 1.1, 1, 0.1 }, { 1.3, 1, 0.1 }, { 1.6, 1, 0.1 }, { 1.3, 1, 0.4 } },
    { { 1.1, 1, 1.1, 1 }, { 1.3, 1, 1.1, 1 }, { 1.6, 1, 1.1, 1 }, { 1.3, 1, 1.3, 1 }, { 1.1, 1, 1.3, 1 },
      { 1.1, 1.02, 1.1, 1 } }
};

static bool best_start(const struct task *k, struct point *p)
{
    double set[LANES][MOST], sum[LANES] = { 0 };
    size_t best = 0, sets = inv_ces_sets(k->pass.form);
    memcpy(set, starts[k->pass.form], sizeof set);
    inv_ces_pass(&k->pass, set, NULL);
    for (size_t t = 0; t < k->pass.n; t++)
        for (size_t i = 0; i < sets; i++)
            sum[i] += k->pass.e[t * LANES + i] * k->pass.e[t * LANES + i];
    for (size_t i = 1; i < sets; i++)
        best = sum[i] < sum[best] || !isfinite(sum[best]) ? i : best;
    memcpy(p->x, set[best], sizeof p->x);
    return isfinite(sum[best]);
}

/* The level of the first season or ten values; states as if it had been there for long. */
static void first_guess(const struct inv_ces_task *task, double *x)
{
    const struct inv_ces_shape *f = &inv_ces_shapes[task->form];
    double mean = 0, count = 0, *s = x + (f->level ? 2 : 0);
    size_t most = f->real ? task->m : 10;
    for (size_t t = 0; t < most && t < task->n; t++)
        if (!isnan(task->y[t]))
            mean += (task->y[t] - mean) / ++count;
    if (f->level) {
        x[0] = mean;
        x[1] = mean / 1.1;
    }
    for (size_t i = 0; f->real && i < task->m; i++) {
        s[i] = task->figure[i] + (f->level ? 0 : mean);
        if (f->complex)
            s[i + task->m] = s[i] / 1.1;
    }
}

static double known(const double *y, size_t n)
{
    double count = 0;
    for (size_t t = 0; t < n; t++)
        count += !isnan(y[t]);
    return count;
}

bool inv_ces_fit(const struct inv_ces_task *task, double *work, double *par, double *x)
{
    size_t states = inv_ces_states(task->form, task->m);
    double lag = inv_ces_shapes[task->form].level ? (double)task->season : 1, set[LANES][MOST];
    struct task k = {
        { task->form, task->m, task->n, task->y, work, work + LANES * states, work + (LANES + 1) * states },
        inv_ces_shapes[task->form].constants, known(task->y, task->n), { 10, 100 * lag * lag }
    };
    struct point p;
    first_guess(task, k.pass.guess);
    if (task->near)
        memcpy(p.x, task->near, sizeof p.x);
    else if (!best_start(&k, &p))
        return false;
    descend(&k, &p);
    fill(set, p.x, 0, 0);
    inv_ces_pass(&k.pass, set, x);
    memcpy(par, p.x, sizeof p.x);
    return isfinite(p.f);
}
