/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The power approximation: powers of the parameters, fitted to many exact (s,S) policies. */
#include "config.h"

#include "inv/ss.h"

#include "stock/check.h"

#include <math.h>

static enum inv_status check(const struct inv_ss_power *in, struct inv_err *err)
{
    enum inv_status st = inv_check_positive(in->order_cost, "order_cost", err);
    if (st == INV_OK)
        st = inv_check_positive(in->holding_cost, "holding_cost", err);
    if (st == INV_OK)
        st = inv_check_positive(in->shortage_cost, "shortage_cost", err);
    if (st == INV_OK)
        st = inv_check_positive(in->demand, "demand", err);
    if (st == INV_OK)
        st = inv_check_positive(in->mean, "ltd_mean", err);
    return st == INV_OK ? inv_check_positive(in->sd, "ltd_sd", err) : st;
}

enum inv_status inv_ss_power(const struct inv_ss_power *in, double *s, double *S, struct inv_err *err)
{
    enum inv_status st = check(in, err);
    if (st != INV_OK)
        return st;
    double h = in->holding_cost, p = in->shortage_cost, cv = in->sd / in->demand;
    double d = 1.30 * pow(in->demand, 0.494) * pow(in->order_cost / h, 0.506) * pow(1 + cv * cv, 0.116);
    double z = sqrt(d / in->sd * (h / p));
    *s = 0.973 * in->mean + in->sd * (0.183 / z + 1.063 - 2.192 * z);
    *S = *s + d;
    if (in->correction && d <= 1.5 * in->demand) {
        double most = in->mean + in->sd * inv_normal_quantile(p / (p + h));
        *s = fmin(*s, most);
        *S = fmin(*S, most);
    }
    if (isfinite(*s) && isfinite(*S))
        return INV_OK;
    return inv_err_set(err, INV_EARG, "the policy is out of the range of numbers");
}
