/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-sim --model: at every review a forecast from what was known then, and the level that it asks for. */
#include "config.h"
#include "sim.h"

#include <math.h>

#include "inv/mem.h"
#include "inv/safety.h"

/* What all reviews of a key have in common. */
struct review { const struct sim *s; const struct sim_setup *u; size_t h; double ratio; };

static enum inv_status wrong(const char *column, const char *why, struct inv_err *err)
{
    inv_err_set(err, INV_EROW, "%s", why);
    for (size_t n = 0; ; n++)
        if (!column[n])
            return inv_err_column(err, column, n);
}

/* Of a unit that is short to one that is held as long, by the costs of a period. */
static enum inv_status ratio_of(const struct sim_setup *u, double *ratio, struct inv_err *err)
{
    double p = u->in.shortage_cost, h = u->in.holding_cost * (u->in.lost_sales ? (double)u->in.review : 1);
    if (!(p > 0))
        return wrong("shortage_cost", "newsvendor needs it, above 0", err);
    if (!(h > 0))
        return wrong("holding_cost", "newsvendor needs it, above 0", err);
    *ratio = p / (p + h);
    return INV_OK;
}

static enum inv_status prepare(struct review *v, struct inv_err *err)
{
    const struct sim_setup *u = v->u;
    v->ratio = u->service_level;
    v->h = u->in.lead_time + u->in.review - (u->in.demand_first ? 1 : 0);
    if (v->s->o->method == METHOD_NEWSVENDOR)
        return ratio_of(u, &v->ratio, err);
    if (v->s->o->method == METHOD_FILL_RATE && isnan(u->fill_rate))
        return wrong("fill_rate", "no value", err);
    return INV_OK;
}

static struct inv_safety_in question(const struct review *v, double mean, double sd, bool integer)
{
    static const enum inv_safety methods[] = {
        [METHOD_QUANTILE] = INV_SAFETY_AUTO, [METHOD_NORMAL] = INV_SAFETY_NORMAL,
        [METHOD_FILL_RATE] = INV_SAFETY_FILL_RATE, [METHOD_NEWSVENDOR] = INV_SAFETY_AUTO
    };
    const struct inv_sim_in *in = &v->u->in;
    double lot = in->lot > 0 ? in->lot : mean * (double)in->review / (double)v->h;
    return (struct inv_safety_in){
        .method = methods[v->s->o->method], .dist = INV_SAFETY_AUTO, .mean = mean, .sd = sd, .whole = integer,
        .service_level = v->ratio, .fill_rate = v->u->fill_rate, .order_qty = lot
    };
}

/* The level over the interval, of the forecast's own distribution where that is all there is. */
static enum inv_status level_of(const struct review *v, const struct inv_outlook *o, double *level, struct inv_err *err)
{
    struct inv_total t = inv_outlook_total(o, v->h);
    struct inv_safety_out out;
    int method = v->s->o->method;
    if (v->u->lead_sd <= 0 && (method == METHOD_QUANTILE || method == METHOD_NEWSVENDOR)) {
        *level = inv_total_quantile(o, &t, v->ratio);
        *level = o->whole ? round(*level) : *level;
        return INV_OK;
    }
    double mean = fmax(t.mean, 0), sd = hypot(t.sd, mean / (double)v->h * v->u->lead_sd);
    struct inv_safety_in in = question(v, mean, sd, o->whole);
    enum inv_status st = inv_safety_solve(&in, &out, err);
    *level = o->whole ? ceil(out.reorder_point) : out.reorder_point;
    return st;
}

static enum inv_status forecast(const struct review *v, const struct sim_replay *p, size_t known, double *level,
                                char name[INV_FORECAST_NAME], struct inv_err *err)
{
    struct inv_forecast_spec spec = models_spec(p->m, p->model, v->h);
    struct inv_forecast f;
    struct inv_rng r;
    models_spec_values(p->m, p->wk, 0, &spec);
    models_seed(p->m, p->g, &r);
    enum inv_status st = inv_forecast(p->wk->reg.y, known, p->m->m, &spec, &p->wk->work, &r, &f, err);
    if (st == INV_EFIT) {                      /* nothing was known yet: nothing is stocked */
        *level = 0;
        return INV_OK;
    }
    if (st == INV_OK)
        st = level_of(v, &f.outlook, level, err);
    if (st == INV_OK)
        inv_forecast_name(&f, name);
    return st;
}

enum inv_status sim_replay(const struct sim *s, const struct sim_replay *p, const struct sim_case *c, struct sim_room *r,
                           char name[INV_FORECAST_NAME], struct inv_err *err)
{
    const struct inv_sim_in *in = &c->one.in;
    struct review v = { .s = s, .u = &c->one };
    size_t n = p->wk->reg.n;
    double level = 0;
    enum inv_status st = prepare(&v, err);
    if (st == INV_OK && v.h > 10000)
        st = wrong("lead_time", "too many periods to be forecast", err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&r->trigger, &r->cap_trigger, n, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&r->level, &r->cap_level, n, err);
    for (size_t t = p->first; t < n && st == INV_OK; t++) {
        if ((t - p->first) % in->review == 0 && v.h > 0)
            st = forecast(&v, p, t + in->demand_first, &level, name, err);
        r->trigger[t] = level;
        r->level[t] = level + (c->one.policy == POLICY_SS ? in->lot : 0);
    }
    return st;
}
