/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Doubles to decimal text.
 *
 * The fewest digits: Giulietti (2020), "The Schubfach way to render doubles".
 * A double's rounding interval holds at most one multiple of the next power of
 * ten above its width; that one, else the nearest of the power below, is the
 * shortest. So many digits: one product with a 128-bit power of ten, and an
 * exact comparison where the product cannot tell.
 */
#include "inv/num.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "big.h"
#include "pow10.h"

/* The digits of a number: value = digits 10^exponent. */
struct decimal { uint64_t digits; int exponent; };

static const uint64_t powers[20] = {
    1u, 10u, 100u, 1000u, 10000u, 100000u, 1000000u, 10000000u, 100000000u, 1000000000u,
    10000000000u, 100000000000u, 1000000000000u, 10000000000000u, 100000000000000u,
    1000000000000000u, 10000000000000000u, 100000000000000000u, 1000000000000000000u,
    10000000000000000000u
};

/* How many digits x has, which is not 0. */
static inline int count_digits(uint64_t x)
{
    int bits = 64 - __builtin_clzll(x);
    int n = (bits * 1233) >> 12;             /* floor(bits log10 2): the count or one less */
    return n + (x >= powers[n]);
}

#define ZEROS 0x3030303030303030U            /* "00000000" */

/* The eight digits of x, below 10^8, as text: the first the lowest byte. Fours, then pairs,
 * then single ones, each step on all lanes of the word (Khuong, 2017, "How to print integers really fast");
 * x / 100 and x / 10 are products. */
static inline uint64_t eight(uint32_t x)
{
    uint64_t v = x / 10000 | (uint64_t)(x % 10000) << 32;
    uint64_t h = (v * 5243 >> 19) & 0x0000007F0000007F;
    v = h | (v - h * 100) << 16;
    uint64_t t = (v * 103 >> 10) & 0x000F000F000F000F;
    return (t | (v - t * 10) << 8) | ZEROS;
}

/* The same of two numbers. */
static inline void eights(uint32_t a, uint32_t b, uint64_t text[2])
{
#ifdef __SSE2__
    __m128i v = _mm_set_epi64x(b, a), u = _mm_srli_epi64(_mm_mul_epu32(v, _mm_set1_epi64x(0xD1B71759)), 45);
    v = _mm_or_si128(u, _mm_slli_epi64(_mm_sub_epi64(v, _mm_mul_epu32(u, _mm_set1_epi64x(10000))), 32));
    u = _mm_srli_epi16(_mm_mulhi_epu16(v, _mm_set1_epi16(5243)), 3);
    v = _mm_or_si128(u, _mm_slli_epi32(_mm_sub_epi16(v, _mm_mullo_epi16(u, _mm_set1_epi16(100))), 16));
    u = _mm_mulhi_epu16(v, _mm_set1_epi16(6554));
    v = _mm_or_si128(u, _mm_slli_epi16(_mm_sub_epi16(v, _mm_mullo_epi16(u, _mm_set1_epi16(10))), 8));
    _mm_storeu_si128((__m128i *)(void *)text, _mm_or_si128(v, _mm_set1_epi8('0')));
#else
    text[0] = eight(a);
    text[1] = eight(b);
#endif
}

/* The lowest byte first. */
static inline void put_eight(char *out, uint64_t x)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    x = __builtin_bswap64(x);
#endif
    memcpy(out, &x, 8);
}

/* Writes eight bytes where it needs fewer. */
static inline size_t put_int(char *out, uint64_t x)
{
    if (x >= 100000000) {
        size_t n = put_int(out, x / 100000000);
        put_eight(out + n, eight((uint32_t)(x % 100000000)));
        return n + 8;
    }
    uint64_t v = eight((uint32_t)x);
    int zeros = __builtin_ctzll((v ^ ZEROS) | (uint64_t)1 << 56) & ~7;   /* in front, in bits; the last stays */
    put_eight(out, v >> zeros);
    return 8 - (size_t)zeros / 8;
}

/* The upper 64 bits of g c, the last set where more follows ("round to odd"). */
static inline uint64_t upper_odd(uint64_t hi, uint64_t lo, uint64_t c)
{
    uint64_t x = (uint64_t)(((inv_u128)c * lo) >> 64);
    inv_u128 y = (inv_u128)c * hi + x;
    return (uint64_t)(y >> 64) | ((uint64_t)y > 1);
}

