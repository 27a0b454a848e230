/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which of many straight costs is least: the lower convex hull of points. */
#include "config.h"

#include "lotsize.h"

/* Whether b lies on or above the line from a to c. */
static bool above(const struct inv_hull_point *a, const struct inv_hull_point *b, const struct inv_hull_point *c)
{
    return (b->y - a->y) * (c->x - a->x) >= (c->y - a->y) * (b->x - a->x);
}

void inv_hull_push(struct inv_hull *h, double x, double y, size_t id)
{
    struct inv_hull_point p = { x, y, id };
    if (h->n > 0 && !(x > h->p[h->n - 1].x)) {      /* the lower of two at one place */
        if (y >= h->p[h->n - 1].y)
            return;
        h->n--;
    }
    while (h->n >= 2 && above(&h->p[h->n - 2], &h->p[h->n - 1], &p))
        h->n--;
    h->p[h->n++] = p;
}

/* Slopes between neighbours rise: the first that is not below s ends the descent. */
const struct inv_hull_point *inv_hull_least(const struct inv_hull *h, double s)
{
    size_t lo = 0, hi = h->n - 1;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        const struct inv_hull_point *a = &h->p[mid], *b = a + 1;
        if (b->y - a->y < s * (b->x - a->x))
            lo = mid + 1;
        else
            hi = mid;
    }
    return &h->p[lo];
}
