/* SPDX-License-Identifier: GPL-3.0-or-later */
/* arima, sarima: autoregressive integrated moving averages with a season and
 * regressors (Box and Jenkins 1976, ch. 9):
 *   phi(B) Phi(B^m) (1 - B)^d (1 - B^m)^D (y_t - c - x_t' b) = theta(B) Theta(B^m) e_t,
 * c a mean, or a drift times t where there is one difference. */
#include <math.h>
#include <string.h>

#include "arima.h"
#include "arima_estimate.h"
#include "arima_search.h"
#include "arima_state.h"
#include "inv/boxcox.h"
#include "models.h"

#define CLOSE 1e-9          /* the last climb ends with a gain in log-likelihood below this */
#define FINAL_STARTS 2
#define GIVEN_STARTS 6      /* of an order that the user gives */
#define GAPS_WORK 4e6       /* values times squared states: beyond it, missing values are filled for the fit */

/* ---- fit: init ------------------------------------------------------------------------------- */

struct fitting {
    const struct inv_series *s;     /* transformed, as it is */
    struct inv_series whole;        /* what is missing is filled */
    const struct inv_arima_choice *choice;
    struct inv_work *w;
    struct inv_arima_order most;    /* limits; after `differences` with the d and D that are taken */
    bool seasonal;
    double lambda;
};

static struct inv_arima_order limits(const struct inv_arima_choice *choice, size_t seen, size_t m)
{
    struct inv_arima_order most;
    inv_arima_limits(choice, seen, m, &most);
    return most;
}

static bool exact_gaps(const struct inv_arima_order *o, size_t n)
{
    size_t N = inv_arma_states(o) + inv_arima_memory(o);
    return N <= INV_ARIMA_KEPT && (double)n * (double)(N * N) <= GAPS_WORK;
}

static size_t most_of(size_t a, size_t b) { return a > b ? a : b; }

static size_t room(size_t n, size_t m, size_t h, const struct inv_model_args *a)
{
    struct inv_arima_order most = limits(&a->arima, n, m);
    size_t nx = a->nx, kept = INV_ARIMA_KEPT;
    size_t data = inv_arima_data_room(n, nx, &most, false) + inv_arma_gaps_room(kept, kept, nx + 2);
    data = most_of(data, inv_arima_differences_room(n, m, nx));
    return 3 * n + inv_arima_state_most(&most, nx) + most_of(data, inv_arima_begin_room(&most))
        + most_of(inv_arima_outlook_room(h, a), 2 * n) + (nx + 2) * (nx + 2);
}

/* On the line between the known values around it; with a season on that between the same
 * places of the seasons before and after where they are known. */
static void fill(const struct inv_series *s, double *y)
{
    size_t m = s->m;
    for (size_t t = 0, next = 0, last = 0; t < s->n; t++) {
        y[t] = s->y[t];
        if (isfinite(y[t])) {
            last = t;
            continue;
        }
        if (m > 1 && t >= m && t + m < s->n && isfinite(s->y[t + m])) {
            y[t] = (y[t - m] + s->y[t + m]) / 2;
            continue;
        }
        for (next = next > t ? next : t; !isfinite(s->y[next]);)
            next++;
        double f = (double)(t - last) / (double)(next - last);
        y[t] = s->y[last] + f * (s->y[next] - s->y[last]);
    }
}

/* The series transformed, and a whole one. */
static enum inv_status prepare(struct fitting *f, const struct inv_series *s, struct inv_series *own,
                               struct inv_err *err)
{
    double *y = inv_work_take(f->w, s->n), *whole = inv_work_take(f->w, s->n);
    if (!y || !whole)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for ARIMA");
    f->lambda = NAN;
    if (f->choice->transform == INV_ARIMA_GUERRERO)
        f->lambda = inv_boxcox_guerrero(s->y, s->n, s->m, whole);
    else if (f->choice->transform == INV_ARIMA_BOXCOX)
        f->lambda = f->choice->lambda;
    if (f->lambda <= 0 && s->lo <= 0)
        return inv_err_set(err, INV_EFIT, "values that are not positive have no logarithm");
    for (size_t t = 0; t < s->n; t++)
        y[t] = isnan(f->lambda) ? s->y[t] : inv_boxcox(s->y[t], f->lambda);
    for (size_t i = 0; i < s->n * s->nx; i++)
        if (!isfinite(s->x[i]))
            return inv_err_set(err, INV_EFIT, "a regressor that is not known");
    inv_series_look(own, y, s->n, s->m);
    own->x = s->x;
    own->nx = s->nx;
    own->xname = s->xname;
    f->s = own;
    f->whole = *own;
    if (!own->dense) {
        fill(own, whole);
        inv_series_look(&f->whole, whole, s->n, s->m);
        f->whole.x = s->x;
        f->whole.nx = s->nx;
    }
    return INV_OK;
}

