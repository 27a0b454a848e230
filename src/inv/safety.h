/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Safety stock and reorder point for a given service.
 *
 * The reorder point s is the stock position at which an order is placed; the
 * demand X until that order is there (inv/ltd.h) is met without a stock-out
 * where X <= s. The safety stock is s - E X; it is below zero where less
 * service is asked for than the mean gives (less than one cycle in two, a fill
 * rate that large orders reach by themselves).
 */
#ifndef INV_SAFETY_H
#define INV_SAFETY_H

#include "inv/dist.h"
#include "inv/status.h"

enum inv_safety {
    INV_SAFETY_AUTO,           /* normal where sd <= mean / 2, else gamma, or negbin for whole numbers */
    INV_SAFETY_NORMAL,         /* s = mean + z sd (King 2011; Silver, Pyke and Thomas 2017, ch. 6) */
    INV_SAFETY_SERVICE_DAYS,   /* s = mean + demand x days */
    INV_SAFETY_FILL_RATE,      /* share of demand met from stock (type 2) */
    INV_SAFETY_POISSON,        /* quantiles of these: the least s with P(X <= s) >= service_level, */
    INV_SAFETY_NEGBIN,         /* a whole number for the discrete ones */
    INV_SAFETY_GAMMA,          /* (Burgin 1975) */
    INV_SAFETY_EMPIRICAL,
    INV_SAFETY_NEWSVENDOR      /* the quantile that costs of shortage and stock ask for */
};
/* auto normal service-days fill-rate poisson negbin gamma empirical newsvendor */
const char *inv_safety_name(enum inv_safety method);
bool inv_safety_by_name(const char *s, size_t n, enum inv_safety *method);

struct inv_safety_in {
    enum inv_safety method;
    enum inv_safety dist;      /* for fill rate and newsvendor: auto, normal, poisson, negbin, gamma, empirical */
    double mean, sd;           /* of X, units; >= 0 */
    bool whole;                /* demand comes in whole units: negbin in gamma's place */
    double *sums; size_t n;    /* empirical: draws of X; sorted in place. Too few of them (n = 0): as auto */
    double service_level;      /* 0 < P < 1: auto, normal, poisson, negbin, gamma, empirical */
    double demand, days;       /* service-days: demand of a period, periods of demand to keep */
    double fill_rate;          /* 0 < P < 1 */
    double order_qty;          /* fill rate: Q >= 0; 0 stands for orders as small as can be */
    double ratio;              /* newsvendor: 0 < ratio < 1 */
};

struct inv_safety_out {
    double safety_stock, reorder_point;   /* units */
    enum inv_safety dist;      /* by which it was found: what auto chose. Poisson in negbin's place where
                                  sd^2 <= mean; normal in gamma's or negbin's where mean is 0 and sd is not */
};

/* INV_EARG: an argument that the method needs is missing or outside its range
 * (err's column names it). No demand (mean and sd 0) needs no stock. */
enum inv_status inv_safety_solve(const struct inv_safety_in *in, struct inv_safety_out *out, struct inv_err *err);

/* The distribution of X that a method stands for, and which it became. x and n: empirical. */
enum inv_status inv_safety_dist(enum inv_safety dist, double mean, double sd, bool whole, double *x, size_t n,
                                struct inv_dist *d, enum inv_safety *used, struct inv_err *err);

/* The share of demand met from stock where orders of q > 0 are placed at s:
 * 1 - (E(X - s)+ - E(X - s - q)+) / q; the second term leaves out what was
 * short already before the order (Hadley and Whitin 1963, ch. 4; Silver, Pyke
 * and Thomas 2017, ch. 6). q = 0: P(X <= s), its limit. */
double inv_safety_fill_rate(const struct inv_dist *d, double s, double q);

/* The newsvendor's ratio under periodic review, p / (p + h): p a unit short, h
 * a unit held for a review period (Arrow, Harris and Marschak 1951). */
double inv_safety_ratio_periodic(double p, double h);
/* Under continuous review 1 - h Q / (p D), h a year's (Hadley and Whitin 1963,
 * ch. 4). 0 or less: a stock-out costs less than carrying stock over a cycle;
 * no reorder point is low enough. */
double inv_safety_ratio_continuous(double p, double h, double order_qty, double annual_demand);

#endif
