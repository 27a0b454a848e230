/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of an item's stock needs a person: rules, how bad, and how much is at stake.
 *
 * Net stock is on_hand - backordered; the inventory position is that and
 * on_order (Silver, Pyke and Thomas 2017, s. 6.2). Every rule whose condition
 * holds fires, but stockout_risk where there is a stock-out already.
 */
#ifndef INV_ALERT_H
#define INV_ALERT_H

#include "inv/status.h"

enum inv_severity { INV_SEVERITY_INFO, INV_SEVERITY_WARNING, INV_SEVERITY_CRITICAL, INV_SEVERITY_UNKNOWN };
const char *inv_severity_name(enum inv_severity s);                       /* info warning critical unknown */
bool inv_severity_by_name(const char *s, size_t n, enum inv_severity *out);

enum inv_rule {
    INV_RULE_STOCKOUT,        /* critical: net stock <= 0, demand expected (> 0, or not known) */
    INV_RULE_NEGATIVE_STOCK,  /* critical: on_hand < 0 */
    INV_RULE_STOCKOUT_RISK,   /* critical: net stock runs out before supply can come: the receipt, else
                                 (none, or overdue) an order placed now */
    INV_RULE_BELOW_SAFETY,    /* warning: net stock < safety_stock */
    INV_RULE_BELOW_REORDER,   /* warning: position + order_qty <= reorder_point: not yet ordered */
    INV_RULE_OVERSTOCK,       /* warning: on_hand > max_stock, else > order_up_to + safety_stock */
    INV_RULE_OVERDUE,         /* warning: the earliest receipt expected lies before today */
    INV_RULE_ANOMALY,         /* warning: marked by whoever looked at the series */
    INV_RULE_DEAD_STOCK,      /* info: on_hand > 0, demand 0 */
    INV_RULE_BIAS,            /* info: forecasts off to one side by more than a limit */
    INV_RULE_COUNT
};
const char *inv_rule_name(enum inv_rule rule);
enum inv_severity inv_rule_severity(enum inv_rule rule);

/* NAN: not known. Units, and periods of the demand. */
struct inv_alert_in {
    double on_hand, on_order, backordered;   /* the last two: NAN is 0 */
    double position;          /* NAN: from the three above */
    double demand;            /* a period's */
    double safety_stock, reorder_point;
    double order_qty;         /* what the plan orders today; NAN is 0 */
    double order_up_to, max_stock;
    double lead_time;         /* periods until an order placed now arrives */
    double runs_out;          /* the period (1, 2, ...) in which net stock is forecast to run out;
                                 INFINITY: not within the horizon; NAN: from net stock / demand */
    double receipt;           /* periods until the earliest receipt that is dated; below 0: overdue; NAN: none */
    double receipt_day;       /* how long before that it may come already, periods: its day; NAN is 0 */
    double anomaly;           /* not 0: marked */
    double bias, bias_limit;  /* sum of errors / sum of demand; |bias| > limit fires */
};
struct inv_alert_in inv_alert_defaults(void);   /* nothing known, bias_limit 0.2 */

struct inv_alert {
    enum inv_rule rule;
    bool fires;
    bool below;               /* it is for values below the threshold; else above */
    enum inv_severity severity;
    double value, threshold;  /* what was compared; NAN: nothing to compare */
    double units;             /* at stake: what is missing, or too much; >= 0 */
};

/* Looks at one item under every rule: out[rule], whether it fires or not. */
void inv_alert_check(const struct inv_alert_in *in, struct inv_alert out[INV_RULE_COUNT]);

/* ---- what was said before ------------------------------------------------------------- */

enum inv_alert_status { INV_ALERT_QUIET, INV_ALERT_NEW, INV_ALERT_WORSE, INV_ALERT_REPEAT, INV_ALERT_CLEARED };
const char *inv_alert_status_name(enum inv_alert_status s);   /* "" new worse repeat cleared */

/* An alert as it was when a person was last told of it. */
struct inv_alert_past {
    enum inv_severity severity;
    double units;             /* at stake then */
    double days;              /* since then */
};
/* past NULL: never told. Worse: more severe, or half as much again at stake. */
enum inv_alert_status inv_alert_compare(const struct inv_alert *now, const struct inv_alert_past *past, double repeat_after_days);

/* Whether a rule that does not fire now is over for good: its value is away from
 * the threshold by at least margin (a share of the threshold). Values that
 * cannot be compared are over. */
bool inv_alert_over(const struct inv_alert *now, double margin);

#endif
