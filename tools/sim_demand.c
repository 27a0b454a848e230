/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-sim: the distribution that demand is drawn from. */
#include "config.h"
#include "sim.h"

#include <math.h>

#include "inv/safety.h"

static const char *const names[] = { "auto", "normal", "lognormal", "gamma", "poisson", "negbin" };

/* The spread that is needed, and is there; NAN: none, which is Poisson's. */
static enum inv_status spread(int dist, const struct inv_param_row *p, double *sd, struct inv_err *err)
{
    enum inv_status st = inv_param_get(p, INV_P_DEMAND_SD, sd, err);
    if (dist == DIST_POISSON)
        *sd = NAN;
    if (st == INV_OK && isnan(*sd) && dist != DIST_POISSON && dist != DIST_AUTO)
        return inv_param_need(p, INV_P_DEMAND_SD, sd, err);
    return st;
}

/* All of these are infinitely divisible but the lognormal, which keeps its moments: a step is a part of a period. */
enum inv_status sim_demand_dist(const struct sim_options *o, double steps, const struct inv_param_row *p, struct inv_cell word,
                                struct inv_dist *d, struct inv_err *err)
{
    static const enum inv_dist_kind kinds[] = {
        INV_DIST_POISSON, INV_DIST_NORMAL, INV_DIST_LOGNORMAL, INV_DIST_GAMMA, INV_DIST_POISSON, INV_DIST_NEGBIN
    };
    double mean, sd;
    enum inv_safety used;
    size_t there = sim_word(word, names, COUNT(names));
    int dist = o->dist >= 0 ? o->dist : there < COUNT(names) ? (int)there : DIST_AUTO;
    enum inv_status st = inv_param_need(p, INV_P_DEMAND, &mean, err);
    if (st == INV_OK)
        st = spread(dist, p, &sd, err);
    if (st != INV_OK)
        return st;
    mean /= steps;
    if (isnan(sd))
        return inv_dist_init(d, INV_DIST_POISSON, mean, 0, err);
    sd /= sqrt(steps);
    if (dist == DIST_AUTO)
        return inv_safety_dist(INV_SAFETY_AUTO, mean, sd, o->models.integer, NULL, 0, d, &used, err);
    return inv_dist_init(d, kinds[dist], mean, sd, err);
}
