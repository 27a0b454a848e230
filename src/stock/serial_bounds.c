/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Serial systems: what may be asked, demands over lead times, and what newsvendors say of base stocks. */
#include "config.h"

#include "serial.h"

#include <math.h>
#include <string.h>

#define TAIL 1e-14             /* of demand, left out on either side */
#define RATIO_MOST 1e9

enum inv_status inv_serial_bad(struct inv_err *err, const char *column, const char *format, double x)
{
    inv_err_set(err, INV_EARG, format, x);
    return inv_err_column(err, column, strlen(column));
}

/* Sizes that one lattice, or one sum, holds beside each other. */
static enum inv_status check_ratios(const struct inv_serial_in *in, struct inv_err *err)
{
    double h_least = INFINITY, h_most = 0, L_least = INFINITY, L_most = 0;
    for (size_t j = 0; j < in->n; j++) {
        const struct inv_serial_stage *s = &in->stages[j];
        h_least = fmin(h_least, s->echelon_holding);
        h_most = fmax(h_most, s->echelon_holding);
        if (s->lead_time > 0)
            L_least = fmin(L_least, s->lead_time);
        L_most = fmax(L_most, s->lead_time);
    }
    if (h_most / h_least > RATIO_MOST)
        return inv_serial_bad(err, "holding_cost", "echelons' costs differ by more than a factor of %g", RATIO_MOST);
    if (L_most / L_least > RATIO_MOST)
        return inv_serial_bad(err, "lead_time", "lead times differ by more than a factor of %g", RATIO_MOST);
    return INV_OK;
}

enum inv_status inv_serial_check(const struct inv_serial_in *in, struct inv_err *err)
{
    if (in->n < 1 || in->n > INV_SERIAL_MAX)
        return inv_serial_bad(err, "stages", "%g stages are not from 1 to 1000", (double)in->n);
    if (in->demand != INV_DIST_NORMAL && in->demand != INV_DIST_GAMMA && in->demand != INV_DIST_POISSON)
        return inv_err_set(err, INV_EARG, "demand is neither normal, gamma nor Poisson");
    if (!(in->mean > 0) || in->mean > 1e100)
        return inv_serial_bad(err, "mean", "%g is not from above 0 to 1e100", in->mean);
    if (in->demand != INV_DIST_POISSON && (!(in->sd >= 0) || in->sd > 1e100))
        return inv_serial_bad(err, "sd", "%g is not from 0 to 1e100", in->sd);
    if (!(in->penalty > 0) || in->penalty > 1e100)
        return inv_serial_bad(err, "shortage_cost", "%g is not from above 0 to 1e100", in->penalty);
    for (size_t j = 0; j < in->n; j++) {
        double h = in->stages[j].echelon_holding;
        if (!(h > 0) || h > 1e100)
            return inv_serial_bad(err, "holding_cost", "an echelon's %g is not from above 0 to 1e100", h);
        if (!(in->stages[j].lead_time >= 0) || in->stages[j].lead_time > 1e100)
            return inv_serial_bad(err, "lead_time", "%g is not from 0 to 1e100", in->stages[j].lead_time);
    }
    return check_ratios(in, err);
}

enum inv_status inv_serial_demand(const struct inv_serial_in *in, double lead, struct inv_dist *d, struct inv_err *err)
{
    if (lead > 0)
        return inv_dist_init(d, in->demand, in->mean * lead, in->sd * sqrt(lead), err);
    return inv_dist_init(d, INV_DIST_NORMAL, 0, 0, err);    /* a point at 0 */
}

double inv_serial_holding(const struct inv_serial_in *in)
{
    double sum = 0;
    for (size_t j = 0; j < in->n; j++)
        sum += in->stages[j].echelon_holding;
    return sum;
}

enum inv_status inv_serial_spread(const struct inv_serial_in *in, double lead, struct inv_serial_spread *s,
                                  struct inv_err *err)
{
    struct inv_dist d;
    enum inv_status st = inv_serial_demand(in, lead, &d, err);
    if (st != INV_OK)
        return st;
    double least = d.kind == INV_DIST_GAMMA && d.sd > 0 ? 0 : inv_dist_quantile(&d, TAIL);
    if (d.kind == INV_DIST_POISSON)
        least = fmax(least - 1, 0);
    double tail = TAIL * in->stages[0].echelon_holding / (in->penalty + inv_serial_holding(in));
    double most = inv_dist_quantile_upper(&d, fmax(tail, 1e-300));
    *s = (struct inv_serial_spread){ d.mean, d.mean - least, most - d.mean };
    return INV_OK;
}

double inv_serial_lead(const struct inv_serial_in *in, size_t from, size_t to)
{
    double sum = 0;
    for (size_t j = from; j < to; j++)
        sum += in->stages[j].lead_time;
    return sum;
}

enum inv_status inv_serial_bounds(const struct inv_serial_in *in, size_t j, struct inv_serial_bounds *b,
                                  struct inv_err *err)
{
    struct inv_dist d;
    double below = 0, above = 0, h = in->stages[j].echelon_holding;
    for (size_t i = 0; i < in->n; i++)
        *(i <= j ? &below : &above) += in->stages[i].echelon_holding;
    enum inv_status st = inv_serial_demand(in, inv_serial_lead(in, 0, j + 1), &d, err);
    if (st != INV_OK)
        return st;
    b->low = inv_dist_quantile_upper(&d, below / (in->penalty + below + above));
    b->high = inv_dist_quantile_upper(&d, h / (in->penalty + h + above));
    return INV_OK;
}

enum inv_status inv_serial_heuristic(const struct inv_serial_in *in, double *S, struct inv_err *err)
{
    enum inv_status st = inv_serial_check(in, err);
    for (size_t j = 0; st == INV_OK && j < in->n; j++) {
        struct inv_serial_bounds b;
        if ((st = inv_serial_bounds(in, j, &b, err)) == INV_OK)
            S[j] = b.low / 2 + b.high / 2;
    }
    return st;
}

void inv_serial_local(const double *S, size_t n, double *local)
{
    double least_above = INFINITY;
    for (size_t j = n; j-- > 0; )
        local[j] = least_above = fmin(least_above, S[j]);
    for (size_t j = n; j-- > 1; )
        local[j] -= local[j - 1];
}
