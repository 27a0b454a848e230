/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-newsvendor: what is known of an item, and what its order comes to. */
#ifndef TOOLS_NEWSVENDOR_H
#define TOOLS_NEWSVENDOR_H

#include "common.h"
#include "inv/newsvendor.h"
#include "join.h"

enum { DIST_AUTO, DIST_NORMAL, DIST_LOGNORMAL, DIST_GAMMA, DIST_POISSON, DIST_NEGBIN };

struct newsvendor_options {
    int dist;                        /* place in its choices */
    bool integer;
    const char *table;
    double at, budget;               /* NAN: not given */
    const char *next_cost;           /* a number or a column */
    int yield;
    double discount, disruption, recovery;    /* disruption 0: none; recovery NAN: not given */
};

enum { C_QTY, C_RATIO, C_COST, C_PROFIT, C_SALES, C_LEFT, C_SHORT, C_FILL, C_STOCKOUT, C_DIST, C_FIXED,
       C_SPENT = C_FIXED, C_MARGINAL, C_ALL };      /* the last two with --budget */

/* Demand and costs of one item. */
struct item {
    struct inv_newsvendor_prices prices;
    struct inv_newsvendor_in in;     /* demand is set by the caller */
    double unit_cost;                /* NAN: not known */
};

struct newsvendor {
    struct run *run;
    const struct newsvendor_options *o;
    size_t mean, sd;                 /* columns of a total's forecast; INV_NO_COLUMN: demand and demand_sd */
    struct join *table; size_t value, probability;
    size_t next_column; double next; /* --next-cost */
    bool none_told;
};

extern const char *const newsvendor_columns[C_ALL];

/* Prices, or overage and underage; lots. it->in.demand is left as it is. */
enum inv_status newsvendor_costs(const struct inv_param_row *p, struct item *it, struct inv_err *err);
/* Overage and underage of a period that others follow: prices are of a season after which nothing is bought or owed. */
enum inv_status newsvendor_period_costs(const struct inv_param_row *p, struct item *it, struct inv_err *err);
/* Points the item's prices at itself: after it was moved. */
void newsvendor_bind(struct item *it, const struct inv_dist *demand);
/* The order, or with --at what that comes to, to the columns. */
enum inv_status newsvendor_solve(const struct newsvendor *v, const struct item *it, struct value *out, struct inv_err *err);
void newsvendor_values(const struct item *it, const struct inv_newsvendor_out *o, struct value *out);

/* Demand of a row: by its moments, or its part of --table, whose values and probabilities go to x and w. */
struct table_work { double *x, *w; size_t cap_x, cap_w; };
enum inv_status newsvendor_demand(const struct newsvendor *v, const struct inv_record *rec, const struct inv_param_row *p,
                                  struct table_work *t, struct inv_dist *d, struct inv_err *err);

/* Says once that there are rows with a demand of 0. */
void newsvendor_note(struct newsvendor *v, double demand);

/* Periods that follow each other, and uncertain supply (newsvendor_supply.c): whether it is asked for, the
 * options, --next-cost's column, and a row. */
bool newsvendor_is_period(const struct newsvendor_options *o);
enum inv_status newsvendor_check_period(const struct newsvendor_options *o, struct inv_err *err);
enum inv_status newsvendor_open_next(struct newsvendor *v, struct inv_err *err);
enum inv_status newsvendor_period(struct newsvendor *v, const struct inv_record *rec, const struct inv_param_row *p,
                                  struct table_work *t, struct value *out, struct inv_err *err);

/* Items that share a budget: purse_add each, purse_share, then what each gets. Made as {0}. */
struct purse_item { struct item item; struct inv_dist demand; };
struct purse {
    struct purse_item *items; size_t n, cap;
    struct inv_newsvendor_in *in;
    double *unit, *qty, marginal;
    double **lists; size_t nlists, cap_lists;      /* values and probabilities of listed demands */
};
/* d's values are copied. */
enum inv_status purse_add(struct purse *b, const struct inv_param_row *p, const struct item *it, const struct inv_dist *d,
                          struct inv_err *err);
enum inv_status purse_share(struct purse *b, double money, struct inv_err *err);
enum inv_status purse_values(const struct purse *b, size_t i, struct value *out, struct inv_err *err);
void purse_free(struct purse *b);

enum inv_status newsvendor_from_paths(struct newsvendor *v, struct inv_err *err);      /* newsvendor_paths.c */
enum inv_status newsvendor_on_budget(struct newsvendor *v, struct inv_err *err);       /* newsvendor_budget.c */

#endif
