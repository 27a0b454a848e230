/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys, their hash, and the set of hashes that have been seen. */
#include "config.h"

#include <check.h>
#include <malloc.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inv/keys.h"
#include "inv/rng.h"

#define SEED 77001u

START_TEST(numbers_in_the_order_of_arrival)
{
    static const struct { const char *s; size_t n; size_t id; bool fresh; } steps[] = {
        { "B-7", 3, 0, true }, { "A", 1, 1, true }, { "", 0, 2, true }, { "B-7", 3, 0, false },
        { "A\0", 2, 3, true }, { "A\0x", 2, 3, false }, { "00A", 3, 4, true }, { "0A", 2, 5, true },
        { "", 0, 2, false }, { "\xff\xfe", 2, 6, true }
    };
    struct inv_keys *k;
    ck_assert_int_eq(inv_keys_alloc(&k, NULL), INV_OK);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        size_t id, n;
        bool fresh;
        ck_assert_int_eq(inv_keys_add(k, steps[i].s, steps[i].n, &id, &fresh, NULL), INV_OK);
        ck_assert_uint_eq(id, steps[i].id);
        ck_assert_int_eq(fresh, steps[i].fresh);
        ck_assert_mem_eq(inv_keys_get(k, id, &n), steps[i].s, steps[i].n);
        ck_assert_uint_eq(n, steps[i].n);
    }
    size_t id;
    ck_assert_uint_eq(inv_keys_count(k), 7);
    ck_assert(inv_keys_find(k, "0A", 2, &id) && id == 5);
    ck_assert(!inv_keys_find(k, "0a", 2, &id));
    inv_keys_free(k);
    inv_keys_free(NULL);
}
END_TEST

START_TEST(many_keys)
{
    struct inv_keys *k;
    ck_assert_int_eq(inv_keys_alloc(&k, NULL), INV_OK);
    const char *first = NULL;
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < 100000; i++) {
            char s[32];
            size_t n = (size_t)snprintf(s, sizeof s, "SKU%06zu", i), id;
            bool fresh;
            if (inv_keys_add(k, s, n, &id, &fresh, NULL) != INV_OK || id != i || fresh != (round == 0))
                ck_abort_msg("%s is key %zu", s, id);
            if (round == 0 && i == 0)
                first = inv_keys_get(k, 0, &n);
        }
    size_t n;
    ck_assert_ptr_eq(inv_keys_get(k, 0, &n), first);     /* the bytes never move */
    ck_assert_mem_eq(first, "SKU000000", 9);
    char *big = malloc(3000000);                         /* longer than any block */
    memset(big, 'k', 3000000);
    size_t id;
    bool fresh;
    ck_assert_int_eq(inv_keys_add(k, big, 3000000, &id, &fresh, NULL), INV_OK);
    ck_assert(fresh && id == 100000);
    ck_assert(!inv_keys_find(k, big, 2999999, &id));
    free(big);
    inv_keys_free(k);
}
END_TEST

/* How far the counts of n hashes in 4096 classes of `bits` are from even: a
 * chi-square with 4095 degrees of freedom, as a standard normal value. */
static double unevenness(const uint32_t *classes, size_t n)
{
    static uint32_t count[4096];
    memset(count, 0, sizeof count);
    for (size_t i = 0; i < n; i++)
        count[classes[i]]++;
    double expected = (double)n / 4096, chi = 0;
    for (size_t i = 0; i < 4096; i++)
        chi += (count[i] - expected) * (count[i] - expected) / expected;
    return (chi - 4095) / sqrt(2 * 4095.0);
}

START_TEST(numbered_keys_spread)
{
    static const char *const forms[] = { "SKU%06zu", "%zu", "%zu-store-0000000000000000", "A/%08zx/blue/XL/2024-01-01" };
    static uint32_t low[100000], high[100000];
    for (size_t f = 0; f < 4; f++) {
        for (int shift = 0; shift <= 52; shift += 13) {
            for (size_t i = 0; i < 100000; i++) {
                char s[64];
                struct inv_hash128 h = inv_hash_bytes(s, (size_t)snprintf(s, sizeof s, forms[f], i));
                low[i] = h.lo >> shift & 4095;
                high[i] = h.hi >> shift & 4095;
            }
            ck_assert_msg(fabs(unevenness(low, 100000)) < 5, "%s: lo >> %d", forms[f], shift);
            ck_assert_msg(fabs(unevenness(high, 100000)) < 5, "%s: hi >> %d", forms[f], shift);
        }
    }
}
END_TEST

