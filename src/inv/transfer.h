/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Transfers of one item between places, before any of it is bought: what one
 * has beyond its own need covers what another lacks.
 *
 * As much is moved as can be: the sum of what is lacking, or of what is beyond,
 * whichever is less (in whole steps). The most urgent place is served first and
 * wholly, so that no other split leaves it with less; of the places that give,
 * one that can cover a lack alone gives it (the one with the least beyond it),
 * else those with most, which keeps the moves few: fewer than places in all.
 */
#ifndef INV_TRANSFER_H
#define INV_TRANSFER_H

#include "inv/status.h"

struct inv_transfer_place {
    double surplus;      /* units that may go; 0: none */
    double lack;         /* units wanted; 0: none. One of the two is 0 */
    double urgency;      /* the least is served first: periods that its stock lasts; NAN comes last */
};

struct inv_transfer_move { size_t from, to; double qty; };

struct inv_transfer_work { size_t *givers, *takers; double *left; size_t cap_givers, cap_takers, cap_left; };   /* {0} at first */
void inv_transfer_work_free(struct inv_transfer_work *w);

/* step: moves are multiples of it (packs); 0: any quantity. A lack is rounded
 * up to steps, a surplus down. moves has room for n; *nmoves says how many.
 * INV_EARG: a quantity that is not finite, below 0, or both above 0. */
enum inv_status inv_transfer_allocate(const struct inv_transfer_place *place, size_t n, double step,
                                      struct inv_transfer_move *moves, size_t *nmoves, struct inv_transfer_work *w,
                                      struct inv_err *err);

#endif
