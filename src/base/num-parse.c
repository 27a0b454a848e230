/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Decimal text to the nearest double.
 *
 * Three steps, each for what the one before cannot decide: Clinger (1990),
 * "How to read floating point numbers accurately", where both parts are exact
 * doubles; Lemire (2021), "Number parsing at a gigabyte per second", one
 * product with a 128-bit power of ten; an exact comparison with the midpoint.
 */
#include "inv/num.h"

#include <float.h>
#include <string.h>

#include "big.h"
#include "pow10.h"

#define INFINITY_BITS ((uint64_t)0x7FF << 52)
#define EXPONENT_LIMIT ((int64_t)1 << 60)    /* added to any count of digits without overflow */

/* The number as written: w 10^q, where w has the first 19 significant digits. */
struct decimal {
    uint64_t w;
    int64_t q;
    const char *first, *last;    /* from the first significant digit to behind the last */
    bool negative;
    bool cut;                    /* digits other than 0 follow those in w */
};

static inline unsigned digit(char c)
{
    return (unsigned)(unsigned char)c - '0';
}

/* Eight bytes at once, the first the lowest; compilers make one load of it. */
static inline uint64_t eight_bytes(const char *text)
{
    const unsigned char *s = (const unsigned char *)text;
    return (uint64_t)s[0] | (uint64_t)s[1] << 8 | (uint64_t)s[2] << 16 | (uint64_t)s[3] << 24
         | (uint64_t)s[4] << 32 | (uint64_t)s[5] << 40 | (uint64_t)s[6] << 48 | (uint64_t)s[7] << 56;
}

static inline bool eight_digits(uint64_t x)
{
    return ((x & 0xF0F0F0F0F0F0F0F0) | ((x + 0x0606060606060606) & 0xF0F0F0F0F0F0F0F0) >> 4) == 0x3333333333333333;
}

/* Their value: pairs, then fours, then all, each step on all lanes of the word. */
static inline uint64_t eight_value(uint64_t x)
{
    x = (x & 0x0F0F0F0F0F0F0F0F) * (1 + (10 << 8)) >> 8;
    x = (x & 0x00FF00FF00FF00FF) * (1 + (100 << 16)) >> 16;
    return (x & 0x0000FFFF0000FFFF) * (1 + ((uint64_t)10000 << 32)) >> 32;
}

static inline const char *digits(const char *s, const char *end, uint64_t *w)
{
    for (uint64_t x; end - s >= 8 && eight_digits(x = eight_bytes(s)); s += 8)
        *w = *w * 100000000 + eight_value(x);
    for (; s < end && digit(*s) <= 9; s++)
        *w = *w * 10 + digit(*s);
    return s;
}

/* Reads the exponent behind its letter; false where it is none. */
static bool parse_exponent(const char *s, const char *end, int64_t *e)
{
    bool negative = s < end && *s == '-';
    if (s < end && (*s == '-' || *s == '+'))
        s++;
    if (s == end)
        return false;
    int64_t x = 0;
    for (; s < end; s++) {
        if (digit(*s) > 9)
            return false;
        if (x < EXPONENT_LIMIT / 16)
            x = x * 10 + (int64_t)digit(*s);
    }
    *e = negative ? -x : x;
    return true;
}

/* More than 19 digits: takes the first 19 significant ones again. `point` is
 * where the point stands (d->last where there is none), exponent what was written. */
static void take_first(struct decimal *d, const char *point, int64_t exponent)
{
    const char *s = d->first;
    while (s < d->last && (*s == '0' || s == point))
        s++;
    d->first = s;
    d->w = 0;
    int count = 0;
    for (; s < d->last && count < 19; s++) {
        if (s == point)
            continue;
        d->w = d->w * 10 + digit(*s);
        count++;
    }
    d->q = exponent + (s <= point ? point - s : point + 1 - s);
    d->cut = false;
    for (; s < d->last && !d->cut; s++)
        d->cut = s != point && *s != '0';
}

