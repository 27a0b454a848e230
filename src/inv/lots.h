/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Multiples of a lot: packs, order multiples. */
#ifndef INV_LOTS_H
#define INV_LOTS_H

/* A quantity within this share of a multiple counts as that multiple, so that
 * 144.00000000000003 is twelve dozens and not thirteen. */
#define INV_LOTS_TOLERANCE 1e-9

/* The number of lots of size `lot` (> 0) in x (finite), rounded up, down, or to
 * the nearest (half a lot: up). Whole numbers; negative x gives negative ones. */
double inv_lots_up(double x, double lot);
double inv_lots_down(double x, double lot);
double inv_lots_nearest(double x, double lot);

#endif
