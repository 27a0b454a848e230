/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-safety: what its three ways of reading demand share. */
#ifndef TOOLS_SAFETY_H
#define TOOLS_SAFETY_H

#include "common.h"
#include "inv/ltd.h"
#include "inv/safety.h"

struct safety_options {
    int method, dist, fill;       /* places in their choices */
    bool integer, correlated, explain;
    const char *by, *lead_times;
    int64_t block, draws;
};

enum { FILL_ZERO, FILL_NA };

/* The computed columns: those that every run has, and their names. */
enum {
    S_DEMAND, S_DEMAND_SD, S_ANNUAL_DEMAND, S_LTD_MEAN, S_LTD_SD, S_SAFETY_STOCK, S_REORDER_POINT, S_METHOD,
    S_LEAD_TIME, S_LEAD_TIME_SD, S_REVIEW_PERIOD, S_FIXED
};
enum { S_MOST = S_FIXED + 17 };

/* --by: the level of a class. */
struct safety_class { const char *name; size_t length; double level; };
struct safety_leads;

struct safety {
    struct run *run;
    const struct safety_options *o;
    enum inv_safety method, dist;
    const char *columns[S_MOST];
    size_t ncolumns;
    enum inv_param used[2]; size_t nused;    /* the method's own parameters, columns from S_FIXED on */
    size_t dist_column, rho_column, explain; /* 0: none; the first of --explain's */
    size_t freq, as_of;                      /* computed columns */
    size_t freq_in, as_of_in;                /* input columns, or INV_NO_COLUMN */
    struct safety_class *classes; size_t nclasses, cap_classes;
    size_t class_in, class_item;             /* --by's column, of the input and of the items */
    struct safety_leads *leads;              /* --lead-times; NULL: none */
    bool year_told, none_told;
};

/* What is known of the demand of a row or key. */
struct demand {
    struct inv_supply supply;     /* NAN where not given and not needed */
    struct inv_ltd ltd;
    double annual;
    bool whole;                   /* whole units */
    double *sums; size_t nsums;   /* of the demand over the lead time, for empirical */
    const struct inv_safety_part *parts; size_t nparts;    /* for each of several lead times; 0: there is one */
    struct inv_mixture_part *work;
    double rho;                   /* correlation of lag 1, NAN where none is known */
    struct value freq, as_of;
};

/* What the costs are; NAN where not known. */
struct safety_costs { double shortage, holding; };

/* The demand over a lead time, from what a row or key knows of its demand. */
typedef enum inv_status safety_ltd(void *ctx, const struct inv_supply *supply, struct inv_ltd *ltd,
                                   struct inv_err *err);

/* The columns, by the method; after the input is open. */
void safety_columns(struct safety *s);
/* lead_time, lead_time_sd, review_period; a missing lead_time is an error where needed, else NAN. */
enum inv_status safety_supply(const struct inv_param_row *p, bool needed, struct inv_supply *supply, struct inv_err *err);
/* d's supply and ltd, of one lead time or of those that --lead-times lists for the key. */
enum inv_status safety_over_lead(struct safety *s, const struct inv_param_row *p, struct demand *d, safety_ltd *ltd,
                                 void *ctx, struct inv_err *err);
enum inv_status safety_leads_open(struct safety *s, struct inv_err *err);
void safety_leads_close(struct safety *s);
/* Whether --lead-times has the row's key. */
bool safety_leads_has(const struct safety *s, const struct inv_param_row *p);

/* --by: parsed, its column found, the level of a row (false: the usual parameter's). */
enum inv_status safety_classes(struct safety *s, struct inv_err *err);
enum inv_status safety_class_column(struct safety *s, struct inv_err *err);
bool safety_class_level(const struct safety *s, const struct inv_param_row *p, enum inv_param param, double *level);

/* order_qty, else eoq; holding_cost, else rate times unit cost: NAN or, where needed, an error if there is none. */
enum inv_status safety_order_qty(const struct inv_param_row *p, bool needed, double *q, struct inv_err *err);
enum inv_status safety_holding_cost(const struct inv_param_row *p, bool needed, double *h, struct inv_err *err);
/* The costs of newsvendor, cost-per-unit and cost-per-occasion, and what in asks for. */
enum inv_status safety_weigh(struct safety *s, const struct inv_param_row *p, enum inv_freq freq,
                             const struct demand *d, struct inv_safety_in *in, struct safety_costs *c,
                             struct inv_err *err);
/* --explain's columns, and their values. */
void safety_explain_columns(struct safety *s);
enum inv_status safety_explain(struct safety *s, const struct inv_param_row *p, enum inv_freq freq,
                               const struct demand *d, struct inv_safety_in *in, const struct inv_safety_out *o,
                               const struct safety_costs *costs, struct value *out, struct inv_err *err);

/* Finds the stock and fills out[ncolumns]. freq: of this row. */
enum inv_status safety_solve(struct safety *s, const struct inv_param_row *p, enum inv_freq freq, const struct demand *d,
                             struct value *out, struct inv_err *err);

/* The filter over each kind of input (safety_rows.c, safety_history.c, safety_forecast.c). */
enum inv_status safety_from_rows(struct safety *s, struct inv_err *err);
enum inv_status safety_from_history(struct safety *s, struct inv_err *err);
enum inv_status safety_from_forecast(struct safety *s, struct inv_err *err);
enum inv_status safety_from_paths(struct safety *s, struct inv_err *err);

#endif
