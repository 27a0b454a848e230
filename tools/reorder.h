/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-reorder: the tables that it joins, and the calendar of its dates. */
#ifndef TOOLS_REORDER_H
#define TOOLS_REORDER_H

#include "common.h"
#include "inv/period.h"
#include "inv/project.h"
#include "inv/time.h"
#include "join.h"

struct reorder_options {
    int policy, round;            /* places in their choices */
    const char *stock, *forecast, *receipts;
    bool only_orders;
};

/* ---- --stock (reorder_stock.c) ----------------------------------------------------------- */

/* Columns of the stock table that go out: planning parameters, and those that the input lacks. */
struct stock_column { size_t column; bool is_param; enum inv_param param; const char *name; };

struct stock {
    struct run *run;
    struct join *table;           /* NULL: no --stock */
    struct stock_column *columns; size_t ncolumns;
    size_t of_param[INV_P_COUNT]; /* its column, or INV_NO_COLUMN */
    size_t row;                   /* of the key at hand, or JOIN_NONE */
};

enum inv_status stock_open(struct stock *s, struct run *run, const char *path, struct inv_err *err);
void stock_close(struct stock *s);
/* Finds the row's stock. INV_EROW: the key is there twice. */
enum inv_status stock_find(struct stock *s, const struct inv_record *rec, struct inv_err *err);
/* A parameter: of --set, the stock table, or as inv_param_get has it. */
enum inv_status stock_get(const struct stock *s, const struct inv_param_row *p, enum inv_param param, double *v,
                          struct inv_err *err);
enum inv_status stock_need(const struct stock *s, const struct inv_param_row *p, enum inv_param param, double *v,
                           struct inv_err *err);
/* What goes out in its columns. */
enum inv_status stock_values(const struct stock *s, const struct inv_param_row *p,
                             struct value *out, struct inv_err *err);

/* ---- dates (reorder_dates.c) -------------------------------------------------------------- */

/* A receipt as its table has it; qty NAN: it could not be used. */
struct dated { int64_t day; double qty; };

struct dates {
    struct run *run;
    struct inv_timefmt fmt;       /* of as_of */
    size_t freq_in, as_of_in;     /* input columns, or INV_NO_COLUMN */
    bool given;                   /* --as-of */
    int64_t today;                /* --as-of, or the clock's date */
    struct join *forecast, *receipts;
    size_t step, mean, model, forecast_as_of, model_in;     /* columns of the forecast; of the input */
    struct dated *dated;          /* by row of receipts */
    double *steps; size_t cap_steps;
    struct inv_receipt *due; size_t cap_due;
    /* of the row at hand */
    bool known;                   /* it has a calendar */
    struct inv_grid grid;
    int64_t as_of, period;        /* its instant, its period's number */
    struct inv_demand demand;
    size_t ndue;
    double due_total;
    int64_t next;                 /* the earliest receipt, INT64_MIN where there is none */
};

enum inv_status dates_open(struct dates *d, struct run *run, const struct reorder_options *o, struct inv_err *err);
void dates_close(struct dates *d);
/* The calendar, the demand to come (its mean is `mean`, or that of the forecast
 * where mean is NAN) and the receipts of a row. */
enum inv_status dates_of_row(struct dates *d, const struct inv_record *rec, double mean, struct inv_err *err);
/* The date of a period from now (0: now), written to text; missing without a calendar. */
struct value dates_value(const struct dates *d, int64_t period, char text[INV_TIME_MAX]);
struct value dates_instant(const struct dates *d, int64_t t, char text[INV_TIME_MAX]);

#endif
