/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Serial systems under stochastic service. The measure dA of the second derivative of C_j below S_j is a
 * list of masses: C_j'(y) = slope + sum m_k P(D_j <= y - x_k), and C_j its integral by first-order losses. */
#include "config.h"

#include "inv/serial.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/mem.h"

#define TAIL 1e-14             /* of a stage's demand, left out on either side */
#define STEPS 4000.0           /* of a lattice for continuous demand, all stages together */
#define WHOLE_MAX 30000.0      /* its most steps of one unit: the work is their square */

/* A stage at work: its demand, the lattice of edges (i + shift) step, i >= first, and the masses below. */
struct stage {
    struct inv_dist d;
    bool whole;
    double step, shift, lo, hi;        /* dA is in lo..hi */
    double slope, base;                /* C = slope y + base below lo */
    size_t n;                          /* masses: those on the lattice, then up to two apart from it */
    size_t apart;                      /* of them, at the end */
};

void inv_serial_free(struct inv_serial *w)
{
    free(w->at);
    free(w->mass);
    free(w->next_at);
    free(w->next_mass);
    free(w->kernel);
    *w = (struct inv_serial){ 0 };
}

static enum inv_status bad(struct inv_err *err, const char *column, const char *format, double x)
{
    inv_err_set(err, INV_EARG, format, x);
    return inv_err_column(err, column, strlen(column));
}

static enum inv_status check(const struct inv_serial_in *in, struct inv_err *err)
{
    if (in->n < 1 || in->n > INV_SERIAL_MAX)
        return bad(err, "stages", "%g stages are not from 1 to 1000", (double)in->n);
    if (in->demand != INV_DIST_NORMAL && in->demand != INV_DIST_GAMMA && in->demand != INV_DIST_POISSON)
        return inv_err_set(err, INV_EARG, "demand is neither normal, gamma nor Poisson");
    if (!(in->mean > 0) || in->mean > 1e100)
        return bad(err, "mean", "%g is not from above 0 to 1e100", in->mean);
    if (in->demand != INV_DIST_POISSON && (!(in->sd >= 0) || in->sd > 1e100))
        return bad(err, "sd", "%g is not from 0 to 1e100", in->sd);
    if (!(in->penalty > 0) || in->penalty > 1e100)
        return bad(err, "shortage_cost", "%g is not from above 0 to 1e100", in->penalty);
    for (size_t j = 0; j < in->n; j++) {
        if (!(in->stages[j].echelon_holding > 0) || in->stages[j].echelon_holding > 1e100)
            return bad(err, "holding_cost", "an echelon's %g is not from above 0 to 1e100", in->stages[j].echelon_holding);
        if (!(in->stages[j].lead_time >= 0) || in->stages[j].lead_time > 1e100)
            return bad(err, "lead_time", "%g is not from 0 to 1e100", in->stages[j].lead_time);
    }
    return INV_OK;
}

static enum inv_status demand_over(const struct inv_serial_in *in, double lead, struct inv_dist *d, struct inv_err *err)
{
    if (lead > 0)
        return inv_dist_init(d, in->demand, in->mean * lead, in->sd * sqrt(lead), err);
    return inv_dist_init(d, INV_DIST_NORMAL, 0, 0, err);    /* a point at 0 */
}

static double total_holding(const struct inv_serial_in *in)
{
    double sum = 0;
    for (size_t j = 0; j < in->n; j++)
        sum += in->stages[j].echelon_holding;
    return sum;
}

/* Demand's range over a lead time, tails left out. */
static double least(const struct inv_dist *d)
{
    if (!(d->sd > 0) || d->kind == INV_DIST_NORMAL)
        return inv_dist_quantile(d, TAIL);
    return d->kind == INV_DIST_GAMMA ? 0 : fmax(inv_dist_quantile(d, TAIL) - 1, 0);
}

static enum inv_status lattice(const struct inv_serial_in *in, struct stage *s, struct inv_err *err)
{
    double range = 0, lead = 1;
    for (size_t j = 0; j < in->n; j++) {
        enum inv_status st = demand_over(in, in->stages[j].lead_time, &s->d, err);
        if (st != INV_OK)
            return st;
        lead += in->stages[j].lead_time;
        range += inv_dist_quantile_upper(&s->d, TAIL) - least(&s->d);
    }
    s->whole = in->demand == INV_DIST_POISSON;
    if (s->whole && range > WHOLE_MAX)
        return bad(err, "mean", "demand spreads over %g whole units: take it for normal", range);
    s->step = s->whole ? 1 : fmax(range / STEPS, 1e-12 * in->mean * lead);    /* demand that is certain has no range */
    s->shift = s->whole ? -0.5 : 0;
    return INV_OK;
}