/* One bit of the input changes each bit of the hash with probability 1/2. */
START_TEST(each_bit_matters)
{
    struct inv_rng r;
    inv_rng_seed(&r, SEED, 0);
    for (size_t n = 1; n <= 70; n += n < 20 ? 1 : 7) {
        unsigned flips[128] = { 0 };
        unsigned tries = 0;
        while (tries < 400) {
            unsigned char s[70];
            for (size_t i = 0; i < n; i++)
                s[i] = (unsigned char)inv_rng_next(&r);
            struct inv_hash128 a = inv_hash_bytes((char *)s, n);
            size_t bit = inv_rng_below(&r, 8 * n);
            s[bit / 8] = (unsigned char)(s[bit / 8] ^ 1u << bit % 8);
            struct inv_hash128 b = inv_hash_bytes((char *)s, n);
            for (int i = 0; i < 64; i++) {
                flips[i] += (unsigned)((a.lo ^ b.lo) >> i & 1);
                flips[64 + i] += (unsigned)((a.hi ^ b.hi) >> i & 1);
            }
            tries++;
        }
        for (int i = 0; i < 128; i++)       /* 6 standard deviations of 10 */
            if (flips[i] <= 140 || flips[i] >= 260)
                ck_abort_msg("seed %u: %zu bytes, bit %d: %u", SEED, n, i, flips[i]);
    }
}
END_TEST

START_TEST(length_matters)
{
    static const char zeros[64];
    struct inv_seen *s;
    ck_assert_int_eq(inv_seen_alloc(&s, NULL), INV_OK);
    for (size_t n = 0; n <= 64; n++) {
        bool fresh;
        ck_assert_int_eq(inv_seen_add(s, inv_hash_bytes(zeros, n), &fresh, NULL), INV_OK);
        ck_assert(fresh);
    }
    inv_seen_free(s);
}
END_TEST

static void add_twice(struct inv_hash128 (*make)(size_t), size_t count)
{
    struct inv_seen *s;
    ck_assert_int_eq(inv_seen_alloc(&s, NULL), INV_OK);
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < count; i++) {
            bool fresh = round != 0;
            if (inv_seen_add(s, make(i), &fresh, NULL) != INV_OK || fresh != (round == 0))
                ck_abort_msg("hash %zu of round %d", i, round);
        }
    inv_seen_free(s);
    inv_seen_free(NULL);
}

static struct inv_hash128 of_number(size_t i)
{
    char s[24];
    return inv_hash_bytes(s, (size_t)snprintf(s, sizeof s, "SKU%06zu", i));
}

static struct inv_hash128 low_only(size_t i)  { return (struct inv_hash128){ 0, i }; }
static struct inv_hash128 high_only(size_t i) { return (struct inv_hash128){ i, 0 }; }
static struct inv_hash128 top_only(size_t i)  { return (struct inv_hash128){ UINT64_MAX - i, UINT64_MAX }; }

/* What the set spreads to the very last place, all of them: its steps undone. */
static struct inv_hash128 last_place(size_t i)
{
    uint64_t x = UINT64_MAX, unmultiply = 1;
    while (unmultiply * UINT64_C(0xD6E8FEB86659FD93) != 1)      /* Newton: right bits double */
        unmultiply *= 2 - unmultiply * UINT64_C(0xD6E8FEB86659FD93);
    for (int step = 0; step < 2; step++)
        x = (x ^ x >> 32) * unmultiply;
    return (struct inv_hash128){ (x ^ x >> 32) ^ i * UINT64_C(0x9E3779B97F4A7C15), i };
}

START_TEST(seen_once)
{
    add_twice(of_number, 100000);
    add_twice(low_only, 20000);     /* the hash of all zeros is one of them */
    add_twice(high_only, 20000);
    add_twice(top_only, 20000);
    add_twice(last_place, 3000);
}
END_TEST

START_TEST(seen_is_small)
{
    struct mallinfo2 before = mallinfo2();
    struct inv_seen *s;
    ck_assert_int_eq(inv_seen_alloc(&s, NULL), INV_OK);
    for (size_t i = 0; i < 100000; i++) {
        bool fresh;
        if (inv_seen_add(s, of_number(i), &fresh, NULL) != INV_OK)
            ck_abort_msg("hash %zu", i);
    }
    struct mallinfo2 after = mallinfo2();
    size_t bytes = after.uordblks + after.hblkhd - before.uordblks - before.hblkhd;
    ck_assert_msg(bytes < 2200000, "%zu bytes", bytes);
    inv_seen_free(s);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("keys");
    TCase *t = tcase_create("keys");
    tcase_add_test(t, numbers_in_the_order_of_arrival);
    tcase_add_test(t, many_keys);
    tcase_add_test(t, numbered_keys_spread);
    tcase_add_test(t, each_bit_matters);
    tcase_add_test(t, length_matters);
    tcase_add_test(t, seen_once);
    tcase_add_test(t, seen_is_small);
    tcase_set_timeout(t, 60);
    suite_add_tcase(s, t);
    SRunner *runner = srunner_create(s);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
