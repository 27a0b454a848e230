/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fits of the theta models.
 *
 * The level does not see the forecasts, so for a given alpha the errors are linear
 * in the line's share s: with p and q what the recursion makes of the values and
 * of a share of 1, e_t = p_t - s q_t. Three sums of products give the best s and
 * its squared error, convex in s, so that where the best is outside of 0..1 (theta
 * below 1) that side's bound is the best within. What is left is a search in alpha
 * alone, eight values side by side in each of a few passes.
 *
 * The start is fixed by the first value, and the best s is drawn towards one half,
 * the theta of 2 of the original method, as if PRIOR more values had favoured that
 * (the g-prior of Zellner 1986): of a short history nothing else can be told. On
 * rolling origins inside the M3 histories both lower the errors, most on yearly
 * series, by 3 %.
 *
 * Values are less the first one, z0, which moves the line by as much and the start
 * by (1 - s) z0; so sums keep their digits far from zero. */
#include <math.h>

#include "theta.h"

#define LEAST_ALPHA 0.1     /* the authors' region */
#define MOST_ALPHA 0.99
#define MOST_SHARE 0.999999 /* theta is at most a million */
#define PRIOR 4

/* Two doubles side by side (gcc and clang). */
typedef double pair __attribute__((vector_size(16)));
#define PAIRS 4
#define LANES (2 * PAIRS)
#define ZOOMS 4             /* grids after the first; the last one is 0.001 apart */

struct data {
    const double *y, *a, *b;    /* values, and the lines that they are forecast with */
    size_t n, skip;
    double count;               /* values that are forecast */
};

struct sums { pair pp, pq, qq; };

/* ---- the line --------------------------------------------------------------------- */

void inv_line_add(struct inv_line *l, double t, double y)
{
    double dt = t - l->t, dy = y - l->y;
    l->count++;
    l->t += dt / l->count;
    l->y += dy / l->count;
    l->tt += dt * (t - l->t);
    l->ty += dt * (y - l->y);
}

struct inv_line inv_line_of(const double *z, size_t n, double from)
{
    struct inv_line l = { 0, 0, 0, 0, 0 };
    for (size_t t = 0; t < n; t++)
        if (!isnan(z[t]))
            inv_line_add(&l, (double)t, z[t] - from);
    return l;
}

/* ---- one model's recursion --------------------------------------------------------- */

double inv_theta_expect(const struct inv_theta *th)
{
    double b = th->dynamic ? inv_line_slope(&th->line) : th->b;
    double a = th->dynamic ? th->line.y - b * th->line.t : th->a;
    return th->l + th->share * (a * th->w + b * (1 - th->w) / th->alpha);
}

static void move(struct inv_theta *th, double y)
{
    th->l += th->alpha * (y - th->l);
    th->w -= th->alpha * th->w;
    th->t++;
}

void inv_theta_ahead(struct inv_theta *th, double mu)
{
    if (th->dynamic)
        inv_line_add(&th->line, th->t, mu);
    move(th, mu);
}

void inv_theta_step(struct inv_theta *th, double y)
{
    if (isnan(y))
        move(th, inv_theta_expect(th));
    else
        inv_theta_ahead(th, y);
}

/* ---- eight of them ----------------------------------------------------------------- */

static void add_sums(struct sums *s, pair p, pair q)
{
    s->pp += p * p;
    s->pq += p * q;
    s->qq += q * q;
}