/* C'(y), by the masses themselves. */
static double slope_at(const struct inv_serial *w, const struct stage *s, double y)
{
    double sum = s->slope;
    for (size_t k = 0; k < s->n; k++)
        sum += w->mass[k] * inv_dist_cdf(&s->d, y - w->at[k]);
    return sum;
}

static double cost_at(const struct inv_serial *w, const struct stage *s, double y)
{
    double sum = s->slope * y + s->base;
    for (size_t k = 0; k < s->n; k++)
        sum += w->mass[k] * fmax(y - w->at[k] - s->d.mean + inv_dist_loss(&s->d, y - w->at[k]), 0);
    return sum;
}

/* The same slope at lattice edges: masses on the lattice need P(D <= (i + 1/2) step) alone, i = 0, 1, ... from
 * `low`, kept in w->kernel. */
struct edges { double first, low, at0; size_t kernel, cells; };

static enum inv_status kernel_of(struct inv_serial *w, const struct stage *s, struct edges *e, struct inv_err *err)
{
    size_t regular = s->n - s->apart;
    e->first = floor(s->lo / s->step) - 1;
    e->cells = (size_t)fmax(ceil(s->hi / s->step) + 2 - e->first, 1);
    e->at0 = regular ? w->at[0] : 0;
    e->low = (e->first + s->shift) * s->step - e->at0 - (double)regular * s->step;
    e->kernel = e->cells + regular + 2;
    enum inv_status st = INV_MEM_GROW(&w->kernel, &w->cap[4], e->kernel, err);
    for (size_t i = 0; st == INV_OK && regular && i < e->kernel; i++)
        w->kernel[i] = inv_dist_cdf(&s->d, e->low + (double)i * s->step);
    return st;
}

static double edge(const struct stage *s, const struct edges *e, size_t i)
{
    return (e->first + (double)i + s->shift) * s->step;
}

static double slope_on(const struct inv_serial *w, const struct stage *s, const struct edges *e, size_t i)
{
    size_t regular = s->n - s->apart;
    const double *f = w->kernel + i + regular;
    double sum = s->slope;
    for (size_t k = 0; k < regular; k++)
        sum += w->mass[k] * f[-(ptrdiff_t)k];
    for (size_t k = regular; k < s->n; k++)
        sum += w->mass[k] * inv_dist_cdf(&s->d, edge(s, e, i) - w->at[k]);
    return sum;
}

static void put(struct inv_serial *w, size_t *n, double at, double mass)
{
    w->next_at[*n] = at;
    w->next_mass[(*n)++] = mass;
}

/* Where the slope is 0 in a cell at whose ends it is below 0 and not: by secants, as it is all but straight there. */
struct ends { double lo, below, hi, above; };
static double root(const struct inv_serial *w, const struct stage *s, struct ends c)
{
    double y = c.hi;
    for (int k = 0; k < 4 && c.below < 0 && c.above > 0; k++) {
        y = c.lo + (c.hi - c.lo) * (c.below / (c.below - c.above));
        double slope = slope_at(w, s, y);
        if (slope < 0)
            c.lo = y, c.below = slope;
        else
            c.hi = y, c.above = slope;
    }
    return c.below < 0 ? y : c.lo;
}

/* Masses of the next stage up: a cell's at its middle, up to S (NAN: the least cost's, found on the way), and at S
 * what brings the slope to 0, for C(min(x, S)) is flat beyond. */
static void masses(struct inv_serial *w, struct stage *s, const struct edges *e, double *S)
{
    bool search = isnan(*S);
    double left = s->slope, end = search ? INFINITY : s->whole ? *S - 0.25 : *S;
    size_t n = 0, i = 1;
    for (; i < e->cells && edge(s, e, i) <= end; i++) {
        double right = slope_on(w, s, e, i);
        if (search && right >= 0)
            break;
        put(w, &n, edge(s, e, i) - s->step / 2, right - left);
        left = right;
    }
    double last = edge(s, e, i - 1);
    if (search) {
        double right = slope_on(w, s, e, i);
        *S = s->whole ? last + 0.5 : root(w, s, (struct ends){ last, left, edge(s, e, i), right });
        s->apart = left < 0;
        if (left < 0 && s->whole)
            put(w, &n, *S, -left);
        else if (left < 0)
            put(w, &n, (last + *S) / 2, -left);
    } else {
        double at = s->whole ? left : slope_at(w, s, *S);
        s->apart = !s->whole && *S > last && i < e->cells ? 2 : 1;
        if (s->apart == 2)
            put(w, &n, (last + *S) / 2, at - left);
        else
            at = left;
        put(w, &n, *S, -at);
    }
    s->n = n;
}

