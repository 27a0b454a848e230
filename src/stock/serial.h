/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The costs below a base stock, as masses of their second derivative (inv/serial.h):
 *
 *   C_{j-1}(min(y, S)) = floor + sum m_k max(x_k - y, 0)
 *   C_j(y)  = h_j (y - E D_j) + floor + sum m_k E max(D_j - (y - x_k), 0)
 *   C_j'(y) = h_j - sum m_k P(D_j > y - x_k)
 *
 * so that what is far above its base stock costs no digits. Masses are lumps at points (one at S, where the slope
 * becomes 0), and cells of equal width that go down from S, each spread evenly; for whole units points one apart.
 * A cell's first moment is carried by its neighbours: with it, smooth demand is integrated to the fourth order. */
#ifndef INV_STOCK_SERIAL_H
#define INV_STOCK_SERIAL_H

#include "inv/dist.h"
#include "inv/serial.h"

#define INV_SERIAL_CELLS 100000          /* of a stage, at most */

struct inv_serial_masses {
    double floor;
    double top, step;          /* cell k is from top - (k + 1) step to top - k step; whole: a point at top - 1 - k */
    size_t n, lumps;
    bool whole;
    size_t points;             /* > 0: no cells, but at most so many lumps of either sign */
};

/* A stage: its holding cost and the demand over its lead time, which is taken to lie in lo .. hi. */
struct inv_serial_at { double h; struct inv_dist d; double lo, hi; };

/* INV_EARG with the column. */
enum inv_status inv_serial_bad(struct inv_err *err, const char *column, const char *format, double x);
enum inv_status inv_serial_check(const struct inv_serial_in *in, struct inv_err *err);
double inv_serial_holding(const struct inv_serial_in *in);                           /* H */
double inv_serial_lead(const struct inv_serial_in *in, size_t from, size_t to);      /* L of stages from .. to - 1 */
enum inv_status inv_serial_demand(const struct inv_serial_in *in, double lead, struct inv_dist *d, struct inv_err *err);

/* Demand over a lead time: its mean, and how far it goes to either side. What lies above is left out the less,
 * the more a unit owed costs. */
struct inv_serial_spread { double mean, below, above; };
enum inv_status inv_serial_spread(const struct inv_serial_in *in, double lead, struct inv_serial_spread *s,
                                  struct inv_err *err);

/* Newsvendor bounds of a base stock, of the demand over L_1 + ... + L_j (Shang and Song 2003, Theorem 1). */
struct inv_serial_bounds { double low, high; };
enum inv_status inv_serial_bounds(const struct inv_serial_in *in, size_t j, struct inv_serial_bounds *b,
                                  struct inv_err *err);

/* P(D > u), E max(D - u, 0). */
double inv_serial_sf(const struct inv_serial_at *j, double u);
double inv_serial_loss(const struct inv_serial_at *j, double u);

/* C_0: a lump at 0. */
enum inv_status inv_serial_begin(struct inv_serial *w, struct inv_serial_masses *m, double lump, struct inv_err *err);
/* C_j(y), C_j'(y); the slope of whole units at a step's middle. */
double inv_serial_value(const struct inv_serial *w, const struct inv_serial_masses *m, const struct inv_serial_at *j,
                        double y);
double inv_serial_slope(const struct inv_serial *w, const struct inv_serial_masses *m, const struct inv_serial_at *j,
                        double y);
/* From C_{j-1}(min(y, S_{j-1})) to C_j(min(y, S)); masses below `low` are left out. INV_EARG: too many cells. */
enum inv_status inv_serial_cut(struct inv_serial *w, struct inv_serial_masses *m, const struct inv_serial_at *j,
                               double S, double low, struct inv_err *err);
/* Its masses below S where m->points; they lie where they are needed. */
enum inv_status inv_serial_gather(struct inv_serial *w, struct inv_serial_masses *m, const struct inv_serial_at *j,
                                  double S, double low, struct inv_err *err);

#endif
