/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Multiples of a lot: packs, pallets, order multiples. */
#ifndef INV_LOTS_H
#define INV_LOTS_H

#include <stddef.h>

/* A quantity within this share of a multiple counts as that multiple, so that
 * 144.00000000000003 is twelve dozens and not thirteen. */
#define INV_LOTS_TOLERANCE 1e-9

/* The number of lots of size `lot` (> 0) in x (finite), rounded up, down, or to
 * the nearest (half a lot: up). Whole numbers; negative x gives negative ones. */
double inv_lots_up(double x, double lot);
double inv_lots_down(double x, double lot);
double inv_lots_nearest(double x, double lot);

/* What a supplier takes: whole packs, from the least order on; from a pallet on
 * whole pallets only. Units; 0: no such rule. */
struct inv_lot_rule { double pack, moq, pallet; };
/* Quantities that the rule allows next to q (>= 0), on both sides of it, among
 * those in from <= x < below (0 <= from; below may be INFINITY, where q is
 * finite). A cost that falls and then rises, least at q, is least at one of
 * them. Without a pack the quantity itself is one. Returns how many, 0 to 4. */
size_t inv_lots_near(const struct inv_lot_rule *rule, double q, double from, double below, double x[4]);

#endif
