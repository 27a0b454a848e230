/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loess.h"

#include <math.h>

static double cube(double x)
{
    return x * x * x;
}

/* Of a neighbour d away, where the furthest one is `reach` away. */
static double weight_at(size_t d, size_t reach, size_t n, size_t q)
{
    double r = (double)d, h = (double)reach + (q > n ? (double)((q - n) / 2) : 0);
    return r <= 0.001 * h ? 1 : r <= 0.999 * h ? cube(1 - cube(r / h)) : 0;
}

/* Distances are whole numbers: one table serves all windows of a reach. */
static void make_kernel(struct inv_loess *l, size_t reach)
{
    if (l->reach == reach + 1)
        return;
    l->reach = reach + 1;
    for (size_t d = 0; d <= reach; d++)
        l->kernel[d] = weight_at(d, reach, l->n, l->q);
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

/* The q nearest places (all, where there are not as many) of one inside the series. */
static size_t first_near(size_t n, size_t q, size_t i)
{
    size_t half = (q + 1) / 2, first = i + 1 > half ? i + 1 - half : 0;
    return q >= n ? 0 : first < n - q ? first : n - q;
}

static double fit_inside(struct inv_loess *l, size_t i)
{
    size_t q = l->q < l->n ? l->q : l->n, first = first_near(l->n, q, i);
    double out;
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

double inv_loess_own(size_t n, size_t q, size_t i, double *variance)
{
    size_t used = q < n ? q : n, first = first_near(n, used, i), last = first + used - 1;
    size_t reach = i - first > last - i ? i - first : last - i;
    double sum = 0, squares = 0;
    for (size_t j = first; j <= last; j++) {
        double k = weight_at(j < i ? i - j : j - i, reach, n, q);
        sum += k;
        squares += k * k;
    }
    *variance = squares / (sum * sum);
    return 1 / sum;
}
