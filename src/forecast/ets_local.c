/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ets_local.h"

#include <math.h>

static double trend_of(const struct inv_ets *e, double b)
{
    switch (e->form.trend) {
    case INV_ETS_TREND: return b;
    case INV_ETS_DAMPED: return e->phi * b;
    case INV_ETS_GROWTH: return b;
    case INV_ETS_DAMPED_GROWTH: return pow(b, e->phi);
    default: return 0;
    }
}

struct inv_ets_ahead inv_ets_look_ahead(const struct inv_ets *e, const struct inv_ets_state *x)
{
    double u = trend_of(e, x->b), q = inv_ets_grows(e->form.trend) ? x->l * u : x->l + u;
    double mu = e->form.season == INV_ETS_NONE ? q : e->form.season == INV_ETS_ADDITIVE ? q + x->s : q * x->s;
    return (struct inv_ets_ahead){ u, q, mu };
}

double inv_ets_move(const struct inv_ets *e, struct inv_ets_state *x, const struct inv_ets_ahead *a, double y)
{
    bool ratio = e->form.season == INV_ETS_MULTIPLICATIVE;
    double r = y - a->mu, w = isnan(y) ? 0 : ratio ? r / x->s : r;
    x->b = a->u + e->beta * (inv_ets_grows(e->form.trend) ? w / x->l : w);
    x->l = a->q + e->alpha * w;
    if (e->form.season != INV_ETS_NONE && !isnan(y))
        x->s += e->gamma * (ratio ? r / a->q : r);
    return r;
}

/* ---- derivatives ------------------------------------------------------------------- */

/* u and q, with d u / d b, d u / d phi, d q / d l and d q / d u. */
struct trend { double u, q, u_b, u_phi, q_l, q_u; };

static bool look_at_trend(const struct inv_ets *e, const struct inv_ets_state *x, struct trend *t)
{
    if (e->form.trend == INV_ETS_LEVEL) {
        *t = (struct trend){ .q = x->l, .q_l = 1 };
        return true;
    }
    if (!inv_ets_grows(e->form.trend)) {
        double u = e->phi * x->b;
        *t = (struct trend){ u, x->l + u, e->phi, x->b, 1, 1 };
        return true;
    }
    if (!(x->b > 0 && x->l > 0))
        return false;
    if (e->form.trend == INV_ETS_GROWTH) {
        *t = (struct trend){ x->b, x->l * x->b, 1, 0, x->b, x->l };
        return true;
    }
    double size = log(x->b), u = exp(e->phi * size);
    *t = (struct trend){ u, x->l * u, e->phi * u / x->b, u * size, u, x->l };
    return true;
}

/* The derivatives of l', b' and s' through q and s, as w = r / z has them. */
static void set_next(const struct inv_ets *e, const struct inv_ets_state *x, const struct trend *t, double w,
                     double w_s, double s_q, double s_s, struct inv_ets_local *d)
{
    bool grows = inv_ets_grows(e->form.trend), trend = e->form.trend != INV_ETS_LEVEL;
    double q_b = t->q_u * t->u_b, q_phi = t->q_u * t->u_phi;
    double beta = grows ? e->beta / x->l : e->beta, keep = 1 - e->alpha;
    d->next[0][0] = keep * t->q_l;
    d->next[0][1] = keep * q_b;
    d->next[0][2] = e->alpha * w_s;
    d->next_phi[0] = keep * q_phi;
    d->next[1][0] = trend ? -beta * (t->q_l + (grows ? w / x->l : 0)) : 0;
    d->next[1][1] = t->u_b - beta * q_b;
    d->next[1][2] = trend ? beta * w_s : 0;
    d->next_phi[1] = t->u_phi - beta * q_phi;
    d->next[2][0] = s_q * t->q_l;
    d->next[2][1] = s_q * q_b;
    d->next[2][2] = s_s;
    d->next_phi[2] = s_q * q_phi;
}

static void missing(struct inv_ets_state *x, const struct trend *t, struct inv_ets_local *d)
{
    double q_b = t->q_u * t->u_b;
    *d = (struct inv_ets_local){
        .mu = NAN,
        .next = { { t->q_l, q_b, 0 }, { 0, t->u_b, 0 }, { 0, 0, 1 } },
        .next_phi = { t->q_u * t->u_phi, t->u_phi, 0 }
    };
    x->l = t->q;
    x->b = t->u;
}

bool inv_ets_local(const struct inv_ets *e, struct inv_ets_state *x, double y, struct inv_ets_local *d)
{
    struct trend t;
    bool ratio = e->form.season == INV_ETS_MULTIPLICATIVE, added = e->form.season == INV_ETS_ADDITIVE;
    if (!look_at_trend(e, x, &t))
        return false;
    if (isnan(y)) {
        missing(x, &t, d);
        return true;
    }
    double mu = ratio ? t.q * x->s : added ? t.q + x->s : t.q, r = y - mu, mu_q = ratio ? x->s : 1;
    if ((e->form.relative || ratio) && !(mu > 0 && t.q > 0))
        return false;
    double w = r, w_s = added ? -1 : 0, s_own = r, s_q = added ? -e->gamma : 0;
    if (ratio) {
        double z = 1 / x->s, x_q = 1 / t.q;
        w *= z;
        w_s = -y * z * z;
        s_own *= x_q;
        s_q = -e->gamma * y * x_q * x_q;
    }
    set_next(e, x, &t, w, w_s, s_q, 1 - e->gamma, d);
    d->mu = mu;
    d->mu_x[0] = mu_q * t.q_l;
    d->mu_x[1] = mu_q * t.q_u * t.u_b;
    d->mu_x[2] = ratio ? t.q : added;
    d->mu_phi = mu_q * t.q_u * t.u_phi;
    double per = e->form.relative ? 1 / mu : 1;
    d->error = r * per;
    d->of_mu = e->form.relative ? -y * per * per : -1;
    d->own[0] = w;
    d->own[1] = inv_ets_grows(e->form.trend) ? w / x->l : w;
    d->own[2] = s_own;
    x->b = t.u + e->beta * d->own[1];
    x->l = t.q + e->alpha * w;
    x->s += e->gamma * s_own;
    return true;
}
