/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stochastic service on a serial system: stage 1 serves customers, stage j + 1 feeds stage j,
 * the last is fed by a supplier that has all. Continuous review, demand with independent increments,
 * what is short waits. Echelon base-stock policies are optimal (Clark and Scarf 1960; Federgruen and Zipkin 1984).
 *
 *   C_0(x) = (p + H) max(-x, 0),  H = h_1 + ... + h_n
 *   C_j(y) = E[h_j (y - D_j) + C_{j-1}(min(y - D_j, S_{j-1}))],  D_j the demand over L_j
 *
 * (Chen and Zheng 1994; Snyder and Shen 2019, s. 6.2.2); S_j* is least at C_j, the cost a period C_n(S_n). What is
 * on its way to a stage is charged the holding cost of the stage that sent it.
 */
#ifndef INV_SERIAL_H
#define INV_SERIAL_H

#include "inv/dist.h"
#include "inv/status.h"

struct inv_serial_stage {
    double echelon_holding;    /* h_j, money a unit and period, > 0: its local holding cost less its supplier's */
    double lead_time;          /* L_j, periods, >= 0 */
};

struct inv_serial_in {
    const struct inv_serial_stage *stages; size_t n;    /* from the customers up; 1 <= n <= INV_SERIAL_MAX */
    double penalty;            /* p, money a unit owed and period, > 0 */
    enum inv_dist_kind demand; /* normal, gamma or Poisson (which ignores sd) */
    double mean, sd;           /* of a period's demand, units; mean > 0, sd >= 0 */
};
#define INV_SERIAL_MAX ((size_t)1000)

/* Scratch that only grows; zeroed by { 0 }. */
struct inv_serial { double *mass, *next, *sf, *loss, *lump; size_t cap[5]; };
void inv_serial_free(struct inv_serial *w);

/* Optimal echelon base stocks S[n] (whole for Poisson) and their cost a period. Continuous demand is put on a lattice
 * of a thousand to four thousand steps: costs are good to about 1e-8 of themselves for normal demand, 1e-6 for gamma,
 * 1e-5 where a stage has no lead time, or gamma demand a standard deviation above its mean over one (there, on some
 * hundred points that lie where they are needed); Poisson demand is exact. INV_EARG: an argument out of its range
 * (err's column names it), echelons' holding costs or lead times that differ by more than a factor of 1e9, Poisson
 * demand too large for a lattice of whole units. */
enum inv_status inv_serial_solve(struct inv_serial *w, const struct inv_serial_in *in, double *S, double *cost,
                                 struct inv_err *err);
/* The cost a period of given echelon base stocks S[n], whole for Poisson. */
enum inv_status inv_serial_cost(struct inv_serial *w, const struct inv_serial_in *in, const double *S, double *cost,
                                struct inv_err *err);
/* Shang and Song (2003): the mean of two newsvendor quantiles of the demand over L_1 + ... + L_j, of
 * ratios (p + h_{j+1} + ... + h_n) / (p + H) and the same over (p + h_j + ... + h_n); it is not rounded. */
enum inv_status inv_serial_heuristic(const struct inv_serial_in *in, double *S, struct inv_err *err);
/* Local base stocks of the same policy: S'_j = min(S_j, ..., S_n) less S'_{j-1} (Axsaeter and Rosling 1993). */
void inv_serial_local(const double *S, size_t n, double *local);

#endif
