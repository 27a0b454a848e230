/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ets_pass.h"

#include <math.h>
#include <string.h>

/* Two doubles side by side (gcc and clang), anywhere in memory. */
typedef double pair __attribute__((vector_size(16), aligned(8), may_alias));

struct inv_ets_columns inv_ets_layout(const struct inv_ets_form *form, size_t m)
{
    const size_t none = INV_ETS_NO_COLUMN;
    struct inv_ets_columns c = { none, none, none, none, 0, none, none, none, 0, 0, 0 };
    c.alpha = c.n++;
    if (form->trend != INV_ETS_LEVEL)
        c.ratio = c.n++;
    if (form->season != INV_ETS_NONE)
        c.share = c.n++;
    if (form->trend == INV_ETS_DAMPED)
        c.phi = c.n++;
    c.constants = c.n;
    c.l = c.n++;
    if (form->trend != INV_ETS_LEVEL)
        c.b = c.n++;
    if (form->season != INV_ETS_NONE && m <= INV_ETS_FITTED_SEASON) {
        c.s = c.n;
        c.seasons = m - 1;
        c.n += c.seasons;
    }
    c.stride = (c.n + 1) / 2 * 2;
    return c;
}

size_t inv_ets_pass_room(const struct inv_ets_columns *c, size_t m)
{
    return c->stride * (c->stride + 4 + INV_ETS_ROWS + m) + m;
}

bool inv_ets_pass_take(struct inv_ets_pass *p, const struct inv_ets_columns *c, size_t m, struct inv_work *w)
{
    p->c = *c;
    p->A = inv_work_take(w, c->stride * c->stride);
    p->g = inv_work_take(w, c->stride);
    p->v = inv_work_take(w, c->stride);
    p->dl = inv_work_take(w, c->stride);
    p->db = inv_work_take(w, c->stride);
    p->row = inv_work_take(w, c->stride * INV_ETS_ROWS);
    p->ds = inv_work_take(w, c->stride * m);
    p->s = inv_work_take(w, m);
    return p->A && p->g && p->v && p->dl && p->db && p->row && p->ds && p->s;
}

static void clear(struct inv_ets_pass *p, const struct inv_ets *e)
{
    const struct inv_ets_columns *c = &p->c;
    size_t m = e->form.season == INV_ETS_NONE ? 1 : e->m, bytes = c->stride * sizeof *p->g;
    memset(p->A, 0, c->stride * bytes);
    memset(p->g, 0, bytes);
    memset(p->v, 0, bytes);
    memset(p->dl, 0, bytes);
    memset(p->db, 0, bytes);
    memset(p->row, 0, INV_ETS_ROWS * bytes);
    memset(p->ds, 0, m * bytes);
    p->dl[c->l] = 1;
    if (c->b != INV_ETS_NO_COLUMN)
        p->db[c->b] = 1;
    for (size_t i = 0; i < c->seasons; i++) {
        p->ds[i * c->stride + c->s + i] = 1;
        p->ds[(m - 1) * c->stride + c->s + i] = -1;     /* the last one is what is left of the sum */
    }
    p->sse = p->log_scale = 0;
}

/* A += sum of the rows' outer products, upper triangle by pairs of columns. */
static void add_rows(struct inv_ets_pass *p)
{
    size_t q = p->c.stride;
    const double *r0 = p->row, *r1 = r0 + q, *r2 = r1 + q, *r3 = r2 + q;
    for (size_t i = 0; i < p->c.n; i++) {
        pair *A = (pair *)(p->A + i * q);
        pair x0 = { r0[i], r0[i] }, x1 = { r1[i], r1[i] }, x2 = { r2[i], r2[i] }, x3 = { r3[i], r3[i] };
        for (size_t j = i / 2; j < q / 2; j++)
            A[j] += x0 * ((const pair *)r0)[j] + x1 * ((const pair *)r1)[j]
                + x2 * ((const pair *)r2)[j] + x3 * ((const pair *)r3)[j];
    }
}

static void add_gradient(struct inv_ets_pass *p, const double *row, double e)
{
    pair ee = { e, e };
    for (size_t j = 0; j < p->c.stride / 2; j++)
        ((pair *)p->g)[j] += ee * ((const pair *)row)[j];
}

struct state { double l, b; };

/* What a direct change of a column's own constant adds: to q by phi, to the
 * updates by alpha (and with it beta and gamma), ratio, share and phi. `shock`
 * is what the constants multiply in each update. */
static void own_changes(struct inv_ets_pass *p, const struct inv_ets *e, double *ds, const struct state *x,
                        double shock, double season_shock)
{
    const struct inv_ets_columns *c = &p->c;
    double ratio = e->alpha > 0 ? e->beta / e->alpha : 0, share = e->gamma / (1 - e->alpha);
    p->dl[c->alpha] += shock;
    if (c->ratio != INV_ETS_NO_COLUMN) {
        p->db[c->alpha] += ratio * shock;
        p->db[c->ratio] += e->alpha * shock;
    }
    if (c->share != INV_ETS_NO_COLUMN) {
        ds[c->alpha] -= share * season_shock;
        ds[c->share] += (1 - e->alpha) * season_shock;
    }
    if (c->phi != INV_ETS_NO_COLUMN)
        p->db[c->phi] += x->b;
}

