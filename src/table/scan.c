/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/scan.h"

#include <stdlib.h>
#include <string.h>

/* Positions are written several at a time, the last of them idle. */
#define SLACK 64

struct masks { uint64_t delimiter, end, mark, cr; };

/* ---- any processor: eight bytes in a word ------------------------------------------------ */

static uint64_t load8(const char *p)
{
    uint64_t x;
    memcpy(&x, p, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    x = __builtin_bswap64(x);
#endif
    return x;
}

/* One bit for each byte of x that is zero: bit i for byte i. */
static uint64_t zero_bytes(uint64_t x)
{
    const uint64_t low = 0x7F7F7F7F7F7F7F7FU;
    uint64_t zero = ~(((x & low) + low) | x | low);      /* 0x80 where zero */
    return ((zero >> 7) * 0x0102040810204080U) >> 56;
}

static inline void masks_word(struct masks *m, const char *p, const struct inv_scan *s)
{
    const uint64_t ones = 0x0101010101010101U;
    *m = (struct masks){ 0, 0, 0, 0 };
    for (unsigned i = 0; i < 64; i += 8) {
        uint64_t x = load8(p + i);
        m->delimiter |= zero_bytes(x ^ (ones * (unsigned char)s->delimiter)) << i;
        m->end |= zero_bytes(x ^ (ones * '\n')) << i;
        m->mark |= zero_bytes(x ^ (ones * (unsigned char)s->mark)) << i;
        m->cr |= zero_bytes(x ^ (ones * '\r')) << i;
    }
}

#define SCAN_NAME(x) x##_word
#define SCAN_TARGET
#define SCAN_MASKS masks_word
#define SCAN_LOWEST(x) __builtin_ctzll((x) | (uint64_t)1 << 63)
#include "table/scan_loop.h"

/* ---- x86-64: SSE2, which all have, and AVX2 ----------------------------------------------- */

#if defined __x86_64__ && defined __GNUC__
#include <immintrin.h>

static inline uint64_t equal_sse2(const __m128i v[4], char c)
{
    __m128i x = _mm_set1_epi8(c);
    uint64_t m = 0;
    for (unsigned i = 0; i < 4; i++)
        m |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v[i], x)) << (16 * i);
    return m;
}

static inline void masks_sse2(struct masks *m, const char *p, const struct inv_scan *s)
{
    __m128i v[4];
    for (unsigned i = 0; i < 4; i++)
        v[i] = _mm_loadu_si128((const __m128i *)(const void *)(p + 16 * i));
    *m = (struct masks){ equal_sse2(v, s->delimiter), equal_sse2(v, '\n'), equal_sse2(v, s->mark), equal_sse2(v, '\r') };
}

#undef SCAN_NAME
#undef SCAN_MASKS
#define SCAN_NAME(x) x##_sse2
#define SCAN_MASKS masks_sse2
#include "table/scan_loop.h"

#define AVX2 __attribute__((target("avx2,bmi,popcnt")))

AVX2 static inline uint64_t equal_avx2(__m256i a, __m256i b, char c)
{
    __m256i x = _mm256_set1_epi8(c);
    uint64_t low = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(a, x));
    uint64_t high = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(b, x));
    return low | high << 32;
}

AVX2 static inline void masks_avx2(struct masks *m, const char *p, const struct inv_scan *s)
{
    __m256i a = _mm256_loadu_si256((const __m256i *)(const void *)p);
    __m256i b = _mm256_loadu_si256((const __m256i *)(const void *)(p + 32));
    *m = (struct masks){ equal_avx2(a, b, s->delimiter), equal_avx2(a, b, '\n'), equal_avx2(a, b, s->mark),
                         equal_avx2(a, b, '\r') };
}

#undef SCAN_NAME
#undef SCAN_TARGET
#undef SCAN_MASKS
#undef SCAN_LOWEST
#define SCAN_NAME(x) x##_avx2
#define SCAN_TARGET AVX2
#define SCAN_MASKS masks_avx2
#define SCAN_LOWEST _tzcnt_u64
#include "table/scan_loop.h"
#endif

/* The best comes last. */
inv_scan_run *inv_scan_way(size_t i)
{
    if (i == 0)
        return run_word;
#if defined __x86_64__ && defined __GNUC__
    if (i == 1)
        return run_sse2;
    if (i == 2 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("popcnt"))
        return run_avx2;
#endif
    return NULL;
}

enum inv_status inv_scan_init(struct inv_scan *s, char delimiter, char mark, struct inv_err *err)
{
    s->delimiter = delimiter;
    s->mark = mark;
    for (size_t i = 0; inv_scan_way(i); i++)
        s->run = inv_scan_way(i);
    if (!s->cut && !(s->cut = malloc(3 * (INV_SCAN_BYTES + SLACK) * sizeof *s->cut)))
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    s->end = s->cut + INV_SCAN_BYTES + SLACK;
    s->odd = s->end + INV_SCAN_BYTES + SLACK;
    inv_scan_clear(s);
    return INV_OK;
}

void inv_scan_free(struct inv_scan *s)
{
    free(s->cut);
    *s = (struct inv_scan){ 0 };
}

void inv_scan_clear(struct inv_scan *s)
{
    s->ncut = s->nend = s->nodd = 0;
    s->at_cut = s->at_end = s->at_odd = 0;
    s->at = 0;
}

void inv_scan_look(struct inv_scan *s, const char *p, size_t n)
{
    inv_scan_clear(s);
    s->run(s, p, n);
}

void inv_scan_skip(struct inv_scan *s, size_t at)
{
    while (s->at_cut < s->ncut && s->cut[s->at_cut] < at)
        s->at_cut++;
    while (s->at_end < s->nend && s->end[s->at_end] < at)
        s->at_end++;
    while (s->at_odd < s->nodd && s->odd[s->at_odd] < at)
        s->at_odd++;
    s->at = (uint32_t)at;
}
