/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-reorder: the tables that it joins, the calendar of its dates, and what it
 * decides of a row or of all together. */
#ifndef TOOLS_REORDER_H
#define TOOLS_REORDER_H

#include "common.h"
#include "inv/keys.h"
#include "inv/period.h"
#include "inv/plan.h"
#include "inv/project.h"
#include "inv/time.h"
#include "inv/workdays.h"
#include "join.h"

struct reorder_options {
    int policy, round, overdue;   /* places in their choices */
    const char *stock, *forecast, *receipts, *calendar, *suppliers, *substitutes;
    const char *group, *transfers;
    double budget;                /* NAN: none */
    int64_t horizon;              /* 0: not given */
    bool only_orders, projection;
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

/* A column of text: in the stock table, the input or the items; INV_NO_COLUMN each. */
struct text_column { size_t stock, in, item; };

enum inv_status stock_open(struct stock *s, struct run *run, const char *path, struct inv_err *err);
void stock_close(struct stock *s);
/* Finds the row's stock. INV_EROW: the key is there twice. */
enum inv_status stock_find(struct stock *s, const struct inv_record *rec, struct inv_err *err);
/* A parameter: of --set, the stock table, or as inv_param_get has it. */
enum inv_status stock_get(const struct stock *s, const struct inv_param_row *p, enum inv_param param, double *v,
                          struct inv_err *err);
enum inv_status stock_need(const struct stock *s, const struct inv_param_row *p, enum inv_param param, double *v,
                           struct inv_err *err);
/* Whether anything but a default says what it is. */
bool stock_says(const struct stock *s, const struct inv_param_row *p, enum inv_param param);
/* What goes out in its columns. */
enum inv_status stock_values(const struct stock *s, const struct inv_param_row *p,
                             struct value *out, struct inv_err *err);
struct text_column stock_text_column(const struct stock *s, const char *name);
bool stock_text_known(struct text_column c);
/* The first of the stock table, the input and the items that is not missing; else empty. */
struct inv_cell stock_text(const struct stock *s, const struct inv_param_row *p, struct text_column c);
/* Whether a duration is in working days (10wd). */
bool stock_working_days(const struct stock *s, const struct inv_param_row *p, enum inv_param param);

/* ---- dates (reorder_dates.c, reorder_receipts.c) ---------------------------------------- */

/* A receipt as its table has it; qty NAN: it could not be used. */
struct dated { int64_t day; double qty; };

/* What is known of a row's time. */
struct dates_row {
    bool known;                   /* it has a calendar */
    struct inv_grid grid;
    int64_t as_of, period;        /* its instant, its period's number */
    struct inv_demand demand;
    struct inv_receipt *due;
    size_t ndue;
    double due_total, overdue;
    int64_t next;                 /* the earliest receipt, INT64_MIN where there is none */
    double end_of_life;           /* its last period with demand, from now; NAN: none */
    bool overtaken;               /* steps of its forecast are gone by */
};

struct dates {
    struct run *run;
    struct inv_timefmt fmt;       /* of as_of */
    size_t freq_in, as_of_in, date_in;     /* input columns, or INV_NO_COLUMN */
    bool given, drop_overdue;     /* --as-of, --overdue drop */
    int64_t today;                /* --as-of, or the clock's date */
    struct join *forecast, *receipts;
    size_t step, mean, model, forecast_as_of, forecast_date, model_in;     /* columns of the forecast; of the input */
    struct dated *dated;          /* by row of receipts */
    double *steps; size_t cap_steps;
    struct inv_receipt *due; size_t cap_due;
    uint64_t noverdue, nundated, nover, nmore;    /* what is to be said when all is done (receipts_note) */
    struct dates_row row;         /* at hand; its arrays are these */
};

enum inv_status dates_open(struct dates *d, struct run *run, const struct reorder_options *o, struct inv_err *err);
void dates_close(struct dates *d);
/* The calendar, the demand to come (its mean is `mean`, or that of the forecast
 * where mean is NAN) and the receipts of a row. */
enum inv_status dates_of_row(struct dates *d, const struct inv_record *rec, double mean, struct inv_err *err);
/* Looks a row up that was rejected before: its key is known all the same. */
void dates_seen(struct dates *d, const struct inv_record *rec);
/* Ends its demand with the date of the cell (which may be missing). */
enum inv_status dates_end_of_life(struct dates *d, struct inv_cell c, struct inv_err *err);
/* The date of a period from now (0: now), written to text; missing without a calendar. */
struct value dates_value(const struct dates *d, int64_t period, char text[INV_TIME_MAX]);
struct value dates_instant(const struct dates *d, int64_t t, char text[INV_TIME_MAX]);
/* The period from now in which goods that come at an instant can be sold. */
int64_t dates_period_of(const struct dates *d, int64_t t);
/* The row at hand with arrays of its own. */
enum inv_status dates_keep(const struct dates *d, struct dates_row *kept, struct inv_err *err);
void dates_row_free(struct dates_row *kept);

enum inv_status receipts_open(struct dates *d, const char *path, struct inv_err *err);
enum inv_status receipts_of_row(struct dates *d, const struct inv_record *rec, struct inv_err *err);
/* Says how many are overdue, and what could not be dated. */
void receipts_note(const struct dates *d);

/* ---- suppliers (reorder_suppliers.c, reorder_calendar.c) ----------------------------------- */

struct terms { double min_value, min_weight, min_volume, container_volume, container_weight, payment_days; };

struct supplier {
    struct inv_workdays days;     /* its arrays are owned */
    struct terms terms;           /* NAN: not said */
};

struct suppliers {
    struct run *run;
    const char *name;             /* of the column */
    struct text_column column;
    struct join *calendar, *table;
    struct day_rule *rules;       /* by row of the calendar */
    struct inv_keys *keys;
    struct supplier *all; size_t n, cap;
};

enum inv_status suppliers_open(struct suppliers *s, struct run *run, const struct reorder_options *o, const struct stock *stock,
                               struct inv_err *err);
void suppliers_close(struct suppliers *s);
/* The number of a supplier of this name. INV_EROW: its terms cannot be read. */
enum inv_status suppliers_find(struct suppliers *s, struct inv_cell name, size_t *id, struct inv_err *err);
enum inv_status calendar_open(struct suppliers *s, const char *path, struct inv_err *err);
/* The days of the supplier of this name; their arrays are allocated. */
enum inv_status calendar_of(struct suppliers *s, struct inv_cell name, struct inv_workdays *w, struct inv_err *err);

/* ---- a row (reorder_line.c) ------------------------------------------------------------------ */

#define NO_DAY INT64_MIN

struct line {
    struct inv_reorder_in in;     /* as read */
    struct inv_reorder_out out;
    struct dates_row time;        /* where rows wait: its own */
    struct inv_plan_time now;     /* when an order of now arrives, how long it must last */
    double lead, review, interval;    /* periods; interval: that the reorder point is for, NAN where not known */
    bool working;                 /* the lead time is in working days */
    int64_t order_day, arrival_day, next_day;     /* days; NO_DAY */
    size_t supplier;
    double unit_cost, margin, demand_sd, weight, volume, capacity, payment_days, order_value, at_risk;
    double transfer_in, transfer_out;
    char *transfer_from;          /* owned */
    size_t item, warehouse;       /* of --transfers: numbers of their keys */
};

enum { P_ON_HAND, P_ON_ORDER, P_BACKORDERED, P_COUNT };

struct work {
    struct run *run;
    const struct reorder_options *o;
    struct stock stock;
    struct dates dates;
    struct suppliers suppliers;
    struct text_column end_of_life;
    bool dated;                   /* days of order and arrival go out */
    bool together;                /* rows are decided together */
    bool on_order_dated;          /* only the receipts say what is on order */
    struct inv_plan_work plan;
    struct line now;              /* where rows do not wait */
    struct line *lines; size_t nlines, cap_lines, at;     /* where they do; at: the next to be written */
    struct inv_keys *keys, *items, *places;               /* of whole keys, keys less --transfers, its column */
    size_t *key_in, transfers_in;
    struct inv_buf scratch;
    /* columns (reorder_columns.c) */
    const char **columns; size_t ncolumns;
    size_t first;                        /* of the fixed ones; those of the stock table stand before */
    size_t next_receipt, overdue, as_of, freq, days, money, at_risk, transfer;    /* the optional ones; 0: none */
    size_t parts[P_COUNT];
    char text[8][INV_TIME_MAX];
    struct inv_buf out;                  /* of a projection */
    struct inv_row out_row;
    struct inv_layout layout;
    struct inv_plan_time *time; struct inv_plan_row *rows;
    size_t cap_time, cap_rows;
};

/* Reads a row: stock, parameters, dates. */
enum inv_status line_read(struct work *w, const struct inv_record *rec, const struct inv_param_row *p, struct line *l,
                          struct inv_err *err);
/* What the policy orders of it; the dates at hand are the line's. */
enum inv_status line_solve(struct work *w, struct line *l, struct inv_err *err);
/* The times of an order now and of h periods (calendar_times.c); time[0] is l->now. */
enum inv_status line_times(struct work *w, struct line *l, size_t h, struct inv_plan_time *time, struct inv_err *err);
struct inv_plan_in line_plan(const struct work *w, const struct line *l);

/* ---- all rows (reorder_together.c, reorder_transfers.c, reorder_substitutes.c) ---------------- */

enum inv_status together_take(void *ctx, struct run *run, size_t i, const struct inv_record *rec, const struct inv_param_row *p,
                              struct inv_err *err);
enum inv_status together_decide(void *ctx, struct run *run, size_t n, struct inv_err *err);
void together_close(struct work *w);
enum inv_status transfers_open(struct work *w, struct inv_err *err);
enum inv_status transfers_read(struct work *w, const struct inv_record *rec, struct line *l, struct inv_err *err);
enum inv_status transfers_make(struct work *w, struct inv_err *err);
enum inv_status substitutes_make(struct work *w, struct inv_err *err);
enum inv_status suppliers_fill(struct work *w, struct inv_err *err);
enum inv_status budget_keep(struct work *w, struct inv_err *err);

/* ---- output (reorder_columns.c, reorder_projection.c) ----------------------------------------- */

enum inv_status columns_choose(struct work *w, struct inv_err *err);
/* A line's values. */
void columns_fill(struct work *w, struct line *l, struct value *out);
enum inv_status projection_open(struct work *w, struct inv_err *err);
enum inv_status projection_write(struct work *w, const struct inv_record *rec, struct line *l, struct inv_err *err);
void projection_close(struct work *w);

#endif