static enum inv_status up(struct inv_serial *w, struct stage *s, double *S, struct inv_err *err)
{
    struct edges e;
    enum inv_status st = kernel_of(w, s, &e, err);
    if (st == INV_OK && (st = INV_MEM_GROW(&w->next_at, &w->cap[2], e.cells + 2, err)) == INV_OK)
        st = INV_MEM_GROW(&w->next_mass, &w->cap[3], e.cells + 2, err);
    if (st != INV_OK)
        return st;
    masses(w, s, &e, S);
    double *at = w->at, *mass = w->mass;
    size_t a = w->cap[0], m = w->cap[1];
    w->at = w->next_at, w->mass = w->next_mass, w->cap[0] = w->cap[2], w->cap[1] = w->cap[3];
    w->next_at = at, w->next_mass = mass, w->cap[2] = a, w->cap[3] = m;
    return INV_OK;
}

static enum inv_status start(struct inv_serial *w, const struct inv_serial_in *in, struct stage *s, struct inv_err *err)
{
    *s = (struct stage){ .n = 1, .apart = 1 };
    enum inv_status st = check(in, err);
    if (st == INV_OK && (st = lattice(in, s, err)) == INV_OK && (st = INV_MEM_GROW(&w->at, &w->cap[0], 1, err)) == INV_OK)
        st = INV_MEM_GROW(&w->mass, &w->cap[1], 1, err);
    if (st != INV_OK)
        return st;
    s->slope = -(in->penalty + total_holding(in));
    w->at[0] = 0;
    w->mass[0] = -s->slope;
    return INV_OK;
}

/* Up the stages; search: S is found, else it is given. */
static enum inv_status climb(struct inv_serial *w, const struct inv_serial_in *in, double *S, bool search, double *cost,
                             struct inv_err *err)
{
    struct stage s;
    enum inv_status st = start(w, in, &s, err);
    for (size_t j = 0; st == INV_OK && j < in->n; j++) {
        if ((st = demand_over(in, in->stages[j].lead_time, &s.d, err)) != INV_OK)
            return st;
        s.slope += in->stages[j].echelon_holding;
        s.base -= s.slope * s.d.mean;
        s.lo += least(&s.d);
        s.hi += inv_dist_quantile_upper(&s.d, TAIL);
        double at = search ? (double)NAN : S[j];
        struct stage before = s;
        if ((st = up(w, &s, &at, err)) != INV_OK)
            return st;
        if (search)
            S[j] = at;
        if (j + 1 == in->n) {  /* of the masses that up() put aside */
            struct inv_serial own = { .at = w->next_at, .mass = w->next_mass };
            *cost = cost_at(&own, &before, at);
        }
    }
    if (st == INV_OK && !isfinite(*cost))
        st = inv_err_set(err, INV_EARG, "costs too large to be computed");
    return st;
}

enum inv_status inv_serial_solve(struct inv_serial *w, const struct inv_serial_in *in, double *S, double *cost,
                                 struct inv_err *err)
{
    return climb(w, in, S, true, cost, err);
}

enum inv_status inv_serial_cost(struct inv_serial *w, const struct inv_serial_in *in, const double *S, double *cost,
                                struct inv_err *err)
{
    enum inv_status st = check(in, err);
    for (size_t j = 0; st == INV_OK && j < in->n; j++)
        if (!(fabs(S[j]) <= 1e100) || (in->demand == INV_DIST_POISSON && S[j] != floor(S[j])))
            st = bad(err, "base_stock", "%g is not a base stock", S[j]);
    return st == INV_OK ? climb(w, in, (double *)S, false, cost, err) : st;
}

enum inv_status inv_serial_heuristic(const struct inv_serial_in *in, double *S, struct inv_err *err)
{
    enum inv_status st = check(in, err);
    if (st != INV_OK)
        return st;
    double all = total_holding(in), above = all, lead = 0;
    for (size_t j = 0; j < in->n; j++) {
        struct inv_dist d;
        double h = in->stages[j].echelon_holding, with = above;
        above = j + 1 < in->n ? fmax(above - h, 0) : 0;
        lead += in->stages[j].lead_time;
        if ((st = demand_over(in, lead, &d, err)) != INV_OK)
            return st;
        double low = inv_dist_quantile_upper(&d, (all - above) / (in->penalty + all));
        double high = inv_dist_quantile_upper(&d, h / (in->penalty + with));
        S[j] = low / 2 + high / 2;
    }
    return INV_OK;
}

void inv_serial_local(const double *S, size_t n, double *local)
{
    double least_above = INFINITY;
    for (size_t j = n; j-- > 0; )
        local[j] = least_above = fmin(least_above, S[j]);
    for (size_t j = n; j-- > 1; )
        local[j] -= local[j - 1];
}