static bool parse_decimal(const char *s, size_t n, char point, struct decimal *d)
{
    const char *end = s + n;
    d->negative = n > 0 && *s == '-';
    if (n > 0 && (*s == '-' || *s == '+'))
        s++;
    const char *first = s;
    uint64_t w = 0;
    while (s < end && digit(*s) <= 9)
        w = w * 10 + digit(*s++);
    const char *dot = s;
    ptrdiff_t count = s - first;
    int64_t q = 0, exponent = 0;
    if (s < end && *s == point) {
        s = digits(s + 1, end, &w);
        q = dot + 1 - s;
        count -= (ptrdiff_t)q;
    }
    if (count == 0)
        return false;
    d->first = first;
    d->last = s;
    if (s < end && ((*s | 32) != 'e' || !parse_exponent(s + 1, end, &exponent)))
        return false;
    d->w = w;
    d->q = q + exponent;
    d->cut = false;
    if (count > 19)
        take_first(d, dot, exponent);
    return true;
}

static double from_bits(uint64_t bits)
{
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* x = m 2^e, x finite and given by its bits. */
static uint64_t split(uint64_t bits, int *e)
{
    uint64_t m = bits & (((uint64_t)1 << 52) - 1);
    int biased = (int)(bits >> 52);
    *e = (biased ? biased : 1) - 1075;
    return biased ? m | (uint64_t)1 << 52 : m;
}

/* d 10^q lies between the double `bits` and the next one: the nearer. */
static uint64_t nearer(struct inv_big *d, int q, uint64_t bits)
{
    int e;
    uint64_t m = split(bits, &e);
    int sign = inv_big_compare(d, q, 2 * m + 1, e - 1);
    return bits + (sign > 0 || (sign == 0 && (m & 1)));
}

/* The bits of the double nearest to w 10^q; INFINITY_BITS where it is above all. */
static uint64_t nearest(uint64_t w, int64_t q64)
{
    if (w == 0 || q64 < INV_POW10_FIRST)
        return 0;
    if (q64 > DBL_MAX_10_EXP)
        return INFINITY_BITS;
    int q = (int)q64;
    int zeros = __builtin_clzll(w);
    struct inv_product p = pow10_times(w << zeros, q);
    int top = (int)(p.z >> 63);
    int e = 63 + top + pow10_log2(q) - zeros;    /* of the leading bit */
    if (e > 1023)
        return INFINITY_BITS;
    bool subnormal = e < -1022;
    int shift = 10 + top + (subnormal ? -1022 - e : 0);
    if (shift > 64)
        return 0;
    /* Added, not joined: the leading bit of m raises the exponent by one, and
     * so does a carry out of m. */
    uint64_t m = shift == 64 ? 0 : p.z >> shift;
    uint64_t bits = m + ((uint64_t)(subnormal ? 0 : e + 1022) << 52);
    switch (pow10_half(p, w << zeros, q, shift)) {
    case INV_HALF_BELOW: return bits;
    case INV_HALF_ABOVE: return bits + 1;
    case INV_HALF_TIE:   return bits + (bits & 1);
    default:             break;
    }
    struct inv_big d;
    inv_big_set(&d, w);
    return nearer(&d, q, bits);
}

/* All the digits count: the doubles around the first 19 are `bits` and the next. */
static uint64_t nearer_long(const struct decimal *d, char point, uint64_t bits)
{
    struct inv_big big = { 0 };
    int64_t q = d->q;
    size_t count = 0;
    bool more = false;
    for (const char *s = d->first; s < d->last; s++) {
        if (*s == point)
            continue;
        if (count < INV_BIG_DIGITS)
            inv_big_times(&big, 10, digit(*s));
        else
            more |= *s != '0';
        count++;
        q -= count > 19 && count <= INV_BIG_DIGITS;
    }
    if (more) {              /* beyond all midpoints' digits: only that there is something */
        inv_big_times(&big, 10, 1);
        q--;
    }
    return nearer(&big, (int)q, bits);
}

/* The exact powers that Clinger's step may use: 5^22 < 2^53. */
static const double exact10[23] = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
};

static enum inv_num_result hard(const struct decimal *d, char point, double *value)
{
    uint64_t bits = nearest(d->w, d->q);
    if (d->cut) {
        uint64_t above = nearest(d->w + 1, d->q);
        if (above != bits)
            bits = nearer_long(d, point, bits);
    }
    if (bits >= INFINITY_BITS)
        return INV_NUM_OVERFLOW;
    *value = from_bits(bits | (uint64_t)d->negative << 63);
    return INV_NUM_OK;
}

