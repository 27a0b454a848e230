/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ets_pass.h"

#include <math.h>
#include <string.h>

#include "ets_local.h"

/* Two doubles side by side (gcc and clang), anywhere in memory. */
typedef double pair __attribute__((vector_size(16), aligned(8), may_alias));

struct inv_ets_columns inv_ets_layout(const struct inv_ets_form *form, size_t m, bool seasons)
{
    const size_t none = INV_ETS_NO_COLUMN;
    struct inv_ets_columns c = { none, none, none, none, false, 0, none, none, none, 0, 0, 0 };
    c.alpha = c.n++;
    if (form->trend != INV_ETS_LEVEL)
        c.ratio = c.n++;
    if (form->season != INV_ETS_NONE)
        c.share = c.n++;
    if (inv_ets_fades(form->trend))
        c.phi = c.n++;
    c.constants = c.n;
    c.l = c.n++;
    if (form->trend != INV_ETS_LEVEL)
        c.b = c.n++;
    if (seasons && form->season != INV_ETS_NONE && m <= INV_ETS_FITTED_SEASON) {
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

/* ---- one period -------------------------------------------------------------------- */

/* Twice the same. */
static inline pair both(double x) { return (pair){ x, x }; }

/* d mu of every column, with level and trend alone; what it means for the error
 * goes to row, g and v. */
static inline void note(struct inv_ets_pass *p, const struct inv_ets_local *d, size_t j, pair mu, double *row)
{
    pair e = both(d->of_mu) * mu;
    ((pair *)row)[j] = e;
    ((pair *)p->g)[j] += both(d->error) * e;
}

static void carry_two(struct inv_ets_pass *p, const struct inv_ets_local *d, double *row)
{
    pair *dl = (pair *)p->dl, *db = (pair *)p->db;
    for (size_t j = 0; j < p->c.stride / 2; j++) {
        pair l = dl[j], b = db[j];
        note(p, d, j, both(d->mu_x[0]) * l + both(d->mu_x[1]) * b, row);
        dl[j] = both(d->next[0][0]) * l + both(d->next[0][1]) * b;
        db[j] = both(d->next[1][0]) * l + both(d->next[1][1]) * b;
    }
}

static void carry_three(struct inv_ets_pass *p, const struct inv_ets_local *d, double *season, double *row)
{
    pair *dl = (pair *)p->dl, *db = (pair *)p->db, *ds = (pair *)season;
    for (size_t j = 0; j < p->c.stride / 2; j++) {
        pair l = dl[j], b = db[j], s = ds[j];
        note(p, d, j, both(d->mu_x[0]) * l + both(d->mu_x[1]) * b + both(d->mu_x[2]) * s, row);
        dl[j] = both(d->next[0][0]) * l + both(d->next[0][1]) * b + both(d->next[0][2]) * s;
        db[j] = both(d->next[1][0]) * l + both(d->next[1][1]) * b + both(d->next[1][2]) * s;
        ds[j] = both(d->next[2][0]) * l + both(d->next[2][1]) * b + both(d->next[2][2]) * s;
    }
}

/* What the constants do by themselves: alpha to the level and, by way of the
 * ratio and the share, to the trend and the season; and phi. */
static void carry_constants(struct inv_ets_pass *p, const struct inv_ets *e, const struct inv_ets_local *d, double *ds,
                            double *row)
{
    const struct inv_ets_columns *c = &p->c;
    p->dl[c->alpha] += d->own[0];
    if (c->ratio != INV_ETS_NO_COLUMN) {
        p->db[c->alpha] += c->direct ? 0 : e->beta / e->alpha * d->own[1];
        p->db[c->ratio] += c->direct ? d->own[1] : e->alpha * d->own[1];
    }
    if (c->share != INV_ETS_NO_COLUMN) {
        ds[c->alpha] -= c->direct ? 0 : e->gamma / (1 - e->alpha) * d->own[2];
        ds[c->share] += c->direct ? d->own[2] : (1 - e->alpha) * d->own[2];
    }
    if (c->phi != INV_ETS_NO_COLUMN) {
        double mu = d->of_mu * d->mu_phi;
        row[c->phi] += mu;
        p->g[c->phi] += d->error * mu;
        p->dl[c->phi] += d->next_phi[0];
        p->db[c->phi] += d->next_phi[1];
        ds[c->phi] += d->next_phi[2];
    }
}

/* v += d log mu: a row is -y / mu^2 times d mu. Where y is 0 that says nothing,
 * but then no form with relative errors is fitted. */
static void add_scale(struct inv_ets_pass *p, const struct inv_ets_local *d, const double *row)
{
    pair per = both(1 / (d->of_mu * d->mu));
    for (size_t j = 0; j < p->c.stride / 2; j++)
        ((pair *)p->v)[j] += per * ((const pair *)row)[j];
    p->log_scale += log(d->mu);
}

static bool run_over(struct inv_ets_pass *p, const struct inv_ets *e, const struct inv_series *s)
{
    struct inv_ets_state x = { e->l, e->b, 0 };
    bool season = e->form.season != INV_ETS_NONE;
    size_t m = season ? e->m : 1, rows = 0, q = p->c.stride;
    for (size_t t = 0, at = 0; t < s->n; t++, at = at + 1 == m ? 0 : at + 1) {
        struct inv_ets_local d;
        double *row = p->row + rows * q, *ds = p->ds + at * q;
        x.s = p->s[at];
        if (!inv_ets_local(e, &x, s->y[t], &d))
            return false;
        p->s[at] = x.s;
        if (season)
            carry_three(p, &d, ds, row);
        else
            carry_two(p, &d, row);
        carry_constants(p, e, &d, ds, row);
        if (isnan(d.mu))
            continue;
        p->sse += d.error * d.error;
        if (e->form.relative)
            add_scale(p, &d, row);
        if (++rows == INV_ETS_ROWS) {
            add_rows(p);
            rows = 0;
        }
    }
    memset(p->row + rows * q, 0, (INV_ETS_ROWS - rows) * q * sizeof *p->row);
    add_rows(p);
    return isfinite(p->sse) && isfinite(p->log_scale);
}

bool inv_ets_pass_run(struct inv_ets_pass *p, const struct inv_ets *e, const struct inv_series *s)
{
    bool season = e->form.season != INV_ETS_NONE;
    clear(p, e);
    for (size_t i = 0; i < (season ? e->m : 1); i++)
        p->s[i] = season ? e->s[i] : 0;
    return run_over(p, e, s);
}