/* Schubfach for c 2^q; `narrow` where the double below is only half as far. */
static struct decimal shortest(uint64_t c, int q, bool narrow)
{
    bool even = (c & 1) == 0;
    int k = (q * 1262611 - (narrow ? 524031 : 0)) >> 22;    /* floor(log10 of the width) */
    int h = q + pow10_log2(-k) + 1;
    const struct inv_pow10 *t = pow10_at(-k);
    uint64_t lo = t->lo + !pow10_exact(-k);                  /* from above, as the proof has it */
    uint64_t lower = upper_odd(t->hi, lo, (4 * c - 2 + narrow) << h) + !even;
    uint64_t value = upper_odd(t->hi, lo, (4 * c) << h);
    uint64_t upper = upper_odd(t->hi, lo, (4 * c + 2) << h) - !even;
    uint64_t s = value / 4;
    if (s >= 10) {
        uint64_t tens = s / 10;
        bool below = lower <= 40 * tens, above = 40 * tens + 40 <= upper;
        if (below != above)
            return (struct decimal){ tens + above, k + 1 };
    }
    bool below = lower <= 4 * s, above = 4 * s + 4 <= upper;
    if (below != above)
        return (struct decimal){ s + above, k };
    uint64_t middle = 4 * s + 2;
    return (struct decimal){ s + (value > middle || (value == middle && (s & 1))), k };
}

/* The same from one product, for a normal c 2^q that is no power of two; false where it cannot tell.
 * V = c 2^q / 10^k has a whole part and a fraction of 64 bits here, W is half the interval's width, 1/2 to 5.
 * A multiple of ten within W of V is the shortest; where there is none, the whole number nearest to V
 * is. Less than 2^-60 of V and of W are cut off: what is nearer to a bound than `unsure` is left to the whole test. */
static inline bool shortest_of_most(uint64_t c, int q, struct decimal *d)
{
    const uint64_t unsure = 16, one = (uint64_t)1 << 60;
    int k = (q * 1262611) >> 22, h = q + pow10_log2(-k) + 1;
    const struct inv_pow10 *t = pow10_at(-k);
    uint64_t w = c << h;
    inv_u128 v = (inv_u128)w * t->hi + (uint64_t)(((inv_u128)w * t->lo) >> 64);
    uint64_t whole = (uint64_t)(v >> 64), fraction = (uint64_t)v >> 4, width = t->hi >> (5 - h);
    uint64_t tens = whole / 10, below = (whole - 10 * tens) * one + fraction, above = 10 * one - below;
    if (below - width + unsure <= 2 * unsure || above - width + unsure <= 2 * unsure
        || fraction - one / 2 + unsure <= 2 * unsure)
        return false;
    *d = below < width ? (struct decimal){ tens, k + 1 } : above < width ? (struct decimal){ tens + 1, k + 1 }
       : (struct decimal){ whole + (fraction > one / 2), k };
    return true;
}

/* c 2^q rounded to n significant digits. */
static struct decimal rounded(uint64_t c, int q, int n)
{
    int zeros = __builtin_clzll(c);
    uint64_t w = c << zeros;
    /* floor(log10 x), or one less; x = w 2^(q - zeros), 2^63 <= w < 2^64 */
    int e10 = (int)(((int64_t)(q - zeros + 63) * 1292913986) >> 32);
    for (;; e10++) {
        int k = n - 1 - e10;
        struct inv_product p = pow10_times(w, k);
        /* x 10^k = p 2^(q - zeros + r), r = log2 - 127; z is p's upper third */
        int shift = -(q - zeros + pow10_log2(k) + 1);
        uint64_t digits = p.z >> shift;
        if (digits >= powers[n])
            continue;
        enum inv_half half = pow10_half(p, w, k, shift);
        if (half == INV_HALF_UNSURE) {
            struct inv_big d;
            inv_big_set(&d, 2 * digits + 1);
            int sign = inv_big_compare(&d, -k, c, q + 1);
            half = sign < 0 ? INV_HALF_ABOVE : sign > 0 ? INV_HALF_BELOW : INV_HALF_TIE;
        }
        digits += half == INV_HALF_ABOVE || (half == INV_HALF_TIE && (digits & 1));
        return digits < powers[n] ? (struct decimal){ digits, -k } : (struct decimal){ digits / 10, 1 - k };
    }
}

/* The digits of a number as text, the first in front: 17 of them, of which n count. They
 * stay in words until they are where they belong: bytes that were just written cannot be read
 * as one word without waiting for all of them. Words are written whole, which is fast; what
 * is written too much lies behind the text, inside of INV_NUM_MAX. */
#define MOST_DIGITS 17
struct digits { char first; uint64_t next, last; int n; };

