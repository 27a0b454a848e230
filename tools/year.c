/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "year.h"

#include <math.h>

enum inv_status tool_periods_per_year(struct run *run, const struct inv_param_row *p, enum inv_freq freq, bool *told,
                                      double *n, struct inv_err *err)
{
    enum inv_status st = inv_param_get(p, INV_P_PERIODS_PER_YEAR, n, err);
    if (st != INV_OK || !isnan(*n))
        return st;
    *n = inv_freq_per_year(freq);
    if (inv_freq_days(freq) > 0)
        return INV_OK;
    *n = 1;
    if (!*told)
        tool_note(run, "no calendar is known: demand is taken for a year's (else --freq or --periods-per-year)");
    *told = true;
    return INV_OK;
}

enum inv_status tool_holding_cost(const struct inv_param_row *p, bool needed, double *h, struct inv_err *err)
{
    double rate, cost;
    enum inv_status st = inv_param_get(p, INV_P_HOLDING_COST, h, err);
    if (st != INV_OK || !isnan(*h))
        return st;
    st = inv_param_get(p, INV_P_HOLDING_RATE, &rate, err);
    if (st == INV_OK)
        st = inv_param_get(p, INV_P_UNIT_COST, &cost, err);
    if (st != INV_OK)
        return st;
    *h = rate * cost;
    return needed && isnan(*h) ? inv_param_need(p, INV_P_HOLDING_COST, h, err) : INV_OK;
}
