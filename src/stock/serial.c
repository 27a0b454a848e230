/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "serial.h"

#include <math.h>
#include <stdlib.h>

#define STEPS 1000.0           /* of a lattice over all demand, at least; */
#define STEPS_MOST 4000.0      /* at most, so that a stage's standard deviation has */
#define STEPS_SD 20.0          /* that many */
#define WHOLE_MOST 30000.0     /* steps of one unit, */
#define WORK_MOST 5e9          /* and their square times the stages */
#define POINTS_WORK 1e6        /* stages times the square of points, if there are */
#define POINTS_LEAST 50.0      /* more than that */
#define POINTS_MOST 600.0

void inv_serial_free(struct inv_serial *w)
{
    free(w->mass);
    free(w->next);
    free(w->sf);
    free(w->loss);
    free(w->lump);
    *w = (struct inv_serial){ 0 };
}

static enum inv_status lattice(const struct inv_serial_in *in, struct inv_serial_masses *m, struct inv_err *err)
{
    struct inv_serial_spread all;
    double lead = inv_serial_lead(in, 0, in->n), least = INFINITY;
    enum inv_status st = inv_serial_spread(in, lead, &all, err);
    if (st != INV_OK)
        return st;
    double range = all.below + all.above;
    m->whole = in->demand == INV_DIST_POISSON;
    m->step = m->whole ? 1 : 1e-9 * in->mean * (lead > 0 ? lead : 1);
    if (m->whole && !(range <= WHOLE_MOST && range * range * (double)in->n <= WORK_MOST))
        return inv_serial_bad(err, "mean", "demand spreads over %g whole units, too many for these stages: "
                              "take it for normal", range);
    if (m->whole || !(range > 0))
        return INV_OK;
    for (size_t j = 0; j < in->n; j++)
        if (in->stages[j].lead_time > 0)
            least = fmin(least, in->sd * sqrt(in->stages[j].lead_time));
    double mean = least / in->sd * (least / in->sd) * in->mean;    /* of that demand, exponential or more so */
    if (in->demand == INV_DIST_GAMMA && mean < least)
        m->points = (size_t)fmin(fmax(sqrt(POINTS_WORK / (double)in->n), POINTS_LEAST), POINTS_MOST);
    m->step = fmax(fmin(range / STEPS, least / STEPS_SD), range / STEPS_MOST);
    m->step = fmax(m->step, 1e-13 * all.mean);    /* what sums can tell apart */
    return INV_OK;
}

/* Where C_j is least: within its bounds, whatever rounding says. */
struct search { const struct inv_serial *w; const struct inv_serial_masses *m; const struct inv_serial_at *j; };

static double whole_root(struct search s, struct inv_serial_bounds b)
{
    double lo = floor(b.low) - 2, hi = ceil(b.high) + 1;
    while (hi - lo > 1) {      /* the slope is below 0 at lo + 1/2 and not at hi + 1/2 */
        double y = floor(lo + (hi - lo) / 2);
        *(inv_serial_slope(s.w, s.m, s.j, y + 0.5) < 0 ? &lo : &hi) = y;
    }
    return hi;
}

/* By false position, an end that stays halved (Illinois), every fifth step a bisection. */
static double smooth_root(struct search s, struct inv_serial_bounds b)
{
    double margin = fmax(s.m->step / 100, 1e-9 * fabs(b.high));
    double eps = 1e-5 * fmin(margin, fmax(fabs(b.low), b.high - b.low));
    eps = fmax(eps, 1e-13 * fmax(fabs(b.low), fabs(b.high)));
    double lo = b.low - margin, hi = b.high + margin;
    double below = inv_serial_slope(s.w, s.m, s.j, lo), above = inv_serial_slope(s.w, s.m, s.j, hi);
    if (below >= 0 || above < 0)
        return below >= 0 ? b.low : b.high;
    for (int k = 1; k < 200 && hi - lo > eps; k++) {
        double y = lo + (hi - lo) * (k % 5 == 0 ? 0.5 : below / (below - above));
        y = fmin(fmax(y, lo + eps / 2), hi - eps / 2);
        double slope = inv_serial_slope(s.w, s.m, s.j, y);
        if (slope < 0) {
            lo = y;
            below = slope;
            above /= 2;
        } else {
            hi = y;
            above = slope;
            below /= 2;
        }
    }
    return lo + (hi - lo) / 2;
}

/* What of C_j matters when S is given: echelon j's position is between low and high, S as far as it can bind. */
static enum inv_status window(const struct inv_serial_in *in, const double *S, size_t j, struct inv_serial_bounds *b,
                              struct inv_err *err)
{
    struct inv_serial_spread above;
    double room = INFINITY, mean = 0;
    enum inv_status st = inv_serial_spread(in, inv_serial_lead(in, j + 1, in->n), &above, err);
    for (size_t i = j + 1; i < in->n; i++) {
        mean += in->mean * in->stages[i].lead_time;
        room = fmin(room, S[i] - mean);
    }
    *b = (struct inv_serial_bounds){ fmin(S[j], room - above.above), fmin(S[j], room + above.below) };
    if (in->demand == INV_DIST_POISSON)
        *b = (struct inv_serial_bounds){ floor(b->low), ceil(b->high) };
    return st;
}

