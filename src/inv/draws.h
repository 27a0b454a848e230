/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random arrays for simulations: demand, lead times, disruptions.
 *
 * A stream belongs to a seed, a key, a replication and a purpose, not to the
 * policy that is simulated, so that all policies of a key meet the same numbers
 * (common random numbers: Law 2015, s. 11.2).
 */
#ifndef INV_DRAWS_H
#define INV_DRAWS_H

#include "inv/dist.h"

enum inv_purpose { INV_FOR_DEMAND, INV_FOR_LEAD_TIMES, INV_FOR_DISRUPTIONS };

/* key: any number that stands for it, such as a hash. */
void inv_draws_stream(struct inv_rng *r, uint64_t seed, uint64_t key, uint64_t replication, enum inv_purpose purpose);

/* A distribution made ready to be drawn from often. Whole numbers of a small range, and
 * listed values, by Walker's alias table in the form of Vose (1991); others as inv_dist_draw
 * does. {0} at first; its memory only grows. */
struct inv_draws {
    struct inv_dist dist;              /* its x and w stay borrowed */
    double first;                      /* value of place 0 where dist lists none */
    double *keep; size_t *other;       /* n: the place itself below keep, else other */
    size_t n, cap_keep, cap_other;     /* n 0: no table */
    double *scratch; size_t cap_scratch;
    size_t *stack; size_t cap_stack;
};
void inv_draws_free(struct inv_draws *d);
enum inv_status inv_draws_init(struct inv_draws *d, const struct inv_dist *dist, struct inv_err *err);
void inv_draws_fill(const struct inv_draws *d, struct inv_rng *r, double *out, size_t n);
/* Rounded to the nearest whole number, from 0 to most. */
void inv_draws_whole(const struct inv_draws *d, struct inv_rng *r, unsigned *out, size_t n, unsigned most);

/* Supply that is up or down (1), a Markov chain: from a period to the next it goes down with
 * probability fail and up again with probability repair (Snyder and Shen 2019, s. 9.2).
 * *is_down: its state before, and after. */
void inv_draws_disruptions(struct inv_rng *r, double fail, double repair, bool *is_down, unsigned char *down, size_t n);

#endif
