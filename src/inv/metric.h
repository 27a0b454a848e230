/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One warehouse that supplies n retailers: base stocks at both.
 *
 * Demand at retailer i is Poisson, l_i units a period, and is backordered where there is no stock.
 * Whoever meets a demand orders the unit anew at once (S - 1, S): a retailer from the warehouse, L_i
 * periods away, which serves orders as they come and owes what it has not; the warehouse from a supplier that
 * always has it, L_0 periods away. So the warehouse has N_0 units on order, Poisson with mean l_0 L_0, l_0 the
 * sum of all l_i (Palm's theorem), and owes B_0 = max(N_0 - S_0, 0). A retailer has N_i on order, of which
 * B_0i are owed to it and the rest, Poisson with mean l_i L_i and independent of them, is under way. It has
 * max(S_i - N_i, 0) in stock, owes max(N_i - S_i, 0), and meets at once the share P(N_i < S_i) of its demand.
 * A period costs
 *
 *     h_0 E max(S_0 - N_0, 0) + sum over i of h_i E max(S_i - N_i, 0) + p_i E max(N_i - S_i, 0);
 *
 * what is under way is l_i L_i whatever the stocks are, and is not charged. N_i is taken as
 *
 *     metric      Poisson with mean l_i (L_i + E B_0 / l_0), the right mean (Sherbrooke 1968, "METRIC: a
 *                 multi-echelon technique for recoverable item control"); too narrow, so it holds too little
 *     two-moment  negative binomial with the right mean and the right variance, l_i L_i + q_i^2 Var B_0
 *                 + q_i (1 - q_i) E B_0, q_i = l_i / l_0 (Graves 1985, "A multi-echelon inventory model for a
 *                 repairable item with one-for-one replenishment")
 *     exact       what it is: B_0i given B_0 is binomial(B_0, q_i) (Simon 1971; Graves 1985, eq. 5), here by
 *                 a recursion over S_0 as Axsaeter's (1990, "Simple solution procedures for a class of
 *                 two-echelon inventory problems"): with w(k) = E max(N_i - k, 0) over B_0 > 0, and v(k)
 *                 that loss for the units under way alone,
 *                 w(k; S_0 - 1) = (1 - q) (w(k; S_0) + P(N_0 = S_0) v(k)) + q (w(k - 1; S_0) + P(N_0 = S_0) v(k - 1))
 *
 * Given S_0 the retailers do not depend on each other: the best S_i is the least with P(N_i <= S_i) >= p_i /
 * (p_i + h_i). The cost is not convex in S_0. But a retailer's best cost never rises with S_0 (metric: its
 * slope in the mean is (h + p) P(N >= S) - h > 0 at the best S; exact: each unit less at the warehouse adds to N_i
 * what cannot help), so that from a to b the cost is at least h_0 E max(a - N_0, 0) + the retailers' at b; of
 * two-moment there is such a bound too (src/stock/metric_search.c). Parts of the range of S_0 that cannot hold the
 * optimum are left out by it, all others are tried.
 */
#ifndef INV_METRIC_H
#define INV_METRIC_H

#include "inv/status.h"

enum inv_metric { INV_METRIC_POISSON, INV_METRIC_TWO_MOMENT, INV_METRIC_EXACT };
/* metric two-moment exact */
const char *inv_metric_name(enum inv_metric method);
bool inv_metric_by_name(const char *s, size_t n, enum inv_metric *method);

struct inv_metric_retailer {
    double demand;             /* l_i, mean units a period, >= 0 */
    double lead_time;          /* L_i, periods from the warehouse, >= 0 */
    double holding_cost;       /* h_i, money a unit in stock and period; > 0, inv_metric_at: >= 0 */
    double shortage_cost;      /* p_i, money a unit backordered and period; > 0, inv_metric_at: >= 0 */
};

struct inv_metric_in {
    enum inv_metric method;
    double lead_time;          /* L_0, periods from the supplier, >= 0 */
    double holding_cost;       /* h_0, money a unit in stock and period, >= 0 */
    const struct inv_metric_retailer *retailers; size_t n;   /* n >= 1; borrowed */
};

/* A warehouse or a retailer, in the long run. */
struct inv_metric_node {
    double base_stock;         /* S, whole units */
    double echelon_base_stock; /* the warehouse's: S_0 + sum of S_i; a retailer's: S_i */
    double demand;             /* l, units a period */
    double mean, sd;           /* of N as the method takes it, units on order */
    double on_hand;            /* E max(S - N, 0), units */
    double backorders;         /* E max(N - S, 0), units */
    double fill_rate;          /* P(N < S): share of demand met at once; nothing ever on order: 1 */
    double wait;               /* of a unit demanded, periods: backorders / demand (Little); no demand: 0 */
    double holding_cost, shortage_cost;   /* money a period; the warehouse's shortage costs 0 by itself */
    double cost;               /* their sum */
};

struct inv_metric_out {
    struct inv_metric_node warehouse;
    struct inv_metric_node *retailers;    /* n, the caller's, filled */
    double cost;               /* of all, money a period */
    size_t steps;              /* warehouse stocks S_0 whose cost was computed */
};

/* A workspace, zeroed by { 0 }; it only grows. */
struct inv_metric_work { struct inv_metric_item *items; double *d; size_t cap_items, cap; };
void inv_metric_free(struct inv_metric_work *w);

#define INV_METRIC_MOST 1e9                  /* units on order at one place, on average */
#define INV_METRIC_STEPS 2e9                 /* of the exact recursion: units of S_0 x units of all retailers */
#define INV_METRIC_WAREHOUSE ((size_t)-1)    /* *where: not a retailer */

/* INV_EARG: an argument out of range (err's column names it; *where, which may be NULL, is the retailer or
 * INV_METRIC_WAREHOUSE), no retailer, more units on order than INV_METRIC_MOST, a recursion of more steps than
 * INV_METRIC_STEPS (exact only), costs out of the range of numbers. */

/* The base stocks that cost least. Stock that costs nothing at the warehouse (h_0 = 0) ends where more of it saves
 * less than 1e-12 of the cost. */
enum inv_status inv_metric_solve(struct inv_metric_work *w, const struct inv_metric_in *in,
                                 struct inv_metric_out *out, size_t *where, struct inv_err *err);
/* The best of the retailers for a given S_0, a whole number from 0 to 2^53. */
enum inv_status inv_metric_best(struct inv_metric_work *w, const struct inv_metric_in *in, double S_0,
                                struct inv_metric_out *out, size_t *where, struct inv_err *err);
/* What base stocks S_0 and S[n] cost: whole numbers from 0 to 2^53. */
enum inv_status inv_metric_at(struct inv_metric_work *w, const struct inv_metric_in *in, double S_0, const double *S,
                              struct inv_metric_out *out, size_t *where, struct inv_err *err);

#endif
