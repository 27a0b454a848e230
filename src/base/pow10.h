/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Powers of ten to 128 bits, and the product that both ways of conversion use.
 *
 * 10^k = t 2^r with 2^127 <= t < 2^128 and r = floor(log2 10^k) - 127. The
 * table holds floor(t), which is t itself for k = 0..55. Private to base.
 */
#ifndef INV_POW10_H
#define INV_POW10_H

#include <stdbool.h>
#include <stdint.h>

#define INV_POW10_FIRST (-342)
#define INV_POW10_LAST 340

struct inv_pow10 { uint64_t hi, lo; };
extern const struct inv_pow10 inv_pow10_table[INV_POW10_LAST - INV_POW10_FIRST + 1];

__extension__ typedef unsigned __int128 inv_u128;

static inline const struct inv_pow10 *pow10_at(int k)
{
    return &inv_pow10_table[k - INV_POW10_FIRST];
}

static inline bool pow10_exact(int k)
{
    return k >= 0 && k <= 55;
}

/* floor(log2 10^k); the generator checks it for every k of the table. */
static inline int pow10_log2(int k)
{
    return (k * 1741647) >> 19;
}

/* The product of w and the table's 10^k: w t lies in [P, P + w) where
 * P = z 2^128 + rest, and is P itself where the power is exact. */
struct inv_product { uint64_t z; inv_u128 rest; };

static inline struct inv_product pow10_times(uint64_t w, int k)
{
    const struct inv_pow10 *t = pow10_at(k);
    inv_u128 low = (inv_u128)w * t->lo;
    inv_u128 high = (inv_u128)w * t->hi + (uint64_t)(low >> 64);
    return (struct inv_product){ (uint64_t)(high >> 64), high << 64 | (uint64_t)low };
}

/* How w 10^k rounds when the product's z is cut by `shift` bits (1..64). */
enum inv_half { INV_HALF_BELOW, INV_HALF_TIE, INV_HALF_ABOVE, INV_HALF_UNSURE };

static inline enum inv_half pow10_half(struct inv_product p, uint64_t w, int k, int shift)
{
    uint64_t half = (uint64_t)1 << (shift - 1);
    uint64_t part = p.z & (half + half - 1);     /* all of it for 64: half + half wraps */
    if (part < half) {
        /* Below, unless what the table cuts off may carry all the way up. */
        bool carry = part == half - 1 && p.rest + w < p.rest && !pow10_exact(k);
        return carry ? INV_HALF_UNSURE : INV_HALF_BELOW;
    }
    return part == half && p.rest == 0 && pow10_exact(k) ? INV_HALF_TIE : INV_HALF_ABOVE;
}

#endif
