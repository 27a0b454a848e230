/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/series.h"

#include <math.h>

static void look_at(struct inv_series *s, size_t t, double v)
{
    if (s->seen == 0) {
        s->first = t;
        s->lo = s->hi = v;
    }
    s->end = t + 1;
    s->seen++;
    s->zeros += v == 0;
    s->lo = v < s->lo ? v : s->lo;
    s->hi = v > s->hi ? v : s->hi;
    s->whole = s->whole && v == floor(v) && fabs(v) < 9007199254740992.0;
}

void inv_series_look(struct inv_series *s, const double *y, size_t n, size_t m)
{
    *s = (struct inv_series){ .y = y, .n = n, .m = m > 1 ? m : 1, .whole = true };
    for (size_t t = 0; t < n; t++)
        if (isfinite(y[t]))
            look_at(s, t, y[t]);
    double big = fabs(s->lo) > fabs(s->hi) ? fabs(s->lo) : fabs(s->hi);
    s->scale = big > 0 ? big : 1;
    s->dense = s->end - s->first == s->seen;
}

struct inv_series inv_series_core(const struct inv_series *s)
{
    struct inv_series c = *s;
    c.y = s->y + s->first;
    c.x = s->x ? s->x + s->first * s->nx : NULL;
    c.n = c.end = s->end - s->first;
    c.first = 0;
    c.phase = (s->phase + s->first) % c.m;
    return c;
}

struct inv_series inv_series_head(const struct inv_series *s, size_t n)
{
    struct inv_series h;
    inv_series_look(&h, s->y, n < s->n ? n : s->n, s->m);
    h.x = s->x;
    h.nx = s->nx;
    h.xname = s->xname;
    h.phase = s->phase;
    return h;
}

struct inv_series inv_series_tail(const struct inv_series *s, size_t n)
{
    struct inv_series t;
    size_t skip = n < s->n ? s->n - n : 0;
    inv_series_look(&t, s->y + skip, s->n - skip, s->m);
    t.x = s->x ? s->x + skip * s->nx : NULL;
    t.nx = s->nx;
    t.xname = s->xname;
    t.phase = (s->phase + skip) % t.m;
    return t;
}

double inv_series_zero_share(const struct inv_series *s)
{
    return s->seen > 0 ? (double)s->zeros / (double)s->seen : 0;
}