static enum inv_status stage_of(const struct inv_serial_in *in, size_t j, struct inv_serial_at *at, struct inv_err *err)
{
    struct inv_serial_spread s;
    enum inv_status st = inv_serial_demand(in, in->stages[j].lead_time, &at->d, err);
    if (st == INV_OK)
        st = inv_serial_spread(in, in->stages[j].lead_time, &s, err);
    if (st != INV_OK)
        return st;
    at->h = in->stages[j].echelon_holding;
    at->lo = s.mean - s.below;
    at->hi = s.mean + s.above;
    return INV_OK;
}

/* One stage up. S is where to cut; deepest: of the base stocks below, the least beside the mean demand. */
struct climb { struct inv_serial *w; const struct inv_serial_in *in; struct inv_serial_masses m; double deepest; };

static enum inv_status up(struct climb *c, const struct inv_serial_at *at, size_t j, double S, double low,
                          struct inv_err *err)
{
    struct inv_serial_spread sum;
    enum inv_status st = inv_serial_spread(c->in, inv_serial_lead(c->in, 0, j + 1), &sum, err);
    if (st != INV_OK)
        return st;
    low = fmax(low, sum.mean - sum.below + c->deepest);
    c->deepest = fmin(c->deepest, S - sum.mean);
    return inv_serial_cut(c->w, &c->m, at, S, c->m.whole ? floor(low) : low, err);
}

static enum inv_status begin(struct climb *c, struct inv_err *err)
{
    enum inv_status st = inv_serial_check(c->in, err);
    if (st == INV_OK)
        st = lattice(c->in, &c->m, err);
    return st == INV_OK ? inv_serial_begin(c->w, &c->m, c->in->penalty + inv_serial_holding(c->in), err) : st;
}

/* No stock costs less than nothing: beyond rounding, what should have been added up was lost. */
static enum inv_status finish(const struct inv_serial_in *in, double *cost, struct inv_err *err)
{
    struct inv_serial_spread all;
    enum inv_status st = inv_serial_spread(in, inv_serial_lead(in, 0, in->n), &all, err);
    if (st != INV_OK)
        return st;
    double most = (in->penalty + inv_serial_holding(in)) * (all.mean + all.below + all.above);
    if (!isfinite(*cost) || *cost < -1e-9 * most)
        return inv_err_set(err, INV_EARG, "demands, lead times or costs are too large or differ too much in size");
    *cost = fmax(*cost, 0);
    return INV_OK;
}

enum inv_status inv_serial_solve(struct inv_serial *w, const struct inv_serial_in *in, double *S, double *cost,
                                 struct inv_err *err)
{
    struct climb c = { .w = w, .in = in };
    enum inv_status st = begin(&c, err);
    for (size_t j = 0; st == INV_OK && j < in->n; j++) {
        struct inv_serial_at at;
        struct inv_serial_bounds b;
        if ((st = stage_of(in, j, &at, err)) != INV_OK
            || (st = inv_serial_bounds(in, j, &b, err)) != INV_OK)
            return st;
        struct search s = { w, &c.m, &at };
        S[j] = c.m.whole ? whole_root(s, b) : smooth_root(s, b);
        if (j + 1 < in->n)
            st = up(&c, &at, j, S[j], -INFINITY, err);
        else
            *cost = inv_serial_value(w, &c.m, &at, S[j]);
    }
    return st == INV_OK ? finish(in, cost, err) : st;
}

static enum inv_status check_stocks(const struct inv_serial_in *in, const double *S, struct inv_err *err)
{
    for (size_t j = 0; j < in->n; j++)
        if (!(fabs(S[j]) <= 1e100) || (in->demand == INV_DIST_POISSON && S[j] != floor(S[j])))
            return inv_serial_bad(err, "base_stock", "%g is not a base stock", S[j]);
    return INV_OK;
}

enum inv_status inv_serial_cost(struct inv_serial *w, const struct inv_serial_in *in, const double *S, double *cost,
                                struct inv_err *err)
{
    struct climb c = { .w = w, .in = in };
    enum inv_status st = begin(&c, err);
    if (st == INV_OK)
        st = check_stocks(in, S, err);
    for (size_t j = 0; st == INV_OK && j < in->n; j++) {
        struct inv_serial_at at;
        struct inv_serial_bounds b;
        if ((st = stage_of(in, j, &at, err)) != INV_OK
            || (st = window(in, S, j, &b, err)) != INV_OK)
            return st;
        if (j + 1 < in->n)
            st = up(&c, &at, j, b.high, b.low, err);
        else
            *cost = inv_serial_value(w, &c.m, &at, S[j]);
    }
    return st == INV_OK ? finish(in, cost, err) : st;
}
