/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "serial.h"

#include <math.h>
#include <string.h>

#include "inv/mem.h"

enum inv_status inv_serial_begin(struct inv_serial *w, struct inv_serial_masses *m, double lump, struct inv_err *err)
{
    enum inv_status st = INV_MEM_GROW(&w->lump, &w->cap[4], 2, err);
    if (st != INV_OK)
        return st;
    w->lump[0] = 0;
    w->lump[1] = lump;
    m->floor = 0;
    m->n = 0;
    m->top = 0;
    m->lumps = 1;
    return INV_OK;
}

/* Outside of its range demand is simple, and most cells are there when there are many stages. */
double inv_serial_sf(const struct inv_serial_at *j, double u)
{
    return u < j->lo ? 1 : u >= j->hi ? 0 : inv_dist_sf(&j->d, u);
}

double inv_serial_loss(const struct inv_serial_at *j, double u)
{
    return u <= j->lo ? j->d.mean - u : u >= j->hi ? 0 : inv_dist_loss(&j->d, u);
}

/* Simpson's rule over a cell; that of a point's demand is bent where it is. */
static double mean_loss(const struct inv_serial_at *j, double u, double step, double here, double next)
{
    if (!(j->d.sd > 0) && u < j->d.mean && j->d.mean < u + step)
        return here * here / (2 * step);
    return (here + 4 * inv_serial_loss(j, u + step / 2) + next) / 6;
}

double inv_serial_value(const struct inv_serial *w, const struct inv_serial_masses *m, const struct inv_serial_at *j,
                        double y)
{
    double sum = j->h * (y - j->d.mean) + m->floor, u = y - m->top, here = inv_serial_loss(j, u);
    for (size_t i = 0; i < m->lumps; i++)
        sum += w->lump[2 * i + 1] * inv_serial_loss(j, y - w->lump[2 * i]);
    for (size_t k = 0; k < m->n; k++) {
        double next = inv_serial_loss(j, u + (double)(k + 1) * m->step);
        sum += w->mass[k] * (m->whole ? next : mean_loss(j, u + (double)k * m->step, m->step, here, next));
        here = next;
    }
    return sum;
}

double inv_serial_slope(const struct inv_serial *w, const struct inv_serial_masses *m, const struct inv_serial_at *j,
                        double y)
{
    double sum = 0, u = y - m->top, here = m->whole || m->n == 0 ? 0 : inv_serial_loss(j, u);
    for (size_t i = 0; i < m->lumps; i++)
        sum += w->lump[2 * i + 1] * inv_serial_sf(j, y - w->lump[2 * i]);
    for (size_t k = 0; k < m->n; k++) {
        double at = u + (double)(k + 1) * m->step;
        if (m->whole) {
            sum += w->mass[k] * inv_serial_sf(j, at);
            continue;
        }
        double next = inv_serial_loss(j, at);
        sum += w->mass[k] * (here - next) / m->step;
        here = next;
    }
    return j->h - sum;
}

/* What a mass adds at the edges of new cells: table t, of cell k at edge i, is at t = k - i + cells. */
static enum inv_status tables(struct inv_serial *w, const struct inv_serial_masses *m, const struct inv_serial_at *j,
                              double S, size_t cells, struct inv_err *err)
{
    size_t n = m->n + cells;
    enum inv_status st = INV_MEM_GROW(&w->sf, &w->cap[2], n, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&w->loss, &w->cap[3], n, err);
    if (st != INV_OK)
        return st;
    double u = S - m->top - (double)cells * m->step, here = m->whole ? 0 : inv_serial_loss(j, u);
    for (size_t t = 0; t < n; t++) {
        double left = u + (double)t * m->step;
        if (m->whole) {
            w->sf[t] = inv_serial_sf(j, left + 0.5);
            continue;
        }
        double next = inv_serial_loss(j, left + m->step);
        w->sf[t] = (here - next) / m->step;
        w->loss[t] = mean_loss(j, left, m->step, here, next);
        here = next;
    }
    return INV_OK;
}

/* At an edge: the masses' P(D > y - x) and E max(D - (y - x), 0) in sum. */
struct edge { double sf, loss; };

static struct edge edge_at(const struct inv_serial *w, const struct inv_serial_masses *m,
                           const struct inv_serial_at *j, double S, size_t cells, size_t i)
{
    const double *sf = w->sf + (cells - i), *loss = w->loss + (cells - i);
    struct edge e = { 0, 0 };
    for (size_t k = 0; k < m->n; k++)
        e.sf += w->mass[k] * sf[k];
    for (size_t k = 0; k < m->n && !m->whole; k++)
        e.loss += w->mass[k] * loss[k];
    double y = S - (double)i * m->step - (m->whole ? 0.5 : 0);
    for (size_t k = 0; k < m->lumps; k++) {
        e.sf += w->lump[2 * k + 1] * inv_serial_sf(j, y - w->lump[2 * k]);
        if (!m->whole)
            e.loss += w->lump[2 * k + 1] * inv_serial_loss(j, y - w->lump[2 * k]);
    }
    return e;
}