static inline struct digits spell(uint64_t x)    /* 17 digits */
{
    uint64_t upper = x / 100000000;
    uint32_t first = (uint32_t)(upper / 100000000);
    uint64_t text[2];
    eights((uint32_t)(upper - (uint64_t)first * 100000000), (uint32_t)(x - upper * 100000000), text);
    struct digits d = { (char)('0' + first), text[0], text[1], 1 };
    if (d.last != ZEROS)
        d.n = 17 - __builtin_clzll(d.last ^ ZEROS) / 8;
    else if (d.next != ZEROS)
        d.n = 9 - __builtin_clzll(d.next ^ ZEROS) / 8;
    return d;
}

static inline void put_digits(char *out, const struct digits *d)
{
    *out = d->first;
    put_eight(out + 1, d->next);
    put_eight(out + 9, d->last);
}

static size_t put_scientific(char *out, const struct digits *d, int e, char point)
{
    put_digits(out + 1, d);
    out[0] = d->first;
    out[1] = point;
    char *s = out + (d->n > 1 ? d->n + 1 : 1);
    s[0] = 'e';
    s[1] = '-';
    s += 1 + (e < 0);
    return (size_t)(s - out) + put_int(s, (uint64_t)(e < 0 ? -e : e));
}

/* before: the digits before the point, -4..17. */
static inline size_t put_plain(char *out, const struct digits *d, int before, char point)
{
    if (before <= 0) {
        memcpy(out, "0.00000", 7);
        out[1] = point;
        put_digits(out + 2 - before, d);
        return (size_t)(2 - before + d->n);
    }
    put_digits(out, d);
    if (before >= d->n)
        return (size_t)before;
    out[before] = point;
    inv_u128 behind = ((inv_u128)d->last << 64 | d->next) >> (8 * (before - 1));
    put_eight(out + before + 1, (uint64_t)behind);
    if (before <= 8)
        put_eight(out + before + 9, (uint64_t)(behind >> 64));
    return (size_t)d->n + 1;
}

static size_t put_decimal(char *out, struct decimal x, char point)
{
    int n = count_digits(x.digits), e = x.exponent + n - 1;    /* of the first digit */
    struct digits d = spell(x.digits * powers[MOST_DIGITS - n]);
    return e < -5 || e > 16 ? put_scientific(out, &d, e, point) : put_plain(out, &d, e + 1, point);
}

/* Prices and the like: whole thousandths with so few digits that no other
 * decimal number of 15 digits reads as the same double. The text's length; 0 where x is none. */
static inline size_t put_thousandths(char *out, double x, char point)
{
    double thousandths = x * 1000 + 0.5;
    if (thousandths >= 1e15)
        return 0;
    int64_t all = (int64_t)thousandths;
    if ((double)all / 1000 != x)
        return 0;
    uint64_t whole = (uint64_t)all / 1000;
    uint32_t rest = (uint32_t)((uint64_t)all - whole * 1000), tens = rest / 10, hundreds = rest / 100;
    size_t n = put_int(out, whole);
    out[n] = point;
    out[n + 1] = (char)('0' + hundreds);
    out[n + 2] = (char)('0' + (tens - 10 * hundreds));
    out[n + 3] = (char)('0' + (rest - 10 * tens));
    return n + (rest != 10 * tens ? 4 : tens != 10 * hundreds ? 3 : 2);
}

size_t inv_num_format(double x, int precision, char point, char out[INV_NUM_MAX])
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    bool negative = bits >> 63;
    int biased = (int)(bits >> 52 & 0x7FF);
    uint64_t fraction = bits & (((uint64_t)1 << 52) - 1);
    if (biased == 0x7FF)
        return 0;
    *out = '-';
    char *s = out + negative;
    double size = negative ? -x : x;
    if (size < 9007199254740992.0) {         /* 2^53 */
        uint64_t whole = (uint64_t)(int64_t)size;
        if ((double)(int64_t)whole == size && (precision <= 0 || precision > 16 || whole < powers[precision]))
            return whole == 0 ? put_int(out, 0) : put_int(s, whole) + negative;
        size_t n = precision <= 0 ? put_thousandths(s, size, point) : 0;
        if (n > 0)
            return n + negative;
    }
    uint64_t c = biased ? fraction | (uint64_t)1 << 52 : fraction;
    int q = (biased ? biased : 1) - 1075;
    struct decimal d;
    if (precision > 0)
        d = rounded(c, q, precision < MOST_DIGITS ? precision : MOST_DIGITS);
    else if (!biased || fraction == 0 || !shortest_of_most(c, q, &d))
        d = shortest(c, q, fraction == 0 && biased > 1);
    return put_decimal(s, d, point) + negative;
}

size_t inv_num_format_int(int64_t x, char out[INV_NUM_MAX])
{
    *out = '-';
    return x < 0 ? put_int(out + 1, 0 - (uint64_t)x) + 1 : put_int(out, (uint64_t)x);
}
