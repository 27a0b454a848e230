/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How well stock has served and what it cost: key figures of one item, or of many.
 *
 * All figures are sums, or ratios of sums: those of items are added, and a
 * group's figure is the ratio of its sums, never a mean of ratios. An item whose data do
 * not give a ratio has no part in either of its sums.
 */
#ifndef INV_KPI_H
#define INV_KPI_H

#include "inv/status.h"

enum inv_kpi {
    INV_KPI_SALES,              /* units sold */
    INV_KPI_COGS,               /* what they cost: money */
    INV_KPI_REVENUE,            /* what they brought */
    INV_KPI_MARGIN,             /* revenue - cogs */
    INV_KPI_MEAN_STOCK,         /* units, mean of the periods' ends; below 0 counts as 0 */
    INV_KPI_MEAN_STOCK_VALUE,   /* the same at cost */
    INV_KPI_TURNOVER,           /* cogs / mean stock at cost; at price: revenue / mean stock at price */
    INV_KPI_DAYS,               /* of inventory: mean stock / cogs x days of the table (the same basis) */
    INV_KPI_GMROI,              /* gross margin / mean stock at cost */
    INV_KPI_SELL_THROUGH,       /* sales / (sales + what is left) */
    INV_KPI_FILL_RATE,          /* share of demand met */
    INV_KPI_CYCLE_SERVICE,      /* share of replenishment cycles without stock-out */
    INV_KPI_READY_RATE,         /* share of periods without stock-out */
    INV_KPI_STOCKOUT_DAYS,      /* days of the periods with stock-out (periods without a calendar) */
    INV_KPI_LOST_SALES,         /* units */
    INV_KPI_LOST_REVENUE,       /* at price */
    INV_KPI_ON_HAND,            /* at the end: units */
    INV_KPI_STOCK_VALUE,        /* at cost */
    INV_KPI_DEAD,               /* of it: of items without a sale for dead_after days */
    INV_KPI_SLOW,               /* for slow_after days */
    INV_KPI_EXCESS,             /* of the others: above cover_days of their mean sales */
    INV_KPI_MEAN_AGE,           /* days, by value */
    INV_KPI_MAE, INV_KPI_MAE_NAIVE,
    INV_KPI_FVA,                /* 1 - mae / mae_naive */
    INV_KPI_COUNT
};
/* sales cogs revenue margin mean_stock ...; the column that it is written to. */
const char *inv_kpi_name(enum inv_kpi k);
/* The columns (beside the sales) without which it cannot be known, in words. */
const char *inv_kpi_needs(enum inv_kpi k);

#define INV_KPI_AGES 16        /* buckets at most */
enum { INV_KPI_SUMS = 2 * INV_KPI_COUNT + INV_KPI_AGES };
/* Added by inv_kpi_add; NAN is not known. */
struct inv_kpi_sums { double x[INV_KPI_SUMS]; };

struct inv_kpi_layer { double age, qty, cost; };    /* days, units, money a unit */

/* Arrays are of n periods, NAN is not known; NULL: of none. */
struct inv_kpi_in {
    size_t n;
    const double *sales;          /* units; needed */
    const double *on_hand;        /* units at the period's end; a period without keeps that of the one before */
    const double *received;       /* units that came; else what sales and on_hand tell */
    const double *demand;         /* units asked for, >= 0 */
    const double *shipped;        /* of them met at once; NULL: sales */
    const double *unit_cost, *price;      /* a unit's, of the period */
    const double *cogs, *stock_value;     /* money: in place of units x unit_cost */
    const double *forecast, *naive;       /* naive NULL: the period's before */
    const double *expected;       /* demand that there would have been; for lost sales where demand is not known */
    const unsigned char *stockout;        /* NULL: where demand was not met, else where on_hand is not above 0 */
    double days;                  /* of a period; 1 where no calendar is known: days are periods then */
    /* periods of a year; turnover and gmroi are brought to one. NAN: they are the table's */
    double a_year;
    bool at_price;
    double dead_after, slow_after, cover_days;    /* days */
    const double *age_edges; size_t nedges;       /* days, rising; buckets 0..e0, ..e1, .., above; < INV_KPI_AGES */
    const struct inv_kpi_layer *layers; size_t nlayers;    /* what the stock at the end is made of; NULL: found */
};
/* dead 365, slow 90, cover 180 days; NAN and NULL else. */
struct inv_kpi_in inv_kpi_defaults(void);

/* Sums of one item. A replenishment cycle ends in the period before a receipt; the last one counts
 * only where it has failed. Without layers the stock is of the latest receipts, first in, first out, and
 * what came before the table is as old as the table. INV_EARG: arguments out of range, sums no double holds. */
enum inv_status inv_kpi_of(const struct inv_kpi_in *in, struct inv_kpi_sums *out, struct inv_err *err);
/* Nothing yet: all NAN. */
void inv_kpi_none(struct inv_kpi_sums *s);
void inv_kpi_add(struct inv_kpi_sums *s, const struct inv_kpi_sums *more);
/* A figure of sums; NAN where it is not known. */
double inv_kpi_value(const struct inv_kpi_sums *s, enum inv_kpi k);
/* Money (units where no cost is known) in an age bucket. */
double inv_kpi_age(const struct inv_kpi_sums *s, size_t bucket);

#endif