/* The state of a level: `base` made of the values alone, `v` by a share of 1. */
static void sums_of_eight(const struct data *d, const double *alpha, struct sums *s)
{
    pair a[PAIRS], r[PAIRS], w[PAIRS], base[PAIRS], v[PAIRS];
    for (size_t i = 0; i < PAIRS; i++) {
        a[i] = (pair){ alpha[2 * i], alpha[2 * i + 1] };
        r[i] = 1 / a[i];
        w[i] = (pair){ 1, 1 };
        base[i] = (pair){ 0, 0 };
        v[i] = base[i] - d->a[0];
        s[i] = (struct sums){ base[i], base[i], base[i] };
    }
    for (size_t t = 0; t < d->n; t++) {
        bool known = !isnan(d->y[t]);
        for (size_t i = 0; i < PAIRS; i++) {
            pair p = d->y[t] - base[i], q = d->a[t] * w[i] + d->b[t] * (r[i] - w[i] * r[i]) + v[i];
            if (known && t >= d->skip)
                add_sums(&s[i], p, q);
            base[i] += known ? a[i] * p : (pair){ 0, 0 };
            v[i] += a[i] * (known ? -v[i] : q - v[i]);
            w[i] -= a[i] * w[i];
        }
    }
}

/* The best share, and its squared error. */
static double solve(const struct data *d, double pp, double pq, double qq, double *share)
{
    double weight = PRIOR / d->count, s = qq > 0 ? (pq + 0.5 * weight * qq) / (qq + weight * qq) : 0.5;
    *share = s = s > 0 ? s < MOST_SHARE ? s : MOST_SHARE : 0;
    double sse = pp - s * (2 * pq - s * qq) + weight * qq * (s - 0.5) * (s - 0.5);
    return sse > 0 ? sse : 0;
}

static void try_eight(const struct data *d, const double *alpha, double *sse, double *share)
{
    struct sums s[PAIRS];
    sums_of_eight(d, alpha, s);
    for (size_t i = 0; i < LANES; i++)
        sse[i] = solve(d, s[i / 2].pp[i % 2], s[i / 2].pq[i % 2], s[i / 2].qq[i % 2], &share[i]);
}

/* Eight values from end to end, then again between the neighbours of the best. */
static void search(const struct data *d, struct inv_theta *th)
{
    double x[LANES], sse[LANES], share[LANES], lo = LEAST_ALPHA, hi = MOST_ALPHA;
    for (int zoom = 0; zoom <= ZOOMS; zoom++) {
        size_t best = 0, last = LANES - 1;
        for (size_t i = 0; i <= last; i++)
            x[i] = lo + (hi - lo) * (double)i / (double)last;
        try_eight(d, x, sse, share);
        for (size_t i = 1; i <= last; i++)
            best = sse[i] < sse[best] ? i : best;
        lo = x[best > 0 ? best - 1 : 0];
        hi = x[best < last ? best + 1 : last];
        th->alpha = x[best];
        th->share = share[best];
    }
}

/* ---- a fit ------------------------------------------------------------------------- */

/* Values less the first one, and the line that each is forecast with: none for the first
 * in the dynamic model, which is as expected. */
static struct data prepare(const double *z, size_t n, size_t skip, bool dynamic, double *work)
{
    struct data d = { work, work + n, work + 2 * n, n, skip, 0 };
    struct inv_line line = { 0, 0, 0, 0, 0 };
    if (!dynamic)
        line = inv_line_of(z, n, z[0]);
    for (size_t t = 0; t < n; t++) {
        double y = z[t] - z[0], b = inv_line_slope(&line);
        work[t] = y;
        work[n + t] = line.y - b * line.t;
        work[2 * n + t] = b;
        d.count += t >= skip && !isnan(y);
        if (dynamic && !isnan(y))
            inv_line_add(&line, (double)t, y);
    }
    return d;
}

void inv_theta_fit(const double *z, size_t n, size_t skip, bool dynamic, double *work, struct inv_theta *th)
{
    struct data d = prepare(z, n, skip, dynamic, work);
    *th = (struct inv_theta){ .dynamic = dynamic, .alpha = 0.5, .share = 0.5, .w = 1 };
    if (!dynamic) {
        th->a = d.a[0] + z[0];
        th->b = d.b[0];
    }
    if (d.count > 0)
        search(&d, th);
    th->l = z[0] - th->share * (dynamic ? z[0] : th->a);
}
