/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The planning parameters: names, ranges, defaults, words for --help. */
#include "table/paramset.h"

#include <math.h>
#include <string.h>

#define NUM INV_KIND_NUMBER
#define DUR INV_KIND_DURATION
/* Ranges: lo, hi, lo_open, hi_open. */
#define ANY        -HUGE_VAL, HUGE_VAL, true, true
#define FROM_ZERO  0, HUGE_VAL, false, true
#define ABOVE_ZERO 0, HUGE_VAL, true, true
#define SHARE      0, 1, true, true        /* neither never nor always: no finite stock gives that */
#define PLANNED    true, true              /* an option; carried from the items */
#define COMPUTED   false, true
#define NONE       (double)NAN

const struct inv_param_def inv_param_defs[INV_P_COUNT] = {
    [INV_P_DEMAND] = { "demand", NUM, FROM_ZERO, NONE, PLANNED, "N", "mean demand of a period" },
    [INV_P_DEMAND_SD] = { "demand_sd", NUM, FROM_ZERO, NONE, PLANNED, "N", "standard deviation of a period's demand" },
    [INV_P_ANNUAL_DEMAND] = { "annual_demand", NUM, FROM_ZERO, NONE, PLANNED, "N", "demand of a year" },
    [INV_P_PERIODS_PER_YEAR] = { "periods_per_year", NUM, ABOVE_ZERO, NONE, PLANNED, "N", "periods in a year" },
    [INV_P_ORDER_COST] = { "order_cost", NUM, FROM_ZERO, NONE, PLANNED, "N", "fixed cost of one order" },
    [INV_P_JOINT_ORDER_COST] = { "joint_order_cost", NUM, FROM_ZERO, NONE, PLANNED, "N", "cost of one order that several items share" },
    [INV_P_UNIT_COST] = { "unit_cost", NUM, FROM_ZERO, NONE, PLANNED, "N", "purchase cost of one unit" },
    [INV_P_TRANSPORT_COST] = { "transport_cost", NUM, FROM_ZERO, 0, PLANNED, "N", "transport of one unit to the stock" },
    [INV_P_PRICE] = { "price", NUM, FROM_ZERO, NONE, PLANNED, "N", "sales price of one unit" },
    [INV_P_HOLDING_COST] = { "holding_cost", NUM, ABOVE_ZERO, NONE, PLANNED, "N", "cost of holding one unit for a year" },
    [INV_P_HOLDING_RATE] = { "holding_rate", NUM, ABOVE_ZERO, NONE, PLANNED, "N", "holding cost a year, as share of unit cost" },
    [INV_P_SHORTAGE_COST] = { "shortage_cost", NUM, FROM_ZERO, NONE, PLANNED, "N", "cost of one unit short" },
    [INV_P_OVERAGE_COST] = { "overage_cost", NUM, ABOVE_ZERO, NONE, PLANNED, "N", "cost of one unit left over at the season's end" },
    [INV_P_UNDERAGE_COST] = { "underage_cost", NUM, FROM_ZERO, NONE, PLANNED, "N", "cost of one unit short in the season" },
    [INV_P_SALVAGE] = { "salvage", NUM, ANY, 0, PLANNED, "N", "what a unit left over still brings" },
    [INV_P_PENALTY] = { "penalty", NUM, FROM_ZERO, 0, PLANNED, "N", "cost of one unit short above the lost sale" },
    [INV_P_PRODUCTION_RATE] = { "production_rate", NUM, ABOVE_ZERO, NONE, PLANNED, "N", "units a year while producing" },
    [INV_P_LEAD_TIME] = { "lead_time", DUR, FROM_ZERO, NONE, PLANNED, "T", "supply lead time: periods, or 14d, 2w" },
    [INV_P_LEAD_TIME_SD] = { "lead_time_sd", DUR, FROM_ZERO, 0, PLANNED, "T", "standard deviation of the lead time" },
    [INV_P_REVIEW_PERIOD] = { "review_period", DUR, FROM_ZERO, 0, PLANNED, "T", "time between reviews; 0 is continuous" },
    [INV_P_SERVICE_TIME] = { "service_time", DUR, FROM_ZERO, NONE, PLANNED, "T", "time promised to customers, at most" },
    [INV_P_SUPPLIER_TIME] = { "supplier_time", DUR, FROM_ZERO, 0, PLANNED, "T", "time that suppliers outside promise" },
    [INV_P_SERVICE_LEVEL] = { "service_level", NUM, SHARE, 0.95, PLANNED, "P", "probability of no stock-out in a cycle" },
    [INV_P_FILL_RATE] = { "fill_rate", NUM, SHARE, NONE, PLANNED, "P", "share of demand met from stock" },
    [INV_P_SERVICE_DAYS] = { "service_days", NUM, FROM_ZERO, NONE, PLANNED, "N", "days of demand kept as safety stock" },
    [INV_P_AUTOCORRELATION] = { "autocorrelation", NUM, -1, 1, false, false, NONE, PLANNED, "RHO",
                                "correlation of demand from one period to the next" },
    [INV_P_MOQ] = { "moq", NUM, FROM_ZERO, 0, PLANNED, "N", "least order; 0: none" },
    [INV_P_PACK_SIZE] = { "pack_size", NUM, FROM_ZERO, 0, PLANNED, "N", "order multiple; 0: none" },
    [INV_P_PALLET_SIZE] = { "pallet_size", NUM, FROM_ZERO, 0, PLANNED, "N", "units on a pallet; 0: none" },
    [INV_P_MIN_STOCK] = { "min_stock", NUM, FROM_ZERO, NONE, PLANNED, "N", "lower limit of the stock level" },
    [INV_P_MAX_STOCK] = { "max_stock", NUM, FROM_ZERO, NONE, PLANNED, "N", "upper limit of the stock level" },
    [INV_P_ON_HAND] = { "on_hand", NUM, ANY, NONE, PLANNED, "N", "stock on hand" },
    [INV_P_ON_ORDER] = { "on_order", NUM, FROM_ZERO, 0, PLANNED, "N", "ordered, not yet received" },
    [INV_P_BACKORDERED] = { "backordered", NUM, FROM_ZERO, 0, PLANNED, "N", "owed to customers" },
    [INV_P_CAPACITY] = { "capacity", NUM, ABOVE_ZERO, NONE, PLANNED, "N", "most that one joint order may hold" },
    [INV_P_PAYMENT_DAYS] = { "payment_days", NUM, FROM_ZERO, 0, PLANNED, "N", "days from an order to its payment" },
    [INV_P_VOLUME] = { "volume", NUM, FROM_ZERO, NONE, PLANNED, "N", "what one unit takes of a capacity" },
    [INV_P_WEIGHT] = { "weight", NUM, FROM_ZERO, NONE, PLANNED, "N", "weight of one unit" },
    [INV_P_YIELD_MEAN] = { "yield_mean", NUM, ANY, NONE, PLANNED, "N", "mean of what comes beyond an order, or of its share" },
    [INV_P_YIELD_SD] = { "yield_sd", NUM, FROM_ZERO, NONE, PLANNED, "N", "standard deviation of the same" },
    [INV_P_DISRUPTION_RATE] = { "disruption_rate", NUM, FROM_ZERO, NONE, PLANNED, "N", "disruptions a year while the supplier is up" },
    [INV_P_RECOVERY_RATE] = { "recovery_rate", NUM, ABOVE_ZERO, NONE, PLANNED, "N", "recoveries a year while he is down" },
    [INV_P_LTD_MEAN] = { "ltd_mean", NUM, FROM_ZERO, NONE, COMPUTED, "N", "mean demand over lead time and review period" },
    [INV_P_LTD_SD] = { "ltd_sd", NUM, FROM_ZERO, NONE, COMPUTED, "N", "standard deviation of that demand" },
    [INV_P_SAFETY_STOCK] = { "safety_stock", NUM, ANY, NONE, COMPUTED, "N", "safety stock" },
    [INV_P_REORDER_POINT] = { "reorder_point", NUM, ANY, NONE, COMPUTED, "N", "position at which to order" },
    [INV_P_EOQ] = { "eoq", NUM, FROM_ZERO, NONE, COMPUTED, "N", "economic order quantity" },
    [INV_P_ORDER_QTY] = { "order_qty", NUM, FROM_ZERO, NONE, COMPUTED, "N", "order quantity" },
    [INV_P_ORDER_UP_TO] = { "order_up_to", NUM, ANY, NONE, COMPUTED, "N", "level to order up to" },
};

const struct inv_param_def *inv_param_table(void)
{
    return inv_param_defs;
}

/* Equal but for - in place of _. */
static bool same_name(const char *name, const char *s, size_t n)
{
    if (strlen(name) != n)
        return false;
    for (size_t i = 0; i < n; i++)
        if (s[i] != name[i] && !(s[i] == '-' && name[i] == '_'))
            return false;
    return true;
}

bool inv_param_by_name(const char *name, size_t n, enum inv_param *p)
{
    for (int i = 0; i < INV_P_COUNT; i++)
        if (same_name(inv_param_defs[i].name, name, n)) {
            *p = (enum inv_param)i;
            return true;
        }
    return false;
}
