/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "big.h"

#include <string.h>

void inv_big_set(struct inv_big *b, uint64_t x)
{
    b->n = 0;
    for (; x; x >>= 32)
        b->w[b->n++] = (uint32_t)x;
}

void inv_big_times(struct inv_big *b, uint32_t x, uint32_t add)
{
    uint64_t carry = add;
    for (size_t i = 0; i < b->n; i++) {
        carry += (uint64_t)b->w[i] * x;
        b->w[i] = (uint32_t)carry;
        carry >>= 32;
    }
    if (carry && b->n < INV_BIG_WORDS)
        b->w[b->n++] = (uint32_t)carry;
}

static void times_pow5(struct inv_big *b, int k)
{
    for (; k >= 13; k -= 13)
        inv_big_times(b, 1220703125, 0);     /* 5^13, the last below 2^32 */
    for (; k > 0; k--)
        inv_big_times(b, 5, 0);
}

static void shift_left(struct inv_big *b, int bits)
{
    size_t words = (size_t)bits / 32;
    if (b->n == 0 || b->n + words > INV_BIG_WORDS)
        return;
    memmove(b->w + words, b->w, b->n * sizeof *b->w);
    memset(b->w, 0, words * sizeof *b->w);
    b->n += words;
    inv_big_times(b, (uint32_t)1 << (bits % 32), 0);
}

static int compare(const struct inv_big *a, const struct inv_big *b)
{
    if (a->n != b->n)
        return a->n < b->n ? -1 : 1;
    for (size_t i = a->n; i-- > 0;)
        if (a->w[i] != b->w[i])
            return a->w[i] < b->w[i] ? -1 : 1;
    return 0;
}

int inv_big_compare(struct inv_big *d, int p10, uint64_t m, int p2)
{
    struct inv_big right;
    inv_big_set(&right, m);
    if (p10 >= 0)
        times_pow5(d, p10);
    else
        times_pow5(&right, -p10);
    int shift = p10 - p2;          /* 10^p10 = 5^p10 2^p10: the twos that are left over */
    if (shift >= 0)
        shift_left(d, shift);
    else
        shift_left(&right, -shift);
    return compare(d, &right);
}
