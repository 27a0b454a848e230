/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers in and out against CPython (num-vectors.h) and against the C library. */
#include "config.h"

#include <check.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inv/num.h"
#include "inv/rng.h"

#include "num-vectors.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define ROUNDS 40000
#define SEED 20240517u

/* An assertion that holds costs time, too: for what is asserted again and again. */
#define EXPECT(condition, ...) \
    do { \
        if (!(condition)) \
            ck_abort_msg(__VA_ARGS__); \
    } while (0)

static double from_bits(uint64_t bits)
{
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static uint64_t to_bits(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static const char *format(double x, int precision, char point)
{
    static char out[INV_NUM_MAX + 1];
    size_t n = inv_num_format(x, precision, point, out);
    if (n > 25)
        ck_abort_msg("%a takes %zu bytes", x, n);
    out[n] = '\0';
    return out;
}

START_TEST(shortest_is_that_of_python)
{
    for (size_t i = 0; i < COUNT(formats); i++)
        ck_assert_str_eq(format(from_bits(formats[i].bits), 0, '.'), formats[i].text);
}
END_TEST

START_TEST(rounding_is_that_of_decimal)
{
    for (size_t i = 0; i < COUNT(roundings); i++)
        ck_assert_str_eq(format(from_bits(roundings[i].bits), roundings[i].precision, '.'), roundings[i].text);
}
END_TEST

START_TEST(parsing_is_that_of_python)
{
    for (size_t i = 0; i < COUNT(parses); i++) {
        double x = 17.25;
        enum inv_num_result r = inv_num_parse(parses[i].text, strlen(parses[i].text), '.', &x);
        bool infinite = isinf(from_bits(parses[i].bits));
        ck_assert_msg(r == (infinite ? INV_NUM_OVERFLOW : INV_NUM_OK), "%s", parses[i].text);
        ck_assert_msg(to_bits(x) == (infinite ? to_bits(17.25) : parses[i].bits), "%s: %a", parses[i].text, x);
    }
}
END_TEST

START_TEST(examples_of_the_trade)
{
    ck_assert_str_eq(format(100, 0, '.'), "100");
    ck_assert_str_eq(format(-0.0, 0, '.'), "0");
    ck_assert_str_eq(format(141.4, 0, ','), "141,4");
    ck_assert_str_eq(format(-1.5e300, 0, ','), "-1,5e300");
    ck_assert_str_eq(format(1e-7, 0, '.'), "1e-7");
    ck_assert_str_eq(format(99999.95, 6, '.'), "99999.9");     /* the double is below the half */
    ck_assert_str_eq(format(123456, 2, '.'), "120000");
    ck_assert_str_eq(format(9.99e16, 2, '.'), "1e17");
    ck_assert_str_eq(format(0.3, 99, '.'), "0.29999999999999999");
    ck_assert_str_eq(format(NAN, 0, '.'), "");
    ck_assert_str_eq(format(-INFINITY, 5, '.'), "");
    double x;
    ck_assert_int_eq(inv_num_parse("3,75", 4, ',', &x), INV_NUM_OK);
    ck_assert(x == 3.75);
    ck_assert_int_eq(inv_num_parse("3.75", 4, ',', &x), INV_NUM_BAD);
}
END_TEST

static const char *const bad[] = {
    "", "+", "-", ".", "-.", "e5", ".e5", "1e", "1e+", "1e-", " 1", "1 ", "1e5 ", "1e5.", "0x10", "0x", "inf",
    "nan", "-inf", "infinity", "NaN", "1,000", "1_000", "1.2.3", "--1", "+-1", "1e5e5", "12x", "1d5", "1E", "\0011",
    "\xE2\x88\x92" "1", "\xC2\xA0" "1", "1/2", "1:2", "%", "99999999999999999999x", "1e99999999999999999999x"
};

START_TEST(what_is_no_number)
{
    for (size_t i = 0; i < COUNT(bad); i++) {
        double x = 17.25;
        ck_assert_msg(inv_num_parse(bad[i], strlen(bad[i]), '.', &x) == INV_NUM_BAD, "%s", bad[i]);
        ck_assert(x == 17.25);
    }
    double x;
    ck_assert_int_eq(inv_num_parse("1\0", 2, '.', &x), INV_NUM_BAD);
    ck_assert_int_eq(inv_num_parse("12x", 2, '.', &x), INV_NUM_OK);   /* n bytes and no more */
    ck_assert(x == 12);
}
END_TEST

START_TEST(integers)
{
    static const struct { const char *text; enum inv_num_result result; int64_t value; } cases[] = {
        { "0", INV_NUM_OK, 0 }, { "-7", INV_NUM_OK, -7 }, { "+42", INV_NUM_OK, 42 },
        { "999999999999999999", INV_NUM_OK, 999999999999999999 },
        { "-999999999999999999", INV_NUM_OK, -999999999999999999 },
        { "1000000000000000000", INV_NUM_OVERFLOW, 0 }, { "", INV_NUM_BAD, 0 }, { "-", INV_NUM_BAD, 0 },
        { "1.0", INV_NUM_BAD, 0 }, { "1e3", INV_NUM_BAD, 0 }, { "99999999999999999999x", INV_NUM_BAD, 0 }
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t x = 0;
        ck_assert_msg(inv_num_parse_int(cases[i].text, strlen(cases[i].text), &x) == cases[i].result,
                      "%s", cases[i].text);
        ck_assert_int_eq(x, cases[i].value);
    }
    static const int64_t values[] = { 0, 9, 10, 99, 100, 12345678, 123456789, -1, -10, INT64_MAX, INT64_MIN, -346 };
    for (size_t i = 0; i < COUNT(values); i++) {
        char out[INV_NUM_MAX], want[40];
        size_t n = inv_num_format_int(values[i], out);
        ck_assert_int_eq(snprintf(want, sizeof want, "%lld", (long long)values[i]), (int)n);
        ck_assert_mem_eq(out, want, n);
    }
}
END_TEST

/* A double of any size, or one with few decimals, or one beside a power of two. */
static double random_double(struct inv_rng *r)
{
    uint64_t bits = inv_rng_next(r);
    switch (inv_rng_below(r, 4)) {
    case 0: return (double)(int64_t)(bits % 100000000) / (inv_rng_below(r, 2) ? 100 : 1000);
    case 1: bits = (bits & 0xFFF0000000000000u) + inv_rng_below(r, 5) - 2; break;
    case 2: bits &= 0x801FFFFFFFFFFFFFu; break;
    default: break;
    }
    double x = from_bits(bits);
    return isfinite(x) ? x : 1;
}

/* The fewest digits of %.*e that strtod reads back. */
static int fewest_digits(double x)
{
    for (int p = 1; p < 17; p++) {
        char s[64];
        snprintf(s, sizeof s, "%.*e", p - 1, x);
        if (strtod(s, NULL) == x)
            return p;
    }
    return 17;
}

static int digits_of(const char *s)
{
    int n = 0, zeros = 0;
    for (; *s && *s != 'e'; s++)
        if (*s >= '1' && *s <= '9') {
            n += zeros + 1;
            zeros = 0;
        } else if (*s == '0' && n > 0) {
            zeros++;
        }
    return n;
}

START_TEST(random_doubles_round_trip)
{
    struct inv_rng r;
    inv_rng_seed(&r, SEED, 1);
    for (int i = 0; i < ROUNDS; i++) {
        double x = random_double(&r), y = 0;
        const char *s = format(x, 0, '.');
        EXPECT(strtod(s, NULL) == x, "seed %u: %a is written %s", SEED, x, s);
        EXPECT(inv_num_parse(s, strlen(s), '.', &y) == INV_NUM_OK && y == x, "seed %u: %s is read %a", SEED, s, y);
        EXPECT(x == 0 || digits_of(s) <= fewest_digits(x), "seed %u: %s is too long", SEED, s);
    }
}
END_TEST

/* What filters compute: products, quotients and roots of prices and quantities. */
static double random_result(struct inv_rng *r)
{
    double a = (double)inv_rng_below(r, 1000000) / 100, b = (double)(1 + inv_rng_below(r, 100000));
    switch (inv_rng_below(r, 4)) {
    case 0: return a * b;
    case 1: return a / b;
    case 2: return sqrt(a * b);
    default: return a + sqrt(b);
    }
}

/* Digits without point, exponent and zeros at either end. */
static void bare_digits(const char *s, char *out)
{
    size_t n = 0;
    for (; *s && *s != 'e'; s++)
        if (*s >= '0' && *s <= '9' && (n > 0 || *s > '0'))
            out[n++] = *s;
    while (n > 0 && out[n - 1] == '0')
        n--;
    out[n] = '\0';
}

START_TEST(of_the_shortest_the_nearest)
{
    struct inv_rng r;
    inv_rng_seed(&r, SEED, 3);
    for (int i = 0; i < ROUNDS; i++) {
        double x = random_result(&r);
        char want[64], a[64], b[64];
        if (x < 1e-5)
            continue;
        snprintf(want, sizeof want, "%.*e", fewest_digits(x) - 1, x);
        bare_digits(want, a);
        bare_digits(format(x, 0, '.'), b);
        EXPECT(strcmp(a, b) == 0 && strtod(format(x, 0, '.'), NULL) == x, "seed %u: %a is %s, not %s", SEED, x, b, a);
        EXPECT(format(-x, 0, ',')[0] == '-' && strlen(format(-x, 0, ',')) == strlen(format(x, 0, '.')) + 1, "seed %u: %a", SEED, x);
    }
}
END_TEST

/* [+-] digits [. digits] [e [+-] digits], told here in another way. */
static bool is_number(const char *s)
{
    size_t digits = 0;
    s += *s == '-' || *s == '+';
    for (; *s >= '0' && *s <= '9'; s++)
        digits++;
    if (*s == '.')
        for (s++; *s >= '0' && *s <= '9'; s++)
            digits++;
    if (digits == 0)
        return false;
    if (*s == 'e' || *s == 'E') {
        s++;
        s += *s == '-' || *s == '+';
        if (!*s)
            return false;
        while (*s >= '0' && *s <= '9')
            s++;
    }
    return !*s;
}

static void reads_as_strtod(const char *text, size_t n)
{
    double x = 17.25;
    enum inv_num_result result = inv_num_parse(text, n, '.', &x);
    if (is_number(text) && isinf(strtod(text, NULL)))
        EXPECT(result == INV_NUM_OVERFLOW && to_bits(x) == to_bits(17.25), "%s is read %a", text, x);
    else if (is_number(text))
        EXPECT(result == INV_NUM_OK && to_bits(x) == to_bits(strtod(text, NULL)), "%s is read %a", text, x);
    else
        EXPECT(result == INV_NUM_BAD && to_bits(x) == to_bits(17.25), "%s is read %a", text, x);
}

START_TEST(all_short_texts)
{
    static const char letters[] = "0179.-+eE,:/ \xAE\xB7";
    size_t k = sizeof letters - 1, count = 1;
    for (size_t n = 1; n <= 5; n++) {
        count *= k;
        for (size_t i = 0; i < count; i++) {
            char text[8] = "";
            for (size_t at = 0, rest = i; at < n; at++, rest /= k)
                text[at] = letters[rest % k];
            reads_as_strtod(text, n);
        }
    }
}
END_TEST

START_TEST(random_short_texts)
{
    struct inv_rng r;
    inv_rng_seed(&r, SEED, 4);
    for (int i = 0; i < 10 * ROUNDS; i++) {
        char text[12] = "";
        size_t n = 1 + inv_rng_below(&r, 10);
        for (size_t at = 0; at < n; at++)
            text[at] = (char)('0' + inv_rng_below(&r, 10));
        if (inv_rng_below(&r, 4))
            text[inv_rng_below(&r, n)] = '.';
        if (inv_rng_below(&r, 8) == 0)
            text[inv_rng_below(&r, n)] = (char)(1 + inv_rng_below(&r, 255));
        reads_as_strtod(text, n);
    }
}
END_TEST

START_TEST(random_precisions_are_those_of_printf)
{
    struct inv_rng r;
    inv_rng_seed(&r, SEED, 2);
    for (int i = 0; i < ROUNDS; i++) {
        double x = random_double(&r), y;
        int p = 1 + (int)inv_rng_below(&r, 17);
        char want[64];
        snprintf(want, sizeof want, "%.*e", p - 1, x);
        const char *s = format(x, p, '.');
        EXPECT(digits_of(s) <= p && strtod(s, NULL) == strtod(want, NULL),
                      "seed %u: %a to %d digits is %s, not %s", SEED, x, p, s, want);
        int n = snprintf(want, sizeof want, "%.*e", (int)inv_rng_below(&r, 30), x);
        double ref = strtod(want, NULL);
        enum inv_num_result result = inv_num_parse(want, (size_t)n, '.', &y);
        EXPECT(isinf(ref) ? result == INV_NUM_OVERFLOW : result == INV_NUM_OK && to_bits(ref) == to_bits(y),
                      "seed %u: %s is read %a", SEED, want, y);
    }
}
END_TEST

START_TEST(all_powers)
{
    for (int e = -1074; e <= 1023; e++) {
        double x = ldexp(1, e), y;
        const char *s = format(x, 0, '.');
        ck_assert_int_eq(inv_num_parse(s, strlen(s), '.', &y), INV_NUM_OK);
        EXPECT(x == y && strtod(s, NULL) == x, "2^%d is written %s", e, s);
    }
    for (int e = -323; e <= 308; e++) {
        char text[16];
        double x;
        int n = snprintf(text, sizeof text, "1e%d", e);
        ck_assert_int_eq(inv_num_parse(text, (size_t)n, '.', &x), INV_NUM_OK);
        EXPECT(x == strtod(text, NULL), "%s is read %a", text, x);
        if (e < -5 || e > 16)
            ck_assert_str_eq(format(x, 0, '.'), text);
    }
}
END_TEST

int main(void)
{
    Suite *s = suite_create("num");
    TCase *t = tcase_create("num");
    tcase_add_test(t, shortest_is_that_of_python);
    tcase_add_test(t, rounding_is_that_of_decimal);
    tcase_add_test(t, parsing_is_that_of_python);
    tcase_add_test(t, examples_of_the_trade);
    tcase_add_test(t, what_is_no_number);
    tcase_add_test(t, integers);
    tcase_add_test(t, random_doubles_round_trip);
    tcase_add_test(t, of_the_shortest_the_nearest);
    tcase_add_test(t, all_short_texts);
    tcase_add_test(t, random_short_texts);
    tcase_add_test(t, random_precisions_are_those_of_printf);
    tcase_add_test(t, all_powers);
    tcase_set_timeout(t, 60);
    suite_add_tcase(s, t);
    SRunner *runner = srunner_create(s);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
