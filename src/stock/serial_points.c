/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gamma demand that is mostly next to nothing bends costs more sharply than any lattice: masses at points, then, each
 * that of an interval and at its centre of gravity, with intervals halved where mass times width is large. Where a base
 * stock is beyond its best, the slope that is cut off there leaves a mass below 0: those are gathered by themselves, as
 * the sum of both has its centre anywhere. */
#include "config.h"

#include "serial.h"

#include <math.h>
#include <string.h>

#include "inv/mem.h"

enum { PASSES = 500 };

/* A point's masses above it, of either sign: how much, and how much times how far. */
struct node { double y, sf[2], loss[2]; };
enum { NODE = 5 };             /* numbers of one */

static struct node node_at(const struct inv_serial *w, const struct inv_serial_masses *m, const struct inv_serial_at *j,
                           double y)
{
    struct node a = { y, { 0, 0 }, { 0, 0 } };
    for (size_t k = 0; k < m->lumps; k++) {
        double u = y - w->lump[2 * k], mass = w->lump[2 * k + 1];
        a.sf[mass < 0] += fabs(mass) * inv_serial_sf(j, u);
        a.loss[mass < 0] += fabs(mass) * inv_serial_loss(j, u);
    }
    return a;
}

static struct node get(const double *a, size_t i)
{
    a += NODE * i;
    return (struct node){ a[0], { a[1], a[2] }, { a[3], a[4] } };
}

static void put(double *a, size_t i, struct node x)
{
    const double all[NODE] = { x.y, x.sf[0], x.sf[1], x.loss[0], x.loss[1] };
    memcpy(a + NODE * i, all, sizeof all);
}

static double between(struct node lo, struct node hi)
{
    return lo.sf[0] - hi.sf[0] + (lo.sf[1] - hi.sf[1]);
}

static bool wide(struct node lo, struct node hi, double tol)
{
    double middle = lo.y + (hi.y - lo.y) / 2;
    return between(lo, hi) * (hi.y - lo.y) > tol && middle > lo.y && middle < hi.y;
}

/* Halves the n - 1 intervals of w->next that are wide, while there is room; how many nodes there are then. */
static size_t halve(struct inv_serial *w, const struct inv_serial_masses *m, const struct inv_serial_at *j, size_t n,
                    double tol)
{
    size_t out = 0;
    for (size_t i = 0; i < n; i++) {
        struct node here = get(w->next, i), before = get(w->next, i ? i - 1 : 0);
        if (i > 0 && out + (n - i) < m->points && wide(before, here, tol))
            put(w->mass, out++, node_at(w, m, j, before.y + (here.y - before.y) / 2));
        put(w->mass, out++, here);
    }
    double *nodes = w->mass;
    size_t cap = w->cap[0];
    w->mass = w->next, w->cap[0] = w->cap[1];
    w->next = nodes, w->cap[1] = cap;
    return out;
}

/* Masses between nodes, each where it is on the average. */
static size_t collect(struct inv_serial *w, size_t n)
{
    size_t out = 0;
    for (size_t i = 1; i < n; i++) {
        struct node lo = get(w->next, i - 1), hi = get(w->next, i);
        for (int sign = 0; sign < 2; sign++) {
            double mass = lo.sf[sign] - hi.sf[sign], width = hi.y - lo.y;
            if (!(mass > 0))
                continue;
            double above = (lo.loss[sign] - hi.loss[sign] - width * hi.sf[sign]) / mass;
            w->lump[2 * out] = lo.y + fmin(fmax(above, 0), width);
            w->lump[2 * out++ + 1] = sign ? -mass : mass;
        }
    }
    return out;
}

enum inv_status inv_serial_gather(struct inv_serial *w, struct inv_serial_masses *m, const struct inv_serial_at *j,
                                  double S, double low, struct inv_err *err)
{
    enum inv_status st = INV_MEM_GROW(&w->next, &w->cap[1], NODE * m->points, err);
    if (st == INV_OK && (st = INV_MEM_GROW(&w->mass, &w->cap[0], NODE * m->points, err)) == INV_OK)
        st = INV_MEM_GROW(&w->lump, &w->cap[4], 2 * (2 * m->points + 2), err);
    if (st != INV_OK)
        return st;
    size_t n = 0;
    if (S > low) {
        put(w->next, n++, node_at(w, m, j, low));
        put(w->next, n++, node_at(w, m, j, S));
        double all = between(get(w->next, 0), get(w->next, 1)) * (S - low), tol = all / 4;
        for (size_t pass = 0, before = n; pass < PASSES && n < m->points && tol > 1e-15 * all; pass++, before = n) {
            n = halve(w, m, j, n, tol);
            if (n == before)
                tol /= 4;
        }
    }
    m->lumps = collect(w, n);
    return INV_OK;
}
