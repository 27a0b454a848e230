/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-sim: replications of a key, all policies against the same random numbers. */
#include "config.h"
#include "sim.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/mem.h"

void sim_room_free(struct sim_room *r)
{
    free(r->demand);
    free(r->leads);
    free(r->lead);
    free(r->down);
    free(r->one);
    free(r->other);
    free(r->trace);
    free(r->trigger);
    free(r->level);
    free(r->orders);
    inv_draws_free(&r->lead_draws);
    inv_draws_free(&r->draws);
    inv_sim_free(&r->state);
}

static bool disrupted(const struct sim *s) { return s->o->fail > 0; }

static bool random_leads(const struct sim_setup *u) { return u->leads > 0 || u->lead_sd > 0; }

bool sim_random(const struct sim *s, const struct sim_case *c)
{
    return disrupted(s) || random_leads(&c->one) || (s->compare && random_leads(&c->other));
}

/* ---- lead times ----------------------------------------------------------------------------------- */

/* Values in ascending order with their probabilities: few, so by insertion. */
static void ascend(double *x, double *w, size_t n)
{
    for (size_t i = 1; i < n; i++)
        for (size_t j = i; j > 0 && x[j - 1] > x[j]; j--) {
            double a = x[j], b = w[j];
            x[j] = x[j - 1];
            w[j] = w[j - 1];
            x[j - 1] = a;
            w[j - 1] = b;
        }
}

static enum inv_status listed_leads(const double *kept, size_t n, struct sim_room *r, struct inv_dist *d, struct inv_err *err)
{
    size_t m = 0;
    enum inv_status st = INV_MEM_GROW(&r->leads, &r->cap_leads, 2 * n, err);
    if (st != INV_OK)
        return st;
    double *x = r->leads, *w = r->leads + n;
    memcpy(x, kept, 2 * n * sizeof *x);
    ascend(x, w, n);
    for (size_t i = 0; i < n; i++)             /* the same one twice, once it is rounded */
        if (m > 0 && x[i] <= x[m - 1]) {
            w[m - 1] += w[i];
        } else {
            x[m] = x[i];
            w[m++] = w[i];
        }
    st = inv_dist_table(d, x, w, m, err);
    return st == INV_OK ? st : inv_err_column(err, "probability", 11);
}

static enum inv_status lead_dist(const struct sim *s, const struct sim_setup *u, const double *kept, struct sim_room *r,
                                 struct inv_err *err)
{
    static const enum inv_dist_kind kinds[] = {
        INV_DIST_GAMMA, INV_DIST_NORMAL, INV_DIST_LOGNORMAL, INV_DIST_GAMMA, INV_DIST_POISSON, INV_DIST_NEGBIN
    };
    struct inv_dist d;
    enum inv_status st = u->leads > 0 ? listed_leads(kept, u->leads, r, &d, err)
                                      : inv_dist_init(&d, kinds[s->lead_dist], u->lead, u->lead_sd, err);
    if (st == INV_OK)
        return inv_draws_init(&r->lead_draws, &d, err);
    return u->leads > 0 ? st : inv_err_column(err, "lead_time_sd", 12);
}

/* The longest that is drawn: what is beyond it would arrive after all that is simulated. */
static unsigned longest(const struct sim_demand *d)
{
    return d->n < INV_SIM_LEAD_MOST ? (unsigned)d->n : INV_SIM_LEAD_MOST;
}

/* ---- a run -------------------------------------------------------------------------------------------- */

struct job {
    const struct sim *s;
    const struct sim_demand *d;
    uint64_t key;
    struct sim_room *r;
    size_t batches;                            /* of a run; 1 where there are several runs */
};

static enum inv_status room(const struct job *j, bool leads, struct inv_err *err)
{
    struct sim_room *r = j->r;
    size_t n = j->d->n, obs = j->d->runs * j->batches;
    enum inv_status st = INV_MEM_GROW(&r->one, &r->cap_one, obs, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&r->other, &r->cap_other, obs, err);
    if (st == INV_OK && j->d->draws)
        st = INV_MEM_GROW(&r->demand, &r->cap_demand, n, err);
    if (st == INV_OK && leads)
        st = INV_MEM_GROW(&r->lead, &r->cap_lead, n, err);
    if (st == INV_OK && disrupted(j->s))
        st = INV_MEM_GROW(&r->down, &r->cap_down, n, err);
    if (st == INV_OK && j->s->o->trace)
        st = INV_MEM_GROW(&r->trace, &r->cap_trace, 7 * n, err);
    return st;
}

static const double *demand_of(const struct job *j, size_t run)
{
    const struct sim_demand *d = j->d;
    struct inv_rng rng;
    if (!d->draws)
        return d->each ? d->path + run * d->n : d->path;
    inv_draws_stream(&rng, (uint64_t)j->s->run->common.seed, j->key, run, INV_FOR_DEMAND);
    inv_draws_fill(d->draws, &rng, j->r->demand, d->n);
    return j->r->demand;
}

/* A probability of a period, in a part of it. */
static double in_a_step(const struct sim *s, double p)
{
    return s->steps > 1 ? -expm1(log1p(-p) / s->steps) : p;
}

