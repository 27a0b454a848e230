/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-optimize: what its parts share. */
#ifndef TOOLS_OPTIMIZE_H
#define TOOLS_OPTIMIZE_H

#include "common.h"
#include "inv/basestock.h"
#include "inv/control.h"
#include "inv/rq.h"
#include "inv/safety.h"
#include "inv/ss.h"

enum optimize_policy { POLICY_BASESTOCK, POLICY_RQ, POLICY_SS };
enum optimize_method { METHOD_EXACT, METHOD_EIL, METHOD_EOQB, METHOD_EOQSS, METHOD_LOSS, METHOD_POWER, METHOD_DP,
                       METHOD_GA, METHOD_RL };
enum optimize_target { TARGET_COST, TARGET_FILL_RATE, TARGET_SERVICE_LEVEL };

struct optimize_options {
    int policy, method, dist, target, fill;    /* places in their choices; policy -1: by the method */
    bool integer, lost_sales, no_correction, evaluate, explain;
    double discount, terminal_holding, terminal_shortage;
};
enum { OPTIMIZE_FILL_ZERO, OPTIMIZE_FILL_NA };

enum { OPTIMIZE_FIXED = 7, OPTIMIZE_MOST = OPTIMIZE_FIXED + 12 };

struct optimize {
    struct run *run;
    const struct optimize_options *o;
    enum optimize_policy policy;
    enum optimize_method method;
    enum inv_safety dist;
    const char *columns[OPTIMIZE_MOST]; size_t ncolumns;
    size_t freq_in;                        /* column, or INV_NO_COLUMN */
    bool year_told, review_told, none_told;
    /* what solving needs, made once */
    struct inv_ss_work *ss;
    struct inv_pmf review, sum, part, power[2];
    struct inv_dist *ltd; size_t cap_ltd;  /* of L + 1, ..., L + R periods, and of L */
    double *x; size_t cap_x;               /* values of empirical ones */
};

/* A row or key: demand and costs of a period. */
struct problem {
    double demand, demand_sd;              /* of a period */
    double L, L_sd, R;                     /* periods; R at least 1 but for (r,Q) */
    double K, h, p;                        /* money an order; a unit and period. p NAN: not needed */
    double asked;                          /* the fill rate or service level */
    double r, q, S;                        /* --evaluate: those given, else NAN */
    bool whole;                            /* demand comes in whole units */
    const struct inv_pmf *history;         /* empirical: demand of a period; else NULL */
};

/* What a problem comes to. */
struct answer {
    struct inv_control c;
    const char *method, *dist;
    double mean, sd;                       /* of the interval that stock must last */
    double unit;                           /* in which whole units are counted */
};

/* The columns, by the policy. */
void optimize_columns(struct optimize *z);
/* Costs and times of a row; demand is there. days and freq as the input has them. */
enum inv_status optimize_read(struct optimize *z, const struct inv_param_row *p, enum inv_freq freq, struct problem *q,
                              struct inv_err *err);
/* Holding cost of a unit for a year; NAN where neither it nor rate and unit cost are known. */
enum inv_status optimize_holding(const struct inv_param_row *p, double *h, struct inv_err *err);
/* The answer as values of the columns. No demand: order nothing, said once. */
enum inv_status optimize_solve(struct optimize *z, const struct problem *q, struct value *out, struct inv_err *err);

/* The distributions: of n = L + i periods for i = 0..R, counted in units. */
enum inv_status optimize_demand(struct optimize *z, const struct problem *q, double L, size_t R, double unit,
                                struct inv_err *err);
/* Demand in whole units, rounded; where that would change the mean, in a way that keeps it. Below 0 is none. */
enum inv_status optimize_whole(struct inv_pmf *v, const struct inv_dist *d, double tail, struct inv_err *err);
/* Which unit keeps whole numbers neither too few nor too many. */
double optimize_unit(const struct optimize *z, const struct problem *q);
/* The kind of distribution that --dist, or its rule, says. */
enum inv_dist_kind optimize_kind(const struct optimize *z, double mean, double sd, bool whole);

/* The filter over each kind of input. */
enum inv_status optimize_from_rows(struct optimize *z, struct inv_err *err);
enum inv_status optimize_from_history(struct optimize *z, struct inv_err *err);
enum inv_status optimize_from_periods(struct optimize *z, struct inv_err *err);

#endif
