/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loess.h"

#include <math.h>

static double cube(double x)
{
    return x * x * x;
}

/* Distances are whole numbers: one table serves all windows of a reach. */
static void make_kernel(struct inv_loess *l, size_t reach)
{
    if (l->reach == reach + 1)
        return;
    l->reach = reach + 1;
    double h = (double)reach + (l->q > l->n ? (double)((l->q - l->n) / 2) : 0);
    for (size_t d = 0; d <= reach; d++) {
        double r = (double)d;
        l->kernel[d] = r <= 0.001 * h ? 1 : r <= 0.999 * h ? cube(1 - cube(r / h)) : 0;
    }
}

/* Weighted sums over a window, with distances d from x. */
struct sums { double w, wd, wdd, wy, wdy; };

static inline void add(struct sums *s, double w, double d, double y)
{
    s->w += w;
    s->wd += w * d;
    s->wdd += w * d * d;
    s->wy += w * y;
    s->wdy += w * d * y;
}

static struct sums window_sums(struct inv_loess *l, ptrdiff_t x, size_t first, size_t last)
{
    struct sums s = { 0 };
    ptrdiff_t before = x - (ptrdiff_t)first, after = (ptrdiff_t)last - x;
    make_kernel(l, (size_t)(before > after ? before : after));
    for (size_t j = first; j <= last; j++) {
        ptrdiff_t d = (ptrdiff_t)j - x;
        double k = l->kernel[d < 0 ? -d : d];
        add(&s, l->w ? k * l->w[j] : k, (double)d, l->y[j]);
    }
    return s;
}

static bool fit_at(struct inv_loess *l, ptrdiff_t x, size_t first, size_t last, double *out)
{
    struct sums s = window_sums(l, x, first, last);
    if (!(s.w > 0))
        return false;
    double centre = s.wd / s.w, spread = s.wdd / s.w - centre * centre, mean = s.wy / s.w;
    *out = mean;
    /* places that are all but one give no line */
    if (l->degree > 0 && spread > 0 && sqrt(spread) > 0.001 * (double)(l->n - 1))
        *out -= centre * (s.wdy / s.w - centre * mean) / spread;
    return true;
}

/* The q nearest places of one inside the series. */
static double fit_inside(struct inv_loess *l, size_t i)
{
    size_t q = l->q < l->n ? l->q : l->n, half = (q + 1) / 2, first = i + 1 > half ? i + 1 - half : 0;
    double out;
    first = first < l->n - q ? first : l->n - q;
    return fit_at(l, (ptrdiff_t)i, first, first + q - 1, &out) ? out : l->y[i];
}

static void bridge(double *out, size_t from, size_t to)
{
    double step = (out[to] - out[from]) / (double)(to - from);
    for (size_t i = from + 1; i < to; i++)
        out[i] = out[from] + step * (double)(i - from);
}

void inv_loess_smooth(struct inv_loess *l, double *out)
{
    if (l->n < 2) {
        out[0] = l->y[0];
        return;
    }
    size_t jump = l->jump < l->n - 1 ? l->jump : l->n - 1, at = 0;
    out[0] = fit_inside(l, 0);
    while (at < l->n - 1) {
        size_t next = at + jump < l->n - 1 ? at + jump : l->n - 1;
        out[next] = fit_inside(l, next);
        bridge(out, at, next);
        at = next;
    }
}

double inv_loess_before(struct inv_loess *l, double otherwise)
{
    double out;
    return fit_at(l, -1, 0, (l->q < l->n ? l->q : l->n) - 1, &out) ? out : otherwise;
}

double inv_loess_after(struct inv_loess *l, double otherwise)
{
    double out;
    return fit_at(l, (ptrdiff_t)l->n, l->n - (l->q < l->n ? l->q : l->n), l->n - 1, &out) ? out : otherwise;
}
