/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Planning parameters: one name each, and one way to find a value.
 *
 * The value for a row is the first of: --set, a column of the input, a column
 * of the item master joined on the key columns that the two share, the option,
 * the default. A missing cell falls through to the next.
 */
#ifndef INV_PARAMS_H
#define INV_PARAMS_H

#include "inv/input.h"

enum inv_param {
    INV_P_DEMAND, INV_P_DEMAND_SD, INV_P_ANNUAL_DEMAND, INV_P_PERIODS_PER_YEAR,
    INV_P_ORDER_COST, INV_P_JOINT_ORDER_COST, INV_P_UNIT_COST, INV_P_TRANSPORT_COST, INV_P_PRICE,
    INV_P_HOLDING_COST, INV_P_HOLDING_RATE, INV_P_SHORTAGE_COST, INV_P_OVERAGE_COST, INV_P_UNDERAGE_COST, INV_P_SALVAGE, INV_P_PENALTY, INV_P_PRODUCTION_RATE,
    INV_P_LEAD_TIME, INV_P_LEAD_TIME_SD, INV_P_REVIEW_PERIOD, INV_P_SERVICE_TIME, INV_P_SUPPLIER_TIME,
    INV_P_SERVICE_LEVEL, INV_P_FILL_RATE, INV_P_SERVICE_DAYS, INV_P_AUTOCORRELATION,
    INV_P_MOQ, INV_P_PACK_SIZE, INV_P_PALLET_SIZE, INV_P_MIN_STOCK, INV_P_MAX_STOCK,
    INV_P_ON_HAND, INV_P_ON_ORDER, INV_P_BACKORDERED,
    INV_P_CAPACITY, INV_P_PAYMENT_DAYS, INV_P_VOLUME, INV_P_WEIGHT,
    INV_P_YIELD_MEAN, INV_P_YIELD_SD, INV_P_DISRUPTION_RATE, INV_P_RECOVERY_RATE,
    /* computed by one filter, read by the next */
    INV_P_LTD_MEAN, INV_P_LTD_SD, INV_P_SAFETY_STOCK, INV_P_REORDER_POINT,
    INV_P_EOQ, INV_P_ORDER_QTY, INV_P_ORDER_UP_TO,
    INV_P_COUNT
};

enum inv_param_kind { INV_KIND_NUMBER, INV_KIND_DURATION };

struct inv_param_def {
    const char *name;          /* lead_time; the option is --lead-time */
    enum inv_param_kind kind;
    double lo, hi;             /* range, ends included unless open */
    bool lo_open, hi_open;
    double otherwise;          /* the default; NAN: none */
    bool option, item;         /* may be an option; is carried from --items */
    const char *arg, *help;    /* for --help: N, "fixed cost of one order" */
};
/* INV_P_COUNT rows, in the order of the enum. */
const struct inv_param_def *inv_param_table(void);
bool inv_param_by_name(const char *name, size_t n, enum inv_param *p);   /* lead_time or lead-time */

struct inv_params;
/* format is borrowed, and read from inv_params_items on: options may change it before. */
enum inv_status inv_params_alloc(struct inv_params **p, const struct inv_format *format, struct inv_err *err);
void inv_params_free(struct inv_params *p);
/* Before any value is given: 0 is in the range of a parameter that must else be above it. */
void inv_params_take_zero(struct inv_params *p, enum inv_param param);
/* "lead_time=9" from --set; "14d" from --lead-time. INV_EUSAGE when it cannot
 * be. Read with a decimal point, whatever the format's: it is no cell. */
enum inv_status inv_params_set(struct inv_params *p, const char *assignment, struct inv_err *err);
enum inv_status inv_params_option(struct inv_params *p, enum inv_param param, const char *text, struct inv_err *err);
/* Reads the item master whole. Rows of it that cannot be used go to reject
 * (which returns INV_OK to go on). path is borrowed. */
enum inv_status inv_params_items(struct inv_params *p, const char *path,
                                 enum inv_status (*reject)(void *ctx, const struct inv_record *rec, const struct inv_err *err),
                                 void *ctx, struct inv_err *err);
/* Binds to an input: which columns are parameters, which keys it shares with
 * the items (keys: names of the key columns). INV_EUSAGE: they share none. An
 * item whose key an earlier line has goes to inv_params_items' reject, now
 * that the key is known. Bind once. */
enum inv_status inv_params_bind(struct inv_params *p, const struct inv_input *in,
                                const char *const *keys, size_t nkeys, struct inv_err *err);
/* Parameter columns (and supplier, end_of_life) that the items have and the input lacks, in
 * the item file's order; 0 without items. Valid once bound. */
size_t inv_params_extra(const struct inv_params *p, const size_t **item_columns);
struct inv_cell inv_params_item_name(const struct inv_params *p, size_t item_column);

/* Any column of the items; INV_NO_COLUMN: no such column, or no items. */
size_t inv_params_item_find(const struct inv_params *p, const char *name);

/* One row's view: cells of the input row, and the item joined to it (or none).
 * inv_params_join fills the first four; file, line and days_per_period are the
 * caller's. cells may be NULL where there is no row: then columns have no say. */
struct inv_param_row {
    const struct inv_params *params;
    const struct inv_cell *cells;    /* of the bound input's width */
    const struct inv_cell *item;     /* of the item file's width; NULL: not in it */
    uint64_t item_line;              /* where it stands in the item file */
    const char *file; uint64_t line; /* for messages */
    double days_per_period;          /* for units; 0: no calendar, a unit is an error */
};
void inv_params_join(const struct inv_params *p, const struct inv_cell *cells, struct inv_param_row *row);
/* The value, checked against its range (INV_EROW with file, line, column and key
 * filled; items' own file and line when it came from there); NAN where there is
 * none. INV_EUSAGE: --set or the option has a unit and the table no calendar. */
enum inv_status inv_param_get(const struct inv_param_row *row, enum inv_param param, double *v, struct inv_err *err);
/* The same, but INV_EROW that names row, key and parameter where there is none. */
enum inv_status inv_param_need(const struct inv_param_row *row, enum inv_param param, double *v, struct inv_err *err);
/* Whether any source but the default could give it (for choosing a method). */
bool inv_params_known(const struct inv_params *p, enum inv_param param);

/* The text that gives its value, as it stands; false where nothing but the default does. */
bool inv_param_text(const struct inv_param_row *row, enum inv_param param, struct inv_cell *text);
/* Whether --set gives it. */
bool inv_params_is_set(const struct inv_params *p, enum inv_param param);
/* A cell of another table (--stock) as a value of the parameter, read and
 * checked like the row's own; NAN where missing. INV_EROW: the text alone. */
enum inv_status inv_params_read(const struct inv_params *p, enum inv_param param, struct inv_cell c, double days_per_period,
                                double *v, struct inv_err *err);

/* "9" (periods), "36h", "14d", "10wd" (working days, five in seven days), "2w",
 * "1mo", "1q", "1y" to periods. INV_EROW:
 * none of these; a unit where days_per_period is 0. */
enum inv_status inv_duration_parse(struct inv_cell c, char decimal, double days_per_period, double *periods, struct inv_err *err);

#endif
