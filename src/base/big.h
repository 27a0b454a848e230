/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole numbers as long as an exact comparison of a decimal number with a
 * double needs: 772 digits have 2565 bits, 5^1118 has 2596, and what is
 * shifted stays near the size of the other side. Private to base. */
#ifndef INV_BIG_H
#define INV_BIG_H

#include <stddef.h>
#include <stdint.h>

#define INV_BIG_WORDS 96
#define INV_BIG_DIGITS 771   /* a midpoint of two doubles has at most 767 significant digits */

struct inv_big {
    size_t n;                       /* words in use */
    uint32_t w[INV_BIG_WORDS];      /* the lowest first */
};

void inv_big_set(struct inv_big *b, uint64_t x);
/* b = b x + add */
void inv_big_times(struct inv_big *b, uint32_t x, uint32_t add);
/* The sign of d 10^p10 - m 2^p2. Both sides must be of about the same size.
 * d is used up. */
int inv_big_compare(struct inv_big *d, int p10, uint64_t m, int p2);

#endif
