/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-sim --by-period: levels that change, as dynamic programming finds them, from the rows of a history. */
#include "config.h"
#include "sim.h"

#include <math.h>
#include <string.h>

#include "inv/mem.h"

/* No position is as low: nothing is ordered. */
#define NEVER (-1e300)

static enum inv_status blame(enum inv_param param, struct inv_err *err)
{
    const char *name = inv_param_table()[param].name;
    inv_err_column(err, name, strlen(name));
    return INV_EROW;
}

/* One row's levels; without the first of them nothing is ordered in its period. */
static enum inv_status row_levels(int policy, double point, double up_to, double *trigger, double *level, struct inv_err *err)
{
    *trigger = policy == POLICY_BASESTOCK ? up_to : point;
    *level = policy == POLICY_RS ? point : up_to;
    if (isnan(*trigger)) {
        *trigger = NEVER;
        *level = 0;
        return INV_OK;
    }
    if (isnan(*level))
        inv_err_set(err, INV_EROW, "no value beside a reorder_point of %g", *trigger);
    else if (*level < *trigger)
        inv_err_set(err, INV_EROW, "%g is below the period's reorder_point of %g", *level, *trigger);
    else
        return INV_OK;
    return blame(INV_P_ORDER_UP_TO, err);
}

enum inv_status sim_levels_open(const struct sim *s, size_t num[2], struct inv_err *err)
{
    static const enum inv_param params[2] = { INV_P_REORDER_POINT, INV_P_ORDER_UP_TO };
    const bool needed[2] = { s->o->policy != POLICY_BASESTOCK, s->o->policy != POLICY_RS };
    enum inv_status st = INV_OK;
    for (size_t i = 0; i < 2 && st == INV_OK; i++) {
        const char *name = inv_param_table()[params[i]].name;
        num[i] = INV_NO_COLUMN;
        if (needed[i] && inv_params_is_set(s->run->params, params[i]))
            return inv_err_set(err, INV_EUSAGE, "--by-period: --set %s has one value for all", name);
        if (needed[i])
            st = inv_input_need(s->run->in, name, &num[i], err);
    }
    return st;
}

enum inv_status sim_levels(const struct sim *s, const struct inv_group *g, const size_t at[2], const int64_t *index,
                           const struct inv_regular *r, struct sim_room *room, struct inv_err *err)
{
    const double none = (double)NAN;
    enum inv_status st = INV_MEM_GROW(&room->trigger, &room->cap_trigger, r->n, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&room->level, &room->cap_level, r->n, err);
    for (size_t t = 0; t < r->n && st == INV_OK; t++)
        room->trigger[t] = none;
    for (size_t i = 0; i < g->n && st == INV_OK; i++) {
        int64_t t = index[i] - r->first;
        double point = s->o->policy == POLICY_BASESTOCK ? none : g->num[at[0]][i];
        double up_to = s->o->policy == POLICY_RS ? none : g->num[at[1]][i];
        if (t >= 0 && (size_t)t < r->n)
            st = row_levels(s->o->policy, point, up_to, &room->trigger[t], &room->level[t], err);
    }
    for (size_t t = 0; t < r->n && st == INV_OK; t++)     /* without a row: as the period before */
        if (isnan(room->trigger[t])) {
            room->trigger[t] = t > 0 ? room->trigger[t - 1] : NEVER;
            room->level[t] = t > 0 ? room->level[t - 1] : 0;
        }
    return st;
}
