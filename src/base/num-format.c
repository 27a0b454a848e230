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

static const char pairs[201] =
    "00010203040506070809101112131415161718192021222324252627282930313233343536373839"
    "40414243444546474849505152535455565758596061626364656667686970717273747576777879"
    "8081828384858687888990919293949596979899";

/* How many digits x has; 1 for 0. */
static inline int count_digits(uint64_t x)
{
    int bits = 64 - __builtin_clzll(x | 1);
    int n = (bits * 1233) >> 12;             /* floor(bits log10 2): the count or one less */
    return n + (x >= powers[n]) + (x == 0);
}

/* Writes x, below 10^8, as eight digits. */
static inline void put_eight(char *out, uint32_t x)
{
    uint32_t a = x / 10000, b = x % 10000;
    memcpy(out, pairs + 2 * (a / 100), 2);
    memcpy(out + 2, pairs + 2 * (a % 100), 2);
    memcpy(out + 4, pairs + 2 * (b / 100), 2);
    memcpy(out + 6, pairs + 2 * (b % 100), 2);
}

static inline size_t put_int(char *out, uint64_t x)
{
    int n = count_digits(x), left = n;
    for (; left > 8; left -= 8) {
        put_eight(out + left - 8, (uint32_t)(x % 100000000));
        x /= 100000000;
    }
    uint32_t rest = (uint32_t)x;
    for (; left >= 2; left -= 2) {
        memcpy(out + left - 2, pairs + 2 * (rest % 100), 2);
        rest /= 100;
    }
    if (left)
        *out = (char)('0' + rest);
    return (size_t)n;
}

static struct decimal trim(struct decimal d)
{
    static const int steps[] = { 8, 4, 2, 1 };
    if (d.digits % 10 != 0 || d.digits == 0)
        return d;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        while (d.digits % powers[steps[i]] == 0) {
            d.digits /= powers[steps[i]];
            d.exponent += steps[i];
        }
    return d;
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
            return trim((struct decimal){ tens + above, k + 1 });
    }
    bool below = lower <= 4 * s, above = 4 * s + 4 <= upper;
    if (below != above)
        return trim((struct decimal){ s + above, k });
    uint64_t middle = 4 * s + 2;
    return trim((struct decimal){ s + (value > middle || (value == middle && (s & 1))), k });
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
        return trim((struct decimal){ digits, -k });
    }
}

/* The parts of a text are copied in fixed sizes, which is fast; what is copied
 * too much lies behind the text, inside of INV_NUM_MAX. */
#define MOST_DIGITS 17

static size_t put_scientific(char *out, const char *digits, int n, int e, char point)
{
    out[0] = digits[0];
    out[1] = point;
    memcpy(out + 2, digits + 1, MOST_DIGITS - 1);
    char *s = out + (n > 1 ? n + 1 : 1);
    s[0] = 'e';
    s[1] = '-';
    s += 1 + (e < 0);
    return (size_t)(s - out) + put_int(s, (uint64_t)(e < 0 ? -e : e));
}

/* before: the digits before the point, -4..17. */
static size_t put_plain(char *out, const char *digits, int n, int before, char point)
{
    if (before <= 0) {
        memcpy(out, "0.00000", 7);
        out[1] = point;
        memcpy(out + 2 - before, digits, MOST_DIGITS);
        return (size_t)(2 - before + n);
    }
    memcpy(out, digits, MOST_DIGITS);
    if (before >= n) {
        memset(out + n, '0', (size_t)(before - n));
        return (size_t)before;
    }
    out[before] = point;
    if (n - before > 8)
        memcpy(out + before + 1, digits + before, 16);
    else
        memcpy(out + before + 1, digits + before, 8);
    return (size_t)n + 1;
}

static size_t put_decimal(char *out, struct decimal d, char point)
{
    char all[2 * MOST_DIGITS] = { 0 };       /* the last n of the first 17; and room to copy behind them */
    int n = count_digits(d.digits);
    put_eight(all + 9, (uint32_t)(d.digits % 100000000));
    if (n > 8) {
        uint64_t upper = d.digits / 100000000;
        put_eight(all + 1, (uint32_t)(upper % 100000000));
        all[0] = (char)('0' + upper / 100000000);
    }
    const char *digits = all + MOST_DIGITS - n;
    int e = d.exponent + n - 1;              /* of the first digit */
    return e < -5 || e > 16 ? put_scientific(out, digits, n, e, point) : put_plain(out, digits, n, e + 1, point);
}

/* Prices and the like: whole thousandths with so few digits that no other
 * decimal number of 15 digits reads as the same double. */
static bool few_decimals(double size, struct decimal *d)
{
    double thousandths = size * 1000 + 0.5;
    if (thousandths >= 1e15)
        return false;
    *d = (struct decimal){ (uint64_t)(int64_t)thousandths, -3 };
    if ((double)(int64_t)d->digits / 1000 != size)
        return false;
    for (; d->digits % 10 == 0; d->exponent++)
        d->digits /= 10;
    return true;
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
    struct decimal d;
    if (size < 9007199254740992.0) {         /* 2^53 */
        uint64_t whole = (uint64_t)(int64_t)size;
        if ((double)(int64_t)whole == size && (precision <= 0 || precision > 16 || whole < powers[precision]))
            return whole == 0 ? put_int(out, 0) : put_int(s, whole) + negative;
        if (precision <= 0 && few_decimals(size, &d))
            return put_decimal(s, d, point) + negative;
    }
    uint64_t c = biased ? fraction | (uint64_t)1 << 52 : fraction;
    int q = (biased ? biased : 1) - 1075;
    d = precision <= 0 ? shortest(c, q, fraction == 0 && biased > 1)
                       : rounded(c, q, precision < MOST_DIGITS ? precision : MOST_DIGITS);
    return put_decimal(s, d, point) + negative;
}

size_t inv_num_format_int(int64_t x, char out[INV_NUM_MAX])
{
    *out = '-';
    return x < 0 ? put_int(out + 1, 0 - (uint64_t)x) + 1 : put_int(out, (uint64_t)x);
}
