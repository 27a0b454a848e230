/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A 128-bit hash: two lanes of folded 64 x 64 -> 128 bit products.
 *
 * The lanes take the same words crosswise under different secrets, so what
 * cancels one product leaves the other alone. Words are read in little-endian
 * order: the hash, and all that is seeded from it, is the same on every machine.
 */
#include "inv/keys.h"

__extension__ typedef unsigned __int128 u128;

/* The first 64 bits of the fractions of the square roots of 2, 3, 5, 7, 11, made odd. */
#define SECRET0 UINT64_C(0x6A09E667F3BCC909)
#define SECRET1 UINT64_C(0xBB67AE8584CAA73B)
#define SECRET2 UINT64_C(0x3C6EF372FE94F82B)
#define SECRET3 UINT64_C(0xA54FF53A5F1D36F1)
#define SECRET4 UINT64_C(0x510E527FADE682D1)

static inline uint64_t fold(uint64_t a, uint64_t b)
{
    u128 p = (u128)a * b;
    return (uint64_t)p ^ (uint64_t)(p >> 64);
}

static inline uint64_t word32(const unsigned char *s)
{
    return (uint32_t)s[0] | (uint32_t)s[1] << 8 | (uint32_t)s[2] << 16 | (uint32_t)s[3] << 24;
}

static inline uint64_t word64(const unsigned char *s)
{
    return word32(s) | word32(s + 4) << 32;
}

/* The last 0..16 bytes as two words; together with n they tell all bytes. */
static inline void last_words(const unsigned char *s, size_t n, uint64_t *a, uint64_t *b)
{
    *a = *b = 0;
    if (n >= 8) {
        *a = word64(s);
        *b = word64(s + n - 8);
    } else if (n >= 4) {
        *a = word32(s);
        *b = word32(s + n - 4);
    } else if (n > 0) {
        *a = (uint64_t)s[0] << 16 | (uint64_t)s[n / 2] << 8 | s[n - 1];
    }
}

struct inv_hash128 inv_hash_bytes(const char *bytes, size_t n)
{
    const unsigned char *s = (const unsigned char *)bytes;
    uint64_t x = SECRET0 ^ (uint64_t)n, y = SECRET1 + (uint64_t)n, a, b;
    size_t left = n;
    for (; left > 16; left -= 16, s += 16) {
        a = word64(s);
        b = word64(s + 8);
        x = fold(a ^ SECRET1, b ^ x);
        y = fold(b ^ SECRET2, a ^ y);
    }
    last_words(s, left, &a, &b);
    x = fold(a ^ SECRET3, b ^ x);
    y = fold(b ^ SECRET4, a ^ y);
    return (struct inv_hash128){ fold(x ^ SECRET2, y ^ SECRET3), fold(y ^ SECRET4, x + SECRET1) };
}
