/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Simulation of one stage where nothing is out of the ordinary. Internal. */
#ifndef INV_STOCK_SIM_PLAIN_H
#define INV_STOCK_SIM_PLAIN_H

#include <math.h>

#include "inv/lots.h"
#include "inv/sim.h"

#define INV_SIM_ROUNDING 1e-12     /* of sums of decimals, as a share */

/* At or below, but for rounding. */
static inline bool inv_sim_reached(double position, double trigger)
{
    return position <= trigger || position - trigger <= INV_SIM_ROUNDING * (fabs(position) + fabs(trigger));
}

/* What rounding leaves of nothing between position and level would cost an order, or become a moq. */
static inline bool inv_sim_is_some(double q, double position, double level)
{
    return q > INV_SIM_ROUNDING * (fabs(position) + fabs(level));
}

/* 0.3 - 0.1 - 0.2 is not short. */
static inline bool inv_sim_is_short(double missed, double wanted)
{
    return missed > INV_LOTS_TOLERANCE * wanted;
}

/* What inv_sim_run without a trace does, to the last bit; false, and nothing, unless the policy is (s,S) at a
 * constant lead time of a period or more, without disruptions, minima, packs and limits, over enough periods
 * to be worth it. wait: periods until the next review. */
bool inv_sim_plain(const struct inv_sim_in *in, const struct inv_sim_path *path, size_t wait, struct inv_sim_state *s,
                   struct inv_sim_sums *sums);

#endif
