/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Simulation of a stock policy, period by period: what it would have done, and
 * what that would have cost.
 *
 * What happens in a period, in this order:
 *   1. what is due arrives, and serves those who wait;
 *   2. at a review the policy sees the position (on hand + on order -
 *      backordered) and orders; with a lead time of 0 that arrives at once;
 *   3. demand comes; what stock cannot serve waits, or is lost;
 *   4. the period is charged: holding for each unit on hand, shortage for each
 *      unit that waits (or was lost in it), order_cost for each order.
 * An order of period t arrives in period t + L before its demand, so that it must
 * last over L + R demands, R = 1 where every period is reviewed: the convention of
 * exact periodic-review models (Zipkin 2000, ch. 9; Snyder and Shen 2019, s. 4.3).
 * With demand_first 3 comes before 2, after 1, and the interval is L: orders are
 * placed when the day is over (the convention of Snyder and Shen 2019, s. 6.2).
 * What an order of lead time 0 still serves in its period is not short then.
 *
 * All randomness is in the arrays that come in (inv/draws.h makes them), one value a
 * period whatever the policy does, so that two policies meet the same demand, the
 * same lead times and the same disruptions.
 */
#ifndef INV_SIM_H
#define INV_SIM_H

#include "inv/status.h"

enum inv_sim_rule {
    INV_SIM_LOTS,      /* position at or below trigger: the least multiple of lot that brings it above; (r,nQ) */
    INV_SIM_UP_TO,     /* at or below trigger: up to level; (s,S), base stock where both are equal */
    INV_SIM_GIVEN      /* what the path's orders say, whatever the stock; moq, packs and capacity leave them alone */
};

/* What a disruption of supply stops. */
enum inv_sim_stop { INV_SIM_STOP_ORDERS, INV_SIM_STOP_SHIPMENTS };

/* A longer lead time is refused. */
#define INV_SIM_LEAD_MOST 100000

struct inv_sim_in {
    enum inv_sim_rule rule;
    double trigger, level;        /* units; any sign; level >= trigger */
    double lot;                   /* LOTS: units, > 0 */
    size_t review, phase;         /* reviews are in periods phase, phase + review, ...; review >= 1 */
    size_t lead_time;             /* periods, where the path has none */
    bool no_crossing;             /* an order does not arrive before an earlier one */
    bool lost_sales, demand_first;
    enum inv_sim_stop stop;
    double moq, pack_size;        /* units, least order and multiple (rounded up); 0: none */
    double capacity;              /* units that supply can accept in a period, > 0; INFINITY: no limit */
    double on_hand, backordered;  /* units at the start, >= 0 */
    double on_order;              /* units at the start, which arrive after lead_time */
    double order_cost;            /* money an order */
    double holding_cost;          /* money a unit and period */
    double shortage_cost;         /* money a unit and period; with lost_sales a unit */
};
/* (s,S) with everything 0 or none, reviewed every period. */
struct inv_sim_in inv_sim_defaults(void);

/* n periods; NULL where there is none. Borrowed. */
struct inv_sim_path {
    size_t n;
    const double *demand;                  /* units; below 0: returns, which go on stock */
    const unsigned *lead;                  /* periods that an order of this period takes */
    const unsigned char *down;             /* 1: supply is disrupted */
    const double *trigger, *level;         /* of this period, in place of those that do not change */
    const double *orders;                  /* GIVEN */
};

/* Where a simulation stands; {0} at first, its memory only grows. Read net and position freely. */
struct inv_sim_state {
    double net, position;                  /* on hand - backordered; the same + on order */
    size_t t;                              /* periods that have passed */
    size_t latest;                         /* the latest arrival so far */
    bool short_cycle;                      /* something was short since the last arrival */
    double *due; size_t mask, cap;         /* what arrives in period t at due[t & mask] */
};
void inv_sim_free(struct inv_sim_state *s);

/* What happened in some periods, added up. Units, except where it says otherwise. */
struct inv_sim_sums {
    double periods;
    double demand, met;                    /* met: at once, from stock; without returns */
    double lost;
    double stock, backorders;              /* at the ends of periods */
    double ordered;
    double orders;                         /* how many */
    double short_periods;                  /* in which some demand was not met at once */
    double cycles, short_cycles;           /* between arrivals; those with a short period */
};

/* A period's events, arrays of the path's length; NULL: not wanted. */
struct inv_sim_trace {
    double *opening;                       /* net stock at the start */
    double *receipts, *order_qty, *ending; /* ending: on hand */
    double *backorders, *lost, *cost;
};

/* Checks the arguments and starts: lead_most is the longest lead time of the paths (0:
 * none). INV_EARG: err's column names the argument. */
enum inv_status inv_sim_begin(const struct inv_sim_in *in, size_t lead_most, struct inv_sim_state *s, struct inv_err *err);
/* Goes on over the path's periods and adds to sums. No lead of it is above lead_most. trace may be NULL. */
void inv_sim_run(const struct inv_sim_in *in, const struct inv_sim_path *path, struct inv_sim_state *s,
                 struct inv_sim_sums *sums, const struct inv_sim_trace *trace);
/* a += b. */
void inv_sim_add(struct inv_sim_sums *a, const struct inv_sim_sums *b);

/* ---- what sums say ---------------------------------------------------------------------- */

enum inv_sim_measure {
    INV_SIM_COST, INV_SIM_ORDERING, INV_SIM_HOLDING, INV_SIM_SHORTAGE,   /* money a period */
    INV_SIM_FILL_RATE,         /* share of demand met at once */
    INV_SIM_CYCLE_SERVICE,     /* share of replenishment cycles in which nothing was short */
    INV_SIM_READY_RATE,        /* share of periods in which nothing was short */
    INV_SIM_ORDER_RATE, INV_SIM_ORDER_SIZE,          /* orders a period, units an order */
    INV_SIM_STOCK, INV_SIM_BACKORDERS, INV_SIM_LOST, /* units a period, mean */
    INV_SIM_MEASURES
};

/* A measure and its interval; NAN where it is not known (no demand has no fill rate). */
struct inv_sim_mean { double mean, lo, hi; };

/* Over n replications or batches (independent, or nearly so): a ratio of their totals, with
 * Student's t interval of the linearised ratio, n - 1 degrees of freedom (Law 2015, s. 9.5;
 * Cochran 1977, s. 6.3). level: 0.95. No interval where n < 2; 0..1 limits shares.
 * INV_EARG: numbers that no double holds. */
enum inv_status inv_sim_mean(const struct inv_sim_in *in, enum inv_sim_measure m, const struct inv_sim_sums *s, size_t n,
                             double level, struct inv_sim_mean *out, struct inv_err *err);
/* The second less the first, whose replications had the same random numbers: the paired-t
 * interval (Law 2015, s. 10.2.1). */
enum inv_status inv_sim_difference(const struct inv_sim_in *in_a, const struct inv_sim_sums *a,
                                   const struct inv_sim_in *in_b, const struct inv_sim_sums *b, enum inv_sim_measure m,
                                   size_t n, double level, struct inv_sim_mean *out, struct inv_err *err);

#endif
