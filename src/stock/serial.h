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
};

/* A stage: its holding cost and the demand over its lead time. */
struct inv_serial_at { double h; struct inv_dist d; };

/* C_0: a lump at 0. */
enum inv_status inv_serial_begin(struct inv_serial *w, struct inv_serial_masses *m, double lump, struct inv_err *err);
/* C_j(y), C_j'(y); the slope of whole units at a step's middle. */
double inv_serial_value(const struct inv_serial *w, const struct inv_serial_masses *m, const struct inv_serial_at *j,
                        double y);
double inv_serial_slope(const struct inv_serial *w, const struct inv_serial_masses *m, const struct inv_serial_at *j,
                        double y);
/* From C_{j-1}(min(y, S_{j-1})) to C_j(min(y, S)); masses below `low` are left out. INV_EARG: too many cells. */
enum inv_status inv_serial_cut(struct inv_serial *w, struct inv_serial_masses *m, const struct inv_serial_at *j, double S,
                               double low, struct inv_err *err);

#endif