static void draw_supply(const struct job *j, size_t run, bool leads)
{
    uint64_t seed = (uint64_t)j->s->run->common.seed;
    struct inv_rng rng;
    bool down = false;
    if (leads) {
        inv_draws_stream(&rng, seed, j->key, run, INV_FOR_LEAD_TIMES);
        inv_draws_whole(&j->r->lead_draws, &rng, j->r->lead, j->d->n, longest(j->d));
    }
    if (disrupted(j->s)) {
        inv_draws_stream(&rng, seed, j->key, run, INV_FOR_DISRUPTIONS);
        inv_draws_disruptions(&rng, in_a_step(j->s, j->s->o->fail), in_a_step(j->s, j->s->o->repair), &down, j->r->down, j->d->n);
    }
}

/* A part of the run's arrays. */
static struct inv_sim_path part(const struct job *j, const double *demand, bool leads, size_t from, size_t n)
{
    const struct sim_demand *d = j->d;
    return (struct inv_sim_path){
        .n = n, .demand = demand + from, .lead = leads ? j->r->lead + from : NULL,
        .down = disrupted(j->s) ? j->r->down + from : NULL, .trigger = d->trigger ? d->trigger + from : NULL,
        .level = d->level ? d->level + from : NULL, .orders = d->orders ? d->orders + from : NULL
    };
}

static struct inv_sim_trace arrays(double *at, size_t n)
{
    return (struct inv_sim_trace){ at, at + n, at + 2 * n, at + 3 * n, at + 4 * n, at + 5 * n, at + 6 * n };
}

/* From the start to the end; sums[batches] of what is counted. */
static enum inv_status one_run(const struct job *j, const struct sim_setup *u, const double *demand, struct inv_sim_sums *sums,
                               struct inv_sim_trace *trace, struct inv_err *err)
{
    const struct sim_demand *d = j->d;
    struct inv_sim_sums before = { 0 };
    bool leads = random_leads(u);
    enum inv_status st = inv_sim_begin(&u->in, leads ? longest(d) : 0, &j->r->state, err);
    if (st != INV_OK)
        return st;
    struct inv_sim_path p = part(j, demand, leads, 0, d->warm_up);
    inv_sim_run(&u->in, &p, &j->r->state, &before, NULL);
    size_t counted = d->n - d->warm_up, from = 0;
    for (size_t b = 0; b < j->batches; b++) {
        size_t to = (size_t)((double)counted * (double)(b + 1) / (double)j->batches);
        to = b + 1 == j->batches ? counted : to;
        p = part(j, demand, leads, d->warm_up + from, to - from);
        sums[b] = (struct inv_sim_sums){ 0 };
        inv_sim_run(&u->in, &p, &j->r->state, &sums[b], trace);
        from = to;
    }
    return INV_OK;
}

static size_t batches_of(const struct sim *s, const struct sim_demand *d)
{
    size_t want = (size_t)s->o->batches;
    return d->runs > 1 || s->o->trace || d->n - d->warm_up < 2 * want ? 1 : want;
}

/* Draws are made for each policy on its own where their lead times differ. */
static enum inv_status one_policy(const struct job *j, const struct sim_setup *u, const double *kept, struct inv_sim_sums *sums,
                                  sim_look *look, void *ctx, struct inv_err *err)
{
    const struct sim_demand *d = j->d;
    size_t counted = d->n - d->warm_up;
    struct inv_sim_trace trace = { 0 };
    bool leads = random_leads(u);
    enum inv_status st = leads ? lead_dist(j->s, u, kept, j->r, err) : INV_OK;
    if (st == INV_OK)
        st = room(j, leads, err);
    if (st == INV_OK && look)
        trace = arrays(j->r->trace, counted);
    for (size_t run = 0; run < d->runs && st == INV_OK; run++) {
        const double *demand = demand_of(j, run);
        draw_supply(j, run, leads);
        st = one_run(j, u, demand, sums + run * j->batches, look ? &trace : NULL, err);
        struct sim_view v = { run, counted, demand + d->warm_up, trace };
        if (st == INV_OK && look)
            st = look(ctx, &v, err);
    }
    return st;
}

enum inv_status sim_runs(const struct sim *s, const struct sim_case *c, const double *leads, const struct sim_demand *d,
                         uint64_t key, struct sim_room *r, sim_look *look, void *ctx, struct inv_err *err)
{
    struct job j = { s, d, key, r, batches_of(s, d) };
    if (d->n <= d->warm_up)
        return inv_err_set(err, INV_EROW, "%zu periods are no more than the warm-up of %zu", d->n, d->warm_up);
    r->n = d->runs * j.batches;
    enum inv_status st = room(&j, false, err);
    if (st == INV_OK)
        st = one_policy(&j, &c->one, leads, r->one, look, ctx, err);
    struct sim_demand plain = *d;
    plain.trigger = plain.level = NULL;
    j.d = &plain;
    return st == INV_OK && s->compare ? one_policy(&j, &c->other, leads, r->other, NULL, NULL, err) : st;
}
