/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random numbers: xoshiro256++ (Blackman and Vigna 2021), seeded by splitmix64.
 * A stream belongs to its caller; results depend on neither order nor threads
 * when each series seeds its own from the seed and its key. */
#ifndef INV_RNG_H
#define INV_RNG_H

#include "inv/status.h"

struct inv_rng { uint64_t s[4]; };

void inv_rng_seed(struct inv_rng *r, uint64_t seed, uint64_t stream);
uint64_t inv_rng_next(struct inv_rng *r);
double inv_rng_uniform(struct inv_rng *r);                 /* open (0, 1) */
void inv_rng_uniforms(struct inv_rng *r, double *out, size_t n);   /* the same n times, faster */
double inv_rng_normal(struct inv_rng *r);                  /* mean 0, sd 1; stateless (ziggurat or inverse) */
double inv_rng_gamma(struct inv_rng *r, double shape);     /* scale 1; Marsaglia and Tsang (2000); 0 where shape is not above 0 */
int64_t inv_rng_poisson(struct inv_rng *r, double mean);    /* 0 where mean is not above 0; at most 9.2e18 */
size_t inv_rng_below(struct inv_rng *r, size_t n);         /* 0..n-1, unbiased; 0 for n = 0 */

#endif