static enum inv_status differences(struct fitting *f, struct inv_err *err)
{
    if (f->choice->fixed)
        return INV_OK;
    size_t mark = inv_work_mark(f->w);
    double *work = inv_work_take(f->w, inv_arima_differences_room(f->s->n, f->s->m, f->s->nx));
    if (!work)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for ARIMA");
    inv_arima_differences(&f->whole, f->seasonal, work, &f->most);
    inv_work_release(f->w, mark);
    return INV_OK;
}

/* ---- fit: iterate ------------------------------------------------------------------------------- */

/* The order, and coefficients close to the best. */
static bool choose(struct fitting *f, struct inv_arima_data *x, const struct inv_arima_found *near,
                   struct inv_arima_found *found)
{
    struct inv_arima_effort effort = { CLOSE, INFINITY, near ? 1 : f->choice->fixed ? GIVEN_STARTS : FINAL_STARTS };
    struct inv_arima_order o = f->most;
    if (near)
        return inv_arima_fit(x, &near->order, near, &effort, found);
    struct inv_arima_found best;
    if (f->choice->fixed) {
        o.constant = false;
        bool good = inv_arima_fit(x, &o, NULL, &effort, found);
        o.constant = o.d + o.D < 2 && !f->choice->no_constant;
        if (o.constant && inv_arima_fit(x, &o, NULL, &effort, &best) && (!good || best.aicc < found->aicc))
            *found = best;
        return good || found->loglik > -INFINITY;
    }
    if (!inv_arima_search(x, &f->most, f->choice->full, f->seasonal, &best))
        return false;
    if (inv_arima_overdifferenced(&best)) {
        f->most.d--;
        inv_arima_data_fill(x, &f->whole, &f->most);
        if (!inv_arima_search(x, &f->most, f->choice->full, f->seasonal, &best))
            return false;
    }
    *found = best;
    if (inv_arima_coef(&best.order) > 0)
        inv_arima_fit(x, &best.order, &best, &effort, found);
    if (!(found->loglik >= best.loglik))
        *found = best;
    return true;
}

static bool within(const struct inv_arima_order *o, const struct inv_arima_order *most)
{
    return o->p <= most->p && o->q <= most->q && o->P <= most->P && o->Q <= most->Q;
}

/* A fit of this model to start from: its order is taken over, unless that of a
 * longer series asks for more than there is room for here. */
static const struct inv_arima_found *warm(const struct inv_model_args *a, const struct inv_fit *fit, size_t m,
                                          const struct inv_arima_order *most, struct inv_arima_found *near)
{
    if (!a->near || a->near->model != fit->model || (a->near->m != m && a->near->m != 1) || a->near->nx != fit->nx)
        return NULL;
    struct inv_arima_model old;
    inv_arima_open(a->near, &old);
    *near = (struct inv_arima_found){ .order = old.order };
    return within(&old.order, most) && inv_arima_fold(&old.order, old.coef, near->z) ? near : NULL;
}

/* ---- fit: what it says ----------------------------------------------------------------------------- */

static enum inv_status adopt(struct fitting *g, struct inv_arima_data *x, const struct inv_arima_found *f,
                             struct inv_fit *fit, double *state, struct inv_err *err)
{
    struct inv_arima_model m;
    const struct inv_arima_order *o = &f->order;
    fit->kind = inv_arima_kind(o);
    fit->m = o->P + o->D + o->Q > 0 ? o->m : 1;
    fit->state = state;
    fit->nstate = inv_arima_state_room(o, fit->nx);
    fit->k = f->k;
    fit->sse = f->sse;
    fit->seen = x->count;
    fit->sigma = x->count > f->k ? sqrt(f->sse / (double)(x->count - f->k)) : 0;
    fit->loglik = f->loglik;
    fit->aicc = f->aicc;
    inv_arima_open(fit, &m);
    size_t n = m.nlinear;
    double *A = inv_work_take(g->w, n * n + n);
    if (!A)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for ARIMA");
    memset(state, 0, fit->nstate * sizeof *state);
    *m.lambda = g->lambda;
    inv_arima_estimate(x, f, &m, A);
    return INV_OK;
}

static enum inv_status run_through(struct fitting *g, bool gaps, struct inv_fit *fit, struct inv_err *err)
{
    struct inv_arima_model m;
    const struct inv_series *s = gaps ? g->s : &g->whole;
    inv_arima_open(fit, &m);
    double *work = inv_work_take(g->w, inv_arima_begin_room(&m.order));
    if (!work)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for ARIMA");
    struct inv_arima_sums sums = { 0 };
    inv_arima_begin(&m, s->y, s->n, work);
    inv_arima_run(&m, s->y, s->x, s->nx, 0, s->n, NULL, &sums);
    return INV_OK;
}

/* ---- fit ------------------------------------------------------------------------------------------ */

/* Whether the autoregression of a given order looks back beyond the first value even from the last
 * one. Of a root next to 1 the start then explains every value, with next to no error. */
static bool looks_beyond(const struct inv_arima_order *o, size_t seen)
{
    return seen <= inv_arima_memory(o) + o->p + o->P * o->m;
}