/* Up to eight bytes as one word, the first the lowest. */
static inline uint64_t few_bytes(const char *text, size_t n)
{
    const unsigned char *s = (const unsigned char *)text, *e = s + n;
    if (n < 4)
        return (uint64_t)s[0] | (uint64_t)s[n / 2] << (8 * (n / 2)) | (uint64_t)e[-1] << (8 * (n - 1));
    uint32_t low = (uint32_t)s[0] | (uint32_t)s[1] << 8 | (uint32_t)s[2] << 16 | (uint32_t)s[3] << 24;
    uint32_t high = (uint32_t)e[-4] | (uint32_t)e[-3] << 8 | (uint32_t)e[-2] << 16 | (uint32_t)e[-1] << 24;
    return low | (uint64_t)high << (8 * (n - 4));
}

#define ONES 0x0101010101010101U
#define TOPS 0x8080808080808080U

/* Most cells: 1 to 8 digits, a point among them, no sign, no exponent; false for anything else.
 * All at once, since the length of a number and its point's place are what nobody can predict. */
static inline bool parse_short(const char *s, size_t n, char point, double *value)
{
    static const double scales[8] = { 1, 10, 100, 1000, 10000, 100000, 1000000, 10000000 };
    uint64_t x = few_bytes(s, n), y = x ^ (ONES * (unsigned char)point), dot = (y - ONES) & ~y & TOPS;
    size_t decimals = 0;
    if (dot) {
        size_t at = (size_t)__builtin_ctzll(dot) / 8;
        uint64_t before = ((uint64_t)1 << (8 * at)) - 1;
        decimals = --n - at;
        x = (x & before) | (x >> 8 & ~before);
        if (n == 0)
            return false;
    }
    x = (x ^ (ONES * '0')) << (64 - 8 * n);
    if (((x + ONES * (0x80 - 10)) | x) & TOPS)
        return false;
    *value = (double)(int64_t)eight_value(x) / scales[decimals];
    return true;
}

/* Apart, so that short numbers do without the registers that must be saved for it. */
__attribute__((noinline))
static enum inv_num_result parse_any(const char *s, size_t n, char point, double *value)
{
    struct decimal d;
    if (!parse_decimal(s, n, point, &d))
        return INV_NUM_BAD;
    if (FLT_EVAL_METHOD != 0 || d.cut || d.w > (uint64_t)1 << 53 || d.q < -22 || d.q > 22)
        return hard(&d, point, value);
    double x = (double)(int64_t)d.w;
    x = d.q < 0 ? x / exact10[-d.q] : x * exact10[d.q];
    *value = d.negative ? -x : x;
    return INV_NUM_OK;
}

enum inv_num_result inv_num_parse(const char *s, size_t n, char point, double *value)
{
    if (n == 1 && digit(*s) <= 9) {
        *value = digit(*s);
        return INV_NUM_OK;
    }
    if (FLT_EVAL_METHOD == 0 && n - 1 < 8 && parse_short(s, n, point, value))
        return INV_NUM_OK;
    return parse_any(s, n, point, value);
}

enum inv_num_result inv_num_parse_int(const char *s, size_t n, int64_t *value)
{
    bool negative = n > 0 && *s == '-';
    size_t i = n > 0 && (*s == '-' || *s == '+');
    if (i == n)
        return INV_NUM_BAD;
    size_t first = i;
    int64_t x = 0;
    for (; i < n && digit(s[i]) <= 9; i++)
        if (i - first < 18)
            x = x * 10 + (int64_t)digit(s[i]);
    if (i < n)
        return INV_NUM_BAD;
    if (n - first > 18)
        return INV_NUM_OVERFLOW;
    *value = negative ? -x : x;
    return INV_NUM_OK;
}

const char *inv_num_why(enum inv_num_result result)
{
    return result == INV_NUM_OK ? "is a number" : result == INV_NUM_BAD ? "is not a number"
         : "is too large for a number";
}
