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

#include "inv/mixture.h"
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
    INV_SAFETY_NEWSVENDOR,     /* the quantile that costs of shortage and stock ask for */
    INV_SAFETY_COST_PER_UNIT,  /* where a unit short costs B2: inv_safety_ratio_short */
    INV_SAFETY_COST_PER_OCCASION,  /* where a cycle with a stock-out costs B1: least cost, s >= mean */
    INV_SAFETY_BOOTSTRAP       /* as empirical, of sums that inv_ltd_bootstrap drew */
};
/* auto normal service-days fill-rate poisson negbin gamma empirical newsvendor
 * cost-per-unit cost-per-occasion bootstrap */
const char *inv_safety_name(enum inv_safety method);
bool inv_safety_by_name(const char *s, size_t n, enum inv_safety *method);

/* X where the lead time is one of several: its moments for each. */
struct inv_safety_part {
    double weight;                 /* probability of this lead time */
    double mean, sd;               /* of the demand over L + R */
    double lead_mean, lead_sd;     /* over L alone */
};

struct inv_safety_in {
    enum inv_safety method;
    enum inv_safety dist;      /* for fill rate and costs: auto, normal, poisson, negbin, gamma, empirical */
    double mean, sd;           /* of X, units; >= 0 */
    bool periodic;             /* fill rate: the stock is reviewed every R > 0 periods, and */
    double lead_mean, lead_sd; /* this is the demand over L alone: mean - lead_mean is that of a review period */
    /* X as a mixture (not empirical); mean, sd, lead_mean and lead_sd are the whole's. 0: none. */
    const struct inv_safety_part *parts; size_t nparts;
    struct inv_mixture_part *work;                         /* scratch, 2 nparts */
    bool whole;                /* demand comes in whole units: negbin in gamma's place */
    double *sums; size_t n;    /* empirical: draws of X; sorted in place. Too few of them (n = 0): as auto */
    double service_level;      /* 0 < P < 1: auto, normal, poisson, negbin, gamma, empirical */
    double demand, days;       /* service-days: demand of a period, periods of demand to keep */
    double fill_rate;          /* 0 < P < 1 */
    double order_qty;          /* fill rate: Q >= 0; 0 stands for orders as small as can be, which under a periodic
                                  review (there NAN says it as well) is up to s at each */
    double ratio;              /* newsvendor, cost per unit: 0 < ratio < 1 */
    double occasion;           /* cost per occasion: h Q / (D B1) > 0, 1 / units: h to hold a unit for a year,
                                  D a year's demand, B1 a cycle with a stock-out */
};

struct inv_safety_out {
    double safety_stock, reorder_point;   /* units */
    enum inv_safety dist;      /* by which it was found: what auto chose. Poisson in negbin's place where
                                  sd^2 <= mean; normal in gamma's or negbin's where mean is 0 and sd is not */
};

/* INV_EARG: an argument that the method needs is missing or outside its range
 * (err's column names it). No demand (mean and sd 0) needs no stock. */
enum inv_status inv_safety_solve(const struct inv_safety_in *in, struct inv_safety_out *out, struct inv_err *err);

/* What a reorder point serves. NAN where nothing says in what lots it is ordered. */
struct inv_safety_served {
    double z;                  /* (s - mean) / sd; NAN where sd is 0 */
    double service_level;      /* P(X <= s) */
    double loss;               /* E(X - s)+ */
    double short_per_cycle;    /* units short in an order cycle or review period, those short before left out */
    double fill_rate;          /* share of demand met from stock */
};
/* of the question `in` (its method decides nothing but the distribution), at s. */
enum inv_status inv_safety_serves(const struct inv_safety_in *in, double s, struct inv_safety_served *out,
                                  struct inv_err *err);

/* The distribution of X that a method stands for, and which it became. x and n: empirical. */
enum inv_status inv_safety_dist(enum inv_safety dist, double mean, double sd, bool whole, double *x, size_t n,
                                struct inv_dist *d, enum inv_safety *used, struct inv_err *err);

/* The share of demand met from stock where orders of q > 0 are placed at s:
 * 1 - (E(X - s)+ - E(X - s - q)+) / q; the second term leaves out what was
 * short already before the order (Hadley and Whitin 1963, ch. 4; Silver, Pyke
 * and Thomas 2017, ch. 6). q = 0: P(X <= s), its limit. */
double inv_safety_fill_rate(const struct inv_dist *d, double s, double q);

/* The same where the stock is reviewed every R periods: all and lead are the
 * demand over L + R and over L, E all - E lead that of a review period, D R.
 * q = 0, at each review up to s: 1 - (E(all - s)+ - E(lead - s)+) / (D R): what
 * is short when the next order comes less what was short when this one came
 * (Hadley and Whitin 1963, ch. 5; Johnson, Lee, Davis and Hall 1995; Teunter
 * 2009; Silver, Pyke and Thomas 2017, ch. 6). q > 0, at or below s the least
 * multiple of q that brings the position above s: the mean of that over positions
 * from s to s + q (Hadley and Whitin 1963, ch. 5), by second-order losses;
 * a whole q for discrete demand. */
double inv_safety_fill_rate_periodic(const struct inv_mixture *all, const struct inv_mixture *lead, double s, double q);

/* The ratio of the cost of a unit short, B2: 1 - P(X > s) = 1 - h Q / (D B2), which
 * weighs a year's holding of a unit, h, against the D / Q cycles of a year (Silver,
 * Pyke and Thomas 2017, ch. 6; the same as inv_safety_ratio_continuous).
 * inv_safety_occasion is h Q / (D B1) of the cost of a cycle with a stock-out. Of
 * the normal distribution k = sqrt(2 ln(D B1 / (sqrt(2 pi) Q h sd))) (there too);
 * of others the s >= mean that costs least, h (s - mean) + (D / Q) B1 P(X > s). */
double inv_safety_ratio_short(double b2, double h, double order_qty, double annual_demand);
double inv_safety_occasion(double b1, double h, double order_qty, double annual_demand);

/* The newsvendor's ratio under periodic review, p / (p + h): p a unit short, h
 * a unit held for a review period (Arrow, Harris and Marschak 1951). */
double inv_safety_ratio_periodic(double p, double h);
/* Under continuous review 1 - h Q / (p D), h a year's (Hadley and Whitin 1963,
 * ch. 4). 0 or less: a stock-out costs less than carrying stock over a cycle;
 * no reorder point is low enough. */
double inv_safety_ratio_continuous(double p, double h, double order_qty, double annual_demand);

#endif