/* Mass of a cell between two edges, and its first moment by the cells on both sides (at an end: by it and
 * the one within). */
static void fill(struct inv_serial *w, const struct inv_serial_masses *m, size_t i, size_t cells, struct edge hi,
                 struct edge lo)
{
    double mass = lo.sf - hi.sf, half = fabs(mass) / 2;
    w->next[i] += mass;
    if (m->whole)
        return;
    double moment = (lo.loss - hi.loss) / m->step - hi.sf - mass / 2;    /* in steps, up from its middle */
    moment = fmin(fmax(moment, -half), half);
    size_t up = i > 0 ? i - 1 : i, down = i + 1 < cells ? i + 1 : i;
    w->next[up] += moment / (double)(down - up);
    w->next[down] -= moment / (double)(down - up);
}

/* A point's demand moves all masses as they are: what is above S is taken off. */
static void move(struct inv_serial *w, struct inv_serial_masses *m, double mean, double S)
{
    double y = m->whole ? S - 0.5 : S;     /* as for the slope, that counts what is not below */
    size_t n = 0;
    for (size_t k = 0; k < m->lumps; k++)
        if (!(y - w->lump[2 * k] < mean)) {
            w->lump[2 * n] = w->lump[2 * k] + mean;
            w->lump[2 * n++ + 1] = w->lump[2 * k + 1];
        }
    m->lumps = n;
    m->top += mean;
    double above = (m->top - S) / m->step;
    size_t off = above >= (double)m->n ? m->n : above > 0 ? (size_t)floor(above) : 0;
    if (above > 0 && off < m->n && !m->whole) {        /* a part of a cell becomes a lump */
        double bottom = m->top - (double)(off + 1) * m->step;
        w->lump[2 * m->lumps] = bottom + (S - bottom) / 2;
        w->lump[2 * m->lumps++ + 1] = w->mass[off] * (S - bottom) / m->step;
        off++;
    }
    m->n -= off;
    m->top -= (double)off * m->step;
    if (off > 0 && m->n > 0)
        memmove(w->mass, w->mass + off, m->n * sizeof *w->mass);
}

/* Elsewhere they are spread over new cells. */
static enum inv_status spread(struct inv_serial *w, struct inv_serial_masses *m, const struct inv_serial_at *j,
                              double S, double low, struct inv_err *err)
{
    double width = S > low ? ceil((S - low) / m->step) + 1 : 0;
    if (!(width <= INV_SERIAL_CELLS))
        return inv_err_set(err, INV_EARG, "base stocks and demands differ too much in size");
    size_t cells = (size_t)width;
    enum inv_status st = INV_MEM_GROW(&w->next, &w->cap[1], cells, err);
    if (st == INV_OK)
        st = tables(w, m, j, S, cells, err);
    if (st != INV_OK)
        return st;
    if (cells > 0)
        memset(w->next, 0, cells * sizeof *w->next);
    struct edge hi = cells ? edge_at(w, m, j, S, cells, 0) : (struct edge){ 0, 0 };
    for (size_t i = 0; i < cells; i++) {
        struct edge lo = edge_at(w, m, j, S, cells, i + 1);
        fill(w, m, i, cells, hi, lo);
        hi = lo;
    }
    m->lumps = 0;
    m->top = S;
    m->n = cells;
    double *mass = w->mass;
    size_t cap = w->cap[0];
    w->mass = w->next, w->cap[0] = w->cap[1];
    w->next = mass, w->cap[1] = cap;
    return INV_OK;
}

enum inv_status inv_serial_cut(struct inv_serial *w, struct inv_serial_masses *m, const struct inv_serial_at *j,
                               double S, double low, struct inv_err *err)
{
    enum inv_status st = INV_MEM_GROW(&w->lump, &w->cap[4], 2 * (m->lumps + 2), err);
    if (st != INV_OK)
        return st;
    double value = inv_serial_value(w, m, j, S), slope = inv_serial_slope(w, m, j, m->whole ? S - 0.5 : S);
    if (j->d.sd > 0 && m->points > 0)
        st = inv_serial_gather(w, m, j, S, low, err);
    else if (j->d.sd > 0)
        st = spread(w, m, j, S, low, err);
    else
        move(w, m, j->d.mean, S);
    if (st != INV_OK)
        return st;
    w->lump[2 * m->lumps] = S;
    w->lump[2 * m->lumps++ + 1] = -slope;
    m->floor = value;
    return INV_OK;
}
