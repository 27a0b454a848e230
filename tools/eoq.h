/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-eoq: what its ways of finding a quantity share. */
#ifndef TOOLS_EOQ_H
#define TOOLS_EOQ_H

#include "common.h"
#include "inv/disruption.h"
#include "inv/eoq.h"
#include "inv/yield.h"
#include "join.h"

enum { NOT_ASKED = -1 };

struct eoq_options {
    bool backorders, round_lots, power_of_two, exchange_curve, logistics;
    const char *discounts, *joint, *at, *rates;
    int discount_type, joint_method;
    int yield, disruptions;         /* NOT_ASKED */
    double total_budget;            /* NAN: none */
};

/* The computed columns: those that every run has, then those that are asked for. */
enum {
    C_EOQ, C_ORDERS, C_CYCLE, C_MAX_INVENTORY, C_ORDER_COST, C_HOLDING_COST, C_COST, C_FIXED,
    C_PURCHASE = C_FIXED, C_TRANSPORT, C_SAFETY, C_BACKORDER, C_SHORTAGE, C_LOST, C_PERIODS,
    C_JOINT_CYCLE, C_JOINT_MULTIPLE, C_JOINT_COST, C_JOINT_METHOD, C_RATE, C_INVESTMENT, C_AT_COST, C_AT_RATIO, C_ALL
};

struct eoq_work {
    struct run *run;
    const struct eoq_options *o;
    bool one_rate;                          /* --total-budget, --exchange-curve: no holding_cost, holding_rate is found */
    struct join *discounts;
    size_t min_qty, unit_cost;              /* their columns */
    struct inv_eoq_break *breaks; size_t nbreaks, cap_breaks;
    size_t *break_rows, cap_rows;           /* where they stand in discounts */
    size_t freq;                            /* column, or INV_NO_COLUMN */
    bool year_told, none_told;
    size_t at_column; double at;            /* --at: a column, or INV_NO_COLUMN and a number */
    const char *columns[C_ALL]; size_t ncolumns;
    size_t place[C_ALL];                    /* where a column goes; ncolumns is a place that is not written */
};

/* What is known of a row. */
struct eoq_row {
    struct inv_eoq_in in;                   /* its breaks live until the next row is read */
    struct inv_yield yield;
    struct inv_disruption dis;
    double transport_cost, major_cost;      /* of a unit; of a joint order */
    double period;                          /* years, of which cycles are powers of two */
    double at;                              /* another quantity; NAN: none */
};

/* What is found: NAN where it was not asked for. */
struct eoq_found {
    struct inv_eoq_out q;
    double lost, periods, safety, at_cost;
};

/* The columns that the options ask for. */
void eoq_columns(struct eoq_work *w);
enum inv_status eoq_read(struct eoq_work *w, const struct inv_record *rec, const struct inv_param_row *p, struct eoq_row *row,
                         struct inv_err *err);
enum inv_status eoq_find(const struct eoq_work *w, const struct eoq_row *row, struct eoq_found *f, struct inv_err *err);
void eoq_put(const struct eoq_work *w, const struct eoq_row *row, const struct eoq_found *f, struct value *out);

/* The filter where rows depend on each other (eoq_joint.c, eoq_budget.c). */
enum inv_status eoq_jointly(struct eoq_work *w, struct inv_err *err);
enum inv_status eoq_one_rate(struct eoq_work *w, struct inv_err *err);

#endif
