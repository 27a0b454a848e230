/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is known of the coming periods' demand: one joint distribution, from
 * which sd, bounds, quantiles, totals and sample paths are all taken, so that
 * they agree with each other.
 *
 * LINEAR  y(k) = mean(k) + sigma * sum_j psi_j e(k-j) + what the parameters'
 *         uncertainty adds, e standard normal (Hyndman, Koehler, Ord and Snyder
 *         2008, ch. 6), the errors' part times scale(k) where it is given. Errors
 *         of one series are correlated over the horizon (here for scale 1):
 *         var(k)       = sigma^2 (1 + sum_{j<k} psi_j^2) + rank(k)^2 + own(k)^2
 *         var(1..k)    = sigma^2 sum_{i<=k} (sum_{j<=k-i} psi_j)^2
 *                        + (sum rank)^2 + (sum own, per group)^2.
 *         With a tail, e and the parameters' errors are a multivariate t of the same
 *         variances. Where demand has no negatives, the variable is rectified at zero such
 *         that mean and sd stay what the model says (see forecast/rectify.h).
 * LUMPY   demand occurs with a probability and has then a size, independent
 *         from period to period given the two rates, which are uncertain.
 * PATHS   simulated sample paths.
 */
#ifndef INV_OUTLOOK_H
#define INV_OUTLOOK_H

#include "inv/rng.h"
#include "inv/status.h"
#include "inv/work.h"

enum inv_outlook_kind { INV_OUTLOOK_LINEAR, INV_OUTLOOK_LUMPY, INV_OUTLOOK_PATHS };

struct inv_lumpy {
    double p;               /* probability of demand in a period, 0..1 */
    double behind_p;        /* effective number of periods behind p; > 0 */
    double size, size_sd;   /* of a demand that occurs: mean > 0, standard deviation */
    double behind_size;     /* effective number of demands behind size; > 0 */
    bool whole;             /* sizes are whole numbers of at least 1 */
};

/* Errors that were seen, in sds of the model, in place of its distribution
 * (inv/conformal.h). Band b is about step, or total of, 2^b. */
#define INV_SCORE_BANDS 18
struct inv_scores {
    size_t bands;                       /* 0: none */
    struct inv_score_band {
        const double *x; size_t n;      /* magnitudes, ascending */
        double rms;                     /* their root mean square */
        double worth;                   /* as many independent ones say as much */
    } step[INV_SCORE_BANDS], total[INV_SCORE_BANDS];
    const double *block;                /* origin i's step k: block[i * stride + k], over the root mean square of
                                           that step; NAN: not known */
    size_t blocks, stride;
};

#define INV_OUTLOOK_CV 0.6

struct inv_outlook {
    size_t h;               /* steps */
    double lo, hi;          /* no period's demand is outside; -INFINITY, INFINITY: no limit */
    bool whole;             /* round to whole units: quantiles, bounds and paths by themselves,
                               the forecast so that its running totals stay right */
    double unit;            /* what 1 is in mean, sigma, rank, own, lumpy and path: they are
                               kept small where the data are huge. All results are in the
                               data's units, and so are lo and hi */
    double *mean;           /* h: what the model says */
    double *forecast;       /* h: the same within lo..hi, rounded where whole */
    double *sd;             /* h: of the period's demand */
    double *cum_sd;         /* h: of the total of steps 1 to this one; never falls */
    double *loc, *spread;   /* h, LINEAR: demand is loc + spread z, z standard normal, within lo..hi;
                               in `unit`s */

    enum inv_outlook_kind kind;
    /* LINEAR */
    size_t gap;             /* periods without data between the last known value and step 1 */
    double sigma;
    const double *psi;      /* gap + h: psi_0 = 1, psi_1, ...; NULL: 1, 0, 0, ... */
    const double *scale;    /* h: what the errors of a step are multiplied by; NULL: 1 */
    const double *rank;     /* h: one uncertain parameter's part, in `unit`s; NULL: none */
    size_t nrank, rank_stride;     /* of so many, independent of each other, that of the i-th at rank + i *
                               rank_stride; 0: one. (rank^2 above is then the sum of their squares.)
                               The model's room has nrank more for inv_outlook_finish */
    const double *own;      /* h: a group's part, in units: groups are steps with the same
                               (k mod period), independent of each other; NULL: none */
    size_t period;
    double tail;            /* degrees of freedom of Student's t, > 2, in place of the normal (one draw of
                               its chi-square a path, so totals have it too); 0: normal */
    double skew;            /* demand without negatives: the upper side of the symmetric variable is
                               stretched by exp(g), the lower by exp(-g), and mean and sd are kept,
                               with g = skew min(sd / mean, INV_OUTLOOK_CV) (Fernandez and Steel
                               1998). In place of rectifying. 0: symmetric */
    /* LUMPY */
    struct inv_lumpy lumpy;
    /* PATHS: path i's step k (from 0) is path[i * stride + k] */
    double *path;
    size_t npaths, stride;
    double *scratch;        /* npaths */
    /* of every kind */
    struct inv_scores scores;
};

/* Doubles that inv_outlook_finish takes from the workspace. */
size_t inv_outlook_room(size_t h, size_t gap);
/* From mean and the kind's own fields: forecast, sd, cum_sd. INV_ENOMEM where
 * the workspace has not inv_outlook_room doubles left. */
enum inv_status inv_outlook_finish(struct inv_outlook *o, struct inv_work *w, struct inv_err *err);

/* q[h]: the p-quantile of each step's demand, 0 < p < 1. Rises with p. */
void inv_outlook_quantile(const struct inv_outlook *o, double p, double *q);

/* The i-th sample path, q[h]; call with i = 0, 1, 2, ... on one stream r.
 * `scratch`: inv_outlook_path_room doubles. */
size_t inv_outlook_path_room(const struct inv_outlook *o);
void inv_outlook_path(const struct inv_outlook *o, size_t i, struct inv_rng *r, double *scratch, double *q);

/* The total of steps 1..n, 1 <= n <= h. */
struct inv_total {
    size_t n;
    double mean, sd;
};
struct inv_total inv_outlook_total(const struct inv_outlook *o, size_t n);
double inv_total_quantile(const struct inv_outlook *o, const struct inv_total *t, double p);

#endif