/* d q of every column goes to p->dl, which is also the new level's where the
 * value is missing. */
static void carry_level(struct inv_ets_pass *p, const struct inv_ets *e, const struct state *x)
{
    pair *dl = (pair *)p->dl;
    const pair *db = (const pair *)p->db;
    for (size_t j = 0; j < p->c.stride / 2; j++)
        dl[j] += e->phi * db[j];
    if (p->c.phi != INV_ETS_NO_COLUMN)
        p->dl[p->c.phi] += x->b;
}

static void carry_missing(struct inv_ets_pass *p, const struct inv_ets *e, struct state *x)
{
    pair *db = (pair *)p->db;
    carry_level(p, e, x);
    for (size_t j = 0; j < p->c.stride / 2; j++)
        db[j] *= (pair){ e->phi, e->phi };
    if (p->c.phi != INV_ETS_NO_COLUMN)
        p->db[p->c.phi] += x->b;
    x->b *= e->phi;
    x->l += x->b;
}

/* Additive errors, no or additive season: s and ds are zero where there is none. */
static void carry_additive(struct inv_ets_pass *p, const struct inv_ets *e, double y, struct state *x, double *s,
                           double *ds, double *row)
{
    double q = x->l + e->phi * x->b, r = y - q - *s;
    pair *dl = (pair *)p->dl, *db = (pair *)p->db, *dsp = (pair *)ds, *rowp = (pair *)row;
    carry_level(p, e, x);
    for (size_t j = 0; j < p->c.stride / 2; j++) {
        pair d = dl[j] + dsp[j];
        dl[j] -= e->alpha * d;
        db[j] = e->phi * db[j] - e->beta * d;
        dsp[j] -= e->gamma * d;
        rowp[j] = -d;
    }
    own_changes(p, e, ds, x, r, r);
    x->l = q + e->alpha * r;
    x->b = e->phi * x->b + e->beta * r;
    *s += e->gamma * r;
    p->sse += r * r;
    add_gradient(p, row, r);
}

/* Multiplicative errors, no (s = 1, ds = 0) or multiplicative season. */
static bool carry_relative(struct inv_ets_pass *p, const struct inv_ets *e, double y, struct state *x, double *s,
                           double *ds, double *row)
{
    double q = x->l + e->phi * x->b, z = *s, mu = q * z;
    if (!(mu > 0))
        return false;
    double r = (y - mu) / mu, c = -(1 + r) / mu;
    pair *dl = (pair *)p->dl, *db = (pair *)p->db, *dsp = (pair *)ds, *rowp = (pair *)row, *v = (pair *)p->v;
    carry_level(p, e, x);
    for (size_t j = 0; j < p->c.stride / 2; j++) {
        pair d = z * dl[j] + q * dsp[j], dr = c * d, qr = r * dl[j] + q * dr;     /* of mu, r, q r */
        dl[j] += e->alpha * qr;
        db[j] = e->phi * db[j] + e->beta * qr;
        dsp[j] += e->gamma * (r * dsp[j] + z * dr);
        v[j] += d / mu;
        rowp[j] = dr;
    }
    own_changes(p, e, ds, x, q * r, z * r);
    x->l = q + e->alpha * q * r;
    x->b = e->phi * x->b + e->beta * q * r;
    *s = z + e->gamma * z * r;
    p->sse += r * r;
    p->log_scale += log(mu);
    add_gradient(p, row, r);
    return true;
}

bool inv_ets_pass_run(struct inv_ets_pass *p, const struct inv_ets *e, const struct inv_series *s)
{
    struct state x = { e->l, e->b };
    size_t m = e->form.season == INV_ETS_NONE ? 1 : e->m, rows = 0, q = p->c.stride;
    clear(p, e);
    for (size_t i = 0; i < m; i++)
        p->s[i] = e->form.season == INV_ETS_NONE ? e->form.relative : e->s[i];
    for (size_t t = 0, at = 0; t < s->n; t++, at = at + 1 == m ? 0 : at + 1) {
        if (isnan(s->y[t])) {
            carry_missing(p, e, &x);
            continue;
        }
        double *row = p->row + rows * q;
        if (!e->form.relative)
            carry_additive(p, e, s->y[t], &x, p->s + at, p->ds + at * q, row);
        else if (!carry_relative(p, e, s->y[t], &x, p->s + at, p->ds + at * q, row))
            return false;
        if (++rows == INV_ETS_ROWS) {
            add_rows(p);
            rows = 0;
        }
    }
    memset(p->row + rows * q, 0, (INV_ETS_ROWS - rows) * q * sizeof *p->row);
    add_rows(p);
    return isfinite(p->sse);
}
