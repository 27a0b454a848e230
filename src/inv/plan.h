/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A policy carried on over the periods to come: stock, orders and the money
 * that they need, if demand comes as expected.
 *
 * Period 0 is now. In each later one what is due arrives first, then demand is
 * served (what is not stays owed), then the policy looks at the position. An
 * order placed at the end of period t with a lead time of L periods arrives in
 * the period in which t + L ends, at the latest the next after t, and serves
 * its demand.
 */
#ifndef INV_PLAN_H
#define INV_PLAN_H

#include "inv/project.h"
#include "inv/reorder.h"

/* What holds at the end of a period. */
struct inv_plan_time {
    bool order;            /* an order can be placed */
    int64_t arrival;       /* the period in which it arrives, after this one */
    double protect;        /* how far it must last: periods from now */
    int64_t pay;           /* the period in which it is paid, not before this one */
};

struct inv_plan_in {
    struct inv_reorder_in policy;         /* and the stock of now; its protect and late are worked out here */
    struct inv_demand demand;             /* of the periods to come; 0 where nothing is known */
    const struct inv_receipt *receipts;   /* what is due, ascending periods */
    size_t nreceipts;
    double first;                         /* what is ordered now (NAN: as the policy says) */
    double interval;                      /* periods that its reorder_point is for: L + R; NAN: as protect says */
    double end_of_life;                   /* the last period with demand (NAN: none is) */
    double unit_cost;                     /* money; NAN: cash is not known */
};

struct inv_plan_row { double opening, demand, receipts, order_qty, closing, cash; };

/* The times of a supplier that is always open: reviews every `review` periods
 * (below 1: each), `lead` periods, `pay` periods from order to payment.
 * Stock must last through lead + review, and until the order after is there.
 * time has room for h + 1. */
void inv_plan_times(double lead, double review, double pay, size_t h, struct inv_plan_time *time);

/* A reorder point meant for `interval` periods, made to last `longer` (> interval):
 * the demand of what is added, and safety stock that grows with the root of the
 * length, as that of independent periods does. */
double inv_plan_stretch(double reorder_point, double safety_stock, double interval, double longer, double added_demand);

struct inv_plan_work { double *due, *cash; size_t cap_due, cap_cash; };   /* {0} at first */
void inv_plan_work_free(struct inv_plan_work *w);

/* Today's order: the policy with its reorder point stretched to what must last, the
 * demand of that interval at its tightest (what is due late in it does not help
 * its beginning), and the demand to come until the end of life. asked: what
 * inv_reorder_solve was asked. Errors as inv_reorder_solve has them. */
enum inv_status inv_plan_now(const struct inv_plan_in *in, const struct inv_plan_time *now, struct inv_reorder_in *asked,
                             struct inv_reorder_out *out, struct inv_plan_work *w, struct inv_err *err);

/* row[0] is now, row[1..h] the periods. Money that is due beyond h is left out.
 * INV_EARG: as inv_reorder_solve has it, or numbers too large. */
enum inv_status inv_plan_run(const struct inv_plan_in *in, const struct inv_plan_time *time, size_t h, struct inv_plan_row *row,
                             struct inv_plan_work *w, struct inv_err *err);

#endif