static enum inv_status fit_to(struct fitting *g, const struct inv_model_args *a, struct inv_fit *fit, double *state,
                              struct inv_err *err)
{
    struct inv_arima_found found, near;
    struct inv_arima_data x;
    const struct inv_arima_found *from = warm(a, fit, g->s->m, &g->most, &near);
    if (from) {
        g->most.d = near.order.d;
        g->most.D = near.order.D;
    }
    if (g->s->seen <= inv_arima_memory(&g->most) + 1 || (g->choice->fixed && looks_beyond(&g->most, g->s->seen)))
        return inv_err_set(err, INV_EFIT, "fewer values than the order looks back");
    size_t mark = inv_work_mark(g->w), nx = g->s->nx, n = g->s->n;
    if (!inv_arima_data_take(&x, n, nx, &g->most, false, g->w))
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for ARIMA");
    inv_arima_data_fill(&x, &g->whole, &g->most);
    if (!choose(g, &x, from, &found))
        return inv_err_set(err, INV_EFIT, "fewer values than coefficients");
    bool gaps = !g->s->dense && exact_gaps(&found.order, n);
    if (gaps) {
        struct inv_arima_found guess = found;
        struct inv_arima_effort effort = { CLOSE, INFINITY, 1 };
        inv_work_release(g->w, mark);
        if (!inv_arima_data_take(&x, n, nx, &found.order, true, g->w))
            return inv_err_set(err, INV_ENOMEM, "a workspace too small for ARIMA");
        inv_arima_data_fill(&x, g->s, &found.order);
        if (!inv_arima_fit(&x, &guess.order, &guess, &effort, &found))
            return inv_err_set(err, INV_EFIT, "fewer values than coefficients");
    }
    enum inv_status st = adopt(g, &x, &found, fit, state, err);
    inv_work_release(g->w, mark);
    return st == INV_OK ? run_through(g, gaps, fit, err) : st;
}

static enum inv_status fit_row(const struct inv_model *model, bool seasonal, const struct inv_series *all,
                               const struct inv_model_args *a, struct inv_work *w, struct inv_fit *fit,
                               struct inv_err *err)
{
    struct inv_series s = inv_fit_recent(all), own;
    struct fitting g = { .choice = &a->arima, .w = w, .most = limits(&a->arima, s.seen, s.m), .seasonal = seasonal };
    inv_fit_start(fit, model, &s);
    if (s.seen < 4 || s.lo == s.hi)
        return inv_err_set(err, INV_EFIT, "too few known values in its last part");
    struct inv_arima_order largest = limits(&a->arima, s.n, s.m);
    double *state = inv_work_take(w, inv_arima_state_most(&largest, s.nx));
    if (!state)
        return inv_err_set(err, INV_ENOMEM, "a workspace too small for ARIMA");
    enum inv_status st = prepare(&g, &s, &own, err);
    if (st == INV_OK)
        st = differences(&g, err);
    if (st == INV_OK)
        st = fit_to(&g, a, fit, state, err);
    return st == INV_OK && !isfinite(fit->sigma) ? inv_err_set(err, INV_EFIT, "no likelihood") : st;
}

static enum inv_status fit_arima(const struct inv_series *s, const struct inv_model_args *a, struct inv_work *w,
                                 struct inv_fit *fit, struct inv_err *err)
{
    return fit_row(&inv_model_arima, false, s, a, w, fit, err);
}

static enum inv_status fit_sarima(const struct inv_series *s, const struct inv_model_args *a, struct inv_work *w,
                                  struct inv_fit *fit, struct inv_err *err)
{
    if (s->m < 2)
        return inv_err_set(err, INV_EFIT, "no season");
    return fit_row(&inv_model_sarima, true, s, a, w, fit, err);
}

/* ---- rows -------------------------------------------------------------------------------------------- */

static size_t four(size_t m) { (void)m; return 4; }
static size_t two_seasons(size_t m) { return m < 2 ? SIZE_MAX : 2 * m + 2; }

const struct inv_model inv_model_arima = {
    .name = "arima", .title = "autoregression, differences and moving averages, with season",
    .source = "Box and Jenkins (1976); Hyndman and Khandakar (2008)",
    .flags = INV_MODEL_SEASONAL, .shorter = &inv_model_ses,
    .least = four, .room = room, .fit = fit_arima, .add = inv_arima_add, .outlook = inv_arima_outlook,
    .form = inv_arima_form, .explain = inv_arima_explain, .residuals = inv_arima_residuals, .update = inv_arima_update,
    .dynamics = inv_arima_dynamics
};

const struct inv_model inv_model_sarima = {
    .name = "sarima", .title = "the same with seasonal terms in any case",
    .source = "Box and Jenkins (1976), ch. 9; Hyndman and Khandakar (2008)",
    .flags = INV_MODEL_SEASONAL, .shorter = &inv_model_arima,
    .least = two_seasons, .room = room, .fit = fit_sarima, .add = inv_arima_add, .outlook = inv_arima_outlook,
    .form = inv_arima_form, .explain = inv_arima_explain, .residuals = inv_arima_residuals, .update = inv_arima_update,
    .dynamics = inv_arima_dynamics
};
