/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-safety: what its three ways of reading demand share. */
#ifndef TOOLS_SAFETY_H
#define TOOLS_SAFETY_H

#include "common.h"
#include "inv/ltd.h"
#include "inv/safety.h"

struct safety_options {
    int method, dist, fill;       /* places in their choices */
    bool integer;
};

enum { FILL_ZERO, FILL_NA };

/* The computed columns: those that every run has, and their names. */
enum {
    S_DEMAND, S_DEMAND_SD, S_ANNUAL_DEMAND, S_LTD_MEAN, S_LTD_SD, S_SAFETY_STOCK, S_REORDER_POINT, S_METHOD,
    S_LEAD_TIME, S_LEAD_TIME_SD, S_REVIEW_PERIOD, S_FIXED
};
enum { S_MOST = S_FIXED + 5 };

struct safety {
    struct run *run;
    const struct safety_options *o;
    enum inv_safety method, dist;
    const char *columns[S_MOST];
    size_t ncolumns;
    enum inv_param used[2]; size_t nused;    /* the method's own parameters, columns from S_FIXED on */
    size_t dist_column;                      /* 0: none */
    size_t freq, as_of;                      /* computed columns */
    size_t freq_in, as_of_in;                /* input columns, or INV_NO_COLUMN */
    bool year_told;
};

/* What is known of the demand of a row or key. */
struct demand {
    struct inv_supply supply;     /* NAN where not given and not needed */
    struct inv_ltd ltd;
    double annual;
    bool whole;                   /* whole units */
    double *sums; size_t nsums;   /* of the demand over the lead time, for empirical */
    struct value freq, as_of;
};

/* The columns, by the method. */
void safety_columns(struct safety *s);
/* lead_time, lead_time_sd, review_period; a missing lead_time is an error where needed, else NAN. */
enum inv_status safety_supply(const struct inv_param_row *p, bool needed, struct inv_supply *supply, struct inv_err *err);
/* Finds the stock and fills out[ncolumns]. freq: of this row. */
enum inv_status safety_solve(struct safety *s, const struct inv_param_row *p, enum inv_freq freq, const struct demand *d,
                             struct value *out, struct inv_err *err);

/* The filter over each kind of input (safety_rows.c, safety_history.c, safety_forecast.c). */
enum inv_status safety_from_rows(struct safety *s, struct inv_err *err);
enum inv_status safety_from_history(struct safety *s, struct inv_err *err);
enum inv_status safety_from_forecast(struct safety *s, struct inv_err *err);
enum inv_status safety_from_paths(struct safety *s, struct inv_err *err);

#endif
