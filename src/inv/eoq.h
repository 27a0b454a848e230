/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Economic order quantities: how much to order at once.
 *
 * One order costs K = order_cost, a unit held for a year costs h, demand is D a
 * year. An order of Q makes D / Q orders a year and, at the peak of its cycle,
 * a stock of Q; the costs that depend on Q are K D / Q + h Q / 2, least at
 * Q = sqrt(2 K D / h) (Harris 1913, "How many parts to make at once").
 *
 * - Production (Taft 1918): units that come at a rate P > D while they are
 *   made stack up to Q f, f = 1 - D / P.
 * - Planned backorders (Hadley and Whitin 1963, ch. 2; Snyder and Shen 2019,
 *   s. 3.5): a shortage of up to B units, each at p a year, is served by the
 *   next order: Q = sqrt(2 K D / (h f) (h + p) / p), B = Q f h / (h + p).
 * - Discounts (Hadley and Whitin 1963, ch. 2; Snyder and Shen 2019, s. 3.4):
 *   the unit cost falls with the size of the order, for all units of it or for
 *   those beyond the break. Stock is valued at what its units cost on average.
 *   Modified all-units discounts (Chan, Muriel, Shen, Simchi-Levi and Teo 2002,
 *   Snyder and Shen 2019, s. 3.4): who orders a little less than a break
 *   may pay as for the break if that is cheaper, as carriers bill: an order of q
 *   costs the least of c_j max(q, b_j) over the breaks b_j.
 * - Lots: whole packs, not below the least order, whole pallets where the order
 *   is a pallet or more; the cheapest such quantity.
 *   Costs fall and then rise within one price, so that the two neighbours of
 *   each price's optimum are compared, at their true costs.
 *
 * All of these combine.
 */
#ifndef INV_EOQ_H
#define INV_EOQ_H

#include "inv/status.h"

/* A price: from min_qty units an order (and below the next break's), unit_cost a unit. */
struct inv_eoq_break { double min_qty, unit_cost; };

enum inv_discount {
    INV_DISCOUNT_ALL_UNITS,     /* the whole order at the price of its size */
    INV_DISCOUNT_INCREMENTAL,   /* each unit at the price of its own place in the order */
    INV_DISCOUNT_MODIFIED       /* all units; one may pay for the units of a larger break and order fewer */
};

struct inv_eoq_in {
    double annual_demand;       /* D, units a year, >= 0 */
    double order_cost;          /* K, money an order, >= 0 */
    double holding_cost;        /* h, money a unit and year, > 0; NAN: holding_rate x unit cost */
    double holding_rate;        /* share of the unit cost a year, > 0; NAN: none */
    double unit_cost;           /* money a unit; NAN: none. With breaks: the price below the first of them */
    double shortage_cost;       /* p, money a unit backordered and year, > 0; NAN: no planned backorders */
    double production_rate;     /* P, units a year, > D; NAN: an order comes at once */
    double safety_stock;        /* units; only raises max_inventory */
    bool round_lots;            /* to packs and the least order */
    double pack_size, moq;      /* units; 0 or NAN: none */
    double pallet_size;         /* units; from one on only whole pallets; 0 or NAN: none */
    const struct inv_eoq_break *breaks;   /* borrowed; ascending min_qty, falling unit_cost */
    size_t nbreaks;             /* 0: no discounts */
    enum inv_discount discount;
};
/* Nothing given: NAN for what may be missing, 0 for the rest. */
struct inv_eoq_in inv_eoq_defaults(void);

/* NAN is missing. Money and units are a year's. */
struct inv_eoq_out {
    double eoq;                   /* units an order */
    double orders_per_year;       /* D / Q; missing where Q is 0 and D is not (no order cost: any number) */
    double cycle_time;            /* years, Q / D; missing where D is 0 */
    double max_inventory;         /* units: safety_stock + Q f - B */
    double annual_order_cost;     /* K D / Q */
    double annual_holding_cost;   /* of the cycle stock: h (Q f - B)^2 / (2 Q f); the safety stock's,
                                     h x safety_stock, is the same for every Q and is not in it */
    double annual_purchase_cost;  /* with discounts; else missing */
    double max_backorder;         /* units, B; with shortage_cost; else missing */
    double annual_shortage_cost;  /* p B^2 / (2 Q f); with shortage_cost; else missing */
    double annual_cost;           /* of all the above */
};

/* The cheapest quantity and what it costs. No demand is a result: order
 * nothing, at no cost. No order cost: quantity 0 (buy as needed), or the
 * cheapest that lots and discounts leave.
 * INV_EARG: an argument outside its range or missing (err's column names it),
 * or costs too large for a double. */
enum inv_status inv_eoq_solve(const struct inv_eoq_in *in, struct inv_eoq_out *out, struct inv_err *err);
/* What an order of q (> 0, or 0 where nothing is demanded or an order is free) costs. */
enum inv_status inv_eoq_at(const struct inv_eoq_in *in, double q, struct inv_eoq_out *out, struct inv_err *err);
/* The same with backorders of up to b units (0..Q f) instead of the best number. */
enum inv_status inv_eoq_at_backorder(const struct inv_eoq_in *in, double q, double b, struct inv_eoq_out *out,
                                     struct inv_err *err);
/* The cheapest quantity whose cycle is a power of two of periods, 1, 2, 4, ... of `period` years (> 0)
 * each: orders of many items then fall together. Where the best cycle takes a
 * period or more, and there are no breaks, it costs at most 6.1 % more than the best
 * (Roundy 1985; Muckstadt and Roundy 1993). *periods: the cycle; NAN without demand.
 * INV_EARG: as inv_eoq_solve; round_lots, which does not go with it. */
enum inv_status inv_eoq_power_of_two(const struct inv_eoq_in *in, double period, struct inv_eoq_out *out,
                                     double *periods, struct inv_err *err);
/* Checks a table of breaks alone: finite, the first at most at one unit or
 * preceded by unit_cost (may be NAN), min_qty rising, unit_cost positive and not rising. */
enum inv_status inv_eoq_breaks_check(const struct inv_eoq_break *breaks, size_t n, double unit_cost, struct inv_err *err);

#endif
